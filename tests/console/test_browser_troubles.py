"""The console in a real browser when something goes wrong: not a word is lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from handlers.web.console import add_console
from handlers.web.console.assets import Assets
from handlers.web.keys import DESK
from services.desk import Desk
from services.requests import answers
from services.storage.database import Database
from tests.console.reception import PASSWORD, Customer, give, hire
from tests.console.screen import SitDown

pytestmark = pytest.mark.browser
Clients = Callable[[], Customer]
whole = Assets.read()


async def test_a_draft_survives_a_reload_and_an_outage(
    sit_down: SitDown, db: Database, customer: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    screen.accept += ("503", "500", "ERR_INTERNET_DISCONNECTED", "htmx:error", "Failed to fetch")
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    await page.fill("#answer-text", "Долгий ответ")
    await expect(page.locator("#draft-state")).to_have_text("Черновик сохранён")
    await page.fill("#answer-text", "Долгий ответ, дописан перед уходом")
    await page.reload()
    await expect(page.locator("#answer-text")).to_have_value("Долгий ответ, дописан перед уходом")
    await screen.context.set_offline(True)
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator("#toast")).to_contain_text("Не отправлено: нет связи")
    await expect(page.locator("#answer-text")).to_have_value("Долгий ответ, дописан перед уходом")
    await anna.writes("Пока вас не было")
    await screen.context.set_offline(False)
    await expect(page.get_by_text("Пока вас не было")).to_have_count(2)  # in the conversation and in the list
    monkeypatch.setattr(answers, "lock_own", _broken)
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator("#toast")).to_contain_text("Это наша ошибка")
    await expect(page.locator("#answer-text")).to_have_value("Долгий ответ, дописан перед уходом")
    monkeypatch.undo()
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator(".entry.out .text")).to_have_text("Долгий ответ, дописан перед уходом")
    await page.reload()
    await expect(page.locator("#answer-text")).to_have_value("")


async def _broken(*_: object) -> None:
    raise RuntimeError("broken on purpose")


async def test_a_new_session_elsewhere_costs_one_more_press(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await customer().writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    screen.accept += ("403", "401")
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    await screen.context.clear_cookies()
    await page.fill("#answer-text", "Ответ")
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator("#toast")).to_contain_text("Сеанс закончился")
    other = await screen.context.new_page()
    await other.goto(f"{screen.root}/console/sign-in")
    await other.fill("#login", agent.login)
    await other.fill("#password", PASSWORD)
    await other.keyboard.press("Enter")
    await other.wait_for_url("**/console")
    await page.bring_to_front()
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator("#toast")).to_contain_text("ещё раз")
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator(".entry.out .text")).to_have_text("Ответ")


async def test_it_works_without_scripts(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Вопрос без скриптов")
    await give(db, number, agent)
    screen = await sit_down(agent, java_script_enabled=False)
    page: Page = screen.page
    await page.locator(".held a").click()
    await page.locator(".entry.in").hover()
    await page.locator(".entry.in .pick input").check()
    await page.fill("#answer-text", "Ответ без скриптов")
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.locator(".entry.out .quote")).to_contain_text("Вопрос без скриптов")
    await page.locator("#drawer-note > summary").click()
    await page.fill("#note-text", "тихо")
    await page.get_by_role("button", name="Сохранить заметку").click()
    await expect(page.locator(".entry.note .text")).to_have_text("тихо")


async def test_losing_a_request_is_told_and_the_words_stay(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await customer().writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    await page.fill("#answer-text", "почти дописал")
    await give(db, number, await hire(db))
    await expect(page.locator("#toast")).to_contain_text("Обращение больше не ваше")
    await expect(page.get_by_role("button", name="Отправить")).to_be_disabled()
    await expect(page.locator("#answer-text")).to_have_value("почти дописал")


async def test_it_works_without_the_front_end_files_of_others(
    sit_down: SitDown, desk: Desk, db: Database, customer: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Assets, "read", lambda: replace(whole, htmx=False))
    app = web.Application()
    app[DESK] = desk
    add_console(app)
    agent, anna = await hire(db), customer()
    number = await anna.writes("Первое")
    await give(db, number, agent)
    async with TestServer(app) as bare:
        screen = await sit_down()
        screen.root = str(bare.make_url("/")).rstrip("/")
        await screen.sign_in(agent)
        page: Page = screen.page
        await screen.open(f"/console/requests/{number}")
        await anna.writes("Второе")
        await expect(page.locator(".entry.in .text")).to_have_text(["Первое", "Второе"])
        await page.fill("#answer-text", "Ответ")
        await page.get_by_role("button", name="Отправить").click()
        await expect(page.locator(".entry.out .text")).to_have_text("Ответ")
        await screen.context.close()
