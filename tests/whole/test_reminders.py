"""What the product says by itself: once, at the right hour, whatever happens to the clock, the visit and the process."""

from datetime import timedelta

import pytest

from tests.harness import Phone, until
from tests.whole.chain import Chain, Json, buttons, datas, words_of
from tests.whole.dialogue import Dialogue, only_visit, owner, station
from tests.whole.reminding import DAY, MOSCOW, Reception


@pytest.fixture
async def reception(chain: Chain) -> Reception:
    """At noon, with nothing booked."""
    code = await station(chain, hours=DAY, crews=2)
    made = Reception(chain, code, await owner(chain, code, "А123ВС77"), await chain.system())
    await made.morning()
    return made


@pytest.mark.both_ways
async def test_from_the_booking_to_the_door(reception: Reception) -> None:
    """Booked in the chat; a day before reminded of and confirmed there; two hours before once more; nobody has to call."""
    chain, phone = reception.chain, reception.phone
    dialogue = await (await Dialogue.begin(chain, phone)).to("day")
    await dialogue.press(dialogue.labels[3])  # the first days are near
    await (await dialogue.to("time")).press(dialogue.times()[-1])  # late enough for a reminder two hours before
    await dialogue.to("booked")
    visit = await only_visit(chain, phone)
    reception.visit = {"id": visit["public_id"], "starts_at": visit["starts_at"].isoformat()}
    await reception.let_it_be_before(hours=24)
    reminder = await phone.hears(chain.t("reminder-ask"))
    local = visit["starts_at"].astimezone(MOSCOW)
    for known in (f"{local:%H:%M} (Рязань)", "Ока", "Lada Vesta, А123ВС 77"):
        assert known in reminder["text"]
    assert buttons(reminder) == [chain.t("visit-confirm"), chain.t("visit-move"), chain.t("visit-cancel")]
    await phone.press(reminder, chain.t("visit-confirm"))
    await until(lambda: _status(reception, "confirmed"), "the visit is confirmed")
    await reception.let_it_be_before(hours=2)
    soon = await phone.hears(chain.t("reminder-hours-before", when="§").split("§")[0])
    assert buttons(soon)[0] == chain.t("reminder-card")
    await phone.press(soon, chain.t("reminder-card"))
    assert await reception.settled() == {"visit_24h 1": "sent", "visit_2h 1": "sent", "unconfirmed 1": "confirmed"}
    assert await reception.requests() == []


async def _status(reception: Reception, status: str) -> bool:
    found = await reception.chain.value("SELECT status FROM appointment WHERE public_id = $1", reception.visit["id"])
    return bool(found == status)


async def test_an_unconfirmed_visit_becomes_a_request(reception: Reception) -> None:
    """Four hours before; one, with the visit in it, and the agent's answer reaches the client."""
    chain, phone = reception.chain, reception.phone
    await reception.book()
    await reception.let_it_be_before(hours=24)
    await phone.hears(chain.t("reminder-ask"))
    assert await reception.requests() == []
    await reception.let_it_be_before(hours=4)
    [number] = await until(reception.requests, "there is a request")
    request = await chain.request(number)
    assert (request["type"], request["state"], request["unit"]) == ("booking", "queued", reception.code)
    assert chain.t("reminder-unconfirmed-why", reminded="sent") in words_of(request)[0]
    agent = await chain.agent(reception.code)
    assert (await agent.next())["number"] == number
    await agent.says(number, "Ждать вас сегодня?")
    await phone.hears("Ждать вас сегодня?")
    await reception.let_it_be_before(hours=2)
    assert (await reception.settled())["visit_2h 1"] == "sent"
    assert await reception.requests() == [number]


