"""The YAML between ``---`` lines that opens a saved page, and what it says of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

FENCE = re.compile(r"[\ufeff\s]*?^---[ \t]*\r?$", re.M)
CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.M)
KEY = re.compile(r"^([A-Za-z_][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(.*?))?[ \t\r]*$")
CONTINUED = re.compile(r"^(?:[ \t]|-[ \t]|-$|#|[\]}])")
LIMIT = 65_536

TITLE = ("title", "headline")
PUBLISHER = (
    *("publisher", "site_name", "site", "newspaper", "media", "organization", "organisation", "org", "agency"),
    "source",
)
AUTHORS = ("authors", "author", "byline", "by", "creator")
DATE = ("date", "published", "date_published", "publication_date", "pubdate", "created", "updated")
URL = ("url", "link", "permalink", "canonical", "canonical_url", "original_url", "source_url", "source")
SHOW = ("show",)
RIGHTS = ("rights", "license", "licence", "copyright")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page says of itself before it begins; ``end`` is where its content starts."""

    end: int = 0
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, keys: tuple[str, ...], *, url: bool = False) -> str:
        """The first value of the first of ``keys`` that is given, a web address or not as asked."""
        for key in keys:
            for value in self.values.get(key, ()):
                if value and (value.startswith(("http://", "https://")) == url):
                    return value
        return ""

    def all(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Every value of the first of ``keys`` that is given."""
        return next((self.values[key] for key in keys if self.values.get(key)), ())


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of ``text``, empty where it has none.

    Raises ``ValueError`` naming the line where it is never closed, or holds a line of no known form.
    """
    opening = FENCE.match(text[:LIMIT])
    if not opening or text[: opening.end()].strip("\ufeff-\r\n\t ") != "":
        return FrontMatter()
    first_line = text[: opening.end()].count("\n") + 1
    start = opening.end() + 1
    closing = CLOSE.search(text, start, start + LIMIT)
    begins = next((line for line in text[start : start + 2000].splitlines() if line.strip()), "")
    if not closing or not (KEY.match(begins) or begins.startswith("#")):
        # A rule of dashes above the first line is no front matter; keys that never end are a mistake.
        if KEY.match(begins) and not closing:
            raise ValueError(f"the front matter opened on line {first_line} is never closed; end it with ---")
        return FrontMatter()
    return FrontMatter(closing.end(), values_in(text[start : closing.start()], first_line + 1))


def values_in(source: str, first_line: int) -> dict[str, tuple[str, ...]]:
    """What YAML, or lines of ``key: value``, say. Raises ``ValueError`` naming the line that is neither."""
    try:
        # BaseLoader builds nothing but strings, lists and dicts: dates and numbers stay as written.
        loaded = yaml.load(source.replace("\r", ""), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return _line_by_line(source, first_line)
    if not isinstance(loaded, dict):
        return _line_by_line(source, first_line)
    return {_key(str(key)): _strings(value) for key, value in loaded.items()}


def _key(name: str) -> str:
    return re.sub(r"[ .-]", "_", name.strip().lower())


def _strings(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(re.sub(r"[ \t\r\n]+", " ", item).strip() for item in items if isinstance(item, str) and item.strip())


def _line_by_line(source: str, first_line: int) -> dict[str, tuple[str, ...]]:
    """What ``key: value`` lines say where they are not YAML: titles with colons, stray quotes."""
    values: dict[str, tuple[str, ...]] = {}
    key = ""
    for number, line in enumerate(source.split("\n"), first_line):
        entry = KEY.match(line)
        if entry:
            key = _key(entry.group(1))
            values[key] = _items(entry.group(2) or "")
        elif line.strip() and not (key and CONTINUED.match(line)):
            raise ValueError(
                f"line {number} of the front matter is not 'key: value' ({line.strip()[:40]!r});"
                " correct it or take the front matter out"
            )
        elif line.lstrip().startswith("- ") and key:
            values[key] += _items(line.lstrip()[2:])
    return values


def _items(value: str) -> tuple[str, ...]:
    bracketed = value.startswith("[") and value.endswith("]")
    parts = value[1:-1].split(",") if bracketed else [value]
    return tuple(text for part in parts if (text := part.strip().strip("\"'").strip()))
