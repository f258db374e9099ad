"""What operators may do, and nobody else; articles sent to the bot, made to harm or not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import build_application, serve
from bot.operators.extraction import extract
from bot.operators.fetching import NotFetched, NotListed, Page, fetch, is_public
from bot.operators.submitting import safe_name
from bot.running.records import open_records
from bot.running.service import Service
from bot.settings.settings import Settings, SettingsError, exposed, load_settings
from bot.texts import TEXTS
from index.articles.office import PAGES
from index.errors import NotReadable
from tests.bot.engine.test_queueing import served
from tests.conftest import environment
from tests.support.bot_api_messages import Call
from tests.support.bot_api_server import BotApiServer

ADMIN, STRANGER = 4242, 99
ARTICLE = "# Harbour report\n\nThe harbour of Ostmere took 312 ships in 2023.\n\nIt employs 48 people.\n"

Script = Callable[[], Awaitable[None]]


def operate(server: BotApiServer, state: Path, script: Script, **more: Any) -> None:
    """Runs ``script`` while a bot with records and an operator serves."""

    async def conversation() -> None:
        given: dict[str, Any] = {"admins": frozenset({ADMIN}), "state_folder": state, **more}
        settings = Settings(
            token=SecretStr(server.token), api_url=server.url, corpus=state / "corpus", index=state / "index", **given
        )
        service = Service(records=open_records("", state))
        application = build_application(settings, served(service), service)
        bot = asyncio.create_task(serve(application, server.url))
        try:
            await script()
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot

    asyncio.run(conversation())


async def said(server: BotApiServer, count: int) -> list[Call]:
    return await asyncio.to_thread(server.wait_for, "sendMessage", count)


def stranger() -> dict[str, Any]:
    return {"chat_id": STRANGER, "from": {"id": STRANGER, "is_bot": False, "first_name": "S", "language_code": "en"}}


def test_operators_read_what_was_not_answered_and_people_make_it_forgotten(
    bot_api: BotApiServer, tmp_path: Path
) -> None:
    async def script() -> None:
        bot_api.push("what's the weather", **stranger())
        await said(bot_api, 1)
        bot_api.push("/unanswered")
        assert "1× what's the weather" in (await said(bot_api, 2))[-1].params["text"]
        bot_api.push("/forget", **stranger())
        assert (await said(bot_api, 3))[-1].params["text"] == TEXTS["en"].forgotten.format(count=1)
        bot_api.push("/unanswered")
        assert (await said(bot_api, 4))[-1].params["text"] == TEXTS["en"].operators.no_unanswered
        bot_api.push("/feedback")
        assert (await said(bot_api, 5))[-1].params["text"] == TEXTS["en"].operators.no_feedback

    operate(bot_api, tmp_path, script)


@pytest.mark.parametrize("command", ["/unanswered", "/feedback", "/reload", "/health"])
def test_to_others_there_are_no_such_commands(bot_api: BotApiServer, tmp_path: Path, command: str) -> None:
    async def script() -> None:
        bot_api.push("/nosuchcommand", **stranger())
        bot_api.push(command, **stranger())
        first, second = await said(bot_api, 2)
        assert first.params["text"] == second.params["text"]

    operate(bot_api, tmp_path, script)


def test_others_can_send_no_article(bot_api: BotApiServer, tmp_path: Path) -> None:
    async def script() -> None:
        bot_api.push_file("harbour.md", ARTICLE.encode(), **stranger())
        (call,) = await said(bot_api, 1)
        assert call.params["text"] == TEXTS["en"].no_files
        assert not bot_api.made("getFile")

    operate(bot_api, tmp_path, script)
    assert not (tmp_path / "submitted").exists()


def test_a_closed_bot_answers_nobody_else(bot_api: BotApiServer, tmp_path: Path) -> None:
    async def script() -> None:
        bot_api.push("how many schools", **stranger())
        bot_api.push("/help", chat_id=-5, **{"from": stranger()["from"]})
        bot_api.push("how many schools", chat_id=7, **{"from": {"id": 7, "is_bot": False, "first_name": "A"}})
        bot_api.push("how many schools")
        calls = await said(bot_api, 3)
        assert {call.params["chat_id"] for call in calls} == {STRANGER, 7, ADMIN}
        closed = next(call for call in calls if call.params["chat_id"] == STRANGER)
        assert closed.params["text"] == TEXTS["en"].closed.format(chat=STRANGER)

    operate(bot_api, tmp_path, script, allowed_chats=frozenset({7}))


def test_a_group_that_becomes_a_supergroup_stays_open(bot_api: BotApiServer, tmp_path: Path) -> None:
    somebody = {"from": stranger()["from"]}

    async def begun() -> None:
        bot_api.push("/ask how many schools", chat_id=-100_7, **somebody)  # not yet allowed
        bot_api.push_message(chat_id=-7, migrate_to_chat_id=-100_7, **somebody)
        bot_api.push("/ask how many schools", chat_id=-100_7, **somebody)
        (answer,) = await said(bot_api, 1)
        assert answer.params["chat_id"] == -100_7

    async def started_again() -> None:
        bot_api.push("/ask how many schools", chat_id=-100_7, **somebody)
        assert (await said(bot_api, 2))[-1].params["chat_id"] == -100_7

    operate(bot_api, tmp_path, begun, allowed_chats=frozenset({-7}))
    operate(bot_api, tmp_path, started_again, allowed_chats=frozenset({-7}))


def test_an_article_is_shown_first_and_discarded_on_request(bot_api: BotApiServer, tmp_path: Path) -> None:
    async def script() -> None:
        bot_api.push_file("../../etc/harbour.md", ARTICLE.encode())
        (preview,) = await said(bot_api, 1)
        text = preview.params["text"]
        assert text.startswith("Harbour report\n\n2 paragraphs, ")
        assert "The harbour of Ostmere took 312 ships in 2023." in text
        (folder,) = (tmp_path / "submitted").iterdir()
        assert sorted(file.name for file in folder.iterdir()) == ["_extract.json", "_sent.md", "harbour.md"]
        _, discard = preview.params["reply_markup"]["inline_keyboard"][0]
        shown = max(number for chat, number in bot_api.messages if chat == ADMIN)
        bot_api.tap(discard["callback_data"], shown)
        assert (await said(bot_api, 2))[-1].params["text"] == TEXTS["en"].operators.discarded
        assert not folder.exists()
        bot_api.tap(discard["callback_data"].replace("discard", "add"), shown)
        assert (await said(bot_api, 3))[-1].params["text"] == TEXTS["en"].operators.gone

    operate(bot_api, tmp_path, script)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ"),
        ("empty.txt", b""),
        ("noise.txt", bytes(range(256)) * 100),
        ("broken.pdf", b"%PDF-1.7\nnothing more"),
        ("noise.pdf", bytes(range(256)) * 100),
    ],
)
def test_what_is_no_article_is_declined_in_one_message(
    bot_api: BotApiServer, tmp_path: Path, name: str, content: bytes
) -> None:
    async def script() -> None:
        bot_api.push_file(name, content)
        (call,) = await said(bot_api, 1)
        text = call.params["text"]
        assert text == TEXTS["en"].operators.kinds or text.startswith("It can't be added: ")
        assert "reply_markup" not in call.params

    operate(bot_api, tmp_path, script)
    assert not list((tmp_path / "submitted").glob("*"))


def pdf(*contents: bytes, filters: str = "") -> bytes:
    """A PDF with a page for each content stream."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    pages = []
    for content in contents:
        stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters.encode(), content)
        objects.append(stream)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        pages.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(pages), len(pages))
    out, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail


