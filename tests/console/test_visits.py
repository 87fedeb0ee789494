"""Visits in the console: booked, moved and cancelled from a request; the reception's day."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from services.booking import visits
from services.booking.reading import visit_of
from services.catalog.editing import save_resource
from services.catalog.queries import works_by_codes
from services.catalog.usual import add_usual_works
from services.clock import FixedClock
from services.garage.editing import add_vehicle
from services.staff.models import Staff
from services.storage.database import Database
from services.units import Unit, unit_by_code
from tests.console.filled import filled
from tests.console.reception import Browser, Customer, Open, give, hire, unique

Clients = Callable[[], Customer]


@pytest.fixture(scope="module", autouse=True)
async def catalogue(db: Database) -> None:
    """What can be booked."""
    async with db.tx() as tx:
        await add_usual_works(tx)


@pytest.fixture
async def unit(db: Database) -> Unit:
    """A station with one lift and one technician, open from 9 to 20 (UTC+3)."""
    code = unique("sto-")
    async with db.tx() as tx:
        week = {str(day): [["09:00", "20:00"]] for day in range(7)}
        unit_id = await tx.value(
            "INSERT INTO unit (code, name, city, address, time_zone, hours) VALUES ($1, $2, $3, $4, 'Europe/Moscow', $5) RETURNING id",
            code, {"ru": f"СТО {code}"}, {"ru": "Москва"}, {"ru": "ул. Ленина, 1"}, {"week": week, "days": {}},
        )  # fmt: skip
        for kind, name, abilities in (("bay", "Подъёмник", ("lift",)), ("technician", "Сергей", ())):
            await save_resource(
                tx, None, unit_id=unit_id, kind=kind, name={"ru": name}, abilities=abilities, hours=None, position=1, active=True
            )  # fmt: skip
        found = await unit_by_code(tx, code)
    assert found
    return found


async def led(db: Database, agent: Staff, person: Customer, unit: Unit) -> tuple[int, int]:
    """A request of this unit in the agent's hands; its number and client."""
    number = await person.writes("Запишите на масло")
    await give(db, number, agent)
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = $2 WHERE number = $1", number, unit.id)
        client_id = await tx.value("SELECT client_id FROM request WHERE number = $1", number)
        await add_vehicle(tx, client_id, make="Lada", model="Vesta", year=2019, vin=None, plate="А123ВС77", source="console")
    return number, client_id


async def booked(db: Database, unit: Unit, client_id: int, starts_at: datetime, number: int | None = None) -> str:
    """A visit made elsewhere."""
    async with db.tx() as tx:
        visit = await visits.book(
            tx, unit=unit, works=await works_by_codes(tx, ["oil"]), starts_at=starts_at, client_id=client_id, source="console", staff=True,
            request_number=number,
        )  # fmt: skip
    return visit.public_id


def times(browser: Browser) -> list[str]:
    """The free times on the page, as the buttons send them."""
    return [unescape(found) for found in re.findall(r'name="starts_at" value="([^"]+)"', browser.page)]


async def row(db: Database, public_id: str) -> dict[str, Any]:
    async with db.read() as reader:
        found = await reader.row("SELECT * FROM appointment WHERE public_id = $1", public_id)
    assert found
    return dict(found)


async def test_from_a_request_to_a_visit(open_browser: Open, db: Database, unit: Unit, customer: Clients) -> None:
    agent = await hire(db)
    number, client_id = await led(db, agent, customer(), unit)
    browser = await open_browser(agent)
    page = await browser.get(f"/console/requests/{number}")
    assert "Lada Vesta, 2019, А123ВС 77" in page
    book = f"/console/requests/{number}/visit"
    assert f'href="{book}"' in page
    await browser.get(book)
    choice = filled(browser, f"{book}#times")
    assert choice["unit"] == unit.code, "the request's own unit stands there already"
    assert choice["vehicle"], "and the only vehicle"
    assert times(browser) == []
    await browser.get(f"{book}?unit={unit.code}&vehicle={choice['vehicle']}&show=1")
    assert "Отметьте хотя бы одну работу" in browser.page
    await browser.get(f"{book}?unit={unit.code}&vehicle={choice['vehicle']}&work.oil=on&comment=стучит&show=1")
    offered = times(browser)
    assert datetime.fromisoformat(offered[0]).astimezone(UTC) >= db.clock.now()
    await browser.post(book, filled(browser, book) | {"starts_at": offered[0]})
    assert browser.path.startswith(f"/console/requests/{number}")
    assert "Клиент записан на визит" in browser.page
    async with db.read() as reader:
        visit = await reader.row("SELECT * FROM appointment WHERE request_number = $1", number)
        assert visit
        assert (visit["client_id"], visit["unit_id"], visit["source"], visit["staff_id"], visit["comment"], visit["status"]) == (
            client_id, unit.id, "console", agent.id, "стучит", "booked",
        )  # fmt: skip
        assert visit["vehicle_id"] is not None
        assert await reader.value("SELECT count(*) FROM reminder WHERE client_id = $1", client_id), "the client will be told"
    assert f"/console/visits/{visit['public_id']}?move" in browser.page


