"""Getting in, and being kept out."""

import re
from datetime import timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from handlers.web.console import add_console
from handlers.web.console.signing import inner_path
from handlers.web.keys import DESK
from services.desk import Desk
from services.storage.database import Database
from tests.console.reception import PASSWORD, Open, hire, unique

FROM = {"X-Forwarded-For": ""}


def address() -> dict[str, str]:
    """Somebody's address, as the proxy on this machine tells it."""
    number = int(unique("").strip())
    return {"X-Forwarded-For": f"203.0.113.9, 198.51.{number // 250}.{number % 250}"}


async def test_wrong_password_and_unknown_login_look_the_same(open_browser: Open, db: Database) -> None:
    staff = await hire(db)
    browser, answers = await open_browser(), []
    for login in (staff.login, unique("nobody")):
        await browser.get("/console/sign-in")
        page = await browser.submit("/console/sign-in", headers=address(), login=login, password="wrong")
        assert browser.status == 401
        answers.append(page.replace(login, "LOGIN"))
    assert "Неверный логин или пароль" in answers[0]
    assert answers[0] == answers[1]


async def test_sixth_attempt_has_to_wait_even_with_the_right_password(open_browser: Open, db: Database) -> None:
    staff, browser, where = await hire(db), await open_browser(), address()
    await browser.get("/console/sign-in")
    for _ in range(5):
        await browser.submit("/console/sign-in", headers=where, login=staff.login, password="wrong")
        assert browser.status == 401
    await browser.submit("/console/sign-in", headers=address(), login=staff.login, password=PASSWORD)
    assert browser.status == 429
    assert "Подождите 15 минут." in browser.page
    assert 0 < int(browser.headers["Retry-After"]) <= 900
    async with db.tx() as tx:
        await tx.execute("UPDATE sign_in_failure SET at = at - interval '14 minutes 30 seconds' WHERE login = $1", staff.login)
    await browser.submit("/console/sign-in", headers=address(), login=staff.login, password=PASSWORD)
    assert "Подождите 1 минуту." in browser.page
    async with db.tx() as tx:
        await tx.execute("UPDATE sign_in_failure SET at = at - interval '1 minute' WHERE login = $1", staff.login)
    await browser.submit("/console/sign-in", headers=address(), login=staff.login, password=PASSWORD)
    assert browser.path == "/console"


async def test_one_address_cannot_try_many_logins(open_browser: Open, db: Database) -> None:
    staff, browser, where = await hire(db), await open_browser(), address()
    await browser.get("/console/sign-in")
    for _ in range(20):
        await browser.submit("/console/sign-in", headers=where, login=unique("guess"), password="1234567890")
        assert browser.status == 401
    await browser.submit("/console/sign-in", headers=where, login=staff.login, password=PASSWORD)
    assert browser.status == 429
    await browser.submit("/console/sign-in", headers=address(), login=staff.login, password=PASSWORD)
    assert browser.path == "/console"


async def test_cookie_is_out_of_reach_and_changes_at_every_sign_in(open_browser: Open, db: Database) -> None:
    staff, browser = await hire(db), await open_browser()
    secrets = []
    for _ in range(2):
        form = {"login": staff.login, "password": PASSWORD}
        async with browser.client.post("/console/sign-in", data=form, allow_redirects=False) as response:
            assert response.status == 303
            cookie = response.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie
            assert "Secure" not in cookie
            secrets.append(response.cookies["priyomka"].value)
    assert secrets[0] != secrets[1]
    async with browser.client.get("/console", headers={"Cookie": f"priyomka={secrets[0]}"}, allow_redirects=False) as response:
        assert response.status in {200, 303}
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM staff_session WHERE staff_id = $1", staff.id) == 1
        stored = await reader.value("SELECT token_hash FROM staff_session WHERE staff_id = $1", staff.id)
    assert secrets[1].encode() not in stored


async def test_over_https_the_cookie_is_secure_and_bound_to_the_host(desk: Desk, db: Database) -> None:
    staff, app = await hire(db), web.Application()
    app[DESK] = Desk(db, db.clock, desk.limits, desk.files, public_url="https://desk.example.org")
    add_console(app)
    async with TestClient(TestServer(app)) as client:
        form = {"login": staff.login, "password": PASSWORD}
        headers = {"Origin": "https://desk.example.org"}
        async with client.post("/console/sign-in", data=form, headers=headers, allow_redirects=False) as response:
            assert response.status == 303
            assert response.headers["Set-Cookie"].startswith("__Host-priyomka=")
            assert "Secure" in response.headers["Set-Cookie"]


