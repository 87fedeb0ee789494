"""What is free in a unit, from the database: one statement for what is occupied, then `slots.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.booking.locks import TRY
from services.booking.models import Slot
from services.booking.plan import Plan, plan
from services.booking.slots import Frame, Place, Search, minute, minute_after, moment
from services.catalog.models import Work
from services.catalog.queries import all_works
from services.errors import invalid
from services.storage.reader import Reader, Row
from services.units import Hours, Unit

MAX_DAYS = 31
STAFF_HORIZON = timedelta(days=3 * 366)  # nobody agrees on more; a slip in the year is no visit
AROUND = 360  # minutes around one start that are looked at, to see who has the least to do that day

# Holds that have expired, and what belongs to who asks, are not in the way; nor is who can do nothing of it. Times travel as arrays of
# minutes: thousands of rows of times would take three times as long.
_OCCUPIED = f"""
WITH locks AS MATERIALIZED (
    SELECT $10::integer[] IS NOT NULL AND {TRY.format(unit="$1", keys="$10")} AS mine
), ignored AS MATERIALIZED (
    SELECT ARRAY(SELECT id FROM appointment WHERE status = 'hold' AND unit_id = $1 AND expires_at <= $4
        UNION SELECT id FROM appointment WHERE status = 'hold' AND chat_id = $5) AS holds
)
SELECT r.id, r.kind, r.abilities, r.hours, r.position, busy.starts, busy.ends, ignored.holds, locks.mine
FROM locks CROSS JOIN ignored CROSS JOIN resource r LEFT JOIN LATERAL (
    SELECT array_agg(floor(date_part('epoch', lower(o.period)) / 60)::integer) AS starts,
        array_agg(ceil(date_part('epoch', upper(o.period)) / 60)::integer) AS ends
    FROM occupation o
    WHERE o.resource_id = r.id AND o.period && tstzrange($2, $3)
        AND (o.appointment_id IS NULL OR o.appointment_id <> ALL (ignored.holds) AND o.appointment_id IS DISTINCT FROM $6)
) busy ON true
WHERE r.unit_id = $1 AND r.active AND CASE r.kind WHEN 'bay' THEN r.abilities && $7 ELSE $8 OR r.abilities && $9 END
"""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks. `staff`: lead time and horizon do not count, the past still does; `moving`: the visit (its id) that looks for another
    time; `chat_id`: whose own hold is not in the way."""

    staff: bool = False
    moving: int | None = None
    chat_id: int | None = None

    def check(self, works: Sequence[Work]) -> None:
        """Works "by wear" are agreed on with an adviser; what was agreed on may be moved by everybody. Raises Refused `invalid`."""
        if not works:
            raise invalid("works", "required")
        if not (self.staff or self.moving is not None) and not all(work.bookable for work in works):
            raise invalid("works", "not-bookable")


@dataclass(frozen=True, slots=True)
class Choice:
    """A start that was looked at. `slot` None: `why` is `slot-taken` or `slot-invalid`, or empty where others had the locks.
    `holds`: of others, expired, or one's own. `locked`: nobody else books those hours until the commit."""

    slot: Slot | None
    why: str = ""
    holds: Sequence[int] = ()
    locked: bool = False


async def available(
    reader: Reader, unit: Unit, works: Sequence[Work], since: datetime, until: datetime, *, now: datetime, staff: bool = False,
    moving: int | None = None, chat_id: int | None = None,
) -> list[Slot]:  # fmt: skip
    """Slots that start in [since, until), in order; `takes` is left empty: who does it is decided when it is booked.

    `moving`: the id of a visit that looks for another time; `chat_id`: whose own hold is not in the way. `staff`: lead time and horizon
    do not count, the past still does. Raises Refused `invalid` on `works` (none; not to be booked by clients) and `to` (more than 31 days).
    """
    asker = Asker(staff, moving, chat_id)
    asker.check(works)
    if _span(since, until) > timedelta(days=MAX_DAYS):
        raise invalid("to", f"more than {MAX_DAYS} days")
    needed = plan(works)
    earliest, latest = _limits(unit, now, staff=staff)
    first, end = max(minute_after(since), earliest), min(minute_after(until), latest)
    if first >= end:
        return []
    frame = Frame.around(first, end, needed, unit.grid_minutes)
    places = [_place(row, unit) for row in await _rows(reader, unit, needed, frame, now=now, asker=asker)]
    length = timedelta(minutes=needed.length(unit.grid_minutes))
    starts = map(moment, Search(unit.hours, unit.grid_minutes, places, needed, frame, earliest, latest).starts())
    return [Slot(start, start + length) for start in starts]


