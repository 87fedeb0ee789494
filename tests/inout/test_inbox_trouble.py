"""Poison, outages and dead workers: nothing is lost, and nobody waits for somebody else's bad luck (I1, I7)."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import pytest

from services.errors import Refused
from services.inbox import Update, dead
from services.inbox.runner import Handle
from services.storage.database import Database, is_outage
from services.storage.tx import Tx, Work
from tests.inout.conftest import MakeStation
from tests.inout.gate import Gate
from tests.inout.station import Station, echo, until, update


def poison(*ids: int, error: type[Exception] = ValueError) -> Handle:
    """A handler that these updates break."""

    async def handle(tx: Tx, one: Update, work: Work) -> None:
        tx.event("test.tried", work.lane, update_id=one.update_id)
        if one.update_id in ids:
            raise error("bad\nsecret")
        await echo(tx, one, work)

    return handle


async def through_pauses(station: Station, done: Callable[[], object]) -> None:
    """Shorten every pause until it is done."""

    async def look() -> object:
        await station.later()
        found = done()
        return await found if isinstance(found, Awaitable) else found

    await until(look, "done after the pauses")


async def test_poison_becomes_a_dead_letter(station: Station) -> None:
    """Three attempts, then the list; the person's later messages are answered."""
    attempts: list[int] = []

    async def handle(tx: Tx, one: Update, work: Work) -> None:
        if one.update_id == 1:
            attempts.append(one.attempts)
            tx.event("test.leak", "nothing of a failed attempt remains")
            raise ValueError("bad\nsecret")
        await echo(tx, one, work)

    station.handle = handle
    await station.store(update(1, 7, "boom"), update(2, 7, "hello"), update(3, 8, "other"))
    await through_pauses(station, lambda: station.dead)
    await station.idle()
    assert attempts == [0, 1, 2]
    assert station.telegram.texts(7) == ["hello"]
    assert sorted(await station.handled()) == [("u7", 2), ("u8", 3)]
    [letter] = await station.rows("SELECT * FROM inbox WHERE failed_at IS NOT NULL")
    assert (letter["update_id"], letter["attempts"], letter["error"]) == (1, 3, "ValueError: bad")
    assert not await station.rows("SELECT FROM event WHERE type = 'test.leak'")
    assert len(await station.rows("SELECT FROM event WHERE type = 'test.dead'")) == 1


async def test_three_attempts_are_over_within_ten_seconds(station: Station) -> None:
    """The lane waits 1 s, then 4 s."""
    station.handle = poison(1)
    waits = []
    await station.store(update(1, 7))
    for attempt in (1, 2):
        parked = partial(
            station.rows,
            "SELECT extract(epoch FROM ready_at - clock_timestamp())::float8 AS wait FROM lane, inbox "
            "WHERE worker IS NULL AND attempts = $1",
            attempt,
        )
        [row] = await until(parked, "parked")
        waits.append(row["wait"])
        await station.later()
    assert waits == [pytest.approx(1, abs=0.3), pytest.approx(4, abs=0.3)]


async def test_hopeless_update_is_given_up_at_once(station: Station) -> None:
    """What cannot be decoded is not tried again."""
    station.hopeless = lambda error: isinstance(error, KeyError)
    station.handle = poison(1, error=KeyError)
    await station.store(update(1, 7))
    given_up = "SELECT attempts FROM inbox WHERE failed_at IS NOT NULL"
    [letter] = await until(lambda: station.rows(given_up), "given up")
    assert letter["attempts"] == 1
    assert len(station.dead) == 1


async def test_handlers_own_oserror_is_no_outage(station: Station) -> None:
    """A handler that meets a missing file is poison like any other; the database is there."""
    station.handle = poison(1, error=FileNotFoundError)
    await station.store(update(1, 7), update(2, 7))
    await through_pauses(station, lambda: station.dead)
    await station.idle()
    assert await station.handled() == [("u7", 2)]


async def test_value_postgres_cannot_hold_is_poison(station: Station) -> None:
    """asyncpg calls it an InterfaceError, as it does a lost connection."""

    async def handle(tx: Tx, _one: Update, _work: Work) -> None:
        await tx.value("SELECT $1::integer", 2**40)

    station.handle = handle
    await station.store(update(1, 7))
    await through_pauses(station, lambda: station.dead)


