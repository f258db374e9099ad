"""Which line of a page is the article's title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from index.articles.credits import is_body
from index.text.iso_dates import iso_date

# A sentence that ends before the line does: a line of several, not a title.
INSIDE = re.compile(r"[。！？]|[a-z)]\.\s+[A-Z]")
SITE = re.compile(
    r"(?:网|網|网站|網站|官网|官網|日报|日報|晚报|晚報|时报|時報|新聞網|新闻网|电子报|電子報|频道|頻道"
    r"|数字报|數字報|数字版|客户端|门户网站|\.(?:com|cn|org|uk|hk|tw)|news|times|council|online)$",
    re.I,
)

HEADLINE = 100  # columns at most
LISTED = 12  # lines of headlines above an article, at most
WIDE = re.compile("[\u2e80-\U0010ffff]")
# The line above a page's first article: a name with an issue, a page or a date beside it; a number of a file.
MASTHEAD = re.compile(
    r"\S[ \u3000]{3,}\S.*(?:第\s*\d+\s*期|期$|no\.?\s*\d|issue|vol\b|page|(?:19|20)\d\d\s*年)"
    r"|^[\w ]{2,24}(?:no|number|号|號|字号)\.?\s*[:：]|^[^\s、，,]{2,10}[:：][^\s、，,]{1,12}$|^\W*(?:www\.|https?:)"
    r"|^[A-Z]?\d{1,2}[版:：]|[〔\[]\d{4}[〕\]]\s*\d+号|^\W*\[|^(?:for (?:immediate )?release|新聞公報|新闻公报)",
    re.I,
)


def same(words: str) -> str:
    """``words`` as compared to find repeats: without white space."""
    return re.sub(r"[\s\u3000\xa0\u200b\ufeff]+", "", words)


def columns(words: str) -> int:
    """The width of ``words``, a Chinese character counting two."""
    counted = words[:400]
    return len(counted) if counted.isascii() else len(counted) + len(WIDE.findall(counted))


def title_at(guesses: Sequence[str | None], words: Sequence[str], title: str) -> int:
    """Which block is the title, -1 where none is."""
    marked = [at for at, guess in enumerate(guesses) if guess == "title"]
    body = opening(guesses, words)
    wanted = same(title)
    places: list[int] = [*marked, *range(min(len(words), body + 1))]
    for at in places:
        text = same(words[at])
        if wanted and (text == wanted or (wanted.startswith(text) and len(text) > 0.4 * len(wanted))):
            return at
    if marked or wanted:
        return next(iter(marked), -1)
    return _likeliest_title(guesses, words, body)


def opening(guesses: Sequence[str | None], words: Sequence[str]) -> int:
    """Where an article's text begins: at its first paragraph, or, where nothing but headlines of other articles stand
    above its title and its credits, after those.
    """
    bodies = [at for at, guess in enumerate(guesses) if guess in ("body", "table")]
    first = next(iter(bodies), len(guesses))
    credit = next((at for at in range(first, min(len(guesses), first + LISTED)) if guesses[at] == "byline"), first)
    listed = all(columns(text) <= HEADLINE and not text.endswith("。") for text in words[:credit])
    titled = any(guesses[at] == "short" and columns(words[at]) >= 16 for at in range(first, credit))
    return next((at for at in bodies if at > credit), first) if listed and titled else first


def is_masthead(words: str) -> bool:
    """Whether a line names a paper, an issue, a file or a day rather than an article."""
    return bool(MASTHEAD.search(words)) or bool(iso_date(words))


def _likeliest_title(guesses: Sequence[str | None], words: Sequence[str], body: int) -> int:
    """The line before the first paragraph that looks most like a title."""
    credit = next((at for at, guess in enumerate(guesses[:body]) if guess == "byline"), body)
    lines: list[int] = [at for at in range(body) if guesses[at] in ("short", "heading") and columns(words[at]) >= 6]
    # 七胜守住金身 ——长河铁锚队赛季报告: a second line that opens with a dash stands under the title.
    for at in lines:
        if words[at].startswith("—") and at - 1 in lines and not is_masthead(words[at - 1]):
            return at - 1
    if "body" in guesses[:body]:  # below the headlines of other articles and the buttons that part it from them
        runs = [list(run) for listed, run in groupby(range(body), lambda at: at in lines) if listed]
        lines = next((run for run in reversed(runs) if run[0] < credit), lines)
    lines = [at for at in lines if at < credit and not is_masthead(words[at])] or lines
    likely: list[int] = [at for at in lines if not SITE.search(words[at]) and not words[at].startswith("—")] or lines
    for unlike in (is_masthead, is_body):
        likely = [at for at in likely if not unlike(words[at])] or likely
    for at in likely:
        if columns(words[at]) >= 16:
            return at
    if likely:
        return max(likely, key=lambda at: columns(words[at]))
    # “谁来买单？”: a title that ends like a sentence stands alone above more of them, or above its credits.
    short = body < len(words) - 1 and re.search(r"[！？!?]$", words[body]) and columns(words[body]) <= 90
    first_said = short and not INSIDE.search(words[body][:-1]) and "body" in guesses[body + 1 :]
    return body if first_said and words[body][0] not in "“‘「\"'" else -1
