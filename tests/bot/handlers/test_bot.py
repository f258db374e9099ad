"""What the bot answers, over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.texts import TEXTS
from index.records import Answer
from tests.support.answers import SENTENCE
from tests.support.bot_api_messages import entities_of
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import ask, converse, sent_to

MENTION = "@yinju_test_bot"
GROUP = -100


def test_a_question_is_answered_with_the_quote_as_a_reply(bot_api: BotApiServer) -> None:
    (call,) = sent_to(bot_api, "how many schools were built")
    assert entities_of(call, "blockquote") == [SENTENCE]
    assert entities_of(call, "bold")[:2] == ["55所", "19所"]
    assert call.params["reply_parameters"]["allow_sending_without_reply"] is True
    assert call.params["reply_parameters"]["message_id"] == 1001
    assert call.params["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in call.params


def test_what_the_articles_dont_say_is_one_line(bot_api: BotApiServer) -> None:
    (call,) = sent_to(bot_api, "what's the weather")
    assert call.params["text"] == TEXTS["en"].not_found


def test_commands_speak_the_users_language(bot_api: BotApiServer) -> None:
    async def script() -> None:
        for command in ("/start", "/help", "/nonsense", "/ask", "/ask how many schools"):
            bot_api.push(
                command,
                **{"from": {"id": 1, "is_bot": False, "first_name": "读者", "language_code": "zh-tw"}},
            )
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 5)

    converse(bot_api, script)
    texts = TEXTS["zh-Hant"]
    instructions = texts.help.format(bot=MENTION[1:])
    sent = [call.params["text"] for call in bot_api.made("sendMessage")]
    assert sent[0].startswith(texts.welcome)
    assert sent[1:4] == [instructions, instructions, texts.ask_something]
    assert SENTENCE in sent[4]


def test_answers_of_one_chat_come_in_the_order_of_its_questions(bot_api: BotApiServer) -> None:
    questions = [f"how many schools, {number}" for number in range(12)]
    calls = sent_to(bot_api, *questions)
    replied = [call.params["reply_parameters"]["message_id"] for call in calls]
    assert replied == sorted(replied)


def test_questions_asked_while_the_bot_was_down_are_answered(bot_api: BotApiServer) -> None:
    bot_api.push("how many schools")
    bot_api.push("what's the weather")

    async def script() -> None:
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 2)

    converse(bot_api, script)


def test_other_than_text_gets_a_short_reply(bot_api: BotApiServer) -> None:
    async def script() -> None:
        bot_api.push_message(sticker=None, contact={"phone_number": "1", "first_name": "A"})
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")

    converse(bot_api, script)
    assert bot_api.made("sendMessage")[0].params["text"] == TEXTS["en"].only_text


def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(bot_api: BotApiServer) -> None:
    asked: list[str] = []

    def noted(question: str) -> Answer:
        asked.append(question)
        return ask(question)

    async def script() -> None:
        mention = {"type": "mention", "offset": 0, "length": len(MENTION)}
        bot_api.push("how many schools, everyone?", chat_id=GROUP)
        bot_api.push("/asking schools", chat_id=GROUP)
        bot_api.edit("/ask@another_bot schools?", 1, chat_id=GROUP)
        bot_api.push("@someone_else schools?", chat_id=GROUP, entities=[{**mention, "length": 13}])
        bot_api.push_message(chat_id=GROUP, contact={"phone_number": "1", "first_name": "A"})
        bot_api.push(f"{MENTION} schools by mention", chat_id=GROUP, entities=[mention])
        bot_api.push("schools by reply", chat_id=GROUP, reply_to_message=_message_of_the_bot())
        bot_api.push(f"/ask{MENTION} schools by command", chat_id=GROUP)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 3)

    converse(bot_api, script, noted)
    assert asked == ["schools by mention", "schools by reply", "schools by command"]


def test_what_is_meant_for_another_bot_is_left_to_it(bot_api: BotApiServer) -> None:
    asked: list[str] = []

    def noted(question: str) -> Answer:
        asked.append(question)
        return ask(question)

    async def script() -> None:
        replying: dict[str, Any] = {"chat_id": GROUP, "reply_to_message": _message_of_the_bot()}
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
        bot_api.push_message(photo=photo, caption="/ask@other_bot schools in a caption", **replying)
        edited = bot_api.push("schools", **replying)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage")
        bot_api.edit("/ask@other_bot schools edited", edited, **replying)
        bot_api.push_message(photo=photo, caption="schools under a picture", **replying)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 2)

    converse(bot_api, script, noted)
    assert asked == ["schools", "schools under a picture"]
    assert not bot_api.made("editMessageText")


def test_an_album_gets_one_reply(bot_api: BotApiServer) -> None:
    async def script() -> None:
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
        bot_api.push_message(photo=photo, media_group_id="a", caption="how many schools")
        bot_api.push_message(photo=photo, media_group_id="a")
        bot_api.push_message(photo=photo, media_group_id="b")
        bot_api.push_message(photo=photo, media_group_id="b")
        bot_api.push("schools")
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 3)

    converse(bot_api, script)
    answer, only_text, _ = bot_api.made("sendMessage")
    assert "55" in answer.params["text"]
    assert only_text.params["text"] == TEXTS["en"].only_text


def _message_of_the_bot() -> dict[str, object]:
    sender = {"id": 123456789, "is_bot": True, "first_name": "Yinju"}
    return {"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "group", "title": "g"}, "from": sender}
