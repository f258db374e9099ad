"""Articles: files of every kind and encoding in, paragraphs and credits out."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.encodings import decode
from index.articles.people import split_names
from index.articles.read import read_article, read_corpus, split_paragraphs
from index.errors import ArticleError, CorpusError
from index.records import Article, Span, plain
from index.text.iso_dates import iso_date
from tests.conftest import ROOT

PAGES = ROOT / "tests" / "pages"
CORPUS = ROOT / "corpus"


def shown(article: Article, *kinds: str) -> list[str]:
    return [plain(article, p.span)[0] for p in split_paragraphs(article) if p.kind in kinds]


def written(folder: Path, content: str | bytes, name: str = "page.txt") -> Article:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_article(path)


def test_the_corpus_article() -> None:
    article = read_article(CORPUS / "zhaoqing-party-history-2021.txt")
    assert article.title == "百年党史映初心 勇毅前行启新程 ——肇庆市扎实开展党史学习教育综述"
    assert (article.publisher, article.authors, article.date) == ("西江日报", ("陈洁", "陈明红"), "")
    paragraphs = split_paragraphs(article)
    bodies = [p for p in paragraphs if p.kind == "body"]
    assert bodies[0].text.startswith("核心提示")
    assert "动工建设中小学校55所" in bodies[22].text
    assert bodies[22].number == 23
    assert bodies[22].section == "学史力行践行初心 为群众美好生活而奋斗"
    assert len(bodies) == 34
    assert [p.kind for p in paragraphs].count("caption") == 1
    assert bodies[-1].text.endswith("召开。")


@pytest.mark.parametrize(
    ("page", "title", "publisher", "authors", "date", "bodies"),
    [
        ("mainland_news.txt", "清溪县新建三所小学 新增学位3600个", "清溪日报", ("李小云", "周平"), "2022-09-01", 5),
        ("government_notice.md", "关于做好冬季供暖工作的通知", "安平市人民政府办公室", (), "2021-11-05", 5),
        ("hk_news.html", "社區中心月底啟用", "海濱新聞", ("陳大文",), "2023-05-20", 4),
        ("taiwan_news.txt", "山城市公車電動化 三年汰換150輛", "山城時報", ("王小明",), "2021-12-30", 3),
        ("uk_council.html", "Recycling rates rise", "Westbrook Council", (), "2020-12-05", 5),
        (
            "english_wrapped.txt",
            "Harbour bridge to reopen after two-year repair",
            "Harbour Herald",
            ("Jane Doe", "John Smith"),
            "2020-12-05",
            3,
        ),
        ("broken.html", "旧站页面", "东湖日报", (), "", 4),
        ("list_page.txt", "雨季防汛须知", "", (), "", 4),
        ("gov_cn.html", "云溪县老旧小区改造惠及4800户", "云溪县融媒体中心", (), "2022-08-16", 3),
        (
            "wordpress_blog.html",
            "Counting swifts in Millbrook & beyond",
            "The Hedgerow Diary",
            ("Ann Archer",),
            "2019-07-14",
            4,
        ),
        (
            "english_newspaper.html",
            "Ferry fares frozen until 2026",
            "Coastal Courier",
            ("Rosa Lind", "Ivor Penn"),
            "2024-02-11",
            5,
        ),
        ("tables_2005.html", "北港镇新修水渠18公里", "北港报", (), "2005-03-09", 3),
        ("amp_page.html", "青河大桥通车", "", (), "2023-11-02", 3),
        ("big5_news.html", "湖口鎮圖書館借閱量創新高", "湖口日報", ("林怡君",), "2018-04-03", 3),
        ("broken_quotes.html", "果园丰收", "", (), "", 4),
        ("minified.html", "长堤夜市重开", "南洲晚报", (), "2023-07-21", 3),
    ],
)
def test_saved_pages(page: str, title: str, publisher: str, authors: tuple[str, ...], date: str, bodies: int) -> None:
    article = read_article(PAGES / page)
    assert (article.title, article.publisher, article.authors, article.date) == (
        title,
        publisher,
        authors,
        date,
    )
    assert len(shown(article, "body")) == bodies


CHROME = (
    "字号|首页|上一篇|版权|权利|ICP|cookies|讚|延伸閱讀|泳池|很好的消息|Sign up|Related|Ferry|council tax"
    "|Skip|useful|联系人|微信|接受|召开教育工作会议|Transport|Copyright"
    "|脚本|注释|当前位置|防汛会议|备案|About me|Share|Owls|Lovely|Subscribe|powered|Advertisement|briefing"
    "|Storm|灯谜|春耕会议|论坛|频道|广告|灯光秀|夜市週末|生活|点赞|江边步道|命名|重复"
)


@pytest.mark.parametrize("page", sorted(path.name for path in PAGES.iterdir()))
def test_chrome_is_never_body(page: str) -> None:
    text = "\n".join(shown(read_article(PAGES / page), "body", "heading", "caption", "table"))
    assert [word for word in CHROME.split("|") if word in text] == []


def test_short_paragraphs_are_kept() -> None:
    assert "而行动，是最好的回答。" in shown(read_article(PAGES / "mainland_news.txt"), "body")


def test_news_about_rights_is_not_a_rights_notice(tmp_path: Path) -> None:
    said = "公司表示：“未经授权不得转载的规定已写入合同。”"
    counted = "截至去年底，全市已完成ICP备案的网站共有1.2万家。"
    article = written(tmp_path, f"版权声明该怎样写\n\n{said}\n\n{counted}\n\n© 2020 海滨新闻 版权所有\n")
    assert shown(article, "body") == [said, counted]


def test_markup_is_read_as_a_reader_sees_it() -> None:
    article = read_article(PAGES / "hk_news.html")
    assert "新社區中心將於5月31日啟用，總開支8,200萬元，設\xa0120個座位。" in shown(article, "body")
    assert shown(article, "table") == ["設施 | 座位", "圖書館 | 80", "禮堂 | 40"]
    notice = read_article(PAGES / "government_notice.md")
    assert "供暖期自11月15日至次年3月15日，共 121天。" in shown(notice, "body")
    assert "详见 收费办法。" in shown(notice, "body")


def test_captions_headings_and_tables_of_saved_pages() -> None:
    found = {page: shown(read_article(PAGES / page), "caption", "heading", "table") for page in SET_APART}
    assert found == SET_APART


SET_APART = {
    "gov_cn.html": ["改造后的桃园小区，居民在新修的凉亭里休息。李明摄", "一、补齐设施短板"],
    "wordpress_blog.html": ["A swift leaves its nest box on the church tower", "Nest boxes"],
    "english_newspaper.html": ["What happens next"],
    "tables_2005.html": ["村名 | 水渠（公里）", "上港村 | 7", "下港村 | 11"],
    "amp_page.html": ["通车后的青河大桥"],
    "big5_news.html": ["民眾在圖書館借書。圖／湖口鎮公所提供"],
    "minified.html": ["夜市入口人头攒动", "摊主的账本"],
}


@pytest.mark.parametrize(
    ("html", "bodies"),
    [
        # signs of tags in the text, in attributes and in scripts
        ("<p>汛期水位 < 3米，流量 > 200方。</p>", ["汛期水位 < 3米，流量 > 200方。"]),
        ('<p>水位<a title="a > b" href=x>降了</a>三米。</p>', ["水位降了三米。"]),
        ("<p>水位<script>if (a<b) c('<p>没有的话。')</script>降了三米。</p>", ["水位降了三米。"]),
        # text that the standard moves, merges or swallows
        ("<table>水位降了三米。<tr><td>站点<td>水位</table>", ["水位降了三米。"]),
        ("<p>水位</b>降了</i>三米。", ["水位降了三米。"]),
        ("<p><b>水位降了三米。<p>流量也小了。", ["水位降了三米。", "流量也小了。"]),
        ('<p class="a>水位降了三米。<p class="b">流量也小了。', ["水位降了三米。", "流量也小了。"]),
        ("<div title=it's>水位降了三米。</div><p title='b'>流量也小了。", ["水位降了三米。", "流量也小了。"]),
        # the characters that offsets are carried in
        ("<p>水位\ufdd07\ufdd1降了\ufdd2三米。", ["水位\ufdd07\ufdd1降了\ufdd2三米。"]),
        ("<p>水位&lt;b&gt;降了&#19977;米。", ["水位<b>降了三米。"]),
    ],
)
def test_text_among_tags(tmp_path: Path, html: str, bodies: list[str]) -> None:
    assert shown(written(tmp_path, f"<html><body><h1>水情</h1>{html}"), "body") == bodies


def test_what_the_head_says_keeps_its_signs(tmp_path: Path) -> None:
    article = written(
        tmp_path,
        "<html><head><title>涨幅 > 3%，<b>不降</title><meta name=copyright content='A > B < C &amp;amp; D'>"
        "<body><p>水位降了三米，流量也小了。",
    )
    assert (article.title, article.rights) == ("涨幅 > 3%，<b>不降", "A > B < C &amp; D")


def test_offsets_of_readable_text_lead_back_to_the_file() -> None:
    for page in PAGES.iterdir():
        article = read_article(page)
        marked = {place for mark in article.markup for place in range(mark.span.start, mark.span.end)}
        for paragraph in split_paragraphs(article):
            text, offsets = plain(article, paragraph.span)
            assert len(text) == len(offsets)
            assert offsets == sorted(offsets)
            assert all(article.text[at] == char for char, at in zip(text, offsets, strict=True) if at not in marked)


def test_wrapped_lines_are_one_paragraph() -> None:
    first = shown(read_article(PAGES / "english_wrapped.txt"), "body")[0]
    assert first.startswith("The harbour bridge will reopen to traffic on Monday after repairs that took two years")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_simplified_pages_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = (PAGES / "mainland_news.txt").read_text("utf-8")
    article = written(tmp_path, text.encode(encoding))
    assert article.text.lstrip("\ufeff") == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "gb18030"])
def test_traditional_pages_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = (PAGES / "taiwan_news.txt").read_text("utf-8")
    assert written(tmp_path, text.encode(encoding)).text.lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("全市建成学校55所。", "gb18030"),
        ("公營精神科服務需求增逾兩成。", "big5"),
        ("The fine was £16.6million – a ‘black hole’.", "cp1252"),
        ("Café prices rose.", "cp1252"),
    ],
)
def test_short_texts_are_not_misread(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, 0)


def test_line_endings_and_byte_order_mark_are_kept(tmp_path: Path) -> None:
    data = "\ufeff标题在这里写\r\n\r\n第一段话。\r\n\r\n第二段话。\r\n".encode()
    article = written(tmp_path, data)
    assert article.text == data.decode("utf-8")
    assert shown(article, "body") == ["第一段话。", "第二段话。"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\xef\xbb\xbf", "empty"),
        (b"PNG\x00\x01\x02", "NUL"),
        (bytes(range(1, 32)) * 20, "control characters"),
        ("好文章。".encode() * 40 + b"\xff\xfe\x80" * 30, "UTF-8"),
        (b"---\ntitle: a\nno colon here\n---\nText here.\n", "line 3"),
        (b"---\ntitle: a\n\nText here.\n", "never closed"),
        ("首页\n\n分享到\n".encode(), "no paragraph"),
    ],
)
def test_a_bad_file_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason) as raised:
        written(tmp_path, content)
    assert "\n" not in str(raised.value)


def test_a_file_too_large_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    began = time.perf_counter()
    with pytest.raises(ArticleError, match="50,000,000 bytes"):
        read_article(path)
    assert time.perf_counter() - began < 5


def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("一句话。")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("permissions do not bind this user")
    with pytest.raises(ArticleError, match="permissions"):
        read_article(path)


def test_front_matter_with_colons_and_lists(tmp_path: Path) -> None:
    article = written(
        tmp_path,
        "--- \ntitle: Parks: open again\nauthors:\n  - Jane Doe\n  - Li Wei\nsource: https://example.org/a\n"
        "rights: CC BY 4.0\ndate: 2020-09-12-08-47-03 \n--- \nParks are open.\n",
    )
    assert article.title == "Parks: open again"
    assert article.authors == ("Jane Doe", "Li Wei")
    assert (article.url, article.publisher, article.rights) == ("https://example.org/a", "", "CC BY 4.0")
    assert article.date == "2020-09-12"


@pytest.mark.parametrize(
    ("given", "show", "warned"),
    [("", "neighbours", False), ("Whole", "whole", False), ("quote", "quote", False), ("all of it", "quote", True)],
)
def test_how_much_may_be_shown_is_the_articles_to_say(tmp_path: Path, given: str, show: str, warned: bool) -> None:
    article = written(tmp_path, f"---\ntitle: Parks\nshow: {given}\n---\nParks are open.\n")
    assert (article.show, bool(article.warnings)) == (show, warned)


def test_nothing_is_invented(tmp_path: Path) -> None:
    article = written(tmp_path, "全市建成学校55所，新增学位2.1万个。\n")
    assert (article.title, article.publisher, article.authors, article.date, article.url) == (
        "",
        "",
        (),
        "",
        "",
    )


def test_a_corpus_of_good_and_bad_files(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "sub/a.md", "a.txt", ".hidden/c.txt", "README.md"):
        (tmp_path / name).write_text("一句话。")
    (tmp_path / "empty.txt").touch()
    articles, errors = read_corpus(tmp_path)
    assert [article.slug for article in articles] == ["a", "b"]
    assert {error.path.name for error in errors} == {"a.md", "empty.txt"}


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="not a folder"):
        read_corpus(tmp_path / "none")
    with pytest.raises(CorpusError, match="no articles"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("陈洁陈明红", ("陈洁", "陈明红")),
        ("欧阳修文", ("欧阳修文",)),
        ("张三、李四 王五", ("张三", "李四", "王五")),
        ("曹 笑", ("曹笑",)),
        ("Jane Doe and John Smith", ("Jane Doe", "John Smith")),
    ],
)
def test_names(words: str, names: tuple[str, ...]) -> None:
    assert split_names(words) == names


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("时间：2015年12月13日 04:16:45", "2015-12-13"),
        ("中華民國110年12月30日", "2021-12-30"),
        ("December 5, 2020", "2020-12-05"),
        ("5th Dec 2020", "2020-12-05"),
        ("2021-13-45", ""),
    ],
)
def test_dates(words: str, date: str) -> None:
    assert iso_date(words) == date


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.lists(
            st.sampled_from(
                [
                    "<p>",
                    "</p>",
                    "<h1>",
                    "<td>",
                    "<tr>",
                    "<table>",
                    "<br>",
                    "<!--",
                    "-->",
                    "<script>",
                    "&amp;",
                    "</b>",
                    "</table>",
                    "<html>",
                    "<div>",
                    "<select>",
                    "<svg>",
                    '">',
                    "> ",
                    "< ",
                    "<a href='",
                    "\n",
                    "---\n",
                    "# ",
                    "| a | b |\n",
                    "**",
                    "字。",
                    "A b. ",
                    "](http://x)",
                    "[",
                    "\t",
                    "来源：",
                    "摄\n",
                ]
            ),
            max_size=40,
        ).map(lambda parts: "".join(parts).encode()),
    )
)
def test_any_bytes_are_an_article_or_an_error(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            article = written(Path(folder), data)
        except ArticleError:
            return
    at = 0
    for paragraph in split_paragraphs(article):
        assert at <= paragraph.span.start < paragraph.span.end <= len(article.text)
        at = paragraph.span.end
        text, offsets = plain(article, paragraph.span)
        assert text.strip() == text != ""
        assert all(paragraph.span.start <= offset < paragraph.span.end for offset in offsets)


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        "<!--",
        "<<<<",
        "a > b ",
        "<div>",
        "<div>字。",
        "</div>",
        "<script>",
        "<textarea>",
        "<table><tr><td>字",
        "<p><b id=a><i>字。",
        '<a b="',
        "<a b='c\"",
        "<p>字。",
        "[a](b",
        "**a ",
        "| a ",
        "字，",
        "&amp",
        "<b>",
        "a\n",
        "字。\n\n",
        "---\n",
    ],
)
def test_long_pages_take_linear_time(tmp_path: Path, unit: str) -> None:
    began = time.perf_counter()
    with suppress(ArticleError):
        split_paragraphs(written(tmp_path, unit * (60_000 // len(unit)) + "\n\n一句话。"))
    assert time.perf_counter() - began < 30


def test_plain_without_markup_is_the_text_itself() -> None:
    article = Article("a", "", "一句话。")
    assert plain(article, Span(1, 3)) == ("句话", [1, 2])


@pytest.mark.parametrize(
    ("html", "bodies"),
    [
        # what a script is to show is read; what nobody is to see is not
        ('<div id=c style="visibility: hidden"><p>全年走访居民5620户。</p></div>', ["全年走访居民5620户。"]),
        ('<p>走访5620户。</p><p style="font-size:0">旧稿：4120户。</p>', ["走访5620户。"]),
        ("<style>.x{clip:rect(0,0,0,0)}</style><p>走访5620户<span class=x>旧稿</span>。</p>", ["走访5620户。"]),
        ('<p>走访5620户。</p><p class="sr-only">点击收听本文。</p>', ["走访5620户。"]),
        ("<style>@media print{p{display:none}}</style><p>走访5620户。</p>", ["走访5620户。"]),
        # marks of notes and characters without width are no part of a figure; powers are
        ("<p>床位3120<sup>1</sup>张，医师98&#8203;0<sup><a href=#n>2</a></sup>名。</p>", ["床位3120张，医师980名。"]),
        ("<p>库容1.2×10<sup>8</sup>立方米，绿地5万m<sup>2</sup>。</p>", ["库容1.2×10⁸立方米，绿地5万m²。"]),
        ("<p>新增岸电18&shy;套，共45.6<wbr>万元。</p>", ["新增岸电18套，共45.6万元。"]),
        # a line that is short is a line by itself, a full one goes on
        (
            "<div>一季度10亿元<br>二季度12亿元<br>全年走访居民5620户。</div>",
            ["一季度10亿元", "二季度12亿元", "全年走访居民5620户。"],
        ),
    ],
)
def test_what_readers_of_a_page_see(tmp_path: Path, html: str, bodies: list[str]) -> None:
    read = shown(written(tmp_path, f"<html><body><h1>年终账目公布</h1>{html}"), "body", "heading", "caption")
    assert read == bodies


def test_wrapped_chinese_is_read_whole_and_over_pages(tmp_path: Path) -> None:
    text = (
        "青溪县水利简报\n\n    今年以来全县水利建设加快，到十月完成投资1.\n"
        "86亿元，比上年增加两成，其中中央资金占了一半还多，\n"
        "其余由县里自筹。新修水渠18公里，惠及三个乡镇的四千\n多户居民，群众表示满意。\n\n                 - 1 -\n\n"
        "    水库清淤工程在十月底完工，共清出淤泥二十三万立方米，\n库容恢复到建成时的九成，两岸新栽的树木已经\n"
        "成活，明年将接着整治下游河道，预算九百万元。\n"
    )
    article = written(tmp_path, text)
    bodies = shown(article, "body")
    assert bodies[0].startswith("今年以来全县水利建设加快，到十月完成投资1.86亿元，")
    assert len(bodies) == 2


def test_a_broken_byte_costs_no_article(tmp_path: Path) -> None:
    data = "青溪县水利简报\n\n全县今年完成水利投资，新修水渠18公里，惠及三个乡镇的居民。\n".encode()
    article = written(tmp_path, data.replace("公里，".encode(), "公里，".encode() + b"\xff"))
    assert article.text.count("\ufffd") == 1
    assert "1 broken bytes" in article.warnings[0]


@pytest.mark.parametrize(
    ("head", "publisher", "authors", "date"),
    [
        ("清溪日报 2022年12月30日", "清溪日报", (), "2022-12-30"),
        (
            "2022-12-30 08:10　来源：清溪晚报　记者 王小文 通讯员 李平　阅读 5120",
            "清溪晚报",
            ("王小文", "李平"),
            "2022-12-30",
        ),
        ("發布單位:清溪縣政府 發布日期:111-12-30 點閱數:2,417", "清溪縣政府", (), "2022-12-30"),
        (
            "清溪周刊 | 文/记者 余丹 实习生 孟凡 | 2022-12-30 10:40 | 阅读 5207",
            "清溪周刊",
            ("余丹", "孟凡"),
            "2022-12-30",
        ),
    ],
)
def test_source_lines(tmp_path: Path, head: str, publisher: str, authors: tuple[str, ...], date: str) -> None:
    article = written(
        tmp_path, f"清溪县今年建成三所小学\n{head}\n\n清溪县新建的三所小学今天同时开学，新增学位3600个。\n"
    )
    assert article.title == "清溪县今年建成三所小学"
    assert (article.publisher, article.authors, article.date) == (publisher, authors, date)


def test_published_by(tmp_path: Path) -> None:
    article = written(
        tmp_path, "Our year in bread\n\nPublished by Marrow Bakeries on 7 March 2024\n\nWe baked 4.2 million loaves.\n"
    )
    assert (article.title, article.publisher, article.date) == ("Our year in bread", "Marrow Bakeries", "2024-03-07")
