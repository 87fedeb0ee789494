"""Handing requests on (V2, P3, P5, G3): the client is told once with a time, hands are counted, a way back asks first."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from services.board.models import Scope
from services.errors import Refused
from services.privacy.erasing import erase
from services.requests.hands import candidates, hands_of, many_hands, queue_by_type, to_and_fro
from services.requests.view import answer_due
from tests.services.watching import missed, tick, told
from tests.services.world import World


async def _in_hand(world: World, *logins: str) -> int:
    """A request in the hands of the first, colleagues at work."""
    for login in logins:
        await world.staff(login)
    number = await world.asks(1)
    assert await world.next(logins[0]) == number
    return number


async def _goes(world: World, number: int, *logins: str) -> None:
    """From hand to hand."""
    for giver, taker in pairwise(logins):
        await world.transfer(giver, number, agent=taker, reason=f"к {taker}")
        assert await world.next(taker) == number


async def _of_unit(world: World, number: int, code: str) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = $2) WHERE number = $1", number, code)


async def _last_told(world: World, number: int) -> str:
    return (await world.texts(number, "system"))[-1]


# ---- what the client hears


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"agent": "boris"}, "Вашим вопросом № {n} теперь занимается Boris. Ответим сегодня, пн, до 13:00 (Москва)."),
        ({"request_type": "warranty"}, "Передали ваш вопрос № {n} специалисту по гарантии. Ответим сегодня, пн, до 13:00 (Москва)."),
        ({"unit": "ekb"}, "Передали ваш вопрос № {n} на станцию «Станция ekb». Ответим сегодня, пн, до 15:00 (Москва)."),
        (
            {"unit": "ekb", "request_type": "claim"},
            "Передали ваш вопрос № {n} специалисту по претензиям станции «Станция ekb». Ответим сегодня, пн, до 15:00 (Москва).",
        ),
        ({"agent": "gone"}, "Передали ваш вопрос № {n} другому специалисту. Ответим сегодня, пн, до 13:00 (Москва)."),
    ],
)  # fmt: skip
async def test_the_client_hears_who_and_by_when(world: World, where: dict[str, str], said: str) -> None:
    """By the clock of whoever it goes to; somebody who is not at work is not promised by name."""
    await world.unit("ekb", zone="Asia/Yekaterinburg")
    await world.staff("gone", shift="off")
    number = await _in_hand(world, "anna", "boris")
    await world.transfer("anna", number, **where)
    told = await _last_told(world, number)
    assert told == said.format(n=number) + " Вся переписка сохранена, рассказывать заново не нужно."
    assert [mail["params"]["text"] for mail in await world.mail(1)][-1] == told


async def test_by_the_unit_that_is_closed_now_the_time_is_of_its_next_day(world: World) -> None:
    late = {"week": {str(day): [["18:00", "20:00"]] for day in range(7)}, "days": {}}
    await world.unit("ekb", zone="Asia/Yekaterinburg", hours=late)
    number = await _in_hand(world, "anna")
    await world.transfer("anna", number, unit="ekb")
    assert "Ответим сегодня, пн, до 19:00 (Москва)" in await _last_told(world, number)


async def test_a_promise_that_stands_is_the_time_told(world: World) -> None:
    number = await _in_hand(world, "anna", "boris")
    await world.promise("anna", number, minutes=150)
    await world.transfer("anna", number, agent="boris")
    assert "Ответим сегодня, пн, до 14:30 (Москва)" in await _last_told(world, number)


async def test_a_further_hand_over_changes_the_message_that_was_sent(world: World) -> None:
    number = await _in_hand(world, "anna", "boris", "clara")
    await world.transfer("anna", number, agent="boris")
    mail = (await world.mail(1))[-1]
    async with world.db.tx() as tx:
        await tx.execute("UPDATE outbox SET state = 'sent' WHERE id = $1", mail["id"])
        await tx.execute(
            "INSERT INTO message_telegram (chat_id, telegram_id, message_id) VALUES (1, 900, $1)", mail["message_id"]
        )
    assert await world.next("boris") == number
    world.clock.advance(minutes=20)
    await world.transfer("boris", number, agent="clara")
    assert len(await world.texts(number, "system")) == 1
    edit = (await world.mail(1))[-1]
    assert (edit["method"], edit["params"]["message_id"]) == ("editMessageText", 900)
    assert "занимается Clara. Ответим сегодня, пн, до 13:00" in edit["params"]["text"], "nobody gets more time by passing on"
    line = next(one for one in await world.talk(number) if one["direction"] == "system")
    assert line["edited_at"], "the conversation says that the line was another one"
    assert [one["text"] for one in line["versions"]] == [mail["params"]["text"]], "what they had read stays on record"
    assert answer_due(await world.row(number)) == world.clock.now() + timedelta(minutes=40), (
        "those who answer see what was told"
    )


async def test_what_waits_to_be_sent_is_sent_once_with_the_last_name(world: World) -> None:
    number = await _in_hand(world, "anna", "boris", "clara")
    await _goes(world, number, "anna", "boris")
    await world.transfer("boris", number, agent="clara")
    waiting = [
        m["params"]["text"] for m in await world.mail(1) if m["state"] == "queued" and "занимается" in m["params"]["text"]
    ]
    assert len(waiting) == 1
    assert "Clara" in waiting[0]


@pytest.mark.parametrize("between", ["answer", "client", "late"])
async def test_after_somebody_spoke_or_the_time_has_gone_it_is_news(world: World, between: str) -> None:
    number = await _in_hand(world, "anna", "boris", "clara")
    await _goes(world, number, "anna", "boris")
    if between == "answer":
        await world.answer("boris", number)
    elif between == "client":
        await world.says(1, "Есть новости?")
    else:
        world.clock.advance(minutes=70)
    await world.transfer("boris", number, agent="clara")
    assert len(await world.texts(number, "system")) == 2


async def test_who_has_only_a_phone_is_not_written_to(world: World) -> None:
    await world.staff("anna")
    number = await world.calls_in("+79120000001")
    assert await world.next("anna") == number
    await world.transfer("anna", number, request_type="price")
    assert await world.texts(number, "system") == []


# ---- to and fro


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"agent": "boris"}, {"agent": "anna"}),
        ({"request_type": "price"}, {"request_type": "other"}),
        ({"unit": "ekb"}, {"unit": "msk"}),
    ],
)
async def test_a_way_back_asks_first_and_is_counted(world: World, first: dict[str, str], second: dict[str, str]) -> None:
    await world.unit("ekb")
    number = await _in_hand(world, "anna", "boris")
    await _of_unit(world, number, "msk")
    await world.transfer("anna", number, confirmed=False, **first)
    assert await world.next("boris") == number
    with pytest.raises(Refused) as refused:
        await world.transfer("boris", number, confirmed=False, **second)
    assert refused.value.data["errors"] == [{"field": "confirmed", "reason": "goes back"}]
    assert (await world.request(number)).state == "assigned"
    await world.transfer("boris", number, **second)
    rows = await world.rows("SELECT back FROM hand_over WHERE request_number = $1 ORDER BY id", number)
    assert [row["back"] for row in rows] == [False, True]


async def test_the_third_pair_of_hands_is_told_once_to_the_heads_of_the_unit(world: World) -> None:
    await world.unit("ekb")
    for login, unit in (("maria", "msk"), ("egor", "ekb")):
        await world.staff(login, role="head", units=[unit])
    number = await _in_hand(world, "anna", "boris", "clara")
    await _of_unit(world, number, "msk")
    await _goes(world, number, "anna", "boris", "anna")
    await tick(world)
    assert await told(world, "maria") == [], "two pairs, however often it goes to and fro"
    await _goes(world, number, "anna", "clara")
    for _ in range(2):
        await tick(world)
    assert await told(world, "maria") == [("many_hands", number)]
    assert await told(world, "egor") == []
    assert await world.events(number, "request.many") == ["request.many_hands"]


async def test_other_doors_count_hands_too(world: World) -> None:
    """Given back, and set by a head."""
    await world.staff("maria", role="head")
    number = await _in_hand(world, "anna", "boris", "clara")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET agent_id = NULL, state = 'queued', returned = true WHERE number = $1", number)
    assert await world.next("boris") == number
    await world.override("maria", number, "clara")
    await tick(world)
    assert await told(world, "maria") == [("many_hands", number)]


async def test_the_next_owner_sees_who_had_it_and_why(world: World) -> None:
    number = await _in_hand(world, "anna", "boris", "clara")
    await _goes(world, number, "anna", "boris", "clara")
    async with world.db.read() as reader:
        hands = await hands_of(reader, number)
    assert hands.count == 3
    assert hands.led == ["Anna Иванова", "Boris Иванова", "Clara Иванова"]
    assert [step["reason"] for step in hands.steps] == ["к clara", "к boris"]


async def test_heads_see_what_goes_to_and_fro(world: World) -> None:
    head = await world.staff("maria", role="head")
    number = await _in_hand(world, "anna", "boris", "clara")
    await _goes(world, number, "anna", "boris", "anna", "clara")
    now = world.clock.now()
    scope = Scope(head, now, (now - timedelta(hours=1), now))
    async with world.db.read() as reader:
        many = await many_hands(reader, *scope.requests(2))
        rows = await to_and_fro(reader, now, *scope.requests(3))
    assert [(row["number"], row["hands"], row["agent"]) for row in many] == [(number, 3, "Clara Иванова")]
    assert [(row["type"], row["handed_on"], row["back"], row["many"]) for row in rows] == [("other", 3, 1, 1)]


async def test_the_form_knows_who_is_able_and_how_long_the_queue_is(world: World) -> None:
    await world.staff("parts", skills=["parts_selection"])
    await world.staff("away", shift="away")
    number = await _in_hand(world, "anna", "boris")
    await world.asks(2, request_type="price")
    world.clock.advance(minutes=12)
    async with world.db.read() as reader:
        found = await candidates(reader, await world.known("anna"), await world.row(number), 5, world.clock.now())
        waits = await queue_by_type(reader, None, world.clock.now())
    assert [(one.login, one.able, one.free) for one in found] == [
        ("boris", True, True), ("parts", False, False), ("away", True, False)
    ]  # fmt: skip
    assert waits == {"price": (1, 12)}


# ---- clocks and forgetting


async def test_handing_on_twice_gives_nobody_more_time(world: World) -> None:
    number = await _in_hand(world, "anna", "boris", "clara")
    await _goes(world, number, "anna", "boris")
    world.clock.advance(minutes=50)
    await world.transfer("boris", number, agent="clara")
    await tick(world, minutes=11)
    assert "handoff" in [row["clock"] for row in await missed(world, number)]


async def test_reasons_are_forgotten_with_the_client(world: World) -> None:
    number = await _in_hand(world, "anna", "boris")
    await world.transfer("anna", number, agent="boris", reason="Пётр с синей Ладой")
    person = await world.person(1)
    async with world.db.tx() as tx:
        await erase(tx, person)
    rows: Any = await world.rows("SELECT * FROM hand_over WHERE request_number = $1", number)
    assert [row["reason"] for row in rows] == [""]
