"""What is counted, for Prometheus: numbers only, no words and nobody's id."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

SECONDS = (0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Metrics:
    """The figures of one bot."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.questions = Counter("yinju_questions", "Questions asked", registry=self._registry)
        self.outcomes = Counter("yinju_answers", "What became of questions", ["outcome"], registry=self._registry)
        self.latency = Histogram(
            "yinju_answer_seconds", "From question to answer", buckets=SECONDS, registry=self._registry
        )
        self.errors = Counter("yinju_errors", "Errors while an update was processed", registry=self._registry)
        self.dropped = Counter("yinju_updates_dropped", "Updates of who sends too many", registry=self._registry)
        self._waiting = Gauge("yinju_questions_waiting", "Questions that wait", registry=self._registry)
        self._library = Info("yinju_library", "The library in service", registry=self._registry)
        self._refused = Gauge("yinju_library_refused", "1 where a newer one can't be used", registry=self._registry)
        self._version: Callable[[], str] = str
        for outcome in ("answered", "declined", "busy", "failed"):
            self.outcomes.labels(outcome)  # at 0 from the start, so that rates can be taken

    def watch(
        self, waiting: Callable[[], float], version: Callable[[], str], refused: Callable[[], bool] = lambda: False
    ) -> None:
        """Takes these when asked for them: how many questions wait, which library is in service, and whether a newer
        one was refused.
        """
        self._waiting.set_function(waiting)
        self._refused.set_function(refused)
        self._version = version

    def text(self) -> bytes:
        """All of it, in Prometheus' text format."""
        self._library.info({"version": self._version()})
        return generate_latest(self._registry)
