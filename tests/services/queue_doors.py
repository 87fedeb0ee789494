"""The doors to the queue, all in one process and on one connection: the API, the console's forms, the bot.

What a door refuses comes out as the code of the refusal, read from what the door itself says: a problem document, or a page's words
and status.
"""

import itertools
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from handlers.web.api import add_api
from handlers.web.console import add_console
from handlers.web.keys import DESK
from handlers.web.problems import STATUS
from services.desk import Desk
from services.files import FileStore
from services.staff import accounts
from services.texts import has_text, text
from services.tokens import add_token
from tests.api.shop import Caller, Reply
from tests.console.reception import PASSWORD, Browser
from tests.services.queue_bot import TelegramDoor
from tests.services.world import World

DOORS = ("api", "console")
_WITH_NUMBERS = frozenset({"rate-limited"})
_keys = itertools.count(1)


@dataclass(frozen=True)
class Sent:
    """What a door says: the code of its refusal, None: done; and all by which a second time is the same as the first."""

    refusal: str | None
    trace: tuple[int, Any]


Send = Callable[[], Coroutine[Any, Any, Sent]]


@dataclass(frozen=True)
class Act:
    """Something done with a request: the call of the API (end of the path, body) and the form of its page (name, fields)."""

    path: str
    body: dict[str, Any]
    form: str
    fields: dict[str, str]


def answer() -> Act:
    """To the client."""
    return Act("messages", {"text": "Приезжайте"}, "answer", {"text": "Приезжайте"})


def note() -> Act:
    """Among colleagues."""
    return Act("messages", {"text": "Для своих", "internal": True}, "note", {"text": "Для своих"})


def promise(due_at: datetime) -> Act:
    """An answer by then."""
    return Act("promise", {"due_at": due_at.isoformat()}, "promise", {"due_at": local(due_at), "how": "answer"})


def call(outcome: str) -> Act:
    """How a call ended."""
    return Act("call", {"outcome": outcome}, "call", {"outcome": outcome})


def transfer(**where: str) -> Act:
    """On to others."""
    body = {"reason": "не моё", **where}
    return Act("transfer", body, "transfer", {**body, "confirmed": "yes"})


def give_back() -> Act:
    """Unanswered."""
    return Act("return", {"reason": "не моё"}, "return", {"reason": "не моё"})


def close() -> Act:
    """With what no script asks more for."""
    body = {"outcome": "answered", "summary": "Готово"}
    return Act("close", body, "close", body)


@cache
def _refusals() -> dict[str, str]:
    """What the console says, by code."""
    codes = [code for code in STATUS if has_text("ru", f"refused-{code}") and code not in _WITH_NUMBERS]
    return {code: text("ru", f"refused-{code}") for code in codes}


def local(at: datetime) -> str:
    """As it is typed in Moscow."""
    return at.astimezone(ZoneInfo("Europe/Moscow")).strftime("%Y-%m-%dT%H:%M")


class Seat(Browser):
    """Somebody signed in, who stays where a form has led."""

    csrf: str = ""

    async def sign_in(self, login: str) -> None:
        """By the sign-in page, as a new browser."""
        self.client.session.cookie_jar.clear()
        await self.get("/console/sign-in")
        await self.submit("/console/sign-in", login=login, password=PASSWORD)
        assert self.status == 303, (self.status, self.page)
        await self.get("/console")
        self.csrf = self.form("/console/shift")["csrf"]

    async def post(self, path: str, data: dict[str, str], *, headers: dict[str, str] | None = None, files: Any = None) -> str:
        """Without following where it leads."""
        assert files is None
        async with self.client.post(path, data=data, headers=headers, allow_redirects=False) as response:
            return await self._read(response)

    def filled(self, path: str, fields: dict[str, str]) -> Send:
        """The form of the page with these fields."""
        data = self.form(path) | fields

        async def send() -> Sent:
            await self.post(path, data)
            return Sent(self.refusal(), (self.status, self.headers.get("Location", "")))

        return send

    def refusal(self) -> str | None:
        """The code of the refusal that the page tells; None: the form was carried out, or nothing is wrong."""
        if self.status in {200, 303}:
            return None
        if self.status == 503:
            return "unavailable"
        said = [code for code, words in _refusals().items() if words in self.page and STATUS[code] == self.status]
        assert len(said) == 1, (self.status, said, self.page)
        return said[0]


