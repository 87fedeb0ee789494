"""Beside the conversation: what is known and who told it; closing by the script, with what is missing said beside its field."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from playwright.async_api import Page, expect

from services.clients.linking import put_client
from services.garage.editing import put_vehicle
from services.staff.accounts import set_language
from services.staff.models import Staff
from services.storage.database import Database
from tests.axe import flaws
from tests.console.filled import filled, send
from tests.console.reception import Browser, Customer, Open, give, hire, unique
from tests.console.screen import SitDown

Clients = Callable[[], Customer]
VIN = "XTAGFK330KY123456"


def plain(page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


async def opened(
    db: Database, customer: Customer, agent: Staff | None, kind: str = "parts_selection", unit: str = "msk"
) -> int:
    """A request of this type in somebody's hands."""
    number = await customer.writes("Есть вопрос по машине")
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE request SET type = $2, unit_id = (SELECT id FROM unit WHERE code = $3) WHERE number = $1",
            number,
            kind,
            unit,
        )
        await tx.execute("DELETE FROM asking WHERE request_number = $1", number)
    if agent:
        await give(db, number, agent)
    return number


async def stored(db: Database, number: int) -> dict[str, Any]:
    async with db.read() as reader:
        row = await reader.row("SELECT state, outcome, summary, fields FROM request WHERE number = $1", number)
    assert row
    return dict(row)


def line(browser: Browser, code: str) -> str:
    """A field of the card, as it is read."""
    found = re.search(rf'<li class="known-field[^"]*" id="known-{code}">.*?</(?:summary|p)>', browser.page, re.DOTALL)
    return plain(found[0]) if found else ""


async def fill(browser: Browser, number: int, code: str, value: str, **more: str) -> None:
    """The small form of this field, as a person without scripts sends it."""
    fields = browser.form(f"/console/requests/{number}/fill") | {"code": code, "value": value, "key": unique("key")} | more
    await browser.post(f"/console/requests/{number}/fill", fields)


def mistake(browser: Browser, name: str) -> str:
    """What is said below a field."""
    found = re.search(rf'id="{re.escape(name)}-mistake">(.*?)</p>', browser.page)
    return unescape(found[1]).replace("\u00a0", " ") if found else ""


async def closes(browser: Browser, number: int, **changed: str) -> None:
    """Fill in the wrap-up and send it."""
    await send(browser, f"/console/requests/{number}/close", **changed)


@pytest.fixture
async def scene(open_browser: Open, db: Database, customer: Clients) -> tuple[Browser, int]:
    """An agent with a request for parts on the screen."""
    agent = await hire(db)
    browser, number = await open_browser(agent), await opened(db, customer(), agent)
    await browser.get(f"/console/requests/{number}")
    return browser, number


async def test_what_is_known_and_by_whom(scene: tuple[Browser, int], db: Database) -> None:
    browser, number = scene
    assert line(browser, "vin") == "VIN неизвестно указать"
    assert line(browser, "parts") == "Запчасти неизвестно указать", "required by nothing"
    await fill(browser, number, "vin", VIN.lower())
    assert line(browser, "vin") == f"VIN {VIN} записал оператор изменить"
    assert (await stored(db, number))["fields"]["vin"] == VIN
    await fill(browser, number, "phone", "8 916 123-45-67")
    assert "+7 916 123-45-67" in line(browser, "phone")
    await fill(browser, number, "parts", "колодки\nдиски <b>2 шт</b>")
    assert "диски &lt;b&gt;2 шт&lt;/b&gt;" in browser.page
    await fill(browser, number, "vin", "")
    assert line(browser, "vin").startswith("VIN неизвестно"), "what was written by mistake can be taken away"


async def test_the_bots_question_is_seen(scene: tuple[Browser, int], db: Database) -> None:
    browser, number = scene
    async with db.tx() as tx:
        await tx.execute("INSERT INTO asking (request_number, chat_id, dialogue, code) VALUES ($1, 1, 'd', 'vin')", number)
    assert "Бот сейчас спрашивает: VIN" in plain(await browser.get(f"/console/requests/{number}"))
    assert "Бот сейчас спрашивает: VIN" in plain(await browser.get(f"/console/requests/{number}/conversation"))


async def test_mistakes_stay_beside_their_field(scene: tuple[Browser, int], db: Database) -> None:
    browser, number = scene
    for code, value, words in (
        ("vin", "XTA12", "Не похоже на VIN"), ("vin", VIN[:-1], "В VIN 17 знаков, а здесь 16."), ("vin", "я" * 5000, "Слишком длинно."),
        ("phone", "позвоните", "Не похоже на телефон"), ("parts", "к" * 5000, "Слишком длинно."),
    ):  # fmt: skip
        await fill(browser, number, code, value)
        assert browser.status == 422
        assert words in mistake(browser, f"known-{code}")
        assert value in unescape(browser.page), "as it was typed"
    assert (await stored(db, number))["fields"] == {}


