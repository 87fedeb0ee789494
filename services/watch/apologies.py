"""The time at which we said we would answer has passed: the client hears it from us, with a new one (G2, U2, W6).

Once for each wait, and only who was told a time. The new time is kept: staff read it beside what was missed, and where it passes too, the
directors know by then. What was missed stays missed. Promises have a notice of their own, before they fall due (`slipping.py`).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.reminders.quiet import ORDINARY
from services.requests.calls import OWED
from services.requests.deadlines import Clocks
from services.requests.locking import as_request
from services.requests.notices import language_of, tell_client
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.texts import moment
from services.units import Unit
from services.watch.notices import heads_of

ANSWERS = ("first_answer", "next_answer", "handoff")  # what a client waits for when they wait for an answer
FRESH = timedelta(minutes=30)  # later, as after an outage, it is no news that we are late
_TALKING = timedelta(hours=1)  # whoever wrote so recently is awake, whatever the hour is
# A receipt told the time of an answer, unless a hand-over told a later one since; the word of a hand-over told that of the hand-over. Who
# writes on while somebody leads their request is told none. Nothing is said in danger (they have read what to do), where a call is owed or
# a promise stands, and where it was said in this wait before.
_TO_TELL = f"""
SELECT r.*, greatest(r.last_client_at, r.created_at) AS spoke_at FROM request r
WHERE r.number = $1 AND r.state <> 'closed' AND r.chat_id IS NOT NULL AND r.promise_due IS NULL AND r.silent_days IS NULL
    AND r.alarm IS DISTINCT FROM 'danger' AND NOT {OWED}
    AND NOT EXISTS (SELECT FROM missed m WHERE m.request_number = $1 AND m.clock = $2 AND m.made_good_at IS NULL)
    AND NOT EXISTS (
        SELECT FROM event e WHERE e.subject = 'request:' || $1::bigint AND e.at >= r.waiting_since AND e.type = 'request.missed'
            AND e.data ? 'client_told')
    AND CASE WHEN $2 = 'handoff' THEN EXISTS (
        SELECT FROM hand_over h WHERE h.request_number = $1 AND h.message_id IS NOT NULL AND h.due_at = $3)
    ELSE EXISTS (
        SELECT FROM event e WHERE e.subject = 'request:' || $1::bigint AND e.at >= r.waiting_since AND (
            e.type = 'request.opened' AND e.data ->> 'source' = 'telegram'
            OR e.type IN ('request.queued', 'request.reopened') AND e.data ->> 'why' = 'client wrote'))
        AND NOT EXISTS (
            SELECT FROM hand_over h WHERE h.request_number = $1 AND h.message_id IS NOT NULL AND h.due_at > $4 AND h.at >= r.waiting_since)
    END
"""
_TOLD = """
SELECT (e.data ->> 'client_told')::timestamptz FROM event e
WHERE e.subject = 'request:' || $1::bigint AND e.type = 'request.missed' AND e.data ? 'client_told'
    AND EXISTS (SELECT FROM missed m WHERE m.request_number = $1 AND m.clock = e.data ->> 'clock' AND m.made_good_at IS NULL)
ORDER BY e.id DESC LIMIT 1
"""


async def apologise(tx: Tx, number: int, clock: str, due_at: datetime, clocks: Clocks) -> datetime | None:
    """Tell the client of this request, which the transaction has locked, that this was not done by `due_at`: before it is written down.

    Returns the time they are told now, None where they hear nothing. By how much later it is: `slip_minutes` of the unit (0: nothing is
    said), and not less than what is told to everybody in an overload (G6).
    """
    unit, minutes = clocks.unit, clocks.watch.slip_minutes
    if clock not in ANSWERS or unit is None or not minutes:
        return None
    row = await tx.row(_TO_TELL, number, clock, due_at, tx.now)
    if row is None or _asleep(tx.now, row, unit):
        return None
    new_at = unit.hours.add_working(tx.now, max(minutes, clocks.watch.rush.minutes) if clocks.rush else minutes)
    if new_at is None:
        return None
    return new_at if await _say(tx, row, unit, new_at, fresh=tx.now - due_at < FRESH) else None


def _asleep(now: datetime, row: Row, unit: Unit) -> bool:
    """The quiet hours hold (contract, "Quiet hours"), but not for who is in the middle of a conversation."""
    return now - row["spoke_at"] > _TALKING and not ORDINARY.allows(now, ZoneInfo(unit.time_zone))


async def _say(tx: Tx, row: Row, unit: Unit, new_at: datetime, *, fresh: bool) -> bool:
    request = as_request(row)
    language = await language_of(tx, request)
    when = moment(language, new_at, unit.time_zone, unit.named(language)["city"], tx.now, by=True)
    known = "yes" if await heads_of(tx, request.unit_id) else "no"
    said = await tell_client(tx, request, "notice-answer-late", when=when, known=known, fresh="yes" if fresh else "no")
    return said is not None


async def told_instead(reader: Reader, number: int) -> datetime | None:
    """By when the client was told to be answered after all, while what was missed is not made good."""
    found: datetime | None = await reader.value(_TOLD, number)
    return found
