"""Scripts: what is known of a request and what is told about it, and the bot and the agent at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.errors import Refused
from services.garage.editing import add_mileage, add_vehicle
from services.garage.queries import vehicles_of
from services.recognising.merging import hold
from services.requests.closing import close
from services.requests.locking import lock_request
from services.scripts.asking import Question, asked_now, begin_asking, current_question, go_on
from services.scripts.defaults import default_script
from services.scripts.filling import fill, fill_own, take_words
from services.scripts.known import known_fields
from services.scripts.models import Known
from tests.services.conftest import NOON
from tests.services.world import PHOTO, World

CHAT = 501
VIN = "XTA210990Y2766389"


async def known(world: World, number: int) -> dict[str, Known]:
    """What is known of the request's fields."""
    async with world.db.read() as reader:
        return await known_fields(reader, number, now=world.clock.now())


async def told(world: World, number: int, code: str, value: Any, by: Any = "client") -> Any:
    """Fill a field."""
    async with world.db.tx() as tx:
        return await fill(tx, await lock_request(tx, number), code, value, by=by)


async def car(world: World, chat_id: int = CHAT, **typed: Any) -> Any:
    """A vehicle of this person's."""
    person = await world.person(chat_id)
    async with world.db.tx() as tx:
        return await add_vehicle(tx, person.client_id, source="telegram", **typed)


# ---- What is known


async def test_the_only_car_is_known_with_all_that_it_tells(world: World) -> None:
    vehicle = await car(world, make="Lada", model="Vesta", vin=VIN, plate="А123ВС77")
    async with world.db.tx() as tx:
        await add_mileage(tx, vehicle, 54_000, source="telegram")
    number = await world.asks(CHAT, "Посмотрите", "warranty")
    found = await known(world, number)
    assert found["vehicle"] == Known("Lada Vesta, А123ВС 77", "card")
    assert (found["vin"], found["mileage"]) == (Known(VIN, "card"), Known(54_000, "card", NOON))
    world.clock.at += timedelta(days=91)
    assert "mileage" not in await known(world, number), "a reading of last season says little"


async def test_two_cars_are_a_question(world: World) -> None:
    await car(world, make="Lada", model="Vesta", vin=VIN)
    await car(world, make="Kia", model="Rio", plate="Е777КХ77")
    number = await world.asks(CHAT, "Посмотрите", "warranty")
    assert not {"vehicle", "vin", "mileage"} & set(await known(world, number))
    await told(world, number, "vehicle", "киа рио, е777кх77")
    assert (await known(world, number))["vehicle"].source == "client"
    assert (await world.row(number))["vehicle"]["plate"] == "Е777КХ77", "it is the one meant"
    assert "vin" not in await known(world, number), "that of the other car says nothing"


async def test_files_phones_and_orders_are_known(world: World) -> None:
    taken = await world.says(CHAT, "Гарантийный случай", files=(PHOTO,))
    assert (taken.request_type, taken.number is not None) == ("warranty", True)
    assert (await known(world, taken.number or 0))["photo"].value == 1
    number = await world.calls_in("+79161112233", request_type="callback")
    assert (await known(world, number))["phone"] == Known("+79161112233", "card")


async def test_what_the_source_of_a_request_tells_is_known(world: World) -> None:
    number = await world.calls_in("+79161112233", request_type="parts_selection")
    async with world.db.tx() as tx:
        await tx.execute(
            "UPDATE request SET vehicle = $2, fields = $3 WHERE number = $1",
            number, {"make": "Lada", "vin": VIN}, {"parts": "Свечи"},
        )  # fmt: skip
    found = await known(world, number)
    assert {code: (one.value, one.source) for code, one in found.items()} == {
        "vehicle": (f"Lada, {VIN}", "source"), "vin": (VIN, "source"), "parts": ("Свечи", "source"), "phone": ("+79161112233", "card"),
    }  # fmt: skip


# ---- What is told


