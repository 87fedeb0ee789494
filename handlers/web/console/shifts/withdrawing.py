"""How somebody works now, and withdrawing them from what comes in, for a while (G7)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.keys import staff_of
from handlers.web.console.moments import local_moment
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.settings.frame import Fields, saving
from handlers.web.console.words import Place, place_of
from handlers.web.keys import desk_of
from services.errors import invalid
from services.events import last_cursor
from services.requests.deadlines import unit_of
from services.staff import withdrawing
from services.staff.accounts import staff_by_login
from services.staff.models import Staff
from services.staff.rights import edits_person
from services.storage.reader import Reader
from services.storage.tx import Tx

_DONE = frozenset({"withdrawn", "back"})
_MORNING = 9  # o'clock


async def page(request: web.Request) -> web.StreamResponse:
    """The page, for who may withdraw this person."""
    return await _page(request, Fields())


async def to_page(request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page."""
    raise web.HTTPSeeOther(_address(request))


async def _page(request: web.Request, form: Fields) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        state = await withdrawing.at_work(reader, staff, request.match_info["login"], words.now)
        place = await _place(reader, state.person, words.language)
        rail = await load_rail(reader, desk, staff, words)
    person = state.person
    done = request.query.get("done", "")
    context: dict[str, Any] = {
        "person": person, "state": state, "place": place, "limit": desk.limits.wip_limit if state.limit is None else state.limit,
        "withdrawn": person.withdrawn(words.now), "own": person.id == staff.id, "presets": presets(words.now, place),
        "in_settings": person.id == staff.id or edits_person(staff, person.role, person.unit_ids),
    }  # fmt: skip
    return render(
        request, "shifts/person.html", status=form.status, cursor=cursor, rail=rail, current=None, f=form,
        done=done if done in _DONE else "", address=_address(request), **context,
    )  # fmt: skip


async def _place(reader: Reader, person: Staff, language: str) -> Place:
    """Whose time is told: of the first of their units, else of the leading one."""
    return place_of(await unit_of(reader, person.unit_ids[0] if person.unit_ids else None), language)


def _address(request: web.Request) -> str:
    return f"/console/board/people/{request.match_info['login']}"


def presets(now: datetime, place: Place) -> dict[str, datetime]:
    """Until when people are withdrawn most, in the place's own time."""
    midnight = now.astimezone(ZoneInfo(place.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    return {"1h": now + timedelta(hours=1), "today": tomorrow, "tomorrow": tomorrow.replace(hour=_MORNING)}


async def _withdraw(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    login = request.match_info["login"]
    person = await staff_by_login(tx, login)
    place = await _place(tx, person or staff, "ru")
    until = presets(tx.now, place).get(form["quick"])
    if until is None and form["quick"]:
        raise invalid("until", "required")
    await withdrawing.withdraw(tx, staff, login, until or local_moment("until", form["until"], place.zone), form["why"])
    return f"{_address(request)}?done=withdrawn"


async def _bring_back(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    await withdrawing.bring_back(tx, staff, request.match_info["login"])
    return f"{_address(request)}?done=back"


withdraw, bring_back = saving(_withdraw, _page), saving(_bring_back, _page)
