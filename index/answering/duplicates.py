"""Sentences that say the same in nearly the same words: an agency's report in three papers is one answer.

Script, width, case, punctuation, spaces and a dateline at the head (新华社北京1月5日电, LONDON, Jan 5 (Reuters) -)
aside, the words must be the same; or one sentence holds the other whole and adds at most a quarter in clauses of
their own before or after it (记者获悉，). What is added holds no figure, no negation and no condition, and two
datelines name the same place: what differs in what it says is never taken for the same. Rows of tables are not
compared, for what they say stands in the table's head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.library.passages import Passage, Sentence
from index.records import Quote
from index.text.iso_dates import iso_prefix
from index.text.scripts import fold

if TYPE_CHECKING:
    from index.ranking.ranking import Ranked
    from index.ranking.searcher import Searcher

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*|(?<!\w)[-−](?=\d)|[%‰$€£¥]|[{_HAN}]|[^\W\d_{_HAN}]+(?:'[^\W\d_{_HAN}]+)*|(?P<pause>[^\w\s])"
)
_DATELINES = (
    re.compile(  # 新华社肇庆1月5日电（记者张三）, 【西江日报讯】
        rf"[\s\[【(（]*(?:本[报報刊台臺网網社]|[{_HAN}]{{1,6}}?[社报報网網台臺])(?P<place>[{_HAN}]{{0,8}}?)\s*"
        rf"(?:(?:\d{{1,2}}月)?\d{{1,2}}日\s*[电電讯訊]|[电電讯訊](?![{_HAN}\w]))"
        r"\s*[\]】)）]?(?:\s*[(（【\[][^()（）【】\[\]]{0,40}[)）】\]])?"
    ),
    re.compile(  # LONDON, Jan 5 (Reuters) -
        r"\s*(?P<place>[A-Z][A-Z.'’ -]{2,40})(?:,\s*[A-Z][\w.]{1,20})?(?:,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2})?"
        r"\s*(?:\([\w ./]{2,20}\))?\s*(?:—|–|--|-)\s+"
    ),
)
_TURNS = frozenset(
    (
        *("not", "no", "never", "nor", "neither", "none", "without", "denied", "denies", "false"),
        *("if", "unless", "whether", "would", "could", "may", "might"),
        *"不未没无非否若如假倘莫勿谣",
    )
)
_MOST_ADDED = 0.25  # of the words
_REACH = 0.5  # of a score: the same words elsewhere score nearly the same, so that few are worth comparing
_STANDS_IN = 0.15  # of a score, by which a newer copy may fit the question worse and still be the one quoted
_LEAST = 8  # words; of a shorter sentence an addition may be the point


@dataclass(frozen=True, slots=True)
class _Wording:
    """The words of a sentence after its dateline: where each begins, which of them begin a clause, and its place."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    opening: frozenset[int]
    place: str


def copies(ranked: Ranked, position: int, searcher: Searcher) -> list[int]:
    """The positions of candidates in other passages, one a passage, that say the same as the one at ``position``."""
    candidate = _at(ranked, position, searcher)
    own_number = ranked.evidence.sentences[int(ranked.order[position])][0]
    positions: dict[int, int] = {}
    score = float(ranked.scores[position])
    near = np.flatnonzero(np.abs(ranked.scores - score) <= _REACH * abs(score)).tolist()
    for other in near:
        number = ranked.evidence.sentences[int(ranked.order[other])][0]
        if (
            number != own_number
            and number not in positions
            and says_the_same(*candidate, *_at(ranked, other, searcher))
        ):
            positions[number] = other
    return list(positions.values())


def _at(ranked: Ranked, position: int, searcher: Searcher) -> tuple[Passage, Sentence]:
    number, which = ranked.evidence.sentences[int(ranked.order[position])]
    return searcher.library.passages[number], searcher.library.passages[number].sentences[which]


def newest_first(places: list[int], ranked: Ranked, searcher: Searcher) -> list[int]:
    """``places`` by the dates of their articles, the newest first and undated ones last, the better first of equals.

    One that fits the question clearly worse doesn't come first, however new: the same words may stand in an article
    on another town.
    """
    dates = {position: iso_prefix(_at(ranked, position, searcher)[0].paragraph.article.date) for position in places}
    by_date = sorted(sorted(places), key=dates.__getitem__, reverse=True)
    best = max(float(ranked.scores[position]) for position in places)
    first = next(position for position in by_date if best - float(ranked.scores[position]) <= _STANDS_IN * abs(best))
    return [first, *(position for position in by_date if position != first)]


def source(ranked: Ranked, position: int, searcher: Searcher) -> Quote:
    """The sentence at ``position`` as a further source of a quote, without its figures."""
    passage, sentence = _at(ranked, position, searcher)
    return Quote(passage.paragraph, passage.place(sentence.span), score=float(ranked.scores[position]))


def says_the_same(passage: Passage, sentence: Sentence, other_passage: Passage, other_sentence: Sentence) -> bool:
    """Whether two sentences say the same in nearly the same words."""
    if "table" in (passage.paragraph.kind, other_passage.paragraph.kind):
        return False
    one, other = _wording(_text(passage, sentence)), _wording(_text(other_passage, other_sentence))
    if not (one.words and other.words) or (one.place and other.place and one.place != other.place):
        return False
    if one.words == other.words:
        return True
    if len(one.words) < len(other.words):
        one, other, sentence = other, one, other_sentence
    start = _run(one.words, other.words)
    if start < 0:
        return False
    return _adds_nothing(one, sentence, start, len(other.words)) or (
        # one paragraph, its sentences told apart in another way
        _wording(passage.text).words == _wording(other_passage.text).words
    )


def _text(passage: Passage, sentence: Sentence) -> str:
    return passage.text[sentence.span.start : sentence.span.end]


def _run(words: tuple[str, ...], run: tuple[str, ...]) -> int:
    """Where ``run`` first stands in ``words``; -1 where it doesn't."""
    starts = range(len(words) - len(run) + 1)
    return next((n for n in starts if words[n] == run[0] and words[n : n + len(run)] == run), -1)


def _adds_nothing(longer: _Wording, sentence: Sentence, start: int, size: int) -> bool:
    """Whether what stands around ``size`` words from ``start`` on are clauses, short ones, that say nothing else."""
    ends = longer.opening | {0, len(longer.words)}
    if size < _LEAST or len(longer.words) - size > _MOST_ADDED * size or not {start, start + size} <= ends:
        return False
    added = longer.words[:start] + longer.words[start + size :]
    return _TURNS.isdisjoint(added) and not _figures_outside(longer, sentence, start, start + size)


def _figures_outside(wording: _Wording, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a figure stands among the words before ``start`` or from ``end`` on; a dateline's is not among them."""
    begins = [*wording.starts, len(sentence.span)]
    figures = [s.span.start - sentence.span.start for s in sentence.statistics]
    return any(begins[0] <= at < begins[start] or begins[end] <= at for at in figures)


@lru_cache(maxsize=8192)
def _wording(text: str) -> _Wording:
    dateline = next((match for form in _DATELINES if (match := form.match(text))), None)
    words: list[str] = []
    starts: list[int] = []
    opening: set[int] = set()
    for token in _TOKEN.finditer(fold(text), dateline.end() if dateline else 0):
        if token["pause"]:
            opening.add(len(words))
        else:
            number = token[0][0].isdigit()
            words.append(token[0].replace(",", "") if number else token[0])
            starts.append(token.start())
    place = fold(dateline["place"]).strip(" -") if dateline else ""
    return _Wording(tuple(words), tuple(starts), frozenset(opening), place)
