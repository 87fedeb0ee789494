"""Dead workers, outages and the end of the process: mail goes on."""

import asyncio

import pytest

from services.outbox import relay
from services.outbox.models import Mail
from services.outbox.outcomes import Outcome, Sent
from services.storage import workers
from services.storage.database import Database
from tests.inout.conftest import MakeStation
from tests.inout.gate import Gate
from tests.inout.letters import a_message, delivery, say
from tests.inout.station import Station, until, update


async def test_mail_of_a_dead_worker(database_gate: tuple[Gate, Database], stations: MakeStation) -> None:
    """A process dies between sending and recording: the message is sent again by another, marked; one not sent is sent."""
    gate, database = database_gate
    began = asyncio.Event()

    async def hang(_mail: Mail) -> Outcome:
        began.set()
        await asyncio.Event().wait()
        return Sent()

    doomed = await stations(db=database)
    message = await a_message(doomed)
    doomed.telegram.answers[5] = [hang]
    await doomed.send(say(5, "1", message), say(5, "2"))
    await began.wait()
    heir = await stations()
    await gate.cut()
    await heir.idle()
    assert heir.telegram.texts() == ["1", "2"]
    assert await delivery(heir, message) == "maybe_twice"


async def test_answer_of_a_dead_worker(database_gate: tuple[Gate, Database], stations: MakeStation) -> None:
    """A process dies between the commit and its answer: another one answers."""
    gate, database = database_gate
    doomed = await stations(db=database)
    began = asyncio.Event()

    async def hang(_mail: Mail) -> Outcome:
        began.set()
        await asyncio.Event().wait()
        return Sent()

    doomed.telegram.answers[5] = [hang]
    await doomed.store(update(1, 5, "answer"))
    await began.wait()
    heir = await stations()
    await gate.cut()
    await heir.idle()
    assert heir.telegram.texts() == ["answer"]
    assert await heir.handled() == [("u5", 1)]


async def test_outage_while_sending_doubles_nothing(database_gate: tuple[Gate, Database], stations: MakeStation) -> None:
    """The database is away when the result is to be recorded: the process lives and records it later."""
    gate, database = database_gate
    station = await stations(db=database)
    gone = asyncio.Event()

    async def cut(_mail: Mail) -> Outcome:
        await gate.cut()
        gone.set()
        return Sent({"message_id": 1})

    station.telegram.answers[5] = [cut]
    await station.send(say(5, "1"), say(5, "2"))
    await gone.wait()
    await gate.open()
    await until(lambda: len(station.telegram.calls) == 2, "the next one")
    await station.idle()
    assert station.telegram.texts() == ["1", "2"]
    assert [row["unknown"] for row in await station.rows("SELECT unknown FROM outbox")] == [0, 0]


async def test_mail_without_lanes_is_found(stations: MakeStation) -> None:
    """The lanes are lost with a crash of the database."""
    front = await stations(relay=False)
    await front.send(say(5, "1"), say(5, "2"), say(6, "3"))
    await front.rows("TRUNCATE lane")
    station = await stations()
    await station.idle()
    assert station.telegram.texts(5) == ["1", "2"]
    assert station.telegram.texts(6) == ["3"]


async def test_order_where_the_lanes_were_lost(stations: MakeStation) -> None:
    """A process is just sending to a chat when the lanes are lost: another one makes them anew and waits with the later message."""
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_mail: Mail) -> Outcome:
        began.set()
        await go_on.wait()
        return Sent({"message_id": 1})

    busy = await stations()
    busy.telegram.answers[5] = [slow]
    await busy.send(say(5, "1"), say(5, "2"))
    await began.wait()
    await busy.rows("TRUNCATE lane")
    other = await stations(telegram=busy.telegram)

    async def remade() -> bool:
        return bool(await other.rows("SELECT FROM lane WHERE queue = 'out' AND key = '5'"))

    await until(remade, "a lane")
    await other.send(say(6, "elsewhere"))
    await until(lambda: other.telegram.texts(6), "the other one is at work")
    assert other.telegram.texts(5) == ["1"]
    go_on.set()
    await other.idle()
    assert other.telegram.texts(5) == ["1", "2"]


# Of this database: others on the same server have workers, too.
_WORKERS = """
SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
WHERE locktype = 'advisory' AND classid = 1 AND datname = current_database()
"""


async def test_a_short_life_takes_over_too(
    database_gate: tuple[Gate, Database], inout_database: Database, stations: MakeStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else is there when a process starts: what the dead one held is free at once, before any sweep."""
    monkeypatch.setattr(workers, "TICK", 60.0)
    gate, database = database_gate
    began = asyncio.Event()

    async def hang(_mail: Mail) -> Outcome:
        began.set()
        await asyncio.Event().wait()
        return Sent()

    doomed = await stations(db=database)
    doomed.telegram.answers[5] = [hang]
    await doomed.store(update(1, 5, "answer"))
    await began.wait()
    await gate.cut()

    async def gone() -> bool:
        async with inout_database.read() as reader:
            return not await reader.value(_WORKERS)

    await until(gone, "its lock is gone")
    heir = await stations()
    await heir.idle()
    assert heir.telegram.texts() == ["answer"]


async def test_stopping_sends_what_is_in_hand(station: Station) -> None:
    """SIGTERM: nothing is left half sent."""
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_mail: Mail) -> Outcome:
        began.set()
        await go_on.wait()
        return Sent()

    station.telegram.answers[5] = [slow]
    await station.send(say(5, "1"), say(5, "2"))
    await began.wait()
    stopping = asyncio.gather(station.stop())
    await asyncio.sleep(0)
    go_on.set()
    await stopping
    assert (await station.outbox_states())[0] == "sent"
    assert not await station.rows("SELECT FROM lane WHERE worker IS NOT NULL")
    assert not await station.rows("SELECT FROM outbox WHERE worker IS NOT NULL AND state <> 'sent'")


async def test_nothing_is_sent_under_a_lost_number(
    database_gate: tuple[Gate, Database], stations: MakeStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process out of the database's reach leaves what it has not sent yet to others, unmarked: it will never send it."""
    monkeypatch.setattr(relay, "SENDERS", 1)
    gate, database = database_gate
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_mail: Mail) -> Outcome:
        began.set()
        await go_on.wait()
        return Sent()

    cut_off = await stations(db=database)
    cut_off.telegram.answers[5] = [slow]
    await cut_off.send(say(5, "1"), *(say(chat, "x") for chat in range(10, 20)))
    await began.wait()
    await gate.cut()
    await until(lambda: cut_off.worker.no is None, "noticed")
    go_on.set()
    other = await stations()
    await other.idle()
    assert len(cut_off.telegram.calls) == 1
    assert len(other.telegram.calls) == 11
