"""The demo chain: there as a whole, fresh whenever it is filled, and true to the rules that hold in every database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from argon2 import PasswordHasher

from bot.demo import stories
from bot.demo.fill import fill_demo, kept_logins
from bot.demo.units import PEOPLE
from services.booking.availability import available, offered
from services.clock import FixedClock
from services.errors import Refused
from services.staff import accounts
from services.staff.models import ROLES
from services.storage.database import Database
from services.units import all_units
from tests.servers import new_chain
from tests.services.invariants import violations

# A Monday morning, a Sunday night, New Year's Eve, the hour after Belgrade's clocks went forward, a leap day.
MOMENTS = {
    "monday": datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "sunday": datetime(2026, 11, 22, 0, 20, tzinfo=UTC),
    "new year": datetime(2026, 12, 31, 22, 0, tzinfo=UTC), "summer time": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    "leap day": datetime(2028, 2, 29, 13, 0, tzinfo=UTC),
}  # fmt: skip
EMPTY = """
SELECT string_agg(format('DELETE FROM %I', tablename), '; ') FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed for the sake of the account, not of the test."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(scope="module")
async def demo_url(database_url: str) -> str:
    """A migrated database."""
    return await new_chain(database_url, "demo_chain")


@pytest.fixture
async def db(demo_url: str) -> AsyncIterator[Database]:
    """An empty one, on a Monday morning."""
    made = await Database.open(demo_url, FixedClock(MOMENTS["monday"]), size=2)
    yield made
    async with made.pool.acquire() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(f"{await connection.fetchval(EMPTY)}; INSERT INTO policy DEFAULT VALUES")
    await made.close()


async def _rows(db: Database, sql: str, *args: Any) -> list[Any]:
    async with db.read() as reader:
        return [row[0] for row in await reader.rows(sql, *args)]


@pytest.mark.parametrize("when", MOMENTS)
async def test_it_is_fresh_and_true_to_the_rules_at_any_time(db: Database, tmp_path: Path, when: str) -> None:
    now = db.clock.at = MOMENTS[when]  # type: ignore[attr-defined] # a FixedClock
    await fill_demo(db, tmp_path)
    async with db.pool.acquire() as connection:
        assert await violations(connection) == {}
    assert await _rows(db, "SELECT at FROM event WHERE at > $1", now) == []
    assert await _rows(db, "SELECT at FROM repair_order_step WHERE at > $1", now) == []
    backwards = (
        "SELECT a.id FROM repair_order_step a JOIN repair_order_step b USING (order_id) WHERE a.id < b.id AND a.at >= b.at"
    )
    assert await _rows(db, backwards) == []
    assert len(set(await _rows(db, "SELECT status FROM repair_order"))) == 12
    assert len(set(await _rows(db, "SELECT status FROM parts_order"))) == 7
    late = "SELECT ref FROM repair_order WHERE status NOT IN ('issued', 'closed', 'cancelled') AND promised_at <= $1"
    assert await _rows(db, late, now) == []
    ahead = await _rows(db, "SELECT client_id FROM appointment WHERE status IN ('booked', 'confirmed') AND starts_at > $1", now)
    assert len(ahead) >= 7
    gone_by = "SELECT id FROM appointment WHERE status IN ('booked', 'confirmed') AND starts_at < $1"
    assert await _rows(db, gone_by, now - timedelta(days=1)) == []


async def test_there_is_somebody_and_something_of_everything(db: Database, tmp_path: Path) -> None:
    logins = await fill_demo(db, tmp_path)
    assert logins == kept_logins(tmp_path)
    assert set(await _rows(db, "SELECT role FROM staff")) == set(ROLES)
    assert await _rows(db, "SELECT login FROM staff WHERE shift = 'on'") == ["anna"]
    assert len(await _rows(db, "SELECT code FROM work WHERE bookable")) >= 20
    assert len(await _rows(db, "SELECT code FROM work WHERE NOT bookable")) >= 4
    assert len(await _rows(db, "SELECT id FROM client")) == 10
    assert len(await _rows(db, "SELECT DISTINCT client_id FROM vehicle")) == 10
    assert {"done", "no_show", "cancelled", "booked", "confirmed"} <= set(await _rows(db, "SELECT status FROM appointment"))
    assert {"closed", "assigned", "waiting_client", "promised"} == set(await _rows(db, "SELECT state FROM request"))
    for answer in await _rows(db, "SELECT body FROM typical_answer"):
        assert answer["ru"]
        assert answer["en"]


async def test_the_people_on_the_phones_are_known_but_not_recognised(db: Database, tmp_path: Path) -> None:
    await fill_demo(db, tmp_path)
    assert await _rows(db, "SELECT chat_id FROM chat") == []
    phones = [person["phone"] for person in PEOPLE]
    assert len(await _rows(db, "SELECT id FROM client WHERE phone = ANY ($1)", phones)) == 3
    assert await _rows(db, "SELECT id FROM outbox") == []


async def test_whoever_asks_next_is_served_first(db: Database, tmp_path: Path) -> None:
    """The sandbox's first steps: write as Ivan, press Next."""
    await fill_demo(db, tmp_path)
    assert await _rows(db, "SELECT number FROM request WHERE state = 'queued'") == []


async def test_every_station_has_times_for_what_it_offers(db: Database, tmp_path: Path) -> None:
    await fill_demo(db, tmp_path)
    async with db.read() as reader:
        for unit in await all_units(reader):
            works = await offered(reader, unit)
            assert len(works) >= 15, unit.code
            for work in works:
                since = MOMENTS["monday"]
                slots = await available(reader, unit, [work], since, since + timedelta(days=4), now=since)
                assert slots, (unit.code, work.code)


async def test_it_comes_once_and_whole(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: Any) -> None:
        raise asyncpg.PostgresError

    with monkeypatch.context() as patch:
        patch.setattr(stories.Stories, "deliver", breaks)
        with pytest.raises(asyncpg.PostgresError):
            await fill_demo(db, tmp_path)
    assert await _rows(db, "SELECT id FROM unit") == []
    await fill_demo(db, tmp_path)
    with pytest.raises(Refused):
        await fill_demo(db, tmp_path)
    assert len(await _rows(db, "SELECT id FROM unit")) == 3
