"""Reminders when something fails, and when much happens at once: nothing twice, nothing lost, nobody in the way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.outbox.models import Mail
from services.reminders import release, unconfirmed
from services.reminders.ledger import Claimed
from services.reminders.rules import Send
from services.reminders.visit_mail import Places, visit_mail
from services.storage.tx import Tx
from tests.services.conftest import NOON
from tests.services.diary import Diary
from tests.services.world import World

HOURS = timedelta(hours=1)
VISIT = NOON + timedelta(days=2, hours=3)  # Wednesday, 15:00 in Moscow
DAY, TASK = ("visit_24h", 1), ("unconfirmed", 1)
CHAT = 11


@pytest.fixture
async def diary(world: World) -> AsyncIterator[Diary]:
    """An empty one."""
    made = Diary(world)
    yield made
    await made.over()


@pytest.fixture
async def open_diary(street: World) -> AsyncIterator[Diary]:
    """One in which much happens at the same time."""
    made = Diary(street)
    yield made
    await made.over()


async def test_a_row_that_cannot_be_told_stands_in_nobodys_way(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, fine = await diary.book(1, VISIT), await diary.book(2, VISIT)

    def tell(row: Claimed, verdict: Send, places: Places, now: datetime) -> Mail:
        if row.now.chat_id == 1:
            raise LookupError("no such text")
        return visit_mail(row, verdict, places, now)

    monkeypatch.setattr(release, "visit_mail", tell)
    await diary.at(VISIT - 24 * HOURS)
    assert [len(await diary.said(chat)) for chat in (1, 2)] == [0, 1]
    assert ((await diary.ledger(broken))[DAY], (await diary.ledger(fine))[DAY]) == ("error", "sent")


async def test_a_visit_that_no_agent_can_be_told_of(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, fine = await diary.book(1, VISIT), await diary.book(2, VISIT)
    true = unconfirmed.submit  # type: ignore[attr-defined] # where it is used

    async def submit(tx: Tx, **what: Any) -> int:
        number = int(await true(tx, **what))
        if await tx.value("SELECT chat_id FROM request WHERE number = $1", number) == 1:
            raise LookupError("no such text")
        return number

    monkeypatch.setattr(unconfirmed, "submit", submit)
    await diary.at(VISIT - 4 * HOURS)
    assert ((await diary.ledger(broken))[TASK], (await diary.ledger(fine))[TASK]) == ("error", "sent")
    assert [len(await diary.requests(visit)) for visit in (broken, fine)] == [0, 1]


async def test_a_round_that_failed_said_nothing(diary: Diary) -> None:
    visit = await diary.book(CHAT, VISIT)
    diary.world.clock.at = VISIT - 4 * HOURS
    assert await diary.failed_tick() == 2
    assert await diary.said(CHAT) == []
    assert await diary.requests(visit) == []
    await diary.tick()
    assert len(await diary.said(CHAT)) == 1
    assert len(await diary.requests(visit)) == 1


async def test_many_processes_say_it_once(open_diary: Diary) -> None:
    """Four at a time, while visits are moved and cancelled under their hands."""
    diary, street = open_diary, open_diary.world
    visits = [await diary.book(100 + number, VISIT) for number in range(60)]
    street.clock.at = VISIT - 4 * HOURS

    async def round_(number: int) -> None:
        while True:
            async with street.db.tx() as tx:
                done = await release.release(tx, 7)
                await asyncio.sleep(0.001 * number)
            async with street.db.tx() as tx:
                done += await unconfirmed.release(tx, street.limits, 7)
            if not done:
                return

    async def change() -> None:
        for number, visit in enumerate(visits[:20]):
            await (diary.cancel(visit) if number % 2 else diary.move(visit, VISIT + 48 * HOURS))

    await asyncio.gather(*(round_(number) for number in range(4)), change())
    await diary.tick()
    for number, visit in enumerate(visits):
        rows = [row["state"] for row in await street.mail(100 + number)]
        ledger = await diary.ledger(visit)
        if number >= 20:
            assert rows == ["queued"]
            assert len(await diary.requests(visit)) == 1
        else:
            assert rows == (["dropped"] if ledger[DAY] == "sent" else [])
            assert ledger[DAY] in {"sent", "moved", "cancelled"}


async def test_more_than_a_batch(open_diary: Diary) -> None:
    """Nothing is left over and nothing comes twice."""
    diary, street = open_diary, open_diary.world
    for chat in range(200, 203):
        await diary.book(chat, VISIT)
    async with street.db.tx() as tx:
        await _multiply(tx, 400)
    await diary.at(VISIT - 24 * HOURS)
    count = "SELECT count(*) AS mails, count(DISTINCT about) AS visits FROM outbox"
    assert dict(await street.one(count)) == {"mails": 1203, "visits": 1203}


async def _multiply(tx: Tx, times: int) -> None:
    """Copies of all visits, with their rows of the ledger."""
    await tx.execute(
        "INSERT INTO appointment (public_id, unit_id, client_id, starts_at, ends_at, status, source, created_at) "
        "SELECT a.public_id || '-' || n, unit_id, client_id, starts_at, ends_at, status, source, created_at "
        "FROM appointment AS a, generate_series(1, $1) AS n", times,
    )  # fmt: skip
    await tx.execute(
        "INSERT INTO reminder (kind, subject, occurrence, client_id, unit_id, due_at, planned_at) "
        "SELECT kind, subject || '-' || n, occurrence, client_id, unit_id, due_at, planned_at "
        "FROM reminder, generate_series(1, $1) AS n", times,
    )  # fmt: skip
