"""The console in a real browser: the working day."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, Request, expect

from services.clients.people import set_blocked
from services.storage.database import Database
from tests.console.reception import Customer, give, hire
from tests.console.screen import SitDown

pytestmark = pytest.mark.browser
Clients = Callable[[], Customer]
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

# What stands in the bar and is not to be seen whole.
CUT_OFF = """[...document.querySelectorAll(".bar, .bar .places, .bar .places a")]
    .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.textContent)"""


async def delivered(db: Database, number: int) -> None:
    """The relay has done its work."""
    async with db.tx() as tx:
        await tx.execute("UPDATE message SET delivery = 'sent' WHERE request_number = $1 AND delivery = 'queued'", number)
        tx.event("message.delivery", f"request:{number}")


@pytest.mark.usefixtures("quiet")
async def test_a_request_from_next_to_close(sit_down: SitDown, db: Database, customer: Clients) -> None:
    anna, agent = customer(), await hire(db, shift="off")
    number = await anna.writes("Когда будет готова машина?")
    screen = await sit_down(agent)
    page: Page = screen.page
    await page.get_by_role("button", name="На смене", exact=True).click()
    await page.get_by_role("button", name="Следующее обращение").click()
    await expect(page.locator("h1")).to_contain_text(f"№ {number}")
    await page.fill("#answer-text", "Завтра в 10")
    await page.get_by_role("button", name="Отправить").dblclick()
    await expect(page.locator(".entry.out")).to_have_count(1)
    await expect(page.locator("#answer-text")).to_have_value("")
    await expect(page.locator(".delivery")).to_have_text("отправляется")
    await delivered(db, number)
    await expect(page.locator(".delivery")).to_have_text("отправлено")
    await page.evaluate("window.stayed = true")
    await anna.writes("А можно пораньше?")
    await expect(page.locator(".entry.in .text").last).to_have_text("А можно пораньше?")
    await expect(page.locator(".held .mark.wait")).to_be_visible()
    assert (await page.title()).startswith("(1) ")
    await page.locator("#drawer-promise summary").click()
    await page.get_by_role("button", name="Через час").click()
    await expect(page.locator(".facts .mark.promise")).to_contain_text(re.compile("обещано: сегодня.* до 13:00"))
    await expect(page.locator("#drawer-promise")).not_to_have_attribute("open", "")
    assert await page.evaluate("window.stayed"), "the page was never reloaded"
    await page.locator("#drawer-close summary").click()
    await page.get_by_role("button", name="Закрыть обращение").click()
    await expect(page.locator("#close-summary-mistake")).to_be_visible()
    await page.get_by_label("Рассказали").check()
    await page.fill("#close-summary", "сказал срок")
    await page.get_by_role("button", name="Закрыть обращение").click()
    await expect(page.get_by_text(f"Обращение № {number} закрыто")).to_be_visible()
    async with db.read() as reader:
        sql = "SELECT count(*) FROM message WHERE request_number = $1 AND direction = 'out'"
        assert await reader.value(sql, number) == 1


@pytest.mark.usefixtures("quiet")
async def test_the_whole_day_by_keyboard(sit_down: SitDown, db: Database, customer: Clients) -> None:
    anna, agent, colleague = customer(), await hire(db), await hire(db)
    first, second = await anna.writes("Первый вопрос"), await customer().writes("Второй вопрос")
    screen = await sit_down(agent)
    page: Page = screen.page
    keys = page.keyboard
    for number in (first, second):
        await keys.press("n")
        await page.wait_for_url(f"**/requests/{number}")
    await keys.press("j")
    await page.wait_for_url(f"**/requests/{first}")
    await keys.press("k")
    await page.wait_for_url(f"**/requests/{second}")
    await keys.press("j")
    await page.wait_for_url(f"**/requests/{first}")
    await keys.press("r")
    await keys.type("Сейчас узнаю: nnn jk")
    await keys.press("Control+Enter")
    await expect(page.locator(".entry.out .text")).to_have_text("Сейчас узнаю: nnn jk")
    await expect(page.locator("#answer-text")).to_be_focused()
    await keys.press("Escape")
    await keys.press("i")
    await keys.type("спросить Сергея")
    await keys.press("Control+Enter")
    await expect(page.locator(".entry.note .text")).to_have_text("спросить Сергея")
    await expect(page.locator("#answer-text")).to_be_focused()
    await keys.press("Escape")
    await keys.press("p")
    await expect(page.locator("#promise-note")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator(".facts .mark.promise")).to_contain_text("12:30")
    await expect(page.locator("#answer-text")).to_be_focused()
    await keys.press("Escape")
    await keys.press("t")
    await keys.press("Tab")
    await keys.press("Tab")
    await keys.type(colleague.first_name)
    await keys.press("Tab")
    await keys.type("у него машина")
    await keys.press("Control+Enter")
    await expect(page.get_by_text(f"Обращение № {first} передано")).to_be_visible()
    await keys.press("j")
    await page.wait_for_url(f"**/requests/{second}")
    await keys.press("c")
    await keys.press("Space")
    await keys.press("Tab")
    await keys.type("ответил сразу")
    await keys.press("Control+Enter")
    await expect(page.get_by_text(f"Обращение № {second} закрыто")).to_be_visible()
    await keys.press("?")
    await expect(page.locator("#keymap")).to_be_visible()


async def test_on_a_phone_everything_fits(sit_down: SitDown, db: Database, customer: Clients, tmp_path: Path) -> None:
    anna, agent = customer(), await hire(db, "head")
    anna.name = "Константин-Константинопольский"
    number = await anna.writes("д" * 300 + " https://example.org/" + "x" * 200)
    await give(db, number, agent)
    for width in (360, 390):
        screen = await sit_down(agent, viewport={"width": width, "height": 740}, has_touch=True, is_mobile=True)
        page: Page = screen.page
        for path in ("/console", f"/console/requests/{number}", "/console/requests", "/console/help", "/console/password"):
            await screen.open(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert await page.evaluate(CUT_OFF) == [], path
    await page.locator(".everywhere summary").tap()
    await page.locator(".everywhere").get_by_role("link", name="Переписка").tap()
    await expect(page).to_have_url(f"{screen.root}/console/archive")
    assert [await one.get_attribute("href") for one in await page.locator(".places a:visible").all()] == [
        "/console", "/console/archive",
    ]  # fmt: skip
    await screen.open(f"/console/requests/{number}")
    await expect(page.locator("#answer-text")).to_be_in_viewport()
    photo = tmp_path / "узел.png"
    photo.write_bytes(PHOTO)
    await page.locator("#form-answer input[type=file]").set_input_files(photo)
    await page.locator("#answer-text").fill("Вот так")
    await page.get_by_role("button", name="Отправить").tap()
    await expect(page.locator(".entry.out img")).to_be_in_viewport()
    assert await page.locator(".entry.out img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1


def _is_stream(request: Request) -> bool:
    return "/console/live?" in request.url


async def test_two_tabs_share_one_connection_and_both_see_the_news(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Первое")
    await give(db, number, agent)
    screen = await sit_down(agent)
    first: Page = screen.page
    async with screen.context.expect_event("request", _is_stream):
        await screen.open(f"/console/requests/{number}")
    second = await screen.context.new_page()
    screen.watch(second)
    streams: list[str] = []
    screen.context.on("request", lambda request: streams.append(request.url) if _is_stream(request) else None)
    await second.goto(f"{screen.root}/console/requests/{number}")
    await second.fill("#answer-text", "печатаю")
    await anna.writes("Второе")
    for page in (first, second):
        await expect(page.locator(".entry.in .text")).to_have_text(["Первое", "Второе"])
    assert await second.input_value("#answer-text") == "печатаю"
    assert not streams
    async with screen.context.expect_event("request", _is_stream):
        await first.close()
    await anna.writes("Третье")
    await expect(second.locator(".entry.in .text")).to_have_text(["Первое", "Второе", "Третье"])


async def test_the_card_follows_the_client(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    await expect(page.locator("#card")).not_to_contain_text("заблокировал бота")
    async with db.tx() as tx:
        await set_blocked(tx, anna.chat_id, blocked=True)
    await expect(page.locator("#card")).to_contain_text("заблокировал бота")
    await expect(page.locator(".course").last).to_contain_text("сообщения не дойдут")
