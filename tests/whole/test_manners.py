"""The chat's manners (telegram.md §8): one message per dialogue, old keyboards gone, a way out everywhere, nothing lost without a word."""

import pytest

from services.texts import shown_phone
from tests.harness import Phone, until
from tests.whole.chain import LEADING_PHONE, Chain, Json, buttons, png, raw_message, said
from tests.whole.dialogue import Dialogue, owner, station, visits


async def _sent(chain: Chain, phone: Phone) -> int:
    """How many messages the bot has sent."""
    return len([m for m in (await phone.chat())["messages"] if m["out"]])


async def _keyboards(phone: Phone) -> list[Json]:
    """The bot's messages that have buttons."""
    return [m for m in (await phone.chat())["messages"] if m["out"] and buttons(m)]


async def test_the_first_hello_offers_what_there_is(chain: Chain) -> None:
    """What we do in one line, three big buttons, the language; booking begins in the same message, without any consent."""
    phone = await chain.newcomer()
    await phone.start()
    hello = await phone.hears(chain.hello())
    rows = hello["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        [chain.t("button-book")], [chain.t("button-status"), chain.t("button-ask")], [chain.t("button-russian"), chain.t("button-english")],
    ]  # fmt: skip
    await station(chain)
    await phone.press(hello, chain.t("button-book"))
    await phone.shows(hello["message_id"], chain.t("booking-ask-plate"))
    assert await _sent(chain, phone) == 1


async def test_the_menu_changes_in_one_message(chain: Chain) -> None:
    """Taps edit what was tapped, through all of the menu and back (telegram.md §8.2)."""
    phone = await chain.newcomer()
    await phone.write("/nonsense")
    menu = await phone.hears(chain.t("unknown-command"))
    for path, told in (
        (("more", "places"), "place-address"), (("more", "reminders"), "reminder-switches"),
        (("more", "language"), "start-choose-language"), (("more", "help"), "help"), (("garage",), "garage-empty"),
    ):  # fmt: skip
        for step in path:
            menu = await _pressed(phone, menu, chain.t(f"button-{step}"))
        await phone.shows(menu["message_id"], chain.t(told, address="§").split("§")[0])
        menu = await phone.shows(menu["message_id"])
        if chain.t("button-menu") in buttons(menu):
            menu = await _pressed(phone, menu, chain.t("button-menu"))
    assert await _sent(chain, phone) == 1


async def _pressed(phone: Phone, message: Json, label: str) -> Json:
    """The message after the press has changed it."""
    await phone.press(message, label)

    async def look() -> Json | None:
        now = next(m for m in (await phone.chat())["messages"] if m["message_id"] == message["message_id"])
        return now if (now["text"], buttons(now)) != (message["text"], buttons(message)) else None

    return await until(look, f"{label} changes it")


@pytest.mark.parametrize("step", ["plate", "works", "day", "check"])
@pytest.mark.parametrize("way", ["/ask", "/book", "/cancel", "/start", "menu", "cancel"])
async def test_what_is_dropped_is_said_and_its_keyboard_goes(chain: Chain, way: str, step: str) -> None:
    """Whatever begins or ends inside a booking; words of the menu do what its buttons do (telegram.md §8.3, §8.4)."""
    phone = await owner(chain, await station(chain), *(() if step == "plate" else ("А123ВС77",)))
    dialogue = await (await Dialogue.begin(chain, phone)).to(step)
    await phone.write(way if way.startswith("/") else chain.t(f"menu-words-{way}").split(" | ")[0].title())
    dropped = {"plate": "nothing", "works": "nothing", "day": "chosen", "check": "held"}[step]
    told = await phone.hears(chain.t(f"booking-dropped-{dropped}"))
    assert buttons(told)
    await until(lambda: _bare(dialogue), "the old keyboard is gone")
    assert await visits(chain, phone) == []


async def _bare(dialogue: Dialogue) -> bool:
    return not buttons((await dialogue.refresh()).message)


async def test_a_question_may_be_given_up(chain: Chain) -> None:
    """By the button under it, in the same message; the button of an earlier question does nothing to a later one."""
    phone = await chain.client()
    await phone.write("/ask")
    first = await phone.hears(chain.t("ask-prompt"))
    await phone.write("/ask")
    second = await phone.hears(chain.t("ask-prompt"))
    await phone.shows(first["message_id"])
    await phone.press(first, chain.t("booking-cancel"))
    await phone.shows(first["message_id"], chain.t("menu-what"))
    await phone.press(second, chain.t("booking-cancel"))
    await phone.shows(second["message_id"], chain.t("cancelled", what="ask"))
    await phone.write("/ask")
    asked = await phone.hears(chain.t("ask-prompt"))
    await phone.write("Сколько стоит развал?")
    await chain.number_told(phone)
    assert not buttons(await phone.shows(asked["message_id"]))


