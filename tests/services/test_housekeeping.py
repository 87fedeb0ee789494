"""What is cleaned up, and what is not."""

from pathlib import Path

from services.files import FileStore
from services.housekeeping import clean_up
from tests.services.world import World


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
        await tx.execute(
            "INSERT INTO inbox (bot_id, update_id, lane, raw, done_at) VALUES (1, 1, 'u1', '{}', clock_timestamp() - interval '15 days'), "
            "(1, 2, 'u1', '{}', clock_timestamp()), (1, 3, 'u1', '{}', NULL)"
        )
    assert await clean_up(street.db, store) == 2
    assert not store.path("oldupload").exists()
    assert store.path("newupload").exists()
    assert [row["update_id"] for row in await street.rows("SELECT update_id FROM inbox ORDER BY 1")] == [2, 3]
