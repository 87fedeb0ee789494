"""Mail that is not worth sending any more: its time is over, or what it tells about has gone by."""

import asyncio
from collections.abc import Sequence

import pytest

from services.outbox.about import drop, sent_as
from services.outbox.models import Mail
from services.outbox.outcomes import NotSent, Outcome, Sent
from services.outbox.rates import Rates
from services.storage.tx import OvertakenError
from tests.inout.conftest import MakeStation
from tests.inout.letters import say
from tests.inout.station import Station, until


async def _is_over(station: Station) -> None:
    """The time of all mail that has one is over."""
    await station.rows("UPDATE outbox SET valid_until = now() - interval '1 second' WHERE valid_until IS NOT NULL")


async def _drop(station: Station, about: str) -> None:
    async with station.db.tx() as tx:
        await drop(tx, about)


async def _mail(station: Station) -> Sequence[tuple[str, str]]:
    rows = await station.rows("SELECT about, state FROM outbox ORDER BY id")
    return [(row["about"], row["state"]) for row in rows]


async def test_what_is_valid_is_sent(station: Station) -> None:
    """In time, for any kind of mail; its subject and its end are kept with it."""
    await station.send(say(5, "1", about="appointment:1:1", valid_for=60.0, kind="bulk"), say(5, "2"))
    await station.idle()
    assert station.telegram.texts() == ["1", "2"]
    [row, other] = await station.rows(
        "SELECT about, extract(epoch FROM valid_until - created_at)::float8 AS seconds FROM outbox ORDER BY id"
    )
    assert row["about"] == "appointment:1:1"
    assert row["seconds"] == pytest.approx(60, abs=1)
    assert (other["about"], other["seconds"]) == (None, None)


async def test_what_is_over_is_dropped_unsent(stations: MakeStation) -> None:
    """Nobody came to send it in time; the chat's next message goes."""
    front = await stations(relay=False)
    await front.send(say(5, "1", valid_for=60.0), say(5, "2"), say(6, "3", valid_for=0.0))
    await _is_over(front)
    station = await stations()
    await station.idle()
    assert station.telegram.texts() == ["2"]
    assert await station.outbox_states() == ["dropped", "sent", "dropped"]


async def test_what_is_over_before_it_is_repeated(station: Station) -> None:
    """It was refused for a while, and meanwhile its time went by."""
    station.telegram.answers[5] = [NotSent("x")]
    await station.send(say(5, "1", valid_for=60.0))
    await until(lambda: station.rows("SELECT FROM outbox WHERE state = 'retry'"), "refused once")
    await _is_over(station)
    await station.later()
    await station.idle()
    assert station.telegram.texts() == ["1"]
    assert await station.outbox_states() == ["dropped"]


async def test_what_is_over_while_it_waits_for_its_turn(stations: MakeStation) -> None:
    """It was taken in time, but its slot comes too late."""
    slow = Rates(global_per_second=1.25, chat_per_second=100, chat_burst=100, group_per_minute=1000)
    station = await stations(rates=slow)
    await station.send(say(5, "1"), say(6, "2", valid_for=0.3))
    await station.idle()
    assert station.telegram.texts() == ["1"]
    assert await station.outbox_states() == ["sent", "dropped"]


async def test_what_is_over_costs_no_slot(stations: MakeStation) -> None:
    """A thousand outdated reminders do not hold up anybody."""
    front = await stations(relay=False)
    await front.send(*(say(chat, "old", valid_for=0.0) for chat in range(100, 1100)))
    station = await stations(rates=Rates(global_per_second=10, chat_per_second=100, chat_burst=100, group_per_minute=1000))
    await station.send(say(5, "new"))
    await station.idle()
    assert station.telegram.texts() == ["new"]


async def test_dropping_what_has_gone_by(stations: MakeStation) -> None:
    """One subject, or all that begin so; whatever else waits is sent."""
    front = await stations(relay=False)
    abouts = ["appointment:1:1", "appointment:1:2", "appointment:12:1", "order:1"]
    await front.send(*(say(5, about, about=about) for about in abouts), say(5, "nothing"))
    await _drop(front, "appointment:1:1")
    await _drop(front, "order:")
    await _drop(front, "appointment:1")  # no such subject
    await _drop(front, "app%:")
    station = await stations()
    await station.idle()
    assert station.telegram.texts() == ["appointment:1:2", "appointment:12:1", "nothing"]


async def test_dropping_a_visits_earlier_versions(stations: MakeStation) -> None:
    """All versions of one visit, not those of a visit whose number begins with the same digits; the new one is sent."""
    front = await stations(relay=False)
    await front.send(say(5, "old", about="appointment:1:1"), say(5, "other", about="appointment:12:1"))
    async with front.db.tx() as tx:
        tx.send(say(5, "new", about="appointment:1:2"))
        await drop(tx, "appointment:1:")
    station = await stations()
    await station.idle()
    assert station.telegram.texts() == ["other", "new"]


async def test_what_is_in_hand_may_still_go(station: Station) -> None:
    """Nobody waits for it, and what was recorded stays recorded."""
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_mail: Mail) -> Outcome:
        began.set()
        await go_on.wait()
        return Sent()

    station.telegram.answers[5] = [slow]
    await station.send(say(5, "1", about="visit:1"), say(5, "2", about="visit:1"))
    await began.wait()
    await _drop(station, "visit:1")
    go_on.set()
    await station.idle()
    assert await _mail(station) == [("visit:1", "sent"), ("visit:1", "dropped")]


async def test_the_relay_does_not_wait_for_who_drops(station: Station) -> None:
    """A transaction drops what is due and then writes to the same chat: neither waits for the other, nothing deadlocks."""
    [before] = await station.rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    station.telegram.answers[5] = [NotSent("x")]
    await station.send(say(5, "1", about="visit:1"))
    await until(lambda: station.rows("SELECT FROM outbox WHERE state = 'retry'"), "refused once")
    await station.rows("UPDATE outbox SET due_at = now()")
    async with station.db.tx() as tx:
        await drop(tx, "visit:1")
        await station.later()
        await station.send(say(6, "elsewhere"))
        await until(lambda: station.telegram.texts(6), "the relay goes on")
        tx.send(say(5, "2"))
    await station.idle()
    assert station.telegram.texts(5) == ["1", "2"]
    [after] = await station.rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    assert after["deadlocks"] == before["deadlocks"]


async def test_whoever_answers_before_it_is_written_down_that_they_were_asked(station: Station) -> None:
    """The question has arrived, its id is still on its way to us: nobody says that there is none."""
    await station.send(say(5, "Когда?", about="dialogue:1"), say(5, "Во сколько?", about="dialogue:2"))
    await station.idle()
    async with station.db.read() as reader:
        first = await sent_as(reader, "dialogue:1")
        assert first is not None
        assert await sent_as(reader, "dialogue:3") is None
    await station.rows("UPDATE outbox SET state = 'queued', telegram_ids = NULL, worker = 1000 WHERE about = 'dialogue:2'")
    async with station.db.read() as reader:
        with pytest.raises(OvertakenError):
            await sent_as(reader, "dialogue:2")
        assert await sent_as(reader, "dialogue:1") == first
