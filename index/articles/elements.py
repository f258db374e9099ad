"""The elements of an HTML page, and what stands around each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass(slots=True)
class Element:
    """An element of a page; ``table``, ``row`` and ``cell`` are those of the data it stands in, or 0.

    ``text`` is what a title, a script or a style sheet holds.
    """

    tag: str
    attributes: dict[str, str]
    parent: int
    table: int = 0
    row: int = 0
    cell: int = 0
    text: str = ""

    def get(self, name: str) -> str:
        """The value of an attribute, empty where it is not there."""
        return self.attributes.get(name, "")

    def words(self) -> set[str]:
        """The words its class names, its id and its microdata are made of."""
        if not self.attributes:
            return set()
        names = f"{self.get('class')} {self.get('id')} {self.get('itemprop')} {self.get('rel')}"
        return {word.lower() for word in WORD.findall(names)} | set(names.lower().split())


def ancestors(elements: Sequence[Element], tags: Collection[str]) -> list[bool]:
    """For each element, whether it is or holds one of ``tags``."""
    holds = [element.tag in tags for element in elements]
    for index in range(len(elements) - 1, 0, -1):
        holds[elements[index].parent] |= holds[index]
    return holds


def upwards(elements: Sequence[Element], index: int) -> list[int]:
    """An element and those around it, innermost first."""
    path = []
    while index:
        path.append(index)
        index = elements[index].parent
    return path
