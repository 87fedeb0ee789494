"""A database of the first version, with people in it, becomes the newest one; and one that was restored from a dump is read whole."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

from services.booking.reading import list_visits
from services.clock import FixedClock
from services.storage import migrate as migration
from services.storage.database import Database
from services.units import unit_by_code
from tests.horizon import told
from tests.servers import create_database
from tests.services.conftest import NOON

_HOURS = '{"week": {"0": [["09:00", "18:00"]]}, "days": {}}'
_FIRST = f"""
INSERT INTO unit (code, name, city, address, time_zone, hours)
    VALUES ('msk', '{{"ru": "Север"}}', '{{"ru": "Москва"}}', '{{"ru": "Ленина, 1"}}', 'Europe/Moscow', '{_HOURS}');
INSERT INTO client (public_id, name, phone, created_at) VALUES ('c1', 'Анна', '+79120000001', now());
INSERT INTO chat (chat_id, client_id, created_at) VALUES (11, 1, now());
INSERT INTO request (client_id, chat_id, type, state, source, language, unit_id, waiting_since, queue_key, created_at)
    VALUES (1, 11, 'booking', 'queued', 'telegram', 'ru', 1, now(), now(), now());
INSERT INTO staff (login, name, role, password_hash) VALUES ('anna', 'Анна', 'agent', 'x'), ('boris', 'Борис', 'agent', 'x');
INSERT INTO request (client_id, type, state, source, language, agent_id, waiting_since, queue_key, created_at)
    VALUES (1, 'other', 'promised', 'telegram', 'ru', 2, now(), now(), now());
INSERT INTO request_agent VALUES (2, 1), (2, 2);
INSERT INTO promise (request_number, due_at, state, made_at, after_message, broken_at, kept_at) VALUES
    (2, now() - interval '2 days', 'kept', now(), 0, NULL, now()),
    (2, now() + interval '1 day', 'open', now(), 0, now() - interval '1 day', NULL);
INSERT INTO outbox (chat_id, method, params, kind) VALUES (11, 'sendMessage', '{{"text": "Здравствуйте"}}', 'push');
INSERT INTO event (type, at, actor, subject) VALUES ('staff.added', now(), 'system', 'staff:anna');
"""
_VISIT = """
INSERT INTO appointment (public_id, unit_id, client_id, starts_at, ends_at, status, source, created_at, xid)
    VALUES ('v1', 1, 1, $1, $2, 'booked', 'api', $1, '900000000'::xid8)
"""


# Before 0013 nothing said whose word a phone stood on. Tokens: a workshop's system, a site that has handed in requests, a person's.
_BEFORE_PROOFS = f"""
INSERT INTO unit (code, name, city, address, time_zone, hours)
    VALUES ('msk', '{{"ru": "Север"}}', '{{"ru": "Москва"}}', '{{"ru": "Ленина, 1"}}', 'Europe/Moscow', '{_HOURS}');
INSERT INTO staff (login, name, role, password_hash) VALUES ('anna', 'Анна', 'agent', 'x'), ('boris', 'Борис', 'agent', 'x'),
    ('vera', 'Вера', 'agent', 'x');
INSERT INTO api_token (name, scope, token_hash) VALUES ('dms', 'source', '1'), ('site', 'source', '2'), ('figures', 'read', '3');
INSERT INTO client (public_id, name, phone, created_at) VALUES ('own', '', '+79120000001', now()), ('called', '', '+79120000002', now()),
    ('system', '', '+79120000003', now()), ('form', '', '+79120000004', now()), ('joined', '', '+79120000005', now()),
    ('proved', '', '+79120000006', now()), ('pointer', '', NULL, now());
INSERT INTO chat (chat_id, client_id, created_at) SELECT id, id, now() FROM client WHERE public_id IN ('own', 'called', 'joined', 'proved');
INSERT INTO client_ref VALUES ('crm-3', 3);
INSERT INTO card_merge (kept, joined, staff_id, at, reason, signs, cards, moved)
    SELECT id, 7, 1, now(), '', '{{}}', '{{}}', '{{}}' FROM client WHERE public_id = 'joined';
INSERT INTO card_merge (kept, joined, staff_id, at, reason, signs, cards, moved, undone_at)
    SELECT id, 7, 1, now(), '', '{{}}', '{{}}', '{{}}', now() FROM client WHERE public_id = 'proved';
