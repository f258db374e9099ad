"""What stands around an article on its page, and where its credits are."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.pages.facts import Report

CHROME = "chromewords"  # in every line that belongs to a page and is not to be quoted


def _paragraphs(report: Report) -> str:
    return "\n".join(f"<p>{sentence}</p>" for sentence in report.sentences)


def _people(report: Report) -> str:
    return " ".join(report.authors)


def portal(report: Report, table: str) -> str:
    """A portal of an office: breadcrumbs, tools, a foot."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{report.title}_{CHROME}</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/a">{CHROME}政务</a><a href="/b">{CHROME}服务</a></div>
<div class="crumbs">您当前的位置：首页 &gt; {CHROME}</div><h1>{report.title}</h1>
<div class="info">{report.date} 09:30&nbsp;&nbsp;来源：{report.publisher}&nbsp;&nbsp;作者：{_people(report)}
&nbsp;&nbsp;浏览次数：<span>5120</span></div>
<div class="article">{_paragraphs(report)}{table}</div>
<div class="share">分享到：{CHROME}微信</div>
<div class="footer">主办：{CHROME}办公室 ICP备12345678号</div></body></html>"""


def account(report: Report, table: str) -> str:
    """A page of a messenger's account, hidden until its script runs."""
    return f"""<html><head><meta property="og:title" content="{report.title}"><title></title></head><body>
<h1 class="rich_media_title" id="activity-name"> {report.title} </h1>
<div id="meta_content"><span class="rich_media_meta">{report.authors[0]}</span> <a id="js_name">{report.publisher}</a>
<em id="publish_time">{report.date} 18:02</em></div>
<div class="rich_media_content" id="js_content"
 style="visibility: hidden; opacity: 0;">{_paragraphs(report)}{table}</div>
<p class="d-none">{CHROME}旧稿</p><div id="js_pc_qr_code">微信扫一扫<br>关注该公众号</div><p>阅读 1.2万</p>
<p>赞 356</p></body></html>"""


def linked_data(report: Report, table: str) -> str:
    """A news site that says in JSON-LD what it is, with related links and a plea to subscribe."""
    people = ",".join(f'{{"@type":"Person","name":"{name}"}}' for name in report.authors)
    data = f"""{{"@type":"NewsArticle","headline":"{report.title}","datePublished":"{report.date}T08:00:00Z",
"author":[{people}],"publisher":{{"@type":"Organization","name":"{report.publisher}"}}}}"""
    return f"""<html><head>
<title>{report.title} | {CHROME}</title><script type="application/ld+json">{data}</script></head>
<body><header><nav><a href="/">Home</a><a href="/{CHROME}">{CHROME}</a></nav></header><main><article>
<h1>{report.title}</h1>
{_paragraphs(report)}{table}</article><aside class="related"><h2>Related</h2><p>
<a href="/x">{CHROME} of the week.</a></p></aside>
</main><div class="newsletter">Sign up to our {CHROME} newsletter.</div><footer>{CHROME}</footer></body></html>"""


def scanned_paper(report: Report, table: str) -> str:
    """The page of a paper's electronic edition: a list of its articles, the date in a box, tools below."""
    return f"""<html><head><title>{report.publisher}数字报</title></head><body><div class="nav"><ul>
<li><a href="1">第01版:{CHROME}</a></li><li><a href="2">第02版:{CHROME}</a></li></ul></div>
<div class="date">{report.date} 星期二</div>
<div class="list"><ul><li><a href="3">{CHROME}昨日闭幕</a></li></ul></div><founder-title>
<p class="bt">{report.title}</p></founder-title>
<p class="zz">本报记者 {_people(report)}</p><founder-content>{_paragraphs(report)}{table}</founder-content>
<div>上一篇 下一篇 放大 缩小 默认 朗读</div><div>© {report.publisher}社</div></body></html>"""


def forum(report: Report, table: str) -> str:
    """A post with its poster's box beside it, and what others said below."""
    by = ("发表于", "来源：", "作者：") if report.chinese else ("Published on", "Source: ", "By ")
    return f"""<html><head><title>{report.title} - {CHROME}</title></head><body><div id="topmenu">
<a href="/">{CHROME}</a></div>
<h1>{report.title}</h1><div class="byline">{by[1]}{report.publisher}</div>
<div class="byline">{by[2]}{_people(report)}</div>
<div class="byline">{by[0]} {report.date}</div><div class="post">{_paragraphs(report)}{table}</div>
<div class="comments"><h3>Comments (2)</h3><p>{CHROME}: I never heard of 4,000 of them!</p></div></body></html>"""


def council(report: Report, table: str) -> str:
    """A site with a cookie banner, meta tags and a feedback form."""
    return f"""<html><head><title>{report.title}</title><meta name="author" content="{", ".join(report.authors)}">
<meta property="og:site_name" content="{report.publisher}">
<meta property="article:published_time" content="{report.date}T10:00:00">
</head><body><div class="cookie-banner"><p>This site uses {CHROME} cookies.</p></div>
<a class="skip-link" href="#m">Skip to content</a>
<main id="m"><h1>{report.title}</h1>{_paragraphs(report)}{table}</main>
<form><p>Is this page useful? {CHROME}</p></form><footer>
<p>{CHROME} 2024. All rights reserved.</p></footer></body></html>"""


def copied(report: Report, table: str) -> str:
    """Text copied off a page with what stood around it."""
    credits = (
        f"来源：{report.publisher}  作者：{_people(report)}  {report.date} 10:21"
        if report.chinese
        else f"By {_people(report)}\n{report.publisher}, {report.date}"
    )
    tools = (
        ("首页 > 新闻 > 正文", "字号：大 中 小", "【打印本页】【关闭窗口】")
        if report.chinese
        else ("Home > News", "Share this", "Print this page")
    )
    return (
        f"{tools[0]}\n\n{report.title}\n\n{credits}\n{tools[1]}\n\n"
        + "\n\n".join((*report.sentences, table, tools[2]))
        + "\n"
    )


def kept(report: Report, table: str) -> str:
    """Markdown with front matter."""
    names = ", ".join(report.authors)
    head = f"---\ntitle: {report.title}\npublisher: {report.publisher}\nauthors: [{names}]\ndate: {report.date}\n---\n"
    return head + "\n" + "\n\n".join((*report.sentences, table)) + "\n"


HTML: dict[str, tuple[Callable[[Report, str], str], ...]] = {
    "seen": (portal, account, linked_data),
    "kept out": (scanned_paper, forum, council),
}
