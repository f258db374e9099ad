"""Who wrote an article, for whom and when, as its credit lines say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.articles.boilerplate import LABELS
from index.articles.people import COMPOUND, ROLE, is_name, split_names
from index.text.iso_dates import DATES, iso_date

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
    r"(?P<source>(?:信息|文章|稿件|新闻|新聞|资料|資料)?(?:来源|來源|出处|出處)|(?:发布|發布|發佈|发文|發文|制文)"
    r"(?:机构|機構|机关|機關|单位|單位|者|部门|部門)|信息提供|source|publisher)\s*[:：]\s*"
    r"|(?P<by>published by)\s*[:：]?\s+"
    r"|(?P<author>作者|撰文|文字|(?<![\u4e00-\u9fff])文|撰稿|执笔|記者|记者|author|written by|words)\s*[:：/／]\s*"
    r"|(?P<date>(?:发布|發布|发表|發表|刊登|成文|更新|发稿|上传|出版|建立|上版|公布)?(?:时间|時間|日期)"
    r"|发布于|發布於|最後更新|date|published(?: on)?|posted(?: on)?|last updated|updated|first published"
    r"|publication date|date published)"
    r"(?:\s*[:：]\s*|(?=\s*(?:\d|民國|中華|on\s)|\s+(?-i:[A-Z][a-z]{2,8})\.?\s+\d))|(?P<url>链接|連結"
    r"|鏈接|网址|網址|原文链接|原文連結|url|link)\s*[:：]\s*"
    r"|(?P<counter>(?:阅读|閱讀|浏览|瀏覽|点击|點擊|點閱|访问|訪問|人气|评论|評論|留言|观看|點讚|点赞)(?:次?[数數]|量)?"
    r"|views?|comments?|shares?|hits)\s*[:：]?\s*(?=\d)"
    r"|(?P<other>责任编辑|責任編輯|责编|責編|编辑|編輯|校对|审核|审稿|監製|监制|主编|值班|素材|摄影|攝影"
    r"|图片|圖片|[图圖攝摄]|索引号|文号|发文字号|字号|主题词|editor|photographs?|pictures?|photos?|images?)\s*[:：]\s*",
    re.I,
)
NAME = r"(?:Dr|Prof|Sir|Dame|Rev|Cllr|Mrs?|Ms)?\.?\s?[A-Z][\w’'-]*(?:\s+(?:[A-Z][\w’'-]*\.?|de|van|von|der|la|bin|al))+"
BY = re.compile(
    r"^(?i:(?:written |words |story |report |text |reported |compiled |prepared |presented )?by)\s+"
    rf"(?P<names>{NAME}(?:(?:\s+(?:and|&)\s+|\s*,\s*(?:and\s+)?){NAME})*)(?=\s*$|\s*[,.|•·(/–—-]|\s+(?i:for|in|at|on)\s)"
)
# A paper, a site or a body by what its name ends in.
BODY = re.compile(
    r"(?:日报|晚报|早报|晨报|时报|商报|周报|周刊|都市报|日報|晚報|早報|時報|週刊|(?<![公简簡通汇彙年月周快捷喜海警])[報报]|社|网|網|客户端|头条|新聞|新闻|發布|发布"
    r"|电视台|電視台|广播电台|融媒体中心|财经|財經|财讯|观察|微讯|局|委员会|委員會|办公室|辦公室|指挥部|政府|厅|廳|院|集团|公司"
    r"|协会|協會|基金会|基金會|大学|大學|学校|學校|图书馆|中心|组|組|科|处|處|署|总工会"
    r"|(?i:News|Times|Herald|Post|Courier|Observer|Advertiser|Gazette|Journal|Tribune|Chronicle|Echo|Mail|Council|Office"
    r"|Trust|Department|Ministry|Authority|Association|PLC|Ltd))$"
)
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
# What a paper's name goes by on its pages of scanned print.
EDITION = re.compile(r"\s*(?:电子报|電子報|数字报|數字報|數位報|电子版|電子版)$")
LEAD = re.compile(
    rf"(?:[\w·]{{0,14}}?(?:讯|訊|电|電))?\s*(?:[（(]\s*(?P<inside>{ROLE}[^()（）]{{2,40}})[)）]"
    rf"|{ROLE}\s*(?P<after>[\u4e00-\u9fff·\s、]{{2,16}}?)(?:报道|報道|報導))"
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
        if date := form.search(words):
            return not REST_OF_DATE.sub("", words[: date.start()] + " " + words[date.end() :])
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


def is_credit_row(words: str) -> bool:
    """Whether a line is a date among credits and tools of the page, whatever divides them."""
    line = words.replace("*", "").strip("_ >#")
    if (
        len(line) > 160
        or not re.search(r"\d{2}", line)
        or not iso_date(line)
        or (SENTENCE.search(line) and not BY.match(line))
    ):
        return False
    if BY.match(line):
        return True
    parts = _parts(line)
    dated = any(is_date_line(part) or (iso_date(part) and is_body(_undated(part))) for part in parts)
    if not dated and len(parts) > 1 and not LABEL.search(line):
        return False
    return all(
        is_date_line(part)
        or LABEL.match(part)
        or re.match(ROLE, part)
        or re.search(r"\d[\d,.]*\s*[万萬kK]?\s*[次人则則條条]?$", part)
        or is_body(_undated(part))
        or len(part) <= 6
        or part.lower() in LABELS
        or re.fullmatch(r"\d+[ -]min(?:ute)?s?(?: read)?", part, re.I)
        or (part.startswith(("[", "【", "(")) and len(part) <= 24)
        for part in parts
    ) and (len(parts) > 1 or bool(LABEL.search(line)) or is_body(_undated(line)))


def is_office(words: str) -> bool:
    """Whether a line is the name of a body that signs a notice."""
    return len(words) <= 60 and bool(OFFICE.search(words.strip())) and not SENTENCE.search(words)


def read_credits(words: str) -> Credits:
    """What one credit line says."""
    line = words.replace("*", "").strip().strip("[]【】()（）〔〕")
    labelled: dict[str, str] = {}
    marks = list(LABEL.finditer(line))
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(line)], strict=False):
        value = re.split(r"\s*[\[【〔|｜]|\s+[-–—]\s+", line[mark.end() : end])[0]
        labelled.setdefault(str(mark.lastgroup), value.strip(" \t\u3000|｜;；,，·/&\xa0"))
    lead = line[: marks[0].start()] if marks else line
    source, *reporters = re.split(
        rf"[\s\u3000]+(?={ROLE})", labelled.get("source", "") or labelled.get("by", ""), maxsplit=1
    )
    publisher = re.split(r"[\s\u3000]{2,}|\s*[|｜]|\s+(?=\d)|\s+on\s", source)[0]
    url = re.search(r"https?://\S+", labelled.get("url", "") or (line if line.startswith("http") else ""))
    authors = split_names(_undated(labelled["author"])) if labelled.get("author") else ()
    body = publisher if publisher and not publisher.startswith("http") else _body(lead)
    told = next((names for part in (*reporters, lead, *_parts(line)) if (names := _reported(part))), ())
    return Credits(
        body,
        authors or told or (_named_alone(lead) if body else ()),
        _date(labelled.get("date", "")) or _date(line),
        url.group() if url else "",
    )


def read_lead(words: str) -> Credits:
    """What the opening of a first paragraph says, as in ``本报讯（记者 罗晓 通讯员 邓毅）1月16日，…``."""
    lead = LEAD.match(words.strip())
    if not lead:
        return Credits()
    names = split_names(lead["inside"] or lead["after"] or "")
    people = tuple(name for name in names if is_name(name) or re.search(r"[A-Za-z·某]", name))
    return Credits("", people if len(people) == len(names) else ())


def is_body(words: str) -> bool:
    """Whether words name a paper, a site or a public body rather than a person."""
    name = words.strip()
    person = is_name(name) and (len(name) < 4 or name[:2] in COMPOUND)
    return bool(BODY.search(name)) and len(words) > 2 and not person


def body_alone(words: str) -> str:
    """The paper or body that a line names and no more, its date left out; empty where it says something else."""
    name = EDITION.sub("", _undated(words))
    alone = 3 < len(name) <= 40 and is_body(name) and not re.search(r"[:：，,。|｜>]|\d", name)
    return name if alone and (not name.isascii() or " " in name) else ""


def _parts(line: str) -> list[str]:
    """A credit line where bars, dots and wide gaps divide it."""
    return [part.strip() for part in re.split(r"\s*[|｜·•]\s*|[ \u3000\xa0]{2,}|\u3000", line) if part.strip()]


def _undated(words: str) -> str:
    for form in DATES:
        words = form.split(words, 1)[0]
    return words.strip(" 　,，|｜·")


def _date(words: str) -> str:
    """The date in a credit line; a year of two or three digits after a label is one of the Republic of China."""
    if date := re.match(r"\s*(1\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)", words):
        return iso_date(f"{int(date[1]) + 1911}-{date[2]}-{date[3]}")
    return iso_date(words)


def _body(lead: str) -> str:
    """The paper or body that a line names before its reporters or its date."""
    if paper := PAPER.match(lead):
        return paper["paper"]
    for part in _parts(lead):
        name = _undated(part)
        if 2 < len(name) <= 24 and is_body(name) and not re.search(r"[:：，。]|\d", name):
            return re.sub(r"^(?:原创|原創)\s+|客户端$", "", name)
    return ""


def _named_alone(line: str) -> tuple[str, ...]:
    """The people who stand by themselves in a line beside their paper: 梅某某  柳溪发布  2023-10-23."""
    return tuple(part for part in _parts(line)[:2] if is_name(part) and (len(part) == 3 or part.endswith("某")))


def _reported(line: str) -> tuple[str, ...]:
    """The names in a line like ``本报记者 陈洁陈明红`` or ``By Jane Doe``, if it is no more than that."""
    if byline := BY.match(line):
        return split_names(byline["names"])
    bare = line.strip("[]【】()（）〔〕 \u3000")
    for form in DATES:
        bare = form.sub("", bare)
    bare = re.sub(r"\d{1,2}:\d\d(?::\d\d)?", "", bare).strip(" \u3000|｜,，")
    bare = re.sub(r"\s*[/／]\s*[\w、]{0,8}(?:報導|报道|報道|电|電)$", "", bare)
    if reporters := REPORTERS.match(bare):
        names = split_names(reporters["names"])
        if all(is_name(name) or re.search(r"[A-Za-z·]", name) for name in names):
            return names
    # 郭华平 黄晓平 本报记者 鄢朝晖: correspondents first, then the reporter.
    tokens = re.sub(ROLE, " ", bare).split()
    named = re.search(ROLE, line) and tokens and all(2 <= len(t) <= 4 and is_name(t) for t in tokens)
    return tuple(tokens) if named else ()