INSERT INTO event (type, at, actor, subject) VALUES ('client.phone_verified', now(), 'agent:anna', 'client:called'),
    ('client.recognised', now(), 'client:proved', 'client:proved'), ('staff.changed', now(), 'system', 'staff:anna'),
    ('staff.shift', now(), 'system', 'staff:anna'), ('policy.changed', now(), 'system', 'policy'),
    ('file.read', now(), 'system', 'request:1');
INSERT INTO request (client_id, type, state, source, language, token_id, waiting_since, queue_key, created_at)
    VALUES (4, 'other', 'queued', 'site', 'ru', 2, now(), now(), now());
"""


async def _version(database_url: str, name: str, revision: str) -> str:
    """Address of a database as this revision left it."""
    url = await create_database(database_url, name)
    config = Config()
    config.set_main_option("script_location", str(migration._HERE))  # noqa: SLF001 - the program itself only knows the way to the end
    config.attributes["creator"] = lambda: asyncpg.connect(url)
    await asyncio.to_thread(command.upgrade, config, revision)
    return url


@pytest.fixture
async def first(database_url: str) -> str:
    """Address of a database as the first version left it."""
    return await _version(database_url, "first_version", "0001")


async def test_from_the_first_version_with_data_in_it(first: str) -> None:
    connection = await asyncpg.connect(first)
    await connection.execute(_FIRST)
    assert await migration.migrate(first) == ("0001", migration.newest())
    assert await connection.fetchval("SELECT count(*) FROM outbox WHERE state = 'queued' AND valid_until IS NULL") == 1
    assert await connection.fetchval("SELECT count(*) FROM request WHERE appointment_id IS NULL") == 2
    assert await connection.fetchval(
        "SELECT promise_due = broken_at FROM request JOIN promise ON request_number = number WHERE kept_at IS NULL"
    )
    assert await connection.fetchval(
        "SELECT array_agg(DISTINCT staff_id ORDER BY staff_id) FROM request_agent WHERE request_number = 2"
    ) == [1, 2]
    await connection.execute(_VISIT, NOON, NOON + timedelta(hours=1))
    assert await migration.migrate(first) == (migration.newest(), migration.newest())
    await connection.close()
    db = await Database.open(first, FixedClock(NOON), size=2)
    await told(db)
    async with db.read() as reader:
        unit = await unit_by_code(reader, "msk")
        visits, _ = await list_visits(reader, None)
    await db.close()
    assert unit
    assert (unit.grid_minutes, unit.lead_minutes, unit.horizon_days, unit.visits_limit) == (30, 60, 60, 3)
    assert [visit.public_id for visit in visits] == ["v1"], "rows of a dump are ahead of this cluster's transactions"


async def test_whose_word_the_phones_of_before_stand_on(database_url: str) -> None:
    """Only what is on record, or can have come about in one way alone, is verified; and owners are still written down when they go."""
    url = await _version(database_url, "before_proofs", "0012")
    connection = await asyncpg.connect(url)
    await connection.execute(_BEFORE_PROOFS)
    await migration.migrate(url)
    await connection.reload_schema_state()
    rows = await connection.fetch(
        "SELECT c.public_id, p.how, p.staff_id FROM phone_proof p JOIN client c ON c.id = p.client_id AND c.phone = p.phone ORDER BY c.id"
    )
    assert [tuple(row) for row in rows] == [
        ("own", "contact", None), ("called", "staff", 1), ("system", "system", None), ("proved", "contact", None)
    ]  # fmt: skip
    assert [row["name"] for row in await connection.fetch("SELECT name FROM api_token WHERE vouches")] == ["dms"]
    trail = await connection.fetch("SELECT type, audit FROM event WHERE audit IS NOT NULL ORDER BY id")
    assert [tuple(row) for row in trail] == [("staff.changed", 1), ("policy.changed", 1), ("file.read", 2)]
    for owner in (1, 2, 3):
        await connection.execute(
            "UPDATE request SET state = 'assigned', agent_id = $1, returned = $2 WHERE number = 1", owner, owner > 1
        )
    former = await connection.fetch("SELECT staff_id FROM request_former_agent ORDER BY staff_id")
    assert [row["staff_id"] for row in former] == [1, 2]
    assert await connection.fetchval("SELECT hands FROM many_hands WHERE request_number = 1") == 3
    await connection.close()
