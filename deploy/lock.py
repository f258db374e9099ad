"""Writes the locks: every package that a server installs, with the SHA-256 of each of its files. ``make lock``.

``server.lock`` is what answers, ``build.lock`` that and what indexing needs besides, ``setuptools.lock`` what packages
without a wheel are built with, this one among them. Versions are those of ``constraints.txt``, where it has them; the
locks hold for every platform and Python that the packages are made for.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
INDEXING = frozenset({"torch", "transformers", "sentence-transformers"})  # what answers never loads
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header", "--quiet")


def lock(name: str, requirements: list[str]) -> None:
    """Write a lock beside this file. CalledProcessError where the packages can't be looked up."""
    compile_ = (sys.executable, "-m", "uv", "pip", "compile", "-", *OPTIONS)
    subprocess.run(  # noqa: S603
        [*compile_, "--constraints", str(ROOT / "constraints.txt"), "--output-file", str(ROOT / "deploy" / name)],
        input="\n".join(requirements).encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = project["project"]["dependencies"]
    lock("server.lock", [line for line in needed if Requirement(line).name not in INDEXING])
    lock("build.lock", needed)
    lock("setuptools.lock", project["build-system"]["requires"])
