"""The busy script: many people and some agents at once, everything seeded and written down."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.crash.agents import Clerk
from tests.crash.ledger import Journal, Ledger, Storm
from tests.crash.people import Owner
from tests.crash.stage import Stage
from tests.harness import Phone

READ_SECONDS = 0.25


@dataclass
class Script:
    """`people` car owners and the stage's agents; the ids of the people begin at `first`."""

    stage: Stage
    seed: int
    people: int = 12
    first: int = 5001
    person_pace: float = 0.3
    agent_pace: float = 0.1
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        self.journal = Journal(self.stage.sessions.direct, self.stage.sandbox, self.stage.bot)
        self.dice = random.Random(self.seed)  # noqa: S311 - to be repeatable is what it is for

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everybody is busy inside; at the end everybody finishes the call in hand."""
        owners = [await self._owner(self.first + n) for n in range(self.people)]
        clerks = [Clerk(self.stage, login, self.ledger, self._dice(login), self.agent_pace) for login in self.stage.tokens]
        stop, stop_reading = asyncio.Event(), asyncio.Event()
        async with asyncio.TaskGroup() as reading:
            reading.create_task(self._read(stop_reading))
            async with asyncio.TaskGroup() as busy:
                for life in [*(owner.live for owner in owners), *(clerk.live for clerk in clerks)]:
                    busy.create_task(life(stop))
                yield
                stop.set()
            stop_reading.set()
        await self.journal.read()

    def _dice(self, who: str) -> random.Random:
        return random.Random(f"{self.seed} {who}")  # noqa: S311 - to be repeatable is what it is for

    async def phone(self, person: int) -> Phone:
        """A person's chat with the stage's bot."""
        stage = self.stage
        language = self._dice(f"language {person}").choice(["ru", "en"])
        async with stage.sessions.direct.get(f"{stage.sandbox}/bot{stage.token}/getMe"):
            pass  # a bot comes into being at its first call
        card = {"id": person, "first_name": f"Клиент{person}", "language_code": language}
        async with stage.sessions.direct.post(f"{stage.sandbox}/sim/people", json=card) as response:
            assert response.status in {201, 409}, await response.text()  # somebody who talks to another bot already
        return Phone(stage.sessions.direct, stage.sandbox, person, stage.bot)

    async def _owner(self, person: int) -> Owner:
        return Owner(await self.phone(person), self.ledger, self.journal, self._dice(str(person)), self.person_pace)

    async def _read(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.journal.read()
            await asyncio.sleep(READ_SECONDS)

    @asynccontextmanager
    async def broken(self, what: str) -> AsyncIterator[None]:
        """Something is broken inside: copies of what is sent just then are no surprise."""
        begin = time.time()
        try:
            yield
        finally:
            self.ledger.storms.append(Storm(what, begin, time.time()))

    async def kill(self, name: str = "all", role: str = "all") -> None:
        """kill -9 of a product, which is started again."""
        async with self.broken("kill"):
            await self.stage.products[name].kill()
            await self.stage.run(name, role)
