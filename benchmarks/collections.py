"""The collections that figures are taken on: folders of articles with questions about them.

The project's own lie in ``corpus/`` and ``tests/``. Others are read from a folder given on the command
line (``--data``): ``article_questions*.jsonl`` over the project's article, ``articles_questions*.jsonl``
over the pages in ``articles/``, and ``*.json`` collections of paragraphs (XQuAD, CMRC 2018), of which
every paragraph becomes an article.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.reader import bank
from index.evaluate import Case, case_of, read_cases
from index.ranking.searcher import Searcher, open_searcher

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".yinju" / "collections"


@dataclass(frozen=True)
class Collection:
    """A named set of articles and the questions about them."""

    name: str
    corpus: Path
    cases: list[Case]


def own_collections() -> list[Collection]:
    """The project's article and the articles written for its tests, with the project's questions."""
    questions = ROOT / "tests" / "questions"
    return [
        Collection("article", ROOT / "corpus", read_cases(questions / "zhaoqing.jsonl")),
        Collection("written", ROOT / "tests" / "corpus", read_cases(questions / "articles.jsonl")),
    ]


def bank_collection(split: bank.Split) -> Collection:
    """A part of the reader's bank; questions that their page doesn't answer are kept to it, since another may."""
    folder = Path(tempfile.mkdtemp(prefix=f"bank{split}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files = bank.pages(split)
    for file in files:
        shutil.copy(file, folder)
    return Collection(f"bank{split}", folder, bank.narrowed(bank.cases(files)))


def other_collections(data: Path) -> list[Collection]:
    """The collections in the folder ``data``, by what its files hold."""
    found = []
    for file in sorted(data.glob("article_questions*.jsonl")):
        found.append(Collection(f"article-{file.stem}", ROOT / "corpus", read_cases(file)))
    for file in sorted(data.glob("articles_questions*.jsonl")):
        found.append(Collection("pages", data / "articles", read_cases(file)))
    for file in sorted(data.glob("*.json")):
        found.append(paragraphs(file))
    return found


def paragraphs(file: Path) -> Collection:
    """A collection of paragraphs and questions, every paragraph an article of its own."""
    content = json.loads(file.read_text("utf-8"))
    name = file.stem.split("_")[0]
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for paragraph in content["paragraphs"]:
        (folder / f"{paragraph['id']}.txt").write_text(paragraph["text"], "utf-8", newline="")
    texts = {paragraph["id"]: paragraph["text"] for paragraph in content["paragraphs"]}
    return Collection(name, folder, list(map(case_of, _questions(content["questions"], texts))))


def _questions(questions: Iterable[dict[str, Any]], texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for question in questions:
        answers = question.get("answers") or [question["answer"]]
        for language in ("en", "zh"):
            if language in question:
                yield {
                    "question": question[language],
                    "lang": language,
                    "answerable": True,
                    "kind": "statistic" if question.get("numeric") else "other",
                    "article": question["paragraph"],
                    "gold_quotes": [_context(texts[question["paragraph"]], question)]
                    if "answer_start" in question
                    else answers,
                    "gold_values": answers if question.get("numeric") else [],
                }


def _context(text: str, question: dict[str, Any]) -> str:
    """The answer with the words around it that make its place unique."""
    start, end = question["answer_start"], question["answer_start"] + len(question["answer"])
    while text.count(text[start:end]) > 1 and (start > 0 or end < len(text)):
        start, end = max(0, start - 1), min(len(text), end + (start == 0))
    return text[start:end]


def library_of(collection: Collection, encoder: Encoder) -> Searcher:
    """The library of a collection, built on first use and kept."""
    folder = CACHE / collection.name.split("-")[0]
    from index.building.build import build_library  # torch comes with it, which no process that measures others needs

    build_library(collection.corpus, folder, encoder)
    return open_searcher(folder, encoder)
