"""A field is filled, by the client or by an agent."""

import re
from typing import Any, Literal

from services.clients.erasable import keep_card
from services.errors import Refused
from services.garage.editing import add_mileage, add_vehicle, change_vehicle
from services.garage.letters import to_cyrillic
from services.garage.mileage import Source as Through
from services.garage.models import Vehicle, vehicle_title
from services.garage.typed import read_vehicle
from services.garage.vins import normal_vin
from services.labelling.returning import mark_reopened
from services.requests.locking import lock_own
from services.requests.models import Request
from services.scripts.known import Sources, sources_of
from services.scripts.models import STORIES, Field, Script
from services.scripts.reading import script_of
from services.scripts.values import field_of, normal_value
from services.staff.models import Staff
from services.storage.tx import Tx
from services.understanding.cars import vehicle_in
from services.understanding.wanted import names_wanted_time

By = Literal["client", "agent"]
_PUT = "UPDATE request SET fields = fields || $2 WHERE number = $1 RETURNING fields"
_DROP = "UPDATE request SET fields = fields - $2::text WHERE number = $1 RETURNING fields"
_TOLD = """
INSERT INTO script_field (request_number, code, told_by, told_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (request_number, code) DO UPDATE SET told_by = excluded.told_by, told_at = excluded.told_at, message_id = NULL
"""
_HAS_CAR = "SELECT vehicle_id IS NOT NULL OR vehicle IS NOT NULL FROM request WHERE number = $1"
_IS_ABOUT = """
UPDATE request SET vehicle_id = v.id, vehicle = jsonb_strip_nulls(jsonb_build_object('make', nullif(v.make, ''),
    'model', nullif(v.model, ''), 'year', v.year, 'vin', v.vin, 'plate', v.plate)) FROM vehicle v WHERE v.id = $2 AND number = $1
"""


async def fill(tx: Tx, request: Request, code: str, value: Any, *, by: By) -> Any:
    """Store what was told, in its normal form, and answer that form; an empty value takes it away again. The request is locked.

    A vehicle, VIN, plate or mileage goes to the client's garage too, where it is missing there.

    Raises Refused `invalid` on `fields.<code>`: `unknown` (no such field, no such choice), `too long`, `not a vehicle`, `not a VIN`,
    `vin-length` (with `length`), `not a plate`, `not a number`, `out of range`, `no digits`, `absurd date`, `not a phone`, `not a text`.
    """
    script = await script_of(tx, request.type, request.unit_id)
    return await fill_field(tx, request, field_of(script.fields, code), value, by=by)


async def fill_field(tx: Tx, request: Request, field: Field, value: Any, *, by: By) -> Any:
    """The same with the field at hand."""
    normal = normal_value(field, value, tx.now.date())
    if normal == request.fields.get(field.code):
        return normal
    if normal is None:
        request.fields = await tx.value(_DROP, request.number, field.code)
        await tx.execute(_TOLD, request.number, field.code, None, None)
    else:
        await store(tx, request, field.code, normal, by=by)
        await _into_garage(tx, request, field, normal, by=by)
    tx.event("request.field", request.subject, unit_id=request.unit_id, field=field.code, by=by, filled=normal is not None)
    return normal


async def fill_own(tx: Tx, staff: Staff, number: int, code: str, value: Any) -> Any:
    """As `fill`, by the agent who leads the request. Raises what `lock_own` and `fill` raise."""
    await hold_card(tx, number)
    return await fill(tx, await lock_own(tx, staff, number), code, value, by="agent")


async def hold_card(tx: Tx, number: int) -> None:
    """Before an agent locks a request to fill it: the garage is written, too, and whoever joins cards or forgets a person takes the card
    before its requests."""
    if client_id := await tx.value("SELECT client_id FROM request WHERE number = $1", number):
        await keep_card(tx, client_id)
        await tx.execute("SELECT FROM client WHERE id = $1 FOR NO KEY UPDATE", client_id)


async def store(tx: Tx, request: Request, code: str, value: Any, *, by: By) -> None:
    """Write a value that is in its normal form."""
    request.fields = await tx.value(_PUT, request.number, {code: value})
    await tx.execute(_TOLD, request.number, code, by, tx.now)


async def choose_vehicle(tx: Tx, request: Request, vehicle: Vehicle, *, code: str, by: By = "client") -> str:
    """The request is about this vehicle of the client's; answers its name."""
    title = vehicle_title(vehicle, request.language)
    await _put_vehicle(tx, request, vehicle.id)
    await store(tx, request, code, title, by=by)
    tx.event("request.field", request.subject, unit_id=request.unit_id, field=code, by=by, filled=True)
    return title


