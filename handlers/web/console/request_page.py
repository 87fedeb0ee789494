"""One request: the conversation, what may be done, and the client's card."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.answering.offers import laying, offered
from handlers.web.console.forms import Form
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.labelling.shown import labels
from handlers.web.console.late import told_words
from handlers.web.console.notices import seen_by_opening
from handlers.web.console.one_card.offers import offers_beside
from handlers.web.console.pages import render, words_of
from handlers.web.console.questions.shown import answers_seen, told_of
from handlers.web.console.questions.shown import offered as hand_on_and_ask
from handlers.web.console.rail import answer_due, answer_late, load_rail, promise_broken, promise_words
from handlers.web.console.scripts import wrap_up
from handlers.web.console.scripts.panel import panel, shots
from handlers.web.console.timeline import days
from handlers.web.console.visits.card import About, belongings
from handlers.web.console.visits.visit import may_book
from handlers.web.console.words import Place, Words, place_of
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
from services.answers import answers_for
from services.distribution.policies import policy_of
from services.errors import Refused
from services.events import last_cursor
from services.files.access import own_uploads
from services.looks import request_looked_at
from services.requests.answers import read_draft
from services.requests.board import course, earlier_requests, team
from services.requests.deadlines import unit_of
from services.requests.models import OUTCOMES, TYPES
from services.requests.view import Viewer, last_messages, request_messages, request_row
from services.scripts.asked import asked_of
from services.scripts.shown import sheet_of
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.units import all_units

_MEANT = {"confirmed", "braces"}  # "do you mean it?": nothing is wrong with what was filled in
SHOWN = 150  # messages; older ones by a link


@dataclass(frozen=True, slots=True)
class Failed:
    """A form that could not be carried out: shown again with what was typed and why."""

    action: str
    form: Form
    why: str = ""
    mistakes: dict[str, str] = field(default_factory=dict)
    status: int = 200

    def value(self, action: str, name: str, default: str = "") -> str:
        """What was typed into the field of this form."""
        return self.form[name] if action == self.action else default


def failure(request: web.Request, action: str, form: Form, refused: Refused) -> Failed:
    """Tell a refusal beside the form it concerns."""
    words = words_of(request)
    mistakes = words.mistakes(refused)
    why = "" if mistakes and mistakes.keys() <= _MEANT else words.refusal(refused)
    return Failed(action, form, why, mistakes, STATUS.get(refused.code, 409))


async def request_page_of(request: web.Request) -> web.StreamResponse:
    """The page of a request."""
    return await request_page(request, number_in(request))


async def conversation_part(request: web.Request) -> web.StreamResponse:
    """The conversation, the card, and the drawers that follow the request's state, for the live view."""
    desk, words = desk_of(request), words_of(request)
    number = number_in(request)
    async with desk.db.page() as reader:
        _, context = await conversation(reader, request, number, words)
    return render(request, "parts/live.html", current=number, failed=None, **context)


