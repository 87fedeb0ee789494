"""A photo that the script asks for: chosen among those in the conversation, or brought along by the agent."""

import re
from collections.abc import Callable

import pytest
from playwright.async_api import expect

from services.desk import Desk
from services.requests.models import IncomingFile
from services.storage.database import Database
from tests.axe import flaws
from tests.console.reception import Browser, Customer, Open, hire, unique
from tests.console.screen import SitDown
from tests.console.test_media import PHOTO, here, of
from tests.console.test_wrap_up import line, mistake, opened, stored

Clients = Callable[[], Customer]


async def sends(browser: Browser, number: int, *files: tuple[str, bytes], **fields: str) -> None:
    """The photo's form, as a person without scripts sends it."""
    address = f"/console/requests/{number}/fill"
    form = browser.form(address) | {"code": "photo", "photo": "yes", "key": unique("key")} | fields
    form.pop("value", None)
    await browser.post(address, form, files=list(files))


def offered(browser: Browser) -> list[str]:
    """The boxes there are to tick, newest first."""
    return re.findall(r'name="(shot\.[^"]+)"', browser.page)


async def notes(db: Database, number: int) -> list[int]:
    """How many files each note has."""
    async with db.read() as reader:
        rows = await reader.rows(
            "SELECT (SELECT count(*) FROM attachment a WHERE a.message_id = m.id) AS files FROM message m "
            "WHERE m.request_number = $1 AND m.direction = 'note' ORDER BY m.id",
            number,
        )
    return [row["files"] for row in rows]


async def mails(db: Database, anna: Customer) -> int:
    """How much is on its way to this person."""
    async with db.read() as reader:
        return int(await reader.value("SELECT count(*) FROM outbox WHERE chat_id = $1", anna.chat_id))


async def test_a_photo_of_the_agents_is_a_note_and_fills_the_field(open_browser: Open, db: Database, customer: Clients) -> None:
    anna, agent = customer(), await hire(db)
    browser, number = await open_browser(agent), await opened(db, anna, agent, "claim")
    before = await mails(db, anna)
    await browser.get(f"/console/requests/{number}")
    assert line(browser, "photo") == "Фото неизвестно добавить"
    await sends(browser, number)
    assert (browser.status, mistake(browser, "known-photo")) == (422, "Отметьте хотя бы одно фото или загрузите своё.")
    await sends(browser, number, ("голос.ogg", b"OggS" + bytes(60)))
    assert (browser.status, mistake(browser, "known-photo")) == (422, "Здесь нужно фото, видео или документ.")
    assert (await stored(db, number))["fields"] == {}
    assert await notes(db, number) == []
    await browser.get(f"/console/requests/{number}")
    await sends(browser, number, ("a.png", PHOTO), ("b.png", PHOTO + b"2"))
    assert line(browser, "photo") == "Фото 2 файла записал оператор изменить"
    assert (await stored(db, number))["fields"] == {"photo": 2}
    assert (await notes(db, number), await mails(db, anna)) == ([2], before), "the client sees nothing of it"
    found = re.search(r'href="#(m\d+)">Показать в переписке', browser.page)
    assert found
    assert f'id="{found[1]}"' in browser.page
    await sends(browser, number, **{offered(browser)[0]: "on"})
    assert line(browser, "photo") == "Фото 1 файл записал оператор изменить"
    await sends(browser, number)
    assert line(browser, "photo") == "Фото неизвестно добавить", "what was given by mistake can be taken away"


async def test_one_of_the_clients_is_chosen(open_browser: Open, db: Database, desk: Desk, customer: Clients) -> None:
    anna, boris, agent = customer(), customer(), await hire(db)
    browser, number = await open_browser(agent), await opened(db, anna, agent, "claim")
    foreign = await opened(db, boris, agent, "claim")
    for one in (anna, boris):
        await one.writes("", files=(of("photo", "ступица.jpg"), of("photo", "салон.jpg"), of("voice", "v.ogg")))
    for one in (number, foreign):
        await here(db, desk, one)
    await browser.get(f"/console/requests/{foreign}")
    strange = offered(browser)[0]
    await browser.get(f"/console/requests/{number}")
    assert line(browser, "photo") == "Фото 2 файла от клиента изменить"
    assert len(offered(browser)) == 2, "a voice shows nothing"
    await sends(browser, number, **{strange: "on"})
    assert browser.status == 422
    await browser.get(f"/console/requests/{number}")
    await sends(browser, number, **{offered(browser)[1]: "on"})
    assert line(browser, "photo") == "Фото 1 файл записал оператор изменить"
    assert await notes(db, number) == []


async def test_whose_request_it_is_not_gives_no_photos(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, head, foreign = await hire(db), await hire(db, "head"), await hire(db)
    number = await opened(db, customer(), agent, "claim")
    other = await opened(db, customer(), head, "claim")
    own = await opened(db, customer(), foreign, "claim")
    for staff, at, status in ((head, other, 403), (foreign, own, 404)):
        browser = await open_browser(staff)
        await browser.get(f"/console/requests/{at}")
        form = browser.form(f"/console/requests/{at}/fill") | {"code": "photo", "photo": "yes"}
        form.pop("value", None)
        await browser.post(f"/console/requests/{number}/fill", form, files=[("a.png", PHOTO)])
        assert browser.status == status
    await browser.get(f"/console/requests/{own}")
    await sends(browser, own, ("a.png", PHOTO), code="order")
    assert browser.status == 422, "a number of an order is no photo"
    assert (await stored(db, number))["fields"] == (await stored(db, own))["fields"] == {}


@pytest.mark.browser
async def test_in_a_browser(sit_down: SitDown, db: Database, desk: Desk, customer: Clients) -> None:
    anna, agent = customer(), await hire(db)
    number = await opened(db, anna, agent, "claim")
    await anna.writes(
        "", files=tuple(IncomingFile("photo", f"tg-{number}-{i}", f"{i}.jpg", "image/png", None) for i in range(3))
    )
    await here(db, desk, number)
    screen = await sit_down(agent, viewport={"width": 390, "height": 800}, color_scheme="dark")
    page = screen.page
    await screen.open(f"/console/requests/{number}")
    field = page.locator("#known-photo")
    await field.locator("summary").click()
    await field.locator(".shot").nth(1).click()
    await field.locator("input[type=file]").set_input_files({"name": "новое.png", "mimeType": "image/png", "buffer": PHOTO})
    await expect(field.locator(".chosen")).to_contain_text("новое.png")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await flaws(page) == []
    await field.get_by_role("button", name="Сохранить").click()
    await expect(field.locator(".fact")).to_have_text("2 файла")
    await expect(page.locator(".entry.note img")).to_have_count(1)
