"""The heads' board and the journal of what was missed, as people see them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from playwright.async_api import expect

from services.clock import FixedClock
from services.requests import promises
from services.staff.accounts import set_language
from services.staff.models import Staff
from services.storage.database import Database
from tests.console.reception import Customer, Open, give, hire, unique
from tests.console.screen import SitDown

Clients = Callable[[], Customer]
ROW = re.compile(r'<th scope="row">(?:<a href="/console/requests/\d+">)?№ (\d+)')


async def station(db: Database) -> str:
    """A unit of the test's own, open day and night: its numbers are nobody else's."""
    code = unique("board-")
    async with db.tx() as tx:
        await tx.execute(
            "INSERT INTO unit (code, name, city, address, time_zone, hours) VALUES ($1, $2, $3, $3, 'Europe/Moscow', $4)",
            code, {"ru": f"СТО {code}", "en": f"Station {code}"}, {"ru": "Москва", "en": "Moscow"},
            {"week": {str(day): [["00:00", "00:00"]] for day in range(7)}, "days": {}},
        )  # fmt: skip
    return code


async def comes(db: Database, customer: Customer, code: str, text: str = "Сколько стоит?", kind: str = "price") -> int:
    """A request of this unit."""
    number = await customer.writes(text)
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = $2), type = $3 WHERE number = $1",
            number,
            code,
            kind,
        )
    return number


async def miss(db: Database, number: int, clock: str = "first_answer", *, ago: int = 30, took: int | None = None) -> None:
    """As the watcher writes it down."""
    async with db.tx() as tx:
        due = tx.now - timedelta(minutes=ago)
        await tx.execute(
            "INSERT INTO missed (request_number, clock, unit_id, staff_id, due_at, at, made_good_at) "
            "SELECT $1, $2, unit_id, agent_id, $3, $3, $4 FROM request WHERE number = $1",
            number, clock, due, due + timedelta(minutes=took) if took is not None else None,
        )  # fmt: skip


@pytest.fixture
async def scene(db: Database, customer: Clients, clock: FixedClock) -> tuple[str, Staff]:
    """A unit where something of everything happened this morning, and who leads it there."""
    code = await station(db)
    anna = await hire(db, units=(code,))
    clock.advance(hours=-1)
    mine = [await comes(db, customer(), code, kind="claim") for _ in range(3)]
    waiting = [await comes(db, customer(), code) for _ in range(2)]
    await comes(db, customer(), code, "Отказали тормоза!", "other")
    for number in mine:
        await give(db, number, anna)
    async with db.tx(actor=anna.actor) as tx:
        for number, minutes in ((mine[0], 20), (mine[1], 90)):
            await promises.promise(tx, anna, number, due_at=tx.now + timedelta(minutes=minutes))
    clock.advance(hours=1)
    async with db.tx() as tx:
        await tx.execute(
            "INSERT INTO request_return (request_number, staff_id, at, until, reason) VALUES ($1, $2, $3, $3, 'не моё')",
            waiting[0], anna.id, tx.now,
        )  # fmt: skip
    closed = await comes(db, customer(), code)
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE request SET state = 'closed', agent_id = $2, outcome = 'answered', summary = '', waiting_since = NULL, "
            "next_answer_due = NULL, closed_at = $3, answered_at = $3, closed_by = $2 WHERE number = $1", closed, anna.id, tx.now,
        )  # fmt: skip
    await miss(db, mine[0])
    await miss(db, waiting[0], took=12)
    return code, anna


def numbers(page: str) -> list[tuple[str, int]]:
    """Links of the board that are a number, or begin with one."""
    found = []
    for href, inside in re.findall(r'<a[^>]* href="(/console/(?:requests|missed)\?[^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL):
        words = re.sub(r"<svg.*?</svg>|<span.*?</span>|<[^>]+>", " ", inside, flags=re.DOTALL).split()
        if words and words[0].isdigit():
            found.append((unescape(href), int(words[0])))
    return found


async def test_every_number_opens_a_list_of_that_many(open_browser: Open, db: Database, scene: tuple[str, Staff]) -> None:
    code, anna = scene
    browser = await open_browser(await hire(db, "head", units=(code,)))
    await browser.get(f"/console/board?unit={code}")
    assert browser.status == 200
    found = numbers(browser.page)
    shown = {href.partition("?")[2] for href, count in found if count}
    for wanted in (f"unit={code}&state=queued", f"unit={code}&late=1", f"unit={code}&alarm=danger&waiting=1",
                   f"unit={code}&promise=overdue", f"unit={code}&promise=soon", f"unit={code}&state=queued&type=price",
                   f"unit={code}&agent={anna.login}", f"unit={code}&agent={anna.login}&waiting=1",
                   f"unit={code}&gave={anna.login}&state=all&back=2026-11-24",
                   f"unit={code}&agent={anna.login}&state=closed&closed=2026-11-24", f"unit={code}&state=all&came=2026-11-24",
                   "since=2026-11-24&until=2026-11-24"):  # fmt: skip
        assert any(wanted in query for query in shown), wanted
    for href, count in dict(found).items():
        await browser.get(href)
        assert browser.status == 200
        assert len(ROW.findall(browser.page)) == count, href
        assert "checked" in browser.page or "selected" in browser.page


async def test_the_list_shows_what_it_is_narrowed_to(open_browser: Open, db: Database, scene: tuple[str, Staff]) -> None:
    browser = await open_browser(await hire(db, "director"))
    query = f"unit={scene[0]}&late=1&promise=overdue&alarm=law&came=2026-11-24&waiting=1"
    await browser.get(f"/console/requests?{query}")
    assert "Сбросить условия" in browser.page
    assert '<details class="more-filters" open>' in browser.page
    for field in (
        'name="late" value="1" checked', 'name="waiting" value="1" checked', 'value="overdue" selected', 'value="law" selected',
        'name="came" value="2026-11-24"',
    ):  # fmt: skip
        assert field in browser.page
    await browser.get("/console/requests")
    assert '<details class="more-filters">' in browser.page


@pytest.mark.parametrize("path", ["/console/board", "/console/board/part", "/console/missed"])
async def test_for_agents_there_is_no_board(open_browser: Open, db: Database, path: str) -> None:
    browser = await open_browser(await hire(db))
    await browser.get(path)
    assert browser.status == 404
    await browser.get("/console")
    assert 'href="/console/board"' not in browser.page


@pytest.mark.parametrize("role", ["head", "director", "qa", "admin"])
async def test_heads_see_their_units_and_the_others_all(
    open_browser: Open, db: Database, scene: tuple[str, Staff], role: str
) -> None:
    code, anna = scene
    other = await station(db)
    browser = await open_browser(await hire(db, role, units=(other,) if role == "head" else ()))
    await browser.get("/console")
    assert 'href="/console/board"' in browser.page
    sees = role != "head"
    await browser.get("/console/board")
    assert (f"СТО {code}" in browser.page) == sees
    assert (anna.name in browser.page) == sees
    assert (f'href="/console/board/people/{anna.login}"' in browser.page) == (sees and role != "qa")
    await browser.get(f"/console/board?unit={code}")
    assert (f'value="{code}" selected' in browser.page) == sees, "what is not theirs is as if it were not there"
    await browser.get(f"/console/missed?unit={code}")
    assert bool(ROW.findall(browser.page)) == sees


async def test_a_head_reads_who_withdraws_the_others(open_browser: Open, db: Database) -> None:
    """Nothing to press beside somebody who works in all units: the board says whose that is."""
    code, why = await station(db), "снимает с потока директор"
    head = await hire(db, "head", units=(code,))
    own, everywhere = await hire(db, units=(code,)), await hire(db)
    browser = await open_browser(head)
    await browser.get("/console/board")
    shown = {login: f'href="/console/board/people/{login}"' in browser.page for login in (own.login, everywhere.login)}
    assert shown == {own.login: True, everywhere.login: False}
    assert why in browser.page
    await (browser := await open_browser(await hire(db, "head"))).get("/console/board")
    assert f'href="/console/board/people/{everywhere.login}"' in browser.page
    assert why not in browser.page


async def test_the_journal_tells_what_became_of_it(open_browser: Open, db: Database, customer: Clients) -> None:
    code = await station(db)
    anna, head = await hire(db, units=(code,)), await hire(db, "head", units=(code,))
    first, second = await comes(db, customer(), code), await comes(db, customer(), code)
    await miss(db, first, ago=50, took=20)
    await give(db, second, anna)
    await miss(db, second, "promise", ago=40)
    await miss(db, first, "handoff", ago=60 * 24 * 9)
    browser = await open_browser(head)

    async def shown(query: str) -> list[int]:
        await browser.get(f"/console/missed?unit={code}&{query}")
        assert browser.status == 200
        return [int(number) for number in ROW.findall(browser.page)]

    assert await shown("") == [second, first], "the last seven days, newest first"
    for words in ("никто не взял", anna.name, "исправлено через 20 мин", "не исправлено", "40 мин", "обещание"):
        assert words in browser.page
    assert await shown("state=open") == [second, first], "what is open is looked for at any time"
    assert await shown("state=good") == [first]
    assert await shown(f"who={anna.login}") == [second]
    assert await shown("who=!none") == [first]
    assert await shown("since=2026-11-14&until=2026-11-16") == [first]
    assert await shown("clock=promise") == [second]
    for odd in ("since=x&until=9999-12-31", "since=2026-11-25&until=2026-11-24", "before=abc", "before=" + "9" * 40, "who=%00'",
                "state=x&clock=x", "until=0001-01-01"):  # fmt: skip
        await shown(odd)


async def test_the_journal_has_pages(open_browser: Open, db: Database, customer: Clients) -> None:
    code = await station(db)
    number = await comes(db, customer(), code)
    for ago in range(60):
        await miss(db, number, ago=ago, took=1)
    browser = await open_browser(await hire(db, "qa"))
    await browser.get(f"/console/missed?unit={code}")
    assert len(ROW.findall(browser.page)) == 50
    older = re.search(r'<a class="button" href="([^"]*before=[^"]*)">', browser.page)
    assert older
    await browser.get(unescape(older[1]))
    assert len(ROW.findall(browser.page)) == 10


async def test_odd_addresses_are_no_trouble(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db, "director"))
    for path in ("/console/board?unit=%00", "/console/board?unit=nowhere", "/console/board/part?unit='", "/console/requests?unit=!none",
                 "/console/requests?came=2026-02-30&closed=x&back=%00&gave=nobody&promise=x&alarm=x&late=&waiting=0",
                 "/console/requests?came=9999-12-31&closed=0001-01-01"):  # fmt: skip
        await browser.get(path)
        assert browser.status == 200, path


async def test_it_speaks_both_languages(open_browser: Open, db: Database, scene: tuple[str, Staff]) -> None:
    director = await hire(db, "director")
    browser = await open_browser(director)
    async with db.tx(actor=director.actor) as tx:
        await set_language(tx, director, "en")
    for path in ("/console/board", "/console/missed"):
        await browser.get(f"{path}?unit={scene[0]}")
        main = re.sub(r"<[^>]+>", " ", browser.page[browser.page.index('<main id="main"') :])
        main = main.replace(scene[1].name, "").replace("Анна", "").replace("Петрова", "")
        said = main.partition("</main>")[0]
        assert "Came in" in said or "Not made good" in said
        assert not re.findall(r"(?:Сегодня|Ждут|Пропущено|никто не взял|Поступило|В очереди)", said)


@pytest.mark.browser
@pytest.mark.usefixtures("quiet")
async def test_the_board_is_live(sit_down: SitDown, db: Database, customer: Clients) -> None:
    code = await station(db)
    screen = await sit_down(await hire(db, "head", units=(code,)))
    await screen.open(f"/console/board?unit={code}")
    queued = screen.page.locator(".figure b").first
    await expect(queued).to_have_text("0")
    await screen.page.wait_for_function("document.querySelector('#rail').dataset.now")
    await comes(db, customer(), code)
    await expect(queued).to_have_text("1", timeout=15_000)