def lines(*texts: str) -> bytes:
    """A content stream that shows these lines."""
    shown = " ".join(f"({text}) Tj 0 -20 Td" for text in texts)
    return f"BT /F1 12 Tf 72 700 Td {shown} ET".encode()


def test_a_pdf_becomes_the_text_that_stands_in_it_in_a_process_without_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "environment"
    (tmp_path / "sitecustomize.py").write_text(f"import os\nopen({str(told)!r}, 'w').write(' '.join(os.environ))\n")
    monkeypatch.syspath_prepend(tmp_path)  # the process is given this path, and loads what stands there first
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:x")
    monkeypatch.setenv("YINJU_WEBHOOK_SECRET", "x")
    file, result = tmp_path / "a.pdf", tmp_path / "harbour.txt"
    file.write_bytes(pdf(lines("The harbour of Ostmere took 312 ships in 2023, more than ever before.")))
    found = asyncio.run(extract(file, result))
    assert found.paragraphs == 1
    assert found.statistics >= 1
    assert "PYTHONPATH" in told.read_text()
    assert "TELEGRAM_" not in told.read_text()
    assert "YINJU_" not in told.read_text()
    assert "312 ships" in result.read_text("utf-8")
    assert "312 ships" in found.beginning


def test_bombs_end_in_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, result = tmp_path / "bomb.pdf", tmp_path / "bomb.txt"
    bomb = zlib.compress(b"BT /F1 12 Tf (" + b"A" * 300_000_000 + b") Tj ET", 9)
    file.write_bytes(pdf(bomb, filters="/Filter /FlateDecode"))
    with pytest.raises(NotReadable):
        asyncio.run(extract(file, result))
    many = tmp_path / "many.pdf"
    many.write_bytes(pdf(*[b""] * (PAGES + 1)))
    with pytest.raises(NotReadable, match="pages"):
        asyncio.run(extract(many, result))


