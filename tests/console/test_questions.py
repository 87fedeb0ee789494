"""Questions among colleagues and hand-overs in the console: asked from a request, answered on a page of one's own (P5, V2)."""

from collections.abc import Callable

import pytest

from services.clock import FixedClock
from services.storage.database import Database
from tests.axe import flaws
from tests.console.reception import Browser, Customer, Open, give, hire
from tests.console.screen import SitDown, until


async def _in_hand(db: Database, customer: Callable[[], Customer]) -> tuple[int, object]:
    staff = await hire(db)
    number = await customer().writes("Стучит подвеска")
    await give(db, number, staff)
    return number, staff


async def _ask(browser: Browser, number: int, login: str, text: str = "Есть ли сайлентблоки?") -> str:
    await browser.get(f"/console/requests/{number}")
    return await browser.submit(f"/console/requests/{number}/ask", to=f"person:{login}", text=text)


async def test_asked_answered_and_seen(db: Database, open_browser: Open, customer: Callable[[], Customer]) -> None:
    number, staff = await _in_hand(db, customer)
    mechanic = await hire(db)
    owner, other = await open_browser(staff), await open_browser(mechanic)
    page = await _ask(owner, number, mechanic.login)
    assert "Есть ли сайлентблоки?" in page
    assert f"вопрос коллеге: {mechanic.name}" in page
    assert "Ждём ответа" in page
    await other.get("/console")
    assert "Вопросы ко мне" in other.page
    page = await other.get("/console/questions")
    assert "Есть ли сайлентблоки?" in page
    assert "Анна" not in page, "those asked do not see the client"
    form = next(path for path in page.split('action="') if path.startswith("/console/questions/")).partition('"')[0]
    page = await other.submit(form, text="Есть, 2 штуки")
    assert "Ответ передан" in page
    assert "Вопросов к вам нет" in page
    await other.get(f"/console/requests/{number}")
    assert other.status == 404
    await owner.get("/console")
    assert "Пришёл ответ коллеги" in owner.page
    page = await owner.get(f"/console/requests/{number}")
    assert "Есть, 2 штуки" in page
    await owner.get("/console")
    assert "Пришёл ответ коллеги" not in owner.page


async def test_reminding_and_taking_back(
    db: Database, open_browser: Open, customer: Callable[[], Customer], clock: FixedClock
) -> None:
    number, staff = await _in_hand(db, customer)
    mechanic = await hire(db)
    owner, other = await open_browser(staff), await open_browser(mechanic)
    page = await _ask(owner, number, mechanic.login)
    question = page.partition('name="remind" value="')[2].partition('"')[0]
    path = f"/console/requests/{number}/question"
    page = await owner.submit(path, remind=question)
    assert owner.status == 422
    assert "меньше десяти минут" in page
    clock.advance(minutes=15)
    await owner.get(f"/console/requests/{number}")
    await owner.submit(path, remind=question)
    await other.get("/console/questions")
    form = other.form(f"/console/questions/{question}")
    await owner.submit(path, withdraw=question)
    page = await other.post(f"/console/questions/{question}", form | {"text": "Долго писал"})
    assert other.status == 409
    assert "Долго писал" in page, "what was typed is not lost"


@pytest.mark.parametrize(
    "bad",
    [
        ("", "Есть?", "Выберите, кого спросить."),
        ("person:nobody", "Есть?", ""),
        ("skill:love", "Есть?", ""),
        ("person:me", "Есть?", "Это вы сами."),
        ("skill:price", " ", ""),
        ("skill:price", "я" * 3001, ""),
    ],
)
async def test_bad_questions_come_back_with_what_was_typed(
    db: Database, open_browser: Open, customer: Callable[[], Customer], bad: tuple[str, str, str]
) -> None:
    to, text, said = bad
    number, staff = await _in_hand(db, customer)
    owner = await open_browser(staff)
    await owner.get(f"/console/requests/{number}")
    chosen = to.replace("person:me", f"person:{staff.login}")
    page = await owner.submit(f"/console/requests/{number}/ask", to=chosen, text=text)
    assert owner.status == 422
    assert said in page
    assert text[:50] in page
    assert 'id="drawer-ask" open' in page.replace("\n", " ")


