"""What a unit's group shows: the state of the queue, in few messages, and nothing is lost when Telegram says no."""

import asyncio

import pytest

from services.groups.marking import mark
from services.groups.showing import WINDOW, show
from services.groups.topics import given
from services.privacy.erasing import erase
from tests.services.group_world import CHAT, Shown, group_of
from tests.services.world import World


@pytest.fixture
async def unit(street: World) -> int:
    """Anna works there."""
    await street.staff("anna", units=["msk"])
    return int((await street.one("SELECT id FROM unit WHERE code = 'msk'"))["id"])


async def taken(world: World, unit: int, text: str = "Стучит справа") -> tuple[Shown, int]:
    """A request that Anna has taken, as the group shows it."""
    shown = await group_of(world, unit)
    number = await world.asks(1, text)
    assert await world.next("anna") == number
    await shown.settle()
    return shown, number


async def test_a_taken_request_has_a_topic_with_a_card_and_what_was_said(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    assert shown.topics[shown.thread(number)] == f"№ {number} Клиент1"
    assert "Ведёт: Anna Иванова" in shown.card(number)
    assert "✓ Закрыть" in shown.buttons(number)
    assert shown.said(number) == ["Клиент1\nСтучит справа"]
    await shown.rested()
    assert "Anna Иванова: 1 в работе" in shown.panel()


async def test_the_card_tells_the_vehicle_that_no_garage_holds_and_a_phone_as_people_read_it(street: World, unit: int) -> None:
    shown = await group_of(street, unit)
    number = await street.asks(1)
    async with street.db.tx() as tx:
        await tx.execute(
            "UPDATE request SET type = 'parts_selection', unit_id = $2, fields = $3 WHERE number = $1",
            number, unit, {"vehicle": "Solaris 2017", "phone": "+79165551213"},
        )  # fmt: skip
    assert await street.next("anna") == number
    await shown.settle()
    assert "Автомобиль: Solaris 2017" in shown.card(number)
    assert "+7 916 555-12-13" in shown.card(number)
    assert "+79165551213" not in shown.card(number)


async def test_a_burst_comes_in_order_as_few_messages(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    calls = len(shown.calls)
    for place in range(60):
        await street.says(1, f"раз {place}")
    await shown.settle()
    text = "\n".join(shown.said(number))
    assert [line for line in text.splitlines() if line.startswith("раз ")] == [f"раз {place}" for place in range(60)]
    assert len(shown.calls) - calls <= 6


async def test_few_calls_are_under_way_at_a_time(street: World, unit: int) -> None:
    shown, _ = await taken(street, unit)
    await street.staff("boris", units=["msk"])
    for chat in range(2, 7):
        await street.asks(chat)
    for login in ("anna", "boris", "anna", "boris", "anna"):
        await street.next(login)
    async with street.db.tx() as tx:
        await mark(tx)
        await show(tx, unit)
        await show(tx, unit)
    waiting = await street.rows("SELECT FROM outbox WHERE chat_id < 0 AND state = 'queued'")
    assert len(waiting) <= WINDOW
    await shown.settle()
    assert len(shown.topics) == 6


async def test_a_deleted_topic_comes_back_with_everything(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    await street.answer("anna", number, "Приезжайте")
    await shown.settle()
    shown.delete(shown.thread(number))
    await street.says(1, "Когда?")
    await shown.settle()
    assert "\n".join(shown.said(number)).split("\n") == [
        "Клиент1", "Стучит справа", "", "Anna Иванова → клиенту", "Приезжайте", "", "Клиент1", "Когда?",
    ]  # fmt: skip


async def test_what_is_closed_is_closed_and_opens_again(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    await street.close("anna", number, summary="Всё ясно")
    await shown.settle()
    thread = shown.thread(number)
    assert thread in shown.closed
    assert "Всё ясно" in shown.card(number)
    assert shown.buttons(number) == []
    assert shown.topics[thread].startswith("✓ № ")
    await street.says(1, "Опять стучит")
    await shown.settle()
    assert thread not in shown.closed
    assert shown.said(number)[-1] == "Клиент1\nОпять стучит"
    assert "В очереди" in shown.card(number)


async def test_an_edit_changes_the_copy(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    assert await street.edits(1, street.telegram_id, "Стучит слева")
    await shown.settle()
    assert shown.said(number) == ["Клиент1\nСтучит слева (изменено)"]


async def test_without_rights_nothing_is_lost(street: World, unit: int) -> None:
    shown = await group_of(street, unit)
    shown.refuse = lambda method, _: (
        "Bad Request: not enough rights to create a topic" if method == "createForumTopic" else None
    )
    number = await street.asks(1)
    await street.next("anna")
    await shown.settle()
    assert shown.topics == {}
    assert [row["trouble"] for row in await street.rows("SELECT trouble FROM unit_group")] == ["no_topics"]
    shown.refuse = lambda _method, _params: None
    async with street.db.tx() as tx:
        await tx.execute("UPDATE unit_group SET paused_until = clock_timestamp()")
    await shown.settle()
    assert shown.said(number) == ["Клиент1\nСтучит справа"]
    assert [row["trouble"] for row in await street.rows("SELECT trouble FROM unit_group")] == [None]


async def test_what_telegram_refuses_for_itself_stops_nothing_else(street: World, unit: int) -> None:
    shown = await group_of(street, unit)
    shown.refuse = lambda _method, params: "Bad Request: wrong text" if "Плохое" in str(params.get("text")) else None
    first, second = await street.asks(1, "Плохое"), await street.asks(2, "Хорошее")
    assert [await street.next("anna") for _ in range(2)] == [first, second]
    await shown.settle()
    assert shown.said(first) == ["Часть разговора здесь показать не удалось: она есть в консоли."]
    assert shown.said(second) == ["Клиент2\nХорошее"]


async def test_what_goes_to_another_unit_ends_here(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    await street.unit("spb")
    await street.transfer("anna", number, unit="spb")
    await shown.settle()
    assert "В очереди" in shown.card(number)
    assert "у другого филиала" in shown.said(number)[-1]


@pytest.mark.parametrize(("every", "topics"), [(True, 1), (False, 0)])
async def test_by_default_only_those_who_work_there_have_topics(street: World, unit: int, every: bool, topics: int) -> None:
    shown = await group_of(street, unit, every=every)
    await street.asks(1)
    await street.next("anna")
    await shown.settle()
    assert len(shown.topics) == topics


async def test_who_is_forgotten_is_forgotten_in_the_group_too(street: World, unit: int) -> None:
    shown, number = await taken(street, unit, "Меня зовут Зинаида")
    thread = shown.thread(number)
    async with street.db.tx() as tx:
        await erase(tx, await street.recognise(tx, 1))
    await shown.settle()
    assert thread not in shown.topics
    kept = await street.rows(
        "SELECT t.name, (SELECT count(*) FROM group_message) AS shown, (SELECT count(*) FROM outbox "
        "WHERE chat_id < 0 AND params::text LIKE '%Клиент1%') AS mail FROM group_topic t"
    )
    assert [tuple(row) for row in kept] == [("", 0, 0)]


async def test_two_processes_show_nothing_twice(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    for place in range(5):
        await street.says(1, f"раз {place}")

    async def process() -> None:
        for _ in range(3):
            async with street.db.tx() as tx:
                await mark(tx)
            async with street.db.tx() as tx:
                await show(tx, unit)

    await asyncio.gather(*(process() for _ in range(4)))
    await shown.settle()
    text = "\n".join(shown.said(number))
    assert [text.count(f"раз {place}") for place in range(5)] == [1] * 5


async def test_a_topic_stays_where_it_was_taken_and_moves_with_a_new_owner(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    thread = shown.thread(number)
    spb = await street.unit("spb")
    await street.staff("boris", units=["spb"])
    async with street.db.tx() as tx:
        await tx.execute("INSERT INTO unit_group (unit_id, chat_id, every) VALUES ($1, $2, true)", spb, CHAT - 1)
        await tx.execute("UPDATE request SET unit_id = $2 WHERE number = $1", number, spb)
        await given(tx, number)
    places = "SELECT unit_id, retired FROM group_topic WHERE request_number = $1 ORDER BY id"
    assert [tuple(row) for row in await street.rows(places, number)] == [(unit, False)]
    await street.transfer("anna", number, agent="boris")
    assert await street.next("boris") == number
    await shown.settle()
    assert [tuple(row) for row in await street.rows(places, number)] == [(unit, True), (spb, False)]
    assert thread in shown.closed
    assert "у другого филиала" in shown.said(number)[-1]


async def test_a_missing_panel_does_not_wait_until_nothing_more_is_said(street: World, unit: int) -> None:
    shown = await group_of(street, unit)
    for chat in range(1, WINDOW + 2):
        await street.asks(chat)
        await street.next("anna")
    async with street.db.tx() as tx:
        await tx.execute("UPDATE unit_group SET panel_id = NULL, panel_due = true, panel_at = NULL")
    shown.messages.clear()
    await shown.round()
    assert f"Anna Иванова: {WINDOW + 1} в работе" in shown.panel()
    assert len(shown.topics) == WINDOW - 1


async def test_a_panel_on_its_way_is_not_made_twice(street: World, unit: int) -> None:
    shown = await group_of(street, unit)
    async with street.db.tx() as tx:
        await tx.execute("UPDATE unit_group SET panel_id = NULL")
    for _ in range(2):
        async with street.db.tx() as tx:
            await tx.execute("UPDATE unit_group SET panel_due = true, panel_at = NULL")
            await show(tx, unit)
    assert [row["method"] for row in await street.rows("SELECT method FROM outbox WHERE state = 'queued'")] == ["sendMessage"]
    await shown.settle()
    assert tuple(await street.one("SELECT panel_id IS NOT NULL, panel_due FROM unit_group")) == (True, False)
