"""How a booking ends: with a visit, with a request for a person, or with nothing."""

from datetime import datetime

from handlers.telegram.booking.turn import Turn
from handlers.telegram.cards import card_of, passed_on
from handlers.telegram.screens import Screen
from handlers.telegram.screens import booking as screens
from handlers.telegram.screens.days import local_day
from services.booking.holds import book_held, drop_hold
from services.booking.holds import hold as hold_slot
from services.booking.models import Visit
from services.catalog.models import Work
from services.clients import people
from services.clients.models import Person
from services.errors import Refused
from services.requests.models import About
from services.storage.tx import Tx
from services.texts import text


async def hold(turn: Turn, starts_at: datetime) -> Screen | None:
    """The time is kept while the person decides. Lost to somebody else: the times that are free now."""
    draft = turn.draft
    try:
        visit = await _hold(turn, starts_at)
    except Refused as refused:
        return await _not_held(turn, refused, "booking-taken")
    draft.at, draft.until = visit.starts_at.isoformat(), (visit.expires_at or turn.tx.now).isoformat()
    draft.go("check")
    return None


async def choose_time(turn: Turn, starts_at: datetime) -> Screen | None:
    """A time that was typed or offered for what was typed: kept, as one pressed among the times of its day."""
    assert turn.unit is not None  # noqa: S101 - a time is chosen at a station
    turn.draft.return_to("day")
    turn.draft.day = local_day(starts_at, turn.unit).isoformat()
    turn.draft.go("time")
    return await hold(turn, starts_at)


async def _hold(turn: Turn, starts_at: datetime) -> Visit:
    assert turn.unit is not None  # noqa: S101 - a time is chosen at a station
    return await hold_slot(
        turn.tx, unit=turn.unit, works=turn.works, starts_at=starts_at, client_id=turn.person.client_id,
        vehicle_id=turn.vehicle.id if turn.vehicle else None, chat_id=turn.person.chat_id, draft=turn.draft.id,
        minutes=turn.desk.hold_minutes,
    )  # fmt: skip


async def _not_held(turn: Turn, refused: Refused, key: str) -> Screen:
    if refused.code in {"slot-taken", "slot-invalid"}:
        turn.draft.return_to("time")
        return await turn.screen(text(turn.person.language, key, minutes=turn.desk.hold_minutes))
    if refused.code == "invalid" and turn.unit is not None:
        turn.draft.return_to("time")
        await turn.draft.save(turn.tx, turn.person)
        return screens.too_many(turn.chosen, turn.unit.visits_limit)
    raise refused


async def confirm(turn: Turn) -> Screen | None:
    """The visit is booked. Where the hold has run out, the time is taken again unless somebody else has it."""
    try:
        visit = await _booked(turn)
    except Refused as refused:
        return await _not_held(turn, refused, "booking-expired")
    await people.set_dialogue(turn.tx, turn.person, None)
    return await card_of(turn.tx, turn.person, visit, title="fresh")


async def _booked(turn: Turn) -> Visit:
    try:
        return await book_held(turn.tx, turn.draft.id, turn.person.client_id)
    except Refused as refused:
        if refused.code == "invalid" or turn.draft.starts_at is None:
            raise
    await _hold(turn, turn.draft.starts_at)
    return await book_held(turn.tx, turn.draft.id, turn.person.client_id)


async def end(tx: Tx, person: Person) -> None:
    """The dialogue is over; a time that was kept is free again."""
    await people.set_dialogue(tx, person, None)
    await drop_hold(tx, person.chat_id)


async def to_person(turn: Turn, why: str, *, work: Work | None = None) -> Screen:
    """A dead end becomes one request of type `booking` with all that was chosen."""
    chosen, day = turn.chosen, turn.draft.chosen_day
    about = About(
        unit_id=turn.draft.unit, vehicle_id=turn.vehicle.id if turn.vehicle else None,
        note=screens.request_note(chosen, why, day=day if why == "times" else None, work=work),
    )  # fmt: skip
    await end(turn.tx, turn.person)
    return await passed_on(
        turn.tx, turn.person, turn.desk, "", request_type="booking", about=about, known="booking-request-known"
    )
