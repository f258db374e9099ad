"""Whose page it is, as its <title> and the notices at its foot say."""

from __future__ import annotations

import re

from index.articles.credits import EDITION
from index.articles.titles import SITE, same

SIGN = re.compile(r"©|\(c\)|copyright|版[权權]所有|主[办辦](?:单位)?\s*[:：]", re.I)
# What stands beside the owner's name in such a notice.
BESIDE = re.compile(
    r"©|\(c\)|copyright|版[权權]所有|all rights reserved|主[办辦](?:单位)?\s*[:：]"
    r"|(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)?\d\d)?(?!\d)|\b1[01]\d\b",
    re.I,
)
ENDS = re.compile(
    r"[|｜•·]|[ \u3000]{2,}|未[经經]|不得|禁止|\w?ICP|网站标识|網站標識"
    r"|地址|电话|電話|举报|舉報|邮编|联系|聯[絡繫]|客服|承办|技术支持"
    r"|隐私|隱私|浏览|瀏覽|访问|访客|增值电信|统编|統編"
    r"|Registered|Reprints|Part of|Page|Privacy|Accessibility|\.\s|,\s",
    re.I,
)
DIVIDED = re.compile(r"\s+[|\-–—·]\s+|\s*[|｜_]\s*|--+|(?<=[\u4e00-\u9fff）)\d])-(?=[\u4e00-\u9fff])")


def owner_of(words: str) -> str:
    """Who owns a page by a line of its foot such as ``© 2024 岭川日报社 版权所有``; empty where it doesn't say."""
    sign = SIGN.search(words)
    if not sign:
        return ""
    before = re.split(r"[|｜]|[ \u3000]{2,}|[。.:：]\s*", words[: sign.start()])[-1]
    for part in (words[sign.start() :], before):
        name = ENDS.split(BESIDE.sub(" ", part).strip(" :：,，.;；|｜\t\u3000"))[0].strip(" :：,，.;；-–—")
        if 2 <= len(name) <= 50 and not re.search(r"[。！？]|声明|聲明|本[网網站]", name):
            return re.sub(r"^(?:©\s*)+", "", name)
    return ""


def without_site(head: str) -> str:
    """A page's <title> without the name of the site after it; empty where it names nothing but a site."""
    title = DIVIDED.split(" ".join(head.split()))[0].strip() or head
    return "" if SITE.search(title) and len(title) <= 16 else title


def site_of(head: str, title: str) -> str:
    """The site that a page's <title> names after the article's ``title``, or by itself."""
    parts = [part for part in (piece.strip() for piece in DIVIDED.split(" ".join(head.split()))) if part]
    named = len(parts) > 1 and same(parts[-1]) not in same(title)
    alone = len(parts) == 1 and SITE.search(parts[0]) and same(parts[0]) != same(title)
    return EDITION.sub("", parts[-1]) if named or alone else ""
