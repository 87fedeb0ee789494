"""Deadlines and escalation through the console: what is typed holds, is told in the journal, and nobody else's is touched."""

import re
from collections.abc import AsyncIterator
from html import unescape

import pytest

from services.staff.accounts import set_language
from services.storage.database import Database
from services.watch.models import Rush, Watch
from services.watch.policies import watch_of
from tests.axe import flaws
from tests.console.filled import filled, send
from tests.console.reception import Browser, Open, hire, unique
from tests.console.screen import SitDown

ROOT = "/console/settings/watch"
CHAIN, MSK = f"{ROOT}/chain", f"{ROOT}/units/msk"


@pytest.fixture(autouse=True)
async def untouched(db: Database) -> AsyncIterator[None]:
    """The usual rules before and after."""
    yield
    async with db.tx() as tx:
        await tx.execute("DELETE FROM watch_policy")


async def boss(open_browser: Open, db: Database, role: str = "director", units: tuple[str, ...] = ()) -> Browser:
    return await open_browser(await hire(db, role, units=units, shift="off"))


async def in_force(db: Database, unit: str | None = None) -> Watch:
    async with db.read() as reader:
        return await watch_of(reader, await reader.value("SELECT id FROM unit WHERE code = $1", unit))


def told(browser: Browser, field: str) -> str:
    """What is said to be wrong below a field."""
    found = re.search(rf'id="f-{re.escape(field)}-wrong">(.*?)</p>', browser.page)
    return unescape(found[1]).replace("\u00a0", " ") if found else ""


def rules(browser: Browser, path: str) -> str:
    """The line of the list that leads there."""
    found = re.search(rf'<a href="{path}">.*?</h2>\s*<p>(.*?)</p>', browser.page, re.DOTALL)
    return unescape(found[1]) if found else ""


