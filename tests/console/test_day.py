"""A whole working day without scripts: forms and redirects only."""

import re
from collections.abc import Callable

import pytest

from services.storage.database import Database
from tests.console.reception import Customer, Open, hire


@pytest.mark.usefixtures("quiet")
async def test_a_request_from_the_queue_to_the_end(open_browser: Open, db: Database, customer: Callable[[], Customer]) -> None:
    anna = customer()
    agent = await hire(db, units=(), shift="off")
    number = await anna.writes("Когда будет готова машина?")
    browser = await open_browser(agent)
    assert "Чтобы брать обращения, начните смену" in browser.page
    await browser.submit("/console/next")
    assert browser.status == 409
    assert "Вы не на смене" in browser.page
    await browser.submit("/console/shift", state="on")
    await browser.submit("/console/next")
    assert browser.path.startswith(f"/console/requests/{number}")
    assert "Когда будет готова машина?" in browser.page
    await browser.submit(f"/console/requests/{number}/answer", text="Завтра в 10")
    assert "Завтра в 10" in browser.page, browser.page
    assert "отправляется" in browser.page
    await browser.submit(f"/console/requests/{number}/promise", quick="1h")
    assert re.search("обещано: сегодня.* до 13:00", browser.page)
    await browser.submit(f"/console/requests/{number}/note", text="клиент вежливый")
    assert "заметка, клиент не видит" in browser.page
    await browser.submit(f"/console/requests/{number}/close", outcome="answered", summary="")
    assert browser.status == 422
    assert "Напишите, что выяснили и сделали" in browser.page
    await browser.submit(f"/console/requests/{number}/close", outcome="answered", summary="сказал срок")
    assert browser.status == 200
    assert f"Обращение № {number} закрыто" in browser.page