@pytest.mark.parametrize(
    ("before", "jump", "told", "became"),
    [
        ({"hours": 24, "minutes": 2}, {"minutes": 5}, ["day-before"], {"visit_24h 1": "sent", "unconfirmed 1": "planned"}),
        ({"hours": 26}, {"hours": 5}, ["day-before"], {"visit_24h 1": "sent", "unconfirmed 1": "planned"}),
        ({"hours": 6}, {"hours": 5}, ["day-before"], {"visit_24h 1": "sent", "visit_2h 1": "sent", "unconfirmed 1": "sent"}),
        ({"days": 2}, {"days": 5}, [], {"visit_24h 1": "too-late", "visit_2h 1": "too-late", "unconfirmed 1": "too-late"}),
        ({"days": 5, "hours": 1}, {"days": 5}, [], {"visit_24h 1": "too-late", "visit_2h 1": "sent", "unconfirmed 1": "sent"}),
        ({"days": 6}, {"days": 5, "hours": 1}, ["day-before"], {"visit_24h 1": "sent", "unconfirmed 1": "planned"}),
    ],
    ids=["5 minutes", "5 hours", "5 hours, late for the first", "5 days past it", "5 days over both", "5 days to the eve"],
)
async def test_jumps_of_the_clock(
    reception: Reception, before: dict[str, float], jump: dict[str, float], told: list[str], became: dict[str, str]
) -> None:
    """Whatever the clock jumps over is said once if it is still of use, and never two things about one visit at once."""
    await reception.book(days=8, clock="16:00")
    await reception.phone.hears(reception.chain.t("reminder-booked", when="§").split("§")[0])
    await reception.let_it_be_before(**before)
    await reception.settled()
    await reception.chain.later(**jump)
    ledger = await reception.settled()
    assert {kind: ledger[kind] for kind in became} == became
    expected = ["booked", *told, *(["hours-before"] if became.get("visit_2h 1") == "sent" else [])]
    assert await reception.told() == expected
    await reception.chain.later(minutes=5)
    assert await reception.settled() == {**ledger, **(await reception.settled())}
    assert await reception.told() == expected
    assert len(await reception.requests()) == (1 if became["unconfirmed 1"] == "sent" else 0)


async def test_moved_by_the_client_from_the_reminder(reception: Reception) -> None:
    """The buttons lead to another day; the old time is never spoken of again, the new one is."""
    chain, phone = reception.chain, reception.phone
    await reception.book()
    await reception.let_it_be_before(hours=24)
    reminder = await phone.hears(chain.t("reminder-ask"))
    old = reception.starts_at
    dialogue = Dialogue(chain, phone, reminder)
    await dialogue.press_key("visit-move")
    await dialogue.press(dialogue.labels[4])
    await dialogue.press(dialogue.times()[6])
    await dialogue.press_key("visit-move-yes")
    assert dialogue.text.startswith(chain.t("visit-title-moved"))
    visit = await only_visit(chain, phone)
    reception.visit["starts_at"] = visit["starts_at"].isoformat()
    assert reception.starts_at > old
    await reception.let_it_be(old - timedelta(hours=2))
    assert (await reception.settled())["visit_2h 1"] == "moved"
    await reception.let_it_be_before(hours=24)
    await phone.hears(chain.t("reminder-ask"))
    await reception.let_it_be_before(hours=2)
    ledger = await reception.settled()
    assert (ledger["visit_24h 2"], ledger["visit_2h 2"], ledger["visit_24h 1"]) == ("sent", "sent", "sent")
    assert await reception.told() == ["booked", "day-before", "hours-before"]  # the first reminder has become the card
    assert len(await reception.requests()) == 1  # nobody confirmed the new time


async def test_moved_and_cancelled_by_us(reception: Reception) -> None:
    """The client is told each time, and reminded of nothing that is not to be."""
    chain, phone = reception.chain, reception.phone
    await reception.book()
    await phone.hears(chain.t("reminder-booked", when="§").split("§")[0])
    await reception.move(5, "15:30")
    moved = await phone.hears(chain.t("reminder-moved", when="§").split("§")[0])
    assert "15:30 (Рязань)" in moved["text"]
    await reception.let_it_be_before(hours=24)
    await phone.hears(chain.t("reminder-ask"))
    await reception.cancel()
    cancelled = await phone.hears(chain.t("reminder-cancelled", when="§").split("§")[0])
    assert datas(cancelled) == ["m:book:new", "m:ask:new"]
    await reception.let_it_be_before(hours=1)
    ledger = await reception.settled()
    assert (ledger["visit_2h 2"], ledger["unconfirmed 2"]) == ("cancelled", "cancelled")
    assert await reception.told() == ["booked", "moved", "day-before", "cancelled"]
    assert await reception.requests() == []


