"""Withdrawing somebody from what comes in, for a while (G7): overloaded or burnt out, they finish what they have and get nothing new.

It ends by itself; who may do it is in `services/staff/rights.py`. Next refuses `withdrawn` meanwhile (`claim_next` in the schema); a head's
override still reaches them, it is deliberate.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from services.editing import checked, plain
from services.errors import Refused, invalid
from services.staff.accounts import free_reserved, staff_by_login
from services.staff.models import Staff
from services.staff.rights import demand, sees_settings, withdraws
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.watch.notices import notify

LONGEST = timedelta(days=31)
LONGEST_WHY = 300  # characters of the reason


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody and how they work now. `why` they were withdrawn, while that holds. `promises` that are broken; `limit`
    None: the queue's."""

    person: Staff
    shift_at: datetime | None
    held: int
    waiting: int
    promises: int
    why: str

    @property
    def limit(self) -> int | None:
        """Of requests in hand."""
        return self.person.wip_limit


async def withdraw(tx: Tx, head: Staff, login: str, until: datetime, why: str) -> None:
    """Nothing new comes to this person until then; a second time moves the end. The person is told, with the reason; besides, only
    heads see it.

    What was kept for them is everybody's again, and they stand in line no more. Raises Refused `not-found`, `forbidden` (also where the
    person works here no longer), `invalid` on `until`: `past`, `too far`, on `why`: `required`, `too long`.
    """
    person = await _locked(tx, head, login)
    values = checked({"until": partial(_until, until, tx.now), "why": partial(_why, why)})
    await tx.execute(
        "UPDATE staff SET withdrawn_until = $2, withdrawn_why = $3 WHERE id = $1", person.id, values["until"], values["why"]
    )
    await tx.execute("DELETE FROM agent_line WHERE staff_id = $1", person.id)
    await free_reserved(tx, person.id)
    tx.event("staff.withdrawn", f"staff:{login}", unit_id=_unit_of(person), until=until)
    if person.id != head.id:
        await notify(tx, [person.id], "withdrawn", until=until.isoformat(), by=head.name, why=values["why"])


async def bring_back(tx: Tx, head: Staff, login: str) -> None:
    """New requests come to this person again; nothing happens where they do. Raises Refused `not-found`, `forbidden`."""
    person = await _locked(tx, head, login)
    if not person.withdrawn(tx.now):
        return
    await tx.execute("UPDATE staff SET withdrawn_until = NULL, withdrawn_why = NULL WHERE id = $1", person.id)
    tx.event("staff.back", f"staff:{login}", unit_id=_unit_of(person))


async def at_work(reader: Reader, head: Staff, login: str, now: datetime) -> AtWork:
    """How somebody works now, for who may withdraw them. Raises Refused `not-found`, `forbidden`."""
    person = await _known(reader, head, login)
    row = await reader.row(
        "SELECT s.shift_at, s.withdrawn_why, count(r.number) AS held, "
        "count(r.number) FILTER (WHERE r.waiting_since IS NOT NULL AND r.silent_days IS NULL) AS waiting, "
        "count(r.number) FILTER (WHERE r.promise_due <= $2) AS promises "
        "FROM staff s LEFT JOIN request r ON r.agent_id = s.id AND r.state <> 'closed' WHERE s.id = $1 GROUP BY s.id",
        person.id, now,
    )  # fmt: skip
    if row is None:
        raise Refused("not-found")
    why = row["withdrawn_why"] or "" if person.withdrawn(now) else ""
    return AtWork(person, row["shift_at"], row["held"], row["waiting"], row["promises"], why)


async def _locked(tx: Tx, head: Staff, login: str) -> Staff:
    """First the person, then their requests: as Next locks them."""
    await tx.execute("SELECT FROM staff WHERE login = $1 FOR NO KEY UPDATE", login)
    person = await _known(tx, head, login)
    demand(person.active)
    return person


async def _known(reader: Reader, head: Staff, login: str) -> Staff:
    if not sees_settings(head):
        raise Refused("not-found")
    person = await staff_by_login(reader, login)
    if person is None:
        raise Refused("not-found")
    demand(withdraws(head, person.role, person.unit_ids))
    return person


def _until(until: datetime, now: datetime) -> datetime:
    if until <= now:
        raise invalid("until", "past")
    if until - now > LONGEST:
        raise invalid("until", "too far")
    return until


def _why(typed: str) -> str:
    why = plain(typed)
    if not why or len(why) > LONGEST_WHY:
        raise invalid("why", "too long" if why else "required")
    return why


def _unit_of(person: Staff) -> int | None:
    """The unit an event about a person belongs to, where it is one."""
    return person.unit_ids[0] if len(person.unit_ids) == 1 else None
