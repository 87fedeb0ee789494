"""An agent's own typical answers: a page with each of them, to be changed where it stands."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.once import carried_out
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.settings.frame import Fields, failed, spoken_fields, spoken_in
from handlers.web.keys import desk_of
from services.answers import add_own, change_own, own_answers, remove_own, uses, variable_names
from services.catalog.models import in_language
from services.errors import Refused
from services.events import last_cursor
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import LANGUAGES

HOME = "/console/answers"
_DONE = frozenset({"added", "saved", "removed"})
Act = Callable[[Tx, web.Request, Staff, Form], Awaitable[str]]


async def page(request: web.Request) -> web.StreamResponse:
    """All of this person's; for who answers nobody it does not exist."""
    return await _page(request)


async def _page(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    if not staff.takes_requests:
        raise Refused("not-found")
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        rows = await own_answers(reader, staff)
        given = await uses(reader, words.now)
        rail = await load_rail(reader, desk, staff, words)
    forms = {str(row["id"]): Fields(spoken_fields("title", row["title"]) | spoken_fields("body", row["body"])) for row in rows}
    forms["new"] = Fields()
    if wrong:
        forms[wrong.action] = wrong
    lines = [
        {"id": row["id"], "title": in_language(row["title"], words.language), "words": in_language(row["body"], words.language),
         "given": given.get(row["id"], 0), "form": forms[str(row["id"])]}
        for row in rows
    ]  # fmt: skip
    done = request.query.get("done", "")
    return render(
        request, "answering/own.html", status=wrong.status if wrong else 200, cursor=cursor, rail=rail, current=None, lines=lines,
        new=forms["new"], variables=variable_names(words.language), languages=LANGUAGES, done=done if done in _DONE else "",
    )  # fmt: skip


def _saving(act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        form = form_of(request)

        async def again(request: web.Request, refused: Refused) -> web.StreamResponse:
            return await _page(request, failed(request, refused, request.match_info.get("id", "new")))

        return await carried_out(request, lambda tx: act(tx, request, staff_of(request), form), again)

    return handler


async def _add(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    await add_own(tx, staff, title=spoken_in(form, "title"), body=spoken_in(form, "body"))
    return f"{HOME}?done=added"


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    await change_own(tx, staff, int(request.match_info["id"]), title=spoken_in(form, "title"), body=spoken_in(form, "body"))
    return f"{HOME}?done=saved"


async def _remove(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    await remove_own(tx, staff, int(request.match_info["id"]))
    return f"{HOME}?done=removed"


async def back(_request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page."""
    raise web.HTTPSeeOther(HOME)


add, save, remove = _saving(_add), _saving(_save), _saving(_remove)
