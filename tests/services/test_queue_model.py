"""Whatever clients, agents, heads and time do, in whatever order: the product does what a slow and obvious calculation says."""

import asyncio
import os
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from schedules.requests import look_after
from services.clock import FixedClock
from services.errors import Refused
from services.requests.giving_back import give_back
from services.requests.handing_over import end_shift
from services.requests.models import Limits
from services.staff.withdrawing import withdraw
from services.storage.database import Database
from services.storage.reader import Row
from services.units.calendar import Hours
from tests.services.conftest import OneConnection
from tests.services.invariants import violations
from tests.services.queue_model import Asked, Person, Queue
from tests.services.watching import rules, silent
from tests.services.world import ALWAYS, World

pytestmark = pytest.mark.slow

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, 12:00 in Moscow
DAY = {"week": {str(day): [["09:00", "13:00"], ["14:00", "20:00"]] for day in range(7)}, "days": {}}
PEOPLE = (Person("olga"), Person("petr", skills=frozenset({"claim"})), Person("ira", units=frozenset({"day"})))
LOGINS = [person.login for person in PEOPLE]
LIMIT = 2
EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "4"))  # MODEL_EXAMPLES=200 for many more
# The shortest way to a failure takes minutes to find: MODEL_SHRINK=1.
PHASES = tuple(Phase) if "MODEL_SHRINK" in os.environ else (Phase.explicit, Phase.generate)
Answer = TypeVar("Answer")

_STATE = """
SELECT r.*, s.login AS owner, k.login AS kept, (SELECT min(least(due_at, broken_at)) FROM promise p WHERE p.request_number = r.number
    AND p.state <> 'kept') AS promised, EXISTS (SELECT FROM promise p WHERE p.request_number = r.number AND p.state = 'overdue') AS overdue,
    ARRAY(SELECT clock || CASE WHEN made_good_at IS NULL THEN '' ELSE '+' END || extract(epoch FROM at - $1)::int / 60 FROM missed m
        WHERE m.request_number = r.number) AS missed
FROM request r LEFT JOIN staff s ON s.id = r.agent_id LEFT JOIN staff k ON k.id = r.reserved_for
"""


def _is_open() -> Any:
    """By minutes since the beginning, looked up in a table that was made once."""
    hours = {"day": Hours.parse("Europe/Moscow", DAY), "msk": Hours.parse("Europe/Moscow", ALWAYS)}
    local = BEGAN + timedelta(hours=3)
    known = {"msk": [True] * 1440, "day": [hours["day"].is_open(BEGAN + timedelta(minutes=m)) for m in range(1440)]}
    assert local.minute == 0
    return lambda unit, minute: known[unit][minute % 1440]


IS_OPEN = _is_open()


