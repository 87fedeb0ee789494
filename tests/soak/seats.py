"""Agents who work in the group alone: they press, and write in topics. They know only what they see there."""

import asyncio
import random
import re
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
    pressed: set[str] = field(default_factory=set)
    """Presses of Next whose answer was not seen yet."""
    given: set[int] = field(default_factory=set)
    """Numbers that Next has named: under a storm of talk the card tells of it much later."""
    told: dict[int, str] = field(default_factory=dict)
    """Topics whose question was answered, and the card as it was then: nobody answers the same question twice."""

    async def live(self, stop: asyncio.Event) -> None:
        """Act until told to stop."""
        while not stop.is_set():
            if panel := self.forum.panel:
                await self._hear()
                led = self._led()
                # Now and then until the panel says so: presses get lost.
                if f"● {self.name}:" not in panel.text and self.dice.random() < 0.3:
                    await self._press(panel, "g:p:on")
                elif len(led) < HANDS and (query := await self._press(panel, "g:p:next")):
                    self.pressed.add(query)
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

    async def _hear(self) -> None:
        for query in list(self.pressed):
            if (answer := await self.forum.pressed(self.person, query)) is not None:
                self.pressed.discard(query)
                self.given |= {int(number) for number in re.findall(r"№ (\d+)", answer)}

    def _led(self) -> list[Shown]:
        """The cards that say so, and those that say nothing yet of what Next has given."""
        named, over = text("ru", "group-card-led", who=self.name), ("Ведёт: ", "Закрыто. ")
        led = [card for card in self.forum.cards.values() if named in card.text]
        for thread in (thread for number in self.given for thread in self.forum.made.get(number, ())[-1:]):
            card = self.forum.cards.get(thread, Shown(0, thread, "", ()))
            if not any(words in card.text for words in over):
                led.append(card)
        return led

    async def _press(self, shown: Shown, data: str) -> str:
        """The press; empty where there was none."""
        if not data:
            return ""
        press = await self.forum.act(self.person, "press", {"message_id": shown.message_id, "data": data})
        self.forum.presses += bool(press)
        return str(press.get("callback_query_id", ""))

    async def _say(self, thread: int, how: str) -> None:
        self.number += 1
        words = f"{self.login} #{self.number:05d} {how} в теме"
        person = STRANGER if how == "stranger" else self.person
        said = await self.forum.act(person, "messages", {"text": f"!{words}" if how == "note" else words, "topic": thread})
        if said:
            self.forum.typed.append(Typed(self.login, said["message_id"], words, how))