async def request_page(request: web.Request, number: int, failed: Failed | None = None) -> web.Response:
    """The whole page. Raises Refused `not-found` where the viewer may not read the request."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.page() as reader:
        cursor = await last_cursor(reader)  # read first: what happens meanwhile comes by the live stream
        row, context = await conversation(reader, request, number, words)
        context |= await _offers(reader, staff, row, words, context["place"])
        context |= await offered(reader, staff, row, words)
        context |= await wrap_up.offered(reader, row, context["sheet"].sheet, words) if context["mine"] else {}
        context |= await hand_on_and_ask(reader, request, row, words) | {"ask_types": TYPES}
        rail = await load_rail(reader, desk, staff, words)
        kept = await own_uploads(reader, staff.id, failed.form.files) if failed else []
    async with desk.db.tx(actor=staff.actor) as tx:
        request_looked_at(tx, staff, row)  # who saw what they do not lead is on record (goals, "Security")
    await seen_by_opening(request, number)
    await answers_seen(request, number)
    return render(
        request, "request.html", status=failed.status if failed else 200, cursor=cursor, rail=rail, current=number, failed=failed,
        kept_files=kept, **context,
    )  # fmt: skip


async def conversation(reader: Reader, request: web.Request, number: int, words: Words) -> tuple[Row, dict[str, Any]]:
    """What the page tells: all that may change while it is open."""
    staff = staff_of(request)
    viewer = Viewer("staff", staff=staff)
    row = await request_row(reader, number, viewer)
    if row is None:
        raise Refused("not-found")
    place = place_of(await unit_of(reader, row["unit_id"]), words.language)
    everything = "all" in request.query
    messages = await (request_messages(reader, number) if everything else last_messages(reader, number, SHOWN))
    happened = [*map(dict, await course(reader, number)), *await asked_of(reader, row)]
    card = await belongings(reader, row["client_id"], About.of(row), words)
    mine = row["agent_id"] == staff.id and row["state"] != "closed"
    sheet = await sheet_of(reader, row, words.now)
    return row, {
        "row": row, "place": place, "days": days(messages, happened, words, place), "everything": everything,
        "more": not everything and len(messages) == SHOWN, "seen": messages[-1]["id"] if messages else 0,
        "mine": mine, **(await _following(reader, staff, row, words, place) if mine else {}),
        "promise": promise_words(row, words, place), "overdue": promise_broken(row, words.now),
        "earlier": await earlier_requests(reader, row["client_id"], number, viewer), "unit_name": place.name if row["unit_id"] else None,
        "answer_by": answer_due(row), "late": answer_late(row, words.now),
        "sheet": panel(sheet, row["fields"], words), "shots": await shots(reader, number, sheet, words, place) if mine else None,
        "told_instead": await told_words(reader, row, words, place), **await told_of(reader, staff, row, words, place),
        **await labels(reader, staff, row, words), **await offers_beside(reader, staff, row, words),
        **card, "books": card["bookable"] and may_book(staff, row["agent_id"], row["state"]),
    }  # fmt: skip


async def _offers(reader: Reader, staff: Staff, row: Row, words: Words, place: Place) -> dict[str, Any]:
    """What the forms offer."""
    units = await all_units(reader)
    people = [(person["login"], _person(person, words)) for person in await team(reader, words.now)]
    mine = row["agent_id"] == staff.id
    return {
        "draft": await read_draft(reader, staff, row["number"]) if mine else "",
        "type_options": [(code, words.label("type", code)) for code in TYPES if code != row["type"]],
        "unit_options": [(unit.code, unit.named(words.language)["name"]) for unit in units if unit.id != row["unit_id"]],
        "team_options": [(login, name) for login, name in people if login != staff.login], "everyone_options": people,
        "outcomes": OUTCOMES, "presets": presets(words.now, place),
        "can_override": staff.may_override and row["state"] != "closed",
        "typical": await answers_for(reader, row, staff, language=words.language, now=words.now) if mine else (),
    }  # fmt: skip


async def _following(reader: Reader, staff: Staff, row: Row, words: Words, place: Place) -> dict[str, Any]:
    """What the owner's drawers tell of the request's state."""
    return {"giving_back": await _giving_back(reader, row, words), **await laying(reader, staff, row, words, place)}


async def _giving_back(reader: Reader, row: Row, words: Words) -> dict[str, str]:
    """What comes of giving the request back: by the rules of its unit, `rest` is empty where it may come to the same person at once."""
    policy = await policy_of(reader, row["unit_id"])
    queued = "ahead" if policy.weights.returned else "same"
    place = "silent" if row["state"] == "waiting_client" else queued
    return {"place": place, "rest": words.minutes(policy.rest_minutes) if policy.rest_minutes else ""}


def _person(row: Row, words: Words) -> str:
    shift = words("person-withdrawn") if row["withdrawn"] else words(f"shift-{row['shift']}").lower()
    return words("person", name=row["name"], shift=shift, held=row["held"])


def presets(now: datetime, place: Place) -> dict[str, datetime]:
    """Moments people promise most, in the place's own time."""
    zone = ZoneInfo(place.zone)
    local = now.astimezone(zone)
    evening = local.replace(hour=18, minute=0, second=0, microsecond=0)
    morning = (local + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    offered = {"30m": now + timedelta(minutes=30), "1h": now + timedelta(hours=1), "today": evening, "tomorrow": morning}
    return {name: at for name, at in offered.items() if at > now + timedelta(minutes=5)}
