"""What can break, and breaks here at random."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import redis.asyncio

from tests.crash.script import Script
from tests.crash.stage import Stage

# Seconds before a call to the same person alone may go unanswered again: a second time, while others get through, is final by design.
RARELY, CALM = 120.0, 60.0


@dataclass
class Storms:
    """`servers`: where PostgreSQL runs; `group`: the chat of the agents' group."""

    script: Script
    servers: Path
    dice: random.Random
    group: int = 0
    _spared: dict[int, float] = field(default_factory=dict)
    _calm_until: float = 0.0

    @property
    def stage(self) -> Stage:
        """Where it happens."""
        return self.script.stage

    async def strike(self) -> None:
        """One storm, from its beginning to its end."""
        kinds: dict[Callable[[], Awaitable[None]], int] = {
            self.database: 8, self.cut: 8, self.valkey: 10, self.refused: 15, self.away: 10, self.silent: 5, self.unanswered: 15,
            self.topic: 5,
            self.slow: 10, self.duplicates: 10, self.swaps: 10, self.hook: 5,
        }  # fmt: skip
        [storm] = self.dice.choices(list(kinds), list(kinds.values()))
        await storm()

    async def database(self) -> None:
        """PostgreSQL is killed, or restarted in order."""
        sign = self.dice.choice([signal.SIGKILL, signal.SIGINT])
        async with self.script.broken("database"):
            pid = await asyncio.to_thread((self.servers / "postgres/postmaster.pid").read_text, "ascii")
            os.kill(int(pid.split()[0]), sign)
            await asyncio.sleep(0.5)
            await self.stage.answers(60)

    async def cut(self) -> None:
        """Every session of the products is ended."""
        async with self.script.broken("cut"):
            await self.stage.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name LIKE 'priyomka%' AND datname = current_database()"
            )

    async def valkey(self) -> None:
        """Valkey is killed, or does not answer for some seconds."""
        async with self.script.broken("valkey"), redis.asyncio.from_url(self.stage.redis_url) as client:
            pid = int((await client.info())["process_id"])
            if self.dice.random() < 0.5:
                os.kill(pid, signal.SIGKILL)
            else:
                os.kill(pid, signal.SIGSTOP)
                try:
                    await asyncio.sleep(self.dice.uniform(1, 4))
                finally:
                    os.kill(pid, signal.SIGCONT)
            await self.stage.answers(60)

    async def refused(self) -> None:
        """429 for one person or for all."""
        who = self.dice.choice([{}, {"chat_id": self._person()}, {"chat_id": self.group}])
        await self._fault("429", self.dice.uniform(0.5, 2), method="sendMessage", times=self.dice.randint(1, 10),
                          retry_after=self.dice.randint(1, 3), **who)  # fmt: skip

    async def away(self) -> None:
        """Telegram answers with a page for people, or with errors, for some seconds."""
        await self._fault(self.dice.choice(["502", "500"]), self.dice.uniform(1, 6), times=None)

    async def silent(self) -> None:
        """Every call is cut off. Everybody may have a message in doubt then, which is tried once more half a minute later."""
        self._calm_until = asyncio.get_running_loop().time() + CALM
        await self._fault("drop", self.dice.uniform(1, 6), times=None)

    async def unanswered(self) -> None:
        """A call is made and never answered, or cut off before it is made."""
        person, now = self.dice.choice([self._person(), self.group]), asyncio.get_running_loop().time()
        if now < max(self._calm_until, self._spared.get(person, 0.0)):
            return
        self._spared[person] = now + RARELY
        kind = self.dice.choice(["timeout_after_commit", "drop"])
        await self._fault(kind, self.dice.uniform(1, 3), method="sendMessage", chat_id=person, times=1, hold=0.5)

    async def topic(self) -> None:
        """A topic is made, and nobody is told."""
        kind = self.dice.choice(["timeout_after_commit", "drop", "429"])
        more = {"retry_after": 2} if kind == "429" else {"hold": 0.5}
        await self._fault(kind, self.dice.uniform(1, 3), method="createForumTopic", times=1, **more)

    async def slow(self) -> None:
        """Calls take long."""
        await self._fault("slow", self.dice.uniform(1, 4), times=self.dice.randint(1, 40), hold=self.dice.uniform(0.1, 2))

    async def duplicates(self) -> None:
        """Updates come twice."""
        await self._fault("duplicate_update", 2, times=self.dice.randint(1, 30))

    async def swaps(self) -> None:
        """Updates come in the wrong order."""
        await self._fault("swap_updates", 2, times=self.dice.randint(1, 10))

    async def hook(self) -> None:
        """Webhook deliveries fail."""
        await self._fault("webhook_down", 2, times=self.dice.randint(1, 20))

    def _person(self) -> int:
        return self.script.first + self.dice.randrange(self.script.people)

    async def _fault(self, kind: str, seconds: float, *, hold: float | None = None, **order: object) -> None:
        more = {"seconds": hold} if hold else {}
        async with self.script.broken(kind):
            number = await self.stage.fault(kind, **order, **more)
            await asyncio.sleep(seconds)
            await self.stage.relent(number)
            await asyncio.sleep(hold or 0)
