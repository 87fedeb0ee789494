"""People through the console: a first password shown once, rights that do not grow, letting go without losing a request."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from services.staff.accounts import staff_by_login
from services.storage.database import Database
from tests.console.filled import filled, send
from tests.console.reception import Browser, Customer, Open, give, hire, unique

NEW = "/console/settings/new-person"
Clients = Callable[[], Customer]


def shown_once(browser: Browser) -> tuple[str, str]:
    """Login and password on the page after adding somebody."""
    codes = [unescape(code) for code in re.findall(r"<code>(.*?)</code>", browser.page)]
    assert len(codes) == 3, browser.page
    return codes[1], codes[2]


async def test_a_new_colleague_signs_in_with_the_password_shown_once(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db, "admin"))
    await browser.get(NEW)
    form = filled(browser, NEW) | {
        "name": f"Анна {unique('Смирнова')}",
        "unit.msk": "on",
        "skill.price": "on",
        "telegram_id": unique("77"),
    }
    await browser.post(NEW, form)
    login, password = shown_once(browser)
    assert login.startswith("anna.smirnova")
    await browser.post(NEW, form)
    assert browser.path == f"/console/settings/staff/{login}", "a second press leads to the person"
    assert password not in browser.page
    hers = await open_browser()
    await hers.get("/console/sign-in")
    await hers.submit("/console/sign-in", login=login, password=password)
    assert hers.path == "/console/password"
    async with db.read() as reader:
        row = await reader.row("SELECT * FROM staff WHERE login = $1", login)
        assert row
        assert (row["role"], row["skills"], row["shift"], len(row["unit_ids"])) == ("agent", ["price"], "off", 1)
        events = await reader.rows("SELECT data::text FROM event WHERE subject = $1", f"staff:{login}")
        assert not any(password in event["data"] for event in events)


async def test_mistakes_are_told_by_the_field(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db, "admin"))
    await browser.get(NEW)
    await send(browser, NEW, name=" ", login="Анна!", telegram_id="@anna", wip_limit="сто", skill__claim="on")
    assert browser.status == 422
    for words in ("Заполните это поле", "Нужно число из Telegram", "Нужно целое число", "Только строчные латинские буквы"):
        assert words in browser.page
    fields = filled(browser, NEW)
    assert (fields["login"], fields["telegram_id"], fields["skill.claim"]) == ("Анна!", "@anna", "on")
    taken = unique("88")
    await send(browser, NEW, name="Анна", telegram_id=taken, wip_limit="3", login=browser.staff.login if browser.staff else "")
    assert "Такой логин уже есть" in browser.page
    await send(browser, NEW, login=unique("anna"))
    shown_once(browser)
    await browser.get(NEW)
    await send(browser, NEW, name="Борис", telegram_id=taken)
    assert "уже указан у другого" in browser.page


@pytest.mark.parametrize(
    ("role", "units", "words"),
    [("director", ("msk",), "Эту роль вы дать"), ("admin", (), "Эту роль вы дать"), ("qa", ("msk",), "Эту роль вы дать"),
     ("agent", (), "Отметьте хотя бы один из ваших"), ("agent", ("msk", "ekb"), "Отметьте хотя бы один из ваших"), ("head", ("msk",), "")],
)  # fmt: skip
async def test_a_head_gives_nothing_above_their_own(
    role: str, units: tuple[str, ...], words: str, open_browser: Open, db: Database
) -> None:  # fmt: skip
    browser = await open_browser(await hire(db, "head", units=("msk",)))
    await browser.get(NEW)
    form = filled(browser, NEW) | {"name": unique("Пётр "), "role": role}
    form.pop("unit.msk", None)
    await browser.post(NEW, form | {f"unit.{code}": "on" for code in units})
    if words:
        assert browser.status == 422
        assert words in browser.page
    else:
        shown_once(browser)


async def test_a_head_reaches_only_their_people(open_browser: Open, db: Database) -> None:
    head = await hire(db, "head", units=("msk",))
    browser = await open_browser(head)
    for role, units, reachable in (
        ("agent", ("msk",), True), ("head", ("msk",), True), ("agent", ("ekb",), False), ("agent", ("msk", "ekb"), False),
        ("agent", (), False),
        ("admin", ("msk",), False), ("qa", ("msk",), False),
    ):  # fmt: skip
        person = await hire(db, role, units=units)
        path = f"/console/settings/staff/{person.login}"
        await browser.get(path)
        assert browser.status == (200 if reachable else 403), (role, units)
        page = await browser.get("/console/settings/staff")
        assert (f'href="{path}"' in page) is reachable
        if reachable:
            await browser.get(path)
            form = filled(browser, path) | {"role": "director"}
            await browser.post(path, form)
            assert browser.status == 422, "nor raise them above"


async def test_nobody_changes_their_own_role(open_browser: Open, db: Database) -> None:
    me = await hire(db, "director")
    browser = await open_browser(me)
    path = f"/console/settings/staff/{me.login}"
    await browser.get(path)
    await send(browser, path, name="Новое Имя")
    assert browser.status == 200
    await send(browser, path, role="admin")
    assert browser.status == 422
    assert "Свою роль и свои филиалы изменить нельзя" in browser.page
    await browser.post(f"{path}/leave", {"csrf": filled(browser, path)["csrf"], "key": "k"})
    assert "Себе закрыть доступ нельзя" in browser.page
    async with db.read() as reader:
        found = await staff_by_login(reader, me.login)
    assert found
    assert (found.name, found.role, found.active) == ("Новое Имя", "director", True)


async def test_the_last_admin_stays(open_browser: Open, db: Database) -> None:
    director, admin = await hire(db, "director"), await hire(db, "admin")
    async with db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE role = 'admin' AND id <> $1", admin.id)
    browser = await open_browser(director)
    path = f"/console/settings/staff/{admin.login}"
    await browser.get(path)
    await send(browser, f"{path}/leave")
    assert browser.status == 422
    assert "Это последний администратор" in browser.page
    await send(browser, path, role="agent")
    assert "Это последний администратор" in browser.page
    await hire(db, "admin")
    await browser.get(path)
    await send(browser, f"{path}/leave")
    assert "вход закрыт" in browser.page


async def test_who_leaves_gives_back_what_they_lead(open_browser: Open, db: Database, customer: Clients) -> None:
    agent, boss = await hire(db), await hire(db, "admin")
    waiting, silent = await customer().writes("Жду ответа"), await customer().writes("Спасибо, подумаю")
    for number in (waiting, silent):
        await give(db, number, agent)
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET state = 'waiting_client', waiting_since = NULL WHERE number = $1", silent)
    hers = await open_browser(agent)
    browser = await open_browser(boss)
    path = f"/console/settings/staff/{agent.login}"
    await browser.get(path)
    await send(browser, f"{path}/leave")
    assert browser.status == 422
    assert "Ведёт 2 обращения: они вернутся в очередь" in browser.page
    await send(browser, f"{path}/leave", sure="on")
    assert browser.status == 200
    async with db.read() as reader:
        rows = await reader.rows(
            "SELECT state, agent_id, waiting_since IS NULL AS calm FROM request WHERE number = ANY ($1::bigint[]) ORDER BY number",
            [waiting, silent],
        )  # fmt: skip
        assert [tuple(row) for row in rows] == [("queued", None, False), ("waiting_client", None, True)]
    await hers.get("/console")
    assert hers.path.startswith("/console/sign-in"), "the session has ended"
    await hers.submit("/console/sign-in", login=agent.login, password="correct horse battery")
    assert hers.status == 401
    await browser.get(f"/console/requests/{waiting}")
    assert "Сотрудник больше не работает" in browser.page
    await browser.get(path)
    await send(browser, f"{path}/return")
    await hers.submit("/console/sign-in", login=agent.login, password="correct horse battery")
    assert hers.status == 200


async def test_a_new_password_ends_every_session(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    hers, browser = await open_browser(agent), await open_browser(await hire(db, "admin"))
    path = f"/console/settings/staff/{agent.login}"
    await browser.get(path)
    await send(browser, f"{path}/password")
    login, password = shown_once(browser)
    assert login == agent.login
    await hers.get("/console")
    assert hers.path.startswith("/console/sign-in")
    await hers.submit("/console/sign-in", login=login, password="correct horse battery")
    assert hers.status == 401
    await hers.submit("/console/sign-in", login=login, password=password)
    assert hers.path == "/console/password"


async def test_quality_control_cannot_lead_requests(open_browser: Open, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    await give(db, await customer().writes("Вопрос"), agent)
    browser = await open_browser(await hire(db, "admin"))
    path = f"/console/settings/staff/{agent.login}"
    await browser.get(path)
    await send(browser, path, role="qa")
    assert "сначала передайте их" in browser.page


async def test_who_belongs_to_a_closed_unit_does_not_get_all_units_by_a_change(open_browser: Open, db: Database) -> None:
    code = unique("closed-")
    async with db.tx() as tx:
        await tx.execute(
            "INSERT INTO unit (code, name, city, address, time_zone, hours, active) "
            "SELECT $1, name, city, address, time_zone, hours, false FROM unit WHERE code = 'msk'",
            code,
        )
    agent = await hire(db, "agent", units=(code,))
    browser = await open_browser(await hire(db, "admin"))
    path = f"/console/settings/staff/{agent.login}"
    await browser.get(path)
    await send(browser, path, name="Новое имя")
    assert browser.status == 200
    async with db.read() as reader:
        found = await staff_by_login(reader, agent.login)
    assert found
    assert (found.name, found.unit_ids) == ("Новое имя", agent.unit_ids)


async def test_two_people_edit_one_colleague(open_browser: Open, db: Database) -> None:
    agent = await hire(db)
    mine, hers = await open_browser(await hire(db, "admin")), await open_browser(await hire(db, "admin"))
    path = f"/console/settings/staff/{agent.login}"
    for browser in (mine, hers):
        await browser.get(path)
    await send(hers, path, skill__price="on")
    await send(mine, path, name="Иначе")
    assert "это изменил кто-то другой" in mine.page