class House(RuleBasedStateMachine):
    """Acts through the services, each in a transaction of its own, inside one that is undone in the end."""

    connection: Any
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.clock = FixedClock(BEGAN)
        self.world = World(Database(OneConnection(self.connection), self.clock), Limits(wip_limit=LIMIT))
        self.model = Queue([Person(p.login, p.skills, p.units) for p in PEOPLE], IS_OPEN, LIMIT)
        self.chats: dict[int, int] = {}
        self.undo = self.connection.transaction()

    def do(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        """Run it where the connection lives."""
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(30)

    @initialize(
        kinds=st.lists(st.sampled_from(["other", "claim", "parts_selection"]), min_size=5, max_size=9), gap=st.integers(0, 40)
    )
    def begin(self, kinds: list[str], gap: int) -> None:
        """A morning on which much came before anybody pressed Next."""
        self.do(self._begin())
        for place, kind in enumerate(kinds):
            self.ask("day" if place % 3 else "msk", kind, danger=False)
            if place % 2:
                self.time_goes_by(1 + gap)
        for login in LOGINS:
            self.press_next(login)

    async def _begin(self) -> None:
        await self.undo.start()
        self.units = {"msk": await self.world.unit("msk", leading=True), "day": await self.world.unit("day", hours=DAY)}
        for person in PEOPLE:
            await self.world.staff(person.login, skills=sorted(person.skills), units=sorted(person.units))
        await self.world.staff("boris", role="head")
        await self.world.staff("vera", role="director")
        await rules(self.world, resolve_minutes={"claim": 240})

    # ---- Clients

    @rule(
        unit=st.sampled_from(["msk", "day"]), kind=st.sampled_from(["other", "claim", "claim", "parts_selection"]),
        danger=st.sampled_from([False] * 9 + [True]),
    )  # fmt: skip
    def ask(self, unit: str, kind: str, danger: bool) -> None:
        chat = 1000 + len(self.chats)
        self.do(self.world.person(chat, unit_id=self.units[unit]))
        number = self.do(self.world.asks(chat, "Отказали тормоза" if danger else "Стучит справа", request_type=kind))
        self.chats[number] = chat
        self.model.ask(number, unit, kind, danger=danger)

    @precondition(lambda self: self.chats)
    @rule(pick=st.integers(0, 99), danger=st.sampled_from([False] * 9 + [True]))
    def write(self, pick: int, danger: bool) -> None:
        one = self._any(pick, [one for one in self.model.asked.values() if one.state != "closed" or self._reopens(one)])
        if one:
            taken = self.do(self.world.says(self.chats[one.number], "Дым из-под капота" if danger else "Ну что там?"))
            assert taken.number == one.number
            self.model.write(one, danger=danger)

    def _reopens(self, one: Asked) -> bool:
        return one.closed > self.model.now - 72 * 60

    # ---- Agents

    @rule(login=st.sampled_from(LOGINS))
    def press_next(self, login: str) -> None:
        expected = self.model.refusal(login)
        best = None if expected else self.model.best(login)
        got = self.do(_told(self.world.next(login)))
        assert got == (expected or (best.number if best else None))
        if best:
            self.model.give(best, login)

    @precondition(lambda self: self.in_hand)
    @rule(pick=st.integers(0, 9), arrives=st.booleans())
    def answer(self, pick: int, arrives: bool) -> None:
        one, login = self._led(pick)
        message, _ = self.do(self.world.answer(login, one.number))
        if arrives:
            self.do(self.world.delivered(message))
        self.model.answer(one, arrived=arrives)

    @precondition(lambda self: self.in_hand)
    @rule(pick=st.integers(0, 9), minutes=st.sampled_from([4, 15, 45, 300]))
    def promise(self, pick: int, minutes: int) -> None:
        one, login = self._led(pick)
        self.do(self.world.promise(login, one.number, minutes))
        self.model.promised(one, minutes)

    @precondition(lambda self: self.in_hand)
    @rule(pick=st.integers(0, 9))
    def call_in_vain(self, pick: int) -> None:
        one, login = self._led(pick)
        self.do(self.world.call(login, one.number, "no_answer"))
        self.model.not_reached(one)

    @precondition(lambda self: self.in_hand)
    @rule(pick=st.integers(0, 9), to=st.sampled_from([*LOGINS, "claim", "other"]))
    def transfer(self, pick: int, to: str) -> None:
        one, login = self._led(pick)
        if to == login:
            return
        target = to if to in LOGINS else None
        broken = one.promise is not None and one.promise.counts <= self.model.now
        where = {"agent": to} if target else {"request_type": to}
        assert self.do(_told(self.world.transfer(login, one.number, **where))) == ("promise-overdue" if broken else None)
        if not broken:
            self.model.transfer(one, target, None if target else to)

    @precondition(lambda self: self.in_hand)
    @rule(pick=st.integers(0, 9))
    def give_back(self, pick: int) -> None:
        one, login = self._led(pick)
        if one.promise and one.promise.counts <= self.model.now:
            return
        self.do(self._acts(login, lambda tx, staff: give_back(tx, staff, one.number, reason="не моё")))
        self.model.give_back(one)

    @precondition(lambda self: self.in_hand)
    @rule(pick=st.integers(0, 9))
    def close(self, pick: int) -> None:
        one, login = self._led(pick)
        self.do(self.world.close(login, one.number))
        self.model.close(one)

    @precondition(lambda self: any(one.state != "closed" for one in self.model.asked.values()))
    @rule(login=st.sampled_from(LOGINS), pick=st.integers(0, 99))
    def override(self, login: str, pick: int) -> None:
        one = self._any(pick, [one for one in self.model.asked.values() if one.state != "closed"])
        assert one
        got = self.do(_told(self.world.override("boris", one.number, login)))
        assert got == self.model.override(one, login)

    @rule(login=st.sampled_from(LOGINS), state=st.sampled_from(["on", "on", "away", "off"]))
    def shift(self, login: str, state: str) -> None:
        self.do(self.world.shift(login, state))
        self.model.shift(login, state)

    @rule(login=st.sampled_from(LOGINS))
    def go_home(self, login: str) -> None:
        self.do(self._acts(login, lambda tx, staff: end_shift(tx, staff, {}, "утром продолжить")))
        self.model.end_shift(login)

    @rule(login=st.sampled_from(LOGINS), minutes=st.sampled_from([5, 60]))
    def withdraw(self, login: str, minutes: int) -> None:
        until = self.clock.now() + timedelta(minutes=minutes)
        self.do(self._acts("vera", lambda tx, head: withdraw(tx, head, login, until, "устала")))
        self.model.people[login].withdrawn = self.model.now + minutes
        self.model.free(login)

    @precondition(lambda self: self.in_hand)
    @rule(pick=st.integers(0, 9))
    def die_in_the_middle(self, pick: int) -> None:
        """The process is killed before the commit: nothing has happened."""
        one, login = self._led(pick)
        with pytest.raises(ConnectionError):
            self.do(self._acts(login, lambda tx, staff: self._dies(tx, staff, one.number)))

    async def _dies(self, tx: Any, staff: Any, number: int) -> None:
        await end_shift(tx, staff, {}, "потом")
        raise ConnectionError(number)

    # ---- Time

    @rule(minutes=st.sampled_from([1, 3, 6, 11, 30, 200, 1500]))
    def time_goes_by(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)
        self.model.pass_time(minutes)
        self._look()

    @precondition(lambda self: any(one.state == "assigned" for one in self.in_hand))
    @rule(pick=st.integers(0, 9), minutes=st.sampled_from([9, 12, 21]))
    def silence(self, pick: int, minutes: int) -> None:
        one = self._any(pick, [one for one in self.in_hand if one.state == "assigned"])
        assert one
        self.do(silent(self.world, one.number, minutes))
        one.silent += minutes
        self._look()

    def _look(self) -> None:
        self.do(look_after(self.world.db, self.world.limits))
        self.model.look()

    # ---- What has to be so

    def teardown(self) -> None:
        self.do(self._end())

    async def _end(self) -> None:
        broken = await violations(self.connection, self.world.limits)
        await self.undo.rollback()
        assert not broken

    def check_invariants(self, *args: Any, **kwargs: Any) -> None:
        """After each step."""
        super().check_invariants(*args, **kwargs)
        rows = self.do(self.world.rows(_STATE, BEGAN)) if self.chats else []
        for row in rows:
            assert _shown(row) == _counted(self.model.asked[row["number"]], self.model)

    async def _acts(self, login: str, act: Any) -> None:
        staff = await self.world.known(login)
        async with self.world.db.tx(actor=staff.actor) as tx:
            await act(tx, staff)

    @property
    def in_hand(self) -> list[Asked]:
        """What anybody leads."""
        return [one for login in LOGINS for one in self.model.held(login)]

    def _led(self, pick: int) -> tuple[Asked, str]:
        one = self.in_hand[pick % len(self.in_hand)]
        assert one.owner
        return one, one.owner

    @staticmethod
    def _any(pick: int, among: list[Asked]) -> Asked | None:
        return among[pick % len(among)] if among else None


async def _told(act: Coroutine[Any, Any, Any]) -> Any:
    """What it answers, or the code of its refusal."""
    try:
        return await act
    except Refused as refused:
        return refused.code


def _minute(at: datetime | None) -> int | None:
    return None if at is None else round((at - BEGAN).total_seconds() / 60)


def _shown(row: Row) -> dict[str, Any]:
    """A request as the product has it."""
    runs = row["resolve_due"] is not None and row["resolve_paused_at"] is None
    return {
        "state": row["state"], "owner": row["owner"] if row["state"] != "closed" else None, "waiting": _minute(row["waiting_since"]),
        "next": _minute(row["next_answer_due"]), "handoff": _minute(row["handoff_due"]), "danger": _minute(row["danger_due"]),
        "settles": _minute(row["resolve_due"]) if runs else None, "returns": row["returns"], "promised": _minute(row["promised"]),
        "overdue": row["overdue"], "kept": (row["kept"], _minute(row["reserved_until"])) if row["kept"] else None,
        "missed": sorted(row["missed"]),
    }  # fmt: skip


def _counted(one: Asked, model: Queue) -> dict[str, Any]:
    """The same as it must be."""
    runs = one.settles and one.state != "closed" and not one.paused
    due = one.settled_late if one.settled_late is not None else model.after(one.unit, 240 - one.spent)
    return {
        "state": one.state, "owner": one.owner if one.state != "closed" else None, "waiting": one.waiting, "next": one.next_due,
        "handoff": one.handoff_due, "danger": one.danger_due, "settles": due if runs else None, "returns": one.returns,
        "promised": one.promise.counts if one.promise else None, "overdue": bool(one.promise and one.promise.overdue),
        "kept": one.reserved, "missed": sorted(f"{miss.clock}{'+' if miss.good else ''}{miss.noticed}" for miss in one.missed),
    }  # fmt: skip


async def test_the_queue_is_what_the_slow_calculation_says(pooled: Database) -> None:
    async with pooled.pool.acquire() as connection:
        House.connection, House.loop = connection, asyncio.get_running_loop()
        await asyncio.to_thread(
            run_state_machine_as_test,
            House,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=50,
                deadline=None,
                phases=PHASES,
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )
