"""What staff are told, in the console: the bell, the list, the strip, and that it comes by itself."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from playwright.async_api import Page, expect

from services.clock import FixedClock
from services.staff.accounts import set_language
from services.staff.models import Staff
from services.storage.database import Database
from services.watch.notices import notify
from tests.console.reception import Browser, Customer, Open, give, hire
from tests.console.screen import SitDown, until
from tests.console.test_desk_news import EARS
from tests.console.test_live import listening

Clients = Callable[[], Customer]


async def tell(db: Database, staff: Staff, what: str = "nudge", number: int | None = None, **data: Any) -> None:
    """As the watcher does."""
    async with db.tx() as tx:
        due = {"clock": "next_answer", "due_at": tx.now.isoformat(), "agent": "Олег"}
        usual = {
            "missed": due,
            "nudge": {"minutes": 12},
            "withdrawn": {"until": tx.now.isoformat(), "by": "Пётр", "why": "отдых"},
        }
        await notify(tx, [staff.id], what, number, **(data or usual.get(what, {})))


def bell(browser: Browser) -> str:
    """What the bell is called."""
    found = re.search(r'id="bell"[^>]*aria-label="([^"]*)"', browser.page)
    assert found
    return found[1]


def lines(browser: Browser) -> list[str]:
    """The notices of the page as they are read."""
    found = re.findall(r'<li id="n\d+".*?</li>', browser.page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]


async def seen(db: Database, staff: Staff) -> list[bool]:
    """Of each of theirs, oldest first, whether they have seen it."""
    async with db.read() as reader:
        rows = await reader.rows("SELECT seen_at FROM staff_notice WHERE staff_id = $1 ORDER BY id", staff.id)
    return [row["seen_at"] is not None for row in rows]


async def test_the_bell_counts_on_every_page(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    browser = await open_browser(agent)
    assert bell(browser) == "Уведомления: новых нет"
    await tell(db, agent)
    for path in ("/console", "/console/help", "/console/visits", "/console/notices", "/console/nowhere"):
        await browser.get(path)
        assert bell(browser) == "Уведомления: 1 новое", path
    await tell(db, agent, "missed")
    await browser.get("/console")
    assert bell(browser) == "Уведомления: 2 новых"
    async with db.tx() as tx:
        await set_language(tx, agent, "en")
    await browser.get("/console")
    assert bell(browser) == "Notices: 2 new"


async def test_the_list_tells_what_and_when_and_leads_to_the_request(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    agent, number = await hire(db), await customer().writes("Вопрос")
    await give(db, number, agent)
    await tell(db, agent, "nudge", number)
    clock.advance(minutes=8)
    other = await customer().writes("Чужое")
    await tell(db, agent, "missed", other)
    browser = await open_browser(agent)
    await browser.get("/console/notices")
    missed, nudge = lines(browser)
    assert "12:00 8 мин назад" in nudge
    assert f"№ {number} Клиент ждёт, а от вас 12 минут ничего нет." in nudge
    assert nudge.startswith("новое срочно")
    assert missed.startswith("новое Сегодня, 12:08")
    assert "Ведёт: Олег." in missed
    assert f'href="/console/requests/{number}"' in browser.page
    assert f'href="/console/requests/{other}"' not in browser.page


async def test_opening_the_request_is_seeing(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, number = await hire(db), await customer().writes("Вопрос")
    await give(db, number, agent)
    await tell(db, agent, "nudge", number)
    await tell(db, agent, "withdrawn")
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    assert bell(browser) == "Уведомления: 1 новое"
    assert await seen(db, agent) == [True, False]


async def test_who_may_not_read_the_request_has_not_seen_it(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, number = await hire(db), await customer().writes("Чужое")
    await tell(db, agent, "danger", number)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    assert browser.status == 404
    assert await seen(db, agent) == [False]


async def test_one_or_all_are_marked_and_only_ones_own(open_browser: Open, db: Database) -> None:
    agent, other = await hire(db), await hire(db)
    for what in ("nudge", "missed", "danger"):
        await tell(db, agent, what)
    await tell(db, other)
    browser = await open_browser(agent)
    await browser.get("/console/notices")
    first = re.findall(r'name="one" value="(\d+)"', browser.page)[-1]
    form = browser.form("/console/notices/seen")
    await browser.post("/console/notices/seen", form | {"one": first})
    assert (browser.path, await seen(db, agent)) == ("/console/notices", [True, False, False])
    newest = re.findall(r'name="up_to" value="(\d+)"', browser.page)[0]
    await tell(db, agent, "withdrawn")  # after the page was made
    await browser.submit("/console/notices/seen", up_to=newest)
    assert await seen(db, agent) == [True, True, True, False]
    assert await seen(db, other) == [False]
    assert sum("новое" in line for line in lines(browser)) == 1
    stranger = await open_browser(other)
    await stranger.get("/console/notices")
    await stranger.submit("/console/notices/seen", one=str(int(newest) + 3))
    assert (await seen(db, agent))[-1] is False


@pytest.mark.parametrize("fields", [{}, {"one": "x"}, {"one": "9" * 40}, {"up_to": "-1"}, {"up_to": "٣"}])
async def test_nonsense_changes_nothing(open_browser: Open, db: Database, fields: dict[str, str]) -> None:
    agent = await hire(db)
    await tell(db, agent)
    browser = await open_browser(agent)
    await browser.get("/console/notices")
    await browser.submit("/console/notices/seen", **fields)
    assert browser.status == 422
    assert await seen(db, agent) == [False]


async def test_a_forged_form_changes_nothing(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    await tell(db, agent)
    browser = await open_browser(agent)
    await browser.post("/console/notices/seen", {"csrf": "x", "key": "y", "up_to": "9"})
    assert browser.status == 403
    assert await seen(db, agent) == [False]
    await browser.get("/console/notices/seen")
    assert (browser.status, browser.path) == (200, "/console/notices")


async def test_older_ones_are_further_down(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    for _ in range(52):
        await tell(db, agent, "missed")
    browser = await open_browser(agent)
    await browser.get("/console/notices")
    assert len(lines(browser)) == 50
    older = re.search(r'href="(/console/notices\?before=\d+)"', browser.page)
    assert older
    await browser.get(older[1])
    assert len(lines(browser)) == 2
    await browser.get("/console/notices?before=x")
    assert len(lines(browser)) == 50


async def test_what_is_urgent_stands_on_the_first_page_until_it_was_seen(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    await tell(db, agent, "missed")
    browser = await open_browser(agent)
    assert lines(browser) == []
    for what in ("nudge", "danger", "nudge", "withdrawn", "danger"):  # the withdrawal is over: it presses no more
        await tell(db, agent, what)
    await browser.get("/console")
    assert len(lines(browser)) == 3
    assert "Человек в опасности" in lines(browser)[0]
    await browser.post("/console/notices/seen", browser.form("/console/notices/seen") | {"one": _newest(browser)})
    assert (browser.path, len(lines(browser))) == ("/console", 3)
    assert "Клиент ждёт" in lines(browser)[0]


def _newest(browser: Browser) -> str:
    return re.findall(r'name="one" value="(\d+)"', browser.page)[0]


async def test_nobody_is_told_by_strangers_pages(open_browser: Open, db: Database) -> None:
    browser = await open_browser()
    for path in ("/console/notices", "/console/notices/news"):
        await browser.get(path)
        assert browser.path.startswith("/console/sign-in") or browser.status == 401


async def test_the_stream_tells_who_was_told_and_nobody_else(open_browser: Open, db: Database) -> None:
    agent, other = await hire(db), await hire(db)
    async with listening(await open_browser(agent)) as mine, listening(await open_browser(other)) as theirs:
        await tell(db, agent)
        assert await mine.next() == ("notices", {})
        await theirs.next()  # the first time it is learned how it stands
        await tell(db, agent)
        assert await mine.next() == ("notices", {})
        with pytest.raises(TimeoutError):
            await theirs.next(0.4)


# ---- in a real browser


@pytest.mark.browser
async def test_it_comes_by_itself_and_is_heard(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, number = await hire(db), await customer().writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down()
    await screen.context.add_init_script(EARS)
    await screen.sign_in(agent)
    page: Page = screen.page
    await page.locator("#main").click(position={"x": 5, "y": 5})
    await tell(db, agent, "missed", number)
    await expect(page.locator("#bell .badge")).to_have_text("1")
    assert await page.evaluate("window.heard") == []
    await expect(page.locator("#pressing")).to_be_hidden()
    await tell(db, agent, "nudge", number)
    await expect(page.locator("#bell")).to_have_attribute("aria-label", "Уведомления: 2 новых")
    await until(page, "window.heard.length === 3")
    await until(page, "document.title.startsWith('(1!) ')")
    await expect(page.locator("#toast")).to_contain_text(f"Срочное уведомление: № {number} · Клиент ждёт")
    await expect(page.locator("#pressing")).to_contain_text("Клиент ждёт")
    await page.locator("#pressing").get_by_role("link", name=f"№ {number}").click()
    await page.wait_for_url(f"**/requests/{number}")
    await expect(page.locator("#bell .badge")).to_have_count(0)
    await until(page, "document.title.startsWith('(1) ')")


@pytest.mark.browser
async def test_the_open_list_grows_and_is_marked_by_keyboard(sit_down: SitDown, db: Database) -> None:
    agent = await hire(db)
    screen = await sit_down(agent)
    await screen.page.locator("#bell").focus()
    await screen.page.keyboard.press("Enter")
    await screen.page.wait_for_url("**/notices")
    await expect(screen.page.locator("#notices")).to_contain_text("Уведомлений нет")
    await tell(db, agent, "missed")
    await expect(screen.page.locator("#notices li")).to_have_count(1)
    await screen.page.get_by_role("button", name="Отметить всё прочитанным").focus()
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.locator("#notices .mark")).to_have_count(0)
    await expect(screen.page.locator("#bell")).to_have_attribute("aria-label", "Уведомления: новых нет")
