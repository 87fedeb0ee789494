"""What is due is said once, to the right chat, unless it has gone by: the ledger says why."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from services.reminders.switches import SWITCHES, switch, switches_of
from tests.services.conftest import NOON
from tests.services.diary import Diary
from tests.services.world import World

HOURS = timedelta(hours=1)
MINUTES = timedelta(minutes=1)
VISIT = NOON + timedelta(days=2, hours=3)  # Wednesday, 15:00 in Moscow
DAY, SOON, TASK = ("visit_24h", 1), ("visit_2h", 1), ("unconfirmed", 1)
CHAT = 11


@pytest.fixture
async def diary(world: World) -> AsyncIterator[Diary]:
    """An empty one."""
    made = Diary(world)
    yield made
    await made.over()


def heads(said: list[str]) -> list[str]:
    """First words."""
    return [line.split(":")[0] for line in said]


async def test_two_reminders_and_no_more(diary: Diary) -> None:
    visit = await diary.book(CHAT, VISIT)
    await diary.at(VISIT - 24 * HOURS - MINUTES)
    assert await diary.said(CHAT) == []
    await diary.at(VISIT - 24 * HOURS)
    [first] = await diary.said(CHAT)
    assert first.startswith(
        "Напоминаем, вы записаны: завтра, ср, 25 ноября, в 15:00 (Москва).\nСтанция msk: Москва, Станция msk"
    )
    assert first.endswith("Приедете?")
    await diary.tick()
    await diary.set_status(visit, "confirmed")
    await diary.at(VISIT - 3 * HOURS)
    await diary.at(VISIT - 2 * HOURS)
    await diary.at(VISIT - HOURS)
    assert heads(await diary.said(CHAT)) == ["Напоминаем, вы записаны", "Скоро ждём вас"]
    assert await diary.ledger(visit) == {DAY: "sent", SOON: "sent", TASK: "confirmed"}
    assert await diary.requests(visit) == []


async def test_what_a_reminder_carries(diary: Diary) -> None:
    """Works, vehicle and buttons of this visit; it may be dropped when the visit changes, and waits no longer than it is worth."""
    async with diary.world.db.tx() as tx:
        for code, title in (("oil", "Замена масла"), ("plugs", "Свечи")):
            await tx.execute(
                "INSERT INTO work (code, title, minutes, bay) VALUES ($1, $2, 40, 'lift')",
                code,
                {"ru": title, "en": code.title()},
            )
        client = (await diary.world.recognise(tx, CHAT)).client_id
        vehicle = await tx.value(
            "INSERT INTO vehicle (public_id, client_id, make, model, plate, source, created_at) "
            "VALUES ('v1', $1, 'Lada', 'Vesta', 'А123ВС77', 'telegram', $2) RETURNING id", client, tx.now,
        )  # fmt: skip
    visit = await diary.book(CHAT, VISIT, works=("plugs", "oil"), vehicle=vehicle)
    name = (await diary.world.one("SELECT public_id FROM appointment WHERE id = $1", visit))["public_id"]
    await diary.at(VISIT - 24 * HOURS)
    [mail] = await diary.mail(CHAT)
    assert mail["params"]["text"].splitlines()[2:] == ["Свечи, Замена масла", "Lada Vesta, А123ВС 77", "Приедете?"]
    presses = [[b["callback_data"] for b in row] for row in mail["params"]["reply_markup"]["inline_keyboard"]]
    assert presses == [[f"v:{name}:confirm1"], [f"v:{name}:move", f"v:{name}:cancel"]]
    assert (mail["kind"], mail["about"]) == ("bulk", f"appointment:{name}:1")
    assert mail["valid_until"] - mail["created_at"] <= 6 * HOURS + MINUTES  # until 21:00
    assert "disable_notification" not in mail["params"]


async def test_a_confirmed_visit_is_not_asked_about_again(diary: Diary) -> None:
    visit = await diary.book(CHAT, VISIT)
    await diary.set_status(visit, "confirmed")
    await diary.at(VISIT - 24 * HOURS)
    [mail] = await diary.mail(CHAT)
    assert mail["params"]["text"].endswith("Вы подтвердили, что приедете.")
    assert ":confirm" not in json.dumps(mail["params"])


async def test_each_in_their_language(diary: Diary) -> None:
    """The chosen one, else that of their Telegram."""
    async with diary.world.db.tx() as tx:
        await diary.world.recognise(tx, 21, "en-US")
        await tx.execute("UPDATE chat SET language = 'ru' WHERE chat_id = 21")
        await diary.world.recognise(tx, 22, "en-US")
    for chat in (21, 22):
        await diary.book(chat, VISIT)
        async with diary.world.db.tx() as tx:
            await tx.execute("UPDATE chat SET telegram_language = 'en-US' WHERE chat_id = $1", chat)
    await diary.at(VISIT - 24 * HOURS)
    assert (await diary.said(21))[0].startswith("Напоминаем")
    assert (await diary.said(22))[0].startswith("A reminder of your visit: tomorrow, Wed, Nov 25")


async def test_a_moved_visit_has_reminders_of_its_new_time_alone(diary: Diary) -> None:
    visit = await diary.book(CHAT, VISIT)
    await diary.at(VISIT - 30 * HOURS)
    await diary.move(visit, VISIT + 48 * HOURS)
    await diary.at(VISIT - 2 * HOURS)
    assert await diary.said(CHAT) == []
    await diary.at(VISIT + 24 * HOURS)
    await diary.at(VISIT + 46 * HOURS)
    assert len(await diary.said(CHAT)) == 2
    assert await diary.ledger(visit) == {
        DAY: "moved", SOON: "moved", TASK: "moved",
        ("visit_24h", 2): "sent", ("visit_2h", 2): "sent", ("unconfirmed", 2): "sent",
    }  # fmt: skip


async def test_moved_and_cancelled_after_the_reminder(diary: Diary) -> None:
    """What has not left the outbox yet is taken back."""
    visit = await diary.book(CHAT, VISIT)
    await diary.at(VISIT - 24 * HOURS)
    await diary.move(visit, VISIT + 72 * HOURS)
    assert await diary.said(CHAT) == []
    await diary.at(VISIT + 48 * HOURS)
    assert len(await diary.said(CHAT)) == 1
    await diary.cancel(visit)
    assert await diary.said(CHAT) == []
    await diary.at(VISIT + 71 * HOURS)
    assert await diary.said(CHAT) == []
    assert await diary.requests(visit) == []


@pytest.mark.parametrize("status", ["arrived", "no_show", "done"])
async def test_a_visit_that_is_over(diary: Diary, status: str) -> None:
    visit = await diary.book(CHAT, VISIT)
    await diary.set_status(visit, status)  # type: ignore[arg-type] # a parameter is any string
    await diary.at(VISIT - HOURS)
    assert await diary.said(CHAT) == []
    assert set((await diary.ledger(visit)).values()) == {"over"}


async def test_changed_past_the_planning(diary: Diary) -> None:
    """Whatever forgot to tell the ledger: the visit is looked at again before anything is said."""
    cancelled, moved, gone = [await diary.book(chat, VISIT) for chat in (1, 2, 3)]
    async with diary.world.db.tx() as tx:
        await tx.execute("UPDATE appointment SET status = 'cancelled' WHERE id = $1", cancelled)
        await tx.execute("UPDATE appointment SET version = 2 WHERE id = $1", moved)
        await tx.execute(
            "UPDATE reminder SET subject = 'appointment:nobody' WHERE client_id = (SELECT client_id FROM chat WHERE chat_id = 3)"
        )
        await tx.execute("DELETE FROM appointment WHERE id = $1", gone)
    await diary.at(VISIT - HOURS)
    assert [await diary.said(chat) for chat in (1, 2, 3)] == [[], [], []]
    assert set((await diary.ledger(cancelled)).values()) == {"cancelled"}
    assert set((await diary.ledger(moved)).values()) == {"moved"}
    rows = await diary.world.rows("SELECT DISTINCT why FROM reminder WHERE subject = 'appointment:nobody'")
    assert [row["why"] for row in rows] == ["gone"]


@pytest.mark.parametrize(
    ("before", "said", "ledger"),
    [
        # the clock jumps to so long before the visit
        (24 * HOURS - 5 * MINUTES, ["Напоминаем, вы записаны"], {DAY: "sent", SOON: "planned", TASK: "planned"}),
        (17 * HOURS, [], {DAY: "planned", SOON: "planned", TASK: "planned"}),  # 22:00
        (4 * HOURS, ["Напоминаем, вы записаны"], {DAY: "sent", SOON: "planned", TASK: "sent"}),
        (3 * HOURS, ["Напоминаем, вы записаны"], {DAY: "sent", SOON: "planned", TASK: "sent"}),
        (3 * HOURS - MINUTES, [], {DAY: "too-late", SOON: "planned", TASK: "sent"}),
        (2 * HOURS, ["Скоро ждём вас"], {DAY: "too-late", SOON: "sent", TASK: "sent"}),
        (20 * MINUTES, ["Скоро ждём вас"], {DAY: "too-late", SOON: "sent", TASK: "sent"}),
        (19 * MINUTES, [], {DAY: "too-late", SOON: "too-late", TASK: "sent"}),
        (-72 * HOURS, [], {DAY: "too-late", SOON: "too-late", TASK: "too-late"}),
    ],
)
async def test_after_a_jump_of_the_clock(
    diary: Diary, before: timedelta, said: list[str], ledger: dict[tuple[str, int], str]
) -> None:
    """Late is said while it is of use, and never two at once; at night it waits for the morning."""
    visit = await diary.book(CHAT, VISIT)
    await diary.at(VISIT - before)
    assert heads(await diary.said(CHAT)) == said
    assert await diary.ledger(visit) == ledger
    if before == 17 * HOURS:
        await diary.at(VISIT - 6 * HOURS - MINUTES)
        assert await diary.said(CHAT) == []
        await diary.at(VISIT - 6 * HOURS)  # 09:00
        assert heads(await diary.said(CHAT)) == ["Напоминаем, вы записаны"]


async def test_switched_off(diary: Diary) -> None:
    """Nothing more is said; switched on again, what has not fallen due comes."""
    visit = await diary.book(CHAT, VISIT)
    await _switch(diary, on=False)
    await diary.at(VISIT - 24 * HOURS)
    assert await diary.said(CHAT) == []
    await _switch(diary, on=True)
    await diary.at(VISIT - 2 * HOURS)
    assert heads(await diary.said(CHAT)) == ["Скоро ждём вас"]
    assert (await diary.ledger(visit))[DAY] == "switched-off"
    [request] = await diary.requests(visit)
    assert "отключил напоминания" in (await diary.world.texts(request["number"], "in"))[0]


async def _switch(diary: Diary, *, on: bool) -> None:
    async with diary.world.db.tx() as tx:
        person = await diary.world.recognise(tx, CHAT)
        assert await switch(tx, person, "visits", on=on)
        assert not await switch(tx, person, "visits", on=on)
        assert await switches_of(tx, person.client_id) == {**SWITCHES, "visits": on}


@pytest.mark.parametrize("chat", [CHAT, None])
async def test_who_cannot_be_reached_becomes_a_task_all_the_same(diary: Diary, chat: int | None) -> None:
    visit = await diary.book(chat, VISIT)
    if chat:
        await diary.world.blocks(chat)
    await diary.at(VISIT - 24 * HOURS)
    await diary.at(VISIT - 4 * HOURS)
    why = "blocked" if chat else "no-channel"
    assert await diary.ledger(visit) == {DAY: why, SOON: "planned", TASK: "sent"}
    [request] = await diary.requests(visit)
    assert (request["chat_id"], request["state"]) == (chat, "queued")
    assert "нужен звонок" in (await diary.world.texts(request["number"], "in"))[0]


async def test_the_chat_that_is_open(diary: Diary) -> None:
    """One of a person's chats: where they booked, else another one that lets us in; never one that is somebody else's by now."""
    visits = {chat: await diary.book(chat, VISIT) for chat in (31, 32, 33)}
    async with diary.world.db.tx() as tx:
        await tx.execute("UPDATE chat SET client_id = (SELECT client_id FROM chat WHERE chat_id = 31) WHERE chat_id = 32")
        await tx.execute(
            "UPDATE appointment SET client_id = (SELECT client_id FROM chat WHERE chat_id = 31) WHERE id = $1", visits[32]
        )
        await diary.world.recognise(tx, 34)
        await tx.execute(
            "UPDATE appointment SET client_id = (SELECT client_id FROM chat WHERE chat_id = 34) WHERE id = $1", visits[33]
        )
    await diary.at(VISIT - 24 * HOURS)
    assert [len(await diary.said(chat)) for chat in (31, 32, 33, 34)] == [1, 1, 0, 1]
    await diary.world.blocks(31)
    await diary.at(VISIT - 2 * HOURS)
    assert [len(await diary.said(chat)) for chat in (31, 32)] == [1, 3]


async def test_nobody_answered(diary: Diary) -> None:
    """Four hours before, an agent gets the visit with all that is known; once, whatever happens later."""
    visit = await diary.book(CHAT, VISIT)
    await diary.at(VISIT - 24 * HOURS)
    await diary.at(VISIT - 4 * HOURS - MINUTES)
    assert await diary.requests(visit) == []
    await diary.at(VISIT - 4 * HOURS)
    [request] = await diary.requests(visit)
    assert (request["type"], request["state"], request["source"], request["chat_id"]) == ("booking", "queued", "reminder", CHAT)
    assert request["unit_id"] == await diary.unit_id()
    assert request["kept"] == request["number"]
    [words] = await diary.world.texts(request["number"], "in")
    assert words.startswith("Запись не подтверждена: сегодня, ср, в 15:00 (Москва).")
    assert words.endswith("Напоминание отправили, ответа нет.")
    await diary.at(VISIT - 2 * HOURS)
    assert len(await diary.requests(visit)) == 1
    agent = await diary.world.staff("anna")
    assert await diary.world.next(agent.login) == request["number"]


async def test_an_open_matter_is_not_doubled(diary: Diary) -> None:
    """The visit came from a request that an agent still has in hand: it is told there."""
    number = await diary.world.asks(CHAT, "Запишите меня", "booking")
    await diary.world.staff("anna")
    assert await diary.world.next("anna") == number
    visit = await diary.book(CHAT, VISIT)
    async with diary.world.db.tx() as tx:
        await tx.execute("UPDATE appointment SET request_number = $2 WHERE id = $1", visit, number)
    await diary.at(VISIT - 4 * HOURS)
    assert await diary.requests(visit) == []
    [told] = await diary.world.texts(number, "system")
    assert told.startswith("Запись не подтверждена")
    assert (await diary.ledger(visit))[TASK] == "sent"


async def test_a_closed_matter_is_not_opened_again(diary: Diary) -> None:
    """The visit keeps the number it came from (W9); the new question is a new request."""
    number = await diary.world.asks(CHAT, "Запишите меня", "booking")
    await diary.world.staff("anna")
    await diary.world.next("anna")
    await diary.world.close("anna", number, "booked")
    visit = await diary.book(CHAT, VISIT)
    async with diary.world.db.tx() as tx:
        await tx.execute("UPDATE appointment SET request_number = $2 WHERE id = $1", visit, number)
    await diary.at(VISIT - 4 * HOURS)
    [request] = await diary.requests(visit)
    assert request["number"] != number
    assert request["kept"] == number
