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
from services.files.pictures import fits_photo
from services.files.voices import NoVoiceError, voice_of
from services.storage.tx import Tx

MAX_BYTES = 20 << 20  # contract: POST /files ≤ 20 MB, as much as Telegram gives back
_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
_KINDS = dict.fromkeys(_PHOTOS, "photo") | {
    "image/gif": "animation", "audio/ogg": "voice", "audio/mpeg": "audio", "audio/mp4": "audio", "video/mp4": "video",
}  # fmt: skip
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
    """How Telegram would call it: what it has no name for is a document (telegram.md §1; S sendVideo, sendAudio, sendAnimation)."""
    return _KINDS.get(mime, "document")


def _as_voice(path: Path) -> str:
    """The type of an upload; a voice recorded in a browser becomes one that Telegram knows, in the same place."""
    mime = sniff(path)
    if mime != "video/webm":
        return mime
    try:
        voice = voice_of(path)
    except NoVoiceError:
        return mime
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    part.write_bytes(voice)
    part.replace(path)
    return sniff(path)


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
    shown = Path(name.replace("\\", "/")).name.replace("\x00", "")[:200] or "file"
    path = store.path(public_id)
    mime = await asyncio.to_thread(_as_voice, path)
    if mime == "audio/ogg" and shown.endswith(".webm"):
        shown, size = shown.removesuffix("webm") + "ogg", path.stat().st_size
    kind = kind_of(mime)
    if kind == "photo" and not fits_photo(path):
        kind = "document"
    await tx.execute(
        "INSERT INTO file (public_id, kind, name, mime, size, state, staff_id, token_id, created_at) "
        "VALUES ($1, $2, $3, $4, $5, 'ready', $6, $7, $8)",
        public_id, kind, shown, mime, size, staff_id, token_id, tx.now,
    )  # fmt: skip
    return {"id": public_id, "name": shown, "mime": mime, "size": size, "kind": kind}


__all__ = ["MAX_BYTES", "OCTETS", "FileStore", "add_upload", "kind_of", "new_public_id", "shows_inline", "sniff"]
