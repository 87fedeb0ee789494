"""Files of every kind in a real browser: looked at, spoken, changed, taken back."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from services.desk import Desk
from services.requests.models import IncomingFile
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.reader import Row
from tests import chromium
from tests.axe import COLOURS, flaws
from tests.console.reception import Customer, give, hire
from tests.console.screen import Screen, SitDown

pytestmark = pytest.mark.browser
Clients = Callable[[], Customer]
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def of(kind: str, name: str = "x", mime: str = "image/png", size: int | None = None) -> IncomingFile:
    """A file of the client's."""
    return IncomingFile(kind, f"tg-{kind}-{name}", name, mime, size)


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def here(db: Database, desk: Desk, number: int, content: bytes = PHOTO, mime: str = "image/png") -> None:
    """Everything the client has sent has been fetched."""
    sql = "SELECT f.id, f.public_id FROM file f JOIN attachment a ON a.file_id = f.id JOIN message m ON m.id = a.message_id"
    async with db.tx() as tx:
        for row in await tx.rows(f"{sql} WHERE m.request_number = $1 AND f.state = 'pending'", number):
            size = await desk.files.save(row["public_id"], _bytes(content))
            await tx.execute("UPDATE file SET state = 'ready', mime = $2, size = $3 WHERE id = $1", row["id"], mime, size)
        tx.event("message.changed", f"request:{number}")


async def arrived(db: Database, number: int) -> None:
    """The relay has done its work: every answer stands in the client's chat."""
    async with db.tx() as tx:
        await tx.execute("UPDATE outbox SET state = 'sent', finished_at = now() WHERE state = 'queued'")
        await tx.execute("UPDATE message SET delivery = 'sent' WHERE request_number = $1 AND delivery = 'queued'", number)
        await tx.execute(
            "INSERT INTO message_telegram (chat_id, telegram_id, message_id) SELECT m.chat_id, m.id * 10 + part, m.id FROM message m, "
            "generate_series(1, jsonb_array_length(m.details -> 'parts')) AS part WHERE m.request_number = $1 AND m.direction = 'out' "
            "ON CONFLICT DO NOTHING",
            number,
        )
        tx.event("message.delivery", f"request:{number}")


async def mail_of(db: Database, anna: Customer, method: str) -> list[Any]:
    """Parameters of the calls on their way to this person."""
    async with db.read() as reader:
        rows: list[Row] = list(
            await reader.rows("SELECT params FROM outbox WHERE chat_id = $1 AND method = $2 ORDER BY id", anna.chat_id, method)
        )
    return [row["params"] for row in rows]


async def talking(sit_down: SitDown, db: Database, anna: Customer, agent: Staff, **options: Any) -> tuple[Screen, Page, int]:
    """An agent before an open conversation."""
    number = await anna.writes("Стучит справа")
    await give(db, number, agent)
    screen = await sit_down(agent, **options)
    await screen.open(f"/console/requests/{number}")
    return screen, screen.page, number


async def test_an_album_is_a_grid_and_is_looked_through_by_keyboard(
    sit_down: SitDown, db: Database, desk: Desk, customer: Clients
) -> None:
    """Enter opens, arrows go round, Escape closes and leads back; the page's own keys rest meanwhile."""
    anna, agent = customer(), await hire(db)
    _, page, number = await talking(sit_down, db, anna, agent)
    for place in range(3):
        await anna.writes("Вот" if place == 1 else "", files=(of("photo", f"{place}.jpg"),), album="a")
    await here(db, desk, number)
    entry = page.locator(".entry.in").nth(1)
    await expect(entry.locator(".grid li img")).to_have_count(3)
    await expect(entry.locator(".text")).to_have_text("Вот")
    await expect(page.locator(".entry.in")).to_have_count(2)
    first = entry.locator("a.image").first
    await first.focus()
    await page.keyboard.press("Enter")
    box = page.locator("dialog.lightbox")
    await expect(box.get_by_role("status")).to_have_text("0.jpg (1 / 3)")
    await page.keyboard.press("ArrowLeft")
    await expect(box.get_by_role("status")).to_have_text("2.jpg (3 / 3)")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("n")  # "Next" elsewhere
    assert await box.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await page.keyboard.press("Escape")
    await expect(box).to_have_count(0)
    await expect(first).to_be_focused()


