"""What every language has to say."""

from __future__ import annotations

from dataclasses import dataclass

Commands = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are said: what its readers can't read at sight, and how they would write it.

    ``strange`` is a pattern of numerals to be restated, ``scales`` are the words for large numbers from
    the largest down, ``qualifiers`` and ``money`` patterns with ``{}`` for the number, ``percent`` that of
    a share written in tenths, empty where its readers know those.
    """

    strange: str
    scales: tuple[tuple[float, str], ...]
    qualifiers: dict[str, str]
    money: dict[str, str]
    percent: str = ""


@dataclass(frozen=True, slots=True)
class OperatorTexts:
    """What operators are told of articles, the library and what people ask."""

    commands: Commands
    no_unanswered: str
    unanswered: str
    no_feedback: str
    feedback: str
    reloaded: str
    same: str
    refused: str
    health: str
    not_read: str
    preview: str
    add: str
    discard: str
    indexing: str
    live: str
    not_built: str
    discarded: str
    gone: str
    kinds: str
    hosts: str
    remove_which: str
    none_added: str
    not_added: str
    remove_sure: str
    remove: str
    keep: str
    kept: str
    removing: str
    removed: str
    not_removed: str


@dataclass(frozen=True, slots=True)
class PageTexts:
    """What the pages in a browser say."""

    question: str
    ask: str
    skip: str
    search: str
    language: str
    around: str
    figures_here: str
    earlier_figure: str
    later_figure: str
    earlier: str
    later: str
    publishers_page: str
    rights: str
    only_around: str
    only_quotes: str
    moved: str
    nearest_now: str
    not_there: str
    gone: str
    no_page: str
    refused: str
    more_articles: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The interface in one language, by its ``code`` in Telegram's form."""

    code: str
    numbers: Numbers

    welcome: str
    held: str
    how_many: str
    group_hello: str
    help: str
    greeting: str
    thanks: str
    ask_something: str
    perhaps: str
    not_found: str
    not_found_with: str
    claim_equal: str
    claim_about: str
    claim_different: str
    claim_other: str
    another_time: str
    claim_none: str
    lost: str
    no_more: str
    nothing_before: str
    surely: str
    unsurely: str
    not_surely: str
    no_translation: str
    no_summary: str
    mentioned: str
    not_mentioned: str
    undated: str
    read_as: str
    nearest: str
    also: str
    also_in: str
    others: str
    no_date: str
    no_article: str
    none_match: str
    no_question: str
    long_text: str
    only_text: str
    no_voice: str
    no_files: str
    busy: str
    too_fast: str
    failed: str
    chat: str
    chat_help: str

    more: str
    gloss: str
    csv: str
    compared: str
    compared_none: str
    added_up: str
    not_added_up: str
    sum_missing: str
    sum_units: str
    sum_periods: str
    sum_parts: str
    sum_kinds: str
    cite: str
    quoted: str
    to_copy: str
    share: str
    card: str
    chart: str
    back_to_answer: str
    closest: str
    figures: str
    articles: str
    another: str
    open: str
    ask_your_own: str

    page: str
    verbatim: str
    changed: str
    absent: str
    differs: str
    added: str
    left_out: str
    no_quotations: str

    button_too_old: str
    question_gone: str
    passage_gone: str
    thanks_for_rating: str
    no_picture: str
    charted: str
    gloss_note: str
    nothing_to_gloss: str

    all_figures: str
    figures_on: str
    figures_near: str
    no_figures: str
    figure_of_the_day: str
    corpus: str
    size: str

    about: str
    rights: str
    privacy: str
    closed: str
    forgotten: str
    nothing_kept: str
    records_fail: str
    operators: OperatorTexts
    pages: PageTexts

    description: str
    short_description: str
    commands: Commands
