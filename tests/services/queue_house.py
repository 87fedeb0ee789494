"""The house in which the queue is tried: everybody who works there, the doors, and the slow calculation beside them."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine

from schedules.requests import look_after
from services.units.calendar import Hours
from tests.services.invariants import violations
from tests.services.queue_doors import Act, Doors
from tests.services.queue_line import Line
from tests.services.queue_model import Asked, Person, Queue
from tests.services.queue_seen import differences, left_behind
from tests.services.watching import rules
from tests.services.world import ALWAYS

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, 12:00 in Moscow
DAY = {"week": {str(day): [["09:00", "13:00"], ["14:00", "20:00"]] for day in range(7)}, "days": {}}
PEOPLE = (Person("olga"), Person("petr", skills=frozenset({"claim"})), Person("ira", units=frozenset({"day"})))
LOGINS = [person.login for person in PEOPLE]
HEAD, DIRECTOR = "boris", "vera"
LIMIT = 2
Answer = TypeVar("Answer")


def _is_open() -> Any:
    """By minutes since the beginning, looked up in a table that was made once."""
    hours = {"day": Hours.parse("Europe/Moscow", DAY), "msk": Hours.parse("Europe/Moscow", ALWAYS)}
    local = BEGAN + timedelta(hours=3)
    known = {"msk": [True] * 1440, "day": [hours["day"].is_open(BEGAN + timedelta(minutes=m)) for m in range(1440)]}
    assert local.minute == 0
    return lambda unit, minute: known[unit][minute % 1440]


IS_OPEN = _is_open()


class House(RuleBasedStateMachine):
    """Acts through the doors, each in a transaction of its own, inside one that is undone in the end."""

    connection: Any
    line: Line
    doors: Doors
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.world = self.doors.world
        self.clock = self.world.clock
        self.clock.at = BEGAN
        self.model = Queue([Person(p.login, p.skills, p.units) for p in PEOPLE], IS_OPEN, LIMIT)
        self.chats: dict[int, int] = {}
        self.undo = self.connection.transaction()

    def do(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        """Run it where the connection lives."""
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(30)

    async def open(self) -> None:
        """Two stations, and everybody at work."""
        await self.undo.start()
        await self.world.unit("msk", leading=True)
        await self.world.unit("day", hours=DAY)
        for person in PEOPLE:
            await self.world.staff(person.login, skills=sorted(person.skills), units=sorted(person.units))
        await self.world.staff(HEAD, role="head")
        await self.world.staff(DIRECTOR, role="director")
        await rules(self.world, resolve_minutes={"claim": 240})
        await self.doors.begin()

    def teardown(self) -> None:
        self.do(self._end())

    async def _end(self) -> None:
        broken = await violations(self.connection, self.world.limits)
        await self.undo.rollback()
        assert not broken, broken

    # ---- Shorter words

    def does(self, door: str, login: str, one: Asked, act: Act, refusal: str | None = None, *, twice: bool = False) -> None:
        """Done, or refused so."""
        got = self.do(self.doors.does(door, login, one.number, act, twice=twice))
        assert got == refusal, f"{act.form} by {door}: {got}, not {refusal}"

    def look(self) -> None:
        """What the worker does within a tick."""
        self.do(look_after(self.world.db, self.world.limits))
        self.model.look()

    @property
    def in_hand(self) -> list[Asked]:
        """What anybody leads."""
        return [one for login in LOGINS for one in self.model.held(login)]

    @property
    def open_ones(self) -> list[Asked]:
        """What is not closed."""
        return [one for one in self.model.asked.values() if one.state != "closed"]

    def led(self, pick: int) -> tuple[Asked, str]:
        """One of what is led, and by whom."""
        one = any_of(pick, self.in_hand)
        assert one.owner
        return one, one.owner

    # ---- What has to be so

    def left(self) -> Any:
        """What a refused act adds nothing to."""
        return self.do(left_behind(self.world))

    def check_invariants(self, *args: Any, **kwargs: Any) -> None:
        """After each step."""
        super().check_invariants(*args, **kwargs)
        if self.model.asked:
            self.compare()

    def compare(self) -> None:
        """Each request, each agent."""
        found = self.do(differences(self.world, self.model, BEGAN))
        assert not found, f"is, and should be: {found}"


def any_of(pick: int, among: list[Asked]) -> Asked:
    """One of them."""
    return among[pick % len(among)]
