"""What is missing is asked right after the receipt, one question at a time; nothing said meanwhile is lost, nobody is talked over."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.harness import Phone, until
from tests.whole.chain import Chain, Json, buttons, datas, number_in, png, said, words_of
from tests.whole.dialogue import owner

VIN = "XTA210990Y2766389"


def _label(chain: Chain, code: str) -> str:
    return chain.t(f"script-label-{code}")


async def _parts(chain: Chain, phone: Phone, words: str = "Колодки передние") -> tuple[int, Json]:
    """A parts request by the menu; its number and the first question."""
    await phone.write("запчасти" if chain.language == "ru" else "find parts")
    await phone.hears(chain.t("parts-prompt", minutes=15))
    await phone.write(words)
    receipt = await phone.hears("№")
    return number_in(receipt["text"]), await phone.hears(chain.t("script-ask-parts-selection-vehicle"))


@pytest.mark.both_ways
async def test_a_parts_request(chain: Chain) -> None:
    """The list is told by the first words, the rest is asked: a slip is told once, a photo counts, what is known is never asked."""
    phone = await chain.client()
    number, question = await _parts(chain, phone)
    assert question["text"].startswith(chain.t("script-lead", count=3))
    assert buttons(question) == [chain.t("script-skip"), chain.t("script-enough")]
    await phone.write("В субботу, 30")
    await phone.hears(chain.t("script-hint-vehicle"))
    await phone.write("Lada Vesta 2019")
    await phone.hears(chain.t("script-ask-vin"))
    await phone.write(VIN[:-1])
    await phone.hears(chain.t("script-hint-vin", length=16))
    await phone.write(VIN)
    last = await phone.hears(chain.t("script-ask-phone"))
    assert last["text"].startswith(f"{_label(chain, 'vin')}: {VIN}.")
    assert buttons(last) == [chain.t("script-skip")]
    await phone.write("+7 916 123-45-67")
    await phone.hears(chain.t("script-done", due="none"))
    asked = await chain.request(number)
    assert asked["type"] == "parts_selection"
    assert asked["fields"] == {
        "parts": "Колодки передние", "vehicle": "Lada Vesta 2019", "vin": VIN, "phone": "+79161234567",
    }  # fmt: skip
    assert words_of(asked) == ["Колодки передние", "В субботу, 30", "Lada Vesta 2019", VIN[:-1], VIN, "+7 916 123-45-67"]
    assert (asked["vehicle"]["make"], asked["vehicle"]["model"]) == ("Lada", "Vesta")
    for message in (await phone.chat())["messages"]:
        assert not message.get("reply_markup", {}).get("inline_keyboard") or "s:" not in str(message["reply_markup"]), (
            "stale buttons"
        )
    await phone.write("/ask Нужны передние амортизаторы, есть в наличии?")
    second = await chain.number_told(phone)
    assert (await chain.request(second))["type"] == "parts_selection"
    assert "№" in (await said(phone))[-1], "the car, its VIN and the number are known by now: nothing is asked"


async def test_buttons_and_their_end(chain: Chain) -> None:
    """Several cars are buttons; a press edits the same message; old and forged buttons say that it is over."""
    phone = await owner(chain, "north", "А123ВС77", "Е777КХ77")
    await phone.write("/ask Сколько стоит замена масла?")
    number = await chain.number_told(phone)
    question = await phone.hears(chain.t("script-ask-vehicle"))
    assert len(buttons(question)) == 4  # two cars, another one, skip: nothing else is asked
    forged = datas(question)[0].replace(":v", ":c")[:-20] + "c7"
    assert (await phone.press_data(question["message_id"], "s:AAAAAAAA:vehicle:skip"))["text"] == chain.t("script-over")
    await phone.press_data(question["message_id"], forged)
    old = datas(question)[1]
    await phone.press(question, "Е777КХ 77")
    ended = await phone.shows(question["message_id"], chain.t("script-done", due="none"))
    assert not ended.get("reply_markup", {}).get("inline_keyboard")
    assert (await phone.press_data(question["message_id"], old))["text"] == chain.t("script-over")
    asked = await chain.request(number)
    assert (asked["fields"]["vehicle"], asked["vehicle"]["plate"]) == ("Lada Vesta, Е777КХ 77", "Е777КХ77")


async def test_a_second_tap_leaves_the_next_question_its_buttons(chain: Chain) -> None:
    """Both presses are on their way before the message has become the next question."""
    phone = await chain.client()
    _, question = await _parts(chain, phone)
    skip = datas(question)[0]
    await asyncio.gather(phone.press_data(question["message_id"], skip), phone.press_data(question["message_id"], skip))
    await phone.shows(question["message_id"], chain.t("script-ask-vin"))
    await until(_nothing_waits(chain, phone), "all is sent")
    shown = next(m for m in (await phone.chat())["messages"] if m["message_id"] == question["message_id"])
    assert buttons(shown) == [chain.t("script-skip"), chain.t("script-enough")]


def _nothing_waits(chain: Chain, phone: Phone) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        sql = "SELECT count(*) FROM outbox WHERE chat_id = $1 AND state IN ('queued', 'retry')"
        return await chain.value(sql, phone.person) == 0

    return look


async def test_a_place_and_a_sticker_answer_nothing(chain: Chain) -> None:
    """They are told to the agent, and the question stands."""
    phone = await chain.client()
    await phone.write("/ask Перезвоните мне, пожалуйста")
    number = await chain.number_told(phone)
    await phone.press(await phone.hears(chain.t("script-ask-callback-phone")), chain.t("script-skip"))
    await phone.hears(chain.t("script-ask-callback-when"))
    await phone.do("location", latitude=55.751, longitude=37.618)
    await phone.send_files("sticker", ("s.webp", b"RIFF\x10\0\0\0WEBPVP8X" + bytes(30), "image/webp"))
    await phone.write("После 17:00")
    await phone.hears(chain.t("script-done", due="none"))
    asked = await chain.request(number)
    assert asked["fields"] == {"when": "После 17:00"}
    assert len(asked["messages"]) == 4


async def test_an_agent_is_never_talked_over(chain: Chain) -> None:
    """Once somebody has answered the question loses its buttons, and words are for them alone."""
    phone = await chain.client()
    number, question = await _parts(chain, phone)
    agent = await chain.agent()
    assert (await agent.next())["number"] == number
    await agent.says(number, "Какая машина?")
    await phone.hears("Какая машина?")

    async def bare() -> bool:
        shown = next(m for m in (await phone.chat())["messages"] if m["message_id"] == question["message_id"])
        return not shown.get("reply_markup", {}).get("inline_keyboard")

    await until(bare, "the question has no buttons")
    before = await said(phone)
    await phone.write("Веста")
    await chain.becomes(number, lambda request: "Веста" in words_of(request), "the words are there")
    assert await said(phone) == before
    assert "vehicle" not in (await chain.request(number))["fields"]


async def test_other_things_end_it_in_silence(chain: Chain) -> None:
    """A command, danger, or enough of it: the request is open, nothing is lost."""
    phone = await chain.client()
    number, _ = await _parts(chain, phone)
    await phone.write("/cancel")
    await phone.hears(chain.t("script-stopped", number=str(number)))
    await phone.write("/ask Перезвоните мне, пожалуйста")
    second = await chain.number_told(phone)
    await phone.hears(chain.t("script-ask-callback-phone"))
    await phone.write("У меня отказали тормоза на трассе")
    await phone.hears(chain.t("safety-danger").split(".")[0])
    asked = await chain.request(second)
    assert (asked["type"], asked["urgent"], asked["fields"]) == ("callback", True, {})
    before = await said(phone)
    await phone.write("стою у обочины")
    await chain.becomes(second, lambda request: "стою у обочины" in words_of(request), "the words are there")
    assert await said(phone) == before


async def test_a_photo_answers(chain: Chain) -> None:
    """A picture of the document in the place of the VIN is for the agent; the words `skip` and `enough` do what the buttons do."""
    phone = await chain.client()
    number, _ = await _parts(chain, phone)
    await phone.write("пропустить" if chain.language == "ru" else "skip")
    await phone.hears(chain.t("script-ask-vin"))
    await phone.send_files("photo", ("sts.png", png(), "image/png"))
    last = await phone.hears(chain.t("script-ask-phone"))
    assert last["text"].startswith(chain.t("script-looked"))
    await phone.send_files("photo", ("brake.png", png(2), "image/png"))
    assert (await phone.hears(chain.t("script-ask-phone")))["message_id"] != last["message_id"], "no picture is a number"
    await phone.write("это всё" if chain.language == "ru" else "That’s all!")
    await phone.hears(chain.t("script-done", due="none"))
    asked = await chain.request(number)
    assert asked["fields"] == {"parts": "Колодки передние"}
    assert [len(message["attachments"]) for message in asked["messages"] if message["attachments"]] == [1, 1]
