"""Bringing clients' files home from Telegram, apart from the conversation: a slow download holds nobody up."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog

from services.errors import Refused
from services.files import FileStore, sniff
from services.requests.locking import as_request, lock_request, may_read
from services.requests.notices import tell_client
from services.staff.models import Staff
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
            settled = await tx.value(
                "UPDATE file SET state = $2, mime = $3, size = coalesce($4, size) WHERE id = $1 AND state = 'pending' RETURNING id",
                file_id, state, mime, size,
            )  # fmt: skip
            if settled is not None:
                await _tell(tx, file_id, too_large=state == "too_large")


async def _tell(tx: Tx, file_id: int, *, too_large: bool) -> None:
    """The agent sees what became of it; the client learns what Telegram does not hand out, as far as nobody could know it before."""
    rows = await tx.rows(
        "SELECT m.id AS message_id, m.direction, r.* FROM attachment a JOIN message m ON m.id = a.message_id "
        "JOIN request r ON r.number = m.request_number WHERE a.file_id = $1",
        file_id,
    )
    for row in rows:
        request = as_request(row)
        tx.event("message.changed", request.subject, unit_id=request.unit_id, message=row["message_id"])
        if too_large and row["direction"] == "in":
            await tell_client(tx, request, "file-too-large")


async def fetch_again(tx: Tx, staff: Staff, number: int, public_id: str) -> None:
    """Try once more for a file of this request that could not be fetched. Raises Refused `not-found`."""
    request = await lock_request(tx, number)
    if not await may_read(tx, staff, request):
        raise Refused("not-found")
    message_id = await tx.value(
        "UPDATE file f SET state = 'pending', attempts = 0, due_at = clock_timestamp() FROM attachment a JOIN message m "
        "ON m.id = a.message_id WHERE f.public_id = $2 AND a.file_id = f.id AND m.request_number = $1 AND f.state = 'failed' "
        "RETURNING m.id",
        number, public_id,
    )  # fmt: skip
    if message_id is None:
        raise Refused("not-found")
    tx.event("message.changed", request.subject, unit_id=request.unit_id, message=message_id)
