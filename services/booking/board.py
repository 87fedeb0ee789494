"""What the reception sees beside a visit: who comes, and who does it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.booking.models import Visit
from services.clients.proofs import phone_by
from services.requests.view import Viewer
from services.storage.reader import Reader


@dataclass(frozen=True, slots=True)
class Guest:
    """Of one visit: the client with a phone to call, names of bays and technicians per language, and whether the request it came from
    may be opened by who looks."""

    name: str
    phone: str | None
    phone_verified: bool
    phone_unverified: str | None
    telegram: bool
    takes: tuple[dict[str, str], ...]
    request: int | None


async def guests(reader: Reader, visits: Sequence[Visit], viewer: Viewer) -> dict[int, Guest]:
    """By the visit's id."""
    condition, args = viewer.condition(2)
    rows = await reader.rows(
        f"SELECT a.id, c.name, c.phone, {phone_by('c')} IS NOT NULL AS verified, c.phone_unverified, "
        "EXISTS (SELECT FROM chat WHERE client_id = c.id AND blocked_at IS NULL) AS telegram, "
        "ARRAY(SELECT s.name FROM resource s WHERE s.id IN (SELECT resource_id FROM occupation WHERE appointment_id = a.id) "
        f"ORDER BY s.kind, s.position, s.id) AS takes, (SELECT r.number FROM request r WHERE r.number = a.request_number AND {condition}) "
        "AS request FROM appointment a JOIN client c ON c.id = a.client_id WHERE a.id = ANY ($1::bigint[])",
        [visit.id for visit in visits], *args,
    )  # fmt: skip
    return {
        row["id"]: Guest(
            row["name"],
            row["phone"],
            row["verified"],
            row["phone_unverified"],
            row["telegram"],
            tuple(row["takes"]),
            row["request"],
        )
        for row in rows
    }
