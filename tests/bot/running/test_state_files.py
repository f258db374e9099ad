"""The state folder: what is deleted is gone from it, what is damaged in it stops nothing, one bot works in it."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import build_application, serve
from bot.running.inbox import Inbox
from bot.running.journal import ATTEMPTS, LONGEST, Journal
from bot.running.records import Records, open_records
from bot.running.service import Service
from bot.running.state_files import ASIDE, delete_aside, lock_state, put_aside
from bot.settings.settings import Settings, SettingsError
from index.resources import write_whole
from tests.bot.engine.test_queueing import served
from tests.bot.running.test_faults import until
from tests.support.bot_api_server import BotApiServer

USER = 987654321
WORDS = "SECRETWORDS"
NOISE = bytes(range(256)) * 64


def in_folder(folder: Path, *traces: str) -> list[str]:
    """The files of a folder in which any of these stands, in whatever form a text is kept."""
    forms = [form for trace in traces for form in (trace.encode(), trace.encode("utf-16-le"), trace.lower().encode())]
    return [file.name for file in folder.rglob("*") if file.is_file() and any(f in file.read_bytes() for f in forms)]


def serving(server: BotApiServer, folder: Path, script: Callable[[Service], Awaitable[None]]) -> None:
    """Runs ``script`` while a bot with journal and records serves."""

    async def conversation() -> None:
        service = Service(Inbox(Journal(folder, "bot")), records=open_records("", folder))
        settings = Settings(token=SecretStr(server.token), api_url=server.url)
        application = build_application(settings, served(service), service)
        bot = asyncio.create_task(serve(application, server.url))
        try:
            await script(service)
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot

    asyncio.run(conversation())


def test_after_an_answer_and_after_forget_no_byte_of_the_folder_knows_it_and_no_log_ever_does(
    bot_api: BotApiServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    async def script(service: Service) -> None:
        for number in range(30):
            bot_api.push(f"how many schools, {WORDS} {number}", chat_id=USER)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 30)
        await until(lambda: not in_folder(tmp_path, WORDS, str(USER)))
        for number in range(60):
            bot_api.push(f"who forecasts the {WORDS} weather {number}", chat_id=USER)
            bot_api.push("will it rain tomorrow?", chat_id=7)
        await asyncio.to_thread(bot_api.wait_for, "sendMessage", 150)
        assert service.records is not None
        assert await service.records.most_unanswered()
        assert in_folder(tmp_path, WORDS)
        bot_api.push("/forget", chat_id=USER)
        *_, call = await asyncio.to_thread(bot_api.wait_for, "sendMessage", 151)
        assert call.params["text"].startswith("Deleted: 60 notes")
        await until(lambda: not in_folder(tmp_path, WORDS, str(USER)))
        assert [row.times for row in await service.records.most_unanswered()] == [60]  # the other's

    serving(bot_api, tmp_path, script)
    assert caplog.text
    assert WORDS not in caplog.text
    assert str(USER) not in caplog.text


def test_a_write_ahead_log_of_an_earlier_version_is_cleared(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "unfinished.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(
        "CREATE TABLE unfinished (bot TEXT, update_id INTEGER, at REAL, attempts INTEGER, payload TEXT, "
        "PRIMARY KEY (bot, update_id))"
    )
    connection.execute("INSERT INTO unfinished VALUES ('x', 1, 1.0, 0, ?)", (WORDS,))
    connection.execute("DELETE FROM unfinished")
    assert in_folder(tmp_path, WORDS)
    for name in ("unfinished.sqlite", "unfinished.sqlite-wal"):  # as they lie there when the process is killed
        (tmp_path / f"copy-{name}").write_bytes((tmp_path / name).read_bytes())
    connection.close()
    for name in ("unfinished.sqlite", "unfinished.sqlite-wal"):
        (tmp_path / f"copy-{name}").replace(tmp_path / name)
    journal = Journal(tmp_path, "bot")
    assert journal.took(2, {})
    assert not in_folder(tmp_path, WORDS)
    journal.close()


def test_what_another_bot_left_is_deleted_when_it_is_too_old(tmp_path: Path) -> None:
    """A bot whose token was changed never asks for its rows again."""
    now = 1000.0
    earlier = Journal(tmp_path, "the old token", clock=lambda: now)
    earlier.took(1, {"words": WORDS})
    earlier.close()
    now += LONGEST + 1
    journal = Journal(tmp_path, "the new token", clock=lambda: now)
    assert journal.unfinished() == {}
    assert not in_folder(tmp_path, WORDS)
    journal.close()


@pytest.mark.parametrize("damage", [NOISE, b"SQLite format 3\0" + NOISE])
def test_a_damaged_journal_is_put_aside_and_a_new_one_begun(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: bytes
) -> None:
    (tmp_path / "unfinished.sqlite").write_bytes(damage)
    (tmp_path / "unfinished.sqlite-wal").write_bytes(NOISE)
    journal = Journal(tmp_path, "bot")
    assert journal.took(1, {"update_id": 1})
    assert journal.unfinished() == {1: {"update_id": 1}}
    assert len(caplog.records) == 1
    assert "is damaged: it is kept as unfinished.sqlite.damaged" in caplog.text
    assert (tmp_path / "unfinished.sqlite.damaged").read_bytes() == damage
    journal.close()


@pytest.mark.parametrize("payload", [b'{"update_id": 2, "mess', b"\xff\xfe", b"[]", b"3", b"", None, b"[" * 100_000])
def test_a_row_that_is_cut_costs_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, payload: bytes | None
) -> None:
    journal = Journal(tmp_path, "bot")
    for number in (1, 2, 3):
        journal.took(number, {"update_id": number})
    journal.close()
    connection = sqlite3.connect(tmp_path / "unfinished.sqlite", isolation_level=None)
    connection.execute("UPDATE unfinished SET payload = ? WHERE update_id = 2", (payload,))
    connection.close()
    again = Journal(tmp_path, "bot")
    for _ in range(2 * ATTEMPTS):  # nor do starts by themselves give anything up
        assert again.unfinished() == {1: {"update_id": 1}, 3: {"update_id": 3}}
    assert len(caplog.records) == 1
    again.close()


def test_what_cannot_be_taken_up_again_is_struck_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "bot")
    journal.took(1, {"update_id": 1, "message": {"no": "message"}})

    async def script() -> None:
        await Inbox(journal).resume(None)  # type: ignore[arg-type]

    asyncio.run(script())
    assert journal.unfinished() == {}
    journal.close()


def test_damaged_records_are_put_aside_and_new_ones_begun(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def script() -> None:
        records = open_records("", tmp_path)
        assert isinstance(records, Records)
        (tmp_path / "records.sqlite").write_bytes(NOISE)
        records.unanswered(1, "what is new")
        assert [row.question for row in await records.most_unanswered()] == ["what is new"]
        assert len(caplog.records) == 1
        assert "is damaged" in caplog.text
        assert (tmp_path / f"records.sqlite{ASIDE}").read_bytes() == NOISE
        assert (tmp_path / "records.sqlite").stat().st_mode & 0o077 == 0
        await records.forget(1)
        assert not (tmp_path / f"records.sqlite{ASIDE}").exists()  # nobody can be looked up in it
        await records.close()

    asyncio.run(script())


def test_what_was_put_aside_is_deleted_in_time(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    file.write_bytes(NOISE)
    put_aside(file)
    aside = tmp_path / f"a.sqlite{ASIDE}"
    delete_aside(tmp_path, 3600)
    assert aside.exists()
    os.utime(aside, (time.time() - 4000,) * 2)
    delete_aside(tmp_path, 3600)
    assert not aside.exists()


def test_a_part_of_the_records_address_that_is_no_number_is_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert open_records("postgresql://user:p4ssw0rd@host:port/db", tmp_path) is None
    assert len(caplog.records) == 1
    assert "p4ssw0rd" not in caplog.text


def test_one_bot_of_a_token_works_in_a_folder(tmp_path: Path) -> None:
    first = lock_state(tmp_path, "one", 0.0)
    assert first is not None
    with pytest.raises(SettingsError, match="give each its own YINJU_STATE"):
        lock_state(tmp_path, "one", 0.3)
    other = lock_state(tmp_path, "another", 0.0)
    assert other is not None
    os.close(first)
    again = lock_state(tmp_path, "one", 0.0)
    assert again is not None
    for handle in (other, again):
        os.close(handle)
    (tmp_path / "file").write_text("in the way")
    assert lock_state(tmp_path / "file", "one", 0.0) is None


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.json"
    write_whole(target, json.dumps({"a": 1}).encode())
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", _full)
        with pytest.raises(OSError, match="No space"):
            write_whole(target, b"x" * 100_000)
    assert json.loads(target.read_text()) == {"a": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def _full(handle: int) -> None:
    raise OSError(28, "No space left on device")
