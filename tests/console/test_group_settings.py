"""The Telegram group of a unit in the settings: a code, what is missing, how it works; nobody else's unit is touched."""

import re
from collections.abc import AsyncIterator

import pytest

from services.groups.connecting import connect, membership, told_of
from services.staff.accounts import set_language
from services.storage.database import Database
from tests.axe import flaws
from tests.console.filled import filled, send
from tests.console.reception import Browser, Open, hire, unique
from tests.console.screen import SitDown

MSK = "/console/settings/units/msk/group"
CHAT = -1009990001


@pytest.fixture(autouse=True)
async def untouched(db: Database) -> AsyncIterator[None]:
    """No group before and after."""
    yield
    async with db.tx() as tx:
        for table in ("group_post", "group_message", "group_topic", "unit_group", "bot_group"):
            await tx.execute(f"DELETE FROM {table}")


async def boss(open_browser: Open, db: Database, role: str = "head", units: tuple[str, ...] = ("msk",)) -> Browser:
    return await open_browser(await hire(db, role, units=units, shift="off"))


def code_on(page: str) -> str:
    """The code that the page shows."""
    found = re.search(r"/connect ([A-Z2-9]{8})<", page)
    return found[1] if found else ""


async def said_in_group(db: Database, code: str, **known: bool) -> bool:
    """Somebody says the code in a group; whether it was one."""
    async with db.tx() as tx:
        await told_of(tx, CHAT, title="Приёмка МСК", status="administrator", **{"forum": True, "topics": True, **known})
        return await connect(tx, CHAT, code.lower()) is not None


async def test_a_head_connects_a_group_changes_it_and_lets_it_go(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(MSK)
    assert "Группа не подключена." in browser.page
    await send(browser, f"{MSK}/code")
    code = code_on(browser.page)
    await send(browser, f"{MSK}/code")
    assert not await said_in_group(db, code), "a new code makes the old one worthless"
    code = code_on(browser.page)
    assert await said_in_group(db, code)
    assert not await said_in_group(db, code), "a code works once"
    await browser.get(MSK)
    assert "Подключена группа «Приёмка МСК»." in browser.page
    assert "Всё в порядке" in browser.page
    fields = filled(browser, MSK)
    assert ("answers" in fields, "every" in fields, fields["language"]) == (True, False, "ru")
    await send(browser, MSK, without=("answers",), every="on", language="en")
    fields = filled(browser, MSK)
    assert ("answers" in fields, "every" in fields, fields["language"]) == (False, True, "en")
    trail = await browser.get(f"/console/settings/audit?kind=unit&who={browser.staff.login if browser.staff else ''}")
    assert "Изменены настройки группы" in trail
    assert "Подключена группа в Telegram" in trail, "by whoever made the code, not by the system"
    await browser.get(MSK)
    await send(browser, f"{MSK}/rebuild")
    await send(browser, f"{MSK}/disconnect")
    assert "Группа не подключена." in browser.page


@pytest.mark.parametrize(
    ("known", "status", "words"),
    [
        ({"forum": False}, "", "В группе выключены темы"),
        ({"topics": False}, "", "нет права управлять темами"),
        ({}, "kicked", "Бота нет в группе"),
    ],
)
async def test_the_page_says_what_is_missing(
    known: dict[str, bool], status: str, words: str, open_browser: Open, db: Database
) -> None:
    browser = await boss(open_browser, db)
    await browser.get(MSK)
    await send(browser, f"{MSK}/code")
    assert await said_in_group(db, code_on(browser.page), **known)
    if status:
        async with db.tx() as tx:
            await told_of(tx, CHAT, status=status)
            await membership(tx, CHAT, status=status)
    assert words in await browser.get(MSK)


@pytest.mark.parametrize(("who", "units"), [("agent", ("msk",)), ("qa", ()), ("head", ("ekb",))])
async def test_whose_unit_it_is_not_can_do_nothing(who: str, units: tuple[str, ...], open_browser: Open, db: Database) -> None:
    head = await boss(open_browser, db)
    await head.get(MSK)
    await send(head, f"{MSK}/code")
    code = code_on(head.page)
    browser = await boss(open_browser, db, who, units)
    await browser.get("/console")
    hidden = {"csrf": browser.page.split('data-csrf="')[1].split('"', maxsplit=1)[0], "language": "en"}
    await browser.get(MSK)
    assert browser.status in {403, 404}
    for path in (MSK, f"{MSK}/code", f"{MSK}/rebuild", f"{MSK}/disconnect"):
        await browser.post(path, hidden | {"key": unique("key")})
        assert browser.status in {403, 404}, path
    assert code_on(await head.get(MSK)) == code


async def test_bad_input_changes_nothing(open_browser: Open, db: Database) -> None:
    browser = await boss(open_browser, db)
    await browser.get(MSK)
    await send(browser, f"{MSK}/code")
    assert await said_in_group(db, code_on(browser.page))
    await browser.get(MSK)
    await send(browser, MSK, language="klingon")
    assert browser.status == 422
    assert filled(browser, MSK)["language"] == "ru"
    await browser.get("/console/settings/units/nowhere/group")
    assert browser.status == 404


@pytest.mark.browser
async def test_it_can_be_read_and_used_on_a_phone_in_english(sit_down: SitDown, db: Database) -> None:
    head = await hire(db, "head", units=("msk",), shift="off")
    async with db.tx() as tx:
        await set_language(tx, head, "en")
    screen = await sit_down(head, viewport={"width": 390, "height": 800}, color_scheme="dark")
    await screen.open(MSK)
    await screen.page.get_by_role("button", name="Get a code").click()
    await screen.page.get_by_text("Write in the group:").wait_for()
    assert await screen.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await flaws(screen.page) == []
    async with db.tx() as tx:
        code = await tx.value("SELECT code FROM unit_group")
    assert await said_in_group(db, code, topics=False)
    await screen.open(MSK)
    await screen.page.get_by_text("The bot may not manage topics.").wait_for()
    assert await flaws(screen.page) == []
