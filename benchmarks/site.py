"""The pages, the interface and the assistants' tools of a process of their own, as a Markdown table.

    python -m benchmarks.site [page|marks|ask|load|mcp …] [--seconds 600] [--index DIR]

page: a quote on screen and marked in Chromium, bytes, what axe finds · marks: marked characters equal the offsets ·
ask: an answer over HTTP beside the engine alone · load: cached pages and questions at a rate, memory · mcp: a warm
answer, over standard input and output.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from benchmarks.collections import ROOT
from benchmarks.load import built, questions
from benchmarks.speed import answering_seconds
from bot.formats.permalinks import page_path
from index.library.catalogue import Holdings
from index.library.opening import open_passages
from index.records import Quote, plain
from tests.support.site import Seen

PORT = 8093
QUESTION = "how many schools were built"
PAGES_A_SECOND, QUESTIONS_A_SECOND = 200, 15
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Served:
    """A ``yinju serve`` of its own over the library in ``index``."""

    address: str
    pid: int
    index: Path

    def memory(self) -> float:
        """Its resident memory, MB."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) / 1024

    def quotes(self, count: int) -> list[Quote]:
        """``count`` quotes from all over its library."""
        found = list(Holdings(open_passages(self.index)).statistics())
        return (found * (count // len(found) + 1))[:count]


@contextmanager
def serving(index: Path) -> Iterator[Served]:
    """The process, once it answers."""
    command = [sys.executable, "-m", "bot.cli", "serve", "--index", str(index), "--listen", f"127.0.0.1:{PORT}"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "YINJU_QUESTIONS_PER_MINUTE": "0"}
    process = subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{PORT}"
        for _ in range(600):
            try:
                httpx.get(f"{address}/?q={QUESTION}", timeout=60).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield Served(address, process.pid, index)
    finally:
        process.terminate()
        process.wait(30)


def page(served: Served) -> Iterator[Row]:
    """From the request to the mark on a phone's screen, without scripts; the page's size; what axe finds."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    quotes = served.quotes(60)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        phone = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
        taken, on_screen, opened = [], 0, phone.new_page()
        for quote in quotes:
            began = time.perf_counter()
            opened.goto(f"{served.address}{page_path(quote)}", wait_until="load")
            box = opened.locator("mark").first.bounding_box()
            taken.append(time.perf_counter() - began)
            on_screen += bool(box and 0 <= box["y"] < 640)
        yield "marked and on screen without scrolling", f"{on_screen} of {len(quotes)}"
        yield "from the request to that, p50 · longest", f"{_ms(taken, 50)} · {max(taken[1:]) * 1000:.0f} ms"
        sizes = [len(httpx.get(f"{served.address}{page_path(quote)}").content) for quote in quotes]
        yield "largest of those pages", f"{max(sizes) / 1000:.1f} KB"
        opened, violations = browser.new_context(bypass_csp=True).new_page(), 0
        for path in ("/", f"/?q={QUESTION}", "/articles", page_path(quotes[5])):
            opened.goto(f"{served.address}{path}")
            violations += len(Axe().run(opened).response["violations"])
        yield "axe violations on 4 pages", str(violations)


def marks(served: Served) -> Iterator[Row]:
    """Of 1,000 quotes, how many are marked character by character where they stand."""
    quotes = served.quotes(1_000)
    with httpx.Client(base_url=served.address) as client:
        right = sum(
            Seen(client.get(page_path(each)).text).found["mark"] == plain(each.paragraph.article, each.span)[0]
            for each in quotes
        )
    yield "marked characters equal the offsets", f"{right} of {len(quotes)}"


def ask(served: Served) -> Iterator[Row]:
    """Questions one after the other, each new, beside the engine in this process."""
    from index.models.encoder import load_question_encoder
    from index.ranking.searcher import open_searcher

    searcher = open_searcher(served.index, load_question_encoder())
    asked = list(islice(questions(), 340))
    with httpx.Client(base_url=served.address) as client:
        over_http, alone = [], []
        for number, question in enumerate(asked):  # in turn, so that both meet the same machine
            began = time.perf_counter()
            client.get("/api/ask", params={"question": f"{question} "}).raise_for_status()
            over_http.append(time.perf_counter() - began)
            alone.append(answering_seconds(question, searcher))
            if number == 40:
                over_http, alone = [], []
    yield "/api/ask, p50 · p99", f"{_ms(over_http, 50)} · {_ms(over_http, 99)}"
    yield "the engine alone, p50 · p99", f"{_ms(alone, 50)} · {_ms(alone, 99)}"


def load(served: Served, seconds: float) -> Iterator[Row]:
    """Pages and questions at a rate, together; the server's memory at half time and at the end."""
    paths = [page_path(quote) for quote in served.quotes(50)]
    asking = questions()
    pages, answers, memory = asyncio.run(_load(served, paths, asking, seconds))
    yield f"{PAGES_A_SECOND} cached pages a second: p50 · p99 · failed", _reported(pages)
    yield f"{QUESTIONS_A_SECOND} questions a second beside them: p50 · p99 · failed", _reported(answers)
    yield f"memory at half time · at the end of {seconds:.0f} s", f"{memory[0]:.0f} · {memory[1]:.0f} MB"


async def _load(
    served: Served, paths: Sequence[str], asking: Iterator[str], seconds: float
) -> tuple[list[float], list[float], tuple[float, float]]:
    pages: list[float] = []
    answers: list[float] = []
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=200)
    async with httpx.AsyncClient(base_url=served.address, timeout=30, limits=limits) as client:

        async def get(path: str, taken: list[float], **more: Any) -> None:
            began = time.perf_counter()
            try:
                response = await client.get(path, **more)
                taken.append(time.perf_counter() - began if response.status_code == 200 else -1.0)
            except httpx.HTTPError:
                taken.append(-1.0)

        tasks: set[asyncio.Task[None]] = set()
        half, began, step = 0.0, time.monotonic(), 1 / PAGES_A_SECOND
        every = round(PAGES_A_SECOND / QUESTIONS_A_SECOND)
        for number in range(round(PAGES_A_SECOND * seconds)):
            await asyncio.sleep(max(0.0, began + number * step - time.monotonic()))
            tasks.add(asyncio.create_task(get(paths[number % len(paths)], pages)))
            if number % every == 0:
                tasks.add(asyncio.create_task(get("/api/ask", answers, params={"question": next(asking)})))
            tasks = {task for task in tasks if not task.done()}
            if not half and time.monotonic() - began > seconds / 2:
                half = served.memory()
        await asyncio.gather(*tasks)
    return pages, answers, (half, served.memory())


def mcp(index: Path) -> Iterator[Row]:
    """Tools called one after the other by the official client, each question new."""
    yield "an assistant's `ask` · `verify_quote`, p50", asyncio.run(_mcp(index))


async def _mcp(index: Path) -> str:
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    arguments = ["-m", "bot.cli", "mcp", "--index", str(index)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    transport = stdio_client(StdioServerParameters(command=sys.executable, args=arguments, env=settings))
    taken: dict[str, list[float]] = {"ask": [], "verify_quote": []}
    async with Client(transport) as client:
        for question in islice(questions(), 120):
            for tool, given in (("ask", {"question": question}), ("verify_quote", {"text": f"{question}的说法"})):
                began = time.perf_counter()
                await client.call_tool(tool, given)
                taken[tool].append(time.perf_counter() - began)
    return " · ".join(_ms(times[20:], 50) for times in taken.values())


def _ms(times: Sequence[float], percentile: int) -> str:
    return f"{statistics.quantiles(times, n=100, method='inclusive')[percentile - 1] * 1000:.0f} ms"


def _reported(taken: Sequence[float]) -> str:
    right = [each for each in taken if each >= 0]
    return f"{_ms(right, 50)} · {_ms(right, 99)} · {len(taken) - len(right)} of {len(taken)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["page", "marks", "ask", "load", "mcp"])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--index", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = (args.index or built(Path(folder))).absolute()
        print("| | |\n| --- | --- |", flush=True)
        measured: dict[str, Callable[[Served], Iterator[Row]]] = {"page": page, "marks": marks, "ask": ask}
        measured["load"] = lambda served: load(served, args.seconds)
        if set(args.what) - {"mcp"}:
            with serving(index) as served:
                for name in args.what:
                    _print(measured[name](served) if name in measured else ())
        if "mcp" in args.what:
            _print(mcp(index))


def _print(rows: Iterator[Row] | tuple[()]) -> None:
    for name, value in rows:
        print(f"| {name} | {value} |", flush=True)


if __name__ == "__main__":
    main()
