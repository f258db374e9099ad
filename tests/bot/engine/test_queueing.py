"""The queue in front of the engine, and the inbox before it: batches, turns, bounds."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.engine.desk import Desk
from bot.engine.queueing import Asker, Busy, QuestionQueue, RateLimit, asker
from bot.running.inbox import Inbox, InOrder
from bot.running.journal import ATTEMPTS, LONGEST, Journal
from bot.running.service import ServedDesk, Service
from bot.settings.settings import Settings
from index.library.catalogue import Holdings
from index.records import Answer
from tests.support.bot_api_server import BotApiServer
from tests.support.conversation import ask, converse


class Engine:
    """Answers in batches when it is let; remembers them."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.may_go = threading.Event()

    def __call__(self, questions: Sequence[str]) -> list[Answer]:
        assert self.may_go.wait(60)
        self.batches.append(list(questions))
        return [ask(question) for question in questions]


async def ask_as(queue: QuestionQueue, user: int, question: str) -> Answer:
    asker.set(Asker(user, True))
    return await queue.ask(question)


async def waiting(queue: QuestionQueue, count: int) -> None:
    async with asyncio.timeout(60):
        while queue.waiting != count:  # noqa: ASYNC110  (it changes as tasks start)
            await asyncio.sleep(0)


def test_what_waits_together_is_answered_together_each_chat_in_turn() -> None:
    engine = Engine()

    async def script() -> None:
        queue = QuestionQueue(engine, batch=4)
        tasks = [asyncio.create_task(ask_as(queue, 0, "first"))]
        await asyncio.sleep(0)
        for user, question in [(1, "a1"), (1, "a2"), (1, "a3"), (1, "a4"), (2, "b1"), (3, "c1"), (2, "b2")]:
            tasks.append(asyncio.create_task(ask_as(queue, user, question)))
        await waiting(queue, 7)
        engine.may_go.set()
        answers = await asyncio.gather(*tasks)
        assert [answer.question for answer in answers] == ["first", "a1", "a2", "a3", "a4", "b1", "c1", "b2"]

    asyncio.run(script())
    assert engine.batches == [["first"], ["a1", "b1", "c1", "a2"], ["b2", "a3", "a4"]]


def test_beyond_its_bound_the_queue_says_when_to_come_back() -> None:
    engine = Engine()

    async def script() -> None:
        queue = QuestionQueue(engine, most_waiting=2)
        tasks = [asyncio.create_task(ask_as(queue, 0, "first"))]
        await waiting(queue, 1)
        await waiting(queue, 0)  # it is being answered
        tasks += [asyncio.create_task(ask_as(queue, user, f"q{user}")) for user in (1, 2)]
        await waiting(queue, 2)
        with pytest.raises(Busy) as caught:
            await ask_as(queue, 9, "one too many")
        assert caught.value.seconds >= 1
        engine.may_go.set()
        assert len(await asyncio.gather(*tasks)) == 3
        assert (await ask_as(queue, 9, "again")).question == "again"

    asyncio.run(script())


def test_a_question_that_fails_takes_no_other_with_it() -> None:
    def engine(questions: Sequence[str]) -> list[Answer]:
        return [ask(question) for question in questions]  # raises for trouble

    async def script() -> None:
        queue = QuestionQueue(engine)
        questions = ["schools", "trouble", "schools again"]
        found = await asyncio.gather(*(ask_as(queue, n, q) for n, q in enumerate(questions)), return_exceptions=True)
        assert isinstance(found[1], RuntimeError)
        assert [each.question for each in (found[0], found[2]) if isinstance(each, Answer)] == questions[::2]

    asyncio.run(script())


def test_a_user_may_ask_so_many_questions_a_minute() -> None:
    now = 0.0
    limit = RateLimit(2, clock=lambda: now)
    assert [limit.wait(1), limit.wait(1)] == [0, 0]
    assert limit.wait(1) == pytest.approx(30)
    assert limit.wait(2) == 0
    now = 30.0
    assert limit.wait(1) == 0
    assert limit.wait(1) > 0
    assert [RateLimit(0).wait(1) for _ in range(500)] == [0.0] * 500