async def test_nothing_at_night(reception: Reception) -> None:
    """Booked, moved and cancelled by others at night: told in the morning, an hour earlier where it is called off."""
    chain, phone = reception.chain, reception.phone
    await reception.morning("22:00")
    await reception.book()
    assert await reception.settled() == {
        "visit_24h 1": "planned",
        "visit_2h 1": "planned",
        "unconfirmed 1": "planned",
        "visit_booked 1": "planned",
    }
    assert await reception.told() == []
    await reception.morning("09:00")
    await phone.hears(chain.t("reminder-booked", when="§").split("§")[0])
    await reception.morning("23:00")
    await reception.cancel()
    await reception.morning("07:58")
    assert await reception.told() == ["booked"]
    await reception.morning("08:00")
    await phone.hears(chain.t("reminder-cancelled", when="§").split("§")[0])


@pytest.mark.both_ways
async def test_over_a_restart(reception: Reception) -> None:
    """What falls due while nobody is there is said after; what was said before is not said again."""
    chain, phone = reception.chain, reception.phone
    await reception.book()
    await reception.let_it_be_before(hours=24)
    await phone.hears(chain.t("reminder-ask"))
    await chain.product.restart()
    assert (await reception.settled())["visit_24h 1"] == "sent"
    await reception.let_it_be_before(hours=2, seconds=2)
    await chain.product.restart()
    assert (await reception.settled())["unconfirmed 1"] == "sent"
    await phone.hears(chain.t("reminder-hours-before", when="§").split("§")[0])
    assert (await reception.settled())["visit_2h 1"] == "sent"
    assert await reception.told() == ["booked", "day-before", "hours-before"]
    assert len(await reception.requests()) == 1


async def test_switches(reception: Reception) -> None:
    """A button sets what it says; an old or forged one nothing else; what is switched off does not come."""
    chain, phone = reception.chain, reception.phone
    visits, repairs = chain.t("reminder-switch-visits"), chain.t("reminder-switch-repair-updates")
    await phone.write("/reminders")
    screen = await phone.hears(chain.t("reminder-switches"))
    repairs_on = chain.t("reminder-switch-on", what=repairs)
    assert buttons(screen) == [chain.t("reminder-switch-on", what=visits), repairs_on, chain.t("button-menu")]
    switch_off = datas(screen)[0]
    for _ in range(2):
        noted = await phone.press_data(screen["message_id"], switch_off)
        assert noted["text"] == chain.t("reminder-switched-off", what=visits)
        assert await until(
            lambda: _shows(phone, screen, [chain.t("reminder-switch-off", what=visits), repairs_on, chain.t("button-menu")]),
            "the switch is off",
        )
    for forged in ("n:visits:maybe", "n:everything:off", "n:visits", "n:" + "x" * 60):
        assert (await phone.press_data(screen["message_id"], forged))["text"] == chain.t("menu-outdated")
    await reception.book()
    await reception.let_it_be_before(hours=24)
    assert (await reception.settled())["visit_24h 1"] == "switched-off"
    await phone.press_data(screen["message_id"], "n:visits:on")
    await reception.let_it_be_before(hours=2)
    assert (await reception.settled())["visit_2h 1"] == "sent"
    assert await reception.told() == ["booked", "hours-before"]


async def _shows(phone: Phone, screen: Json, labels: list[str]) -> bool:
    messages: list[Json] = (await phone.chat())["messages"]
    return any(m["message_id"] == screen["message_id"] and buttons(m) == labels for m in messages)


async def test_who_has_blocked_the_bot(reception: Reception) -> None:
    """Nothing is sent; an agent is told to call."""
    chain, phone = reception.chain, reception.phone
    await reception.book()
    await phone.hears(chain.t("reminder-booked", when="§").split("§")[0])
    await phone.do("block")
    await until(lambda: chain.value("SELECT blocked_at FROM chat WHERE chat_id = $1", phone.person), "the block is known")
    await reception.let_it_be_before(hours=24)
    assert (await reception.settled())["visit_24h 1"] == "blocked"
    await reception.let_it_be_before(hours=4)
    [number] = await until(reception.requests, "there is a request")
    assert chain.t("reminder-unconfirmed-why", reminded="blocked") in words_of(await chain.request(number))[0]
    assert await reception.told() == ["booked"]
