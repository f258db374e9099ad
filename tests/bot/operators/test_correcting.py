"""A reply to a preview sets the source line right; other replies are questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.operators.correcting import fields_in
from tests.bot.operators.test_operating import ADMIN, ARTICLE, operate, said
from tests.support.bot_api_server import BotApiServer


def test_a_reply_sets_fields_right_and_shows_what_is_read_now(bot_api: BotApiServer, tmp_path: Path) -> None:
    async def script() -> None:
        bot_api.push_file("harbour.md", ARTICLE.encode())
        await said(bot_api, 1)
        shown = max(number for chat, number in bot_api.messages if chat == ADMIN)
        preview = {**bot_api.messages[ADMIN, shown]}
        bot_api.push("date: 2024-05-01\n来源：Ostmere Post", reply_to_message=preview)
        again = (await said(bot_api, 2))[-1]
        assert again.params["text"].startswith("Harbour report · Ostmere Post · 2024-05-01\n\n2 paragraphs, ")
        assert again.params["reply_markup"]["inline_keyboard"]
        (folder,) = (tmp_path / "submitted").iterdir()
        assert "2024-05-01" in (folder / "harbour.yaml").read_text("utf-8")

    operate(bot_api, tmp_path, script)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Title: The harbour", {"title": "The harbour"}),
        ("source: Ostmere Post\nAuthor: A. Wray", {"publisher": "Ostmere Post", "authors": "A. Wray"}),
        ("when was it published?", {}),
        ("date: 2024\nhow many ships came", {}),
        ("", {}),
    ],
)
def test_what_sets_a_field_right(text: str, fields: dict[str, str]) -> None:
    assert fields_in(text) == fields
