"""Which yinju this is."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The version installed; empty where it runs from its source alone."""
    try:
        return metadata.version("yinju")
    except metadata.PackageNotFoundError:
        return ""
