"""A library exchanged while the bot runs."""

from __future__ import annotations

import asyncio
import shutil
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.engine.live_library import LiveLibrary
from bot.running.service import service_in
from bot.settings.settings import Settings
from index.answering.answer import answer_many
from index.errors import LibraryError, LibraryMissing
from tests.bot.running.test_faults import until
from tests.support.bot_api_server import TOKEN

if TYPE_CHECKING:
    from index.models.passage_encoder import Encoder

QUESTION = "how many schools were built"


def put(library: Path, index: Path, broken: bool = False) -> None:
    """Publishes a copy of a library that was built elsewhere, as a build does: files first, then CURRENT."""
    name = (library / "CURRENT").read_text("ascii").split()[0]
    for folder in (library / name, *library.glob("segment-*")):
        shutil.copytree(folder, index / folder.name, dirs_exist_ok=True)
        if broken and folder.name.startswith("segment"):
            (index / folder.name / "passages.jsonl").write_bytes(b"{}\n")
    shutil.copy(library / "CURRENT", index / ".new")
    (index / ".new").replace(index / "CURRENT")


def test_a_library_that_cannot_be_opened_at_the_moment_is_opened_later(
    tmp_path: Path,
    library_dir: Path,
    articles_dir: Path,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    index = tmp_path / "index"
    index.mkdir()
    put(library_dir, index)
    live = LiveLibrary(index, encoder, answer_many)
    version, opened, attempts = live.version, live._opened, 0

    def failing() -> object:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise OSError(24, "Too many open files")
        if attempts == 2:  # the same, met while the files were verified
            raise LibraryError("the library is damaged (words.npz)")
        return opened()

    monkeypatch.setattr(live, "_opened", failing)

    async def script() -> None:
        watching = asyncio.create_task(live.watch(every=0.02))
        put(articles_dir, index)
        await until(lambda: bool(live.refused))
        assert live.version == version
        await until(lambda: live.version != version)
        assert not live.refused
        assert attempts == 3
        watching.cancel()

    asyncio.run(script())
    assert caplog.text.count("the new library is refused") == 1


def test_a_new_library_is_put_in_service_and_a_bad_one_refused(
    tmp_path: Path,
    library_dir: Path,
    articles_dir: Path,
    encoder: Encoder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    index = tmp_path / "index"
    index.mkdir()
    with pytest.raises(LibraryMissing):
        LiveLibrary(index, encoder, answer_many)
    put(library_dir, index)
    live = LiveLibrary(index, encoder, answer_many)
    service, desk = service_in(
        Settings(token=SecretStr(TOKEN), state_folder=tmp_path / "state"), live.answer_many, live
    )

    async def script() -> None:
        watching = asyncio.create_task(live.watch(every=0.02))
        first, version = live.current, live.version
        assert (await desk.ask(QUESTION)).quotes[0].paragraph.article.slug == "zhaoqing-party-history-2021"

        put(articles_dir, index, broken=True)
        await until(lambda: "the new library is refused" in caplog.text)
        with pytest.raises(LibraryError):
            await live.refresh()
        await asyncio.sleep(0.2)  # time to refuse it again, which it doesn't
        assert caplog.text.count("the new library is refused") == 1
        assert live.current is first
        assert live.version == version
        assert "damaged" in live.refused
        assert "yinju_library_refused 1.0" in service.metrics.text().decode()

        (index / "CURRENT").write_bytes(b"\xff\xfe rubbish")
        put(library_dir, index)
        put(articles_dir, index)
        await asyncio.sleep(0)
        (index / "CURRENT").write_text("library-nowhere 0\n")
        await until(lambda: caplog.text.count("the new library is refused") == 2)
        put(articles_dir, index)
        asked = [asyncio.create_task(desk.ask(f"{QUESTION} {number}")) for number in range(8)]
        await until(lambda: live.version != version)
        assert len(await asyncio.gather(*asked)) == 8  # none was dropped
        slugs = {article.slug for article in live.current.library.articles}
        assert "zhaoqing-party-history-2021" not in slugs
        assert {article.slug for article in desk.holdings.articles.values()} == slugs
        expected = answer_many([QUESTION], live.current, 10)[0]
        assert await desk.ask(QUESTION) == expected

        earlier = weakref.ref(first)
        del first
        put(library_dir, index)
        await until(lambda: earlier() is None)  # what is replaced is given back
        watching.cancel()

    asyncio.run(script())
