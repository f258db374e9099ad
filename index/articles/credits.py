"""Who wrote an article, for whom and when, as its credit lines say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.iso_dates import DATES, iso_date

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
    )
)
ROLE = (
    r"(?:本报|本報|本刊|本台|本网|本網)?"
    r"(?:特约|特約|首席|见习|見習|实习|實習|驻\w{2,4}|駐\w{2,4}|全媒体|融媒体|摄影|攝影)*"
    r"(?:记者|記者|通讯员|通訊員|特派员|特派員)"
)
PAPER = re.compile(
    rf"^\s*[\[【(（]?(?P<paper>[\w·]{{2,12}}?(?:日报|晚报|早报|晨报|时报|商报|周报|都市报|日報|晚報|時報"
    rf"|週報|报|報|社|网|網|新聞|新闻|電視台|电视台|广播电台)(?:讯|訊)?)[\s/／]*{ROLE}"
)
REPORTERS = re.compile(
    rf"^(?:[\w·]{{0,14}}?)[\s/／]*{ROLE}[\s:：/／]*"
    r"(?P<names>[\u4e00-\u9fff·A-Za-z\s、,，/]{2,50}?)"
    r"\s*(?:[/／]?(?:综合)?(?:报道|報道|報導|摄影报道|文/?图|整理|撰文?|.{2,4}報導|.{2,4}报道))?[\])）】]?$"
)
LABEL = re.compile(
    r"(?P<source>(?:信息|文章|稿件|新闻|新聞|资料|資料)?(?:来源|來源|出处|出處)|发布机构|發布機構"
    r"|发文机关|发布单位|發布單位|信息提供|source|publisher|published by)"
    r"\s*[:：]\s*|(?P<author>作者|撰文|文字|文|撰稿|记者|記者|author|written by|words)\s*[:：/／]\s*"
    r"|(?P<date>(?:发布|發布|发表|發表|刊登|成文|更新|发稿|上传|出版|建立|上版|公布)?(?:时间|時間|日期)"
    r"|发布于|發布於|最後更新|date|published(?: on)?|posted(?: on)?|last updated|updated|first published"
    r"|publication date|date published)"
    r"(?:\s*[:：]\s*|(?=\s*(?:\d|民國|中華|on\s)|\s+(?-i:[A-Z][a-z]{2,8})\.?\s+\d))|(?P<url>链接|連結"
    r"|鏈接|网址|網址|原文链接|原文連結|url|link)\s*[:：]\s*"
    r"|(?P<other>责任编辑|責任編輯|责编|責編|编辑|編輯|校对|审核|审稿|監製|监制|主编|值班|素材|摄影|攝影"
    r"|图片|圖片|editor|photographs?)\s*[:：]\s*",
    re.I,
)
NAME = r"[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'.-]*|de|van|von|der|la|bin|al))*"
BY = re.compile(
    rf"^(?i:by|written by|words by|story by)\s+(?P<names>{NAME}(?:(?:\s+(?:and|&)\s+|\s*,\s*){NAME})*?)"
    r"(?:,?\s+(?:[\w-]+\s){0,5}(?i:reporter|correspondent|editor|writer)s?)?(?:\s*[|•·].*)?$"
)
POST = re.compile(r"\b(?:reporter|correspondent|editor|writer|staff|desk|service)s?$", re.I)
REST_OF_DATE = re.compile(
    r"(?:星期|周|週|禮拜)?[一二三四五六日天]?\s*|\d{1,2}\s*[:：时時點]\s*\d{0,2}\s*[:：分]?\s*\d{0,2}秒?"
    r"|[ap]\.?m\.?|[ap]m|上午|下午|早上|晚上|gmt|bst|est|utc|hkt|[+-]\d\d:?\d\d|at|on|t|z"
    r"|mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun|day|[\s,，()（）|·•-]|\d{1,2}:\d\d",
    re.I,
)
OFFICE = re.compile(
    r"(?:局|委员会|委員會|委|办公室|辦公室|部|政府|厅|廳|院|会|會|公司|署|處|处|中心|集团|大学|學校|学校"
    r"|council|department|office|ministry|authority)$",
    re.I,
)
SENTENCE = re.compile(r"[。！？!?；;]|[^.\d\s]{4}\.\s|，.{12,}，")


@dataclass(frozen=True, slots=True)
class Credits:
    """What the credit lines of an article give; empty what they do not."""

    publisher: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    url: str = ""

    def or_else(self, other: Credits) -> Credits:
        """These credits, with those of ``other`` where these say nothing."""
        return Credits(
            self.publisher or other.publisher,
            self.authors or other.authors,
            self.date or other.date,
            self.url or other.url,
        )


def is_date_line(words: str) -> bool:
    """Whether a line is a date, with or without a time and a day of the week, and nothing else."""
    if len(words) > 60:
        return False
    for form in DATES:
        if found := form.search(words):
            return not REST_OF_DATE.sub("", words[: found.start()] + " " + words[found.end() :])
    return False


def is_byline(words: str) -> bool:
    """Whether a line only says who wrote the article, for whom, or when."""
    line = words.strip()
    if len(line) > 160 or (len(line) > 20 and SENTENCE.search(line) and not line.startswith(("http", "来源", "來源"))):
        return False
    if is_date_line(line) or BY.match(line):
        return True
    label = LABEL.match(line.lstrip("[【(（〔"))
    if label and len(line) <= 120 and not line.endswith(("。", "：", ":")):
        return True
    if re.fullmatch(r"https?://\S+", line):
        return True
    dated = bool(iso_date(line)) and bool(LABEL.search(line)) and len(line) <= 100
    return dated or (len(line) <= 48 and bool(_reported(line)))


def is_office(words: str) -> bool:
    """Whether a line is the name of a body that signs a notice."""
    return len(words) <= 60 and bool(OFFICE.search(words.strip())) and not SENTENCE.search(words)


def read_credits(words: str) -> Credits:
    """What one credit line says."""
    line = words.strip().strip("[]【】()（）〔〕")
    labelled: dict[str, str] = {}
    marks = list(LABEL.finditer(line))
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(line)], strict=False):
        labelled.setdefault(str(mark.lastgroup), line[mark.end() : end].strip(" \t\u3000|｜;；,，·/&\xa0"))
    lead = line[: marks[0].start()] if marks else line
    paper = PAPER.match(lead)
    publisher = re.split(r"[\s\u3000]{2,}|\s*[|｜]|\s+(?=\d)", labelled.get("source", ""))[0]
    url = re.search(r"https?://\S+", labelled.get("url", "") or (line if line.startswith("http") else ""))
    return Credits(
        publisher if publisher and not publisher.startswith("http") else (paper["paper"] if paper else ""),
        split_names(labelled["author"]) if labelled.get("author") else _reported(lead),
        iso_date(labelled.get("date", "") or line),
        url.group() if url else "",
    )


def _reported(line: str) -> tuple[str, ...]:
    """The names in a line like ``本报记者 陈洁陈明红`` or ``By Jane Doe``, if it is no more than that."""
    if found := BY.match(line):
        return tuple(name for name in split_names(found["names"]) if not POST.search(name))
    bare = line.strip("[]【】()（）〔〕 \u3000")
    for form in DATES:
        bare = form.sub("", bare)
    bare = re.sub(r"\d{1,2}:\d\d(?::\d\d)?", "", bare).strip(" \u3000|｜,，")
    bare = re.sub(r"\s*[/／]\s*[\w、]{0,8}(?:報導|报道|報道|电|電)$", "", bare)
    if found := REPORTERS.match(bare):
        names = split_names(found["names"])
        if all(is_name(name) or re.search(r"[A-Za-z·]", name) for name in names):
            return names
    # 郭华平 黄晓平 本报记者 鄢朝晖: correspondents first, then the reporter.
    tokens = re.sub(ROLE, " ", bare).split()
    named = re.search(ROLE, line) and tokens and all(2 <= len(t) <= 4 and is_name(t) for t in tokens)
    return tuple(tokens) if named else ()


def is_name(words: str) -> bool:
    """Whether two to four Chinese characters may be a person's name."""
    surname = words[:1] in SURNAMES or words[:2] in COMPOUND
    return surname and re.fullmatch(r"[\u4e00-\u9fff]{2,4}", words) is not None


def split_names(words: str) -> tuple[str, ...]:
    """The people named in ``words``, written apart or, in Chinese, run together."""
    bare = re.sub(rf"{ROLE}|^(?:文|图|圖|by)\s*[/／:：]?\s*", " ", words.strip(), flags=re.I)
    if re.search(r"[A-Za-z]{2}", bare):
        pieces = re.split(r"\s*[,、;/&|]\s*|\s+(?:and|with)\s+", bare.strip())
    else:
        spaced = re.sub(
            r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])",
            r"\1\2",
            bare,
        )
        pieces = [name for piece in re.split(r"[\s、,，/;；|]+", spaced) for name in _run_together(piece)]
    return tuple(dict.fromkeys(piece.strip(" .") for piece in pieces if piece.strip(" .")))


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
            known = best[end]
            if before is not None and fits and (known is None or len(before) + 1 < len(known)):
                best[end] = [*before, name]
    return best[-1] or [piece]
