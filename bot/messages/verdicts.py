"""What is said of a claim: the claimed figure beside the article's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.formats.shapes import ClaimData
from bot.messages.figures import Figure, headline_figures
from bot.texts import Texts
from index.records import Answer, Statistic


class Claimed(Protocol):
    """The figure that was claimed, and the years it was claimed for."""

    @property
    def figure(self) -> Statistic: ...

    @property
    def years(self) -> tuple[str, ...]: ...


class Checked(Protocol):
    """A claim compared with the articles (``bot.engine.checking.Check``)."""

    @property
    def claim(self) -> Claimed: ...

    @property
    def verdict(self) -> str: ...

    @property
    def answer(self) -> Answer: ...

    @property
    def period(self) -> str: ...


def claims_of(checks: Sequence[Checked]) -> list[ClaimData]:
    """What is said of each claim, for programs."""
    return [{"claimed": check.claim.figure.text, "verdict": check.verdict, "period": check.period} for check in checks]


def verdict_line(check: Checked, texts: Texts) -> tuple[str, Figure | None, str]:
    """The words before the article's figure, the figure, and the words after it; no figure where none was found."""
    claimed = " ".join(check.claim.figure.text.split())
    if check.verdict == "none":
        return texts.claim_none.format(claimed=claimed), None, ""
    (figure, *_) = headline_figures(check.answer.quotes[0], texts.code)
    wording: str = getattr(texts, f"claim_{check.verdict}")
    before, _, after = wording.partition("{figure}")
    filled = before.format(
        claimed=claimed, year=", ".join(check.claim.years), period=check.period or texts.another_time
    )
    return filled, figure, after
