"""Car owners with restless thumbs."""

import asyncio
import random
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.crash.ledger import Journal, Ledger, Said
from tests.harness import Phone
from tests.sandbox.desk import PNG

PHRASES = (
    "стучит справа на кочках", "когда будет готова машина?", "сколько стоит замена масла", "а завтра утром можно?",
    "пахнет бензином в салоне", "это гарантийный случай?", "колодки свои, поставите?", "could you call me back?", "да", "нет, другая",
)  # fmt: skip

MAIN_ROAD = re.compile(r"[curl]:|m:ask$")  # consents, stations, ratings, languages; a new question


@dataclass
class Owner:
    """Writes numbered texts, sends photos, edits, presses buttons; `pace`: mean seconds between two acts."""

    phone: Phone
    ledger: Ledger
    journal: Journal
    dice: random.Random
    pace: float
    number: int = 0
    mine: deque[Said] = field(default_factory=lambda: deque(maxlen=5))

    async def live(self, stop: asyncio.Event) -> None:
        """Act until told to stop."""
        await self.start()
        acts = {self.write: 55, self.press: 16, self.edit: 9, self.photo: 6, self.start: 5, self.ask: 4, self.album: 2, self.voice: 2,
                self.place: 1}  # fmt: skip
        while not stop.is_set():
            [act] = self.dice.choices(list(acts), list(acts.values()))
            await act()
            await asyncio.sleep(self.dice.expovariate(1 / self.pace))
            await self.ledger.room.wait()

    def _words(self) -> str:
        self.number += 1
        return f"{self.phone.person}-{self.number:05d} {self.dice.choice(PHRASES)}"

    def _said(self, messages: list[dict[str, Any]]) -> None:
        self.ledger.say(self.phone.person, messages)
        self.mine.append(self.ledger.said[self.phone.person][-1])

    async def write(self) -> None:
        """A text."""
        self._said([await self.phone.write(self._words())])

    async def ask(self) -> None:
        """A new matter."""
        self._said([await self.phone.write(f"/ask {self._words()}")])
        self.mine[-1].text = self.mine[-1].text.removeprefix("/ask ")

    async def photo(self) -> None:
        """A photo with a caption."""
        self._said((await self.phone.send_files("photo", ("1.png", PNG, "image/png"), caption=self._words()))["messages"])

    async def album(self) -> None:
        """Two photos in one."""
        files = [("1.png", PNG, "image/png"), ("2.png", PNG, "image/png")]
        self._said((await self.phone.send_files("photo", *files, caption=self._words()))["messages"])

    async def voice(self) -> None:
        """A voice message."""
        self._said((await self.phone.send_files("voice", ("v.ogg", b"OggS", "audio/ogg"), caption=self._words()))["messages"])

    async def place(self) -> None:
        """Where the car stands; it has no number, so it only counts as an update and is known by its id."""
        self._said([await self.phone.do("location", latitude=55.75, longitude=37.6)])

    async def edit(self) -> None:
        """One of the latest texts again, otherwise worded."""
        texts = [said for said in self.mine if len(said.telegram_ids) == 1 and not said.files and said.text]
        if texts:
            said, new = self.dice.choice(texts), f"{self._words()} (исправлено)"
            await self.phone.do("edit", message_id=said.telegram_ids[0], text=new)
            said.edits.append(new)
            self.ledger.updates += 1

    async def start(self) -> None:
        """/start, in any state."""
        await self.phone.start()
        self.ledger.starts[self.phone.person] += 1
        self.ledger.updates += 1

    async def press(self) -> None:
        """Some button on the screen, old ones too; nobody waits for the spinner.

        Only those of the main road: elsewhere a text may be a plate or a name instead of a message to somebody.
        """
        keyboards = self.journal.keyboards.get(self.phone.person, [])
        if pressable := [(message_id, data) for message_id, buttons in keyboards for data in buttons if MAIN_ROAD.match(data)]:
            message_id, data = self.dice.choice(pressable)
            await self.phone.do("press", message_id=message_id, data=data)
            self.ledger.updates += 1
            self.ledger.consents[self.phone.person] += data.startswith("c:")
