"""English follow-ups: "and in 2020?", "what about hospitals?", "how many of them are new?", "why?"."""

from __future__ import annotations

import re

from index.question.asked_for import verb_after
from index.question.fragments import Fragment, in_another_period, is_period
from index.question.patterns import ATTRIBUTE
from index.question.question import read_question
from index.text.word_lists import PAST_FORMS

_OPENING = re.compile(
    r"(?:(?:and|but|so|ok|okay|then|now|also|what about|how about|what of)\b[\s,]*(?:then\b\s*)?)+", re.IGNORECASE
)
_CLOSING = re.compile(r"[\s,]+(?:then|too|as well|please|though)$", re.IGNORECASE)
_AUX = r"(?:were|was|are|is|did|does|do|has|have|had|will|can|could|would|should)"
_ASKS = re.compile(rf"\b(?:who|what|which|why|how|where|when|whose)\b|^{_AUX}\b", re.IGNORECASE)
_COUNT = re.compile(r"(?:\bhow (?:many|much)\b(?: (?:more|of the))?|\bnumber of)\s+", re.IGNORECASE)
_PREPOSITION = r"(?:in|at|by|for|from|on|of|under|over|outside|near|to|with|during|since|per)"
_PHRASE = re.compile(rf"({_PREPOSITION})\s+(.+)", re.IGNORECASE)
_WHY = re.compile(
    r"(why|where|when|who|how|how come)(?: (?:is|was|were|did|does) (?:that|this|it|they)(?: happen)?)?", re.I
)
_POINTING = re.compile(
    r"\b(?:(?:of )?(?P<them>them|these|those)|(?P<they>they|it|he|she)|(?P<their>their|its))\b(?! \w+ing\b)",
    re.IGNORECASE,
)
_POINTING_TO = re.compile(r"\b(?:of them|of these|of those|they|them|it|their|its)\b", re.IGNORECASE)
_OF_THEM = re.compile(
    r"(?:how (?:many|much)|which|what (?:share|part|percentage)|who) of (?:them|these|those)\b(?! (?:who|that|which)\b)",
    re.IGNORECASE,
)
_OWN_NOUN = re.compile(rf"how (?:many|much) (?!of\b|more\b|{_AUX}\b)", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:on average|in total|altogether|in all)\b", re.IGNORECASE)  # says nothing of what is asked
_ACT = re.compile(rf"(?:how (?:many|much)\s+)((?:more\s+)?(?:{_AUX}\s+)?(?:not\s+)?[\w-]+)", re.IGNORECASE)
_ONES = re.compile(r"(?:the )?(.+?) ones?", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w'-]*(?: [A-Z][\w'-]*)*")
_THE = re.compile(
    r"\bthe ((?!number|same|year|first|second|third|last)[\w'-]+(?: (?!cost|costs)[\w'-]+)?)", re.IGNORECASE
)
_OBJECT = re.compile(
    rf"\b(?:of|did|does|do|was|is|were|are) (the )?((?:(?!{_PREPOSITION}\b)[\w'-]+ ?){{1,3}}?)(?= (?:cost|take|make|have|carry|employ|in|at|by|for)\b|$)",
    re.I,
)


def fragment(text: str, asks: bool, after: bool) -> Fragment | None:
    """What the text lacks a question for; None where it stands by itself. ``asks``: it ends with a question mark;
    ``after``: there is a question before it.
    """
    opening = _OPENING.match(text)
    rest = _CLOSING.sub("", text[opening.end() :] if opening else text).strip()
    if not rest:
        return None
    if why := _WHY.fullmatch(rest):
        return Fragment("why", why[1].lower())
    period = re.sub(r"^(?:in|for|during)\s+", "", rest, flags=re.IGNORECASE)
    if is_period(period) and (opening or asks or period == rest):
        return Fragment("period", period)
    if _ASKS.search(rest):
        return _question(text, rest, opening is not None)
    words = len(rest.split())
    bare = opening is None  # then it may as well be a question in keywords
    if words > (2 if bare else 4) or (bare and not (asks and after and not ATTRIBUTE.search(rest.lower()))):
        return None
    if phrase := _PHRASE.fullmatch(rest):
        return Fragment("phrase", f"{phrase[1].lower()} {phrase[2]}")
    if len(rest.split()) == 1 and _is_past(rest):
        return Fragment("act", rest)
    return Fragment("thing", rest)


def _question(text: str, rest: str, opened: bool) -> Fragment | None:
    """A question that points back or lacks its noun; one that is whole after its "and"."""
    if _OF_THEM.match(rest):
        return Fragment("pointing", rest)
    if _POINTING_TO.search(rest) and not _OWN_NOUN.match(rest) and len(read_question(_ASIDE.sub("", rest)).terms) <= 1:
        return Fragment("pointing", rest)
    if act := _ACT.fullmatch(rest):
        words = act[1].split()
        if len(words) > 1 or _is_past(words[0]):
            return Fragment("act", act[1])
    return Fragment("thing", rest, whole=True) if opened else None


def filled(question: str, part: Fragment) -> str:
    """The English question before with the part put where it belongs; empty where it has no place."""
    match part.role:
        case "period":
            return in_another_period(question, part.text, "") or f"{question} {_in(part.text)}"
        case "phrase":
            return _with_phrase(question, part.text)
        case "why":
            return _asking_why(question, part.text)
        case "pointing":
            return _pointed(question, part.text)
        case "act":
            return _another_act(question, part.text)
        case _:
            return _another_thing(question, part.text)


