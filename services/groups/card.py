"""The message on top of a topic: who, what about, what came before, what is owed by when, and what may be done."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.garage.models import vehicle_title
from services.garage.queries import vehicle_by_id
from services.groups.keyboards import keyboard
from services.groups.models import Group, Topic
from services.groups.sheets import Sheet, digest
from services.requests.board import earlier_requests
from services.requests.deadlines import unit_of
from services.requests.reasons import reason_text
from services.requests.view import Viewer, answer_due, request_row
from services.scripts.known import known_of
from services.scripts.models import Field, spoken_in
from services.scripts.reading import script_of
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.texts import has_text, moment, shown_phone, text
from services.units import Unit

_SHORT = 300  # characters of a field
_FACTS = 2400  # of all that is known: with what stands below it must fit into one message (sheets.LONGEST)
_NAME = 120  # of a topic; Telegram takes 128


async def request_of(reader: Reader, topic: Topic) -> Row:
    """The request with its client, promise and unit."""
    row = await request_row(reader, topic.request_number, Viewer("all"))
    assert row is not None  # noqa: S101 - a foreign key
    return row


async def card_of(tx: Tx, group: Group, topic: Topic, row: Row) -> tuple[dict[str, Any], str]:
    """The card's text and buttons as parameters, and their digest."""
    unit = await unit_of(tx, row["unit_id"])
    sheet = await _sheet(tx, group, topic, row, unit)
    rows = await keyboard(tx, group, topic, row, unit)
    params = {**sheet.params(), "reply_markup": {"inline_keyboard": rows}}
    return params, digest(params)


async def topic_name(reader: Reader, group: Group, row: Row) -> str:
    """`№ 12 Иван Петров, А123ВС 77`: what is looked for in a list of topics. Closed ones say so."""
    car = await _car(reader, row, group.language)
    who = row["client_name"] or text(group.language, "group-client")
    named = " ".join(
        f"{'✓ ' if row['state'] == 'closed' else ''}№ {row['number']} {', '.join(filter(None, (who, car)))}".split()
    )
    return named if len(named) <= _NAME else named[: _NAME - 1] + "…"


async def _car(reader: Reader, row: Row, language: str) -> str:
    vehicle = await vehicle_by_id(reader, row["vehicle_id"])
    if vehicle is not None:
        return vehicle_title(vehicle, language)
    told: Mapping[str, Any] = row["vehicle"] or {}
    return " ".join(str(told[name]) for name in ("make", "model", "plate") if told.get(name))[:80]


async def _sheet(tx: Tx, group: Group, topic: Topic, row: Row, unit: Unit | None) -> Sheet:
    language = group.language
    sheet = Sheet().add(_title(row, language), "bold")
    for line in await _facts(tx, row, language):
        if len(sheet) + len(line) > _FACTS:
            sheet.add("\n…")
            break
        sheet.add(f"\n{line}")
    sheet.add("\n\n")
    sheet.join(_standing(row, language, unit, tx.now))
    if row["agent_id"] is not None and row["state"] != "closed":
        sheet.add("\n" + _mode(row, language, answers=topic.sends_answers(group)))
    if (asked := topic.menu.get("ask")) and row["state"] != "closed":
        sheet.add("\n\n").add(_asked(topic, row, language, str(asked)), "bold")
    return sheet


def _mode(row: Row, language: str, *, answers: bool) -> str:
    """What becomes of the owner's words; where nothing can be sent to the client, an answer is a call."""
    way = "" if row["chat_id"] is not None and not row["client_blocked"] else "-call"
    return text(language, f"group-mode-{'answers' if answers else 'notes'}{way}")


def _asked(topic: Topic, row: Row, language: str, asked: str) -> str:
    outcome = str(topic.menu.get("outcome", ""))
    named = text(language, f"console-outcome-{outcome.replace('_', '-')}") if outcome else ""
    return text(
        language, f"group-ask-{asked}", who=row["agent_name"] or "", outcome=named, target=str(topic.menu.get("name", ""))
    )


def _title(row: Row, language: str) -> str:
    parts = [f"№ {row['number']}", text(language, f"console-type-{row['type'].replace('_', '-')}")]
    if row["alarm"]:
        parts.append(text(language, f"group-alarm-{row['alarm']}"))
    return " · ".join(parts)


