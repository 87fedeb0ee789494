"""A request that is there because its client is silent says so, and nobody is said to wait."""

from collections.abc import Callable

import pytest

from services.requests.models import Limits
from services.requests.queue import next_request
from services.staff.accounts import set_language
from services.staff.models import Staff
from services.storage.database import Database
from services.texts import LANGUAGES
from tests.console.reception import Browser, Customer, Open, give, hire

Clients = Callable[[], Customer]
pytestmark = pytest.mark.usefixtures("quiet")  # who is in danger would be handed out first


async def _taken(db: Database, customer: Clients, browser_of: Open) -> tuple[Browser, Staff, int]:
    """In the hands of who pressed Next, as the ticks have put it into the queue."""
    anna, agent = customer(), await hire(db)
    number = await anna.writes("Сколько стоит замена масла?")
    await give(db, number, agent)
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE request SET agent_id = NULL, state = 'queued', silent_days = 7, waiting_since = $2::timestamptz, "
            "next_answer_due = NULL, reserved_for = $3, reserved_until = $2::timestamptz + interval '1 hour' WHERE number = $1",
            number, tx.now, agent.id,
        )  # fmt: skip
        tx.event("request.queued", f"request:{number}", why="client silent", days=7)
        tx.event("request.queued", f"request:{number}", why="client wrote")
    assert await next_request(db, agent, Limits()) == number
    return await browser_of(agent), agent, number


async def test_the_page_says_what_to_do(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, staff, number = await _taken(db, customer, open_browser)
    said = {"ru": "Клиент молчит 7 дней: спросите ещё раз или закройте обращение.",
            "en": "The client has been silent for 7 days: ask again or close the request."}  # fmt: skip
    marks = {"ru": "клиент молчит 7 дней", "en": "client silent for 7 days"}
    courses = {"ru": "Снова в очереди: клиент молчит 7 дней", "en": "In the queue again: the client has been silent for 7 days"}
    for language in LANGUAGES:
        async with db.tx() as tx:
            await set_language(tx, staff, language)
        await browser.get(f"/console/requests/{number}")
        assert said[language] in browser.page
        assert marks[language] in browser.page
        assert courses[language] in browser.page
        assert 'id="group-yours"' in browser.page, "it is for the agent to do something"
        assert 'class="mark wait"' not in browser.page, "nobody waits"
        assert "data-since" not in browser.page


async def test_a_head_finds_it_so_too(open_browser: Open, db: Database, customer: Clients) -> None:
    _, _, number = await _taken(db, customer, open_browser)
    head = await open_browser(await hire(db, "head"))
    await head.get(f"/console/requests?q={number}")
    assert "клиент молчит 7 дней" in head.page
    assert "data-since" not in head.page
