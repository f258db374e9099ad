"""People who talk to the bot at the Bot API server, and a transcript of what they see."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import SecretStr

from bot.app import build_application, serve
from bot.engine.desk import Desk
from bot.settings.settings import Settings
from tests.support.bot_api_messages import Call, Params, buttons_of, check_photo, entity_text, shown_entities
from tests.support.bot_api_server import USER, BotApiServer

READER = {**USER, "first_name": "Reader", "language_code": "en"}
VISIBLE = ("sendMessage", "sendPhoto", "editMessageText", "deleteMessage", "answerCallbackQuery", "answerInlineQuery")
MENTION = "@yinju_test_bot"


class Scene:
    """What happens at a desk, written down as it is seen; each act returns what the bot did."""

    def __init__(self, server: BotApiServer, desk: Desk) -> None:
        self.server, self.desk = server, desk
        self.lines: list[str] = []
        self.acts = 0
        self._seen = 0
        self._bot: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Scene:
        application = build_application(
            Settings(token=SecretStr(self.server.token), api_url=self.server.url), self.desk
        )
        self._bot = asyncio.create_task(serve(application, self.server.url))
        await asyncio.to_thread(self.server.wait_for, "setMyShortDescription", 2)
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._bot is not None
        self._bot.cancel()
        await asyncio.gather(self._bot, return_exceptions=True)

    def title(self, text: str) -> None:
        """A heading in the transcript."""
        self.lines += [f"## {text}", ""]

    async def says(self, text: str, replies: int = 1, who: Params = READER, **message: Any) -> list[Call]:
        """A user writes; returns what the bot sends, nothing where it should be silent."""
        shown = text if len(text) < 200 else f"{text[:80]} … ({len(text)} characters)"
        self._write(who, shown.replace("\n", "\n> "))
        self.server.push(text, **{"from": who, **message})
        return await self._bot_does("sendMessage", replies)

    async def sends(self, what: str, replies: int = 1, who: Params = READER, **message: Any) -> list[Call]:
        """A user sends something else than words."""
        self._write(who, f"*{what}*")
        self.server.push_message(**{"from": who, **message})
        return await self._bot_does("sendMessage", replies)

    async def edits(self, text: str, message_id: int, edits: int = 1) -> list[Call]:
        """A user edits a message of theirs."""
        self._write(READER, f"(edits the message) {text}")
        self.server.edit(text, message_id, **{"from": READER})
        return await self._bot_does("editMessageText", edits)

    async def taps(self, label: str, under: Call, chat_id: int = 4242) -> list[Call]:
        """A user taps a button under the message that a call sent or edited."""
        self._write(READER, f"taps **[ {label} ]**")
        data = next(each["callback_data"] for text, each in buttons_of(under).items() if label in text)
        self.server.tap(data, self.server.id_of(under), chat_id=chat_id, user=READER)
        return await self._bot_does("answerCallbackQuery", 1)

    async def types(self, text: str, who: Params = READER) -> list[Call]:
        """A user types after the bot's name in another chat."""
        self._write(who, f"(in another chat) {MENTION} {text}")
        self.server.type_inline(text, who)
        return await self._bot_does("answerInlineQuery", 1)

    async def taps_card(self, data: str) -> list[Call]:
        """A user taps a button under a card sent to another chat."""
        self._write(READER, "(in another chat) taps a button under the card")
        self.server.tap_inline(data, user=READER)
        return await self._bot_does("answerCallbackQuery", 1)

    def remark(self, text: str) -> None:
        """What the transcript's reader should know."""
        self.lines += [f"*{text}*", ""]

    async def _bot_does(self, method: str, count: int) -> list[Call]:
        self.acts += 1
        if not count:
            self.lines += ["*(the bot is silent)*", ""]
            return []
        before = sum(call.method == method for call in self.server.calls[: self._seen])
        await asyncio.to_thread(self.server.wait_for, method, before + count)
        new = [call for call in self.server.calls[self._seen :] if call.method in VISIBLE]
        self._seen = len(self.server.calls)
        for call in new:
            refused = self.server.was_refused(call)
            self.lines += ["*(that message is gone: nothing happens)*", ""] if refused else [*_screen(call), ""]
        return new

    def _write(self, who: Params, text: str) -> None:
        self.lines += [f"**{who['first_name']}:** {text}", ""]


def _screen(call: Call) -> list[str]:
    """What a call shows, as Markdown."""
    if call.method == "answerCallbackQuery":
        notice = call.params.get("text")
        return [f"*(notice)* {notice}"] if notice else ["*(the button stops turning)*"]
    if call.method == "deleteMessage":
        return ["*(a message disappears)*"]
    if call.method == "answerInlineQuery":
        cards = [f"- **{each['title']}** {each['description'][:80]}" for each in call.params["results"]]
        under = call.params.get("button")
        return [*cards, *([f"- [ {under['text']} ]"] if under else [])]
    if call.method == "sendPhoto":
        width, height = check_photo(call.params)
        return [f"**Bot:** *(a picture, {width} × {height})*", *_marked_up(call).split("\n")]
    head = "**Bot:**" if call.method == "sendMessage" else "**Bot** *(the message now reads)*:"
    buttons = "".join(f" `{label}`" for label in buttons_of(call))
    return [head, *_marked_up(call).split("\n"), *(["", f"Buttons:{buttons}"] if buttons else [])]


def _marked_up(call: Call) -> str:
    """The text of a message as Markdown: bold, links, quotes."""
    marks: list[tuple[int, int, str]] = []
    units = (call.params.get("text") or call.params["caption"]).encode("utf-16-le")
    for entity in shown_entities(call):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        opening, closing = {
            "bold": ("**", "**"),
            "italic": ("*", "*"),
            "code": ("`", "`"),
            "text_link": ("[", f"]({entity.get('url', '')[:60]})"),
        }.get(entity["type"], ("\n> ", "\n"))
        assert entity_text(call, entity).strip()
        marks += [(start, 1, opening), (end, 0, closing)]
    at = 0
    text = ""
    for place, _, mark in sorted(marks, key=lambda each: (each[0], each[1])):
        text += units[2 * at : 2 * place].decode("utf-16-le") + mark
        at = place
    whole = text + str(units[2 * at :].decode("utf-16-le"))
    return whole.replace("\n\n\n", "\n\n")
