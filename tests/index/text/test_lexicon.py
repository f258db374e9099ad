"""Words: their script, their stems, their glosses."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.dictionary import classifiers, definitions
from index.text.glosses import glosses, information, known_english
from index.text.names import is_chinese_name, is_name, is_pinyin, syllables
from index.text.scripts import fold, is_han
from index.text.stems import stem
from index.text.words import segment, words

SUFFIXES = ("ization", "fulness", "ingly", "ements", "ability", "ousness")
ANY_TEXT = st.text(alphabet=st.characters(), max_size=60) | st.text("学校學習55所aZ's，。 ３％㎡İß\ud800", max_size=60)


@settings(deadline=None)
@given(ANY_TEXT)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(ANY_TEXT)
def test_words_stand_where_they_say(text: str) -> None:
    folded, end = fold(text), 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.form
        if is_han(word.form):
            assert folded[word.start : word.end] == word.form
        end = word.end


@settings(deadline=None)
@given(st.text(alphabet="中小学校建设多少所肇庆市一二三㐀䶿鿿豈", max_size=40))
def test_segments_are_the_whole_text(text: str) -> None:
    assert "".join(segment(text)) == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("學校", "学校"),
        ("臺灣", "台湾"),
        ("ＡＢＣ１２３", "abc123"),
        ("HOW Many", "how many"),
        ("百分之５０％", "百分之50%"),
        ("“don’t”", '"don\'t"'),
        ("全角\u3000空格", "全角 空格"),
        ("學校 already simplified 学校", "学校 already simplified 学校"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "forms",
    [
        ("school", "schools", "Schools".lower(), "school's", "school’s"),
        ("build", "built", "building", "builds"),
        ("organize", "organise", "organised", "organising"),
        ("center", "centre", "centres"),
        ("program", "programme", "programmes"),
        ("child", "children"),
        ("person", "people"),
        ("hold", "held", "holding"),
        ("take", "took", "taken", "taking"),
        ("city", "cities"),
        ("percent", "percentage"),
        ("mobilize", "mobilised"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("pair", [("school", "scholar"), ("advise", "advize"), ("rise", "size"), ("2021", "2020")])
def test_other_words_keep_their_own_stem(pair: tuple[str, str]) -> None:
    assert stem(pair[0]) != stem(pair[1])


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("学校", "school"),
        ("医院", "hospital"),
        ("图书馆", "library"),
        ("公园", "park"),
        ("竣工", "complete"),
        ("讲座", "lecture"),
        ("党史学习教育", "education"),
        ("中小学校", "school"),
        ("增长", "grow"),
        ("贷款", "loan"),
    ],
)
def test_glosses_translate(word: str, english: str) -> None:
    assert glosses(word).get(stem(english), 0) > 0.2


def test_glosses_are_credits() -> None:
    for word in ("学校", "打", "的", "学", "中小学校", "龘龘"):
        assert all(0 < credit <= 1 for credit in glosses(word).values())
    assert max(glosses("学").values()) < max(glosses("学校").values())  # one character has many senses
    assert glosses("") == {}
    assert glosses("xyz") == {}


def test_the_dictionary_is_read_by_simplified_words() -> None:
    assert "school" in definitions("学校")
    assert not any(sense.startswith("CL:") for sense in definitions("学校"))
    assert definitions("學校") == []
    assert "所" in classifiers("学校")
    assert classifiers("无此词") == frozenset()


def test_pinyin() -> None:
    assert syllables("肇庆") == ("zhao", "qing")
    assert syllables("重庆") == ("chong", "qing")


def test_rare_words_tell_more() -> None:
    assert information("的") < information("学校") < information("魑魅")
    assert information("person") < information("aqueduct")
    assert information("2021") == 1.0
    for form in ("", "学校", "zzzz", "0", "é"):
        assert 0.2 <= information(form) <= 1.6


def test_english_is_known_from_typing_errors() -> None:
    assert known_english(stem("school"))
    assert not known_english("schoool")


def test_numbers_lose_their_separators() -> None:
    assert [word.form for word in words("1,234 and 5.6")] == ["1234", "and", "5.6"]


@pytest.mark.parametrize("name", ["肇庆", "望洲区", "石桥镇", "北京"])
def test_names_of_places(name: str) -> None:
    assert is_chinese_name(name)


@pytest.mark.parametrize("word", ["学校", "幼儿园", "厨余桶", "全市", "卫生室", "男护士"])
def test_words_that_are_no_names(word: str) -> None:
    assert not is_chinese_name(word)


def test_a_name_in_latin_letters_is_told_from_a_word() -> None:
    assert is_name("Harwick", "harwick")
    assert not is_name("School", "school")
    assert is_pinyin("dinghu")
    assert not is_pinyin("school")
    assert not is_pinyin("harwick")


def test_words_are_stemmed_in_several_threads_at_once() -> None:
    made_up = [f"{start}{middle}{end}" for start in "bdfgklmnprst" for middle in ("al", "er", "un") for end in SUFFIXES]
    alone = {word: stem(word) for word in made_up}
    stem.cache_clear()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda _: {word: stem(word) for word in made_up}, range(4)))
    finally:
        sys.setswitchinterval(before)
    assert all(found == alone for found in together)
