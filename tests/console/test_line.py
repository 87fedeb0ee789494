"""Waiting for the next request: offered where there is nothing to do, and what comes is on the desk."""

from collections.abc import Callable

import pytest

from services.distribution.line import serve_line
from services.requests.models import Limits
from services.storage.database import Database
from tests.console.reception import Browser, Customer, Open, hire

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture
async def browser(open_browser: Open, db: Database) -> Browser:
    """An agent at an empty desk."""
    made = await open_browser(await hire(db))
    await made.get("/console")
    return made


async def test_what_comes_is_on_the_desk(browser: Browser, db: Database, customer: Callable[[], Customer]) -> None:
    await browser.submit("/console/line", state="in")
    assert "Вы ждёте: следующее обращение придёт само" in browser.page
    assert "Ждать следующее" not in browser.page
    number = await customer().writes("Сколько стоит замена масла?")
    assert await serve_line(db, Limits()) == 1
    await browser.get("/console")
    assert f"№ {number}" in browser.page
    assert "Вы ждёте" not in browser.page


async def test_one_may_stop_waiting(browser: Browser, db: Database, customer: Callable[[], Customer]) -> None:
    await browser.submit("/console/line", state="in")
    await browser.submit("/console/line", state="out")
    assert "Ждать следующее" in browser.page
    await customer().writes("Сколько стоит замена масла?")
    assert await serve_line(db, Limits()) == 0


async def test_only_on_shift(browser: Browser) -> None:
    """Whoever takes a break waits no longer; the form of an old page is refused in words."""
    await browser.submit("/console/line", state="in")
    old = browser.page
    await browser.submit("/console/shift", state="away")
    assert 'action="/console/line"' not in browser.page
    browser.page = old
    await browser.submit("/console/line", state="in")
    assert browser.status == 409
