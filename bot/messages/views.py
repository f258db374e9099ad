"""What a message shows and the buttons under it, for answers and passages. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.helpers import create_deep_linked_url

from bot.messages import buttons
from bot.messages.blocks import LONGEST_TEXT, Block, Message, finished, fits, joined, split, utf16_length
from bot.messages.citation import shortened, title
from bot.messages.render import (
    MOST_QUOTES,
    PassageLink,
    further_block,
    long_quote_block,
    nowhere,
    quote_block,
    render_all,
)
from bot.texts import Texts
from index.library.catalogue import KEY_LENGTH, Gone, Holdings
from index.question.claims import LONG
from index.records import Answer, Quote

LONGEST_HEADING = 200  # characters
_UNDERSTOOD = "↳ "


@dataclass(frozen=True, slots=True)
class View:
    """Messages, and the buttons under the last of them."""

    messages: tuple[Message, ...]
    buttons: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """A question to begin with, and the place of the figure that answers it."""

    question: str
    key: str
    start: int


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a view is made: the words it speaks, the bot it links to, whether that one can be shared, the
    questions that it is offered where it has none, and the pages.
    """

    texts: Texts
    holdings: Holdings
    bot_name: str = ""
    inline: bool = False
    tries: tuple[Try, ...] = ()
    pages: buttons.Pages = field(default_factory=buttons.Pages)

    @property
    def passage_link(self) -> PassageLink:
        """The link to a passage in the chat with the bot; to nowhere where the bot's name isn't known."""
        if not self.bot_name:
            return nowhere

        def link(quote: Quote) -> str:
            key, number = self.holdings.key(quote), quote.paragraph.number
            held = self.holdings.has_paragraph(key, number)
            return create_deep_linked_url(self.bot_name, f"{key}{number}") if held else ""

        return link


def headed(view: View, question: str) -> View:
    """The view under the question as it was understood, which buttons read there; as it is where there is none."""
    if not question:
        return view
    head = f"{_UNDERSTOOD}{shortened(question, LONGEST_HEADING)}"
    first, *rest = view.messages
    text = f"{head}\n\n{first.text}"
    if utf16_length(text) > LONGEST_TEXT:
        return View((Message(head), *view.messages), view.buttons)
    by = utf16_length(head) + 2
    moved = tuple(MessageEntity(e.type, e.offset + by, e.length, url=e.url) for e in first.entities)
    return View((Message(text, moved), *rest), view.buttons)


def heading_of(text: str) -> str:
    """The question that a message sent by the bot stands under; empty where it stands under none."""
    first = text.split("\n", 1)[0]
    return first.removeprefix(_UNDERSTOOD) if first.startswith(_UNDERSTOOD) else ""


def start_view(reader: Reader) -> View:
    """What the bot is for, what it has read, and questions to begin with."""
    texts, articles = reader.texts, list(reader.holdings.articles.values())
    lines = [Block(texts.welcome)]
    if articles:
        dates = sorted(article.date[:4] for article in articles if article.date[:4].isdecimal())
        years = f" ({dates[0]}–{dates[-1]})" if dates and dates[0] != dates[-1] else f" ({dates[0]})" if dates else ""
        newest = title(max(articles, key=lambda article: article.date))
        lines.append(Block(texts.held.format(articles=len(articles), years=years, newest=newest)))
    return View((finished(joined(lines, "\n\n")),), buttons.keyboard(*_tries(reader)))


def _tries(reader: Reader) -> list[buttons.Row]:
    return [[buttons.button(example.question, "try", example.key, example.start)] for example in reader.tries]


def linked_paragraph(payload: str, holdings: Holdings) -> Quote:
    """The paragraph that a deep link's parameter names. Raises Gone."""
    key, number = payload[:KEY_LENGTH], payload[KEY_LENGTH:]
    if not (number.isascii() and number.isdecimal()):
        raise Gone(payload)
    return holdings.paragraph(key, int(number))


def answer_view(answer: Answer, reader: Reader) -> View:
    """The answer as it is first sent."""
    messages = render_all(answer, reader.texts, reader.passage_link)
    if answer.quotes:
        return View(tuple(messages), answer_buttons(answer, 0, reader))
    if len(answer.question) > LONG and not answer.problem:
        messages = [Message(f"{reader.texts.not_found}\n\n{reader.texts.long_text}")]
    return View(tuple(messages), _unanswered_buttons(answer, reader))


