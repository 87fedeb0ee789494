"""Settings and visits in a real browser: a chain from nothing by keyboard, small screens, and what axe finds."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser as Chromium
from playwright.async_api import Dialog, Page, expect

from handlers.web.console import add_console
from handlers.web.keys import DESK
from services.answers import AnswerData, add_answer
from services.booking import visits
from services.booking.availability import offered
from services.catalog.editing import save_resource
from services.catalog.queries import works_by_codes
from services.catalog.usual import add_usual_works
from services.clock import FixedClock
from services.desk import Desk
from services.files import FileStore
from services.requests.models import Limits
from services.setting_up import progress
from services.storage.database import Database
from services.units import all_units, unit_by_code
from tests.axe import COLOURS, flaws
from tests.console.reception import NOON, Customer, give, hire, unique
from tests.console.screen import Screen, SitDown
from tests.servers import drop_database, new_chain
from tests.ways import ONE

pytestmark = pytest.mark.browser
OPEN = "for (const part of document.querySelectorAll('main details')) part.open = true"
Clients = Callable[[], Customer]


@pytest.fixture
async def nothing(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[Database, str]]:
    """A database with the schema and nothing else, and the console's address on it."""
    url = await new_chain(database_url, "console_empty")
    db = await Database.open(url, FixedClock(NOON), size=4)
    app = web.Application()
    app[DESK] = Desk(db, db.clock, Limits(), FileStore(tmp_path))
    add_console(app)
    async with TestServer(app) as server:
        yield db, str(server.make_url("/")).rstrip("/")
    await db.close()
    await drop_database(database_url, "console_empty")


async def test_a_chain_from_nothing_by_keyboard(nothing: tuple[Database, str], chrome: Chromium) -> None:
    db, root = nothing
    context = await chrome.new_context(locale="ru-RU")
    page = await context.new_page()
    screen = Screen(context, page, root)
    await screen.sign_in(await hire(db, "admin"))
    keys = page.keyboard

    async def on(name: str) -> None:
        await page.get_by_role("link", name=name, exact=True).first.focus()
        await keys.press("Enter")

    await on("Продолжить настройку")
    await on("Назвать сеть")
    await page.get_by_label("Название *").focus()
    await keys.type("Гараж на Неве")
    await keys.press("Enter")
    await page.wait_for_url("**/settings?done=saved")
    await on("Добавить филиал")
    await page.get_by_label("Название *").focus()
    for words in ("На Лиговском", "Санкт-Петербург", "Лиговский проспект, 87"):
        await keys.type(words)
        await keys.press("Tab")
        await keys.press("Tab")
    await keys.press("Enter")
    await page.wait_for_url("**/resources?done=added")
    await page.get_by_label("Сколько").fill("3")
    await keys.press("Enter")
    await expect(page.get_by_role("link", name="Подъёмник 3")).to_be_visible()
    await page.get_by_label("Добавить мастеров").focus()
    await keys.type("Сергей Волков\nАндрей Лис")
    await keys.press("Control+Enter")
    await expect(page.get_by_role("link", name="Андрей Лис")).to_be_visible()
    await page.goto(f"{root}/console/settings")
    await on("Загрузить работы")
    await page.get_by_role("button", name="Загрузить обычный список").press("Enter")
    await expect(page.get_by_text("Обычный список работ загружен")).to_be_visible()
    await page.goto(f"{root}/console/settings")
    await on("Добавить сотрудника")
    await page.get_by_label("Имя и фамилия").focus()
    await keys.type("Анна Смирнова")
    await keys.press("Enter")
    await expect(page.get_by_text("Пароль показан один раз")).to_be_visible()
    await page.goto(f"{root}/console/settings")
    await expect(page.get_by_text("Всё готово: клиенты могут записываться")).to_be_visible()
    async with db.read() as reader:
        state = await progress(reader)
        assert state.done
        (unit,) = await all_units(reader)
        assert unit.leading
        assert len(await offered(reader, unit)) >= 15
    await context.close()
    assert screen.quiet(), screen.complaints


