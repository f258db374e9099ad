"""The figures of a table's row are those of the sentence that row, column and unit make; the answer says which cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.formats.column_heads import column_heads
from bot.formats.json_lines import answer_object
from bot.messages.figures import headline_figures
from bot.messages.render import quote_block
from bot.texts import TEXTS
from index.articles.read import read_article, split_paragraphs
from index.building.analyse import read_passage
from index.library.passages import Vocabulary
from index.records import Answer, Paragraph, Quote, Row, Statistic

TABLES = {
    "a.html": """<html><body><h1>溪口县2023年统计公报</h1><p>全年生产总值比上年增长5.2%。</p><table>
<caption>表3 分行业增加值</caption>
<tr><th>行业</th><th>增加值(亿元)</th><th>比上年增长(%)</th><th>从业人数</th></tr>
<tr><td>批发和零售业</td><td>20.1</td><td>-1.4</td><td>3,120</td></tr></table></body></html>""",
    "b.md": "# 两渡口货运\n\n去年货运量回落，账目如下。\n\n"
    "年份 | 北渡(万吨) | 南渡(万吨)\n--- | --- | ---\n2021年 | 45.2 | 30.8\n",
    "c.txt": "Harbour accounts\n\nThe board met on Monday.\n\nIncome (£m)   2023    2022\n  Dues        12.5    11.9\n"
    "  Grants     (1.1)    0.4\n",
    "d.txt": "茶叶简报\n\n各县春茶开采。\n\n指标\t数值\n采摘面积（万亩）\t3.6\n茶农户数\t1 260\n下降幅度（%）\t2.5\n",
}


def quotes(folder: Path, name: str) -> list[Quote]:
    """The rows of a table with their figures, as an answer would quote them."""
    (folder / name).write_text(TABLES[name], "utf-8")
    found = []
    for paragraph in split_paragraphs(read_article(folder / name)):
        passage = read_passage(paragraph, Vocabulary())
        figures = [passage.place_statistic(s) for sentence in passage.sentences for s in sentence.statistics]
        if paragraph.row:
            found.append(Quote(paragraph, paragraph.span, tuple(figures)))
    return found


def told(statistic: Statistic) -> tuple[float | None, str, str, str, str]:
    return statistic.value, statistic.unit, statistic.role, statistic.period, statistic.counted


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        (
            "a.html",
            [
                (2_010_000_000, "元", "level", "2023", "批发和零售业 · 增加值"),
                (-1.4, "%", "change", "2023", "批发和零售业 · 比上年增长"),
                (3120, "人", "level", "2023", "批发和零售业 · 从业人数"),
            ],
        ),
        (
            "b.md",
            [(452_000, "吨", "level", "2021", "2021年 · 北渡"), (308_000, "吨", "level", "2021", "2021年 · 南渡")],
        ),
        (
            "c.txt",
            [
                (12_500_000, "£", "level", "2023", "Dues · 2023"),
                (11_900_000, "£", "level", "2022", "Dues · 2022"),
                (-1_100_000, "£", "level", "2023", "Grants · 2023"),
                (400_000, "£", "level", "2022", "Grants · 2022"),
            ],
        ),
        (
            "d.txt",
            [
                (36_000, "亩", "level", "", "采摘面积 · 数值"),
                (1260, "户", "level", "", "茶农户数 · 数值"),
                (-2.5, "%", "change", "", "下降幅度 · 数值"),
            ],
        ),
    ],
)
def test_a_cell_is_read_with_its_row_and_its_column(tmp_path: Path, name: str, figures: list[object]) -> None:
    rows = quotes(tmp_path, name)
    assert [told(s) for row in rows for s in row.statistics if s.kind != "date"] == figures
    assert not rows[0].statistics  # 亿元 of the heading is no figure


def test_the_answer_says_which_cell_and_shows_what_heads_it(tmp_path: Path) -> None:
    quote = quotes(tmp_path, "a.html")[1]
    answering = Quote(quote.paragraph, quote.span, quote.statistics, quote.statistics[:1])
    assert column_heads(answering) == "行业 | 增加值(亿元) | 比上年增长(%) | 从业人数"
    block = quote_block(answering, TEXTS["zh"])
    assert block.text.startswith("20.1 (亿元) 批发和零售业 · 增加值\n行业 | 增加值(亿元)")
    quoted = next(entity for entity in block.entities if entity.type == "blockquote")
    assert block.text[quoted.offset :][: quoted.length] == "批发和零售业 | 20.1 | -1.4 | 3,120"
    assert headline_figures(answering, "en")[0].restated == "亿元, 2.01 billion yuan"
    (shown,) = answer_object(Answer("?", "zh", 0.9, (answering,), state="sure"))["quotes"]
    assert shown["heads"] == column_heads(answering)
    assert shown["statistics"][0]["cell"] == {
        "row": ["批发和零售业"],
        "column": ["增加值(亿元)"],
        "unit": "亿元",
        "address": "",
    }


def test_an_empty_cell_keeps_its_place_among_the_heads(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 借阅\n\n各馆情况如下。\n\n馆|册|人\n---|---|---\n北馆||8,210\n", "utf-8")
    row = split_paragraphs(read_article(tmp_path / "a.md"))[-1]
    assert isinstance(row, Paragraph)
    assert isinstance(row.row, Row)
    assert column_heads(Quote(row, row.span)).count("|") == row.text.count("|")
