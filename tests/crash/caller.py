"""Somebody at the API who repeats each call until it is acknowledged, as a program should that may meet a restart."""

import asyncio
import random
import uuid
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.crash.ledger import Ledger
from tests.crash.stage import Stage
from tests.harness import Api

CALL_SECONDS = 10.0
PAUSE = 0.05


@dataclass
class Caller:
    """`login` names the token among the stage's."""

    stage: Stage
    login: str
    ledger: Ledger
    dice: random.Random

    def key(self) -> str:
        """A new Idempotency-Key."""
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    def surprised(self, what: str, status: int, answer: Any) -> None:
        """An answer that a worker does not expect."""
        self.ledger.surprises.append(f"{self.login} {what}: {status} {answer}")

    async def call(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """One call under one key, until somebody answers it with something final."""
        key = key or self.key()
        while True:
            try:
                status, answer = await self._try(method, path, body, key)
            except (aiohttp.ClientError, OSError):
                status, answer = 0, None
            if 0 < status < 500 and refusal(answer) != "idempotency-busy":
                return status, answer
            self.ledger.repeats += 1
            await asyncio.sleep(PAUSE)

    async def _try(self, method: str, path: str, body: Any, key: str) -> tuple[int, Any]:
        if not self.stage.url:
            return 0, None
        async with asyncio.timeout(CALL_SECONDS):
            api = Api(self.stage.sessions.fresh, self.stage.url, self.stage.tokens[self.login])
            return await api.call(method, path, body, key=key if method == "POST" else None)


def refusal(answer: Any) -> str:
    """The code of a problem (RFC 9457), empty for any other answer."""
    kind = str(answer.get("type", "")) if isinstance(answer, dict) else ""
    return kind.removeprefix("/problems/") if kind.startswith("/problems/") else ""
