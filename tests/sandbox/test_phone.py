"""The phone in the browser: what a person does there reaches the bot, and what the bot does is seen there."""

import re
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext, Page, expect

from frontend.joining import joined_modules
from sandbox.app import create_app
from sandbox.phone import STATIC, add_phone
from tests.sandbox.desk import BOT, TOKEN, Desk, serve
from tests.sandbox.phones import ANNA, PETER, bot_says, choose, opened, phone, told, write

pytestmark = pytest.mark.browser
KEYS = {"one_time_keyboard": True, "keyboard": [[{"text": "Мой номер", "request_contact": True}]]}


async def test_start_talk_and_reply(desk: Desk, page: Page) -> None:
    await desk.api("setMyCommands", commands=[{"command": "help", "description": "Помощь"}])
    await opened(desk, page, ANNA, started=False)
    await phone(page).get_by_role("button", name="Начать").click()
    start = await told(desk, "message")
    assert start["text"] == "/start"
    anna = start["from"]["id"]
    bold = {"type": "bold", "offset": 3, "length": 6}
    await bot_says(desk, anna, "😀 Добрый <b>день</b> & вам", entities=[bold])
    hello = phone(page).locator(".item.in", has_text="Добрый")
    await expect(hello.locator("strong")).to_have_text("Добрый")
    await expect(hello).to_contain_text("<b>день</b> & вам")
    await hello.locator(".text").dblclick(position={"x": 5, "y": 5})
    await write(page, "Стучит подвеска")
    said = await told(desk, "message")
    assert said["text"] == "Стучит подвеска"
    assert said["reply_to_message"]["text"].startswith("😀 Добрый")
    await expect(phone(page).locator(".item.own .quote")).to_contain_text("Добрый")
    await choose(page, "Меню: команды бота", "/help")
    assert (await told(desk, "message"))["text"] == "/help"


async def test_photo_album_and_voice_without_files_at_hand(desk: Desk, page: Page) -> None:
    await opened(desk, page, ANNA)
    await choose(page, "Прикрепить", "Готовое фото")
    await page.get_by_label("Подпись").fill("Вот скол")
    await choose(page, "Отправить")
    photo = await told(desk, "message")
    assert photo["caption"] == "Вот скол"
    file = await desk.api("getFile", file_id=photo["photo"][-1]["file_id"])
    async with desk.http.get(f"{desk.base}/file/bot{TOKEN}/{file['file_path']}") as answer:
        assert (await answer.read()).startswith(b"\xff\xd8\xff")
    await page.wait_for_function("() => document.querySelector('.thumb img')?.naturalWidth > 0")
    await choose(page, "Прикрепить", "Готовый альбом из 3 фото", "Отправить")
    album = [await told(desk, "message") for _ in range(3)]
    assert len({message["media_group_id"] for message in album}) == 1
    await expect(phone(page).locator(".album .thumb")).to_have_count(3)
    await choose(page, "Прикрепить", "Готовое голосовое")
    assert "voice" in await told(desk, "message")
    await page.wait_for_function("() => document.querySelector('audio')?.duration > 1")


