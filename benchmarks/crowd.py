"""Years of a large chain in a database, made in minutes: the persons, conversations, visits and queue that `growth.py` measures beside."""

import re
from pathlib import Path

import asyncpg

CHATS = 4_000_000_000  # chat of the first client of the crowd; the generator's persons are elsewhere
_FIRST = 1_000_000  # id of the crowd's first client, request, vehicle, visit, order

# Per unit of scale: a million clients, ten million messages in a million requests, of which a tenth is open.
_CLIENTS = 1_000_000
_REQUESTS = 1_000_000
_OPEN = 100_000
_TALK = 10  # messages of a request
_AGENTS = 400

_FILL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
_SIZE = re.compile(r"(?<!:):(clients|requests|open|talk|agents|first|chats)\b")
_SEQUENCES = """
SELECT format('SELECT setval(%L, greatest(%s, (SELECT max(%I) FROM %I)))',
    pg_get_serial_sequence(quote_ident(table_name), column_name), $1::bigint, column_name, table_name)
FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'
"""


async def fill_crowd(url: str, scale: float) -> dict[str, int]:
    """Fill a database that has our schema and the demo chain; returns how many rows of each kind there are. Statistics are up to date."""
    sizes = {
        "clients": int(_CLIENTS * scale), "requests": int(_REQUESTS * scale), "open": int(_OPEN * scale), "talk": _TALK,
        "agents": max(4, int(_AGENTS * min(1.0, scale))), "first": _FIRST, "chats": CHATS,
    }  # fmt: skip
    connection = await asyncpg.connect(url, command_timeout=3600)
    try:
        await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '128MB'")
        await connection.execute("SET maintenance_work_mem = '512MB'")
        for statement in filter(str.strip, _FILL.split(";\n")):
            await connection.execute(_SIZE.sub(lambda found: str(sizes[found[1]]), statement))
        for row in await connection.fetch(_SEQUENCES, _FIRST):
            await connection.execute(row[0])
        await connection.execute("VACUUM (ANALYZE)")
        await connection.execute("CHECKPOINT")
        return {
            "clients": await connection.fetchval("SELECT count(*) FROM client"),
            "messages": await connection.fetchval("SELECT count(*) FROM message"),
            "open requests": await connection.fetchval("SELECT count(*) FROM request WHERE state <> 'closed'"),
            "events": await connection.fetchval("SELECT count(*) FROM event"),
            "MiB": await connection.fetchval("SELECT pg_database_size(current_database()) / 1048576"),
        }
    finally:
        await connection.close()
