"""Questions, in chats and groups, and the edits of questions."""

from __future__ import annotations

from datetime import timedelta

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.delivery.language import texts_for
from bot.delivery.replying import message_of, replace_answer, reply, reply_text
from bot.engine.desk import Desk
from bot.handlers.addressing import asked_by, is_addressed, is_for_another_bot, is_further_of_album, words_of
from bot.handlers.conversing import response
from bot.handlers.given import Given
from bot.handlers.readers import reader_of
from bot.messages.checks import checks_view
from index.records import QuotationCheck

Context = ContextTypes.DEFAULT_TYPE

SENTENCE = 8  # characters from which quoted words are what somebody said
SOON = timedelta(minutes=5)  # after it was sent, an edit that adds the mention makes a message a question


async def on_ask(desk: Desk, given: Given, update: Update, context: Context) -> None:
    """/ask and a question, or in reply to the message that holds it."""
    await _answer(desk, given, update, context, message_of(update))


async def on_text(desk: Desk, given: Given, update: Update, context: Context) -> None:
    """A question or a claim in words, also under a picture; in a group only where it is meant for the bot."""
    message = message_of(update)
    if not is_addressed(message, context.bot):
        return
    is_further_of_album(message)  # the words under one picture of an album answer for all
    if message.forward_origin and (checks := await _quoted(desk, words_of(message))):
        reader = reader_of(update, context.bot, desk, words_of(message))
        await reply(message, checks_view(checks, reader))
        return
    await _answer(desk, given, update, context, message)


async def on_edit(desk: Desk, given: Given, update: Update, context: Context) -> None:
    """An edited question: its answer is edited; one that had none is answered if it is new."""
    message = message_of(update)
    question, answers = given.to(message)
    edited, _ = asked_by(message, context.bot)
    if not answers:
        new = message.edit_date and message.edit_date - message.date <= SOON
        if new and edited and is_addressed(message, context.bot):
            await _answer(desk, given, update, context, message)
    elif edited and edited != question and not is_for_another_bot(message, context.bot):
        view = await response(desk, update, context, edited, message)
        given.note(message, edited, await replace_answer(message, answers, view))


async def _quoted(desk: Desk, text: str) -> list[QuotationCheck]:
    """What of a text somebody else wrote is between quotation marks, looked up; not what is a mere name."""
    return [check for _, check in await desk.check_all(text) if len(check.text) >= SENTENCE]


async def _answer(desk: Desk, given: Given, update: Update, context: Context, message: Message) -> None:
    question, holder = asked_by(message, context.bot)
    if not question:
        await reply_text(message, texts_for(update).ask_something)
        return
    view = await response(desk, update, context, question, message)
    # As a reply to what holds the question: the buttons read it there.
    given.note(message, question, await reply(holder, view))