async def test_a_double_press_books_once(open_browser: Open, db: Database, unit: Unit, customer: Clients) -> None:
    agent = await hire(db)
    number, _ = await led(db, agent, customer(), unit)
    browser = await open_browser(agent)
    book = f"/console/requests/{number}/visit"
    await browser.get(f"{book}?unit={unit.code}&work.oil=on&show=1")
    form = filled(browser, book) | {"starts_at": times(browser)[0]}
    for _ in range(2):
        await browser.post(book, form)
        assert browser.status == 200
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM appointment WHERE request_number = $1", number) == 1


async def test_a_time_lost_meanwhile_leaves_the_choice(open_browser: Open, db: Database, unit: Unit, customer: Clients) -> None:
    agent = await hire(db)
    number, client_id = await led(db, agent, customer(), unit)
    browser = await open_browser(agent)
    book = f"/console/requests/{number}/visit"
    await browser.get(f"{book}?unit={unit.code}&work.oil=on&comment=долго+выбирали&show=1")
    wanted = times(browser)[0]
    await booked(db, unit, client_id, datetime.fromisoformat(wanted))
    await browser.post(book, filled(browser, book) | {"starts_at": wanted})
    assert browser.status == 409
    assert "Это время только что заняли" in browser.page
    assert times(browser)
    assert wanted not in times(browser)
    fields = filled(browser, f"{book}#times")
    assert (fields["work.oil"], fields["comment"]) == ("on", "долго выбирали")
    await browser.post(book, filled(browser, book) | {"starts_at": "вчера"})
    assert "Выберите время" in browser.page


async def test_moved_and_cancelled_from_the_card(open_browser: Open, db: Database, unit: Unit, customer: Clients) -> None:
    agent = await hire(db)
    number, client_id = await led(db, agent, customer(), unit)
    start = db.clock.now().replace(hour=8, minute=0) + timedelta(days=2)
    visit = await booked(db, unit, client_id, start, number)
    browser = await open_browser(agent)
    await browser.get(f"/console/visits/{visit}?move&request={number}")
    move = f"/console/visits/{visit}/move?request={number}"
    later = next(at for at in times(browser) if datetime.fromisoformat(at) > start)
    await browser.post(move, filled(browser, move) | {"starts_at": later})
    assert browser.path.startswith(f"/console/requests/{number}")
    assert "Запись перенесена" in browser.page
    assert (await row(db, visit))["starts_at"] == datetime.fromisoformat(later)
    assert (await row(db, visit))["moves"] == 0, "the client's own moves are not spent"
    await browser.get(f"/console/visits/{visit}?request={number}")
    cancel = f"/console/visits/{visit}/cancel?request={number}"
    await browser.post(cancel, filled(browser, cancel) | {"reason": "ж" * 501})
    assert browser.status == 422
    assert filled(browser, cancel)["reason"] == "ж" * 501, "nothing typed is lost"
    await browser.post(cancel, filled(browser, cancel) | {"reason": "машина продана"})
    found = await row(db, visit)
    assert (found["status"], found["cancelled_by"], found["cancel_reason"]) == ("cancelled", "unit", "машина продана")
    assert "отменили мы" in browser.page


async def test_a_change_meanwhile_is_not_overwritten(open_browser: Open, db: Database, unit: Unit, customer: Clients) -> None:
    agent = await hire(db)
    number, client_id = await led(db, agent, customer(), unit)
    start = db.clock.now().replace(hour=8, minute=0) + timedelta(days=2)
    visit = await booked(db, unit, client_id, start, number)
    mine, theirs = await open_browser(agent), await open_browser(agent)
    address, move = f"/console/visits/{visit}?move&request={number}", f"/console/visits/{visit}/move?request={number}"
    for browser in (mine, theirs):
        await browser.get(address)
    first, second = [at for at in times(mine) if datetime.fromisoformat(at) > start][:2]
    await theirs.post(move, filled(theirs, move) | {"starts_at": first})
    await mine.post(move, filled(mine, move) | {"starts_at": second})
    assert mine.status == 409
    assert "Запись тем временем изменили" in mine.page
    assert (await row(db, visit))["starts_at"] == datetime.fromisoformat(first)