def passage_view(answer: Answer, position: int, reader: Reader) -> View:
    """The passage at ``position`` among those that answer, in one message; the first as it was first answered, where
    that took one. Raises Gone where there is none.
    """
    if position == 0 and answer.perhaps:
        return answer_view(answer, reader)
    if position >= len(answer.quotes):
        raise Gone(f"passage {position}")
    answered = render_all(answer, reader.texts, reader.passage_link) if position == 0 else []
    if len(answered) != 1:
        answered = [finished(quote_block(answer.quotes[position], reader.texts, reader.passage_link))]
    return View(tuple(answered), answer_buttons(answer, position, reader))


def closest_view(answer: Answer, reader: Reader) -> View:
    """The passages that come closest, said not to be an answer."""
    opening = reader.texts.perhaps if answer.perhaps else reader.texts.not_found
    block = joined([Block(opening), Block(reader.texts.nearest)], "\n\n")
    for quote in answer.nearest[:MOST_QUOTES]:
        longer = joined([block, further_block(quote, reader.texts, reader.passage_link)], "\n\n")
        block = longer if fits(longer) else block
    return View((finished(block),), buttons.keyboard([buttons.button(reader.texts.figures, "stats", "", 0)]))


def paragraph_view(quote: Quote, reader: Reader, question: str = "") -> View:
    """A whole paragraph, to be put in the place of the answer: cut where it is too long for a message."""
    return View(
        (finished(quote_block(quote, reader.texts, reader.passage_link)),), _paragraph_buttons(quote, reader, question)
    )


def carried_view(quote: Quote, reader: Reader) -> View:
    """A quote as a card in another chat shows it, where the bot can't be replied to."""
    return View((finished(quote_block(quote, reader.texts, reader.passage_link)),), _carried_buttons(quote, reader))


def long_paragraph_view(quote: Quote, reader: Reader) -> View:
    """A whole paragraph, in as many messages as it takes."""
    messages = split(long_quote_block(quote, reader.texts, reader.passage_link))
    return View(tuple(messages), _paragraph_buttons(quote, reader, ""))


def answer_buttons(answer: Answer, position: int, reader: Reader) -> InlineKeyboardMarkup | None:
    """The buttons under the passage at ``position`` among those that answer."""
    texts, holdings, quote = reader.texts, reader.holdings, answer.quotes[position]
    return buttons.keyboard(
        buttons.neighbours(holdings, quote)
        + buttons.more(texts, position, len(answer.quotes))
        + buttons.card(texts, holdings, quote)
        + buttons.citing(texts, holdings, quote),
        buttons.glossing(texts, holdings, quote)
        + buttons.rating(holdings, quote)
        + buttons.sharing(texts, answer.question, reader.inline)
        + buttons.page(texts, reader.pages, quote),
    )


def _paragraph_buttons(quote: Quote, reader: Reader, question: str) -> InlineKeyboardMarkup | None:
    back = [buttons.button(reader.texts.back_to_answer, "answer", 0)] if question else []
    return buttons.keyboard(
        buttons.neighbours(reader.holdings, quote),
        back + buttons.glossing(reader.texts, reader.holdings, quote) + buttons.page(reader.texts, reader.pages, quote),
    )


def _carried_buttons(quote: Quote, reader: Reader) -> InlineKeyboardMarkup | None:
    texts, address = reader.texts, reader.passage_link(quote)
    opening = [InlineKeyboardButton(texts.open.format(bot=f"@{reader.bot_name}"), url=address)] if address else []
    asking = [InlineKeyboardButton(texts.ask_your_own, switch_inline_query_current_chat="")]
    return buttons.keyboard(buttons.neighbours(reader.holdings, quote), opening, asking)


def _unanswered_buttons(answer: Answer, reader: Reader) -> InlineKeyboardMarkup | None:
    if answer.smalltalk or not answer.question.strip():
        return buttons.keyboard(*_tries(reader))
    if answer.problem:
        return buttons.keyboard([buttons.button(reader.texts.articles, "articles", 0)])
    closest = [buttons.button(reader.texts.closest, "closest")] if answer.nearest else []
    figures = buttons.button(reader.texts.figures, "stats", "", 0)
    if not answer.perhaps:
        return buttons.keyboard([*closest, figures], *_tries(reader))
    quote, texts, holdings = answer.perhaps[0], reader.texts, reader.holdings
    return buttons.keyboard(
        buttons.neighbours(holdings, quote) + closest,
        buttons.glossing(texts, holdings, quote) + buttons.rating(holdings, quote) + [figures],
    )
