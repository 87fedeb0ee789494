"""What the hosting program puts on the page: its state, its acts, in the reader's language, by mouse and by keyboard."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession
from playwright.async_api import BrowserContext, expect

from sandbox.app import create_app
from sandbox.host import Act, Step, Texts
from sandbox.world import World
from tests.sandbox.desk import Desk, serve


@dataclass
class Kettle:
    """A host with a kettle."""

    title: Texts = field(default_factory=lambda: {"ru": "Чайник", "en": "Kettle"})
    degrees: int = 20
    refuses: bool = False
    intro: Sequence[Step] = ()

    async def status(self) -> Texts:
        return {"ru": f"{self.degrees} градусов", "en": f"{self.degrees} degrees"}

    async def acts(self) -> Sequence[Act]:
        acts = [Act("warm", {"ru": "Подогреть", "en": "Warm up"}, self.warm)]
        return acts if self.degrees < 100 else []

    async def warm(self) -> None:
        if self.refuses:
            raise ValueError("there is no water")
        self.degrees += 40


@pytest.fixture
async def kettle() -> Kettle:
    """Cold."""
    return Kettle()


@pytest.fixture
async def hosted(kettle: Kettle) -> AsyncIterator[Desk]:
    """A sandbox hosted by it."""
    world = World()
    runner, base = await serve(create_app(world=world, panel=kettle))
    async with ClientSession() as http:
        yield Desk(base, world, http)
    await runner.cleanup()


async def test_the_panel_tells_its_state_and_acts(hosted: Desk) -> None:
    panel = (await hosted.sim("GET", "/host"))["panel"]
    assert panel == {
        "title": {"ru": "Чайник", "en": "Kettle"}, "intro": [], "status": {"ru": "20 градусов", "en": "20 degrees"},
        "acts": [{"name": "warm", "label": {"ru": "Подогреть", "en": "Warm up"}}],
    }  # fmt: skip
    assert (await hosted.sim("POST", "/host/warm"))["panel"]["status"]["en"] == "60 degrees"
    assert (await hosted.sim("POST", "/host/warm"))["panel"]["acts"] == []


async def test_what_cannot_be_done_is_refused(hosted: Desk, kettle: Kettle) -> None:
    assert await hosted.sim("POST", "/host/explode", status=404) == {"error": "no such act"}
    kettle.refuses = True
    assert await hosted.sim("POST", "/host/warm", status=409) == {"error": "there is no water"}


async def test_without_a_host_there_is_nothing(desk: Desk) -> None:
    assert await desk.sim("GET", "/host") == {"panel": None}
    await desk.sim("POST", "/host/warm", status=404)


async def test_other_origins_cannot_act(hosted: Desk, kettle: Kettle) -> None:
    async with hosted.http.post(f"{hosted.base}/sim/host/warm", headers={"Origin": "https://example.com"}) as response:
        assert response.status == 400
    assert kettle.degrees == 20


@pytest.mark.browser
async def test_the_button_on_the_page(hosted: Desk, kettle: Kettle, context: BrowserContext) -> None:
    page = await context.new_page()
    page.set_default_timeout(5000)
    await page.goto(hosted.base)
    button = page.get_by_role("button", name="Чайник: 20 градусов")
    await expect(button).to_have_text("20 градусов")
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Подогреть")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Чайник: 60 градусов")).to_be_focused()
    await expect(page.get_by_role("status")).to_contain_text("Чайник: 60 градусов")
    kettle.refuses = True
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("there is no water")
    await page.get_by_label("Язык страницы").select_option("en")
    await expect(page.get_by_role("button", name="Kettle: 60 degrees")).to_be_visible()
    await page.close()


@pytest.mark.browser
async def test_no_button_without_a_host(desk: Desk, context: BrowserContext) -> None:
    page = await context.new_page()
    await page.goto(desk.base)
    await expect(page.get_by_role("button", name="Добавить человека").first).to_be_visible()
    await expect(page.locator("#host")).to_be_hidden()
    await page.close()
