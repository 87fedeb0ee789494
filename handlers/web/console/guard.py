"""What stands before every page: who is signed in, forged forms, refusals and outages as pages, headers."""

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from handlers.web.console.forms import Form, foreign, genuine, read_form
from handlers.web.console.keys import FORM, LANGUAGE, SESSION, UNSEEN, session_of
from handlers.web.console.pages import is_partial, language_of, render, words_of
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS, hung_up
from services.errors import Refused
from services.staff.sessions import find_session, touch
from services.storage.database import is_conflict, is_outage
from services.watch.reading import unseen

log = structlog.get_logger(__name__)

PUBLIC = "/console/sign-in"
PASSWORD = "/console/password"  # noqa: S105 - a path
STATIC = "/console/static/"
_UNCHANGED = (PASSWORD, "/console/sign-out", "/console/language")
_TOLD = frozenset({400, 401, 403, 404, 405, 413})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # not no-referrer: browsers would then send "Origin: null" with our own forms
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(self), geolocation=()",  # voices are recorded here
}


def cookie_name(request: web.Request) -> str:
    """`__Host-` ties the cookie to this very host, where browsers accept that: over https."""
    return "__Host-priyomka" if is_secure(request) else "priyomka"


def is_secure(request: web.Request) -> bool:
    """Whether people reach the console over https."""
    return desk_of(request).public_url.startswith("https://")


def set_cookie(request: web.Request, response: web.StreamResponse, secret: str) -> None:
    """Hand the session's secret to the browser, out of reach of scripts and other sites."""
    response.set_cookie(
        cookie_name(request), secret, path="/", httponly=True, samesite="Lax", secure=is_secure(request) or None
    )


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """On every answer of the console."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    # The address of a static file changes with its content.
    kept = request.path.startswith(STATIC) and response.status < 400  # noqa: PLR2004
    response.headers.setdefault("Cache-Control", "public, max-age=31536000, immutable" if kept else "no-store")


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong becomes a page that says so, and keeps what was typed."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:  # noqa: PLR2004
            raise
        return _problem(request, error.status if error.status in _TOLD else 400)
    except Refused as refused:
        status = STATUS.get(refused.code, 409)
        return _problem(request, status, words_of(request).refusal(refused))
    except Exception as error:
        if hung_up(request, error):
            return _problem(request, 400)
        # Away, or undone in favour of somebody else: the same form may be sent again.
        if is_outage(error) or is_conflict(error):
            log.warning("not done by the database", path=request.path, error=type(error).__name__)
            if request.method == hdrs.METH_POST and FORM not in request:
                request[FORM] = await read_form(request)
            return _problem(request, 503, may_repeat=True)
        log.exception("a page of the console failed", path=request.path, method=request.method)
        return _problem(request, 500)


def _problem(
    request: web.Request, status: int, why: str = "", *, may_repeat: bool = False, heading: str = ""
) -> web.Response:  # fmt: skip
    """The page of a problem. What was typed is shown on it and, where that makes sense, can be sent again with one press."""
    words = words_of(request)
    form = request.get(FORM) or Form()
    session = session_of(request)
    response = render(
        request, "problem.html", status=status, code=status, heading=words.label("problem", heading or str(status)),
        why=why or words(f"problem-{status}-why"), typed=form.typed, files=form.files, again=may_repeat and bool(form.typed or form.files),
        csrf=session.csrf if session else form["csrf"], key=form["key"],
    )  # fmt: skip
    if status == 503:  # noqa: PLR2004
        response.headers[hdrs.RETRY_AFTER] = "5"
    return response


@web.middleware
async def sessions(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only people who are signed in get further than the sign-in page."""
    if request.path.startswith(STATIC):
        return await handler(request)
    request[LANGUAGE] = language_of(request)
    secret = request.cookies.get(cookie_name(request))
    if secret:
        await _recognise(request, secret)
    session = session_of(request)
    if session is None and request.path != PUBLIC:
        return await _turn_away(request)
    if session is not None and session.staff.must_change_password and request.path not in (*_UNCHANGED, PUBLIC):
        if is_partial(request):
            raise web.HTTPUnauthorized
        raise web.HTTPSeeOther(PASSWORD)
    return await handler(request)


async def _recognise(request: web.Request, secret: str) -> None:
    async with desk_of(request).db.read() as reader:
        session = await find_session(reader, secret)
        if session is None:
            return
        if not is_partial(request) or request.method == hdrs.METH_POST:
            await touch(reader, session)
            request[UNSEEN] = await unseen(reader, session.staff.id)
    request[SESSION] = session
    request[LANGUAGE] = language_of(request)


async def _turn_away(request: web.Request) -> web.StreamResponse:
    if request.method == hdrs.METH_POST:
        request[FORM] = await read_form(request)  # shown to them again: it took time to type
        return _problem(request, 401)
    if is_partial(request):
        raise web.HTTPUnauthorized
    target = request.path if request.path != "/console" else ""
    raise web.HTTPSeeOther(f"{PUBLIC}?next={target}" if target else PUBLIC)


@web.middleware
async def forms(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every POST is read and checked here; handlers find it under FORM."""
    if request.method != hdrs.METH_POST:
        return await handler(request)
    if foreign(request):
        log.warning("a form from elsewhere", path=request.path)
        return _problem(request, 403, words_of(request)("problem-foreign"), heading="not-sent")
    form = request[FORM] = await read_form(request)
    if request.path != PUBLIC and not genuine(form, request):
        return _problem(request, 403, words_of(request)("problem-stale-form"), may_repeat=True, heading="not-sent")
    return await handler(request)


def form_of(request: web.Request) -> Form:
    """The form sent with this POST."""
    return request[FORM]
