"""What went wrong, said as a problem document (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.responses import Response

PROBLEM = "application/problem+json"


class Problem(Exception):  # noqa: N818  (it is what the client is told)
    """A request that can't be answered: ``status``, what is wrong with it, and when to ask again (seconds)."""

    def __init__(self, status: int, detail: str, again: float | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.again = status, detail, again


def problem_response(problem: Problem) -> Response:
    """The problem as a document of its own; nothing of the request stands in it."""
    title = HTTPStatus(problem.status).phrase
    content = {"type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail}
    return Response(json.dumps(content), problem.status, headers_of(problem), media_type=PROBLEM)


def headers_of(problem: Problem) -> dict[str, str]:
    """The headers that go with a problem."""
    again = {} if problem.again is None else {"Retry-After": str(max(1, round(problem.again)))}
    return {"Cache-Control": "no-store", **again}
