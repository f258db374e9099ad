"""The evidence for the sentences of the candidate passages, gathered from vectors and words.

Three levels (paragraph, sentence, clause), each dense (vectors) and lexical (words); what is made of it
for one sentence stands in ``features.py``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.library.passage_arrays import Array, Integers, Joined, largest, starts
from index.library.passages import Passage
from index.question.about_article import kinds_asked, said_by_kind
from index.question.question import Question, Term
from index.ranking.features import Candidates, Levels, Share, features_of
from index.ranking.kinds_asked import kinds_held
from index.ranking.matching import WordCredits, word_credits
from index.ranking.units_asked import wanted_units
from index.text.glosses import known_english
from index.text.names import is_name, is_pinyin, sounds_in
from index.text.scripts import is_han

if TYPE_CHECKING:
    from index.ranking.searcher import Searcher

_ELSEWHERE = 0.7  # what a word in another sentence of the paragraph is worth
_BESIDE = 4  # words within which two are said together
_CONTEXT = 0.7  # what a word in the title or heading is worth


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for every sentence of the candidate passages.

    ``features`` is (sentences, len(FEATURES)); ``credits`` are (terms, sentences), the best of lexical
    and soft; ``clause_credits`` are one (terms, clauses) array for each sentence; ``words`` the credits of every word
    of the passages and of what they stand under.
    """

    sentences: list[tuple[int, int]]  # (passage number, sentence number)
    features: Array
    credits: Array
    lexical: Array
    anywhere: Array  # (terms, sentences): the best credit in the sentence, its paragraph or its headings
    clause_credits: list[Array]
    clause_dense: list[Array]
    figure_dense: list[Array]  # inner products of the figures' phrases
    words: WordCredits
    weights: Array  # of the terms


_NOTHING = np.zeros((0, 0), np.float32)
_NO_WORDS = WordCredits(np.zeros(0, np.int64), _NOTHING, _NOTHING, _NOTHING)
NO_EVIDENCE = Evidence([], _NOTHING, _NOTHING, _NOTHING, _NOTHING, [], [], [], _NO_WORDS, _NOTHING)


def gather(question: Question, vectors: Array, searcher: Searcher, numbers: Sequence[int]) -> Evidence:
    """The evidence for the sentences of the passages ``numbers``.

    ``vectors`` (2, dimension) are those of the question and of its content words, centred.
    """
    candidates, words = _candidates(question, vectors, searcher, numbers)
    inside, figures = (
        list(itertools.starmap(slice, itertools.pairwise(at.tolist())))
        for at in (candidates.joined.sentence_at, candidates.joined.figure_at)
    )
    return Evidence(
        [
            (number, which)
            for number, passage in zip(numbers, candidates.passages, strict=True)
            for which in range(len(passage.sentences))
        ],
        features_of(candidates),
        candidates.credits,
        candidates.lexical,
        candidates.anywhere,
        [candidates.clause_credits[:, clauses] for clauses in inside],
        [candidates.dense.clauses[clauses] for clauses in inside],
        [candidates.figures[of_sentence] for of_sentence in figures],
        words,
        searcher.term_weights(question),
    )


def _candidates(
    question: Question, vectors: Array, searcher: Searcher, numbers: Sequence[int]
) -> tuple[Candidates, WordCredits]:
    """What is known of the candidate passages, and the credits of all words that they and their surroundings hold."""
    passages = [searcher.library.passages[number] for number in numbers]
    joined = Joined([searcher.library.arrays(number) for number in numbers])
    around = [searcher.around(number) for number in numbers]
    subjects = [searcher.subjects(number) for number in numbers]
    together = np.concatenate([joined.words, *around, *subjects])
    rows, columns = _numbered(together, len(searcher.library.vocabulary.forms))
    words = word_credits(question, searcher, rows)
    inside, of_around, of_subjects = np.split(columns, np.cumsum([len(joined.words), sum(map(len, around))]))
    about = largest(words.lexical[:, of_subjects], starts(list(map(len, subjects))))
    implied = _implied(question, passages, about)[:, joined.clause_passage]
    clause_credits = np.maximum(largest(words.strict[:, inside], joined.clause_at), implied)
    clause_lexical = np.maximum(largest(words.lexical[:, inside], joined.clause_at), implied)
    credits = largest(clause_credits, joined.sentence_at)
    context = largest(words.strict[:, of_around], starts(list(map(len, around))))
    weights = searcher.term_weights(question)
    heads = weights * np.array([term.is_head for term in question.terms], np.float32)
    dense, content, figures = _levels(vectors, searcher, joined)
    candidates = Candidates(
        question=question,
        passages=passages,
        joined=joined,
        units=wanted_units(question),
        dense=dense,
        content=content,
        figures=figures,
        clause_credits=clause_credits,
        credits=credits,
        lexical=largest(clause_lexical, joined.sentence_at),
        anywhere=_anywhere(credits, context, joined),
        share=Share(weights),
        heads=Share(heads if heads.any() else weights),
        together=_together(words.strict[:, inside], weights, joined),
        kinds=kinds_held(question, passages, searcher),
    )
    return candidates, words


