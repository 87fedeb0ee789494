"""A screen to look at: the console in a real Chromium."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from playwright.async_api import BrowserContext, Page

from services.staff.models import Staff
from tests.console.reception import PASSWORD


class Screen:
    """Somebody's screen. Whatever the browser complains about fails the test."""

    def __init__(self, context: BrowserContext, page: Page, root: str) -> None:
        self.context, self.page, self.root = context, page, root
        self.complaints: list[str] = []
        self.accept: tuple[str, ...] = ("409", "422")  # answers to mistakes are no complaints
        self.watch(page)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)

    async def sign_in(self, staff: Staff) -> None:
        await self.page.goto(f"{self.root}/console/sign-in")
        await self.page.fill("#login", staff.login)
        await self.page.fill("#password", PASSWORD)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url("**/console")

    async def open(self, path: str) -> None:
        await self.page.goto(self.root + path)

    def quiet(self) -> bool:
        return not [text for text in self.complaints if not any(code in text for code in self.accept)]


async def until(page: Page, holds: str, seconds: float = 10.0) -> None:
    """Wait for something a script of the page can tell; asked from outside, for the page's policy forbids evaluation inside."""
    async with asyncio.timeout(seconds):
        while not await page.evaluate(holds):
            await page.wait_for_timeout(20)


SitDown = Callable[..., Coroutine[Any, Any, Screen]]
