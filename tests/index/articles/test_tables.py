"""Tables of every kind: each row knows what it is of, what heads its columns, and in which unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles.read import read_article, split_paragraphs
from index.records import Article, Paragraph, Span, plain

HTML = """<html><body><h1>港口年报</h1><p>去年货物吞吐量创新高，全港完成3216万吨。</p><table>
<caption>主要货类吞吐量（单位：万吨）</caption>
<tr><th rowspan="2">区域</th><th rowspan="2">货类</th><th colspan="2">吞吐量</th><th rowspan="2">同比（%）</th></tr>
<tr><th>2022年</th><th>2023年</th></tr>
<tr><td rowspan="2">北港</td><td>煤炭</td><td>1150</td><td>1280</td><td>11.3</td></tr>
<tr><td>砂石</td><td>905</td><td>960</td><td>6.1</td></tr>
<tr><td colspan="5">其中外贸</td></tr>
<tr><td>南港</td><td>粮食</td><td>310</td><td>-</td><td>-7.1</td></tr></table>
<p>港务局表示，今年将新增岸电设施18套。</p></body></html>"""

MARKDOWN = """# 三镇图书借阅

去年三镇图书馆的借阅情况如下。

镇 | 借阅(万册) | 读者
--- | ---: | ---:
北镇 | 71.5 | 8,210
南镇 | 48.3 | 5,960

三镇合计借阅119.8万册，A|B两馆不计。
"""

ALIGNED = """Harbour accounts

The board published its accounts for the year on Monday.

Income (£m)              2023    2022
  Dues                   12.5    11.9
  Rents                   3.2     3.4
Loss on disposals        (1.1)   (0.4)

The chair said that dues would not rise again before next year.
"""

FLAT = """清溪县2023年统计公报

全年粮食产量稳定，各类农产品供应充足。
表1 主要农产品产量
产品名称
单位
产量
比上年增长(%)
粮食
万吨
28.64
2.5
油料
吨
9120
-1.4
茶叶
吨
3602
0.8
全年新增灌溉面积1.2万亩，比上年多三成。
"""


def article(folder: Path, content: str, name: str) -> Article:
    (folder / name).write_text(content, "utf-8")
    return read_article(folder / name)


def rows(article: Article) -> list[Paragraph]:
    return [paragraph for paragraph in split_paragraphs(article) if paragraph.row]


def words(article: Article, *spans: Span | None) -> list[str]:
    return [plain(article, span)[0] if span else "" for span in spans]


def cells(article: Article, row: Paragraph) -> list[tuple[str, list[str], str]]:
    assert row.row
    return [
        (words(article, cell.span)[0], words(article, *cell.headers), words(article, cell.unit)[0])
        for cell in row.row.cells
    ]


def test_headings_of_two_rows_cells_that_reach_down_and_parts(tmp_path: Path) -> None:
    page = article(tmp_path, HTML, "a.html")
    found = rows(page)
    assert [row.row.heading for row in found if row.row] == [True, True, False, False, False, False]
    coal, sand, part, grain = found[2:]
    assert coal.row
    assert sand.row
    assert grain.row
    assert words(page, *sand.row.names) == ["北港", "砂石"]
    assert words(page, *grain.row.names) == ["其中外贸", "南港", "粮食"]
    assert words(page, part.span) == ["其中外贸"]
    assert words(page, coal.row.caption) == ["主要货类吞吐量（单位：万吨）"]
    assert cells(page, coal)[2:] == [
        ("1150", ["吞吐量", "2022年"], "万吨"),
        ("1280", ["吞吐量", "2023年"], "万吨"),
        ("11.3", ["同比（%）"], "%"),
    ]
    assert words(page, coal.span) == ["北港 | 煤炭 | 1150 | 1280 | 11.3"]


@pytest.mark.parametrize("bars", [False, True])
def test_markdown_with_and_without_outer_bars(tmp_path: Path, bars: bool) -> None:
    lines = [f"| {line} |" if bars and " | " in line else line for line in MARKDOWN.split("\n")]
    page = article(tmp_path, "\n".join(lines), "a.md")
    head, north, _ = rows(page)
    assert head.row
    assert head.row.heading
    assert cells(page, north)[1:] == [("71.5", ["借阅(万册)"], "万册"), ("8,210", ["读者"], "")]
    assert "三镇合计借阅119.8万册，A|B两馆不计。" in [words(page, p.span)[0] for p in split_paragraphs(page)]


def test_aligned_columns_and_the_unit_of_the_corner(tmp_path: Path) -> None:
    page = article(tmp_path, ALIGNED, "a.txt")
    _, dues, _, loss = rows(page)
    assert words(page, dues.span) == ["Dues | 12.5 | 11.9"]
    assert cells(page, loss)[1] == ("(1.1)", ["2023"], "£m")


def test_a_table_flattened_to_a_cell_a_line(tmp_path: Path) -> None:
    page = article(tmp_path, FLAT, "a.txt")
    grain = rows(page)[1]
    assert words(page, grain.span) == ["粮食 | 万吨 | 28.64 | 2.5"]
    assert page.text[grain.span.start : grain.span.end] == "粮食\n万吨\n28.64\n2.5"
    assert cells(page, grain)[2:] == [("28.64", ["产量"], "万吨"), ("2.5", ["比上年增长(%)"], "%")]
    assert [p.kind for p in split_paragraphs(page)][-1] == "body"


def test_tabs(tmp_path: Path) -> None:
    page = article(tmp_path, "水渠建成\n\n全镇新修水渠18公里。\n\n村名\t水渠（公里）\n上港村\t7\n下港村\t11\n", "a.txt")
    assert cells(page, rows(page)[1]) == [("上港村", ["村名"], ""), ("7", ["水渠（公里）"], "公里")]


@pytest.mark.parametrize("line", ["首页 | 新闻 | 视频 | 登录", "上一篇 | 下一篇"])
def test_menus_are_no_tables(tmp_path: Path, line: str) -> None:
    assert not rows(article(tmp_path, f"{line}\n水情简报\n\n水位降了三米，流量也小了。\n{line}\n", "a.txt"))
