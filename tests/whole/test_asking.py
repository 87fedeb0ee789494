"""A question reaches the queue: whatever it is made of, with a number and an honest time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.texts import shown_phone
from tests.harness import Phone
from tests.whole.chain import (
    CITIES,
    EAST,
    LEADING_PHONE,
    MOSCOW,
    NAMES,
    NORTH,
    NOVOSIBIRSK,
    Chain,
    Json,
    buttons,
    datas,
    number_in,
    said,
    words_of,
)

pytestmark = pytest.mark.both_ways

RAZAN = ZoneInfo("Europe/Moscow")


def _minute(at: str, zone: ZoneInfo, minutes: int = 10) -> str:
    return (datetime.fromisoformat(at) + timedelta(minutes=minutes)).astimezone(zone).strftime("%H:%M")


@pytest.mark.parametrize("how", ["/ask", "button", "/ask at once", "just so"])
async def test_ways_to_ask(chain: Chain, how: str) -> None:
    """None needs a phone, a consent or a menu; each ends with a number and the time of an answer."""
    phone = await chain.newcomer()
    await phone.start("u_north")
    hello = await phone.hears(chain.hello())
    if how == "/ask at once":
        await phone.write("/ask Сколько стоит замена масла?")
    else:
        if how == "/ask":
            await phone.write("/ask")
            await phone.hears(chain.t("ask-prompt"))
        elif how == "button":
            await phone.press(hello, chain.t("button-ask"))
            await phone.hears(chain.t("ask-prompt"))
        await phone.write("Сколько стоит замена масла?")
    receipt = (await phone.hears("№"))["text"]
    asked = await chain.request(number_in(receipt))
    assert (asked["type"], asked["state"], asked["source"], asked["unit"]) == ("price", "queued", "telegram", NORTH)
    assert words_of(asked) == ["Сколько стоит замена масла?"]
    assert NAMES[NORTH][chain.language] in receipt
    assert f"{_minute(asked['created_at'], MOSCOW)} ({CITIES[NORTH][chain.language]})" in receipt
    due = datetime.fromisoformat(asked["deadlines"]["first_answer_at"])
    assert due - datetime.fromisoformat(asked["created_at"]) == timedelta(minutes=10)


async def test_booking_and_status_in_words_are_requests_of_their_type(chain: Chain) -> None:
    """Where nothing can be booked by itself a person does it; and a command with words behind it is for a person to read."""
    phone = await chain.client()
    await phone.write("/book")
    await phone.hears(chain.t("book-prompt"))
    await phone.write("Ауди А4, ТО-60, в субботу утром")
    receipt = (await phone.hears("№"))["text"]
    assert (await chain.request(number_in(receipt)))["type"] == "booking"
    assert receipt.startswith("Заявка на запись принята" if chain.language == "ru" else "We have your booking request")
    await phone.write("/status Ауди А4, когда будет готова?")
    asked = await chain.request(await chain.number_told(phone))
    assert (asked["type"], words_of(asked)) == ("repair_status", ["Ауди А4, когда будет готова?"])


async def test_out_of_hours_the_promise_begins_with_the_opening(chain: Chain) -> None:
    """Closed today, open tomorrow from nine: an answer by ten past nine, said with the day and the city."""
    tomorrow = (await chain.now()).astimezone(RAZAN).date() + timedelta(days=1)
    code = await chain.unit(name="Ока", hours={"week": {}, "days": {tomorrow.isoformat(): [["09:00", "18:00"]]}})
    phone, number = await chain.asked("Можно подъехать?", code)
    told = next(line for line in await said(phone) if "№" in line)
    closed, day = ("Сейчас мы закрыты", "завтра") if chain.language == "ru" else ("We are closed now", "tomorrow")
    assert closed in told
    assert day in told
    assert str(tomorrow.day) in told
    assert "09:10 (Рязань)" in told
    due = datetime.fromisoformat((await chain.request(number))["deadlines"]["first_answer_at"])
    assert due.astimezone(RAZAN) == datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, 10, tzinfo=RAZAN)


async def test_a_station_that_never_opens_promises_nothing(chain: Chain) -> None:
    code = await chain.unit(name="Закрытая", hours={"week": {}})
    phone, number = await chain.asked("Вы поможете?", code)
    assert (chain.t("request-opened", number=str(number), what="other", open="no", due="none",
                    who=chain.t("receipt-who", where="unit", unit="Закрытая"))) in await said(phone)  # fmt: skip


async def test_the_question_about_the_station(chain: Chain) -> None:
    """One question, answered by a button; the receipt is then said anew, in the hours of that station."""
    phone = await chain.newcomer()
    await phone.write("Стучит подвеска")
    receipt = await phone.hears(chain.t("request-which-unit"))
    number = number_in(receipt["text"])
    assert buttons(receipt)[-1] == chain.t("button-unit-unknown")
    label = f"{CITIES[EAST][chain.language]}, {NAMES[EAST][chain.language]}"
    await phone.press(receipt, label)
    settled = await phone.shows(receipt["message_id"], f"№ {number}", NAMES[EAST][chain.language])
    asked = await chain.request(number)
    assert asked["unit"] == EAST
    assert f"{_minute(asked['created_at'], NOVOSIBIRSK)} ({CITIES[EAST][chain.language]})" in settled["text"]
    assert not buttons(settled)
    again = await phone.press_data(receipt["message_id"], datas(receipt)[0])  # another button of the old keyboard
    assert again["text"] == chain.t("menu-outdated")
    assert (await chain.request(number))["unit"] == EAST
    await phone.write("/ask И ещё вопрос")  # not asked twice
    assert (await chain.request(await chain.number_told(phone)))["unit"] == EAST


async def test_not_knowing_the_station_is_fine(chain: Chain) -> None:
    phone = await chain.newcomer()
    await phone.write("Тормоза отказали, стою на обочине")
    receipt = await phone.hears(chain.t("request-which-unit"))
    await phone.press(receipt, chain.t("button-unit-unknown"))
    settled = await phone.shows(receipt["message_id"], chain.t("unit-unknown"))
    number = number_in(settled["text"])
    assert chain.t("safety-danger") in settled["text"]  # what matters most stays
    assert (await chain.request(number))["unit"] is None


async def test_forged_stations(chain: Chain) -> None:
    """A press may carry anything (telegram.md §5): it never touches another person's request, and is answered."""
    _, theirs = await chain.asked("Чужой вопрос", NORTH)
    phone = await chain.newcomer()
    await phone.write("Стучит подвеска")
    receipt = await phone.hears(chain.t("request-which-unit"))
    number = number_in(receipt["text"])
    for data in (
        f"u:{theirs}:1",
        f"u:{theirs}:0",
        f"u:{number}:999999999",
        "u:999999999999999999:1",
        f"u:{number}:-1",
        "u::",
        "u:1:" + "9" * 50,
    ):
        answered = await phone.press_data(receipt["message_id"], data)
        assert answered["text"] == chain.t("menu-outdated")
    assert (await chain.request(theirs))["unit"] == NORTH
    assert (await chain.request(number))["unit"] is None