async def test_the_day_of_the_reception(
    open_browser: Open, db: Database, unit: Unit, customer: Clients, clock: FixedClock
) -> None:
    anna = customer()
    anna.name = "Анна <Каренина>"
    number, client_id = await led(db, await hire(db), anna, unit)
    noon = clock.now()
    visit = await booked(db, unit, client_id, noon + timedelta(hours=2))
    early = await booked(db, unit, client_id, noon + timedelta(hours=1))
    browser = await open_browser(await hire(db, "agent", units=(unit.code,)))
    page = await browser.get("/console/visits")
    assert page.index(early) < page.index(visit)
    assert "Анна &lt;Каренина&gt;" in page
    assert "Подъёмник, Сергей" in page
    assert f"/console/requests/{number}" not in page.split("<main")[1], "a conversation that is not theirs is not linked"
    status = f"/console/visits/{early}/status"
    assert 'value="no_show"' not in page, "nobody is late yet"
    await browser.post(status, filled(browser, status) | {"status": "no_show"})
    assert browser.status == 422
    assert "Время визита ещё не пришло" in browser.page
    await browser.get("/console/visits")
    await browser.post(status, filled(browser, status) | {"status": "arrived"})
    assert browser.path.startswith(f"/console/visits?unit={unit.code}&day=2026-11-24")
    assert "приехал" in browser.page
    await browser.post(status, filled(browser, status) | {"status": "done"})
    assert (await row(db, early))["status"] == "done"
    clock.advance(hours=3)
    await browser.get("/console/visits")
    status = f"/console/visits/{visit}/status"
    await browser.post(status, filled(browser, status) | {"status": "no_show"})
    assert (await row(db, visit))["status"] == "no_show"
    await browser.get(f"/console/visits?unit={unit.code}&day=2026-11-25")
    assert "На этот день никто не записан" in browser.page
    await browser.get(f"/console/visits?unit={unit.code}&day=когда-нибудь")
    assert browser.status == 200


PEOPLE = {
    "colleague": ("agent", True, True), "elsewhere": ("agent", False, False), "their-head": ("head", True, True),
    "other-head": ("head", False, False), "director": ("director", None, True), "qa": ("qa", None, False), "admin": ("admin", None, True),
}  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
async def test_who_reaches_a_visit(who: str, open_browser: Open, db: Database, unit: Unit, customer: Clients) -> None:
    role, here, may_change = PEOPLE[who]
    person = await hire(db, role, units=() if here is None else ((unit.code,) if here else ("ekb",)))
    number, client_id = await led(db, await hire(db), customer(), unit)
    visit = await booked(db, unit, client_id, db.clock.now() + timedelta(days=1))
    browser = await open_browser(person)
    reads = here is not False
    for query in ("", f"?request={number}", "?request=999999999", "?request=x", "?move"):
        await browser.get(f"/console/visits/{visit}{query}")
        assert browser.status == (200 if reads else 404), query
    await browser.get(f"/console/visits?unit={unit.code}")
    assert (visit in await browser.get(f"/console/visits?unit={unit.code}&day=2026-11-25")) is reads
    await browser.get("/console")
    csrf = {"csrf": browser.page.split('data-csrf="')[1].split('"', maxsplit=1)[0]}
    for act, fields in (
        ("status", {"status": "arrived"}), ("move", {"starts_at": (db.clock.now() + timedelta(days=3)).isoformat()}), ("cancel", {}),
    ):  # fmt: skip
        if may_change:
            continue
        for query in ("", f"?request={number}"):
            await browser.post(f"/console/visits/{visit}/{act}{query}", csrf | {"key": unique("k")} | fields)
            assert browser.status == (403 if reads else 404), act
    async with db.read() as reader:
        found = await visit_of(reader, visit)
    assert found
    assert found.status == "booked"
    await browser.get(f"/console/requests/{number}/visit")
    assert browser.status == (200 if who in {"their-head", "director", "admin"} else 403 if who == "qa" else 404)


async def test_who_leads_the_request_changes_the_visit_wherever_it_is(
    open_browser: Open, db: Database, unit: Unit, customer: Clients
) -> None:  # fmt: skip
    agent = await hire(db, "agent", units=("ekb",))
    number, client_id = await led(db, agent, customer(), unit)
    other_number, _ = await led(db, agent, customer(), unit)
    visit = await booked(db, unit, client_id, db.clock.now() + timedelta(days=1))
    browser = await open_browser(agent)
    await browser.get(f"/console/visits/{visit}")
    assert browser.status == 404
    await browser.get(f"/console/visits/{visit}?request={other_number}")
    assert browser.status == 404, "another client's request opens nothing"
    cancel = f"/console/visits/{visit}/cancel?request={number}"
    await browser.get(f"/console/visits/{visit}?request={number}")
    await browser.post(cancel, filled(browser, cancel))
    assert (await row(db, visit))["status"] == "cancelled"


async def test_a_stranger_to_the_request_books_nothing(open_browser: Open, db: Database, unit: Unit, customer: Clients) -> None:
    number, _ = await led(db, await hire(db), customer(), unit)
    browser = await open_browser(await hire(db))
    csrf = browser.page.split('data-csrf="')[1].split('"', maxsplit=1)[0]
    form = {"csrf": csrf, "key": "k", "unit": unit.code, "work.oil": "on", "starts_at": "2026-11-25T09:00:00+03:00"}
    await browser.post(f"/console/requests/{number}/visit", form)
    assert browser.status == 404
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM appointment WHERE request_number = $1", number) == 0


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1969-12-31", "nonsense"])
async def test_no_day_is_too_far(open_browser: Open, db: Database, unit: Unit, day: str) -> None:
    """What somebody types into the address is answered with a page."""
    browser = await open_browser(await hire(db))
    await browser.get(f"/console/visits?unit={unit.code}&day={day}")
    assert browser.status == 200
