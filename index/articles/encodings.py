"""Bytes of a saved page -> its text, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import re
from collections import Counter

# Byte order marks, longest first. The mark stays in the text, as when a file is read as plain UTF-8.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
# Browsers read these labels as their supersets, and so do the pages that carry them.
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}

# The 300 commonest characters of written Chinese (counted over jieba's dictionary), in either script.
COMMON_HAN = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可过天作分方用多"
    "你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所如现理机体表力好外与文当两实"
    "重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城十相但已些正口通想度加第她合院物性战由位常"
    "点海意场武使次二向治因立数样身情入原问把路被并利石老教万知级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声"
    "提品设或义王社很统处四首共马形己儿司太目基领队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府才"
    "國為這個來會時學說們於後發對長過業裏裡經門動進區開產軍還種現機體與當兩實麼關從內沒將員東頭間無見場戰點數樣問並萬級"
    "應資務係氣漢總電聲設義統處馬兒領隊計別權話報給變書幾華議稱決張導術達題條規縣風運聽黨論強選記職號類傳帶邊據聯廣質難"
    "增歷專著"
)
PUNCTUATION = frozenset("，。、：；！？“”‘’「」『』（）《》〈〉【】—…·　％．～")
# What a Windows-1252 page has outside ASCII: quotes, dashes, money, and the accents of names.
WESTERN = re.compile(r"[‘’“”–—…•£€©®™\xa0\xad]|[°½¼¾§²](?![^\W\d])|(?<=[A-Za-z])[à-öø-ü]|[À-ÖØ-öø-ü](?=[A-Za-z])")
SAMPLE = 200_000


def decode(data: bytes) -> str:
    """The text of ``data``, every code point kept, a byte order mark and line endings included.

    Raises ``ValueError`` with a reason a person can act on: binary content, or bytes that read well
    in no known encoding.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data, encoding))
    if b"\0" in data:
        raise ValueError("not text: it holds NUL bytes; save it as a UTF-8 text file")
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _checked(_legacy(data, error.start))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"byte {error.start} is not {encoding.upper()}, which its byte order mark promises; save it again as UTF-8"
        ) from None


def _checked(text: str) -> str:
    """``text``, unless its control characters show that it is not a text at all."""
    if "\0" in text:
        raise ValueError("not text: it holds NUL characters; save it as a UTF-8 text file")
    controls = len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]", text[:SAMPLE]))
    if controls > 3 + len(text[:SAMPLE]) // 500:
        raise ValueError("not text: it is full of control characters; save it as a UTF-8 text file")
    return text


def _legacy(data: bytes, offset: int) -> str:
    """The most plausible reading of bytes that are not UTF-8."""
    readings = [
        (_plausibility(text, encoding) + 0.15 * (encoding == _declared(data)), text)
        for encoding in ("gb18030", "big5hkscs", "cp1252")
        if (text := _attempt(data, encoding))
    ]
    score, text = max(readings, default=(0.0, ""))
    if score < 0.5:
        raise ValueError(
            f"byte {offset} is not UTF-8, and the file does not read as GB18030, Big5 or Windows-1252"
            " either; save it again as UTF-8"
        )
    return text


def _declared(data: bytes) -> str:
    found = DECLARED.search(data[:4096])
    label = found.group(1).decode("ascii", "replace").lower() if found else ""
    return SUPERSETS.get(label, label)


def _attempt(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _plausibility(text: str, encoding: str) -> float:
    """How far the characters outside ASCII are those a page in ``encoding`` would have, 0 to 1."""
    if encoding == "cp1252":
        return _western(text[:SAMPLE])
    counts = Counter(char for char in text[:SAMPLE] if char >= "\x80")
    total = sum(counts.values())
    return sum(_weight(char, encoding) * n for char, n in counts.items()) / total if total else 0.0


def _western(text: str) -> float:
    # A Chinese page read as Windows-1252 is made of long runs of these; an English one is not.
    runs = re.findall(r"[^\x00-\x7f]{3,}", text)
    total = sum(1 for char in text if char >= "\x80")
    good = len(WESTERN.findall(text)) - sum(map(len, runs))
    return 0.9 * good / total if total else 0.0


def _weight(char: str, encoding: str) -> float:
    """1 for the commonest characters, less for rarer planes of the encoding, 0 for its far corners."""
    if char in COMMON_HAN or char in PUNCTUATION:
        return 1.0
    lead, *rest = char.encode(encoding)
    if encoding == "gb18030":
        level_one = 0xB0 <= lead <= 0xD7 and bool(rest) and rest[0] >= 0xA1
        symbols = lead == 0xA3 and bool(rest) and rest[0] >= 0xA1
    else:
        level_one = 0xA4 <= lead <= 0xC6 and bool(rest) and not "\ue000" <= char <= "\uf8ff"
        symbols = False
    return 0.65 if level_one or symbols else 0.1