def _numbered(words: Integers, count: int) -> tuple[Integers, Integers]:
    """Which of ``count`` words there are, each once and in order, and the place of each of ``words`` among them."""
    present = np.zeros(count, bool)
    present[words] = True
    rows, positions = np.flatnonzero(present), np.empty(count, np.int64)
    positions[rows] = np.arange(len(rows))
    return rows, positions[words]


def _implied(question: Question, passages: Sequence[Passage], about: Array) -> Array:
    """How far each passage says each term without writing it, (terms, passages); ``about`` are the credits of the
    terms with the names that its article is about.

    What all of an article is about goes without saying in each of its sentences.
    """
    names = [number for number, term in enumerate(question.terms) if _may_be_subject(term)]
    implied = np.zeros_like(about)
    implied[names] = about[names]
    for number in names:
        form = question.terms[number].form
        if is_pinyin(form):  # the title may hold it, be it cut in two where words were looked for
            heard = [sounds_in(form, passage.paragraph.article.title) for passage in passages]
            implied[number] = np.maximum(implied[number], heard)
    if kinds_asked(question):
        by_kind = [said_by_kind(question, passage.paragraph.kind, passage.text) for passage in passages]
        implied = np.maximum(implied, np.stack(by_kind, axis=1))
    return implied


def _may_be_subject(term: Term) -> bool:
    """True for a name, written in small letters too, as people type."""
    return is_name(term.text, term.form) or (
        term.form.isalpha() and not is_han(term.form) and not known_english(term.form)
    )


def _together(credits: Array, weights: Array, joined: Joined) -> Array:
    """For each sentence the share of the question's neighbouring words that are neighbours in it, too."""
    count = len(joined.sentence_passage)
    if len(credits) < 2 or not credits.shape[1]:
        return np.zeros(count, np.float32)
    words_at = joined.clause_at[joined.sentence_at]
    sentence = np.repeat(np.arange(count), np.diff(words_at))
    pairs = np.minimum(weights[:-1], weights[1:])
    pairs = pairs / max(float(pairs.sum()), 1e-6)
    one, other = credits[:-1], credits[1:]
    best = np.minimum(one, other)
    for apart in range(1, min(_BESIDE, credits.shape[1] - 1) + 1):
        same = sentence[apart:] == sentence[:-apart]
        near = np.maximum(np.minimum(one[:, :-apart], other[:, apart:]), np.minimum(one[:, apart:], other[:, :-apart]))
        best[:, :-apart] = np.maximum(best[:, :-apart], near * same)
    return np.asarray(pairs @ largest(best, words_at), np.float32)


def _anywhere(credits: Array, context: Array, joined: Joined) -> Array:
    """The best credit of each term in a sentence, the rest of its paragraph or its headings."""
    elsewhere = np.maximum(_ELSEWHERE * largest(credits, joined.passage_at), _CONTEXT * context)
    return np.asarray(np.maximum(credits, elsewhere[:, joined.sentence_passage]), np.float32)


def _levels(vectors: Array, searcher: Searcher, joined: Joined) -> tuple[Levels, Levels, Array]:
    """Inner products of the question, and of its content words, with passages, sentences and clauses; those of the
    figures' phrases with the nearer of the two.
    """
    products = searcher.library.store.vectors(joined.rows) @ vectors.T
    dense, content = (
        Levels(product[joined.paragraph_pieces], product[joined.sentence_pieces], product[joined.clause_pieces])
        for product in products.T
    )
    return dense, content, products[joined.figure_pieces].max(axis=1)
