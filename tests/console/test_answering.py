"""Answering at the console without scripts: typical answers with variables, places, links, names in notes, laying aside, the document."""

import html
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from services.clients.people import recognise
from services.clock import FixedClock
from services.requests.models import Limits
from services.requests.placing import choose_unit
from services.staff.accounts import set_language
from services.storage.database import Database
from services.storage.reader import Row
from tests.console.reception import Browser, Customer, Open, give, hire, unique

Clients = Callable[[], Customer]


async def rows(db: Database, sql: str, *args: Any) -> Sequence[Row]:
    """A look."""
    async with db.read() as reader:
        return await reader.rows(sql, *args)


async def typical(db: Database, body: str) -> tuple[int, str]:
    """One of the chain's; id and title."""
    title = unique("Ответ")
    async with db.tx() as tx:
        sql = "INSERT INTO typical_answer (title, body) VALUES ($1, $2) RETURNING id"
        return int(await tx.value(sql, {"ru": title}, {"ru": body})), title


@pytest.fixture
async def at_work(open_browser: Open, db: Database, customer: Clients) -> tuple[Browser, int, Customer]:
    """An agent with one request in hand, on its page."""
    anna, agent = customer(), await hire(db)
    number = await anna.writes("Стучит справа")
    await give(db, number, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    assert browser.status == 200, browser.page
    return browser, number, anna


async def test_a_typical_answer_is_filled_and_not_sent_with_a_gap(
    at_work: tuple[Browser, int, Customer], db: Database
) -> None:  # fmt: skip
    browser, number, anna = at_work
    answer_id, title = await typical(db, "{client}, ваш № {number}, запись {visit_time}")
    path = f"/console/requests/{number}"
    await browser.get(path)
    assert title in browser.page
    assert "неизвестно: {visit_time}" in browser.page
    await browser.submit(f"{path}/answer", text="", used="")
    fields = browser.form(f"{path}/answer")
    await browser.post(f"{path}/insert", fields | {"text": "", "typical": str(answer_id)})
    filled = browser.form(f"{path}/answer")
    assert html.unescape(filled["text"]).strip() == f"Анна, ваш № {number}, запись {{visit_time}}"
    assert filled["used"] == str(answer_id)
    await browser.submit(f"{path}/answer")
    assert browser.status == 422
    assert "незаполненные места: {visit_time}" in html.unescape(browser.page)
    assert not await rows(db, "SELECT FROM outbox WHERE chat_id = $1", anna.chat_id)
    await browser.submit(f"{path}/answer", text=f"Анна, ваш № {number}, запись завтра")
    assert browser.status == 200
    assert len(await rows(db, "SELECT FROM answer_use WHERE answer_id = $1", answer_id)) == 1


async def test_a_mistyped_variable_is_asked_about(at_work: tuple[Browser, int, Customer], db: Database) -> None:
    browser, number, anna = at_work
    path = f"/console/requests/{number}"
    await browser.submit(f"{path}/answer", text="{имя}, запись на {врямя}")
    assert browser.status == 422
    page = html.unescape(browser.page)
    assert "В тексте есть {имя}, {врямя}: такой переменной нет" in page
    assert "Проверьте, что заполнено" not in page
    assert not await rows(db, "SELECT FROM outbox WHERE chat_id = $1", anna.chat_id)
    await browser.submit(f"{path}/answer", text="{имя}, запись на {другое}", braces="{имя}, {врямя}")
    assert browser.status == 422, "a tick holds for what it was asked about"
    await browser.submit(f"{path}/answer", text="{имя}, запись на {другое}", braces="{имя}, {другое}")
    assert browser.status == 200
    await browser.submit(f"{path}/answer", text="Код ошибки {12} и {}: {P0300}")
    assert browser.status == 200
    assert len(await rows(db, "SELECT FROM outbox WHERE chat_id = $1", anna.chat_id)) == 2


async def test_drawers_follow_the_state_while_the_page_is_open(
    at_work: tuple[Browser, int, Customer], open_browser: Open, db: Database
) -> None:  # fmt: skip
    browser, number, _ = at_work
    path = f"/console/requests/{number}"
    await browser.get(f"{path}/conversation")
    assert "сначала ответьте" in browser.page
    await browser.get(path)
    await browser.submit(f"{path}/answer", text="Ждём запчасть")
    await browser.get(f"{path}/conversation")
    assert "сначала ответьте" not in browser.page
    assert f'action="{path}/snooze"' in browser.page
    assert f'action="{path}/return"' in browser.page
    other = await open_browser(await hire(db, "head"))
    await other.get(f"{path}/conversation")
    assert "drawer-" not in other.page


async def test_what_the_bot_asked_and_promised_stands_in_the_course(
    at_work: tuple[Browser, int, Customer], db: Database
) -> None:
    """In the conversation and in the document: without the question, "30" is no answer."""
    browser, number, anna = at_work
    path = f"/console/requests/{number}"
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET type = 'claim', unit_id = NULL WHERE number = $1", number)
        for code, left in (("since", "answered"), ("mileage", "skipped"), ("gone", "answered")):
            sql = "INSERT INTO script_field (request_number, code, asked_at, left_as) VALUES ($1, $2, $3, $4)"
            await tx.execute(sql, number, code, tx.now, left)
        person = await recognise(tx, chat_id=anna.chat_id, first_name="Анна", last_name=None, username=None, language="ru")
        unit = await tx.value("SELECT id FROM unit WHERE code = 'ekb'")
        await choose_unit(tx, person, number, unit, Limits())
    for page in (path, f"{path}/export"):
        told = html.unescape(await browser.get(page))
        assert browser.status == 200
        assert "Обращение принято. Ответ обещан сегодня, вт, до " in told
        assert "Клиент выбрал филиал: СТО Екатеринбург" in told
        assert re.search(r"Бот спросил: «[^»]*\?»", told)
        assert "Клиент пропустил вопрос" in told
        assert "Бот задал вопрос" in told, "a field that no script has any more"


async def test_what_was_told_before_the_type_changed_keeps_its_name(
    at_work: tuple[Browser, int, Customer], db: Database
) -> None:
    browser, number, _ = at_work
    async with db.tx() as tx:
        await tx.execute(
            """UPDATE request SET type = 'callback', fields = '{"works": "тормоза", "strange": "да"}' WHERE number = $1""",
            number,
        )
    await browser.get(f"/console/requests/{number}")
    assert "<dt>works</dt>" not in browser.page
    assert "<dd>тормоза</dd>" in browser.page
    assert "<dt>strange</dt>" in browser.page, "nobody knows a better name"


async def test_own_answers_have_their_page(open_browser: Open, db: Database) -> None:
    browser, other = await open_browser(await hire(db)), await open_browser(await hire(db))
    await browser.get("/console/answers")
    fields = {"title.ru": "Мой адрес", "body.ru": "Ждём: {адрес}", "title.en": "", "body.en": ""}
    await browser.post("/console/answers", browser.form("/console/answers") | fields | {"body.ru": "{нет такой}"})
    assert browser.status == 422
    assert "«нет такой»" in browser.page
    await browser.post("/console/answers", browser.form("/console/answers") | fields)
    assert browser.status == 200
    assert "Мой адрес" in browser.page
    (found,) = set(re.findall(r'action="(/console/answers/\d+)"', browser.page))
    await other.get("/console/answers")
    assert "Мой адрес" not in other.page
    await other.post(found, other.form("/console/answers") | fields)
    assert other.status == 404
    await browser.post(f"{found}/remove", browser.form(f"{found}/remove"))
    assert "Мой адрес" not in browser.page
    qa = await open_browser(await hire(db, "qa"))
    await qa.get("/console/answers")
    assert qa.status == 404


async def test_a_place_and_a_card_from_the_drawer(at_work: tuple[Browser, int, Customer], db: Database) -> None:
    browser, number, anna = at_work
    path = f"/console/requests/{number}"
    async with db.tx() as tx:
        await tx.execute("UPDATE unit SET place = $1 WHERE code = 'msk'", {"lat": 55.7, "lon": 37.6})
        client = await tx.value("SELECT client_id FROM chat WHERE chat_id = $1", anna.chat_id)
        await tx.execute(
            "INSERT INTO parts_order (public_id, ref, client_id, unit_id, status, created_at, changed_at) "
            "SELECT 'po-drawer-' || $1, $1, $2, id, 'in_transit', $3, $3 FROM unit WHERE code = 'msk'",
            unique("ZP-"), client, tx.now,
        )  # fmt: skip
    await browser.get(path)
    await browser.submit(f"{path}/place", unit="msk")
    assert "55.700000, 37.600000" in browser.page
    card = re.search(r'name="card" value="(o:[^"]+)"', browser.page)
    assert card
    await browser.submit(f"{path}/card", card=card[1])
    assert browser.status == 200, browser.page
    sent = await rows(db, "SELECT method, params FROM outbox WHERE chat_id = $1 ORDER BY id", anna.chat_id)
    assert [row["method"] for row in sent] == ["sendVenue", "sendMessage"]
    pressed = [b["callback_data"] for line in sent[1]["params"]["reply_markup"]["inline_keyboard"] for b in line]
    assert f"{card[1]}:ask" in pressed
    for forged in ("o:somebody-elses", "a:somebody-elses", "x", ""):
        await browser.submit(f"{path}/card", card=forged)
        assert browser.status == 422
    await browser.post(f"{path}/offer", browser.form(f"{path}/card") | {"unit": "msk", "work.none": "on"})
    assert browser.status == 422
    assert await rows(db, "SELECT id FROM offer WHERE request_number = $1", number) == []


async def test_names_in_notes(at_work: tuple[Browser, int, Customer], open_browser: Open, db: Database) -> None:
    browser, number, _ = at_work
    path = f"/console/requests/{number}"
    head, stranger = await hire(db, "head"), await hire(db)
    await browser.get(path)
    assert f'data-login="{head.login}"' in browser.page
    assert f'data-login="{stranger.login}"' not in browser.page
    await browser.submit(f"{path}/note", text=f"@{stranger.login}, посмотри")
    assert browser.status == 422
    assert f"Не может читать это обращение: {stranger.name}" in browser.page
    await browser.submit(f"{path}/note", text=f"@{head.login}, посмотрите")
    his = await open_browser(head)
    await his.get("/console/notices")
    assert "Вас позвали в заметке" in his.page
    assert f'href="{path}"' in his.page


async def test_laying_aside(
    at_work: tuple[Browser, int, Customer], db: Database, clock: FixedClock, open_browser: Open
) -> None:
    browser, number, anna = at_work
    path = f"/console/requests/{number}"
    assert "Клиент ждёт ответа: сначала ответьте" in browser.page
    await browser.submit(f"{path}/answer", text="Ждём запчасть")
    clock.at += timedelta(minutes=1)
    await browser.get(path)
    for wrong, why in (({"aside_until": ""}, "Выберите, до какого"), ({"aside_until": "завтра"}, "не похоже"),
                       ({"aside_until": "2020-01-01T10:00"}, "уже прошло"),
                       ({"aside_until": "2027-01-01T10:00"}, "14 дней")):  # fmt: skip
        await browser.submit(f"{path}/snooze", **wrong)
        assert browser.status == 422
        assert why in browser.page
    await browser.submit(f"{path}/snooze", quick="three", reason="ждём <запчасть>")
    assert "Вернётся:" in browser.page
    assert "вернётся: пт, 27 ноября, 10:00" in browser.page
    assert "отложено, вернётся: пт, 27 ноября, в 10:00 (Москва). Причина: ждём" in browser.page
    assert "ждём &lt;запчасть&gt;" in browser.page
    boss = await hire(db, "head")
    head = await open_browser(boss)
    await head.get(f"/console/requests?q={number}")
    assert "вернётся: пт, 27 ноября" in head.page
    async with db.tx() as tx:
        await set_language(tx, boss, "en")
    await head.get(f"/console/requests?q={number}")
    assert "comes back: Fri, Nov 27, 10:00" in head.page
    await browser.submit(f"{path}/wake")
    assert "вернётся: пт, 27 ноября, 10:00" not in browser.page
    assert "Вернётся:" not in browser.page
    await browser.submit(f"{path}/snooze", quick="tomorrow")
    clock.at += timedelta(minutes=1)
    await anna.writes("Ну что?")
    await browser.get(path)
    assert "Вернётся:" not in browser.page


async def test_who_else_is_here(at_work: tuple[Browser, int, Customer], open_browser: Open, db: Database) -> None:
    browser, number, _ = at_work
    path = f"/console/requests/{number}"
    head = await hire(db, "head")
    his, stranger = await open_browser(head), await open_browser(await hire(db))
    await his.get(f"{path}/here")
    await browser.get(path)
    assert f"{head.name}: тоже читает" in browser.page
    await his.get(path)
    await his.post(f"{path}/typing", {"what": "note", "csrf": his.form(f"{path}/note")["csrf"]})
    assert his.status == 204
    await browser.get(f"{path}/here")
    assert f"{head.name}: пишет заметку" in browser.page
    await his.post(f"{path}/typing", {"what": "poem", "csrf": his.form(f"{path}/note")["csrf"]} if his.page else {})
    assert his.status in {403, 422}
    await stranger.get(f"{path}/here")
    assert stranger.status == 404
    async with db.tx() as tx:
        await tx.execute("DELETE FROM presence")
    await browser.get(f"{path}/here")
    assert browser.status == 200


async def test_the_document_of_a_dispute(
    at_work: tuple[Browser, int, Customer], open_browser: Open, db: Database
) -> None:  # fmt: skip
    browser, number, anna = at_work
    path = f"/console/requests/{number}"
    await anna.writes('<script>alert(1)</script> "кавычки" & {{ 7 * 7 }}')
    await browser.submit(f"{path}/note", text="Между нами: скандальный")
    await browser.get(path)
    await browser.submit(f"{path}/answer", text="Приезжайте", files=[("смета <b>.txt", b"12345")])
    await browser.get(f"{path}/export")
    assert browser.status == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.page
    assert "{{ 7 * 7 }}" in browser.page
    assert "скандальный" not in browser.page
    assert "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5" in browser.page
    assert "24.11.2026 12:00:00 UTC+03:00" in browser.page
    assert browser.staff
    assert browser.staff.name in browser.page
    assert not re.search(r'(src|href)="', browser.page), "nothing from elsewhere"
    assert "script-src" not in browser.headers["Content-Security-Policy"]
    await browser.get(f"{path}/export?notes")
    assert browser.status == 403
    await browser.get(f"{path}/export?download")
    assert f'filename="request-{number}.html"' in browser.headers["Content-Disposition"]
    cases = (
        ("head", (), 200, 200),
        ("qa", (), 200, 403),
        ("director", (), 200, 200),
        ("admin", (), 200, 200),
        ("agent", (), 404, 404),
    )
    for role, units, plain, notes in cases:
        other = await open_browser(await hire(db, role, units=units))
        await other.get(f"{path}/export")
        assert other.status == plain, role
        await other.get(f"{path}/export?notes")
        assert other.status == notes, role
        assert ("скандальный" in other.page) == (notes == 200), role
    made = await rows(db, "SELECT data FROM event WHERE type = 'request.exported' AND subject = $1", f"request:{number}")
    assert sum(row["data"]["notes"] for row in made) == 3


async def test_who_led_it_once_may_read_but_not_take_it_away(
    at_work: tuple[Browser, int, Customer], db: Database
) -> None:  # fmt: skip
    browser, number, _ = at_work
    await give(db, number, await hire(db))
    await browser.get(f"/console/requests/{number}")
    assert browser.status == 200
    assert "/export" not in browser.page
    await browser.get(f"/console/requests/{number}/export")
    assert browser.status == 403


async def test_every_look_is_in_the_trail(at_work: tuple[Browser, int, Customer], open_browser: Open, db: Database) -> None:
    browser, number, _ = at_work
    path = f"/console/requests/{number}"
    await browser.submit(f"{path}/answer", text="Смета", files=[("смета.txt", b"12345")])
    (file,) = set(re.findall(r"/console/files/([\w-]+)", browser.page))
    head, qa = await hire(db, "head"), await hire(db, "qa")
    reading, checking = await open_browser(head), await open_browser(qa)
    await reading.get(f"/console/files/{file}")
    assert reading.status == 200
    await reading.get(path)
    await reading.get(f"/console/files/{file}")
    await checking.get(f"{path}/export")
    seen = await rows(db, "SELECT type, actor FROM event WHERE subject = $1 AND type = ANY ($2) ORDER BY id", f"request:{number}",
                      ["request.read", "file.read", "request.exported"])  # fmt: skip
    assert [(row["type"], row["actor"]) for row in seen] == [
        ("file.read", head.actor), ("request.read", head.actor), ("request.exported", qa.actor),
    ]  # fmt: skip
    await checking.get("/console/settings/audit?kind=looks")
    assert f"Открыто обращение: № {number}" in " ".join(re.sub("<[^>]+>", "", checking.page).split())
    assert head.name in checking.page
    await checking.get(f"/console/settings/audit?kind=looks&who={qa.login}")
    assert "Выгружена переписка" in checking.page
    assert "Открыто обращение" not in checking.page
    await browser.get("/console/settings/audit?kind=looks")
    assert browser.status == 404


@pytest.fixture
async def spammer(db: Database, customer: Clients, open_browser: Open) -> Customer:
    """Somebody whose messages are kept aside."""
    someone, agent = customer(), await hire(db)
    browser = await open_browser(agent)
    for _ in range(2):
        number = await someone.writes("Купите диплом")
        await give(db, number, agent)
        path = f"/console/requests/{number}"
        await browser.get(path)
        await browser.submit(f"{path}/close", outcome="spam", summary="спам")
        assert browser.status == 200, browser.page
    return someone


async def test_what_is_kept_aside_is_seen_and_put_back(spammer: Customer, db: Database, open_browser: Open) -> None:
    with pytest.raises(AssertionError):
        await spammer.writes("Недорого <b>диплом</b>")
    head, agent, qa = [await open_browser(await hire(db, role)) for role in ("head", "agent", "qa")]
    await agent.get("/console/aside")
    assert agent.status == 404
    await qa.get("/console/aside")
    assert "Недорого &lt;b&gt;диплом&lt;/b&gt;" in qa.page
    assert "Вернуть в очередь" not in qa.page
    await head.get("/console/aside")
    fields = head.form("/console/aside/restore")
    for chat in ("x", "-1", "9" * 30, "1"):
        await head.post("/console/aside/restore", fields | {"chat": chat, "key": unique("k")})
        assert head.status == 404
    await head.get("/console/aside")
    await head.post("/console/aside/restore", head.form("/console/aside/restore") | {"chat": str(spammer.chat_id)})
    assert "Сообщения вернулись в обращение" in head.page
    assert await spammer.writes("Ещё слово")
    await head.submit("/console/aside/again")
    assert "снова считаются спамом" in head.page


async def test_a_flood_is_one_line_that_opens(at_work: tuple[Browser, int, Customer]) -> None:
    browser, number, anna = at_work
    for count in range(30):
        await anna.writes(f"Сообщение {count}" if count != 15 else "Помогите, горим, дым!")
    await browser.get(f"/console/requests/{number}")
    assert "ещё 22 сообщения" in browser.page
    folded = re.search(r'<li id="p\d+" class="pile">.*?</details></li>', browser.page, re.DOTALL)
    assert folded
    assert "Сообщение 14" in folded[0]
    assert "Помогите, горим" not in folded[0]
    assert "Сообщение 29" not in folded[0]
