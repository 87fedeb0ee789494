"""The page of calls: whom to call by when, and what became of it; promising a call from a request's page."""

import html
import itertools
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.clock import FixedClock
from services.staff.models import Staff
from services.storage.database import Database
from tests.console.filled import filled
from tests.console.reception import Browser, Customer, Open, give, hire

Clients = Callable[[], Customer]
PAGE = "/console/calls"
_phones = itertools.count(1)

pytestmark = pytest.mark.usefixtures("quiet")


async def known(db: Database, number: int) -> str:
    """The client of this request has a phone now."""
    phone = f"+7916777{next(_phones):04}"
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE client SET phone = $2 WHERE id = (SELECT client_id FROM request WHERE number = $1)", number, phone
        )
    return phone


@pytest.fixture
async def agent(db: Database) -> Staff:
    return await hire(db, units=("msk",))


@pytest.fixture
async def number(db: Database, agent: Staff, customer: Clients) -> int:
    taken = await customer().writes("Сколько стоит масло?")
    await give(db, taken, agent)
    return taken


@pytest.fixture
async def browser(open_browser: Open, agent: Staff) -> Browser:
    return await open_browser(agent)


def plain(browser: Browser) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", browser.page.partition("<main")[2])).split())


async def state(db: Database, number: int) -> tuple[str, str | None]:
    async with db.read() as reader:
        row = await reader.row(
            "SELECT state, (SELECT state FROM promise WHERE request_number = $1 ORDER BY id DESC LIMIT 1) AS promise "
            "FROM request WHERE number = $1", number,
        )  # fmt: skip
    assert row
    return row["state"], row["promise"]


async def test_a_call_is_promised_and_stands_on_the_page(db: Database, browser: Browser, number: int) -> None:
    phone = await known(db, number)
    at = f"/console/requests/{number}"
    await browser.get(at)
    assert filled(browser, f"{at}/promise")["how"] == "answer"
    await browser.submit(f"{at}/promise", how="call", quick="1h", note="сказать цену")
    assert browser.status == 200
    assert "звонок обещан: сегодня, вт, до 13:00" in html.unescape(browser.page)
    assert "обещает позвонить: сегодня, вт, до 13:00" in html.unescape(browser.page)
    assert "позвонит вам по вопросу" in browser.page
    assert f'href="{PAGE}"' in browser.page
    await browser.get(PAGE)
    read = plain(browser)
    assert f"№ {number} Анна" in read
    assert "позвонить: сегодня, вт, до 13:00 (Москва)" in read
    assert "сказать цену" in read
    assert f'href="tel:{phone}"' in browser.page


async def test_without_a_phone_there_is_no_choice_and_a_forged_one_is_refused(
    db: Database, browser: Browser, number: int
) -> None:
    at = f"/console/requests/{number}"
    await browser.get(at)
    assert "how" not in filled(browser, f"{at}/promise")
    await browser.submit(f"{at}/promise", how="call", quick="1h")
    assert browser.status == 422
    assert await state(db, number) == ("assigned", None)


@pytest.mark.parametrize(
    "ended",
    [
        ("reached", "Записано: дозвонились.", "waiting_client"),
        ("no_answer", "Записано: не ответил. Клиент всё ещё ждёт вас", "assigned"),
        ("wrong_number", "Записано: не тот номер. Клиент всё ещё ждёт вас", "assigned"),
    ],
)
async def test_what_became_of_it(db: Database, browser: Browser, number: int, ended: tuple[str, str, str]) -> None:
    outcome, said, left = ended
    await known(db, number)
    at = f"/console/requests/{number}"
    await browser.get(at)
    await browser.submit(f"{at}/promise", how="call", quick="1h")
    await browser.get(PAGE)
    await browser.submit(f"{PAGE}/{number}", outcome=outcome, note="после шести")
    assert browser.path == f"{PAGE}?done={outcome}&number={number}"
    assert said in plain(browser)
    assert "Звонить никому не нужно." in plain(browser)
    assert await state(db, number) == (left, "kept")
    await browser.get(at)
    assert "после шести" in browser.page


async def test_late_ones_first_and_said_so(
    db: Database, browser: Browser, agent: Staff, customer: Clients, clock: FixedClock
) -> None:
    numbers = [await customer().writes(f"Вопрос {index}") for index in range(2)]
    for number, minutes in zip(numbers, (120, 40), strict=True):
        await give(db, number, agent)
        await known(db, number)
        at = f"/console/requests/{number}"
        await browser.get(at)
        due = (clock.now() + timedelta(hours=3, minutes=minutes)).strftime("%Y-%m-%dT%H:%M")
        await browser.submit(f"{at}/promise", how="call", due_at=due)
    clock.advance(minutes=50)
    await browser.get(PAGE)
    assert browser.page.index(f"№ {numbers[1]}</a> Анна") < browser.page.index(f"№ {numbers[0]}</a> Анна")
    assert "обещали позвонить: сегодня, вт, в 12:40" in plain(browser)
    rail = html.unescape(re.sub(r"<[^>]+>", " ", browser.page.partition('class="calls"')[2].partition("</a>")[0]))
    assert rail.split()[-2:] == ["Звонки", "2"]


async def test_heads_see_their_units_and_only_the_owner_records(
    open_browser: Open, db: Database, browser: Browser, number: int, agent: Staff
) -> None:
    await known(db, number)
    at = f"/console/requests/{number}"
    await browser.get(at)
    await browser.submit(f"{at}/promise", how="call", quick="1h")
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1", number)
    for role, units, sees in (
        ("head", ("msk",), True),
        ("head", ("ekb",), False),
        ("director", (), True),
        ("agent", ("msk",), False),
    ):
        other = await open_browser(await hire(db, role, units=units))
        await other.get(PAGE)
        assert other.status == 200
        assert (f"ведёт {agent.name}" in plain(other)) is sees, (role, units)
        assert f'action="{PAGE}/{number}"' not in other.page
        csrf = re.search(r'data-csrf="([^"]+)"', other.page)
        assert csrf
        await other.post(f"{PAGE}/{number}", {"csrf": csrf[1], "key": "k", "outcome": "reached", "note": ""})
        assert other.status in {403, 404}
    assert await state(db, number) == ("promised", "open")
    control = await open_browser(await hire(db, "qa"))
    await control.get(PAGE)
    assert control.status == 404


async def test_a_mistake_keeps_the_note_and_a_reload_leads_to_the_page(db: Database, browser: Browser, number: int) -> None:
    await known(db, number)
    at = f"/console/requests/{number}"
    await browser.get(at)
    await browser.submit(f"{at}/promise", how="call", quick="1h")
    await browser.get(PAGE)
    await browser.submit(f"{PAGE}/{number}", outcome="забыл", note="после шести")
    assert browser.status == 422
    assert filled(browser, f"{PAGE}/{number}")["note"] == "после шести"
    assert await state(db, number) == ("promised", "open")
    await browser.get(f"{PAGE}/{number}")
    assert browser.path == PAGE
    await browser.get(f"{PAGE}?done=reached&number=<b>")
    assert "дозвонились" not in plain(browser).lower().partition("звонить")[0]
