"""Typical answers by letters, colleagues by @, gaps, who else is here and "typing…", in a real browser without a mouse."""

from collections.abc import Callable

import pytest
from playwright.async_api import Page, expect

from services.presence.here import be_here, types
from services.storage.database import Database
from tests.console.reception import Customer, give, hire, unique
from tests.console.screen import SitDown

pytestmark = pytest.mark.browser
Clients = Callable[[], Customer]


async def test_an_answer_by_a_few_letters_and_typing_seen_both_ways(sit_down: SitDown, db: Database, customer: Clients) -> None:
    anna, agent, head = customer(), await hire(db), await hire(db, "head")
    number = await anna.writes("Где вы находитесь?")
    await give(db, number, agent)
    word = unique("Зъ")
    async with db.tx() as tx:
        for title, body in (
            (f"{word} адрес", "{client}, наш адрес: Ленина, 1. Ждём вас {visit_time}."),
            (f"{word} цена", "Посчитаем."),
        ):
            await tx.execute("INSERT INTO typical_answer (title, body) VALUES ($1, $2)", {"ru": title}, {"ru": body})
        await be_here(tx, head, number)
    screen = await sit_down(agent)
    page: Page = screen.page
    keys = page.keyboard
    await screen.open(f"/console/requests/{number}")
    await expect(page.locator("#here")).to_contain_text(f"{head.name}: тоже читает")
    await keys.press("r")
    await keys.type(f"/{word.lower()}")
    await expect(page.locator("#slash-list [role=option]")).to_have_count(2)
    await keys.press("ArrowDown")
    await expect(page.locator("#slash-preview")).to_have_text("Посчитаем.")
    await keys.press("ArrowUp")
    await expect(page.locator("#slash-preview mark")).to_have_text("{visit_time}")
    await keys.press("Enter")
    await expect(page.locator("#answer-text")).to_have_value("Анна, наш адрес: Ленина, 1. Ждём вас {visit_time}.")
    await expect(page.locator("#slash")).to_be_hidden()
    await expect(page.locator("#gaps")).to_contain_text("{visit_time}")
    async with page.expect_response(lambda response: response.url.endswith("/typing")) as told:
        await keys.type("завтра")  # the gap is selected: what is typed fills it
    assert (await told.value).status == 204
    await expect(page.locator("#gaps")).to_be_empty()
    async with db.read() as reader:
        (mail,) = await reader.rows("SELECT method FROM outbox WHERE chat_id = $1", anna.chat_id)
        assert mail["method"] == "sendChatAction"
    await keys.press("Control+Enter")
    await expect(page.locator(".entry.out .text")).to_have_text("Анна, наш адрес: Ленина, 1. Ждём вас завтра.")
    async with db.tx() as tx:
        assert await tx.value("SELECT count(*) FROM answer_use WHERE request_number = $1", number) == 1
        await types(tx, head, number, "note")
    await expect(page.locator("#answer-text")).to_be_focused()
    await keys.press("Escape")
    await keys.press("i")
    await keys.type(f"@{head.login[:-1]}")
    await expect(page.locator("#named-list [role=option]")).not_to_have_count(0)
    await keys.type(head.login[-1])
    await keys.press("Tab")
    await expect(page.locator("#note-text")).to_have_value(f"@{head.login} ")
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.locator("#here")).to_contain_text("пишет заметку")


async def test_after_an_answer_the_drawers_follow_and_after_a_question_keys_are_keys(
    sit_down: SitDown, db: Database, customer: Clients
) -> None:
    anna, agent, knows = customer(), await hire(db), await hire(db)
    number = await anna.writes("Подойдут ли колодки?")
    await give(db, number, agent)
    screen = await sit_down(agent)
    page: Page = screen.page
    keys = page.keyboard
    await screen.open(f"/console/requests/{number}")
    await expect(page.locator("#drawer-snooze")).to_contain_text("сначала ответьте")
    await keys.press("r")
    await keys.type("Уточню")
    await keys.press("Control+Enter")
    await expect(page.locator("#drawer-snooze")).not_to_contain_text("сначала ответьте")
    await keys.press("Escape")
    await keys.press("z")
    await expect(page.locator("#snooze-reason")).to_be_focused()
    await keys.press("Escape")
    await keys.press("u")
    await page.select_option("#form-ask select[name=to]", f"person:{knows.login}")
    await page.fill("#form-ask textarea", "Подойдут?")
    await page.locator("#form-ask textarea").press("Control+Enter")
    await expect(page.locator("#log")).to_be_focused()
    await keys.press("t")
    await expect(page.locator("#drawer-transfer")).to_have_attribute("open", "")
    await expect(page.locator("#answer-text")).to_have_value("")
