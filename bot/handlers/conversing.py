"""What is said in a conversation, answered: questions, what goes on from the last one, and questions about the bot."""

from __future__ import annotations

import asyncio

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.delivery.replying import chat_of, typing_shown
from bot.engine.desk import Desk
from bot.engine.dialogue import Turn, meaning
from bot.handlers.readers import reader_of, with_tries
from bot.messages import blocks, listings, of_answers, views
from bot.messages.gloss import gloss_block
from bot.messages.views import Reader, View
from bot.running.service import SERVICE, Service
from index.library.catalogue import Gone
from index.question.comparing import compared, summed
from index.question.follow_up import Understood
from index.records import Answer
from index.text.scripts import is_han

Context = ContextTypes.DEFAULT_TYPE


async def response(desk: Desk, update: Update, context: Context, text: str, message: Message) -> View:
    """The view that answers what was said, which becomes the last question of its chat where it is one."""
    service: Service = context.bot_data[SERVICE]
    chat = chat_of(message)
    last = service.memory.last(chat)
    what = meaning(text, last.question)
    goes_on = is_han(text) and is_han(last.question)  # a word or two may leave the script open
    reader = reader_of(update, context.bot, desk, f"{text} {last.question}" if goes_on else text)
    async with typing_shown(message):
        if what.kind == "ask" and (sides := compared(what.text) or summed(what.text)):
            rows = [(label, await desk.ask(question)) for label, question in sides]
            return of_answers.compared_view(reader, rows, adding=not compared(what.text))
        if what.kind == "ask":
            answer, checks = await desk.look_up(what.text)
            if not answer.smalltalk:
                service.memory.note(chat, Turn(what.text))
            if not (answer.quotes or answer.perhaps or answer.problem):
                reader = await with_tries(reader, desk)
            told = any(check.verdict != "none" for check in checks)
            view = of_answers.checks_view(checks, reader) if told else views.answer_view(answer, reader)
            return views.headed(view, what.text if what.text != text else "")
        if what.kind in ("mentions", "figures") and what.text:
            answer = await desk.ask(what.text)
            shown = of_answers.mentions_view if what.kind == "mentions" else _figures
            return shown(answer, what.text, reader)
        if what.kind in ("more", "source", "cite", "sure", "gloss"):
            answer, _ = await desk.look_up(last.question)
            if what.kind == "more":
                service.memory.note(chat, Turn(last.question, last.passage + 1))
            return views.headed(await _of_answer(what, answer, last, reader), last.question)
    return _of_itself(what, reader, service, last)


def _figures(answer: Answer, topic: str, reader: Reader) -> View:
    return listings.topic_view(reader, answer, 0)


async def _of_answer(what: Understood, answer: Answer, last: Turn, reader: Reader) -> View:
    """What is said of the answer given last."""
    texts, quotes = reader.texts, answer.quotes or answer.perhaps
    match what.kind:
        case "more":
            try:
                return views.passage_view(answer, last.passage + 1, reader)
            except Gone:
                return _line(texts.no_more)
        case "source":
            return of_answers.source_view(answer, reader)
        case "cite":
            return of_answers.cite_view(quotes[0], reader) if quotes else _line(texts.not_surely)
        case "gloss":
            if not quotes or not is_han(quotes[0].text):
                return _line(texts.no_translation)
            return View(tuple(blocks.split(await asyncio.to_thread(gloss_block, quotes[0], texts))))
        case _:
            return _line({"sure": texts.surely, "perhaps": texts.unsurely, "none": texts.not_surely}[answer.state])


def _of_itself(what: Understood, reader: Reader, service: Service, last: Turn) -> View:
    """What is said of the bot and of what it has read."""
    texts = reader.texts
    match what.kind:
        case "help":
            return _line(texts.help.format(bot=reader.bot_name))
        case "about":
            return listings.about_view(reader)
        case "articles" | "mentions":
            return listings.articles_view(reader, 0)
        case "figures":
            return listings.figures_view(reader, "", 0)
        case "summary":
            held = listings.articles_view(reader, 0)
            return View((blocks.Message(texts.no_summary), *held.messages), held.buttons)
        case "privacy":
            return _line(texts.privacy.format(days=service.retention_days))
        case _:
            return _line(texts.lost if last.question else texts.nothing_before)


def _line(text: str) -> View:
    return View((blocks.Message(text),))