@pytest.mark.parametrize(
    ("request_type", "code", "typed", "stored"),
    [
        ("parts_selection", "vin", "вин хта210990у2766389", VIN),
        ("parts_selection", "vin", f"вот он: {VIN}", VIN),
        ("parts_selection", "vin", "gx81-1234567", "GX81-1234567"),
        ("parts_selection", "parts", ["Колодки", "Диски"], "Колодки\nДиски"),
        ("parts_selection", "phone", "8 916 123-45-67", "+79161234567"),
        ("warranty", "mileage", "98 500 км", 98_500),
        ("warranty", "mileage", 98_500, 98_500),
        ("warranty", "order", "заказ-наряд № ЗН-004518", "ЗН-004518"),
        ("warranty", "since", "с 12.10.2026, после дождя", "с 12.10.2026, после дождя"),
        ("warranty", "since", "давно\x00", "давно"),
        ("price", "works", "  Замена масла  ", "Замена масла"),
    ],
)
async def test_what_is_told_is_stored_in_its_normal_form(
    world: World, request_type: str, code: str, typed: Any, stored: Any
) -> None:
    number = await world.asks(CHAT, "Вопрос", request_type)
    assert await told(world, number, code, typed) == stored
    assert (await world.row(number))["fields"][code] == stored
    assert (await known(world, number))[code] == Known(stored, "client", NOON)
    assert await told(world, number, code, "") is None, "and can be taken away"
    assert code not in (await world.row(number))["fields"]


@pytest.mark.parametrize(
    ("request_type", "code", "typed", "reason"),
    [
        ("parts_selection", "vin", VIN[:-1], "vin-length"),
        ("parts_selection", "vin", "не знаю", "not a VIN"),
        ("parts_selection", "vin", "я" * 5000, "too long"),
        ("parts_selection", "phone", "позвоните", "not a phone"),
        ("parts_selection", "parts", {"a": 1}, "not a text"),
        ("parts_selection", "nothing", "x", "unknown"),
        ("warranty", "mileage", "много", "not a number"),
        ("warranty", "mileage", "9999999", "out of range"),
        ("warranty", "since", "01.01.2031", "absurd date"),
        ("warranty", "since", "32.13.2026", "absurd date"),
        ("warranty", "since", "1890-01-01", "absurd date"),
        ("warranty", "order", "не помню", "no digits"),
        ("other", "vin", VIN, "unknown"),
    ],
)
async def test_what_cannot_be_is_refused(world: World, request_type: str, code: str, typed: Any, reason: str) -> None:
    number = await world.asks(CHAT, "Вопрос", request_type)
    with pytest.raises(Refused) as refused:
        await told(world, number, code, typed)
    [error] = refused.value.data["errors"]
    assert (error["field"], error["reason"]) == (f"fields.{code}", reason)
    assert code not in (await world.row(number))["fields"]


async def test_what_the_garage_lacks_goes_there_too(world: World) -> None:
    number = await world.asks(CHAT, "Вопрос", "warranty")
    await told(world, number, "vehicle", "Lada Vesta 2019")
    await told(world, number, "vin", VIN)
    await told(world, number, "mileage", "54 тыс")
    client = (await world.person(CHAT)).client_id
    async with world.db.read() as reader:
        [vehicle] = await vehicles_of(reader, client)
    assert (vehicle.make, vehicle.model, vehicle.year, vehicle.vin, vehicle.mileage_km) == ("Lada", "Vesta", 2019, VIN, 54_000)
    await told(world, number, "mileage", "5 400")  # a slip: less than before
    await told(world, number, "vin", "XTA210990Y2766380")
    async with world.db.read() as reader:
        [vehicle] = await vehicles_of(reader, client)
    assert (vehicle.vin, vehicle.mileage_km) == (VIN, 54_000), "what is known there is not overwritten"
    assert (await world.row(number))["fields"]["mileage"] == 5_400


async def test_the_opening_words_are_not_asked_for_again(world: World) -> None:
    words = f"Нужны колодки на Весту, вин {VIN}, есть в наличии?"
    number = await world.asks(CHAT, words, "parts_selection")
    async with world.db.tx() as tx:
        request = await lock_request(tx, number)
        await take_words(tx, request, default_script("parts_selection"), words)
    found = await known(world, number)
    assert (found["parts"].value, found["vin"].value) == (words, VIN)


async def test_only_the_owner_fills_by_hand(world: World) -> None:
    await world.staff("anna")
    other = await world.staff("oleg")
    number = await world.asks(CHAT, "Вопрос", "parts_selection")
    assert await world.next("anna") == number
    async with world.db.tx() as tx:
        await fill_own(tx, await world.known("anna"), number, "vin", VIN)
    assert (await known(world, number))["vin"] == Known(VIN, "agent", NOON)
    with pytest.raises(Refused, match="not-found"):
        async with world.db.tx() as tx:
            await fill_own(tx, other, number, "vin", "")
    assert "request.field" in await world.events(number)


