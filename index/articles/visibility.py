"""What a page's style sheets and attributes keep from its readers."""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 200_000  # characters of style sheets looked at
# Declarations that leave nothing to see. What is only invisible or transparent may wait for a script to show it.
UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:[;!]|$)"
    r"|font-size\s*:\s*0(?:px|em|rem|%|pt)?\s*(?:[;!]|$)"
    r"|clip\s*:\s*rect\(\s*(?:0|1px)(?:px)?[\s,]+(?:0|1px)(?:px)?[\s,]+(?:0|1px)(?:px)?[\s,]+(?:0|1px)(?:px)?\s*\)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|transform\s*:\s*scale\(0\)",
    re.I,
)
TINY = (re.compile(r"(?<![\w-])(?:height|max-height)\s*:\s*[01](?:px)?\s*(?:[;!]|$)", re.I), re.compile("hidden", re.I))
MEDIA = re.compile(r"@(?:media|supports|keyframes)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SIMPLE = re.compile(r"\s*[a-z0-9]*([.#][\w-]+)\s*", re.I)
# Class names that the common style sheets give to what only screen readers are to get, or nobody.
CLASSES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader-only screen-reader-only assistive-text "
    "a11y-hidden u-visually-hidden d-none is-hidden u-hidden element-invisible".split()
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The classes and ids that the style sheets of a page hide, each with its ``.`` or ``#``."""

    names: frozenset[str] = frozenset()

    def hide(self, style: str, classes: str, identity: str) -> bool:
        """Whether an element with these attributes is kept from readers."""
        if style and unseen(style):
            return True
        given = classes.split()
        if not CLASSES.isdisjoint(name.lower() for name in given):
            return True
        return bool(self.names) and not self.names.isdisjoint((*(f".{name}" for name in given), f"#{identity}"))


def read_sheets(sources: Iterable[str]) -> Sheets:
    """What the style sheets in ``sources`` hide from every reader: rules for print or small screens don't count."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(sources)[:LONGEST], flags=re.S)
    names = set()
    for selectors, declarations in RULE.findall(MEDIA.sub("", text)):
        if unseen(declarations):
            names |= {selector[1] for part in selectors.split(",") if (selector := SIMPLE.fullmatch(part))}
    return Sheets(frozenset(names))


def unseen(declarations: str) -> bool:
    """Whether style declarations leave nothing of an element to see."""
    return bool(UNSEEN.search(declarations)) or all(pattern.search(declarations) for pattern in TINY)
