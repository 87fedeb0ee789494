"""Signing in and out, the first password, the console's language."""

from aiohttp import hdrs, web

from handlers.web.console.guard import PASSWORD, PUBLIC, cookie_name, form_of, set_cookie
from handlers.web.console.keys import SESSION, session_of, staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
from services.errors import Refused, invalid
from services.staff.accounts import set_language
from services.staff.sessions import change_password, sign_in, sign_out

_LOOPBACK = frozenset({"127.0.0.1", "::1"})


def address_of(request: web.Request) -> str:
    """Whose attempt it is. A proxy on this machine is believed, and only what it added itself: the last entry."""
    peer = request.remote or "unknown"
    forwarded = request.headers.get("X-Forwarded-For", "")
    if peer in _LOOPBACK and forwarded:
        return forwarded.rpartition(",")[2].strip()[:64] or peer
    return peer[:64]


def inner_path(path: str) -> str:
    """A path of the console to go on to; anything else leads to its first page."""
    plain = path.isascii() and path.isprintable() and "\\" not in path and "//" not in path
    return path if plain and (path + "/").startswith("/console/") and not path.startswith(PUBLIC) else "/console"


async def sign_in_page(request: web.Request) -> web.StreamResponse:
    """Ask for login and password."""
    if session_of(request):
        raise web.HTTPSeeOther("/console")
    return render(request, "sign_in.html", next=inner_path(request.query.get("next", "/console")), login="", why="")


async def enter(request: web.Request) -> web.StreamResponse:
    """Check them."""
    form = form_of(request)
    try:
        staff, secret = await sign_in(
            desk_of(request).db, form["login"], form["password"], address=address_of(request),
            old_secret=request.cookies.get(cookie_name(request)),
        )  # fmt: skip
    except Refused as refused:
        status = STATUS[refused.code]
        why = words_of(request).refusal(refused) if status != 401 else words_of(request)("sign-in-wrong")  # noqa: PLR2004
        response = render(
            request, "sign_in.html", status=status, next=inner_path(form["next"]), login=form["login"][:64], why=why
        )
        if status == 429:  # noqa: PLR2004
            response.headers[hdrs.RETRY_AFTER] = str(refused.data["minutes"] * 60)
        return response
    target = PASSWORD if staff.must_change_password else inner_path(form["next"])
    response = web.Response(status=303, headers={hdrs.LOCATION: target})
    set_cookie(request, response, secret)
    return response


async def leave(request: web.Request) -> web.StreamResponse:
    """Sign out; what browsers stored of the console is cleared."""
    session = request[SESSION]
    async with desk_of(request).db.tx(actor=session.staff.actor) as tx:
        await sign_out(tx, session)
    response = web.Response(status=303, headers={hdrs.LOCATION: PUBLIC, "Clear-Site-Data": '"cache", "storage"'})
    response.del_cookie(cookie_name(request), path="/")
    return response


async def password_page(request: web.Request) -> web.StreamResponse:
    """Ask for a new password."""
    return render(request, "password.html", mistakes={})


async def set_password(request: web.Request) -> web.StreamResponse:
    """Change it; all sessions of the person end, this one goes on under a new secret."""
    form = form_of(request)
    try:
        if form["new"] != form["again"]:
            raise invalid("again", "differs")
        secret = await change_password(desk_of(request).db, request[SESSION], old=form["old"], new=form["new"])
    except Refused as refused:
        return render(request, "password.html", status=422, mistakes=words_of(request).mistakes(refused))
    response = web.Response(status=303, headers={hdrs.LOCATION: "/console"})
    set_cookie(request, response, secret)
    return response


async def choose_language(request: web.Request) -> web.StreamResponse:
    """Store the language and return to the page."""
    form = form_of(request)
    async with desk_of(request).db.tx(actor=staff_of(request).actor) as tx:
        await set_language(tx, staff_of(request), form["language"])
    raise web.HTTPSeeOther(inner_path(form["back"]))
