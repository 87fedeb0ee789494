"""A conversation that the index cannot take stops nobody; and none that people can write is such a one."""

from collections.abc import Sequence

import asyncpg
import pytest
from structlog.testing import capture_logs

from services.archive import left_out, making
from services.archive.keeping import keep
from services.archive.leaving_out import try_again
from services.archive.pieces import Change
from services.health import unsearchable
from services.requests.models import IncomingFile
from services.storage.tx import Tx
from tests.services.test_archive import kept, numbers
from tests.services.world import World

pytestmark = pytest.mark.slow

_make_rows = making.make_rows


class Trouble:
    """PostgreSQL refuses the rows of one request."""

    def __init__(self, patch: pytest.MonkeyPatch, number: int, error: Exception) -> None:
        self.number, self.error = number, error
        patch.setattr(making, "make_rows", self)

    async def __call__(self, tx: Tx, changes: Sequence[Change]) -> None:
        if self.number in {change.number for change in changes}:
            raise self.error
        await _make_rows(tx, changes)


def _too_long() -> Exception:
    return asyncpg.ProgramLimitExceededError(
        "string is too long for tsvector (2097152 bytes, max 1048575 bytes): Иван Секретов"
    )


async def _are_left_out(world: World) -> int:
    async with world.db.read() as reader:
        count = await left_out(reader)
    assert await unsearchable(world.db) == count
    return count


@pytest.mark.parametrize("error", [_too_long(), ZeroDivisionError(), TimeoutError()], ids=["limit", "bug", "slow"])
async def test_one_that_cannot_be_indexed_is_left_out_told_once_and_tried_again(
    street: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    bad, good = await street.asks(1, "Карбюратор старый"), await street.asks(2, "Карбюратор")
    await kept(street)
    await street.says(1, "Ещё и радиатор")
    with monkeypatch.context() as patch, capture_logs() as lines:
        Trouble(patch, bad, error)
        await street.says(2, "И радиатор")
        await kept(street)
        later = await street.asks(3, "Радиатор")
        await street.says(1, "Вы тут?")
        await kept(street)
        assert await numbers(street, "радиатор") == [later, good]
        assert await numbers(street, "карбюратор") == [good, bad], "what it had stays"
        assert await _are_left_out(street) == 1
        await try_again(street.db)
        assert await _are_left_out(street) == 1
    (told,) = [line for line in lines if line["log_level"] == "error"]
    assert told["request"] == bad
    assert "Секретов" not in str(told), "what people wrote is in no log"
    await street.says(1, "Ау")
    await kept(street)
    assert await numbers(street, "радиатор") == [later, good, bad]
    assert await _are_left_out(street) == 0
    words = {row["word"]: row["seen"] for row in await street.rows("SELECT word, seen FROM archive_word")}
    assert (words["радиатор"], words["карбюратор"], words["старый"]) == (3, 2, 1), "each counted once"


async def test_one_of_those_from_before_is_left_out_and_comes_in_within_the_hour(
    street: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [await street.asks(10 + place, "Стартер") for place in range(3)]
    with monkeypatch.context() as patch:
        Trouble(patch, asked[1], _too_long())
        await kept(street)
        assert await numbers(street, "стартер") == [asked[2], asked[0]]
    assert not await keep(street.db)
    await try_again(street.db)
    assert await numbers(street, "стартер") == asked[::-1]
    assert await _are_left_out(street) == 0


@pytest.mark.parametrize("error", [
    ConnectionResetError(), asyncpg.TooManyConnectionsError(), asyncpg.DiskFullError(), asyncpg.DeadlockDetectedError(),
    asyncpg.UndefinedFunctionError(),
], ids=lambda error: type(error).__name__)  # fmt: skip
async def test_what_is_no_fault_of_the_conversation_is_done_again(
    street: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    number = await street.asks(1, "Стартер")
    with monkeypatch.context() as patch:
        Trouble(patch, number, error)
        with pytest.raises(type(error)):
            await kept(street)
    assert await _are_left_out(street) == 0
    await kept(street)
    assert await numbers(street, "стартер") == [number]


# Whatever people's phones and keyboards make.
HOSTILE = {
    "no spaces": "щ" * 5000, "no spaces, latin": "x" * 5000, "digits": "1234567890" * 400, "digits and blanks": "12 34 " * 800,
    "control characters": "".join(map(chr, [*range(1, 32), 127, *range(128, 160)])) * 60,
    "right to left": "\u202e" + "סלאם مرحبا " * 300, "emoji": "👨‍👩‍👧‍👦🏳️‍🌈🚗" * 300, "combining marks": "а" + "\u0301" * 100_000,
    "quotes": "'\"\\\\' & | ! <-> :* () " * 200, "links": "https://a.b/c?d=e&f=<g>@h.i " * 150, "hyphens": "a-" * 2000 + "b",
    "plates": "А123ВС77 " * 450, "no letters of one": "\ufffd\ufeff\u200b\u00ad" * 900, "last plane": "\U0010fffd\U000e0041" * 1000,
    "tags": "<a " * 1300, "marks of ours": "#i0 #failed #files #s0 '#failed'",
}  # fmt: skip


async def test_whatever_people_write_can_be_indexed(street: World) -> None:
    asked = {}
    for place, (what, text) in enumerate(HOSTILE.items()):
        asked[what] = await street.asks(place + 1, f"{text} глушитель{place}")
        await street.says(place + 1, f"поршень {text}")
    name = ("длинное имя " * 30)[:246] + ".pdf"
    await street.says(1, files=[IncomingFile("document", "tg", name, "application/pdf", 10)])
    with capture_logs() as lines:
        await kept(street)
    assert [line for line in lines if line["log_level"] == "error"] == []
    assert await _are_left_out(street) == 0
    assert await numbers(street, "поршень", limit=40) == sorted(asked.values(), reverse=True)
    assert await numbers(street, "длинное имя") == [asked["no spaces"]]
