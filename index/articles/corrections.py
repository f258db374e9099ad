"""What an operator sets right of an article's source line: a file of its name that ends in ``.yaml``, beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from index.articles.front_matter import AUTHORS, DATE, LIMIT, PUBLISHER, RIGHTS, TITLE, URL, FrontMatter, values_in

ENDING = ".yaml"
# Each field by the name that is asked for first, and all that it may be called.
FIELDS = {
    "title": (*TITLE, "标题", "標題"),
    "publisher": (*PUBLISHER, "来源", "來源", "媒体", "媒體"),
    "authors": (*AUTHORS, "作者", "记者", "記者"),
    "date": (*DATE, "日期", "时间", "時間"),
    "url": (*URL, "网址", "網址", "链接", "鏈接", "連結"),
    "rights": (*RIGHTS, "版权", "版權"),
}


def corrections_of(article: Path) -> Path:
    """The file that corrects the article in the file ``article``."""
    return article.with_suffix(ENDING)


def read_corrections(article: Path) -> dict[str, tuple[str, ...]]:
    """The corrected fields, by their first name; none where the article has no file of corrections.

    Raises ``ValueError`` for one that is no text of ``key: value`` lines.
    """
    file = corrections_of(article)
    if not file.is_file():
        return {}
    try:
        with file.open(encoding="utf-8-sig") as opened:
            values = values_in(opened.read(LIMIT), 1)
    except (OSError, ValueError) as error:
        raise ValueError(f"what corrects it can't be read ({file.name}: {error})") from error
    return {
        field: stated
        for field, names in FIELDS.items()
        if (stated := next((values[name] for name in names if values.get(name)), ()))
    }


def write_corrections(article: Path, fields: Mapping[str, str]) -> None:
    """Set fields right, those that were set before kept. Raises OSError, and ValueError as reading does."""
    written = {name: list(values) for name, values in read_corrections(article).items()}
    written |= {name: [value] for name, value in fields.items()}
    corrections_of(article).write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), "utf-8")


def corrected(front: FrontMatter, article: Path) -> FrontMatter:
    """The front matter of an article with what is set right of it. Raises ``ValueError`` as reading does."""
    return replace(front, values={**front.values, **read_corrections(article)})


def digest_of(article: Path, content: bytes) -> str:
    """What tells one state of an article from another: of its content and of what corrects it."""
    digest = hashlib.sha256(content)
    file = corrections_of(article)
    if file.is_file():
        digest.update(b"\0" + file.read_bytes())
    return digest.hexdigest()
