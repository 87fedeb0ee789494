"""The menu, and free text that is plainly a wish: answered at once, with a person beside it."""

from datetime import timedelta

import pytest

from tests.harness import Phone, until
from tests.whole.chain import CITIES, EAST, LEADING_PHONE, NAMES, NORTH, Chain, Json, buttons, datas, said, words_of
from tests.whole.dialogue import owner, station, visits

pytestmark = pytest.mark.both_ways

ASKS = [
    "до скольки вы работаете?",
    "Здравствуйте! Подскажите, пожалуйста, адрес",
    "what is your phone number?",
    "Are you open on Sundays?",
]


async def test_more_and_back(chain: Chain) -> None:
    """Everything there is stands in one message; each entry leads somewhere."""
    phone = await chain.client()
    await phone.write("/foo")
    menu = await phone.hears(chain.t("unknown-command"))
    await phone.press(menu, chain.t("button-more"))
    more = await phone.shows(menu["message_id"], chain.t("menu-more"))
    leads = {
        "button-places": chain.t("place-address", address="").strip(), "button-reminders": chain.t("reminder-switches"),
        "button-language": chain.t("start-choose-language"), "button-help": chain.t("help").splitlines()[0],
    }  # fmt: skip
    for key, words in leads.items():
        await phone.press(more, chain.t(key))
        await phone.hears(words)
    await phone.press(more, chain.t("button-menu"))
    back = await phone.shows(menu["message_id"], chain.t("menu-what"))
    assert buttons(back) == buttons(menu)


async def test_my_data_is_behind_more(chain: Chain) -> None:
    phone = await chain.client()
    hello = (await phone.chat())["messages"][-1]["message_id"]
    await phone.press_data(hello, "m:more")
    await phone.press(await phone.shows(hello, chain.t("menu-more")), chain.t("button-privacy"))
    home = await changed(phone, hello, chain.t("menu-more"))
    assert chain.t("button-privacy-erase") in buttons(home)


async def changed(phone: Phone, message_id: int, before: str) -> Json:
    """The message once it says something else."""

    async def look() -> Json | None:
        message = await phone.shows(message_id)
        return message if message["text"] != before else None

    return await until(look, f"the message no longer says {before!r}")


@pytest.mark.parametrize("words", ASKS)
async def test_where_and_when_is_answered_at_once(chain: Chain, words: str) -> None:
    """With address, hours, telephone and route of the person's station; the others are a press away; nothing is opened."""
    phone = await chain.client()
    await phone.write(words)
    told = await phone.hears(chain.t("place-head", name=NAMES[NORTH][chain.language], city=CITIES[NORTH][chain.language]))
    assert await chain.open_always() in told["text"]
    assert chain.t("place-phone", phone=LEADING_PHONE) in told["text"]
    assert told["reply_to_message"]["text"] == words
    route = told["reply_markup"]["inline_keyboard"][0][0]
    assert route["url"].startswith("https://")
    assert NAMES[EAST][chain.language] not in told["text"]
    await phone.press(told, chain.t("place-all"))
    every = await phone.hears(NAMES[EAST][chain.language])
    assert NAMES[NORTH][chain.language] in every["text"]
    assert await chain.requests_of(phone) == []


async def test_hours_with_breaks_and_holidays(chain: Chain) -> None:
    """Days of equal hours stand together; an exceptional day soon is named."""
    day = (await chain.now()).date() + timedelta(days=3)
    week = {**{str(n): [["09:00", "13:00"], ["14:00", "20:00"]] for n in range(5)}, "5": [["10:00", "00:00"]]}
    code = await chain.unit(name="Ока", hours={"week": week, "days": {day.isoformat(): []}})
    phone = await chain.client(code)
    await phone.write("график работы?")
    told = (await phone.hears(chain.t("place-head", name="Ока", city="Рязань")))["text"]
    days = ("пн–пт", "сб", "вс") if chain.language == "ru" else ("Mon–Fri", "Sat", "Sun")
    for name, hours in zip(days, ("09:00–13:00, 14:00–20:00", "10:00–24:00", chain.t("place-day-off")), strict=True):
        assert chain.t("place-week", days=name, hours=hours) in told
    assert f"{day.day}" in told.splitlines()[-1]
    assert told.splitlines()[-1].endswith(chain.t("place-day-off"))


async def test_no_station_is_known(chain: Chain) -> None:
    """Somebody without a station sees them all; a chain without stations says so and offers a person."""
    phone = await chain.newcomer()
    await phone.write("адрес")
    told = await phone.hears(NAMES[NORTH][chain.language], NAMES[EAST][chain.language])
    assert len(buttons(told)) == 3
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET active = false")
    await phone.write("адрес")
    assert datas(await phone.hears(chain.t("place-none"))) == ["m:ask", "m:person:place"]