async def test_what_is_no_field_or_not_theirs_is_refused(
    scene: tuple[Browser, int], open_browser: Open, db: Database, customer: Clients
) -> None:
    browser, number = scene
    form = browser.form(f"/console/requests/{number}/fill")
    for data, status in (
        ({"code": "nonsense", "value": "1"}, 422), ({"code": "x" * 5000, "value": "1"}, 422),
        ({"code": "vehicle", "vehicle": "forged", "value": ""}, 422), ({"csrf": "forged", "code": "vin", "value": VIN}, 403),
    ):  # fmt: skip
        await browser.post(f"/console/requests/{number}/fill", form | {"key": unique("key")} | data)
        assert browser.status == status, data.keys()
    other = await open_browser(await hire(db))
    await other.get("/console")
    stolen = form | {"csrf": other.page.split('data-csrf="')[1].split('"', maxsplit=1)[0], "code": "vin", "value": VIN}
    for action in ("fill", "close"):
        await other.post(f"/console/requests/{number}/{action}", stolen | {"outcome": "spam", "summary": "x"})
        assert other.status == 404, "an agent sees nothing of others' requests"
    head = await open_browser(await hire(db, "head", units=("msk",)))
    page = await head.get(f"/console/requests/{number}")
    assert line(head, "vin").startswith("VIN неизвестно"), "reads it"
    assert f'action="/console/requests/{number}/fill"' not in page, "and leaves it to the one who leads"
    stolen["csrf"] = page.split('data-csrf="')[1].split('"', maxsplit=1)[0]
    await head.post(f"/console/requests/{number}/fill", stolen)
    assert head.status == 403
    assert (await stored(db, number))["fields"] == {}


