"""What a figure is there for: a level, a change and its direction, a share, a ratio, a rank, a target, a baseline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.figures.denial import is_denied
from index.figures.role_forms import (
    APART_FROM,
    APART_ZH,
    BASE_COMPARED_ZH,
    BASE_EN,
    BASE_ZH,
    BESIDE_EN,
    BESIDE_ZH,
    BY_EN,
    BY_EN_BEHIND,
    BY_NOW,
    BY_ZH,
    COMPARED_ZH,
    FROM_EN,
    FROM_ZH,
    LOSS,
    LOSS_BEHIND,
    MARK_ZH,
    MET,
    MORE_ZH,
    MOVED_BEHIND_ZH,
    MOVED_EN,
    MULTIPLIED,
    MUST,
    NO_SHARE,
    OF_A_MEAN,
    OF_A_PLAN,
    OF_ANOTHER,
    PER_THOUSAND,
    RANKED,
    RATE_EN,
    RATE_ZH,
    RATIO_BEHIND,
    RATIO_ZH,
    STANDARD,
    STANDARD_BEHIND,
    TARGET,
    TARGET_HERE,
    TIMES_OF,
    TO_EN,
    TO_ZH,
    WON,
)
from index.records import Role, Statistic


@dataclass(frozen=True, slots=True)
class Context:
    """A figure in its sentence: the words of its clause before and behind it, and the sentence so far."""

    before: str
    after: str
    sofar: str
    clause: str
    follows: bool  # whether another figure of the sentence came before


def role_of(statistic: Statistic, context: Context) -> tuple[Role, int]:
    """The role of a figure, and the direction of a change or a loss: -1, 0 or 1."""
    if statistic.kind == "rank" or (statistic.kind == "ordinal" and _is_ranked(statistic, context)):
        moved = FROM_ZH.search(context.before) and _is_baseline(context)  # 由第二十八位升至第九位
        return ("baseline" if moved else "rank"), 0
    if statistic.kind in ("date", "ordinal"):
        return "", 0
    if statistic.kind == "code":
        score = any(mark in statistic.text for mark in "-–") or WON.search(
            context.before[-8:] + "|" + context.after[:8]
        )
        return ("baseline" if _is_baseline(context) else "level" if score else "ratio"), 0
    if STANDARD.search(context.before) or STANDARD_BEHIND.match(context.after):
        return "target", 0
    if _is_baseline(context) and (
        statistic.kind != "percent" or FROM_ZH.search(context.before) or not OF_ANOTHER.search(context.before)
    ):
        return "baseline", _loss(statistic, context)
    change = _change(statistic, context)
    if change:
        return ("target" if _is_planned(statistic, context) else "change"), change
    if loss := _loss(statistic, context):
        return "level", loss
    if statistic.kind == "percent" and OF_A_PLAN.search(context.before):
        return "ratio", 0
    if _is_target(statistic, context):
        return "target", 0
    if _is_ratio(statistic, context):
        return "ratio", 0
    if statistic.kind == "percent" and not _is_point(statistic):
        if NO_SHARE.search(context.sofar):
            return "level", 0
        beyond = (statistic.value or 0) > 100 and "占" in context.clause
        another = OF_ANOTHER.search(context.before) or OF_A_MEAN.match(context.after)
        return ("ratio" if beyond or another else "share"), 0
    if _is_part(statistic):
        another = OF_ANOTHER.search(context.clause) or OF_A_MEAN.match(context.after)
        return ("ratio" if another else "share"), 0
    return "level", 0


def _is_part(statistic: Statistic) -> bool:
    """Whether a figure is a fraction in words or with a bar: 三分之一, 1/3, ``a third``."""
    if statistic.kind != "number" or statistic.unit or statistic.value is None:
        return False
    return 0 < statistic.value < 1 and "." not in statistic.text


def _change(statistic: Statistic, context: Context) -> int:
    """The direction of a change, 0 where a figure is none."""
    if MULTIPLIED.search(statistic.text):
        return 1
    if direction := _direction(context):
        return direction
    if statistic.text[0] in "+＋":
        return 1
    if statistic.text.lstrip("(（")[0] in "-－−–" and (
        statistic.kind == "percent" or APART_FROM.search(context.clause)
    ):
        return 1
    if statistic.kind == "percent" and LOSS.search(context.before):
        return -1
    beside = BESIDE_ZH.search(context.clause)
    if not beside and (statistic.unit or _is_part(statistic)):
        beside = BESIDE_EN.match(context.after) or APART_ZH.search(context.clause)
        if beside and "mark" in beside.groupdict() and not (_is_point(statistic) or MARK_ZH.search(beside["mark"])):
            beside = None
    if beside:
        return -1 if beside["short"] else 1
    return 0


def _is_planned(statistic: Statistic, context: Context) -> bool:
    """Whether a change is one that is meant to be; a future alone (将上涨3%) makes none."""
    if MUST.search(context.clause):
        return True
    return _is_target(statistic, context) and (context.clause.isascii() or bool(TARGET.search(context.sofar)))


def _is_target(statistic: Statistic, context: Context) -> bool:
    """Whether a figure is what is meant to be, where its clause does not say that it is so by now."""
    if BY_NOW.search(context.clause) or is_denied(context.before, context.after):
        return False
    if statistic.kind == "percent" and "占" in context.clause and not TARGET.search(context.clause):
        return False
    here, plans = len(context.sofar) - len(context.clause), list(TARGET.finditer(context.sofar))
    plans = [plan for plan in plans if plan.start() >= here or not MET.search(context.sofar, 0, plan.start())]
    planned = max((plan.end() for plan in plans), default=-1)
    if planned >= 0 and not BY_NOW.search(context.sofar, planned):
        return True
    return bool(TARGET_HERE.search(context.clause))


def _is_ranked(statistic: Statistic, context: Context) -> bool:
    if statistic.unit in ("名", "位"):
        return True
    return not statistic.unit and bool(RANKED.search(context.before[-8:]))


def _is_point(statistic: Statistic) -> bool:
    return "point" in statistic.unit or "点" in statistic.unit or "點" in statistic.unit


def _is_ratio(statistic: Statistic, context: Context) -> bool:
    return (
        "‰" in statistic.text
        or "‱" in statistic.text
        or ("分之" in statistic.text[1:4] and "千" in statistic.text)
        or statistic.unit.startswith("per ")
        or (
            statistic.unit in ("倍", "times")
            and bool(TIMES_OF.search(context.before) or RATIO_BEHIND.match(context.after))
        )
        or statistic.text.lower() == "twice"
        or (context.before.endswith("每") and context.after.startswith(("就有", "有", "拥有")))
        or bool(PER_THOUSAND.match(context.after))
        or (statistic.kind != "percent" and bool(RATIO_ZH.search(context.clause)))
    )


def _is_baseline(context: Context) -> bool:
    if FROM_EN.search(context.before) or BASE_EN.match(context.after):
        return True
    if FROM_ZH.search(context.before) and re.match(
        r"[^，。；]{0,8}?(?:增|升|提|降|减|缩|调|转|扩|跌|涨|变|换|改|[至到])", context.after
    ):
        return True
    if BASE_COMPARED_ZH.search(context.before) and MOVED_BEHIND_ZH.match(context.after):
        return True
    based = BASE_ZH.search(context.before)
    return based is not None and context.follows and not re.search(r"[比较]$", context.before[: based.start()])


def _direction(context: Context) -> Literal[-1, 0, 1]:
    """The way a figure says that something went, 0 where it says how much there is."""
    for pattern, words_before in ((RATE_ZH, context.before), (COMPARED_ZH, context.clause[-30:])):
        if match := pattern.search(words_before):
            return -1 if match["down"] else 1
    if match := BY_ZH.search(context.before):
        return -1 if match["down"] else 1
    if match := MORE_ZH.search(context.before):
        return -1 if match["down"] or match["less"] or match["cheaper"] else 1
    if TO_ZH.search(context.before) or TO_EN.search(context.before):
        return 0
    if match := RATE_EN.search(context.clause):
        return -1 if match["down"] else 1
    if match := BY_EN.search(context.before):
        return 0 if match["idle"] else -1 if match["down"] or match["lower"] else 1
    match = MOVED_EN.search(context.before) or BY_EN_BEHIND.match(context.after)
    return (-1 if match["down"] else 1) if match else 0


def _loss(statistic: Statistic, context: Context) -> int:
    if statistic.kind != "money":
        return 0
    return -1 if LOSS.search(context.clause) or LOSS_BEHIND.match(context.after) else 0
