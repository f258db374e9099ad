"""What a figure counts: the noun phrase beside it, as the text writes it."""

from __future__ import annotations

import re

from index.figures.nouns_english import phrase_after
from index.figures.tagging import CLOSED, LIGHT, PREDICATES, SCOPES, Token, is_predicate, tagged
from index.numbers.units import EVENT_UNITS
from index.text.scripts import fold, is_han
from index.text.words import segment, word_tag

_LONGEST, _REACH = 12, 36  # characters of a noun phrase, and how far off it may begin
_STOP = re.compile(r"[，。,.;；:：!！?？|\n\r…—【】\[\]]| (?=[|一-鿿])")
_AMONG = re.compile("(?<=[一-鿿]{2})[中里](?=[有仅只也还，、]|$)")  # 12家投标单位中
_OPENERS, _CLOSERS = '“‘「『《〈"', '”’」』》〉"'
_PARENTHESIS = re.compile(r"[(（][^()（）\n]{0,40}[)）]")


def counted_after(text: str, end: int, *, money: bool) -> str:
    """The noun phrase that follows a figure ending at ``end``, or empty."""
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isascii():
        return phrase_after(text, end, money=money)
    if text[end : end + 1] == "-":
        return phrase_after(text, end, money=False)
    aside = _PARENTHESIS.match(text, end)
    start = aside.end() if aside else end
    window = _window_after(text, start + (text[start : start + 1] == " " and text[end - 1 : end].isascii()))
    inside = _inside_quotation(window)
    if inside is None:
        closed = text[start : start + _REACH].lstrip().removeprefix(window)[:1] in ("中", "里")
        return _quoted(window) or _phrase_after(window, closed=closed)
    return inside if 0 < len(inside) <= 8 and "的" not in inside else _phrase_after(inside)


def _window_after(text: str, start: int) -> str:
    window = text[start : start + _REACH]
    stop = _STOP.search(window)
    window = window[: stop.start()] if stop else window
    among = _AMONG.search(fold(window))
    return window[: among.start()] if among else window


def _inside_quotation(window: str) -> str | None:
    """What precedes a closing quotation mark opened before the window: 意识 of 意识”; None without one."""
    depth = 0
    for position, char in enumerate(window):
        depth += (char in "“‘「『《〈") - (char in "”’」』》〉")
        if depth < 0:
            return window[:position]
    return None


def leading_nouns(text: str) -> str:
    """The noun phrase that begins ``text``, a clause; empty where it begins with something else."""
    kept: list[str] = []
    tokens = tagged(_window_after(text, 0))
    for position, (written, word, nounish) in enumerate(tokens):
        if word in SCOPES and not kept:
            continue
        if not (nounish or (kept and (word in "的、和" or _between_nouns(tokens, position)))):
            break
        kept.append(written)
    return _trim("".join(kept))


def last_nouns(text: str) -> str:
    """The noun phrase before the predicate that ends ``text``, a clause as far as its figure; empty without one."""
    tokens = tagged(text[-_REACH:])
    while tokens and not (tokens[-1][2] and len(tokens[-1][1]) > 1 and not tokens[-1][1].isdigit()):
        tokens.pop()
    while (tokens and word_tag(tokens[-1][1], "n").startswith(("a", "z", "b"))) or _is_when(tokens[-1:]):
        tokens.pop()
    return _trailing_nouns(tokens, False) if tokens and tokens[-1][2] else ""


def _is_when(tokens: list[Token]) -> bool:
    return bool(tokens) and word_tag(tokens[0][1]).startswith("t") and not tokens[0][1].endswith("期")


def ends_in_a_noun(phrase: str) -> bool:
    """Whether the last word of a Chinese phrase can be a noun."""
    words = segment(fold(phrase))
    if words and (words[0] in "和与及" or any(word.isdigit() for word in words[1:])):
        return False
    return not words or (
        len(words[-1]) > 1 and word_tag(words[-1], "n").startswith(("n", "vn", "an", "j", "l", "i", "x", "e", "s"))
    )


def _quoted(window: str) -> str:
    """The name in quotation marks that begins the window, or empty."""
    match = re.match("[“‘「『《]([^“”‘’「」『』《》]{1,12})[”’」』》]", window)
    return match[1] if match else ""


def _phrase_after(window: str, *, closed: bool = False) -> str:
    """The nouns that begin the window, or those behind the 的 of a clause that begins it."""
    if not window or window[0] in "、)）" + _CLOSERS.replace('"', ""):
        return ""
    tokens = tagged(window)
    if (
        len(window) <= 4
        and is_han(window)
        and not any(is_predicate(word) or word in CLOSED or word in LIGHT or word == "的" for _, word, _ in tokens)
    ):
        return window
    while tokens:
        if _is_modified(tokens, closed=closed):
            return tokens[0][0] + tokens[1][0]
        phrase, stopped = _leading_nouns(tokens)
        if phrase or stopped is None:
            return phrase
        tokens = tokens[stopped:]
    return ""