async def take_words(tx: Tx, request: Request, script: Script, words: str) -> None:
    """What the client said when they opened the request answers what it can: nobody tells the story twice (P1)."""
    story = next((field for field in script.fields if field.kind in STORIES), None)
    if story is not None and story.code not in request.fields and len(words.split()) > 1:
        await _take(tx, request, story, words)
    car = next((field for field in script.fields if field.kind == "vehicle" and field.code not in request.fields), None)
    named = vehicle_in(words, latest=tx.now.year + 1) if car is not None else None
    if car is not None and named is not None and not await tx.value(_HAS_CAR, request.number):
        await _take(tx, request, car, named)
    when = next((field for field in script.fields if field.code == "when" and field.code not in request.fields), None)
    if when is not None and names_wanted_time(words, tx.now.date()):
        await _take(tx, request, when, words)
    for field in script.fields:
        told = mark_in(words, field, tx.now.year)
        if told and field.code not in request.fields:
            await _take(tx, request, field, told)


async def _take(tx: Tx, request: Request, field: Field, words: str) -> None:
    try:
        async with tx.attempt():
            await fill_field(tx, request, field, words, by="client")
    except Refused:
        return  # too long, or not what it seemed to be: it stays in the conversation


def mark_in(words: str, field: Field, year: int) -> str | None:
    """The VIN or plate that the field wants, somewhere among these words; `year`: this one."""
    marks = read_vehicle(_marks_in(words), latest=year + 1) if field.kind in {"vin", "plate"} else None
    told: str | None = getattr(marks, field.kind, None) if marks else None
    return told


def _marks_in(words: str) -> str:
    """Only what may be a VIN or a plate: sentences are no makes."""
    return " ".join(re.findall(r"[^\W_]*\d[^\W_]*(?:[ -]?[^\W\d_]{1,2}[ -]?\d{2,3})?", words))[:100]


async def _into_garage(tx: Tx, request: Request, field: Field, value: Any, *, by: By) -> None:
    """What the client's card lacks. A doubtful reading, or a garage that is full, stays in the request alone."""
    if field.kind not in {"vehicle", "vin", "plate", "mileage"}:
        return
    sources = await sources_of(tx, request.number, now=tx.now)
    if sources is None:
        return
    through: Through = "console" if by == "agent" else "telegram" if sources.row["source"] == "telegram" else "api"
    try:
        async with tx.attempt():
            if field.kind == "vehicle":
                await _know_vehicle(tx, request, sources, str(value), through=through)
            elif (vehicle := _own(sources)) is not None:
                await _complete(tx, vehicle, field.kind, value, through=through)
    except Refused:
        return


def _own(sources: Sources) -> Vehicle | None:
    """The vehicle meant: the one the request is about, else the only one there is."""
    if sources.vehicle is not None:
        return sources.vehicle
    named = "vehicle" in sources.row["fields"] or bool(sources.row["vehicle"])
    return sources.garage[0] if len(sources.garage) == 1 and not named else None


async def _complete(tx: Tx, vehicle: Vehicle, kind: str, value: Any, *, through: Through) -> None:
    if kind == "mileage":
        await add_mileage(tx, vehicle, int(value), source=through)
    elif getattr(vehicle, kind) is None and (kind == "plate" or normal_vin(str(value)) is not None):
        await change_vehicle(tx, vehicle, **{kind: value})


async def _know_vehicle(tx: Tx, request: Request, sources: Sources, words: str, *, through: Through) -> None:
    """One of the client's that these words name; the first one they have is added."""
    typed = read_vehicle(words, latest=tx.now.year + 1)
    named = [vehicle for vehicle in sources.garage if _names(words, vehicle)]
    if len(named) == 1:
        await _put_vehicle(tx, request, named[0].id)
    elif typed is not None and (typed.vin or typed.plate or (typed.make and typed.model and not sources.garage)):
        added = await add_vehicle(
            tx, request.client_id, make=typed.make, model=typed.model, year=typed.year, vin=typed.vin, plate=typed.plate,
            source=through,
        )  # fmt: skip
        await _put_vehicle(tx, request, added.id)


async def _put_vehicle(tx: Tx, request: Request, vehicle_id: int) -> None:
    """Another vehicle decides anew what the request repeats; not whether the client came back to this very one."""
    await tx.execute(_IS_ABOUT, request.number, vehicle_id)
    if request.reopened:
        await mark_reopened(tx, request.number, tell=False)


def _names(words: str, vehicle: Vehicle) -> bool:
    """By its plate, its VIN, or its whole name."""
    flat = to_cyrillic(re.sub(r"[\W_]", "", words).upper())
    marks = [to_cyrillic(mark.replace(" ", "")) for mark in (vehicle.plate, vehicle.vin) if mark]
    name = f"{vehicle.make} {vehicle.model}".strip().lower()
    return any(mark in flat for mark in marks) or (bool(vehicle.make and vehicle.model) and name in words.lower())
