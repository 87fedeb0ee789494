"""What a bubble tells and lets do: ticks, replies and quotes, reactions, forwarding, copying, deleting, earlier words."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.sandbox.desk import BOT, PNG, Desk, Hand
from tests.sandbox.phones import ANNA, PETER, act_on, bot_says, bubble, choose, opened, phone, told, write

pytestmark = pytest.mark.browser
TOUCH = """(node, touches) => {
    for (const [kind, x] of touches)
        node.dispatchEvent(new PointerEvent(kind, {pointerType: "touch", bubbles: true, clientX: x, clientY: 300}));
}"""


async def test_a_clock_then_one_tick_then_two(desk: Desk, page: Page) -> None:
    await opened(desk, page, ANNA)
    taken = asyncio.Event()

    async def late(route: Route) -> None:
        await taken.wait()
        await route.continue_()

    await page.route("**/messages", late)
    await write(page, "Доедет ли до вас?")
    tick = bubble(page, "Доедет ли до вас?").locator(".ticks")
    await expect(tick).to_have_attribute("aria-label", "отправляется")
    await expect(phone(page).locator("textarea")).to_have_value("")
    taken.set()
    await expect(tick).to_have_attribute("aria-label", "отправлено")
    await expect(tick).to_have_count(1)  # the server's copy took the place of the one on its way
    assert (await told(desk, "message"))["text"] == "Доедет ли до вас?"
    await expect(tick).to_have_attribute("aria-label", "прочитано")


async def test_what_was_refused_comes_back_to_be_sent_again(desk: Desk, page: Page) -> None:
    await opened(desk, page, ANNA)
    await page.route("**/messages", lambda route: route.fulfill(status=500, body="{}"))
    await write(page, "Не ушло")
    await expect(phone(page).locator(".toast.error")).to_be_visible()
    await expect(phone(page).locator("textarea")).to_have_value("Не ушло")
    await expect(bubble(page, "Не ушло")).to_have_count(0)


async def test_the_selected_words_become_the_quote_and_a_press_on_it_jumps_there(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await bot_says(desk, anna, "Есть в среду и в пятницу")
    asked = bubble(page, "Есть в среду и в пятницу")
    await asked.locator(".text").evaluate("node => getSelection().setBaseAndExtent(node.firstChild, 15, node.firstChild, 24)")
    await act_on(asked, "Ответить с цитатой")
    await expect(phone(page).locator(".strip")).to_contain_text("Цитата: в пятницу")
    await write(page, "Давайте тогда")
    said = await told(desk, "message")
    assert (said["reply_to_message"]["text"], said["quote"]["text"]) == ("Есть в среду и в пятницу", "в пятницу")
    await asyncio.gather(*(bot_says(desk, anna, f"Ещё {number}") for number in range(30)))
    await expect(asked).not_to_be_in_viewport()
    quote = phone(page).get_by_role("button", name="в пятницу")
    await quote.scroll_into_view_if_needed()
    await quote.click()
    await expect(asked).to_be_in_viewport()
    await expect(asked).to_be_focused()


async def test_a_part_to_answer_is_also_chosen_in_a_window(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await bot_says(desk, anna, "Масло или колодки?")
    await act_on(bubble(page, "Масло или колодки?"), "Ответить на часть…")
    await page.get_by_role("textbox", name="Ответить на часть").evaluate("node => node.setSelectionRange(10, 17)")
    await choose(page, "Ответить")
    await write(page, "Они")
    assert (await told(desk, "message"))["quote"]["text"] == "колодки"


async def test_reactions_of_both_sides_in_pills(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await desk.api("getUpdates", allowed_updates=["message", "message_reaction"])
    await bot_says(desk, anna, "Готово")
    await act_on(bubble(page, "Готово"), "Поставить 👍")
    assert (await told(desk, "message_reaction"))["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    pill = bubble(page, "Готово").get_by_role("button", name="👍: Анна")
    await expect(pill).to_have_attribute("aria-pressed", "true")
    await pill.click()
    assert (await told(desk, "message_reaction"))["new_reaction"] == []
    await expect(pill).to_have_count(0)
    await write(page, "Спасибо")
    said = await told(desk, "message")
    await desk.api(
        "setMessageReaction", chat_id=anna, message_id=said["message_id"], reaction=[{"type": "emoji", "emoji": "🔥"}]
    )
    await expect(bubble(page, "Спасибо").locator(".reaction")).to_have_attribute("aria-pressed", "false")


async def test_an_album_forwarded_to_another_phone_keeps_its_author(desk: Desk, page: Page) -> None:
    anna, peter = await opened(desk, page, ANNA, PETER)
    await Hand(desk, anna).send("photo", ("1.png", PNG), ("2.png", PNG), caption="Скол")
    sent = [await told(desk, "message") for _ in range(2)]
    await act_on(phone(page).locator(".item", has=page.locator(".album")), "Переслать…")
    await page.get_by_label("В какой чат").select_option(
        label=f"Пётр → {await phone(page).locator('.bot-head strong').inner_text()}"
    )
    await choose(page, "Переслать")
    got = [await told(desk, "message") for _ in range(2)]
    assert {message["chat"]["id"] for message in got} == {peter}
    assert [message["forward_origin"]["sender_user"]["id"] for message in got] == [anna, anna]
    assert len({message["media_group_id"] for message in (*got, *sent)}) == 2
    await expect(phone(page, 1).locator(".item .origin")).to_have_text("Переслано: Анна")


async def test_delete_own_message_and_see_the_bot_delete_its_own(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await write(page, "Лишнее")
    await told(desk, "message")
    await act_on(bubble(page, "Лишнее"), "Удалить", "Удалить")
    await expect(bubble(page, "Лишнее")).to_have_count(0)
    said = await bot_says(desk, anna, "Отвечу на это")
    await act_on(bubble(page, "Отвечу на это"), "Ответить")
    await write(page, "Хорошо")
    await told(desk, "message")
    await desk.api("deleteMessage", chat_id=anna, message_id=said["message_id"])
    await expect(bubble(page, "Отвечу на это")).to_have_count(0)
    await phone(page).get_by_role("button", name="Отвечу на это").click()
    await expect(phone(page).locator(".toast")).to_have_text("Этого сообщения больше нет")


async def test_earlier_versions_and_copy(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    said = await bot_says(desk, anna, "В три")
    await desk.api("editMessageText", chat_id=anna, message_id=said["message_id"], text="В четыре")
    await expect(bubble(page, "В четыре").locator(".edited")).to_have_text("изменено")
    await act_on(bubble(page, "В четыре"), "Скопировать текст")
    await expect(phone(page).locator(".toast")).to_have_text("Скопировано")
    await act_on(bubble(page, "В четыре"), "Прежние версии")
    await expect(page.get_by_role("dialog").locator("li")).to_have_text(["В три", "В четыре"])


async def test_a_finger_held_down_opens_the_menu_and_drawn_aside_answers(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await bot_says(desk, anna, "Выберите день")
    item = bubble(page, "Выберите день")
    await page.clock.install()
    await item.evaluate(TOUCH, [["pointerdown", 200]])
    await page.clock.fast_forward(500)
    await item.evaluate(TOUCH, [["pointerup", 200]])
    await expect(page.get_by_role("menuitem", name="Ответить", exact=True)).to_be_visible()
    await page.keyboard.press("Escape")
    # At once: between two calls a busy machine may take so long that the finger counts as held.
    await item.evaluate(TOUCH, [["pointerdown", 300], ["pointermove", 260], ["pointermove", 220], ["pointerup", 220]])
    await expect(phone(page).locator(".strip")).to_contain_text("Выберите день")
    chat = await desk.sim("GET", f"/chats/{BOT}/{anna}")
    assert chat["messages"][-1]["text"] == "Выберите день"  # nothing was sent by all that


async def test_a_pinned_message_stands_above_the_log(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    said = await bot_says(desk, anna, "Запись: пт, 10:30")
    await asyncio.gather(*(bot_says(desk, anna, f"Ещё {number}") for number in range(30)))
    await desk.api("pinChatMessage", chat_id=anna, message_id=said["message_id"])
    bar = phone(page).locator(".pin-bar")
    await expect(bar).to_contain_text("Запись: пт, 10:30")
    await bar.click()
    await expect(bubble(page, "Запись: пт, 10:30")).to_be_in_viewport()
    await desk.api("unpinChatMessage", chat_id=anna, message_id=said["message_id"])
    await expect(bar).to_be_hidden()
