"""What the subcommands do that ask. The engine is imported only where it is needed: it is heavy."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.formats.json_lines import figure_object, json_line
from bot.formats.tables import figure_row, figures_csv, figures_json
from bot.messages.references import STYLES
from bot.messages.tables import as_markdown, figures_on
from bot.messages.verdicts import claims_of
from bot.settings.settings import Settings, SettingsError
from bot.terminal.answers import console_on, one_line, print_figures, print_looked_up, printable, say
from bot.terminal.opening import needs, open_to_ask
from bot.texts import TEXTS, remark
from index.errors import QuestionFileError
from index.records import Answer, Quote

if TYPE_CHECKING:
    from bot.engine.checking import Check

Ask = Callable[[str], Answer]
LOCAL_PAGES = "http://127.0.0.1:8080"  # where ``yinju serve`` listens unless told otherwise
MOST_PASSAGES = 10  # whose figures stand in a table


def ask(
    settings: Settings,
    question: str,
    limit: int,
    as_json: bool,
    plain: bool = False,
    style: str | None = None,
    opening: bool = False,
) -> int:
    """Answers one question, and cites its quote where a style is given. ``plain`` leaves all but words out; ``opening``
    shows the quote in a browser, too, on the page that ``yinju serve`` has of it.

    2 where there was none to answer, or a filter in it can't be followed.
    """
    if not question.strip():
        if as_json:
            _print_json(_blank(question))
            return 0
        say(remark(_blank(question)))
        return 2
    searcher = open_to_ask(settings)
    from bot.engine.checking import look_up
    from bot.terminal.conversation import Conversation, is_a_question
    from index.answering.answer import answer as answer_to

    console = console_on(sys.stdout, plain)
    ask = partial(answer_to, searcher=searcher, limit=limit, threshold=settings.threshold)
    if not as_json and not is_a_question(question):
        from index.library.catalogue import Holdings

        Conversation(ask, Holdings(searcher.library.passages), console).say(question)
        return 0
    answer, checks = look_up(question, ask)
    if answer.problem and not as_json:
        say(remark(answer))
        return 2
    if as_json:
        _print_json(answer, checks)
    else:
        print_looked_up(answer, checks, console)
    if style and answer.quotes and not as_json:
        print(f"\n{printable(STYLES[style](answer.quotes[0]))}")
    if opening and (quotes := answer.quotes or answer.perhaps):
        _open_page(settings, quotes[0])
    return 0


def _open_page(settings: Settings, quote: Quote) -> None:
    """Shows the quote in a browser."""
    import webbrowser

    from bot.messages.buttons import Pages

    webbrowser.open(Pages(settings.site_url or LOCAL_PAGES, settings.pass_key).address(quote))


def ask_lines(settings: Settings, limit: int, as_json: bool, plain: bool = False) -> int:
    """Answers each line of stdin with a line on stdout, at once; 1 where one of them failed."""
    ask = _asker(settings, limit)
    from bot.engine.checking import look_up

    show = _print_json if as_json else partial(_print_line, plain=plain)
    failures = 0
    for question in _lines():
        try:
            answered, checks = look_up(question, ask) if question.strip() else (_blank(question), ())
        except Exception as error:  # the lines after this one are still to be answered
            failures += 1
            say(f"a question could not be answered: {type(error).__name__}: {error}")
            answered, checks = _blank(question), ()
        show(answered, checks)
    return 1 if failures else 0


def stats(settings: Settings, topic: str, form: str, plain: bool = False) -> int:
    """Prints the figures on a topic, a row each: as CSV, JSON or Markdown (``md``), as lines, or as a workbook.

    Raises SettingsError where a workbook can't be made or would go to a terminal.
    """
    if form == "xlsx":
        needs("xlsxwriter", extra="xlsx")
        if sys.stdout.isatty():
            raise SettingsError("a workbook is no text: write it to a file, > figures.xlsx")
    answer = _asker(settings, MOST_PASSAGES)(topic)
    if answer.problem:
        say(remark(answer))
        return 2
    quotes = figures_on(answer)
    if form == "table":
        print_figures(quotes, answer.language, console_on(sys.stdout, plain))
        return 0
    figures = [figure_object(quote) for quote in quotes]
    if form == "xlsx":
        from bot.formats.workbook import as_workbook

        written = as_workbook([figure_row(figure) for figure in figures])
    else:
        write = {"csv": figures_csv, "json": figures_json}.get(form)
        text = write(figures) if write else as_markdown(quotes, answer.language)
        written = text.encode("utf-8", "replace")
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()
    return 0


def explain(settings: Settings, question: str) -> int:
    """Prints how the answer to one question came about."""
    searcher = open_to_ask(settings)
    from index.answering.explain import explain as explanation

    print(printable(explanation(question, searcher)))
    return 0


def chat(settings: Settings, limit: int, plain: bool = False) -> int:
    """Answers questions in a terminal conversation until the end of input."""
    interactive = sys.stdin.isatty()
    if interactive:
        print(TEXTS["en"].chat, TEXTS["zh"].chat, sep="\n")
    console = console_on(sys.stdout, plain)
    with console.status("…") if interactive and not plain else nullcontext():
        searcher = open_to_ask(settings)  # first: what can't be opened is said before the rest is imported
        from bot.terminal.conversation import Conversation
        from index.answering.answer import answer
        from index.library.catalogue import Holdings

        ask = partial(answer, searcher=searcher, limit=limit, threshold=settings.threshold)
        conversation = Conversation(ask, Holdings(searcher.library.passages), console)
    for line in _conversation(interactive):
        if line.strip() and not conversation.say(line):
            break
        if line.strip():
            print(flush=True)
    return 0


def evaluate(settings: Settings, file: Path, as_json: bool, errors: bool) -> int:
    """Measures the answers to a file of questions."""
    if not file.exists():  # before any of the engine is imported
        raise QuestionFileError(f"there is no file {file}: give a UTF-8 file of JSON lines")
    from index.answering.confidence import default_threshold
    from index.evaluate import by_language, failures, read_cases, table
    from index.evaluate import evaluate as results_of

    cases = read_cases(file)  # first: a bad file shows before the engine starts
    results = results_of(cases, open_to_ask(settings))
    threshold = default_threshold() if settings.threshold is None else settings.threshold
    measures = by_language(results, threshold)
    wrong = failures(results, threshold) if errors else []
    if as_json:
        print(json.dumps({"threshold": threshold, "measures": measures, "errors": wrong}, ensure_ascii=False))
    else:
        print(table(measures), *wrong, sep="\n")
    return 0


def _asker(settings: Settings, limit: int) -> Ask:
    searcher = open_to_ask(settings)
    from index.answering.answer import answer

    return partial(answer, searcher=searcher, limit=limit, threshold=settings.threshold)


def _print_json(answer: Answer, checks: Sequence[Check] = ()) -> None:
    # Bytes, because JSON is UTF-8 whatever the locale says.
    sys.stdout.buffer.write(json_line(answer, claims_of(checks)))
    sys.stdout.buffer.flush()


def _print_line(answer: Answer, checks: Sequence[Check], plain: bool) -> None:
    print(one_line(answer, plain, checks), flush=True)


def _blank(question: str) -> Answer:
    return Answer(question=question, language="en", confidence=0.0)


def _lines() -> Iterator[str]:
    """The lines of stdin, whatever bytes they hold."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8-sig", "replace").removesuffix("\n").removesuffix("\r")


def _conversation(interactive: bool) -> Iterator[str]:
    if not interactive:
        yield from _lines()
        return
    import readline  # noqa: F401  (gives input() a history and arrow keys)

    while True:
        try:
            question = input("? ")
        except EOFError:
            print()
            return
        yield os.fsencode(question).decode("utf-8", "replace")
