"""The live stream: within a second, only what is theirs, nothing missed after a lost connection."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg
import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from handlers.web.console import add_console
from handlers.web.console import live as live_module
from handlers.web.keys import DESK
from services import events
from services.desk import Desk
from services.requests import answers
from services.staff.accounts import set_shift
from services.storage.database import Database
from tests.console.reception import Browser, Customer, Open, give, hire

Clients = Callable[[], Customer]


class Stream:
    """Reads events off a connection."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response
        self.last_id = ""

    async def next(self, seconds: float = 10.0) -> tuple[str, dict[str, object]]:
        """The next event that has a name."""
        async with asyncio.timeout(seconds):
            while True:
                kind, data = "", ""
                while line := (await self.response.content.readline()).decode().rstrip("\n"):
                    name, _, value = line.partition(": ")
                    if name == "id":
                        self.last_id = value
                    elif name == "event":
                        kind = value
                    elif name == "data":
                        data = value
                if kind:
                    return kind, json.loads(data)
                if self.response.content.at_eof():
                    raise EOFError

    async def about(self, number: int, seconds: float = 10.0) -> str:
        """The type of the next event about this request."""
        async with asyncio.timeout(seconds):
            while True:
                kind, data = await self.next(seconds)
                if kind == "request" and data["number"] == number:
                    return str(data["type"])


@asynccontextmanager
async def listening(browser: Browser, **headers: str) -> AsyncIterator[Stream]:
    async with browser.client.get("/console/live", headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        stream = Stream(response)
        if not headers:
            assert (await stream.next())[0] == "reset", "somebody without a past begins now"
        yield stream


async def test_news_arrive_within_a_second(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Первое")
    await give(db, number, agent)
    loop, took = asyncio.get_running_loop(), []
    async with listening(await open_browser(agent)) as stream:
        for text in ("Второе", "Третье", "Четвёртое"):
            began = loop.time()
            await anna.writes(text)
            assert await stream.about(number) == "message.in"
            took.append(loop.time() - began)
        async with db.tx(actor=agent.actor) as tx:
            await answers.note(tx, agent, number, text="себе")
        assert await stream.about(number) == "message.note"
    assert min(took) < 1.0  # the other two may meet a busy machine


async def test_news_hidden_behind_a_slow_transaction_arrive_when_it_ends(
    open_browser: Open, db: Database, customer: Clients, console_database: str
) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Первое")
    await give(db, number, agent)
    slow = await asyncpg.connect(console_database)
    async with listening(await open_browser(agent)) as stream:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute("SELECT pg_current_xact_id()")
        await anna.writes("Второе")
        with pytest.raises(TimeoutError):
            await stream.about(number, 0.4)
        await transaction.rollback()
        await slow.close()
        assert await stream.about(number) == "message.in"


async def test_nobody_hears_of_what_is_not_theirs(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, stranger, anna, oleg = await hire(db), await hire(db), customer(), customer()
    theirs, mine = await anna.writes("Чужое"), await oleg.writes("Моё")
    await give(db, theirs, stranger)
    await give(db, mine, agent)
    async with listening(await open_browser(agent)) as stream:
        await anna.writes("Секрет")
        await oleg.writes("Ау")
        heard = []
        while not any(kind == "request" and data["type"] == "message.in" for kind, data in heard):
            heard.append(await stream.next())
        assert not [data for kind, data in heard if kind == "request" and data["number"] != mine]


async def test_the_queues_length_is_news_for_everybody_but_its_requests_are_not(
    open_browser: Open, db: Database, customer: Clients
) -> None:
    async with listening(await open_browser(await hire(db))) as stream:
        await customer().writes("Кто-нибудь?")
        assert await stream.next() == ("queue", {})


async def test_a_lost_connection_misses_nothing(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Первое")
    await give(db, number, agent)
    browser = await open_browser(agent)
    async with listening(browser) as stream:
        await anna.writes("Второе")
        await stream.about(number)
        known = stream.last_id
    for text in ("Третье", "Четвёртое"):
        await anna.writes(text)
    for _ in range(2):
        async with listening(browser, **{"Last-Event-ID": known}) as stream:
            assert [await stream.about(number) for _ in range(2)] == ["message.in", "message.in"]
    async with listening(browser, **{"Last-Event-ID": stream.last_id}) as stream:
        with pytest.raises(TimeoutError):
            await stream.about(number, 0.3)


async def test_after_a_very_long_absence_the_page_begins_anew(
    open_browser: Open, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "CATCH_UP_PAGES", 1)
    async with db.tx() as tx:
        for number in range(250):
            tx.event("noise.made", f"noise:{number}")
    browser = await open_browser(await hire(db))
    async with listening(browser, **{"Last-Event-ID": "3-1"}) as stream:
        while (await stream.next())[0] != "reset":
            pass


async def test_nonsense_for_a_cursor_begins_anew(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db))
    for cursor in ("x", "1-", "9" * 40 + "-1"):
        async with listening(browser, **{"Last-Event-ID": cursor}) as stream:
            assert (await stream.next())[0] == "reset"


async def test_the_stream_ends_with_the_session(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Первое")
    await give(db, number, agent)
    async with listening(await open_browser(agent)) as stream:
        async with db.tx() as tx:
            await tx.execute("UPDATE staff SET active = false WHERE id = $1", agent.id)
        await anna.writes("Секрет")
        assert (await stream.next())[0] == "over"
        with pytest.raises(EOFError):
            await stream.next()


async def test_another_tabs_shift_is_news(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    async with listening(await open_browser(agent)) as stream:
        async with db.tx() as tx:
            await set_shift(tx, agent, "away")
        assert (await stream.next())[0] == "queue"


async def test_streams_do_not_hold_up_the_shutdown(desk: Desk, db: Database) -> None:
    app = web.Application()
    app[DESK] = desk
    add_console(app)
    agent = await hire(db)
    server = TestServer(app)
    client: TestClient[web.Request, web.Application] = TestClient(server)
    await client.start_server()
    await client.post("/console/sign-in", data={"login": agent.login, "password": "correct horse battery"})
    response = await client.get("/console/live")
    assert response.status == 200
    async with asyncio.timeout(2):
        await server.close()
    await client.close()


async def test_one_reader_serves_all_listeners(
    open_browser: Open, db: Database, customer: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent, anna = await hire(db, "director"), customer()
    number = await anna.writes("Первое")
    browser = await open_browser(agent)
    reads = 0
    whole = events.list_events

    async def counted(*args: object, **kwargs: object) -> object:
        nonlocal reads
        reads += 1
        return await whole(*args, **kwargs)  # type: ignore[arg-type]

    async with listening(browser) as first, listening(browser) as second, listening(browser) as third:
        monkeypatch.setattr("handlers.web.console.tail.list_events", counted)
        await anna.writes("Второе")
        await asyncio.gather(*(stream.about(number) for stream in (first, second, third)))
    assert reads <= 4
