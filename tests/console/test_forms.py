"""Forms: once however often they are sent, and never a lost word."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.clock import FixedClock
from services.desk import Desk
from services.storage.database import Database
from tests.console.reception import Browser, Customer, Open, give, hire

Clients = Callable[[], Customer]


async def at_work(
    open_browser: Open, db: Database, client: Customer, text: str = "Сколько стоит замена масла?"
) -> tuple[Browser, str]:
    """An agent with one request open on the screen."""
    agent = await hire(db)
    number = await client.writes(text)
    await give(db, number, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    return browser, f"/console/requests/{number}"


async def answers(db: Database, path: str) -> list[str]:
    """What has gone out to the client."""
    async with db.read() as reader:
        rows = await reader.rows(
            "SELECT text FROM message WHERE request_number = $1 AND direction = 'out' ORDER BY id", int(path.split("/")[3])
        )
    return [row["text"] for row in rows]


async def test_an_answer_sent_twice_at_once_arrives_once(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    form = browser.form(f"{path}/answer") | {"text": "3000 ₽"}
    twin = Browser(browser.client)
    await asyncio.gather(browser.post(f"{path}/answer", form), twin.post(f"{path}/answer", form))
    assert browser.status == twin.status == 200
    await browser.post(f"{path}/answer", form)
    assert browser.page.count("3000 ₽</p>") == 1
    assert await answers(db, path) == ["3000 ₽"]


async def test_an_old_form_with_new_words_is_a_new_answer(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    form = browser.form(f"{path}/answer")
    for text in ("Первый", "Второй", "Первый"):
        await browser.post(f"{path}/answer", form | {"text": text})
    assert await answers(db, path) == ["Первый", "Второй"]


@pytest.mark.usefixtures("quiet")
async def test_next_pressed_twice_takes_one(open_browser: Open, db: Database, customer: Clients) -> None:
    for _ in range(3):
        await customer().writes("Вопрос")
    agent = await hire(db)
    browser = await open_browser(agent)
    form = browser.form("/console/next")
    twin = Browser(browser.client)
    await asyncio.gather(browser.post("/console/next", form), twin.post("/console/next", form))
    assert browser.path == twin.path
    async with db.read() as reader:
        assert await reader.value("SELECT count(*) FROM request WHERE agent_id = $1", agent.id) == 1


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (("answer", {"text": "  \n "}), "Напишите текст или приложите файл"),
        (("answer", {"text": "я" * 20_001}), "Слишком длинно"),
        (("answer", {"text": "Ответ", "reply_to": "1"}), "Такого варианта нет"),
        (("answer", {"text": "Ответ", "reply_to": "9" * 30}), "Такого варианта нет"),
        (("answer", {"text": "Ответ", "attachment": "чужой"}), "Файл не найден"),
        (("note", {"text": ""}), "Напишите текст"),
        (("promise", {"due_at": "", "note": "позвонить"}), "Укажите время или нажмите"),
        (("promise", {"due_at": "завтра", "note": "позвонить"}), "Укажите дату и время"),
        (("promise", {"due_at": "0001-01-01T00:00", "note": "позвонить"}), "Укажите дату и время"),
        (("promise", {"due_at": "2026-11-24T11:59", "note": "позвонить"}), "уже прошло"),
        (("promise", {"due_at": "9999-12-31T23:59", "note": "позвонить"}), "не дальше чем на год"),
        (("promise", {"quick": "yesterday", "note": "позвонить"}), "уже прошло"),
        (("call", {"outcome": "sang", "note": "поговорили"}), "Такого варианта нет"),
        (("transfer", {"reason": "Не моё"}), "Выберите, кому передать"),
        (("transfer", {"type": "price", "reason": " "}), "Без причины нельзя"),
        (("transfer", {"type": "nonsense", "reason": "Не моё"}), "Такого варианта нет"),
        (("transfer", {"agent": "nobody", "reason": "Не моё"}), "Выберите сотрудника"),
        (("close", {"outcome": "", "summary": "сделали"}), "Выберите итог"),
        (("close", {"outcome": "eaten", "summary": "сделали"}), "Такого варианта нет"),
        (("close", {"outcome": "solved", "summary": " "}), "Напишите, что выяснили и сделали"),
    ],
)  # fmt: skip
async def test_mistakes_are_told_in_place_and_the_words_stay(
    open_browser: Open, db: Database, customer: Clients, sent: tuple[str, dict[str, str]], why: str
) -> None:
    action, fields = sent
    browser, path = await at_work(open_browser, db, customer())
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE client SET phone_unverified = '+79001112233' WHERE id = (SELECT client_id FROM request WHERE number = $1)",
            int(path.split("/")[3]),
        )
    await browser.get(path)
    await browser.post(f"{path}/{action}", browser.form(f"{path}/{action}") | fields)
    assert browser.status == 422
    assert why in browser.page
    assert browser.path == f"{path}/{action}"
    for name in ("text", "reason", "note", "summary"):
        typed = fields.get(name, "").strip()
        assert not typed or typed in browser.page
    assert await answers(db, path) == []
    await browser.get(f"{path}/{action}")
    assert browser.path == path, "a reload of the mistake's address leads to the page"


async def test_a_long_answer_is_fine(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    text = "Подробно. " * 800
    await browser.submit(f"{path}/answer", text=text)
    assert browser.status == 200
    assert await answers(db, path) == [text.strip()]


async def test_files_go_with_the_answer_and_survive_a_mistake(
    open_browser: Open, db: Database, desk: Desk, customer: Clients
) -> None:
    browser, path = await at_work(open_browser, db, customer())
    picture = b"\x89PNG\r\n\x1a\n" + bytes(5000)
    await browser.submit(f"{path}/answer", files=[("узел «А».png", picture), ("счёт.pdf", b"%PDF-1.7 ...")], text="я" * 20_001)
    assert browser.status == 422
    assert "узел «А».png" in browser.page
    kept = re.findall(r'name="attachment" value="([^"]+)" checked', browser.page)
    assert len(kept) == 2
    await browser.submit(f"{path}/answer", text="Вот фото", attachment=kept[0])
    assert browser.status == 200
    assert f'<img src="/console/files/{kept[0]}"' in browser.page
    async with browser.client.get(f"/console/files/{kept[0]}") as response:
        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert await response.read() == picture
    async with browser.client.get(f"/console/files/{kept[0]}?download") as response:
        assert response.headers["Content-Disposition"].startswith("attachment; ")
        assert "filename*=UTF-8''%D1%83%D0%B7%D0%B5%D0%BB" in response.headers["Content-Disposition"]
    other = await open_browser(await hire(db))
    await other.get(f"/console/files/{kept[1]}")
    assert other.status == 404


async def test_a_page_dressed_as_a_picture_is_only_downloaded(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    await browser.submit(f"{path}/answer", files=[("photo.png", b"<html><script>alert(1)</script>")], text="Смотрите")
    found = re.search(r'href="/console/files/([^"?]+)\?download">photo.png', browser.page)
    assert found
    async with browser.client.get(f"/console/files/{found[1]}") as response:
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_too_large_a_file_is_refused_and_the_text_stays(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    await browser.submit(f"{path}/answer", files=[("big.bin", bytes((20 << 20) + 1)), ("a.txt", b"hello")], text="Держите")
    assert browser.status == 422
    assert "Файл больше 20 МБ" in browser.page
    assert "Держите" in browser.page
    assert "a.txt" in browser.page
    assert await answers(db, path) == []


async def test_somebody_elses_file_cannot_be_sent(open_browser: Open, db: Database, customer: Clients) -> None:
    hers, her_path = await at_work(open_browser, db, customer())
    await hers.submit(f"{her_path}/note", files=[("secret.txt", b"secret")], text="для своих")
    secret = re.search(r"/console/files/([^\"?]+)\?download", hers.page)
    assert secret
    browser, path = await at_work(open_browser, db, customer())
    await browser.submit(f"{path}/answer", text="Вот", attachment=secret[1])
    assert browser.status == 422
    assert "Файл не найден" in browser.page


async def test_what_was_typed_into_a_lost_request_is_shown_to_copy(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    form = browser.form(f"{path}/answer") | {"text": "Уже почти дописал"}
    await give(db, int(path.split("/")[3]), await hire(db))
    await browser.post(f"{path}/answer", form)
    assert browser.status == 403
    assert "Обращение ведёт другой сотрудник" in browser.page
    assert re.search(r"<textarea[^>]*readonly>\nУже почти дописал</textarea>", browser.page)
    assert await answers(db, path) == []


async def test_a_closed_request_takes_no_answer_but_a_note(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    form = browser.form(f"{path}/answer") | {"text": "Ещё одно"}
    await browser.submit(f"{path}/close", outcome="solved", summary="сделали")
    await browser.post(f"{path}/answer", form)
    assert browser.status == 409
    assert "Обращение уже закрыто" in browser.page
    assert "Ещё одно" in browser.page
    await browser.submit(f"{path}/note", text="Клиент доволен")
    assert browser.status == 200
    assert "Клиент доволен" in browser.page


async def test_foreign_and_absurd_numbers_are_not_found(open_browser: Open, db: Database) -> None:
    browser = await open_browser(await hire(db))
    csrf = browser.form("/console/next")["csrf"]
    for number in ("0", "999999999", "9" * 18, "9" * 19, "9" * 300):
        await browser.get(f"/console/requests/{number}")
        assert browser.status == 404
        await browser.post(f"/console/requests/{number}/answer", {"csrf": csrf, "text": "Кому?"})
        assert browser.status == 404
        assert "Кому?" in browser.page
    for path in (
        "/console/requests/abc",
        "/console/requests/-1",
        "/console/files/..%2F..%2Fetc",
        "/console/requests/1/explode",
    ):
        await browser.get(path)
        assert browser.status == 404


async def test_drafts_survive_and_end_with_the_answer(open_browser: Open, db: Database, customer: Clients) -> None:
    browser, path = await at_work(open_browser, db, customer())
    csrf = {"X-CSRF-Token": browser.form(f"{path}/answer")["csrf"]}
    await browser.post(f"{path}/draft", {"text": "Недописан\n\nно важно"}, headers=csrf)
    assert browser.status == 204
    await browser.get(path)
    assert browser.form(f"{path}/answer")["text"] == "Недописан\n\nно важно"
    await browser.submit(f"{path}/answer", text="Дописал")
    assert browser.form(f"{path}/answer")["text"] == ""
    await browser.post(f"{path}/draft", {"text": "ещё"}, headers={"X-CSRF-Token": "wrong"})
    assert browser.status == 403


async def test_a_database_that_is_away_costs_no_words(
    open_browser: Open, db: Database, customer: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, path = await at_work(open_browser, db, customer())
    form = browser.form(f"{path}/answer") | {"text": "Длинный ответ, который жалко"}

    class Away:
        def acquire(self) -> None:
            raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(db, "pool", Away())
        await browser.get(path)
        assert browser.status == 503
        assert "Временно недоступно" in browser.page
        await browser.post(f"{path}/answer", form)
        assert browser.status == 503
        assert "Длинный ответ, который жалко" in browser.page
    await browser.submit(f"{path}/answer")
    assert browser.status == 200
    assert await answers(db, path) == ["Длинный ответ, который жалко"]


async def test_a_promise_is_meant_in_the_units_own_time(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    browser, path = await at_work(open_browser, db, customer())
    async with db.tx() as tx:
        number = int(path.split("/")[3])
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'ekb') WHERE number = $1", number)
    await browser.get(path)
    assert "К вечеру: сегодня, вт, до 18:00 (Екатеринбург)" in browser.page
    assert "Через час: сегодня, вт, до 15:00 (Екатеринбург)" in browser.page
    await browser.submit(f"{path}/promise", due_at="2026-11-24T17:30")
    assert re.search(r"обещано: сегодня.* до 17:30 \(Екатеринбург\)", browser.page)
    async with db.read() as reader:
        due = await reader.value("SELECT due_at FROM promise WHERE request_number = $1", number)
    assert due - clock.now() == timedelta(hours=3, minutes=30)


async def test_a_file_whose_bytes_are_gone_is_not_found(
    open_browser: Open, db: Database, desk: Desk, customer: Clients
) -> None:
    browser, path = await at_work(open_browser, db, customer())
    await browser.submit(f"{path}/answer", files=[("a.txt", b"hello")], text="Держите")
    found = re.search(r"/console/files/([^\"?]+)", browser.page)
    assert found
    desk.files.path(found[1]).unlink()
    await browser.get(f"/console/files/{found[1]}")
    assert browser.status == 404
