"""Giving a request back to the queue from its page: what is said before, what is told after, and what is refused."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import expect

from services.clock import FixedClock
from services.staff.models import Staff
from services.storage.database import Database
from tests.console.filled import filled
from tests.console.reception import Browser, Customer, Open, give, hire
from tests.console.screen import SitDown

Clients = Callable[[], Customer]
Work = tuple[Browser, Staff, int, str]  # somebody with one request open on the screen: its number and its page's address

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture
async def work(open_browser: Open, db: Database, customer: Clients) -> Work:
    """An agent at the page of the request in hand."""
    agent = await hire(db)
    number = await customer().writes("Сколько стоит замена масла?")
    await give(db, number, agent)
    browser, page = await open_browser(agent), f"/console/requests/{number}"
    await browser.get(page)
    return browser, agent, number, page


async def row_of(db: Database, number: int) -> Any:
    """What became of it."""
    async with db.read() as reader:
        return await reader.row("SELECT state, agent_id, returns FROM request WHERE number = $1", number)


async def rules(db: Database, *, rest: int = 60, returned: int = 5) -> None:
    """The chain's rules."""
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE policy SET rest_minutes = $1, weights = weights || jsonb_build_object('returned', $2::int)", rest, returned
        )


def drawer(browser: Browser) -> str:
    """The action as it stands on the page."""
    found = re.search(r'<details[^>]*id="drawer-return".*?</details>', browser.page, re.DOTALL)
    assert found
    return found[0]


async def test_the_page_offers_it_with_typical_reasons_and_says_what_happens(work: Work) -> None:
    browser, _agent, _number, page = work
    shown = drawer(browser)
    assert "Вернуть в очередь" in shown
    assert "Обращение вернётся в очередь ближе к началу, чем стояло. К вам оно не придёт ещё 1 ч. " in shown
    assert "Клиент об этом не узнает, причину увидит руководитель." in shown
    field = re.search(r"<input[^>]*name=\"reason\"[^>]*>", shown)
    assert field
    assert " required" in field[0]
    offered = re.findall(r'<option value="([^"]+)">', shown)
    assert offered == ["Не моя тема", "Нужен другой специалист", "Личные обстоятельства", "Личное знакомство с клиентом"]
    assert filled(browser, f"{page}/return")["reason"] == "", "nobody's reason is chosen for them"
    assert "<kbd>Q</kbd> </dt><dd>вернуть в очередь</dd>" in browser.page


@pytest.mark.parametrize(
    ("rest", "returned", "said"),
    [
        (30, 5, "ближе к началу, чем стояло. К вам оно не придёт ещё 30 мин. Клиент"),
        (90, 5, "ближе к началу, чем стояло. К вам оно не придёт ещё 1 ч 30 мин. Клиент"),
        (0, 5, "ближе к началу, чем стояло. Клиент"),
        (60, 0, "на своё место. К вам"),
    ],
)
async def test_what_is_said_follows_the_rules_in_force(db: Database, work: Work, rest: int, returned: int, said: str) -> None:
    browser, _agent, _number, page = work
    await rules(db, rest=rest, returned=returned)
    try:
        await browser.get(page)
        assert f"Обращение вернётся в очередь {said}" in drawer(browser)
    finally:
        await rules(db)


async def test_the_rest_said_is_the_one_of_the_requests_station(db: Database, work: Work) -> None:
    browser, _agent, number, page = work
    async with db.tx() as tx:
        unit = await tx.value(
            "UPDATE request SET unit_id = u.id FROM unit u WHERE number = $1 AND u.code = 'ekb' RETURNING u.id", number
        )
        await tx.execute("INSERT INTO policy (unit_id, rest_minutes) VALUES ($1, 20)", unit)
    try:
        await browser.get(page)
        assert "не придёт ещё 20 мин." in drawer(browser)
    finally:
        async with db.tx() as tx:
            await tx.execute("DELETE FROM policy WHERE unit_id = $1", unit)


