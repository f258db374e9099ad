"""What each block of a page is: article or chrome, and which part of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.articles.boilerplate import is_chrome, is_contact, is_notice, opens_links, opens_rights
from index.articles.credits import is_byline, is_credit_row, is_date_line, is_office
from index.articles.markup import Block
from index.articles.titles import INSIDE, columns, opening, same, title_at
from index.records import ParagraphKind

Kind = ParagraphKind | None  # None: chrome, not part of the article
Guess = str | None  # "short" and the openers of what follows are settled by position

SENTENCE = re.compile(r"[。！？!?.…；;：:][”’」』）)\"'*\]]*(?:\[\d+\])*$")
CAPTION = re.compile(
    r"(?:摄|攝|摄影|攝影|供图|供圖|制图|製圖|资料图片?|資料圖片?|資料照片?|资料照片?|翻攝|(?:图片?|圖片?"
    r"|照片)(?:来源|來源|提供)[:：/／]?.{0,20}|[/／].{2,8}[摄攝])[)）\]】]?$"
    r"|^(?:图为|圖為|图[:：\d一二三四]|圖[:：\d一二三四]|[▲△▼▽↑↓]|(?:图片|圖片)[:：]|[圖图][說说片]"
    r"|[(（][图圖]|(?:资料|資料)[图圖])"
    r"|(?:photo(?:graph)?|picture|image|credit|pic)s?(?:\s*(?:by|credit"
    r"|courtesy(?: of)?))?\s*[:/]?\s*[A-Z][\w\s./&-]{1,50}\)?$"
    r"|(?:/|\|\s?|©\s?)(?:getty images|reuters|afp|ap|pa|epa|alamy|shutterstock|xinhua)\)?$",
    re.I,
)
RIGHTS_WORDS = re.compile(r"转载|轉載|本网|本網|本站|授权|授權|copyright|rights reserved|©|版权|版權|disclaimer", re.I)
ATTACHED = re.compile(r"^(?:附件|附表|附：|附:|annex|attachments?|appendix)", re.I)
NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}[、.．章节節]|[(（][一二三四五六七八九十]{1,3}[)）])")
PREFIX = 30


def label(blocks: Sequence[Block], words: Sequence[str], title: str = "") -> list[Kind]:
    """What each block is, None for chrome; ``title`` is the article's where something gives it."""
    guesses = [_guess(block, text) for block, text in zip(blocks, words, strict=True)]
    _drop_tail(guesses, words)
    _drop_links(guesses, words)
    _listed(guesses, blocks)
    _lone_lines(guesses)
    at = title_at(guesses, words, title)
    for above in range(min(at, opening(guesses, words))):
        guesses[above] = None if guesses[above] == "body" else guesses[above]
    kinds = _settled(guesses, words, at, titled=bool(title))
    _captions(kinds, words)
    _repeats(kinds, words)
    return kinds


def _guess(block: Block, words: str) -> Guess:
    """What a block is by its own words and markup."""
    if block.role == "table":
        return None if is_notice(words) else "table"
    if block.role == "title":
        return "title"
    if is_date_line(words) or is_credit_row(words):
        return "byline"
    if opens_links(words):
        return "links"
    if opens_rights(words):
        return "rights"
    if is_chrome(words) or block.role == "link":
        return "byline" if block.role == "link" and is_byline(words) else None
    if block.role in ("heading", "caption"):
        return block.role
    if block.role == "byline" or is_byline(words):
        return "byline"
    return _guess_by_words(block, words)


def _guess_by_words(block: Block, words: str) -> Guess:
    if len(words) <= 200 and not words.endswith("。") and CAPTION.search(words):
        return "caption"
    if is_contact(words):
        return "contact"
    if SENTENCE.search(words) or (block.role == "item" and columns(words) > 24) or ATTACHED.match(words):
        return "body"
    return "body" if columns(words) >= 100 or INSIDE.search(words) else "short"


def _drop_tail(guesses: list[Guess], words: Sequence[str]) -> None:
    """Mark as chrome the rights notice that ends a page, from its heading on."""
    total = sum(map(len, words))
    for at, guess in enumerate(guesses):
        if guess != "rights":
            continue
        rest = words[at + 1 :]
        ends = "body" in guesses[:at] and sum(map(len, rest)) < 0.6 * total
        if ends and any(RIGHTS_WORDS.search(text) for text in rest[:6]):
            guesses[at:] = [None] * len(rest) + [None]
            return
        guesses[at] = "short" if rest else None


