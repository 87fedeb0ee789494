"""Days and times typed in the dialogues of booking and moving."""

import pytest

from tests.harness import Phone, until
from tests.whole.chain import ALWAYS, Chain, Json, buttons, words_of
from tests.whole.dialogue import Dialogue, booked, only_visit, owner, station, visits

pytestmark = pytest.mark.both_ways

DAY = {"week": {str(day): [["08:00", "20:00"]] for day in range(7)}}


async def _at_the_days(chain: Chain, hours: Json = DAY) -> tuple[Phone, Dialogue]:
    phone = await owner(chain, await station(chain, hours=hours), "А123ВС77")
    return phone, await (await Dialogue.begin(chain, phone)).to("day")


async def _answered(dialogue: Dialogue, words: str) -> Dialogue:
    """The dialogue after these words: in a new message, while the old one has lost its buttons."""
    known = {m["message_id"] for m in (await dialogue.phone.chat())["messages"]}
    await dialogue.phone.write(words)

    async def look() -> Json | None:
        found = (await dialogue.phone.chat())["messages"]
        return next((m for m in found if m["out"] and m["message_id"] not in known), None)

    old, dialogue.message = dialogue.message["message_id"], await until(look, f"an answer to {words}")
    assert not buttons(await dialogue.phone.shows(old))
    return dialogue


def _said(chain: Chain, ru: str, en: str) -> str:
    return ru if chain.language == "ru" else en


async def test_a_day_and_a_time(chain: Chain) -> None:
    """The time is kept and shown in full; nothing is booked before the client says so, in words or by the button."""
    phone, dialogue = await _at_the_days(chain)
    await _answered(dialogue, _said(chain, "завтра в 10", "tomorrow at 10am"))
    assert chain.t("booking-ask-yes") in dialogue.text
    assert "10:00 (Рязань)" in dialogue.text
    assert (await only_visit(chain, phone))["status"] == "hold"
    await _answered(dialogue, _said(chain, "Да", "Yes"))
    assert dialogue.text.startswith(chain.t("visit-title-fresh"))
    assert (await only_visit(chain, phone))["status"] == "booked"


async def test_a_day_then_a_time(chain: Chain) -> None:
    """At the step that asks for a day a lone number is a day, at the next one an hour; Back goes the same way as with buttons."""
    _, dialogue = await _at_the_days(chain)
    await _answered(dialogue, _said(chain, "послезавтра", "the day after tomorrow"))
    assert dialogue.times()
    await _answered(dialogue, "15")
    assert "15:00 (Рязань)" in dialogue.text
    await dialogue.press_key("booking-back")
    assert dialogue.times()
    await dialogue.press_key("booking-back")
    assert chain.t("booking-ask-day") in dialogue.text


async def test_a_part_of_a_day(chain: Chain) -> None:
    _, dialogue = await _at_the_days(chain)
    await _answered(dialogue, _said(chain, "завтра после обеда", "tomorrow afternoon"))
    assert dialogue.times()
    assert all("12:00" <= at < "18:00" for at in dialogue.times())
    await dialogue.press(dialogue.times()[0])
    assert chain.t("booking-ask-yes") in dialogue.text


async def test_what_is_taken_is_answered_with_the_nearest(chain: Chain) -> None:
    phone, dialogue = await _at_the_days(chain)
    await (await _answered(dialogue, _said(chain, "завтра в 12:00", "tomorrow at 12:00"))).press_key("booking-yes")
    other = await owner(chain, (await only_visit(chain, phone))["unit"], "В456ОР199")
    late = await (await Dialogue.begin(chain, other)).to("day")
    await _answered(late, _said(chain, "завтра в 12:00", "tomorrow at 12:00"))
    assert chain.t("booking-typed-taken") in late.text
    assert "11:00" in late.times()
    assert "12:00" not in late.times()
    await late.press("11:00")
    await late.press_key("booking-yes")
    assert (await only_visit(chain, other))["status"] == "booked"


async def test_when_we_are_closed_and_what_is_past(chain: Chain) -> None:
    _, dialogue = await _at_the_days(chain)
    await _answered(dialogue, _said(chain, "завтра в 23:00", "tomorrow at 11pm"))
    assert chain.t("booking-typed-taken") in dialogue.text
    await _answered(dialogue, "01.01.2020")
    assert chain.t("booking-typed-past") in dialogue.text
    assert chain.t("booking-ask-day") in dialogue.text


async def test_what_may_mean_two_days_or_two_times_is_asked(chain: Chain) -> None:
    """Nothing is chosen for anybody."""
    phone, dialogue = await _at_the_days(chain, ALWAYS)
    await _answered(dialogue, _said(chain, "в следующую пятницу", "next Friday"))
    assert chain.t("booking-typed-which-day") in dialogue.text
    assert len([data for data in dialogue.datas() if ":day:2" in data]) == 2
    await _answered(dialogue, _said(chain, "завтра в 3", "tomorrow at 3"))
    assert dialogue.times() == ["03:00", "15:00"]
    assert await visits(chain, phone) == []


async def test_what_is_no_time_is_for_a_person(chain: Chain) -> None:
    phone, dialogue = await _at_the_days(chain)
    await phone.write("А в пятницу мастер Иван работает?")
    number = await chain.number_told(phone)
    assert words_of(await chain.request(number)) == ["А в пятницу мастер Иван работает?"]
    assert buttons((await dialogue.refresh()).message)  # and the booking goes on


async def test_an_answer_to_an_agent_is_for_the_agent(chain: Chain) -> None:
    """A booking left lying does not take it away."""
    phone, _ = await _at_the_days(chain)
    await phone.write("/ask")
    await phone.hears(chain.t("ask-prompt"))
    await phone.write("Можно приехать с женой?")
    number = await chain.number_told(phone)
    await (await Dialogue.begin(chain, phone)).to("day")
    await chain.later(hours=1)
    await phone.write(_said(chain, "завтра в 10", "tomorrow at 10"))
    await chain.becomes(number, lambda request: len(words_of(request)) == 2, "it joined")


@pytest.mark.parametrize("exact", [True, False])
async def test_another_time_for_a_visit(chain: Chain, *, exact: bool) -> None:
    phone = await owner(chain, await station(chain, hours=DAY), "А123ВС77")
    card = await booked(chain, phone)
    before = (await only_visit(chain, phone))["starts_at"]
    await card.press_key("visit-move")
    words = (
        _said(chain, "через 3 дня в 17:00", "in 3 days at 5pm")
        if exact
        else _said(chain, "через 3 дня вечером", "in 3 days in the evening")
    )
    await _answered(card, words)
    if not exact:
        assert all(at >= "17:00" for at in card.times())
        await card.press("17:00")
    assert "17:00 (Рязань)" in card.text
    await card.press_key("visit-move-yes")
    assert card.text.startswith(chain.t("visit-title-moved"))
    assert (await only_visit(chain, phone))["starts_at"] != before
