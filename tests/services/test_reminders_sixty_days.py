"""Sixty days of a busy diary, with nights, jumps of the clock and rounds that fail, against a slow and obvious calculation.

The calculation (`slow_reminders.py`) knows what people did and when somebody looked; it says what must have been said, when, to whom.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.reminders.switches import switch
from tests.services import slow_reminders as slow
from tests.services.diary import Diary
from tests.services.slow_reminders import Client, Said, Version
from tests.services.world import World

pytestmark = pytest.mark.slow

ZONES = {"msk": "Europe/Moscow", "bgd": "Europe/Belgrade", "nsk": "Asia/Novosibirsk", "nyc": "America/New_York"}
START = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)  # the clocks go back in Belgrade and New York meanwhile
DAYS, CHATS = 60, 12
KINDS = {
    "Напоминаем, вы записаны": "visit_24h", "Скоро ждём вас": "visit_2h", "Мы вас записали": "visit_booked",
    "Ваша запись перенесена. Новое время": "visit_moved", "Ваша запись отменена. Была": "visit_cancelled",
}  # fmt: skip


@dataclass
class Story:
    """What happened, in one order: every act and every look of the schedule has a place."""

    diary: Diary
    luck: random.Random
    place: int = 0
    ticks: list[slow.Tick] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    current: dict[int, Version] = field(default_factory=dict)  # visits that may still change
    clients: dict[int, Client] = field(default_factory=dict)  # by chat; those without one by minus the visit
    owners: dict[int, Client] = field(default_factory=dict)  # by visit
    called_off: dict[int, slow.Tick] = field(default_factory=dict)  # by somebody else
    said: list[Said] = field(default_factory=list)
    tasks: dict[int, list[datetime]] = field(default_factory=dict)
    read: int = 0
    names: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Business time."""
        return self.diary.world.clock.at

    async def act(self) -> None:
        """Somebody does something."""
        self.place += 1
        await self.luck.choices((self.book, self.change, self.confirm, self.block, self.switch), (8, 6, 3, 1, 1))[0]()

    async def book(self) -> None:
        chat = self.luck.choice((None, *range(1, CHATS)))
        unit, by = self.luck.choice(list(ZONES)), self.luck.choice(("client", "client", "unit", "source"))
        starts_at = self.some_time()
        visit = await self.diary.book(chat, starts_at, unit=unit, by=by)
        client = self.clients.setdefault(chat or -visit, Client(chat))
        self.owners[visit] = client
        self.names[(await self.diary.world.one("SELECT public_id FROM appointment WHERE id = $1", visit))["public_id"]] = visit
        self.add(Version(visit, 1, ZoneInfo(ZONES[unit]), starts_at, self.now, by, self.place))

    def some_time(self) -> datetime:
        """From an hour to six days ahead, on the quarter, at any time of the day."""
        ahead = timedelta(minutes=15 * self.luck.randint(4, 6 * 96))
        at = self.now + ahead
        return at.replace(minute=at.minute // 15 * 15, second=0)

    def add(self, version: Version) -> None:
        self.versions.append(version)
        self.current[version.visit] = version

    def pick(self) -> Version | None:
        """A visit that is still to come."""
        ahead = [version for version in self.current.values() if version.starts_at > self.now]
        return self.luck.choice(ahead) if ahead else None

    async def change(self) -> None:
        """Move, cancel, arrive early."""
        if (old := self.pick()) is None:
            return
        by = self.luck.choice(("client", "unit"))
        how = self.luck.choice(("moved", "moved", "cancelled", "arrived"))
        old.ended.append((self.place, how))
        del self.current[old.visit]
        if how == "moved":
            starts_at = self.some_time()
            await self.diary.move(old.visit, starts_at, by=by)
            self.add(Version(old.visit, old.number + 1, old.zone, starts_at, self.now, by, self.place))
        elif how == "cancelled":
            await self.diary.cancel(old.visit, by=by)
            if by != "client":
                self.called_off[old.visit] = (self.place, self.now)
        else:
            await self.diary.set_status(old.visit, "arrived")

    async def confirm(self) -> None:
        if (version := self.pick()) and version.confirmed is None:
            version.confirmed = self.place
            await self.diary.set_status(version.visit, "confirmed")

    async def block(self) -> None:
        chat = self.luck.randrange(1, CHATS)
        client = self.clients.setdefault(chat, Client(chat))
        state = not client.is_blocked(self.place)
        await self.diary.world.person(chat)
        await self.diary.world.blocks(chat, blocked=state)
        client.blocked.append((self.place, state))

    async def switch(self) -> None:
        chat = self.luck.randrange(1, CHATS)
        client = self.clients.setdefault(chat, Client(chat))
        state = not client.wants(self.place)
        async with self.diary.world.db.tx() as tx:
            await switch(tx, await self.diary.world.recognise(tx, chat), "visits", on=state)
        client.wanted.append((self.place, state))

    async def pass_time(self) -> None:
        """Mostly minutes; now and then nobody looks for hours or days, as after an outage or a move of the clock."""
        choices = (5, self.luck.randint(10, 240), 5 * 60, self.luck.randint(12 * 60, 24 * 60), 5 * 24 * 60)
        step = timedelta(minutes=self.luck.choices(choices, (5, 20, 2, 1, 0.05))[0])
        self.diary.world.clock.at += step

    async def look(self) -> None:
        """The schedule's round; one in ten fails before its commit and leaves nothing."""
        self.place += 1
        if self.luck.random() < 0.1:
            await self.diary.failed_tick()
            return
        await self.diary.tick()
        self.ticks.append((self.place, self.now))
        await self.note()

    async def note(self) -> None:
        """What has been written since, with the time of this look."""
        for row in await self.diary.world.rows("SELECT * FROM outbox WHERE id > $1 ORDER BY id", self.read):
            self.read = row["id"]
            name, _, version = row["about"].removeprefix("appointment:").rpartition(":")
            kind = KINDS[row["params"]["text"].split(":")[0]]
            self.said.append((self.now, row["chat_id"], kind, self.names[name], int(version)))
        sql = "SELECT subject, settled_at FROM reminder WHERE kind = 'unconfirmed' AND state = 'sent' AND settled_at = $1"
        for row in await self.diary.world.rows(sql, self.now):
            self.tasks.setdefault(self.names[row["subject"].removeprefix("appointment:")], []).append(row["settled_at"])

    def expected(self) -> list[Said]:
        """By the slow calculation."""
        found: list[Said] = []
        last = {version.visit: version for version in self.versions}
        for version in self.versions:
            ticks = [tick for tick in self.ticks if tick[0] > version.born]
            called_off = self.called_off.get(version.visit) if last[version.visit] is version else None
            found += slow.messages(version, self.owners[version.visit], ticks, called_off)
        return found

    def expected_tasks(self) -> dict[int, list[datetime]]:
        """By the slow calculation."""
        found: dict[int, list[datetime]] = {}
        for version in self.versions:
            ticks = [tick for tick in self.ticks if tick[0] > version.born]
            if at := slow.becomes_a_task(version, ticks):
                found.setdefault(version.visit, []).append(at)
        return found


@pytest.mark.parametrize("seed", [1])
async def test_sixty_days(world: World, seed: int) -> None:
    story = Story(Diary(world), random.Random(seed))  # noqa: S311 - luck that can be repeated
    world.clock.at = START
    for code, zone in ZONES.items():
        if code != "msk":
            await world.unit(code, zone=zone)
    while story.now < START + timedelta(days=DAYS):
        for _ in range(story.luck.choice((0, 1, 1, 2))):
            await story.act()
        await story.pass_time()
        await story.look()
    told, expected = Counter(story.said), Counter(story.expected())
    assert (told - expected, expected - told) == (Counter(), Counter())
    assert story.tasks == story.expected_tasks()
    _at_all(story)
    await story.diary.over()


def _at_all(story: Story) -> None:
    """The rules once more, without any reckoning of moments; and that the sixty days were not empty."""
    kinds = Counter(kind for _, _, kind, _, _ in story.said)
    assert min(kinds[kind] for kind in slow.MESSAGES) >= 5
    assert max(Counter((kind, visit, version) for _, _, kind, visit, version in story.said).values()) == 1
    reminders = [(at, visit) for at, _, kind, visit, _ in story.said if kind in {"visit_24h", "visit_2h"}]
    assert max(Counter(reminders).values()) == 1  # never two for one visit at once
    versions = {(version.visit, version.number): version for version in story.versions}
    for at, _, kind, visit, number in story.said:
        version = versions[visit, number]
        assert at < version.starts_at
        assert kind not in {"visit_24h", "visit_2h"} or not slow.is_quiet(at, version.zone, slow.OPENS[kind])
    assert len(story.tasks) >= 10
    assert all(len(times) == len(set(times)) for times in story.tasks.values())
