"""A group and the hands in it, for the tests of groups."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiohttp import FormData

from tests.sandbox.desk import BOT, Desk, Hand, Json

ALL = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]


@dataclass
class Crowd:
    """One group with its owner and an ordinary member."""

    desk: Desk
    id: int
    owner: Hand
    guest: Hand

    async def state(self, **query: Any) -> Json:
        """The whole group."""
        found: Json = await self.desk.sim("GET", f"/groups/{self.id}", **query)
        return found

    async def act(self, hand: Hand, what: str, body: Json | None = None, *, status: int | None = None) -> Any:
        """POST of a person."""
        return await self.desk.sim("POST", f"/groups/{self.id}/{hand.id}/{what}", body or {}, status=status)

    async def say(self, hand: Hand, text: str, **more: Any) -> Json:
        """A text message of a person."""
        message: Json = await self.act(hand, "messages", {"text": text, **more})
        return message

    async def send(self, hand: Hand, kind: str, *files: tuple[str, bytes], **fields: Any) -> list[Json]:
        """Files of a person, one or an album."""
        form = FormData()
        for name, value in {"kind": kind, **fields}.items():
            form.add_field(name, str(value))
        for name, data in files:
            form.add_field("file", BytesIO(data), filename=name)
        url = f"{self.desk.base}/sim/groups/{self.id}/{hand.id}/media"
        async with self.desk.http.post(url, data=form) as response:
            answer = await response.json()
            assert response.status == 201, answer
            messages: list[Json] = answer["messages"]
            return messages

    async def rights(self, *rights: str) -> None:
        """What the bot may do; nothing: an ordinary member."""
        await self.act(self.owner, "promote", {"user": BOT, "rights": list(rights)})

    async def api(self, method: str, **params: Any) -> Any:
        """A call about this group that must succeed."""
        return await self.desk.api(method, chat_id=self.id, **params)

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call about this group that must be refused."""
        _, description = await self.desk.refused(method, chat_id=self.id, **params)
        return description

    async def topic(self, name: str = "Иван, О123ОО77") -> int:
        """A new topic of the bot."""
        made: int = (await self.api("createForumTopic", name=name))["message_thread_id"]
        return made

    async def hand_topic(self, name: str = "Рукой") -> int:
        """A new topic of the owner."""
        made: int = (await self.act(self.owner, "topics", {"name": name}, status=201))["id"]
        return made

    async def news(self, kind: str = "message") -> list[Json]:
        """What the bot has not taken yet, of one kind."""
        return [update[kind] for update in await self.desk.updates() if kind in update]


async def gather(desk: Desk, **fields: Any) -> Crowd:
    """A forum with the bot as an administrator with all rights, unless told otherwise; no updates wait."""
    crowd = await found(desk, **fields)
    await desk.api("getUpdates", offset=2**31 - 1, allowed_updates=ALL)
    return crowd


async def found(desk: Desk, **fields: Any) -> Crowd:
    """The same with all its updates waiting."""
    owner, guest = await desk.person(first_name="Ольга"), await desk.person(first_name="Пётр")
    body = {"title": "Приёмка", "forum": True, "members": [owner.id, guest.id], "rights": None, **fields}
    if body["rights"] == "member":
        del body["rights"]
    group = await desk.sim("POST", "/groups", body, status=201)
    return Crowd(desk, group["id"], owner, guest)
