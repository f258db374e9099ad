"""The interface's own description (OpenAPI 3.1), its schemas made of the shapes that answers have."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from bot.formats import shapes
from bot.settings.values import version
from bot.site.interface import FARTHEST, LONGEST_QUESTION, MOST_QUOTES, MOST_ROWS
from bot.site.problems import PROBLEM
from index.quotations.check import LONGEST

Data = dict[str, Any]
_REFERENCE = "#/components/schemas/{model}"


class QuotationData(shapes.CheckData):
    """A quotation found in a text; ``start`` and ``end`` are its place there, without its marks."""

    start: int
    end: int


class QuotationsData(TypedDict):
    """The quotations of a text, in order."""

    quotations: list[QuotationData]


class ProblemDocument(TypedDict):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


_SHAPES = {
    shape.__name__: shape
    for shape in (
        *(shapes.AnswerData, shapes.FiguresData, shapes.ArticlesData, shapes.QuoteData, shapes.CheckData),
        *(QuotationsData, ProblemDocument),
    )
}
_PROBLEMS = {
    "400": "something about the request is wrong",
    "406": "no form that the client takes",
    "413": "too large",
    "414": "the address is too long",
    "421": "another host's name",
    "429": "too many questions from this address",
    "500": "something went wrong here",
    "503": "too much to do; ask again after the time given",
}


@lru_cache(4)
def document(public: str) -> Data:
    """The OpenAPI document of the site at this public address."""
    question = _query("question", "in Chinese or English", _words(1, LONGEST_QUESTION), needed=True)
    filters = _query("filters", "in:SLUG publisher:NAME after:2021-06 before:2022", _words(0, 300))
    topic = _query("topic", "what the figures are of; all without one", _words(0, LONGEST_QUESTION))
    period = _query("period", "2021, 2021-06, 2021-H1, 2021-Q1", _words(0, 20))
    text = _query("text", "the words without their marks", _words(1, LONGEST), needed=True)
    rows = [
        _query("start", "how many to pass over", _number(0, FARTHEST)),
        _query("limit", "at most", _number(1, MOST_ROWS)),
    ]
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    table = [_query("format", "as asked for by Accept otherwise", {"enum": ["json", "csv"]}), *rows]
    most = _query("limit", "quotes at most", _number(1, MOST_QUOTES))
    return {
        "openapi": "3.1.0",
        "info": {"title": "yinju", "version": version() or "0", "description": "Articles quoted word for word."},
        "servers": [{"url": public or "/"}],
        "paths": {
            "/api/ask": {"get": _operation("ask", "Answer a question", "AnswerData", [question, filters, most])},
            "/api/stats": {
                "get": _operation("stats", "Figures on a topic", "FiguresData", [topic, period, *table], True)
            },
            "/api/articles": {"get": _operation("articles", "What the library holds", "ArticlesData", table, True)},
            "/api/quote/{id}": {
                "get": _operation(
                    "quote", "The words that an id stands for", "QuoteData", [identity], also=("404", "410")
                )
            },
            "/api/verify": {
                "get": _operation("verify", "Look a quotation up", "CheckData", [text]),
                "post": {
                    **_operation(
                        "verify_all", "Look up every quotation of a text", "QuotationsData", [], also=("415",)
                    ),
                    "requestBody": {"required": True, "content": _bodies()},
                },
            },
        },
        "components": {"schemas": _schemas()},
    }


def _operation(
    name: str, summary: str, shape: str, parameters: list[Data], csv: bool = False, also: tuple[str, ...] = ()
) -> Data:
    content: Data = {"application/json": {"schema": {"$ref": _REFERENCE.format(model=shape)}}}
    if csv:
        content["text/csv"] = {"schema": {"type": "string"}}
    problem = {PROBLEM: {"schema": {"$ref": _REFERENCE.format(model="ProblemDocument")}}}
    descriptions = {
        **_PROBLEMS,
        "404": "no quote's id",
        "410": "the article has other words now",
        "415": "a body of another kind",
    }
    responses = {code: {"description": descriptions[code], "content": problem} for code in (*_PROBLEMS, *also)}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": summary, "content": content},
            "304": {"description": "as the client has it"},
            **responses,
        },
    }


def _query(name: str, description: str, schema: Data, needed: bool = False) -> Data:
    return {"name": name, "in": "query", "required": needed, "description": description, "schema": schema}


def _words(least: int, most: int) -> Data:
    return {"type": "string", "minLength": least, "maxLength": most}


def _number(least: int, most: int) -> Data:
    return {"type": "integer", "minimum": least, "maximum": most}


def _bodies() -> Data:
    json = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    return {"application/json": {"schema": json}, "text/plain": {"schema": {"type": "string"}}}


def _schemas() -> Data:
    schemas: Data = {}
    for name, shape in _SHAPES.items():
        schema = TypeAdapter(shape).json_schema(ref_template=_REFERENCE)
        schemas.update(schema.pop("$defs", {}))
        schemas[name] = schema
    return schemas
