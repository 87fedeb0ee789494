"""What an upload is, by its content: pictures too wide for a photo, voices recorded in a browser."""

import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.files import FileStore, add_upload, new_public_id
from services.files.pictures import PHOTO_BYTES, fits_photo, picture_size
from services.files.voices import NoVoiceError, voice_of
from tests.services.world import World

HEAD = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
FRAME = b"\x78" + bytes(40)  # CELT, 20 ms, one frame


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BBHBHHB", 0xFF, 0xC2, 17, 8, height, width, 3)
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", 300) + bytes(298) + frame


def webp(width: int, height: int) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + canvas


@pytest.mark.parametrize("made", [png, jpeg, webp])
def test_a_picture_is_measured_without_being_decoded(tmp_path: Path, made: object) -> None:
    assert callable(made)
    path = tmp_path / "p"
    for (width, height), fits in {
        (4000, 3000): True, (9900, 100): False, (9000, 1001): False, (21, 1): False, (20, 1): True,
    }.items():  # fmt: skip
        path.write_bytes(made(width, height))
        assert (picture_size(path), fits_photo(path)) == ((width, height), fits)


def test_a_header_that_breaks_off_measures_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p"
    for content in (b"", b"\xff\xd8", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBPVP8 ", png(0, 5)):
        path.write_bytes(content)
        assert picture_size(path) is None
    path.write_bytes(png(10, 10) + bytes(PHOTO_BYTES))
    assert not fits_photo(path)


def _element(name: int, content: bytes, *, live: bool = False) -> bytes:
    """`live`: as recorders write it, without a size."""
    known = bytes([0x80 | len(content)]) if len(content) < 127 else (1 << 56 | len(content)).to_bytes(8, "big")
    size = b"\x01" + b"\xff" * 7 if live else known
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + content


def recording(packets: list[bytes], *, codec: bytes = b"A_OPUS", tracks: int = 1) -> bytes:
    """A WebM as Chromium writes it: sizes of the segment and the cluster are not known."""
    track = _element(0xAE, _element(0xD7, b"\x01") + _element(0x86, codec) + _element(0x63A2, HEAD))
    blocks = b"".join(_element(0xA3, b"\x81" + struct.pack(">hB", 20 * n, 0x80) + p) for n, p in enumerate(packets))
    cluster = _element(0x1F43B675, _element(0xE7, b"\x00") + blocks, live=True)
    head = _element(0x1A45DFA3, _element(0x4282, b"webm"))
    return head + _element(0x18538067, _element(0x1654AE6B, track * tracks) + cluster, live=True)


def _packets(ogg: bytes) -> tuple[list[bytes], int]:
    """All packets of an Ogg file and its last position; checks every page on the way."""
    at, found, granule, number = 0, [], 0, 0
    while at < len(ogg):
        magic, _, flags, granule, _, place, crc = struct.unpack_from("<4sBBqIII", ogg, at)
        count = ogg[at + 26]
        sizes = ogg[at + 27 : at + 27 + count]
        end = at + 27 + count + sum(sizes)
        page = ogg[at : at + 22] + bytes(4) + ogg[at + 26 : end]
        assert (magic, place, crc) == (b"OggS", number, _crc(page))
        assert flags == (2 if number == 0 else 4 if end == len(ogg) else 0)
        body, packet = at + 27 + count, b""
        for size in sizes:
            packet += ogg[body : body + size]
            body += size
            if size < 255:
                found.append(packet)
                packet = b""
        at, number = end, number + 1
    return found, granule


def _crc(page: bytes) -> int:
    """Ogg's sum is zlib's CRC-32 with every bit order turned round, from zero and without the final complement."""
    turned = bytes(int(f"{byte:08b}"[::-1], 2) for byte in page)
    raw = zlib.crc32(turned, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{raw:032b}"[::-1], 2)


@pytest.mark.parametrize("count", [1, 50, 400])
def test_a_recording_becomes_a_voice_packet_by_packet(tmp_path: Path, count: int) -> None:
    path = tmp_path / "v"
    sent = [FRAME + bytes([n % 256]) * (n % 600) for n in range(count)]
    path.write_bytes(recording(sent))
    packets, granule = _packets(voice_of(path))
    assert packets[0] == HEAD
    assert packets[1].startswith(b"OpusTags")
    assert packets[2:] == sent
    assert granule == 960 * count  # 20 ms at 48 kHz each


@pytest.mark.parametrize("content", [
    b"", b"\x1aE\xdf\xa3", bytes(50), recording([FRAME], codec=b"A_VORBIS"), recording([FRAME], tracks=2), recording([]),
    recording([FRAME])[:70], b"\x00" + recording([FRAME]),
])  # fmt: skip
def test_anything_else_is_no_voice(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "v"
    path.write_bytes(content)
    with pytest.raises(NoVoiceError):
        voice_of(path)


def _left(directory: Path, suffix: str) -> list[Path]:
    return list(directory.rglob(f"*{suffix}"))


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_a_recorded_voice_is_stored_as_one(world: World, tmp_path: Path) -> None:
    """And a film of the same family stays what it is."""
    store = FileStore(tmp_path)
    for content, kind, name, mime in (
        (recording([FRAME] * 9), "voice", "voice 12-30.ogg", "audio/ogg"),
        (recording([FRAME], codec=b"V_VP8"), "document", "voice 12-30.webm", "video/webm"),
    ):
        public_id = new_public_id()
        size = await store.save(public_id, _chunks(content))
        async with world.db.tx() as tx:
            stored = await add_upload(tx, store, public_id, name="voice 12-30.webm", size=size)
        assert (stored["kind"], stored["name"], stored["mime"]) == (kind, name, mime)
        assert stored["size"] == store.path(public_id).stat().st_size
    assert _left(tmp_path, ".part") == []