async def test_the_only_station_is_not_asked_about(chain: Chain) -> None:
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET active = code = 'north'")
    phone = await chain.newcomer()
    await phone.write("Стучит подвеска")
    receipt = await phone.hears("№")
    assert not buttons(receipt)
    assert (await chain.request(number_in(receipt["text"])))["unit"] == NORTH


async def test_no_station_at_all(chain: Chain) -> None:
    """A chain that has not been set up yet loses nobody's question either."""
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET active = false")
    phone = await chain.newcomer()
    await phone.write("Стучит подвеска")
    receipt = await phone.hears("№")
    assert not buttons(receipt)
    assert words_of(await chain.request(number_in(receipt["text"]))) == ["Стучит подвеска"]


async def test_further_words_join_and_the_quoted_message_decides(chain: Chain) -> None:
    """`/ask` is a new matter, free text goes to the last active one, a quote to the quoted one; the bot is silent about it."""
    phone = await chain.client()
    first_words = await phone.write("Стучит подвеска")
    first = await chain.number_told(phone)
    await phone.write("/ask Нужна зимняя резина")
    second = await chain.number_told(phone)
    before = len(await said(phone))
    await phone.write("R16")
    await phone.write("Справа спереди", reply_to=first_words["message_id"])
    one = await chain.becomes(first, lambda r: len(r["messages"]) == 2, "the quoting message joined")
    two = await chain.becomes(second, lambda r: len(r["messages"]) == 2, "the other one joined")
    assert words_of(one) == ["Стучит подвеска", "Справа спереди"]
    assert one["messages"][1]["reply_to"] == one["messages"][0]["id"]
    assert words_of(two) == ["Нужна зимняя резина", "R16"]
    assert len(await said(phone)) == before