def _in(period: str) -> str:
    return period if re.match(r"last|this|next|the year|yesterday|today", period, re.IGNORECASE) else f"in {period}"


def _is_past(word: str) -> bool:
    return word.lower() in PAST_FORMS or (len(word) > 4 and word.lower().endswith("ed"))


def _noun(question: str) -> tuple[int, int]:
    """Where the words stand that name what is counted; (0, 0) where nothing is."""
    counted = _COUNT.search(question)
    if not counted:
        return 0, 0
    end = verb_after(question.lower(), counted.end(), many=True)
    start = counted.end()
    stop = min(end, len(question))
    lone = re.match(rf"[\w' -]+?(?=\s+(?:take|{_AUX}|{_PREPOSITION}|there)\b|$)", question[start:])
    stop = min(stop, start + lone.end()) if lone else stop
    return start, start + len(question[start:stop].rstrip())


def _another_thing(question: str, thing: str) -> str:
    start, end = _noun(question)
    if ones := _ONES.fullmatch(thing):
        head = question[start:end].split(" ")
        return question[:start] + f"{ones[1]} {head[-1]}" + question[end:] if end else ""
    name = [match for match in _NAME.finditer(question) if match.start()]
    if thing[:1].isupper() and not thing.isupper():
        if name:
            return question[: name[-1].start()] + thing + question[name[-1].end() :]
        return f"{question} in {thing}"
    if thing.lower().startswith("the ") and (entity := _THE.search(question)):
        return question[: entity.start()] + thing + question[entity.end() :]
    if end:
        bare = re.sub(r"^the ", "", thing)
        return question[:start] + bare + question[end:]
    if attribute := ATTRIBUTE.search(question.lower()):
        return _of_another(question, thing, attribute.span())
    if not _ASKS.search(question):  # keywords: the first of them names the thing
        return re.sub(r"^[\w'-]+", thing, question, count=1)
    entity = _THE.search(question)
    return question[: entity.start()] + f"the {thing}" + question[entity.end() :] if entity else ""


def _of_another(question: str, thing: str, attribute: tuple[int, int]) -> str:
    """The question with ``thing`` for what comes after *of*, as in *budget of the school*; else for what precedes it."""
    if owner := re.search(
        r"\b(?:of|for) (?:the )?([\w' -]+?)(?= (?:in|at|for|last|this)\b|$)", question[attribute[1] :]
    ):
        start, end = (offset + attribute[1] for offset in owner.span(1))
        article = "the " if thing.lower().startswith("the ") else ""
        return question[:start] + thing.removeprefix(article) + question[end:]
    if owner := _OBJECT.search(question[: attribute[0] + 1]):
        return question[: owner.start(2)] + thing + question[owner.end(2) :]
    return ""


def _with_phrase(question: str, phrase: str) -> str:
    preposition = phrase.split(" ")[0]
    same = re.search(rf"\b{preposition} (?:(?!{_PREPOSITION}\b)[\w'-]+ ?)+", question, re.IGNORECASE)
    if same:
        return (question[: same.start()] + phrase + " " + question[same.end() :]).strip()
    return f"{question} {phrase}"


def _asking_why(question: str, word: str) -> str:
    start, end = _noun(question)
    if not end:
        rest = re.sub(r"^(?:what|who|which|why|where|when|how)\s+", "", question, flags=re.IGNORECASE)
        return f"{word} {rest}" if rest != question else f"{word} {question}"
    noun, rest = question[start:end], question[end:].strip()
    aux = re.match(rf"({_AUX})\b\s*(.*)", rest, re.IGNORECASE)
    if not aux:
        return f"{word} {noun} {rest}".strip()
    if aux[1].lower() in ("were", "was", "are", "is"):
        return f"{word} {aux[1]} {noun} {re.sub(r'^there ?', '', aux[2])}".strip()
    return f"{word} {aux[1]} {aux[2]} {noun}"


def _pointed(question: str, asked: str) -> str:
    """The question with its "they" and "them" named: what is counted in the question before, or what it is about."""
    start, end = _noun(question)
    noun = question[start:end]
    if not noun:
        attribute = ATTRIBUTE.search(question.lower())
        owner = _THE.search(question) or (_OBJECT.search(question[: attribute.start() + 1]) if attribute else None)
        noun = owner[owner.lastindex or 0].removeprefix("the ") if owner else ""
    if not noun:
        return ""
    bare = noun.removeprefix("the ").removeprefix("more ")

    def name(match: re.Match[str]) -> str:
        if match["their"]:
            return f"the {bare}'s"
        return f"of the {bare}" if match[0].lower().startswith("of ") else f"the {bare}"

    return _POINTING.sub(name, asked, count=1)


def _another_act(question: str, act: str) -> str:
    start, end = _noun(question)
    if not end:
        return ""
    noun = question[start:end]
    if not act.lower().startswith("more ") and " " not in act:
        passive = re.match(r"\s+(were|was|are|is|have been|has been)\s", question[end:])
        return f"{question[:end]} {passive[1] + ' ' if passive else ''}{act}"
    more = "more " if act.lower().startswith("more ") else ""
    return f"how many {more}{noun} {act.removeprefix('more ').removeprefix('More ')}"
