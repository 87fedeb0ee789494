"""Groups on the phone: a list of chats, a forum as a list of topics, a topic as a chat of several people."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.desk import BOT, Desk
from tests.sandbox.phones import ANNA, PETER, act_on, bot_says, bubble, choose, opened, phone, told, write

pytestmark = pytest.mark.browser


async def forum(desk: Desk, people: list[int]) -> tuple[int, int]:
    """A forum of these people with one topic: both ids."""
    made = {"title": "Мастера", "forum": True, "members": people, "bot": BOT, "bot_status": "administrator"}
    group = await desk.sim("POST", "/groups", made)
    topic = await desk.sim("POST", f"/groups/{group['id']}/{people[0]}/topics", {"name": "Шины"})
    for update in await desk.api("getUpdates"):
        await desk.api("getUpdates", offset=update["update_id"] + 1)
    return group["id"], topic["id"]


async def walk(page: Page, number: int, *names: str) -> None:
    """From the chat with the bot to a chat in the list."""
    await phone(page, number).locator(".back").click()
    for name in names:
        await phone(page, number).get_by_role("listitem").filter(has_text=name).get_by_role("button").click()


async def test_a_topic_is_a_chat_of_several_people(desk: Desk, page: Page) -> None:
    anna, peter = await opened(desk, page, ANNA, PETER)
    await expect(phone(page).locator(".back")).to_be_hidden()
    group, topic = await forum(desk, [anna, peter])
    await walk(page, 0, "Мастера", "Шины")
    await walk(page, 1, "Мастера", "Шины")
    await expect(phone(page).locator(".bot-head")).to_contain_text("Мастера")
    await expect(phone(page).locator(".note")).to_have_text("Создана тема «Шины»")
    await write(page, "Кто сегодня?")
    said = await told(desk, "message")
    assert (said["text"], said["chat"]["id"], said["message_thread_id"]) == ("Кто сегодня?", group, topic)
    await expect(bubble(page, "Кто сегодня?").locator(".ticks")).to_have_attribute("aria-label", "прочитано")
    theirs = phone(page, 1).locator(".item.in", has_text="Кто сегодня?")
    await expect(theirs.locator(".sender")).to_have_text("Анна")
    await desk.api("sendMessage", chat_id=group, message_thread_id=topic, text="Новое обращение")
    await expect(bubble(page, "Новое обращение").locator(".sender")).to_be_visible()
    await act_on(bubble(page, "Новое обращение"), "Поставить 🔥")
    seen = phone(page, 1).locator(".item", has_text="Новое обращение").locator(".reaction")
    await expect(seen).to_have_attribute("aria-label", "🔥: Анна")


async def test_unread_counters_on_the_way_to_a_topic(desk: Desk, page: Page) -> None:
    anna, peter = await opened(desk, page, ANNA, PETER)
    group, topic = await forum(desk, [anna, peter])
    await desk.sim("GET", f"/groups/{group}", person=peter, topic=1, read=1)
    await desk.sim("GET", f"/groups/{group}", person=peter, topic=topic, read=1)
    for text in ("Раз", "Два"):
        await desk.api("sendMessage", chat_id=group, message_thread_id=topic, text=text)
    back = phone(page, 1).locator(".back")
    await expect(back.locator(".badge")).to_have_text("2")
    await walk(page, 1, "Мастера")
    row = phone(page, 1).get_by_role("listitem").filter(has_text="Шины")
    await expect(row.get_by_label("2 новых сообщения")).to_be_visible()
    await expect(row).to_contain_text("Два")
    await row.get_by_role("button").click()
    await expect(phone(page, 1).get_by_role("separator", name="Новые сообщения")).to_be_visible()
    await expect(back.locator(".badge")).to_be_hidden()
    await back.click()
    await expect(row.locator(".badge")).to_have_count(0)
    await bot_says(desk, peter, "Лично вам")
    await back.click()
    await expect(phone(page, 1).get_by_role("listitem").first).to_contain_text("Лично вам")


async def test_make_a_group_and_a_topic_and_close_it(desk: Desk, page: Page) -> None:
    await opened(desk, page, ANNA, PETER)
    await choose(page, "Меню: Пётр", "Новая группа…")
    await page.get_by_label("Название").fill("Приёмка")
    await choose(page, "Сохранить")
    await expect(phone(page, 1).get_by_role("listitem")).to_contain_text(["General"])
    await choose(page, "Меню: Пётр", "Новая тема…")
    await page.get_by_label("Название темы").fill("Кузов")
    await choose(page, "Сохранить")
    await phone(page, 1).get_by_role("listitem").filter(has_text="Кузов").get_by_role("button").click()
    await choose(page, "Меню: Пётр", "Закрыть тему")
    await expect(phone(page, 1).locator(".note").last).to_have_text("Пётр: тема закрыта")
    await walk(page, 0, "Приёмка", "Кузов")
    await expect(phone(page).get_by_text("Тема закрыта", exact=True)).to_be_visible()
