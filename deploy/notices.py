"""The notices that a container image has to carry: each installed package, its licence, and the licence's text.

python deploy/notices.py > NOTICES
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

LICENCE_FILE = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|copyright|authors|OFL)[^/]*$")
UNSTATED = "its package states no licence"


def licence_of(package: Distribution) -> str:
    """What a package says of its licence in one line."""
    stated = _first(package, "License-Expression") or _first(package, "License")
    classifiers = package.metadata.get_all("Classifier") or []
    classified = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License")]
    return next(iter(stated.strip().splitlines()), "") or ", ".join(classified) or UNSTATED


def _first(package: Distribution, field: str) -> str:
    return next(iter(package.metadata.get_all(field) or []), "")


def texts_of(package: Distribution) -> Iterator[str]:
    """The texts of the licences and notices that a package ships."""
    for file in package.files or ():
        if LICENCE_FILE.search(str(file)) and not str(file).endswith((".py", ".pyc")):
            path = file.locate()
            try:
                yield Path(str(path)).read_text("utf-8", "replace").strip()
            except OSError:
                continue


def notices() -> Iterator[str]:
    """A notice for each installed package, by name."""
    packages = {str(package.metadata["Name"]): package for package in distributions()}
    for name in sorted(packages, key=str.lower):
        package = packages[name]
        home = _first(package, "Home-page") or _first(package, "Project-URL")
        yield "\n\n".join([f"{name} {package.version}: {licence_of(package)}\n{home}".strip(), *texts_of(package)])


if __name__ == "__main__":
    print(f"\n\n{'=' * 80}\n".join(notices()))
