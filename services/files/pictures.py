"""How wide and high a picture is, from its header alone (PNG 1.2 §3; JPEG: ITU-T T.81 annex B; WebP container, RFC 9649)."""

import struct
from pathlib import Path

PHOTO_BYTES = 10 << 20  # telegram.md §1, "Upload by bot"; so are the two below
_EDGES = 10_000  # width and height together
_RATIO = 20
_HEAD = 1 << 18  # bytes: cameras put a preview before the frame of a JPEG
_NOT_FRAMES = frozenset({0xC4, 0xC8, 0xCC})


def fits_photo(path: Path) -> bool:
    """Whether Telegram may take the picture as a photo; what it surely does not take goes as a document."""
    if path.stat().st_size > PHOTO_BYTES:
        return False
    size = picture_size(path)
    return size is None or (sum(size) <= _EDGES and max(size) <= _RATIO * min(size))


def picture_size(path: Path) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG or WebP; None where the header does not tell."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    try:
        size = _size(head)
    except (struct.error, IndexError):
        return None
    return size if size and min(size) > 0 else None


def _size(head: bytes) -> tuple[int, int] | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack_from(">II", head, 16)
        return width, height
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    return _webp(head) if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else None


def _jpeg(head: bytes) -> tuple[int, int] | None:
    """Segment by segment up to the frame."""
    at = 2
    while head[at] == 0xFF:  # noqa: PLR2004 - every marker begins so
        mark = head[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in _NOT_FRAMES:  # noqa: PLR2004 - SOF0 to SOF15
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        lone = mark == 0x01 or 0xD0 <= mark <= 0xD9  # noqa: PLR2004 - markers without a length
        at += 2 if lone else 2 + struct.unpack_from(">H", head, at + 2)[0]
    return None


def _webp(head: bytes) -> tuple[int, int] | None:
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", head, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
