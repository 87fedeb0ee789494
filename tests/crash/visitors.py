"""Car owners who book, move, confirm and cancel visits by the buttons of the chat, also by old ones, and often twice."""

import asyncio
import random
import re
from contextlib import suppress
from dataclasses import dataclass

from tests.crash.diary import Diary
from tests.crash.ledger import Journal, Ledger
from tests.harness import Phone, until

PATIENCE = 2.0  # seconds for the screen to change
# What a thumb likes: the way to a booked visit, sometimes back, seldom a dead end. What asks for words is left alone.
LIKES = tuple((re.compile(pattern), weight) for pattern, weight in (
    (r"m:book", 3.0),
    (r"b:.*:unit:\d+", 5.0), (r"b:.*:(car|plate):later", 5.0), (r"b:.*:car:[^n].*", 5.0),
    (r"b:.*:works:\+.*", 1.5), (r"b:.*:works:f\..*", 0.5), (r"b:.*:works:go", 12.0), (r"b:.*:works:(-.*|all)", 0.3),
    (r"b:.*:day:\d+", 5.0), (r"b:.*:time:\d+", 5.0), (r"b:.*:(day|time):p\d+", 0.5), (r"b:.*:check:yes", 20.0),
    (r"b:.*:(day|time):(full|limit)", 0.2), (r"b:.*:(works|day|time):none", 0.02), (r"b:.*:back", 0.5), (r"b:.*:x", 0.2),
    (r"v:[^:]*", 1.0), (r"v:.*:move", 2.0), (r"v:.*:day\d.*", 4.0), (r"v:.*:at\d+", 4.0), (r"v:.*:to\d.*", 12.0),
    (r"v:.*:page\d+", 0.3), (r"v:.*:confirm\d*", 6.0), (r"v:.*:cancel", 1.0), (r"v:.*:drop\d+", 4.0), (r"v:.*:keep", 0.5),
))  # fmt: skip


@dataclass
class Visitor:
    """`pace`: mean seconds between two acts."""

    phone: Phone
    ledger: Ledger
    diary: Diary
    journal: Journal
    dice: random.Random
    pace: float

    async def live(self, stop: asyncio.Event) -> None:
        """Act until told to stop."""
        await self.phone.start()
        self.ledger.updates += 1
        while not stop.is_set():
            await self.act()
            await asyncio.sleep(self.dice.expovariate(1 / self.pace))
            await self.ledger.room.wait()

    async def act(self) -> None:
        """A press, or the beginning of a new booking."""
        shown, liked = self._screens()[-1:], self._liked()
        if not liked or self.dice.random() < 0.01:
            await self.phone.write("/book")
            self.ledger.updates += 1
        else:
            [(message_id, data)] = self.dice.choices(list(liked), list(liked.values()))
            twice = self.dice.random() < 0.2
            for _ in range(1 + twice):
                await self.press(message_id, data)
            self.diary.twice += twice
        await self._wait(shown)

    async def press(self, message_id: int, data: str) -> None:
        """One press; nobody waits for the spinner."""
        self.diary.pressed[self.phone.person].add(data)
        self.ledger.updates += 1
        await self.phone.do("press", message_id=message_id, data=data)

    def _screens(self) -> list[tuple[int, list[str]]]:
        return self.journal.keyboards.get(self.phone.person, [])

    def _liked(self) -> dict[tuple[int, str], float]:
        """Buttons of the latest screen, now and then of any that is still in sight, also as it was before it changed."""
        screens = self._screens()
        seen = screens[-1:] if self.dice.random() < 0.85 else screens
        return {(message_id, data): weight for message_id, buttons in seen for data in buttons if (weight := _weight(data))}

    async def _wait(self, shown: list[tuple[int, list[str]]]) -> None:
        """Until the screen changes, though not for ever: everything may be broken."""

        async def changed() -> bool:
            return self._screens()[-1:] != shown

        with suppress(AssertionError):
            await until(changed, "the screen changes", PATIENCE)


def _weight(data: str) -> float:
    return next((weight for pattern, weight in LIKES if pattern.fullmatch(data)), 0.0)
