"""Whatever clients, agents, heads and time do, by whatever door, in whatever order: the product does what a slow and obvious
calculation says."""

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from services.clock import FixedClock
from services.requests.handing_over import end_shift
from services.requests.models import Limits
from services.storage.database import Database
from tests.services import queue_doors as acts
from tests.services.queue_bot import words_about
from tests.services.queue_doors import DOORS, Act, open_doors
from tests.services.queue_house import BEGAN, DIRECTOR, HEAD, LIMIT, LOGINS, House, any_of
from tests.services.queue_line import Line
from tests.services.queue_model import Asked
from tests.services.watching import silent
from tests.services.world import World

pytestmark = pytest.mark.slow

KINDS = ["other", "claim", "claim", "parts_selection"]
# How a client begins: three ways of the bot, and the site, which knows nothing but a phone.
WAYS = ["words", "command", "button", "site"]
FORGED = {
    "no token": (401, "unauthorized"), "a site's token": (403, "forbidden"), "an agent's token": (403, "forbidden"),
    "no csrf": (403, ""), "another's csrf": (403, ""), "another site": (403, ""), "not signed in": (401, ""),
}  # fmt: skip
EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "4"))  # MODEL_EXAMPLES=200 for many more
# The shortest way to a failure takes minutes to find: MODEL_SHRINK=1.
PHASES = tuple(Phase) if "MODEL_SHRINK" in os.environ else (Phase.explicit, Phase.generate)
DOOR = st.sampled_from(DOORS)
SELDOM = st.sampled_from([False] * 9 + [True])
PICK = st.integers(0, 99)
AGENT = st.sampled_from(LOGINS)


