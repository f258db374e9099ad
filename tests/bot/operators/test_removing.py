"""An article that was added through the bot is taken out at an operator's word, and only after a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.operators import removing
from bot.operators.removing import Added
from bot.settings.settings import Settings
from bot.texts import TEXTS
from index.building.corpus import REMOVED
from tests.bot.operators.test_operating import ARTICLE, operate, said, stranger
from tests.support.bot_api_messages import buttons_of
from tests.support.bot_api_server import BotApiServer

WORDS = TEXTS["en"].operators


def test_what_was_added_is_removed_after_a_question(
    bot_api: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("harbour.md", "other.md"):
        (corpus / name).write_text(ARTICLE)
    Added(tmp_path).note("harbour.md")
    built: list[Settings] = []

    async def build(settings: Settings) -> None:
        built.append(settings)

    async def script() -> None:
        bot_api.push("/remove", **stranger())
        bot_api.push("/remove other.md")
        bot_api.push("/remove")
        _, other, which = await said(bot_api, 3)
        assert other.params["text"] == WORDS.not_added.format(name="other.md")
        assert list(buttons_of(which)) == ["harbour.md"]
        bot_api.tap(buttons_of(which)["harbour.md"]["callback_data"], bot_api.id_of(which))
        sure = (await said(bot_api, 4))[-1]
        assert sure.params["text"] == WORDS.remove_sure.format(name="harbour.md")
        bot_api.tap(buttons_of(sure)[WORDS.keep]["callback_data"], bot_api.id_of(sure))
        assert (await said(bot_api, 5))[-1].params["text"] == WORDS.kept
        assert (corpus / "harbour.md").exists()
        bot_api.push("/remove harbour.md")
        sure = (await said(bot_api, 6))[-1]
        bot_api.tap(buttons_of(sure)[WORDS.remove]["callback_data"], bot_api.id_of(sure))
        *_, removing_it, done = await said(bot_api, 8)
        assert removing_it.params["text"] == WORDS.removing
        assert done.params["text"].startswith("Removed: harbour.md")

    monkeypatch.setattr(removing, "build", build)
    operate(bot_api, tmp_path, script)
    assert len(built) == 1
    assert (corpus / REMOVED / "harbour.md").exists()
    assert not (corpus / "harbour.md").exists()
    assert Added(tmp_path).names() == []
