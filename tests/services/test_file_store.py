"""Clients' files come home one by one, and a bad one harms no other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.errors import Refused
from services.files import MAX_BYTES, FileStore, add_upload, kind_of, new_public_id
from services.files.access import readable_file
from services.files.fetch import Fetcher, TooLargeError, fetch_again
from services.requests.models import IncomingFile
from services.requests.view import Viewer
from services.texts import text
from tests.services.world import World

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


async def _bytes(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


class Telegram:
    """Hands out files; `trouble` says for which it fails, and how."""

    def __init__(self, **trouble: Exception) -> None:
        self.trouble = trouble

    @asynccontextmanager
    async def download(self, telegram_id: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes."""
        if telegram_id in self.trouble:
            raise self.trouble[telegram_id]
        yield _bytes(PNG)


def _files(*names: str) -> tuple[IncomingFile, ...]:
    return tuple(IncomingFile("document", name, f"{name}.exe", "application/x-evil", None) for name in names)


def _left(directory: Path, suffix: str = "") -> list[Path]:
    return [path for path in directory.rglob(f"*{suffix}") if path.is_file()]


async def _states(world: World, number: int) -> list[str]:
    return [file["state"] for file in (await world.talk(number))[0]["attachments"]]


async def _due_again(world: World) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE file SET due_at = now() - interval '1 minute'")


async def test_one_bad_file_holds_up_no_other(world: World, tmp_path: Path) -> None:
    taken = await world.says(1, "", files=_files("bad", "huge", "good"))
    assert taken.number
    telegram = Telegram(bad=OSError("reset"), huge=TooLargeError())
    fetcher = Fetcher(world.db, FileStore(tmp_path), telegram.download)
    assert await fetcher.fetch_due() == 3
    assert await _states(world, taken.number) == ["pending", "too_large", "ready"]
    assert await fetcher.fetch_due() == 0  # not at once again
    for _ in range(5):
        await _due_again(world)
        await fetcher.fetch_due()
    assert await _states(world, taken.number) == ["failed", "too_large", "ready"]
    assert await world.texts(taken.number, "system") == [text("ru", "file-too-large")]  # nobody could know it before
    file = (await world.talk(taken.number))[0]["attachments"][2]
    assert (file["mime"], file["size"]) == ("image/png", len(PNG))  # by its content, not by what it claimed
    assert not _left(tmp_path, ".part")


async def test_a_file_that_failed_is_fetched_again_on_demand(world: World, tmp_path: Path) -> None:
    """By whoever may read the request; nobody else's, and nothing that is there already."""
    anna, boris = await world.staff("anna"), await world.staff("boris")
    taken = await world.says(1, "", files=_files("bad"))
    assert taken.number
    await world.next("anna")
    telegram = Telegram(bad=OSError("reset"))
    fetcher = Fetcher(world.db, FileStore(tmp_path), telegram.download)
    for _ in range(6):
        await _due_again(world)
        await fetcher.fetch_due()
    file = (await world.talk(taken.number))[0]["attachments"][0]
    assert file["state"] == "failed"
    for staff, public_id in ((boris, file["id"]), (anna, "somebody-elses")):
        with pytest.raises(Refused, match="not-found"):
            async with world.db.tx() as tx:
                await fetch_again(tx, staff, taken.number, public_id)
    telegram.trouble.clear()
    async with world.db.tx() as tx:
        await fetch_again(tx, anna, taken.number, file["id"])
    await fetcher.fetch_due()
    assert await _states(world, taken.number) == ["ready"]
    with pytest.raises(Refused, match="not-found"):
        async with world.db.tx() as tx:
            await fetch_again(tx, anna, taken.number, file["id"])


async def test_more_than_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(Refused, match="too-large"):
        await store.save("abc", _bytes(b"x" * MAX_BYTES, b"x"))
    assert not _left(tmp_path)


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "", "a/b", "..", "a\x00b", "."])
def test_ids_lead_nowhere_else(tmp_path: Path, hostile: str) -> None:
    with pytest.raises(Refused, match="not-found"):
        FileStore(tmp_path).path(hostile)


@pytest.mark.parametrize(
    ("name", "shown"), [("../../a.png", "a.png"), ("C:\\dir\\b.png", "b.png"), ("", "file"), ("x\x00y", "xy")]
)
async def test_an_uploads_name_is_only_a_label(world: World, tmp_path: Path, name: str, shown: str) -> None:
    store, public_id = FileStore(tmp_path), new_public_id()
    size = await store.save(public_id, _bytes(PNG[:10], PNG[10:]))
    async with world.db.tx() as tx:
        stored = await add_upload(tx, store, public_id, name=name, size=size)
    assert (stored["name"], stored["kind"], stored["mime"]) == (shown, "photo", "image/png")


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("text/html", "document"),
        ("image/svg+xml", "document"),
        ("audio/ogg", "voice"),
        ("video/mp4", "video"),
        ("image/gif", "animation"),
        ("video/webm", "document"),
        ("audio/x-wav", "document"),
    ],
)
def test_what_telegram_has_no_name_for_is_a_document(mime: str, kind: str) -> None:
    assert kind_of(mime) == kind


async def test_a_file_is_for_who_may_read_the_conversation(world: World, tmp_path: Path) -> None:
    anna, boris = await world.staff("anna"), await world.staff("boris")
    taken = await world.says(1, "", files=_files("photo"))
    assert taken.number
    await world.next("anna")
    file = (await world.talk(taken.number))[0]["attachments"][0]["id"]
    async with world.db.read() as reader:
        assert await readable_file(reader, file, Viewer("staff", staff=anna))
        assert await readable_file(reader, file, Viewer("all"))
        assert not await readable_file(reader, file, Viewer("staff", staff=boris))
        assert not await readable_file(reader, file, Viewer("source", token_id=1))
