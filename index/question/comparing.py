"""Questions that ask for figures side by side, or added up: "compare fish landings 2022 and 2023", 医院和学校加起来."""

from __future__ import annotations

import re

from index.question.fragments import is_period

MOST_COMPARED = 6
_ENGLISH = re.compile(
    r"(?:please )?(?:compare|comparison of|contrast)\s+(?P<all>.+?)\s*[?.]*|"
    r"(?P<both>.+?)\s+(?:versus|vs\.?)\s+(?P<other>.+?)\s*[?.]*",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"(?:请|請)?(?:比较|比較|对比|對比)(?:一下)?(?P<all>.+?)[?？。]*")
_SUM_ENGLISH = re.compile(
    r"(?:please )?(?:(?:what(?:'s|’s| is| are) )?(?:the )?sum of|add (?:up|together)|sum up|total up)\s+(?P<all>.+?)\s*[?.]*|"
    r"(?P<these>.+?),?\s+(?:added up|added together|summed up|taken together|combined)\s*[?.]*",
    re.IGNORECASE,
)
_SUM_CHINESE = re.compile(
    r"(?:请|請)?(?:把|将|將)?(?P<all>.+?)(?:的?(?:总和|總和|之和)|(?:全部|都)?(?:加起来|加起來|加在一起|相加|合起来|合起來|加总|加總))"
    r"(?:一共|总共|總共|共)?(?:是|有)?(?:多少.{0,4}?|几.{0,2}?|幾.{0,2}?)?[?？。]*"
)
_AND = re.compile(
    r"\s*(?:,(?![0-9]{3})|，|、|;|；)\s*(?:and\s+)?|\s+(?:and|with|to|against|versus|vs\.?|&)\s+|(?<=[\u3400-\u9fff0-9年])(?:和|与|與|跟|同|及)(?=[\u3400-\u9fff0-9])"
)
_LAST_TIME = re.compile(r"(?P<rest>.*?)(?:\s+(?:in|for|of|between))?[\s,]*(?P<time>\S+)$")
_FIRST_TIME = re.compile(r"(?P<time>[0-9]{4}年?|[去今前]年)(?P<rest>.*)")


def compared(text: str) -> list[tuple[str, str]]:
    """What is compared, as (label, question) in the order named; empty where a text asks for no comparison."""
    bare = " ".join(text.split())
    match = _ENGLISH.fullmatch(bare) or _CHINESE.fullmatch(bare)
    if not match:
        return []
    groups = match.groupdict()
    return _sides(groups.get("all") or f"{groups.get('both')} and {groups.get('other')}")


def summed(text: str) -> list[tuple[str, str]]:
    """What is to be added up, as ``compared`` has it; empty where a text asks for no sum of several things."""
    bare = " ".join(text.split())
    match = _SUM_ENGLISH.fullmatch(bare) or _SUM_CHINESE.fullmatch(bare)
    return _sides(match["all"] or match.groupdict().get("these", "")) if match else []


def _sides(whole: str) -> list[tuple[str, str]]:
    """The things named together in ``whole``, each with the question that asks for it; none where it is one thing.

    Times share what is said before the first of them, or after the last: "fish landings 2022" and "fish landings 2023".
    """
    parts = [part.strip() for part in _AND.split(whole) if part.strip()]
    if not 1 < len(parts) <= MOST_COMPARED:
        return []
    return _by_time(parts) or [(part, part) for part in _with_owner(parts)]


def _by_time(parts: list[str]) -> list[tuple[str, str]]:
    """The parts as times of one thing: the first or the last of them says what of."""
    first, last = _LAST_TIME.fullmatch(parts[0]), _FIRST_TIME.fullmatch(parts[-1])
    if first and first["rest"].strip() and is_period(first["time"]) and all(map(is_period, parts[1:])):
        times = [first["time"], *parts[1:]]
        return [(time, f"{first['rest'].strip()} {time}") for time in times]
    if last and last["rest"].strip() and all(map(is_period, [*parts[:-1], last["time"]])):
        times = [*parts[:-1], last["time"]]
        return [(time, f"{time if time.endswith('年') else time + '年'}{last['rest']}") for time in times]
    return []


def _with_owner(parts: list[str]) -> list[str]:
    """The parts, each with the words before its "of": "passengers of the airport", "passengers of the metro"."""
    head = re.match(r"(?P<head>.+? (?:of|in|at)) ", parts[0])
    later = [
        f"{head['head']} {part.removeprefix('of ')}" if head and not re.search(r" (?:of|in|at) ", part) else part
        for part in parts[1:]
    ]
    owned = re.search(r"的(?P<what>[^的]+)$", parts[-1])
    if owned and not head:
        return [part if "的" in part else f"{part}的{owned['what']}" for part in parts]
    return [parts[0], *later]