async def test_after_ask_with_words_the_next_words_join(chain: Chain) -> None:
    """`/ask`, a change of mind, `/ask question`: what follows is not a third matter."""
    phone = await chain.client()
    await phone.write("/ask")
    await phone.hears(chain.t("ask-prompt"))
    await phone.write("/ask Стучит подвеска")
    number = await chain.number_told(phone)
    await phone.write("Справа спереди")
    await chain.becomes(number, lambda r: len(r["messages"]) == 2, "it joined")
    assert await chain.requests_of(phone) == [number]


async def test_thanks_and_greetings_open_nothing(chain: Chain) -> None:
    """Recorded (W1), answered kindly, no agent's turn."""
    phone = await chain.client()
    for words in ("Привет!", "Здравствуйте", "Hello"):
        await phone.write(words)
        await phone.hears(chain.t("greeting-reply"))
    for words in ("Спасибо большое!", "👍", "ok, thanks"):
        await phone.write(words)
        await phone.hears(chain.t("thanks-reply"))
    assert await chain.requests_of(phone) == []
    await phone.write("Привет! Стучит подвеска")
    await chain.number_told(phone)


async def _urgent(chain: Chain, phone: Phone, key: str) -> Json:
    told = await phone.hears(chain.t(key))
    request = await chain.request(number_in(told["text"]))
    assert request["urgent"]
    return request


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Отказали тормоза, что делать?", "safety-danger"),
        ("My brakes failed on the motorway", "safety-danger"),
        ("Из-под капота идёт дым", "safety-danger"),
        ("Завтра подаю в суд и пишу в Роспотребнадзор", "safety-law"),
        ("My lawyer will contact you", "safety-law"),
    ],
)
async def test_words_of_danger_and_law_go_to_the_top(chain: Chain, words: str, key: str) -> None:
    """A safety line at once, with a number to call; the request overtakes everybody who merely waits."""
    await chain.asked("Сколько стоит мойка?")
    phone = await chain.client()
    await phone.write(words)
    asked = await _urgent(chain, phone, key)
    if key == "safety-danger":
        lines = await said(phone)
        assert any(shown_phone(LEADING_PHONE) in line for line in lines)
        soon = chain.t("request-reopened", number="1", who="|", due="soon").partition("|")[2]
        assert any(soon in line for line in lines), "no minute to wait for is promised"
    agent = await chain.agent()
    assert (await agent.next())["number"] == asked["number"]


async def test_danger_in_an_open_conversation(chain: Chain) -> None:
    """The bot, silent otherwise, says the safety line; the request becomes urgent."""
    phone, _, number = await chain.taken()
    await phone.write("Загорелась машина!!!")
    await phone.hears(chain.t("safety-danger"))
    assert (await chain.request(number))["urgent"]
