"""Pictures, sounds, films, files, places and contacts as a person sees them."""

import math
import struct

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.desk import PNG, Desk, Hand
from tests.sandbox.phones import ANNA, choose, opened, phone, told

pytestmark = pytest.mark.browser
RATE = 8000
SILENT_THEN_LOUD = """() => {
    const bars = [...document.querySelectorAll(".wave i")].map((bar) => parseInt(bar.style.height));
    const half = bars.length / 2;
    return Math.max(...bars.slice(0, half - 1)) < 20 && Math.min(...bars.slice(half + 1)) > 60;
}"""


def sound(seconds: float) -> bytes:
    """A WAV file: silence, then a tone from the middle on."""
    count = int(seconds * RATE)
    samples = [0 if at < count // 2 else int(20000 * math.sin(at / 5)) for at in range(count)]
    data = struct.pack(f"<{count}h", *samples)
    form = struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE * 2, 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + form + b"data" + struct.pack("<I", len(data)) + data


async def test_an_album_is_a_grid_in_one_bubble_that_opens_large(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await Hand(desk, anna).send("photo", *((f"{number}.png", PNG) for number in range(5)), caption="Со всех сторон")
    item = phone(page).locator(".item", has=page.locator(".album"))
    await expect(item).to_have_count(1)
    await expect(item.locator(".text")).to_have_text("Со всех сторон")
    boxes = [await tile.bounding_box() for tile in await item.locator(".thumb").all()]
    assert len({round(box["y"]) for box in boxes if box}) == 2
    assert all(box and box["width"] > 60 for box in boxes)
    await item.locator(".thumb").nth(1).click()
    viewer = page.get_by_role("dialog", name="Просмотр")
    await expect(viewer).to_contain_text("2 из 5")
    await page.keyboard.press("ArrowRight")
    await expect(viewer).to_contain_text("3 из 5")
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)
    await expect(item.locator(".thumb").nth(1)).to_be_focused()


async def test_a_voice_note_shows_its_own_wave_and_is_heard_sought_and_stopped(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await Hand(desk, anna).send("voice", ("v.wav", sound(30)))
    player = phone(page).get_by_role("group", name="Голосовое сообщение")
    await expect(player.locator(".sound-time")).to_have_text("0:30")
    await page.wait_for_function(SILENT_THEN_LOUD)
    seek = player.get_by_role("slider", name="Место в записи")
    await seek.focus()
    for _ in range(5):
        await page.keyboard.press("ArrowRight")
    await expect(seek).to_have_attribute("aria-valuetext", "0:05 из 0:30")
    box = await seek.bounding_box()
    assert box
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 10)
    await expect(player.locator(".sound-time")).to_have_text("0:15 / 0:30")
    await player.get_by_role("button", name="Слушать").click()
    await page.wait_for_function("() => document.querySelector('audio').currentTime > 15.2")
    await player.get_by_role("button", name="Скорость 1×").click()
    assert await page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    await player.get_by_role("button", name="Пауза").click()
    assert await page.evaluate("document.querySelector('audio').paused")


async def test_one_sound_at_a_time(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    for name in ("1.wav", "2.wav"):
        await Hand(desk, anna).send("voice", (name, sound(20)))
    play = phone(page).get_by_role("button", name="Слушать")
    await expect(play).to_have_count(2)
    await play.first.click()
    await expect(play).to_have_count(1)
    await play.click()
    await page.wait_for_function("() => { const [a, b] = document.querySelectorAll('audio'); return a.paused && !b.paused }")


async def test_a_voice_goes_on_while_its_tick_changes(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await Hand(desk, anna).send("voice", ("v.wav", sound(20)))
    await phone(page).get_by_role("button", name="Слушать").click()
    await told(desk, "message")
    await expect(phone(page).locator(".item", has=page.locator(".voice")).locator(".ticks")).to_have_attribute(
        "aria-label", "прочитано"
    )
    assert not await page.evaluate("document.querySelector('audio').paused")


async def test_file_place_and_contact(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    hand = Hand(desk, anna)
    await hand.send("document", ("Заказ-наряд № 7.pdf", b"%PDF" + b"." * 2044))
    file = phone(page).get_by_role("link", name="Заказ-наряд № 7.pdf")
    await expect(file).to_have_attribute("download", "Заказ-наряд № 7.pdf")
    await expect(file).to_contain_text("2 кБ")
    await expect(file.locator(".file-icon")).to_have_text("pdf")
    await hand.act("location", {"latitude": 55.5, "longitude": 37.25})
    place = phone(page).get_by_role("link", name="Место на карте")
    await expect(place).to_contain_text("55.50000, 37.25000")
    await expect(place).to_have_attribute("href", "https://www.openstreetmap.org/?mlat=55.5&mlon=37.25#map=16/55.5/37.25")
    await expect(place.locator("svg")).to_be_visible()
    await hand.act("contact")
    await expect(phone(page).locator(".contact").get_by_role("link")).to_have_attribute("href", "tel:+79000000001")


async def test_a_round_film_made_on_the_spot_plays_in_its_circle(desk: Desk, page: Page) -> None:
    await opened(desk, page, ANNA)
    await choose(page, "Прикрепить", "Готовое видеосообщение")
    assert "video_note" in await told(desk, "message")
    await expect(phone(page).locator(".item", has=page.locator(".round")).locator(".ticks")).to_have_attribute(
        "aria-label", "прочитано"
    )
    film = phone(page).get_by_role("button", name="Видеосообщение: Слушать")
    box = await film.bounding_box()
    assert box
    assert box["width"] == box["height"]
    await film.click()
    await page.wait_for_function("() => document.querySelector('.round video').currentTime > 0.1")


async def test_a_film_opens_in_the_viewer_and_a_broken_picture_is_owned_up_to(desk: Desk, page: Page) -> None:
    (anna,) = await opened(desk, page, ANNA)
    await Hand(desk, anna).send("video", ("v.mp4", b"not a film"), caption="Как стучит")
    await phone(page).get_by_role("button", name="Открыть видео").click()
    viewer = page.get_by_role("dialog", name="Просмотр")
    await expect(viewer.locator("video")).to_be_visible()
    await expect(viewer).to_contain_text("Как стучит")
    await choose(page, "Закрыть")
    await Hand(desk, anna).send("animation", ("g.gif", b"not a picture"))
    await expect(phone(page).locator(".thumb.broken")).to_have_count(2)


async def test_a_player_that_seeks_gets_the_part_it_asks_for(desk: Desk) -> None:
    await desk.api("getMe")
    person = await desk.person()
    (sent,) = await person.send("voice", ("v.wav", sound(1)))
    url = desk.base + sent["files"][0]["url"]
    async with desk.http.get(url, headers={"Range": "bytes=4-7"}) as part:
        assert (part.status, part.headers["Content-Range"]) == (206, f"bytes 4-7/{len(sound(1))}")
        assert await part.read() == sound(1)[4:8]
    async with desk.http.get(url, headers={"Range": "bytes=9999999-"}) as beyond:
        assert beyond.status == 200
