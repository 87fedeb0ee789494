"""Bays, technicians, works, typical answers and the chain's name through the console."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest

from services.booking import visits
from services.catalog.queries import unit_resources, works_by_codes
from services.catalog.usual import add_usual_works
from services.clients.people import new_public_id
from services.storage.database import Database
from services.units import unit_by_code
from services.watch.notices import notify
from tests.console.filled import filled, send
from tests.console.reception import Browser, Customer, Open, give, hire, unique
from tests.console.test_settings_units import new_unit

Clients = Callable[[], Customer]


@pytest.fixture(scope="module", autouse=True)
async def works(db: Database) -> None:
    """The usual catalogue."""
    async with db.tx() as tx:
        await add_usual_works(tx)


async def boss(open_browser: Open, db: Database) -> Browser:
    return await open_browser(await hire(db, "admin"))


async def equipped(browser: Browser, **bays: str) -> str:
    """A unit with bays and two technicians; returns its code."""
    code = await new_unit(browser, city__ru="Москва")
    root = f"/console/settings/units/{code}"
    for kind, count in (bays or {"lift": "2"}).items():
        await browser.get(f"{root}/resources")
        await send(browser, f"{root}/bays", kind=kind, count=count)
    await send(browser, f"{root}/technicians", names="Сергей Волков\n\n Андрей  Лис \nАндрей Лис", skill__senior="on")
    return code


async def test_equal_bays_at_once_and_technicians_a_line_each(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    code = await equipped(browser, lift="3", tyre="1")
    await send(browser, f"/console/settings/units/{code}/bays", kind="lift", count="2")
    async with db.read() as reader:
        unit = await unit_by_code(reader, code)
        assert unit
        found = await unit_resources(reader, unit.id)
    assert [one.name["ru"] for one in found if "lift" in one.abilities] == [f"Подъёмник {n}" for n in range(1, 6)]
    assert next(one.name for one in found if "tyre" in one.abilities) == {"ru": "Шиномонтаж 1", "en": "Tyres 1"}
    assert {one.name["ru"]: set(one.abilities) for one in found if one.kind == "technician"} == {
        "Сергей Волков": {"senior"}, "Андрей Лис": {"senior"},
    }  # fmt: skip
    page = unescape(browser.page)
    assert "Нет поста «стенд сход-развала»:" in page
    assert "Никто не отмечен как «диагност»:" in page
    for count, words in (("", "Заполните"), ("21", "Число от 1 до 20"), ("два", "Нужно целое число")):
        await send(browser, f"/console/settings/units/{code}/bays", kind="lift", count=count)
        assert browser.status == 422
        assert words in browser.page
    await send(browser, f"/console/settings/units/{code}/technicians", names="\n ")
    assert "Напишите хотя бы одно имя" in browser.page


async def booked(db: Database, code: str, client: int) -> tuple[str, datetime]:
    """A visit there; returns its id and beginning."""
    async with db.tx() as tx:
        unit = await unit_by_code(tx, code)
        assert unit
        client_id = await tx.value("SELECT client_id FROM request WHERE number = $1", client)
        starts_at = tx.now.replace(hour=7, minute=0) + timedelta(days=1)
        visit = await visits.book(
            tx, unit=unit, works=await works_by_codes(tx, ["oil"]), starts_at=starts_at, client_id=client_id, source="console", staff=True
        )  # fmt: skip
    return visit.public_id, starts_at


async def test_what_visits_count_on_is_not_taken_away_in_silence(open_browser: Open, db: Database, customer: Clients) -> None:
    browser = await boss(open_browser, db)
    code = await equipped(browser, lift="1")
    visit, starts_at = await booked(db, code, await customer().writes("Запишите"))
    async with db.read() as reader:
        taken = await reader.value(
            "SELECT resource_id FROM occupation o JOIN appointment a ON a.id = o.appointment_id JOIN resource r ON r.id = resource_id "
            "WHERE a.public_id = $1 AND r.kind = 'technician'",
            visit,
        )
    path = f"/console/settings/resources/{taken}"
    await browser.get(path)
    await send(browser, path, without=("active",))
    assert browser.status == 422
    assert "Впереди 1 запись" in browser.page
    assert f'href="/console/visits/{visit}?move"' in browser.page
    await send(
        browser, f"{path}/block", since=f"{starts_at:%Y-%m-%d}T00:00", until=f"{starts_at:%Y-%m-%d}T23:00", reason="отпуск"
    )
    assert "На это время есть записи" in browser.page
    assert filled(browser, f"{path}/block")["reason"] == "отпуск"
    await send(browser, f"{path}/block", since="2026-12-30T00:00", until="2026-12-31T00:00", reason="")
    assert "Без причины нельзя" in browser.page
    await send(browser, f"{path}/block", since="2026-12-30T00:00", until="2026-12-31T00:00", reason="отпуск")
    assert "на это время записи не будет" in browser.page
    await send(browser, f"{path}/unblock")
    assert "Снова доступно" in browser.page
    await browser.get(path)
    await send(browser, path, without=("active",), sure="on")
    assert browser.status == 200
    unit_path = f"/console/settings/units/{code}"
    await browser.get(unit_path)
    await send(browser, unit_path, hours__0="", hours__1="", hours__2="", hours__3="20-21", hours__4="20-21", hours__5="")
    assert "1 запись не попадает в часы работы" in browser.page
    await send(browser, unit_path, without=("active",))
    assert "Впереди 1 запись" in browser.page
    await send(browser, unit_path, without=("active",), sure="on")
    async with db.read() as reader:
        assert await reader.value("SELECT active FROM unit WHERE code = $1", code) is False


async def test_own_hours_of_a_technician(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    code = await equipped(browser)
    async with db.read() as reader:
        unit = await unit_by_code(reader, code)
        assert unit
        person = next(one for one in await unit_resources(reader, unit.id) if one.kind == "technician")
    path = f"/console/settings/resources/{person.id}"
    await browser.get(path)
    assert filled(browser, path)["hours.0"] == "09:00–20:00", "prefilled with the unit's"
    await send(browser, path, own_hours="on", hours__0="10-", name__ru="Сергей В.")
    assert "понедельник: Не похоже на часы" in browser.page
    await send(browser, path, hours__0="10-16")
    async with db.read() as reader:
        hours = await reader.value("SELECT hours FROM resource WHERE id = $1", person.id)
    assert (hours["week"]["0"], hours["week"]["6"]) == ([["10:00", "16:00"]], [])
    await send(browser, path, without=("own_hours",))
    async with db.read() as reader:
        row = await reader.row("SELECT hours, name FROM resource WHERE id = $1", person.id)
    assert row
    assert (row["hours"], row["name"]["ru"]) == (None, "Сергей В.")


async def test_a_work_of_the_chains_own(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    new = "/console/settings/new-work"
    await browser.get(new)
    title = unique("Чип-тюнинг ")
    await send(browser, new, title__ru=title, minutes="0", interval_km="много")
    assert browser.status == 422
    assert "Число от 5 до" in browser.page
    assert "Нужно целое число" in browser.page
    await send(browser, new, minutes="90", interval_km="15 000", skill="diagnostician", without=("bookable",))
    assert browser.status == 200
    async with db.read() as reader:
        row = await reader.row("SELECT * FROM work WHERE title ->> 'ru' = $1", title)
    assert row
    assert (row["minutes"], row["interval_km"], row["bookable"], row["skill"]) == (90, 15000, False, "diagnostician")
    path = f"/console/settings/works/{row['code']}"
    await browser.get(path)
    await send(browser, path, minutes="100")
    trail = await browser.get("/console/settings/audit?kind=work")
    assert re.search(r"Изменена работа: " + re.escape(title) + r".*?<del>90</del>.*?<ins>100</ins>", trail, re.DOTALL)
    await browser.get(new)
    await send(browser, new, title__ru="Масло ещё раз", code="oil")
    assert "Такой код уже есть" in browser.page


async def test_typical_answers_are_inserted_and_sent_by_a_person(open_browser: Open, db: Database, customer: Clients) -> None:
    browser = await boss(open_browser, db)
    new = "/console/settings/new-answer"
    title = unique("Как проехать ")
    await browser.get(new)
    await send(browser, new, title__ru=title)
    assert "Заполните это поле" in browser.page
    await send(browser, new, body__ru="Въезд со двора.\n<b>Ждём</b>", body__en="Enter from the yard.")
    assert "&lt;b&gt;Ждём&lt;/b&gt;" in browser.page
    answer_id = re.findall(r"/console/settings/answers/(\d+)\">" + re.escape(title), browser.page)[0]
    agent, anna = await hire(db), customer()
    number = await anna.writes("Где вы?")
    await give(db, number, agent)
    hers = await open_browser(agent)
    await hers.get(f"/console/requests/{number}")
    assert title in hers.page
    await hers.submit(f"/console/requests/{number}/answer")  # an empty one is refused
    form = hers.form(f"/console/requests/{number}/answer")
    await hers.post(f"/console/requests/{number}/insert", form | {"text": "Добрый день!", "typical": answer_id})
    assert hers.status == 200
    box = unescape(hers.form(f"/console/requests/{number}/answer")["text"])
    assert box == "Добрый день!\n\nВъезд со двора.\n<b>Ждём</b>"
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM message WHERE request_number = $1 AND direction = 'out'", number) == 0
        draft = await reader.value("SELECT text FROM draft WHERE request_number = $1", number)
    assert draft == box
    await browser.get(f"/console/settings/answers/{answer_id}")
    await send(browser, f"/console/settings/answers/{answer_id}/remove")
    assert title not in browser.page
    assert title in await browser.get("/console/settings/audit?kind=answer")


async def test_an_answer_of_another_unit_or_type_is_not_offered(open_browser: Open, db: Database, customer: Clients) -> None:
    browser = await boss(open_browser, db)
    titles = {}
    for unit, kind in (("msk", ""), ("ekb", ""), ("", "claim"), ("", "")):
        titles[unit, kind] = unique("Слова ")
        await browser.get("/console/settings/new-answer")
        await send(
            browser, "/console/settings/new-answer", title__ru=titles[unit, kind], body__ru="Текст", unit=unit, type=kind
        )
    agent = await hire(db)
    number = await customer().writes("Вопрос")
    await give(db, number, agent)
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1", number)
    hers = await open_browser(agent)
    page = await hers.get(f"/console/requests/{number}")
    assert {key for key, title in titles.items() if title in page} == {("msk", ""), ("", "")}
    for missing in ("999999", "x", ""):
        await hers.post(
            f"/console/requests/{number}/insert", hers.form(f"/console/requests/{number}/answer") | {"typical": missing}
        )
        assert hers.status in {200, 404}
        if hers.status == 404:
            await hers.get(f"/console/requests/{number}")


async def test_the_chain_has_a_name(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    path = "/console/settings/chain"
    await browser.get(path)
    await send(browser, path, name__ru=" ", name__en="")
    assert browser.status == 422
    name = unique("Гараж на Неве ")
    await send(browser, path, name__ru=name)
    assert browser.status == 200
    await browser.get(path)
    assert filled(browser, path)["name.ru"] == name
    assert name in await browser.get("/console/settings/audit?kind=chain")


async def test_the_trail_is_read_by_quality_control_and_by_heads_of_their_units(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    code = await new_unit(browser)
    other = await hire(db, "agent", units=("ekb",))
    path = f"/console/settings/staff/{other.login}"
    await browser.get(path)
    secret_name = f"Тайна {new_public_id()[:6]}"
    await send(browser, path, name=secret_name)
    async with db.tx() as tx:
        await notify(tx, [other.id], "withdrawn")
    qa = await open_browser(await hire(db, "qa"))
    page = await qa.get("/console/settings/audit")
    assert secret_name in page
    assert "staff-told" not in page, "what the system tells people is no change of settings"
    assert "/console/settings/staff" not in page.split("</nav>")[1].split("<main")[0], "the rest of the settings is not offered"
    head = await open_browser(await hire(db, "head", units=(code,)))
    page = await head.get("/console/settings/audit?kind=unit")
    assert "Добавлен филиал" in page
    page = await head.get("/console/settings/audit?kind=staff")
    assert secret_name not in page
