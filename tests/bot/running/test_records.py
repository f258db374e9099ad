"""What the bot keeps of people, and how it forgets."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.running.pseudonyms import pseudonyms
from bot.running.records import DAY, Feedback, Records, Unanswered, open_records
from bot.running.records_database import HOUR

USER = 987654321


def records_in(folder: Path) -> Records:
    records = open_records("", folder)
    assert records is not None
    return records


def test_questions_without_answer_come_back_the_most_frequent_first(tmp_path: Path) -> None:
    async def script() -> None:
        records = records_in(tmp_path)
        for user, question in [(1, "Who won?"), (2, "who  won"), (1, "who won!"), (3, "天气怎么样"), (4, "\ud800 odd")]:
            records.unanswered(user, question)
        first, *others = await records.most_unanswered()
        assert first.times == 3
        assert Unanswered("天气怎么样", 1) in others
        await records.close()

    asyncio.run(script())


def test_feedback_counts_each_user_once_a_passage(tmp_path: Path) -> None:
    async def script() -> None:
        records = records_in(tmp_path)
        for user, passage, good in [(1, "a ¶1", True), (1, "a ¶1", False), (2, "a ¶1", True), (2, "b ¶2", True)]:
            records.feedback(user, passage, good)
        assert await records.feedback_by_passage() == [Feedback("a ¶1", 1, 1), Feedback("b ¶2", 1, 0)]
        await records.close()

    asyncio.run(script())


def test_no_user_id_is_in_the_file_and_forgetting_leaves_nothing(tmp_path: Path) -> None:
    async def script() -> int:
        records = records_in(tmp_path)
        records.unanswered(USER, "my unusual question")
        records.feedback(USER, "a ¶1", True)
        records.unanswered(5, "somebody else's")
        deleted = await records.forget(USER)
        assert [each.question for each in await records.most_unanswered()] == ["somebody else's"]
        await records.close()
        return deleted

    assert asyncio.run(script()) == 2
    content = (tmp_path / "records.sqlite").read_bytes()
    assert str(USER).encode() not in content
    assert b"unusual" not in content


def test_the_key_is_made_once_and_is_the_bots_alone(tmp_path: Path) -> None:
    names = pseudonyms(tmp_path / "state")
    assert names.of(USER) == pseudonyms(tmp_path / "state").of(USER)
    assert names.of(USER) != pseudonyms(tmp_path / "other").of(USER)
    assert (tmp_path / "state" / "key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0
    assert names.key.hex() not in repr(names)
    (tmp_path / "state" / "key").write_bytes(b"cut off")
    assert len(pseudonyms(tmp_path / "state").key) == len(names.key)


def test_what_is_too_old_is_deleted(tmp_path: Path) -> None:
    now = 0.0

    async def script() -> None:
        nonlocal now
        records = Records(f"sqlite:///{tmp_path}/r.sqlite", pseudonyms(tmp_path), 30, lambda: now, lambda: now)
        for day, question in ((0, "old"), (20, "newer"), (31, "new")):
            now = day * DAY
            records.unanswered(1, question)
            await records.most_unanswered()
        assert [row.question for row in await records.most_unanswered()] == ["new", "newer"]
        await records.close()

    asyncio.run(script())


def test_a_clock_that_is_wrong_deletes_nothing_unless_it_stays_so(tmp_path: Path) -> None:
    """Without it, a machine that starts with its clock years ahead loses all records before the clock is put right."""
    now, ticks = 100 * DAY, 0.0

    async def script() -> None:
        nonlocal now, ticks
        records = Records(f"sqlite:///{tmp_path}/r.sqlite", pseudonyms(tmp_path), 30, lambda: now, lambda: ticks)
        records.unanswered(1, "kept")
        assert len(await records.most_unanswered()) == 1
        now, ticks = 1000 * DAY, HOUR
        assert await records.forget(2) == 0
        assert len(await records.most_unanswered()) == 1
        ticks = 2 * HOUR
        assert await records.forget(2) == 0
        assert not await records.most_unanswered()
        await records.close()

    asyncio.run(script())


def test_a_disk_that_fails_costs_the_records_and_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def script() -> None:
        records = Records(f"sqlite:///{tmp_path}/nowhere/r.sqlite", pseudonyms(tmp_path))
        for number in range(5):
            records.unanswered(number, "a private question")
        await records.close()

    asyncio.run(script())
    assert len(caplog.records) == 1
    assert "private question" not in caplog.text


def test_a_full_disk_is_outlived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def script() -> None:
        records = Records("sqlite:////dev/full", pseudonyms(tmp_path))
        records.unanswered(1, "x")
        await records.close()

    asyncio.run(script())
    assert len(caplog.records) == 1


def test_a_row_that_cannot_be_written_takes_no_other_with_it(tmp_path: Path) -> None:
    now: Any = 0.0

    async def script() -> None:
        nonlocal now
        records = Records(f"sqlite:///{tmp_path}/r.sqlite", pseudonyms(tmp_path), clock=lambda: now)
        records.unanswered(1, "before")
        now = None  # a row must have a time
        records.unanswered(2, "spoilt")
        now = 1.0
        records.unanswered(3, "after")
        assert [each.question for each in await records.most_unanswered()] == ["after", "before"]
        await records.close()

    asyncio.run(script())


@pytest.mark.parametrize("url", ["nonsense", "nosuchdatabase://x/y", "postgresql+nosuchdriver://u:p4ss@h/d"])
def test_a_url_that_names_no_database_is_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, url: str
) -> None:
    assert open_records(url, tmp_path) is None
    assert len(caplog.records) == 1
    assert "p4ss" not in caplog.text


def test_a_state_folder_that_cannot_be_made_is_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    assert open_records("", tmp_path / "file" / "state") is None
    assert len(caplog.records) == 1
