"""The typeface of pictures: Noto Sans CJK in any weight, and what is drawn for characters it lacks.

It comes from a package (``manimgx-fonts-cjk``, SIL Open Font License), never from the system, so that a
picture is the same on every machine.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from fontTools.ttLib import TTFont
from PIL import ImageFont

from index.records import Language
from index.resources import package_file, verified

REGULAR, MEDIUM, BOLD = 400, 500, 700
MISSING = "〓"  # the printers' mark for a character that is not in the case
_FACES: dict[Language, str] = {"zh": "Noto Sans CJK SC", "zh-Hant": "Noto Sans CJK TC", "en": "Noto Sans CJK SC"}
FONT_SHA256 = "d3d8256cdec8dbcb3552284bc6b20c734dd60c2ee9df83b5758e34807c4bac32"
_INVISIBLE = {"Cc", "Cf", "Cs", "Mn", "Me"}


@cache
def _file() -> bytes:
    return verified(package_file("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"), FONT_SHA256).read_bytes()


@cache
def _face_numbers() -> dict[str, int]:
    import io

    numbers: dict[str, int] = {}
    for number in range(16):
        try:
            family = ImageFont.truetype(io.BytesIO(_file()), 10, index=number).getname()[0]
        except OSError:  # past the last face of the collection
            break
        numbers.setdefault(str(family), number)
    return numbers


@lru_cache(maxsize=64)
def font(size: int, weight: int, language: Language) -> ImageFont.FreeTypeFont:
    """The face with the language's forms of the characters, at ``size`` pixels."""
    import io

    face = ImageFont.truetype(
        io.BytesIO(_file()), size, index=_face_number(language), layout_engine=ImageFont.Layout.BASIC
    )
    face.set_variation_by_axes([weight])
    return face


def _face_number(language: Language) -> int:
    numbers = _face_numbers()
    return next((number for family, number in numbers.items() if family.startswith(_FACES[language])), 0)


@lru_cache(maxsize=3)
def covered(language: Language) -> frozenset[int]:
    """The code points that the language's face has a glyph for."""
    import io

    with TTFont(io.BytesIO(_file()), fontNumber=_face_number(language), lazy=True) as face:
        return frozenset(face.getBestCmap())


def drawable(character: str, language: Language) -> str:
    """What to draw for one character: itself, else its plain form, nothing for an invisible one, else 〓."""
    glyphs = covered(language)
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return ""
    if ord(character) in glyphs:
        return character
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if ord(c) in glyphs)
    if plain or unicodedata.category(character) in _INVISIBLE:
        return plain
    return MISSING
