"""The shared budget: as fast as allowed, never faster, slower without Redis."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.nursery import Nursery
from services.outbox.rates import Pacer, Rates
from tests.inout.conftest import MakeStation
from tests.inout.gate import Gate
from tests.inout.letters import say
from tests.inout.station import Station, until, update

PACED = Rates(global_per_second=100, chat_per_second=1000, chat_burst=50, group_per_minute=10_000)


class Lag:
    """How late the event loop of a busy machine gets: what was due meanwhile goes out at once."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def watch(self) -> None:
        """Measure until cancelled."""
        now = asyncio.get_running_loop().time
        while True:
            before = now()
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, now() - before - 0.005)


@pytest.fixture
async def lag() -> AsyncIterator[Lag]:
    """Watched during the test."""
    made = Lag()
    nursery = Nursery()
    nursery.start("lag", made.watch)
    yield made
    await nursery.stop(1)


def busiest(moments: list[float], seconds: float) -> int:
    """The most within any window of so many seconds."""
    moments = sorted(moments)
    return max(sum(1 for other in moments if start <= other < start + seconds) for start in moments)


async def sent(station: Station, count: int, seconds: float = 8.0) -> list[float]:
    """When so many were sent."""
    await until(lambda: len(station.telegram.calls) >= count, f"{count} sent", seconds)
    return [at for at, _ in station.telegram.calls[:count]]


async def test_global_rate_is_held(stations: MakeStation, lag: Lag) -> None:
    """Two processes and many chats: 95–100 % of the rate together, and no second with more than the rate."""
    one = await stations(rates=PACED)
    await stations(rates=PACED, telegram=one.telegram)
    await one.send(*(say(100 + n, "x") for n in range(150)))
    moments = await sent(one, 150)
    took = moments[-1] - moments[0]
    assert 149 / 100 - lag.worst <= took <= 149 / 95 + lag.worst
    assert busiest(moments, 1.0) <= 101 + 100 * lag.worst


async def test_chat_rate_and_burst(stations: MakeStation) -> None:
    """A private chat gets its burst at once, then its rate; another chat does not wait for it."""
    station = await stations(rates=Rates(global_per_second=10_000, chat_per_second=5, chat_burst=3))
    await station.send(*(say(5, str(n)) for n in range(6)), say(6, "other"))
    moments = await sent(station, 7)
    chats = [mail.chat_id for _, mail in station.telegram.calls]
    assert chats.index(6) < 5
    first = [at for at, mail in station.telegram.calls if mail.chat_id == 5]
    assert first[2] - first[0] < 0.15
    assert all(at - first[0] >= n * 0.2 - 0.05 for n, at in enumerate(first[2:]))
    assert moments[-1] - moments[0] < 1.0


async def test_group_rate(redis: Redis, station: Station) -> None:
    """Never more than 20 in any minute: counted on the budget's own answers, without waiting for them."""
    budget = station.outbox.budget
    budget._arguments = Rates().arguments()  # noqa: SLF001
    granted = await budget.take([-5] * 30)
    assert [grant.granted for grant in granted] == [True] * 3 + [False] * 27
    rates = Rates()
    burst = round(rates.group_tolerance / rates.group_step) + 1
    assert burst + 60 / rates.group_step - 1 == pytest.approx(20)
    assert granted[3].wait == pytest.approx(rates.group_step, abs=0.2)


async def test_answers_make_pushes_wait(stations: MakeStation, lag: Lag) -> None:
    """They are counted, yet never delayed; and however many there are, a quarter of the rate stays for pushes."""
    station = await stations(rates=PACED)
    budget, slots = station.outbox.budget, list[float]()
    began = answered = budget.now()
    while (now := budget.now()) < began + 1:
        while answered < now:  # ten times the rate, however seldom the machine lets us in
            budget.debit(int(answered * 1000) % 10)
            answered += 0.001
        grants = await budget.take(range(len(slots) + 100, len(slots) + 110))
        slots += [now + grant.wait - began for grant in grants if grant.granted]
        await asyncio.sleep(0.01)
    assert len([at for at in slots if 1 <= at < 2]) == pytest.approx(100 / 4, abs=4 + 100 * lag.worst)


