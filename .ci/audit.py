"""Looks the installed packages up among those with known holes; fails where a fixed version is to be had.

Without a network it says so and passes: what can't be looked up is no reason to stop anybody's work.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"
SECONDS = 120


def audit() -> int:
    """0 where nothing is known that could be mended, or nothing could be looked up."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--timeout", "5"]
    command += ["--no-deps", "--disable-pip", "--requirement", str(CONSTRAINTS)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        print("audit: not done, the list of known holes can't be reached from here", file=sys.stderr)
        return 0
    holes = [(package, hole) for package in found for hole in package.get("vulns", [])]
    for package, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "nothing yet"
        print(f"audit: {package['name']} {package['version']}: {hole['id']}, mended by {fixed}")
    print(f"audit: {len(found)} packages looked up, {len(holes)} known holes", file=sys.stderr)
    return int(any(hole["fix_versions"] for _, hole in holes))


if __name__ == "__main__":
    sys.exit(audit())
