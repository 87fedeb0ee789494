"""Refusals, outages and bugs as problem documents (RFC 9457; contract, "Errors")."""

import json
import logging
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from services.errors import Refused
from services.storage.database import is_conflict, is_outage
from services.texts import LANGUAGES, known_language, text

STATUS = {
    "malformed": 400,
    "unauthorized": 401,
    "forbidden": 403, "not-owner": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "slot-taken": 409, "wip-limit": 409, "promise-overdue": 409, "off-shift": 409, "withdrawn": 409, "closed": 409, "too-late": 409,
    "phone-taken": 409, "idempotency-busy": 409, "client-waits": 409,
    "too-large": 413,
    "invalid": 422, "slot-invalid": 422, "wrap-up-incomplete": 422, "idempotency-mismatch": 422,
    "rate-limited": 429,
    "internal": 500,
    "unavailable": 503,
}  # fmt: skip
PROBLEM_JSON = "application/problem+json"
RETRY_SECONDS = 2
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_LANGUAGE = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*")
_HTTP = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 503: "unavailable"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = logging.getLogger(__name__)


def language_of(request: web.Request) -> str:
    """`ru` or `en` by Accept-Language; Russian when it says nothing (contract, "The bot": Russian is the default)."""
    found = [match for part in request.headers.get("Accept-Language", "").split(",") if (match := _LANGUAGE.fullmatch(part))]
    wanted = sorted(((m[1].lower(), float(m[2] or 1)) for m in found), key=lambda choice: -choice[1])
    tags = [tag for tag, quality in wanted if quality > 0 and tag != "*"]
    exact = (tag[:2] for tag in tags if tag.split("-")[0] in LANGUAGES)
    return next(exact, known_language(tags[0] if tags else None) or "ru")


def problem_document(code: str, language: str, data: Mapping[str, Any] | None = None) -> tuple[int, bytes]:
    """Status and JSON of a problem: `type` ends in the code, `data` adds `errors`, `missing` and the like."""
    status = STATUS[code]
    document = {"type": f"/problems/{code}", "title": text(language, f"problem-{code}"), "status": status, **(data or {})}
    return status, json.dumps(document, ensure_ascii=False, default=str).encode("utf-8", "replace")


def problem(request: web.Request, code: str, data: Mapping[str, Any] | None = None) -> web.Response:
    """The answer for one request."""
    status, body = problem_document(code, language_of(request), data)
    response = web.Response(status=status, body=body, content_type=PROBLEM_JSON)
    if code == "unauthorized":
        response.headers["WWW-Authenticate"] = "Bearer"
    if code in {"unavailable", "idempotency-busy"}:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever goes wrong below into a problem document; answers of the API are never cached or sniffed."""
    try:
        response = await handler(request)
    except Refused as refused:
        response = problem(request, refused.code, refused.data)
    except web.HTTPException as error:
        response = _from_http(request, error)
    except Exception as error:  # noqa: BLE001 - the edge: a bug is logged with an id, and told to nobody
        response = _outage(request, error) if is_outage(error) or is_conflict(error) else _bug(request, error)
    if not response.prepared:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def hung_up(request: web.Request, error: Exception) -> bool:
    """Whether the caller has gone in the middle of what they sent: nobody reads an answer, and nothing is wrong here."""
    return isinstance(error, ConnectionError) and (request.transport is None or request.transport.is_closing())


def _from_http(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if error.status < 400:  # noqa: PLR2004 - redirects are no errors
        raise error
    response = problem(request, _HTTP.get(error.status, "malformed"))
    if "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return response


def _outage(request: web.Request, error: Exception) -> web.Response:
    if hung_up(request, error):
        return problem(request, "malformed")
    log.warning("unavailable: %s %s", request.method, request.path, exc_info=error)
    return problem(request, "unavailable")


def _bug(request: web.Request, error: Exception) -> web.Response:
    incident = uuid.uuid4()
    log.error("bug %s: %s %s", incident, request.method, request.path, exc_info=error)
    return problem(request, "internal", {"instance": f"urn:uuid:{incident}"})