async def test_redis_lost_and_back(stations: MakeStation, redis_gate: tuple[Gate, Redis], lag: Lag) -> None:
    """Two processes lose Redis: one of them goes on at half the rate, nothing is lost, answers go out; then both share again."""
    gate, redis = redis_gate
    one = await stations(redis=redis, rates=PACED)
    two = await stations(redis=redis, rates=PACED, telegram=one.telegram)
    both = (one.outbox.budget, two.outbox.budget)
    await one.send(*(say(100 + n, "x") for n in range(200)))
    await sent(one, 25)
    await gate.cut()
    await one.store(update(1, 5, "answer"))
    await until(lambda: one.telegram.texts(5), "the answer")
    await until(lambda: Counter(budget.mode for budget in both) == {"alone": 1, "closed": 1}, "one alone")
    alone_at = one.outbox.budget.now() + 1  # slots given before may last that long

    def since() -> list[float]:
        return [at for at, _ in one.telegram.calls if at > alone_at]

    await until(lambda: len(since()) >= 20, "slow progress")
    assert since()[19] - since()[0] >= 19 / 50 - lag.worst
    await gate.open()
    await until(lambda: {budget.mode for budget in both} == {"shared"}, "both share again")
    await sent(one, 201)
    await one.idle()
    assert sorted(mail.chat_id for _, mail in one.telegram.calls) == sorted([5, *range(100, 300)])
    # What was late meets what is in time; each may be late by as much.
    assert busiest([at for at, mail in one.telegram.calls if mail.chat_id != 5], 1.0) <= 101 + 200 * lag.worst


async def test_lost_data_of_redis_is_no_licence(station: Station, redis: Redis) -> None:
    """Redis comes back empty: no burst, and not at once, for slots given before may still be in use."""
    station.outbox.budget._arguments = Rates().arguments()  # noqa: SLF001
    await redis.flushdb()
    grants = await station.outbox.budget.take([5, 5, 5])
    assert [grant.granted for grant in grants] == [True, False, False]
    assert grants[0].wait == pytest.approx(1, abs=0.05)


async def test_nobody_alone_while_somebody_shares(stations: MakeStation, redis_gate: tuple[Gate, Redis]) -> None:
    """Only one of two processes loses its way to Redis: the other one does all the sending."""
    gate, redis = redis_gate
    cut_off, whole = await stations(redis=redis), await stations()
    await gate.cut()
    await until(lambda: cut_off.outbox.budget.mode == "closed", "noticed")
    await cut_off.send(*(say(100 + n, "x") for n in range(20)))
    await until(lambda: len(whole.telegram.calls) == 20, "sent by the other")
    assert cut_off.outbox.budget.mode == "closed"


def test_pacer_is_half_as_fast_and_begins_empty() -> None:
    """The way without Redis, second by second."""
    now = 100.0
    pacer = Pacer(Rates(), lambda: now)
    pacer.restart()
    slots: list[float] = []
    while now < 110:
        grant = pacer.take(len(slots) + 1)
        if grant.granted:
            slots.append(now + grant.wait)
        now += 0.01
    assert slots[0] == pytest.approx(101, abs=0.02)
    assert busiest(slots, 1.0) <= 15
    assert len([slot for slot in slots if slot < 110]) == pytest.approx(9 * 15 * 0.98, abs=2)


def test_pacer_keeps_a_chat_apart() -> None:
    """A chat gets half its rate, whatever else there is."""
    now = 0.0
    pacer = Pacer(Rates(global_per_second=1000), lambda: now)
    first, second = pacer.take(5), pacer.take(5)
    assert (first.granted, second.granted) == (True, False)
    assert second.wait == pytest.approx(2, abs=0.1)


async def test_process_without_relay_leaves_pushes_to_others(stations: MakeStation, redis_gate: tuple[Gate, Redis]) -> None:
    """Without Redis one process sends; it must be one that can."""
    gate, redis = redis_gate
    front = await stations(redis=redis, relay=False)
    await gate.cut()
    await front.store(update(1, 5, "answer"))
    await until(lambda: front.telegram.texts(5), "the answer")
    worker = await stations(redis=redis)
    assert (front.outbox.budget.mode, worker.outbox.budget.mode) == ("closed", "alone")
