"""What the client's phone shows when the workshop reports something."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.clients.people import choose_language
from services.repairs.models import FINAL, Line
from services.texts import LANGUAGES
from tests.services.garage_world import PHONE, Workshop, delivered, pushes, words
from tests.services.world import World

BELTS = Line("1", "Замена ремня ГРМ", "work", Decimal(1), Decimal("12500.00"), "RUB", danger="red")
KIT = Line("2", "Комплект ремня", "part", Decimal(2), Decimal("3100.50"), "RUB", danger="red")
LOUD = ("received", "approval", "parts_wait", "paused", "ready", "issued", "cancelled", "warranty")
QUIET = ("diagnostics", "in_work", "qc")


@pytest.fixture
async def workshop(world: World) -> Workshop:
    """Иван, whose chat is known by its own contact."""
    made = Workshop(world)
    await made.knows()
    await world.shares_contact(1, PHONE)
    return made


async def test_the_phone_shows_the_way_of_a_car(world: World, workshop: Workshop) -> None:
    vehicle, _ = await workshop.puts_vehicle(plate="А123ВС77")
    at_six = world.clock.now() + timedelta(hours=6)
    put = await workshop.reports(
        "received", vehicle_id=vehicle.id, promised_at=at_six, lines=[replace(BELTS, decision="approved")]
    )
    await workshop.reports("approval", vehicle_id=vehicle.id, lines=[replace(BELTS, decision="approved"), KIT], minutes=10)
    await workshop.reports("in_work", vehicle_id=vehicle.id, lines=[BELTS, replace(KIT, decision="declined")], minutes=10)
    await workshop.reports("ready", vehicle_id=vehicle.id, minutes=10)
    received, approval, in_work, ready = await words(world, 1)
    for said in (received, approval, in_work, ready):
        assert said.startswith("Lada Vesta, А123ВС 77, заказ-наряд № ЗН-1\n")
    assert "Приняли в ремонт. Обещаем закончить: сегодня, пн, до 18:00 (Москва)." in received
    assert "🔴 Комплект ремня: 6\N{NO-BREAK SPACE}201\N{NO-BREAK SPACE}₽" in approval
    assert "ремня ГРМ" not in approval  # that one is decided
    assert "Итого: 6\N{NO-BREAK SPACE}201\N{NO-BREAK SPACE}₽" in approval
    assert "Машина в работе. Обещаем закончить: сегодня, пн, до 18:00 (Москва)." in in_work
    assert "Машина готова, можно забирать!" in ready
    assert "К оплате: 12\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}₽" in ready
    assert "Москва" in ready.splitlines()[3]
    mail = await pushes(world, 1)
    assert [row["params"].get("disable_notification", False) for row in mail] == [False, False, True, False]
    assert {row["kind"] for row in mail} == {"push"}
    buttons = mail[0]["params"]["reply_markup"]["inline_keyboard"]
    assert [button["callback_data"] for button in buttons[0]] == [f"o:{put.order.public_id}", f"o:{put.order.public_id}:ask"]
    steps = await world.rows("SELECT id FROM repair_order_step ORDER BY id")
    assert [row["about"] for row in mail] == [f"repair_order:{put.order.public_id}:{step['id']}" for step in steps]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [*LOUD, *QUIET, "closed"])
async def test_each_status_is_told_in_its_own_way(world: World, workshop: Workshop, status: str, language: str) -> None:
    async with world.db.tx() as tx:
        await choose_language(tx, await world.recognise(tx, 1), language)
    await workshop.reports("paused" if status == "received" else "received", notify=False)
    await workshop.reports(status, note="Звоните Ольге", minutes=10)
    mail = await pushes(world, 1)
    if status == "closed":
        assert mail == []
        return
    (row,) = mail
    assert row["params"].get("disable_notification", False) is (status in QUIET)
    assert "Звоните Ольге" in row["params"]["text"]
    assert ("заказ-наряд" in row["params"]["text"].lower()) == (language == "ru")
    assert "None" not in row["params"]["text"]


async def test_a_promised_time_that_moves_is_told_with_both_times(world: World, workshop: Workshop) -> None:
    now = world.clock.now()
    await workshop.reports("in_work", promised_at=now + timedelta(hours=3))
    await workshop.reports("in_work", promised_at=now + timedelta(hours=5), note="Ждём деталь", minutes=10)
    await workshop.reports("in_work", promised_at=now + timedelta(hours=4), minutes=10)
    await workshop.reports("in_work", clears={"promised_at"}, minutes=10)
    _, later, earlier, gone = await words(world, 1)
    assert "Срок сдвинулся, простите. Было: сегодня, пн, до 15:00 (Москва). Теперь: сегодня, пн, до 17:00 (Москва)." in later
    assert "Мастер пишет: Ждём деталь" in later
    assert "Успеваем раньше." in earlier
    assert "Новый срок пока неизвестен" in gone
    assert all(not row["params"].get("disable_notification") for row in (await pushes(world, 1))[1:])


async def test_words_alone_come_without_a_sound_and_repeats_not_at_all(world: World, workshop: Workshop) -> None:
    await workshop.reports("paused", note="Ждём звонка")
    await workshop.reports("paused", note="Ждём звонка", minutes=10)
    await workshop.reports("paused", minutes=10)
    await workshop.reports("paused", note="Нужна подпись", minutes=10)
    first, second = await pushes(world, 1)
    assert "disable_notification" not in first["params"]
    assert second["params"]["disable_notification"]
    assert "Мастер пишет: Нужна подпись" in second["params"]["text"]


async def test_new_lines_to_decide_about_are_told_again(world: World, workshop: Workshop) -> None:
    await workshop.reports("approval", lines=[BELTS])
    await workshop.reports("approval", lines=[replace(BELTS, decision="approved")], minutes=10)
    assert len(await words(world, 1)) == 1
    await workshop.reports("approval", lines=[replace(BELTS, decision="approved"), KIT], minutes=10)
    assert "Комплект ремня" in (await words(world, 1))[1]


@pytest.mark.parametrize("status", sorted(FINAL))
async def test_a_first_report_of_a_finished_order_tells_nobody(world: World, workshop: Workshop, status: str) -> None:
    await workshop.reports(status, lines=[BELTS])
    assert await pushes(world, 1) == []


async def test_nothing_is_told_where_the_system_says_so(world: World, workshop: Workshop) -> None:
    await workshop.reports("received", notify=False)
    await workshop.reports("ready", notify=False, minutes=10)
    await workshop.reports("ready", version=1, minutes=10)
    assert await pushes(world, 1) == []


async def test_a_stale_report_tells_nobody(world: World, workshop: Workshop) -> None:
    await workshop.reports("ready", version=5)
    await workshop.reports("in_work", version=4, minutes=10)
    assert len(await pushes(world, 1)) == 1


async def test_every_chat_that_lets_us_in_in_its_own_language(world: World, workshop: Workshop) -> None:
    async with world.db.tx() as tx:
        await choose_language(tx, await world.recognise(tx, 1), "ru")
        await world.recognise(tx, 2, language="en")
    await world.shares_contact(2, PHONE)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE chat SET telegram_language = 'en' WHERE chat_id = 2")
    await world.shares_contact(3, PHONE)
    await world.blocks(3)
    await workshop.reports("ready")
    assert "Машина готова" in (await words(world, 1))[0]
    assert "Your car is ready" in (await words(world, 2))[0]
    assert await words(world, 3) == []


async def test_a_stranger_with_a_typed_phone_hears_nothing(world: World) -> None:
    workshop = Workshop(world)
    await workshop.knows()
    await world.asks(5)
    await workshop.reports("ready")
    assert await pushes(world, 5) == []


async def test_who_has_switched_updates_off_hears_what_matters(world: World, workshop: Workshop) -> None:
    async with world.db.tx() as tx:
        await tx.execute("INSERT INTO reminder_switch VALUES ($1, 'repair_updates', false, $2)", workshop.client_id, tx.now)
    for status in ("received", "in_work", "qc", "ready"):
        await workshop.reports(status, minutes=10)
    assert len(await words(world, 1)) == 2


async def test_a_slip_taken_back_before_it_left_is_never_seen(world: World, workshop: Workshop) -> None:
    await workshop.reports("in_work")
    await delivered(world, 1)
    await workshop.reports("ready", minutes=10)
    await workshop.reports("in_work", minutes=1)
    assert len(await pushes(world, 1)) == 1
    await workshop.reports("ready", minutes=1)  # this time they mean it
    assert [("готова" in said) for said in await words(world, 1)] == [False, True]


async def test_a_slip_that_has_arrived_is_put_right_in_place(world: World, workshop: Workshop) -> None:
    await workshop.reports("in_work")
    await workshop.reports("ready", minutes=10)
    await delivered(world, 1)
    _, wrong = await pushes(world, 1)
    await workshop.reports("in_work", minutes=1)
    *_, right = await pushes(world, 1)
    assert (right["method"], right["params"]["message_id"]) == ("editMessageText", wrong["telegram_ids"][0])
    assert "Машина в работе" in right["params"]["text"]
    await delivered(world, 1)
    await workshop.reports("ready", minutes=1)
    *_, again = await pushes(world, 1)
    assert (again["method"], again["params"]["message_id"]) == ("editMessageText", wrong["telegram_ids"][0])
    assert "Машина готова" in again["params"]["text"]


async def test_a_slip_that_is_just_leaving_is_put_right_without_a_sound(world: World, workshop: Workshop) -> None:
    await workshop.reports("paused")
    await delivered(world, 1)
    await workshop.reports("ready", minutes=10)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE outbox SET worker = 1 WHERE state = 'queued'")
    await workshop.reports("paused", minutes=1)
    *_, right = await pushes(world, 1)
    assert right["method"] == "sendMessage"
    assert right["params"]["disable_notification"]


async def test_going_back_later_is_news(world: World, workshop: Workshop) -> None:
    for status in ("in_work", "paused", "in_work"):
        await workshop.reports(status, minutes=10)
    assert len(await words(world, 1)) == 3


async def test_quick_progress_is_no_slip(world: World, workshop: Workshop) -> None:
    for status in ("received", "diagnostics", "in_work", "ready"):
        await workshop.reports(status)
    assert len(await words(world, 1)) == 4


@pytest.mark.parametrize(
    ("status", "told", "quiet"),
    [("ordered", "Запчасти заказаны", True), ("confirmed", "подтвердил", True), ("in_transit", "в пути", True),
     ("delayed", "задерживается", False), ("arrived", "можно забирать", False), ("issued", None, False), ("cancelled", "отменён", False)],
)  # fmt: skip
async def test_parts(world: World, workshop: Workshop, status: str, told: str | None, quiet: bool) -> None:
    items: list[dict[str, Any]] = [{"title": "Колодки", "quantity": 1}, {"name": "Диск"}, {"article": "123"}, {"x": 1}]
    await workshop.reports_parts("ordered" if status != "ordered" else "confirmed", items=items, notify=False)
    put = await workshop.reports_parts(status, expected_at=world.clock.now() + timedelta(days=1), minutes=10)
    mail = await pushes(world, 1)
    if told is None:
        assert mail == []
        return
    (row,) = mail
    assert row["params"]["text"].startswith("Заказ запчастей № П-1: Колодки, Диск, 123\n")
    assert told in row["params"]["text"]
    assert row["params"].get("disable_notification", False) is quiet
    assert row["about"].startswith(f"parts_order:{put.order.public_id}:")


@pytest.mark.parametrize("status", ["issued", "cancelled"])
async def test_a_first_report_of_finished_parts_tells_nobody(world: World, workshop: Workshop, status: str) -> None:
    await workshop.reports_parts(status)
    assert await pushes(world, 1) == []


async def test_a_delivery_that_moves(world: World, workshop: Workshop) -> None:
    now = world.clock.now()
    await workshop.reports_parts("in_transit", expected_at=now + timedelta(hours=3))
    await workshop.reports_parts("in_transit", expected_at=now + timedelta(hours=5), minutes=10)
    said = (await words(world, 1))[1]
    assert (
        "Запчасти придут позже, простите. Было: сегодня, пн, до 15:00 (Москва). Теперь: сегодня, пн, до 17:00 (Москва)." in said
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [([["09:00", "20:00"]], "Закрываемся сегодня, пн, в 20:00 (Москва)."), ([["00:00", "00:00"]], "Работаем круглосуточно."),
     ([["13:00", "20:00"]], "Сейчас закрыто, откроемся сегодня, пн, в 13:00 (Москва)."), ([], "Ждём вас:")],
)  # fmt: skip
async def test_a_ready_car_says_where_and_until_when(world: World, workshop: Workshop, day: list[list[str]], said: str) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE unit SET hours = $1", {"week": {str(weekday): day for weekday in range(7)}})
    await workshop.reports("ready")
    assert (await words(world, 1))[0].splitlines()[-1].startswith(said)


async def test_a_workshop_that_writes_novels_fits_into_a_message(world: World, workshop: Workshop) -> None:
    lines = [replace(BELTS, id=str(number), title="я" * 300) for number in range(40)]
    await workshop.reports("approval", lines=lines, note="я" * 4000)
    (said,) = await words(world, 1)
    assert len(said) < 4096
    assert "и ещё 32 позиции" in said
