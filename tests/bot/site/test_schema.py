"""The interface against its own document: requests made up from it by schemathesis."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.site.app import application
from bot.site.site import Site
from index.ranking.searcher import Searcher
from tests.support.desks import desk_of

OPERATIONS = ["ask", "stats", "articles", "quote", "verify", "verify_all"]


@pytest.fixture(scope="module")
def schema(articles_searcher: Searcher) -> Any:
    import schemathesis

    return schemathesis.openapi.from_asgi("/api/openapi.json", application(Site(desk_of(articles_searcher))))


@pytest.mark.parametrize("name", OPERATIONS)
def test_requests_made_up_from_the_document_get_what_it_says(schema: Any, name: str) -> None:
    from schemathesis import checks

    said = [
        checks.not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    (operation,) = [
        each.ok() for each in schema.get_all_operations() if each.ok().definition.raw.get("operationId") == name
    ]

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        case.call_and_validate(checks=said)

    asked()