async def test_slow_handler_is_poison(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that never ends does not freeze the chat."""
    monkeypatch.setattr("services.inbox.runner.HANDLER_SECONDS", 0.01)

    async def handle(tx: Tx, one: Update, work: Work) -> None:
        if one.update_id == 1:
            await asyncio.Event().wait()
        await echo(tx, one, work)

    station.handle = handle
    await station.store(update(1, 7), update(2, 7))
    await through_pauses(station, lambda: station.dead)
    await station.idle()
    assert await station.handled() == [("u7", 2)]


async def test_dead_letter_is_buried_even_if_nobody_can_be_told(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the apology does not keep the lane waiting."""

    async def broken(_tx: Tx, _update: Update) -> None:
        raise RuntimeError("no words")

    monkeypatch.setattr(station.runner._failures, "_on_dead", broken)  # noqa: SLF001
    station.handle = poison(1)
    await station.store(update(1, 7), update(2, 7))
    await through_pauses(station, station.handled)
    await station.idle()
    assert await station.handled() == [("u7", 2)]


async def test_replay(station: Station) -> None:
    """A dead letter can be listed, shown and handled again; it is late then, and its lane has gone on."""
    station.handle = poison(1)
    await station.store(update(1, 7, "again"), update(2, 7))
    await through_pauses(station, station.handled)
    async with station.db.read() as reader:
        [letter] = await dead.list_dead(reader)
        assert (await dead.show(reader, letter["id"]))["raw"] == update(1, 7, "again").decode()
    station.handle = echo
    async with station.db.tx() as tx:
        await dead.replay(tx, letter["id"])
    await station.idle()
    assert await station.handled() == [("u7", 2), ("u7", 1)]
    async with station.db.read() as reader:
        assert not await dead.list_dead(reader)
        with pytest.raises(Refused):
            await dead.show(reader, letter["id"])


async def test_outage_counts_as_no_attempt(database_gate: tuple[Gate, Database], stations: MakeStation) -> None:
    """The database goes away in the middle of an update and comes back: handled once, with no attempt on record."""
    gate, database = database_gate
    station = await stations(db=database)
    tried = []

    async def handle(tx: Tx, one: Update, work: Work) -> None:
        tried.append(one.update_id)
        if len(tried) == 1:
            await gate.cut()
        await echo(tx, one, work)

    station.handle = handle
    await station.store(update(1, 7, "still here"))
    await until(lambda: tried, "the first attempt")
    with pytest.raises(Exception) as refused:  # noqa: PT011 - any outage
        await station.store(update(2, 7))
    assert is_outage(refused.value)
    await gate.open()
    await until(lambda: station.telegram.calls, "the answer", 10)
    await station.store(update(2, 7))
    await station.idle()
    assert await station.handled() == [("u7", 1), ("u7", 2)]
    assert [row["attempts"] for row in await station.rows("SELECT attempts FROM inbox")] == [0, 0]


async def test_lanes_of_a_dead_worker_are_taken_over(database_gate: tuple[Gate, Database], stations: MakeStation) -> None:
    """A process dies in the middle of an update: another one handles it, once, before what came later."""
    gate, database = database_gate
    began = asyncio.Event()

    async def hang(_tx: Tx, _one: Update, _work: Work) -> None:
        began.set()
        await asyncio.Event().wait()

    doomed = await stations(db=database, handle=hang)
    await doomed.store(update(1, 7, "x"))
    await began.wait()
    heir = await stations()
    await heir.store(update(2, 7, "y"))
    assert not await heir.handled()
    await gate.cut()
    await heir.idle()
    assert await heir.handled() == [("u7", 1), ("u7", 2)]


async def test_stale_worker_changes_nothing(station: Station) -> None:
    """A worker that was taken for dead while it handled an update does not commit it."""
    began, go_on, worked = asyncio.Event(), asyncio.Event(), []

    async def handle(tx: Tx, one: Update, work: Work) -> None:
        worked.append(work.worker)
        began.set()
        await go_on.wait()
        await echo(tx, one, work)

    station.handle = handle
    await station.store(update(1, 7, "once"))
    await began.wait()
    await station.rows("UPDATE lane SET worker = NULL")
    go_on.set()
    await station.idle()
    assert len(worked) == 2
    assert await station.handled() == [("u7", 1)]
    assert station.telegram.texts() == ["once"]


async def test_lost_session_is_replaced(station: Station) -> None:
    """The connection that proves us alive breaks: a new number, and everything is taken up again."""
    before = station.worker.no
    await station.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'priyomka worker'")
    await until(lambda: station.worker.no not in {None, before}, "a new number")
    await station.store(update(1, 7, "x"))
    await station.idle()
    assert await station.handled() == [("u7", 1)]


async def test_lanes_are_rebuilt(stations: MakeStation) -> None:
    """The table of lanes is emptied by a crash of the database; what waits is found all the same."""
    front = await stations(inbox=False, relay=False)
    await front.store(update(1, 7, "x"), update(2, 8, "y"))
    await front.rows("DELETE FROM lane")
    worker = await stations()
    await worker.idle()
    assert sorted(await worker.handled()) == [("u7", 1), ("u8", 2)]


async def test_stopping_finishes_what_is_in_hand(stations: MakeStation) -> None:
    """SIGTERM: the update being handled is finished and answered, the rest is left to others at once."""
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx, one: Update, work: Work) -> None:
        began.set()
        await go_on.wait()
        await echo(tx, one, work)

    leaving = await stations(handle=slow)
    raws = [update(number, 7, str(number)) for number in (1, 2, 3)]
    await leaving.store(*raws)
    await began.wait()
    stopping = asyncio.gather(leaving.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert leaving.telegram.texts() == ["1"]
    other = await stations()
    await other.idle()
    assert other.telegram.texts() == ["2", "3"]
