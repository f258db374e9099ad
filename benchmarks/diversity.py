"""How answers spread over articles that speak of the same things, and what copies of a report do to them.

    python -m benchmarks.diversity [--copies N] [--json]

Two libraries: the project's article and those written for its tests, in one; and the same with N copies of each
under other papers and dates, as papers print an agency's report: a dateline, other punctuation, a sentence on
where it comes from. Measured on the project's questions (what is the right passage stands in the question files)
and on the topics below, of each of which several of the articles speak.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.collections import ROOT, own_collections
from index.answering.answer import answer_many
from index.articles.read import plain, read_corpus, split_paragraphs
from index.building.build import assemble
from index.evaluate import Case, share
from index.models.encoder import load_encoder
from index.ranking.searcher import Searcher
from index.records import Answer, Article, Paragraph, Quote
from index.text.scripts import fold, is_han

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

# English, Chinese, and the articles that speak of it, as a reader of them all finds
TOPICS = (
    ("how many schools", "有多少所学校", "zhaoqing baiyun harwick"),
    ("how many women work there", "女职工有多少人", "harwick lantan ostmere nanyu"),
    ("how many complaints were received", "收到多少件投诉", "lantan harwick"),
    ("how much did the number of users grow", "客流或读者增长了多少", "lantan nanyu"),
    ("what was delayed", "哪些工程推迟了", "lantan nanyu ostmere baiyun"),
    ("how many electric vehicles", "有多少辆电动车", "lantan harwick"),
    ("how much came to fines", "罚款多少", "harwick ostmere"),
    ("how many people had training", "多少人参加培训", "zhaoqing ostmere baiyun"),
    ("which targets were missed", "哪些目标没有完成", "harwick ostmere nanyu baiyun"),
    ("how many new staff were hired", "新招了多少人", "harwick lantan nanyu"),
    ("what did the survey find", "调查结果怎么样", "nanyu harwick baiyun lantan"),
    ("what cost more than budgeted", "哪些费用超出预算", "harwick ostmere"),
    ("what grants were given", "有哪些资助和补贴", "harwick ostmere nanyu baiyun"),
    ("how much was invested in total", "总投资多少", "lantan baiyun nanyu"),
    ("how many children take part", "多少孩子参加", "baiyun nanyu"),
    ("what opened in 2023", "2023年启用了什么", "lantan harwick ostmere"),
)
PAPERS = (("Paper One", "2019-03-02"), ("Paper Two", "2025-03-01"), ("Paper Three", ""), ("Paper Four", "2020"))
COPY = "--copy"
_BATCH = 32


def right_passages(case: Case, articles: Sequence[Article]) -> set[tuple[str, str]]:
    """The paragraphs with a gold quote of the case."""
    return {
        place_of(paragraph)
        for article in articles
        if article.slug == case.article
        for paragraph in split_paragraphs(article)
        if any(gold in paragraph.text for gold in case.gold_quotes)
    }


def place_of(paragraph: Paragraph) -> tuple[str, str]:
    """A paragraph by its article and the letters it ends in: the same for all copies of it."""
    letters = re.sub(r"[\W_]+", "", fold(plain(paragraph.article, paragraph.span)[0]))
    return paragraph.article.slug.split(COPY)[0], letters[-24:]


def with_copies(articles: Sequence[Article], copies: int, folder: Path) -> list[Article]:
    """``articles`` and ``copies`` of each, as other papers would print them."""
    for article in articles:
        for number, (paper, date) in enumerate(PAPERS[:copies]):
            text = "\n\n".join(_printed(article, number, paper, date))
            (folder / f"{article.slug}{COPY}{number}.md").write_text(text + "\n", "utf-8")
    return [*articles, *read_corpus(folder)[0]] if copies else list(articles)


def _printed(article: Article, number: int, paper: str, date: str) -> Iterator[str]:
    """The paragraphs of a copy: front matter, a dateline before the first, other punctuation throughout."""
    title = article.title.replace('"', "'").replace("\n", " ")
    yield f'---\ntitle: "{title}"\nsource: {paper}\n' + (f"date: {date}\n" if date else "") + "---"
    begun = False
    for paragraph in split_paragraphs(article):
        words = " ".join(plain(article, paragraph.span)[0].split())
        if paragraph.kind == "heading":
            yield f"## {words}"
        if paragraph.kind != "body":
            continue
        chinese = is_han(words)
        opening = "" if begun else _opening(number, chinese)
        begun = True
        yield opening + (_chinese_marks(words, number) if chinese else _english_marks(words, number))


def _opening(number: int, chinese: bool) -> str:
    datelines = (
        ("新华社云津3月1日电（记者甲乙）", "本报讯 ") if chinese else ("YUNJIN, March 1 (Reuters) - ", "YUNJIN — ")
    )
    return datelines[number % 2]


def _chinese_marks(words: str, number: int) -> str:
    narrow, wide = ",;:!?", "，；：！？"
    table = str.maketrans(narrow, wide) if number % 2 else str.maketrans(wide, narrow)
    changed = words.translate(table)
    return changed.replace("“", "「").replace("”", "」") if number % 2 else changed


def _english_marks(words: str, number: int) -> str:
    if number % 2:
        return words.replace('"', "'").replace(";", ",").replace(" - ", " — ")
    return words.replace(": ", " — ").replace("'", "’")


def answers_of(questions: Sequence[str], searcher: Searcher) -> list[Answer]:
    """The three best quotes to each question, whatever the confidence."""
    found: list[Answer] = []
    for start in range(0, len(questions), _BATCH):
        found += answer_many(questions[start : start + _BATCH], searcher, limit=3, threshold=0)
    return found


def measured(articles: Sequence[Article], originals: Sequence[Article], encoder: Encoder) -> dict[str, float]:
    """The measures of a library of ``articles``, of which ``originals`` are no copies."""
    searcher = Searcher(assemble(articles, encoder), encoder)
    cases = [case for case in _cases(originals) if case.answerable]
    answers = answers_of([case.question for case in cases], searcher)
    right = [right_passages(case, originals) for case in cases]
    firsts = [found.quotes[0] for found in answers]
    topics = [(question, slugs.split()) for *both, slugs in TOPICS for question in both]
    spread = answers_of([question for question, _ in topics], searcher)
    every = [*answers, *spread]
    return {
        "articles": float(len(articles)),
        "passages": float(len(searcher.library.passages)),
        "passage@1": share([place_of(q.paragraph) in places for q, places in zip(firsts, right, strict=True)]),
        "passage@3": share(
            [any(place_of(q.paragraph) in p for q in a.quotes) for a, p in zip(answers, right, strict=True)]
        ),
        "mean confidence": sum(found.confidence for found in answers) / len(answers),
        "pairs of quotes that say the same": float(sum(_repeated(found) for found in every)),
        "further sources of a first quote": sum(len(found.quotes[0].also) for found in every) / len(every),
        "topics: quotes": sum(len(found.quotes) for found in spread) / len(spread),
        "topics: from two articles or more": share([len(_articles(found)) > 1 for found in spread]),
        "topics: from two relevant ones": share(
            [len(_articles(a) & set(slugs)) > 1 for a, (_, slugs) in zip(spread, topics, strict=True)]
        ),
    }


def _cases(originals: Sequence[Article]) -> Iterator[Case]:
    (own,) = (a.slug for a in originals if (ROOT / "corpus" / f"{a.slug}.txt").exists())
    for collection in own_collections():
        yield from (case if case.article else replace(case, article=own) for case in collection.cases)


def _repeated(found: Answer) -> int:
    return sum(_same(one, other) for one, other in combinations(found.quotes, 2))


def _same(one: Quote, other: Quote) -> bool:
    """Whether two quotes come from copies of one paragraph."""
    return place_of(one.paragraph) == place_of(other.paragraph) and one.paragraph.article != other.paragraph.article


def _articles(found: Answer) -> set[str]:
    return {place_of(quote.paragraph)[0].split("-")[0] for quote in found.quotes}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=2, choices=range(1, len(PAPERS) + 1), help="of each article")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    originals = [article for folder in ("corpus", "tests/corpus") for article in read_corpus(ROOT / folder)[0]]
    encoder = load_encoder()
    alone = measured(originals, originals, encoder)
    with tempfile.TemporaryDirectory() as folder:
        copied = measured(with_copies(originals, options.copies, Path(folder)), originals, encoder)
    if options.json:
        print(json.dumps({"alone": alone, "with copies": copied}))
        return
    print(f"{'':36}{'alone':>10}{f'{options.copies} copies':>12}")
    for name, value in alone.items():
        print(f"{name:36}{value:10.3f}{copied[name]:12.3f}")


if __name__ == "__main__":
    main()
