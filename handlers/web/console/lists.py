"""What heads, directors, quality control and admins see beyond their own: the requests of their units (R3, G5)."""

from collections.abc import Mapping
from datetime import datetime

from aiohttp import web

from handlers.web.console.board.spans import row_number, short, span_in, zone_of
from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import answer_late, load_rail, promise_broken, promise_words
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.errors import Refused
from services.events import last_cursor
from services.flood.restoring import waiting_aside
from services.labelling.asked import LabelFilters
from services.labelling.reading import list_tags
from services.requests.board import NO_UNIT, Filters, search_requests
from services.requests.models import STATES, TYPES
from services.requests.snoozing import snoozed_among
from services.requests.view import Viewer
from services.scripts.closings import Behind
from services.staff.accounts import colleagues
from services.storage.reader import Row
from services.units import Unit, all_units

PAGE = 50


async def requests_page(request: web.Request) -> web.StreamResponse:
    """The list with its filters. For agents it does not exist (W4)."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    if not staff.reads_all:
        raise Refused("not-found")
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        units = await all_units(reader)
        own = [unit for unit in units if staff.reads(unit.id)]
        filters = _filters(request.query, words, zone_of(own, request.query.get("unit", "")))
        found = await search_requests(reader, Viewer("staff", staff=staff), filters, PAGE)
        people = await colleagues(reader)
        laid = await snoozed_among(reader, [row["number"] for row in found])
        waiting_there = await waiting_aside(reader, staff)
        tags = await list_tags(reader)
        rail = await load_rail(reader, desk, staff, words)
    by_id, leading = {unit.id: unit for unit in units}, units[0] if units else None
    rows = [_line(row, by_id, leading, words) | _laid(row, laid, by_id, leading, words) for row in found]
    query = {name: value for name, value in request.query.items() if name != "before" and value}
    older = (
        request.rel_url.path + "?" + request.rel_url.with_query(query | {"before": found[-1]["number"]}).query_string
        if found
        else ""
    )
    return render(
        request, "requests.html", rows=rows, filters=filters, older=older if len(found) == PAGE else "", people=people, rail=rail,
        units=[(unit.code, unit.named(words.language)["name"]) for unit in own], current=None, no_unit=NO_UNIT,
        states=("open", *STATES, "all"), types=TYPES, cursor=cursor, narrowed=bool(query), query=request.query,
        tags=[(tag.code, in_language(tag.name, words.language)) for tag in tags],
        waiting_aside=waiting_there,
    )  # fmt: skip


def _laid(
    row: Row, laid: Mapping[int, datetime], units: dict[int, Unit], leading: Unit | None, words: Words
) -> dict[str, object]:  # fmt: skip
    until = laid.get(row["number"])
    if until is None:
        return {"laid": ""}
    place = place_of(units.get(row["unit_id"], leading), words.language)
    return {"laid": words("answering-laid", when=f"{words.stamp_within(until, place)} ({place.city})")}


def _filters(query: Mapping[str, str], words: Words, zone: str) -> Filters:
    """What is asked for; days are days of this zone."""
    promise, alarm = query.get("promise", ""), query.get("alarm", "")
    return Filters(
        state=query.get("state", "open"), unit=short(query.get("unit", "")), request_type=short(query.get("type", "")),
        agent=short(query.get("agent", "")), words=short(query.get("q", "")), before=row_number(query.get("before", "")),
        waiting=bool(query.get("waiting")), late=bool(query.get("late")), promise=promise if promise in {"overdue", "soon"} else "",
        alarm=alarm if alarm in {"danger", "law"} else "", came=span_in(query, "came", zone), closed=span_in(query, "closed", zone),
        back=span_in(query, "back", zone), gave=short(query.get("gave", "")), behind=_behind(query, zone), now=words.now,
        labels=LabelFilters(short(query.get("tag", "")), bool(query.get("repeat")), short(query.get("blamed", ""))),
    )  # fmt: skip


def _behind(query: Mapping[str, str], zone: str) -> Behind:
    """What a number of the scripts' figures counted (handlers/web/console/scripts/figures.py)."""
    outcome, dot, result = short(query.get("wrapped", "")).partition(".")
    return Behind(
        field=short(query.get("asked", "")), left=query.get("left", ""), closed=span_in(query, "ended", zone),
        kind=short(query.get("type", "")), outcome=outcome, result=result if dot else None, only=query.get("only", ""),
    )  # fmt: skip


def _line(row: Row, units: dict[int, Unit], leading: Unit | None, words: Words) -> dict[str, object]:
    place = place_of(units.get(row["unit_id"], leading) if row["unit_id"] else leading, words.language)
    since = row["waiting_since"] if row["silent_days"] is None else None
    return {
        "number": row["number"], "client": row["client_name"] or words("client-unnamed"), "type": words.label("type", row["type"]),
        "state": words.label("state", row["state"]), "state_code": row["state"], "agent": row["agent_name"] or "",
        "unit": place.name if row["unit_id"] else "", "created": words.stamp(row["created_at"], place), "alarm": row["alarm"] or "",
        "since": since, "silent": words("silent-for", days=row["silent_days"]) if row["silent_days"] else "",
        "waited": words.waited(since) if since else "", "promise": promise_words(row, words, place),
        "overdue": promise_broken(row, words.now), "rating": row["rating"],
        "late": answer_late(row, words.now),
        "outcome": words.label("outcome", row["outcome"]) if row["outcome"] else "",
    }  # fmt: skip
