"""A client mends the message that filled a field of the script: the field follows, and nothing else does."""

from typing import Any

import pytest

from services.requests.edits import take_edit
from services.requests.locking import lock_request
from services.requests.models import Incoming
from services.scripts.correcting import filled_from, filled_from_opening
from services.scripts.filling import fill, fill_own, take_words
from services.scripts.reading import script_of
from tests.services.world import World

CHAT = 1
VIN, OTHER = "XTA210990Y2766389", "XTA210990Y2766380"


async def told(world: World, number: int, code: str, words: str) -> int:
    """The client answers the question; Telegram's id of the message."""
    await world.says(CHAT, words)
    async with world.db.tx() as tx:
        request = await lock_request(tx, number)
        await fill(tx, request, code, words, by="client")
        await filled_from(tx, request, code, world.telegram_id)
    return world.telegram_id


async def mends(world: World, telegram_id: int, words: str) -> None:
    """What Telegram tells of an edit."""
    async with world.db.tx() as tx:
        person = await world.recognise(tx, CHAT)
        await take_edit(tx, person, Incoming(telegram_id, words), world.limits)


async def fields(world: World, number: int) -> Any:
    return (await world.row(number))["fields"]


async def events_of(world: World, number: int) -> list[tuple[str, str]]:
    rows = await world.rows(
        "SELECT data FROM event WHERE type = 'request.field' AND subject = $1 ORDER BY id", f"request:{number}"
    )
    return [(row["data"]["field"], row["data"]["by"]) for row in rows]


@pytest.mark.parametrize(
    ("code", "said", "mended", "then"),
    [
        ("vin", VIN, OTHER, OTHER), ("vin", VIN, VIN[:-1], VIN), ("vin", VIN, "не помню", VIN), ("vin", VIN, "а где он?", VIN),
        ("vin", VIN, f"вот вин {OTHER}", OTHER), ("mileage", "54 тыс", "64 тыс", 64_000), ("mileage", "54 тыс", "много", 54_000),
        ("mileage", "54 тыс", "спасибо", 54_000), ("symptoms", "Стучит слева", "Стучит справа, на кочках", "Стучит справа, на кочках"),
        ("symptoms", "Стучит слева", " ", "Стучит слева"),
    ],
)  # fmt: skip
async def test_the_field_follows_what_parses(world: World, code: str, said: str, mended: str, then: Any) -> None:
    number = await world.asks(CHAT, "Вопрос", "warranty")
    async with world.db.read() as reader:
        known = {field.kind: field.code for field in (await script_of(reader, "warranty", None)).fields}
    code = known.get("long", code) if code == "symptoms" else code
    message = await told(world, number, code, said)
    before = await events_of(world, number)
    await mends(world, message, mended)
    assert (await fields(world, number))[code] == then
    changed = (await world.row(number))["fields"][code] != (54_000 if code == "mileage" else said)
    assert await events_of(world, number) == before + ([(code, "client")] if changed else [])
    assert (await world.texts(number, "in"))[-1] == mended.strip() or mended == " ", "the agent sees the new words in any case"


async def test_again_and_again_but_only_the_message_that_filled_it(world: World) -> None:
    number = await world.asks(CHAT, "Вопрос", "warranty")
    first = await told(world, number, "vin", VIN)
    second = await told(world, number, "vin", OTHER)
    await mends(world, first, "XTA210990Y2766381")
    assert (await fields(world, number))["vin"] == OTHER, "the later message has filled it"
    await mends(world, second, "XTA210990Y2766382")
    await mends(world, second, "XTA210990Y2766383")
    assert (await fields(world, number))["vin"] == "XTA210990Y2766383"


async def test_what_an_agent_has_changed_stays(world: World) -> None:
    await world.staff("anna")
    number = await world.asks(CHAT, "Вопрос", "warranty")
    message = await told(world, number, "vin", VIN)
    await world.next("anna")
    async with world.db.tx() as tx:
        await fill_own(tx, await world.known("anna"), number, "vin", OTHER)
    await mends(world, message, "XTA210990Y2766381")
    assert (await fields(world, number))["vin"] == OTHER
    async with world.db.tx() as tx:
        await fill_own(tx, await world.known("anna"), number, "vin", "")
    await mends(world, message, "XTA210990Y2766382")
    assert "vin" not in await fields(world, number), "taken away, it does not come back by itself"


async def test_what_is_closed_stays(world: World) -> None:
    await world.staff("anna")
    number = await world.asks(CHAT, "Вопрос", "warranty")
    message = await told(world, number, "vin", VIN)
    await world.next("anna")
    await world.close("anna", number, "refused", "Передумал")
    await mends(world, message, OTHER)
    assert (await fields(world, number))["vin"] == VIN


async def test_the_words_it_was_opened_with(world: World) -> None:
    words = f"Нужны колодки на Весту, вин {VIN}"
    number = await world.asks(CHAT, words, "parts_selection")
    message = world.telegram_id
    async with world.db.tx() as tx:
        request = await lock_request(tx, number)
        await take_words(tx, request, await script_of(tx, request.type, None), words)
        await filled_from_opening(tx, request)
    mended = f"Нужны диски на Весту, вин {OTHER}"
    await mends(world, message, mended)
    assert await fields(world, number) == {"parts": mended, "vin": OTHER}


async def test_danger_in_an_edit_is_still_danger(world: World) -> None:
    number = await world.asks(CHAT, "Вопрос", "warranty")
    message = await told(world, number, "mileage", "54 тыс")
    await mends(world, message, "У меня отказали тормоза")
    row = await world.row(number)
    assert (row["alarm"], row["fields"]["mileage"]) == ("danger", 54_000)
