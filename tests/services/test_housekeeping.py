"""What is cleaned up, what is not, and that nobody waits for it."""

import asyncio
from pathlib import Path

import pytest

from services import housekeeping
from services.files import FileStore
from services.flood.aside import keep_aside
from services.flood.restoring import kept_aside
from services.housekeeping import Keep, clean_up
from tests.services.world import World

_INBOX = "INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, done_at, failed_at) "
_OLD_INBOX = f"{_INBOX} SELECT 1, n, 'u' || n % 100, '{{}}', at, at, NULL FROM generate_series(1, $1::integer) AS n, "
_AGO = "(SELECT clock_timestamp() - interval '20 days' AS at) AS moment"


async def _no_rest(_seconds: float) -> None:
    await asyncio.sleep(0)


async def test_uploads_that_became_part_of_nothing_go_after_two_days(street: World, tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    async with street.db.tx() as tx:
        for age, public_id in ((3, "oldupload"), (1, "newupload")):
            store.path(public_id).parent.mkdir(parents=True, exist_ok=True)
            store.path(public_id).write_bytes(b"x")
            await tx.execute(
                "INSERT INTO file (public_id, kind, name, mime, size, state, created_at) "
                "VALUES ($1, 'document', 'x', 'text/plain', 1, 'ready', $2::timestamptz - make_interval(days => $3))",
                public_id, tx.now, age,
            )  # fmt: skip
    assert await clean_up(street.db, store) == 1
    assert not store.path("oldupload").exists()
    assert store.path("newupload").exists()


async def test_updates_go_when_they_were_done_long_ago(street: World, tmp_path: Path) -> None:
    """What waits, what was just done and dead letters stay, however long ago they came."""
    async with street.db.tx() as tx:
        await tx.execute(
            f"{_INBOX} SELECT 1, n, 'u1', '{{}}', now() - came * interval '1 day', now() - done * interval '1 day', "
            "now() - failed * interval '1 day' "
            "FROM (VALUES (1, 15, 15, NULL), (2, 40, NULL, NULL), (3, 30, NULL, 30), (4, 30, 1, 30), (5, 15, 15, NULL), (6, 13, 13, NULL), "
            "(7, 0, NULL, NULL)) AS v (n, came, done, failed)"
        )
    assert await clean_up(street.db, FileStore(tmp_path)) == 2
    assert [row["update_id"] for row in await street.rows("SELECT update_id FROM inbox ORDER BY 1")] == [2, 3, 4, 6, 7]
    assert await clean_up(street.db, FileStore(tmp_path), Keep(inbox=7)) == 1


async def test_mail_goes_when_it_was_settled_long_ago(street: World, tmp_path: Path) -> None:
    async with street.db.tx() as tx:
        await tx.execute(
            "INSERT INTO outbox (chat_id, method, params, kind, state, created_at, finished_at) "
            "SELECT 1, 'sendMessage', '{}', 'push', state, now() - made * interval '1 day', now() - finished * interval '1 day' "
            "FROM (VALUES ('sent', 31, 31), ('queued', 40, NULL), "
            "('retry', 40, NULL), ('failed', 40, 2), ('blocked', 40, 39), ('sent', 29, 29)) AS v (state, made, finished)"
        )
    assert await clean_up(street.db, FileStore(tmp_path)) == 2
    left = [row["state"] for row in await street.rows("SELECT state FROM outbox ORDER BY id")]
    assert left == ["queued", "retry", "failed", "sent"]


async def test_what_was_kept_aside_goes_when_no_head_put_it_back(street: World, tmp_path: Path) -> None:
    """On the clock of business, on which it came; the chat itself stays aside."""
    person = await street.person(7)
    async with street.db.tx() as tx:
        await tx.execute("UPDATE chat SET aside_since = $2 WHERE chat_id = $1", 7, tx.now)
        for text in ("Диплом", "Звоните"):
            await keep_aside(tx, person, street.incoming(text))
    street.clock.advance(days=20)
    async with street.db.tx() as tx:
        await keep_aside(tx, person, street.incoming("Ещё диплом"))
    assert await clean_up(street.db, FileStore(tmp_path)) == 0
    street.clock.advance(days=11)
    assert await clean_up(street.db, FileStore(tmp_path)) == 2
    head = await street.staff("head", role="head", units=["msk"])
    async with street.db.read() as reader:
        (row,) = await kept_aside(reader, head)
    assert (row["waiting"], row["said"]) == (1, ["Ещё диплом"])
    assert await clean_up(street.db, FileStore(tmp_path), Keep(notices=5)) == 1


async def test_events_are_kept_for_good_unless_told_otherwise(street: World, tmp_path: Path) -> None:
    await street.says(1, "Привет")
    street.clock.advance(hours=24 * 400)
    await street.says(1, "Привет")
    before = len(await street.rows("SELECT FROM event"))
    assert await clean_up(street.db, FileStore(tmp_path)) == 0
    gone = await clean_up(street.db, FileStore(tmp_path), Keep(events=365))
    left = await street.rows("SELECT at FROM event")
    assert 0 < gone == before - len(left)
    assert {row["at"] for row in left} == {street.clock.now()}


async def test_many_rows_go_in_many_pieces_and_what_stays_is_passed_by(
    street: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_INBOX", housekeeping._INBOX.replace(str(housekeeping.BATCH), "10"))  # noqa: SLF001
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    async with street.db.tx() as tx:
        await tx.execute(_OLD_INBOX + _AGO, 95)
        await tx.execute("UPDATE inbox SET done_at = NULL WHERE update_id % 10 = 0 OR update_id BETWEEN 30 AND 60")
    assert await clean_up(street.db, FileStore(tmp_path), rest=rest) == 95 - 36
    assert len(await street.rows("SELECT FROM inbox")) == 36
    assert len(rests) == 9
    assert all(seconds > 0 for seconds in rests)


async def test_one_process_cleans_at_a_time(street: World, tmp_path: Path) -> None:
    async with street.db.tx() as tx:
        await tx.execute(_OLD_INBOX + _AGO, 10)
    async with street.db.tx() as tx:
        await tx.value("SELECT pg_advisory_xact_lock($1, 0)", housekeeping._LOCK)  # noqa: SLF001 - as the other one does
        assert await clean_up(street.db, FileStore(tmp_path)) == 0
    assert await clean_up(street.db, FileStore(tmp_path)) == 10


async def test_a_round_ends_after_its_time_and_the_next_goes_on(
    street: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with street.db.tx() as tx:
        await tx.execute(_OLD_INBOX + _AGO, 2 * housekeeping.BATCH + 1)
    monkeypatch.setattr(housekeeping, "LONGEST", 0.0)
    assert await clean_up(street.db, FileStore(tmp_path)) == 0
    monkeypatch.undo()
    assert await clean_up(street.db, FileStore(tmp_path), rest=_no_rest) == 2 * housekeeping.BATCH + 1


@pytest.mark.slow
async def test_whoever_stores_does_not_wait_for_the_cleaning(street: World, tmp_path: Path) -> None:
    """Many rows go while updates and mail come in, and while somebody handles what came. Waiting for a lock would fail at once."""
    async with street.db.tx() as tx:
        await tx.execute("SET LOCAL session_replication_role = replica")
        await tx.execute(_OLD_INBOX + _AGO, 250_000)
    done = asyncio.Event()

    async def clean() -> int:
        try:
            return await clean_up(street.db, FileStore(tmp_path), rest=_no_rest)
        finally:
            done.set()

    async def store() -> int:
        stored = 0
        while not done.is_set():
            async with street.db.tx() as tx:
                await tx.execute("SET LOCAL lock_timeout = '200ms'")
                inbox_id = await tx.value(
                    "INSERT INTO inbox (bot_id, update_id, lane, raw) VALUES (2, $1, 'u1', '{}') RETURNING id", stored
                )
                await tx.execute("UPDATE inbox SET done_at = clock_timestamp() WHERE id = $1", inbox_id)
                await tx.execute("INSERT INTO outbox (chat_id, method, params, kind) VALUES (1, 'sendMessage', '{}', 'push')")
            stored += 1
        return stored

    gone, stored = await asyncio.gather(clean(), store())
    assert gone == 250_000
    assert stored > 20
    assert len(await street.rows("SELECT FROM inbox")) == stored


async def test_neither_table_is_read_as_a_whole(street: World) -> None:
    """However many rows there are and whatever the planner believes: the walk is by the key's index."""
    for sql in (housekeeping._INBOX, housekeeping._OUTBOX):  # noqa: SLF001
        plan = await street.rows("EXPLAIN " + sql.replace("$1", "now()").replace("$2", "0"))
        text = "\n".join(row[0] for row in plan)
        assert "Seq Scan" not in text, text
        assert "Tid Scan" in text