def test_a_user_who_asks_too_fast_is_told_so_once(bot_api: BotApiServer) -> None:
    desk = served(Service(), per_minute=2)

    async def script() -> None:
        for number in range(6):
            bot_api.push(f"how many schools {number}")
        bot_api.push("how many schools", chat_id=5)
        calls = await asyncio.to_thread(bot_api.wait_for, "sendMessage", 4)
        assert sum("That was many questions" in call.params["text"] for call in calls) == 1
        assert sum(call.params["chat_id"] == 5 for call in calls) == 1

    converse(bot_api, script, at=desk)


def test_one_chats_messages_are_answered_in_order(bot_api: BotApiServer) -> None:
    async def script() -> None:
        asked = [bot_api.push(f"how many schools {number}") for number in range(8)]
        calls = await asyncio.to_thread(bot_api.wait_for, "sendMessage", 8)
        assert [call.params["reply_parameters"]["message_id"] for call in calls] == asked

    converse(bot_api, script, at=served(Service()))


def test_a_chat_that_floods_loses_what_is_too_much_and_delays_no_other() -> None:
    processed: list[int] = []

    async def script() -> None:
        inbox = Inbox(of_one=3)
        processor = InOrder(inbox)
        hold = asyncio.Event()

        async def handle(number: int, wait: bool) -> None:
            if wait:
                await hold.wait()
            processed.append(number)

        updates = [update_of(number, chat=1) for number in range(5)] + [update_of(5, chat=2)]
        taken = [update for update in updates if inbox.take(update)]
        tasks = [asyncio.create_task(processor.process_update(u, handle(u.update_id, u.update_id < 5))) for u in taken]
        await tasks[3]
        assert processed == [5]
        hold.set()
        await asyncio.gather(*tasks)

    asyncio.run(script())
    assert processed == [5, 0, 1, 2]


def test_the_inbox_takes_no_more_than_it_can_hold() -> None:
    async def script() -> None:
        inbox = Inbox(in_hand=2)
        updates = [update_of(number) for number in range(3)]
        await inbox.put(updates[0])
        await inbox.put(updates[1])
        third = asyncio.create_task(inbox.put(updates[2]))
        await asyncio.sleep(0)
        assert inbox.qsize() == 2
        inbox.finished(updates[0])
        await asyncio.wait_for(third, 60)
        assert inbox.qsize() == 3

    asyncio.run(script())


def test_the_journal_keeps_what_is_unfinished_for_its_own_bot(tmp_path: Path) -> None:
    now = 1000.0
    journal = Journal(tmp_path, "bot", clock=lambda: now)
    for number in (3, 1, 2):
        journal.took(number, {"update_id": number})
    journal.finished(1)
    assert (tmp_path / "unfinished.sqlite").stat().st_mode & 0o077 == 0
    journal.close()
    assert Journal(tmp_path, "another", clock=lambda: now).unfinished() == {}
    again = Journal(tmp_path, "bot", clock=lambda: now)
    for _ in range(ATTEMPTS):
        assert again.unfinished() == {2: {"update_id": 2}, 3: {"update_id": 3}}
        again.attempts(2, 1)
        again.attempts(3, 1)
        again.attempts(3, -1)  # stopped in order
    assert again.unfinished() == {3: {"update_id": 3}}  # what ended the process each time is given up, nothing else
    again.took(4, {"update_id": 4})
    now += LONGEST + 1
    assert again.unfinished() == {}


def test_without_a_disk_there_is_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    journal = Journal(tmp_path / "file", "bot")
    for number in range(3):
        journal.took(number, {})
        journal.finished(number)
    assert journal.unfinished() == {}
    assert len(caplog.records) == 1


def update_of(number: int, chat: int = 1) -> Update:
    message: dict[str, Any] = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"}
    return Update.de_json({"update_id": number, "message": message}, None)


def served(service: Service, per_minute: int = 0) -> Desk:
    """A desk as the bot has it, with the stand-in engine."""
    queue = QuestionQueue(lambda questions: [ask(question) for question in questions])
    service.rate = RateLimit(per_minute or Settings().questions_per_minute)
    return ServedDesk(queue, Holdings([]), service)
