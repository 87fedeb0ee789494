"""PUT /clock, where time may be moved."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession

from services.clock import ShiftedClock
from services.clock_store import stored_shift
from services.desk import Desk
from services.storage.database import Database
from tests.api.conftest import serve
from tests.api.shop import Caller, Shop


@pytest.fixture
async def bench(shop: Shop, web_session: ClientSession) -> AsyncIterator[tuple[Shop, ShiftedClock]]:
    """The shop on a clock that can be moved."""
    clock = ShiftedClock()
    database = Database(shop.desk.db.pool, clock)
    async with database.tx() as tx:
        await tx.execute("DELETE FROM setting WHERE key = 'clock_shift'")
    desk = Desk(database, clock, shop.desk.limits, shop.desk.files, shifted=clock)
    async for made in serve(desk, web_session, shop.clock):
        yield made, clock


async def test_the_clock_only_moves_forward(bench: tuple[Shop, ShiftedClock]) -> None:
    shop, clock = bench
    admin = await shop.token("admin")
    assert (await admin.get("/clock")).ok() == {"shift_seconds": 0}
    assert (await admin.put("/clock", {"shift_seconds": 86400})).ok(200) == {"shift_seconds": 86400}
    assert clock.shift.total_seconds() == 86400
    assert (await admin.put("/clock", {"shift_seconds": 86400})).ok(200) == {"shift_seconds": 86400}
    for backward in (86399, 0, -1, -(10**11)):
        problem = (await admin.put("/clock", {"shift_seconds": backward})).refused(422, "invalid")
        assert problem["errors"][0]["field"] == "shift_seconds"
    assert (await admin.put("/clock", {"shift_seconds": 90000.5})).ok(200) == {"shift_seconds": 90000.5}
    assert (await admin.get("/clock")).ok() == {"shift_seconds": 90000.5}


async def test_the_shift_is_stored_for_other_processes_and_a_restart(bench: tuple[Shop, ShiftedClock]) -> None:
    shop, _ = bench
    admin = await shop.token("admin")
    (await admin.put("/clock", {"shift_seconds": 3600})).ok(200)
    async with shop.desk.db.read() as reader:
        assert await stored_shift(reader) == 3600
    other = ShiftedClock()  # a process that has not followed yet may not turn the clock back
    desk = Desk(Database(shop.desk.db.pool, other), other, shop.desk.limits, shop.desk.files, shifted=other)
    async for made in serve(desk, shop.session, shop.clock):
        caller = Caller(shop.session, made.url, admin.secret)
        (await caller.put("/clock", {"shift_seconds": 60})).refused(422, "invalid")
        assert (await caller.get("/clock")).ok() == {"shift_seconds": 3600}


async def test_times_in_the_api_are_business_time(bench: tuple[Shop, ShiftedClock]) -> None:
    shop, _ = bench
    shop.unit = await shop.add_unit()
    admin = await shop.token("admin")
    (await admin.put("/clock", {"shift_seconds": 30 * 86400})).ok(200)
    number = await shop.ask(await shop.token("source"))
    created = datetime.fromisoformat((await admin.get(f"/requests/{number}")).ok()["created_at"])
    assert (created - datetime.now(UTC)).days in (29, 30)


@pytest.mark.parametrize("value", ["1", None, True, 1e400, 10**12, [], {}])
async def test_nonsense_is_refused(bench: tuple[Shop, ShiftedClock], value: object) -> None:
    shop, clock = bench
    admin = await shop.token("admin")
    raw = b'{"shift_seconds": 1e400}' if value == 1e400 else None
    reply = await admin.call("PUT", "/clock", None if raw else {"shift_seconds": value}, raw=raw)
    reply.refused(422, "invalid")
    assert not clock.shift