async def test_while_the_client_is_silent_another_thing_is_said_and_done(db: Database, work: Work) -> None:
    browser, _agent, number, page = work
    await browser.submit(f"{page}/answer", text="Какой у вас двигатель?")
    await browser.get(page)
    assert "Клиент пока молчит: обращение останется ни за кем" in drawer(browser)
    await browser.submit(f"{page}/return", reason="Не моя тема")
    row = await row_of(db, number)
    assert (row["state"], row["agent_id"], row["returns"]) == ("waiting_client", None, 1)


async def test_it_is_told_on_the_desk_and_the_reason_stands_in_the_course(open_browser: Open, db: Database, work: Work) -> None:
    browser, agent, number, page = work
    await browser.submit(f"{page}/return", reason="Нужен другой специалист")
    assert browser.path == f"/console?done=returned&number={number}"
    assert f"Обращение № {number} возвращено в очередь." in browser.page
    row = await row_of(db, number)
    assert (row["state"], row["agent_id"], row["returns"]) == ("queued", None, 1)
    head = await open_browser(await hire(db, "head"))
    await head.get(page)
    assert f"{agent.name}: обращение возвращено в очередь. Причина: Нужен другой специалист" in head.page
    async with db.tx() as tx:  # as when the client's data are erased
        await tx.execute("UPDATE event SET data = data - 'reason' WHERE subject = $1", f"request:{number}")
    await head.get(page)
    assert f"{agent.name}: обращение возвращено в очередь<" in head.page
    await browser.get(page)
    assert browser.status == 200, "whoever led it reads on"
    assert f'action="{page}/return"' not in browser.page


async def test_it_comes_to_a_colleague_now_and_to_the_same_person_after_the_rest(
    open_browser: Open, db: Database, work: Work, clock: FixedClock
) -> None:
    browser, _agent, number, page = work
    await browser.submit(f"{page}/return", reason="Не моя тема")
    assert "Очередь пуста." in browser.page, "it is not counted for who gave it back"
    await browser.submit("/console/next")
    assert browser.path == "/console/next", "nothing for who gave it back"
    colleague = await open_browser(await hire(db))
    await colleague.submit("/console/next")
    assert colleague.path == page
    await colleague.submit(f"{page}/return", reason="Личное знакомство с клиентом")
    clock.advance(minutes=60)
    await browser.get("/console")
    await browser.submit("/console/next")
    assert browser.path == page
    assert (await row_of(db, number))["returns"] == 2


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("", "Без причины нельзя"),
        (" \n\t ", "Без причины нельзя"),
        ("\x00", "Без причины нельзя"),
        ("я" * 1001, "Слишком длинно: причина до 1000 символов"),
        ("я" * 5000, "Слишком длинно: причина до 1000 символов"),
    ],
)
async def test_a_mistake_is_told_beside_the_field_and_nothing_is_lost(db: Database, work: Work, reason: str, why: str) -> None:
    browser, agent, number, page = work
    await browser.submit(f"{page}/return", reason=reason)
    assert browser.status == 422
    assert browser.path == f"{page}/return"
    shown = drawer(browser)
    assert why in shown
    assert " open>" in shown.split("\n")[0]
    assert 'aria-invalid="true"' in shown
    if reason.strip(" \n\t\x00"):
        assert filled(browser, f"{page}/return")["reason"] == reason
    row = await row_of(db, number)
    assert (row["agent_id"], row["returns"]) == (agent.id, 0)
    await browser.get(f"{page}/return")
    assert browser.path == page, "a reload of the mistake's address leads to the page"


async def test_the_longest_reason_is_kept_whole_and_the_course_tells_its_beginning(work: Work) -> None:
    browser, agent, _number, page = work
    reason = "я" * 1000
    await browser.submit(f"{page}/return", reason=f" {reason}\n")
    assert browser.path.startswith("/console?done=returned")
    await browser.get(page)
    assert reason in browser.page
    assert f"{agent.name}: обращение возвращено в очередь. Причина: {'я' * 199}…" in browser.page


