"""Bringing clients' files home from Telegram, apart from the conversation: a slow download holds nobody up."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog

from services.errors import Refused
from services.files import FileStore, sniff
from services.storage.database import Database
from services.storage.tx import Tx

log = structlog.get_logger(__name__)

_ATTEMPTS = 6
_CLAIM = """
UPDATE file SET attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => 15 * power(2, attempts))
WHERE id IN (SELECT id FROM file WHERE state = 'pending' AND due_at <= clock_timestamp() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING id, public_id, telegram_file_id, mime, attempts
"""


class TooLargeError(Exception):
    """Telegram does not hand this file to bots (telegram.md §1: 20 MB)."""


Download = Callable[[str], AbstractAsyncContextManager[AsyncIterator[bytes]]]


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pending files. `download(telegram file id)` opens the bytes, or raises TooLargeError or whatever went wrong."""

    db: Database
    store: FileStore
    download: Download

    async def fetch_due(self, limit: int = 8) -> int:
        """Claim files that are due and fetch them one by one; returns how many were claimed.

        A failure keeps none of the others waiting: that file is due again later.
        """
        async with self.db.tx() as tx:
            rows = await tx.rows(_CLAIM, limit)
        for row in rows:
            try:
                await self._fetch(
                    row["id"], row["public_id"], row["telegram_file_id"], row["mime"], last=row["attempts"] >= _ATTEMPTS
                )
            except Exception as error:  # noqa: BLE001 - whatever a download raises is a failed attempt
                log.warning(
                    "a file could not be fetched", file=row["public_id"], attempt=row["attempts"], error=type(error).__name__
                )
        return len(rows)

    async def _fetch(self, file_id: int, public_id: str, telegram_id: str, mime: str, *, last: bool) -> None:
        try:
            async with self.download(telegram_id) as chunks:
                size = await self.store.save(public_id, chunks)
        except (TooLargeError, Refused):
            await self._settle(file_id, "too_large", mime, None)
        except Exception:
            if last:
                await self._settle(file_id, "failed", mime, None)
            raise
        else:
            found = sniff(self.store.path(public_id))
            await self._settle(file_id, "ready", found, size)

    async def _settle(self, file_id: int, state: str, mime: str, size: int | None) -> None:
        async with self.db.tx() as tx:
            await tx.execute(
                "UPDATE file SET state = $2, mime = $3, size = coalesce($4, size) WHERE id = $1 AND state = 'pending'",
                file_id, state, mime, size,
            )  # fmt: skip
            await _tell(tx, file_id)


async def _tell(tx: Tx, file_id: int) -> None:
    rows = await tx.rows(
        "SELECT m.id, m.request_number, r.unit_id FROM attachment a JOIN message m ON m.id = a.message_id "
        "JOIN request r ON r.number = m.request_number WHERE a.file_id = $1",
        file_id,
    )
    for row in rows:
        tx.event("message.changed", f"request:{row['request_number']}", unit_id=row["unit_id"], message=row["id"])
