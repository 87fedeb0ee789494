"""A unit's group in Telegram with the people in it, for conversations held there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from services.groups.connecting import make_code
from services.staff.accounts import staff_by_login
from tests.harness import Phone, until
from tests.whole.chain import NORTH, Agent, Chain, Json

REACTED = "bot"


@dataclass
class Seat:
    """An agent in the group: the account at the desk, and the phone."""

    agent: Agent
    phone: Phone

    @property
    def id(self) -> int:
        """Of the phone's owner."""
        return self.phone.person


@dataclass
class Hall:
    """The group. `owner` is somebody who works nowhere here and set it up."""

    chain: Chain
    id: int
    owner: Phone

    async def seat(self, name: str = "Анна Смирнова", *, role: str = "agent", units: tuple[str, ...] = (NORTH,)) -> Seat:
        """Somebody of the staff, in the group and known by their Telegram account."""
        agent, phone = (
            await self.chain.agent(*units, role=role, name=name),
            await self.chain.newcomer(first_name=name.split(maxsplit=1)[0]),
        )
        await self._know(agent, phone)
        await self.act(phone.person, "join")
        return Seat(agent, phone)

    async def _know(self, agent: Agent, phone: Phone) -> None:
        async with self.chain.desk.db.tx() as tx:
            await tx.execute("UPDATE staff SET telegram_id = $2 WHERE login = $1", agent.login, phone.person)

    async def guest(self) -> Phone:
        """Somebody in the group who is none of ours."""
        phone = await self.chain.newcomer(first_name="Прохожий")
        await self.act(phone.person, "join")
        return phone

    async def call(self, method: str, path: str, body: Json | None = None, *, status: int | None = None) -> Any:
        """The emulator's control API."""
        async with self.chain.session.request(method, f"{self.chain.sandbox}/sim{path}", json=body) as response:
            answer = await response.json()
            assert response.status == status if status else response.status < 300, answer
            return answer

    async def act(self, person: int, what: str, body: Json | None = None) -> Any:
        """Somebody does something."""
        return await self.call("POST", f"/groups/{self.id}/{person}/{what}", body or {})

    async def say(self, person: int, text: str, topic: int | None = None, **more: Any) -> Json:
        """Somebody writes."""
        said: Json = await self.act(person, "messages", {"text": text, **({"topic": topic} if topic else {}), **more})
        return said

    async def send(self, person: int, topic: int, kind: str, *files: tuple[str, bytes, str], caption: str = "") -> Any:
        """Somebody sends files; several photos are an album."""
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        form.add_field("topic", str(topic))
        if caption:
            form.add_field("caption", caption)
        for name, content, mime in files:
            form.add_field("file", content, filename=name, content_type=mime)
        async with self.chain.session.post(f"{self.chain.sandbox}/sim/groups/{self.id}/{person}/media", data=form) as response:
            assert response.status == 201, await response.text()
            return await response.json()

    async def state(self) -> Json:
        """The whole group."""
        found: Json = await self.call("GET", f"/groups/{self.id}")
        return found

    async def topics(self) -> list[Json]:
        """Its topics, without General."""
        return [topic for topic in (await self.state())["topics"] if topic["id"] != 1]

    async def topic(self, number: int, *, other_than: int = 0) -> int:
        """The topic of a request, once it is there."""

        async def look() -> int | None:
            found = [t["id"] for t in await self.topics() if f"№ {number} " in f"{t['name']} "]
            return next((topic for topic in found if topic != other_than), None)

        return await until(look, f"a topic of request {number}")

    async def messages(self, topic: int) -> list[Json]:
        """What stands in a topic, service messages and deleted ones apart."""
        found = [m for m in (await self.state())["messages"] if m["topic"] == topic and not m["deleted"]]
        return [
            m for m in found if any(kind in m for kind in ("text", "caption", "files")) and not m.get("forum_topic_created")
        ]

    async def shows(self, topic: int, *words: str, holds: Callable[[Json], Any] = lambda _: True) -> Json:
        """A message of the bot in the topic that holds all the words."""

        async def look() -> Json | None:
            for message in await self.messages(topic):
                said = message.get("text") or message.get("caption") or ""
                if message["out"] and all(word in said for word in words) and holds(message):
                    return message
            return None

        return await until(look, f"the topic shows {words}")

    async def card(self, topic: int, *words: str) -> Json:
        """The topmost message, once it says this."""

        async def look() -> Json | None:
            first = next((m for m in await self.messages(topic) if m["out"] and "№" in m.get("text", "")), None)
            return first if first and all(word in first["text"] for word in words) else None

        return await until(look, f"the card says {words}")

    async def panel(self, *words: str) -> Json:
        """The panel in General, once it says this."""
        return await self.shows(1, *words, holds=lambda m: m.get("reply_markup"))

    async def press(self, seat: Seat | Phone, message: Json, label: str) -> Json:
        """Press a button; what the press was answered with."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if label in button["text"])
        return await self.press_data(seat, message["message_id"], data)

    async def press_data(self, seat: Seat | Phone, message_id: int, data: str) -> Json:
        """Press with any data."""
        person = seat.id if isinstance(seat, Seat) else seat.person
        pressed = await self.act(person, "press", {"message_id": message_id, "data": data})

        async def look() -> Json | None:
            path = f"/groups/{self.id}/{person}/press/{pressed['callback_query_id']}"
            state: Json = await self.call("GET", path)
            return state if state["answered"] else None

        return await until(look, "the press is answered")

    async def next(self, seat: Seat) -> tuple[int, int]:
        """Press Next until there is something; the request's number and its topic."""
        t, panel = self.chain.t, await self.panel()

        async def look() -> int | None:
            told = (await self.press(seat, panel, t("group-button-next"))).get("text") or ""
            digits = "".join(ch for ch in told.split(":", 1)[0] if ch.isdigit())
            return int(digits) if digits else None

        number = await until(look, "Next brings a request")
        return number, await self.topic(number)

    async def on_card(self, seat: Seat, topic: int, *keys: str) -> Json:
        """Press one button of the card after the other, each once it is there."""
        answered: Json = {}
        for key in keys:
            label = self.chain.t(key)

            async def look(label: str = label) -> Json | None:
                card = await self.card(topic)
                rows = card.get("reply_markup", {}).get("inline_keyboard", [])
                return card if any(label in button["text"] for row in rows for button in row) else None

            answered = await self.press(seat, await until(look, f"the card has {label}"), label)
        return answered


