"""Databases that live as long as a simulation: made on the product's own server, dropped at the end, never the product's.

Each simulation holds an advisory lock while it runs, and its number is part of its databases' names: what a killed one left behind is
recognised by a lock that nobody holds, and dropped by the next.
"""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg

from services.errors import Refused
from services.storage.migrate import migrate

_LOCK = 11  # advisory lock class of simulations
_NAME = re.compile(r"priyomka_sim_([0-9]+)_[0-9]+")
# Leases lapse in simulated time. Nothing has to outlast a crash, and nothing is ever deleted that something refers to: without a log and
# without looking references up a week takes a fifth less time. Triggers, checks and unique indexes are what they are in the product.
_MADE_FOR_IT = """
CREATE OR REPLACE FUNCTION real_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT current_setting(''priyomka.now'')::timestamptz';
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT conrelid::regclass AS place, conname FROM pg_constraint WHERE contype = 'f' LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.place, one.conname);
    END LOOP;
    FOR one IN SELECT oid::regclass AS place FROM pg_class
        WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER TABLE %s SET UNLOGGED', one.place);
    END LOOP;
END $$;
"""


@asynccontextmanager
async def scratch_databases(url: str, count: int) -> AsyncIterator[list[str]]:
    """Addresses of so many migrated, empty databases beside the one of `url`. Raises Refused where none may be made."""
    admin = await asyncpg.connect(url)
    key = secrets.randbelow(2**31 - 1)
    try:
        await admin.execute("SELECT pg_advisory_lock($1, $2)", _LOCK, key)
        await _drop_leftovers(admin)
        try:
            yield await _made(admin, url, [f"priyomka_sim_{key}_{number}" for number in range(count)])
        finally:
            await _drop(admin, f"priyomka_sim_{key}_%")
    finally:
        await admin.close()


async def _made(admin: asyncpg.Connection, url: str, names: list[str]) -> list[str]:
    """The first one is migrated, the others are its copies."""
    urls = [urlsplit(url)._replace(path=f"/{name}").geturl() for name in names]
    try:
        for number, name in enumerate(names):
            await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{names[0] if number else "template0"}"')
            await admin.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
            if not number:
                await migrate(urls[0])
                await make_fit(urls[0])
    except asyncpg.InsufficientPrivilegeError:
        line = (
            "a simulation makes a database of its own for its time, and the user of database.url may not: ALTER ROLE … CREATEDB"
        )
        raise Refused("forbidden", line=line) from None
    return urls


async def make_fit(url: str) -> None:
    """Make a migrated, empty database one that can be played in; it is good for nothing else any more."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_MADE_FOR_IT)
    finally:
        await connection.close()


async def _drop_leftovers(admin: asyncpg.Connection) -> None:
    rows = await admin.fetch("SELECT datname FROM pg_database WHERE datname LIKE 'priyomka_sim_%'")
    for key in {int(found[1]) for row in rows if (found := _NAME.fullmatch(row["datname"]))}:
        if await admin.fetchval("SELECT pg_try_advisory_lock($1, $2)", _LOCK, key):
            await _drop(admin, f"priyomka_sim_{key}_%")
            await admin.execute("SELECT pg_advisory_unlock($1, $2)", _LOCK, key)


async def _drop(admin: asyncpg.Connection, like: str) -> None:
    for row in await admin.fetch("SELECT datname FROM pg_database WHERE datname LIKE $1", like):
        await admin.execute(f'DROP DATABASE IF EXISTS "{row["datname"]}" WITH (FORCE)')
