"""Greetings and thanks: answered as such, not searched for."""

from __future__ import annotations

import re
from typing import Literal

from index.text.scripts import fold

_FILLER = r"(?:there|bot|yinju|everyone|all|mate|friend|again|so much|very much|a lot|you|呀|啊|哦|喔|啦|呢|了|您|你|大家|小助手|机器人|老师|亲|哈)?"
_GREETING = re.compile(
    rf"(?:hi+|hello|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|yo|how are you|how is it going|"
    rf"你好|您好|大家好|哈[罗啰喽]|嗨|嘿|早|早上好|早安|上午好|中午好|下午好|晚上好|晚安|在吗|在不在|您?好)[\s,]*{_FILLER}[\s,]*{_FILLER}"
)
_THANKS = re.compile(
    rf"(?:(?:many )?thanks?(?: you)?|thx|ty|cheers|great|cool|ok|okay|got it|nice|perfect|awesome|good(?: job| work)?|well done|great job|bye|goodbye|"
    rf"(?:非常|十分|太)?(?:感谢|谢谢|多谢晒?|唔该晒?)|谢啦|谢了|辛苦了?|好的|好吧|明白了?|知道了|收到|再见|拜拜|不客气)[\s,]*{_FILLER}[\s,]*{_FILLER}"
)


def smalltalk(text: str) -> Literal["", "greeting", "thanks"]:
    """What a message is when it is no question: a greeting, thanks (or a farewell), or nothing of the kind."""
    plain = re.sub(r"[^\w\s]+", " ", fold(text)).strip()
    if _GREETING.fullmatch(plain):
        return "greeting"
    return "thanks" if _THANKS.fullmatch(plain) else ""