async def found_group(chain: Chain, **fields: Any) -> Hall:
    """A forum with the bot as its administrator, connected to nothing yet."""
    owner = await chain.newcomer(first_name="Ольга")
    body = {"title": "Приёмка", "forum": True, "members": [owner.person], "rights": None, "bot": chain.bot, **fields}
    async with chain.session.post(f"{chain.sandbox}/sim/groups", json=body) as response:
        assert response.status == 201, await response.text()
        return Hall(chain, (await response.json())["id"], owner)


async def code_for(chain: Chain, unit: str = NORTH) -> str:
    """What the settings show."""
    head = await chain.agent(role="admin", name="Админ")
    async with chain.desk.db.tx() as tx:
        staff = await staff_by_login(tx, head.login)
        assert staff
        await tx.execute("UPDATE staff SET language = $2, unit_ids = '{}' WHERE login = $1", head.login, chain.language)
        staff = await staff_by_login(tx, head.login)
        assert staff
        return await make_code(tx, staff, unit)


async def connected(chain: Chain, unit: str = NORTH, **fields: Any) -> Hall:
    """A group that is the unit's."""
    hall = await found_group(chain, **fields)
    await hall.say(hall.owner.person, f"/connect {await code_for(chain, unit)}")
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE unit_group SET language = $1", chain.language)
    await hall.panel()
    return hall
