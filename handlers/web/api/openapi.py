"""The OpenAPI 3.1 document, made from the route table and the models."""

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from handlers.web.api.call import JSON, Route
from handlers.web.api.examples import BODIES, MORE, QUERIES
from handlers.web.api.forms import FileForm, ListQuery
from handlers.web.api.shapes import Problem
from handlers.web.api.table import ROUTES
from handlers.web.problems import PROBLEM_JSON, STATUS
from services.texts import text

ROOT = "/api/v1"
_REF = "#/components/schemas/{model}"
_PARAMETERS = {
    "number": {"type": "string", "pattern": "^[1-9][0-9]{0,17}$"},
    "ref": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$"},
    "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
}
_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "description": "Kept for 7 days: the same key and body give the first answer again, with `Idempotent-Replayed: true`.",
}  # fmt: skip
_WITH: dict[str, dict[str, Any]] = {  # what a problem tells besides
    "invalid": {"errors": [{"field": "text", "reason": "required"}]},
    "slot-invalid": {"errors": [{"field": "starts_at", "reason": "closed then"}]},
    "wrap-up-incomplete": {"missing": ["summary", "fields.vin"]},
}
_LANGUAGE = {"name": "Accept-Language", "in": "header", "required": False, "schema": {"type": "string"}}
_DESCRIPTION = (
    "The front door of a car-service chain. Lists: `items` and `next`; follow `next` with `after` until it is null. "
    "Each operation names the scopes of the tokens it takes: read, source, agent, admin."
)


@cache
def openapi_document() -> dict[str, Any]:
    """The whole document. Treat as read-only."""
    paths: dict[str, dict[str, Any]] = {
        ROOT + "/openapi.json": {"get": {"operationId": "getOpenapi", "summary": "This document", "security": [], "responses": {
            "200": {"description": "OpenAPI 3.1", "content": {JSON: {"schema": {"type": "object"}}}}}}},
    }  # fmt: skip
    for route in ROUTES:
        paths.setdefault(ROOT + route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Priyomka", "version": _version(), "description": _DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _version() -> str:
    try:
        return version("priyomka")
    except PackageNotFoundError:  # run from a checkout
        return "0"


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "description": _description(route),
        "parameters": [*_path_parameters(route), *_query_parameters(route), *([_KEY] if route.keyed else []), _LANGUAGE],
        "responses": {**_answers(route), **_problems(route)},
    }
    if route.upload:
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _schema(FileForm)}}}
    elif route.body:
        required = any(field.is_required() for field in route.body.model_fields.values())
        content = {"schema": _schema(route.body), "example": BODIES[route.name]}
        operation["requestBody"] = {"required": required, "content": {JSON: content}}
    return operation


def _description(route: Route) -> str:
    """Who may, what there is to know, and what the query is for."""
    asked = (route.query.__doc__ or "") if route.query not in {None, ListQuery} else ""
    parts = ("Scopes: " + ", ".join(sorted(route.scopes)), MORE.get(route.name, ""), " ".join(asked.split()))
    return ". ".join(part.rstrip(".") for part in parts if part)


def _schema(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = re.findall(r"\{(\w+)\}", route.path)
    return [{"name": name, "in": "path", "required": True, "schema": _PARAMETERS[name]} for name in names]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if route.query is None:
        return []
    document, shown = route.query.model_json_schema(), QUERIES.get(route.name, {})
    return [
        {"name": name, "in": "query", "required": name in document.get("required", ()), "schema": _not_null(schema)}
        | ({"example": shown[name]} if name in shown else {})
        for name, schema in document["properties"].items()
    ]  # fmt: skip


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is there or not; it is never null."""
    choices = [choice for choice in schema.get("anyOf", [schema]) if choice.get("type") != "null"]
    return {key: value for key, value in choices[0].items() if key != "title"}


def _answers(route: Route) -> dict[str, Any]:
    meanings = {200: "Done", 201: "Created", 204: "Nothing to hand out", 206: "A part of the file"}
    answers: dict[str, Any] = {}
    for status, model in route.answers.items():
        answers[str(status)] = {"description": meanings[status]}
        if model is not None:
            answers[str(status)]["content"] = {JSON: {"schema": _schema(model)}}
        elif status != 204:  # noqa: PLR2004
            answers[str(status)]["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
        if route.keyed:
            replayed = {"schema": {"type": "string", "const": "true"}, "required": False}
            answers[str(status)]["headers"] = {"Idempotent-Replayed": replayed}
    return answers


def _problems(route: Route) -> dict[str, Any]:
    codes = ["unauthorized", "forbidden", "invalid", "internal", "unavailable", *route.refuses]
    if route.write:
        codes += ["malformed", "too-large"]
    if route.keyed:
        codes += ["idempotency-busy", "idempotency-mismatch"]
    grouped: dict[int, list[str]] = {}
    for code in STATUS:  # in the order of the statuses
        if code in codes:
            grouped.setdefault(STATUS[code], []).append(code)
    return {str(status): _problem(status, names) for status, names in grouped.items()}


def _problem(status: int, codes: list[str]) -> dict[str, Any]:
    """What each of the codes means, and what comes with it."""
    told = {code: text("en", f"problem-{code}") for code in codes}
    examples = {
        code: {"value": {"type": f"/problems/{code}", "title": title, "status": status, **_WITH.get(code, {})}}
        for code, title in told.items()
    }
    description = "; ".join(f"`{code}`: {title}" for code, title in told.items())
    return {"description": description, "content": {PROBLEM_JSON: {"schema": _schema(Problem), "examples": examples}}}


def _schemas() -> dict[str, Any]:
    taken = [route.body for route in ROUTES if route.body] + [FileForm]
    given = [model for route in ROUTES for model in route.answers.values() if model] + [Problem]
    _, document = models_json_schema(
        [*((model, "validation") for model in taken), *((model, "serialization") for model in given)], ref_template=_REF
    )
    definitions: dict[str, Any] = document["$defs"]
    return definitions
