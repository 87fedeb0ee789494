"""What people do in a rush hour: agents take, answer, promise, pass on, give back and close; clients write, and write again."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.crash.ledger import Answered
from tests.crash.people import Owner
from tests.whole.chain import EAST, NORTH
from tests.whole.rush import PAUSE, ByApi, Door, Rush

TYPES = ("price", "other", "warranty")
UNITS = (NORTH, EAST)
IDLE = 0.1  # seconds, with nothing to do
READ_SECONDS = 0.2  # between two looks at what waits and what was closed
TRIES = 4  # how many press Next for one that waits: it may be kept for somebody, or not theirs
GREED = 0.7  # how often Next is pressed once more, when it has brought something
COMES_BACK = 0.25  # share of the closed conversations in which the client writes again


@dataclass
class Colleague:
    """An agent who never stops; `held` and `spans` are what they themselves know to have in hand, and had, and since when.

    Whoever has two `doors` presses Next at both at once. What is `answered` nobody gives back: it would be nobody's until the client
    writes.
    """

    rush: Rush
    doors: list[Door]
    login: str
    limit: int
    others: list[str]
    held: dict[int, float] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)
    spans: list[tuple[int, float, float]] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)
    said: int = 0

    async def work(self) -> None:
        """Next, and something with what is in hand, until the hour is over."""
        dice = self.rush.dice
        while not self.rush.over.is_set():
            while self._hopes() and await self.take() and dice.random() < GREED:
                pass
            if self.held:
                await self.act(dice.choice(list(self.held)))
            else:
                await asyncio.sleep(IDLE)

    def _hopes(self) -> bool:
        """Something waits; with a full hand some press Next all the same."""
        if len(self.held) >= self.limit:
            return self.rush.dice.random() < 0.1
        self.rush.tries -= 1
        return self.rush.tries >= 0

    async def take(self) -> bool:
        """Next, whether it brought something; it is refused exactly when the hand is full."""
        before = len(self.held)
        answers = await asyncio.gather(*(door.next() for door in self.doors))
        for number, _ in answers:
            if number is not None:
                self.taken.append(number)
                self.held[number] = time.monotonic()
                self.answered.discard(number)
        statuses = [status for _, status in answers]
        self.rush.acts["next"] += len(statuses)
        self.rush.acts["refused"] += statuses.count(409)
        wrongly = statuses.count(409) and len(self.held) != self.limit
        if wrongly or (before >= self.limit and set(statuses) != {409}) or not {200, 204, 409}.issuperset(statuses):
            self.rush.ledger.surprises.append(f"{self.login} next, {before} of {self.limit} in hand: {answers}")
        return len(self.held) > before

    async def act(self, number: int) -> None:
        """Something sensible with a request."""
        acts = {"answer": 35, "close": 43, "promise": 7, "transfer": 8, "return": 0 if number in self.answered else 15}
        dice = self.rush.dice
        [act] = dice.choices(list(acts), list(acts.values()))
        fields = self._fields(act)
        self.answered |= {number} if act == "answer" else set()
        ends = act in {"close", "return", "transfer"}
        began, now = (self.held.pop(number), time.monotonic()) if ends else (0.0, 0.0)
        wrong = await dice.choice(self.doors).do(act, number, fields)
        if wrong:
            self.rush.ledger.surprises.append(f"{self.login} {act} {number}: {wrong}")
        if ends and wrong:
            self.held[number] = began  # still theirs: the hour must end all the same
        elif ends:
            self.spans.append((number, began, now))
        self.rush.acts[act] += 1
        if words := fields.get("text") or fields.get("message"):
            self.rush.ledger.answers.append(Answered(self.login, number, words))

    def _fields(self, act: str) -> dict[str, str]:
        dice = self.rush.dice
        if act == "answer":
            return {"text": self._words()}
        if act == "promise":
            return {"due_at": (datetime.now(UTC) + timedelta(days=dice.randint(2, 9))).strftime("%Y-%m-%dT%H:%M")}
        if act == "close":
            own = {"message": self._words()} if dice.random() < 0.3 else {}
            return {"outcome": dice.choice(["solved", "answered"]), "summary": "ясно", **own}
        to = dice.choice([{"agent": dice.choice(self.others)}, {"type": dice.choice(TYPES)}, {"unit": dice.choice(UNITS)}])
        return {"reason": "не моё", **(to if act == "transfer" else {})}

    def _words(self) -> str:
        self.said += 1
        return f"{self.login} #{self.said:05d} ответ мастера"


@dataclass
class Site:
    """A program that passes requests on by the API."""

    rush: Rush
    door: ByApi

    async def passes_on(self, count: int) -> None:
        """One after another, as fast as they are taken."""
        dice = self.rush.dice
        for _ in range(count):
            words = f"site {len(self.rush.passed_on):05d} сколько стоит замена масла"
            self.rush.passed_on.append(words)
            body = {
                "source": "site", "phone": f"+7999{dice.randrange(10**7):07d}", "text": words, "unit": dice.choice(UNITS),
                "type": dice.choice(TYPES),
            }  # fmt: skip
            await self.door.post("/requests", body)
            if self.door.status != 201:
                self.rush.ledger.surprises.append(f"site: {self.door.status} {self.door.answer}")


async def asks(rush: Rush, owner: Owner, count: int) -> None:
    """New matters by the bot, and further words to some of them at once."""
    for _ in range(count):
        await owner.ask()
        if rush.dice.random() < 0.4:
            await owner.write()
        await asyncio.sleep(rush.dice.random() * PAUSE)


_CLOSED = "SELECT number, chat_id FROM request WHERE state = 'closed' AND chat_id IS NOT NULL ORDER BY number"
_QUEUED = "SELECT count(*) FROM request WHERE state = 'queued'"
_LEFT = """
SELECT (SELECT count(*) FROM request WHERE state <> 'closed') + (SELECT count(*) FROM inbox WHERE done_at IS NULL AND failed_at IS NULL)
    + (SELECT count(*) FROM outbox WHERE state IN ('queued', 'retry'))
"""


async def come_back(rush: Rush, owners: dict[int, Owner], arrived: asyncio.Event) -> None:
    """Some clients write again after their request was closed. The hour is over when everything is, and nobody has anything to add."""
    seen: set[int] = set()
    while True:
        last = arrived.is_set()
        async with rush.chain.desk.db.read() as reader:
            closed = [(row["number"], row["chat_id"]) for row in await reader.rows(_CLOSED)]
            rush.tries = TRIES * await reader.value(_QUEUED)
        again = [chat for number, chat in closed if number not in seen and rush.dice.random() < COMES_BACK]
        seen |= {number for number, _ in closed}
        for chat in again:
            await owners[chat].write()
        await rush.journal.read()
        if last and not again and not await _pending(rush) and not await rush.chain.value(_LEFT):
            break
        await asyncio.sleep(READ_SECONDS)
    rush.over.set()


async def _pending(rush: Rush) -> int:
    """Updates that the emulator still has."""
    async with rush.chain.session.get(f"{rush.chain.sandbox}/sim/bots") as response:
        bots = (await response.json())["bots"]
    return sum(bot["pending"] for bot in bots if bot["id"] == rush.chain.bot)
