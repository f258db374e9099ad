"""How many lines of a phone an answer takes before anything is tapped: median, 90th percentile and most of 300 answers.

    python -m benchmarks.phone [INDEX]

A phone shows 38 columns, a Chinese character takes two, a folded quote three lines. Every second question on the
project's article and the articles of the tests is asked until 300 were answered or found unsure.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from rich.cells import cell_len
from telegram import MessageEntity

from benchmarks.claims import both_corpora
from benchmarks.collections import CACHE, own_collections
from bot.engine.desk import MOST_QUOTES
from bot.messages.blocks import Message
from bot.messages.views import Reader, answer_view
from bot.texts import texts_for_question
from index.answering.answer import answer
from index.library.catalogue import Holdings

COLUMNS, FOLDED = 38, 3
ANSWERS = 300


def lines_on_a_phone(message: Message) -> int:
    """The lines a message takes where expandable quotes are folded."""
    units = message.text.encode("utf-16-le")
    lines, at = 0, 0
    folded = [e for e in message.entities if e.type == MessageEntity.EXPANDABLE_BLOCKQUOTE]
    for entity in sorted(folded, key=lambda e: e.offset):
        lines += _lines(units[2 * at : 2 * entity.offset].decode("utf-16-le").removesuffix("\n"))
        at = entity.offset + entity.length
        lines += min(FOLDED, _lines(units[2 * entity.offset : 2 * at].decode("utf-16-le")))
    rest = units[2 * at :].decode("utf-16-le")
    return lines + _lines(rest.removeprefix("\n") if folded else rest)


def _lines(text: str) -> int:
    return sum(max(1, -(-cell_len(line) // COLUMNS)) for line in text.split("\n")) if text else 0


def main() -> None:
    searcher = both_corpora(Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE / "claims")
    holdings = Holdings(searcher.library.passages)
    questions = [case.question for collection in own_collections() for case in collection.cases][::2]
    answers = (answer(question, searcher, limit=MOST_QUOTES) for question in questions)
    taken = []
    for found in islice((each for each in answers if each.state != "none"), ANSWERS):
        reader = Reader(texts_for_question(found.question, found.language, "en"), holdings, "yinju_bot")
        taken.append((sum(map(lines_on_a_phone, answer_view(found, reader).messages)), found.question))
    counts = [lines for lines, _ in taken]
    ninth = quantiles(counts, n=10)[-1]
    print(f"{len(counts)} answers: median {median(counts)} lines, p90 {ninth:.0f}, most {max(counts)}")
    for lines, question in sorted(taken, reverse=True)[:8]:
        print(f"  {lines} {question}")


if __name__ == "__main__":
    main()
