"""What must not happen in a unit's group, however things fall together."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from schedules.groups import tick
from services.desk import Desk
from services.groups import showing
from services.groups.albums import collect
from services.groups.connecting import connect, make_code, moved
from services.groups.hands import found_topic
from services.groups.marking import mark
from services.groups.passing import keep
from services.groups.reading import card_again, group_of_unit, set_mode, topic_of_request
from services.groups.showing import show
from services.groups.talk import Told, next_told
from services.groups.topics import forget_thread, group_for, rebuild, retire
from services.groups.words import hear
from services.privacy.erasing import erase
from services.requests import intake
from services.requests.models import Incoming
from tests.harness import until
from tests.horizon import told
from tests.services.group_world import CHAT, Shown, group_of
from tests.services.test_consulting import ask, reply
from tests.services.test_groups import taken
from tests.services.test_groups_wrapping import photo
from tests.services.world import World


@pytest.fixture
async def unit(street: World) -> int:
    """Anna works there."""
    await street.staff("anna", units=["msk"])
    return int((await street.one("SELECT id FROM unit WHERE code = 'msk'"))["id"])


async def unseen(world: World, unit: int) -> None:
    """A tick whose calls Telegram has not answered yet."""
    async with world.db.tx() as tx:
        await mark(tx)
    async with world.db.tx() as tx:
        await show(tx, unit)


async def test_a_new_card_wished_for_while_the_old_one_changes(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    async with street.db.tx() as tx:
        topic = await topic_of_request(tx, number)
        assert topic
        await set_mode(tx, topic, answers=False)
    await unseen(street, unit)
    await shown.round()
    async with street.db.tx() as tx:
        await card_again(tx, topic)
    await shown.settle()
    cards = [text for _, text in shown.told(number) if "Ведёт" in text]
    assert len(cards) == 2
    await street.says(1, "Вы тут?")
    await shown.settle()
    assert "Вы тут?" in shown.said(number)[-1]


async def test_what_is_said_after_a_transfer_to_another_unit_stays_out_of_this_group(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    await street.unit("spb")
    await street.staff("boris", units=["spb"])
    await street.transfer("anna", number, unit="spb")
    await street.says(1, "Мой новый телефон 777")
    await shown.settle()
    assert await street.next("boris") == number
    await street.says(1, "Код от двери 42")
    await shown.settle()
    assert shown.thread(number) in shown.closed
    assert "В очереди" in shown.card(number)
    assert "у другого филиала" in shown.said(number)[-1]
    everything = "\n".join(shown.said(number))
    assert "777" not in everything
    assert "42" not in everything


async def test_back_in_the_unit_it_has_a_topic_again(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    first = shown.thread(number)
    await street.unit("spb")
    await street.staff("boris", units=["spb"])
    await street.transfer("anna", number, unit="spb")
    await shown.settle()
    assert await street.next("boris") == number
    await street.transfer("boris", number, unit="msk", agent="anna")
    assert await street.next("anna") == number
    await shown.settle()
    del shown.topics[first]
    assert "Стучит справа" in "\n".join(shown.said(number))


async def test_what_is_taken_right_after_connecting_has_a_topic(street: World, unit: int) -> None:
    await street.staff("head", role="admin")
    async with street.db.tx() as tx:
        code = await make_code(tx, await street.known("head"), "msk")
    async with street.db.tx() as tx:
        await tx.execute("UPDATE unit_group SET every = true")
        assert await connect(tx, CHAT, code)
    number = await street.asks(1)
    assert await street.next("anna") == number
    shown = Shown(street, unit)
    await shown.settle()
    assert shown.said(number) == ["Клиент1\nСтучит справа"]


async def test_what_happened_without_any_group_is_not_read_again(street: World, unit: int) -> None:
    await street.staff("head", role="admin")
    for chat in range(1, 4):
        await street.asks(chat)
    async with street.db.tx() as tx:
        code = await make_code(tx, await street.known("head"), "msk")
    async with street.db.tx() as tx:
        await tx.execute("INSERT INTO group_cursor (cursor) VALUES ('0-0')")
        assert await connect(tx, CHAT, code)
    newer = await street.rows(
        "SELECT e.type FROM event e, group_cursor c WHERE (e.xid, e.id) > "
        "(split_part(c.cursor, '-', 1)::xid8, split_part(c.cursor, '-', 2)::bigint)"
    )
    assert [row["type"] for row in newer] == ["unit.group_connected"]


async def test_a_group_that_becomes_one_of_another_unit_stops_nothing(street: World, unit: int) -> None:
    await group_of(street, unit)
    spb = await street.unit("spb")
    async with street.db.tx() as tx:
        await tx.execute("INSERT INTO unit_group (unit_id, chat_id) VALUES ($1, $2)", spb, CHAT - 5)
    async with street.db.tx() as tx:
        await moved(tx, CHAT, CHAT - 5)
    async with street.db.read() as reader:
        assert await group_of_unit(reader, unit) is None
        kept = await group_of_unit(reader, spb)
    assert kept
    assert kept.chat_id == CHAT - 5


async def test_a_card_of_a_talkative_source_fits(street: World, unit: int) -> None:
    shown = await group_of(street, unit)
    shown.refuse = lambda _method, params: "Bad Request: message is too long" if len(params.get("text") or "") > 4096 else None
    number = await street.asks(1)
    async with street.db.tx() as tx:
        fields = {f"field{place}": "очень длинно " * 40 for place in range(30)}
        await tx.execute("UPDATE request SET fields = $2 WHERE number = $1", number, fields)
    assert await street.next("anna") == number
    await shown.settle()
    assert shown.said(number) == ["Клиент1\nСтучит справа"]
    assert "Ведёт: Anna Иванова" in shown.card(number)


async def test_who_is_forgotten_leaves_no_words_in_what_was_sent(street: World, unit: int) -> None:
    """Neither in topics that were made anew, nor in captions that were changed, nor in a group of former times."""
    shown, number = await taken(street, unit, "Меня зовут Зинаида")
    first = shown.thread(number)
    shown.delete(first)
    await street.says(1, "Зинаида я")
    await shown.settle()
    second = shown.thread(number)
    async with street.db.tx() as tx:
        await tx.execute("INSERT INTO bot_group (chat_id) VALUES ($1) ON CONFLICT DO NOTHING", CHAT - 9)
        await tx.execute("UPDATE unit_group SET chat_id = $1", CHAT - 9)
    async with street.db.tx() as tx:
        await erase(tx, await street.recognise(tx, 1))
    await shown.settle()
    assert second not in shown.topics
    left = await street.rows("SELECT method FROM outbox WHERE chat_id < 0 AND params::text ~ 'Зинаида|Клиент1'")
    assert [row["method"] for row in left] == []


async def test_what_stands_in_the_way_of_one_group_holds_up_no_other(street: World, unit: int) -> None:
    _, number = await taken(street, unit)
    spb = await street.unit("spb")
    async with street.db.tx() as tx:
        topic = await topic_of_request(tx, number)
        assert topic
        await tx.execute("UPDATE group_topic SET menu = $1, card_due = true", {"at": "results"})
        await tx.execute("INSERT INTO unit_group (unit_id, chat_id) VALUES ($1, $2)", spb, CHAT - 1)
        await tx.execute(
            "INSERT INTO group_album (chat_id, media_group, topic_id, staff_id, items, due_at) "
            "SELECT $1, 'a', $2, id, $3, '2000-01-01' FROM staff WHERE login = 'anna'",
            CHAT, topic.id, [{"telegram_id": 5}],
        )  # fmt: skip
    await tick(cast("Desk", SimpleNamespace(db=street.db, public_url="")))
    sent = await street.rows("SELECT chat_id, params ->> 'text' AS text FROM outbox WHERE chat_id < 0 AND state = 'queued'")
    assert CHAT - 1 in {row["chat_id"] for row in sent}
    assert any("не удалось обработать" in row["text"] for row in sent if row["chat_id"] == CHAT)
    assert await street.rows("SELECT FROM group_album") == []


async def test_what_is_taken_in_another_group_is_shown_in_its_own(street: World, unit: int) -> None:
    spb = await street.unit("spb")
    await group_of(street, unit)
    number = await street.asks(1)
    async with street.db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = $2 WHERE number = $1", number, spb)
        assert await group_for(tx, unit, number) == unit
        await tx.execute("INSERT INTO unit_group (unit_id, chat_id) VALUES ($1, $2)", spb, CHAT - 1)
        assert await group_for(tx, unit, number) == spb


async def test_what_was_being_written_while_the_rest_was_shown_is_shown_next(
    street: World, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, number = await taken(street, unit)
    await street.rows("UPDATE group_topic SET talk_due = true RETURNING 1")
    written, marked = asyncio.Event(), asyncio.Event()
    async with AsyncExitStack() as stack:
        tx = await stack.enter_async_context(street.db.tx())
        await intake.take_message(tx, await street.recognise(tx, 1), street.incoming("Два"), street.limits)

        async def slow(*args: Any) -> Told:
            told = await next_told(*args)
            await stack.aclose()
            written.set()
            while not (marked.is_set() or await street.rows("SELECT FROM pg_locks WHERE NOT granted")):
                pass
            return told

        async def other_process() -> None:
            await written.wait()
            async with street.db.tx() as tx:
                await mark(tx)
            marked.set()

        monkeypatch.setattr(showing, "next_told", slow)
        await asyncio.gather(shown.round(), other_process())
    monkeypatch.undo()
    await shown.settle()
    assert "Два" in "\n".join(shown.said(number))


async def test_a_topic_made_twice_before_the_first_was_heard_of_goes(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    known, lost = shown.thread(number), 9
    shown.topics[lost] = shown.topics[known]
    for thread in (lost, lost, known, known):
        async with street.db.tx() as tx:
            group = await group_of_unit(tx, unit)
            assert group
            await found_topic(tx, group, thread, shown.topics[known])
        await shown.settle()
    assert (list(shown.topics), shown.calls.count("deleteForumTopic")) == ([known], 1)


async def test_a_topic_found_at_the_moment_its_second_call_is_answered_is_the_one_that_goes(street: World, unit: int) -> None:
    shown = await group_of(street, unit)
    number = await street.asks(1)
    assert await street.next("anna") == number
    await told(street.db)
    await unseen(street, unit)
    [topic] = await street.rows("SELECT id, name FROM group_topic")
    shown.topics |= {7: topic["name"], 8: topic["name"]}

    async def found() -> None:
        async with street.db.tx() as tx:
            group = await group_of_unit(tx, unit)
            assert group
            await found_topic(tx, group, 7, topic["name"])

    async with asyncio.TaskGroup() as tasks, street.db.tx() as tx:
        await tx.execute("UPDATE group_topic SET thread_id = 8")
        tasks.create_task(found())
        await until(
            lambda: street.rows("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
            "it waits for that",
        )
    assert [row["thread_id"] for row in await street.rows("SELECT thread_id FROM group_topic")] == [8]
    dropped = await street.rows("SELECT params FROM outbox WHERE method = 'deleteForumTopic'")
    assert [row["params"] for row in dropped] == [{"message_thread_id": 7}]


@pytest.mark.parametrize("meanwhile", ["made anew", "shown elsewhere"])
async def test_an_album_whose_topic_goes_before_it_is_whole(street: World, unit: int, meanwhile: str) -> None:
    """In a topic that is made anew it is shown like everything else; where nothing is shown any more, somebody says so."""
    shown, number = await taken(street, unit)
    async with street.db.tx() as tx:
        topic, anna = await topic_of_request(tx, number), await street.known("anna")
        assert topic
        for at in (61, 62):
            await collect(tx, topic, anna, replace(photo(at, album="a"), text=f"Вид {at}"), answer=True)
        await tx.execute("UPDATE group_album SET due_at = clock_timestamp() - interval '1 second'")
        if meanwhile == "made anew":
            await forget_thread(tx, topic.id)
        else:
            await retire(tx, topic)
    if meanwhile == "made anew":
        shown.delete(shown.thread(number))
    await shown.settle()
    answers, words = await street.texts(number, "out"), "\n".join(shown.said(number))
    if meanwhile == "made anew":
        assert answers[-1] == "Вид 61\nВид 62"
        assert "Вид 61\nВид 62" in words
    else:
        assert not any("Вид" in one for one in answers)
        assert "никому не ушло" in words


async def test_what_is_said_while_the_topic_is_made_anew_is_shown_in_it_and_answered_in_general(
    street: World, unit: int
) -> None:
    shown, number = await taken(street, unit)
    await street.staff("boris", units=["msk"])
    async with street.db.tx() as tx:
        before, group = await topic_of_request(tx, number), await group_of_unit(tx, unit)
        assert before
        assert group
        await rebuild(tx, group)
    async with street.db.tx() as tx:
        await hear(
            tx, group, before, await street.known("anna"), Incoming(71, "Уже смотрю"), parts=[71], answer=True, owner=True
        )
        await found_topic(tx, group, before.thread_id or 0, before.name)  # heard of late: it is being deleted
        now = await topic_of_request(tx, number)
        assert now
        await keep(tx, group, now, await street.known("boris"), Incoming(72, "Я отвечу"), answer=True)
    said = await street.rows("SELECT params ->> 'text' AS text FROM outbox WHERE kind = 'direct' AND chat_id = $1", CHAT)
    assert [row["text"].startswith(f"№ {number}. Клиенту отвечает") for row in said] == [True]
    await shown.settle()
    assert before.thread_id not in shown.topics
    words = "\n".join(shown.said(number))
    assert "Уже смотрю" in words
    assert "Я отвечу" in words


async def test_a_topic_that_waits_to_be_deleted_goes_with_the_client_who_is_forgotten(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    shown.topics[9] = shown.topics[shown.thread(number)]
    async with street.db.tx() as tx:
        group = await group_of_unit(tx, unit)
        assert group
        await found_topic(tx, group, 9, shown.topics[9])
    async with street.db.tx() as tx:
        await erase(tx, await street.recognise(tx, 1))
    await shown.settle()
    assert shown.topics == {}
    assert await street.rows("SELECT FROM group_former_thread") == []


async def test_where_nothing_can_be_sent_the_card_says_what_becomes_of_the_words(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    assert "Сообщения того, кто ведёт обращение, уходят клиенту" in shown.card(number)
    await street.blocks(1)
    await street.note("anna", number)
    await shown.settle()
    assert "Сообщения того, кто ведёт обращение, уходят клиенту" not in shown.card(number)
    assert "запишем как звонок" in shown.card(number)


async def test_questions_among_colleagues_are_named_as_such(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    await street.staff("boris", units=["msk"])
    question = await ask(street, "anna", number)
    await reply(street, "boris", question)
    await ask(street, "anna", number, "Сколько стоят?", skill="parts_selection")
    await shown.settle()
    said = "\n".join(shown.said(number))
    assert "Вопрос коллеге (Boris Иванова), Anna Иванова\nЕсть ли тормозные диски?" in said
    assert "Ответ коллеги, Boris Иванова" in said
    assert "Вопрос коллеге (Подбор запчастей), Anna Иванова" in said
    assert "Заметка" not in said


async def test_after_a_transfer_the_card_has_the_time_the_client_was_told(street: World, unit: int) -> None:
    shown, number = await taken(street, unit)
    await street.staff("boris", units=["msk"])
    await street.transfer("anna", number, agent="boris")
    assert await street.next("boris") == number
    await shown.settle()
    told = (await street.texts(number, "system"))[-1].partition("Ответим ")[2].partition(". ")[0]
    assert f"Ответить: {told}" in shown.card(number)
