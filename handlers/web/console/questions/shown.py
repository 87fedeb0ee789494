"""What the page of a request tells of questions and of hands, and what its form of handing on offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.words import Place, Words
from handlers.web.keys import desk_of
from services.consulting.answering import has_news, see_answers
from services.consulting.models import Question
from services.consulting.reading import may_manage, questions_of
from services.requests.hands import Candidate, candidates, hands_of, queue_by_type
from services.requests.models import TYPES
from services.staff.accounts import colleagues
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.units import Unit, all_units, unit_by_id

MANY = 3  # pairs of hands from which on it is told


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page of its request. `to`: whom; `due`, `stamp` in words; `manages`: the viewer may remind and take back."""

    id: int
    to: str
    text: str
    state: str
    due: str
    due_at: datetime | None
    answer: str
    by: str
    news: bool
    anchor: str
    manages: bool


@dataclass(frozen=True, slots=True)
class Step:
    """How the request changed hands once."""

    stamp: str
    said: str
    reason: str
    back: bool


def named(question: Question, words: Words) -> str:
    """Whom a question was put to: names, or what they know and where."""
    if question.to_skill is None:
        return ", ".join(question.asked)
    where = (question.to_unit or {}).get(words.language) or (question.to_unit or {}).get("ru") or ""
    skill = words.label("type", question.to_skill)
    return words("question-to-skill", skill=skill, unit=where, where="yes" if where else "no")


async def told_of(reader: Reader, staff: Staff, row: Row, words: Words, place: Place) -> dict[str, Any]:
    """For the conversation, which is drawn anew as things happen."""
    asked = (await questions_of(reader, row["number"]))[row["number"]]
    hands = await hands_of(reader, row["number"])
    units = {unit.id: unit.named(words.language)["name"] for unit in await all_units(reader)}
    return {
        "asked": [_asked(one, staff, words, place) for one in asked], "hands": hands, "many_hands": hands.count >= MANY,
        "steps": [_step(step, units, words, place) for step in hands.steps],
    }  # fmt: skip


def _asked(one: Question, staff: Staff, words: Words, place: Place) -> Asked:
    state = one.standing(words.now)
    due = words.moment(one.due_at, place, by=state == "open") if one.due_at else ""
    return Asked(
        one.id, named(one, words), one.text, state, due, one.due_at, one.answer or "", one.settled_by or "",
        one.news and one.agent_id == staff.id, f"m{one.answer_id or one.message_id}", one.open and may_manage(staff, one),
    )  # fmt: skip


def _step(step: Row, units: dict[int, str], words: Words, place: Place) -> Step:
    if not step["handed_on"]:
        return Step(words.stamp(step["at"], place), words("hands-given-back", who=step["who"]), step["reason"], back=False)
    changed = []
    if step["to_type"] != step["from_type"]:
        changed.append(words.label("type", step["to_type"]))
    if step["to_unit_id"] != step["from_unit_id"]:
        changed.append(units.get(step["to_unit_id"], words("unit-unknown")))
    if step["agent"]:
        changed.append(step["agent"])
    said = words("hands-step", who=step["who"], to=", ".join(changed) or words("anybody").lower())
    return Step(words.stamp(step["at"], place), said, step["reason"], step["back"])


async def offered(reader: Reader, request: web.Request, row: Row, words: Words) -> dict[str, Any]:
    """For the forms: whom to hand it on to and how long those queues are, and whom to ask."""
    desk, staff = desk_of(request), staff_of(request)
    if row["agent_id"] != staff.id or row["state"] == "closed":
        return {"hand_on_to": [], "hand_on_types": [], "ask_people": [], "ask_units": []}
    unit = await unit_by_id(reader, row["unit_id"]) if row["unit_id"] is not None else None
    people = await candidates(reader, staff, row, desk.limits.wip_limit, words.now)
    queues = await queue_by_type(reader, unit, words.now)
    types = [code for code in TYPES if code != row["type"]]
    return {
        "hand_on_to": _grouped(people, words), "hand_on_types": [(code, _queue(code, queues, words)) for code in types],
        "ask_people": [(one.login, one.name) for one in await colleagues(reader) if one.id != staff.id],
        "ask_units": _own_first(await all_units(reader), row["unit_id"], words),
    }  # fmt: skip


def _own_first(units: Sequence[Unit], own: int | None, words: Words) -> list[tuple[str, str]]:
    return [(unit.code, unit.named(words.language)["name"]) for unit in sorted(units, key=lambda unit: unit.id != own)]


def _grouped(people: Sequence[Candidate], words: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Those who could take it at once first, then those at work, then the others."""
    groups: dict[str, list[tuple[str, str]]] = {"free": [], "at-work": [], "away": []}
    for one in people:
        at_work = one.shift == "on" and not one.withdrawn
        groups["free" if one.free else "at-work" if at_work else "away"].append((one.login, _candidate(one, words)))
    return [(words(f"hand-on-{name}"), found) for name, found in groups.items() if found]


def _candidate(one: Candidate, words: Words) -> str:
    shift = words("person-withdrawn") if one.withdrawn else words(f"shift-{one.shift}").lower()
    skills = ", ".join(words.label("type", skill) for skill in one.skills) if one.skills else words("hand-on-every-type")
    return words("hand-on-person", name=one.name, shift=shift, held=one.held, limit=one.limit, skills=skills)


def _queue(code: str, queues: dict[str, tuple[int, int]], words: Words) -> str:
    count, minutes = queues.get(code, (0, 0))
    return words("hand-on-type", type=words.label("type", code), count=count, longest=words.minutes(minutes))


async def answers_seen(request: web.Request, number: int) -> None:
    """Who leads the request and opens it has seen the answers that came."""
    desk, staff = desk_of(request), staff_of(request)
    async with desk.db.read() as reader:
        if not await has_news(reader, staff, number):
            return
    async with desk.db.tx(actor=staff.actor) as tx:
        await see_answers(tx, staff, number)
