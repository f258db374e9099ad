"""Who is answered: groups, forums, other bots, edits, claims, and what is no text."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

from bot.delivery import replying
from bot.texts import TEXTS
from index.records import Answer
from tests.support.answers import SENTENCE
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import ask, converse

MENTION = "@yinju_test_bot"
GROUP = -100
ENGLISH = TEXTS["en"]
SOMEONE = {"id": 7, "is_bot": False, "first_name": "Someone"}
GROUP_AS_SENDER = {"id": GROUP, "type": "group", "title": "chat"}
CHANNEL = {"id": -5, "type": "channel", "title": "news"}


def texts_sent(server: BotApiServer) -> list[str]:
    """The texts of the bot's messages."""
    return [call.params["text"] for call in server.made("sendMessage")]


def test_other_bots_channels_and_the_bots_own_cards_are_ignored(bot_api: BotApiServer) -> None:
    me = {"id": 123456789, "is_bot": True, "first_name": "Yinju"}

    async def script() -> None:
        bot_api.push("schools, a bot asks", **{"from": {**SOMEONE, "is_bot": True}})
        bot_api.push("schools, by its own card", via_bot=me)
        bot_api.push("/ask schools, a channel asks", chat_id=GROUP, sender_chat=CHANNEL)
        bot_api.push("/ask schools, forwarded by itself", chat_id=GROUP, is_automatic_forward=True)
        bot_api.push_message(update="channel_post", chat_id=-5, text="/ask schools")
        last = bot_api.push("/ask schools, an anonymous administrator", chat_id=GROUP, sender_chat=GROUP_AS_SENDER)
        (call,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        assert call.params["reply_parameters"]["message_id"] == last

    converse(bot_api, script)
    assert len(bot_api.made("sendMessage")) == 1


def test_a_forum_is_answered_in_its_topic_and_typing_shows_there(bot_api: BotApiServer, monkeypatch: Any) -> None:
    monkeypatch.setattr(replying, "TYPING_AFTER", 0.0)
    mention = [{"type": "mention", "offset": 0, "length": len(MENTION)}]

    async def script() -> None:
        topic = {"message_thread_id": 33, "is_topic_message": True}
        bot_api.push(f"{MENTION} schools", chat_id=GROUP, entities=mention, **topic)
        chain = {"message_thread_id": 44}  # a chain of replies in a group without topics
        bot_api.push(f"{MENTION} schools", chat_id=GROUP, entities=mention, **chain)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 2)

    converse(bot_api, script)
    assert [call.params.get("message_thread_id") for call in bot_api.made("sendMessage")] == [33, None]
    assert all(call.params.get("message_thread_id") in (33, None) for call in bot_api.made("sendChatAction"))


def test_a_reply_with_nothing_but_the_command_asks_what_it_replies_to(bot_api: BotApiServer) -> None:
    claim = {"message_id": 5, "date": 1, "chat": GROUP_AS_SENDER, "from": SOMEONE, "text": "They built 50 schools!"}

    async def script() -> None:
        bot_api.push("/ask", chat_id=GROUP, reply_to_message=claim)
        (call,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        assert SENTENCE in call.params["text"]
        assert call.params["reply_parameters"]["message_id"] == 5

    converse(bot_api, script)


def test_a_claim_in_a_long_paste_is_found(bot_api: BotApiServer) -> None:
    def only_short(question: str) -> Answer:
        return replace(ask(question if len(question) < 100 else "something else"), question=question)

    paste = "They say a lot these days. The city built 50 schools last year. " + "And so on and so forth. " * 160

    async def script() -> None:
        bot_api.push(paste[:4000])
        bot_api.push("Nothing of the kind stands here. " * 120)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 2)

    converse(bot_api, script, only_short)
    found, unknown = texts_sent(bot_api)
    assert SENTENCE in found
    assert unknown == f"{ENGLISH.not_found}\n\n{ENGLISH.long_text}"


def test_each_kind_of_message_gets_its_reply(bot_api: BotApiServer) -> None:
    file = {"file_id": "f", "file_unique_id": "u"}

    async def script() -> None:
        bot_api.push_message(voice={**file, "duration": 3})
        bot_api.push_message(document=file)
        bot_api.push_message(location={"longitude": 1.0, "latitude": 2.0})
        bot_api.push_message(photo=[{**file, "width": 1, "height": 1}], caption="how many schools")
        bot_api.push_message(photo=[{**file, "width": 1, "height": 1}], caption="schools", chat_id=GROUP)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 4)

    converse(bot_api, script)
    voice, document, location, captioned = texts_sent(bot_api)
    assert [voice, document, location] == [ENGLISH.no_voice, ENGLISH.no_files, ENGLISH.only_text]
    assert SENTENCE in captioned


def test_an_edited_question_edits_its_answer(bot_api: BotApiServer) -> None:
    async def script() -> None:
        question = bot_api.push("what's the weather")
        (answer,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        bot_api.edit("how many schools", question)
        (edit,) = await asyncio.to_thread(bot_api.wait_for, "editMessageText")
        assert edit.params["message_id"] == bot_api.id_of(answer)
        assert SENTENCE in edit.params["text"]
        bot_api.edit("how many schools", question)  # Telegram reports more than changes of words
        bot_api.delete(bot_api.id_of(answer))
        bot_api.edit("what's the weather", question)
        await asyncio.to_thread(bot_api.wait_for, "editMessageText", 2)
        bot_api.push("/privacy")
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 2)

    converse(bot_api, script)
    assert texts_sent(bot_api) == [ENGLISH.not_found, ENGLISH.privacy.format(days=90)]


def test_an_edit_of_what_was_never_asked_is_left_alone_unless_it_is_new(bot_api: BotApiServer) -> None:
    async def script() -> None:
        old = bot_api.push("how many schools, all?", chat_id=GROUP)
        bot_api.edit(f"/ask{MENTION} schools", 77, chat_id=GROUP, date=1)
        bot_api.edit(f"/ask{MENTION} schools", old, chat_id=GROUP)
        (call,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        assert call.params["reply_parameters"]["message_id"] == old

    converse(bot_api, script)
    assert len(bot_api.made("sendMessage")) == 1


def test_the_menu_has_its_commands_by_scope_and_language(bot_api: BotApiServer) -> None:
    async def script() -> None:
        await asyncio.to_thread(bot_api.wait_for, "setMyShortDescription", 2)

    converse(bot_api, script)
    menus = {
        (call.params["scope"]["type"], call.params.get("language_code")): [
            c["command"] for c in call.params["commands"]
        ]
        for call in bot_api.made("setMyCommands")
    }
    assert set(menus) == {(scope, code) for scope in ("default", "all_group_chats") for code in (None, "zh")}
    assert menus["default", None] == ["ask", "stats", "articles", "random", "about", "privacy", "forget", "help"]
    assert set(menus["all_group_chats", "zh"]) < set(menus["default", "zh"])


def test_an_edited_command_to_another_bot_is_left_alone(bot_api: BotApiServer) -> None:
    async def script() -> None:
        now = int(time.time())
        for text in ("/ask@otherbot how many schools", "/asking how many schools"):
            message = bot_api.push("hello", chat_id=-5, date=now)
            bot_api.edit(text, message, chat_id=-5, date=now)
        message = bot_api.push("hello", chat_id=-5, date=now)
        bot_api.edit("/ask@Yinju_Test_Bot how many schools", message, chat_id=-5, date=now)
        (answer,) = await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        assert answer.params["reply_parameters"]["message_id"] == message

    converse(bot_api, script)