async def test_the_answer_was_not_enough(chain: Chain) -> None:
    """The person gets the very words that were asked, once; when these are gone, they are asked for."""
    phone = await chain.client()
    await phone.write("Как до вас добраться?")
    told = await phone.hears(NAMES[NORTH][chain.language])
    await phone.press(told, chain.t("button-person"))
    number = await chain.number_told(phone)
    asked = await chain.request(number)
    assert (asked["type"], asked["unit"], words_of(asked)) == ("other", NORTH, ["Как до вас добраться?"])
    pressed = await phone.press_data(told["message_id"], "m:person:place")
    assert pressed["text"] == chain.t("menu-person-known")
    await phone.press_data(
        (await phone.chat())["messages"][0]["message_id"], "m:person:status"
    )  # a message that answers nothing
    await phone.hears(chain.t("ask-prompt"))
    await phone.write("Что там?")
    assert (await chain.request(await chain.number_told(phone)))["type"] == "repair_status"


async def test_each_answer_is_on_record(chain: Chain) -> None:
    """Whatever the bot settles is a contact with its outcome (W1)."""
    phone = await chain.client()
    for act in ("/help", "/garage", "/status", "адрес", "/cancel"):
        await phone.write(act)
    await phone.hears(NAMES[NORTH][chain.language], chain.t("place-address", address="").strip())
    count = await chain.value(
        "SELECT count(*) FROM event WHERE type = 'contact' AND data ->> 'outcome' = 'bot' AND subject = "
        "(SELECT 'client:' || public_id FROM client JOIN chat ON chat.client_id = client.id WHERE chat_id = $1)",
        phone.person,
    )  # fmt: skip
    assert count == 5  # with /start; /cancel settles nothing


async def test_a_wish_to_book_begins_the_booking(chain: Chain) -> None:
    """At the works, for who has one vehicle here; and on to the visit by the same buttons."""
    code = await station(chain)
    phone = await owner(chain, code, "А777АА77")
    await phone.write("Здравствуйте, хочу записаться на замену масла")
    note = await phone.hears(chain.t("menu-booking-note"))
    assert buttons(note) == [chain.t("button-person")]
    works = await phone.hears(chain.t("booking-ask-works"))
    assert await chain.requests_of(phone) == []
    await phone.press(works, "Замена масла" if chain.language == "ru" else "Oil change")
    await phone.shows(works["message_id"], chain.t("booking-ask-more-works"))


async def test_from_the_booking_to_a_person(chain: Chain) -> None:
    """The words become a request of type booking; the time that was held is free, and the dialogue is over."""
    code = await station(chain)
    phone = await owner(chain, code, "А778АА77")
    await phone.write("Можно записаться на масло?")
    note = await phone.hears(chain.t("menu-booking-note"))
    message = await phone.hears(chain.t("booking-ask-works"))
    for _ in range(4):  # work, go on, day, time
        await phone.press_data(message["message_id"], datas(message)[0])
        message = await changed(phone, message["message_id"], message["text"])
    assert [visit["status"] for visit in await visits(chain, phone)] == ["hold"]
    await phone.press(note, chain.t("button-person"))
    asked = await chain.request(await chain.number_told(phone))
    assert (asked["type"], asked["unit"], words_of(asked)) == ("booking", code, ["Можно записаться на масло?"])
    assert await visits(chain, phone) == []
    pressed = await phone.press_data(message["message_id"], datas(message)[0])
    assert pressed["text"] == chain.t("menu-outdated")


async def test_a_slip_put_right(chain: Chain) -> None:
    """A question edited into what the bot can answer is answered; edited on, it is answered again and opens nothing."""
    phone = await chain.client()
    greeting = await phone.write("Здравствуйте")
    await phone.hears(chain.t("greeting-reply"))
    await phone.do("edit", message_id=greeting["message_id"], text="Здравствуйте, где вы находитесь?")
    await phone.hears(NAMES[NORTH][chain.language], chain.t("place-address", address="").strip())
    await phone.do("edit", message_id=greeting["message_id"], text="Здравствуйте, а где вы находитесь и почему закрыто?")
    await chain.number_told(phone)


async def test_forwarded_words_are_somebody_elses(chain: Chain) -> None:
    """A friend's question passed on is for a person to read."""
    friend, phone = await chain.newcomer(), await chain.client()
    await phone.write("Что с машиной?", forward_from=friend.person)
    await chain.number_told(phone)


async def test_a_greeting_is_greeted(chain: Chain) -> None:
    phone = await chain.client()
    await phone.write("Добрый день")
    assert buttons(await phone.hears(chain.t("greeting-reply")))[0] == chain.t("button-book")
    assert await chain.requests_of(phone) == []
    assert len([line for line in await said(phone) if "№" in line]) == 0
