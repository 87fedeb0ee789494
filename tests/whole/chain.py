"""The product at work, as its people meet it: clients on phones, agents and other systems by the API."""

import asyncio
import itertools
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from services.desk import Desk
from services.staff.accounts import add_staff
from services.texts import text, weekday
from services.tokens import add_token
from tests.fleet import Alone, Fleet
from tests.harness import Api, Phone, until

Json = dict[str, Any]
ALWAYS = {"week": {str(day): [["00:00", "00:00"]] for day in range(7)}}
MOSCOW, NOVOSIBIRSK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Novosibirsk")
NORTH, EAST = "north", "east"
NAMES: dict[str, dict[str, str]] = {
    NORTH: {"ru": "Север", "en": "North"},
    EAST: {"ru": "Левый берег", "en": "Left Bank"},
}
CITIES: dict[str, dict[str, str]] = {
    NORTH: {"ru": "Москва", "en": "Moscow"},
    EAST: {"ru": "Новосибирск", "en": "Novosibirsk"},
}
CHAIN = {"ru": "Автопривод", "en": "Autodrive"}
FOLLOWED = 1.0  # seconds in which all processes follow the clock (contract, "Clock"); most of them have no door to ask at
LEADING_PHONE = "+74951234501"
_numbers = itertools.count(1)


def telegram_token(bot: int) -> str:
    """Of the bot with this id; the emulator knows none beforehand."""
    return f"{bot}:whole-product-tests"


@dataclass
class Agent(Api):
    """Somebody who answers, on shift."""

    login: str = ""
    first_name: str = ""

    async def do(self, method: str, path: str, body: Any = None, *, status: int | tuple[int, ...] = (200, 201, 204)) -> Any:
        """A call that must end so."""
        got, answer = await self.call(method, path, body)
        assert got in (status if isinstance(status, tuple) else (status,)), (got, answer)
        return answer

    async def next(self) -> Json:
        """Press Next until the queue has something: a request that was just written may take a moment."""

        async def look() -> Json | None:
            status, answer = await self.call("POST", "/requests/next")
            assert status in {200, 204}, (status, answer)
            return answer if status == 200 else None

        return await until(look, "there is a next request")

    async def says(self, number: int, text: str = "", **more: Any) -> Json:
        """Answer the client."""
        answer: Json = await self.do("POST", f"/requests/{number}/messages", {"text": text, **more}, status=201)
        return answer

    async def closes(self, number: int, outcome: str = "solved", **more: Any) -> Json:
        """Close with the record complete."""
        answer: Json = await self.do(
            "POST", f"/requests/{number}/close", {"outcome": outcome, "summary": "Всё ясно", **more}, status=200
        )
        return answer

    async def uploads(self, name: str, content: bytes) -> str:
        """Store a file; its id."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", content, filename=name)
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.post(f"{self.url}/api/v1/files", data=form, headers=headers) as response:
            assert response.status == 201, await response.text()
            return str((await response.json())["id"])

    async def downloads(self, file_id: str) -> tuple[bytes, str]:
        """A file's content and type."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.get(f"{self.url}/api/v1/files/{file_id}", headers=headers) as response:
            assert response.status == 200, await response.text()
            return await response.read(), response.content_type


