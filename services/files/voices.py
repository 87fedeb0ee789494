"""Voices recorded in a browser: WebM with Opus becomes Ogg with Opus, which is what Telegram calls a voice. Nothing is decoded.

WebM: RFC 8794 (EBML), Matroska (RFC 9559); Ogg: RFC 3533; Opus in Ogg: RFC 7845; a packet's length: RFC 6716 §3.1.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

_SEGMENT, _CLUSTER, _BLOCKS = 0x18538067, 0x1F43B675, 0xA0
_TRACKS, _TRACK = 0x1654AE6B, 0xAE
_TRACK_NUMBER, _CODEC, _PRIVATE = 0xD7, 0x86, 0x63A2
_SIMPLE_BLOCK, _BLOCK = 0xA3, 0xA1
_PARENTS = frozenset({_SEGMENT, _CLUSTER, _BLOCKS, _TRACKS})
_UNKNOWN_SIZE = frozenset(
    {0x7F, 0x3FFF, 0x1FFFFF, 0x0FFFFFFF, 0x07FFFFFFFF, 0x03FFFFFFFFFF, 0x01FFFFFFFFFFFF, 0xFFFFFFFFFFFFFF}
)
_LACING = 0x06
_SERIAL = 0x50726979
_PAGE_SEGMENTS = 255
_PAGE_SAMPLES = 48_000  # a page a second
_TAGS = b"OpusTags" + struct.pack("<I", 8) + b"priyomka" + struct.pack("<I", 0)


class NoVoiceError(Exception):
    """Not a WebM of one Opus track, or a broken one."""


def voice_of(path: Path) -> bytes:
    """The recording as Ogg. Raises NoVoiceError; pictures and more than one track are no voice."""
    try:
        head, packets = _read(path.read_bytes())
        return b"".join(_pages(head, packets))
    except (IndexError, struct.error, ValueError) as error:
        raise NoVoiceError(str(error)) from error


def _read(data: bytes) -> tuple[bytes, list[bytes]]:
    tracks: list[dict[int, bytes]] = []
    packets: list[bytes] = []
    for name, start, end in _elements(data, 0, len(data)):
        if name == _TRACK:
            tracks.append({inner: data[at:until] for inner, at, until in _elements(data, start, end)})
        elif name in {_SIMPLE_BLOCK, _BLOCK}:
            packets.append(_packet(data, start, end))
    if len(tracks) != 1 or tracks[0].get(_CODEC, b"").rstrip(b"\x00") != b"A_OPUS" or not packets:
        raise NoVoiceError("not one track of Opus")
    head = tracks[0].get(_PRIVATE, b"")
    if not head.startswith(b"OpusHead"):
        raise NoVoiceError("no OpusHead")
    return head, packets


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Name and place of each element, those that only hold others opened. A live recording tells no sizes: then up to the end."""
    while at < end:
        name, at = _number(data, at, keep=True)
        size, at = _number(data, at, keep=False)
        until = end if size in _UNKNOWN_SIZE and name in _PARENTS else min(at + size, end)
        if name in _PARENTS:
            continue  # its children follow
        yield name, at, until
        at = until


def _number(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A variable-length integer of EBML and where it ends; names keep their length mark."""
    first = data[at]
    length = 9 - first.bit_length()
    if length > 8:  # noqa: PLR2004 - no longer ones in EBML
        raise NoVoiceError("not EBML")
    value = int.from_bytes(data[at : at + length], "big")
    return (value if keep else value & ((1 << 7 * length) - 1)), at + length


def _packet(data: bytes, start: int, end: int) -> bytes:
    """A block: track, time (two bytes), flags, then the packet. Voices are not laced."""
    _, at = _number(data, start, keep=False)
    if data[at + 2] & _LACING:
        raise NoVoiceError("laced")
    return data[at + 3 : end]


def _samples(packet: bytes) -> int:
    """How long a packet sounds, in samples at 48 kHz."""
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:  # noqa: PLR2004 - SILK
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:  # noqa: PLR2004 - hybrid
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    return frame * (1 if code == 0 else 2 if code < 3 else packet[1] & 0x3F)  # noqa: PLR2004


def _pages(head: bytes, packets: list[bytes]) -> Iterator[bytes]:
    yield _page([head], 0, 0, flags=2)
    yield _page([_TAGS], 0, 1)
    number, granule, waiting, sounded = 2, 0, list[bytes](), 0
    for place, packet in enumerate(packets):
        waiting.append(packet)
        sounded += _samples(packet)
        last = place == len(packets) - 1
        full = sum(len(p) // 255 + 1 for p in waiting) + (0 if last else len(packets[place + 1]) // 255 + 1) > _PAGE_SEGMENTS
        if last or full or sounded >= _PAGE_SAMPLES:
            granule += sounded
            yield _page(waiting, granule, number, flags=4 if last else 0)
            number, waiting, sounded = number + 1, [], 0


def _page(packets: list[bytes], granule: int, number: int, *, flags: int = 0) -> bytes:
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in packets)
    if len(lacing) > _PAGE_SEGMENTS:
        raise NoVoiceError("a packet is too long")
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, _SERIAL, number, 0) + bytes([len(lacing)]) + lacing
    page = head + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


def _table() -> tuple[int, ...]:
    found = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        found.append(value & 0xFFFFFFFF)
    return tuple(found)


_CRC = _table()


def _checksum(page: bytes) -> int:
    """RFC 3533 §6: CRC 32, polynomial 0x04C11DB7, from zero, nothing reflected."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return value
