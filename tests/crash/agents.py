"""Agents who take what comes next, answer, promise, pass on and close; every call is repeated until it is acknowledged."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.crash.caller import Caller, refusal
from tests.crash.hours import Hours
from tests.crash.ledger import Answered
from tests.crash.stage import LOGINS

LIMIT = 5


@dataclass
class Clerk(Caller):
    """One agent by the API; `pace`: mean seconds between two acts."""

    hours: Hours
    pace: float
    held: list[int] = field(default_factory=list)
    number: int = 0

    async def live(self, stop: asyncio.Event) -> None:
        """Work until told to stop."""
        await self.call("PUT", "/agents/me/shift", {"state": "on"})
        while not stop.is_set():
            if len(self.held) < LIMIT and self.ledger.shown.is_set():
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
            self.surprised("next", status, answer)

    async def act(self, request: int) -> None:
        """Something sensible with a request."""
        [act] = self.dice.choices([self.answer, self.promise, self.pass_on, self.close], [60, 8, 4, 28])
        await act(request)

    async def answer(self, request: int) -> None:
        """A numbered text to the client."""
        await self._do("messages", request, {"text": self._words()})

    async def promise(self, request: int) -> None:
        """A promise that will not fall due here."""
        due = self.hours.now() + timedelta(days=self.dice.randint(200, 350))
        await self._do("promise", request, {"due_at": due.isoformat()})

    async def pass_on(self, request: int) -> None:
        """To a colleague."""
        other = self.dice.choice([login for login in LOGINS if login != self.login])
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
        if self.hours.shift and refusal(answer) == "not-owner":  # the client was silent for a day, which is soon over here
            self.held = [held for held in self.held if held != request]
        elif status not in {200, 201}:
            self.surprised(what, status, answer)
        elif words := body.get("text") or body.get("message"):
            self.ledger.answers.append(Answered(self.login, request, words))
