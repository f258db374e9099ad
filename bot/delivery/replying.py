"""Sending and editing; ``bot.delivery.pacing`` tries answers again, cosmetic calls may fail in silence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import ChatMigrated, TelegramError

from bot.delivery.transport import Accepted
from bot.messages import blocks
from bot.messages.views import View
from bot.pictures.picture import Picture

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TYPING_AFTER = 1.0  # seconds; most answers are there sooner
SEEN = "👀"  # what a question wears that waits for longer than "typing…" lasts, until it is answered
TYPING_LASTS = 4.5  # Telegram shows it for five seconds
MOST_TYPING = 20  # chats; where more wait, the calls would hold up their answers
REMEMBERED = 5_000  # questions whose answer an edit can still change
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

log = logging.getLogger(__name__)
_ending: set[asyncio.Task[None]] = set()
_typing: set[MaybeInaccessibleMessage] = set()  # the messages that "typing…" is shown for


def message_of(update: Update) -> Message:
    """The message of an update whose filters let nothing without one through."""
    assert update.effective_message is not None  # noqa: S101  (see above)
    return update.effective_message


def chat_of(message: MaybeInaccessibleMessage) -> tuple[int, int | None]:
    """The conversation that a message is part of: its chat, and in a forum the topic."""
    return message.chat.id, _thread(message)


async def reply(message: MaybeInaccessibleMessage, view: View) -> list[int]:
    """Sends a view as a reply to ``message``, in its thread; returns the ids of what was sent."""
    sent = []
    for number, rendered in enumerate(view.messages):
        last = number + 1 == len(view.messages)
        with suppress(Accepted):  # it has been sent, under a number that was lost with the reply
            sent.append(await _send(message, rendered, view.buttons if last else None))
    return sent


async def reply_text(message: MaybeInaccessibleMessage, text: str, buttons: InlineKeyboardMarkup | None = None) -> None:
    """Sends words of the interface as a reply to ``message``."""
    await reply(message, View((blocks.Message(text),), buttons))


async def reply_picture(message: MaybeInaccessibleMessage, picture: Picture) -> None:
    """Sends a picture as a reply to ``message``, in its thread."""
    with suppress(Accepted):
        await _in_chat_of(
            message,
            message.get_bot().send_photo,
            picture.png,
            caption=picture.caption.text,
            caption_entities=picture.caption.entities,
            filename="yinju.png",
        )


async def reply_file(message: MaybeInaccessibleMessage, content: bytes, name: str) -> None:
    """Sends a file as a reply to ``message``, in its thread."""
    with suppress(Accepted):
        await _in_chat_of(message, message.get_bot().send_document, content, filename=name)


async def replace_answer(message: Message, answers: list[int], view: View) -> list[int]:
    """Puts a view in the place of the messages that answered before; returns the ids of what is there now."""
    bot, chat = message.get_bot(), message.chat.id
    rendered = view.messages[0]
    alone = len(view.messages) == 1
    await quietly(
        bot.edit_message_text(
            rendered.text,
            chat_id=chat,
            message_id=answers[0],
            entities=rendered.entities,
            reply_markup=view.buttons if alone else None,
            link_preview_options=NO_PREVIEW,
        )
    )
    for surplus in answers[1:]:
        await quietly(bot.delete_message(chat, surplus))
    return [answers[0], *([] if alone else await reply(message, View(view.messages[1:], view.buttons)))]


async def put_in_place(query: CallbackQuery, view: View) -> None:
    """Shows a view in the message whose button was tapped; where that is gone, nothing happens."""
    rendered = view.messages[0]
    await quietly(
        query.edit_message_text(
            rendered.text,
            entities=rendered.entities,
            reply_markup=view.buttons,
            link_preview_options=NO_PREVIEW,
        )
    )


async def quietly(call: Awaitable[Any]) -> None:
    """Makes a call that may fail without costing an answer: what it edits is gone, or is so already."""
    try:
        await call
    except TelegramError as error:
        log.info("the server declined: %s", error)


@asynccontextmanager
async def typing_shown(
    message: MaybeInaccessibleMessage, action: ChatAction = ChatAction.TYPING
) -> AsyncIterator[None]:
    """Shows "typing…" or another action in the chat while the body runs, from the moment that it takes long."""
    typing: list[asyncio.Task[None]] = []
    # A timer, not a task that sleeps: most answers are there before it is up.
    timer = asyncio.get_running_loop().call_later(
        TYPING_AFTER, lambda: typing.append(asyncio.create_task(_type_on(message, action)))
    )
    try:
        yield
    finally:
        timer.cancel()
        for task in typing:
            task.cancel()
            _ending.add(task)  # it takes its reaction back, and the answer needn't wait for that
            task.add_done_callback(_ending.discard)


async def _type_on(message: MaybeInaccessibleMessage, action: ChatAction) -> None:
    bot, thread = message.get_bot(), _thread(message)
    if len(_typing) >= MOST_TYPING:
        return
    _typing.add(message)
    seen = False
    try:
        # Only cosmetic: where it is refused, the answer is none the worse.
        with suppress(TelegramError):
            while True:
                await bot.send_chat_action(message.chat.id, action, message_thread_id=thread)
                await asyncio.sleep(TYPING_LASTS)
                if not seen and _is_question(message):
                    seen = True
                    await bot.set_message_reaction(message.chat.id, message.message_id, SEEN)
    finally:
        _typing.discard(message)
        if seen:
            await quietly(bot.set_message_reaction(message.chat.id, message.message_id, None))


def _is_question(message: MaybeInaccessibleMessage) -> bool:
    """Whether a person wrote the message; the bot's own stands over the buttons that are tapped."""
    return isinstance(message, Message) and bool(message.from_user and not message.from_user.is_bot)


async def _send(
    message: MaybeInaccessibleMessage, rendered: blocks.Message, buttons: InlineKeyboardMarkup | None
) -> int:
    sent = await _in_chat_of(
        message,
        message.get_bot().send_message,
        rendered.text,
        entities=rendered.entities,
        reply_markup=buttons,
        link_preview_options=NO_PREVIEW,
    )
    return sent.message_id


async def _in_chat_of(
    message: MaybeInaccessibleMessage, send: Callable[..., Awaitable[Message]], *content: Any, **more: Any
) -> Message:
    """Sends as a reply to ``message``, in its thread; to the supergroup that its group became since, where it did."""
    reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    try:
        return await send(message.chat.id, *content, reply_parameters=reply, message_thread_id=_thread(message), **more)
    except ChatMigrated as moved:
        return await send(moved.new_chat_id, *content, **more)


def _thread(message: MaybeInaccessibleMessage) -> int | None:
    """The forum topic of a message; elsewhere Telegram's thread is only a chain of replies."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
