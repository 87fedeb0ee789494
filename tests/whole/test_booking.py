"""From /book to a booked visit: few presses, a way back from everywhere, and nothing that acts twice."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from services.texts import moment
from tests.harness import until
from tests.whole.chain import Chain, buttons, datas, said, words_of
from tests.whole.dialogue import BALANCE, OIL, Dialogue, booked, only_visit, owner, station, visits

RAZAN = ZoneInfo("Europe/Moscow")
STEPS = ("works", "more", "day", "time", "check")


@pytest.mark.both_ways
async def test_the_first_buttons_lead_to_a_visit_in_six_presses(chain: Chain) -> None:
    """A known client with one vehicle; the card names everything there is to know (telegram.md §8.7)."""
    code = await station(chain)
    phone = await owner(chain, code, "А123ВС77")
    dialogue = await booked(chain, phone)
    assert dialogue.presses <= 6
    visit = await only_visit(chain, phone)
    assert (visit["status"], visit["unit"], visit["plate"], visit["source"]) == ("booked", code, "А123ВС77", "telegram")
    local = visit["starts_at"].astimezone(RAZAN)
    for known in (f"{local:%H:%M} (Рязань)", str(local.day), "Ока", "Lada Vesta, А123ВС 77", OIL[chain.language], "40"):
        assert known in dialogue.text
    weekdays = {"ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
                "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")}  # fmt: skip
    assert weekdays[chain.language][local.weekday()].capitalize() in dialogue.text
    for key in ("visit-move", "visit-cancel", "visit-route", "visit-file", "visit-ask"):
        assert chain.t(key) in dialogue.labels
    route = next(b for row in dialogue.message["reply_markup"]["inline_keyboard"] for b in row if "url" in b)
    assert route["url"].startswith("https://")
    assert await chain.requests_of(phone) == []


@pytest.mark.both_ways
async def test_a_stranger_gets_there_too(chain: Chain) -> None:
    """No phone, no consent, no vehicle known: the first buttons lead all the same, and the station's list is asked about."""
    first, second = await station(chain, name="Ока"), await station(chain, name="Волга")
    phone = await chain.newcomer()
    await phone.start()
    await phone.hears(chain.hello())
    dialogue = await Dialogue.begin(chain, phone)
    assert chain.t("booking-ask-unit") in dialogue.text
    assert len([label for label in dialogue.labels if "Рязань" in label]) == 2  # those that cannot be booked are not offered
    await dialogue.press("Волга")
    assert chain.t("booking-ask-plate") in dialogue.text
    await dialogue.to("booked")
    visit = await only_visit(chain, phone)
    assert (visit["unit"], visit["plate"]) == (second, None)
    assert first != second


