"""The leading unit's Telegram group, with a topic for every request: who is in it, and what they see there."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from services.clock import ShiftedClock
from services.groups.connecting import make_code
from services.staff.accounts import add_staff, staff_by_login
from services.storage.database import Database
from tests.crash.stage import Stage

UNIT = "msk-north"
SEATS = {"zoya": "Зоя", "ira": "Ира"}
OWNER, STRANGER, FIRST = 70001, 70002, 70011
# A tenth of a second between two messages: a minute's soak comes to rest. Agents do much more than that, so gathering is tried as well.
PACE = {"PRIYOMKA_DELIVERY__GROUP_PER_MINUTE": "600"}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot with buttons, as it is now."""

    message_id: int
    thread: int
    text: str
    buttons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """One message of somebody in a topic. `how`: answer, note, foreign, stranger, or summary."""

    who: str
    message_id: int
    text: str
    how: str


@dataclass
class Forum:
    """`panel` and `cards` are what its members see. `made`: topics by name as they came into being; `dropped`: deleted again."""

    stage: Stage
    id: int
    panel: Shown | None = None
    cards: dict[int, Shown] = field(default_factory=dict)
    typed: list[Typed] = field(default_factory=list)
    replied: set[int] = field(default_factory=set)
    presses: int = 0
    made: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    dropped: set[int] = field(default_factory=set)

    def note(self, call: Json) -> None:
        """One call of the bot's, of the emulator's journal."""
        params, result = call["params"], call["result"]
        if call["status"] != 200 or str(params.get("chat_id")) != str(self.id):
            return
        if call["method"] == "createForumTopic":
            self.made[number_in(params["name"])].append(result["message_thread_id"])
        elif call["method"] == "deleteForumTopic":
            self.dropped.add(int(params["message_thread_id"]))
        elif isinstance(result, dict) and "message_id" in result:
            self._see(result)

    def _see(self, message: Json) -> None:
        if "reply_to_message" in message:
            self.replied.add(message["reply_to_message"]["message_id"])
        rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
        buttons = tuple(button["callback_data"] for row in rows for button in row)
        thread = message.get("message_thread_id", 1)
        shown = Shown(message["message_id"], thread, message.get("text", ""), buttons)
        if "g:p:next" in buttons:
            self.panel = shown
        elif buttons or (thread in self.cards and self.cards[thread].message_id == shown.message_id):
            self.cards[thread] = shown

    async def act(self, person: int, what: str, body: Json | None = None) -> Json:
        """Somebody does something; empty where Telegram does not let them (a closed topic)."""
        url = f"{self.stage.sandbox}/sim/groups/{self.id}/{person}/{what}"
        async with self.stage.sessions.direct.post(url, json=body or {}) as response:
            assert response.status < 300 or response.status in {404, 409}, await response.text()
            return await response.json() if response.status < 300 else {}

    async def pressed(self, person: int, query: str) -> str | None:
        """What a press was answered with; None as long as it was not."""
        url = f"{self.stage.sandbox}/sim/groups/{self.id}/{person}/press/{query}"
        async with self.stage.sessions.direct.get(url) as response:
            state: Json = await response.json()
            return str(state.get("text") or "") if response.status == 200 and state["answered"] else None

    async def state(self) -> Json:
        """The whole group."""
        async with self.stage.sessions.direct.get(f"{self.stage.sandbox}/sim/groups/{self.id}") as response:
            found: Json = await response.json()
            return found


def number_in(name: str) -> int:
    """The request's, in the name of a topic."""
    return int(name.partition("№ ")[2].split()[0])


async def found_forum(stage: Stage) -> Forum:
    """A group with the bot as its administrator, two agents who are known there and a stranger. The code is said; the product hears it
    when it begins."""
    async with stage.sessions.direct.get(f"{stage.sandbox}/bot{stage.token}/getMe"):
        pass  # a bot comes into being at its first call
    people = [OWNER, STRANGER, *range(FIRST, FIRST + len(SEATS))]
    for person in people:
        card = {"id": person, "first_name": f"Сотрудник{person}", "language_code": "ru"}
        async with stage.sessions.direct.post(f"{stage.sandbox}/sim/people", json=card) as response:
            assert response.status == 201, await response.text()
    body = {"title": "Приёмка", "forum": True, "members": people, "rights": None, "bot": stage.bot}
    async with stage.sessions.direct.post(f"{stage.sandbox}/sim/groups", json=body) as response:
        assert response.status == 201, await response.text()
        forum = Forum(stage, (await response.json())["id"])
    await forum.act(OWNER, "messages", {"text": f"/connect {await _code(stage)}"})
    stage.env |= PACE
    return forum


async def _code(stage: Stage) -> str:
    """The agents' accounts, and a code for the unit."""
    db = await Database.open(stage.database_url, ShiftedClock(), size=2)
    try:
        async with db.tx() as tx:
            for account, (login, name) in enumerate(SEATS.items(), FIRST):
                await add_staff(tx, login, name=name, role="agent", telegram_id=account)
            admin = await staff_by_login(tx, "admin")
            assert admin
            code = await make_code(tx, admin, UNIT)
            await tx.execute("UPDATE unit_group SET every = true, language = 'ru'")
            return code
    finally:
        await db.close()