async def _facts(tx: Tx, row: Row, language: str) -> Sequence[str]:
    lines = [text(language, "group-card-client", who=await _who(row, language))]
    if car := await _car(tx, row, language):
        lines.append(text(language, "group-card-car", car=car))
    lines += await _known(tx, row, language, car=bool(car))
    if before := await earlier_requests(tx, row["client_id"], row["number"], Viewer("all"), 20):
        lines.append(_before(before, language))
    if reason := reason_text(row["reason"], language):
        lines.append(text(language, "group-card-reason", reason=reason))
    return lines


async def _known(tx: Tx, row: Row, language: str, *, car: bool) -> Sequence[str]:
    """What the script wants to know: what is known of it, and what must be asked yet; besides, what a site or system has said. `car`:
    the vehicle has a line of its own."""
    script = await script_of(tx, row["type"], row["unit_id"])
    known = await known_of(tx, row["number"], script, now=tx.now)
    lines = [
        f"{spoken_in(field.label, language)}: {_short(_said(field, known[field.code].value, language))}"
        for field in script.fields
        if field.code in known and not (car and field.kind == "vehicle")
    ]
    for name, fact in (row["fields"] or {}).items():
        if script.field(str(name)) is None and fact not in (None, "", []):
            key = f"console-field-{str(name).replace('_', '-').lower()}"
            lines.append(f"{text(language, key) if has_text(language, key) else name}: {_short(fact)}")
    missing = [spoken_in(field.label, language) for field in script.fields if field.required and field.code not in known]
    if missing and row["state"] != "closed":
        lines.append(text(language, "group-card-missing", names=", ".join(missing)))
    return lines


def _said(field: Field, value: Any, language: str) -> Any:
    """As people read it: the words of a choice, a phone in groups of digits."""
    if field.kind == "phone":
        return shown_phone(str(value))
    return next((spoken_in(choice.label, language) for choice in field.choices if choice.code == value), value)


def _short(fact: Any) -> str:
    said = ", ".join(map(str, fact)) if isinstance(fact, list) else str(fact)
    said = " ".join(said.split())
    return said if len(said) <= _SHORT else said[: _SHORT - 1] + "…"


async def _who(row: Row, language: str) -> str:
    phone = shown_phone(row["client_phone"] or row["client_phone_unverified"] or "")
    if phone and not row["client_phone_by"]:
        phone = text(language, "group-card-unverified", phone=phone)
    name = row["client_name"] or text(language, "console-client-unnamed")
    channel = "" if row["client_telegram"] else text(language, "group-card-no-telegram")
    return ", ".join(part for part in (name, phone, row["client_tier"], channel) if part)


def _before(before: Sequence[Row], language: str) -> str:
    last = before[0]
    what = text(language, f"console-type-{last['type'].replace('_', '-')}")
    how = last["outcome"] or ""
    ended = text(language, f"console-outcome-{how.replace('_', '-')}") if how else text(language, "group-card-still-open")
    return text(language, "group-card-before", count=len(before), number=str(last["number"]), what=what, ended=ended)


def _standing(row: Row, language: str, unit: Unit | None, now: Any) -> Sheet:
    sheet = Sheet()
    if row["state"] == "closed":
        outcome = text(language, f"console-outcome-{row['outcome'].replace('_', '-')}")
        return sheet.add(text(language, "group-card-closed", outcome=outcome, summary=_short(row["summary"] or "")))
    if row["agent_name"]:
        sheet.add(text(language, "group-card-led", who=row["agent_name"]), "bold")
    else:
        sheet.add(text(language, "group-card-unled", state="queued" if row["state"] == "queued" else "waiting"), "bold")
    if unit is None:
        return sheet
    city = unit.named(language)["city"]
    promised = row["promise_state"] in {"open", "overdue"}
    due = row["promise_due_at"] if promised else answer_due(row) if row["waiting_since"] else None
    if due is not None:
        late = due <= now
        when = moment(language, due, unit.time_zone, city, now, by=not late)
        what = "promised" if promised else "due"
        sheet.add("\n" + text(language, f"group-card-{what}", when=when, late="yes" if late else "no"))
    elif row["state"] == "waiting_client":
        sheet.add("\n" + text(language, "console-state-waiting-client").capitalize())
    if row["call_phone"]:
        sheet.add("\n" + text(language, "group-card-call", phone=shown_phone(row["call_phone"])))
    if row["client_blocked"]:
        sheet.add("\n" + text(language, "group-card-blocked"))
    return sheet