@pytest.mark.parametrize("role", ["agent", "qa"])
async def test_who_does_not_lead_it_cannot_ask(
    db: Database, open_browser: Open, customer: Callable[[], Customer], role: str
) -> None:
    number, staff = await _in_hand(db, customer)
    other = await open_browser(await hire(db, role))
    page = await other.get(f"/console/requests/{number}")
    assert "form-ask" not in page
    form = {
        "csrf": page.partition('name="csrf" value="')[2].partition('"')[0],
        "key": "k",
        "to": f"person:{staff.login}",
        "text": "?",
    }
    if role == "agent":
        await other.get("/console")
        form["csrf"] = other.page.partition('name="csrf" value="')[2].partition('"')[0]
    await other.post(f"/console/requests/{number}/ask", form)
    assert other.status in {403, 404}


async def test_a_way_back_asks_first(db: Database, open_browser: Open, customer: Callable[[], Customer]) -> None:
    number, staff = await _in_hand(db, customer)
    boris = await hire(db)
    first, second = await open_browser(staff), await open_browser(boris)
    await first.get(f"/console/requests/{number}")
    await first.submit(f"/console/requests/{number}/transfer", agent=boris.login, reason="это по твоей части")
    await give(db, number, boris)
    page = await second.get(f"/console/requests/{number}")
    assert "это по твоей части" in page
    assert "Передано 1 раз" in page
    path = f"/console/requests/{number}/transfer"
    page = await second.submit(path, agent=staff.login, reason="нет, по твоей")
    assert second.status == 422
    assert "вернётся туда, откуда пришло" in page
    assert "Проверьте, что заполнено" not in page, "nothing is wrong with what was filled in"
    assert "нет, по твоей" in page
    await second.submit(path, agent=staff.login, reason="нет, по твоей", confirmed="yes")
    assert second.status == 200
    assert "передано" in second.page


async def test_the_form_of_handing_on_tells_who_can_take_it(
    db: Database, open_browser: Open, customer: Callable[[], Customer]
) -> None:
    number, staff = await _in_hand(db, customer)
    away = await hire(db, shift="away")
    page = await (await open_browser(staff)).get(f"/console/requests/{number}")
    assert "На смене, могут взять сразу" in page
    assert f"{away.name} · перерыв, в работе 0 из 5 · любые обращения" in page
    assert ", очереди нет" in page


async def test_the_board_shows_what_waits_for_colleagues_and_goes_to_and_fro(
    db: Database, open_browser: Open, customer: Callable[[], Customer], clock: FixedClock
) -> None:
    number, staff = await _in_hand(db, customer)
    mechanic, head = await hire(db), await hire(db, "head")
    owner = await open_browser(staff)
    await _ask(owner, number, mechanic.login, "Где ключ от двадцатого бокса?")
    board = await open_browser(head)
    page = await board.get("/console/board")
    assert "Где ключ от двадцатого бокса?" in page
    assert mechanic.name in page
    await owner.get(f"/console/requests/{number}")
    await owner.submit(f"/console/requests/{number}/transfer", type="claim", reason="жалоба")
    page = await board.get("/console/board")
    assert "Где обращения ходят по кругу" in page


async def test_it_looks_and_works_in_a_browser(
    db: Database, sit_down: SitDown, customer: Callable[[], Customer], tmp_path_factory: pytest.TempPathFactory
) -> None:
    number, staff = await _in_hand(db, customer)
    mechanic = await hire(db)
    screen = await sit_down(staff)
    await screen.open(f"/console/requests/{number}")
    await screen.page.keyboard.press("u")
    await screen.page.select_option("#ask-to", f"person:{mechanic.login}")
    await screen.page.fill("#ask-text", "Есть ли сайлентблоки на Весту?")
    await screen.page.keyboard.press("Control+Enter")
    await screen.page.wait_for_selector("#questions .open")
    await screen.page.wait_for_selector("#drawer-ask:not([open])", state="attached")  # and the button is no longer pale
    assert await flaws(screen.page) == []
    other = await sit_down(mechanic, viewport={"width": 390, "height": 844})
    await other.open("/console/questions")
    assert await flaws(other.page) == []
    await other.page.fill("textarea[name=text]", "Есть, две штуки")
    await other.page.click("button:has-text('Ответить')")
    await other.page.wait_for_selector(".notice.done")
    await until(screen.page, "document.querySelector('#questions')?.textContent.includes('Пришёл ответ')")
