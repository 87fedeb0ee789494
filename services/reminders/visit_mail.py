"""What a client reads about their visit: text and buttons of reminders and notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from services.catalog.models import in_language
from services.garage.models import vehicle_title
from services.outbox.models import Kind, Mail
from services.reminders.ledger import Claimed
from services.reminders.rules import Send
from services.storage.reader import Reader
from services.texts import moment, text
from services.units import Unit, unit_by_id

_HEADS = {
    "visit_24h": "reminder-day-before",
    "visit_2h": "reminder-hours-before",
    "visit_booked": "reminder-booked",
    "visit_moved": "reminder-moved",
    "visit_cancelled": "reminder-cancelled",
}
# Rows of buttons: the text's key, and what the press says (`v:<visit>` shows its card, handled with the visits).
_CHANGE = (("visit-move", "v:{id}:move"), ("visit-cancel", "v:{id}:cancel"))
_BUTTONS = {
    "visit_24h": (_CHANGE,),
    "visit_2h": ((("reminder-card", "v:{id}"),), _CHANGE[1:]),
    "visit_booked": (_CHANGE,),
    "visit_moved": (_CHANGE,),
    "visit_cancelled": ((("visit-again", "m:book:new"),), (("button-ask", "m:ask:new"),)),
}
_CONFIRM = (("visit-confirm", "v:{id}:confirm{version}"),)  # a yes to the time that was asked about, to no later one
_KINDS: dict[str, Kind] = {"visit_24h": "bulk", "visit_2h": "bulk"}


@dataclass(frozen=True, slots=True)
class Places:
    """The stations and works that a batch speaks of, by id."""

    units: Mapping[int, Unit]
    works: Mapping[int, dict[str, str]]


async def places_of(reader: Reader, rows: list[Claimed]) -> Places:
    """What is needed to write about these rows."""
    units = [await unit_by_id(reader, unit_id) for unit_id in sorted({row.unit_id for row in rows})]
    ids = sorted({work for row in rows for work in row.works})
    works = await reader.rows("SELECT id, title FROM work WHERE id = ANY ($1::integer[])", ids)
    return Places({unit.id: unit for unit in units if unit}, {row["id"]: row["title"] for row in works})


def visit_mail(row: Claimed, verdict: Send, places: Places, now: datetime) -> Mail:
    """The message for one row."""
    unit, language, kind = places.units[row.unit_id], row.language, row.key.kind
    named = unit.named(language)
    asked = kind == "visit_24h" and row.now.status != "confirmed"
    when = _when(language, row.now.starts_at, unit.time_zone, named["city"], now.astimezone(row.now.zone).date())
    lines = [_head(language, kind, when), _station(language, named["name"], named["city"], named["address"])]
    lines += [", ".join(in_language(places.works[work], language) for work in row.works)] if row.works else []
    lines += [vehicle_title(row.vehicle, language)] if row.vehicle else []
    lines += [_plain(language, "reminder-ask" if asked else "reminder-confirmed")] if kind == "visit_24h" else []
    rows = (_CONFIRM, *_BUTTONS[kind]) if asked else _BUTTONS[kind]
    params: dict[str, Any] = {
        "text": "\n".join(lines),
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": [[_button(language, *label, row) for label in line] for line in rows]},
        **({"disable_notification": True} if verdict.silent else {}),
    }
    chat_id = row.now.chat_id
    assert chat_id is not None  # noqa: S101 - nothing is sent to nobody (rules.py)
    about = f"{row.key.subject}:{row.key.occurrence}"
    return Mail(chat_id, "sendMessage", params, kind=_KINDS.get(kind, "push"), about=about, valid_for=verdict.valid_for)


# Many visits begin at the same time in the same place: what they share is put into words once.
@lru_cache(maxsize=4096)
def _when(language: str, starts_at: datetime, zone: str, city: str, today: date) -> str:
    return moment(language, starts_at, zone, city, datetime.combine(today, time(12), ZoneInfo(zone)))


@lru_cache(maxsize=4096)
def _head(language: str, kind: str, when: str) -> str:
    return text(language, _HEADS[kind], when=when)


@lru_cache(maxsize=256)
def _station(language: str, name: str, city: str, address: str) -> str:
    return text(language, "visit-place", unit=name, city=city, address=address)


@lru_cache(maxsize=64)
def _plain(language: str, key: str) -> str:
    return text(language, key)


def _button(language: str, key: str, data: str, row: Claimed) -> dict[str, str]:
    return {"text": _plain(language, key), "callback_data": data.format(id=row.public_id, version=row.key.occurrence)}
