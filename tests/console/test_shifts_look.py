"""People at work as they are seen: readable by everybody in both schemes and languages, nothing to be scrolled sideways."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.async_api import expect

from services.requests import answers, promises
from services.staff.accounts import set_language
from services.staff.models import Staff
from services.staff.withdrawing import withdraw
from services.storage.database import Database
from tests.axe import flaws
from tests.console.reception import Customer, give, hire, unique
from tests.console.screen import SitDown

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quiet")]
Clients = Callable[[], Customer]
LONG = "Константин-Константинопольский " * 3


@pytest.fixture
async def head(db: Database, customer: Clients) -> Staff:
    """A head with everything in hand: a broken promise, a call, an answered client, long words; withdrawn, with a long reason."""
    head = await hire(db, "head")
    people = [customer() for _ in range(4)]
    people[0].name = LONG
    numbers = [await person.writes("Отказали тормоза, " + "д" * 300) for person in people]
    for number in numbers:
        await give(db, number, head)
    async with db.tx(actor=head.actor) as tx:
        await tx.execute(
            "UPDATE client SET phone = $2 WHERE id = (SELECT client_id FROM request WHERE number = $1)",
            numbers[0], f"+7498{unique('').zfill(7)}",
        )  # fmt: skip
        await promises.promise(tx, head, numbers[0], due_at=tx.now + timedelta(hours=1), note="и" * 300, by_call=True)
        await promises.promise(tx, head, numbers[1], due_at=tx.now + timedelta(hours=2))
        await tx.execute("UPDATE promise SET due_at = made_at - interval '1 hour' WHERE request_number = $1", numbers[1])
        await answers.answer(tx, head, numbers[2], text="Приезжайте")
        await withdraw(tx, head, head.login, tx.now + timedelta(days=2), "устала " * 40)
    return head


@pytest.mark.one_look
@pytest.mark.parametrize("look", [(360, "dark", "ru"), (360, "light", "en"), (1440, "light", "ru")])
async def test_everybody_can_read_them(sit_down: SitDown, db: Database, head: Staff, look: tuple[int, str, str]) -> None:
    width, scheme, language = look
    async with db.tx(actor=head.actor) as tx:
        await set_language(tx, head, language)
    screen = await sit_down(head, color_scheme=scheme, viewport={"width": width, "height": 900})
    for path in ("/console", "/console/shift-end", "/console/calls", f"/console/board/people/{head.login}"):
        await screen.open(path)
        assert await flaws(screen.page) == [], path
        assert await screen.page.evaluate("document.documentElement.scrollWidth") <= width, path


async def test_a_mistake_is_read_and_reached(sit_down: SitDown, head: Staff) -> None:
    screen = await sit_down(head)
    screen.accept += ("422",)
    await screen.open("/console/shift-end")
    await screen.page.get_by_role("button", name="Передать и закончить смену").click()
    await expect(screen.page.locator("#main .trouble")).to_be_visible()
    assert await flaws(screen.page) == []
    await screen.page.locator("#main .trouble a").first.click()
    await expect(screen.page.locator("textarea[aria-invalid=true]").first).to_be_in_viewport()
    await screen.page.fill("#f-note", "Смена кончилась")
    await screen.page.keyboard.press("Tab")
    await screen.page.get_by_role("button", name="Передать и закончить смену").click()
    await expect(screen.page.locator("#main")).to_contain_text("Передано обращений: 4")
