"""The end of a shift from the group, where things change while the note is being written."""

import asyncio

import pytest

from services.errors import Refused
from services.groups import shifts
from services.groups.models import Group
from services.groups.reading import group_of_unit
from tests.services.group_world import CHAT, group_of
from tests.services.world import World

PHONE = 7001  # Anna's account


@pytest.fixture
async def unit(street: World) -> int:
    """Anna works there, and the unit has a group."""
    await street.staff("anna", units=["msk"])
    unit = int((await street.one("SELECT id FROM unit WHERE code = 'msk'"))["id"])
    await group_of(street, unit)
    return unit


async def group(world: World, unit: int) -> Group:
    async with world.db.read() as reader:
        found = await group_of_unit(reader, unit)
    assert found
    return found


async def presses_end(world: World, unit: int, login: str = "anna") -> bool:
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        return await shifts.finish(tx, await group(world, unit), staff, PHONE)


async def writes(world: World, unit: int, note: str, *, question: int | None = None) -> list[str]:
    """What the bot said to it."""
    last = (await world.one("SELECT coalesce(max(id), 0) AS id FROM outbox"))["id"]
    staff = await world.known("anna")
    async with world.db.tx(actor=staff.actor) as tx:
        await shifts.hand_over(tx, await group(world, unit), staff, PHONE, note, reply_to=5, question=question)
    rows = await world.rows("SELECT params FROM outbox WHERE chat_id = $1 AND id > $2 ORDER BY id", CHAT, last)
    return [row["params"]["text"] for row in rows]


async def take(world: World, client: int) -> int:
    await world.asks(client)
    number = await world.next("anna")
    assert number is not None
    return number


async def test_one_note_goes_with_all_and_the_silent_ones_wait(street: World, unit: int) -> None:
    first, second = await take(street, 1), await take(street, 2)
    await street.answer("anna", first)
    assert not await presses_end(street, unit)
    assert await writes(street, unit, "Ждут цену") == [f"Anna Иванова: смена окончена. Сдано с заметкой: № {first}, № {second}"]
    assert [await street.texts(number, "note") for number in (first, second)] == [["Ждут цену"]] * 2
    assert [(await street.row(number))["state"] for number in (first, second)] == ["waiting_client", "queued"]
    assert (await street.known("anna")).shift == "off"
    async with street.db.read() as reader:
        assert await shifts.asked(reader, await group(street, unit), PHONE) is None


async def test_what_came_into_hand_meanwhile_is_not_handed_over_unseen(street: World, unit: int) -> None:
    first = await take(street, 1)
    await presses_end(street, unit)
    second = await take(street, 2)
    [told] = await writes(street, unit, "Ждёт цену")
    assert "список изменился" in told
    assert f"№ {first}, № {second}" in told
    assert await street.texts(first, "note") == []
    assert (await street.known("anna")).shift == "on"
    assert await writes(street, unit, "Оба ждут") == [f"Anna Иванова: смена окончена. Сдано с заметкой: № {first}, № {second}"]


async def test_what_was_closed_meanwhile_is_left_out(street: World, unit: int) -> None:
    first, second = await take(street, 1), await take(street, 2)
    await presses_end(street, unit)
    await street.close("anna", first)
    assert await writes(street, unit, "Ждёт") == [f"Anna Иванова: смена окончена. Сдано с заметкой: № {second}"]
    assert await street.texts(first, "note") == []


async def test_with_everything_closed_the_shift_just_ends(street: World, unit: int) -> None:
    number = await take(street, 1)
    await presses_end(street, unit)
    await street.close("anna", number)
    [told] = await writes(street, unit, "Ждёт")
    assert "ничего не осталось" in told
    assert (await street.known("anna")).shift == "off"
    assert await writes(street, unit, "Всем пока") == [], "ended already: only talk"
    assert await presses_end(street, unit)


async def test_where_a_client_waits_nothing_is_handed_over_without_a_note(street: World, unit: int) -> None:
    number = await take(street, 1)
    await street.answer("anna", number)
    await presses_end(street, unit)
    await street.says(1, "Ещё вопрос")
    [told] = await writes(street, unit, "", question=77)
    assert "список изменился" in told
    assert (await street.row(number))["agent"] == "anna"


async def test_a_long_note_is_refused_and_the_question_stays(street: World, unit: int) -> None:
    number = await take(street, 1)
    await presses_end(street, unit)
    with pytest.raises(Refused) as refused:
        await writes(street, unit, "а" * 5000)
    assert refused.value.data["errors"] == [{"field": "note", "reason": "too long"}]
    assert await writes(street, unit, "а" * 1000)
    assert len((await street.texts(number, "note"))[0]) == 1000


async def test_who_is_off_shift_and_still_holds_something_can_hand_it_over(street: World, unit: int) -> None:
    number = await take(street, 1)
    await street.shift("anna", "off")
    assert not await presses_end(street, unit)
    await writes(street, unit, "Забыла")
    assert (await street.row(number))["agent"] is None


async def test_the_same_list_is_not_shown_twice_and_an_old_question_is_not_answered_by_talk(street: World, unit: int) -> None:
    await take(street, 1)
    await presses_end(street, unit)
    await presses_end(street, unit)
    questions = "SELECT count(*) AS count FROM outbox WHERE chat_id = $1 AND params ->> 'text' LIKE '%есть обращения%'"
    assert (await street.one(questions, CHAT))["count"] == 1
    await street.rows("UPDATE group_told SET at = at - interval '20 minutes' RETURNING 1")
    async with street.db.read() as reader:
        asked = await shifts.asked(reader, await group(street, unit), PHONE)
    assert asked
    assert not asked.fresh
    await presses_end(street, unit)
    assert (await street.one(questions, CHAT))["count"] == 2


async def test_two_notes_at_once_hand_over_once(street: World, unit: int) -> None:
    number = await take(street, 1)
    await presses_end(street, unit)
    told = await asyncio.gather(*(writes(street, unit, "Ждёт", question=place) for place in (1, 2)))
    assert sum("Сдано с заметкой" in line for lines in told for line in lines) >= 1
    assert await street.texts(number, "note") == ["Ждёт"]
    assert await street.events(number, "request.handed") == ["request.handed_over"]