@dataclass
class Chain:
    """One running product with its emulator; `language` is what the people of the present test speak."""

    mode: str
    bot: int
    sandbox: str
    product: Alone | Fleet
    desk: Desk
    session: aiohttp.ClientSession
    admin: Agent
    data_dir: Path
    language: str = "ru"
    other: str = "en"
    phones: list[Phone] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The product's address."""
        return self.product.url

    def t(self, key: str, **args: str | int) -> str:
        """What the bot says, in the language of the test."""
        return text(self.language, key, **args)

    async def by_day(self) -> None:
        """Wait, if need be, for hours in which everything may be told in both cities (contract, "Quiet hours")."""
        local = (await self.now()).astimezone(MOSCOW)
        if not 9 <= local.hour < 16:  # until 20:00 in Novosibirsk
            morning = local.replace(hour=10, minute=0, second=0, microsecond=0)
            await self.later(seconds=(morning - local).total_seconds() % 86400 + 1)

    async def open_always(self) -> str:
        """What is said today of the hours of a station in Moscow that never closes."""
        day = weekday(self.language, (await self.now()).astimezone(MOSCOW))
        return self.t("place-today", open="yes", hours="00:00–24:00", weekday=day)

    def hello(self, language: str | None = None) -> str:
        """The first words to somebody new."""
        spoken = language or self.language
        return text(spoken, "start-hello", chain=CHAIN[spoken])

    async def newcomer(self, **fields: Any) -> Phone:
        """A person nobody has met, with the bot not started yet."""
        number = next(_numbers)
        card = {"first_name": "Пётр", "language_code": self.language, "phone": f"+7916{number:07d}", **fields}
        async with self.session.post(f"{self.sandbox}/sim/people", json=card) as response:
            assert response.status == 201, await response.text()
            phone = Phone(self.session, self.sandbox, (await response.json())["id"], self.bot)
        self.phones.append(phone)
        return phone

    async def client(self, unit: str = NORTH, **fields: Any) -> Phone:
        """A person who came by the link of a station, so that no question about it follows."""
        phone = await self.newcomer(**fields)
        await phone.start(f"u_{unit}")
        await phone.hears(self.t("start-choose-language"))
        return phone

    async def asked(self, words: str = "Стучит подвеска", unit: str = NORTH, **fields: Any) -> tuple[Phone, int]:
        """A person with an open question; the phone and the number."""
        phone = await self.client(unit, **fields)
        await phone.write(words)
        return phone, await self.number_told(phone)

    async def taken(self, words: str = "Стучит подвеска") -> tuple[Phone, Agent, int]:
        """A question that an agent of the station has in hand."""
        phone, number = await self.asked(words)
        agent = await self.agent()
        assert (await agent.next())["number"] == number
        return phone, agent, number

    async def number_told(self, phone: Phone) -> int:
        """The number in the next receipt."""
        return number_in((await phone.hears("№"))["text"])

    async def agent(self, *units: str, role: str = "agent", name: str = "Анна Смирнова") -> Agent:
        """A new member of staff with a token, on shift."""
        login = f"agent{next(_numbers)}"
        async with self.desk.db.tx() as tx:
            await add_staff(tx, login, name=name, role=role, units=units or (NORTH,))
            await tx.execute("UPDATE staff SET shift = 'on' WHERE login = $1", login)
            secret = await add_token(tx, login, f"agent:{login}")
        return Agent(self.session, self.url, secret, login, name.split(maxsplit=1)[0])

    async def system(self, scope: str = "source") -> Agent:
        """Another program with a token."""
        async with self.desk.db.tx() as tx:
            secret = await add_token(tx, f"system{next(_numbers)}", scope)
        return Agent(self.session, self.url, secret)

    async def unit(self, *, name: str, hours: Json, zone: str = "Europe/Moscow", city: str = "Рязань") -> str:
        """A further station, for this test."""
        code = f"unit{next(_numbers)}"
        await add_unit(self.desk, code, {"ru": name}, {"ru": city}, zone=zone, hours=hours)
        return code

    async def request(self, number: int) -> Json:
        """A request with its conversation, as everybody with the right to see it does."""
        answer: Json = await self.admin.do("GET", f"/requests/{number}")
        return answer

    async def becomes(self, number: int, holds: Callable[[Json], Any], what: str) -> Json:
        """The request once something is true of it."""

        async def look() -> Json | None:
            request = await self.request(number)
            return request if holds(request) else None

        return await until(look, f"request {number}: {what}")

    async def requests_of(self, phone: Phone) -> list[int]:
        """Numbers of everything this person has asked, oldest first."""
        async with self.desk.db.read() as reader:
            rows = await reader.rows(
                "SELECT number FROM request JOIN chat USING (client_id) WHERE chat.chat_id = $1 ORDER BY number", phone.person
            )
        return [row["number"] for row in rows]

    async def value(self, sql: str, *args: Any) -> Any:
        """A look into the database, for what no door shows yet."""
        async with self.desk.db.read() as reader:
            return await reader.value(sql, *args)

    async def as_bot(self, method: str, **params: Any) -> Any:
        """A call of the Bot API that the product did not make, with its token."""
        url = f"{self.sandbox}/bot{telegram_token(self.bot)}/{method}"
        async with self.session.post(url, json=params) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def fault(self, kind: str, **more: Any) -> None:
        """Order a fault of the Bot API."""
        async with self.session.post(f"{self.sandbox}/sim/faults", json={"kind": kind, "bot": self.bot, **more}) as response:
            assert response.status == 201, await response.text()

    async def post_update(self, update: Any, *, raw: bool = False) -> None:
        """Any update, or any text, as if from Telegram."""
        body = {"data": update} if isinstance(update, str) else {"json": update}
        url = f"{self.sandbox}/sim/updates/{self.bot}" + ("?raw=1" if raw else "")
        async with self.session.post(url, **body) as response:
            assert response.status == 202, await response.text()

    async def calls(self, method: str, chat_id: int) -> list[Json]:
        """The Bot API calls of this method for this chat, refused ones too."""
        async with self.session.get(f"{self.sandbox}/sim/calls/{self.bot}?method={method}") as response:
            found = (await response.json())["calls"]
        return [call for call in found if str(call["params"].get("chat_id")) == str(chat_id)]

    async def now(self) -> datetime:
        """Business time of the product."""
        shift = (await self.admin.do("GET", "/clock"))["shift_seconds"]
        return datetime.now(UTC) + timedelta(seconds=shift)

    async def later(self, **delta: float) -> None:
        """Move business time forward."""
        shift = (await self.admin.do("GET", "/clock"))["shift_seconds"]
        await self.admin.do("PUT", "/clock", {"shift_seconds": int(shift + timedelta(**delta).total_seconds())})
        if isinstance(self.product, Fleet):
            await asyncio.sleep(FOLLOWED)