async def test_a_vehicle_is_chosen_among_the_clients(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    chat = 640_000_000 + int(unique(""))
    person = Customer(db, chat)
    number = await opened(db, person, agent)
    async with db.tx() as tx:
        client_id = await tx.value("SELECT client_id FROM request WHERE number = $1", number)
        for plate, model in (("А123ВС77", "Vesta"), ("В321ОР77", "Niva")):
            await put_vehicle(tx, unique("car-"), client_id=client_id, make="Lada", model=model, plate=plate)
        other, _ = await put_client(
            tx, unique("o-"), name="Олег", phone=f"+7495{unique('').zfill(7)}", birthday=None, tier=None
        )
        foreign, _ = await put_vehicle(tx, unique("car-"), client_id=other.id, make="Kia", model="Rio")
    browser = await open_browser(agent)
    page = await browser.get(f"/console/requests/{number}")
    niva = re.search(r'<option value="([^"]+)">Lada Niva', page)
    assert niva
    await fill(browser, number, "vehicle", "", vehicle=foreign.public_id)
    assert browser.status == 422
    await fill(browser, number, "vehicle", "", vehicle=niva[1])
    assert "Lada Niva" in line(browser, "vehicle")


async def test_closing_by_the_script(scene: tuple[Browser, int], db: Database) -> None:
    browser, number = scene
    page = browser.page
    assert re.findall(r'name="outcome" value="([^"]+)" data-digit="(\d)"', page)[:2] == [
        ("solved.ordered", "1"),
        ("booked.visit", "2"),
    ]
    await closes(browser, number, outcome="solved.ordered", summary="Подобрали колодки", message="Ждём вас")
    assert browser.status == 422
    assert mistake(browser, "close-fields.vin") == "Без этого с таким итогом не закрыть."
    stands = filled(browser, f"/console/requests/{number}/close")
    assert (stands["summary"], stands["message"], stands["outcome"]) == ("Подобрали колодки", "Ждём вас", "solved.ordered")
    await closes(browser, number, **{"fields.vin": "XTA"})
    assert browser.status == 422
    assert "Не похоже на VIN" in mistake(browser, "close-fields.vin")
    assert filled(browser, f"/console/requests/{number}/close")["fields.vin"] == "XTA"
    await closes(browser, number, **{"fields.vin": VIN})
    assert f"Обращение № {number} закрыто" in plain(browser.page)
    closed = await stored(db, number)
    assert (closed["state"], closed["outcome"], closed["fields"]["vin"]) == ("closed", "solved", VIN)
    async with db.read() as reader:
        assert await reader.value("SELECT result FROM wrap_up WHERE request_number = $1", number) == "ordered"


async def test_nothing_is_asked_for_spam(scene: tuple[Browser, int], db: Database) -> None:
    browser, number = scene
    await closes(browser, number, outcome="spam", summary="реклама")
    assert (await stored(db, number))["outcome"] == "spam"


MISSING: list[tuple[dict[str, str], str, str]] = [
    ({"outcome": ""}, "outcome", "Выберите итог."), ({"outcome": "solved.nonsense"}, "result", "Такого варианта нет"),
    ({"outcome": "won"}, "outcome", "Такого варианта нет"), ({"outcome": "booked.visit"}, "next.visit", "Сначала запишите клиента"),
    ({"outcome": "answered.ordered"}, "result", "Этот вариант относится к другому итогу"),
    ({"summary": " "}, "summary", "Напишите, что выяснили"), ({"next": "party"}, "next", "Такого варианта нет"),
    ({"next": "recommendation"}, "next.title", "Напишите, о чём."), ({"next": "recommendation"}, "next.due_at", "Укажите, когда."),
    ({"next": "recommendation", "next.title": "колодки", "next.day": "2020-01-01"}, "next.due_at", "Это время уже прошло."),
    ({"next": "recommendation", "next.title": "колодки", "next.day": "9999-12-31"}, "next.due_at", "Слишком далеко"),
    ({"next": "recommendation", "next.title": "колодки", "next.day": "завтра"}, "next.due_at", "Укажите дату и время."),
    ({"next": "recommendation", "next.title": "к" * 5000, "next.day": "2027-01-01"}, "next.title", "Слишком длинно."),
    ({"next": "promise", "next.due_at": "2026-11-24T11:00"}, "next.due_at", "Это время уже прошло."),
]  # fmt: skip


async def test_what_is_missing_is_said_in_words(scene: tuple[Browser, int], db: Database) -> None:
    browser, number = scene
    await fill(browser, number, "vin", VIN)
    for typed, field, words in MISSING:
        await browser.get(f"/console/requests/{number}")
        good = {"outcome": "answered.no_parts", "summary": "Рассказали", "next": "" if "outcome" in typed else "none"}
        await closes(browser, number, **good | typed)
        assert browser.status == 422, typed
        assert words in mistake(browser, f"close-{field}"), typed
    assert (await stored(db, number))["state"] != "closed"


async def test_what_follows(scene: tuple[Browser, int], db: Database) -> None:
    browser, number = scene
    await closes(
        browser, number, outcome="answered.thinking", summary="Думает", **{"next.title": "Колодки", "next.day": "2026-12-01"}
    )
    assert f"Обращение № {number} закрыто" in plain(browser.page)
    async with db.read() as reader:
        row = await reader.row("SELECT kind, title, due_at FROM follow_up WHERE request_number = $1", number)
    assert row
    assert (row["kind"], row["title"], row["due_at"].isoformat()) == ("recommendation", "Колодки", "2026-12-01T07:00:00+00:00")


@pytest.mark.browser
async def test_by_keys_from_the_first_unknown_to_closed(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await opened(db, customer(), agent)
    await opened(db, customer(), agent)
    async with db.tx() as tx:
        await set_language(tx, agent, "en")
    screen = await sit_down(agent)
    page: Page = screen.page
    keys = page.keyboard
    await screen.open(f"/console/requests/{number}")
    await keys.press("f")
    await expect(page.locator("#known-vehicle-value")).to_be_focused()
    await keys.type("Lada Vesta 2019, fcvz")
    await keys.press("Control+Enter")
    await expect(page.locator("#known-vehicle .fact")).to_contain_text("Lada Vesta")
    await expect(page.locator("#known-vin-value")).to_be_focused()
    assert await flaws(page) == []
    await keys.press("Escape")
    await keys.press("c")
    await expect(page.locator("#wrap-fields")).to_be_hidden()
    await keys.press("1")
    await expect(page.locator("[name='outcome'][value='solved.ordered']")).to_be_checked()
    await expect(page.locator("[id='close-fields.vin']")).to_be_focused()
    await keys.type(VIN)
    await keys.press("Escape")
    await keys.press("c")
    await keys.press("5")
    await expect(page.locator("[name='outcome'][data-digit='5']")).to_be_checked()
    await keys.press("Escape")
    await keys.press("c")
    await keys.press("1")
    await expect(page.locator("#close-summary")).to_be_focused()
    await keys.type("Ordered")
    assert await flaws(page) == []
    await keys.press("Control+Enter")
    await expect(page.get_by_text(f"Request № {number} is closed")).to_be_visible()
    assert (await stored(db, number))["fields"]["vin"] == VIN
