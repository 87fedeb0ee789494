"""Taking erased people's files from the disk, soon after the erasure was committed."""

from services.desk import Desk
from services.privacy.forgetting import remove_files


async def tick(desk: Desk) -> None:
    """Until nothing is due."""
    while await remove_files(desk.db, desk.files):
        pass
