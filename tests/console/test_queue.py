"""Next, the list in hand, and what heads see."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from services.clients.linking import card_for_phone
from services.clock import FixedClock
from services.requests import promises
from services.requests.echoes import edited
from services.requests.intake import submit
from services.requests.models import IncomingFile, Limits
from services.storage.database import Database
from tests.console.reception import Customer, Open, give, hire, unique

Clients = Callable[[], Customer]


@pytest.mark.usefixtures("quiet")
async def test_next_says_plainly_why_not(open_browser: Open, db: Database, customer: Clients, clock: FixedClock) -> None:
    agent = await hire(db)
    browser = await open_browser(agent)
    assert "Очередь пуста." in browser.page
    await browser.submit("/console/next")
    assert "сейчас никто не ждёт" in browser.page
    numbers = [await customer().writes("Вопрос") for _ in range(6)]
    await browser.get("/console")
    assert "В очереди для вас 6 обращений." in browser.page
    for number in numbers[:5]:
        await browser.submit("/console/next")
        assert browser.path == f"/console/requests/{number}", "the longest wait first"
    assert "В работе 5 обращений, больше нельзя" in browser.page
    await browser.submit("/console/next")
    assert browser.status == 409
    await browser.get(f"/console/requests/{numbers[0]}")
    await browser.submit(f"/console/requests/{numbers[0]}/promise", quick="30m")
    clock.advance(minutes=31)
    await browser.get("/console")
    assert f'обещание просрочено в обращении\n<a href="/console/requests/{numbers[0]}">№&nbsp;{numbers[0]}</a>' in browser.page
    await browser.submit("/console/next")
    assert browser.status == 409
    assert "Сначала выполните просроченное обещание" in browser.page
    await browser.submit("/console/shift", state="away")
    await browser.submit("/console/next")
    assert "Вы не на смене" in browser.page


def words_of(html: str) -> str:
    """What people read of it."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


