"""What can be done with a booked visit in the chat: confirm, move, cancel, take along, ask; and nobody else can."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from tests.harness import Phone, until
from tests.whole.chain import Chain, Json, words_of
from tests.whole.dialogue import OIL, Dialogue, booked, only_visit, owner, soon, station


def _day_after(dialogue: Dialogue) -> str:
    """A day that is not the first one offered."""
    return [label for label in dialogue.labels if any(ch.isdigit() for ch in label)][2]


async def _visitor(chain: Chain, **rules: int) -> tuple[Phone, Dialogue]:
    phone = await owner(chain, await station(chain, **{"lead_minutes": 300, **rules}), "А123ВС77")
    return phone, await booked(chain, phone)


async def test_moving(chain: Chain) -> None:
    """Day, time, old beside new, done; the client then confirms anew, and reminders belong to the new time."""
    phone, card = await _visitor(chain)
    before = await only_visit(chain, phone)
    await card.press_data(f"v:{before['public_id']}:confirm")
    assert card.text.startswith(chain.t("visit-title-thanks"))
    await card.press_key("visit-move")
    await card.press(_day_after(card))
    await card.press(card.times()[1])
    assert chain.t("visit-move-yes") == card.first
    await card.press_key("visit-move-yes")
    assert card.text.startswith(chain.t("visit-title-moved"))
    after = await only_visit(chain, phone)
    assert after["starts_at"] > before["starts_at"]
    assert (after["status"], after["version"], after["moves"]) == ("booked", 2, 1)
    assert after["public_id"] == before["public_id"]


async def test_moving_step_by_step_and_not_at_all(chain: Chain) -> None:
    """There is a way back at each step, and one out of it."""
    phone, card = await _visitor(chain)
    before = (await only_visit(chain, phone))["starts_at"]
    await card.press_key("visit-move")
    days = card.labels
    await card.press_key("booking-more")
    await card.press_key("booking-fewer")
    assert card.labels == days
    await card.press(_day_after(card))
    times = card.labels
    await card.press(card.times()[1])
    await card.press_key("booking-back")
    assert card.labels == times
    await card.press_key("booking-back")
    assert card.labels == days
    await card.press_key("visit-keep")
    assert card.text.startswith(chain.t("visit-title-booked"))
    assert (await only_visit(chain, phone))["starts_at"] == before


async def test_the_cancel_command_ends_a_move(chain: Chain) -> None:
    """And says that the visit stays."""
    phone, card = await _visitor(chain)
    await card.press_key("visit-move")
    await phone.write("/cancel")
    kept = (await phone.hears(chain.t("visit-move-dropped", when="§").split("§")[0]))["text"]
    assert "Рязань" in kept
    await card.refresh()
    assert chain.t("visit-move") in card.labels  # the card once more
    assert (await only_visit(chain, phone))["status"] == "booked"


async def test_old_buttons_of_a_move(chain: Chain) -> None:
    """A second press moves nothing again, nor does one from before another move."""
    phone, card = await _visitor(chain)
    await card.press_key("visit-move")
    await card.press(_day_after(card))
    early, late = card.data(card.times()[1]), card.data(card.times()[3])
    await card.press_data(late)
    other_yes = card.data(chain.t("visit-move-yes"))
    await card.press_data(early)
    yes = card.data(chain.t("visit-move-yes"))
    await card.press_data(yes)
    moved = await only_visit(chain, phone)
    assert await card.press_data(yes, changes=False) == ""
    assert await card.press_data(other_yes, changes=False) == chain.t("visit-changed-note")
    assert await only_visit(chain, phone) == moved


async def test_a_time_lost_while_moving(chain: Chain) -> None:
    code = await station(chain, lead_minutes=300)
    phone, other = await owner(chain, code, "А123ВС77"), await owner(chain, code, "В456ОР199")
    card = await booked(chain, phone)
    await card.press_key("visit-move")
    day = _day_after(card)
    await card.press(day)
    wanted = card.times()[0]
    await card.press(wanted)
    quick = await (await Dialogue.begin(chain, other)).to("day")
    await quick.press(day)
    await quick.press(wanted)
    await quick.to("booked")
    await card.press_key("visit-move-yes")
    assert card.text.startswith(chain.t("booking-taken"))
    assert wanted not in card.times()
    assert (await only_visit(chain, phone))["version"] == 1


async def test_cancelling_is_asked_once(chain: Chain) -> None:
    """The place is free at once; a second press shows how it is."""
    code = await station(chain, lead_minutes=300)
    phone, other = await owner(chain, code, "А123ВС77"), await owner(chain, code, "В456ОР199")
    card = await booked(chain, phone)
    await card.press_key("visit-cancel")
    assert chain.t("visit-cancel-check") in card.text
    await card.press_key("visit-keep")
    assert card.text.startswith(chain.t("visit-title-booked"))
    await card.press_key("visit-cancel")
    yes = card.data(chain.t("visit-cancel-yes"))
    assert await card.press_data(yes) == chain.t("visit-cancelled-note")
    assert card.text.startswith(chain.t("visit-title-cancelled"))
    assert chain.t("visit-move") not in card.labels
    await card.press_data(yes, changes=False)
    visit = await only_visit(chain, phone)
    assert (visit["status"], visit["cancelled_by"]) == ("cancelled", "client")
    await booked(chain, other)
    assert (await only_visit(chain, other))["starts_at"] == visit["starts_at"]


async def test_the_question_about_cancelling_from_before_a_move(chain: Chain) -> None:
    phone, card = await _visitor(chain)
    await card.press_key("visit-cancel")
    yes = card.data(chain.t("visit-cancel-yes"))
    await card.press_key("visit-keep")
    await card.press_key("visit-move")
    await card.press(_day_after(card))
    await card.press(card.times()[0])
    await card.press_key("visit-move-yes")
    assert await card.press_data(yes) == chain.t("visit-changed-note")
    assert (await only_visit(chain, phone))["status"] == "booked"


@pytest.mark.parametrize("what", ["move", "cancel"])
async def test_after_the_cut_off_a_person_does_it(chain: Chain, what: str) -> None:
    """One request of type reschedule with the visit in it, however often the button is pressed."""
    phone, card = await _visitor(chain)
    await soon(chain, phone, minutes=90)
    press = card.data(chain.t(f"visit-{what}"))
    await card.press_data(press)
    assert chain.t("visit-late", what=what) in card.text
    (number,) = await chain.requests_of(phone)
    assert f"№ {number}" in card.text
    request = await chain.request(number)
    assert (request["type"], request["state"]) == ("reschedule", "queued")
    note = words_of(request, "system")[0]
    assert note.startswith(chain.t("visit-request-words", what=what))
    assert OIL[chain.language] in note
    visit = await only_visit(chain, phone)
    assert await chain.value("SELECT appointment_id FROM request WHERE number = $1", number) == visit["id"]
    await card.press_data(press)
    assert card.text == chain.t("visit-late-known", number=str(number))
    assert await chain.requests_of(phone) == [number]
    assert visit["status"] == "booked"


async def test_a_question_from_before_the_cut_off(chain: Chain) -> None:
    """The button that would still cancel is pressed too late."""
    phone, card = await _visitor(chain)
    await card.press_key("visit-cancel")
    await soon(chain, phone, minutes=90)
    await card.press_key("visit-cancel-yes")
    assert chain.t("visit-late", what="cancel") in card.text
    assert (await only_visit(chain, phone))["status"] == "booked"


async def test_moved_often_enough(chain: Chain) -> None:
    phone, card = await _visitor(chain, moves_limit=0)
    await card.press_key("visit-move")
    assert card.text.startswith(chain.t("visit-moves-over"))
    assert [(await chain.request(number))["type"] for number in await chain.requests_of(phone)] == ["reschedule"]


async def test_confirming_also_twice(chain: Chain) -> None:
    """As the buttons of a reminder do."""
    phone, card = await _visitor(chain)
    await card.press_data(f"v:{(await only_visit(chain, phone))['public_id']}")
    yes = card.data(chain.t("visit-confirm"))  # the visit is near: the plain card asks, as the reminder does
    await card.press_data(yes)
    assert (await only_visit(chain, phone))["status"] == "confirmed"
    await card.press_data(yes, changes=False)
    assert card.text.startswith(chain.t("visit-title-thanks"))
    assert chain.t("visit-confirm") not in card.labels


@pytest.mark.parametrize("state", ["cancelled", "done", "arrived", "no_show"])
async def test_buttons_of_a_visit_that_is_over(chain: Chain, state: str) -> None:
    """They show how it ended, and change nothing."""
    phone, card = await _visitor(chain)
    presses = [data for data in card.datas() if not data.endswith((":ics", ":ask"))]
    by = "unit" if state == "cancelled" else None
    async with chain.desk.db.tx() as tx:
        await tx.execute(
            "UPDATE appointment a SET status = $2, cancelled_by = $3 FROM chat c WHERE c.chat_id = $1 AND a.client_id = c.client_id",
            phone.person, state, by,
        )  # fmt: skip
    title = {"cancelled": "cancelled-by-us", "no_show": "no-show"}.get(state, state)
    told = chain.t(f"visit-title-{title}")

    async def tells() -> bool:  # an answer may go ahead of it
        return (await card.refresh()).text.startswith(told)

    for data in presses:
        await card.press_data(data, changes=False)
        await until(tells, f"{data} shows how it ended")
    assert (await only_visit(chain, phone))["status"] == state
    assert await chain.requests_of(phone) == []


@pytest.mark.both_ways
async def test_the_calendar_file_arrives(chain: Chain) -> None:
    """A document that any calendar reads: the right hour, the address, a stable id that a move keeps."""
    phone, card = await _visitor(chain)
    first = await _file(chain, card)
    visit = await only_visit(chain, phone)
    assert first.decoded("dtstart").astimezone(UTC) == visit["starts_at"]
    assert "Ока" in first["location"]
    assert OIL[chain.language] in first["summary"]
    await card.press_key("visit-move")
    await card.press(_day_after(card))
    await card.press(card.times()[0])
    await card.press_key("visit-move-yes")
    second = await _file(chain, card)
    assert (second["uid"], second["sequence"] > first["sequence"]) == (first["uid"], True)


async def _file(chain: Chain, card: Dialogue) -> Json:
    await card.press_data(card.data(chain.t("visit-file")), changes=False)
    message = await card.phone.hears(chain.t("visit-file-caption"))
    assert message["document"]["file_name"] == "visit.ics"
    async with chain.session.get(f"{chain.sandbox}{message['files'][0]['url']}") as response:
        assert response.status == 200
        calendar = Calendar.from_ical(await response.read())
    return next(part for part in calendar.walk() if part.name == "VEVENT")


async def test_a_question_about_a_visit(chain: Chain) -> None:
    """The agent sees which one; nobody has to describe it (P1)."""
    phone, card = await _visitor(chain)
    await card.press_data(card.data(chain.t("visit-ask")), changes=False)
    await phone.hears(chain.t("visit-ask-prompt", when="").split(":")[0])
    await phone.write("Можно приехать с прицепом?")
    number = await chain.number_told(phone)
    request = await chain.request(number)
    assert words_of(request) == ["Можно приехать с прицепом?"]
    assert words_of(request, "system")[0].startswith(chain.t("visit-request-words", what="ask"))
    visit = await only_visit(chain, phone)
    assert await chain.value("SELECT appointment_id FROM request WHERE number = $1", number) == visit["id"]
    assert request["vehicle"]["plate"] == "А123ВС77"


async def test_another_persons_visit_cannot_be_reached(chain: Chain) -> None:
    """By any of its buttons, with its real id (telegram.md §5): the menu, and nothing has happened."""
    theirs, card = await _visitor(chain)
    before = await only_visit(chain, theirs)
    stranger = await chain.client()
    hello = (await stranger.chat())["messages"][-1]["message_id"]
    at = f"{datetime.now(UTC) + timedelta(days=3):%Y%m%d}0900"
    verbs = (
        "",
        ":confirm",
        ":move",
        ":cancel",
        ":drop1",
        ":keep",
        ":ics",
        ":ask",
        ":page1",
        f":day{at[:8]}",
        f":at{at}",
        f":to{at}v1",
    )
    for verb in verbs:
        answered = await stranger.press_data(hello, f"v:{before['public_id']}{verb}")
        assert answered["text"] == chain.t("menu-outdated"), verb
        assert "Рязань" not in (await stranger.hears(chain.t("menu-what")))["text"]
    assert await only_visit(chain, theirs) == before
    assert await chain.requests_of(stranger) == await chain.requests_of(theirs) == []
    assert await chain.value("SELECT dialogue FROM chat WHERE chat_id = $1", stranger.person) is None
    assert card.text.startswith(chain.t("visit-title-fresh"))


async def test_forged_buttons_of_ones_own_visit(chain: Chain) -> None:
    """Times that are not free, versions that never were, verbs that are none."""
    phone, card = await _visitor(chain)
    visit = await only_visit(chain, phone)
    for odd in ("nothing", "drop", "drop0", "drop99", "to", "to202601010000v1", "to209901010000v1", "at9", "day9", "day99999999",
                "page", "page99", "day20260101", "at197001010000", "to999999999999v1"):  # fmt: skip
        await card.press_data(f"v:{visit['public_id']}:{odd}", changes=False)
    assert {**await only_visit(chain, phone), "xid": 0} == {**visit, "xid": 0}

    failed = "SELECT count(*) FROM inbox WHERE lane = $1 AND (failed_at IS NOT NULL OR error IS NOT NULL)"
    assert not await chain.value(failed, f"u{phone.person}"), "each press was answered, so each is done"


async def test_a_yes_to_an_earlier_time_is_no_yes(chain: Chain) -> None:
    """The reminder of before a move still hangs in the chat: it shows the new time, which nobody has agreed to yet."""
    phone, card = await _visitor(chain)
    before = await only_visit(chain, phone)
    await card.press_key("visit-move")
    await card.press(_day_after(card))
    await card.press(card.times()[1])
    await card.press_key("visit-move-yes")
    said = await card.press_data(f"v:{before['public_id']}:confirm1", changes=False)
    assert said == chain.t("visit-changed-note")
    assert (await only_visit(chain, phone))["status"] == "booked"
    await card.press_data(f"v:{before['public_id']}:confirm2")
    assert (await only_visit(chain, phone))["status"] == "confirmed"


@pytest.mark.parametrize(
    "verb", ["at999912312359", "to999912312359v1", "day99991231", "day00010101", "at000101010000", "day20261131"]
)
async def test_no_button_is_too_far(chain: Chain, verb: str) -> None:
    """A forged one is answered like any other, and changes nothing."""
    phone, card = await _visitor(chain)
    before = await only_visit(chain, phone)
    await card.press_data(f"v:{before['public_id']}:{verb}", changes=False)
    assert await only_visit(chain, phone) == before