async def test_everything_a_client_may_send(sit_down: SitDown, db: Database, desk: Desk, customer: Clients) -> None:
    """Players for sounds and films, links for papers, places and cards; nothing overflows a small phone."""
    anna, agent = customer(), await hire(db)
    screen, page, number = await talking(sit_down, db, anna, agent, viewport={"width": 360, "height": 740}, has_touch=True)
    await anna.writes("", files=(of("voice", "v.ogg"),))
    await here(db, desk, number, b"OggS" + bytes(50), "audio/ogg")
    for kind in ("video", "video_note", "animation"):
        await anna.writes("", files=(of(kind, f"{kind}.mp4"),))
    await here(db, desk, number, b"\x00\x00\x00\x18ftypmp42", "video/mp4")
    await anna.writes("", files=(of("document", "Заказ-наряд № 7 от 21 ноября с приложениями и подписями.pdf"),))
    await here(db, desk, number, b"%PDF-1.4", "application/pdf")
    await anna.writes("Место: где-то", details={"place": {"latitude": 55.751, "longitude": 37.618, "title": "Гараж"}})
    await anna.writes("Контакт", details={"contact": {"name": "Сергей", "phone": "+79035550102", "own": False}})
    await anna.writes("🎲", details={"dice": {"emoji": "🎲", "value": 4}})
    await anna.writes("Менять?", details={"poll": {"question": "Менять?", "options": ["Да", "Нет"]}})
    await anna.writes("Прислал", details={"forwarded": "Олег"})
    await anna.writes("", files=(of("video", "регистратор.mp4", "video/mp4", 31 << 20),))
    await screen.open(f"/console/requests/{number}")
    await expect(page.locator(".entry audio")).to_have_count(1)
    await expect(page.locator(".entry video")).to_have_count(3)
    await expect(page.locator(".entry video.round")).to_have_count(1)
    await expect(page.locator(".entry video.loop")).to_have_attribute("loop", "")
    paper = page.get_by_role("link", name="Заказ-наряд № 7")
    async with page.expect_download() as download:
        await paper.click()
    assert (await download.value).suggested_filename == "Заказ-наряд № 7 от 21 ноября с приложениями и подписями.pdf"
    spot = page.get_by_role("link", name="55.751000, 37.618000")
    assert "37.618000" in str(await spot.get_attribute("href"))
    await expect(page.locator(".entry", has_text="Гараж").locator(".text")).to_have_count(0)
    await expect(page.get_by_role("link", name="+7 903 555-01-02")).to_have_attribute("href", "tel:+79035550102")
    for words in ("🎲 4", "Опрос: Менять?", "Переслано: Олег", "больше 20 МБ"):
        await expect(page.locator(".entry", has_text=words)).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_a_file_that_failed_is_asked_for_again(sit_down: SitDown, db: Database, customer: Clients) -> None:
    anna, agent = customer(), await hire(db)
    _, page, number = await talking(sit_down, db, anna, agent)
    await anna.writes("", files=(of("photo", "a.jpg"),))
    async with db.tx() as tx:
        await tx.execute("UPDATE file SET state = 'failed' WHERE telegram_file_id = 'tg-photo-a.jpg'")
        tx.event("message.changed", f"request:{number}")
    await expect(page.locator(".file.failed")).to_contain_text("не удалось получить")
    await page.get_by_role("button", name="Загрузить ещё раз").click()
    await expect(page.locator(".file.pending")).to_contain_text("загружается")
    assert page.url.endswith(str(number)), "nobody left the page"


async def test_files_are_chosen_looked_over_and_sent_as_one(
    sit_down: SitDown, db: Database, customer: Clients, tmp_path: Path
) -> None:
    """What is too large is refused before it is sent, by name; a second thought removes one."""
    anna, agent = customer(), await hire(db)
    _, page, number = await talking(sit_down, db, anna, agent)
    pictures = [tmp_path / f"{n}.png" for n in range(3)]
    for picture in pictures:
        picture.write_bytes(PHOTO)
    film = tmp_path / "регистратор.mp4"
    with film.open("wb") as sparse:
        sparse.truncate((20 << 20) + 1)
    await page.locator("#form-answer input[type=file]").set_input_files([*pictures, film])
    await expect(page.locator("#toast")).to_contain_text("Больше 20 МБ, не отправить: регистратор.mp4")
    await expect(page.locator(".chosen li")).to_have_count(3)
    await page.get_by_role("button", name="Убрать: 1.png").click()
    await page.fill("#answer-text", "Вот износ")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".entry.out .grid img")).to_have_count(2)
    await expect(page.locator(".chosen li")).to_have_count(0)
    [album] = await mail_of(db, anna, "sendMediaGroup")
    assert [item["type"] for item in album["media"]] == ["photo", "photo"]
    assert "Вот износ" in album["media"][0]["caption"]
    await arrived(db, number)
    await expect(page.locator(".delivery.good")).to_have_count(1)


