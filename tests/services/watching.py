"""A world in which time passes and nobody is forgotten: the ticks run as the worker runs them."""

from datetime import timedelta
from typing import Any

from schedules.requests import look_after
from services.requests.giving_back import give_back
from services.requests.handing_over import end_shift
from services.requests.queue import release_all
from services.storage.reader import Row
from tests.services.world import World


async def tick(world: World, **later: float) -> None:
    """So much later (arguments of `timedelta`) the worker looks at everything once."""
    world.clock.advance(**later)
    await look_after(world.db, world.limits)


async def rules(world: World, unit: int | None = None, **rules: Any) -> None:
    """How nobody is forgotten, in a unit or the chain."""
    async with world.db.tx() as tx:
        await tx.execute(
            "INSERT INTO watch_policy (unit_id, rules) VALUES ($1, $2) ON CONFLICT (unit_id) DO UPDATE SET rules = excluded.rules",
            unit, rules,
        )  # fmt: skip


async def silent(world: World, number: int, minutes: float) -> None:
    """So long ago, in real time, was the owner's last sign of life."""
    async with world.db.tx() as tx:
        await tx.execute(
            "UPDATE request SET attended_at = attended_at - $2::interval, nudged_at = nudged_at - $2::interval WHERE number = $1",
            number, timedelta(minutes=minutes),
        )  # fmt: skip


async def gives_back(world: World, number: int) -> None:
    """Anna gives this request back."""
    staff = await world.known("anna")
    async with world.db.tx(actor=staff.actor) as tx:
        await give_back(tx, staff, number, reason="не моё")


async def goes_home(world: World, _number: int) -> None:
    """Anna ends her shift."""
    staff = await world.known("anna")
    async with world.db.tx(actor=staff.actor) as tx:
        await end_shift(tx, staff, {}, "позвонить утром")


async def leaves(world: World, _number: int) -> None:
    """Anna works here no more."""
    async with world.db.tx() as tx:
        await release_all(tx, (await world.known("anna")).id)


async def told(world: World, login: str) -> list[tuple[str, int | None]]:
    """What this person was told, oldest first: what, and about which request."""
    async with world.db.read() as reader:
        rows = await reader.rows(
            "SELECT what, request_number FROM staff_notice WHERE staff_id = (SELECT id FROM staff WHERE login = $1) ORDER BY id",
            login,
        )
    return [(row["what"], row["request_number"]) for row in rows]


async def missed(world: World, number: int) -> list[Row]:
    """What was missed in a request, with the login of who led it then."""
    async with world.db.read() as reader:
        return list(await reader.rows(
            "SELECT m.*, s.login FROM missed m LEFT JOIN staff s ON s.id = m.staff_id WHERE m.request_number = $1 ORDER BY m.id", number
        ))  # fmt: skip
