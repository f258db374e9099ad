"""The pictures in the README, drawn from the corpus: ``python -m benchmarks.pictures [QUESTION]``."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.messages.figures import comparable
from bot.pictures.draw import bar_chart, quote_card
from index.answering.answer import answer
from index.articles.read import read_corpus
from index.building.build import assemble
from index.models.encoder import load_encoder
from index.ranking.searcher import Searcher

ROOT = Path(__file__).resolve().parent.parent


def main(question: str = "建了多少所学校") -> None:
    """Write docs/quote-card.png and docs/bar-chart.png."""
    articles, _ = read_corpus(ROOT / "corpus")
    encoder = load_encoder()
    searcher = Searcher(assemble(articles, encoder), encoder)
    found = answer(question, searcher)
    if not found.quotes:
        raise SystemExit(f"the corpus doesn't answer {question}")
    docs = ROOT / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "quote-card.png").write_bytes(quote_card(found.quotes[0], found.language))
    article = articles[0]
    placed = [
        passage.place_statistic(statistic)
        for passage in searcher.library.passages
        if passage.paragraph.article == article
        for sentence in passage.sentences
        for statistic in sentence.statistics
    ]
    groups = comparable(placed)
    if not groups:
        raise SystemExit("no two figures of the article share a unit")
    # 个 counts anything: figures of a unit of its own are better compared
    _, largest = max(groups.items(), key=lambda group: (group[0] != "个", len(group[1])))
    (docs / "bar-chart.png").write_bytes(bar_chart(article, largest, found.language))


if __name__ == "__main__":
    main(*sys.argv[1:])