async def test_press_spins_until_the_bot_answers(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    keyboard = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}, {"text": "Нет", "callback_data": "n"}]]}
    asked = await bot_says(desk, anna, "Приедете?", reply_markup=keyboard)
    yes, no = (phone(page).get_by_role("button", name=name) for name in ("Да", "Нет"))
    await yes.click()
    press = await told(desk, "callback_query")
    assert press["data"] == "y"
    await expect(yes).to_have_attribute("aria-busy", "true")
    await desk.api("answerCallbackQuery", callback_query_id=press["id"], text="Ждём вас")
    await expect(phone(page).locator(".toast")).to_have_text("Ждём вас")
    await expect(yes).not_to_have_attribute("aria-busy", "true")
    await no.click()
    press = await told(desk, "callback_query")
    await desk.api("answerCallbackQuery", callback_query_id=press["id"], text="Жаль", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Жаль")
    await choose(page, "Хорошо")
    await desk.api("editMessageText", chat_id=anna, message_id=asked["message_id"], text="Записали")
    await expect(phone(page).locator(".item.in")).to_contain_text(re.compile("Записали.*изменено", re.DOTALL))
    await expect(yes).to_have_count(0)


async def test_contact_button_asks_first_and_hides(desk: Desk, page: Page) -> None:
    anna, peter = await opened(desk, page, ANNA, PETER)
    for person in (anna, peter):
        await bot_says(desk, person, "Оставьте номер", reply_markup=KEYS)
    key = phone(page).get_by_role("button", name="Мой номер")
    await key.click()
    await expect(page.get_by_role("dialog")).to_contain_text("+79000000001")
    await choose(page, "Отмена")
    await key.click()
    await choose(page, "Поделиться")
    contact = (await told(desk, "message"))["contact"]  # declining sent nothing
    assert contact["user_id"] == anna
    assert contact["phone_number"].endswith("79000000001")
    await expect(key).to_have_count(0)
    await expect(phone(page).locator(".card.contact")).to_contain_text("Анна")
    await phone(page, 1).get_by_role("button", name="Мой номер").click()
    await page.get_by_label("Телефон", exact=True).fill("+79000000077")
    await choose(page, "Поделиться")
    assert (await told(desk, "message"))["contact"]["user_id"] == peter


async def test_edit_an_own_message_and_block_the_bot(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await write(page, "Хочу в пятницу")
    await told(desk, "message")
    own = phone(page).locator(".item.own", has_text="Хочу")
    await own.locator(".bubble").click(button="right")
    await choose(page, "Изменить")
    await expect(phone(page).locator("textarea")).to_have_value("Хочу в пятницу")
    await write(page, "Хочу в субботу")
    assert (await told(desk, "edited_message"))["text"] == "Хочу в субботу"
    await expect(own).to_contain_text("субботу")
    await expect(own.locator(".edited")).to_be_visible()
    await choose(page, "Меню: Анна", "Заблокировать бота")
    assert (await told(desk, "my_chat_member"))["new_chat_member"]["status"] == "kicked"
    assert (await desk.refused("sendMessage", chat_id=anna, text="?"))[0] == 403
    await choose(page, "Разблокировать")
    await expect(phone(page).locator("textarea")).to_be_visible()
    await bot_says(desk, anna, "Снова здравствуйте")
    await expect(phone(page)).to_contain_text("Снова здравствуйте")


async def test_fault_button_breaks_one_call_and_the_journal_tells(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await choose(page, "Сбои")
    await page.get_by_label("Метод").fill("sendMessage")
    await page.locator("[data-kind='429']").click()
    await page.locator("[data-kind='502']").click()
    await expect(page.locator("#faults-button")).to_contain_text("Сбои: 2")
    status, answer = await desk.call("sendMessage", chat_id=anna, text="Раз")
    assert (status, answer["parameters"]["retry_after"]) == (429, 3)
    await expect(page.locator(".active-faults li")).to_have_count(1)
    await choose(page, "Снять все")
    await expect(page.locator(".active-faults li")).to_have_count(0)
    await bot_says(desk, anna, "Два")
    await choose(page, "Журнал")
    await expect(page.locator(".calls li", has_text="Анна · Раз").locator(".bad")).to_have_text("429")


async def test_texts_are_formatted_and_hostile_ones_harmless(desk: Desk, page: Page) -> None:
    evil = "<img src=x onerror=alert(1)>"
    (anna,) = await opened(desk, page, {**ANNA, "first_name": evil})
    await bot_says(desk, anna, evil)
    await expect(phone(page).locator(".item.in .text")).to_have_text(evil)
    await expect(phone(page).locator("h2")).to_have_text(evil)
    # What the emulator refuses to pass on must be harmless all the same.
    draw = """async ([text, entities]) => {
        const { formatted } = await import("./static/phone/entities.js");
        const node = document.createElement("div");
        node.append(...formatted(text, entities));
        return node.innerHTML;
    }"""
    link = {"type": "text_link", "offset": 0, "length": 2, "url": "javascript:alert(1)"}
    assert await page.evaluate(draw, ["ab", [link]]) == "<span>ab</span>"
    nested = [{"type": "italic", "offset": 2, "length": 2}, {"type": "bold", "offset": 2, "length": 6}]
    assert await page.evaluate(draw, ["😀🚗 <i>", nested]) == "😀<strong><em>🚗</em> &lt;i&gt;</strong>"
    assert (
        await page.evaluate(draw, ["a\nb", [{"type": "blockquote", "offset": 0, "length": 1}]]) == "<blockquote>a</blockquote>b"
    )


async def test_catches_up_after_the_stream_broke(desk: Desk, page: Page) -> None:
    await page.route("**/sim/events", lambda route: route.abort())
    (anna,) = await opened(desk, page, ANNA)
    await expect(page.locator("#toasts")).to_contain_text("Нет связи")
    await expect(phone(page).locator(".item.own")).to_have_count(1)
    await bot_says(desk, anna, "Пока связи не было")
    await page.unroute("**/sim/events")
    await expect(phone(page)).to_contain_text("Пока связи не было")


async def test_narrow_screen_in_english_with_tabs(desk: Desk, context: BrowserContext) -> None:
    assert context.browser
    page = await context.browser.new_page(locale="en-GB", viewport={"width": 360, "height": 640})
    _, peter = await opened(desk, page, ANNA, PETER)
    await expect(phone(page, 1)).to_be_hidden()
    await expect(phone(page).locator(".item.own")).to_have_count(1)
    await bot_says(desk, peter, "Hello")
    tab = page.get_by_role("tab", name="Пётр")
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(phone(page, 1)).to_contain_text("Hello")
    await expect(tab.locator(".badge")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_label("Add a person").last.click()
    await choose(page, "Save")
    await expect(page.get_by_role("tab", selected=True)).to_contain_text("Olivia")
    await expect(phone(page, 2).get_by_role("button", name="Start")).to_be_visible()
    async with desk.http.get(f"{desk.base}/bot777:OTHER/getMe"):
        await page.goto(f"{desk.base}/?bot=777&people={peter}")
    await expect(page.get_by_role("tab")).to_have_count(1)
    await choose(page, "Menu of the page")
    await expect(page.get_by_label("Bot", exact=True)).to_have_value("777")
    await page.get_by_label("Bot", exact=True).select_option(str(BOT))
    await expect(phone(page)).to_contain_text("Hello")
    await page.close()


async def test_mounted_under_a_prefix_and_waiting_for_a_bot(desk: Desk, page: Page) -> None:
    app = web.Application()
    app.add_subapp("/sandbox", create_app(links=[({"ru": "Пульт <1>", "en": "Desk"}, "../console?a=1&b=2")]))
    runner, base = await serve(app)
    await page.goto(f"{base}/sandbox")  # the closing slash comes by itself
    await expect(page.get_by_role("link", name="Пульт <1>")).to_have_attribute("href", "../console?a=1&b=2")
    await expect(page.get_by_text("Бота пока нет")).to_be_visible()
    await expect(page.get_by_text(f"{base}/sandbox", exact=True)).to_be_visible()
    async with desk.http.post(f"{base}/sandbox/sim/people", json=ANNA), desk.http.get(f"{base}/sandbox/bot{TOKEN}/getMe"):
        await expect(phone(page)).to_be_visible(timeout=8000)
    await runner.cleanup()


async def test_strict_policy_and_nothing_but_the_page_is_served(desk: Desk) -> None:
    async with desk.http.get(desk.base) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'")
    async with desk.http.get(f"{desk.base}/static/phone/..%2f__init__.py") as outside:
        assert outside.status == 404


def test_the_same_words_in_both_languages() -> None:
    tables = [(STATIC / f"texts-{code}.js").read_text() for code in ("ru", "en")]
    russian, english = (re.findall(r'^  "([\w.]+)": ', table, re.MULTILINE) for table in tables)
    assert russian == english != []


def test_link_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="relative or http"):
        add_phone(web.Application(), [({"ru": "x"}, "javascript:alert(1)")])


@pytest.mark.parametrize(
    "files",
    [
        {"a": 'import { b } from "./b.js";', "b": 'import { a } from "./a.js";'},
        {"a": "export let changing = 1;"},
        {"a": "export default 1;"},
        {"a": 'import thing from "./b.js";', "b": "export const b = 1;"},
    ],
    ids=["a cycle", "a variable", "a default", "a default import"],
)
def test_what_cannot_be_joined_is_named(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / f"{name}.js").write_text(text)
    with pytest.raises(ValueError, match=r"a\.js|a → b → a"):
        joined_modules(tmp_path, "a")
