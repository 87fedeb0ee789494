"""The page of somebody at work, and what they see while nothing new comes to them (G7)."""

import asyncio
import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.clock import FixedClock
from services.staff.accounts import set_language
from services.staff.models import Staff
from services.storage.database import Database
from tests.console.filled import filled
from tests.console.reception import NOON, Browser, Customer, Open, give, hire

Clients = Callable[[], Customer]

pytestmark = pytest.mark.usefixtures("quiet")


def page_of(staff: Staff) -> str:
    return f"/console/board/people/{staff.login}"


@pytest.fixture
async def agent(db: Database) -> Staff:
    return await hire(db, units=("msk",))


@pytest.fixture
async def head(open_browser: Open, db: Database, agent: Staff) -> Browser:
    """The head of the agent's station, on the page of the agent."""
    browser = await open_browser(await hire(db, "head", units=("msk",)))
    await browser.get(page_of(agent))
    return browser


def plain(browser: Browser) -> str:
    """The page as it is read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", browser.page.partition("<main")[2])).split())


async def until(db: Database, staff: Staff) -> object:
    async with db.read() as reader:
        return await reader.value("SELECT withdrawn_until FROM staff WHERE id = $1", staff.id)


async def test_it_tells_how_they_work_now(db: Database, head: Browser, agent: Staff, customer: Clients) -> None:
    for text in ("Сколько стоит масло?", "Стучит справа"):
        await give(db, await customer().writes(text), agent)
    await head.get(page_of(agent))
    assert head.status == 200
    read = plain(head)
    for words in (
        agent.name,
        "На смене",
        "В работе 2 из 5",
        "Из них ждут ответа 2",
        "Просроченных обещаний 0",
        "Снять с потока",
    ):
        assert words in read
    assert f'href="/console/settings/staff/{agent.login}"' in head.page
    await head.get(f"/console/settings/staff/{agent.login}")
    assert f'href="{page_of(agent)}"' in head.page


@pytest.mark.parametrize(
    "press",
    [("1h", 60, "сегодня, вт, в 13:00 (Москва)"), ("today", 12 * 60, "завтра, ср, 25 ноября, в 00:00 (Москва)"),
     ("tomorrow", 21 * 60, "завтра, ср, 25 ноября, в 09:00 (Москва)")],
)  # fmt: skip
async def test_one_press_withdraws_and_one_brings_back(
    db: Database, head: Browser, agent: Staff, press: tuple[str, int, str]
) -> None:
    quick, minutes, said = press
    await head.submit(f"{page_of(agent)}/withdraw", why="Три жалобы за день", quick=quick)
    assert head.path == f"{page_of(agent)}?done=withdrawn"
    assert await until(db, agent) == NOON + timedelta(minutes=minutes)
    assert f"Новые обращения не выдаются, снова пойдут {said}. Причина: Три жалобы за день" in plain(head)
    await head.submit(f"{page_of(agent)}/back")
    assert "Новые обращения снова выдаются." in head.page
    assert await until(db, agent) is None
    assert "Причина: Три" not in head.page


async def test_an_exact_time_is_the_stations_and_the_person_sees_why_next_is_barred(
    db: Database, open_browser: Open, head: Browser, agent: Staff, clock: FixedClock
) -> None:
    ours, number = await open_browser(agent), await Customer(db, 600_001).writes("Сколько стоит масло?")
    await head.submit(f"{page_of(agent)}/withdraw", why="Перегружена", until="2026-11-24T15:30")
    assert await until(db, agent) == NOON + timedelta(hours=3, minutes=30)
    await ours.get("/console")
    barred = "Вы сняты с потока: новые обращения снова пойдут сегодня, вт, в 15:30 (Москва)."
    assert barred in ours.page
    assert "Передышка" in ours.page
    await ours.submit("/console/next")
    assert ours.status == 409
    assert "То, что в работе, доведите до конца или передайте." in ours.page
    await give(db, number, agent)
    await ours.get(f"/console/requests/{number}")
    await ours.submit(f"/console/requests/{number}/answer", text="1500 рублей")
    assert ours.status == 200, "what is in hand goes on"
    assert barred in ours.page
    clock.advance(hours=4)
    await ours.get("/console")
    assert barred not in ours.page
    await head.get(page_of(agent))
    assert "Новые обращения не выдаются" not in plain(head), "it ends by itself"
    assert "Перегружена" not in head.page


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"why": "", "quick": "1h"}, ("Причина: Без причины нельзя: напишите её.",)),
        ({"why": "я" * 301, "quick": "1h"}, ("Слишком длинно: до 300 символов.",)),
        ({"why": "Устала", "until": ""}, ("До какого времени: Заполните это поле.",)),
        ({"why": "Устала", "until": "2026-11-24T11:59"}, ("Это время уже прошло.",)),
        ({"why": "Устала", "until": "2026-12-26T12:00"}, ("Слишком далеко: не больше чем на 31 день.",)),
        ({"why": "Устала", "until": "завтра"}, ("Укажите дату и время.",)),
        ({"why": "Устала", "until": "0001-01-01T00:00"}, ("Укажите дату и время.",)),
        ({"why": "Устала", "quick": "никогда"}, ("Заполните это поле.",)),
        ({"why": "", "until": "2026-11-24T11:59"}, ("Это время уже прошло.", "Без причины нельзя")),
    ],
)
async def test_a_mistake_is_told_beside_the_field_and_nothing_is_lost(
    db: Database, head: Browser, agent: Staff, typed: dict[str, str], wrong: tuple[str, ...]
) -> None:
    action = f"{page_of(agent)}/withdraw"
    await head.submit(action, **typed)
    assert head.status == 422
    for words in wrong:
        assert words in plain(head)
    assert filled(head, action)["why"] == typed["why"]
    assert 'aria-invalid="true"' in head.page
    assert await until(db, agent) is None
    await head.get(action)
    assert head.path == page_of(agent), "a reload of the mistake's address leads to the page"


async def test_whose_page_it_is_and_whose_not(open_browser: Open, db: Database, agent: Staff) -> None:
    seen = {
        ("agent", ()): 404, ("agent", ("msk",)): 404, ("qa", ()): 404, ("head", ("ekb",)): 403, ("head", ("msk", "ekb")): 200,
        ("head", ()): 200, ("director", ()): 200, ("admin", ()): 200,
    }  # fmt: skip
    for (role, units), status in seen.items():
        browser = await open_browser(await hire(db, role, units=units))
        await browser.get(page_of(agent))
        assert browser.status == status, (role, units)
        if status != 200:
            csrf = re.search(r'data-csrf="([^"]+)"', browser.page)
            assert csrf
            await browser.post(f"{page_of(agent)}/withdraw", {"csrf": csrf[1], "key": "k", "why": "Хочу", "quick": "1h"})
            assert browser.status == status
            await browser.post(f"{page_of(agent)}/back", {"csrf": csrf[1], "key": "b"})
            assert browser.status == status
    assert await until(db, agent) is None
    browser = await open_browser(agent)
    await browser.get(page_of(agent))
    assert browser.status == 404, "not even one's own"
    await browser.get("/console/board/people/nobody")
    assert browser.status == 404


async def test_a_head_steps_back_themselves(open_browser: Open, db: Database) -> None:
    boss = await hire(db, "head", units=("msk",))
    browser = await open_browser(boss)
    await browser.get(page_of(boss))
    assert "Новые обращения вам выдаваться не будут." in browser.page
    await browser.submit(f"{page_of(boss)}/withdraw", why="Планёрка", quick="1h")
    assert "Новые обращения не выдаются" in browser.page
    await browser.submit(f"{page_of(boss)}/back")
    assert await until(db, boss) is None


async def test_pressed_twice_it_is_one_withdrawal(db: Database, head: Browser, agent: Staff) -> None:
    action = f"{page_of(agent)}/withdraw"
    form = head.form(action) | {"why": "Устала", "quick": "1h"}
    twin = Browser(head.client)
    await asyncio.gather(head.post(action, form), twin.post(action, form))
    assert (head.status, twin.status) == (200, 200)
    async with db.read() as reader:
        times = await reader.value(
            "SELECT count(*) FROM event WHERE type = 'staff.withdrawn' AND subject = $1", f"staff:{agent.login}"
        )
    assert times == 1


async def test_the_reason_is_words_and_the_trail_tells_who_and_until_when(
    open_browser: Open, db: Database, head: Browser, agent: Staff
) -> None:
    await head.submit(f"{page_of(agent)}/withdraw", why="<script>alert(1)</script>", quick="1h")
    assert "<script>alert(1)" not in head.page
    assert "&lt;script&gt;alert(1)" in head.page
    await head.get("/console/settings/audit")
    assert "Снятие с потока" in head.page
    assert agent.name in head.page
    ours = await open_browser(agent)
    await ours.get("/console")
    assert "alert(1)" not in ours.page.replace("&lt;script&gt;alert(1)&lt;/script&gt;", "")


async def test_in_english(db: Database, open_browser: Open, agent: Staff) -> None:
    boss = await hire(db, "head")
    async with db.tx() as tx:
        await set_language(tx, boss, "en")
    browser = await open_browser(boss)
    await browser.get(page_of(agent))
    await browser.submit(f"{page_of(agent)}/withdraw", why="Tired", quick="1h")
    assert "New requests are paused; they come again today, Tue, at 13:00 (MSK). Reason: Tired" in plain(browser)


async def test_the_rules_tried_out_know_it(db: Database, open_browser: Open, head: Browser, agent: Staff) -> None:
    await head.submit(f"{page_of(agent)}/withdraw", why="Устала", quick="1h")
    boss = await open_browser(await hire(db, "director"))
    await boss.get("/console/settings/distribution/chain")
    await boss.post(
        "/console/settings/distribution/chain", filled(boss, "/console/settings/distribution/chain") | {"preview": "on"}
    )
    assert "Ничего: новые обращения пока не выдаются." in boss.page


async def test_whoever_transfers_sees_who_takes_nothing_new(
    db: Database, open_browser: Open, head: Browser, agent: Staff, customer: Clients
) -> None:
    await head.submit(f"{page_of(agent)}/withdraw", why="Устала", quick="1h")
    colleague, number = await hire(db), await customer().writes("Сколько стоит масло?")
    await give(db, number, colleague)
    browser = await open_browser(colleague)
    await browser.get(f"/console/requests/{number}")
    assert f"{agent.name} · новых не берёт, в работе 0 из 5" in browser.page
