"""A small chain behind the API: units, people and tokens made on the spot, each test with its own."""

import io
import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession, FormData

from handlers.web.api.openapi import ROOT, openapi_document
from services.clients.people import recognise
from services.clock import FixedClock
from services.desk import Desk
from services.requests.intake import open_request
from services.requests.models import Incoming
from services.staff.accounts import add_staff, staff_by_login
from services.storage.database import Database
from services.storage.tx import Tx
from services.tokens import add_token
from tests.horizon import told

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # a Friday
ALWAYS = {"week": {str(day): [["00:00", "00:00"]] for day in range(7)}}
_LISTS = frozenset({"/requests", "/events", "/appointments", "/clients"})
_numbers = itertools.count(1)


def unique(prefix: str = "x") -> str:
    """A code nobody else has."""
    return f"{prefix}{next(_numbers)}"


def new_phone() -> str:
    """A possible Russian mobile number nobody else has."""
    return f"+7912{next(_numbers):07d}"


def _body(data: bytes | None) -> io.BytesIO | None:
    return None if data is None else io.BytesIO(data)


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The problem's code."""
        assert self.headers["Content-Type"].startswith("application/problem+json"), (self.status, self.body)
        assert self.json["status"] == self.status
        assert self.json["title"]
        return str(self.json["type"].rsplit("/", 1)[1])

    def ok(self, *statuses: int) -> Any:
        """The JSON of a success."""
        assert self.status in (statuses or (200, 201)), (self.status, self.body)
        return self.json if self.body else None

    def refused(self, status: int, code: str) -> Any:
        """The problem document, which must be this one."""
        assert (self.status, self.code) == (status, code), self.body
        return self.json


_PATHS = {
    re.compile(
        "".join("[^/]+" if part[0] == "{" else re.escape(part) for part in re.findall(r"\{\w+\}|[^{]+", path))
    ): operations
    for path, operations in sorted(openapi_document()["paths"].items(), key=lambda pair: "{" in pair[0])
}


def announced(method: str, path: str, reply: Reply) -> None:
    """Every refusal is one that the OpenAPI document tells of."""
    address = ROOT + path.partition("?")[0]
    operation = next((one for pattern, one in _PATHS.items() if pattern.fullmatch(address)), {}).get(method.lower())
    if operation is not None and reply.headers.get("Content-Type", "").startswith("application/problem+json"):
        told = operation["responses"].get(str(reply.status), {}).get("description", "")
        assert f"`{reply.code}`" in told, (method, path, reply.body)


@dataclass
class Caller:
    """Somebody with a token."""

    session: ClientSession
    url: str
    secret: str | None
    login: str = ""
    db: Database | None = None

    async def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:  # fmt: skip
        """Any call; `raw` is sent as it is, as JSON unless the headers say otherwise."""
        sent: dict[str, str] = {}
        if self.secret is not None:
            sent["Authorization"] = f"Bearer {self.secret}"
        if key is not None:
            sent["Idempotency-Key"] = key
        if body is not None or raw is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        async with self.session.request(method, self.url + path, data=_body(data), headers=sent) as response:
            reply = Reply(response.status, dict(response.headers), await response.read())
        announced(method, path, reply)
        return reply

    async def get(self, path: str, headers: Mapping[str, str] | None = None, *, at_once: bool = False) -> Reply:
        """GET. Lists are read as soon as they hold all that was done before; `at_once`: as they are now."""
        if self.db is not None and not at_once and path.partition("?")[0] in _LISTS:
            await told(self.db)
        return await self.call("GET", path, headers=headers)

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> Reply:
        """POST."""
        return await self.call("POST", path, body, key=key)

    async def put(self, path: str, body: Any) -> Reply:
        """PUT."""
        return await self.call("PUT", path, body)

    async def upload(self, content: bytes, name: str = "a.png", *, key: str | None = None, field_name: str = "file") -> Reply:
        """POST /files."""
        form = FormData(quote_fields=False)
        form.add_field(field_name, io.BytesIO(content), filename=name, content_type="application/octet-stream")
        headers = {"Authorization": f"Bearer {self.secret}", **({"Idempotency-Key": key} if key else {})}
        async with self.session.post(self.url + "/files", data=form, headers=headers) as response:
            return Reply(response.status, dict(response.headers), await response.read())


