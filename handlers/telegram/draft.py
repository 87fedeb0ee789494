"""A booking in the making: what the dialogue remembers between two presses."""

import secrets
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from services.clients import people
from services.clients.models import Person
from services.storage.tx import Tx

DIALOGUE = "book"


@dataclass(slots=True)
class Draft:
    """`id` names the dialogue in its buttons, `trail` holds the steps before this one; the rest is what has been chosen.

    `car`: a vehicle's public id; empty when it is told on site, None while not asked. `at`, `until`, `touched`: ISO times, UTC.
    `screen`: Telegram's id of its message, once that is known.
    """

    id: str
    step: str = "unit"
    trail: list[str] = field(default_factory=list)
    unit: int | None = None
    car: str | None = None
    works: list[str] = field(default_factory=list)
    family: str = ""
    page: int = 0
    day: str = ""
    at: str = ""
    until: str = ""
    screen: int | None = None
    touched: str = ""

    @classmethod
    def new(cls) -> "Draft":
        """An empty one with an id that nobody can guess."""
        return cls(secrets.token_urlsafe(9))

    @classmethod
    def of(cls, person: Person) -> "Draft | None":
        """The one this person is at, if any."""
        if person.dialogue != DIALOGUE or "id" not in person.dialogue_data:
            return None
        data: dict[str, Any] = person.dialogue_data
        return cls(**{part.name: data[part.name] for part in fields(cls) if part.name in data})

    def go(self, step: str) -> None:
        """Forward; the way back is remembered."""
        self.trail.append(self.step)
        self.turn_to(step)

    def back(self) -> bool:
        """To the step before; False where there is none."""
        if not self.trail:
            return False
        self.turn_to(self.trail.pop())
        return True

    def return_to(self, step: str) -> None:
        """Back to a step that was passed."""
        while self.trail and self.step != step:
            self.back()

    def turn_to(self, step: str) -> None:
        """Another screen, from its beginning."""
        self.step, self.page, self.family = step, 0, ""

    @property
    def chosen_day(self) -> date | None:
        """The day, once chosen."""
        return date.fromisoformat(self.day) if self.day else None

    @property
    def starts_at(self) -> datetime | None:
        """The time, once chosen."""
        return datetime.fromisoformat(self.at) if self.at else None

    @property
    def held_until(self) -> datetime | None:
        """Until when the time is kept."""
        return datetime.fromisoformat(self.until) if self.until else None

    async def save(self, tx: Tx, person: Person) -> None:
        """Remember it as what this person is at."""
        self.touched = tx.now.isoformat()
        await people.set_dialogue(tx, person, DIALOGUE, **asdict(self))