def test_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    file = tmp_path / "deep.html"
    file.write_text("<html><body>" + "<div>" * 50_000 + ARTICLE)
    with pytest.raises(NotReadable, match="too long"):
        asyncio.run(extract(file, tmp_path / "result.html", seconds=0.05))


@pytest.mark.parametrize(
    "given", ["../../etc/passwd", "a/b\\c", "..", ".hidden", "con\0trol", "x" * 500, "", "README", "_e"]
)
def test_a_name_leads_nowhere(given: str, tmp_path: Path) -> None:
    name = safe_name(given)
    assert name
    assert (tmp_path / f"{name}.txt").resolve().parent == tmp_path.resolve()
    assert not name.startswith((".", "_"))
    assert len(name) <= 40
    assert name.lower() != "readme"


@contextmanager
def web(replies: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    """A web server on 127.0.0.1; ``host:port``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = replies[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def anything(address: str) -> bool:
    return True


def test_pages_are_fetched_from_listed_hosts_only(tmp_path: Path) -> None:
    html, text = {"Content-Type": "text/html; charset=utf-8"}, {"Content-Type": "text/plain"}
    replies = {
        "/page": (200, html, b"<p>words</p>"),
        "/moved": (302, {"Location": "/page"}, b""),
        "/away": (302, {"Location": "http://127.0.0.2/secret"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/image": (200, {"Content-Type": "image/png"}, b"x"),
        "/large": (200, text, b"x" * 20_000_001),
        "/bomb": (200, {**text, "Content-Encoding": "gzip"}, _gzip(b"x" * 50_000_000)),
        "/missing": (404, html, b""),
        "/packed": (200, {**html, "Content-Encoding": "gzip"}, _gzip(b"<p>words</p>" * 20_000)),
        "/deflated": (200, {**html, "Content-Encoding": "deflate"}, zlib.compress(b"<p>words</p>")),
        "/twice": (200, {**text, "Content-Encoding": "gzip, gzip"}, _gzip(_gzip(b"x" * 50_000_000))),
        "/strange": (200, {**text, "Content-Encoding": "br"}, b"x"),
        "/cut": (200, {**text, "Content-Encoding": "gzip"}, _gzip(b"words" * 1_000)[:-20]),
        "/lie": (200, {**text, "Content-Encoding": "gzip"}, b"words"),
    }
    with web(replies) as host:

        def get(path: str, hosts: set[str] | None = None, public: Callable[[str], bool] = anything) -> Page:
            return asyncio.run(fetch(f"http://{host}{path}", hosts or {host}, public))

        assert get("/page").content == b"<p>words</p>"
        assert get("/moved").ending == ".html"
        assert get("/packed").content == b"<p>words</p>" * 20_000
        assert get("/deflated").content == b"<p>words</p>"
        for path in ("/twice", "/strange", "/cut", "/lie"):
            with pytest.raises(NotFetched):
                get(path)
        for path in ("/away", "/file", "/round", "/image", "/large", "/bomb", "/missing"):
            with pytest.raises(NotFetched):
                get(path)
        with pytest.raises(NotListed):
            get("/page", {"www.example.org"})
        with pytest.raises(NotFetched, match="inside a network"):
            get("/page", public=is_public)


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "::127.0.0.1", "::8.8.8.8", "fec0::1"),
        *("::ffff:0:127.0.0.1", "::ffff:8.8.8.8", "3fff::1", "5f00::1", "2001:db8::1", "2001::1", "ff02::1", "::"),
        *("240.0.0.1", "255.255.255.255", "192.0.0.1", "192.88.99.1", "198.18.0.1", "203.0.113.1"),
    ],
)
def test_addresses_inside_a_network_are_not_public(address: str) -> None:
    assert not is_public(address)
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")
    assert is_public("64:ff9b::5db8:d822")  # 93.184.216.34, as a network without IPv4 has it


def test_a_bomb_of_any_coding_takes_no_memory_and_no_turn() -> None:
    """In a process of its own, to see what it takes: the limit was looked at when all was unpacked."""
    plain = b"\0" * 1_500_000
    inner = zlib.compressobj(9, zlib.DEFLATED, 31)
    once = b"".join(inner.compress(plain) for _ in range(300)) + inner.flush()
    headers = {"Content-Type": "text/html"}
    replies = {
        f"/{coding}": (200, {**headers, "Content-Encoding": coding}, body)
        for coding, body in (("gzip", once), ("gzip, gzip", _gzip(once)), ("gzip, gzip, gzip", _gzip(_gzip(once))))
    }
    program = """
import asyncio, resource, sys, time
from bot.operators.fetching import NotFetched, fetch
longest = 0.0
async def tick():
    global longest
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - began)
async def main(host, path):
    ticking = asyncio.create_task(tick())
    try:
        await fetch(f"http://{host}{path}", {host}, lambda address: True)
    except NotFetched as error:
        print(error, file=sys.stderr)
    ticking.cancel()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
