"""The optional state file: SQLite, written behind, with id counters that never go back.

Documents are written up to `FLUSH_SECONDS` late. Counters are reserved in leaps and committed before
the first number of a leap is used, so after kill -9 ids go on above everything ever handed out.
"""

import asyncio
import json
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

log = logging.getLogger(__name__)

Json = dict[str, Any]
Row = tuple[str, str, str | None, bytes | None]
Batch = tuple[list[Row], list[tuple[str, str]]]
FLUSH_SECONDS = 0.3
LEAP = 1_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, reserved INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT, data BLOB, PRIMARY KEY (kind, key)
);
"""


class Store(Protocol):
    """Where the world keeps what must outlive the process."""

    def reserve(self, name: str, first: int) -> int:
        """Commit a leap of the counter; the leap begins at the returned number."""

    def put(self, kind: str, key: str, render: Callable[[], Json], data: bytes | None = None) -> None:
        """Write a document soon; `render` is called at that moment."""

    def drop(self, kind: str, key: str) -> None:
        """Remove a document soon."""

    def load(self, kind: str) -> Iterator[tuple[str, Json, bytes | None]]:
        """Documents of a kind: key, body, data; oldest first."""

    async def run(self) -> None:
        """Write behind until cancelled."""

    def close(self) -> None:
        """Write what is left."""


class Memory:
    """No state file: counters in memory, documents forgotten."""

    def __init__(self) -> None:
        self._reserved: dict[str, int] = {}

    def reserve(self, name: str, first: int) -> int:
        """The next leap."""
        start = max(first, self._reserved.get(name, first))
        self._reserved[name] = start + LEAP
        return start

    def put(self, kind: str, key: str, render: Callable[[], Json], data: bytes | None = None) -> None:
        """Nothing to do."""

    def drop(self, kind: str, key: str) -> None:
        """Nothing to do."""

    def load(self, kind: str) -> Iterator[tuple[str, Json, bytes | None]]:  # noqa: ARG002 - the protocol's shape
        """Nothing was kept."""
        return iter(())

    async def run(self) -> None:
        """Nothing to write."""

    def close(self) -> None:
        """Nothing is open."""


class StateFile:
    """One SQLite file, one process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = _connect(path)
        self._db.executescript(_SCHEMA)
        self._counters = _connect(path)  # its own connection: a leap must not wait inside a batch of documents
        self._dirty: dict[tuple[str, str], tuple[Callable[[], Json], bytes | None] | None] = {}
        self._batches: deque[Batch] = deque()  # a batch leaves when it is written, whoever is cancelled meanwhile
        self._writing = threading.Lock()

    def reserve(self, name: str, first: int) -> int:
        """The next leap, on disk before it is used."""
        row = self._counters.execute("SELECT reserved FROM counters WHERE name = ?", (name,)).fetchone()
        start = max(first, row[0]) if row else first
        self._counters.execute(
            "INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET reserved = excluded.reserved",
            (name, start + LEAP),
        )
        return start

    def put(self, kind: str, key: str, render: Callable[[], Json], data: bytes | None = None) -> None:
        """Remember to write."""
        self._dirty[kind, key] = (render, data)

    def drop(self, kind: str, key: str) -> None:
        """Remember to remove."""
        self._dirty[kind, key] = None

    def load(self, kind: str) -> Iterator[tuple[str, Json, bytes | None]]:
        """All documents of a kind in the order they were first written."""
        rows = self._db.execute("SELECT key, body, data FROM documents WHERE kind = ? ORDER BY rowid", (kind,))
        for key, body, data in rows.fetchall():
            yield key, json.loads(body), data

    async def run(self) -> None:
        """Write behind every `FLUSH_SECONDS`."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            if self._dirty:
                self._batches.append(self._rendered())
            if self._batches:
                await asyncio.to_thread(self._try_to_write)

    def close(self) -> None:
        """Write what is left and close."""
        self._batches.append(self._rendered())
        self._write()
        self._db.close()
        self._counters.close()

    def _rendered(self) -> Batch:
        dirty, self._dirty = self._dirty, {}
        puts: list[Row] = []
        drops: list[tuple[str, str]] = []
        for (kind, key), work in dirty.items():
            if work is None:
                drops.append((kind, key))
            else:
                puts.append((kind, key, json.dumps(work[0](), ensure_ascii=False), work[1]))
        return puts, drops

    def _try_to_write(self) -> None:
        try:
            self._write()
        except sqlite3.OperationalError as error:  # a full disk, say: the batches wait
            log.warning("the state file cannot be written: %s", error)

    def _write(self) -> None:
        with self._writing:
            while self._batches:
                with self._db:  # commits, or rolls back
                    self._db.execute("BEGIN IMMEDIATE")
                    self._write_batch(*self._batches[0])
                self._batches.popleft()

    def _write_batch(self, puts: list[Row], drops: list[tuple[str, str]]) -> None:
        self._db.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, data = excluded.data",
            puts,
        )
        self._db.executemany("DELETE FROM documents WHERE kind = ? AND key = ?", drops)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    return db
