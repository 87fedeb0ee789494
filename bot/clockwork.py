"""The shifted clock over restarts and processes: what is stored holds for all (contract, "Clock": within a second)."""

from datetime import timedelta

from services.clock_store import stored_shift
from services.desk import Desk

LOOK_SECONDS = 0.5


async def read_shift(desk: Desk) -> None:
    """Set this process's clock to what is stored; it never goes back."""
    if desk.shifted is None:
        return
    async with desk.db.read() as reader:
        stored = await stored_shift(reader)
    if stored is not None:
        desk.shifted.shift = max(desk.shifted.shift, timedelta(seconds=stored))


async def follow(desk: Desk) -> None:
    """Loop: follow the stored shift."""
    while True:
        await desk.db.wakes.wait("clock", LOOK_SECONDS)
        await read_shift(desk)
