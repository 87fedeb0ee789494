"""What is new and what was read: counters, the line above new messages, the button to the end, words for screen readers."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.desk import BOT, Desk, eventually
from tests.sandbox.phones import ANNA, PETER, bot_says, bubble, look, opened, phone, write

pytestmark = pytest.mark.browser


async def unread(desk: Desk, person: int) -> int:
    """As the emulator counts."""
    count: int = (await desk.sim("GET", f"/chats/{BOT}/{person}", limit=1))["unread"]
    return count


async def all_read(desk: Desk, person: int) -> None:
    """Until the page has shown everything and said so."""

    async def look() -> bool:
        return await unread(desk, person) == 0

    await eventually(look)


async def flood(desk: Desk, person: int, count: int, text: str = "Ещё") -> None:
    """Many messages of the bot, in order."""
    for number in range(count):
        await bot_says(desk, person, f"{text} {number}")


async def test_a_hidden_phone_counts_and_shows_where_the_new_begins(desk: Desk, narrow: Page) -> None:
    _, peter = await opened(desk, narrow, ANNA, PETER)
    await flood(desk, peter, 25)
    tab = narrow.get_by_role("tab", name="Пётр")
    badge = tab.get_by_label("25 новых сообщений")
    await expect(badge).to_have_text("25")
    await look(desk, narrow)  # after a reload as before
    await expect(badge).to_be_visible()
    await tab.click()
    line = phone(narrow, 1).get_by_role("separator", name="Новые сообщения")
    await expect(line).to_be_in_viewport()
    assert await line.evaluate("node => node.nextElementSibling.textContent.startsWith('Ещё 0')")
    await expect(phone(narrow, 1).get_by_role("button", name="25 новых сообщений")).to_be_visible()
    await phone(narrow, 1).get_by_role("button", name="25 новых сообщений").click()
    await expect(tab.locator(".badge")).to_be_hidden()
    assert await unread(desk, peter) == 0


async def test_whoever_reads_above_is_not_torn_away_and_sees_how_many_came(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await flood(desk, anna, 30)
    await expect(bubble(page, "Ещё 29")).to_be_in_viewport()
    await all_read(desk, anna)
    log = phone(page).locator(".log")
    await log.evaluate("node => node.scrollTo(0, 0)")
    down = phone(page).get_by_role("button", name="К последнему сообщению")
    await expect(down).to_be_visible()
    await flood(desk, anna, 2, "Новое")
    news = phone(page).get_by_role("button", name="2 новых сообщения")
    await expect(news).to_have_text("2")
    assert await log.evaluate("node => node.scrollTop") == 0
    assert await unread(desk, anna) == 2
    await news.click()
    await expect(bubble(page, "Новое 1")).to_be_in_viewport()
    await expect(phone(page).locator(".to-end")).to_be_hidden()
    await expect(phone(page).locator(".divider + .item")).to_contain_text("Новое 0")
    await write(page, "Вижу")
    await expect(phone(page).locator(".divider")).to_have_count(0)
    assert await unread(desk, anna) == 0


async def test_new_messages_are_told_to_who_does_not_see_them(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await bot_says(desk, anna, "Машина готова")
    said = phone(page).locator(".log-frame").get_by_role("status")
    await expect(said).to_contain_text(": Машина готова")
    await write(page, "Еду")
    await expect(bubble(page, "Еду")).to_have_attribute(
        "aria-label", "Вы: Еду, " + await bubble(page, "Еду").locator("time").inner_text()
    )
    await expect(said).not_to_contain_text("Еду")


async def test_a_long_talk_is_read_in_parts(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await asyncio.gather(*(flood(desk, anna, 30, f"Часть {part}, слово") for part in range(10)))
    await all_read(desk, anna)  # what is new would be gone to, past the first part
    await look(desk, page)
    items = phone(page).locator(".item")
    await expect(items).to_have_count(150)
    first = await items.first.get_attribute("data-id")
    await phone(page).locator(".log").evaluate("node => node.scrollTo(0, 0)")
    await expect(items).to_have_count(300)
    await expect(phone(page).locator(f".item[data-id='{first}']")).to_be_in_viewport()  # what was looked at stays in sight


async def test_typing_is_seen_in_the_head_until_the_message_comes(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    status = phone(page).locator(".bot-head .status")
    await expect(status).to_have_text("бот")
    await desk.api("sendChatAction", chat_id=anna, action="typing")
    await expect(status).to_have_text("печатает")
    await bot_says(desk, anna, "Готово")
    await expect(status).to_have_text("бот")
