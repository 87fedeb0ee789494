"""Stored updates take effect once, in order per person (I1, I2)."""

import asyncio
import json
import random
from itertools import groupby

from services.inbox import Update
from services.storage.tx import Tx, Work
from tests.inout.conftest import MakeStation
from tests.inout.station import Station, echo, press, update


async def test_answer_follows_commit(station: Station) -> None:
    """A message is handled once and answered directly."""
    await station.store(update(1, 7, "привет"), update(1, 7, "привет"))
    await station.idle()
    assert await station.handled() == [("u7", 1)]
    assert station.telegram.texts() == ["привет"]
    [row] = await station.rows("SELECT state, telegram_ids, attempts FROM outbox")
    assert (row["state"], row["attempts"]) == ("sent", 1)
    assert row["telegram_ids"] == [1000]


async def test_message_and_press_share_a_lane(station: Station) -> None:
    """They come through separate queues of Telegram, and are one person's doings all the same."""
    await station.store(update(1, 7, "a"), press(2, 7), update(3, 7, "b"))
    await station.idle()
    assert await station.handled() == [("u7", 1), ("u7", 2), ("u7", 3)]


async def test_late_update_is_applied_once(station: Station) -> None:
    """An update that comes after a later one was handled still takes effect."""
    await station.store(update(2, 7, "second"))
    await station.idle()
    await station.store(update(1, 7, "first"), update(1, 7, "first"))
    await station.idle()
    assert await station.handled() == [("u7", 2), ("u7", 1)]


async def test_waiting_updates_are_sorted(stations: MakeStation) -> None:
    """What is stored before a worker comes is handled by rising id, however it arrived."""
    front = await stations(inbox=False)
    ids = list(range(1, 260))
    random.Random(5).shuffle(ids)  # noqa: S311 - a storm, not a secret
    await asyncio.gather(*(front.ingest.store(update(number, 7)) for number in ids))
    worker = await stations()
    await worker.idle()
    assert [number for _, number in await worker.handled()] == sorted(ids)


async def test_earlier_update_of_another_process_goes_first(stations: MakeStation) -> None:
    """A worker that holds a lane does not pass over what another process has stored meanwhile."""
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(tx: Tx, one: Update, work: Work) -> None:
        began.set()
        await go_on.wait()
        await echo(tx, one, work)

    worker, front = await stations(handle=slow), await stations(inbox=False)
    await worker.store(update(1, 7))
    await began.wait()
    await worker.store(update(4, 7))
    await front.store(update(3, 7), update(2, 7))
    go_on.set()
    await worker.idle()
    assert [number for _, number in await worker.handled()] == [1, 2, 3, 4]


async def test_storm_over_two_processes(stations: MakeStation) -> None:
    """Duplicates, swaps and parallel delivery to two processes that both handle: once each, in order per person."""
    one, two = await stations(), await stations()
    chance = random.Random(11)  # noqa: S311 - a storm, not a secret
    work = [(person, number) for number in range(1, 26) for person in range(1, 13)]
    deliveries = [(chance.choice((one, two)), update(person * 1000 + number, person)) for person, number in work]
    deliveries += chance.sample(deliveries, 150)

    async def deliver(person: int) -> None:
        for station, raw in deliveries:
            if f'"chat": {{"id": {person},' in raw.decode():
                await station.ingest.store(raw)

    await asyncio.gather(*(deliver(person) for person in range(1, 13)))
    await one.idle()
    handled = await one.handled()
    assert sorted(handled) == sorted((f"u{person}", person * 1000 + number) for person, number in work)
    for _, entries in groupby(sorted(handled, key=lambda entry: entry[0]), key=lambda entry: entry[0]):
        ids = [number for _, number in entries]
        assert ids == sorted(ids)


async def test_no_lane_is_left_behind(stations: MakeStation) -> None:
    """An update that is stored in the very moment a lane is removed is not forgotten: two processes, one person, no pauses."""
    one, two = await stations(), await stations()
    for number in range(1, 121):
        await (one, two)[number % 2].ingest.store(update(number, 7))
        await asyncio.sleep(0)
    await one.idle()
    assert [number for _, number in await one.handled()] == list(range(1, 121))


async def test_busy_person_does_not_hold_up_others(station: Station) -> None:
    """Lanes are worked off in turns."""
    lanes: list[str] = []

    async def note(_tx: Tx, _one: Update, work: Work) -> None:
        lanes.append(work.lane)

    station.handle = note
    raws = [(json.dumps(body), body) for body in (json.loads(update(number, 7)) for number in range(1, 91))]
    raws += [(json.dumps(body), body) for body in (json.loads(update(100 + person, person)) for person in range(20, 70))]
    await station.ingest.store_all(raws)
    await station.idle()
    assert lanes.index("u69") < 139 - 40