def _is_modified(tokens: list[Token], *, closed: bool) -> bool:
    """Whether a verb only describes the noun behind it, as the clause's own verb follows: 受访老人患有慢性病."""
    words = [word for _, word, _ in tokens[:3]]
    if len(words) < 2 or tokens[0][2] or len(words[0]) != 2 or not word_tag(words[0]).startswith(("v", "n")):
        return False
    if not word_tag(words[1]).startswith("n") or len(words[1]) < 2:
        return False
    if closed and len(words) == 2:
        return True
    return len(words) > 2 and word_tag(words[2]).startswith("v") and not tokens[2][2]


def _leading_nouns(tokens: list[Token]) -> tuple[str, int | None]:
    """The noun phrase at the head of tokens, and where to look on if there is none (None: nowhere)."""
    kept: list[str] = []
    quoted = False
    for position, (written, word, nounish) in enumerate(tokens):
        if written in _OPENERS:
            quoted = True
        elif written in _CLOSERS:
            quoted = False
        elif kept and not quoted and word_tag(word) == "t":
            break
        elif word == "的" and not quoted:
            if _worth("".join(kept), tokens[:position]):
                break
            return "", position + 1
        elif not (nounish or quoted or (word == "、" and kept) or (kept and _between_nouns(tokens, position))):
            kept *= (
                not word.isdigit() or "、" in kept[-1:]
            )  # nouns before a number were a verb to it: 7条串联35个教学点的路线
            break
        if len("".join(kept)) + len(written) > _LONGEST:
            break
        kept.append(written)
    phrase = _trim("".join(kept))
    return (phrase, None) if phrase else ("", _after_de(tokens))


def _worth(phrase: str, tokens: list[Token]) -> bool:
    return bool(phrase) and not all(word_tag(word, "n").startswith(("a", "b", "z")) for _, word, _ in tokens)


def _after_de(tokens: list[Token]) -> int | None:
    return next((at + 1 for at, (_, word, _) in enumerate(tokens) if word == "的" and at + 1 < len(tokens)), None)


def _between_nouns(tokens: list[Token], position: int) -> bool:
    """Whether a verb is part of a compound, as 治理 in 基层治理项目, and not the clause's own."""
    word = tokens[position][1]
    following = tokens[position + 1 : position + 2]
    is_verb = word_tag(word).startswith("v") and not is_predicate(word) and len(word) == 2
    return is_verb and bool(following) and following[0][2]


def _trim(phrase: str) -> str:
    """The phrase without connectives at its ends and without half of a quotation."""
    for opener, closer in zip(_OPENERS[:-1], _CLOSERS[:-1], strict=True):
        if phrase.count(closer) > phrase.count(opener):
            phrase = phrase.rpartition(closer)[2]
        elif phrase.count(opener) > phrase.count(closer):
            phrase = phrase.partition(opener)[0]
        elif phrase.startswith(opener) and phrase.endswith(closer) and phrase.count(opener) == 1:
            phrase = phrase[1:-1]
    return phrase.strip("、 的和与及")


def counted_before(text: str, start: int, floor: int, unit: str) -> str:
    """The noun phrase that ends right before a figure at ``start``, none of it before ``floor``; or empty."""
    spaced = text[start - 1 : start] == " "
    if spaced and (text[start - 2 : start - 1].isascii() or not text[start].isdigit()):
        return ""
    window = text[max(floor, start - _REACH) : start].rstrip(" ：:").replace("\n", "，")
    stops = [stop.end() for stop in _STOP.finditer(window)]
    window = window[stops[-1] if stops else 0 :]
    window = re.split(r"[(（)）]", window)[-1]
    tokens = tagged(window)
    while tokens and fold(tokens[-1][1]) in LIGHT:
        tokens.pop()
    return _trailing_nouns(tokens, fold(unit) in EVENT_UNITS)


def _trailing_nouns(tokens: list[Token], event: bool) -> str:
    kept, quoted = list[str](), False
    for position in range(len(tokens) - 1, -1, -1):
        written, word, nounish = tokens[position]
        if written in _CLOSERS and not quoted:
            quoted = True
        elif written in _OPENERS and quoted:
            quoted = False
        elif word in SCOPES or word == "的" or not (nounish or quoted or _joins(tokens, position, kept, event)):
            if len(kept) > 1 and is_predicate(word) and word not in PREDICATES and word_tag(kept[0]) == "vn":
                del kept[0]  # 动工建设中小学校: a second verb behind one that takes no object
            break
        if len("".join(kept)) + len(written) > _LONGEST + 2 * quoted:
            break
        kept.insert(0, written)
    return _trim("".join(kept))


def _joins(tokens: list[Token], position: int, kept: list[str], event: bool) -> bool:
    """Whether a verb is part of the phrase: inside it, or as what was held, for 场 and 次."""
    word = tokens[position][1]
    if kept:
        return _between_nouns(tokens, position)
    if event and (word == "会" or (len(word) > 1 and word_tag(word, "v").startswith("v"))):
        return True
    before = tokens[position - 1] if position else None
    is_act = len(word) == 2 and word_tag(word).startswith("v") and not is_predicate(word)
    return is_act and before is not None and before[2] and before[1] not in SCOPES
