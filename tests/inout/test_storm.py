"""Three processes, twenty people, and a database that is out of reach now and then: I1, I2 and I5 all the same."""

import asyncio
import random
from collections import Counter, defaultdict
from functools import partial

import pytest

from services.inbox import Update
from services.outbox.models import Mail
from services.outbox.outcomes import NotSent, Outcome, RetryAfter, Sent
from services.storage.database import is_outage
from services.storage.tx import Tx, Work
from tests.inout.conftest import MakeGate, MakeStation
from tests.inout.gate import Gate
from tests.inout.letters import say
from tests.inout.station import Station, echo, until, update

PEOPLE, MESSAGES = 20, 60


class Storm:
    """Seeded chance for everything."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a storm, not a secret
        self.sent: list[tuple[int, str]] = []
        self.over = asyncio.Event()

    async def send(self, mail: Mail) -> Outcome:
        """A Telegram with moods."""
        await asyncio.sleep(self.chance.random() * 0.005)
        mood = self.chance.random()
        if mood < 0.04:
            return NotSent("x") if mood < 0.02 else RetryAfter(0.01)
        self.sent.append((mail.chat_id, mail.params["text"]))
        return Sent({"message_id": len(self.sent)})

    async def handle(self, tx: Tx, one: Update, work: Work) -> None:
        """An answer, now and then a push, and a bug that comes and goes."""
        await echo(tx, one, work)
        if one.update_id % 3 == 0:
            tx.send(say((work.chat_id or 0) + 500, f"push {one.update_id}"))
        if self.chance.random() < 0.003:
            raise ValueError("a passing bug")

    async def person(self, person: int, stations: list[Station]) -> None:
        """Writes message after message; Telegram delivers each until it is taken, sometimes twice, anywhere."""
        for number in range(1, MESSAGES + 1):
            raw = update(person * 10_000 + number, person, f"answer {person * 10_000 + number}")
            await until(partial(self.delivered, raw, stations), "taken")
            if self.chance.random() < 0.1:
                await self.delivered(raw, stations)
            await asyncio.sleep(self.chance.random() * 0.02)

    async def delivered(self, raw: bytes, stations: list[Station]) -> bool:
        """Whether some process took it."""
        try:
            await self.chance.choice(stations).ingest.store(raw)
        except Exception as error:
            if not is_outage(error):
                raise
            return False
        return True

    async def outages(self, gates: list[Gate]) -> None:
        """One process after the other loses the database for a while."""
        while not self.over.is_set():
            await asyncio.sleep(self.chance.random() * 0.4)
            gate = self.chance.choice(gates)
            await gate.cut()
            await asyncio.sleep(self.chance.random() * 0.4)
            await gate.open()


@pytest.mark.slow
@pytest.mark.one_look
@pytest.mark.parametrize("seed", [1, 2])
async def test_storm(seed: int, make_gate: MakeGate, stations: MakeStation) -> None:
    """Every update once and in order; every message at least once, and what may have come twice is marked."""
    storm = Storm(seed)
    ways = [await make_gate() for _ in range(3)]
    desks = [await stations(db=database, telegram=storm.send, handle=storm.handle) for _, database in ways]
    observer = await stations(inbox=False, relay=False)
    outages = asyncio.gather(storm.outages([gate for gate, _ in ways]))
    await asyncio.gather(*(storm.person(person, desks) for person in range(1, PEOPLE + 1)))
    storm.over.set()
    await outages

    async def calm() -> bool:
        await observer.later()
        return await observer.is_idle()

    await until(calm, "everything done", 20)
    by_person: dict[str, list[int]] = defaultdict(list)
    for lane, number in await observer.handled():
        by_person[lane].append(number)
    expected = {f"u{person}": [person * 10_000 + n for n in range(1, MESSAGES + 1)] for person in range(1, PEOPLE + 1)}
    assert by_person == expected
    mail = await observer.rows("SELECT state, unknown, params->>'text' AS text FROM outbox")
    times = Counter(text for _, text in storm.sent)
    assert len(mail) == PEOPLE * MESSAGES + sum(number % 3 == 0 for numbers in expected.values() for number in numbers)
    assert {row["state"] for row in mail} == {"sent"}
    assert all(times[row["text"]] >= 1 for row in mail)
    assert [row["text"] for row in mail if times[row["text"]] > 1 and not row["unknown"]] == []
