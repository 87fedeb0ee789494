"""What every change of a visit leaves behind: events, the contact, reminders, and word to whom it concerns."""

from dataclasses import dataclass
from typing import Literal

from services.booking.models import OPEN, Visit
from services.booking.notices import What, notice
from services.booking.reading import VISIT_ROWS, as_visit
from services.errors import Refused, invalid
from services.reminders.planning import visit_changed
from services.requests.intake import contact
from services.storage.tx import Tx
from services.units import Unit

By = Literal["client", "unit", "source"]
_SOURCES = {"client": "telegram", "source": "api"}

LOCKED = VISIT_ROWS.replace("a.*,", "a.*, (SELECT 'client:' || public_id FROM client WHERE id = a.client_id) AS client,", 1)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose visit it is, in events, and the tag of the link they came by."""

    name: str
    tag: str | None


async def lock_visit(tx: Tx, visit: Visit) -> tuple[Visit, Subject]:
    """The visit as it is now, and its client. Raises Refused `not-found`."""
    row = await tx.row(f"{LOCKED} WHERE a.id = $1 AND a.status <> 'hold' FOR NO KEY UPDATE OF a", visit.id)
    if row is None:
        raise Refused("not-found")
    return as_visit(row), Subject(row["client"], row["source_tag"])


async def check_limit(tx: Tx, unit: Unit, client_id: int) -> None:
    """A client's own bookings are limited (peers-booking.md §2, 17); staff and other systems answer for themselves."""
    sql = "SELECT count(*) FROM appointment WHERE client_id = $1 AND status = ANY ($2::text[]) AND starts_at > $3"
    if await tx.value(sql, client_id, list(OPEN), tx.now) >= unit.visits_limit:
        raise invalid("client", "visits-limit")


async def booked(tx: Tx, visit: Visit, client: Subject, *, by: By) -> Visit:
    """There is a new visit."""
    tx.event(
        "visit.booked", visit.subject, unit_id=visit.unit_id, starts_at=visit.starts_at.isoformat(), source=visit.source, tag=client.tag,
        works=[code for code, _, _ in visit.works], request=visit.request_number,
    )  # fmt: skip
    if by != "unit":
        contact(tx, client.name, visit.source, "booked", visit.request_number, tag=client.tag)
    await announce(tx, visit, "booked", by)
    return visit


def heard(tx: Tx, visit: Visit, client: Subject, outcome: str, by: By) -> None:
    """Whoever is not ours made contact (W1)."""
    if by in _SOURCES:
        contact(tx, client.name, _SOURCES[by], outcome, visit.request_number, tag=client.tag)


async def announce(tx: Tx, visit: Visit, what: What, by: By) -> None:
    """Whom it concerns besides whoever did it: reminders, the client, the request it came from (W9)."""
    await visit_changed(tx, visit, [notice(visit, what, tx.now)] if by != "client" else [])
    if visit.request_number is not None:
        tx.event("request.visit", f"request:{visit.request_number}", unit_id=visit.unit_id, visit=visit.public_id, why=what)
