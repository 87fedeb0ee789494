"""Everybody can use the page: by keyboard alone, by ear, in both looks, on a small screen. And the first minute explains itself."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page, expect

from sandbox.app import create_app
from sandbox.host import Act, Step, Texts
from sandbox.world import World
from tests.axe import COLOURS, flaws
from tests.sandbox.desk import PNG, Desk, Hand, serve
from tests.sandbox.phones import ANNA, PETER, bot_says, bubble, choose, look, opened, phone, told

pytestmark = pytest.mark.browser
WIDTHS = """() => {
    const log = document.querySelector(".log");
    return [document.documentElement.scrollWidth, log.scrollWidth - log.clientWidth];
}"""


async def everything(desk: Desk, person: int) -> None:
    """A talk with all there is."""
    hand = Hand(desk, person)
    await desk.api("setMyCommands", commands=[{"command": "help", "description": "Помощь"}])
    said = await bot_says(desk, person, "Здравствуйте!")
    await hand.act("reaction", {"message_id": said["message_id"], "emoji": "👍"})
    own = await hand.say("Добрый день", reply_to=said["message_id"])
    await desk.api(
        "setMessageReaction", chat_id=person, message_id=own["message_id"], reaction=[{"type": "emoji", "emoji": "🔥"}]
    )
    await hand.send("photo", ("1.png", PNG), ("2.png", PNG), ("3.png", PNG))
    for kind, name in (
        ("voice", "v.ogg"),
        ("audio", "a.mp3"),
        ("video", "v.mp4"),
        ("video_note", "n.mp4"),
        ("document", "d.pdf"),
    ):
        await hand.send(kind, (name, b"....."))
    await hand.act("location", {"latitude": 55.5, "longitude": 37.25})
    await hand.act("contact")
    await desk.api("editMessageText", chat_id=person, message_id=said["message_id"], text="Здравствуйте, Анна!")
    await desk.api("pinChatMessage", chat_id=person, message_id=said["message_id"])
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}, {"text": "Сайт", "url": "https://example.com"}]]}
    await bot_says(desk, person, "Едете? /help", reply_markup=markup, reply_to_message_id=own["message_id"])
    await bot_says(desk, person, "Или так", reply_markup={"keyboard": [[{"text": "Утром"}]]})


@pytest.mark.one_look
@pytest.mark.parametrize("look_", ["light", "dark"])
async def test_axe_finds_nothing_in_the_wide_page_nor_in_what_opens_there(desk: Desk, page: Page, look_: str) -> None:
    anna, _ = await opened(desk, page, ANNA, PETER)
    await page.evaluate("look => localStorage.setItem('sandbox.theme', look)", look_)
    await everything(desk, anna)
    await look(desk, page)
    await expect(bubble(page, "Или так")).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == look_
    rules = COLOURS if look_ == "dark" else ()
    assert await flaws(page, rules=rules) == []
    await bubble(page, "Или так").locator(".bubble").click(button="right")
    assert await flaws(page, ".menu", rules=rules) == []
    await page.keyboard.press("Escape")
    await choose(page, "Прикрепить", "Контакт…")
    assert await flaws(page, "dialog", rules=rules) == []
    await page.keyboard.press("Escape")
    await choose(page, "Сбои")
    assert await flaws(page, "#panel", rules=rules) == []


@pytest.mark.one_look
@pytest.mark.parametrize("look_", ["light", "dark"])
async def test_axe_finds_nothing_on_a_telephone_which_is_never_too_narrow(desk: Desk, narrow: Page, look_: str) -> None:
    anna, _ = await opened(desk, narrow, ANNA, PETER)
    await narrow.evaluate("look => localStorage.setItem('sandbox.theme', look)", look_)
    await everything(desk, anna)
    await look(desk, narrow)
    await expect(bubble(narrow, "Или так")).to_be_visible()
    assert await flaws(narrow) == []
    await choose(narrow, "Меню страницы")
    assert await flaws(narrow, "#tools") == []
    assert await narrow.evaluate(WIDTHS) == [360, 0]


async def test_the_head_of_the_page_takes_one_line_on_a_telephone(desk: Desk, narrow: Page) -> None:
    await opened(desk, narrow, ANNA, PETER)
    assert await narrow.locator("#top").evaluate("node => node.offsetHeight") <= 48
    await narrow.get_by_role("button", name="Скрыть пояснение").click()
    log = await phone(narrow).locator(".log").bounding_box()
    assert log
    assert log["height"] > 640 * 0.72


async def test_a_whole_talk_by_keyboard_alone(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA, started=False)
    keys = page.keyboard
    await expect(page.get_by_role("button", name="Скрыть пояснение")).to_be_visible()
    await page.get_by_role("button", name="Скрыть пояснение").focus()
    await keys.press("Enter")
    await expect(phone(page).get_by_role("button", name="Начать")).to_be_focused()
    await keys.press("Enter")
    assert (await told(desk, "message"))["text"] == "/start"
    await expect(phone(page).locator("textarea")).to_be_focused()
    await bot_says(desk, anna, "Едете?", reply_markup={"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]})
    await expect(bubble(page, "Едете?")).to_be_visible()
    await keys.press("Shift+Tab")
    await expect(phone(page).get_by_role("button", name="Да")).to_be_focused()
    await keys.press("Enter")
    assert (await told(desk, "callback_query"))["data"] == "y"
    await keys.press("Shift+Tab")
    await keys.press("Shift+Tab")
    await expect(phone(page).get_by_role("log")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(bubble(page, "Едете?")).to_be_focused()
    await keys.press("Enter")
    await keys.press("End")
    await keys.press("Home")
    await expect(page.get_by_role("menuitemradio", name="Поставить 👍")).to_be_focused()
    for _ in range(6):
        await keys.press("ArrowDown")
    await expect(page.get_by_role("menuitem", name="Ответить", exact=True)).to_be_focused()
    await keys.press("Enter")
    await keys.type("Еду")
    await keys.press("Enter")
    said = await told(desk, "message")
    assert (said["text"], said["reply_to_message"]["text"]) == ("Еду", "Едете?")
    await expect(bubble(page, "Еду").get_by_label("прочитано")).to_be_visible()
    await keys.press("ArrowUp")
    await keys.press("End")
    await keys.type(" к вам")
    await keys.press("Enter")
    assert (await told(desk, "edited_message"))["text"] == "Еду к вам"


async def test_dark_and_light_by_the_switch_and_by_the_system(desk: Desk, page: Page) -> None:
    await opened(desk, page, ANNA)
    background = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(background)
    await choose(page, "Оформление", "Тёмное")
    dark = await page.evaluate(background)
    assert dark != light
    await look(desk, page)
    assert await page.evaluate(background) == dark
    await choose(page, "Оформление", "Как в системе")
    assert await page.evaluate(background) == light
    await page.emulate_media(color_scheme="dark")
    assert await page.evaluate(background) == dark


async def test_nothing_moves_for_who_asked_for_that(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await bot_says(desk, anna, "Едете?", reply_markup={"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]})
    await phone(page).get_by_role("button", name="Да").click()
    lasts = "getComputedStyle(document.querySelector('.spinner')).animationDuration"
    assert await page.evaluate(lasts) == "0.01s"
    await page.emulate_media(reduced_motion="no-preference")
    assert await page.evaluate(lasts) == "0.8s"


@dataclass
class Guide:
    """A host that explains."""

    title: Texts = field(default_factory=lambda: {"ru": "Час", "en": "Time"})
    intro: Sequence[Step] = (
        Step({"ru": "Напишите за Анну.", "en": "Write as Anna."}),
        Step({"ru": "Ответьте.", "en": "Answer."}, ({"ru": "Пульт", "en": "Desk"}, "../console")),
    )

    async def status(self) -> Texts:
        return {"ru": "полдень", "en": "noon"}

    async def acts(self) -> Sequence[Act]:
        return ()


@pytest.fixture
async def guided() -> AsyncIterator[Desk]:
    """A sandbox hosted by it."""
    world = World()
    runner, base = await serve(create_app(world=world, panel=Guide(), links=[({"ru": "Пульт", "en": "Desk"}, "../console")]))
    async with ClientSession() as http:
        yield Desk(base, world, http)
    await runner.cleanup()


async def test_the_host_says_whom_to_play_in_the_language_of_the_page(guided: Desk, page: Page) -> None:
    await opened(guided, page, ANNA, started=False)
    intro = page.get_by_role("region", name="Что это за страница?")
    await expect(intro.get_by_role("listitem")).to_have_text(["Напишите за Анну.", "Ответьте. Пульт"])
    await expect(intro.get_by_role("link", name="Пульт")).to_have_attribute("href", guided.base + "/console")
    await expect(page.get_by_role("navigation").get_by_role("link", name="Пульт")).to_be_visible()
    await choose(page, "Скрыть пояснение")
    await look(guided, page)
    await expect(intro).to_be_hidden()
    await page.get_by_label("Язык страницы").select_option("en")
    await page.get_by_role("button", name="What is this page?").click()
    await expect(page.get_by_role("listitem")).to_have_text(["Write as Anna.", "Answer. Desk"])
    await expect(page.get_by_role("navigation").get_by_role("link", name="Desk")).to_be_visible()


async def test_an_empty_chat_tells_what_the_bot_can_do(desk: Desk, page: Page) -> None:
    await desk.api("setMyDescription", description="Запишем в сервис")
    await desk.api("setMyDescription", description="We book visits", language_code="en")
    await opened(desk, page, ANNA, {"first_name": "John", "language_code": "en"}, started=False)
    await expect(phone(page).locator(".empty")).to_contain_text("Запишем в сервис")
    await expect(phone(page, 1).locator(".empty")).to_contain_text("We book visits")
    await expect(phone(page).get_by_role("button", name="Начать")).to_be_visible()