@dataclass
class Shop:
    """What a test has: a unit of its own that is always open, a clock that stands still, and callers."""

    desk: Desk
    session: ClientSession
    url: str
    clock: FixedClock
    unit: str = ""

    async def add_unit(self, **more: Any) -> str:
        """A unit; returns its code."""
        code = unique("unit-")
        values = {"name": {"ru": "Север", "en": "North"}, "time_zone": "Europe/Moscow", "hours": ALWAYS, **more}
        async with self.desk.db.tx() as tx:
            await tx.execute(
                "INSERT INTO unit (code, name, city, address, time_zone, hours) VALUES ($1, $2, $3, $3, $4, $5)",
                code, values["name"], {"ru": "Москва", "en": "Moscow"}, values["time_zone"], values["hours"],
            )  # fmt: skip
        return code

    async def token(self, scope: str, *, vouches: bool = False) -> Caller:
        """A caller with a new token."""
        async with self.desk.db.tx() as tx:
            secret = await add_token(tx, unique("token-"), scope, vouches=vouches)
        return Caller(self.session, self.url, secret, scope.partition(":")[2], self.desk.db)

    def nobody(self, secret: str | None = None) -> Caller:
        """A caller with no token, or a false one."""
        return Caller(self.session, self.url, secret)

    async def agent(
        self, *, role: str = "agent", unit: str | None = None, shift: str = "on", skills: tuple[str, ...] = ()
    ) -> Caller:
        """A member of staff of the test's unit, with a token."""
        login = unique("agent")
        async with self.desk.db.tx() as tx:
            await add_staff(
                tx, login, name=f"{login.capitalize()} Иванова", role=role, units=[unit or self.unit], skills=skills
            )
            await tx.execute("UPDATE staff SET shift = $2 WHERE login = $1", login, shift)
        return await self.token(f"agent:{login}")

    async def ask(self, source: Caller, **more: Any) -> int:
        """A request by phone at the test's unit; returns its number."""
        body = {"source": "site", "phone": new_phone(), "text": "Стучит подвеска", "unit": self.unit, **more}
        return int((await source.post("/requests", body)).ok(201)["number"])

    async def taken(self, agent: Caller, source: Caller, **more: Any) -> int:
        """A request that this agent holds: the queue of the unit must be empty before."""
        number = await self.ask(source, **more)
        assert (await agent.post("/requests/next")).ok()["number"] == number
        return number

    async def chat(self, text: str = "Когда будет готово?", *, blocked: bool = False) -> tuple[int, int]:
        """A request of the test's unit from a Telegram chat; returns (number, chat id)."""
        chat_id = 10_000 + next(_numbers)
        async with self.desk.db.tx() as tx:
            person = await recognise(tx, chat_id=chat_id, first_name="Пётр", last_name=None, username=None, language="ru")
            person.unit_id = await tx.value("SELECT id FROM unit WHERE code = $1", self.unit)
            accepted = await open_request(tx, person, Incoming(telegram_id=1, text=text), self.desk.limits)
            if blocked:
                await tx.execute("UPDATE chat SET blocked_at = $2 WHERE chat_id = $1", chat_id, tx.now)
        assert accepted.number is not None
        return accepted.number, chat_id

    async def value(self, sql: str, *args: Any) -> Any:
        """A look into the database, for what no door shows."""
        async with self.desk.db.read() as reader:
            return await reader.value(sql, *args)

    async def staff_id(self, tx: Tx, caller: Caller) -> int:
        """The id behind an agent's token."""
        staff = await staff_by_login(tx, caller.login)
        assert staff is not None
        return staff.id
