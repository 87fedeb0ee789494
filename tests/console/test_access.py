"""Who reaches what: every route for every kind of person."""

from collections.abc import AsyncIterator, Callable

import pytest

from services.desk import Desk
from services.files import add_upload, new_public_id
from services.requests.messages import add_message, attach_stored
from services.storage.database import Database
from tests.console.reception import Customer, Open, give, hire

# Who they are to the request, which belongs to the unit msk and is led by `owner`.
PEOPLE = {
    "owner": ("agent", ()), "former": ("agent", ()), "stranger": ("agent", ()), "their-head": ("head", ("msk",)),
    "other-head": ("head", ("ekb",)), "head-of-all": ("head", ()), "director": ("director", ()), "qa": ("qa", ()), "admin": ("admin", ()),
}  # fmt: skip
READERS = {"owner", "former", "their-head", "head-of-all", "director", "qa", "admin"}
HEADS = {"their-head", "other-head", "head-of-all", "director", "qa", "admin"}
OVERRIDERS = {"their-head", "head-of-all", "director", "admin"}


@pytest.mark.parametrize("who", PEOPLE)
async def test_who_reaches_what(
    who: str, open_browser: Open, db: Database, desk: Desk, customer: Callable[[], Customer]
) -> None:
    role, units = PEOPLE[who]
    person = await hire(db, role, units=units)
    owner = person if who == "owner" else await hire(db)
    spare = await hire(db)
    number = await customer().writes("Скажите цену")
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1", number)
    if who == "former":
        await give(db, number, person)
    await give(db, number, owner)
    file_id = await _file(db, desk, number)
    browser = await open_browser(person)
    page = f"/console/requests/{number}"

    reads = who in READERS
    for path in (page, f"{page}/conversation", f"/console/files/{file_id}"):
        await browser.get(path)
        assert browser.status == (200 if reads else 404), path
    await browser.get("/console/requests")
    assert browser.status == (200 if who in HEADS else 404)
    assert (f'href="{page}"' in browser.page) is (who in HEADS and reads)

    await browser.get(page if reads else "/console")
    csrf = {"csrf": _csrf(browser.page)}
    owns = who == "owner"
    for action, fields in (
        ("answer", {"text": "Ответ"}), ("promise", {"quick": "1h"}), ("call", {"outcome": "reached"}),
        ("transfer", {"type": "price", "reason": "не моё"}), ("return", {"reason": "не моё"}),
        ("close", {"outcome": "solved", "summary": "сделано"}),
    ):  # fmt: skip
        if owns:
            continue
        await browser.post(f"{page}/{action}", csrf | fields)
        assert browser.status == (403 if reads else 404), action
        assert not reads or "Обращение ведёт другой сотрудник" in browser.page
    await browser.post(f"{page}/note", csrf | {"text": f"заметка от {who}"})
    assert browser.status == (200 if reads else 404)
    await browser.post(f"{page}/draft", csrf | {"text": "черновик"})
    assert browser.status == 204
    await browser.post(f"{page}/override", csrf | {"agent": spare.login, "reason": "нужен опыт"})
    assert browser.status == (200 if who in OVERRIDERS else 404 if who in {"other-head", "stranger"} else 403)
    async with db.read() as reader:
        sql = "SELECT count(*) FROM message WHERE request_number = $1 AND direction IN ('out', 'system')"
        assert await reader.value(sql, number) == 0, "nobody but the owner has written to the client"
        now = await reader.value("SELECT agent_id FROM request WHERE number = $1", number)
        assert now == (spare.id if who in OVERRIDERS else owner.id)
        drafts = await reader.value("SELECT count(*) FROM draft WHERE request_number = $1", number)
        assert drafts == int(owns)
        seen = await reader.value(
            "SELECT count(*) FROM event WHERE type = 'request.read' AND subject = $1", f"request:{number}"
        )
        assert bool(seen) is (reads and not owns), "who saw what they do not lead is on record"


def _csrf(page: str) -> str:
    return page.split('data-csrf="')[1].split('"', maxsplit=1)[0]


async def _file(db: Database, desk: Desk, number: int) -> str:
    async def content() -> AsyncIterator[bytes]:
        yield b"\x89PNG\r\n\x1a\n" + bytes(100)

    public_id = new_public_id()
    size = await desk.files.save(public_id, content())
    async with db.tx() as tx:
        await add_upload(tx, desk.files, public_id, name="фото.png", size=size)
        message = await add_message(tx, number, "in", author="Анна")
        await attach_stored(tx, message, [await tx.value("SELECT id FROM file WHERE public_id = $1", public_id)])
    return public_id


async def test_without_a_session_there_is_only_the_door(open_browser: Open) -> None:
    browser = await open_browser()
    for path in (
        "/console",
        "/console/requests",
        "/console/requests/1",
        "/console/files/abc",
        "/console/help",
        "/console/whatever",
    ):
        await browser.get(path)
        assert browser.path.startswith("/console/sign-in"), path
    for path in ("/console/rail", "/console/live", "/console/requests/1/conversation"):
        await browser.get(path)
        assert browser.status == 401, path
    for path in ("/console/next", "/console/requests/1/answer", "/console/shift"):
        await browser.post(path, {"text": "Долго печатал"})
        assert browser.status == 401, path
        assert "Долго печатал" in browser.page, "what took time to type is shown again"


async def test_quality_control_takes_nothing(open_browser: Open, db: Database, customer: Callable[[], Customer]) -> None:
    await customer().writes("Есть кто?")
    qa = await hire(db, "qa")
    browser = await open_browser(qa)
    assert 'action="/console/next"' not in browser.page
    await browser.post("/console/next", {"csrf": _csrf(browser.page), "key": "x"})
    assert browser.status == 403
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM request WHERE agent_id = $1", qa.id) == 0


async def test_a_head_overrides_visibly(open_browser: Open, db: Database, customer: Callable[[], Customer]) -> None:
    head, agent = await hire(db, "head", units=("msk",)), await hire(db)
    number = await customer().writes("Кто ответит?")
    browser = await open_browser(head)
    await browser.get(f"/console/requests/{number}")
    await browser.submit(f"/console/requests/{number}/override", agent=agent.login, reason="")
    assert browser.status == 422
    assert "Без причины нельзя" in browser.page
    await browser.submit(f"/console/requests/{number}/override", agent=agent.login, reason="знает клиента")
    assert browser.status == 200
    hers = await open_browser(agent)
    await hers.get(f"/console/requests/{number}")
    assert f"Назначил руководитель ({head.name}): знает клиента" in hers.page
    assert f"{head.name}: вне очереди, теперь ведёт {agent.name}" in hers.page


async def test_who_left_the_unit_keeps_what_they_lead(
    open_browser: Open, db: Database, customer: Callable[[], Customer]
) -> None:
    head = await hire(db, "head", units=("ekb",))
    number = await customer().writes("Мне в Москву")
    await give(db, number, head)
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1", number)
    browser = await open_browser(head)
    await browser.get(f"/console/requests/{number}")
    await browser.submit(f"/console/requests/{number}/answer", text="Передам коллегам")
    assert browser.status == 200
    assert "Передам коллегам" in browser.page
