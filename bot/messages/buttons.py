"""The buttons under messages. All they need to know is written on them (``Tap``), nothing is remembered."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.constants import InlineQueryLimit

from bot.formats.permalinks import WITHIN, page_path
from bot.messages.blocks import utf16_length
from bot.messages.figures import comparable
from bot.settings.passes import NAME, SECONDS, pass_until
from bot.texts import Texts
from index.library.catalogue import Gone, Holdings
from index.records import Quote
from index.text.scripts import is_han

Row = list[InlineKeyboardButton]
MOST_CHARTS = 4  # in a row; more would be too narrow to read
LONGEST_COPY = 256  # characters that a button copies
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Pages:
    """yinju's own pages: their public address (empty where there is none), the key of their passes where they are
    closed to strangers, and whether they may be opened within Telegram.
    """

    public: str = ""
    key: bytes = field(default=b"", repr=False)
    within: bool = False

    @property
    def opened_within(self) -> bool:
        """Whether a button opens them within Telegram, which takes no other address than an encrypted one."""
        return self.within and self.public.startswith("https://")

    def address(self, quote: Quote) -> str:
        """The address of a quote; empty where the pages have none."""
        if not self.public:
            return ""
        path, _, fragment = page_path(quote).partition("#")
        if self.opened_within:  # Telegram writes its own fragment
            return f"{self.public}{WITHIN}{path}&p={fragment[1:]}"
        given = f"&{NAME}={pass_until(self.key, time.time() + SECONDS)}" if self.key else ""
        return f"{self.public}{path}{given}#{fragment}"


@dataclass(frozen=True, slots=True)
class Tap:
    """What a button says when it is tapped: a verb and what to do it with; ``data`` is at most 64 bytes."""

    verb: str
    about: tuple[str, ...] = ()

    @property
    def data(self) -> str:
        """The tap as callback data."""
        return _SEPARATOR.join((self.verb, *self.about))

    def number(self, position: int) -> int:
        """The number at this place. Raises Gone where there is none, as on a button of another version."""
        text = self.about[position] if position < len(self.about) else ""
        if not (text.isascii() and text.isdecimal()):
            raise Gone(self.data)
        return int(text)

    def key(self) -> str:
        """The article's key, which comes first. Raises Gone where there is none."""
        if not self.about:
            raise Gone(self.data)
        return self.about[0]


def tap_of(data: str) -> Tap:
    """The tap that callback data says."""
    verb, *about = data.split(_SEPARATOR)
    return Tap(verb, tuple(about))


def button(label: str, verb: str, *about: object) -> InlineKeyboardButton:
    """A button that says ``verb`` and what it is about."""
    return InlineKeyboardButton(label, callback_data=Tap(verb, tuple(map(str, about))).data)


def keyboard(*rows: Row) -> InlineKeyboardMarkup | None:
    """The rows that hold a button; None where none does."""
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def neighbours(holdings: Holdings, quote: Quote) -> Row:
    """To the paragraphs before and after."""
    key, paragraph = holdings.key(quote), quote.paragraph
    before = paragraph.number - 1 if paragraph.kind == "body" else paragraph.number
    after = paragraph.number + 1
    row = []
    if holdings.has_paragraph(key, before):
        row.append(button(f"◀ ¶{before}", "paragraph", key, before))
    if holdings.has_paragraph(key, after):
        row.append(button(f"¶{after} ▶", "paragraph", key, after))
    return row


def glossing(texts: Texts, holdings: Holdings, quote: Quote) -> Row:
    """The dictionary's reading, for those who don't read Chinese."""
    if texts.code.startswith("zh") or not is_han(quote.text):
        return []
    return [button(texts.gloss, "gloss", *_span(holdings, quote), *_first_figure(quote))]


def rating(holdings: Holdings, quote: Quote) -> Row:
    """👍 and 👎."""
    span = _span(holdings, quote)
    return [button("👍", "up", *span), button("👎", "down", *span)]


def card(texts: Texts, holdings: Holdings, quote: Quote) -> Row:
    """Sends the quote as a picture, the figure that answers set large."""
    return [button(texts.card, "card", *_span(holdings, quote), *_first_figure(quote))]


def citing(texts: Texts, holdings: Holdings, quote: Quote) -> Row:
    """Shows how the quote is cited."""
    return [button(texts.cite, "cite", *_span(holdings, quote), *_first_figure(quote))]


def copying(label: str, text: str) -> Row:
    """Copies a text; none where it is longer than such a button carries."""
    size = utf16_length(text)
    return [InlineKeyboardButton(f"📋 {label}", copy_text=CopyTextButton(text))] if 0 < size <= LONGEST_COPY else []


def page(texts: Texts, pages: Pages, quote: Quote) -> Row:
    """Opens yinju's own page on the quote; in a chat with the bot alone within Telegram."""
    if not (address := pages.address(quote)):
        return []
    if pages.opened_within:
        return [InlineKeyboardButton(texts.page, web_app=WebAppInfo(address))]
    return [InlineKeyboardButton(texts.page, url=address)]


def charts(texts: Texts, holdings: Holdings, key: str) -> Row:
    """Sends figures of the article as bars: a button for each unit, those with the most figures first."""
    groups = comparable(quote.headline[0] for quote in holdings.statistics(key))
    units = sorted(groups, key=lambda unit: -len(groups[unit]))[:MOST_CHARTS]
    return [button(texts.chart.format(unit=unit[:16]), "chart", key, groups[unit][0].span.start) for unit in units]


def sharing(texts: Texts, question: str, inline: bool) -> Row:
    """Sends the question to another chat, where the bot answers it; Telegram refuses it where ``inline`` is off."""
    query = " ".join(question.split())[: InlineQueryLimit.MAX_QUERY_LENGTH] if inline else ""
    return [InlineKeyboardButton(texts.share, switch_inline_query=query)] if query else []


def more(texts: Texts, shown: int, total: int) -> Row:
    """The next passage that answers; after the last, the first again."""
    if total < 2:
        return []
    if shown + 1 < total:
        return [button(f"{texts.more} {shown + 2}/{total}", "answer", shown + 1)]
    return [button(texts.back_to_answer, "answer", 0)]


def pages(verb: str, about: Iterable[object], page: int, last: int) -> Row:
    """To the pages before and after."""
    row = []
    if page > 0:
        row.append(button(f"◀ {page}", verb, *about, page - 1))
    if page < last:
        row.append(button(f"{page + 2} ▶", verb, *about, page + 1))
    return row


def _span(holdings: Holdings, quote: Quote) -> tuple[object, ...]:
    return holdings.key(quote), quote.span.start, quote.span.end


def _first_figure(quote: Quote) -> list[int]:
    """Where the figure that answers begins, if one does within the quote."""
    return [statistic.span.start for statistic in quote.headline[:1] if statistic.span in quote.span]
