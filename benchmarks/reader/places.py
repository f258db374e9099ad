"""Invented places and offices, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# A syllable with its pinyin
_FIRST = dict(
    item.split(":")
    for item in (  # noqa: SIM905
        "岚:Lan 溪:Xi 云:Yun 青:Qing 柏:Bai 枫:Feng 临:Lin 沅:Yuan 渚:Zhu 雁:Yan 禾:He 桐:Tong 澄:Cheng 浔:Xun "
        "砚:Yan 槐:Huai 鹭:Lu 霞:Xia 栖:Qi 泽:Ze 荻:Di 苇:Wei 棠:Tang 松:Song 崇:Chong 宁:Ning 永:Yong 昌:Chang "
        "汀:Ting 漓:Li 芷:Zhi 兰:Lan 璧:Bi 乐:Le 抚:Fu 庐:Lu 骊:Li 碧:Bi 望:Wang 石:Shi 白:Bai 金:Jin 银:Yin 铜:Tong"
    ).split()
)
_SECOND = dict(
    item.split(":")
    for item in (  # noqa: SIM905
        "滩:tan 州:zhou 阳:yang 山:shan 川:chuan 江:jiang 河:he 浦:pu 港:gang 岭:ling 原:yuan 丘:qiu 湖:hu 塘:tang "
        "峡:xia 口:kou 平:ping 安:an 海:hai 林:lin 水:shui 门:men 城:cheng 桥:qiao 陵:ling 泉:quan 坪:ping 湾:wan"
    ).split()
)
_HAN_LEVELS = {"市": "City", "县": "County", "区": "District", "镇": "Town", "省": "Province", "州": "Prefecture"}

# Parts of English names with their usual transliteration
_HEADS = dict(
    item.split(":")
    for item in (  # noqa: SIM905
        "Ash:阿什 Brad:布拉德 Elm:埃尔姆 Thorn:索恩 Hart:哈特 Wex:韦克斯 Mar:马尔 Sal:索尔 Win:温 Lang:兰 Penn:彭 "
        "Strat:斯特拉特 Kel:凯尔 Ever:埃弗 Dun:邓 Hol:霍尔 Whit:惠特 Clay:克莱 Nor:诺 Sut:萨特 Crick:克里克 Bex:贝克斯 "
        "Tar:塔尔 Gal:加尔 Rook:鲁克 Fen:芬 Lark:拉克 Mill:米尔 Oak:奥克 Pem:彭姆 Quil:奎尔 Swan:斯旺"
    ).split()
)
_TAILS = dict(
    item.split(":")
    for item in (  # noqa: SIM905
        "ford:福德 ley:利 bury:伯里 ton:顿 mouth:茅斯 wick:威克 ham:汉姆 field:菲尔德 combe:库姆 stead:斯特德 "
        "bridge:布里奇 worth:沃思 haven:黑文 dale:代尔 port:波特 minster:明斯特"
    ).split()
)
_ENGLISH_LEVELS = {"Borough": "区", "County": "郡", "City": "市", "Region": "大区", "Island": "岛", "State": "州"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its full names, short names, and what a text calls the whole of it."""

    chinese: str
    english: str
    short_chinese: str
    short_english: str
    whole_chinese: str
    whole_english: str
    western: bool


def draw_place(rng: Random, *, western: bool) -> Place:
    """A place of the kind that an English-speaking (``western``) or a Chinese text is about."""
    return _western(rng) if western else _eastern(rng)


def siblings(place: Place, rng: Random, count: int) -> list[Place]:
    """Other places of the same level, all of different names."""
    names = {place.short_chinese, place.short_english}
    others: list[Place] = []
    while len(others) < count:
        other = _western(rng, place.whole_english) if place.western else _eastern(rng, place.chinese[-1])
        if not {other.short_chinese, other.short_english} & names:
            names |= {other.short_chinese, other.short_english}
            others.append(other)
    return others


def _eastern(rng: Random, level: str = "") -> Place:
    head, tail = rng.choice(list(_FIRST)), rng.choice(list(_SECOND))
    level = level or rng.choice("市市市县县区区镇省州")
    name, latin = head + tail, _FIRST[head] + _SECOND[tail]
    if latin[len(_FIRST[head])] in "aeo":
        latin = f"{_FIRST[head]}'{_SECOND[tail]}"
    english = f"{latin} {_HAN_LEVELS[level]}"
    return Place(name + level, english, name, latin, f"全{level}", f"the {_HAN_LEVELS[level].lower()}", False)


def _western(rng: Random, whole: str = "") -> Place:
    head, tail = rng.choice(list(_HEADS)), rng.choice(list(_TAILS))
    kind = whole.removeprefix("the ").capitalize() if whole else rng.choice(list(_ENGLISH_LEVELS))
    name, han = head + tail, _HEADS[head] + _TAILS[tail]
    level = _ENGLISH_LEVELS[kind]
    english = {"Borough": f"{name} Borough", "Region": f"the {name} region", "Island": f"{name} Island"}
    full = english.get(kind, f"{name} {kind}")
    return Place(han + level, full, han, name, f"全{level}", f"the {kind.lower()}", True)
