"""Units through the console: usual values, mistakes by the field, two people at once, and what hangs on a unit."""

import re
from typing import Any

from services.storage.database import Database
from tests.console.filled import filled, send
from tests.console.reception import Browser, Open, hire, unique

NEW = "/console/settings/new-unit"


async def boss(open_browser: Open, db: Database) -> Browser:
    return await open_browser(await hire(db, "admin"))


async def stored(db: Database, code: str) -> dict[str, Any]:
    async with db.read() as reader:
        row = await reader.row("SELECT * FROM unit WHERE code = $1", code)
    assert row
    return dict(row)


async def new_unit(browser: Browser, **fields: str) -> str:
    """Add a unit; returns its code."""
    name = unique("Станция ")
    await browser.get(NEW)
    await send(browser, NEW, **{"name__ru": name, "city__ru": "Новосибирск", "address__ru": "Станционная, 30"} | fields)
    found = re.search(r"/console/settings/units/([a-z0-9_-]+)/resources", browser.path)
    assert found, browser.page
    return found[1]


async def test_a_unit_from_three_words(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    code = await new_unit(browser, phone="8 383 123-45-02")
    unit = await stored(db, code)
    assert code.startswith("stantsiya-")
    assert (unit["time_zone"], unit["phone"]) == ("Asia/Novosibirsk", "+73831234502")
    assert unit["hours"]["week"]["0"] == [["09:00", "20:00"]]
    assert unit["hours"]["week"]["6"] == []
    assert (unit["grid_minutes"], unit["lead_minutes"], unit["visits_limit"], unit["leading"]) == (30, 60, 3, False)
    async with db.read() as reader:
        actor = await reader.value("SELECT actor FROM event WHERE type = 'unit.added' AND subject = $1", f"unit:{code}")
    assert browser.staff
    assert actor == browser.staff.actor


async def test_every_mistake_is_told_at_once_and_nothing_typed_is_lost(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(NEW)
    await send(
        browser, NEW, name__ru="", city__ru="Деревня <b>Гадюкино</b>", address__ru="ул. \"Мира\", 1", phone="12", hours__0="9-13, 12-20",
        hours__1="с утра", hours__2="22-6", hours__3="5-9", grid_minutes="7 мин", lead_minutes="999999", place="где-то", code="Ой!",
    )  # fmt: skip
    assert browser.status == 422
    for words in ("Название: Заполните это поле", "Телефон: Не похоже на телефон", "По этому городу пояс не определить",
                  "понедельник: Часы пересекаются", "вторник: Не похоже на часы",
                  "Нужно целое число", "Число от 0 до 20\u00a0160", "Нужны два числа"):  # fmt: skip
        assert words in browser.page, words
    fields = filled(browser, NEW)
    assert fields["city.ru"] == "Деревня <b>Гадюкино</b>"
    assert fields["address.ru"] == 'ул. "Мира", 1'
    assert (fields["hours.0"], fields["hours.1"], fields["grid_minutes"], fields["place"], fields["code"]) == (
        "9-13, 12-20", "с утра", "7 мин", "где-то", "Ой!",
    )  # fmt: skip
    await send(
        browser, NEW, name__ru="Мост", city__ru="Казань", phone="", hours__0="9-13, 13:30-20", hours__1="", grid_minutes="15",
        lead_minutes="0", place="55.79, 49.12",
    )  # fmt: skip
    assert "Ночные часы заходят на следующий день" in browser.page
    await send(browser, NEW, hours__2="круглосуточно", hours__3="выходной", code="Ой!")
    assert "Только строчные латинские буквы" in browser.page
    code = unique("kzn-")
    await send(browser, NEW, code=code)
    assert browser.status == 200
    unit = await stored(db, code)
    assert unit["time_zone"] == "Europe/Moscow"
    assert unit["place"] == {"lat": 55.79, "lon": 49.12}
    week = unit["hours"]["week"]
    assert (week["0"], week["1"], week["2"]) == ([["09:00", "13:00"], ["13:30", "20:00"]], [], [["00:00", "00:00"]])


async def test_mondays_hours_are_copied_and_nothing_is_saved_by_that(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(NEW)
    name = unique("Копия ")
    await send(browser, NEW, name__ru=name, hours__0="8-22", copy="work")
    assert browser.status == 200
    fields = filled(browser, NEW)
    assert [fields[f"hours.{day}"] for day in range(7)] == ["8-22"] * 5 + ["09:00–20:00", ""]
    assert fields["name.ru"] == name
    await send(browser, NEW, copy="all")
    assert filled(browser, NEW)["hours.6"] == "8-22"
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM unit WHERE name ->> 'ru' = $1", name) == 0


async def test_the_same_code_twice(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(NEW)
    await send(browser, NEW, name__ru="Ещё одна", city__ru="Москва", address__ru="Тут", code="msk")
    assert "Такой код уже есть" in browser.page
    assert filled(browser, NEW)["name.ru"] == "Ещё одна"


async def test_a_double_press_makes_one_unit(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(NEW)
    name = unique("Двойная ")
    form = filled(browser, NEW) | {"name.ru": name, "city.ru": "Москва", "address.ru": "Тут"}
    await browser.post(NEW, form)
    first = browser.path
    await browser.post(NEW, form)
    assert browser.path == first
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM unit WHERE name ->> 'ru' = $1", name) == 1


async def test_a_change_is_in_the_trail_from_what_to_what(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    code = await new_unit(browser)
    path = f"/console/settings/units/{code}"
    await browser.get(path)
    await send(browser, path, hours__0="10-18", grid_minutes="15", address__ru="Станционная, 31")
    assert "Сохранено" in browser.page
    await browser.get(f"/console/settings/audit?kind=unit&unit={code}")
    trail = re.sub(r"<[^>]+>|\s+", " ", browser.page)
    for words in ("Изменён филиал", "понедельник 09:00–20:00 → стало 10:00–18:00", "Шаг записи 30 → стало 15",
                  "Адрес Станционная, 30 → стало Станционная, 31"):  # fmt: skip
        assert words in re.sub(r" +", " ", trail), words
    assert browser.staff
    assert browser.staff.name in browser.page


async def test_two_people_at_once_do_not_undo_each_other(open_browser: Open, db: Database) -> None:
    mine, hers = await boss(open_browser, db), await boss(open_browser, db)
    code = await new_unit(mine)
    path = f"/console/settings/units/{code}"
    await mine.get(path)
    await hers.get(path)
    await send(hers, path, phone="+74951234567")
    await send(mine, path, address__ru="Новая, 5")
    assert mine.status == 422
    assert "это изменил кто-то другой" in mine.page
    assert filled(mine, path)["address.ru"] == "Новая, 5"
    assert (await stored(db, code))["phone"] == "+74951234567"
    await send(mine, path)
    assert mine.status == 200, "pressed once more, it is meant"
    assert (await stored(db, code))["address"] == {"ru": "Новая, 5"}


async def test_there_is_one_leading_unit(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    code = await new_unit(browser)
    for one in (code, "msk"):
        path = f"/console/settings/units/{one}"
        await browser.get(path)
        await send(browser, path, leading="on")
        async with db.read() as reader:
            assert [row["code"] for row in await reader.rows('SELECT code FROM unit WHERE "leading"')] == [one]


async def test_special_days(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    code = await new_unit(browser, city__ru="Москва")
    path = f"/console/settings/units/{code}/days"
    await browser.get(path)
    await send(browser, path, since="2026-12-31", until="2026-12-30")
    assert "Конец раньше начала" in browser.page
    await send(browser, path, since="2026-12-30", until="2026-12-31", hours="до обеда")
    assert "Не похоже на часы" in browser.page
    await send(browser, path, hours="10-16")
    assert "чт, 31 декабря" in browser.page
    await send(browser, f"{path}/holidays", all="1")
    days = (await stored(db, code))["hours"]["days"]
    assert (days["2026-12-31"], days["2027-01-01"], days["2027-05-09"]) == ([["10:00", "16:00"]], [], [])
    await send(browser, f"{path}/remove", since="2027-01-01", until="2027-01-08")
    assert "2027-01-01" not in (await stored(db, code))["hours"]["days"]


async def test_a_head_of_the_unit_changes_it_but_does_not_close_it(open_browser: Open, db: Database) -> None:
    code = await new_unit(await boss(open_browser, db))
    browser = await open_browser(await hire(db, "head", units=(code,)))
    path = f"/console/settings/units/{code}"
    await browser.get(path)
    assert 'name="leading"' not in browser.page
    await send(browser, path, phone="+74951234569", leading="on", active="")
    assert browser.status == 200
    unit = await stored(db, code)
    assert (unit["phone"], unit["leading"], unit["active"]) == ("+74951234569", False, True)
