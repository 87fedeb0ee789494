"""Files of conversations: outside the web root, named by their opaque id, typed by their content."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import filetype

from services.clients.people import new_public_id
from services.errors import Refused
from services.storage.tx import Tx

MAX_BYTES = 20 << 20  # contract: POST /files ≤ 20 MB, as much as Telegram gives back
_KINDS = {"image": "photo", "audio": "audio", "video": "video"}
_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
_INLINE = _PHOTOS | {"image/gif", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/x-wav", "video/mp4", "video/webm"}
OCTETS = "application/octet-stream"


def shows_inline(mime: str) -> bool:
    """Whether a browser may show it in the page; all else is only ever downloaded."""
    return mime in _INLINE


def sniff(path: Path) -> str:
    """The type told by the content, never by the name."""
    guess = filetype.guess(str(path))
    return str(guess.mime) if guess else OCTETS


def kind_of(mime: str) -> str:
    """How Telegram would call it."""
    if mime == "audio/ogg":
        return "voice"
    return _KINDS.get(mime.split("/", maxsplit=1)[0], "document") if mime in _INLINE else "document"


@dataclass(frozen=True, slots=True)
class FileStore:
    """Where files lie."""

    root: Path

    def path(self, public_id: str) -> Path:
        """The place of a file; ids come from us alone, and are checked all the same."""
        if not public_id.replace("-", "").replace("_", "").isalnum():
            raise Refused("not-found")
        return self.root / public_id[:2] / public_id

    async def save(self, public_id: str, chunks: AsyncIterator[bytes]) -> int:
        """Write a file as it arrives; returns its size in bytes. Raises Refused `too-large` and leaves nothing behind."""
        target = self.path(public_id)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{public_id}.{secrets.token_hex(4)}.part")  # the same file may be fetched twice at a time
        size = 0
        try:
            with part.open("wb") as out:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise Refused("too-large", limit=MAX_BYTES)
                    await asyncio.to_thread(out.write, chunk)
                out.flush()
                await asyncio.to_thread(os.fsync, out.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return size


async def add_upload(
    tx: Tx, store: FileStore, public_id: str, *, name: str, size: int, staff_id: int | None = None, token_id: int | None = None
) -> dict[str, object]:  # fmt: skip
    """Record a file that has been saved; returns `{id, name, mime, size, kind}`."""
    mime = sniff(store.path(public_id))
    shown = Path(name.replace("\\", "/")).name.replace("\x00", "")[:200] or "file"
    kind = kind_of(mime)
    await tx.execute(
        "INSERT INTO file (public_id, kind, name, mime, size, state, staff_id, token_id, created_at) "
        "VALUES ($1, $2, $3, $4, $5, 'ready', $6, $7, $8)",
        public_id, kind, shown, mime, size, staff_id, token_id, tx.now,
    )  # fmt: skip
    return {"id": public_id, "name": shown, "mime": mime, "size": size, "kind": kind}


__all__ = ["MAX_BYTES", "OCTETS", "FileStore", "add_upload", "kind_of", "new_public_id", "shows_inline", "sniff"]
