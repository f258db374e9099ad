"""A passage: sentences of one scene that are easily taken for one another."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

from benchmarks.reader import english_nouns
from benchmarks.reader.chinese_sentences import ChineseDraft
from benchmarks.reader.drafting import Draft, Sentence
from benchmarks.reader.english_sentences import EnglishDraft
from benchmarks.reader.periods import Period
from benchmarks.reader.places import Place
from benchmarks.reader.scene import Item, Scene, further_measures, sibling_verbs
from benchmarks.reader.templates import expand, sections, slots

# Pattern -> how often it is drawn for what the passage is about
_WEIGHTS = {
    "level": 5, "change": 6, "growth": 2, "fromto": 4, "plan": 4, "part": 7, "partonly": 3, "places": 5,
    "items": 9, "chain": 6, "mates": 5, "rank": 3, "denial": 5, "undone": 2, "years": 4, "opposite": 4,
    "range": 1, "when": 2, "future": 2,
}  # fmt: skip
_PATTERNS, _DRAWN = list(_WEIGHTS), list(accumulate(_WEIGHTS.values()))
_SEVERAL = ("items", "chain")
_OF_ITEMS = ("said_", "n", "level", "nn", "head")
_GOES_ON = ("change", "growth", "part", "partonly", "mates", "undone", "rank", "future", "plan", "places", "years")


def write_passage(scene: Scene) -> list[Sentence]:
    """Three to eight sentences, the first of them about the scene's main subject; no figure tells the same twice."""
    rng = scene.rng
    main = scene.item(rng.choice(scene.subject.entries))
    wanted = rng.randint(3, 8)
    sentences: list[Sentence] = []
    told: set[tuple[object, ...]] = set()
    for _ in range(40):
        if len(sentences) == wanted:
            break
        pattern, item, place, period = _planned(scene, main, first=not sentences)
        sentence = write_sentence(scene, pattern, item, place, period)
        if sentence is None or (pattern == "filler" and sum(not s.facts for s in sentences) > 1):
            continue
        new = [_identity(fact) for fact in sentence.facts]
        if told & set(new) or len(set(new)) < len(new) or any(s.text == sentence.text for s in sentences):
            continue
        told |= set(new)
        sentences.append(sentence)
    return sentences


def _identity(fact: object) -> tuple[object, ...]:
    return tuple(getattr(fact, name) for name in ("item", "action", "place", "period", "role", "part", "denied"))


def _planned(scene: Scene, main: Item, *, first: bool) -> tuple[str, Item, Place, Period]:
    rng, place, period = scene.rng, scene.place, scene.period
    pattern = rng.choices(_PATTERNS, cum_weights=_DRAWN)[0]
    if first:
        return pattern, main, place, period
    kind = rng.random()
    if kind < 0.22:
        return rng.choice(_GOES_ON), main, place, period
    if kind < 0.4:
        return rng.choice(("level", "change", "part", "fromto", pattern)), main, rng.choice(scene.others[:3]), period
    if kind < 0.56:
        years = rng.choice((-2, -1, -1, 1)) * (1 if period.months <= 12 else period.months // 12)
        return rng.choice(("level", "change", "part", pattern)), main, place, period.later(years)
    if kind < 0.7 and main.entry.verbs:
        verb = rng.choice(sibling_verbs(main.entry))
        return pattern, scene.item(main.entry, verb), place, period
    if kind < 0.92:
        return pattern, scene.item(rng.choice(scene.subject.entries)), place, period
    return "filler", main, place, period


def write_sentence(scene: Scene, pattern: str, item: Item, place: Place, period: Period) -> Sentence | None:
    """A sentence of ``pattern``, or nothing where it doesn't suit ``item``."""
    items = (item, *_companions(scene, pattern, item))
    lines = _lines(pattern, scene.language, item.verb is not None)
    tried = scene.rng.sample(lines, min(4, len(lines)))
    template = next((line for line in tried if _suits(line, items)), None)
    if template is None:
        return None
    draft: Draft = (EnglishDraft if scene.language == "en" else ChineseDraft)(scene, items, place, period)
    text = expand(template, scene.rng, draft.fill)  # type: ignore[attr-defined]
    text = tidy(text, scene.language)
    return Sentence(pattern, text, draft.facts, draft.amounts, draft.items, draft.parts)


def tidy(text: str, language: str) -> str:
    """``text`` with single spaces and, in English, a capital at its start."""
    if language != "en":
        return text.lstrip("，").replace("的的", "的")
    text = " ".join(text.split()).replace(" ,", ",").replace(" ;", ";").replace(",,", ",").replace(",.", ".")
    for place, char in enumerate(text):
        if char.isalnum():
            return text[:place] + char.upper() + text[place + 1 :]
    return text


def _companions(scene: Scene, pattern: str, item: Item) -> list[Item]:
    """Further items for a sentence of several: in lists with the same verb, in chains any."""
    rng = scene.rng
    if pattern not in _SEVERAL:
        return []
    others = [entry for entry in scene.subject.entries if entry.english[0] != item.entry.english[0]]
    if pattern == "items":
        others = [entry for entry in others if item.action in entry.verbs]
    chosen = rng.sample(others, min(2, len(others)))
    return [scene.item(entry, item.action if pattern == "items" else "") for entry in chosen]


@cache
def _lines(pattern: str, language: str, thing: bool) -> tuple[str, ...]:
    every = sections(f"sentences_{language}.txt")
    return every.get(pattern, ()) + every.get(f"{pattern} {'thing' if thing else 'indicator'}", ())


@cache
def _needs(template: str) -> dict[str, int]:
    """Slot -> the highest number that ``template`` asks of it."""
    found: dict[str, int] = {}
    for slot in slots(template):
        name, _, number = slot.partition(".")
        found[name] = max(found.get(name, 0), int(number or 0))
    found["items"] = max((found[name] for name in _OF_ITEMS if name in found), default=0)
    return found


def _suits(template: str, items: tuple[Item, ...]) -> bool:
    needs, main = _needs(template), items[0]
    verb = main.verb
    if needs["items"] >= len(items):
        return False
    if "plan" in needs and verb and not verb.base:
        return False  # nobody plans fires
    if {"past", "vb"} & needs.keys() and not (verb and english_nouns.has_past(verb)):
        return False
    if "vo" in needs or "vod" in needs or "olevel" in needs:
        return verb is not None and bool(verb.opposite)
    if "undone" in needs and not (verb and verb.denied_chinese and verb.denied_english):
        return False
    if "mate" in needs and needs["mate"] >= len(further_measures(main.entry)):
        return False
    return not (
        {"p", "share", "plevel"} & needs.keys() and (verb is None or len(main.entry.parts) <= needs.get("p", 0))
    )
