"""The learned figures: readable JSON files in ``data/``, written by ``benchmarks/train.py``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def learned(name: str) -> dict[str, Any]:
    """The learned figures in ``data/NAME.json``."""
    content: dict[str, Any] = json.loads(files("index").joinpath("data", f"{name}.json").read_text("utf-8"))
    return content
