"""The terminal, Telegram, JSON and inline say the same of what people type; ``benchmarks.fronts`` asks all of it."""

from __future__ import annotations

from index.ranking.searcher import Searcher
from tests.support.bot_api_server import BotApiServer
from tests.support.fronts import disagreements, typed_texts

EVERY = 28


def test_the_fronts_agree(bot_api: BotApiServer, articles_searcher: Searcher) -> None:
    texts = typed_texts()
    assert len(texts) >= 500
    assert disagreements(texts[::EVERY], articles_searcher, bot_api) == []
