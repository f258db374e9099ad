"""The names of people in a byline, written apart or run together."""

# ruff: noqa: SIM905 (word lists read better as text)
from __future__ import annotations

import re

# Family names, the commonest in either script; names written without a space are told apart by them.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关"
    "兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连"
    "芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝鄢丘封谈匡"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭蔣葉蘇魏呂盧鍾鐘譚陸範賈韋鄒閆龍賀顧龔萬錢嚴湯齊喬龐顏莊聶魯歐關蘭寧紀畢單塗穀駱藍鮑華饒陽時農繆簡車項連"
    "蘆麥婁竇黨宮費衛應閔鄔邊師欒榮叢鞏遲鄺談邱凃"
)
COMPOUND = frozenset(
    (
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "东方",
        "皇甫",
        "尉迟",
        "司徒",
        "慕容",
        "令狐",
        "夏侯",
        "端木",
        "張簡",
        *"濮阳 濮陽 申屠 闻人 聞人 呼延 轩辕 軒轅 长孙 長孫 宇文 鲜于 鮮于 公孙 公孫 澹台 澹臺 赫连 赫連 独孤".split(),
        *"獨孤 南宫 南宮 钟离 鍾離 西门 西門 司空 完颜 完顏 拓跋 太史 公冶 宗政 淳于 单于 單于 仲孙 仲孫 东郭".split(),
        *"東郭 百里 第五 梁丘 左丘 谷梁 张廖 張廖".split(),
    )
)
ROLE = (
    r"(?:本报|本報|本刊|本台|本网|本網)?"
    r"(?:特约|特約|首席|见习|見習|实习|實習|驻\w{2,4}|駐\w{2,4}|全媒体|融媒体|摄影|攝影)*"
    r"(?:记者|記者|通讯员|通訊員|特派员|特派員|实习生|實習生|评论员|評論員|撰稿人)"
)


# What stands among names and is none: a figure, a post, a picture's credit, how long a page takes to read.
NOBODY = re.compile(
    r"\d|^(?:秘书长|秘書長|主任|局长|局長|科长|处长|總編輯|总编辑|原创|原創|本报|本報|综合|編輯|编辑)$|^[图圖攝摄]\s*[:：/／]"
    r"|\b(?:director|officer|manager|head of|chief|editor|reporter|correspondent|writer|staff|desk|service|team|unit"
    r"|department|read|council|committee|office)\b|^(?:pictures?|photos?|images?)\b",
    re.I,
)


def is_name(words: str) -> bool:
    """Whether two to four Chinese characters may be a person's name."""
    surname = words[:1] in SURNAMES or words[:2] in COMPOUND
    return surname and re.fullmatch(r"[\u4e00-\u9fff]{2,4}", words) is not None


def split_names(words: str) -> tuple[str, ...]:
    """The people named in ``words``, written apart or, in Chinese, run together."""
    bare = re.sub(rf"{ROLE}|^(?:文|图|圖|by)\s*[/／:：]?\s*|[(（][^()（）]*[)）]", " ", words.strip(), flags=re.I)
    if re.search(r"[A-Za-z]{2}", bare):
        pieces = re.split(r"\s*[,、;/&|]\s*|\s+(?:and|with)\s+", bare.strip())
    else:
        spaced = re.sub(
            r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])",
            r"\1\2",
            bare,
        )
        pieces = [name for piece in re.split(r"[\s、,，/;；|]+", spaced) for name in _run_together(piece)]
    people = (piece.strip(" .:：/／") for piece in pieces)
    return tuple(dict.fromkeys(name for name in people if name and not NOBODY.search(name)))


def _run_together(piece: str) -> list[str]:
    """The names in a run of Chinese characters, or the run whole where it is not names."""
    if len(piece) < 4 or (len(piece) == 4 and piece[:2] in COMPOUND) or len(piece) > 16:
        return [piece]
    best: list[list[str] | None] = [[]] + [None] * len(piece)
    for end in range(2, len(piece) + 1):
        for size in (3, 2, 4):
            before = best[end - size] if end >= size else None
            name = piece[end - size : end]
            fits = is_name(name) and (size < 4 or name[:2] in COMPOUND)
            names = best[end]
            if before is not None and fits and (names is None or len(before) + 1 < len(names)):
                best[end] = [*before, name]
    return best[-1] or [piece]
