"""Which line of a page is the article's title."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A sentence that ends before the line does: a line of several, not a title.
INSIDE = re.compile(r"[。！？]|[a-z)]\.\s+[A-Z]")
SITE = re.compile(
    r"(?:网|網|网站|網站|官网|官網|日报|日報|晚报|晚報|时报|時報|新聞網|新闻网|电子报|電子報|频道|頻道"
    r"|\.(?:com|cn|org|uk|hk|tw)|news|times|council|online)$",
    re.I,
)


def same(words: str) -> str:
    """``words`` as compared to find repeats: without white space."""
    return re.sub(r"[\s\u3000\xa0\u200b\ufeff]+", "", words)


def columns(words: str) -> int:
    """The width of ``words``, a Chinese character counting two."""
    return sum(2 if char >= "\u2e80" else 1 for char in words[:400])


def title_at(guesses: Sequence[str | None], words: Sequence[str], title: str) -> int:
    """Which block is the title, -1 where none is."""
    marked = [at for at, guess in enumerate(guesses) if guess == "title"]
    body = next((at for at, guess in enumerate(guesses) if guess in ("body", "table")), len(guesses))
    wanted = same(title)
    places: list[int] = [*marked, *range(min(len(words), body + 1))]
    for at in places:
        text = same(words[at])
        if wanted and (text == wanted or (wanted.startswith(text) and len(text) > 0.4 * len(wanted))):
            return at
    if marked or wanted:
        return next(iter(marked), -1)
    return _likeliest_title(guesses, words, body)


def _likeliest_title(guesses: Sequence[str | None], words: Sequence[str], body: int) -> int:
    """The line before the first paragraph that looks most like a title."""
    credit = next((at for at, guess in enumerate(guesses[:body]) if guess == "byline"), body)
    lines: list[int] = [at for at in range(body) if guesses[at] in ("short", "heading") and columns(words[at]) >= 6]
    lines = [at for at in lines if at < credit] or lines
    likely: list[int] = [at for at in lines if not SITE.search(words[at]) and not words[at].startswith("—")] or lines
    for at in likely:
        if columns(words[at]) >= 16:
            return at
    if likely:
        return max(likely, key=lambda at: columns(words[at]))
    # “谁来买单？”: a title that ends like a sentence stands alone above more of them, or above its credits.
    short = body < len(words) - 1 and re.search(r"[！？!?]$", words[body]) and columns(words[body]) <= 90
    first_said = short and not INSIDE.search(words[body][:-1]) and "body" in guesses[body + 1 :]
    return body if first_said and words[body][0] not in "“‘「\"'" else -1
