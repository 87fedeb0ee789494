"""Keyboards of the bot and its menu: spinners that end, keyboards that hide, commands at hand."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.desk import Desk
from tests.sandbox.phones import ANNA, bot_says, choose, opened, phone, told, write

pytestmark = pytest.mark.browser
COMMANDS = [{"command": "book", "description": "Записаться"}, {"command": "help", "description": "Помощь"}]


async def test_a_press_nobody_answers_is_given_up_after_fifteen_seconds(desk: Desk, page: Page) -> None:
    await page.clock.install()
    (anna,) = await opened(desk, page, ANNA)
    await bot_says(desk, anna, "Едете?", reply_markup={"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]})
    button = phone(page).get_by_role("button", name="Да")
    await button.click()
    press = await told(desk, "callback_query")
    for _ in range(13):
        await page.clock.run_for(1000)
    await expect(button.get_by_label("ждём бота")).to_be_visible()
    for _ in range(3):
        await page.clock.run_for(1000)
    await expect(phone(page).locator(".toast.error")).to_have_text("Бот не отвечает на нажатие уже 15 с")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await desk.api("answerCallbackQuery", callback_query_id=press["id"])  # too late for the eye, not for the API


async def test_an_alert_ends_the_spinner_at_once_and_waits_to_be_read(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await bot_says(desk, anna, "Едете?", reply_markup={"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]})
    button = phone(page).get_by_role("button", name="Да")
    await button.click()
    press = await told(desk, "callback_query")
    await desk.api("answerCallbackQuery", callback_query_id=press["id"], text="Место занято", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Место занято")
    await expect(phone(page).locator(".spinner")).to_have_count(0)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_reply_keyboard_is_put_away_and_brought_back(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    keyboard = {
        "keyboard": [[{"text": "Утром"}, {"text": "Вечером"}]],
        "one_time_keyboard": True,
        "input_field_placeholder": "Когда?",
    }
    await bot_says(desk, anna, "Когда удобно?", reply_markup=keyboard)
    key = phone(page).get_by_role("button", name="Утром")
    await expect(phone(page).get_by_placeholder("Когда?")).to_be_visible()
    await choose(page, "Скрыть клавиатуру бота")
    await expect(key).to_have_count(0)
    await choose(page, "Показать клавиатуру бота")
    await key.click()
    assert (await told(desk, "message"))["text"] == "Утром"
    await expect(key).to_have_count(0)
    await bot_says(desk, anna, "Спасибо", reply_markup={"remove_keyboard": True})
    await expect(phone(page).get_by_label("Показать клавиатуру бота")).to_be_hidden()


async def test_the_menu_button_and_a_slash_lead_to_the_commands(desk: Desk, page: Page) -> None:
    await desk.api("setMyCommands", commands=COMMANDS)
    await opened(desk, page, ANNA)
    await choose(page, "Меню: команды бота", "Записаться")
    assert (await told(desk, "message"))["text"] == "/book"
    field = phone(page).locator("textarea")
    await field.fill("/")
    commands = phone(page).get_by_role("group", name="Меню: команды бота").get_by_role("button")
    await expect(commands).to_have_count(2)
    await field.fill("/he")
    await expect(commands).to_have_text(["/helpПомощь"])
    await page.keyboard.press("ArrowUp")
    await expect(commands).to_be_focused()
    await page.keyboard.press("Enter")
    assert (await told(desk, "message"))["text"] == "/help"
    await expect(field).to_be_focused()
    await expect(field).to_have_value("")
    await write(page, "/нет")
    assert (await told(desk, "message"))["text"] == "/нет"


async def test_a_web_app_button_takes_the_place_of_the_menu(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    button = {"type": "web_app", "text": "Кабинет", "web_app": {"url": "https://example.com/cabinet"}}
    await desk.api("setChatMenuButton", chat_id=anna, menu_button=button)
    await bot_says(desk, anna, "Посмотрите")
    await expect(phone(page).get_by_role("button", name="Кабинет")).to_be_visible()
