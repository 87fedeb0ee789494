"""A booking that ends otherwise: dropped, passed on to a person, or overtaken by a change."""

import pytest

from tests.whole.chain import Chain, buttons, words_of
from tests.whole.dialogue import CLUTCH, OIL, Dialogue, booked, only_visit, owner, station, visits


@pytest.mark.parametrize("step", ["works", "more", "check"])
@pytest.mark.parametrize("command", ["/cancel", "/start"])
async def test_commands_that_end_the_dialogue(chain: Chain, command: str, step: str) -> None:
    """They say what was dropped (telegram.md §8.4)."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to(step)
    last = dialogue.data(dialogue.first)
    await phone.write(command)
    dropped = {"works": "nothing", "more": "chosen", "check": "held"}[step]
    told = await phone.hears(chain.t(f"booking-dropped-{dropped}"))
    assert (chain.t("start-choose-language") in told["text"]) is (command == "/start")
    assert await visits(chain, phone) == []
    assert not buttons(await phone.shows(dialogue.message["message_id"]))  # its keyboard is gone
    assert (await phone.press_data(dialogue.message["message_id"], last))["text"] == chain.t("menu-outdated")


@pytest.mark.parametrize(
    ("step", "key", "why"),
    [
        ("works", "booking-no-such-work", "works"),
        ("day", "booking-no-such-day", "days"),
        ("time", "booking-no-such-time", "times"),
    ],
)
async def test_dead_ends_become_one_request(chain: Chain, step: str, key: str, why: str) -> None:
    """With what was chosen, so that nobody asks again (P1); a second time it is the same request; words written then join it."""
    code = await station(chain)
    phone = await owner(chain, code, "А123ВС77")
    for _ in range(2):
        dialogue = await (await Dialogue.begin(chain, phone)).to(step)
        await dialogue.press_key(key)
        assert "№" in dialogue.text
        assert chain.t("booking-request-more" if not _ else "booking-request-known", number="1").split("№")[0] in dialogue.text
    (number,) = await chain.requests_of(phone)
    request = await chain.request(number)
    assert (request["type"], request["unit"], request["state"]) == ("booking", code, "queued")
    assert request["vehicle"]["plate"] == "А123ВС77"
    notes = words_of(request, "system")
    assert notes[0].startswith(chain.t("booking-request-words", why=why))
    if step != "works":
        assert OIL[chain.language] in notes[0]
    assert len(notes) == 1
    assert await visits(chain, phone) == []
    await phone.write("В субботу утром, если можно")
    await chain.becomes(number, lambda r: words_of(r) == ["В субботу утром, если можно"], "the words joined")


@pytest.mark.both_ways
async def test_a_work_that_an_adviser_books(chain: Chain) -> None:
    """By wear: it is explained, and passed on with one press."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("works")
    await dialogue.press(CLUTCH[chain.language])
    assert dialogue.text.endswith(chain.t("booking-by-adviser", work=CLUTCH[chain.language]))
    await dialogue.press_key("booking-ask-person")
    (number,) = await chain.requests_of(phone)
    note = words_of(await chain.request(number), "system")[0]
    assert chain.t("booking-request-adviser", work=CLUTCH[chain.language]) in note


async def test_nothing_is_free(chain: Chain) -> None:
    """A station that never opens: honest words and a person."""
    phone = await owner(chain, await station(chain, hours={"week": {}}), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("more")
    await dialogue.press(dialogue.first)
    assert chain.t("booking-no-days", days=60) in dialogue.text
    await dialogue.press(dialogue.first)
    (number,) = await chain.requests_of(phone)
    assert words_of(await chain.request(number), "system")[0].startswith(chain.t("booking-request-words", why="full"))


async def test_as_many_visits_as_one_may_have(chain: Chain) -> None:
    phone = await owner(chain, await station(chain, crews=2, visits_limit=1), "А123ВС77")
    await booked(chain, phone)
    dialogue = await (await Dialogue.begin(chain, phone)).to("time")
    await dialogue.press(dialogue.times()[0])
    assert chain.t("booking-too-many", count=1) in dialogue.text
    await dialogue.press_key("booking-ask-person")
    (number,) = await chain.requests_of(phone)
    assert words_of(await chain.request(number), "system")[0].startswith(chain.t("booking-request-words", why="limit"))
    assert len(await visits(chain, phone)) == 1


async def test_what_changed_meanwhile(chain: Chain) -> None:
    """The station closes for good, a work is no longer done: the dialogue goes back to where it has ground."""
    code, other = await station(chain), await station(chain, name="Волга")
    phone = await owner(chain, code, "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("day")
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET active = false WHERE code = $1", code)
    assert await dialogue.press_data(dialogue.data(dialogue.first)) == chain.t("booking-changed")
    assert chain.t("booking-ask-unit") in dialogue.text
    await dialogue.to("booked")
    assert (await only_visit(chain, phone))["unit"] == other


async def test_words_after_the_command_are_for_a_person(chain: Chain) -> None:
    phone = await chain.client(await station(chain))
    await phone.write("/book Ауди А4, ТО-60, в субботу утром")
    request = await chain.request(await chain.number_told(phone))
    assert (request["type"], words_of(request)) == ("booking", ["Ауди А4, ТО-60, в субботу утром"])


async def test_where_nothing_can_be_booked_a_person_does_it(chain: Chain) -> None:
    """No station with bays and technicians: the question in words, as a request of its type."""
    phone = await chain.client()
    for begin in ("/book", "button"):
        if begin == "/book":
            await phone.write("/book")
        else:
            await phone.write("/nonsense")
            await phone.press(await phone.hears(chain.t("unknown-command")), chain.t("button-book"))
        await phone.hears(chain.t("book-prompt"))
    await phone.write("ТО-60 в субботу утром")
    assert (await chain.request(await chain.number_told(phone)))["type"] == "booking"
