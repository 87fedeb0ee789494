"""A unit's group as the services see it: a Telegram of a few lines stands at the other end of the outbox."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from services.groups.albums import send_on
from services.groups.marking import mark
from services.groups.reading import connected_units
from services.groups.showing import show
from tests.horizon import told
from tests.services.world import World

CHAT = -1001234567890
Refuse = Callable[[str, dict[str, Any]], str | None]


@dataclass
class Shown:
    """The group as people see it: topics by id, each message by its own. Counts what the group's limit counts."""

    world: World
    unit: int
    refuse: Refuse = lambda _method, _params: None
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    reactions: dict[int, str] = field(default_factory=dict)
    last: int = 10

    async def round(self) -> bool:
        """What happened is shown, a few calls at a time; whether there was anything to do."""
        async with self.world.db.tx() as tx:
            await send_on(tx)
        async with self.world.db.tx() as tx:
            await mark(tx)
        async with self.world.db.read() as reader:
            units = await connected_units(reader)
        for unit in units:
            async with self.world.db.tx() as tx:
                await show(tx, unit)
        return await self._deliver()

    async def settle(self) -> None:
        """Until everything is shown."""
        quiet = 0
        while quiet < 2:
            if await self.round():
                quiet = 0
            else:
                await told(self.world.db)
                quiet += 1

    async def rested(self) -> None:
        """A few seconds pass: the panel may change again."""
        async with self.world.db.tx() as tx:
            await tx.execute("UPDATE unit_group SET panel_at = NULL")
        await self.settle()

    async def _deliver(self) -> bool:
        rows = await self.world.rows(
            "SELECT id, method, params FROM outbox WHERE chat_id = $1 AND state = 'queued' ORDER BY id", CHAT
        )
        for row in rows:
            params = row["params"]
            self.calls.append(row["method"])
            error, ids = self.refuse(row["method"], params) or self._gone(params), None
            if error is None:
                ids = self._do(row["method"], params)
            async with self.world.db.tx() as tx:
                await tx.execute(
                    "UPDATE outbox SET state = $2, error = $3, telegram_ids = $4 WHERE id = $1",
                    row["id"], "failed" if error else "sent", error, ids,
                )  # fmt: skip
        return bool(rows)

    def _gone(self, params: dict[str, Any]) -> str | None:
        thread = params.get("message_thread_id")
        return "Bad Request: message thread not found" if thread is not None and thread not in self.topics else None

    def _do(self, method: str, params: dict[str, Any]) -> list[int] | None:
        if method == "createForumTopic":
            self.last += 1
            self.topics[self.last] = params["name"]
            return [self.last]
        if method == "sendMediaGroup":
            return [self._message({**params, **item}) for item in params["media"]]
        if method.startswith("send"):
            return [self._message(params)]
        self._change(method, params)
        return [params["message_id"]] if method.startswith("edit") and "message_id" in params else None

    def _change(self, method: str, params: dict[str, Any]) -> None:
        thread = params.get("message_thread_id")
        if method.startswith("editMessage"):
            self.messages[params["message_id"]] |= params
        elif method == "closeForumTopic":
            self.closed.add(thread or 0)
        elif method == "reopenForumTopic":
            self.closed.discard(thread or 0)
        elif method == "deleteForumTopic":
            self.delete(thread or 0)
        elif method == "editForumTopic":
            self.topics[thread or 0] = params["name"]
        elif method == "setMessageReaction":
            self.reactions[params["message_id"]] = params["reaction"][0]["emoji"]

    def _message(self, params: dict[str, Any]) -> int:
        self.last += 1
        self.messages[self.last] = dict(params)
        return self.last

    def delete(self, thread: int) -> None:
        """By hand: nobody is told."""
        del self.topics[thread]
        self.messages = {at: m for at, m in self.messages.items() if m.get("message_thread_id") != thread}

    def thread(self, number: int) -> int:
        """The topic of a request."""
        return next(thread for thread, name in self.topics.items() if f"№ {number} " in f"{name} ")

    def said(self, number: int) -> list[str]:
        """What stands in the topic below the card."""
        return [text for _, text in self.told(number)][1:]

    def told(self, number: int) -> list[tuple[int, str]]:
        """Ids and words of everything in the topic."""
        thread = self.thread(number)
        return [
            (at, m.get("text") or m.get("caption") or "")
            for at, m in sorted(self.messages.items()) if m.get("message_thread_id") == thread
        ]  # fmt: skip

    def card(self, number: int) -> str:
        """What the card says."""
        return self.told(number)[0][1]

    def buttons(self, number: int) -> list[str]:
        """The card's."""
        at = self.told(number)[0][0]
        return [button["text"] for row in self.messages[at]["reply_markup"]["inline_keyboard"] for button in row]

    def panel(self) -> str:
        """The panel in General."""
        return next(m["text"] for m in self.messages.values() if "message_thread_id" not in m and "reply_markup" in m)


async def group_of(world: World, unit: int, *, every: bool = True) -> Shown:
    """A connected group that shows every request of the unit."""
    async with world.db.tx() as tx:
        await tx.execute("INSERT INTO unit_group (unit_id, chat_id, every) VALUES ($1, $2, $3)", unit, CHAT, every)
    shown = Shown(world, unit)
    await shown.settle()
    return shown
