"""The queue as a slow and obvious calculation: minutes are whole numbers since the beginning, and nothing is stored that can be counted.

Written from the rules (`field.md`, the contract, docs/escalation.md), not from the code: what the product says is compared with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

FIRST, PARTS, HANDOFF, DANGER, SETTLE = 10, 15, 60, 5, 240
NUDGE, LEASE, REST, KEPT = 10, 20, 60, 15
SILENCE, REOPEN, LEFT = 24 * 60, 72 * 60, 2 * 24 * 60
YIELDS = 24 * 60
CLAIM_COUNTS, RETURN_COUNTS = 30, 5
DECADE = 3650 * 24 * 60
LOW = 2
ANSWERED = {"first_answer", "next_answer", "handoff", "danger", "lease"}
PROMISED = {"handoff", "danger", "lease"}


@dataclass
class Promise:
    """Due then; `broken` since then."""

    due: int
    broken: int | None = None
    overdue: bool = False

    @property
    def counts(self) -> int:
        """What it counts as: the earliest moment at which it was not kept."""
        return self.due if self.broken is None else min(self.due, self.broken)


@dataclass
class Miss:
    """Missed, noticed then, and perhaps made good."""

    clock: str
    noticed: int
    good: bool = False


@dataclass
class Asked:
    """A request. `spent`: working minutes of settling; `paused`: it stands still; `silent`: real minutes since the owner's sign of life.

    `led`: whoever has led it; `chat`: there is one; `call`: one is owed, where there is none; `round`: how often it was opened again;
    `words`, `answers`: messages of the client, and to them; `quiet`: nobody waits, the client has said nothing for days.
    """

    number: int
    unit: str
    type: str
    waiting: int | None
    next_due: int | None
    danger_due: int | None = None
    alarm: bool = False
    state: str = "queued"
    owner: str | None = None
    led: set[str] = field(default_factory=set)
    chat: bool = True
    call: bool = False
    preferred: str | None = None
    reserved: tuple[str, int] | None = None
    returns: int = 0
    rests: dict[str, int] = field(default_factory=dict)
    promise: Promise | None = None
    handoff_due: int | None = None
    answered: bool = False
    assigned: int = 0
    spoke: int = 0
    spent: int = 0
    settled_late: int | None = None
    paused: bool = False
    silent: int = 0
    quiet: bool = False
    noticed: int | None = None
    closed: int = 0
    round: int = 0
    rated: bool = False
    words: int = 1
    answers: int = 0
    missed: list[Miss] = field(default_factory=list)

    @property
    def owes(self) -> bool:
        """Whether something is to be done about it by us."""
        return self.state != "waiting_client" or self.call

    @property
    def settles(self) -> bool:
        """Whether this type has a time by which it is to be settled."""
        return self.type == "claim"


@dataclass
class Person:
    """An agent. Empty `skills`, `units`: all."""

    login: str
    skills: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    shift: str = "on"
    withdrawn: int = -1

    def may(self, asked: Asked) -> bool:
        """Whether it is theirs to solve (W8)."""
        return (not self.skills or asked.type in self.skills) and (not self.units or asked.unit in self.units)


class Queue:
    """Everything there is, and what each act does to it. `is_open(unit, minute)` says when a unit works; `limit` is everybody's."""

    def __init__(self, people: list[Person], is_open: Callable[[str, int], bool], limit: int) -> None:
        self.people = {person.login: person for person in people}
        self.is_open = is_open
        self.limit = limit
        self.now = 0
        self.asked: dict[int, Asked] = {}

    def after(self, unit: str, minutes: int, since: int | None = None) -> int:
        """When so much working time has passed."""
        at = self.now if since is None else since
        while minutes:
            minutes -= self.is_open(unit, at)
            at += 1
        return at

    def worked(self, unit: str, since: int) -> int:
        """Working minutes from then until now."""
        return sum(self.is_open(unit, minute) for minute in range(since, self.now))

    def held(self, login: str) -> list[Asked]:
        """What somebody leads."""
        return [one for one in self.asked.values() if one.owner == login and one.state != "closed"]

    # ---- Clients

    def ask(self, number: int, unit: str, request_type: str, *, danger: bool, chat: bool = True) -> None:
        """A new matter; without a `chat` the client has nothing but a phone."""
        due = self.after(unit, PARTS if request_type == "parts_selection" else FIRST)
        self.asked[number] = Asked(
            number,
            unit,
            request_type,
            self.now,
            due,
            self.now + DANGER if danger else None,
            danger,
            chat=chat,
        )

    def write(self, one: Asked, *, danger: bool) -> None:
        """A further word: it opens again what is closed, and sets clocks going where the client was waited for."""
        one.words += 1
        quiet = one.quiet
        if quiet:
            one.quiet, one.waiting = False, None
        if one.state == "closed":
            self._reopen(one)
        if danger and not one.alarm:
            one.alarm, one.danger_due = True, self.now + DANGER
        was, one.state = one.state, "assigned" if one.owner else "queued"
        if one.waiting is None:
            one.waiting, one.silent = self.now, 0
            one.next_due = self.after(one.unit, PARTS if one.type == "parts_selection" else FIRST)
        one.paused = False
        if one.state == "queued" and (was != "queued" or quiet):
            self._keep_for(one, one.preferred)

    def rate(self, one: Asked, mark: int, round_: int) -> None:
        """Once for each closing; a bad mark opens it again."""
        if one.rated or round_ != one.round:
            return
        one.rated = True
        if mark <= LOW:
            self._reopen(one)

    def _reopen(self, one: Asked) -> None:
        one.round += 1
        one.state, one.preferred, one.owner = "queued", one.owner, None
        one.waiting, one.alarm, one.noticed, one.spent, one.settled_late = self.now, False, None, 0, None
        one.next_due = self.after(one.unit, PARTS if one.type == "parts_selection" else FIRST)
        self._keep_for(one, one.preferred)

    def _keep_for(self, one: Asked, login: str | None) -> None:
        person = self.people.get(login or "")
        if person and person.shift != "off" and person.withdrawn <= self.now:
            one.reserved = (person.login, self.now + KEPT)

    # ---- Agents

    def refusal(self, login: str) -> str | None:
        """Why Next brings nothing to this person, in the contract's order."""
        person, held = self.people[login], self.held(login)
        if person.shift != "on":
            return "off-shift"
        if person.withdrawn > self.now:
            return "withdrawn"
        if any(one.promise and one.promise.counts <= self.now for one in held):
            return "promise-overdue"
        return "wip-limit" if len(held) >= self.limit else None

    def bars(self, login: str, one: Asked) -> str | None:
        """Why this person may do nothing with it (R3): whoever never led it does not even know that it is there."""
        if login not in one.led:
            return "not-found"
        return "not-owner" if one.owner != login else "closed" if one.state == "closed" else None

    def broken(self, one: Asked) -> bool:
        """Whether a promise was not kept in time: it is kept, not handed on (W5)."""
        return one.promise is not None and one.promise.counts <= self.now

    def best(self, login: str) -> Asked | None:
        """What Next hands out: danger, then what is kept for them, then the longest wait with all that counts."""
        person = self.people[login]
        queue = sorted((one for one in self.asked.values() if one.state == "queued"), key=self.place)
        own = next((one for one in queue if one.reserved and one.reserved[0] == login and one.reserved[1] > self.now), None)
        if own and own.alarm:
            return own
        for one in queue:
            kept = one.reserved is not None and one.reserved[1] > self.now and not one.alarm
            if person.may(one) and not kept and one.rests.get(login, 0) <= self.now and (own is None or one.alarm):
                return one
        return own

    def place(self, one: Asked) -> tuple[int, int]:
        """Since when it would have to wait to stand there, and its number."""
        assert one.waiting is not None
        if one.quiet:
            return one.waiting + YIELDS, one.number
        if one.alarm:
            return one.waiting - DECADE, one.number
        since = one.waiting - (CLAIM_COUNTS if one.type == "claim" else 0) - RETURN_COUNTS * one.returns
        return min([since, *([one.promise.counts] if one.promise else [])]), one.number

    def give(self, one: Asked, login: str) -> None:
        """It has an owner."""
        one.state, one.owner, one.assigned, one.reserved, one.silent = "assigned", login, self.now, None, 0
        one.led.add(login)

    def override(self, one: Asked, login: str) -> str | None:
        """A head sets the owner past the queue; the limit holds all the same (W2). Returns the refusal."""
        if one.owner == login:
            return None
        if len(self.held(login)) >= self.limit:
            return "wip-limit"
        state = one.state if one.state == "promised" else "assigned" if one.waiting is not None else "waiting_client"
        self.give(one, login)
        one.state, one.preferred = state, login
        return None

    def answer(self, one: Asked, *, arrived: bool) -> None:
        """What has arrived keeps a promise. Whom nothing reaches is to be called."""
        one.answers += 1
        one.call = not one.chat
        self._heard(one, arrived=arrived)

    def _heard(self, one: Asked, *, arrived: bool) -> None:
        """The ball is with the client."""
        one.state, one.waiting, one.next_due, one.handoff_due, one.danger_due = "waiting_client", None, None, None, None
        one.spoke, one.answered, one.paused, one.quiet = self.now, True, True, False
        self._good(one, ANSWERED)
        if arrived and one.promise:
            one.promise = None
            self._good(one, {"promise"})

    def reached(self, one: Asked) -> None:
        """A call is an answer."""
        self._heard(one, arrived=True)
        one.call = False

    def not_reached(self, one: Asked) -> None:
        """A call that found nobody: a sign of life, and an outcome that keeps a promise; the client still has to hear what was owed."""
        one.silent = 0
        if one.promise:
            one.promise = None
            self._good(one, {"promise"})
            if one.state == "promised":
                one.state, one.waiting = "assigned", self.now if one.waiting is None else one.waiting
        if one.call:
            one.call = one.paused = False
            if one.state == "waiting_client":
                one.state, one.waiting = "assigned", self.now

    def promised(self, one: Asked, minutes: int) -> None:
        """A time is given; what was broken stays so."""
        before, due = one.promise, self.now + minutes
        broken = None if before is None else before.broken if before.broken is not None else before.due
        one.promise = Promise(due, broken if broken is not None and broken <= self.now else None)
        one.state, one.spoke, one.next_due, one.handoff_due, one.paused = "promised", self.now, due, None, False
        one.quiet = False
        self._good(one, PROMISED)

    def transfer(self, one: Asked, target: str | None, request_type: str | None) -> None:
        """On to others, with an hour to speak (P5); who hands it on once more gives nobody more time."""
        self._back(one, preferred=target)
        one.returns += 1
        one.paused = False
        if one.handoff_due is None or one.handoff_due <= self.now:
            one.handoff_due = self.after(one.unit, HANDOFF)
        if request_type and request_type != one.type:  # what that takes counts from now on
            one.type, one.spent, one.settled_late = request_type, 0, None
        self._keep_for(one, target)

    def give_back(self, one: Asked) -> None:
        """Not to the same person for an hour."""
        assert one.owner
        one.rests[one.owner] = self.now + REST
        one.returns += 1
        if one.owes:
            self._back(one, preferred=None)
            one.paused = False
        else:
            one.owner = one.preferred = None

    def end_shift(self, login: str) -> None:
        """Where the client waits or something is promised, others go on."""
        for one in self.held(login):
            if not one.owes and one.promise is None:
                one.owner, one.preferred = None, login
            else:
                self._back(one, preferred=login)
                one.paused = False
        self.shift(login, "off")

    def shift(self, login: str, state: str) -> None:
        """What was kept for who goes is everybody's."""
        self.people[login].shift = state
        if state == "off":
            self.free(login)

    def free(self, login: str) -> None:
        """Nothing is kept for this person any more."""
        for one in self.asked.values():
            if one.reserved and one.reserved[0] == login:
                one.reserved = None

    def close(self, one: Asked) -> None:
        """Nothing is owed any more."""
        one.state, one.waiting, one.next_due, one.handoff_due, one.danger_due, one.promise = (
            "closed",
            None,
            None,
            None,
            None,
            None,
        )
        one.call = one.rated = one.quiet = False
        one.closed, one.spoke, one.paused, one.spent, one.settled_late = self.now, self.now, False, 0, None
        self._good(one, {miss.clock for miss in one.missed})

    def _back(self, one: Asked, preferred: str | None) -> None:
        one.state, one.owner, one.preferred = "queued", None, preferred
        one.waiting = self.now if one.waiting is None else one.waiting
        if one.next_due is None and one.handoff_due is None and one.promise is None and not one.quiet:
            one.handoff_due = self.after(one.unit, HANDOFF)

    # ---- Time

    def pass_time(self, minutes: int) -> None:
        """Time goes by: settling runs while nobody waits for the client."""
        for _ in range(minutes):
            for one in self.asked.values():
                if one.settles and one.state != "closed" and not one.paused and one.spent < SETTLE:
                    one.spent += self.is_open(one.unit, self.now)
                    if one.spent == SETTLE:
                        one.settled_late = self.now + 1
            self.now += 1

    def look(self) -> None:
        """What the worker does within a tick."""
        for one in self.asked.values():
            if one.promise and one.promise.due <= self.now and not one.promise.overdue:
                one.promise.overdue = True
                one.promise.broken = one.promise.due if one.promise.broken is None else one.promise.broken
                self._miss(one, "promise")
        for one in self.asked.values():
            long = max(one.spoke, one.assigned) <= self.now - SILENCE
            if one.state == "waiting_client" and one.owner and long and one.promise is None:
                if one.call:
                    self._back(one, preferred=one.owner)
                    one.paused = False
                one.owner, one.preferred = None, one.owner or one.preferred
        for one in self.asked.values():
            if one.state == "waiting_client" and one.owner is None and one.spoke <= self.now - LEFT:
                one.state, one.waiting, one.quiet, one.alarm, one.paused = "queued", self.now, True, False, False
        for one in self.asked.values():
            self._notice(one)
        for one in self.asked.values():
            self._lapse(one)

    def _notice(self, one: Asked) -> None:
        due = [(clock, at) for clock, at in self._owed(one) if at <= self.now and (one.noticed is None or at > one.noticed)]
        for clock, _ in due:
            if clock == "danger" and one.owner:
                continue
            if clock in {"first_answer", "next_answer"} and one.promise:
                continue
            self._miss(one, clock)
        if due:
            one.noticed = self.now

    def _owed(self, one: Asked) -> Iterator[tuple[str, int]]:
        if one.state in {"queued", "assigned"} and one.next_due is not None:
            yield "next_answer" if one.answered else "first_answer", one.next_due
        if one.handoff_due is not None:
            yield "handoff", one.handoff_due
        if one.settled_late is not None and not one.paused and one.state != "closed":
            yield "resolve", one.settled_late
        if one.danger_due is not None:
            yield "danger", one.danger_due

    def _lapse(self, one: Asked) -> None:
        if one.state != "assigned" or not one.silent or (one.promise and one.promise.counts <= self.now):
            return
        if self.worked(one.unit, self.now - one.silent) >= LEASE:
            assert one.owner
            one.rests[one.owner] = self.now + REST
            one.returns += 1
            self._back(one, preferred=None)
            self._miss(one, "lease")

    def _miss(self, one: Asked, clock: str) -> None:
        if all(miss.good or miss.clock != clock for miss in one.missed):
            one.missed.append(Miss(clock, self.now))

    def _good(self, one: Asked, clocks: set[str]) -> None:
        for miss in one.missed:
            miss.good = miss.good or miss.clock in clocks
