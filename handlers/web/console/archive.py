"""Finding what was said in any conversation: answers as one types, or a page of its own whose address holds all that was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web

from handlers.web.console.board.spans import day_of, short, span_of, zone_of
from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.archive import Found, Hit, Narrowing, leave_trace, search
from services.archive.models import Order, Who
from services.catalog.models import in_language
from services.errors import Refused
from services.events import last_cursor
from services.labelling.models import Tag
from services.labelling.reading import list_tags
from services.requests.board import NO_UNIT
from services.requests.models import OUTCOMES, STATES, TYPES
from services.requests.view import Viewer
from services.staff.accounts import colleagues
from services.staff.models import Staff
from services.storage.reader import Reader
from services.units import Unit, all_units

_LONGEST = 5000  # characters of an address that are looked at
_SAID = ("in", "out", "note")
_FILTERS = ("unit", "type", "agent", "tag", "said", "state", "outcome", "from", "to", "files", "order")


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list. `address` leads to the message itself, `heading` names it; `facts` tell it from others."""

    address: str
    number: int
    client: str
    facts: Sequence[str]
    hit: Hit
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class _Offered:
    """What may be chosen."""

    units: Sequence[Unit]
    people: Sequence[Staff]
    tags: Sequence[Tag]


async def page(request: web.Request) -> web.StreamResponse:
    """With the left side; also for browsers without scripts."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        offered = await _offered(reader, staff)
        rail = await load_rail(reader, desk, staff, words)
    found = await _found(request, offered, words)
    return render(
        request, "archive.html", cursor=cursor, rail=rail, current=None, types=TYPES, states=STATES, outcomes=OUTCOMES, said=_SAID,
        units=[(unit.code, unit.named(words.language)["name"]) for unit in offered.units], no_unit=NO_UNIT, people=offered.people,
        tags=[(tag.code, in_language(tag.name, words.language)) for tag in offered.tags], **found,
    )  # fmt: skip


async def part(request: web.Request) -> web.StreamResponse:
    """What was found, alone."""
    async with desk_of(request).db.read() as reader:
        offered = await _offered(reader, staff_of(request))
    return render(request, "parts/archived.html", **await _found(request, offered, words_of(request)))


async def _offered(reader: Reader, staff: Staff) -> _Offered:
    """Of units and people those whose conversations this person may read."""
    units = [unit for unit in await all_units(reader) if staff.role != "head" or staff.works_in(unit.id)]
    return _Offered(units, await colleagues(reader) if staff.reads_all else (), await list_tags(reader))


async def _found(request: web.Request, offered: _Offered, words: Words) -> dict[str, Any]:
    """Who looked for what, and what was shown, goes on the audit trail."""
    desk, staff = desk_of(request), staff_of(request)
    query = {name: short(value) for name, value in request.query.items() if name in _FILTERS and value.strip()}
    typed = request.query.get("q", "").replace("\x00", " ")[:_LONGEST].strip()
    narrowing = _narrowing(query, offered)
    order: Order = "relevance" if query.get("order") == "relevance" else "newest"
    found = Found()
    if typed:
        async with desk.db.read() as reader:
            viewer = Viewer("staff", staff=staff)
            try:
                found = await search(reader, viewer, typed, narrowing, order=order, after=request.query.get("after") or None)
            except Refused:  # a cursor that somebody has typed: from the beginning then
                found = await search(reader, viewer, typed, narrowing, order=order)
        async with desk.db.tx(actor=staff.actor) as tx:
            leave_trace(tx, typed, narrowing, found)
    units = {unit.id: unit for unit in offered.units}
    address = request.rel_url.with_path("/console/archive")
    return {
        "q": typed, "query": dict.fromkeys(_FILTERS, "") | query, "found": found,
        "narrowed": bool(query.keys() - {"order"}), "searched": bool(typed),
        "direct": [_line(hit, units, words) for hit in found.direct], "lines": [_line(hit, units, words) for hit in found.hits],
        "further": str(address.with_query({"q": typed, **query, "after": found.next})) if found.next else "",
        "plain": str(address.with_query({"q": typed})), "share": int(found.filled * 100),
    }  # fmt: skip


def _narrowing(query: Mapping[str, str], offered: _Offered) -> Narrowing:
    """What the address asks for; what is not known there is not asked. Days are days of the unit chosen, else of the leading one."""
    zone = zone_of(offered.units, query.get("unit", ""))
    since, until = day_of(query.get("from", "")), day_of(query.get("to", ""))
    units = {unit.code: unit.id for unit in offered.units} | {NO_UNIT: 0}
    return Narrowing(
        unit=units.get(query.get("unit", "")), agent={one.login: one.id for one in offered.people}.get(query.get("agent", "")),
        request_type=query.get("type", ""), state=query.get("state", ""), outcome=query.get("outcome", ""),
        who=cast("Who", query.get("said") if query.get("said") in _SAID else ""), files="files" in query,
        since=span_of(since, since, zone)[0] if since else None, until=span_of(until, until, zone)[1] if until else None,
        tag={tag.code: tag.id for tag in offered.tags}.get(query.get("tag", "")),
    )  # fmt: skip


def _line(hit: Hit, units: Mapping[int, Unit], words: Words) -> Line:
    unit = units.get(hit.unit_id or 0)
    place = place_of(unit or next(iter(units.values()), None), words.language)
    state = words.label("outcome", hit.outcome) if hit.state == "closed" and hit.outcome else words.label("state", hit.state)
    facts = [words.label("type", hit.type), state, place.name if unit else "", hit.agent[1] if hit.agent else ""]
    said = hit.place
    address = f"/console/requests/{hit.number}"
    if said and said.message:
        address += f"{'?all=1' if said.far else ''}#m{said.message}"
    return Line(
        address, hit.number, hit.client[1] or words("client-unnamed"), [fact for fact in facts if fact], hit,
        words(f"archive-said-{said.kind}", name=said.author or words("client-unnamed")) if said else "",
        words.moment(said.at if said else hit.created_at, place),
    )  # fmt: skip
