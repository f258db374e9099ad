"""``yinju chat``: a conversation, understood as the bot understands it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from bot.engine.checking import look_up
from bot.engine.dialogue import NOTHING, Turn, meaning
from bot.messages.citation import mentions, source_line
from bot.messages.references import NAMES, STYLES
from bot.messages.sums import sum_line
from bot.messages.tables import figures_on, side_of
from bot.settings.values import version
from bot.terminal.answers import (
    PlainConsole,
    print_figures,
    print_looked_up,
    print_passage,
    printable,
    spoken,
)
from bot.texts import TEXTS, Texts
from index.library.catalogue import Holdings
from index.question.comparing import compared, summed
from index.question.follow_up import Understood
from index.question.question import language_of
from index.records import Answer
from index.text.scripts import is_han

MOST_FIGURES = 40
_ENDS = ("exit", "quit", "bye", "goodbye", ":q", "退出", "再见", "再見", "拜拜")
# the bot's commands, as what they say in words
_COMMANDS = {"/help": "help", "/start": "help", "/articles": "list the articles", "/stats": "list all figures"}
_TOPICS = ("/stats ", "stats ", "figures ")


def is_a_question(text: str) -> bool:
    """Whether a text that nothing went before asks for one thing of the articles: not for help, nor for a list."""
    return meaning(text, "").kind == "ask" and not (compared(text) or summed(text))


class Conversation:
    """A chat in a terminal: ``say`` prints what answers each line, until one ends it."""

    def __init__(self, ask: Callable[[str], Answer], holdings: Holdings, console: Console) -> None:
        self._ask, self._holdings, self._console = ask, holdings, console
        self._last = NOTHING

    def say(self, line: str) -> bool:
        """Prints what answers the line; False where it ends the conversation."""
        text = line.strip()
        if text.lower().lstrip("/").rstrip("!.。！") in _ENDS:
            return False
        topic = next((text[len(start) :].strip() for start in _TOPICS if text.startswith(start)), "")
        spoken = _COMMANDS.get(text.lower(), text.removeprefix("/ask "))
        what = Understood("figures", topic) if topic else meaning(spoken, self._last.question)
        texts = TEXTS[language_of(self._last.question if text in _COMMANDS else text)]
        if what.kind == "ask":
            self._answer(what, text)
        elif what.kind in ("more", "source", "cite", "sure", "gloss"):
            self._of_answer(what, look_up(self._last.question, self._ask)[0], texts)
        else:
            self._of_itself(what, texts)
        return True

    def _answer(self, what: Understood, text: str) -> None:
        if what.text != text:
            self._print(f"↳ {what.text}\n", "dim")
        if sides := compared(what.text) or summed(what.text):
            texts = TEXTS[language_of(text)]
            rows = [(label, side_of(label, self._ask(question))) for label, question in sides]
            adding = not compared(what.text)
            self._print(sum_line([quote for _, quote in rows], texts) if adding else texts.compared)
            for label, quote in rows:
                self._print(f"{label} · {texts.compared_none}") if quote is None else self._print(f"{label}:")
                print_figures([quote] if quote else [], texts.code, self._console)
            return
        answer, checks = look_up(what.text, self._ask)
        print_looked_up(answer, checks, self._console)
        if not answer.smalltalk:
            self._last = Turn(what.text)

    def _of_answer(self, what: Understood, answer: Answer, texts: Texts) -> None:
        """What is said of the answer given last."""
        quotes = answer.quotes or answer.perhaps
        match what.kind:
            case "more":
                self._last = replace(self._last, passage=self._last.passage + 1)
                if not print_passage(answer, self._last.passage, self._console):
                    self._print(texts.no_more)
            case "source":
                self._print(source_line(quotes[0]) if quotes else texts.not_surely)
            case "cite":
                styles = [f"{NAMES[name]}: {style(quotes[0])}" for name, style in STYLES.items()] if quotes else []
                self._print("\n".join(styles) or texts.not_surely)
            case "gloss":
                self._gloss(answer, texts)
            case _:
                self._print({"sure": texts.surely, "perhaps": texts.unsurely, "none": texts.not_surely}[answer.state])

    def _gloss(self, answer: Answer, texts: Texts) -> None:
        quotes = answer.quotes or answer.perhaps
        if not quotes or not is_han(quotes[0].text):
            self._print(texts.no_translation)
            return
        from bot.messages.gloss import gloss_block

        self._print(gloss_block(quotes[0], texts).text)

    def _of_itself(self, what: Understood, texts: Texts) -> None:
        """What is said of the bot and of what it has read."""
        match what.kind:
            case "help":
                self._print(texts.chat_help)
            case "about" | "privacy":
                paragraphs, figures = self._holdings.size()
                held = {"articles": len(self._holdings.articles), "paragraphs": paragraphs, "figures": figures}
                self._print(texts.about.format(version=version(), **held))
            case "articles" | "summary":
                if what.kind == "summary":
                    self._print(texts.no_summary + "\n")
                for article in self._holdings.articles.values():
                    fields = (article.title or article.slug, article.publisher, article.date)
                    self._print(" · ".join(field for field in fields if field))
            case "mentions":
                answer = self._ask(what.text)
                places = mentions(answer, what.text)
                heading = texts.mentioned if places else texts.not_mentioned
                self._print(heading.format(topic=what.text, articles=len(self._holdings.articles)))
                for quote in places or answer.nearest:
                    self._print(source_line(quote))
            case "figures":
                self._figures(what.text, texts)
            case _:
                self._print(texts.lost if self._last.question else texts.nothing_before)

    def _figures(self, topic: str, texts: Texts) -> None:
        if topic:
            answer = self._ask(topic)
            quotes = figures_on(answer)
        else:
            quotes = list(self._holdings.statistics()[:MOST_FIGURES])
        if not quotes:
            self._print(texts.no_figures)
        print_figures(quotes[:MOST_FIGURES], texts.code, self._console)

    def _print(self, text: str, style: str = "") -> None:
        words = spoken(text) if isinstance(self._console, PlainConsole) else text
        self._console.print(Text(printable(words), style), soft_wrap=not self._console.is_terminal)
