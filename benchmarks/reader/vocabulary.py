"""What the examples are about: fields, the things counted and measured in them, and what is done with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from benchmarks.reader.templates import WORDS, sections
from index.text.dictionary import classifiers, definitions, entries

_FILES = ("society.txt", "economy.txt", "services.txt", "culture.txt", "nature.txt")
_CONCRETE = frozenset("张把台件辆本支条块双只枚盏匹头架艘棵套瓶幅座顶部颗朵根副")
_GOODS_VERBS = (
    "buy",
    "sell",
    "donate",
    "produce",
    "export",
    "import",
    "replace",
    "collect",
    "lend",
    "display",
    "lose",
    "find",
)


@dataclass(frozen=True, slots=True)
class Verb:
    """What is done with things; the first of its names are the written ones."""

    key: str
    chinese: tuple[str, ...]
    plain: tuple[str, ...]
    participle: tuple[str, ...]
    base: str  # "" where it isn't said of whoever does it
    opposite: str
    denied_chinese: tuple[str, ...]
    denied_english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something further that is told of things: what they cost, how many came."""

    chinese: str
    asked_chinese: str
    english: str
    asked_english: str
    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: the parts that are told apart (Chinese, English), and what else is measured."""

    parts: tuple[tuple[str, str], ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing counted (with ``verbs``) or an indicator (without): names, the written ones first, and magnitude."""

    key: str
    kind: str
    chinese: tuple[str, ...]
    english: tuple[str, ...]
    unit: str
    verbs: tuple[str, ...]
    low: float
    high: float
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """What an article can be about, and the office that speaks of it."""

    key: str
    chinese: str
    english: str
    office_chinese: str
    office_english: str
    entries: tuple[Entry, ...]


@cache
def verbs() -> dict[str, Verb]:
    """All verbs by their key."""
    lines = (_cells(line) for line in sections("verbs.txt")[""])
    return {
        key: Verb(key, _names(zh), _names(plain), _names(en), _dash(base), _dash(opposite), _names(no), _names(no_en))
        for key, zh, plain, en, base, opposite, no, no_en in lines
    }


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of things by their key."""
    found = {}
    for line in sections("kinds.txt")[""]:
        key, parts, measures = _cells(line)
        found[key] = Kind(_pairs(parts), tuple(_measure(item) for item in _names(measures)))
    return found


@cache
def fields() -> tuple[Field, ...]:
    """All fields with their entries; the last one is goods from the dictionary."""
    found = []
    for name in _FILES:
        for block in (WORDS / name).read_text("utf-8").split("# ")[1:]:
            head, *lines = block.strip().splitlines()
            key, chinese, english, office, english_office = _cells(head)
            things = tuple(_entry(key, line) for line in lines)
            found.append(Field(key, chinese, english, office, english_office, things))
    return (*found, Field("supplies", "物资", "supplies", "物资局", "supply office", _goods()))


def _entry(field: str, line: str) -> Entry:
    cells = _cells(line)
    if cells[0] == "=":
        _, unit, chinese, english, span = cells
        low, high = (float(end) for end in span.split("-"))
        return Entry(f"{field}/{_names(chinese)[0]}", "", _names(chinese), _names(english), unit, (), low, high, ())
    kind, chinese, english, unit, done, span, *parts = cells
    low, high = (float(end) for end in span.split("-"))
    key = f"{field}/{_names(chinese)[0]}"
    found = _pairs(parts[0]) if parts else kinds()[kind].parts
    return Entry(key, kind, _names(chinese), _names(english), unit, tuple(done.split()), low, high, found)


def _goods() -> tuple[Entry, ...]:
    """Nouns of the dictionary that are counted with a measure word of things that one can hold or see."""
    found: list[Entry] = []
    for word in entries():
        if not 2 <= len(word) <= 3 or not (measures := sorted(classifiers(word) & _CONCRETE)):
            continue
        sense = definitions(word)[0].split("(")[0].strip()
        if sense.isascii() and sense.islower() and sense.replace(" ", "").isalpha() and len(sense.split()) <= 2:
            number = len(found)
            done = tuple(_GOODS_VERBS[(number + step) % len(_GOODS_VERBS)] for step in (0, 3, 7))
            names = (plural(sense),)
            found.append(Entry(f"supplies/{word}", "goods", (word,), names, measures[0], done, 20, 90000, ()))
    return tuple(found)


def plural(noun: str) -> str:
    """An English noun's regular plural."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith("s") and not noun.endswith("ss") else noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + "s"


def _measure(text: str) -> Measure:
    chinese, asked, english, asked_english, unit, span = text.split("|")
    low, high = (float(end) for end in span.split("-"))
    return Measure(chinese, asked, english, asked_english, unit, low, high)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(";")]


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(",") if name.strip() not in ("", "-"))


def _pairs(cell: str) -> tuple[tuple[str, str], ...]:
    return tuple((zh, en) for zh, _, en in (item.partition("=") for item in _names(cell)))


def _dash(cell: str) -> str:
    return "" if cell == "-" else cell
