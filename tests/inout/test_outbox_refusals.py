"""Refusals and silence: what Telegram asks for is obeyed, nothing is lost, doubts are shown (I5)."""

import asyncio
from collections import defaultdict
from functools import partial

import pytest

from services.outbox import line
from services.outbox.holds import Holds
from services.outbox.models import Mail, Parcel
from services.outbox.outcomes import NotSent, Outcome, RetryAfter, Unknown
from tests.inout.conftest import MakeStation
from tests.inout.letters import a_message, deliveries, delivery, say
from tests.inout.station import Station, until, update
from tests.inout.telegram import Telegram


async def test_retry_after_is_obeyed_for_that_chat(station: Station) -> None:
    """Nothing goes to it meanwhile, not even an answer; others are served."""
    message = await a_message(station)
    station.telegram.answers[5] = [RetryAfter(20)]
    await station.send(say(5, "1", message), say(5, "2"), say(6, "other"))
    await until(lambda: len(station.telegram.calls) == 2, "both chats tried")
    await station.store(update(1, 5, "answer"))
    await until(lambda: station.rows("SELECT FROM outbox WHERE kind = 'direct' AND worker IS NULL"), "answer queued")
    assert station.telegram.texts(5) == ["1"]
    assert await delivery(station, message) == "retry"
    [row] = await station.rows("SELECT extract(epoch FROM due_at - now())::float8 AS wait FROM outbox ORDER BY id LIMIT 1")
    assert row["wait"] == pytest.approx(20, abs=1)
    await forget_refusals(station)
    await station.idle()
    assert station.telegram.texts(5) == ["1", "1", "2", "answer"]
    assert await delivery(station, message) == "sent"
    assert await deliveries(station) == ["retry", "sent"]


async def forget_refusals(station: Station) -> None:
    """As if all that Telegram asked for had passed."""
    station.outbox.budget.holds.__dict__ |= Holds(station.outbox.budget.now).__dict__
    for key in await station.redis.keys("priyomka:budget:hold*"):
        await station.redis.delete(key)
    await station.later()


async def test_two_chats_refused_stop_all_pushes(stations: MakeStation) -> None:
    """Within a second: it is about us, not about them. In every process; answers are not held up."""
    telegram = Telegram(answers=defaultdict(list, {5: [RetryAfter(30)], 6: [RetryAfter(60)]}))
    one, two = await stations(telegram=telegram), await stations(telegram=telegram)
    await one.send(say(5, "1"), say(6, "1"))
    await until(lambda: one.redis.exists("priyomka:budget:hold"), "pause")
    assert 55_000 < await one.redis.pttl("priyomka:budget:hold") <= 60_001
    before = len(one.telegram.calls)
    await one.send(say(7, "push"))
    await one.store(update(1, 8, "answer"))
    await until(lambda: one.telegram.texts(8), "the answer")
    await two.store(update(2, 8, "answer"))
    await until(lambda: len(one.telegram.calls) == before + 2, "both answers")
    assert one.telegram.texts(7) == []
    await forget_refusals(one)
    await forget_refusals(two)
    await one.idle()
    assert one.telegram.texts(7) == ["push"]


async def test_refused_groups_stop_nobody_else(station: Station) -> None:
    """Each has a small limit of its own; two agents' groups at it are no reason to let clients wait."""
    station.telegram.answers[-5] = [RetryAfter(30)]
    station.telegram.answers[-6] = [RetryAfter(60)]
    await station.send(say(-5, "1"), say(-6, "1"))
    await until(lambda: len(station.telegram.calls) == 2, "both tried")
    await until(lambda: station.redis.exists("priyomka:budget:hold:-6"), "both are left alone")
    await station.send(say(7, "push"))
    await until(lambda: station.telegram.texts(7) == ["push"], "the client has it")
    assert station.telegram.texts(-5) == ["1"]


async def test_not_sent_is_repeated(station: Station) -> None:
    """While Telegram is away the chat's messages wait, with growing pauses; nothing is lost or marked doubtful."""
    message = await a_message(station)
    station.telegram.answers[5] = [NotSent("ClientConnectorError")] * 3
    await station.send(say(5, "1", message), say(5, "2"))
    waits = []
    for attempt in (1, 2, 3):
        waiting = partial(
            station.rows,
            "SELECT extract(epoch FROM due_at - clock_timestamp())::float8 AS wait FROM outbox "
            "WHERE state = 'retry' AND attempts = $1 AND worker IS NULL",
            attempt,
        )
        [row] = await until(waiting, "waiting")
        waits.append(row["wait"])
        await station.later()
    await station.idle()
    assert waits == [pytest.approx(pause, abs=0.3) for pause in (1, 2, 4)]
    assert station.telegram.texts() == ["1"] * 4 + ["2"]
    assert await deliveries(station) == ["retry", "sent"]


