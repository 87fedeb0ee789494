"""The same without scripts, and what must not be had: other people's files and answers, pages dressed as pictures."""

import re
from collections.abc import AsyncIterator, Callable

import pytest

from services.desk import Desk
from services.files import add_upload, new_public_id
from services.requests.amending import edit_answer
from services.storage.database import Database
from tests.console.filled import filled
from tests.console.reception import Browser, Customer, Open, give, hire

Clients = Callable[[], Customer]


async def _at_work(open_browser: Open, db: Database, anna: Customer) -> tuple[Browser, int]:
    agent = await hire(db)
    number = await anna.writes("Стучит справа")
    await give(db, number, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    return browser, number


async def _answer(browser: Browser, db: Database, number: int, text: str = "Приезжайте в 10") -> int:
    """An answer that has arrived; its id."""
    path = f"/console/requests/{number}"
    await browser.get(path)
    await browser.submit(f"{path}/answer", text=text)
    async with db.tx() as tx:
        row = await tx.row(
            "UPDATE message SET delivery = 'sent' WHERE id = (SELECT max(id) FROM message WHERE request_number = $1) "
            "RETURNING id, chat_id",
            number,
        )
        assert row
        await tx.execute("INSERT INTO message_telegram VALUES ($1, $2, $3)", row["chat_id"], row["id"] + 10**6, row["id"])
    return int(row["id"])


async def test_mending_without_scripts(open_browser: Open, db: Database, customer: Clients) -> None:
    """The link leads to a page with the words; too long ones come back with the reason."""
    browser, number = await _at_work(open_browser, db, customer())
    message_id = await _answer(browser, db, number)
    page = f"/console/requests/{number}/messages/{message_id}"
    await browser.get(f"/console/requests/{number}")
    assert f'href="{page}"' in browser.page
    await browser.get(page)
    assert filled(browser, page)["text"] == "Приезжайте в 10"
    await browser.submit(page, text="д" * 5000)
    assert browser.status == 422
    assert "слишком длинно" in browser.page
    assert "д" * 5000 in browser.page
    await browser.submit(page, text="Приезжайте в 12")
    assert browser.path.endswith(f"/requests/{number}")
    assert "Приезжайте в 12" in browser.page
    assert "изменено в" in browser.page
    await browser.get(page)
    withdraw = f"/console/requests/{number}/withdraw"
    form = filled(browser, withdraw)
    await browser.post(withdraw, form)
    assert "клиент не видит" in browser.page
    await browser.get(page)
    assert browser.status == 404


async def test_only_ones_own_answers(open_browser: Open, db: Database, customer: Clients) -> None:
    """Not a colleague's, not the client's words, not those of another request; nor without the form's protection."""
    hers, number = await _at_work(open_browser, db, customer())
    message_id = await _answer(hers, db, number)
    his, other = await _at_work(open_browser, db, customer())
    csrf = his.form(f"/console/requests/{other}/answer")["csrf"]
    for path, fields in (
        (f"/console/requests/{number}/messages/{message_id}", {"text": "x"}),
        (f"/console/requests/{other}/messages/{message_id}", {"text": "x"}),
        (f"/console/requests/{other}/messages/{message_id - 1}", {"text": "x"}),
        (f"/console/requests/{other}/messages/{'9' * 30}", {"text": "x"}),
        (f"/console/requests/{number}/withdraw", {"message": str(message_id)}),
        (f"/console/requests/{other}/withdraw", {"message": str(message_id)}),
        (f"/console/requests/{other}/react", {"on": f"{message_id} 👍"}),
        (f"/console/requests/{other}/react", {"on": "x 👍"}),
        (f"/console/requests/{other}/refetch", {"file": "somebodys"}),
    ):
        await his.post(path, {"csrf": csrf, "key": "k", **fields})
        assert his.status in {403, 404}, path
        await his.post(path, {"csrf": "forged", **fields})
        assert his.status == 403, path
    async with db.read() as reader:
        row = await reader.row("SELECT text, withdrawn_at FROM message WHERE id = $1", message_id)
    assert row
    assert tuple(row) == ("Приезжайте в 10", None)


async def test_braces_nobody_filled_do_not_get_into_a_mended_answer(
    open_browser: Open, db: Database, customer: Clients
) -> None:
    """As in a new one: a variable stops it, other braces are asked about; those that the client has read were meant."""
    browser, number = await _at_work(open_browser, db, customer())
    page = f"/console/requests/{number}/messages/{await _answer(browser, db, number)}"
    for text, words in (
        ("{имя клиента}, приезжайте", "незаполненные места: {имя клиента}"),
        ("Ваш код {врямя}", "есть {врямя}: такой переменной нет"),
    ):
        await browser.get(page)
        await browser.submit(page, text=text)
        assert browser.status == 422
        assert words in browser.page
        assert filled(browser, page)["text"] == text
    await browser.submit(page, text="Ваш код {врямя}", braces="{врямя}")
    assert browser.path.endswith(f"/requests/{number}")
    assert "Ваш код {врямя}" in browser.page
    async with db.tx() as tx:
        await tx.execute("UPDATE message SET delivery = 'sent' WHERE request_number = $1", number)
    await browser.get(page)
    await browser.submit(page, text="Ваш код: {врямя}.")
    assert browser.path.endswith(f"/requests/{number}")


async def test_a_note_is_never_mended_at_the_clients(db: Database, customer: Clients, open_browser: Open) -> None:
    browser, number = await _at_work(open_browser, db, customer())
    path = f"/console/requests/{number}"
    await browser.submit(f"{path}/note", text="между нами")
    async with db.read() as reader:
        note = await reader.value("SELECT max(id) FROM message WHERE request_number = $1", number)
    await browser.get(f"{path}/messages/{note}")
    assert browser.status == 404
    assert browser.staff
    with pytest.raises(Exception, match="not-found"):
        async with db.tx() as tx:
            await edit_answer(tx, browser.staff, number, note, text="x")


@pytest.mark.parametrize("disguise", [
    ("фото.jpg", b"<html><script>alert(1)</script>"), ("logo.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'), ("a.gif", b"%PDF-1.4"),
])  # fmt: skip
async def test_by_content_not_by_name(
    open_browser: Open, db: Database, desk: Desk, customer: Clients, disguise: tuple[str, bytes]
) -> None:
    """What a client sends under a picture's name is a download like any other, in a page and by its address."""
    name, content = disguise

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    browser, number = await _at_work(open_browser, db, customer())
    public_id = new_public_id()
    size = await desk.files.save(public_id, chunks())
    async with db.tx() as tx:
        await add_upload(tx, desk.files, public_id, name=name, size=size)
        await tx.execute(
            "INSERT INTO attachment (message_id, position, file_id) SELECT min(m.id), 0, f.id FROM message m, file f "
            "WHERE m.request_number = $1 AND f.public_id = $2 GROUP BY f.id",
            number, public_id,
        )  # fmt: skip
    await browser.get(f"/console/requests/{number}")
    assert not re.search(rf'(src|href)="/console/files/{public_id}"', browser.page)
    assert f'href="/console/files/{public_id}?download"' in browser.page
    async with browser.client.get(f"/console/files/{public_id}") as response:
        headers = response.headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    stranger, _ = await _at_work(open_browser, db, customer())
    await stranger.get(f"/console/files/{public_id}")
    assert stranger.status == 404
