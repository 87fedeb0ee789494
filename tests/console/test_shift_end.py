"""The end of a shift from the console: with requests in hand it leads to handing them over."""

import asyncio
import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from services.clock import FixedClock
from services.requests import answers, promises
from services.staff.models import Staff
from services.storage.database import Database
from tests.console.filled import filled
from tests.console.reception import Browser, Customer, Open, give, hire

Clients = Callable[[], Customer]
PAGE = "/console/shift-end"

pytestmark = pytest.mark.usefixtures("quiet")


@dataclass
class Evening:
    """Somebody with three requests: the client waits, the client is waited for, something is promised."""

    browser: Browser
    agent: Staff
    waits: int
    silent: int
    promised: int
    clients: Sequence[Customer]

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.waits, self.silent, self.promised


@pytest.fixture
async def evening(open_browser: Open, db: Database, customer: Clients) -> Evening:
    agent, clients = await hire(db), [customer() for _ in range(3)]
    texts = ("Сколько стоит масло?", "Стучит справа", "Когда придут колодки?")
    waits, silent, promised = [await client.writes(text) for client, text in zip(clients, texts, strict=True)]
    for number in (waits, silent, promised):
        await give(db, number, agent)
    async with db.tx(actor=agent.actor) as tx:
        await answers.answer(tx, agent, silent, text="Какой у вас двигатель?")
        await promises.promise(tx, agent, promised, due_at=tx.now + timedelta(hours=2))
    browser = await open_browser(agent)
    await browser.get("/console")
    await browser.submit("/console/shift", state="off")
    return Evening(browser, agent, waits, silent, promised, clients)


def plain(browser: Browser) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", browser.page.partition("<main")[2])).split())


async def row_of(db: Database, number: int) -> Any:
    async with db.read() as reader:
        return await reader.row("SELECT state, agent_id, returns, waiting_since FROM request WHERE number = $1", number)


async def shift_of(db: Database, staff: Staff) -> str:
    async with db.read() as reader:
        return str(await reader.value("SELECT shift FROM staff WHERE id = $1", staff.id))


async def test_it_lists_what_is_in_hand_and_what_becomes_of_it(db: Database, evening: Evening) -> None:
    assert (evening.browser.status, evening.browser.path) == (200, PAGE)
    assert await shift_of(db, evening.agent) == "on", "nothing has happened yet"
    queue, _, silent = evening.browser.page.partition('id="to-silent"')
    assert f"№ {evening.waits}</a>" in queue.partition("<main")[2]
    assert f"№ {evening.promised}</a>" in queue.partition("<main")[2]
    assert f"№ {evening.silent}</a>" in silent
    read = plain(evening.browser)
    for words in (
        "Анна",
        "Сколько стоит масло?",
        "Вы: Какой у вас двигатель?",
        "ждёт",
        "обещано до 14:00",
        "Вернутся в очередь",
    ):
        assert words in read
    fields = filled(evening.browser, PAGE)
    assert {f"note.{number}" for number in evening.numbers} | {"note"} <= fields.keys()


async def test_what_is_lacking_is_named_and_what_is_late_stands_out(evening: Evening, clock: FixedClock) -> None:
    clock.at += timedelta(minutes=30)
    await evening.browser.get(PAGE)
    queue, _, silent = evening.browser.page.partition("<main")[2].partition('id="to-silent"')
    assert "срок ответа прошёл" in queue
    assert "срок ответа прошёл" not in silent
    await evening.browser.submit(PAGE)
    read = plain(evening.browser)
    for number in (evening.waits, evening.promised):
        assert f"№ {number} Анна: Заполните это поле." in read


async def test_one_press_hands_everything_over_and_ends_the_shift(open_browser: Open, db: Database, evening: Evening) -> None:
    await evening.browser.submit(PAGE, **{"note": "Смена кончилась", f"note.{evening.waits}": "Ждёт цену с работой"})
    assert evening.browser.path == "/console?done=handed-over&number=3"
    assert "Смена окончена. Передано обращений: 3." in evening.browser.page
    assert await shift_of(db, evening.agent) == "off"
    assert [(await row_of(db, number))["state"] for number in evening.numbers] == ["queued", "waiting_client", "queued"]
    assert [(await row_of(db, number))["returns"] for number in evening.numbers] == [0, 0, 0]
    colleague = await open_browser(await hire(db))
    await colleague.get("/console")
    await colleague.submit("/console/next")
    assert colleague.path == f"/console/requests/{evening.waits}"
    assert "Ждёт цену с работой" in colleague.page
    assert f"{evening.agent.name}: смена окончена, обращение снова в очереди" in colleague.page
    await colleague.submit(f"/console/requests/{evening.waits}/answer", text="1500 рублей")
    await colleague.get("/console")
    await colleague.submit("/console/next")
    assert colleague.path == f"/console/requests/{evening.promised}"
    assert "обещано: сегодня, вт, до 14:00" in html.unescape(colleague.page), "the promise goes with it"
    await evening.clients[1].writes("Дизель")
    await colleague.get("/console")
    await colleague.submit("/console/next")
    assert colleague.path == f"/console/requests/{evening.silent}"
    assert f"{evening.agent.name}: смена окончена, ждём клиента" in colleague.page


