"""A small Bot API server on 127.0.0.1, for tests: as strict as Telegram about what it is sent.

It speaks HTTP like https://core.telegram.org/bots/api: long polling, limits on texts, entities and
buttons, edits only of messages that are there, 401 for a wrong token. A test pushes updates into it,
reads the calls out of it, and may tell it to refuse methods.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from tests.support.bot_api_http import QuietServer, handler_of
from tests.support.bot_api_messages import (
    ApiError,
    Call,
    Params,
    check_buttons,
    check_inline_results,
    check_message,
    check_photo,
)

TOKEN = "123456789:AAFakeTokenForTheTestsOfYinju0123456789"
BOT = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Yinju",
    "username": "yinju_test_bot",
    "supports_inline_queries": True,
}
USER = {"id": 4242, "is_bot": False, "first_name": "Reader", "language_code": "en"}
COSMETIC = ("setMyCommands", "setMyDescription", "setMyShortDescription", "sendChatAction")
OTHERS = ("deleteWebhook", *COSMETIC)
SENDING = ("sendMessage", "sendPhoto")
LARGEST_FILE = 20_000_000
PATIENCE = 60.0  # seconds; only a failing test waits this long


@dataclass
class Refusal:
    """An error answered instead of a result, ``times`` times."""

    status: int
    description: str
    retry_after: int = 0
    times: float = float("inf")


class BotApiServer:
    """The server; a context manager that listens while it is open."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.me = BOT
        self.calls: list[Call] = []
        self.files: dict[str, bytes] = {}
        self.messages: dict[tuple[int, int], Params] = {}  # by chat and id, as they stand now
        self.handed_out: dict[str, float] = {}  # when an update was, by the id of its message or query
        self._replied: dict[tuple[int, int], int] = {}  # what each of the bot's messages replies to
        self._refused: set[int] = set()
        self._sent_ids: dict[int, int] = {}  # by the identity of a call's parameters
        self._updates: list[Params] = []
        self._refusals: dict[str, Refusal] = {}
        lock = threading.RLock()
        self._changed = threading.Condition(lock)  # by an update or a refusal: what a long poll waits for
        self._called = threading.Condition(lock)  # by the bot: what a test waits for
        self._last_id = 1000
        self._http = QuietServer(("127.0.0.1", 0), handler_of(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> BotApiServer:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

    def refuse(self, *methods: str, status: int = 400, retry_after: int = 0, times: float = float("inf")) -> None:
        """Answers an error to ``methods``, at most ``times`` times each."""
        with self._changed:
            for method in methods:
                self._refusals[method] = Refusal(status, f"refused: {method}", retry_after, times)
            self._changed.notify_all()

    def push(self, text: str, **message: Any) -> int:
        """A text message to the bot; further fields of the message by name. Returns its id."""
        command = text.split(" ")[0].split("\n")[0] if text.startswith("/") else ""
        entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command else []
        return self.push_message(text=text, **{"entities": entities, **message})

    def push_message(self, *, update: str = "message", chat_id: int = 4242, **message: Any) -> int:
        """An update that holds a message. Returns the message's id."""
        with self._changed:
            message_id = message.pop("message_id", 0) or self._next_id()
            message = {
                "message_id": message_id,
                "date": int(time.time()),
                "from": USER,
                "chat": _chat(chat_id),
                **message,
            }
            self.messages[chat_id, message["message_id"]] = message
            self._updates.append({"update_id": self._next_id(), update: message})
            self._changed.notify_all()
        return message_id

    @contextmanager
    def waiting(self) -> Iterator[list[Params]]:
        """The updates that the bot has not confirmed, to be changed; none is handed out while the body runs."""
        with self._changed:
            yield self._updates
            self._changed.notify_all()

    def numbered(self, content: Params) -> Params:
        """An update of this content."""
        return {"update_id": self._next_id(), **content}

    def id_of(self, call: Call) -> int:
        """The id of the message that a call sent or edited."""
        return self._sent_ids[id(call.params)] if call.method in SENDING else int(call.params["message_id"])

    def was_refused(self, call: Call) -> bool:
        """Whether the server answered an error to this call."""
        return id(call.params) in self._refused

    def push_file(self, name: str, content: bytes, **message: Any) -> int:
        """A file to the bot. Returns the message's id."""
        with self._changed:
            file_id = f"file-{len(self.files)}"
            self.files[file_id] = content
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
        return self.push_message(document=document, **message)

    def edit(self, text: str, message_id: int, **message: Any) -> None:
        """The user edits a message of theirs."""
        command = text.split(" ")[0] if text.startswith("/") else ""
        entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if command else []
        edited = {"message_id": message_id, "edit_date": int(time.time()), "text": text, "entities": entities}
        self.push_message(update="edited_message", **{**edited, **message})

    def tap(self, data: str, message_id: int, *, chat_id: int = 4242, user: Params = USER) -> str:
        """A user taps a button under a message of the bot's. Returns the callback query's id."""
        with self._changed:
            message = {**self.messages[chat_id, message_id]}
            original = self.messages.get((chat_id, self._replied.get((chat_id, message_id), 0)))
            if original:  # as it reads now; deleted, it isn't there
                message["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
            return self._query("callback_query", user, message=message, data=data, chat_instance="1")

    def tap_inline(self, data: str, inline_message_id: str = "inline-1", user: Params = USER) -> str:
        """A user taps a button under a message sent through inline mode. Returns the callback query's id."""
        with self._changed:
            return self._query(
                "callback_query", user, inline_message_id=inline_message_id, data=data, chat_instance="1"
            )

    def type_inline(self, text: str, user: Params = USER) -> str:
        """A user types after the bot's name in some chat. Returns the inline query's id."""
        with self._changed:
            return self._query("inline_query", user, query=text, offset="")

    def delete(self, message_id: int, chat_id: int = 4242) -> None:
        """A user deletes a message."""
        with self._changed:
            del self.messages[chat_id, message_id]

    def _query(self, kind: str, user: Params, **fields: Any) -> str:
        query_id = str(self._next_id())
        self._updates.append({"update_id": self._next_id(), kind: {"id": query_id, "from": user, **fields}})
        self._changed.notify_all()
        return query_id

    def made(self, method: str) -> list[Call]:
        """The calls of ``method`` so far."""
        with self._changed:
            return [call for call in self.calls if call.method == method]

    def wait_for(self, method: str, count: int = 1, timeout: float = PATIENCE) -> list[Call]:
        """The calls of ``method``, once there are ``count`` of them."""

        seen = found = 0

        def enough() -> bool:
            nonlocal seen, found
            found += sum(call.method == method for call in self.calls[seen:])
            seen = len(self.calls)
            return found >= count

        with self._called:
            if not self._called.wait_for(enough, timeout):
                methods = [call.method for call in self.calls if call.method != "getUpdates"]
                raise AssertionError(f"no {count} {method} within {timeout} s, only {methods}")
        return self.made(method)

    def answer(self, token: str, method: str, params: Params) -> Any:
        """The result of one call; ApiError where it is refused."""
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        with self._changed:  # whoever waits for a call sees what came of it as well
            self.calls.append(Call(method, params))
            self._called.notify_all()
            try:
                self._refuse_if_told(method)
                return self._get_updates(params) if method == "getUpdates" else self._result(method, params)
            except ApiError:
                self._refused.add(id(params))
                raise

    def _result(self, method: str, params: Params) -> Any:
        if method == "getMe":
            return self.me
        known: dict[str, Callable[[Params], Any]] = {
            "sendMessage": self._sent,
            "sendPhoto": self._photo_sent,
            "editMessageReplyMarkup": self._buttons_edited,
            "getFile": self._file,
            "editMessageText": self._edited,
            "deleteMessage": self._deleted,
            "answerInlineQuery": self._inline_answered,
            "answerCallbackQuery": self._tap_answered,
        }
        if method in known:
            return known[method](params)
        if method in OTHERS:
            return True
        raise ApiError(404, "Not Found: method not found")

    def _refusing(self, method: str) -> Refusal | None:
        refusal = self._refusals.get(method)
        return refusal if refusal and refusal.times > 0 else None

    def _refuse_if_told(self, method: str) -> None:
        if refusal := self._refusing(method):
            refusal.times -= 1
            raise ApiError(refusal.status, refusal.description, refusal.retry_after)

    def _get_updates(self, params: Params) -> list[Params]:
        offset, timeout = int(params.get("offset", 0)), float(params.get("timeout", 0))
        with self._changed:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            self._changed.wait_for(lambda: self._updates or self._refusing("getUpdates"), timeout)
            allowed = params.get("allowed_updates")
            given = [u for u in self._updates if not allowed or set(allowed) & set(u)][: int(params.get("limit", 100))]
            for what in (each for update in given for each in update.values() if isinstance(each, dict)):
                self.handed_out.setdefault(str(what.get("message_id", what.get("id"))), time.monotonic())
            return given

    def _sent(self, params: Params) -> Params:
        check_message(params.get("text", ""), params.get("entities", []))
        check_buttons(params.get("reply_markup", {}), bool(self.me.get("supports_inline_queries")))
        return self._kept(params, {"text": params["text"], "entities": params.get("entities", [])})

    def _photo_sent(self, params: Params) -> Params:
        width, height = check_photo(params)
        check_buttons(params.get("reply_markup", {}), bool(self.me.get("supports_inline_queries")))
        photo = [{"file_id": "p", "file_unique_id": "p", "width": width, "height": height}]
        caption = {"caption": params.get("caption", ""), "caption_entities": params.get("caption_entities", [])}
        return self._kept(params, {"photo": photo, **caption})

    def _kept(self, params: Params, content: Params) -> Params:
        chat, replied = int(params["chat_id"]), params.get("reply_parameters", {}).get("message_id")
        with self._changed:
            message = {
                "message_id": self._next_id(),
                "date": int(time.time()),
                "chat": _chat(chat),
                "from": BOT,
                **content,
                "reply_markup": params.get("reply_markup", {"inline_keyboard": []}),
            }
            self._replied[chat, message["message_id"]] = replied or 0
            self.messages[chat, message["message_id"]] = message
            self._sent_ids[id(params)] = message["message_id"]
        return message

    def _edited(self, params: Params) -> Any:
        check_message(params.get("text", ""), params.get("entities", []))
        check_buttons(params.get("reply_markup", {}), bool(self.me.get("supports_inline_queries")))
        if "inline_message_id" in params:
            return True
        with self._changed:
            message = self.messages.get((int(params["chat_id"]), int(params["message_id"])))
            if message is None or message["from"] != BOT:
                raise ApiError(400, "Bad Request: message to edit not found")
            changed = {
                "text": params["text"],
                "entities": params.get("entities", []),
                "reply_markup": params.get("reply_markup", {"inline_keyboard": []}),
            }
            if changed.items() <= message.items():
                raise ApiError(400, "Bad Request: message is not modified")
            message.update(changed)
            return message

    def _buttons_edited(self, params: Params) -> Any:
        with self._changed:
            message = self.messages.get((int(params["chat_id"]), int(params["message_id"])))
            if message is None or message["from"] != BOT:
                raise ApiError(400, "Bad Request: message to edit not found")
            message["reply_markup"] = params.get("reply_markup", {"inline_keyboard": []})
            return message

    def _file(self, params: Params) -> Params:
        file_id = str(params["file_id"])
        if file_id not in self.files:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[file_id]) > LARGEST_FILE:
            raise ApiError(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": f"documents/{file_id}"}

    def _deleted(self, params: Params) -> bool:
        with self._changed:
            if self.messages.pop((int(params["chat_id"]), int(params["message_id"])), None) is None:
                raise ApiError(400, "Bad Request: message to delete not found")
        return True

    def _inline_answered(self, params: Params) -> bool:
        check_inline_results(params)
        return True

    def _tap_answered(self, params: Params) -> bool:
        if len(str(params.get("text", ""))) > 200:
            raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
        return True

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id


def _chat(chat_id: int) -> Params:
    kind = {"type": "private", "first_name": "Reader"} if chat_id > 0 else {"type": "group", "title": "chat"}
    return {"id": chat_id, **kind}