@dataclass
class Doors:
    """Open for one run; `begin` for each example."""

    world: World
    server: TestServer
    session: ClientSession
    bot: TelegramDoor
    seats: dict[str, Seat]
    callers: dict[str, Caller] = field(default_factory=dict)

    async def begin(self) -> None:
        """Everybody signs in, and has a token."""
        async with self.world.db.tx() as tx:
            hashed = accounts.HASHER.hash(PASSWORD)
            await tx.execute("UPDATE staff SET password_hash = $1, must_change_password = false, language = 'ru'", hashed)
            for login in self.seats:
                self.callers[login] = self._caller(await add_token(tx, f"token-{login}", f"agent:{login}"), login)
            self.callers["site"] = self._caller(await add_token(tx, "site", "source"))
        for login, seat in self.seats.items():
            await seat.sign_in(login)

    def _caller(self, secret: str | None, login: str = "") -> Caller:
        return Caller(self.session, str(self.server.make_url("/api/v1")), secret, login)

    @property
    def nobody(self) -> Caller:
        """Without a token."""
        return self._caller(None)

    # ---- With a request in hand

    async def does(self, door: str, login: str, number: int, act: Act, *, twice: bool = False) -> str | None:
        """Do it; the code of the refusal, None: done. `twice`: the same call, or form, is sent again, and does nothing more."""
        return (await _sent(await self.prepared(door, login, number, act), twice=twice)).refusal

    async def prepared(self, door: str, login: str, number: int, act: Act) -> Send:
        """All but sent."""
        if door == "api":
            return self._calling(login, f"/requests/{number}/{act.path}", act.body)
        await self.seats[login].get(f"/console/requests/{number}")
        return self.seats[login].filled(f"/console/requests/{number}/{act.form}", act.fields)

    async def tries(self, door: str, login: str, number: int, act: Act) -> str | None:
        """Do it where no page offers it."""
        if door == "api":
            return await self.does(door, login, number, act)
        seat = self.seats[login]
        await seat.post(f"/console/requests/{number}/{act.form}", {"csrf": seat.csrf, "key": f"k{next(_keys)}", **act.fields})
        return seat.refusal()

    def _calling(self, login: str, path: str, body: Any) -> Send:
        caller, key = self.callers[login], f"k{next(_keys)}"

        async def send() -> Sent:
            reply = await caller.post(path, body, key=key)
            return Sent(None if reply.status < 300 else _refused(reply)[1], (reply.status, reply.body))

        return send

    # ---- Next, shifts, what heads do

    async def next(self, door: str, login: str, *, twice: bool = False) -> int | str | None:
        """Next: a number, None where nothing waits, or the code of the refusal."""
        seat = self.seats[login]
        if door == "console":
            await seat.get("/console")
        send = self._calling(login, "/requests/next", None) if door == "api" else seat.filled("/console/next", {})
        sent = await _sent(send, twice=twice)
        if sent.refusal is not None:
            return sent.refusal
        status, told = sent.trace
        if door == "api":
            return None if status == 204 else int(json.loads(told)["number"])
        if status == 200:
            assert text("ru", "console-nothing-waiting") in seat.page
            return None
        return int(told.rpartition("/")[2])

    async def shift(self, door: str, login: str, state: str) -> bool:
        """Come, pause, go; False: there is something to hand over first."""
        if door == "api":
            (await self.callers[login].put("/agents/me/shift", {"state": state})).ok(200)
            return True
        seat = self.seats[login]
        await seat.get("/console")
        await seat.submit("/console/shift", state=state)
        assert seat.refusal() is None, seat.page
        return not seat.headers["Location"].endswith("/shift-end")

    async def end_shift(self, login: str) -> None:
        """By the console's way: off, and hand over what is in hand."""
        if not await self.shift("console", login, "off"):
            seat = self.seats[login]
            await seat.get("/console/shift-end")
            await seat.submit("/console/shift-end", note="утром продолжить")
            assert seat.refusal() is None, seat.page

    async def types(self, login: str, number: int) -> None:
        """Begin an answer: the page keeps it."""
        seat = self.seats[login]
        await seat.post(f"/console/requests/{number}/draft", {"csrf": seat.csrf, "text": "Сейчас узн"})
        assert seat.status == 204

    async def override(self, head: str, number: int, login: str) -> str | None:
        """Set the owner past the queue."""
        seat = self.seats[head]
        await seat.get(f"/console/requests/{number}")
        await seat.submit(f"/console/requests/{number}/override", agent=login, reason="срочно")
        return seat.refusal()

    async def withdraw(self, head: str, login: str, until: datetime) -> None:
        """From what comes in."""
        seat, page = self.seats[head], f"/console/board/people/{login}"
        await seat.get(page)
        await seat.submit(f"{page}/withdraw", until=local(until), why="устала")
        assert seat.refusal() is None, seat.page

    # ---- From outside

    async def site(self, unit: str, kind: str, words: str) -> int:
        """A request from the site, by somebody with nothing but a phone."""
        body = {"source": "site", "phone": f"+7912{next(_keys):07d}", "text": words, "unit": unit, "type": kind}
        return int((await self.callers["site"].post("/requests", body)).ok(201)["number"])

    async def forged(self, way: str, login: str, number: int) -> tuple[int, str]:
        """What must not be done by whoever it is: the status, and the code or nothing."""
        seat, path, act = self.seats[login], f"/requests/{number}/close", close()
        match way:
            case "no token":
                return _refused(await self.nobody.post("/requests/next"))
            case "a site's token":
                return _refused(await self.callers["site"].post(path, act.body))
            case "an agent's token":
                return _refused(
                    await self.callers[login].post("/requests", {"source": "x", "phone": "+79120000000", "text": "x"})
                )
            case "no csrf":
                await seat.post(f"/console{path}", act.fields)
            case "another's csrf":
                others = next(other for name, other in self.seats.items() if name != login)
                await seat.post(f"/console{path}", {"csrf": others.csrf, **act.fields})
            case "another site":
                await seat.post(
                    f"/console{path}", {"csrf": seat.csrf, **act.fields}, headers={"Origin": "https://elsewhere.example"}
                )
            case "not signed in":
                async with self.session.post(self.server.make_url(f"/console{path}"), data=act.fields) as response:
                    return response.status, ""
        return seat.status, ""


async def _sent(send: Send, *, twice: bool) -> Sent:
    sent = await send()
    if twice:
        again = await send()
        assert again == sent, f"first {sent}, then {again}"
    return sent


def _refused(reply: Reply) -> tuple[int, str]:
    assert STATUS[reply.code] == reply.status
    return reply.status, reply.code


@asynccontextmanager
async def open_doors(world: World, logins: Sequence[str], files: Path) -> AsyncIterator[Doors]:
    """The product on a free port."""
    desk = Desk(world.db, world.clock, world.limits, FileStore(files))
    app = web.Application()
    app[DESK] = desk
    add_api(app)
    add_console(app)
    async with TestServer(app) as server, ClientSession() as session:
        seats = {
            login: Seat(TestClient(server, cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": "ru"}))  # type: ignore[arg-type]
            for login in logins
        }
        try:
            yield Doors(world, server, session, TelegramDoor(desk), seats)  # type: ignore[arg-type]
        finally:
            for seat in seats.values():
                await seat.client.session.close()