async def furnished(db: Database, customer: Clients) -> list[str]:
    """Something to see on every page; their addresses."""
    boss, agent = await hire(db, "director"), await hire(db)
    person = customer()
    person.name = "Константин-Константинопольский " * 3
    number = await person.writes("Запишите")
    await give(db, number, agent)
    async with db.tx(actor=boss.actor) as tx:
        await add_usual_works(tx)
        unit = await unit_by_code(tx, "msk")
        assert unit
        made = [
            await save_resource(
                tx, None, unit_id=unit.id, kind=kind, name={"ru": unique(name)}, abilities=abilities, hours=None, position=1, active=True
            )
            for kind, name, abilities in (("bay", "Подъёмник-с-очень-длинным-названием", ("lift", "bay")), ("technician", "Сергей", ()))
        ]  # fmt: skip
        answer = await add_answer(tx, boss, AnswerData({"ru": "Как проехать"}, {"ru": "Въезд со двора " * 20}, type="price"))
        client_id = await tx.value("SELECT client_id FROM request WHERE number = $1", number)
        visit = await visits.book(
            tx, unit=unit, works=await works_by_codes(tx, ["oil", "air_filter"]), starts_at=tx.now + timedelta(hours=2), source="console",
            client_id=client_id, staff=True, comment="о" * 300, request_number=number,
        )  # fmt: skip
    root = "/console/settings"
    return [
        "/console/visits", f"/console/visits/{visit.public_id}", f"/console/visits/{visit.public_id}?move",
        f"/console/requests/{number}", f"/console/requests/{number}/visit?unit=msk&work.oil=on&show=1", root, f"{root}/chain",
        f"{root}/units", f"{root}/new-unit", f"{root}/units/msk", f"{root}/units/msk/days", f"{root}/units/msk/resources",
        f"{root}/resources/{made[0].id}", f"{root}/resources/{made[1].id}", f"{root}/works", f"{root}/works/oil", f"{root}/new-work",
        f"{root}/staff", f"{root}/staff/{agent.login}", f"{root}/staff/{boss.login}", f"{root}/new-person", f"{root}/answers",
        f"{root}/answers/{answer}", f"{root}/audit",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(scheme: str, sit_down: SitDown, db: Database, customer: Clients) -> None:
    paths = await furnished(db, customer)
    screen = await sit_down(await hire(db, "director"), color_scheme=scheme)
    page: Page = screen.page

    async def look(where: str) -> None:
        await page.evaluate(OPEN)
        assert await flaws(page, rules=COLOURS if scheme == "dark" and not ONE else ()) == [], where

    half = paths[::2] if scheme == "light" else paths[1::2]  # see tests/ways.py
    for path in half if ONE else paths if scheme == "light" else paths[::3]:  # in the dark only colours differ
        await screen.open(path)
        await look(path)
    await screen.open("/console/settings/new-unit")
    await page.locator("[name='hours.0']").fill("рано")
    await page.get_by_role("button", name="Добавить филиал").click()
    await expect(page.locator("div.trouble")).to_be_visible()
    await expect(page.locator("[aria-invalid]").first).to_be_focused()
    await look("a form that came back")


async def test_on_a_phone_everything_fits(sit_down: SitDown, db: Database, customer: Clients) -> None:
    paths = await furnished(db, customer)
    screen = await sit_down(await hire(db, "director"), viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    for path in paths:
        await screen.open(path)
        assert await screen.page.evaluate("document.documentElement.scrollWidth") <= 360, path
        await screen.page.evaluate(OPEN)
        assert await screen.page.evaluate("document.documentElement.scrollWidth") <= 360, path


async def test_a_typical_answer_goes_in_at_the_cursor_and_into_the_draft(
    sit_down: SitDown, db: Database, customer: Clients
) -> None:
    title = unique("Где вы ")
    boss, agent = await hire(db, "director"), await hire(db)
    async with db.tx() as tx:
        await add_answer(tx, boss, AnswerData({"ru": title}, {"ru": "Въезд со двора."}, position=0))
    number = await customer().writes("Где вы?")
    await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    await page.fill("#answer-text", "Добрый день!")
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await page.locator("#typical button", has_text=title).press("Enter")
    await expect(page.locator("#answer-text")).to_have_value("Добрый день!\n\nВъезд со двора.")
    await expect(page.locator("#answer-text")).to_be_focused()
    await expect(page.locator("#draft-state")).to_have_text("Черновик сохранён")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".entry.out .text")).to_have_text("Добрый день!\n\nВъезд со двора.")


async def test_leaving_with_something_unsaved_is_asked_about(sit_down: SitDown, db: Database) -> None:
    screen = await sit_down(await hire(db, "director"))
    page: Page = screen.page
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await screen.open("/console/settings/new-answer")
    await page.get_by_label("Название *").press_sequentially("Как проехать")
    async with page.expect_event("dialog"):
        await page.get_by_role("link", name="Филиалы").click(no_wait_after=True)
    await expect(page.get_by_label("Название *")).to_have_value("Как проехать")
    await page.get_by_label("Текст *").fill("Въезд со двора.")
    await page.get_by_role("button", name="Добавить").click()
    await page.wait_for_url("**/answers?done=added")
    assert asked == ["beforeunload"], "saving asks nothing"
