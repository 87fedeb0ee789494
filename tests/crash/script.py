"""The busy script: many people and some agents at once, everything seeded and written down."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from tests.crash.agents import Clerk
from tests.crash.caller import Caller
from tests.crash.diary import Diary
from tests.crash.hours import Hours
from tests.crash.ledger import Journal, Ledger, Storm
from tests.crash.people import Owner
from tests.crash.stage import AWAY, LOGINS, Stage
from tests.crash.visitors import Visitor
from tests.crash.visits import SHARED
from tests.crash.workshop import Workshop
from tests.harness import Phone, until

READ_SECONDS, READ_VISITS_SECONDS = 0.25, 0.1
PATROL_SECONDS = 2.0
BUSY_SECONDS = 60.0


class Living(Protocol):
    """Somebody who acts until told to stop."""

    async def live(self, stop: asyncio.Event) -> None:
        """Act."""


@dataclass
class Script:
    """`people` car owners who ask and the stage's agents; `visitors` who book beside `systems` that do so by the API, while somebody
    moves the clock each `hour_pace` seconds (0: not at all). Paces are mean seconds between two acts; ids of people begin at `first`.
    `others` act beside them.
    """

    stage: Stage
    seed: int
    people: int = 12
    visitors: int = 0
    systems: int = 0
    first: int = 5001
    person_pace: float = 0.3
    agent_pace: float = 0.1
    visit_pace: float = 0.3
    hour_pace: float = 0.0
    ledger: Ledger = field(default_factory=Ledger)
    diary: Diary = field(default_factory=Diary)
    others: list[Living] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = Journal(self.stage.sessions.direct, self.stage.sandbox, self.stage.bot)
        self.dice = random.Random(self.seed)  # noqa: S311 - to be repeatable is what it is for
        self.hours = Hours(Caller(self.stage, "admin", self.ledger, self._dice("admin")), self.hour_pace)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everybody is busy inside; at the end everybody finishes the call in hand."""
        owners = [await self._owner(self.first + n) for n in range(self.people)]
        clerks = [Clerk(self.stage, login, self.ledger, self._dice(login), self.hours, self.agent_pace) for login in LOGINS]
        visitors = [await self._visitor(person) for person in self._bookers]
        systems = [self._workshop(number) for number in range(self.systems)]
        stop, stop_reading = asyncio.Event(), asyncio.Event()
        async with asyncio.TaskGroup() as reading:
            reading.create_task(self._read(stop_reading))
            async with asyncio.TaskGroup() as busy:
                everybody: list[Living] = [*owners, *clerks, *visitors, *systems, *self.others, self.hours]
                for one in everybody:
                    busy.create_task(one.live(stop))
                if visitors or systems:
                    busy.create_task(self._patrol(stop))
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

    @property
    def _bookers(self) -> range:
        return range(self.first + self.people, self.first + self.people + self.visitors)

    async def _visitor(self, person: int) -> Visitor:
        phone, dice = await self.phone(person), self._dice(str(person))
        return Visitor(phone, self.ledger, self.diary, self.journal, dice, self.visit_pace)

    def _workshop(self, number: int) -> Workshop:
        dice = self._dice(f"workshop {number}")
        return Workshop(
            self.stage, "workshop", self.ledger, dice, self.diary, self.hours, number, list(self._bookers), self.visit_pace
        )  # fmt: skip

    async def _read(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.journal.read()
            await asyncio.sleep(READ_VISITS_SECONDS if self.visitors else READ_SECONDS)

    async def _patrol(self, stop: asyncio.Event) -> None:
        """Look all the while for two visits at one place: at the end one of them may be gone."""
        while not stop.is_set():
            with suppress(*AWAY):
                self.diary.clashes += [str(tuple(row)) for row in await self.stage.rows(SHARED)]
                self.diary.patrols += 1
            await asyncio.sleep(PATROL_SECONDS)

    async def goes_on(self, updates: int) -> None:
        """Until people have done so much more, whatever works or is broken meanwhile."""
        enough = self.ledger.updates + updates

        async def look() -> bool:
            return self.ledger.updates >= enough

        await until(look, f"people make {updates} updates", BUSY_SECONDS)

    async def works(self) -> None:
        """Until the product has done what people do from now on."""
        began = await self.stage.rows("SELECT now()")

        async def look() -> bool:
            return bool(
                (await self.stage.rows("SELECT count(*) FROM inbox WHERE received_at > $1 AND done_at > $1", *began[0]))[0][0]
            )

        await until(look, "the product is at work", BUSY_SECONDS)

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
