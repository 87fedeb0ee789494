"""What is stored about a person, in a few numbers; and what erasing it would end."""

from dataclasses import dataclass
from datetime import datetime

from services.clients.models import Person
from services.storage.reader import Reader

# The statuses in which the workshop still has the car, or the part is still to come.
_AT_WORK = "status NOT IN ('issued', 'closed', 'cancelled')"
_COUNTS = f"""
SELECT
    (SELECT count(*) FROM vehicle WHERE client_id = $1) AS vehicles,
    (SELECT count(*) FROM appointment WHERE client_id = $1 AND status <> 'hold') AS visits,
    (SELECT count(*) FROM repair_order WHERE client_id = $1) + (SELECT count(*) FROM parts_order WHERE client_id = $1) AS orders,
    (SELECT count(*) FROM request WHERE client_id = $1) AS requests,
    (SELECT count(*) FROM message m JOIN request r ON r.number = m.request_number
     WHERE r.client_id = $1 AND m.direction <> 'note') AS messages,
    (SELECT count(*) FROM appointment WHERE client_id = $1 AND status IN ('booked', 'confirmed')) AS open_visits,
    (SELECT count(*) FROM request WHERE client_id = $1 AND state <> 'closed') AS open_requests,
    (SELECT count(*) FROM repair_order WHERE client_id = $1 AND {_AT_WORK})
        + (SELECT count(*) FROM parts_order WHERE client_id = $1 AND {_AT_WORK}) AS open_orders,
    (SELECT count(*) FROM chat WHERE client_id = $1) AS chats
"""
_CONSENTS = "SELECT DISTINCT ON (kind) kind, granted, at FROM consent WHERE client_id = $1 ORDER BY kind, id DESC"


@dataclass(frozen=True, slots=True)
class Consent:
    """The last word on one consent. `granted` None: never asked."""

    kind: str
    granted: bool | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Numbers of rows by kind. `open_*`: what is still going on; `chats`: Telegram accounts of this card."""

    name: str
    phone: str | None
    vehicles: int
    visits: int
    orders: int
    requests: int
    messages: int
    open_visits: int
    open_requests: int
    open_orders: int
    chats: int
    consents: tuple[Consent, ...]


async def overview(reader: Reader, person: Person) -> Overview:
    """Of this person."""
    counts = await reader.row(_COUNTS, person.client_id)
    assert counts is not None  # noqa: S101 - a SELECT without FROM always has a row
    given = {row["kind"]: Consent(**row) for row in await reader.rows(_CONSENTS, person.client_id)}
    consents = tuple(given.get(kind, Consent(kind, None, None)) for kind in ("service", "advertising"))
    return Overview(person.name, person.phone, **counts, consents=consents)
