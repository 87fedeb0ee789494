"""What the tests of the phone in the browser do with it: open it, write, press, and hear what the bot is told."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.chrome import keep_warm
from tests.sandbox.desk import BOT, Desk

Json = dict[str, Any]
ANNA: Json = {"first_name": "Анна", "phone": "+79000000001", "language_code": "ru"}
PETER: Json = {"first_name": "Пётр"}


@pytest.fixture(scope="session")
async def context(chrome: Browser) -> AsyncIterator[BrowserContext]:
    """A wide window in Russian. Every test has its own origin (port), so nothing is shared but the start."""
    made = await chrome.new_context(locale="ru-RU", reduced_motion="reduce")
    await keep_warm(made)
    yield made
    await made.close()


@pytest.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A fresh page; an error in its scripts or a breach of its policy fails the test."""
    page = await context.new_page()
    async for watched in watch(page):
        yield watched


@pytest.fixture
async def narrow(context: BrowserContext) -> AsyncIterator[Page]:
    """A page as wide as a small telephone, watched in the same way."""
    page = await context.new_page()
    await page.set_viewport_size({"width": 360, "height": 640})
    async for watched in watch(page):
        yield watched


async def watch(page: Page) -> AsyncIterator[Page]:
    """The page, closed at the end, when nothing may have gone wrong in it."""
    page.set_default_timeout(15000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda entry: errors.append(entry.text) if "Content Security Policy" in entry.text else None)
    yield page
    await page.close()
    assert errors == []


async def told(desk: Desk, kind: str) -> Any:
    """What the bot is told next, which must be of this kind."""
    (update, *_) = await desk.api("getUpdates", limit=1, timeout=5)
    await desk.api("getUpdates", offset=update["update_id"] + 1, limit=1)
    assert kind in update, update
    return update[kind]


async def bot_says(desk: Desk, chat_id: int, text: str, **more: Any) -> Any:
    """A message of the bot."""
    return await desk.api("sendMessage", chat_id=chat_id, text=text, **more)


async def opened(desk: Desk, page: Page, *people: Json, started: bool = True) -> list[int]:
    """The page with these people; their ids."""
    await desk.api("getMe")
    ids = [(await desk.sim("POST", "/people", person))["id"] for person in people]
    for person in ids if started else []:
        await desk.sim("POST", f"/chats/{BOT}/{person}/start", {})
        await told(desk, "message")
    await look(desk, page)
    return ids


async def look(desk: Desk, page: Page) -> None:
    """Open the page, or open it again."""
    await page.goto(desk.base)
    await expect(phone(page)).to_be_visible()


def phone(page: Page, number: int = 0) -> Locator:
    """The phone of the first, second… person."""
    return page.locator(".phone").nth(number)


async def write(page: Page, text: str) -> None:
    """Type into the first phone and press Enter."""
    field = phone(page).locator("textarea")
    await field.fill(text)
    await field.press("Enter")


async def choose(page: Page, *names: str) -> None:
    """Press buttons or menu entries one after another."""
    for name in names:
        await page.locator("button:visible").filter(has_text=name).or_(page.get_by_label(name, exact=True)).last.click()


def bubble(page: Page, text: str) -> Locator:
    """The message with this text on the first phone."""
    return phone(page).locator(".item", has=page.locator(".text", has_text=re.compile(f"^{re.escape(text)}$")))


async def act_on(message: Locator, *names: str) -> None:
    """Choose from the menu of a message."""
    first, *more = names
    await message.locator(".bubble").click(button="right")
    menu = message.page.locator(".menu")
    await (
        menu.get_by_role("menuitem", name=first, exact=True)
        .or_(menu.get_by_role("menuitemradio", name=first, exact=True))
        .click()
    )
    await choose(message.page, *more)
