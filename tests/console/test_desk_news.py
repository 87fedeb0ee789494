"""News at the desk in a real browser: heard, counted, and what happens without a connection."""

from collections.abc import Callable

import pytest
from playwright.async_api import Page, expect

from services.requests.models import Limits
from services.requests.queue import assign_by_override
from services.storage.database import Database
from tests.console.reception import Customer, give, hire
from tests.console.screen import SitDown, until

pytestmark = pytest.mark.browser
Clients = Callable[[], Customer]
# What the loudspeaker would be given.
EARS = """
window.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...args) { window.heard.push(this.frequency.value); return start.apply(this, args); };
"""


async def test_news_can_be_heard_and_hushed(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, head, anna = await hire(db), await hire(db, "head"), customer()
    number = await anna.writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down()
    await screen.context.add_init_script(EARS)
    await screen.sign_in(agent)
    page: Page = screen.page
    await page.locator("#main").click(position={"x": 5, "y": 5})
    assert await page.title() == "(1) Мои обращения · Приёмка"
    await anna.writes("Ещё вопрос")
    await until(page, "window.heard.length === 1")
    await expect(page.locator("#badge")).to_contain_text("2")
    await until(page, "document.title.startsWith('(2) ')")
    assert str(await page.get_attribute("#favicon", "href")).endswith("#dot")
    other = await customer().writes("Это другому")
    async with db.tx(actor=head.actor) as tx:
        await assign_by_override(tx, head, other, agent.login, Limits(), reason="знает машину")
    await until(page, "window.heard.length === 3")  # two tones
    await expect(page.locator(f"#held-{other}")).to_be_visible()
    await page.keyboard.press("m")
    await expect(page.locator("#mute")).to_have_attribute("aria-pressed", "true")
    await anna.writes("И ещё")
    await until(page, "document.title.startsWith('(4) ')")
    await page.reload()
    await expect(page.locator("#mute")).to_have_attribute("aria-pressed", "true")
    await page.locator("#main").click(position={"x": 5, "y": 5})
    await anna.writes("Слышно?")
    await until(page, "document.title.startsWith('(5) ')")
    assert await page.evaluate("window.heard") == []


@pytest.mark.usefixtures("quiet")
async def test_ones_own_acts_make_no_noise(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Вопрос")
    screen = await sit_down()
    await screen.context.add_init_script(EARS)
    await screen.sign_in(agent)
    listening: Page = screen.page
    await listening.locator("#main").click(position={"x": 5, "y": 5})
    acting = await screen.context.new_page()
    screen.watch(acting)
    await acting.goto(f"{screen.root}/console")
    await acting.keyboard.press("n")
    await acting.wait_for_url(f"**/requests/{number}")
    await expect(listening.locator(f"#held-{number}")).to_be_visible()
    await acting.fill("#answer-text", "Отвечаю")
    await acting.keyboard.press("Control+Enter")
    await expect(listening.locator(f"#held-{number} .excerpt")).to_contain_text("Отвечаю")
    assert await listening.evaluate("window.heard") == []
    assert await acting.evaluate("window.heard") == []


async def test_the_title_counts_on_pages_without_the_list_too(sit_down: SitDown, db: Database, customer: Clients) -> None:
    agent, anna = await hire(db), customer()
    await give(db, await anna.writes("Вопрос"), agent)
    screen = await sit_down(agent)
    await screen.open("/console/help")
    await until(screen.page, "document.title.startsWith('(1) ')")
    await anna.writes("Ау")
    await until(screen.page, "document.title.startsWith('(2) ')")
    await expect(screen.page.locator("#rail")).not_to_be_visible()


async def test_without_a_connection_nothing_is_lost_and_it_comes_back_by_itself(
    sit_down: SitDown, db: Database, customer: Clients
) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Вопрос")
    await give(db, number, agent)
    screen = await sit_down(agent)
    screen.accept += ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")
    page: Page = screen.page
    await screen.open(f"/console/requests/{number}")
    await screen.context.set_offline(True)
    banner = page.locator("#connection")
    await expect(banner).to_contain_text("Нет связи")
    await page.fill("#answer-text", "пишу без связи")
    await page.keyboard.press("Escape")
    await page.keyboard.press("c")
    await page.get_by_label("Решено").check()
    await page.fill("#close-summary", "долго печатал итог")
    await page.get_by_role("button", name="Закрыть обращение").click()
    await expect(page.locator("#toast")).to_contain_text("ничего не отправлено")
    await page.locator(".places a").first.click()
    await page.locator("#next").click(force=True)
    assert page.url.endswith(f"/requests/{number}")
    await expect(page.locator("#close-summary")).to_have_value("долго печатал итог")
    await anna.writes("Пока вас не было")
    await screen.context.set_offline(False)
    await expect(banner).to_be_hidden()
    await expect(page.locator(".entry.in .text").last).to_have_text("Пока вас не было")
    async with db.read() as reader:
        kept = "SELECT text FROM draft WHERE request_number = $1"
        await expect(page.locator("#draft-state")).to_have_text("Черновик сохранён")
        assert await reader.value(kept, number) == "пишу без связи"
    await expect(page.locator("#close-summary")).to_have_value("долго печатал итог")
