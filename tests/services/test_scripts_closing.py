"""Closing by the script: what is required, what follows, and what comes back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.errors import Refused
from services.privacy.erasing import erase
from services.scripts.following import follow_ups_due, follow_ups_of_client
from services.scripts.models import NextStep
from services.scripts.wrap_up import missing_to_close
from tests.services.conftest import NOON
from tests.services.world import World

CHAT = 501
VIN = "XTA210990Y2766389"


# ---- Closing


async def test_what_is_required_is_told_and_known_is_enough(world: World) -> None:
    await world.staff("anna")
    number = await world.asks(CHAT, "Колодки", "parts_selection")
    await world.next("anna")
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, None, None)
    assert refused.value.data["missing"] == ["outcome", "summary"]
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, None, " ", result="ordered")
    assert refused.value.data["missing"] == ["summary", "fields.vin"]
    async with world.db.read() as reader:
        ordered = {"outcome": None, "summary": "x", "result": "ordered"}
        assert await missing_to_close(reader, number, **ordered) == ["fields.vin"]
        assert await missing_to_close(reader, number, **ordered, fields={"vin": VIN}) == []
        assert await missing_to_close(reader, number, outcome="solved", summary="x") == []
        assert await missing_to_close(reader, number, outcome="spam", summary="x") == []
    await world.close("anna", number, "solved", fields={"vin": VIN, "own": 7})
    assert (await world.row(number))["fields"] == {"vin": VIN, "own": 7}


@pytest.mark.parametrize("outcome", ["answered", "no_answer", "refused", "not_target", "duplicate", "spam"])
async def test_nothing_is_required_where_nothing_was_settled(world: World, outcome: str) -> None:
    await world.staff("anna")
    number = await world.asks(CHAT, "Колодки", "parts_selection")
    await world.next("anna")
    await world.close("anna", number, outcome)
    assert (await world.request(number)).state == "closed"


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"result": "nonsense"}, "result", "unknown"),
        ({"result": "told", "outcome": "solved"}, "result", "of another outcome"),
        ({"outcome": "nonsense"}, "outcome", "unknown"),
        ({"next_step": NextStep("recommendation", "x" * 301, NOON + timedelta(days=9))}, "next.title", "too long"),
        ({"next_step": NextStep("promise", "", NOON)}, "next.due_at", "past"),
        ({"next_step": NextStep("promise", "", NOON + timedelta(days=900))}, "next.due_at", "too far"),
    ],
)
async def test_a_wrap_up_that_cannot_be(world: World, given: dict[str, Any], field: str, reason: str) -> None:
    await world.staff("anna")
    number = await world.asks(CHAT, "Сколько стоит?", "price")
    await world.next("anna")
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, **{"outcome": "answered", **given})
    assert refused.value.data["errors"][0]["field"] == field
    assert refused.value.data["errors"][0]["reason"] == reason
    assert (await world.request(number)).state == "assigned"


async def test_a_result_says_the_outcome_and_what_follows(world: World) -> None:
    await world.staff("anna")
    number = await world.asks(CHAT, "Сколько стоит?", "price")
    await world.next("anna")
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, None, result="visit")
    assert refused.value.data["missing"] == ["next.visit"], "a visit that was never made is no result"
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, None, result="thinking")
    assert refused.value.data["missing"] == ["next.title", "next.due_at"]
    due = NOON + timedelta(days=30)
    await world.close("anna", number, None, result="thinking", next_step=NextStep("recommendation", "Колодки стёрты", due))
    row = await world.row(number)
    assert (row["outcome"], row["state"]) == ("answered", "closed")
    async with world.db.read() as reader:
        [owed] = await follow_ups_of_client(reader, row["client_id"])
    assert (owed["kind"], owed["title"], owed["due_at"]) == ("recommendation", "Колодки стёрты", due)


async def test_what_is_owed_comes_back_when_it_falls_due(world: World) -> None:
    """A promise in time to be kept, to who gave it; advice not while something else is open (P6)."""
    await world.staff("anna")
    first = await world.asks(CHAT, "Сколько стоит?", "price")
    await world.next("anna")
    due = NOON + timedelta(days=2)
    await world.close("anna", first, "answered", next_step=NextStep("promise", "узнать про скидку", due))
    assert any("свяжемся" in text.lower() for text in await world.texts(first, "system"))
    other = await world.asks(CHAT, "Ещё вопрос", "claim")
    await world.next("anna")
    await world.close("anna", other, "answered", next_step=NextStep("recommendation", "Поменять колодки", due))
    world.clock.at = due - timedelta(minutes=16)
    assert await follow(world) == 0
    world.clock.at = due - timedelta(minutes=14)
    assert await follow(world) == 1
    number = await world.next("anna")
    assert number is not None
    row = await world.row(number)
    assert (row["type"], row["source"], row["first_answer_due"]) == ("callback", "follow-up", due)
    assert "узнать про скидку" in (await world.texts(number, "system"))[0]
    world.clock.at = due + timedelta(minutes=1)
    assert await follow(world) == 0, "something is open"
    await world.close("anna", number, "answered")
    assert await follow(world) == 1
    assert await follow(world) == 0


async def owes(world: World, title: str) -> int:
    """A promise of tomorrow, a minute before it falls due; the request it was given in."""
    await world.staff("anna")
    number = await world.asks(CHAT, "Вопрос", "price")
    await world.next("anna")
    due = NOON + timedelta(days=1)
    await world.close("anna", number, "answered", next_step=NextStep("promise", title, due))
    world.clock.at = due - timedelta(minutes=1)
    return number


async def test_what_is_owed_raises_no_alarm_and_finds_an_open_unit(world: World) -> None:
    """Our own words are no client in distress; a unit that was closed since would keep the promise from everybody."""
    number = await owes(world, "ответить на претензию, полиция уже была")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE unit SET active = false WHERE id = (SELECT unit_id FROM request WHERE number = $1)", number)
    assert await follow(world) == 1
    found = await world.one("SELECT urgent, alarm, unit_id FROM request WHERE source = 'follow-up'")
    assert tuple(found) == (False, None, None)


async def test_a_promise_without_words_does_not_tell_the_summary(world: World) -> None:
    """The summary is for us alone; what is owed stands in what the client may have sent to them."""
    first = await owes(world, "")
    assert await follow(world) == 1
    number = (await world.one("SELECT max(number) AS number FROM request"))["number"]
    assert (await world.texts(number, "system"))[0].endswith(f"(обращение № {first})")
    assert (await world.one("SELECT title FROM follow_up"))["title"] == ""


async def test_who_is_being_forgotten_is_not_written_to(street: World) -> None:
    """The schedule comes while the person is being forgotten: it waits, and then there is nobody."""
    await owes(street, "узнать")
    async with asyncio.TaskGroup() as busy, street.db.tx() as tx:
        person = await street.recognise(tx, CHAT)
        await erase(tx, person)
        look = busy.create_task(follow(street))
        await asyncio.wait([look], timeout=0.3)
        assert not look.done()
    assert look.result() == 0
    assert await follow(street) == 0
    assert (await street.one("SELECT count(*) AS count FROM request WHERE state <> 'closed'"))["count"] == 0


async def test_the_visit_that_is_complained_of_is_not_the_next_one(world: World) -> None:
    await world.staff("anna")
    number = await world.asks(CHAT, "Сделали плохо", "claim")
    await world.next("anna")
    async with world.db.tx() as tx:
        visit = await tx.value(
            "INSERT INTO appointment (public_id, unit_id, client_id, status, starts_at, ends_at, created_at, source) "
            "SELECT 'visitofthepast01', u.id, r.client_id, 'done', $2::timestamptz, $2::timestamptz + interval '1 hour', $2, 'api' "
            "FROM request r, unit u WHERE r.number = $1 ORDER BY u.id LIMIT 1 RETURNING id",
            number, NOON - timedelta(days=3),
        )  # fmt: skip
        await tx.execute("UPDATE request SET appointment_id = $2 WHERE number = $1", number, visit)
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, None, result="redone")
    assert refused.value.data["missing"] == ["next.visit"]


async def follow(world: World) -> int:
    """The schedule's look."""
    async with world.db.tx() as tx:
        return await follow_ups_due(tx, world.limits)
