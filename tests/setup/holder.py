"""A process that uses the embedded servers: `python -m tests.setup.holder DATA_DIR [UID]`.

Prints the database's address, or "error: …", and leaves when its standard input ends. With UID it becomes that user after
everything has been imported, as some checkouts and interpreters are readable by root alone.
"""

import os
import sys
from pathlib import Path

from bot.embedded import Embedded, EmbeddedError, claim_run


def main(data_dir: Path, uid: int | None) -> None:
    if uid is not None:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    try:
        claim_run(data_dir)
        embedded = Embedded.attach(data_dir, want_database=True, want_redis=True)
    except EmbeddedError as error:
        print(f"error: {error}", flush=True)
        return
    with embedded:
        print(embedded.database_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
