"""One person and one agent, where nothing else goes on."""

from dataclasses import dataclass
from typing import Any

from tests.crash.script import Script
from tests.crash.stage import Stage
from tests.harness import Api, Phone, until

_MAIL = """
SELECT state, attempts, unknown, delivery FROM outbox o JOIN message m ON m.id = o.message_id WHERE m.text = $1
"""


@dataclass
class Talk:
    """A person's open request, led by an agent."""

    stage: Stage
    phone: Phone
    api: Api
    number: int

    async def answer(self, text: str) -> None:
        """The agent writes to the client."""
        status, _ = await self.api.call("POST", f"/requests/{self.number}/messages", {"text": text})
        assert status == 201

    async def mail(self, text: str) -> tuple[Any, ...]:
        """State, attempts, unanswered attempts and delivery of that answer."""
        [row] = await self.stage.rows(_MAIL, text)
        return tuple(row)

    async def heard(self, *texts: str) -> list[str]:
        """Which of these answers the phone shows, in its order, as often as they are there."""
        shown = [message.get("text") or "" for message in (await self.phone.chat())["messages"]]
        return [text for words in shown for text in texts if text in words]


async def talk(stage: Stage, person: int) -> Talk:
    """The person asks, and the agent takes it."""
    phone = await Script(stage, seed=0).phone(person)
    api = Api(stage.sessions.fresh, stage.url, stage.tokens["anna"])
    await api.call("PUT", "/agents/me/shift", {"state": "on"})
    await phone.write("Это гарантийный случай?")
    await phone.hears("№")

    async def look() -> int | None:
        status, answer = await api.call("POST", "/requests/next")
        return answer["number"] if status == 200 else None

    return Talk(stage, phone, api, await until(look, "there is a next request"))