class AnyDoor(House):
    """Rules: each act is done by a door that is drawn, and in the slow calculation."""

    @initialize(
        kinds=st.lists(st.sampled_from(["other", "claim", "parts_selection"]), min_size=5, max_size=9),
        gap=st.integers(0, 40), way=st.sampled_from(WAYS), door=DOOR,
    )  # fmt: skip
    def begin(self, kinds: list[str], gap: int, way: str, door: str) -> None:
        """A morning on which much came before anybody pressed Next."""
        self.do(self.open())
        for place, kind in enumerate(kinds):
            self.ask("day" if place % 3 else "msk", kind, danger=False, way=way)
            if place % 2:
                self.time_goes_by(1 + gap)
        for login in LOGINS:
            self.press_next(login, door, twice=False)

    # ---- Clients

    @rule(unit=st.sampled_from(["msk", "day"]), kind=st.sampled_from(KINDS), danger=SELDOM, way=st.sampled_from(WAYS))
    def ask(self, unit: str, kind: str, danger: bool, way: str) -> None:
        if way == "site":
            number = self.do(self.doors.site(unit, kind, words_about(kind, danger=danger)))
        else:
            number = self.do(self._asks(unit, kind, danger=danger, way=way))
        self.model.ask(number, unit, kind, danger=danger, chat=way != "site")

    async def _asks(self, unit: str, kind: str, *, danger: bool, way: str) -> int:
        chat = 1000 + len(self.chats)
        await self.doors.bot.come(chat, unit)
        await self.doors.bot.ask(chat, kind, danger=danger, way=way)
        [row] = await self.world.rows("SELECT number FROM request WHERE chat_id = $1", chat)
        self.chats[row["number"]] = chat
        return int(row["number"])

    @precondition(lambda self: self._reachable)
    @rule(pick=PICK, danger=SELDOM, again=st.booleans(), dies=st.none() | st.integers(0, 15))
    def write(self, pick: int, danger: bool, again: bool, dies: int | None) -> None:
        """Telegram brings it twice, and the process that handles it dies, as it happens: it is written once."""
        one, bot = any_of(pick, self._reachable), self.doors.bot
        chat, words = self.chats[one.number], "Дым из-под капота" if danger else "Ну что там?"
        if dies is None:
            self.do(bot.arrives(bot.message(chat, words), again=again))
        else:
            self.do(self._writes_to_the_dying(chat, words, dies))
        self.model.write(one, danger=danger)

    @property
    def _reachable(self) -> list[Asked]:
        """What a client's word belongs to still."""
        return [one for one in self.model.asked.values() if one.chat and (one.state != "closed" or self._reopens(one))]

    async def _writes_to_the_dying(self, chat: int, words: str, dies: int) -> None:
        update = self.doors.bot.message(chat, words)
        with self.line.dies_after(dies), suppress(ConnectionError):
            await self.doors.bot.arrives(update)
        await self.doors.bot.arrives(update)

    def _reopens(self, one: Asked) -> bool:
        return one.closed > self.model.now - 72 * 60

    @precondition(lambda self: any(one.chat and one.state == "closed" for one in self.model.asked.values()))
    @rule(pick=PICK, mark=st.integers(1, 5), old=SELDOM)
    def rate(self, pick: int, mark: int, old: bool) -> None:
        """By the buttons under the farewell, or by those of an earlier one."""
        one = any_of(pick, [one for one in self.model.asked.values() if one.chat and one.state == "closed"])
        bot, round_ = self.doors.bot, one.round - old
        if round_ >= 0:
            self.do(bot.arrives(bot.press(self.chats[one.number], f"r:{one.number}:{round_}:{mark}")))
            self.model.rate(one, mark, round_)

    # ---- Agents

    @rule(login=AGENT, door=DOOR, twice=SELDOM)
    def press_next(self, login: str, door: str, twice: bool) -> None:
        expected = self.model.refusal(login)
        best = None if expected else self.model.best(login)
        got = self.do(self.doors.next(door, login, twice=twice and (best is not None or expected is not None)))
        assert got == (expected or (best.number if best else None))
        if best:
            self.model.give(best, login)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, arrives=st.booleans(), door=DOOR, twice=SELDOM)
    def answer(self, pick: int, arrives: bool, door: str, twice: bool) -> None:
        one, login = self.led(pick)
        self.does(door, login, one, acts.answer(), twice=twice)
        if one.chat and arrives:
            sql = "SELECT max(id) AS id FROM message WHERE request_number = $1 AND direction = 'out'"
            self.do(self.world.delivered(self.do(self.world.one(sql, one.number))["id"]))
        self.model.answer(one, arrived=one.chat and arrives)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, door=DOOR, for_days=st.booleans())
    def answer_and_hear_nothing(self, pick: int, door: str, for_days: bool) -> None:
        """For longer than anybody keeps it in hand; for so long that it comes back."""
        self.answer(pick, arrives=True, door=door, twice=False)
        self.time_goes_by(1500)
        if for_days:
            self.time_goes_by(1500)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, door=st.sampled_from([*DOORS, "draft"]))
    def work_on(self, pick: int, door: str) -> None:
        """A note for colleagues, an answer that is being typed."""
        one, login = self.led(pick)
        if door == "draft":
            self.do(self.doors.types(login, one.number))
        else:
            self.does(door, login, one, acts.note())
        one.silent = 0

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, minutes=st.sampled_from([4, 15, 45, 300]), door=DOOR, twice=SELDOM)
    def promise(self, pick: int, minutes: int, door: str, twice: bool) -> None:
        one, login = self.led(pick)
        self.does(door, login, one, acts.promise(self.clock.now() + timedelta(minutes=minutes)), twice=twice)
        self.model.promised(one, minutes)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, outcome=st.sampled_from(["no_answer", "no_answer", "wrong_number", "reached"]), door=DOOR, twice=SELDOM)
    def call(self, pick: int, outcome: str, door: str, twice: bool) -> None:
        """The console offers it where there is a phone."""
        one, login = self.led(pick)
        self.does("api" if one.chat else door, login, one, acts.call(outcome), twice=twice)
        if outcome == "reached":
            self.model.reached(one)
        else:
            self.model.not_reached(one)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, to=st.sampled_from([*LOGINS, "claim", "other"]), door=DOOR, twice=SELDOM)
    def transfer(self, pick: int, to: str, door: str, twice: bool) -> None:
        one, login = self.led(pick)
        if to == login:
            return
        target = to if to in LOGINS else None
        broken = self.model.broken(one)
        act = acts.transfer(**({"agent": to} if target else {"type": to}))
        self.does(door, login, one, act, "promise-overdue" if broken else None, twice=twice)
        if not broken:
            self.model.transfer(one, target, None if target else to)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, door=DOOR, twice=SELDOM)
    def give_back(self, pick: int, door: str, twice: bool) -> None:
        one, login = self.led(pick)
        broken = self.model.broken(one)
        self.does(door, login, one, acts.give_back(), "promise-overdue" if broken else None, twice=twice)
        if not broken:
            self.model.give_back(one)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, door=DOOR, twice=SELDOM)
    def close(self, pick: int, door: str, twice: bool) -> None:
        one, login = self.led(pick)
        self.does(door, login, one, acts.close(), twice=twice)
        self.model.close(one)

    @rule(login=AGENT, state=st.sampled_from(["on", "on", "away", "off"]), door=DOOR)
    def shift(self, login: str, state: str, door: str) -> None:
        """The console lets nobody go with full hands."""
        full = door == "console" and state == "off" and bool(self.model.held(login))
        assert self.do(self.doors.shift(door, login, state)) is not full
        if not full:
            self.model.shift(login, state)

    @rule(login=AGENT)
    def go_home(self, login: str) -> None:
        self.do(self.doors.end_shift(login))
        self.model.end_shift(login)

    # ---- Heads

    @precondition(lambda self: self.open_ones)
    @rule(login=AGENT, pick=PICK)
    def override(self, login: str, pick: int) -> None:
        one = any_of(pick, self.open_ones)
        got = self.do(self.doors.override(HEAD, one.number, login))
        assert got == self.model.override(one, login)

    @rule(login=AGENT, minutes=st.sampled_from([5, 60]))
    def withdraw(self, login: str, minutes: int) -> None:
        self.do(self.doors.withdraw(DIRECTOR, login, self.clock.now() + timedelta(minutes=minutes)))
        self.model.people[login].withdrawn = self.model.now + minutes
        self.model.free(login)

    # ---- What must not be, and deaths: nothing has happened

    @precondition(lambda self: self.model.asked)
    @rule(
        login=AGENT, pick=PICK, door=DOOR,
        act=st.sampled_from([acts.answer(), acts.close(), acts.give_back(), acts.call("reached"), acts.note()]),
    )  # fmt: skip
    def meddle(self, login: str, pick: int, door: str, act: Act) -> None:
        """With what others lead, with what is closed, with what one has never seen."""
        one = any_of(pick, list(self.model.asked.values()))
        refusal = self.model.bars(login, one)
        if refusal is None or (act.form == "note" and refusal != "not-found"):
            return
        before = self.left()
        assert self.do(self.doors.tries(door, login, one.number, act)) == refusal
        assert self.left() == before

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, way=st.sampled_from(sorted(FORGED)))
    def forge(self, pick: int, way: str) -> None:
        """Calls and forms by nobody, by machines, by other sites."""
        one, login = self.led(pick)
        before = self.left()
        assert self.do(self.doors.forged(way, login, one.number)) == FORGED[way]
        assert self.left() == before

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK, door=DOOR, statements=st.integers(0, 40))
    def die_while_closing(self, pick: int, door: str, statements: int) -> None:
        """The database goes away in the middle; the same call, or the same form, is sent once more when it is back."""
        one, login = self.led(pick)
        before = self.left()
        send = self.do(self.doors.prepared(door, login, one.number, acts.close()))
        with self.line.dies_after(statements):
            got = self.do(send()).refusal
        assert got in {None, "unavailable"}
        if got:
            assert self.left() == before
            self.compare()
        assert self.do(send()).refusal is None
        self.model.close(one)

    @precondition(lambda self: self.in_hand)
    @rule(pick=PICK)
    def die_in_the_middle(self, pick: int) -> None:
        """The process is killed before the commit: nothing has happened."""
        _, login = self.led(pick)
        with pytest.raises(ConnectionError):
            self.do(self._dies(login))

    async def _dies(self, login: str) -> None:
        staff = await self.world.known(login)
        async with self.world.db.tx(actor=staff.actor) as tx:
            await end_shift(tx, staff, {}, "потом")
            raise ConnectionError(login)

    # ---- Time

    @rule(minutes=st.sampled_from([1, 3, 6, 11, 30, 200, 1500]))
    def time_goes_by(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)
        self.model.pass_time(minutes)
        self.look()

    @precondition(lambda self: any(one.state == "assigned" for one in self.in_hand))
    @rule(pick=PICK, minutes=st.sampled_from([9, 12, 21]))
    def silence(self, pick: int, minutes: int) -> None:
        one = any_of(pick, [one for one in self.in_hand if one.state == "assigned"])
        self.do(silent(self.world, one.number, minutes))
        one.silent += minutes
        self.look()


async def test_the_queue_is_what_the_slow_calculation_says(pooled: Database, tmp_path: Path) -> None:
    async with pooled.pool.acquire() as connection:
        line = Line(connection)
        world = World(Database(line, FixedClock(BEGAN)), Limits(wip_limit=LIMIT, silent_days=2))
        async with open_doors(world, [*LOGINS, HEAD, DIRECTOR], tmp_path) as doors:
            AnyDoor.connection, AnyDoor.line, AnyDoor.doors, AnyDoor.loop = connection, line, doors, asyncio.get_running_loop()
            await asyncio.to_thread(
                run_state_machine_as_test,
                AnyDoor,
                settings=settings(
                    max_examples=EXAMPLES,
                    stateful_step_count=50,
                    deadline=None,
                    phases=PHASES,
                    suppress_health_check=list(HealthCheck),
                    print_blob=True,
                ),
            )
