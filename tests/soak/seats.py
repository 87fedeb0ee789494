"""Agents who work in the group alone: they press, and write in topics. They know only what they see there."""

import asyncio
import random
from dataclasses import dataclass, field

from services.texts import text
from tests.soak.forum import STRANGER, Forum, Shown, Typed

HANDS = 4  # topics at a time


@dataclass
class Seat:
    """One agent; `pace`: mean seconds between two acts. Nothing is waited for: what has not come yet is not pressed yet."""

    forum: Forum
    person: int
    login: str
    name: str
    dice: random.Random
    pace: float
    number: int = 0
    told: dict[int, str] = field(default_factory=dict)
    """Topics whose question was answered, and the card as it was then: nobody answers the same question twice."""

    async def live(self, stop: asyncio.Event) -> None:
        """Act until told to stop."""
        while not stop.is_set():
            if panel := self.forum.panel:
                led = [card for card in self.forum.cards.values() if text("ru", "group-card-led", who=self.name) in card.text]
                if f"● {self.name}:" not in panel.text:  # until the panel says so: a press may get lost
                    await self._press(panel, "g:p:on")
                elif len(led) < HANDS:
                    await self._press(panel, "g:p:next")
                if led:
                    await self._work(self.dice.choice(led))
                if self.forum.cards and self.dice.random() < 0.1:
                    await self._meddle(self.dice.choice(list(self.forum.cards.values())[-20:]))
            await asyncio.sleep(self.dice.expovariate(1 / self.pace))

    async def _work(self, card: Shown) -> None:
        """What the card asks for, else an answer, a note or the way to the end."""
        verbs = {data.split(":")[2]: data for data in card.buttons}
        asked = "back" in verbs and len(verbs) == 1
        if asked and self.told.get(card.thread) == card.text:
            return
        self.told[card.thread] = card.text if asked else ""
        if asked:  # for the summary, or for what the script wants to know
            summary = text("ru", "group-ask-summary", who=self.name, outcome="§").partition("§")[0]
            await (self._say(card.thread, "summary") if summary in card.text else self._press(card, verbs["back"]))
        elif "outcome" in verbs:
            await self._press(card, f"{verbs['outcome'].rpartition(':')[0]}:{self.dice.choice(['solved', 'answered'])}")
        elif "result" in verbs:
            await self._press(card, f"{verbs['result'].rpartition(':result')[0]}:result:")
        elif self.dice.random() < 0.35:
            await self._press(card, next((data for data in card.buttons if data.endswith("menu:close")), ""))
        else:
            await self._say(card.thread, self.dice.choice(["answer", "answer", "answer", "note"]))

    async def _meddle(self, card: Shown) -> None:
        """Words in somebody else's topic, and those of somebody nobody knows."""
        if text("ru", "group-card-led", who=self.name) not in card.text and self.dice.random() < 0.5:
            await self._say(card.thread, "foreign")
        else:
            await self._say(card.thread, "stranger")

    async def _press(self, shown: Shown, data: str) -> None:
        if data:
            self.forum.presses += bool(
                await self.forum.act(self.person, "press", {"message_id": shown.message_id, "data": data})
            )

    async def _say(self, thread: int, how: str) -> None:
        self.number += 1
        words = f"{self.login} #{self.number:05d} {how} в теме"
        person = STRANGER if how == "stranger" else self.person
        said = await self.forum.act(person, "messages", {"text": f"!{words}" if how == "note" else words, "topic": thread})
        if said:
            self.forum.typed.append(Typed(self.login, said["message_id"], words, how))
