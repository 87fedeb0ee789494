"""A booking as somebody on a phone goes through it: one message that changes as its buttons are pressed."""

from dataclasses import dataclass
from datetime import timedelta

from tests.harness import Phone
from tests.whole.chain import ALWAYS, Chain, Json, buttons

NAVIGATION = ("booking-back", "booking-cancel", "booking-more", "booking-fewer", "booking-all-works", "visit-keep")
# code, Russian, English, family, minutes, kind of bay, bookable
WORKS = (
    ("oil", "Замена масла", "Oil change", "maintenance", 40, "lift", True),
    ("balance", "Балансировка", "Balancing", "tyres", 30, "tyre", True),
    ("clutch", "Замена сцепления", "Clutch replacement", "engine", 360, "lift", False),
)
OIL, BALANCE, CLUTCH = ({"ru": work[1], "en": work[2]} for work in WORKS)


async def station(chain: Chain, *, crews: int = 1, hours: Json = ALWAYS, name: str = "Ока", **rules: int) -> str:
    """A station that can be booked: so many lifts, tyre bays and technicians. `rules`: columns of the unit."""
    code = await chain.unit(name=name, hours=hours)
    async with chain.desk.db.tx() as tx:
        for place, (work, ru, en, family, minutes, bay, bookable) in enumerate(WORKS):
            await tx.execute(
                "INSERT INTO work (code, title, family, minutes, bay, bookable, position) VALUES ($1, $2, $3, $4, $5, $6, $7) "
                "ON CONFLICT DO NOTHING",
                work, {"ru": ru, "en": en}, family, minutes, bay, bookable, place,
            )  # fmt: skip
        for kind, abilities in (("bay", ["lift"]), ("bay", ["tyre"]), ("technician", [])):
            for number in range(crews):
                await tx.execute(
                    "INSERT INTO resource (unit_id, kind, name, abilities) SELECT id, $2, $3, $4 FROM unit WHERE code = $1",
                    code, kind, {"ru": f"{kind} {number}"}, abilities,
                )  # fmt: skip
        for rule, value in rules.items():
            await tx.execute(f"UPDATE unit SET {rule} = $2 WHERE code = $1", code, value)
    return code


async def owner(chain: Chain, code: str, *plates: str, **fields: str) -> Phone:
    """Somebody known at this station, with these vehicles."""
    phone = await chain.client(code, **fields)
    async with chain.desk.db.tx() as tx:
        for number, plate in enumerate(plates):
            await tx.execute(
                "INSERT INTO vehicle (public_id, client_id, make, model, plate, source, created_at) "
                "SELECT $3, client_id, 'Lada', 'Vesta', $2, 'telegram', $4 FROM chat WHERE chat_id = $1",
                phone.person, plate, f"v{phone.person}-{number}".ljust(16, "x"), tx.now,
            )  # fmt: skip
    return phone


