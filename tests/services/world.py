"""People around the queue, acting through the services' public functions: clients by chat id, staff by login."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from services.clients import people
from services.clients.linking import card_for_phone, link_own_contact
from services.clients.models import Person
from services.clock import FixedClock
from services.requests import answers, closing, echoes, intake, promises, queue
from services.requests.models import Accepted, CallOutcome, Incoming, IncomingFile, Limits, Request
from services.requests.view import Viewer, request_messages, request_row
from services.staff.accounts import add_staff, set_shift, staff_by_login
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.reader import Row
from services.storage.tx import Tx
from services.units import unit_by_code

ALWAYS = {"week": {str(day): [["00:00", "00:00"]] for day in range(7)}, "days": {}}
PHOTO = IncomingFile("photo", "tg-photo", "photo.jpg", "image/jpeg", 1000)
_COLUMNS = (
    "number, client_id, chat_id, type, state, language, unit_id, urgent, alarm, agent_id, preferred_agent_id, waiting_since, "
    "closed_at, reopened, rating, fields"
)


@dataclass
class World:
    """Each method is one transaction, as it is for the edges."""

    db: Database
    limits: Limits = field(default_factory=Limits)
    telegram_id: int = 0

    @property
    def clock(self) -> FixedClock:
        """Business time."""
        assert isinstance(self.db.clock, FixedClock)
        return self.db.clock

    async def unit(self, code: str, *, leading: bool = False, zone: str = "Europe/Moscow", hours: Any = None) -> int:
        """A station, open day and night unless told otherwise."""
        name = {"ru": f"Станция {code}", "en": f"Station {code}"}
        async with self.db.tx() as tx:
            return int(
                await tx.value(
                    "INSERT INTO unit (code, name, city, address, phone, time_zone, \"leading\", hours) "
                    "VALUES ($1, $2, $3, $4, '+74951234567', $5, $6, $7) RETURNING id",
                    code, name, {"ru": "Москва", "en": "Moscow"}, name, zone, leading, hours or ALWAYS,
                )
            )  # fmt: skip

    async def staff(
        self, login: str, *, role: str = "agent", units: Sequence[str] = (), skills: Sequence[str] = (), shift: str = "on",
        wip_limit: int | None = None,
    ) -> Staff:  # fmt: skip
        """Somebody who works here, on shift."""
        async with self.db.tx() as tx:
            await add_staff(tx, login, name=f"{login.title()} Иванова", role=role, units=units, skills=skills)
            if wip_limit is not None:
                await tx.execute("UPDATE staff SET wip_limit = $2 WHERE login = $1", login, wip_limit)
        await self.shift(login, shift)
        return await self.known(login)

    async def known(self, login: str) -> Staff:
        """The person as the next call of theirs would find them."""
        async with self.db.read() as reader:
            found = await staff_by_login(reader, login)
        assert found
        return found

    async def shift(self, login: str, state: str) -> None:
        """Come, pause, go."""
        staff = await self.known(login)
        async with self.db.tx(actor=staff.actor) as tx:
            await set_shift(tx, staff, state)

    async def recognise(self, tx: Tx, chat_id: int, language: str = "ru") -> Person:
        """What every update begins with."""
        person = await people.recognise(
            tx, chat_id=chat_id, first_name=f"Клиент{chat_id}", last_name=None, username=None, language=language
        )
        tx.actor = person.subject
        return person

    async def person(self, chat_id: int, **link: Any) -> Person:
        """The client of this chat; `unit_id`, `source_tag`: came by such a link."""
        async with self.db.tx() as tx:
            person = await self.recognise(tx, chat_id)
            if link:
                await people.came_from(tx, person, **link)
            return person

    def incoming(self, text: str = "", **more: Any) -> Incoming:
        """A message with the next Telegram id."""
        self.telegram_id += 1
        return Incoming(self.telegram_id, text, **more)

    async def says(self, chat_id: int, text: str = "", **more: Any) -> Accepted:
        """Free text or whatever."""
        incoming = self.incoming(text, **more)
        async with self.db.tx() as tx:
            return await intake.take_message(tx, await self.recognise(tx, chat_id), incoming, self.limits)

    async def asks(self, chat_id: int, text: str = "Стучит справа", request_type: str = "other") -> int:
        """`/ask`; returns the number."""
        incoming = self.incoming(text)
        async with self.db.tx() as tx:
            person = await self.recognise(tx, chat_id)
            taken = await intake.open_request(tx, person, incoming, self.limits, request_type=request_type)
        assert taken.number is not None
        return taken.number

    async def calls_in(
        self, phone: str, text: str = "Позвоните мне", request_type: str = "callback", unit: str | None = None
    ) -> int:
        """A request from the site: nothing but a phone."""
        async with self.db.tx() as tx:
            return await intake.submit(
                tx, client_id=await card_for_phone(tx, phone, "Пётр", "ru"), text=text, request_type=request_type, source="site",
                unit=await unit_by_code(tx, unit) if unit else None, language="ru", limits=self.limits, author="Пётр",
            )  # fmt: skip

    async def shares_contact(self, chat_id: int, phone: str) -> Person:
        """Their own contact."""
        async with self.db.tx() as tx:
            person = await self.recognise(tx, chat_id)
            await link_own_contact(tx, person, phone)
            return person

    async def rates(self, chat_id: int, number: int, mark: int, round_: int = 0) -> str:
        """Press a mark."""
        async with self.db.tx() as tx:
            await self.recognise(tx, chat_id)
            return await closing.rate(tx, chat_id, number, round_=round_, mark=mark, limits=self.limits)

    async def next(self, login: str) -> int | None:
        """Next."""
        return await queue.next_request(self.db, await self.known(login), self.limits)

    async def answer(self, login: str, number: int, text: str = "Приезжайте", **more: Any) -> tuple[int, str]:
        """Write to the client."""
        staff = await self.known(login)
        async with self.db.tx(actor=staff.actor) as tx:
            return await answers.answer(tx, staff, number, text=text, **more)

    async def note(self, login: str, number: int, text: str = "Для своих") -> int:
        """Write to colleagues."""
        staff = await self.known(login)
        async with self.db.tx(actor=staff.actor) as tx:
            return await answers.note(tx, staff, number, text=text)

    async def call(self, login: str, number: int, outcome: CallOutcome = "reached") -> None:
        """Say what became of a call."""
        staff = await self.known(login)
        async with self.db.tx(actor=staff.actor) as tx:
            await answers.record_call(tx, staff, number, outcome=outcome)

    async def promise(self, login: str, number: int, minutes: float = 60) -> None:
        """Promise an answer in so many minutes."""
        staff = await self.known(login)
        async with self.db.tx(actor=staff.actor) as tx:
            await promises.promise(tx, staff, number, due_at=tx.now + timedelta(minutes=minutes), note="перезвонить")

    async def transfer(self, login: str, number: int, reason: str = "не моё", **where: Any) -> None:
        """Pass on: `request_type`, `unit`, `agent`."""
        staff = await self.known(login)
        async with self.db.tx(actor=staff.actor) as tx:
            await queue.transfer(tx, staff, number, self.limits, reason=reason, **where)

    async def override(self, head: str, number: int, login: str, reason: str = "срочно") -> None:
        """Set the owner past the queue."""
        staff = await self.known(head)
        async with self.db.tx(actor=staff.actor) as tx:
            await queue.assign_by_override(tx, staff, number, login, self.limits, reason=reason)

    async def close(
        self, login: str, number: int, outcome: str | None = "solved", summary: str | None = "Готово", **more: Any
    ) -> None:
        """Wrap up."""
        staff = await self.known(login)
        async with self.db.tx(actor=staff.actor) as tx:
            await closing.close(tx, staff, number, outcome=outcome, summary=summary, **more)

    async def delivered(self, message_id: int) -> None:
        """The relay has seen it arrive."""
        async with self.db.tx() as tx:
            await echoes.delivered(tx, message_id)

    async def edits(self, chat_id: int, telegram_id: int, text: str) -> bool:
        """The client changes a message."""
        async with self.db.tx() as tx:
            await self.recognise(tx, chat_id)
            return await echoes.edited(tx, chat_id, telegram_id, text) is not None

    async def blocks(self, chat_id: int, *, blocked: bool = True) -> None:
        """The client blocks the bot, or lets it in again."""
        async with self.db.tx() as tx:
            await people.set_blocked(tx, chat_id, blocked=blocked)

    async def tick(self) -> tuple[int, int]:
        """The schedule's ticks: promises gone overdue, silent clients released."""
        async with self.db.tx() as tx:
            return await promises.mark_overdue(tx), await queue.release_silent(tx, self.limits)

    async def request(self, number: int) -> Request:
        """The request as it is now."""
        row = await self.one(f"SELECT {_COLUMNS} FROM request WHERE number = $1", number)
        return Request(**dict(row))

    async def row(self, number: int, viewer: Viewer | None = None) -> Row:
        """The request as it is shown."""
        async with self.db.read() as reader:
            row = await request_row(reader, number, viewer or Viewer("all"))
        assert row is not None
        return row

    async def talk(self, number: int) -> Sequence[Row]:
        """The conversation."""
        async with self.db.read() as reader:
            return await request_messages(reader, number)

    async def texts(self, number: int, direction: Literal["in", "out", "note", "system"]) -> list[str]:
        """What was said in one direction."""
        return [row["text"] for row in await self.talk(number) if row["direction"] == direction]

    async def events(self, subject: str | int, prefix: str = "") -> list[str]:
        """Types of events of a request (its number) or of any subject, oldest first."""
        name = f"request:{subject}" if isinstance(subject, int) else subject
        rows = await self.rows("SELECT type FROM event WHERE subject = $1 AND starts_with(type, $2) ORDER BY id", name, prefix)
        return [row["type"] for row in rows]

    async def mail(self, chat_id: int) -> Sequence[Row]:
        """What is on its way to a chat."""
        return await self.rows("SELECT * FROM outbox WHERE chat_id = $1 ORDER BY id", chat_id)

    async def rows(self, sql: str, *args: Any) -> Sequence[Row]:
        """For looking where no function looks."""
        async with self.db.read() as reader:
            return await reader.rows(sql, *args)

    async def one(self, sql: str, *args: Any) -> Row:
        """The first row of what there must be."""
        return (await self.rows(sql, *args))[0]
