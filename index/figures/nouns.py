"""What a figure counts: the noun phrase beside it, as the text writes it."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from index.figures.nouns_english import phrase_after
from index.figures.numerals import listed
from index.figures.units import EVENT_UNITS
from index.text.scripts import fold, is_han
from index.text.words import segment, word_tag

_LONGEST, _REACH = 12, 36  # characters of a noun phrase, and how far off it may begin
Token = tuple[str, str, bool]  # as written, folded, and whether a noun phrase may hold it
_STOP = re.compile(r"[，。,.;；:：!！?？|\n\r…—【】\[\]]| (?=[|一-鿿])")
_OPENERS, _CLOSERS = '“‘「『《〈"', '”’」』》〉"'
_PARENTHESIS = re.compile(r"[(（][^()（）\n]{0,40}[)）]")
_NOUNISH = (
    "n",
    "j",
    "vn",
    "b",
    "a",
    "l",
    "i",
    "s",
    "eng",
    "r",
    "f",
    "h",
    "k",
    "g",
    "z",
    "q",
    "x",
    "an",
    "nz",
    "t",
)
_LIGHT = frozenset(
    listed(
        """共 合共 共计 总计 累计 合计 达 达到 高达 多达 为 有 约 仅 只有 近 超 超过 已 是 增至 增加 增加到
    提升至 升至 到 至 占 约为 均 分别 有近 增长 下降 上升 提高 减少 同比 同比增长 环比 上涨 下跌 就 也 则
    即 大约 不足 各 每 平均 仅有 共有 已有 数 已达 将近 突破 多 了"""
    )
)
_VERBS = frozenset(
    listed(
        """参加 参与 获 获得 达 达到 有 是 为 在 已 被 将 正 开展 实现 完成 建成 进行 覆盖 提供 举办 举行 召开
    打造 建立 新增 投放 投入 带动 增聘 聘请 获评 占 来自 包括 纳入 得到 使 让 可 能 集中 落地 实施 成立
    发放 接受 受理 推出 涉及 惠及 减少 增加 增长 下降 上升 出台 落实 解决 编印 收到 设有 收集 利用 讲
    梳理 形成 抽调 建 讲授 组织 培育 引进 签约 动工 建设 修建 竣工 汇编 研究 开通 设立 设置 安排 处理
    接待 支持 加快 推进 构建 聚焦 坚定 做到 增强 全面 正式 先后 共同 同时 已经 其中 分别 以上 以下 左右
    之后 以来 期间 内 中 上 下 前 后 里 起 当中 之间 比 较"""
    )
)
_SCOPES = frozenset(
    listed(
        """全市 全省 全国 全县 全区 全年 各级 各类 全球 本市 我市 目前 今年 去年 每年 该 本 这 其 各地 各 每
    至今 现有 现时"""
    )
)


def counted_after(text: str, end: int, *, money: bool) -> str:
    """The noun phrase that follows a figure ending at ``end``, or empty."""
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isascii():
        return phrase_after(text, end, money=money)
    if text[end : end + 1] == "-":
        return phrase_after(text, end, money=False)
    aside = _PARENTHESIS.match(text, end)
    start = aside.end() if aside else end
    window = _window_after(text, start + (text[start : start + 1] == " " and text[end - 1 : end].isascii()))
    inside = _inside_quotation(window)
    if inside is None:
        return _quoted(window) or _phrase_after(window)
    return inside if 0 < len(inside) <= 8 and "的" not in inside else _phrase_after(inside)


def _window_after(text: str, start: int) -> str:
    window = text[start : start + _REACH]
    stop = _STOP.search(window)
    return window[: stop.start()] if stop else window


def _inside_quotation(window: str) -> str | None:
    """What precedes a closing quotation mark opened before the window: 意识 of 意识”; None without one."""
    depth = 0
    for position, char in enumerate(window):
        depth += (char in "“‘「『《〈") - (char in "”’」』》〉")
        if depth < 0:
            return window[:position]
    return None


def _quoted(window: str) -> str:
    """The name in quotation marks that begins the window, or empty."""
    match = re.match("[“‘「『《]([^“”‘’「」『』《》]{1,12})[”’」』》]", window)
    return match[1] if match else ""


def _tagged(window: str) -> list[Token]:
    words = segment(fold(window))
    ends = accumulate(map(len, words))
    return [(window[end - len(word) : end], word, _is_nounish(word)) for word, end in zip(words, ends, strict=True)]


@cache
def _is_nounish(word: str) -> bool:
    if word in _VERBS:
        return False
    tag = word_tag(word)
    if not tag:
        return word.isalnum() and not word.isdigit()
    return (tag.startswith(_NOUNISH) and not tag.startswith(("r", "nrt"))) or tag.startswith("nr")


def _phrase_after(window: str) -> str:
    """The nouns that begin the window, or those behind the 的 of a clause that begins it."""
    if not window or window[0] in "、)）" + _CLOSERS.replace('"', ""):
        return ""
    tokens = _tagged(window)
    if (
        len(window) <= 4
        and is_han(window)
        and not any(word in _VERBS or word in _LIGHT or word == "的" for _, word, _ in tokens)
    ):
        return window
    while tokens:
        phrase, stopped = _leading_nouns(tokens)
        if phrase or stopped is None:
            return phrase
        tokens = tokens[stopped:]
    return ""


def _leading_nouns(tokens: list[Token]) -> tuple[str, int | None]:
    """The noun phrase at the head of tokens, and where to look on if there is none (None: nowhere)."""
    kept: list[str] = []
    quoted = False
    for position, (written, word, nounish) in enumerate(tokens):
        if written in _OPENERS:
            quoted = True
        elif written in _CLOSERS:
            quoted = False
        elif word == "的" and not quoted:
            if _worth("".join(kept), tokens[:position]):
                break
            return "", position + 1
        elif not (nounish or quoted or (word == "、" and kept) or (kept and _between_nouns(tokens, position))):
            kept *= (
                not word.isdigit() or "、" in kept[-1:]
            )  # nouns before a number were a verb to it: 7条串联35个教学点的路线
            break
        if len("".join(kept)) + len(written) > _LONGEST:
            break
        kept.append(written)
    phrase = _trim("".join(kept))
    return (phrase, None) if phrase else ("", _after_de(tokens))


def _worth(phrase: str, tokens: list[Token]) -> bool:
    return bool(phrase) and not all(word_tag(word, "n").startswith(("a", "b", "z")) for _, word, _ in tokens)


def _after_de(tokens: list[Token]) -> int | None:
    return next((at + 1 for at, (_, word, _) in enumerate(tokens) if word == "的" and at + 1 < len(tokens)), None)


def _between_nouns(tokens: list[Token], position: int) -> bool:
    """Whether a verb is part of a compound, as 治理 in 基层治理项目, and not the clause's own."""
    word = tokens[position][1]
    following = tokens[position + 1 : position + 2]
    is_verb = word_tag(word).startswith("v") and word not in _VERBS and len(word) == 2
    return is_verb and bool(following) and following[0][2]