@pytest.mark.both_ways
async def test_several_works_are_one_visit(chain: Chain) -> None:
    """The first button then says how many and how long; a second tap on a work changes nothing."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("works")
    add = dialogue.data(OIL[chain.language])
    await dialogue.press(OIL[chain.language])
    await dialogue.press_data(add, changes=False)
    await dialogue.press(BALANCE[chain.language])
    go = chain.t("booking-continue", count=2, duration=chain.t("booking-duration", hours=1, minutes=10))
    assert dialogue.labels[0] == go
    await dialogue.press(OIL[chain.language])
    await dialogue.press(OIL[chain.language])
    await dialogue.to("booked")
    assert sorted((await only_visit(chain, phone))["works"]) == ["balance", "oil"]


async def test_one_of_several_vehicles(chain: Chain) -> None:
    phone = await owner(chain, await station(chain), "А123ВС77", "В456ОР199")
    dialogue = await (await Dialogue.begin(chain, phone)).to("car")
    await dialogue.press("В456ОР")
    await dialogue.to("booked")
    assert (await only_visit(chain, phone))["plate"] == "В456ОР199"


@pytest.mark.parametrize(
    ("typed", "shown"), [("a123bc 77", "А123ВС 77"), ("Лада Веста", "Лада Веста"), ("XTA21099998877665", "877665")]
)
async def test_a_vehicle_typed_in_the_dialogue(chain: Chain, typed: str, shown: str) -> None:
    """Look-alike letters, a VIN, or just make and model; it is in the garage afterwards."""
    phone = await chain.client(await station(chain))
    dialogue = await (await Dialogue.begin(chain, phone)).to("plate")
    await phone.write(typed)
    following = Dialogue(chain, phone, await phone.hears(chain.t("booking-ask-works")))
    assert shown in following.text
    await following.to("booked")
    assert shown in following.text
    assert await chain.requests_of(phone) == []
    stale = await dialogue.press_data(dialogue.data(chain.t("booking-say-later")))
    assert stale == ""
    await dialogue.becomes(chain.t("visit-title-booked"))  # its buttons had gone before
    assert dialogue.text.startswith(chain.t("visit-title-booked"))


async def test_a_question_instead_of_a_plate_reaches_a_person(chain: Chain) -> None:
    phone = await chain.client(await station(chain))
    dialogue = await (await Dialogue.begin(chain, phone)).to("plate")
    await phone.write("А вы работаете с дизелем?")
    number = await chain.number_told(phone)
    assert words_of(await chain.request(number)) == ["А вы работаете с дизелем?"]
    await dialogue.press_key("booking-say-later")  # and the booking goes on
    assert chain.t("booking-ask-works") in dialogue.text


@pytest.mark.parametrize("step", STEPS)
async def test_cancel_at_each_step(chain: Chain, step: str) -> None:
    """Nothing is booked and nothing is kept; the message ends in the menu, and its old buttons are dead."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to(step)
    old = [data for data in datas(dialogue.message) if data.startswith("b:")]
    await dialogue.press_key("booking-cancel")
    dropped = "held" if step == "check" else "nothing" if step == "works" else "chosen"
    assert dialogue.text == f"{chain.t(f'booking-dropped-{dropped}')} {chain.t('menu-what')}"
    assert await visits(chain, phone) == []
    for data in old:
        assert (await phone.press_data(dialogue.message["message_id"], data))["text"] == chain.t("menu-outdated")
    assert await visits(chain, phone) == []


@pytest.mark.parametrize("step", STEPS)
async def test_back_at_each_step(chain: Chain, step: str) -> None:
    """One step at a time, to the very beginning; what was chosen is still chosen, and one can go on from anywhere."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to(step)
    await dialogue.press_key("booking-back")
    await dialogue.to("booked")
    assert len(await visits(chain, phone)) == 1


async def test_back_to_the_beginning_and_out(chain: Chain) -> None:
    code = await station(chain)
    await station(chain, name="Волга")
    phone = await owner(chain, code, "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("check")
    asked = []
    while chain.t("booking-back") in dialogue.labels:
        await dialogue.press_key("booking-back")
        asked.append(dialogue.text)
    expected = ["booking-ask-day", "booking-ask-more-works", "booking-ask-car", "booking-ask-unit"]
    assert [next(key for key in expected if chain.t(key) in text) for text in asked[1:-1]] == expected
    assert asked[-1].startswith(chain.t("booking-dropped-held"))
    assert await visits(chain, phone) == []


async def test_old_buttons_show_what_holds_now(chain: Chain) -> None:
    """Of an earlier step, of an earlier dialogue: never an act (telegram.md §8.3)."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    earlier = await (await Dialogue.begin(chain, phone)).to("more")
    dialogue = await (await Dialogue.begin(chain, phone)).to("more")
    go, add = dialogue.data(dialogue.first), dialogue.data(BALANCE[chain.language])
    await dialogue.press_data(go)
    assert chain.t("booking-ask-day") in dialogue.text
    for old in (go, add):
        assert await dialogue.press_data(old, changes=False) == ""
        assert chain.t("booking-ask-day") in (await dialogue.refresh()).text
    answered = await earlier.press_data(earlier.data(earlier.first))
    assert answered == chain.t("booking-over")
    await earlier.becomes(chain.t("booking-ask-day"))  # either message goes on with the one dialogue
    await earlier.to("booked")
    assert (await only_visit(chain, phone))["works"] == ["oil"]


