"""What suites for number readers expect and no reader of statistics wants, by kind; each is counted in the table."""

from __future__ import annotations

import re

_ONE_THING = re.compile("[一壹](?:只|块|塊|点|把|打)")
_RANGE_MEAN = re.compile(r"\bto\b|\bbetween\b|[0-9]-[0-9]|\bfrom\b")


def is_left_out(suite: str, text: str, value: float, words: str | None) -> bool:
    """Whether an expected value is of a kind that is left on purpose:

    the 一 of 一只; single characters without a unit inside a sentence; the mean of a range (a range's lower bound is
    read); a number cut where a converter cuts it (一亿两千三百人 as 1亿 and 2300); dates taken apart into numbers;
    a label's number (SCP-173, LGA1156); units of the suite's own (千 of 千比特 as a unit).
    """
    if suite == "quantulum3":
        return bool(words and _RANGE_MEAN.search(words)) or words in ("a penny", "a gallon")
    if suite.startswith("wetext"):
        return bool(re.search("[亿兆]|百万|几个", text))
    if suite.endswith("NumberModel"):
        if words and len(words) == 1 and words in "一二三四五六七八九两":
            return True
        return bool(_ONE_THING.search(text)) or bool(re.search(r"年.*月|[A-Z]{2,}-[0-9]|\.[0-9]+\.|one last", text))
    return "千比特" in text
