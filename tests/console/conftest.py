"""A console on a real database: people sign in with real passwords, clients write through the same services as in the bot."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page

from handlers.web.console import add_console
from handlers.web.keys import DESK
from services.clock import FixedClock
from services.desk import Desk
from services.files import FileStore
from services.requests.models import Limits
from services.staff import accounts, sessions
from services.staff.models import Staff
from services.storage.database import Database
from tests.chrome import keep_warm
from tests.console.reception import HOURS, NOON, PASSWORD, Browser, Customer, Open, unique
from tests.console.screen import Screen, SitDown
from tests.servers import drop_database, new_chain


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashes of the same kind at a fraction of the price."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (accounts, sessions):
            patch.setattr(module, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
async def console_database(database_url: str) -> AsyncIterator[str]:
    """A database of this directory's own, with the schema and two units."""
    url = await new_chain(database_url, "console_tests")
    yield url
    await drop_database(database_url, "console_tests")


@pytest.fixture(scope="session")
async def db(console_database: str) -> AsyncIterator[Database]:
    """The database, on a clock that stands at noon unless a test moves it on."""
    database = await Database.open(console_database, FixedClock(NOON), size=8)
    async with database.tx() as tx:
        for code, city, zone, leading in (
            ("msk", "Москва", "Europe/Moscow", True),
            ("ekb", "Екатеринбург", "Asia/Yekaterinburg", False),
        ):
            await tx.execute(
                'INSERT INTO unit (code, name, city, address, time_zone, "leading", hours) VALUES ($1, $2, $3, $4, $5, $6, $7)',
                code, {"ru": f"СТО {city}", "en": f"Station {code}"}, {"ru": city, "en": code.upper()}, {"ru": "ул. Ленина, 1"}, zone,
                leading, HOURS,
            )  # fmt: skip
    yield database
    await database.close()


@pytest.fixture(scope="module", autouse=True)
async def going_home(db: Database) -> AsyncIterator[None]:
    """Whoever was hired in a file leaves at its end: pages list all colleagues, and would grow from file to file."""
    yield
    async with db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE active")


@pytest.fixture
def clock(db: Database) -> Iterator[FixedClock]:
    """Business time; back at noon after each test."""
    assert isinstance(db.clock, FixedClock)
    yield db.clock
    db.clock.at = NOON


@pytest.fixture(scope="session")
def desk(db: Database, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The product."""
    return Desk(db, db.clock, Limits(), FileStore(tmp_path_factory.mktemp("files")))


@pytest.fixture(scope="session")
async def server(desk: Desk) -> AsyncIterator[TestServer]:
    """The console, listening."""
    app = web.Application()
    app[DESK] = desk
    add_console(app)
    async with TestServer(app) as listening:
        assert isinstance(listening, TestServer)
        yield listening


@pytest.fixture
async def open_browser(server: TestServer) -> AsyncIterator[Open]:
    """Makes browsers; `open_browser(staff)` is signed in already."""
    clients: list[TestClient[Any, Any]] = []

    async def make(staff: Staff | None = None, password: str = PASSWORD) -> Browser:
        client: TestClient[Any, Any] = TestClient(server, cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": "ru"})
        clients.append(client)
        browser = Browser(client, staff)
        if staff:
            await browser.get("/console/sign-in")
            await browser.submit("/console/sign-in", login=staff.login, password=password)
            assert browser.status == 200, browser.page
        return browser

    yield make
    for client in clients:
        await client.session.close()


@pytest.fixture
def customer(db: Database) -> Callable[[], Customer]:
    """Makes clients."""
    return lambda: Customer(db, 500_000 + int(unique("")))


@pytest.fixture
async def quiet(db: Database) -> None:
    """Nobody else waits in the queue."""
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET state = 'closed', outcome = 'spam', summary = '' WHERE state = 'queued'")


@pytest.fixture(scope="session")
async def warm_page(chrome: Chromium) -> AsyncIterator[Page]:
    """An empty page in the window that the tests of ordinary screens share one after another."""
    context = await chrome.new_context(locale="ru-RU")
    yield await keep_warm(context)
    await context.close()


@pytest.fixture
async def sit_down(chrome: Chromium, warm_page: Page, server: TestServer) -> AsyncIterator[SitDown]:
    """Opens screens: the first ordinary one of somebody signed in where the last test had its own, any other in a new window."""
    screens: list[Screen] = []
    root = str(server.make_url("/")).rstrip("/")

    async def make(staff: Staff | None = None, **options: Any) -> Screen:
        context = await chrome.new_context(locale="ru-RU", **options) if screens or options or not staff else warm_page.context
        context.set_default_timeout(20_000)
        screen = Screen(context, await context.new_page(), root)
        screens.append(screen)
        if staff:
            await screen.sign_in(staff)
        return screen

    yield make
    for screen in screens:
        if screen.context is warm_page.context:
            await _as_new(warm_page, root)
        else:
            await screen.context.close()
        assert screen.quiet(), screen.complaints


async def _as_new(stays: Page, root: str) -> None:
    """The window as if nobody had been there."""
    context = stays.context
    for page in context.pages:
        if page is not stays:
            await page.close()
    await context.set_offline(False)
    await context.clear_cookies()
    tools = await context.new_cdp_session(stays)
    await tools.send("Storage.clearDataForOrigin", {"origin": root, "storageTypes": "all"})
    await tools.detach()
