"""Long messages in parts: within Telegram's limits, cut at the ends of sentences, nothing lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.messages.blocks import Block, Message, joined, split, styled
from bot.messages.render import render_all
from index.records import Statistic
from tests.support.answers import ARTICLE, answered, quote_of, statistic
from tests.support.bot_api_messages import check_message

PIECES = ["字", "55所", "a", " ", "😀", "e\u0301", "👩\u200d🚀", "עברית", "\u202e", "\n", "。", "1,000", ". ", "\ud800"]
KINDS = [MessageEntity.BOLD, MessageEntity.ITALIC, MessageEntity.BLOCKQUOTE]


def checked(messages: list[Message]) -> list[Message]:
    """The messages, once a server would have taken them."""
    for message in messages:
        check_message(message.text, [entity.to_dict() for entity in message.entities])
    return messages


def covered(message: Message, entity: MessageEntity) -> str:
    """The words under an entity."""
    units = message.text.encode("utf-16-le")
    return units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
    text = "始" + "".join(pieces) * draw(st.sampled_from([1, 50, 700, 2000])) + "终"
    places = st.integers(0, len(text) - 1)
    some = draw(st.lists(st.tuples(st.sampled_from(KINDS), places, st.integers(1, 40)), max_size=20))
    every = draw(st.sampled_from([0, 7, 40]))
    many = [(MessageEntity.BOLD, at, 2) for at in range(0, len(text) - 2, every)][:1000] if every else []
    entities = [MessageEntity(kind, at, min(length, len(text) - at)) for kind, at, length in some + many]
    return joined([Block(text, tuple(entities))], "")


@settings(deadline=None, max_examples=60)
@given(blocks())
def test_every_part_is_within_telegrams_limits_and_no_words_are_lost(block: Block) -> None:
    messages = checked(split(block))
    assert "".join("".join(message.text for message in messages).split()) == "".join(block.text.split())


def test_a_thousand_figures_stay_bold() -> None:
    figures = [f"{number}所" for number in range(1000)]
    block = joined([joined([styled(figure, MessageEntity.BOLD), Block("学校。")], "") for figure in figures], "")
    quoted = Block(
        block.text, (MessageEntity(MessageEntity.EXPANDABLE_BLOCKQUOTE, 0, len(block.text)), *block.entities)
    )
    messages = checked(split(quoted))
    bold = [covered(m, e) for m in messages for e in m.entities if e.type == MessageEntity.BOLD]
    assert bold == figures
    for message in messages:
        assert message.entities[0].type == MessageEntity.EXPANDABLE_BLOCKQUOTE
        assert covered(message, message.entities[0]) == message.text
        assert message.text.endswith("。")


def test_cuts_are_at_the_ends_of_sentences() -> None:
    sentence = "全市动工建设中小学校很多所，" * 20 + "到此为止。"
    messages = checked(split(Block(sentence * 40)))
    assert len(messages) == 3
    assert all(message.text.endswith("到此为止。") for message in messages)


def test_a_figure_or_link_is_not_cut_in_two() -> None:
    link = styled("标" * 300, MessageEntity.TEXT_LINK, "https://example.org")
    block = joined([Block("字" * 3900), link, Block("字" * 300)], "")
    linked = [covered(m, e) for m in checked(split(block)) for e in m.entities]
    assert linked == ["标" * 300]


def test_a_long_answer_is_sent_whole_in_parts() -> None:
    text = "".join(f"第{number}句说的是新建学校{number}所，别的也说了一些。" for number in range(1, 400))
    article = replace(ARTICLE, text=text)
    figures: list[Statistic] = [statistic(article, f"学校{n}所", n, "所", "学校") for n in range(1, 400)]
    messages = checked(render_all(answered(quote_of(article, text, *figures, headline=2))))
    assert len(messages) > 2
    assert messages[0].text.startswith("学校1所")
    assert "¶23" in messages[-1].text
    said = "".join(message.text for message in messages)
    assert text in said.replace("\n", "")
    assert all(message.text.endswith("。") for message in messages[:-1])
    bold = [covered(m, e) for m in messages for e in m.entities if e.type == MessageEntity.BOLD]
    assert bold == 2 * ["学校1所", "学校2所"]  # before the quote and in it
