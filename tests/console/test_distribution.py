"""How requests are handed out, through the console: rules are tried out, saved, told in the journal, and nobody else's are touched."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from html import unescape

import pytest

from services.clock import FixedClock
from services.staff.accounts import staff_by_login
from services.storage.database import Database
from tests.axe import flaws
from tests.console.filled import filled, send
from tests.console.reception import Browser, Customer, Open, give, hire, unique
from tests.console.screen import SitDown, until

Clients = Callable[[], Customer]
ROOT = "/console/settings/distribution"
CHAIN, MSK = f"{ROOT}/chain", f"{ROOT}/units/msk"


@pytest.fixture(autouse=True)
async def untouched(db: Database) -> AsyncIterator[None]:
    """Nobody else is on shift, nobody has rules of their own; all is as before afterwards."""
    async with db.tx() as tx:
        on_shift = await tx.rows("UPDATE staff SET shift = 'off' WHERE shift = 'on' RETURNING id")
        chain = await tx.row(
            "SELECT weights, reservation_minutes, matter_minutes, rest_minutes FROM policy WHERE unit_id IS NULL"
        )
    assert chain
    yield
    async with db.tx() as tx:
        await tx.execute("UPDATE staff SET shift = 'on' WHERE id = ANY ($1::integer[])", [row["id"] for row in on_shift])
        await tx.execute("DELETE FROM policy WHERE unit_id IS NOT NULL")
        await tx.execute(
            "UPDATE policy SET weights = $1, reservation_minutes = $2, matter_minutes = $3, rest_minutes = $4", *chain
        )
        await tx.execute("UPDATE request SET waiting_since = waiting_since WHERE state = 'queued'")


async def boss(open_browser: Open, db: Database, role: str = "director", units: tuple[str, ...] = ()) -> Browser:
    return await open_browser(await hire(db, role, units=units, shift="off"))


async def waiting(db: Database, customer: Clients, clock: FixedClock, *types: str) -> list[int]:
    """Requests of these types of the unit msk, five minutes after each other; their numbers."""
    numbers = []
    for name in types:
        number = await customer().writes("Вопрос")
        async with db.tx() as tx:
            await tx.execute(
                "UPDATE request SET type = $2, unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1",
                number,
                name,
            )
        numbers.append(number)
        clock.at += timedelta(minutes=5)
    return numbers


def shown(browser: Browser) -> list[list[str]]:
    """The rows of the preview, each a list of its cells' words."""
    table = browser.page.split('<table class="handing">')[1].split("<tbody>")[1].split("</tbody>")[0]
    return [
        [" ".join(unescape(re.sub(r'<span class="of">.*?</span>|<[^>]+>', " ", cell)).split()) for cell in re.findall(
            r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in table.split("</tr>")[:-1]
    ]  # fmt: skip


def told(browser: Browser, field: str) -> str:
    """What is said to be wrong below a field."""
    found = re.search(rf'id="f-{re.escape(field)}-wrong">(.*?)</p>', browser.page)
    return unescape(found[1]) if found else ""


@pytest.mark.usefixtures("quiet")
async def test_a_preview_shows_who_would_get_what_and_saves_nothing(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    browser = await boss(open_browser, db)
    older, newer = await waiting(db, customer, clock, "booking", "price")
    agent = await hire(db)
    await browser.get(CHAIN)
    await send(browser, CHAIN, type__price="40", preview="on")
    assert (browser.status, browser.path) == (200, CHAIN)
    assert filled(browser, CHAIN)["type.price"] == "40", "what was typed is still there"
    ((who, now, then, why),) = shown(browser)
    assert who == f"{agent.name} ⇄ изменится"
    assert now == f"№ {older} Запись ждёт 10 мин"
    assert then == f"№ {newer} Цена ждёт 5 мин"
    assert "Цена +40" in why
    assert f'href="/console/requests/{newer}"' in browser.page
    assert "Ничего ещё не сохранено" in browser.page
    await browser.get(CHAIN)
    assert filled(browser, CHAIN)["type.price"] == ""
    await send(browser, CHAIN, preview="on")
    assert shown(browser)[0][:3] == [agent.name, f"№ {older} Запись ждёт 10 мин", "то же самое"]
    assert "ничего не изменится" in browser.page


@pytest.mark.usefixtures("quiet")
async def test_saved_rules_hold_at_once_and_stand_in_the_form(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    browser = await boss(open_browser, db)
    _, newer = await waiting(db, customer, clock, "booking", "price")
    await browser.get(CHAIN)
    await send(
        browser, CHAIN, type__price="40", type__claim="", tier_name__0="Gold", tier_minutes__0="15", returned="7", promise="60",
        deadline="0", reservation_minutes="20", matter_minutes="120", rest_minutes="90",
    )  # fmt: skip
    assert "Сохранено." in browser.page
    fields = filled(browser, CHAIN)
    assert {name: fields[name] for name in ("type.price", "type.claim", "tier_name.0", "tier_minutes.0", "law")} == {
        "type.price": "40", "type.claim": "", "tier_name.0": "gold", "tier_minutes.0": "15", "law": "525600",
    }  # fmt: skip
    assert [fields[name] for name in ("returned", "promise", "deadline", "reservation_minutes", "matter_minutes", "rest_minutes")] == [
        "7", "60", "0", "20", "120", "90",
    ]  # fmt: skip
    page = await browser.get(ROOT)
    assert "Цена +40 мин, клиент «gold» +15 мин" in page
    agent = await hire(db)
    hers = await open_browser(agent)
    await hers.get("/console")
    await hers.submit("/console/next")
    assert hers.path.startswith(f"/console/requests/{newer}"), "whoever waits stands by the new rules"


async def test_tiers_of_clients_are_offered(open_browser: Open, db: Database, customer: Clients) -> None:
    number, tier = await customer().writes("Вопрос"), unique("Platinum-")
    async with db.tx() as tx:
        await tx.execute("UPDATE client SET tier = NULL WHERE tier IS NOT NULL")
        await tx.execute(
            "UPDATE client SET tier = $2 WHERE id = (SELECT client_id FROM request WHERE number = $1)", number, tier
        )
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    fields = filled(browser, CHAIN)
    rows = [fields[f"tier_name.{row}"] for row in range(3)]
    assert rows == [tier.lower(), "", ""], "with room for two more"
    await send(browser, CHAIN, tier_minutes__0="", tier_name__1="Silver", tier_minutes__1="5")
    fields = filled(browser, CHAIN)
    assert [fields[f"tier_name.{row}"] for row in range(4)] == ["silver", tier.lower(), "", ""]


@pytest.mark.parametrize(("who", "units"), [("agent", ("msk",)), ("qa", ()), ("head", ("ekb",))])
async def test_whose_rules_they_are_not_can_do_nothing(
    who: str, units: tuple[str, ...], open_browser: Open, db: Database
) -> None:
    director = await boss(open_browser, db)
    await director.get(MSK)
    good = filled(director, MSK)
    browser = await boss(open_browser, db, who, units)
    await browser.get("/console")
    csrf = browser.page.split('data-csrf="')[1].split('"', maxsplit=1)[0]
    for path in (CHAIN, MSK):
        await browser.get(path)
        assert browser.status in {403, 404}
        for extra in ({}, {"preview": "on"}):
            await browser.post(path, good | {"csrf": csrf, "type.price": "99", "seen": ""} | extra)
            assert browser.status in {403, 404}, extra
            assert "handing" not in browser.page
    await browser.post(f"{MSK}/drop", {"csrf": csrf, "key": unique("key")})
    assert browser.status in {403, 404}
    await director.get(MSK)
    assert filled(director, MSK)["type.price"] == ""


async def test_a_head_makes_rules_for_their_unit_and_goes_back_to_the_chains(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db, "head", ("msk",))
    page = await browser.get(ROOT)
    assert MSK in page
    assert f"{ROOT}/units/ekb" not in page
    assert CHAIN not in page
    await browser.get(MSK)
    assert "Сейчас филиал работает по правилам сети" in browser.page
    assert "/drop" not in browser.page
    await send(browser, MSK, type__warranty="10")
    assert "У филиала свои правила" in browser.page
    assert "свои правила" in await browser.get(ROOT)
    director = await boss(open_browser, db)
    await director.get(CHAIN)
    await send(director, CHAIN, type__warranty="77")
    await browser.get(MSK)
    assert filled(browser, MSK)["type.warranty"] == "10", "the chain's do not reach them"
    again = filled(browser, f"{MSK}/drop")
    await browser.post(f"{MSK}/drop", again)
    assert "Теперь филиал работает по правилам сети" in browser.page
    assert filled(browser, MSK)["type.warranty"] == "77"
    await browser.post(f"{MSK}/drop", again | {"key": unique("key")})
    assert browser.status == 200, "whoever comes second finds it done"


@pytest.mark.parametrize("preview", [{}, {"preview": "on"}])
@pytest.mark.parametrize(
    "mistake",
    [
        ("type.claim", "много", "Нужно целое число."), ("type.claim", "-5", "Нужно целое число."), ("law", "", "Заполните это поле."),
        ("type.price", "10081", "Число от 0 до 10 080."), ("type.price", "5" * 5000, "Нужно целое число."),
        ("returned", "1,5", "Нужно целое число."), ("rest_minutes", "999999999", "Число от 0 до 10 080."),
        ("tier_minutes.0", "десять", "Нужно целое число."), ("tier_name.0", "я" * 5000, "Слишком длинно."),
        ("tier_name.0", " ", "Заполните это поле."), ("tier_name.1", "GOLD", "Такой уровень уже есть в строке выше."),
    ],
)  # fmt: skip
async def test_mistakes_are_told_at_the_field(
    mistake: tuple[str, str, str], preview: dict[str, str], open_browser: Open, db: Database
) -> None:
    field, typed, words = mistake
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    rows = {"tier_name__0": "gold", "tier_minutes__0": "10", "tier_minutes__1": "5" if field == "tier_name.1" else ""}
    await send(browser, CHAIN, **rows | {field.replace(".", "__"): typed} | preview)
    assert browser.status == 422
    assert told(browser, field).replace("\u00a0", " ") == words
    assert f'href="#f-{field}"' in browser.page
    assert filled(browser, CHAIN)[field] == typed, "as it was typed"
    assert 'class="handing"' not in browser.page


async def test_all_mistakes_at_once_with_the_names_of_their_fields(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    await send(browser, CHAIN, type__repair_status="x", promise="y", tier_name__0="gold", tier_minutes__0="z")
    assert "Не сохранено. Исправьте 3 поля:" in browser.page
    links = dict(re.findall(r'<a href="#f-([^"]+)">(.*?): ', browser.page))
    assert links == {"type.repair_status": "Ход ремонта", "promise": "Обещание клиенту", "tier_minutes.0": "Прибавить"}


async def test_too_many_tiers(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    rows = {f"tier_name.{row}": f"tier{row}" for row in range(21)} | {f"tier_minutes.{row}": "1" for row in range(21)}
    await browser.post(CHAIN, filled(browser, CHAIN) | rows)
    assert browser.status == 422
    assert told(browser, "tiers") == "Слишком много: до 20 уровней с минутами."
    assert filled(browser, CHAIN)["tier_name.20"] == "tier20"
    await browser.post(CHAIN, filled(browser, CHAIN) | {"tier_minutes.20": ""})
    assert browser.status == 200


async def test_rules_that_somebody_else_changed_meanwhile(open_browser: Open, db: Database) -> None:
    first, second = await boss(open_browser, db), await boss(open_browser, db, "admin")
    await first.get(CHAIN)
    await second.get(CHAIN)
    await send(first, CHAIN, type__price="11")
    await send(second, CHAIN, type__price="22")
    assert second.status == 422
    assert "это изменил кто-то другой" in second.page
    assert filled(second, CHAIN)["type.price"] == "22"
    await first.get(CHAIN)
    assert filled(first, CHAIN)["type.price"] == "11"
    await send(second, CHAIN)
    assert "Сохранено." in second.page, "knowing it, they may"
    assert filled(second, CHAIN)["type.price"] == "22"


@pytest.mark.usefixtures("quiet")
async def test_nobody_on_shift_nothing_to_hand_out_and_who_is_hindered(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    await send(browser, CHAIN, preview="on")
    assert "Сейчас на смене никого нет" in browser.page
    free, late, full = await hire(db), await hire(db), await hire(db)
    await send(browser, CHAIN, preview="on")
    assert "Сейчас никто не ждёт" in browser.page
    promised, held, wanted = await waiting(db, customer, clock, "price", "price", "price")
    await give(db, promised, late)
    await give(db, held, full)
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET promise_due = $2 WHERE number = $1", promised, tx.now - timedelta(minutes=1))
        await tx.execute("UPDATE staff SET wip_limit = 1 WHERE id = $1", full.id)
    await send(browser, CHAIN, preview="on")
    rows = {cells[0]: cells[1] for cells in shown(browser)}
    assert rows == {
        free.name: f"№ {wanted} Цена ждёт 5 мин",
        late.name: "Ничего: сначала нужно сдержать просроченное обещание.",
        full.name: "Ничего: уже ведёт столько обращений, сколько можно.",
    }


@pytest.mark.usefixtures("quiet")
async def test_a_head_is_shown_others_requests_without_a_way_in(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    browser = await boss(open_browser, db, "head", ("ekb",))
    (number,) = await waiting(db, customer, clock, "price")
    await hire(db)
    path = f"{ROOT}/units/ekb"
    await browser.get(path)
    await send(browser, path, preview="on")
    assert shown(browser)[0][1].startswith(f"№ {number} ")
    assert f"/console/requests/{number}" not in browser.page


async def test_the_journal_tells_what_changed(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(MSK)
    await send(browser, MSK, type__price="40", tier_name__0="gold", tier_minutes__0="15", deadline="30")
    await send(browser, f"{MSK}/drop")
    page = unescape(await browser.get("/console/settings/audit?kind=policy"))
    assert "Изменены правила распределения: СТО Москва" in page
    assert "Распределение снова по правилам сети: СТО Москва" in page
    saved = page.split("Изменены правила распределения: СТО Москва")[1].split("</li>")[0]
    lines = re.findall(r"<dt>(.*?)</dt><dd><del>(.*?)</del>.*?<ins>(.*?)</ins>", saved)
    assert lines == [
        ("Цена", "не учитывается", "40 мин"), ("клиент «gold»", "не учитывается", "15 мин"), ("Срок ответа", "не учитывается", "30 мин"),
    ]  # fmt: skip
    await browser.get(CHAIN)
    await send(browser, CHAIN, reservation_minutes="45")
    page = unescape(await browser.get("/console/settings/audit"))
    assert "Изменены правила распределения: вся сеть" in page
    assert "как задано в программе" in page


async def test_languages_somebody_speaks_with_clients(open_browser: Open, db: Database) -> None:
    person = await hire(db, units=("msk",))
    browser = await boss(open_browser, db)
    path = f"/console/settings/staff/{person.login}"
    await browser.get(path)
    assert "language.ru" not in filled(browser, path), "nothing ticked: every language"
    await send(browser, path, language__en="on")
    assert "Сохранено." in browser.page
    assert filled(browser, path)["language.en"] == "on"
    assert "· английский" in await browser.get("/console/settings/staff")
    page = await browser.get("/console/settings/audit?kind=staff")
    assert re.search(r"На каких языках отвечает клиентам</dt><dd><ins>английский</ins>", page)
    async with db.read() as reader:
        found = await staff_by_login(reader, person.login)
    assert found
    assert found.languages == ("en",)
    await browser.get(path)
    await send(browser, path, language__xx="on")
    assert browser.status == 422
    await browser.get(path)
    await send(browser, path, without=("language.en",))
    assert "language.en" not in filled(browser, path)


async def test_a_new_colleague_with_a_language(open_browser: Open, db: Database) -> None:
    browser, new = await boss(open_browser, db), "/console/settings/new-person"
    login = unique("lang")
    await browser.get(new)
    await send(browser, new, name="Джон", login=login, language__en="on")
    await browser.get(f"/console/settings/staff/{login}")
    assert filled(browser, f"/console/settings/staff/{login}")["language.en"] == "on"


@pytest.mark.browser
@pytest.mark.usefixtures("quiet")
@pytest.mark.one_look
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_the_preview_can_be_read(
    scheme: str, sit_down: SitDown, db: Database, customer: Clients, clock: FixedClock
) -> None:
    await waiting(db, customer, clock, "booking", "parts_selection")
    for _ in range(3):
        await hire(db)
    head = await hire(db, "head", units=("msk",), shift="off")
    screen = await sit_down(
        head, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme=scheme
    )  # fmt: skip
    page = screen.page

    async def look(where: str) -> None:
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, where
        assert await flaws(page) == [], where

    await screen.open(ROOT)
    await look("the list")
    await screen.open(MSK)
    await page.get_by_label("Подбор запчастей").fill("60")
    await page.keyboard.press("Enter")
    await page.get_by_text("Ничего ещё не сохранено").wait_for()
    assert await page.locator("tr.changed").count() == 2, "the two change places"
    await until(
        page, "document.getElementById('preview').getBoundingClientRect().top < innerHeight"
    )  # it is brought into sight
    await look("the preview")
    await page.get_by_label("Претензия").fill("рано")
    await page.get_by_role("button", name="Сохранить").click()
    await page.locator("#f-type\\.claim[aria-invalid]").wait_for()
    await look("a mistake")
    await screen.open(f"/console/settings/staff/{head.login}")
    await look("a person")