def _trim(phrase: str) -> str:
    """The phrase without connectives at its ends and without half of a quotation."""
    for opener, closer in zip(_OPENERS[:-1], _CLOSERS[:-1], strict=True):
        if phrase.count(closer) > phrase.count(opener):
            phrase = phrase.rpartition(closer)[2]
        elif phrase.count(opener) > phrase.count(closer):
            phrase = phrase.partition(opener)[0]
        elif phrase.startswith(opener) and phrase.endswith(closer) and phrase.count(opener) == 1:
            phrase = phrase[1:-1]
    return phrase.strip("、 的和与及")


def counted_before(text: str, start: int, floor: int, unit: str) -> str:
    """The noun phrase that ends right before a figure at ``start``, none of it before ``floor``; or empty."""
    spaced = text[start - 1 : start] == " "
    if spaced and (text[start - 2 : start - 1].isascii() or not text[start].isdigit()):
        return ""
    window = text[max(floor, start - _REACH) : start].rstrip(" ：:").replace("\n", "，")
    stops = [stop.end() for stop in _STOP.finditer(window)]
    window = window[stops[-1] if stops else 0 :]
    window = re.split(r"[(（)）]", window)[-1]
    tokens = _tagged(window)
    while tokens and fold(tokens[-1][1]) in _LIGHT:
        tokens.pop()
    return _trailing_nouns(tokens, fold(unit) in EVENT_UNITS)


def _trailing_nouns(tokens: list[Token], event: bool) -> str:
    kept, quoted = list[str](), False
    for position in range(len(tokens) - 1, -1, -1):
        written, word, nounish = tokens[position]
        if written in _CLOSERS and not quoted:
            quoted = True
        elif written in _OPENERS and quoted:
            quoted = False
        elif word in _SCOPES or word == "的" or not (nounish or quoted or _joins(tokens, position, kept, event)):
            break
        if len("".join(kept)) + len(written) > _LONGEST + 2 * quoted:
            break
        kept.insert(0, written)
    return _trim("".join(kept))


def _joins(tokens: list[Token], position: int, kept: list[str], event: bool) -> bool:
    """Whether a verb is part of the phrase: inside it, or as what was held, for 场 and 次."""
    word = tokens[position][1]
    if kept:
        return _between_nouns(tokens, position)
    return event and (word == "会" or (len(word) > 1 and word_tag(word, "v").startswith("v")))
