"""A rush hour and its doors: the API and the console's forms, as those use them who cannot wait.

They are as impatient and as careful as people are: a call that was cut off, or that took too long for them, is made again under
the same key, or with the same form, until somebody answers.
"""

import asyncio
import random
import re
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from tests.console.reception import Browser
from tests.crash.caller import refusal
from tests.crash.ledger import Journal, Ledger
from tests.harness import Api
from tests.whole.chain import Chain

PATIENCE, CALL_SECONDS = 0.02, 20.0  # at most, of somebody who loses patience; of everybody else
LOSES_PATIENCE = 0.03  # share of the calls
PAUSE = 0.05  # seconds before a call is made again


@dataclass
class Cut:
    """A call that got no answer, or none that helps: `what` with its status, 0 for none at all; `at` in seconds since the epoch."""

    at: float
    what: str
    status: int


@dataclass
class Rush:
    """The hour itself: what everybody has seen, and whether it is over. `tries`: presses of Next that promise something."""

    chain: Chain
    dice: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    cuts: list[Cut] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)
    passed_on: list[str] = field(default_factory=list)
    tries: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.chain.session, self.chain.sandbox, self.chain.bot)

    async def insists(self, what: str, send: Callable[[], Awaitable[tuple[int, str]]]) -> None:
        """Send until there is a final answer; `send` tells the status and the code of a refusal."""
        while True:
            impatient = self.dice.random() < LOSES_PATIENCE
            try:
                async with asyncio.timeout(self.dice.random() * PATIENCE if impatient else CALL_SECONDS):
                    status, code = await send()
            except (aiohttp.ClientError, OSError):
                status, code = 0, ""
            if 0 < status < 500 and code != "idempotency-busy":
                return
            self.ledger.repeats += 1
            if status or not impatient:
                self.cuts.append(Cut(time.time(), f"{what} {code}".strip(), status))
            await asyncio.sleep(PAUSE)


class Door(Protocol):
    """How an agent reaches the queue."""

    async def next(self) -> tuple[int | None, int]:
        """Press Next: the number, None for none; and the status of the answer."""

    async def do(self, act: str, number: int, fields: dict[str, str]) -> str:
        """Do something with a request; returns what went wrong, empty when nothing did."""


@dataclass
class ByApi:
    """With a token; each POST under a key of its own."""

    rush: Rush
    api: Api
    status: int = 0
    answer: Any = None

    async def post(self, path: str, body: Any) -> None:
        """Under one key until it is answered."""
        key = str(uuid.UUID(int=self.rush.dice.getrandbits(128), version=4))

        async def send() -> tuple[int, str]:
            self.status, self.answer = await self.api.call("POST", path, body, key=key)
            return self.status, refusal(self.answer)

        await self.rush.insists(f"POST {path}", send)

    async def next(self) -> tuple[int | None, int]:
        """POST /requests/next."""
        await self.post("/requests/next", {})
        return (self.answer["number"] if self.status == 200 else None), self.status

    async def do(self, act: str, number: int, fields: dict[str, str]) -> str:
        """POST /requests/{number}/…"""
        await self.post(f"/requests/{number}/{'messages' if act == 'answer' else act}", _as_instants(fields))
        return "" if self.status in {200, 201} else f"{self.status} {self.answer}"


def _as_instants(fields: dict[str, str]) -> dict[str, str]:
    """A form has local times, the API instants; any time zone will do for a promise of days."""
    return {name: f"{value}:00Z" if name == "due_at" else value for name, value in fields.items()}


@dataclass
class ByConsole:
    """In a browser without scripts: forms as they stand on the page, each with its key."""

    rush: Rush
    browser: Browser
    login: str

    async def sign_in(self, password: str) -> None:
        """Before the rush."""
        await self.browser.get("/console/sign-in")
        await self.browser.submit("/console/sign-in", login=self.login, password=password)
        assert (self.browser.status, self.browser.path) == (200, "/console"), self.browser.page

    async def submit(self, action: str, fields: dict[str, str]) -> None:
        """The same form until it is answered."""
        data = self.browser.form(action) | fields

        async def send() -> tuple[int, str]:
            await self.browser.post(action, data)
            return self.browser.status, ""

        await self.rush.insists(f"form {action}", send)

    async def open(self, path: str) -> None:
        """A page."""

        async def send() -> tuple[int, str]:
            await self.browser.get(path)
            return self.browser.status, ""

        await self.rush.insists(f"page {path}", send)

    async def next(self) -> tuple[int | None, int]:
        """The button of the rail, which every page has."""
        await self.submit("/console/next", {})
        found = re.fullmatch(r"/console/requests/(\d+)", self.browser.path)
        return (int(found[1]) if found else None), self.browser.status

    async def do(self, act: str, number: int, fields: dict[str, str]) -> str:
        """A form of the request's page; where it leads says whether it was carried out."""
        page = f"/console/requests/{number}"
        if self.browser.path != page:
            await self.open(page)
        if f'id="form-{act}"' not in self.browser.page:
            return f"no form {act} on {self.browser.path}: {self.browser.status}"
        await self.submit(f"{page}/{act}", fields)
        if (
            self.browser.status == 422 and 'name="confirmed"' in self.browser.page
        ):  # it goes back to where it came from: they mean it
            await self.submit(f"{page}/{act}", fields | {"confirmed": "yes"})
        done = {"return": "returned", "transfer": "transferred", "close": "closed"}.get(act)
        wanted = f"/console?done={done}&number={number}" if done else page
        return "" if (self.browser.status, self.browser.path) == (200, wanted) else f"{self.browser.status} {self.browser.path}"
