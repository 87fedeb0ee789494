"""Lists and logs are read up to the oldest transaction that is still being written (`services/storage/paging.py`), whichever database
of the server it writes to. So a test may have to wait for another one's."""

from services.storage.database import Database
from tests.harness import until

_WRITTEN = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
_READ = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8"


async def told(db: Database) -> None:
    """Until all that was committed by now is in the lists."""
    async with db.read() as reader:
        written = await reader.value(_WRITTEN)

    async def look() -> bool:
        async with db.read() as reader:
            return bool(await reader.value(_READ, written))

    await until(look, "nothing older is being written")
