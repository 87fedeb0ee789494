"""Finding what was said, at the console: with and without scripts, within rights, with a trace of who looked."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from services.archive.keeping import keep
from services.requests import answers
from services.staff.models import Staff
from services.storage.database import Database
from tests.axe import flaws
from tests.console.reception import Customer, Open, give, hire
from tests.console.screen import SitDown, until

Clients = Callable[[], Customer]


async def kept(db: Database) -> None:
    async with asyncio.timeout(20):
        while True:
            while await keep(db, 5.0):
                pass
            async with db.read() as reader:
                sql = "SELECT count(*) FROM event e, archive_progress p WHERE (e.xid, e.id) > (p.xid, p.event_id)"
                if not await reader.value(sql):
                    return


async def traces(db: Database, staff: Staff) -> list[dict[str, Any]]:
    async with db.read() as reader:
        rows = await reader.rows(
            "SELECT data FROM event WHERE type = 'archive.searched' AND actor = $1 ORDER BY id", staff.actor
        )
    return [row["data"] for row in rows]


# Role, units, whether they led it once, and whether they may read a request of the unit msk.
PEOPLE = (
    ("agent", ("msk",), False, False), ("agent", ("ekb",), True, True), ("head", ("msk",), False, True), ("head", ("ekb",), False, False),
    ("director", (), False, True), ("qa", (), False, True), ("admin", (), False, True),
)  # fmt: skip


async def test_only_what_they_may_read_and_a_trace_of_it(open_browser: Open, db: Database, customer: Clients) -> None:
    anna = customer()
    number = await anna.writes("Пахнет <b>фейхоа</b> из бардачка & багажника")
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1", number)
    staff = [await hire(db, role, units=units) for role, units, _, _ in PEOPLE]
    for person, (_, _, led, _) in zip(staff, PEOPLE, strict=True):
        if led:
            await give(db, number, person)
    await give(db, number, await hire(db))
    await kept(db)
    for person, (_, _, _, sees) in zip(staff, PEOPLE, strict=True):
        browser = await open_browser(person)
        for path in ("/console/archive", "/console/archive/found"):
            await browser.get(f"{path}?q={quote('фейхоа')}")
            assert browser.status == 200
            assert (f'href="/console/requests/{number}#m' in browser.page) is sees, (person.role, path)
            assert ("<mark>фейхоа</mark>" in browser.page) is sees
            assert "&lt;b&gt;" in browser.page or not sees
        assert [trace["shown"] for trace in await traces(db, person)] == [[number] if sees else []] * 2
        assert all("фейхоа" not in str(trace) for trace in await traces(db, person)), "no words of people on the trail"
    nobody = await open_browser()
    await nobody.get("/console/archive?q=1")
    assert nobody.path.startswith("/console/sign-in")


ODD = (
    "q=%00%00", "q=" + "%D0%B0" * 500, "q=%22&type=nonsense&unit=nowhere&agent=nobody&tag=none", "q=a&from=0001-01-01&to=9999-99-99",
    "q=a&after=nonsense", "q=a&after=999999999999999999999&order=relevance", "q=-a&said=all&state=%27&outcome=%27%29", "after=5",
    "q=" + quote("не"), "q=" + quote("'\"` \\%_<script>"), "q=a&order=%00&files=%F0%9F%9A%97",
)  # fmt: skip


async def test_odd_addresses(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db, "director"))
    for path in ("/console/archive", "/console/archive/found"):
        for query in ODD:
            await browser.get(f"{path}?{query}")
            assert browser.status == 200, query
            assert "<script>" not in browser.page.partition("</head>")[2]


async def test_filters_are_kept_in_the_address_and_pages_go_on(open_browser: Open, db: Database, customer: Clients) -> None:
    asked = [await customer().writes("Ищу лабрадорит для торпедо") for _ in range(23)]
    await kept(db)
    browser = await open_browser(await hire(db, "director"))
    await browser.get(f"/console/archive?q={quote('лабрадориты')}&type=other&said=in")
    assert '<option value="other" selected>' in browser.page
    assert '<option value="in" selected>' in browser.page
    first = [number for number in asked if f"/console/requests/{number}#m" in browser.page]
    assert first == asked[3:], "the newest first"
    further = browser.page.split('id="archive-further" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "type=other" in further
    await browser.get(further)
    assert [number for number in asked if f"/console/requests/{number}#m" in browser.page] == asked[:3]
    assert "archive-further" not in browser.page
    await browser.get(f"/console/archive?q={quote('лабрадорит')}&said=note")
    assert f"q={quote('лабрадорит')}" in browser.page, "all filters can be taken away at once"


@pytest.mark.browser
async def test_as_one_types_by_keyboard(sit_down: SitDown, db: Database, customer: Clients) -> None:
    boss = await hire(db, "director")
    chats = [customer() for _ in range(3)]
    numbers = [
        await chat.writes(f"Здравствуйте! Скрипит гранатовый подголовник, {word}")
        for chat, word in zip(chats, ("слева", "справа", "спереди"), strict=True)
    ]
    await give(db, numbers[0], boss)
    async with db.tx(actor=boss.actor) as tx:
        await answers.answer(tx, boss, numbers[0], text="Подголовник поправим, приезжайте")
    await kept(db)
    screen = await sit_down(boss)
    page = screen.page
    await page.keyboard.press("s")
    await page.wait_for_url("**/console/archive")
    await page.locator("#main").focus()
    await page.keyboard.press("/")
    await page.keyboard.type("гранатовые подголов")
    await expect(page.locator("#archived .archived li")).to_have_count(3)
    await expect(page.locator("#archived mark").first).to_be_visible()
    await until(page, "location.search.includes('q=')")
    assert not await flaws(page)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/console/requests/{numbers[2]}#m*")
    await expect(page.locator(".entry:target")).to_contain_text("гранатовый")
    await page.go_back()
    await expect(page.locator("#archive-words")).to_have_value("гранатовые подголов")
    await page.fill("#archive-words", "гранатовые -справа")
    await expect(page.locator("#archived .archived li")).to_have_count(2)
    await page.locator(".archive-narrow summary").click()
    await page.select_option("select[name=said]", "out")
    await expect(page.locator("#archived .none-yet")).to_be_visible()
    await until(page, "location.search.includes('said=out')")