async def test_signing_out_ends_the_session(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db))
    cookie = {c.key: c.value for c in browser.client.session.cookie_jar}
    await browser.submit("/console/sign-out")
    assert browser.path == "/console/sign-in"
    browser.client.session.cookie_jar.update_cookies(cookie)
    await browser.get("/console")
    assert browser.path == "/console/sign-in"


async def test_deactivated_people_are_out_at_once(open_browser: Open, db: Database) -> None:
    staff = await hire(db)
    browser = await open_browser(staff)
    async with db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE id = $1", staff.id)
    await browser.get("/console")
    assert browser.path == "/console/sign-in"
    await browser.submit("/console/sign-in", headers=address(), login=staff.login, password=PASSWORD)
    assert browser.status == 401


async def test_sessions_end_after_twelve_idle_hours(open_browser: Open, db: Database) -> None:
    staff = await hire(db)
    browser = await open_browser(staff)
    for hours, path in ((11.99, "/console/help"), (12.01, "/console/sign-in?next=/console/help")):
        back = timedelta(hours=hours)
        async with db.tx() as tx:
            await tx.execute(
                "UPDATE staff_session SET seen_at = clock_timestamp() - $2::interval WHERE staff_id = $1", staff.id, back
            )
        await browser.get("/console/help")
        assert browser.path == path


async def test_looking_on_in_the_background_does_not_keep_a_session_alive(open_browser: Open, db: Database) -> None:
    staff = await hire(db)
    browser = await open_browser(staff)
    sql = "SELECT clock_timestamp() - seen_at > interval '1 hour' FROM staff_session WHERE staff_id = $1"
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE staff_session SET seen_at = clock_timestamp() - interval '2 hours' WHERE staff_id = $1", staff.id
        )
    for path, still_idle in (("/console/rail", True), ("/console", False)):
        await browser.get(path)
        async with db.read() as reader:
            assert await reader.value(sql, staff.id) is still_idle


async def test_first_password_must_be_changed_before_anything_else(open_browser: Open, db: Database) -> None:
    staff = await hire(db, must_change_password=True)
    browser, other = await open_browser(staff), await open_browser(staff)
    assert browser.path == "/console/password"
    await browser.get("/console")
    assert browser.path == "/console/password"
    for old, new, again, why in (
        ("wrong", "a better password", "a better password", "Нынешний пароль не подходит"),
        (PASSWORD, "tiny one", "tiny one", "Слишком короткий"),
        (PASSWORD, PASSWORD, PASSWORD, "Такой же, как нынешний"),
        (PASSWORD, "a better password", "another password", "Пароли не совпали"),
    ):
        await browser.submit("/console/password", old=old, new=new, again=again)
        assert browser.status == 422
        assert why in browser.page
        assert new not in browser.page
    await browser.submit("/console/password", old=PASSWORD, new="a better password", again="a better password")
    assert browser.path == "/console"
    await other.get("/console")
    assert other.path == "/console/sign-in", "other devices have to sign in again"


async def test_people_come_back_to_the_page_they_wanted(open_browser: Open, db: Database) -> None:
    staff, browser = await hire(db), await open_browser()
    await browser.get("/console/help")
    await browser.submit("/console/sign-in", login=staff.login, password=PASSWORD)
    assert browser.path == "/console/help"


def test_nobody_is_led_elsewhere() -> None:
    elsewhere = (
        "//evil.example",
        "https://evil.example",
        "/console//evil.example",
        "/\\evil",
        "/consolex",
        "/console\n",
        "",
        "/api/v1",
    )
    for path in elsewhere:
        assert inner_path(path) == "/console"
    assert inner_path("/console/requests/5") == "/console/requests/5"


async def test_the_language_is_the_persons_own(open_browser: Open, db: Database) -> None:
    staff, browser = await hire(db), await open_browser()
    await browser.get("/console/sign-in?language=en")
    assert "Password" in browser.page
    await browser.get("/console/sign-in", headers={"Accept-Language": "en-GB,ru;q=0.5"})
    assert '<html lang="en">' in browser.page
    await browser.submit("/console/sign-in", login=staff.login, password=PASSWORD)
    assert "Мои обращения" in browser.page, "the account says Russian"
    await browser.submit("/console/language", language="en")
    assert "My requests" in browser.page
    again = await open_browser(staff)
    assert re.search(r"<title>[^<]*My requests", again.page)
