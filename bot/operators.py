"""What only operators may do, and whom the bot answers at all."""

from __future__ import annotations

from typing import Any

from telegram.ext import Application

from bot.settings import Settings


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], settings: Settings) -> None:
    """Adds them before all others."""