async def test_forged_buttons(chain: Chain) -> None:
    """Whatever a press carries, it chooses nothing that was not offered (telegram.md §5)."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    theirs = await owner(chain, await station(chain, name="Волга"), "В456ОР199")
    foreign = (await (await Dialogue.begin(chain, theirs)).to("check")).data(chain.t("booking-yes"))
    dialogue = await (await Dialogue.begin(chain, phone)).to("works")
    draft = dialogue.data(OIL[chain.language]).split(":")[1]
    vehicle = await chain.value("SELECT public_id FROM vehicle WHERE plate = 'В456ОР199' ORDER BY id DESC LIMIT 1")
    for value in ("+nothing", "+clutch", "-oil", "go", "f.nothing", "!oil", "p999", "?", "+", "x" * 40):
        await dialogue.press_data(f"b:{draft}:works:{value}", changes=False)
    for forged in (f"b:{draft}:check:yes", f"b:{draft}:unit:1", f"b:{draft}:car:{vehicle}", f"b:{draft}:time:202611260730"):
        await dialogue.press_data(forged, changes=False)
        assert chain.t("booking-ask-works") in (await dialogue.refresh()).text
    await dialogue.press_key("booking-back")
    await dialogue.press_data(f"b:{draft}:car:{vehicle}", changes=False)
    assert chain.t("booking-ask-car") in (await dialogue.refresh()).text
    await dialogue.to("time")
    for value in ("197001010000", "202611260731", "999999999999", "20261126", "209901010000"):
        await dialogue.press_data(f"b:{draft}:time:{value}", changes=False)
    assert (await phone.press_data(dialogue.message["message_id"], "b:x:time:1"))["text"] == chain.t("menu-outdated")
    assert await visits(chain, phone) == []
    await dialogue.press_data(foreign, changes=False)
    assert await visits(chain, phone) == []
    assert (await only_visit(chain, theirs))["status"] == "hold"


async def test_confirming_twice_is_one_visit(chain: Chain) -> None:
    """Telegram delivers presses again, and people tap twice."""
    phone = await owner(chain, await station(chain, crews=2), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("check")
    yes = dialogue.data(chain.t("booking-yes"))
    await dialogue.press_data(yes)
    for _ in range(2):
        assert await dialogue.press_data(yes, changes=False) == ""
        assert chain.t("visit-move") in (await dialogue.refresh()).labels
    assert (await only_visit(chain, phone))["status"] == "booked"


async def test_a_time_is_kept_while_one_decides(chain: Chain) -> None:
    """The other one does not see it meanwhile; it is free again when the first one leaves."""
    code = await station(chain)
    one, other = await owner(chain, code, "А123ВС77"), await owner(chain, code, "В456ОР199")
    deciding = await (await Dialogue.begin(chain, one)).to("time")
    wanted = deciding.times()[0]
    kept = deciding.data(wanted)
    await deciding.press(wanted)
    hold = await only_visit(chain, one)
    assert hold["status"] == "hold"
    until_then = moment(chain.language, hold["expires_at"], "Europe/Moscow", "Рязань", await chain.now(), by=True)
    assert chain.t("booking-held", until=until_then) in deciding.text
    looking = await (await Dialogue.begin(chain, other)).to("time")
    assert kept.split(":")[-1] not in {data.split(":")[-1] for data in datas(looking.message)}
    await one.write("/cancel")
    await one.hears(chain.t("booking-dropped-held"))
    again = await (await Dialogue.begin(chain, other)).to("time")
    assert kept.split(":")[-1] in {data.split(":")[-1] for data in datas(again.message)}


async def test_a_time_lost_to_somebody_else(chain: Chain) -> None:
    """Both see it, one gets it; the other reads so and chooses among what is free now."""
    code = await station(chain)
    one, other = await owner(chain, code, "А123ВС77"), await owner(chain, code, "В456ОР199")
    quick = await (await Dialogue.begin(chain, one)).to("time")
    slow = await (await Dialogue.begin(chain, other)).to("time")
    wanted = slow.times()[0]
    await quick.press(wanted)
    await slow.press(wanted)
    assert slow.text.startswith(chain.t("booking-taken"))
    assert wanted not in slow.times()
    await quick.to("booked")
    await slow.to("booked")
    assert (await only_visit(chain, one))["starts_at"] != (await only_visit(chain, other))["starts_at"]


async def test_a_hold_that_ran_out(chain: Chain) -> None:
    """Eleven minutes later: still ours while nobody wants it; taken by somebody else, we hear so and choose anew."""
    code = await station(chain)
    one, other = await owner(chain, code, "А123ВС77"), await owner(chain, code, "В456ОР199")
    late = await _last_time(await Dialogue.begin(chain, one))
    await chain.later(minutes=11)
    await late.press_key("booking-yes")
    assert late.text.startswith(chain.t("visit-title-fresh"))
    loser = await _last_time(await Dialogue.begin(chain, other))
    kept = (await only_visit(chain, other))["starts_at"].strftime("%Y%m%d%H%M")
    await chain.later(minutes=11)
    third = await owner(chain, code, "Е777КХ50")
    winner = await _second_day(await Dialogue.begin(chain, third))
    await winner.press_data(next(data for data in datas(winner.message) if data.endswith(kept)))
    await winner.to("booked")
    await loser.press_key("booking-yes")
    assert loser.text.startswith(chain.t("booking-expired", minutes=10))
    await loser.to("booked")
    assert len({(await only_visit(chain, phone))["starts_at"] for phone in (one, other, third)}) == 3


async def test_the_only_time_of_a_day_is_lost(chain: Chain) -> None:
    """What was lost is said, and that the day has nothing else."""
    code = await station(chain, hours={"week": {str(day): [["10:00", "11:00"]] for day in range(7)}})
    one, other = await owner(chain, code, "А123ВС77"), await owner(chain, code, "В456ОР199")
    loser = await (await _second_day(await Dialogue.begin(chain, one))).to("check")
    await chain.later(minutes=11)
    await (await _second_day(await Dialogue.begin(chain, other))).to("booked")
    await loser.press_key("booking-yes")
    assert loser.text.startswith(f"{chain.t('booking-expired', minutes=10)} {chain.t('booking-taken-day')}")
    await loser.to("booked")


async def _second_day(dialogue: Dialogue) -> Dialogue:
    """The times of the second day offered: a day that does not end in the next minutes, whatever the hour."""
    days = [data for data in (await dialogue.to("day")).datas() if ":day:2" in data]
    await dialogue.press_data(days[1])
    return dialogue


async def _last_time(dialogue: Dialogue) -> Dialogue:
    """As far as "shall we book?"."""
    await (await _second_day(dialogue)).press(dialogue.times()[-1])
    return await dialogue.to("check")


async def test_many_days_and_times_have_pages(chain: Chain) -> None:
    """Twenty buttons at most on a screen (telegram.md §1); the way back to the first page is there."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("day")
    first = dialogue.labels
    await dialogue.press_key("booking-more")
    assert not set(first[:8]) & set(dialogue.labels)
    await dialogue.press_key("booking-fewer")
    assert dialogue.labels == first
    await dialogue.press_key("booking-more")
    await dialogue.to("time")
    early = dialogue.times()
    await dialogue.press_key("booking-more")
    assert early[-1] < dialogue.times()[0]
    assert len(buttons(dialogue.message)) <= 20
    await dialogue.to("booked")
    assert (await only_visit(chain, phone))["starts_at"] > await chain.now() + timedelta(days=7)


async def test_every_press_of_the_walk_is_recorded_once(chain: Chain) -> None:
    """Every contact leaves its source and outcome (W1)."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    await booked(chain, phone)

    async def outcomes() -> list[str] | None:
        async with chain.desk.db.read() as reader:
            rows = await reader.rows(
                "SELECT e.data ->> 'outcome' AS outcome FROM event e JOIN client k ON e.subject = 'client:' || k.public_id "
                "JOIN chat c ON c.client_id = k.id WHERE c.chat_id = $1 AND e.type = 'contact' ORDER BY e.id",
                phone.person,
            )
        return [row["outcome"] for row in rows]

    assert await until(outcomes, "there are contacts") == ["bot", "bot", "booked"]
    assert not any("A123" in line for line in await said(phone))
