"""What a new connection costs the server."""

from datetime import UTC, datetime

from services.clock import FixedClock
from services.storage.database import Database

ASKED = "SELECT $1::int[], $2::bigint[], $3::timestamptz[], $4::jsonb[]"
GIVEN = ([1], [2], [datetime(2026, 11, 23, tzinfo=UTC)], [{"a": 1}])


async def test_the_servers_own_types_are_asked_for_once(services_url: str) -> None:
    db = await Database.open(services_url, FixedClock(GIVEN[2][0]), size=2)
    heard: list[str] = []
    async with db.pool.acquire() as first, db.pool.acquire() as second:
        answers = []
        for connection in (first, second):
            connection.add_query_logger(lambda record: heard.append(record.query))
            answers.append(tuple(await connection.fetchrow(ASKED, *GIVEN)))
    await db.close()
    assert answers == [GIVEN, GIVEN]
    assert sum("typeinfo_tree" in query for query in heard) == 1


async def test_types_of_a_database_of_its_own_are_not_taken_for_others(services_url: str) -> None:
    """A type that is made anew has another number and another content: who connects later sees the new one."""
    db = await Database.open(services_url, FixedClock(GIVEN[2][0]), size=2)
    async with db.pool.acquire() as first, db.pool.acquire() as second:
        for connection, fields, made in ((first, "one int", "ROW(1)"), (second, "one int, other text", "ROW(1, 'a')")):
            await connection.execute(f"CREATE TYPE pg_temp.passing AS ({fields})")
            row = await connection.fetchval("SELECT row_to_json(x) FROM (SELECT NULL::pg_temp.passing AS it) AS x")
            value = await connection.fetchval(f"SELECT {made}::pg_temp.passing")
            assert row
            assert len(value) == fields.count(",") + 1
    await db.close()