def _span(since: datetime, until: datetime) -> timedelta:
    """On the clock or on the wall, whichever is shorter: the month in which summer time ends has an hour more than its 31 days."""
    return min(until - since, until.replace(tzinfo=None) - since.replace(tzinfo=None))


async def choice(
    reader: Reader,
    unit: Unit,
    needed: Plan,
    starts_at: datetime,
    *,
    now: datetime,
    asker: Asker,
    watches: Sequence[int] | None = None,
) -> Choice:
    """Whether a visit may start then, and if so with whom: the same search as `available`, for one start, which must be a whole minute.

    `watches`: keys of `locks.watch_keys`, tried for in the same statement; without the locks there is no answer. What was committed
    while it began may be missed: the constraint sees it.
    """
    earliest, latest = _limits(unit, now, staff=asker.staff)
    start = minute(starts_at)
    around = Frame.around(start - AROUND, start + AROUND, needed, unit.grid_minutes)
    frame = Frame(start, start + 1, around.origin, around.size)
    rows = await _rows(reader, unit, needed, frame, now=now, asker=asker, watches=watches)
    if watches is not None and rows and not rows[0]["mine"]:
        return Choice(None)  # somebody decides there at this moment: what is free is seen when they have
    places = [_place(row, unit) for row in rows]
    search = Search(unit.hours, unit.grid_minutes, places, needed, frame, earliest, latest)
    if not search.starts():
        return Choice(None, "slot-taken" if search.starts(hindered=False) else "slot-invalid")
    takes = tuple((resource, moment(since), moment(until)) for resource, since, until in search.takes(start))
    begins = moment(start)
    slot = Slot(begins, begins + timedelta(minutes=needed.length(unit.grid_minutes)), takes)
    return Choice(slot, holds=rows[0]["holds"], locked=rows[0]["mine"])


def whole(starts_at: datetime) -> bool:
    """Whether a time has no seconds: nothing else is on a grid."""
    return not starts_at.second and not starts_at.microsecond


def _limits(unit: Unit, now: datetime, *, staff: bool) -> tuple[int, int]:
    """From and until when a visit may start. Clients: lead time, and the last day of the horizon to its end."""
    if staff:
        return minute_after(now), minute_after(now + STAFF_HORIZON)
    last = now.astimezone(unit.hours.zone).date() + timedelta(days=unit.horizon_days + 1)
    end = datetime.combine(last, time(), unit.hours.zone)
    return minute_after(now + timedelta(minutes=unit.lead_minutes)), minute_after(end)


async def _rows(
    reader: Reader, unit: Unit, needed: Plan, frame: Frame, *, now: datetime, asker: Asker, watches: Sequence[int] | None = None
) -> Sequence[Row]:
    """Who can do a part of it, with what they have to do."""
    return await reader.rows(
        _OCCUPIED, unit.id, moment(frame.origin), moment(frame.end), now, asker.chat_id, asker.moving,
        [step.bay for step in needed.steps], any(step.skill is None for step in needed.steps),
        [step.skill for step in needed.steps if step.skill is not None], watches,
    )  # fmt: skip


def _place(row: Row, unit: Unit) -> Place:
    hours = Hours.parse(unit.time_zone, row["hours"]) if row["hours"] is not None else None
    busy = row["starts"] or (), row["ends"] or ()
    return Place(row["id"], row["kind"], frozenset(row["abilities"]), hours, row["position"], busy)


async def offered(reader: Reader, unit: Unit) -> list[Work]:
    """What clients can book here by themselves: works that are bookable, and for which the unit has a bay and a technician."""
    return (await offers(reader, [unit]))[unit.id]


async def offers(reader: Reader, units: Sequence[Unit]) -> dict[int, list[Work]]:
    """The same of several units, by their ids, in two statements however many they are."""
    rows = await reader.rows(
        "SELECT DISTINCT unit_id, kind, abilities FROM resource WHERE unit_id = ANY ($1::integer[]) AND active",
        [unit.id for unit in units],
    )
    works = [work for work in await all_works(reader) if work.bookable]
    return {unit.id: _doable(works, [row for row in rows if row["unit_id"] == unit.id]) for unit in units}


def _doable(works: Sequence[Work], rows: Sequence[Row]) -> list[Work]:
    bays = {kind for row in rows if row["kind"] == "bay" for kind in row["abilities"]}
    people = [set(row["abilities"]) for row in rows if row["kind"] == "technician"]
    return [work for work in works if work.bay in bays and any(work.skill is None or work.skill in skills for skills in people)]
