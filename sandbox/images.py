"""Width, height and seconds read from the first bytes of a file; nothing is decoded."""

import struct

Size = tuple[int, int]
_JPEG_MARK = 0xFF
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_JPEG_LONE = frozenset({0x01, *range(0xD0, 0xDA)})  # marks without a length behind them
_OPUS_RATE = 48_000
_WAV_RATE_AT = 28
_DAY = 86_400


def image_size(data: bytes) -> Size | None:
    """Pixels of a PNG, JPEG, GIF, WebP or BMP; None for anything else."""
    try:
        found = _size(data)
    except struct.error:  # it begins like a picture and ends too soon
        return None
    return found if found and min(found) > 0 else None


def _size(data: bytes) -> Size | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _pair(">II", data, 16)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _pair("<HH", data, 6)
    if data.startswith(b"BM"):
        width, height = _pair("<ii", data, 18)
        return width, abs(height)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp_size(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return None


def _pair(form: str, data: bytes, at: int) -> Size:
    first, second = struct.unpack_from(form, data, at)
    return first, second


def _jpeg_size(data: bytes) -> Size | None:
    at = 2
    while data[at] == _JPEG_MARK if at < len(data) else False:
        mark, length = struct.unpack_from(">xBH", data, at)
        if mark in _JPEG_FRAMES:
            height, width = _pair(">HH", data, at + 5)
            return width, height
        at += 2 if mark in _JPEG_LONE else 2 + length
    return None


def _webp_size(data: bytes) -> Size | None:
    kind = data[12:16]
    if kind == b"VP8X":
        low_w, high_w, low_h, high_h = struct.unpack_from("<HBHB", data, 24)
        return low_w + (high_w << 16) + 1, low_h + (high_h << 16) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = _pair("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def seconds_of(data: bytes) -> int:
    """Length of an Ogg Opus or WAV recording in whole seconds (at least 1); 1 when it cannot be told."""
    if data.startswith(b"OggS"):
        last = data.rfind(b"OggS")
        granule = int.from_bytes(data[last + 6 : last + 14], "little")
        return max(1, min(granule // _OPUS_RATE, _DAY))
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        rate = int.from_bytes(data[_WAV_RATE_AT : _WAV_RATE_AT + 4], "little")
        return max(1, len(data) // rate) if rate else 1
    return 1
