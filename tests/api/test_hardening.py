"""Whatever is sent, the answer is a problem or a success: never a bug."""

import json
import random
from typing import Any

import pytest

from handlers.web.api.table import ROUTES
from tests.api.shop import Caller, Shop

_ODD: list[Any] = [
    None, True, False, 0, -1, 10**18, 2**63, -(2**63) - 1, 10**300, 1.5, -0.0, 1e308, "", " ", "\x00", "\x00a", "a\x00", "\u202e", "\ufffe",
    "x" * 300, "я" * 25_000, "'; DROP TABLE request; --", "%s%n", "{{7*7}}", "<script>", "../../etc/passwd", "NaN", "-1", "0", "1",
    [], {}, [[]], [None], {"": ""}, {"a": {"b": [1, 2, {"c": None}]}}, [1] * 50, {"$ref": "#"}, "2026-11-21T00:00:00Z",
    "9999-12-31T23:59:59.999999Z", "0000-01-01T00:00:00Z", "2026-11-21T24:00:00Z", "+79121234567", "claim", "on", "solved", "reached",
]  # fmt: skip
_HEADERS = [
    "Accept-Language",
    "Idempotency-Key",
    "Content-Type",
    "Range",
    "If-None-Match",
    "Accept",
    "X-Forwarded-For",
    "Expect",
]


def _value(dice: random.Random, depth: int = 0) -> Any:
    if depth < 3 and dice.random() < 0.2:
        return [_value(dice, depth + 1) for _ in range(dice.randrange(4))]
    return dice.choice(_ODD)


def _body(dice: random.Random, fields: list[str]) -> Any:
    if dice.random() < 0.05:
        return _value(dice)
    names = dice.sample(fields, dice.randrange(len(fields) + 1)) + (["extra"] if dice.random() < 0.1 else [])
    return {name: _value(dice) for name in names}


@pytest.mark.parametrize("seed", range(4))
async def test_odd_bodies(shop: Shop, source: Caller, agent: Caller, admin: Caller, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    number = await shop.taken(agent, source)
    for route in [route for route in ROUTES if route.body]:
        caller = next(c for c, scope in ((source, "source"), (agent, "agent"), (admin, "admin")) if scope in route.scopes)
        path = route.path.replace("{number}", str(number)).replace("{ref}", "odd")
        fields = sorted(route.body.model_fields) if route.body else []
        for _ in range(12):
            body = _body(dice, [*fields, "x"])
            key = f"odd{seed}{dice.random()}" if dice.random() < 0.5 else None
            reply = await caller.call(route.method, path, body, key=key)
            assert reply.status < 500, (route.name, body, reply.body)
            if reply.status >= 400:
                assert reply.code


@pytest.mark.parametrize("seed", range(2))
async def test_odd_queries_and_paths(reader: Caller, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    texts = [
        "%00",
        "%ff",
        "%ED%A0%80",
        "%F0%9F%9A%97",
        "1",
        "-1",
        "0",
        "99999999999999999999",
        "a'b",
        "%2e%2e%2f",
        "x" * 3000,
        "",
        "0-0",
        "1-1",
        "%2B7912",
    ]
    for route in [route for route in ROUTES if route.method == "GET" and "read" in route.scopes]:
        names = [*(route.query.model_fields if route.query else ()), "x", "%00"]
        for _ in range(12):
            path = route.path
            for name in ("number", "ref", "id"):
                path = path.replace("{" + name + "}", dice.choice(texts))
            query = "&".join(f"{dice.choice(names)}={dice.choice(texts)}" for _ in range(dice.randrange(4)))
            reply = await reader.get(f"{path}?{query}")
            assert reply.status < 500, (path, query, reply.body)


async def test_odd_headers(shop: Shop, source: Caller) -> None:
    values = [
        "",
        " ",
        "\t",
        "x" * 4000,
        "ключ",
        "a;q=x,b;q=2,,;",
        "*",
        "ru;q=0",
        "bytes=5-1",
        "ru" + ";q=1" * 50,
        '"',
        "%00",
        "en-" * 100,
    ]
    for name in _HEADERS:
        for value in values:
            if name == "Expect":
                continue  # answered by the HTTP library itself
            reply = await source.call("POST", "/requests", {"text": "x"}, headers={name: value})
            assert reply.status < 500, (name, value, reply.body)
            reply = await source.call("GET", "/units", headers={name: value})
            assert reply.status < 500, (name, value, reply.body)


async def test_odd_tokens(shop: Shop) -> None:
    for value in ("Bearer", "Bearer ", "Bearer a b", "Bearer \u00e9", "Bearer " + "a" * 5000, "Token x", "Bearer  ", "ключ"):
        reply = await shop.nobody().call("GET", "/units", headers={"Authorization": value})
        reply.refused(401, "unauthorized")


async def test_texts_come_back_as_they_were_sent(shop: Shop, source: Caller, agent: Caller) -> None:
    """Nothing is interpreted on the way: markup, Fluent, SQL, other scripts, line ends."""
    text = "<b>{ $name }</b> '; -- \\u0000 \u202e 🚗\r\n\tконец %s"
    number = await shop.taken(agent, source, text=text, fields={"<x>": text, "list": [1, None, {"a": 1.5}]})
    shown = (await agent.get(f"/requests/{number}")).ok()
    assert shown["messages"][0]["text"] == text
    assert shown["fields"] == {"<x>": text, "list": [1, None, {"a": 1.5}]}
    assert json.dumps(shown)


async def test_metrics_count_what_waits(shop: Shop, source: Caller) -> None:
    await shop.ask(source)
    async with shop.session.get(shop.url.replace("/api/v1", "/metrics")) as response:
        lines = (await response.text()).splitlines()
    (queued,) = [line for line in lines if line.startswith('priyomka_requests{state="queued"}')]
    assert float(queued.split()[-1]) >= 1
    assert "priyomka_unsearchable_requests 0.0" in lines
