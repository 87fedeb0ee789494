"""Commands and buttons in any state, and what both are answered with."""

import pytest

from services.texts import shown_phone
from tests.harness import until
from tests.whole.chain import LEADING_PHONE, Chain, buttons, words_of


@pytest.mark.parametrize(
    ("begun", "prompt", "dropped"),
    [
        ("/ask", "ask-prompt", "ask"),
        ("/book", "book-prompt", "booking"),
        ("/status", "orders-contact", "contact"),
        ("", "", "nothing"),
    ],
)
async def test_cancel_says_what_was_dropped(chain: Chain, begun: str, prompt: str, dropped: str) -> None:
    """And nothing is sent by what is written next: it is a plain question."""
    phone = await chain.client()
    if begun:
        await phone.write(begun)
        await phone.hears(chain.t(prompt))
    await phone.write("/cancel")
    await phone.hears(chain.t("cancelled", what=dropped))
    assert await chain.requests_of(phone) == []
    await phone.write("Сколько стоит замена масла?")
    assert (await chain.request(await chain.number_told(phone)))["type"] == "price"


async def test_cancel_with_an_open_question(chain: Chain) -> None:
    """It is with the agents already; only a word to them takes it back."""
    phone, number = await chain.asked()
    await phone.write("/cancel")
    await phone.hears(chain.t("cancelled", what="open"))
    assert (await chain.request(number))["state"] == "queued"


async def test_cancel_takes_the_contact_keyboard_away(chain: Chain) -> None:
    phone = await chain.client()
    await phone.write("8 916 111-22-33")
    await phone.hears("+7 916 111-22-33")
    assert (await phone.chat())["keyboard"]
    await phone.write("/cancel")
    await phone.hears(chain.t("cancelled", what="contact"))
    assert (await phone.chat())["keyboard"] is None


async def test_help_and_unknown_commands(chain: Chain) -> None:
    """There is always a way on, and a number for who is in a hurry; commands work while a person leads the talk."""
    phone, _ = await chain.asked()
    await phone.write("/help")
    told = await phone.hears(chain.t("help"))
    assert shown_phone(LEADING_PHONE) in told["text"]
    assert len(buttons(told)) == 6
    for odd in ("/nonsense", "/foo_bar 1 2 3", "/garbage@some_bot", "/x"):
        await phone.write(odd)
        assert len(buttons(await phone.hears(chain.t("unknown-command")))) == 6


@pytest.mark.both_ways
async def test_commands_addressed_by_name(chain: Chain) -> None:
    """Some apps add the bot's name, right or wrong: in a private chat there is nobody else."""
    phone = await chain.newcomer()
    answers = {
        "/start@priyomka_bot": chain.hello(), "/help@x": chain.t("help"), "/ask@x": chain.t("ask-prompt"),
        "/cancel@x": chain.t("cancelled", what="ask"), "/language@x": chain.t("start-choose-language"),
    }  # fmt: skip
    for command, answer in answers.items():
        await phone.write(command)
        await phone.hears(answer, seconds=5)


async def test_a_slash_is_not_yet_a_command(chain: Chain) -> None:
    phone, number = await chain.asked()
    await phone.write("/помогите, машина не заводится")
    await phone.write("/ 2 литра или 2,5?")
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 3, "both joined")
    assert words_of(asked)[1] == "/помогите, машина не заводится"


async def test_buttons_of_the_menu_work_again_and_again(chain: Chain) -> None:
    """Old menus too: navigation never goes stale (telegram.md §4: a press may have been lost)."""
    phone = await chain.newcomer()
    await phone.write("/nonsense")
    menu = await phone.hears(chain.t("unknown-command"))
    said = {"book": "book-prompt", "garage": "garage-empty", "ask": "ask-prompt"}
    for what in (*said, "garage", "ask", "ask"):
        await phone.press(menu, chain.t(f"button-{what}"))
        await phone.shows(menu["message_id"], chain.t(said[what]))
    await phone.press(menu, chain.t("button-status"))
    await phone.hears(chain.t("orders-contact"))


async def test_every_press_is_answered(chain: Chain) -> None:
    """Unknown data, other languages, empty, long, of other people: at once (≤ 1 s, telegram.md §8), with a fresh menu."""
    phone = await chain.client()
    hello = (await phone.chat())["messages"][-1]["message_id"]
    waits = []
    for data in ("", "x", "l:xx", "l:", "c:s:2", "m:", "m:person", "b:1:2", "🔧", "x" * 64, "u:1", "r:", "0"):
        pressed = await phone.press_data(hello, data)
        assert pressed["text"] == chain.t("menu-outdated"), data
        waits.append(pressed["seconds"])
        assert buttons(await phone.hears(chain.t("menu-what")))
    assert sorted(waits)[len(waits) // 2] < 1


async def test_a_press_on_a_message_that_is_gone(chain: Chain) -> None:
    """Telegram shows only its id (telegram.md §5); what would replace it is said anew."""
    phone = await chain.newcomer()
    hello = await phone.write("/language")
    choice = await phone.hears(chain.t("start-choose-language"))
    gone = {"chat": choice["chat"], "message_id": choice["message_id"] + 900_000, "date": 0}
    press = {"id": "4242", "from": hello["from"], "chat_instance": "1", "data": f"l:{chain.language}", "message": gone}
    await chain.post_update({"callback_query": press})
    await phone.hears(chain.t("language-now"))
    await chain.post_update({"callback_query": {**press, "id": "4243", "message": None, "inline_message_id": "x"}})
    await until(lambda: _count(chain, phone.person, chain.t("language-now"), 2), "said again")


async def _count(chain: Chain, person: int, words: str, count: int) -> bool:
    sent = [
        call for call in await chain.calls("sendMessage", person) if call["status"] == 200 and call["params"]["text"] == words
    ]
    return len(sent) == count


@pytest.mark.both_ways
async def test_the_menus_are_set_in_both_languages(chain: Chain) -> None:
    """What the app shows when one types a slash."""
    phone = await chain.newcomer()
    commands = {c["command"]: c["description"] for c in (await phone.chat())["commands"]}
    assert list(commands) == [
        "start", "book", "status", "garage", "reminders", "ask", "language", "privacy", "help", "cancel",
    ]  # fmt: skip
    assert commands["ask"] == chain.t("command-ask")
