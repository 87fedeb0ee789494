"""From an HTTP request to a handler and back: token, scope, body, key, transaction. The same few steps for every route."""

import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from handlers.web.api.bodies import Received, parse_json, parse_key, parse_query, receive_json
from handlers.web.api.call import JSON, Answer, Call, Route
from handlers.web.api.uploads import forget_upload, receive_upload
from handlers.web.keys import desk_of
from handlers.web.problems import PROBLEM_JSON, language_of, problem_document
from services import idempotency
from services.desk import Desk
from services.errors import Refused
from services.idempotency import Scope, Stored
from services.storage.tx import Tx
from services.tokens import Token, find_token

_BEARER = re.compile(r"(?i:bearer) +([A-Za-z0-9._~+/=-]{1,200})")


def endpoint(route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of a route."""

    async def serve(http: web.Request) -> web.StreamResponse:
        desk = desk_of(http)
        call = Call(desk, await _authenticate(desk, http), language_of(http), http)
        return await (_serve_read(route, call) if route.read else _serve_write(route, call))

    return serve


async def _authenticate(desk: Desk, http: web.Request) -> Token:
    match = _BEARER.fullmatch(http.headers.get("Authorization", ""))
    if match:
        async with desk.db.read() as reader:
            token = await find_token(reader, match[1])
        if token is not None:
            return token
    raise Refused("unauthorized")


def _check_scope(route: Route, call: Call) -> None:
    if call.token.scope not in route.scopes:
        raise Refused("forbidden")


async def _serve_read(route: Route, call: Call) -> web.StreamResponse:
    assert route.read is not None  # noqa: S101 - chosen by it
    _check_scope(route, call)
    query = parse_query(route.query, call.http) if route.query else None
    answer = await route.read(Call(call.desk, call.token, call.language, call.http, query))
    return _response(answer) if isinstance(answer, Answer) else answer


async def _serve_write(route: Route, call: Call) -> web.StreamResponse:
    """The body is read to its end before a transaction begins: nobody's slow line holds a connection or a lock."""
    key = parse_key(call.http) if route.keyed else None
    received = await (receive_upload(call.http, call.desk.files) if route.upload else receive_json(call.http))
    try:
        async with call.desk.db.tx(actor=call.token.actor) as tx:
            if key is None:
                response = _response(await _perform(route, call, received, tx))
            else:
                scope = Scope(call.token.id, route.method, call.http.path, key)
                response = await _perform_once(route, call, received, tx, scope)
    except Refused:
        _discard(call, received)
        raise  # on any other error the commit is in doubt: a file too many is better than one too few
    if response.status >= 400 or "Idempotent-Replayed" in response.headers:  # noqa: PLR2004
        _discard(call, received)
    for then in call.afterwards:
        then()
    return response


def _discard(call: Call, received: Received) -> None:
    if received.upload:
        forget_upload(call.desk.files, received.upload)


async def _perform(route: Route, call: Call, received: Received, tx: Tx) -> Answer:
    assert route.write is not None  # noqa: S101 - chosen by it
    _check_scope(route, call)
    if received.failure:
        raise received.failure
    body = parse_json(route.body, call.http, received.raw) if route.body else received.upload
    return await route.write(call, tx, body)


async def _perform_once(route: Route, call: Call, received: Received, tx: Tx, scope: Scope) -> web.Response:
    """With an Idempotency-Key; `services.idempotency` tells why nothing is done twice or half."""
    if stored := await idempotency.begin(tx, scope, received.digest):
        return _stored_response(stored, replayed=True)
    try:
        async with tx.attempt():
            answer = await _perform(route, call, received, tx)
        stored = Stored(answer.status, JSON if answer.model else "", answer.body)
    except Refused as refused:
        status, document = problem_document(refused.code, call.language, refused.data)
        stored = Stored(status, PROBLEM_JSON, document)
    await idempotency.finish(tx, scope, stored)
    return _stored_response(stored, replayed=False)


def _response(answer: Answer) -> web.Response:
    if answer.model is None:
        return web.Response(status=answer.status)
    return web.Response(status=answer.status, body=answer.body, content_type=JSON)


def _stored_response(stored: Stored, *, replayed: bool) -> web.Response:
    response = web.Response(status=stored.status)
    if stored.content_type:
        response = web.Response(status=stored.status, body=stored.body, content_type=stored.content_type)
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