asyncio.run(main(*sys.argv[1:]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, longest)
"""
    with web({path.replace(" ", "%20"): reply for path, reply in replies.items()}) as host:
        for path in replies:
            arguments = [sys.executable, "-c", program, host, path.replace(" ", "%20")]
            ended = subprocess.run(arguments, capture_output=True, check=True)
            grown, longest = ended.stdout.split()
            assert b"larger than 20 MB" in ended.stderr or b"packed in a way" in ended.stderr
            assert int(grown) < 100_000  # KB
            assert float(longest) < 1.0  # seconds; 0.05 on a machine that does nothing else


def test_a_redirect_never_leads_from_https_to_http(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    async def one(client: object, url: str, hosts: object, public: object) -> str:
        seen.append(url)
        return url.replace("https://", "http://") + "x"

    monkeypatch.setattr("bot.operators.fetching._one", one)
    with pytest.raises(NotFetched, match="not protected"):
        asyncio.run(fetch("https://www.example.org/", {"www.example.org"}, anything))
    assert seen == ["https://www.example.org/"]


def test_a_page_of_another_host_is_declined_by_name(bot_api: BotApiServer, tmp_path: Path) -> None:
    async def script() -> None:
        bot_api.push("https://internal.example/secret")
        (call,) = await said(bot_api, 1)
        assert call.params["text"] == TEXTS["en"].operators.hosts.format(host="internal.example")

    operate(bot_api, tmp_path, script, article_hosts=frozenset({"www.example.org"}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMIN_IDS", "me"),
        ("ALLOWED_CHATS", "1;x"),
        ("YINJU_QUESTIONS_PER_MINUTE", "-1"),
        ("YINJU_RETENTION_DAYS", "long"),
        ("YINJU_ARTICLE_HOSTS", "http://example.org/"),
        ("YINJU_WEBHOOK_SECRET", "short"),
        ("YINJU_MONITOR", "somewhere"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} must be "):
        load_settings(tmp_path / ".env")


def test_a_cache_folder_may_stand_in_a_dotenv_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("YINJU_CACHE=elsewhere\n")
    program = """
import argparse, os
from bot import cli
cli._settings(argparse.Namespace())
from index.resources import cache_folder
print(cache_folder())
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment(), capture_output=True, check=True
    )
    assert ended.stdout == b"elsewhere\n"


def test_a_dotenv_file_that_others_may_read_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert not exposed(file)
    file.write_text("TELEGRAM_BOT_TOKEN=x\n")
    for mode, open_to_others in ((0o666, True), (0o640, True), (0o602, True), (0o600, False), (0o400, False)):
        file.chmod(mode)
        assert exposed(file) is open_to_others


def test_settings_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "ADMIN_IDS": "1, 2",
        "ALLOWED_CHATS": "-100 5",
        "YINJU_MONITOR": "9000",
        "YINJU_RECORDS_URL": "sqlite:///x",
        "YINJU_CORPUS": "theirs",
    }
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in given.items()))
    monkeypatch.setenv("ADMIN_IDS", "7")
    monkeypatch.setenv("ALLOWED_CHATS", " ")
    found = load_settings(tmp_path / ".env", corpus=Path("mine"))
    assert found.admins == {7}
    assert found.corpus == Path("mine")
    assert found.allowed_chats == {-100, 5}
    assert found.monitor == ("127.0.0.1", 9000)
    assert "sqlite" not in f"{found} {found!r}"
