"""Files that people and bots sent: kept in memory, addressed as Telegram does (file_id, file_unique_id, path)."""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sandbox.images import image_size, seconds_of

Json = dict[str, Any]

KINDS = ("photo", "document", "voice", "audio", "video", "video_note", "sticker", "animation")
ALBUM_LIMIT = 10
DOWNLOAD_LIMIT = 20 << 20
UPLOAD_LIMIT = 50 << 20
BYTES_KEPT = 256 << 20
PHOTO_LIMIT = 10 << 20

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_DEFAULTS: dict[str, tuple[str, str]] = {
    "photo": ("image/jpeg", ".jpg"),
    "voice": ("audio/ogg", ".oga"),
    "audio": ("audio/mpeg", ".mp3"),
    "video": ("video/mp4", ".mp4"),
    "video_note": ("video/mp4", ".mp4"),
    "sticker": ("image/webp", ".webp"),
    "animation": ("video/mp4", ".mp4"),
    "document": ("application/octet-stream", ""),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A part of a multipart body."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of one bot, its bytes apart. `path` is what getFile answers and /file serves; width 0: no picture."""

    file_id: str
    unique_id: str
    bot: int
    kind: str
    name: str
    mime: str
    size: int
    path: str
    width: int = 0
    height: int = 0
    seconds: int = 1

    def variant(self, letter: str) -> tuple[str, str]:
        """file_id and file_unique_id of a smaller photo size; the bytes behind it are the same."""
        return f"{self.file_id}{letter}", f"{self.unique_id}{letter}"


class Files:
    """All files of the world; of their bytes the newest `BYTES_KEPT`."""

    def __init__(self, next_number: Callable[[], int]) -> None:
        self._next_number = next_number
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[tuple[int, str], StoredFile] = {}
        self._data: dict[str, bytes] = {}
        self._bytes = 0

    def put(self, bot: int, kind: str, upload: Upload) -> StoredFile:
        """Keep an upload and give it its ids."""
        number = self._next_number()
        mime, suffix = _DEFAULTS[kind]
        if kind in {"document", "audio", "video", "animation"}:
            guessed = mimetypes.guess_type(upload.name)[0]
            mime = guessed or (upload.mime if "/" in upload.mime else mime)
            suffix = PurePosixPath(upload.name).suffix or suffix
        width, height = image_size(upload.data) or (0, 0)
        stored = StoredFile(
            file_id=_file_id(kind, bot, number),
            unique_id="AQAD" + base64.urlsafe_b64encode(hashlib.sha256(upload.data).digest()[:9]).decode(),
            bot=bot,
            kind=kind,
            name=upload.name,
            mime=mime,
            size=len(upload.data),
            path=f"{kind}s/file_{number}{_plain(suffix)}",
            width=width,
            height=height,
            seconds=seconds_of(upload.data),
        )
        self.add(stored, upload.data)
        return stored

    def add(self, stored: StoredFile, data: bytes) -> None:
        """Take in a file that has its ids already (from the state file)."""
        self._by_id[stored.file_id] = stored
        self._by_path[stored.bot, stored.path] = stored
        self._data[stored.file_id] = data
        self._bytes += len(data)
        while self._bytes > BYTES_KEPT:
            self._bytes -= len(self._data.pop(next(iter(self._data))))

    def data(self, stored: StoredFile) -> bytes | None:
        """The bytes, or None when they were forgotten for the sake of newer files."""
        return self._data.get(stored.file_id)

    def by_id(self, bot: int, file_id: str) -> StoredFile | None:
        """The bot's file by file_id (also of a smaller photo size), or None."""
        stored = self._by_id.get(file_id) or self._by_id.get(file_id[:-1])
        return stored if stored is not None and stored.bot == bot else None

    def by_path(self, bot: int, path: str) -> StoredFile | None:
        """The bot's file by file_path, or None."""
        return self._by_path.get((bot, path))


def _plain(suffix: str) -> str:
    return suffix.lower() if _SUFFIX.fullmatch(suffix) else ""


def _file_id(kind: str, bot: int, number: int) -> str:
    mark = hashlib.sha256(f"{kind}:{bot}:{number}".encode()).digest()[:18]
    raw = number.to_bytes(6, "big") + bot.to_bytes(8, "big") + mark
    return f"AgAC{KINDS.index(kind)}" + base64.urlsafe_b64encode(raw).decode().rstrip("=") + "_q"


def content_of(stored: StoredFile, extra: Json | None = None) -> Json:
    """The fields a message carries for this file; `extra`: duration, width, height, title and the like."""
    given = {name: value for name, value in (extra or {}).items() if value}
    base: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    if stored.kind == "photo":
        return {"photo": _photo_sizes(stored, base)}
    if stored.kind == "document":
        return {"document": {"file_name": stored.name, "mime_type": stored.mime, **base}}
    shape = _SHAPES[stored.kind](stored, given)
    content: Json = {stored.kind: {**shape, **base}}
    if stored.kind == "animation":
        content["document"] = {"file_name": stored.name, "mime_type": stored.mime, **base}
    return content


def _photo_sizes(stored: StoredFile, base: Json) -> list[Json]:
    width, height = (stored.width, stored.height) if stored.width else (800, 600)
    sizes: list[Json] = []
    for letter, edge in (("s", 90), ("m", 320), ("x", 800)):
        scale = edge / max(width, height)
        if scale >= 1:
            break
        file_id, unique_id = stored.variant(letter)
        shape = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
        sizes.append({"file_id": file_id, "file_unique_id": unique_id, **shape})
    return [*sizes, {**base, "width": width, "height": height}]


def _sound(stored: StoredFile, given: Json) -> Json:
    shape: Json = {"duration": given.get("duration") or stored.seconds, "mime_type": stored.mime}
    if stored.kind == "audio":
        shape["file_name"] = stored.name
        shape.update({name: given[name] for name in ("performer", "title") if name in given})
    return shape


def _moving(stored: StoredFile, given: Json) -> Json:
    if stored.kind == "video_note":
        return {"duration": given.get("duration", 1), "length": given.get("length", 240)}
    shape = {name: given.get(name, plain) for name, plain in (("width", 640), ("height", 480), ("duration", 1))}
    return {**shape, "file_name": stored.name, "mime_type": stored.mime}


def _sticker(stored: StoredFile, given: Json) -> Json:
    width, height = (stored.width, stored.height) if stored.width else (512, 512)
    shape: Json = {"type": "regular", "width": width, "height": height, "is_animated": False, "is_video": False}
    return {**shape, "emoji": given.get("emoji", "🙂")}


_SHAPES: dict[str, Callable[[StoredFile, Json], Json]] = {
    "voice": _sound,
    "audio": _sound,
    "video": _moving,
    "video_note": _moving,
    "animation": _moving,
    "sticker": _sticker,
}