async def add_unit(
    desk: Desk, code: str, name: Json, city: Json, *, zone: str, hours: Json, leading: bool = False, phone: str | None = None
) -> None:  # fmt: skip
    """A station."""
    async with desk.db.tx() as tx:
        await tx.execute(
            'INSERT INTO unit (code, name, city, address, phone, time_zone, "leading", hours) VALUES ($1, $2, $3, $3, $4, $5, $6, $7)',
            code, name, city, phone, zone, leading, hours,
        )  # fmt: skip


def png(colour: int = 200) -> bytes:
    """A picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes([0, colour]))) + chunk(b"IEND", b"")


def raw_message(phone: Phone, place: int, **content: Any) -> Json:
    """The Bot API's Message of this person's, for updates made by hand; `place` tells them apart, `content` may spoil any part."""
    me = {"id": phone.person, "is_bot": False, "first_name": "Пётр"}
    return {"message_id": 9_000_000 + place, "date": 1, "chat": {"id": phone.person, "type": "private"}, "from": me, **content}


def poll(question: str, *, closed: bool = False) -> Json:
    """The Bot API's Poll."""
    off = ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only")
    return {
        "id": "1", "question": question, "options": [], "total_voter_count": 0, "is_anonymous": True, "type": "regular",
        **dict.fromkeys(off, False), "is_closed": closed,
    }  # fmt: skip


def number_in(told: str) -> int:
    """`… № 12. …` → 12."""
    digits = "".join(itertools.takewhile(str.isdigit, told.split("№ ", 1)[1]))
    return int(digits)


def buttons(message: Json) -> list[str]:
    """Labels of the inline buttons."""
    return [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def datas(message: Json) -> list[str]:
    """What the inline buttons carry."""
    return [button["callback_data"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def said(phone: Phone) -> list[str]:
    """Everything the bot has said in this chat, in order."""
    return [m.get("text") or m.get("caption") or "" for m in (await phone.chat())["messages"] if m["out"]]


def words_of(request: Json, direction: str = "in") -> list[str]:
    """What was said in a request."""
    return [message["text"] for message in request["messages"] if message["direction"] == direction]
