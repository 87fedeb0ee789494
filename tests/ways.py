"""Where the same is held in several ways or looks, and `make test` (WAYS=one) holds it in one of them.

Which one is drawn by its name, and so always the same: of all that is held, each way has its share. `make test WAYS=all`, and pytest
without the variable, hold everything in all of them.
"""

import os
import zlib

ONE = os.environ.get("WAYS", "all") == "one"


def drawn(name: str, among: int) -> int:
    """The place of the one that is held."""
    return zlib.crc32(name.encode()) % among