# ---- The bot and the agent at once


async def test_a_hand_over_ends_what_the_bot_asks(world: World) -> None:
    """The client was told that it goes to somebody else: the bot does not go on asking for the one before."""
    await world.staff("anna")
    number = await world.asks(CHAT, "Колодки", "parts_selection")
    await world.next("anna")
    async with world.db.tx() as tx:
        assert await begin_asking(tx, await lock_request(tx, number), "AAAAAAAA") is not None
    await world.transfer("anna", number, request_type="warranty")
    assert await asking(world, number) is None


async def test_an_answer_and_a_reply_at_once_never_lock_each_other_out(street: World) -> None:
    """The question is ended by whoever comes first; the other one finds it so."""
    await street.staff("anna")
    for place in range(5):
        chat = CHAT + place
        number = await street.asks(chat, "Колодки", "parts_selection")
        assert await street.next("anna") == number
        async with street.db.tx() as tx:
            question = await begin_asking(tx, await lock_request(tx, number), "AAAAAAAA")
        assert question is not None
        assert question.field.code == "vehicle"
        moved, _ = await asyncio.gather(reply(street, chat, number, question), street.answer("anna", number))
        assert await asking(street, number) is None or moved
        await street.close("anna", number, "answered")
        assert await asking(street, number) is None
        left = await street.one("SELECT left_as FROM script_field WHERE request_number = $1 AND code = 'vehicle'", number)
        assert left["left_as"] in {"answered", "ended"}


@pytest.mark.parametrize("door", ["field", "wrap-up"])
async def test_filling_and_joining_cards_at_once_wait_for_each_other(street: World, door: str) -> None:
    """What an agent fills goes to the garage, too: the card is taken before the request, as whoever joins cards does."""
    await street.staff("anna")
    number = await street.asks(CHAT, "Сколько стоит?", "price")
    assert await street.next("anna") == number
    other = await street.asks(CHAT + 1, "Вопрос")
    cards = [(await street.row(one))["client_id"] for one in (number, other)]
    filled = asyncio.Event()

    async def joins() -> None:
        await filled.wait()
        async with street.db.tx() as tx:
            await hold(tx, *cards)

    async def fills() -> None:
        async with street.db.tx() as tx:
            anna = await street.known("anna")
            if door == "field":
                await fill_own(tx, anna, number, "works", "масло")
            else:
                with pytest.raises(Refused, match="wrap-up-incomplete"):
                    await close(tx, anna, number, outcome="solved", summary="", fields={"works": "масло"})
            filled.set()
            await asyncio.wait([joining], timeout=0.2)  # it waits for a row by now
            await fill_own(tx, anna, number, "vehicle", "Lada Vesta А123ВС77")

    async with asyncio.TaskGroup() as busy:
        joining = busy.create_task(joins())
        await fills()


async def reply(world: World, chat_id: int, number: int, question: Question) -> bool:
    """The client answers the bot; whether the question still stood."""
    async with world.db.tx() as tx:
        await world.recognise(tx, chat_id)
        request = await lock_request(tx, number)
        if await current_question(tx, request, "AAAAAAAA") is None:
            return False
        await fill(tx, request, "vehicle", "Lada Vesta", by="client")
        await go_on(tx, request, question, dialogue="AAAAAAAA", left_as="answered")
        return True


async def asking(world: World, number: int) -> Any:
    """What the bot asks now."""
    async with world.db.read() as reader:
        return await asked_now(reader, number)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Please move my visit to Saturday", False), ("Перенесите запись на субботу, пожалуйста", False),
        ("Можно перенести на завтра в 10?", False), ("I can't make it on Friday", True), ("Нужно перенести запись с пятницы", True),
        ("Перенесите запись на диагностику", True), ("", True),
    ],
)  # fmt: skip
async def test_a_day_that_was_said_is_not_asked_for(world: World, words: str, asks: bool) -> None:
    number = await world.asks(CHAT, words or "?", "reschedule")
    async with world.db.tx() as tx:
        await take_words(tx, await lock_request(tx, number), default_script("reschedule"), words)
    assert ("when" not in await known(world, number)) == asks
