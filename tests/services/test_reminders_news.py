"""What a client is told about a visit that somebody else booked, moved or cancelled."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from tests.services.conftest import NOON
from tests.services.diary import Diary
from tests.services.world import World

HOURS = timedelta(hours=1)
MINUTES = timedelta(minutes=1)
VISIT = NOON + timedelta(days=2, hours=3)  # Wednesday, 15:00 in Moscow
CHAT = 11


@pytest.fixture
async def diary(world: World) -> AsyncIterator[Diary]:
    """An empty one."""
    made = Diary(world)
    yield made
    await made.over()


def heads(said: list[str]) -> list[str]:
    """First words."""
    return [line.split(":")[0] for line in said]


@pytest.mark.parametrize("by", ["unit", "source"])
async def test_what_somebody_else_did_is_told(diary: Diary, by: str) -> None:
    visit = await diary.book(CHAT, VISIT, by=by)
    await diary.tick()
    await diary.move(visit, VISIT + 48 * HOURS, by=by)
    await diary.tick()
    await diary.cancel(visit, by=by)
    await diary.tick()
    await diary.tick()
    rows = await diary.world.mail(CHAT)
    assert heads([row["params"]["text"] for row in rows]) == [
        "Мы вас записали",
        "Ваша запись перенесена. Новое время",
        "Ваша запись отменена. Была",
    ]
    assert [row["state"] for row in rows] == ["dropped", "dropped", "queued"]  # only the last one is still true
    assert {row["kind"] for row in rows} == {"push"}


async def test_the_client_is_not_told_what_they_did(diary: Diary) -> None:
    visit = await diary.book(CHAT, VISIT)
    await diary.move(visit, VISIT + 48 * HOURS)
    await diary.cancel(visit)
    await diary.tick()
    assert await diary.world.mail(CHAT) == []


@pytest.mark.parametrize(
    ("visit", "cancelled", "told", "silent"),
    [
        ("15:00", "12:00", "12:00", False),
        ("15:00", "07:59", "08:00", False),
        ("10:00", "02:00", "08:00", False),
        ("09:30", "02:00", "08:00", False),
        ("08:00", "02:00", "02:00", True),
        ("22:00", "21:15", "21:15", True),
    ],
)
async def test_news_at_night(diary: Diary, visit: str, cancelled: str, told: str, *, silent: bool) -> None:
    """It waits for the morning; where the visit would have begun by then, it comes at once, without a sound."""
    visit_id = await diary.book(CHAT, _moscow(visit))
    await diary.at(_moscow(cancelled) - MINUTES)
    diary.world.clock.at = _moscow(cancelled)
    await diary.cancel(visit_id, by="unit")
    await diary.tick()
    assert len(await diary.mail(CHAT)) == (1 if told == cancelled else 0)
    await diary.at(_moscow(told))
    [mail] = await diary.mail(CHAT)
    assert mail["params"].get("disable_notification", False) is silent


def _moscow(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return (NOON + timedelta(days=2)).replace(hour=hour, minute=minute) - 3 * HOURS
