"""What an operator sets right of a source line stands beside the article, and goes where it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings.settings import Settings
from bot.terminal.corpus import add
from index.articles.corrections import corrections_of, digest_of, write_corrections
from index.articles.read import read_article, split_paragraphs
from index.building.corpus import add_articles, remove_articles
from index.errors import ArticleError, CorpusError

PAGE = "浏览：5120\n全镇清淤河道的进展\n\n全镇清淤河道18公里，新修水闸4座。\n"


def test_fields_are_set_right_by_a_file_beside_the_article(tmp_path: Path) -> None:
    page = tmp_path / "silt.txt"
    page.write_text(PAGE, "utf-8")
    before = digest_of(page, page.read_bytes())
    fields = "标题: 清淤进展\nsource: 青溪日报\nauthor: [罗晓, 邓毅]\ndate: 2024年5月1日\n"
    (tmp_path / "silt.yaml").write_text(fields, "utf-8")
    article = read_article(page)
    assert (article.title, article.publisher, article.authors, article.date) == (
        "清淤进展",
        "青溪日报",
        ("罗晓", "邓毅"),
        "2024-05-01",
    )
    assert "全镇清淤河道18公里，新修水闸4座。" in [p.text for p in split_paragraphs(article)]
    assert digest_of(page, page.read_bytes()) != before  # so that a build reads it again
    write_corrections(page, {"date": "2024-05-02"})
    assert (read_article(page).date, read_article(page).authors) == ("2024-05-02", ("罗晓", "邓毅"))


def test_corrections_that_are_none_are_named(tmp_path: Path) -> None:
    (tmp_path / "silt.txt").write_text(PAGE, "utf-8")
    (tmp_path / "silt.yaml").write_text("title: 清淤\nno key at all\n", "utf-8")
    with pytest.raises(ArticleError, match=r"silt\.yaml.*line 2"):
        read_article(tmp_path / "silt.txt")


def test_corrections_are_added_and_removed_with_their_article(tmp_path: Path) -> None:
    sent, corpus = tmp_path / "silt.txt", tmp_path / "corpus"
    sent.write_text(PAGE, "utf-8")
    write_corrections(sent, {"date": "2024-05-01"})
    (added,) = add_articles([sent], corpus)
    assert added.extract.date == "2024-05-01"
    assert corrections_of(added.path).is_file()
    (corpus / "other.txt").write_text("水情\n\n水位降了三米。\n", "utf-8")
    (kept,) = remove_articles(["silt"], corpus)
    assert corrections_of(kept).is_file()
    assert not corrections_of(added.path).exists()


def test_an_address_is_read_only_from_hosts_that_are_listed(tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    with pytest.raises(CorpusError, match=r"news\.example is not among YINJU_ARTICLE_HOSTS"):
        add(settings, ["https://news.example/a.html"], replace=False)
    assert not (tmp_path / "corpus").exists()
