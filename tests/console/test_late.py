"""Whoever opens a request that is late reads by when the client was told to be answered instead."""

from collections.abc import Callable
from datetime import timedelta

from services.requests.models import Limits
from services.staff.accounts import set_language
from services.storage.database import Database
from services.texts import LANGUAGES
from services.watch.watcher import notice_due
from tests.console.reception import Customer, Open, give, hire

Clients = Callable[[], Customer]
SAID = {"ru": "клиент знает новый срок: ", "en": "the client knows the new time: "}
LATE = {"ru": "срок ответа прошёл", "en": "answer overdue"}


async def test_the_page_says_what_the_client_was_told(open_browser: Open, db: Database, customer: Clients) -> None:
    anna, agent = customer(), await hire(db)
    number = await anna.writes("Сколько стоит замена масла?")
    await give(db, number, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    assert not any(said in browser.page for said in SAID.values())
    async with db.tx() as tx:
        earlier = tx.now - timedelta(minutes=10, seconds=5)
        await tx.execute(
            "UPDATE request SET created_at = $2, waiting_since = $2, next_answer_due = $3, first_answer_due = $3 WHERE number = $1",
            number, earlier, earlier + timedelta(minutes=10),
        )  # fmt: skip
    async with db.tx() as tx:
        await notice_due(tx, Limits())
    for language in LANGUAGES:
        async with db.tx() as tx:
            await set_language(tx, agent, language)
        await browser.get(f"/console/requests/{number}")
        assert LATE[language] in browser.page
        assert SAID[language] in browser.page
        assert "не успели ответить вовремя" in browser.page, "the client's own words stand in the conversation"
        await browser.get("/console/notices")
        assert SAID[language].capitalize() in browser.page
