"""The schema's version: what it is, what it should be, and the way there."""

import asyncio
from pathlib import Path

import asyncpg

_HERE = Path(__file__).parent / "migrations"
_LOCK = 4  # advisory lock class of migrations


class SchemaError(Exception):
    """The database's schema does not fit this version of the program; the text says what to do."""


def newest() -> str:
    """The newest revision this program knows: revisions are numbered, `0001`, `0002`, …"""
    return max(path.name.split("_")[0] for path in (_HERE / "versions").glob("0*.py"))


async def present(connection: asyncpg.Connection) -> str | None:
    """The database's revision; None for an empty database."""
    if not await connection.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL"):
        return None
    found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    return found


async def require_newest(url: str) -> None:
    """Raises SchemaError when the schema is older or newer than the program."""
    connection = await asyncpg.connect(url)
    try:
        version = await present(connection)
    finally:
        await connection.close()
    if version is None or version < newest():
        raise SchemaError(
            f"the database is at version {version or 'none'}, this program needs {newest()}: run `priyomka migrate`"
        )
    _refuse_newer(version)


def _refuse_newer(version: str | None) -> None:
    if version is not None and version > newest():
        raise SchemaError(
            f"the database is at version {version}, newer than this program ({newest()}): install the newer program"
        )


async def migrate(url: str) -> tuple[str | None, str]:
    """Bring the schema to the newest version; returns (before, after). Several at once wait for each other.

    Raises SchemaError when the schema is newer than the program.
    """
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1, 0)", _LOCK)
        before = await present(connection)
        _refuse_newer(before)
        if before != newest():
            await asyncio.to_thread(_upgrade, url)
        await _settle_restored(connection)
        return before, newest()
    finally:
        await connection.close()


def _upgrade(url: str) -> None:
    # Imported here: a process whose schema is up to date never pays for them.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["creator"] = lambda: asyncpg.connect(url)
    command.upgrade(config, "head")


async def _settle_restored(connection: asyncpg.Connection) -> None:
    """After a restore from a dump rows may carry transaction numbers of the old cluster, ahead of this one's: readers would never
    reach them. Put such rows at the beginning, in the order of their ids."""
    for table in ("event", "request", "client", "appointment"):
        await connection.execute(f"UPDATE {table} SET xid = '3'::xid8 WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())")
