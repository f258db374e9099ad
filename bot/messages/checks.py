"""Checked quotations -> a Telegram message: for each what the articles say to it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telegram import MessageEntity

from bot.messages import buttons
from bot.messages.blocks import Block, joined, split, styled
from bot.messages.citation import shortened
from bot.messages.passage import clip, shown
from bot.messages.render import EXPANDABLE_FROM, quotation_block, sources_block
from bot.messages.views import Reader, View
from bot.texts import differs
from index.records import QuotationCheck

MOST_CHECKS = 12  # in one text
_LONGEST = 160  # characters of a quotation that are repeated
_LONGEST_QUOTE = 1_000


def checks_view(checks: Sequence[QuotationCheck], reader: Reader) -> View:
    """Each quotation, whether it is verbatim, what was changed, and where it stands."""
    block = joined([_check_block(check, reader) for check in checks[:MOST_CHECKS]], "\n\n")
    quotes = [check.quote for check in checks if check.quote]
    rows = [buttons.page(reader.texts, reader.pages, quotes[0])] if quotes else []
    return View(tuple(split(block)), buttons.keyboard(*rows))


def _check_block(check: QuotationCheck, reader: Reader) -> Block:
    words = styled(f"“{shortened(check.text, _LONGEST)}”", MessageEntity.ITALIC)
    verdict = styled(getattr(reader.texts, check.verdict), MessageEntity.BOLD)
    differences = Block("\n".join(differs(difference, reader.texts) for difference in check.differences))
    if not check.quote:
        return joined([words, verdict], "\n")
    passage = clip(shown(check.quote), _LONGEST_QUOTE)
    original = quotation_block(replace(passage, headline=()), expandable=len(passage.text) > EXPANDABLE_FROM)
    source = sources_block(check.quote, reader.texts, reader.passage_link)
    return joined([words, verdict, differences, original if check.verdict == "changed" else Block(""), source], "\n")