async def test_unknown_is_sent_once_more(station: Station) -> None:
    """After 30 s; the agent sees that it may have arrived twice."""
    message = await a_message(station)
    station.telegram.answers[5] = [Unknown("TimeoutError", fresh=True)]
    await station.send(say(5, "1", message))
    [row] = await until(
        lambda: station.rows(
            "SELECT extract(epoch FROM due_at - clock_timestamp())::float8 AS wait FROM outbox WHERE state = 'retry' AND unknown = 1"
        ),
        "waiting",
    )
    assert row["wait"] == pytest.approx(30, abs=1)
    assert await delivery(station, message) == "retry"
    await station.later()
    await station.idle()
    assert station.telegram.texts() == ["1", "1"]
    assert await delivery(station, message) == "maybe_twice"


async def test_second_unknown_fails(station: Station) -> None:
    """Whatever lies between them: an agent must look."""
    message = await a_message(station)
    station.telegram.answers[5] = [Unknown("x", fresh=True), NotSent("y"), RetryAfter(0.01), Unknown("x", fresh=True)]
    await station.send(say(5, "1", message))

    async def failed() -> bool:
        await station.later()
        return await station.outbox_states() == ["failed"]

    await until(failed, "given up")
    assert len(station.telegram.calls) == 4
    assert await delivery(station, message) == "failed"


async def test_nothing_is_given_up_in_an_outage(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram cuts calls off for a long time: what may have arrived is sent once more only when something gets through again."""
    monkeypatch.setattr(line, "SILENT_SECONDS", 0.02)
    message = await a_message(station)
    station.telegram.away = Unknown("ServerDisconnectedError", fresh=False)
    station.telegram.answers[5] = [Unknown("ServerDisconnectedError", fresh=True)]
    await station.send(say(5, "1", message), say(5, "2"))
    await until(lambda: station.rows("SELECT FROM outbox WHERE state = 'retry'"), "in doubt")
    asked = station.telegram.asked
    while station.telegram.asked < asked + 3:
        await station.later()
        await asyncio.sleep(0)
    assert station.telegram.texts() == ["1"]
    assert await delivery(station, message) == "retry"
    station.telegram.away = None
    await _comes_to_rest(station)
    assert station.telegram.texts() == ["1", "1", "2"]
    assert await delivery(station, message) == "maybe_twice"


async def test_an_outage_in_the_middle_of_the_repetition(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second call is cut off as all the others are from then on: that says nothing about the message."""
    monkeypatch.setattr(line, "SILENT_SECONDS", 0.02)
    message = await a_message(station)

    async def cut(_mail: Mail) -> Outcome:
        station.telegram.away = NotSent("HTTP 502 without JSON")
        return Unknown("ServerDisconnectedError", fresh=True)

    station.telegram.answers[5] = [Unknown("TimeoutError", fresh=True), cut]
    await station.send(say(5, "1", message))

    async def cut_twice() -> bool:
        await station.later()
        return bool(await station.rows("SELECT FROM outbox WHERE state = 'retry' AND unknown = 2"))

    await until(cut_twice, "cut off twice")
    station.telegram.away = None
    await _comes_to_rest(station)
    assert len(station.telegram.calls) == 3
    assert await delivery(station, message) == "maybe_twice"


async def _comes_to_rest(station: Station) -> None:
    """Everything is done, as soon as it may be."""

    async def look() -> bool:
        await station.later()
        return await station.is_idle()

    await until(look, "everything done")


async def test_unknown_edit_is_repeated_freely(station: Station) -> None:
    """A second edit makes no second message."""
    station.telegram.answers[5] = [Unknown("x", fresh=False)] * 3
    await station.send(Mail(5, "editMessageText", {"text": "1", "message_id": 3}))

    async def sent() -> bool:
        await station.later()
        return await station.outbox_states() == ["sent"]

    await until(sent, "edited")
    [row] = await station.rows("SELECT unknown FROM outbox")
    assert row["unknown"] == 0


async def test_given_up_after_a_day(station: Station) -> None:
    """A message that could not be sent for 24 hours is shown as failed."""
    station.telegram.answers[5] = [NotSent("x")] * 2
    await station.send(say(5, "1"))
    await until(lambda: station.rows("SELECT FROM outbox WHERE state = 'retry'"), "waiting")
    await station.rows("UPDATE outbox SET created_at = now() - interval '25 hours'")
    await station.later()
    await station.idle()
    assert await station.outbox_states() == ["failed"]


async def test_check_before_sending(stations: MakeStation) -> None:
    """What a message tells about has gone by: it is dropped. A check that is broken keeps nothing back."""

    async def check(parcel: Parcel) -> bool:
        if parcel.mail.chat_id == 7:
            raise RuntimeError("a bug")
        return parcel.mail.chat_id != 5

    station = await stations(check=check)
    await station.send(say(5, "1"), say(6, "1"), say(7, "1"))
    await station.idle()
    assert await station.outbox_states() == ["dropped", "sent", "sent"]


async def test_bug_while_sending_fails_one_message(station: Station) -> None:
    """And no other."""

    async def bug(_mail: Mail) -> Outcome:
        raise RuntimeError("a bug")

    station.telegram.answers[5] = [bug]
    await station.send(say(5, "1"), say(5, "2"))
    await station.idle()
    assert await station.outbox_states() == ["failed", "sent"]
