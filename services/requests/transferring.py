"""Handing a request on by type, unit or person: its clocks go on, its history goes along, and the client is told once (V2, P5, G3)."""

from dataclasses import dataclass
from datetime import datetime

from services.errors import Refused, invalid
from services.labelling.returning import mark_reopened
from services.requests.deadlines import Clocks, clocks_of
from services.requests.hands import comes_back
from services.requests.locking import lock_own
from services.requests.messages import add_message, clean
from services.requests.models import TYPES, Limits, Request
from services.requests.promises import promise_broken
from services.requests.reserving import kept_until
from services.requests.resolution import resume_resolution
from services.requests.telling_transfer import Destination, tell_transfer
from services.scripts.asking import hush
from services.staff.accounts import staff_by_login
from services.staff.models import Staff
from services.storage.tx import Tx
from services.units import unit_by_code

LONGEST_REASON = 1000  # characters: it is told in one line of the course


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a request goes. `soon`: the named person is at work, and it is kept for them until then."""

    type: str
    unit_id: int | None
    target: Staff | None
    soon: datetime | None


async def transfer(
    tx: Tx, staff: Staff, number: int, limits: Limits, *, reason: str, request_type: str | None = None, unit: str | None = None,
    agent: str | None = None, confirmed: bool = True,
) -> None:  # fmt: skip
    """Give the request to another type, unit or person, with a reason. Clocks go on; the client is told once, never asked again.

    What was told by when stays so while nobody has spoken: a second hand-over gives nobody more time, unless it goes to a unit with other
    hours. Questions to colleagues go along. `confirmed` False: a way back to where the request came from is refused, so that whoever
    presses can be asked whether they mean it.

    Raises Refused `invalid` (nothing to change, unknown names, no reason; `confirmed`: it goes back), `promise-overdue` (a broken promise
    is kept, not handed on, W5), besides what `lock_own` raises.
    """
    request = await lock_own(tx, staff, number)
    reason = _reason(reason)
    if request_type is None and unit is None and agent is None:
        raise invalid("type", "one of type, unit, agent is required")
    if request_type is not None and request_type not in TYPES:
        raise invalid("type", "unknown")
    if await promise_broken(tx, number):
        raise Refused("promise-overdue")
    way = await _way(tx, staff, request, limits, request_type=request_type, unit=unit, agent=agent)
    back = await comes_back(
        tx, request, agent_id=way.target.id if way.target else None, request_type=way.type, unit_id=way.unit_id
    )
    if back and not confirmed:
        raise invalid("confirmed", "goes back")
    clocks = await clocks_of(tx, way.unit_id, limits)
    due = await _due(tx, request, way, clocks)
    await _move(tx, request, way, due)
    if request.reopened and way.type != request.type:
        await mark_reopened(tx, number, tell=False)  # of whatever type: the client came back to this very request
    await _settle_again(tx, request, way, clocks)
    await add_message(tx, number, "note", author=staff.name, staff_id=staff.id, text=reason)
    tx.event(
        "request.transferred", request.subject, unit_id=way.unit_id, reason=reason, type=request_type, unit=unit, agent=agent, back=back
    )  # fmt: skip
    hand_over = await _write_down(tx, staff, request, way, reason, back=back)
    where = Destination(way.target, way.soon is not None, request_type, clocks.unit if unit else None, due, clocks.unit)
    await hush(tx, request)  # what the next one wants to know, they ask themselves
    await tell_transfer(tx, request, hand_over, where)


def _reason(typed: str) -> str:
    reason = clean(typed).strip()
    if not reason:
        raise invalid("reason", "required")
    if len(reason) > LONGEST_REASON:
        raise invalid("reason", f"longer than {LONGEST_REASON} characters")
    return reason


async def _way(
    tx: Tx, staff: Staff, request: Request, limits: Limits, *, request_type: str | None, unit: str | None, agent: str | None
) -> _Way:  # fmt: skip
    unit_id = request.unit_id
    if unit is not None:
        known = await unit_by_code(tx, unit)
        if known is None:
            raise invalid("unit", "unknown")
        unit_id = known.id
    target = await _target(tx, staff, agent)
    at_work = target is not None and target.shift != "off" and not target.withdrawn(tx.now)
    return _Way(request_type or request.type, unit_id, target, await kept_until(tx, unit_id, limits) if at_work else None)


async def _target(tx: Tx, staff: Staff, login: str | None) -> Staff | None:
    if login is None:
        return None
    target = await staff_by_login(tx, login)
    if target is None or not target.active or not target.takes_requests:
        raise invalid("agent", "unknown")
    if target.id == staff.id:
        raise invalid("agent", "is yourself")
    return target


async def _due(tx: Tx, request: Request, way: _Way, clocks: Clocks) -> datetime | None:
    """By when those it goes to must have spoken (P5)."""
    standing: datetime | None = await tx.value("SELECT handoff_due FROM request WHERE number = $1", request.number)
    if standing is not None and standing > tx.now and way.unit_id == request.unit_id:
        return standing
    return clocks.handoff(tx.now)


async def _move(tx: Tx, request: Request, way: _Way, due: datetime | None) -> None:
    target = way.target.id if way.target else None
    await tx.execute(
        "UPDATE request SET state = 'queued', agent_id = NULL, type = $2, unit_id = $3, waiting_since = $4, returned = true, "
        "returns = returns + 1, reserved_for = $5, reserved_until = $6, preferred_agent_id = $7, handoff_due = $8 WHERE number = $1",
        request.number, way.type, way.unit_id, request.waiting_since or tx.now, target if way.soon else None, way.soon, target, due,
    )  # fmt: skip


async def _settle_again(tx: Tx, request: Request, way: _Way, clocks: Clocks) -> None:
    if way.type == request.type:
        await resume_resolution(tx, request.number, clocks.unit)
    else:  # another matter than it was taken for: what it takes to settle that counts from now on
        sql = "UPDATE request SET resolve_due = $2, resolve_paused_at = NULL WHERE number = $1"
        await tx.execute(sql, request.number, clocks.resolution(tx.now, way.type))


async def _write_down(tx: Tx, staff: Staff, request: Request, way: _Way, reason: str, *, back: bool) -> int:
    return int(
        await tx.value(
            "INSERT INTO hand_over (request_number, at, staff_id, from_type, from_unit_id, to_type, to_unit_id, to_staff_id, reason, back) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            request.number, tx.now, staff.id, request.type, request.unit_id, way.type, way.unit_id, way.target.id if way.target else None,
            reason, back,
        )
    )  # fmt: skip
