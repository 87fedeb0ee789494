"""The OpenAPI document says what the server does."""

import json
import re
from typing import Any

import pytest
from aiohttp import web

from handlers.web.api import add_api
from handlers.web.api.call import Route
from handlers.web.api.examples import BODIES, QUERIES
from handlers.web.api.table import ROUTES
from handlers.web.problems import STATUS
from services.texts import LANGUAGES, text
from tests.api.shop import Shop


async def _document(shop: Shop) -> Any:
    reply = await shop.nobody().get("/openapi.json")
    return reply.ok(200)


def _served() -> set[tuple[str, str]]:
    app = web.Application()
    add_api(app)
    return {
        (route.method.lower(), re.sub(r":[^{}]*(\{[^{}]*\}[^{}]*)*\}", "}", route.resource.canonical))
        for resource in app.router.resources()
        for route in resource
        if route.resource is not None and route.method != "HEAD"
    }


async def test_it_lists_exactly_what_is_served(shop: Shop) -> None:
    document = await _document(shop)
    assert document["openapi"].startswith("3.1")
    listed = {(method, path) for path, operations in document["paths"].items() for method in operations}
    assert listed == _served()
    assert len(listed) == len(ROUTES) + 1


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(_references(value) for value in node.values()))
    return set().union(*(_references(value) for value in node)) if isinstance(node, list) else set()


async def test_every_reference_leads_somewhere(shop: Shop) -> None:
    document = await _document(shop)
    for reference in _references(document):
        name = reference.removeprefix("#/components/schemas/")
        assert name in document["components"]["schemas"], reference


async def test_every_operation_is_complete(shop: Shop) -> None:
    document = await _document(shop)
    names = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            names.add(operation["operationId"])
            assert operation["summary"]
            if path.endswith("/openapi.json"):
                continue
            statuses = set(operation["responses"])
            assert {"401", "403", "503"} <= statuses, (method, path)
            assert statuses & {"200", "201", "204"}
            assert ("409" in statuses and "422" in statuses) or method != "post"
            declared = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
            assert declared == set(re.findall(r"\{(\w+)\}", path))
            assert any(parameter["name"] == "Idempotency-Key" for parameter in operation["parameters"]) == (method == "post")
    assert len(names) == len(ROUTES) + 1


async def test_every_error_has_a_title_in_both_languages() -> None:
    for code in STATUS:
        assert len({text(language, f"problem-{code}") for language in LANGUAGES}) == 2, code


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_examples_are_such_as_the_server_takes(route: Route) -> None:
    assert (route.name in BODIES) == (route.body is not None), "each body has one"
    if route.body is not None:
        route.body.model_validate_json(json.dumps(BODIES[route.name]))
    if route.query is not None:
        route.query.model_validate(QUERIES.get(route.name, {}))


async def test_each_refusal_is_explained_with_an_example(shop: Shop) -> None:
    document = await _document(shop)
    taken = document["paths"]["/api/v1/requests/{number}/return"]["post"]
    assert taken["requestBody"]["content"]["application/json"]["example"]["reason"]
    conflict = taken["responses"]["409"]
    assert "`promise-overdue`: An overdue promise has to be kept first" in conflict["description"]
    examples = conflict["content"]["application/problem+json"]["examples"]
    assert examples["closed"]["value"] == {
        "type": "/problems/closed", "title": "The request is already closed", "status": 409,
    }  # fmt: skip
    wanted = {parameter["name"]: parameter for parameter in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert wanted["q"]["required"]
    assert wanted["q"]["example"]