async def test_saved_rules_stand_in_the_form_and_in_the_list(open_browser: Open, db: Database) -> None:
    browser, anna = await boss(open_browser, db), await hire(db)
    await browser.get(CHAIN)
    assert filled(browser, CHAIN)["mode"] == "chain", "the usual rules to begin with"
    await send(
        browser, CHAIN, first_minutes="5", next_minutes="", handoff_minutes="45", resolve__claim="480", nudge_minutes="8",
        lease_minutes="65", director_minutes="1500", remind_minutes="0", slip_minutes="15", danger_minutes="3", duty=anna.login,
        rush_waiting="12", rush_minutes="90", rush__claim="0", rush__callback="30",
    )  # fmt: skip
    assert "Сохранено." in browser.page
    fields = filled(browser, CHAIN)
    assert (fields["resolve.claim"], fields["resolve.price"], fields["rush.claim"], fields["rush.price"]) == (
        "480",
        "",
        "0",
        "",
    )
    assert (fields["first_minutes"], fields["next_minutes"], fields["duty"], fields["rush_waiting"]) == (
        "5",
        "",
        anna.login,
        "12",
    )
    assert await in_force(db) == Watch(
        None, "chain", 5, None, 45, {"claim": 480}, 8, 65, 1500, 0, 15, 3, anna.id, Rush(12, 90, {"callback": 30, "claim": 0})
    )
    await browser.get(ROOT)
    assert rules(browser, CHAIN) == "Цепочка: напоминание через 8 мин, в очередь через 1 ч 5 мин, директору через 1 д 1 ч"
    assert rules(browser, MSK) == "как в сети"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Цепочка: напоминание через 10 мин, в очередь через 20 мин, директору через 30 мин"),
        ({"mode": "journal"}, "Журнал: напоминание через 10 мин, запись о молчании через 20 мин"),
        ({"nudge_minutes": "0", "director_minutes": "0"}, "Цепочка: в очередь через 20 мин"),
        ({"mode": "journal", "nudge_minutes": "0", "lease_minutes": "0"}, "Журнал: без напоминаний"),
    ],
)
async def test_rules_in_a_few_words(changed: dict[str, str], words: str, open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(MSK)
    await send(browser, MSK, **changed)
    await browser.get(ROOT)
    assert rules(browser, MSK) == words
    assert "свои правила" in browser.page


@pytest.mark.parametrize(("who", "units"), [("agent", ("msk",)), ("qa", ()), ("head", ("ekb",))])
async def test_whose_rules_they_are_not_can_do_nothing(
    who: str, units: tuple[str, ...], open_browser: Open, db: Database
) -> None:
    director = await boss(open_browser, db)
    await director.get(MSK)
    await send(director, MSK, slip_minutes="40")
    good = filled(director, MSK)
    browser = await boss(open_browser, db, who, units)
    await browser.get("/console")
    hidden = {"csrf": browser.page.split('data-csrf="')[1].split('"', maxsplit=1)[0], "seen": ""}
    for path in (CHAIN, MSK):
        await browser.get(path)
        assert browser.status in {403, 404}
        await browser.post(path, good | hidden | {"key": unique("key"), "slip_minutes": "99"})
        assert browser.status in {403, 404}
    await browser.post(f"{MSK}/drop", hidden | {"key": unique("key")})
    assert browser.status in {403, 404}
    await browser.get(ROOT)
    assert browser.status == (200 if who == "head" else 404)
    assert MSK not in browser.page
    await director.get(MSK)
    assert filled(director, MSK)["slip_minutes"] == "40"
    assert (await in_force(db)).slip_minutes == 30


async def test_a_head_makes_rules_for_their_unit_and_goes_back_to_the_chains(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db, "head", ("msk",))
    page = await browser.get(ROOT)
    assert MSK in page
    assert f"{ROOT}/units/ekb" not in page
    assert CHAIN not in page
    await browser.get(MSK)
    assert "Сейчас филиал работает по правилам сети" in browser.page
    assert "/drop" not in browser.page
    assert "Уже назначенные сроки остаются прежними" in browser.page, "whoever changes clocks must know which ones they change"
    await send(browser, MSK, mode="journal")
    assert "У филиала свои правила" in browser.page
    director = await boss(open_browser, db)
    await director.get(CHAIN)
    await send(director, CHAIN, slip_minutes="77")
    await browser.get(MSK)
    assert filled(browser, MSK)["slip_minutes"] == "30", "the chain's do not reach them"
    again = filled(browser, f"{MSK}/drop")
    await browser.post(f"{MSK}/drop", again)
    assert "Теперь филиал работает по правилам сети" in browser.page
    assert (filled(browser, MSK)["slip_minutes"], filled(browser, MSK)["mode"]) == ("77", "chain")
    await browser.post(f"{MSK}/drop", again | {"key": unique("key")})
    assert browser.status == 200, "whoever comes second finds it done"


async def test_a_form_sent_twice_is_one_change(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    form = filled(browser, CHAIN) | {"slip_minutes": "44"}
    for _ in range(2):
        await browser.post(CHAIN, form)
        assert "Сохранено." in browser.page
    assert browser.staff
    async with db.read() as reader:
        assert (
            await reader.value("SELECT count(*) FROM event WHERE type = 'watch.changed' AND actor = $1", browser.staff.actor)
            == 1
        )


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("first_minutes", "0", "Число от 1 до 10 080."), ("next_minutes", "скоро", "Нужно целое число."),
        ("handoff_minutes", "", "Заполните это поле."), ("resolve.claim", "0", "Число от 1 до 129 600."),
        ("resolve.claim", "5" * 5000, "Нужно целое число."), ("lease_minutes", "-5", "Нужно целое число."),
        ("nudge_minutes", "20", "Напоминание должно прийти раньше, чем обращение заберут."),
        ("director_minutes", "999999999", "Число от 0 до 10 080."), ("remind_minutes", "1,5", "Нужно целое число."),
        ("slip_minutes", " ", "Заполните это поле."), ("danger_minutes", "0", "Число от 1 до 1 440."),
        ("rush_waiting", "10000", "Число от 1 до 9 999."), ("rush_minutes", "1e3", "Нужно целое число."),
        ("rush.price", "<b>5</b>", "Нужно целое число."), ("rush.price", "я" * 5000, "Нужно целое число."),
    ],
)  # fmt: skip
async def test_mistakes_are_told_at_the_field(field: str, typed: str, words: str, open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    await send(browser, CHAIN, **{field.replace(".", "__"): typed})
    assert browser.status == 422
    assert told(browser, field) == words
    assert f'href="#f-{field}"' in browser.page
    assert filled(browser, CHAIN)[field] == typed, "as it was typed"
    assert await in_force(db) == Watch()


@pytest.mark.parametrize("mode", ["", "both", "я" * 5000])
async def test_one_of_the_two_ways(mode: str, open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    await send(browser, CHAIN, mode=mode)
    assert browser.status == 422
    assert told(browser, "mode") == "Выберите: цепочка или журнал."
    assert 'id="f-mode"' in browser.page
    assert await in_force(db) == Watch()


async def test_all_mistakes_at_once_with_the_names_of_their_fields(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(CHAIN)
    await send(browser, CHAIN, first_minutes="x", resolve__repair_status="x", rush__repair_status="x")
    assert "Не сохранено. Исправьте 3 поля:" in browser.page
    assert dict(re.findall(r'<a href="#f-([^"]+)">(.*?): ', browser.page)) == {
        "first_minutes": "Первый ответ", "resolve.repair_status": "Срок решения · Ход ремонта",
        "rush.repair_status": "При перегрузке · Ход ремонта",
    }  # fmt: skip


async def test_only_who_works_there_answers_for_danger(open_browser: Open, db: Database) -> None:
    here, there, everywhere = await hire(db, units=("msk",)), await hire(db, units=("ekb",)), await hire(db)
    browser = await boss(open_browser, db, "head", ("msk",))
    page = await browser.get(MSK)
    offered = set(re.findall(r'<option value="(agent[^"]*)"', page))
    assert {here.login, everywhere.login} <= offered
    assert there.login not in offered
    await send(browser, MSK, duty=there.login)
    assert browser.status == 422
    assert told(browser, "duty") == "Выберите из списка: этот человек здесь не работает."
    await send(browser, MSK, duty=here.login)
    assert filled(browser, MSK)["duty"] == here.login
    director = await boss(open_browser, db)
    await director.get(CHAIN)
    await send(director, CHAIN, duty=here.login)
    assert director.status == 422, "who answers for the whole chain works in all of it"


async def test_who_was_on_duty_and_has_left(open_browser: Open, db: Database) -> None:
    anna, browser = await hire(db, units=("msk",)), await boss(open_browser, db)
    await browser.get(MSK)
    await send(browser, MSK, duty=anna.login)
    assert "больше здесь не работает" not in browser.page
    async with db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE id = $1", anna.id)
    await browser.get(MSK)
    assert "Тот, кого выбрали раньше, больше здесь не работает." in browser.page
    assert filled(browser, MSK)["duty"] == ""
    await send(browser, MSK)
    assert "больше здесь не работает" not in browser.page
    assert (await in_force(db, "msk")).duty_id is None
    page = unescape(await browser.get("/console/settings/audit?kind=watch"))
    assert f"<del>{anna.login}</del>" in page


async def test_rules_that_somebody_else_changed_meanwhile(open_browser: Open, db: Database) -> None:
    first, second = await boss(open_browser, db), await boss(open_browser, db, "admin")
    await first.get(CHAIN)
    await second.get(CHAIN)
    await send(first, CHAIN, slip_minutes="11")
    await send(second, CHAIN, slip_minutes="22")
    assert second.status == 422
    assert "это изменил кто-то другой" in second.page
    assert filled(second, CHAIN)["slip_minutes"] == "22"
    assert (await in_force(db)).slip_minutes == 11
    await send(second, CHAIN)
    assert "Сохранено." in second.page, "knowing it, they may"
    assert (await in_force(db)).slip_minutes == 22


async def test_the_journal_tells_what_changed(open_browser: Open, db: Database) -> None:
    anna, browser = await hire(db, units=("msk",)), await boss(open_browser, db)
    await browser.get(MSK)
    await send(
        browser, MSK, mode="journal", first_minutes="5", next_minutes="7", nudge_minutes="0", resolve__claim="480", duty=anna.login,
        rush_waiting="12", rush__callback="30",
    )  # fmt: skip
    await send(browser, f"{MSK}/drop")
    page = unescape(await browser.get("/console/settings/audit?kind=watch"))
    assert "Сроки и эскалация снова по правилам сети: СТО Москва" in page
    saved = page.split("Изменены сроки и эскалация: СТО Москва")[1].split("</li>")[0]
    assert re.findall(r"<dt>(.*?)</dt><dd><del>(.*?)</del>.*?<ins>(.*?)</ins>", saved) == [
        ("Если не ответили вовремя", "Цепочка", "Журнал"), ("Первый ответ", "как задано в программе", "5 мин"),
        ("Каждый следующий ответ", "как первый", "7 мин"),
        ("Срок решения · Претензия", "без срока", "480 мин"), ("Напомнить через", "10 мин", "выключено"),
        ("Кому сообщить", "руководителям филиала", anna.name), ("Начинается, когда ждёт", "никогда", "12"),
        ("При перегрузке · Обратный звонок", "как обычно", "30 мин"),
    ]  # fmt: skip
    await browser.get(CHAIN)
    await send(browser, CHAIN, slip_minutes="45")
    assert "Изменены сроки и эскалация: вся сеть" in unescape(await browser.get("/console/settings/audit"))
    other = await boss(open_browser, db, "head", ("ekb",))
    page = await other.get("/console/settings/audit?kind=watch")
    assert "вся сеть" in page
    assert "СТО Москва" not in page


async def test_in_english(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    assert browser.staff
    async with db.tx() as tx:
        await set_language(tx, browser.staff, "en")
    assert ROOT in await browser.get("/console/settings")
    assert "Deadlines and escalation" in browser.page
    await browser.get(MSK)
    await send(browser, MSK, mode="journal", nudge_minutes="30")
    assert told(browser, "nudge_minutes") == "The reminder must come before the request is taken away."
    await send(browser, MSK, nudge_minutes="5")
    for path in (ROOT, CHAIN, MSK, "/console/settings/audit?kind=watch"):
        assert not re.search(r"Срок|Цепоч|Журнал|Напомн|Обещан", await browser.get(path)), path
    await browser.get(ROOT)
    assert rules(browser, MSK) == "Journal: reminder after 5 min, silence noted after 20 min"


@pytest.mark.browser
@pytest.mark.one_look
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1920, "light")])
async def test_it_can_be_read_and_used_on_any_screen(width: int, scheme: str, sit_down: SitDown, db: Database) -> None:
    head = await hire(db, "head", units=("msk",), shift="off")
    screen = await sit_down(head, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = screen.page

    async def look(where: str) -> None:
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert await flaws(page) == [], where

    await screen.open(ROOT)
    await look("the list")
    await screen.open(MSK)
    for summary in await page.get_by_text("Задать по типам обращений").all():
        await summary.click()
    await look("the form")
    await page.get_by_role("radio", name="Журнал").focus()
    await page.keyboard.press("Space")
    await page.get_by_label("Первый ответ").fill("рано")
    await page.keyboard.press("Enter")
    await page.locator("#f-first_minutes[aria-invalid]").wait_for()
    await look("a mistake")
    await page.get_by_label("Первый ответ").fill("15")
    await page.keyboard.press("Enter")
    await page.get_by_text("Сохранено.").wait_for()
    await look("saved")
    assert (await in_force(db, "msk")).mode == "journal"
