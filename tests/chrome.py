"""One Chromium for the whole test session (one per xdist worker)."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests import chromium

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--renderer-process-limit=1",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip


@pytest.fixture(scope="session")
async def chrome() -> "AsyncIterator[Browser]":
    """The browser; every test opens windows of its own."""
    from playwright.async_api import async_playwright, expect  # noqa: PLC0415 - the quick tests need no browser

    program = chromium.find()
    assert program, "no Chromium here; BROWSER=0 leaves these tests out"
    expect.set_options(timeout=10_000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        await browser.close()


async def keep_warm(context: "BrowserContext") -> "Page":
    """An empty page in the context, which keeps the process alive that draws the pages of 127.0.0.1, whatever their port.

    Else each test would start one: that takes longer than most of them.
    """
    page = await context.new_page()
    await page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    await page.goto("http://127.0.0.1/")
    return page