async def test_what_is_in_hand_shows_its_state_in_words(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    agent, anna, oleg = await hire(db), customer(), customer()
    first = await anna.writes("Отказали тормоза!")
    await give(db, first, agent)
    second = await oleg.writes("Когда приедет деталь?")
    await give(db, second, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{second}")
    await browser.submit(f"/console/requests/{second}/answer", text="Завтра")
    async with db.tx() as tx:
        await tx.execute("UPDATE message SET delivery = 'failed' WHERE request_number = $1 AND direction = 'out'", second)
    clock.advance(minutes=65)
    await anna.writes("Ау!")
    await browser.get("/console")
    held = {number: words_of(line) for number, line in re.findall(r'<li id="held-(\d+)">(.*?)</li>', browser.page, re.DOTALL)}
    for words in ("ждёт 1 ч 5 мин", "Опасность", "срок ответа прошёл", "2 сообщения без ответа", "Ау!"):
        assert words in held[str(first)]
    for words in ("ждём клиента", "не доставлено", "Вы:", "Завтра"):
        assert words in held[str(second)]
    assert list(held) == [str(first), str(second)]
    assert browser.page.startswith("<!doctype html>")
    assert "<title>(2) " in browser.page


async def test_a_promise_in_another_city_names_it(open_browser: Open, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    here, there = await customer().writes("Вопрос"), await customer().writes("Вопрос")
    for number, unit in ((here, "msk"), (there, "ekb")):
        await give(db, number, agent)
        async with db.tx(actor=agent.actor) as tx:
            await tx.execute(
                "UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = $2) WHERE number = $1", number, unit
            )
            await promises.promise(tx, agent, number, due_at=tx.now + timedelta(hours=2))
    browser = await open_browser(agent)
    await browser.get("/console")
    held = {number: words_of(line) for number, line in re.findall(r'<li id="held-(\d+)">(.*?)</li>', browser.page, re.DOTALL)}
    assert "обещано до 14:00," in held[str(here)]
    assert "обещано до 16:00 (Екатеринбург)," in held[str(there)]


async def test_the_conversation_shows_everything(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    agent, anna = await hire(db), customer()
    clock.advance(days=-1)
    number = await anna.writes("Сколько стоит?")
    clock.advance(days=1)
    await give(db, number, agent)
    files = tuple(
        IncomingFile(kind, unique("f"), name, mime, size)
        for kind, name, mime, size in (
            ("voice", "голос.ogg", "audio/ogg", 1000), ("document", "акт.pdf", "application/pdf", 340_000),
            ("video", "v.mp4", "video/mp4", 30 << 20),
        )
    )  # fmt: skip
    await anna.writes("Вот что есть", files=files)
    async with db.tx() as tx:
        assert await edited(tx, anna.chat_id, anna.chat_id * 1000 + 1, "Сколько стоит замена?")
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    asked = re.search(r'name="reply_to" value="(\d+)" data-author="Анна"', browser.page)
    assert asked
    await browser.submit(f"/console/requests/{number}/answer", text="5000", reply_to=asked[1])
    page = browser.page
    assert page.index(">Вчера<") < page.index("Сколько стоит замена?") < page.index(">Сегодня<") < page.index("Вот что есть")
    assert "изменено в 12:00" in page
    assert re.search(r'<p class="text old">.*Сколько стоит\?</p>', page)
    assert re.search(rf'<a class="quote" href="#m{asked[1]}"><b>Анна</b> Сколько стоит замена\?</a>', page)
    assert "акт.pdf" in page
    assert "340 КБ" in page
    assert "загружается…" in page
    assert "больше 20 МБ, Telegram такие не передаёт" in page
    assert "время: Москва" in page


async def test_the_card_tells_who_it_is(open_browser: Open, db: Database) -> None:
    agent, unit_sql = await hire(db), "SELECT id FROM unit WHERE code = 'ekb'"
    phone = f"+7912{unique('0000').zfill(7)[-7:]}"
    async with db.tx() as tx:
        assert await tx.value(unit_sql)
        client_id = await card_for_phone(tx, phone, "Игорь Петров", "ru")
        numbers = [
            await submit(
                tx, client_id=client_id, text=text, request_type="callback", source="site", unit=None, language="ru",
                limits=Limits(), author="Игорь", vehicle={"make": "Lada", "plate": "А123ВС96"}, fields={"Удобно": "после 18"},
            )
            for text in ("Первый вопрос", "Перезвоните насчёт ТО")
        ]  # fmt: skip
    await give(db, numbers[1], agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{numbers[1]}")
    for words in (
        "Игорь Петров",
        "подтверждён",
        "Госномер",
        "А123ВС96",
        "после 18",
        "сайт",
        f"№ {numbers[0]}",
        "У клиента только телефон",
    ):
        assert words in browser.page
    assert f'href="/console/requests/{numbers[0]}"' not in browser.page, "somebody else's request is named, not opened"
    await browser.submit(f"/console/requests/{numbers[1]}/answer", text="Сказать про скидку")
    assert "писать некуда, позвоните" in browser.page
    assert "☎ позвонить:" in browser.page
    await browser.submit(f"/console/requests/{numbers[1]}/call", outcome="no_answer", note="гудки")
    assert "☎ Клиент не ответил. гудки" in browser.page
    assert "☎ позвонить:" not in browser.page


async def test_heads_find_requests_of_their_units(open_browser: Open, db: Database, customer: Clients) -> None:
    head = await hire(db, "head", units=("msk",))
    mine, other = await customer().writes("Про Москву"), await customer().writes("Про Екатеринбург")
    async with db.tx() as tx:
        for number, code in ((mine, "msk"), (other, "ekb")):
            await tx.execute(
                "UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = $2) WHERE number = $1", number, code
            )
    browser = await open_browser(head)

    async def shown(query: str) -> set[str]:
        await browser.get(f"/console/requests?{query}")
        assert browser.status == 200
        return set(re.findall(r'<th scope="row"><a href="/console/requests/(\d+)">', browser.page))

    assert str(mine) in await shown("")
    assert str(other) not in await shown("")
    assert await shown(f"q={mine}") == {str(mine)}
    assert await shown(f"q={other}") == set()
    assert str(mine) in await shown("state=queued&unit=msk&type=other")
    assert str(mine) not in await shown("state=closed")
    assert str(mine) not in await shown("type=price")
    assert str(mine) not in await shown("agent=nobody")
    for odd in ("q=%00%25_\\", "q=" + "9" * 400, "state=nonsense", "before=abc", "before=" + "9" * 40, "unit=%00"):
        await shown(odd)
    assert await shown(f"before={mine}&state=all") == {n for n in await shown(f"before={mine}&state=all") if int(n) < mine}


async def test_former_owners_read_but_do_not_see_the_queue(open_browser: Open, db: Database, customer: Clients) -> None:
    agent = await hire(db)
    number = await customer().writes("Где деталь?")
    await give(db, number, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    await browser.submit(f"/console/requests/{number}/transfer", type="order_eta", reason="это к снабжению")
    assert f"Обращение № {number} передано" in browser.page
    await browser.get(f"/console/requests/{number}")
    assert browser.status == 200
    assert "обращение передано, оно снова в очереди" in browser.page
    assert f'action="/console/requests/{number}/answer"' not in browser.page


async def test_long_conversations_show_their_end_first(
    open_browser: Open, db: Database, customer: Clients, clock: FixedClock
) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Самое начало")
    await give(db, number, agent)
    async with db.tx() as tx:
        await tx.execute(
            "INSERT INTO message (request_number, direction, author, text, at) "
            "SELECT $1, 'in', 'Анна', 'слово ' || i, $2 FROM generate_series(1, 200) i",
            number, clock.now() + timedelta(seconds=1),
        )  # fmt: skip
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")
    assert "слово 200<" in browser.page
    assert "Самое начало" not in browser.page
    assert "Показать более ранние сообщения" in browser.page
    await browser.get(f"/console/requests/{number}?all=1")
    assert "Самое начало" in browser.page


async def test_nothing_is_closed_over_the_head_of_a_client_who_has_just_written(
    open_browser: Open, db: Database, customer: Clients
) -> None:
    agent, anna = await hire(db), customer()
    number = await anna.writes("Где моя деталь?")
    await give(db, number, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/requests/{number}")

    async def close() -> None:
        seen = re.search(r'<input type="hidden" name="seen" value="(\d+)" form="form-close">', browser.page)
        assert seen
        await browser.submit(f"/console/requests/{number}/close", outcome="answered", summary="сказал", seen=seen[1])

    await anna.writes("И ещё вопрос!")
    await close()
    assert browser.status == 422
    assert "Клиент только что написал" in browser.page
    assert "И ещё вопрос!" in browser.page
    await close()
    assert f"Обращение № {number} закрыто" in browser.page