@dataclass
class Dialogue:
    """The message on the phone; `presses` counts what it took."""

    chain: Chain
    phone: Phone
    message: Json
    presses: int = 0

    @classmethod
    async def begin(cls, chain: Chain, phone: Phone) -> "Dialogue":
        """/book."""
        known = {message["message_id"] for message in (await phone.chat())["messages"]}
        await phone.write("/book")

        def look(chat: Json) -> Json | None:
            return next((m for m in chat["messages"] if m["out"] and m["message_id"] not in known), None)

        message = await phone.until(look, "the dialogue begins")
        phone.seen.add((message["message_id"], message["text"]))
        return cls(chain, phone, message)

    @property
    def text(self) -> str:
        """What it says now."""
        return str(self.message["text"])

    @property
    def labels(self) -> list[str]:
        """Its buttons now."""
        return buttons(self.message)

    def data(self, label: str) -> str:
        """What the button with this label carries."""
        rows = self.message["reply_markup"]["inline_keyboard"]
        return str(next(button["callback_data"] for row in rows for button in row if label in button["text"]))

    def datas(self) -> list[str]:
        """What its buttons carry, links apart."""
        rows = self.message["reply_markup"]["inline_keyboard"]
        return [button["callback_data"] for row in rows for button in row if "callback_data" in button]

    @property
    def first(self) -> str:
        """The first button that leads on."""
        away = {self.chain.t(key) for key in NAVIGATION}
        return next(label for label in self.labels if label not in away)

    def times(self) -> list[str]:
        """The times offered."""
        return [label for label in self.labels if len(label) == 5 and label[2] == ":"]

    async def press(self, label: str) -> "Dialogue":
        """Press and see what the message becomes."""
        await self.press_data(self.data(label))
        self.presses += 1
        return self

    async def press_key(self, key: str, **args: str | int) -> "Dialogue":
        """Press the button with this text."""
        return await self.press(self.chain.t(key, **args))

    async def press_data(self, data: str, *, changes: bool = True) -> str:
        """Any press; what it was answered with."""
        before = self._state(self.message)
        answered = await self.phone.press_data(self.message["message_id"], data)

        def look(chat: Json) -> Json | None:
            message = self._in(chat)
            return message if self._state(message) != before or not changes else None

        self.message = await self.phone.until(look, f"the message changes after {data}")
        return str(answered.get("text") or "")

    async def becomes(self, words: str) -> None:
        """Wait until it says this: where it has been changed by other presses meanwhile, a change alone says nothing."""

        def look(chat: Json) -> Json | None:
            message = self._in(chat)
            return message if words in message.get("text", "") else None

        self.message = await self.phone.until(look, f"the message says {words}")

    async def refresh(self) -> "Dialogue":
        """The message as it is now."""
        self.message = self._in(await self.phone.chat())
        return self

    def _in(self, chat: Json) -> Json:
        messages: list[Json] = chat["messages"]
        return next(message for message in messages if message["message_id"] == self.message["message_id"])

    @staticmethod
    def _state(message: Json) -> tuple[str, str]:
        return message.get("text", ""), str(message.get("reply_markup"))

    async def to(self, step: str) -> "Dialogue":
        """On by the first buttons until the question of a step stands there."""
        marks = {
            "works": "booking-ask-works", "more": "booking-ask-more-works", "day": "booking-ask-day", "check": "booking-ask-yes",
            "plate": "booking-ask-plate", "car": "booking-ask-car",
        }  # fmt: skip
        while not self.asks(step, marks):
            await self.press(self.first)
        return self

    def asks(self, step: str, marks: dict[str, str]) -> bool:
        """Whether the step's question stands there."""
        if step == "time":
            return bool(self.times())
        if step == "booked":
            return self.text.startswith(self.chain.t("visit-title-fresh"))
        return self.chain.t(marks[step]) in self.text


async def booked(chain: Chain, phone: Phone) -> Dialogue:
    """A booked visit; the message is its card."""
    return await (await Dialogue.begin(chain, phone)).to("booked")


async def visits(chain: Chain, phone: Phone) -> list[Json]:
    """Everything this person has in the book, holds too, the first one first."""
    async with chain.desk.db.read() as reader:
        rows = await reader.rows(
            "SELECT a.*, u.code AS unit, (SELECT array_agg(w.code ORDER BY aw.position) FROM appointment_work aw "
            "JOIN work w ON w.id = aw.work_id WHERE aw.appointment_id = a.id) AS works, v.plate "
            "FROM appointment a JOIN chat c USING (client_id) JOIN unit u ON u.id = a.unit_id LEFT JOIN vehicle v ON v.id = a.vehicle_id "
            "WHERE c.chat_id = $1 ORDER BY a.id",
            phone.person,
        )  # fmt: skip
    return [dict(row) for row in rows]


async def only_visit(chain: Chain, phone: Phone) -> Json:
    """The one this person has."""
    (visit,) = await visits(chain, phone)
    return visit


async def soon(chain: Chain, phone: Phone, **before: float) -> None:
    """Time passes until the person's visit is so far away."""
    starts_at = (await only_visit(chain, phone))["starts_at"]
    wait = starts_at - timedelta(**before) - await chain.now()
    await chain.later(seconds=wait.total_seconds())