async def test_words_of_the_menu_are_for_the_agent_in_a_talk(chain: Chain) -> None:
    """While something is open, free text is not answered by the bot (contract, "Joining")."""
    phone, number = await chain.asked()
    count = await _sent(chain, phone)
    await phone.write(chain.t("menu-words-cancel").split(" | ")[0])
    await chain.becomes(number, lambda request: len(request["messages"]) == 2, "the agent reads it")
    assert await _sent(chain, phone) == count


async def test_a_photo_does_not_end_what_was_asked(chain: Chain) -> None:
    """It goes to a person; the garage still waits for the plate (telegram.md §8.14)."""
    phone = await chain.client()
    await phone.write("/garage")
    shown = await phone.hears(chain.t("garage-empty"))
    await phone.press(shown, chain.t("garage-add"))
    await phone.shows(shown["message_id"], chain.t("garage-add-prompt"))
    await phone.send_files("photo", ("sts.png", png(), "image/png"))
    await chain.number_told(phone)
    await phone.write("А123ВС77")
    await phone.hears(chain.t("garage-added", car="А123ВС 77"))
    assert not buttons(await phone.shows(shown["message_id"]))


async def test_a_number_typed_in_a_booking_does_not_end_it(chain: Chain) -> None:
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("day")
    await phone.write("8 916 111-22-33")
    await phone.hears("+7 916 111-22-33")
    await dialogue.press(dialogue.first)
    assert dialogue.times()


async def test_an_old_button_goes_and_a_forged_one_takes_nothing_away(chain: Chain) -> None:
    phone = await owner(chain, await station(chain), "А123ВС77")
    dialogue = await (await Dialogue.begin(chain, phone)).to("day")
    await phone.press_data(dialogue.message["message_id"], "m:nonsense")
    await phone.hears(chain.t("menu-what"))
    assert dialogue.labels == (await dialogue.refresh()).labels
    async with chain.desk.db.tx() as tx:  # a dialogue that nobody remembers
        await tx.execute("UPDATE chat SET dialogue = NULL, dialogue_data = '{}' WHERE chat_id = $1", phone.person)
    pressed = await phone.press(dialogue.message, dialogue.first)
    assert pressed["text"] == chain.t("menu-outdated")
    await until(lambda: _bare(dialogue), "it is gone")


async def test_a_car_is_booked_from_its_card(chain: Chain) -> None:
    """Nobody is asked which one (P1)."""
    phone = await owner(chain, await station(chain), "А123ВС77", "В456ОР199")
    await phone.write("/garage")
    shown = await phone.hears(chain.t("garage-list"))
    shown = await _pressed(phone, shown, "В456ОР")
    shown = await _pressed(phone, shown, chain.t("garage-book"))
    assert "В456ОР" in shown["text"]
    assert chain.t("booking-ask-works") in shown["text"]


async def test_numbers_are_grouped_and_can_be_tapped(chain: Chain) -> None:
    phone = await chain.client()
    await phone.write("/help")
    told = await phone.hears(chain.t("help"))
    assert shown_phone(LEADING_PHONE) == "+7 495 123-45-01"
    assert _tapped(told) == ["+7 495 123-45-01"]


def _tapped(message: Json) -> list[str]:
    text: str = message["text"]
    return [text[e["offset"] : e["offset"] + e["length"]] for e in message.get("entities", []) if e["type"] == "phone_number"]


async def test_an_apology_names_a_number_to_call(chain: Chain) -> None:
    phone = await chain.client()
    await chain.post_update({"message": raw_message(phone, 1, text="Стучит", date="вчера")})
    told = await phone.hears(chain.t("apology", number="§").split("§")[0])
    assert shown_phone(LEADING_PHONE) in told["text"]


NIGHT = {"week": {str(day): [["09:00", "09:30"]] for day in range(7)}}


@pytest.mark.both_ways
@pytest.mark.parametrize(("words", "danger"), [("Сколько стоит замена масла?", False), ("Отказали тормоза, что делать?", True)])
async def test_while_we_are_closed(chain: Chain, words: str, *, danger: bool) -> None:
    """When we open, by when somebody answers, and the station's number; danger is told that nobody is there (telegram.md §8.13)."""
    code = await chain.unit(name="Ночь", hours=NIGHT, city="Рязань")
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET phone = '+74912000111' WHERE code = $1", code)
    phone = await chain.client(code)
    now = await chain.now()
    await chain.later(
        seconds=(3600 * 24 + 7 * 3600 + 1800 - (now.timestamp() % 86400)) % 86400
    )  # 10:30 in Moscow: they have left
    await phone.write(words)
    told = await phone.hears("№")
    whole = "\n".join(line for line in await said(phone) if "№" in line or "⚠" in line)
    assert "+7 491 200-01-11" in whole
    assert "09:00 (Рязань)" in whole
    assert "09:10 (Рязань)" in told["text"]
    if danger:
        assert chain.t("safety-danger-phone", phone="+74912000111", open="yes", opens="none") not in whole