async def test_an_answer_is_mended_and_taken_back(sit_down: SitDown, db: Database, customer: Clients) -> None:
    """In a dialog over the conversation; Escape changes nothing; what was refused stays typed."""
    anna, agent = customer(), await hire(db)
    _, page, number = await talking(sit_down, db, anna, agent)
    await page.fill("#answer-text", "Приезжайте в 10")
    await page.keyboard.press("Control+Enter")
    out = page.locator(".entry.out")
    await expect(out).to_have_count(1)
    await out.hover()
    await out.get_by_role("link", name="Изменить").click()
    box = page.locator("dialog.mend")
    await expect(box.locator("textarea")).to_be_focused()
    await box.locator("textarea").fill("Приезжайте в 12")
    await page.keyboard.press("Control+Enter")
    await expect(box.get_by_role("alert")).to_be_visible()
    await expect(box.locator(".mistake")).to_contain_text("ещё не дошло")
    await expect(box.locator("textarea")).to_have_value("Приезжайте в 12")
    await arrived(db, number)
    await page.keyboard.press("Control+Enter")
    await expect(box).to_have_count(0)
    await expect(out.locator("> .text")).to_have_text("Приезжайте в 12")
    await out.get_by_text("изменено в").click()
    await expect(out.locator(".old")).to_contain_text("Приезжайте в 10")
    [edit] = await mail_of(db, anna, "editMessageText")
    assert edit["text"].endswith("\nПриезжайте в 12")
    await out.hover()
    await out.get_by_role("link", name="Изменить").click()
    await expect(box).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(box).to_have_count(0)
    await out.hover()
    await out.get_by_role("link", name="Изменить").click()
    await box.get_by_role("button", name="Отозвать у клиента").click()
    await expect(page.locator(".entry.withdrawn")).to_contain_text("клиент не видит")
    await expect(page.locator(".facts .mark.wait")).to_be_visible()  # the client waits again
    [gone] = await mail_of(db, anna, "deleteMessages")
    assert gone["message_ids"] == [edit["message_id"]]
    assert await page.locator(".entry.withdrawn .tools").count() == 0


async def test_reactions(sit_down: SitDown, db: Database, customer: Clients) -> None:
    """A press sets it, a second one takes it back; what the client thinks of an answer stands at the answer."""
    anna, agent = customer(), await hire(db)
    _, page, number = await talking(sit_down, db, anna, agent)
    entry = page.locator(".entry.in")
    for shown in (1, 0):
        await entry.hover()
        await entry.locator(".react summary").click()
        await entry.get_by_role("button", name="👍").click()
        await expect(entry.locator(".reaction")).to_have_count(shown)
    assert [len(call["reaction"]) for call in await mail_of(db, anna, "setMessageReaction")] == [1, 0]
    async with db.tx() as tx:
        await tx.execute("UPDATE message SET client_reaction = '🔥' WHERE request_number = $1", number)
        tx.event("message.reaction", f"request:{number}")
    await expect(entry.locator(".reaction")).to_contain_text("Реакция клиента")


@pytest.fixture
async def microphone() -> AsyncIterator[Any]:
    """A Chromium that hears a tone."""
    hearing = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu", *hearing]
        )
        yield browser
        await browser.close()


async def test_a_voice_is_recorded_and_goes_as_one(microphone: Any, server: Any, db: Database, customer: Clients) -> None:
    """What a browser records becomes an Ogg with Opus that plays."""
    anna, agent = customer(), await hire(db)
    number = await anna.writes("Стучит справа")
    await give(db, number, agent)
    context = await microphone.new_context(locale="ru-RU")
    screen = Screen(context, await context.new_page(), str(server.make_url("/")).rstrip("/"))
    await screen.sign_in(agent)
    page = screen.page
    await screen.open(f"/console/requests/{number}")
    await page.get_by_role("button", name="Записать голосовое").click()
    await expect(page.get_by_role("button", name="Закончить запись")).to_have_text("■ 0:01")
    await page.get_by_role("button", name="Закончить запись").click()
    await expect(page.locator(".chosen li")).to_have_count(1)
    await page.get_by_role("button", name="Отправить").click()
    sound = page.locator(".entry.out audio")
    await expect(sound).to_have_count(1)
    seconds = await sound.evaluate("a => new Promise((done) => { a.onloadedmetadata = () => done(a.duration); a.load(); })")
    assert 0.5 < seconds < 10
    assert len(await mail_of(db, anna, "sendVoice")) == 1
    assert screen.quiet(), screen.complaints


@pytest.mark.one_look
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_media_can_be_read_by_everybody(
    sit_down: SitDown, db: Database, desk: Desk, customer: Clients, scheme: str
) -> None:
    """axe-core finds nothing, with a dialog open neither; in the dark only colours differ."""
    rules = COLOURS if scheme == "dark" else ()
    anna, agent = customer(), await hire(db)
    screen, page, number = await talking(sit_down, db, anna, agent, color_scheme=scheme)
    for place in range(2):
        await anna.writes("", files=(of("photo", f"{place}.jpg"),), album=f"x{scheme}")
    await anna.writes("", files=(of("document", "a.pdf"),), details={"forwarded": "Олег", "quote": "замена"})
    await anna.writes("Место", details={"place": {"latitude": 55.751, "longitude": 37.618}})
    await here(db, desk, number)
    await page.fill("#answer-text", "Смотрим")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".entry.out")).to_have_count(1)
    await arrived(db, number)
    async with db.tx() as tx:
        await tx.execute("UPDATE message SET client_reaction = '👍', agent_reaction = '👌' WHERE request_number = $1", number)
    await screen.open(f"/console/requests/{number}")
    assert await flaws(page, rules=rules) == []
    await page.locator("a.image").first.click()
    assert await flaws(page, rules=rules) == []
    await page.keyboard.press("Escape")
    await page.locator(".entry.out").hover()
    await page.get_by_role("link", name="Изменить").click()
    await expect(page.locator("dialog.mend")).to_be_visible()
    assert await flaws(page, rules=rules) == []
