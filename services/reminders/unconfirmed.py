"""Visits that nobody has confirmed four hours before: an agent finds out whether the client comes (peers-booking.md §4.3)."""

from typing import Any

import structlog

from services.catalog.models import in_language
from services.reminders.ledger import Key, settle
from services.reminders.rules import Send, Skip, ended
from services.requests.intake import submit
from services.requests.messages import add_message
from services.requests.models import About, Limits
from services.requests.placing import add_about
from services.storage.database import is_conflict, is_outage
from services.storage.reader import Row
from services.storage.tx import Tx
from services.texts import moment, text
from services.units import unit_by_id

BATCH = 50
log = structlog.get_logger(__name__)

_DUE = """
SELECT kind, subject, occurrence FROM reminder WHERE state = 'planned' AND due_at <= $1 AND kind = 'unconfirmed'
ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
"""
# Who changes a visit holds it and then its rows of the ledger; here it is the other way round, so nobody is waited for.
_VISIT = "SELECT id FROM appointment WHERE public_id = $1 FOR NO KEY UPDATE SKIP LOCKED"
_READ = """
SELECT a.id, a.status, a.version, a.starts_at, a.unit_id, a.client_id, a.vehicle_id, u.time_zone, k.erased_at,
    coalesce(c.language, k.language) AS language,
    coalesce((SELECT CASE state WHEN 'sent' THEN 'sent' ELSE why END FROM reminder AS r
        WHERE r.kind = 'visit_24h' AND r.subject = $2 AND r.occurrence = a.version), '') AS reminded,
    ARRAY(SELECT w.title FROM appointment_work AS aw JOIN work AS w ON w.id = aw.work_id
        WHERE aw.appointment_id = a.id ORDER BY aw.position) AS works
FROM appointment AS a JOIN unit AS u ON u.id = a.unit_id JOIN client AS k ON k.id = a.client_id
LEFT JOIN chat AS c ON c.chat_id = a.chat_id AND c.client_id = a.client_id
WHERE a.id = $1
"""
# The visit's own matter where it is open and with us: a second one would only be asked about twice.
_MATTER = """
SELECT number, unit_id FROM request
WHERE state IN ('queued', 'assigned', 'promised')
  AND (appointment_id = $1 OR number = (SELECT request_number FROM appointment WHERE id = $1))
ORDER BY number DESC LIMIT 1
"""
_HOLD = "SELECT number FROM request WHERE number = $1 FOR NO KEY UPDATE SKIP LOCKED"


async def release(tx: Tx, limits: Limits, batch: int = BATCH) -> int:
    """Turn up to `batch` visits into requests of type `booking`; returns how many rows are settled."""
    settled = []
    for row in await tx.rows(_DUE, tx.now, batch):
        key = Key(row["kind"], row["subject"], row["occurrence"])
        if (verdict := await _tried(tx, key, limits)) is not None:
            settled.append((key, verdict))
    if settled:
        await settle(tx, settled)
    return len(settled)


async def _tried(tx: Tx, key: Key, limits: Limits) -> Send | Skip | None:
    """A row that cannot be told is settled as well: it must not stand in the way of the others."""
    try:
        async with tx.attempt():
            return await _settled(tx, key, limits)
    except Exception as error:
        if is_outage(error) or is_conflict(error):
            raise
        log.exception("an unconfirmed visit cannot be told of", subject=key.subject)
        return Skip("error")


async def _settled(tx: Tx, key: Key, limits: Limits) -> Send | Skip | None:
    """None: somebody is at work on this visit, or on its request; the next tick will see."""
    public_id = key.subject.removeprefix("appointment:")
    visit_id = await tx.value(_VISIT, public_id)
    if visit_id is None:
        known = await tx.value("SELECT id FROM appointment WHERE public_id = $1", public_id)
        return Skip("gone") if known is None else None
    visit = await tx.row(_READ, visit_id, key.subject)
    assert visit is not None  # noqa: S101 - its row is locked
    if why := _settled_already(tx, key, visit):
        return Skip(why)
    return Send(0.0) if await _ask_agent(tx, visit, limits) else None


def _settled_already(tx: Tx, key: Key, visit: Row) -> str:
    """Why there is nothing to ask; empty when there is."""
    if why := ended(key.kind, key.occurrence, visit["status"], visit["version"]):
        return why
    if visit["status"] == "confirmed":
        return "confirmed"
    if visit["erased_at"] is not None:
        return "erased"
    return "too-late" if visit["starts_at"] <= tx.now else ""


async def _ask_agent(tx: Tx, visit: Row, limits: Limits) -> bool:
    matter = await tx.row(_MATTER, visit["id"])
    if matter is None:
        number = await _new_request(tx, visit, limits)
    else:
        number = matter["number"]
        if await tx.value(_HOLD, number) is None:
            return False
        message_id = await add_message(tx, number, "system", author="", text=await _words(tx, visit))
        tx.event("message.note", f"request:{number}", unit_id=matter["unit_id"], message=message_id)
    await tx.execute("UPDATE appointment SET request_number = $2 WHERE id = $1 AND request_number IS NULL", visit["id"], number)
    return True


async def _new_request(tx: Tx, visit: Row, limits: Limits) -> int:
    language, unit = visit["language"], await unit_by_id(tx, visit["unit_id"])
    number = await submit(
        tx, client_id=visit["client_id"], text=await _words(tx, visit), request_type="booking", source="reminder", unit=unit,
        language=language, limits=limits, author=text(language, "reminder-author"),
    )  # fmt: skip
    about = About(unit_id=visit["unit_id"], vehicle_id=visit["vehicle_id"], appointment_id=visit["id"])
    await add_about(tx, number, about)
    return number


async def _words(tx: Tx, visit: Row) -> str:
    """What the agent reads: which visit, for what, and whether the client was asked."""
    language, unit = visit["language"], await unit_by_id(tx, visit["unit_id"])
    city = unit.named(language)["city"] if unit else ""
    when = moment(language, visit["starts_at"], visit["time_zone"], city, tx.now)
    works: list[dict[str, Any]] = list(visit["works"])
    lines = [text(language, "reminder-unconfirmed", when=when), ", ".join(in_language(title, language) for title in works)]
    lines.append(text(language, "reminder-unconfirmed-why", reminded=visit["reminded"] or "none"))
    return "\n".join(line for line in lines if line)
