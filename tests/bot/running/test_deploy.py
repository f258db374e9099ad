"""What stands in ``deploy/``: notices, the unit, the image's recipe."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import EncoderError
from index.resources import cache_folder
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def test_the_notices_name_every_package_and_its_licence() -> None:
    command = [sys.executable, str(DEPLOY / "notices.py")]
    notices = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    project = (ROOT / "pyproject.toml").read_text("utf-8").split("[project.optional-dependencies]")[0]
    for name in re.findall(r'^    "([a-z0-9-]+)(?:\[[\w,-]+\])?[=~><]', project, re.M):
        assert re.search(rf"^{name.replace('-', '[-_.]')} [\w.+]+: \S", notices, re.I | re.M), name
    assert "SIL OPEN FONT LICENSE" in notices.upper() or "OFL" in notices


def test_the_image_is_asked_by_the_probe_and_carries_the_notices() -> None:
    recipe = (DEPLOY / "Containerfile").read_text("utf-8")
    assert 'CMD ["python", "-m", "bot.running.probe"]' in recipe
    assert "/usr/share/doc/yinju" in recipe
    assert "--extra-index-url" not in recipe  # it would let a second index serve any package


def test_the_image_runs_as_nobody_and_writes_nowhere_but_in_its_volume() -> None:
    last = (DEPLOY / "Containerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)", last, re.M) == ["10001"]
    (volume,) = re.findall(r"^VOLUME (\S+)", last, re.M)
    written = dict(re.findall(r"(YINJU_(?:INDEX|STATE|CACHE))=(\S+)", last))
    assert len(written) == 3
    assert all(path.startswith(f"{volume}/") for path in written.values())


def test_a_build_that_runs_out_of_memory_does_not_end_the_unit() -> None:
    assert "OOMPolicy=continue" in (DEPLOY / "yinju.service").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="without systemd")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "yinju.service"
    text = (DEPLOY / "yinju.service").read_text("utf-8")
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M))
    command = ["systemd-analyze", "verify", str(unit)]
    ended = subprocess.run(command, capture_output=True, check=False)
    found = [line for line in ended.stderr.decode().splitlines() if "yinju.service" in line]
    assert found == []


def test_a_user_without_a_home_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def homeless(cls: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(homeless))
    with pytest.raises(EncoderError, match="set YINJU_CACHE"):
        cache_folder()
