"""Forms from elsewhere, headers, and pages that cannot be talked into running anything."""

import re
from collections.abc import Callable

import pytest

from services.storage.database import Database
from tests.console.reception import Customer, Open, give, hire, static_root

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


async def test_a_form_without_the_sessions_key_does_nothing_and_keeps_the_words(
    open_browser: Open, db: Database, customer: Callable[[], Customer]
) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Где вы находитесь?")
    await give(db, number, agent)
    browser = await open_browser(agent)
    path = f"/console/requests/{number}/answer"
    for csrf in ("", "wrong", "ключ"):
        await browser.post(path, {"csrf": csrf, "key": "k", "text": "Мой длинный ответ"})
        assert browser.status == 403
        assert "Страница устарела" in browser.page
        assert "Мой длинный ответ" in browser.page
    await browser.submit(path)
    assert browser.status == 200, "one press sends it after all"
    async with db.read() as reader:
        sql = "SELECT count(*) FROM message WHERE request_number = $1 AND direction = 'out'"
        assert await reader.value(sql, number) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_form_from_another_site_is_refused(open_browser: Open, db: Database, origin: str) -> None:
    staff = await hire(db, shift="off")
    browser = await open_browser(staff)
    await browser.submit("/console/shift", headers={"Origin": origin}, state="on")
    assert browser.status == 403
    assert "с чужого сайта" in browser.page
    await browser.get("/console")
    assert "начните смену" in browser.page


async def test_sign_in_from_another_site_is_refused(open_browser: Open, db: Database) -> None:
    staff, browser = await hire(db), await open_browser()
    form = {"login": staff.login, "password": "correct horse battery"}
    await browser.post("/console/sign-in", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.status == 403


async def test_every_answer_carries_the_headers(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db))
    version = re.search(r"/console/static/([0-9a-f]+)/", browser.page)
    assert version
    static = f"/console/static/{version[1]}/console/all.js"
    for path in (
        "/console",
        "/console/help",
        "/console/nothing",
        "/console/requests/1",
        "/console/rail",
        static,
        "/console/static/0/x.js",
    ):
        await browser.get(path)
        assert browser.headers["Content-Security-Policy"] == POLICY
        assert browser.headers["X-Content-Type-Options"] == "nosniff"
        assert browser.headers["Referrer-Policy"] == "same-origin"
        assert browser.headers["Cache-Control"] == ("public, max-age=31536000, immutable" if path == static else "no-store")


async def test_no_code_stands_in_the_pages(open_browser: Open, db: Database, customer: Callable[[], Customer]) -> None:
    agent, anna = await hire(db, "head"), customer()
    number = await anna.writes("<script>alert(1)</script> <b>жирно</b> javascript:alert(1) https://example.org/?a=1&b=%22")
    await give(db, number, agent)
    browser = await open_browser(agent)
    for path in ("/console", "/console/requests", f"/console/requests/{number}", "/console/help", "/console/password"):
        page = await browser.get(path)
        assert not re.search(r"<script(?![^>]*src=)", page)
        assert not re.search(r"<[^>]+\son\w+=|<[^>]+\sstyle=|<style|href=\"javascript:", page)
    await browser.get(f"/console/requests/{number}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;жирно&lt;/b&gt;" in browser.page
    assert 'href="https://example.org/?a=1&amp;b=%22" rel="nofollow noopener noreferrer" target="_blank"' in browser.page


def test_scripts_need_nothing_that_the_policy_forbids() -> None:
    for path in (static_root() / "console").glob("*.js"):
        source = path.read_text()
        assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|\.style\b|setAttribute\('style'", source), (
            path
        )
