"""The desk in a real browser: everything without a mouse, and what it tells by itself."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from services.clients.linking import put_client
from services.storage.database import Database
from tests.console.reception import Customer, give, hire, unique
from tests.console.screen import SitDown

pytestmark = pytest.mark.browser
Clients = Callable[[], Customer]


@pytest.mark.usefixtures("quiet")
async def test_an_hour_without_a_mouse(sit_down: SitDown, db: Database, customer: Clients) -> None:
    """From the first press to the last; between them, a client who calls is found."""
    anna, agent = customer(), await hire(db, shift="off")
    first, second = await anna.writes("Когда будет готова машина?"), await customer().writes("Сколько стоит замена масла?")
    caller = unique("Звонко")
    async with db.tx() as tx:
        card, _ = await put_client(
            tx, unique("ring-"), name=f"Игнат {caller}", phone=f"+7495{unique('').zfill(7)}", birthday=None, tier=None
        )
    screen = await sit_down(agent)
    page: Page = screen.page
    keys = page.keyboard
    await page.get_by_role("button", name="Начать смену").press("Enter")
    await expect(page.get_by_role("button", name="На смене", exact=True)).to_have_attribute("aria-pressed", "true")
    for number in (first, second):
        await keys.press("n")
        await page.wait_for_url(f"**/requests/{number}")
    await keys.press("1")
    await page.wait_for_url(f"**/requests/{first}")
    await keys.press("r")
    await keys.type("Уточню у мастера: n, j, /, 2")
    await keys.press("Control+Enter")
    await expect(page.locator(".entry.out .text")).to_have_text("Уточню у мастера: n, j, /, 2")
    await expect(page.locator("#answer-text")).to_be_focused()
    await keys.press("Escape")
    await keys.press("p")
    await expect(page.locator("#promise-note")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator(".held a[aria-current] .mark.promise")).to_contain_text("обещано до 13:00, ещё 59 мин")
    await keys.press("Control+k")
    await expect(page.locator("#search-words")).to_be_focused()
    await keys.type(caller[:-1].lower())
    await expect(page.locator("#found a")).to_have_count(2)  # the client, and a search of all conversations for these words
    await keys.press("ArrowDown")
    await expect(page.locator("#found a").first).to_be_focused()
    await keys.press("Enter")
    await page.wait_for_url(f"**/clients/{card.public_id}")
    await expect(page.locator("h1")).to_have_text(f"Игнат {caller}")
    await keys.press("Escape")
    await page.wait_for_url("**/console")
    await keys.press("j")
    await page.wait_for_url(f"**/requests/{second}")
    await keys.press("c")
    await keys.press("Space")
    await keys.press("Tab")
    await keys.type("назвал цену")
    await keys.press("Control+Enter")
    await expect(page.get_by_text(f"Обращение № {second} закрыто")).to_be_visible()
    await keys.press("v")
    await page.wait_for_url("**/visits")
    await keys.press("d")
    await page.wait_for_url("**/console")


async def test_the_map_of_keys_is_of_this_page(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await customer().writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    keymap = page.locator("#keymap")
    await page.keyboard.press("?")
    await expect(keymap).to_be_visible()
    await expect(keymap).to_contain_text("следующее обращение")
    await expect(keymap).not_to_contain_text("написать ответ")
    await page.keyboard.press("n")
    await page.keyboard.press("v")
    assert page.url.endswith("/console"), "the keys rest while the map is open"
    await page.keyboard.press("Escape")
    await expect(keymap).not_to_be_visible()
    await screen.open(f"/console/requests/{number}")
    await page.locator("#help").click()
    await expect(keymap).to_contain_text("написать ответ")
    await page.keyboard.press("?")
    await expect(keymap).not_to_be_visible()


async def test_keys_are_places_on_the_keyboard_and_rest_while_one_types(
    sit_down: SitDown, db: Database, customer: Clients
) -> None:
    agent = await hire(db)
    numbers = [await customer().writes("Вопрос") for _ in range(2)]
    for number in numbers:
        await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    await screen.open(f"/console/requests/{numbers[0]}")
    await page.focus("#answer-text")
    await page.keyboard.type("njkrictplgbdvm12/?")
    await expect(page.locator("#answer-text")).to_have_value("njkrictplgbdvm12/?")
    assert await page.locator("dialog[open], .drawer[open]").count() == 0
    await page.keyboard.press("Escape")
    russian: dict[str, Any] = {"code": "KeyI", "key": "ш", "bubbles": True, "cancelable": True}
    await page.evaluate("(key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', key))", russian)
    await expect(page.locator("#note-text")).to_be_focused()
    await page.keyboard.press("Escape")
    russian |= {"code": "Slash", "key": "."}
    await page.evaluate("(key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', key))", russian)
    await expect(page.locator("#search-words")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#search")).not_to_be_visible()
    await page.keyboard.press("?")
    await page.get_by_label("Отключить однобуквенные клавиши").check()
    await page.keyboard.press("Escape")
    await page.keyboard.press("2")
    await page.keyboard.press("Control+k")
    await expect(page.locator("#search-words")).to_be_focused()
    assert page.url.endswith(f"/{numbers[0]}")


async def test_the_search_answers_while_one_types(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, surname = await hire(db), unique("Быстров")
    async with db.tx() as tx:
        await put_client(
            tx, unique("quick-"), name=f"Олег {surname}", phone=f"+7496{unique('').zfill(7)}", birthday=None, tier=None
        )
    screen = await sit_down(agent)
    page: Page = screen.page
    await page.keyboard.press("/")
    await page.keyboard.type("щщщ")
    await expect(page.locator("#found")).to_contain_text("ничего не нашлось")
    await page.fill("#search-words", f"олег {surname.lower()}")
    await expect(page.locator("#found .name")).to_have_text(f"Олег {surname}")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.type("ъ")
    await expect(page.locator("#search-words")).to_be_focused()
    await expect(page.locator("#found .name")).to_have_count(0)
    await page.keyboard.press("Backspace")
    await expect(page.locator("#found .name")).to_have_count(1)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/clients/*")


async def test_clocks_tick(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await customer().writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down()
    await screen.page.clock.install()
    await screen.sign_in(agent)
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    line = page.locator(f"#held-{number}")
    await expect(line).to_contain_text("ждёт меньше минуты")
    await expect(line).to_contain_text("ещё 9 мин")
    await page.route(re.compile("/console/rail"), lambda route: route.abort())
    screen.accept += ("ERR_FAILED",)
    await page.clock.fast_forward("04:30")
    await expect(line).to_contain_text("ждёт 4 мин")
    await expect(line).to_contain_text("ещё 5 мин")
    await expect(page.locator("#conversation .facts .mark.wait")).to_have_text("ждёт 4 мин")
    await page.clock.fast_forward("08:00")
    await expect(line).to_contain_text("2 мин назад")


@pytest.mark.usefixtures("quiet")
async def test_an_empty_queue_is_no_alarm(sit_down: SitDown, db: Database) -> None:
    screen = await sit_down(await hire(db))
    page: Page = screen.page
    await expect(page.locator("h1")).to_have_text("В вашей очереди никого")
    await page.keyboard.press("n")
    await expect(page.locator(".notice")).to_contain_text("сейчас никто не ждёт")
    assert await page.locator("[role=alert]").count() == 0
    await page.keyboard.press("n")
    await expect(page.locator(".notice")).to_be_visible()


async def hold_back(page: Page) -> asyncio.Event:
    """Answers of this page reach the server only once the event is set."""
    now = asyncio.Event()

    async def late(route: Route) -> None:
        await now.wait()
        await route.continue_()

    await page.route("**/answer", late)
    return now


async def test_a_slow_answer_is_seen_to_be_on_its_way(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await customer().writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    seen = await hold_back(page)
    await page.fill("#answer-text", "Ответ")
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator("body[data-busy]")).to_be_attached()
    seen.set()
    await expect(page.locator(".entry.out .text")).to_have_text("Ответ")
    await expect(page.locator("body[data-busy]")).not_to_be_attached()


@pytest.mark.parametrize("begun", [True, False], ids=["in the note already", "before its key"])
async def test_a_late_answer_takes_the_cursor_from_nobody(
    sit_down: SitDown, db: Database, customer: Clients, begun: bool
) -> None:
    """Otherwise the end of a note, or the whole of it, would go to the client."""
    agent = await hire(db)
    number = await customer().writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    left = await hold_back(page)
    await page.fill("#answer-text", "Секунду")
    await page.keyboard.press("Control+Enter")
    await page.keyboard.press("Escape")
    await expect(page.locator("#log")).to_be_focused()
    if begun:
        await page.keyboard.press("i")
        await page.keyboard.type("клиент ")
    left.set()
    await expect(page.locator(".entry.out .text")).to_have_text("Секунду")
    await expect(page.locator("body[data-busy]")).not_to_be_attached()
    await expect(page.locator("#answer-text")).to_have_value("")
    if not begun:
        await page.keyboard.press("i")
        await page.keyboard.type("клиент ")
    await page.keyboard.type("грубит")
    await expect(page.locator("#note-text")).to_have_value("клиент грубит")