async def test_a_reason_is_words_and_never_a_part_of_the_page(work: Work) -> None:
    browser, _agent, _number, page = work
    await browser.submit(f"{page}/return", reason='"><script>alert(1)</script>{ $who }')
    await browser.get(page)
    assert "<script>alert(1)" not in browser.page
    assert "Причина: &#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{ $who }" in browser.page


async def test_pressed_twice_it_goes_back_once(db: Database, work: Work) -> None:
    browser, _agent, number, page = work
    form = browser.form(f"{page}/return") | {"reason": "Не моя тема"}
    twin = Browser(browser.client)
    await asyncio.gather(browser.post(f"{page}/return", form), twin.post(f"{page}/return", form))
    await browser.post(f"{page}/return", form)
    for pressed in (browser, twin):
        assert (pressed.status, pressed.path) == (200, f"/console?done=returned&number={number}")
    assert (await row_of(db, number))["returns"] == 1


async def test_somebody_elses_and_a_closed_request_stay_where_they_are_and_the_words_too(db: Database, work: Work) -> None:
    browser, agent, number, page = work
    form = browser.form(f"{page}/return") | {"reason": "Личные обстоятельства"}
    await give(db, number, await hire(db))
    await browser.post(f"{page}/return", form)
    assert browser.status == 403
    assert "Обращение ведёт другой сотрудник" in browser.page
    assert re.search(r"<textarea[^>]*readonly>\nЛичные обстоятельства</textarea>", browser.page)
    await give(db, number, agent)
    await browser.get(page)
    await browser.submit(f"{page}/close", outcome="solved", summary="сделали")
    await browser.post(f"{page}/return", form)
    assert browser.status == 409
    assert "Обращение уже закрыто" in browser.page
    assert "Личные обстоятельства" in browser.page
    row = await row_of(db, number)
    assert (row["state"], row["returns"]) == ("closed", 0)


async def test_a_broken_promise_is_kept_first(db: Database, work: Work, clock: FixedClock) -> None:
    browser, agent, number, page = work
    await browser.submit(f"{page}/promise", quick="30m")
    clock.advance(minutes=31)
    await browser.submit(f"{page}/return", reason="Не моя тема")
    assert browser.status == 409
    assert 'role="alert"' in drawer(browser)
    assert filled(browser, f"{page}/return")["reason"] == "Не моя тема"
    row = await row_of(db, number)
    assert (row["agent_id"], row["returns"]) == (agent.id, 0)


async def test_a_form_of_another_session_gives_nothing_back(db: Database, work: Work) -> None:
    browser, _agent, number, page = work
    await browser.post(f"{page}/return", {"csrf": "false", "reason": "Не моя тема"})
    assert browser.status == 403
    assert (await row_of(db, number))["returns"] == 0


async def test_the_whole_way_by_keyboard(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await customer().writes("Сколько стоит замена масла?")
    await give(db, number, agent)
    page = (screen := await sit_down(agent)).page
    await screen.open(f"/console/requests/{number}")
    await page.keyboard.press("q")
    await expect(page.locator("#return-reason")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#drawer-return")).to_have_attribute("open", "")  # the browser asks for a reason by itself
    await page.keyboard.type("Не моя тема, нужен моторист")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").filter(has_text=f"Обращение № {number} возвращено в очередь")).to_be_visible()
    assert (await row_of(db, number))["agent_id"] is None


async def test_in_english(open_browser: Open, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    async with db.tx() as tx:
        await tx.execute("UPDATE staff SET language = 'en' WHERE id = $1", agent.id)
    number = await customer().writes("Сколько стоит?")
    await give(db, number, agent)
    browser, page = await open_browser(agent), f"/console/requests/{number}"
    await browser.get(page)
    assert "nearer the front than it stood. It will not come to you again for 1 h. The client is not told" in drawer(browser)
    await browser.submit(f"{page}/return", reason="I know the client")
    assert f"Request № {number} is back in the queue." in browser.page
    await browser.get(page)
    assert "returned to the queue. Reason: I know the client" in browser.page