async def test_without_notes_it_comes_back_as_it_was_typed(db: Database, evening: Evening) -> None:
    await evening.browser.submit(PAGE, **{f"note.{evening.waits}": "Ждёт цену"})
    assert evening.browser.status == 422
    assert "Заполните это поле." in plain(evening.browser)
    assert f'href="#f-note.{evening.promised}"' in evening.browser.page
    assert f'id="f-note.{evening.promised}"' in evening.browser.page
    assert f'href="#f-note.{evening.silent}"' not in evening.browser.page, "who is waited for needs none"
    assert filled(evening.browser, PAGE)[f"note.{evening.waits}"] == "Ждёт цену"
    assert await shift_of(db, evening.agent) == "on"
    assert (await row_of(db, evening.waits))["agent_id"] == evening.agent.id
    await evening.browser.submit(PAGE, note="я" * 1001)
    assert evening.browser.status == 422
    assert "Слишком длинно" in plain(evening.browser)


async def test_a_broken_promise_is_handed_over_too(db: Database, evening: Evening, clock: FixedClock) -> None:
    clock.advance(hours=3)
    await evening.browser.get(PAGE)
    assert "срок обещания прошёл" in plain(evening.browser)
    await evening.browser.submit(PAGE, note="Не успела")
    assert "Передано обращений: 3." in evening.browser.page
    async with db.read() as reader:
        assert await reader.value("SELECT promise_due < $2 FROM request WHERE number = $1", evening.promised, clock.now())


async def test_what_came_meanwhile_is_handed_over_or_asked_about(db: Database, evening: Evening, customer: Clients) -> None:
    """The page is older than the client's new message and than a new request."""
    await evening.clients[1].writes("Дизель")
    number = await customer().writes("Где моя машина?")
    await give(db, number, evening.agent)
    notes = {f"note.{evening.waits}": "а", f"note.{evening.promised}": "б"}
    await evening.browser.submit(PAGE, **notes)
    assert evening.browser.status == 422
    for asked in (evening.silent, number):
        assert f'href="#f-note.{asked}"' in evening.browser.page
    await evening.browser.submit(PAGE, note="Остальное без меня")
    assert "Передано обращений: 4." in evening.browser.page


async def test_pressed_twice_it_happens_once(db: Database, evening: Evening) -> None:
    form = evening.browser.form(PAGE) | {"note": "Смена кончилась"}
    twin = Browser(evening.browser.client)
    await asyncio.gather(evening.browser.post(PAGE, form), twin.post(PAGE, form))
    assert evening.browser.path == twin.path == "/console?done=handed-over&number=3"
    async with db.read() as reader:
        notes = await reader.value(
            "SELECT count(*) FROM message WHERE request_number = $1 AND direction = 'note'", evening.waits
        )
    assert notes == 1


async def test_with_empty_hands_off_is_off(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    browser = await open_browser(agent)
    await browser.get("/console")
    await browser.submit("/console/shift", state="off")
    assert browser.path == "/console"
    assert await shift_of(db, agent) == "off"
    await browser.get(PAGE)
    assert browser.path == "/console", "there is nothing to hand over"


async def test_a_break_keeps_everything_in_hand(db: Database, evening: Evening) -> None:
    await evening.browser.get("/console")
    await evening.browser.submit("/console/shift", state="away")
    assert evening.browser.path == "/console"
    assert await shift_of(db, evening.agent) == "away"
    assert (await row_of(db, evening.waits))["agent_id"] == evening.agent.id


async def test_a_note_is_words_and_only_own_requests_are_touched(
    open_browser: Open, db: Database, evening: Evening, customer: Clients
) -> None:
    other = await customer().writes("Чужое")
    colleague = await hire(db)
    await give(db, other, colleague)
    await evening.browser.submit(
        PAGE,
        **{
            "note": "<img src=x onerror=alert(1)>",
            f"note.{other}": "не моё",
            "note.abc": "x",
            "note.999999999999999999999": "x",
        },
    )
    assert "Передано обращений: 3." in evening.browser.page
    assert (await row_of(db, other))["agent_id"] == colleague.id
    head = await open_browser(await hire(db, "head"))
    await head.get(f"/console/requests/{other}")
    assert "не моё" not in head.page
    await head.get(f"/console/requests/{evening.waits}")
    assert "<img src=x" not in head.page
    assert "&lt;img src=x onerror=alert(1)&gt;" in head.page