def _drop_links(guesses: list[Guess], words: Sequence[str]) -> None:
    """Mark as chrome the titles listed under 'Related' and the like, up to the next real sentence."""
    listing = False
    for at, guess in enumerate(guesses):
        if guess == "links":
            comments = re.search(r"评论|評論|留言|comments?", words[at], re.I)
            if comments and "body" in guesses[:at] and sum(map(len, words[at:])) < 0.5 * sum(map(len, words)):
                guesses[at:] = [None] * (len(guesses) - at)
                return
            listing = True
        elif guess in ("body", "title", "table", "rights") or (guess == "heading" and columns(words[at]) < 60):
            listing = False
        if listing:
            guesses[at] = None


def _listed(guesses: list[Guess], blocks: Sequence[Block]) -> None:
    """Take short numbered lines that follow one another for the items of a list, not for headings."""
    items = [block.role == "item" and guess in ("short", "body") for block, guess in zip(blocks, guesses, strict=True)]
    for at, item in enumerate(items):
        if item and (any(items[max(0, at - 1) : at]) or any(items[at + 1 : at + 2])):
            guesses[at] = "body"


def _lone_lines(guesses: list[Guess]) -> None:
    """On a page without a sentence, take its lines for its body, all but the first of several."""
    if "body" in guesses or "table" in guesses:
        return
    lines = [at for at, guess in enumerate(guesses) if guess in ("short", "contact")]
    for at in lines[1:] if len(lines) > 1 and "title" not in guesses else lines:
        guesses[at] = "body"


def _settled(guesses: list[Guess], words: Sequence[str], title: int, *, titled: bool) -> list[Kind]:
    """The guesses with short lines decided by where they stand."""
    bodies = [at for at, guess in enumerate(guesses) if guess in ("body", "table") and at != title]
    first, last = (bodies[0], bodies[-1]) if bodies else (len(guesses), -1)
    kinds: list[Kind] = []
    for at, guess in enumerate(guesses):
        if at == title:
            kinds.append("title")
        elif guess == "title":
            kinds.append("heading" if at > title >= 0 else None)
        elif guess in ("short", "contact"):
            kinds.append(_settle(guesses, words, at, (title, first, last), titled=titled))
        else:
            kinds.append(_known(guess))
    return kinds


def _known(guess: Guess) -> Kind:
    kinds: tuple[ParagraphKind, ...] = ("body", "heading", "caption", "byline", "table", "title")
    return next((kind for kind in kinds if kind == guess), None)


def _settle(guesses: list[Guess], words: Sequence[str], at: int, where: tuple[int, int, int], *, titled: bool) -> Kind:
    """What a short line is: a heading between paragraphs, a signature or nothing after the last one."""
    title, first, last = where
    width = columns(words[at])
    if at > last:
        signed = is_office(words[at]) and any(is_date_line(text) for text in words[at + 1 : at + 3])
        goes_on = at - last <= 2 and None not in guesses[last : at + 1] and width >= 24
        return "byline" if signed else "body" if goes_on and guesses[at] == "short" else None
    if guesses[at] == "contact":
        return "body" if at > first else None
    if at < first:
        if words[at].startswith("—") and at == title + 1 and title >= 0:
            return "title"
        has_title = at > title >= 0 or (title < 0 and titled)
        return "heading" if has_title and width >= (8 if _run(guesses, at) < 3 else 36) else None
    crowded = _run(guesses, at) >= 3 and not NUMBERED.match(words[at])
    return "body" if width > 80 or crowded else "heading"


def _run(guesses: list[Guess], at: int) -> int:
    """How many short lines stand together where one does, counted no further than three."""
    around = [guess == "short" for guess in guesses[max(0, at - 2) : at + 3]]
    middle = min(at, 2)
    before = next((n for n, short in enumerate(reversed(around[:middle])) if not short), middle)
    after = next((n for n, short in enumerate(around[middle + 1 :]) if not short), len(around) - middle - 1)
    return min(3, before + 1 + after)


def _captions(kinds: list[Kind], words: Sequence[str]) -> None:
    """Mark as captions the unfinished lines that repeat the beginning of a paragraph."""
    whole = {
        same(text)[:PREFIX] for text, kind in zip(words, kinds, strict=True) if kind == "body" and SENTENCE.search(text)
    }
    for at, (text, kind) in enumerate(zip(words, kinds, strict=True)):
        long = len(same(text)) >= PREFIX
        if kind in ("body", "heading") and long and not SENTENCE.search(text) and same(text)[:PREFIX] in whole:
            kinds[at] = "caption"


def _repeats(kinds: list[Kind], words: Sequence[str]) -> None:
    """Keep the first of what is printed twice."""
    seen: set[tuple[Kind, str]] = {("body", same(words[at])) for at, kind in enumerate(kinds) if kind == "title"}
    for at, kind in enumerate(kinds):
        if kind in ("body", "caption", "byline", "title"):
            if (kind, same(words[at])) in seen:
                kinds[at] = None
            seen.add((kind, same(words[at])))
