"""A tag put on by keyboard, without leaving the page (G4)."""

from collections.abc import Callable

import pytest
from playwright.async_api import expect

from services.storage.database import Database
from tests.console.reception import Customer, give, hire, unique
from tests.console.screen import SitDown
from tests.console.test_labels import _tag

pytestmark = pytest.mark.browser


async def test_a_tag_is_put_on_and_taken_off_by_keyboard(
    sit_down: SitDown, db: Database, customer: Callable[[], Customer]
) -> None:
    name = f"Шум {unique('')}"
    await _tag(db, name)
    anna, number = await hire(db), await customer().writes("Гудит")
    await give(db, number, anna)
    screen = await sit_down(anna)
    page = screen.page
    await screen.open(f"/console/requests/{number}")
    await page.fill("#answer-text", "Наполовину написано")
    await page.keyboard.press("Escape")
    await page.keyboard.press("h")
    await expect(page.locator("#tag-add")).to_be_focused()
    await page.keyboard.type("нет такой")
    await page.keyboard.press("Enter")
    await expect(page.locator("#tag-mistake")).to_be_visible()
    await page.fill("#tag-add", name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".tag-off")).to_have_text(f"#{name} ×")
    await expect(page.locator("#conversation .tagged")).to_have_text(f"#{name}")
    await expect(page.locator("#answer-text")).to_have_value("Наполовину написано")
    await page.locator(".tag-off").press("Enter")
    await expect(page.locator(".tag-off")).to_have_count(0)
    await page.keyboard.press("?")
    await expect(page.locator("#keymap")).to_contain_text("добавить метку")
