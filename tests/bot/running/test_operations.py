"""What docs/operations.md and /privacy say in figures is what the code holds; what it does, the other tests show."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from bot.delivery import pacing, replying, transport
from bot.engine import dialogue, live_library, queueing
from bot.operators import building
from bot.running import backlog, inbox, journal, records_database, serving, state_files, web
from bot.settings import init_data, passes
from bot.settings.settings import Settings
from bot.site import limits
from bot.site.connections import Connection
from bot.texts import TEXTS
from index.articles.office import PICTURES
from index.building import extraction
from index.errors import EncoderError
from index.models.encoder import load_encoder
from tests.conftest import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
SAID = {
    f"at most {building.MEMORY // 1024**3} GiB of data and {building.SECONDS / 60:.0f} minutes": "a build",
    f"up to {extraction.LARGEST // 1_000_000} MB": "a file",
    f"up to {queueing.BATCH} encoded together": "a batch",
    f"More than {queueing.MOST_WAITING} waiting": "the queue",
    f"at most {backlog.OF_ONE} updates are in hand": "of one person",
    f"Of {backlog.IN_HAND:,} in hand": "of all",
    f"at most {replying.MOST_TYPING} chats at once": "typing",
    f"finishes what it has within {serving.FINISHING:.0f} s, stops within {serving.STOPPED_AT_LAST:.0f} s": "SIGTERM",
    f"waits {state_files.ENDING:.0f} s for the first to end": "a second bot",
    f"for at most {journal.LONGEST / 3_600:.0f} hours": "what is unfinished",
    f"for up to {web.HELD:.0f} s": "a webhook without a disk",
    f"a slow server is given {transport.READ:.0f} s": "sending",
}
IN_WORDS = {
    "at most four at work": inbox.AT_WORK == 4,
    "looks every two seconds": live_library.EVERY == 2,
    "growing pauses up to five minutes": live_library.LONGEST_PAUSE == 300,
    "sent for ten minutes before it is given up": pacing.KEEP_TRYING == 600,
    "said once a minute": backlog.SAY_AGAIN == 60,
    "only if it is still so an hour later": records_database.HOUR == 3_600,
    "ended the process three times is given up": journal.ATTEMPTS == 3,
}
DEFAULTS: dict[str, frozenset[int] | None] = {"nobody": frozenset(), "all": frozenset(), "none": frozenset(), "–": None}


@pytest.mark.parametrize("figure", SAID)
def test_a_figure_is_the_codes_own(figure: str) -> None:
    assert figure in OPERATIONS


def test_the_limits_of_the_pages_are_those_that_are_written() -> None:
    pages = (ROOT / "docs" / "pages.md").read_text("utf-8")
    assert f"up to {limits.LONGEST_ADDRESS:,} characters" in pages
    assert f"a body up to {limits.LARGEST_BODY // 1_000_000} MB" in pages
    assert f"a request up to {limits.SECONDS:.0f} seconds" in pages
    assert f"isn't there within {Connection.HEAD_SECONDS:.0f} seconds" in pages
    assert f"isn't taken within {Connection.TAKING_SECONDS:.0f} seconds" in pages
    assert (init_data.SECONDS, passes.SECONDS) == (3_600, 24 * 3_600)  # "for an hour", "for a day"


def test_a_figure_in_words_is_the_codes_own() -> None:
    assert {words for words, same in IN_WORDS.items() if not same or words not in OPERATIONS} == set()


def test_the_settings_of_the_operator_exist_and_have_these_defaults() -> None:
    by_name = {str(field.validation_alias): field for field in Settings.model_fields.values()}
    table = re.findall(r"^\| `([A-Z_]+)` \| .*? \| ([^|]+) \|$", OPERATIONS, re.M)
    assert len(table) == 9
    for name, default in table:
        value = by_name[name].default
        if default in DEFAULTS or default.isdecimal():
            assert value == DEFAULTS.get(default, int(default) if default.isdecimal() else None), name


def test_the_kinds_of_file_an_operator_may_send_are_those_that_are_read() -> None:
    (kinds,) = re.findall(r"send a file \(([^)]+), up to", OPERATIONS)
    assert set(re.findall(r"\.\w+", kinds)) <= extraction.KINDS
    assert extraction.KINDS - PICTURES - set(re.findall(r"\.\w+", kinds)) <= {".htm", ".xls", ".xlsm", ".markdown"}


def test_the_tests_that_the_documents_name_exist() -> None:
    documents = "".join(file.read_text("utf-8") for file in (ROOT / "docs").glob("*.md"))
    named = set(re.findall(r"tests/[\w/]+\.py", documents))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_privacy_says_for_how_long(texts: Any) -> None:
    said = texts.privacy.format(days=37)
    assert "37" in said
    assert "/forget" in said
    assert dialogue.REMEMBERED_FOR == 600
    assert re.search("ten minutes|十分钟|十分鐘", said)


@pytest.mark.parametrize("target", ["server", "vendor"])
def test_what_make_installs_and_keeps_comes_by_hashes(target: str) -> None:
    ended = subprocess.run(["make", "-n", target, "LOCK=build"], cwd=ROOT, capture_output=True, check=True)
    locked = re.findall(r"pip (?:install|download) (?:.*\\\n)?.*-r .*", ended.stdout.decode())
    assert len(locked) == (2 if target == "server" else 3)
    assert all("--require-hashes" in line for line in locked)
    assert "deploy/build.lock" in locked[-1]


def test_where_nothing_can_be_built_one_line_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "index.models.passage_encoder", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"the package (torch|sentence_transformers) is missing") as raised:
        load_encoder()
    assert "\n" not in str(raised.value)


def test_typing_is_shown_in_so_many_chats_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replying, "TYPING_AFTER", 0.0)
    shown: list[int] = []

    class Message:
        def __init__(self, chat: int) -> None:
            self.chat = SimpleNamespace(id=chat)

        def get_bot(self) -> Bot:
            return Bot()

    class Bot:
        async def send_chat_action(self, chat: int, action: str, **more: object) -> None:
            shown.append(chat)

    async def answered(chat: int) -> None:
        message: Any = Message(chat)
        async with replying.typing_shown(message):
            await asyncio.sleep(0.3)

    async def together() -> None:
        await asyncio.gather(*map(answered, range(replying.MOST_TYPING + 9)))

    asyncio.run(together())
    assert len(set(shown)) == replying.MOST_TYPING
