"""Agents who take what comes next, answer, promise, pass on and close; every call is repeated until it is acknowledged."""

import asyncio
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from tests.crash.ledger import Answered, Ledger
from tests.crash.stage import Stage
from tests.harness import Api

LIMIT = 5
CALL_SECONDS = 10.0
PAUSE = 0.05


@dataclass
class Clerk:
    """One agent by the API; `pace`: mean seconds between two acts."""

    stage: Stage
    login: str
    ledger: Ledger
    dice: random.Random
    pace: float
    held: list[int] = field(default_factory=list)
    number: int = 0

    async def live(self, stop: asyncio.Event) -> None:
        """Work until told to stop."""
        await self.call("PUT", "/agents/me/shift", {"state": "on"})
        while not stop.is_set():
            if len(self.held) < LIMIT:
                await self.take()
            if self.held:
                await self.act(self.dice.choice(self.held))
            await asyncio.sleep(self.dice.expovariate(1 / self.pace))

    async def take(self) -> None:
        """Next."""
        status, answer = await self.call("POST", "/requests/next", {})
        if status == 200:
            self.held.append(answer["number"])
        elif status != 204:
            self._surprised("next", status, answer)

    async def act(self, request: int) -> None:
        """Something sensible with a request."""
        [act] = self.dice.choices([self.answer, self.promise, self.pass_on, self.close], [60, 8, 4, 28])
        await act(request)

    async def answer(self, request: int) -> None:
        """A numbered text to the client."""
        await self._do("messages", request, {"text": self._words()})

    async def promise(self, request: int) -> None:
        """A promise that will not fall due here."""
        due = datetime.now(UTC) + timedelta(hours=self.dice.randint(2, 40))
        await self._do("promise", request, {"due_at": due.isoformat()})

    async def pass_on(self, request: int) -> None:
        """To a colleague."""
        other = self.dice.choice([login for login in self.stage.tokens if login != self.login])
        self.held.remove(request)
        await self._do("transfer", request, {"agent": other, "reason": "не моё"})

    async def close(self, request: int) -> None:
        """Closed, with own words or the standard ones."""
        own = {"message": self._words()} if self.dice.random() < 0.5 else {}
        self.held.remove(request)
        await self._do("close", request, {"outcome": self.dice.choice(["solved", "answered"]), "summary": "ясно", **own})

    def _words(self) -> str:
        self.number += 1
        return f"{self.login} #{self.number:05d} ответ мастера"

    async def _do(self, what: str, request: int, body: dict[str, Any]) -> None:
        status, answer = await self.call("POST", f"/requests/{request}/{what}", body)
        if status not in {200, 201}:
            self._surprised(what, status, answer)
        elif words := body.get("text") or body.get("message"):
            self.ledger.answers.append(Answered(self.login, request, words))

    def _surprised(self, what: str, status: int, answer: Any) -> None:
        self.ledger.surprises.append(f"{self.login} {what}: {status} {answer}")

    async def call(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """One call under one key, until somebody answers it with something final."""
        key = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        while True:
            try:
                status, answer = await self._try(method, path, body, key)
            except (aiohttp.ClientError, OSError):
                status, answer = 0, None
            busy = status == 409 and str(answer.get("type", "")).endswith("idempotency-busy")
            if 0 < status < 500 and not busy:
                return status, answer
            self.ledger.repeats += 1
            await asyncio.sleep(PAUSE)

    async def _try(self, method: str, path: str, body: Any, key: str) -> tuple[int, Any]:
        if not self.stage.url:
            return 0, None
        async with asyncio.timeout(CALL_SECONDS):
            api = Api(self.stage.sessions.fresh, self.stage.url, self.stage.tokens[self.login])
            return await api.call(method, path, body, key=key if method == "POST" else None)
