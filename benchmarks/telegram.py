"""How fast the bot answers in Telegram, and that what it sends is within Telegram's limits, as a Markdown table.

    python -m benchmarks.telegram [--questions N] [--messages N]

Questions of the article go one after the other to python-telegram-bot's application with the real searcher,
over HTTP from a Bot API server on 127.0.0.1, each asked once. Measured is the time from the moment an update
is handed out to the arrival of the call that answers it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.collections import ROOT, own_collections
from benchmarks.speed import Figure, table
from bot.engine.desk import Desk
from bot.messages.blocks import Message
from bot.messages.render import render, render_all
from bot.texts import TEXTS
from index.records import Answer, Article, Paragraph, Quote, Span, Statistic
from tests.support.bot_api_messages import ApiError, check_message
from tests.support.bot_api_server import BotApiServer
from tests.support.desks import desk_of
from tests.support.scene import Scene

WARM_UP = 20
PIECES = ("字", "55所", "a", " ", "😀", "e\u0301", "👩\u200d🚀", "עברית", "\u202e", "\n", "。", "1,000", ". ", "\ud800")


def article_questions(count: int) -> list[str]:
    """Questions of the article, languages mixed, always the same ones."""
    (article, *_) = own_collections()
    texts = sorted({case.question for case in article.cases})
    return random.Random(0).sample(texts, min(count, len(texts)))  # noqa: S311  (a fixed choice, no secret)


async def answering(desk: Desk, questions: Sequence[str], inline: bool) -> list[float]:
    """Milliseconds from each question handed out to its answer sent."""
    taken = []
    with BotApiServer() as server:
        async with Scene(server, desk):
            for number, question in enumerate(questions, 1):
                pushed = server.type_inline(question) if inline else server.push(question)
                method = "answerInlineQuery" if inline else "sendMessage"
                calls = await asyncio.to_thread(server.wait_for, method, number)
                taken.append(1000 * (calls[-1].at - server.handed_out[str(pushed)]))
    return taken


def speed_figures(desk: Desk, questions: Sequence[str]) -> Iterator[Figure]:
    """Messages and inline queries: p50 and p95."""
    for inline, name in ((False, "update received → sendMessage"), (True, "inline query → answerInlineQuery")):
        desk.put_in_service(desk.engine, desk.holdings)  # forgets what was asked before
        taken = asyncio.run(answering(desk, questions, inline))[WARM_UP:]
        cuts = statistics.quantiles(taken, n=20, method="inclusive")
        yield Figure(f"{name}, p50", cuts[9], "ms")
        yield Figure(f"{name}, p95", cuts[18], "ms")


def generated_answer(chance: random.Random) -> Answer:
    """An answer of odd characters, long and short, with up to a thousand figures."""

    def text() -> str:
        return "".join(chance.choices(PIECES, k=chance.randint(1, 12))) * chance.choice([1, 3, 40, 600])

    def quote() -> Quote:
        words = "始" + text() + "终"
        article = Article("slug", text(), words, text(), (text(),), text(), "https://example.org/" + "x" * 50)
        starts = [chance.randrange(len(words)) for _ in range(chance.choice([0, 3, 30, 1000]))]
        spans = [Span(start, min(len(words), start + chance.randint(1, 12))) for start in starts]
        found = tuple(Statistic(s, words[s.start : s.end], 21000.0, "所", article.title) for s in spans)
        paragraph = Paragraph(article, chance.randint(0, 99), Span(0, len(words)))
        return Quote(paragraph, Span(0, chance.randint(1, len(words))), found, found[: chance.randint(0, 9)])

    return Answer("question", "en", 0.9, tuple(quote() for _ in range(chance.randint(1, 4))))


def over_the_limits(count: int) -> int:
    """How many of ``count`` generated answers make a message that Telegram would refuse or cut."""
    chance = random.Random(0)  # noqa: S311  (a fixed choice, no secret)
    link = "https://t.me/yinju_test_bot?start=AAAAAAAA1"
    refused = 0
    for _ in range(count):
        answer, texts = generated_answer(chance), chance.choice(list(TEXTS.values()))
        messages = [render(answer, texts, lambda quote: link), *render_all(answer, texts, lambda quote: link)]
        refused += not all(map(_accepted, messages))
    return refused


def _accepted(message: Message) -> bool:
    try:
        check_message(message.text, [entity.to_dict() for entity in message.entities])
    except (ApiError, UnicodeError):
        return False
    return True


def measure(questions: int, messages: int) -> Iterator[Figure]:
    """Every figure, in the order of the table."""
    from index.building.build import build_library
    from index.models.encoder import load_encoder
    from index.ranking.searcher import open_searcher

    with tempfile.TemporaryDirectory(prefix="yinju-telegram-") as name:
        encoder = load_encoder()
        build_library(ROOT / "corpus", Path(name) / "index", encoder)
        desk = desk_of(open_searcher(Path(name) / "index", encoder))
        yield from speed_figures(desk, article_questions(WARM_UP + questions))
    yield Figure(f"messages over the limits, of {messages:,} generated answers", over_the_limits(messages), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=200, help="how many are timed (200)")
    parser.add_argument("--messages", type=int, default=10_000, help="how many answers are generated (10,000)")
    options = parser.parse_args()
    print(table(measure(options.questions, options.messages)))


if __name__ == "__main__":
    main()
