"""Finding what was said: every way of asking, within rights, as it is now; and the rows behind it after kills and erasures."""

import asyncio
from typing import Any

import pytest

from services.archive import Found, Narrowing, making, search
from services.archive.keeping import keep
from services.archive.models import EVERYTHING
from services.clients.people import recognise
from services.privacy.erasing import erase
from services.requests.models import IncomingFile
from services.requests.view import Viewer
from tests.services.world import World

ALL = Viewer("all")


async def look(world: World, typed: str, narrowing: Narrowing = EVERYTHING, viewer: Viewer = ALL, **more: Any) -> Found:
    async with world.db.read() as reader:
        return await search(reader, viewer, typed, narrowing, **more)


async def numbers(world: World, typed: str, narrowing: Narrowing = EVERYTHING, viewer: Viewer = ALL, **more: Any) -> list[int]:
    return [hit.number for hit in (await look(world, typed, narrowing, viewer, **more)).hits]


async def kept(world: World) -> None:
    """Until all that was written can be found; other tests' transactions may hold the horizon back for a moment."""
    async with asyncio.timeout(20):
        while True:
            while await keep(world.db, 5.0):
                pass
            behind = await world.one(
                "SELECT count(*) AS news FROM event e, archive_progress p WHERE (e.xid, e.id) > (p.xid, p.event_id)"
            )
            if not behind["news"]:
                return


def marked(found: Found) -> list[str]:
    place = found.hits[0].place
    assert place
    return [text for text, match in place.segments if match]


# What was written, what is looked for, what is marked in it.
WAYS = (
    ("Стучит передний амортизатор справа", "амортизаторы стучат", ["Стучит", "амортизатор"]),
    ("Ёлочка-ароматизатор пахнет", "елочку", ["Ёлочка"]),
    ("Поменяли колодки/диски.Спасибо", "диск", ["диски"]),
    ("Need new brake pads asap", "brakes", ["brake"]),
    ("Сломался ignition coil на моторе", "coils мотор", ["coil", "моторе"]),
    ("Госномер a123bc 77, жду", "А123ВС77", ["a123bc 77"]),
    ("Госномер М456ТК 178", "m 456 tk178", ["М456ТК 178"]),
    ("Мой номер 8 (912) 345-67-89", "+79123456789", ["9", "123456789"]),
    ("VIN ХТА21099043576182 посмотрите", "xta21099043576182", ["ХТА21099043576182"]),
    ("Заказ ЗН-004512/3 готов?", "зн-004512", ["ЗН", "004512"]),
    ("масло 5W-30 есть?", "5w-30", ["5W", "30"]),
    ("Скажите, тормоза скрипят", 'скрипят "скажите тормоза"', ["тормоза скрипят"]),
    ("Карбюратор потёк", "корбюратор", ["Карбюратор"]),
    ("Трансмиссия воет", "транссмисия", ["Трансмиссия"]),
    ("Подшипник ступицы гудит", "gjlibgybr", ["Подшипник"]),
    ("Сайлентблок порвался", "сайлентб", ["Сайлентблок"]),
)


async def test_every_way_of_asking(street: World) -> None:
    said = {await street.asks(100 + place, text): text for place, (text, _, _) in enumerate(WAYS)}
    await kept(street)
    for text, typed, places in WAYS:
        found = await look(street, typed)
        assert [said[hit.number] for hit in found.hits] == [text], typed
        got = "".join(marked(found))
        assert "".join(places).replace(" ", "") in got.replace(" ", "") or typed.startswith("+"), (typed, marked(found))
    found = await look(street, "корбюратор")
    assert [*found.looked_for] == [("корбюратор", "карбюратор")]


async def test_phrases_and_exclusions(street: World) -> None:
    one = await street.asks(1, "Замена масла в двигателе")
    two = await street.asks(2, "Масло в коробке, замена фильтра")
    three = await street.asks(3, "Замена ремня")
    await street.says(3, "масла не надо")
    await kept(street)
    assert await numbers(street, "замена масло") == [three, two, one]
    assert await numbers(street, '"замена масла"') == [one]
    assert await numbers(street, "«замена масла»") == [one]
    assert await numbers(street, "замена -ремень") == [two, one]
    assert await numbers(street, 'замена -"замена масла"') == [three, two]
    assert await numbers(street, '"ремня масла"') == [], "no phrase goes on from one message to the next"


async def test_best_place_and_further_hits(street: World) -> None:
    agent = await street.staff("anna")
    number = await street.asks(1, "Когда будет готово?")
    await street.says(1, "Радиатор привезли?")
    assert await street.next("anna") == number
    await street.answer("anna", number, "Радиатор приедет завтра, радиатор оригинальный")
    await street.note("anna", number, "Радиатор заказан у поставщика")
    await street.says(1, files=[IncomingFile("document", "tg", "радиатор смета.pdf", "application/pdf", 10)])
    await street.close("anna", number, summary="Поставили интеркулер")
    await kept(street)
    found = await look(street, "радиатор")
    assert (found.hits[0].place.kind if found.hits[0].place else "", found.hits[0].more) == ("out", 3)
    for who, kind, more in (("in", "in", 1), ("out", "out", 0), ("note", "note", 0)):
        [hit] = (await look(street, "радиатор", Narrowing(who=who))).hits  # type: ignore[arg-type]
        assert hit.place
        assert (hit.place.kind, hit.more) == (kind, more)
    assert await numbers(street, "поставщик", Narrowing(who="in")) == []
    assert await numbers(street, "смета") == [number]
    [hit] = (await look(street, "интеркулер")).hits
    assert hit.place
    assert (hit.place.kind, hit.place.message) == ("summary", None)
    assert hit.agent == (agent.login, agent.name)


async def test_by_number_and_by_client(street: World) -> None:
    first = await street.calls_in("+79120001122", "Позвоните")
    second = await street.calls_in("+79120001122", "Ещё раз прошу")
    await kept(street)
    boss = Viewer("staff", staff=await street.staff("boss", role="director"))
    for typed in (f"№ {first}", f"#{first}", str(first)):
        assert first in [hit.number for hit in (await look(street, typed)).direct]
    assert [hit.number for hit in (await look(street, "8 912 000-11-22", viewer=boss)).direct] == [second, first]
    assert [hit.number for hit in (await look(street, "000-11-22", viewer=boss)).direct] == [second, first]


async def test_narrowed(street: World) -> None:
    await street.unit("spb")
    rows = await street.rows("SELECT id, code FROM unit")
    units = {row["code"]: row["id"] for row in rows}
    anna = await street.staff("anna")
    one = await street.asks(1, "Гремит глушитель", "price")
    assert await street.next("anna") == one
    await street.close("anna", one, "answered")
    street.clock.advance(days=3)
    two = await street.calls_in("+79120001122", "Глушитель прогорел", unit="spb")
    three = await street.asks(3, "Глушитель")
    await street.says(3, files=[IncomingFile("photo", "p", "photo.jpg", "image/jpeg", 10)])
    await kept(street)
    later = street.clock.now().replace(hour=0)
    for narrowing, expected in (
        (Narrowing(), [three, two, one]), (Narrowing(unit=units["spb"]), [two]), (Narrowing(unit=0), [three, one]),
            (Narrowing(unit=units["msk"]), []),
        (Narrowing(request_type="price"), [one]), (Narrowing(agent=anna.id), [one]), (Narrowing(outcome="answered"), [one]),
        (Narrowing(state="queued"), [three, two]), (Narrowing(files=True), [three]), (Narrowing(since=later), [three, two]),
        (Narrowing(until=later), [one]), (Narrowing(request_type="nonsense'"), []), (Narrowing(since=later, until=later), []),
    ):  # fmt: skip
        assert await numbers(street, "глушители", narrowing) == expected, narrowing
    for order in ("newest", "relevance"):
        found, after = [], None
        while True:
            page = await look(street, "глушитель", order=order, limit=1, after=after)
            found += [hit.number for hit in page.hits]
            after = page.next
            if after is None:
                break
        assert sorted(found) == [one, two, three], order


# Who they are: role, units, whether they led it once; and whether they may read a request of the unit msk.
PEOPLE = {
    "agent of the unit": ("agent", ("msk",), False, False), "agent of all": ("agent", (), False, False),
    "led it once": ("agent", ("spb",), True, True), "their head": ("head", ("msk",), False, True),
    "another head": ("head", ("spb",), False, False), "head who led it once": ("head", ("spb",), True, True),
    "director": ("director", (), False, True), "qa": ("qa", (), False, True), "qa of a unit": ("qa", ("spb",), False, True),
    "admin": ("admin", (), False, True),
}  # fmt: skip


SECRETS = ("абажур", "бегемот", "вертолет", "гардероб", "дирижабль", "жираф", "зоопарк", "кинотеатр", "лабиринт", "мандарин")


async def test_only_what_they_may_read(street: World) -> None:
    await street.unit("spb")
    for place, (role, units, led, sees) in enumerate(PEOPLE.values()):
        person = await street.staff(f"p{place}", role=role, units=units)
        secret = SECRETS[place]
        number = await street.calls_in(f"+7912000{place:04d}", f"Это {secret}", unit="msk")
        if led:
            async with street.db.tx() as tx:
                for owner in (person, await street.known("p0")):
                    sql = "UPDATE request SET state = 'assigned', agent_id = $2, assigned_at = $3 WHERE number = $1"
                    await tx.execute(sql, number, owner.id, tx.now)
                    tx.event("request.assigned", f"request:{number}", agent=owner.login)
        await kept(street)
        viewer = Viewer("staff", staff=person)
        for typed in (secret, secret[:-2], f"{secret[:-4]}{secret[-3]}{secret[-4]}{secret[-2:]}"):
            found = await look(street, typed, viewer=viewer)
            assert [hit.number for hit in found.hits] == ([number] if sees else []), (place, typed)
            assert bool(found.looked_for) <= sees, "what others wrote is not told by what is looked for instead"
            assert found.next is None
        assert bool((await look(street, str(number), viewer=viewer)).direct) is sees
        assert bool((await look(street, f"+7912000{place:04d}", viewer=viewer)).direct) is sees
    source = Viewer("source", token_id=1)
    assert not await look(street, "это", viewer=source)
    assert not await look(street, "абажур", viewer=source)


async def test_edited_withdrawn_and_erased_words_are_found_no_more(street: World) -> None:
    number = await street.asks(1, "Был карбюратор")
    telegram_id = street.telegram_id
    other = await street.asks(2, "Другой карбюратор")
    await kept(street)
    assert await numbers(street, "карбюратор") == [other, number]
    assert await street.edits(1, telegram_id, "Стал инжектор")
    assert await numbers(street, "карбюратор") == [other], "at once: places are looked for in what is there now"
    await kept(street)
    assert await numbers(street, "инжектор") == [number]
    async with street.db.tx() as tx:
        person = await recognise(tx, chat_id=1, first_name="К", last_name=None, username=None, language="ru")
        await erase(tx, person)
    assert await numbers(street, "инжектор") == []
    await kept(street)
    assert [row["request_number"] for row in await street.rows("SELECT request_number FROM archive")] == [other]
    left = [row["word"] for row in await street.rows("SELECT word FROM archive_word")]
    assert left == ["карбюратор"], "of theirs nothing, nor what was said before it was changed; of others all"


async def _killed(*_: Any) -> None:
    raise ConnectionResetError


async def test_what_was_there_before_is_filled_in_and_a_killed_round_is_done_again(
    street: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [await street.asks(10 + place, f"Предмет{'абвгд'[place]} стартер") for place in range(5)]
    assert await numbers(street, "стартер") == []
    with monkeypatch.context() as patch:  # killed before the commit, words counted already
        patch.setattr(making, "make_rows", _killed)
        for _ in range(2):
            with pytest.raises(ConnectionResetError):
                await kept(street)
    await asyncio.gather(*(keep(street.db, 5.0) for _ in range(3)))
    await kept(street)
    assert await numbers(street, "стартер") == sorted(asked, reverse=True)
    before = [tuple(row) for row in await street.rows("SELECT * FROM archive ORDER BY 1")]
    words = [tuple(row) for row in await street.rows("SELECT * FROM archive_word ORDER BY 1")]
    async with street.db.tx() as tx:  # as if it had not been done
        await tx.execute("UPDATE archive_progress SET xid = '3', event_id = 0")
    await kept(street)
    assert [tuple(row) for row in await street.rows("SELECT * FROM archive ORDER BY 1")] == before
    assert [tuple(row) for row in await street.rows("SELECT * FROM archive_word ORDER BY 1")] == words


async def test_very_long_conversations(street: World) -> None:
    number = await street.asks(1, "Начало про коленвал")
    async with street.db.tx() as tx:
        await tx.execute(
            "INSERT INTO message (request_number, direction, author, text, at) SELECT $1, 'in', 'К', "
            "(SELECT string_agg(md5(n::text || i::text), ' ') FROM generate_series(1, 120) AS i), $2 FROM generate_series(1, 260) AS n",
            number, tx.now,
        )  # fmt: skip
        tx.event("message.in", f"request:{number}")
    await kept(street)
    [hit] = (await look(street, "коленвал")).hits
    assert hit.place
    assert hit.place.far, "the page of the conversation's end does not show it"
    assert hit.number == number


async def test_a_conversation_that_is_all_plates_keeps_nobody_elses_words_out(street: World) -> None:
    """A row of words has an end: what does not fit would stop the work for everybody."""
    number, letters = await street.asks(1, "Начало про коленвал"), "АВЕКМНОРСТУХ"
    plates = [f"{letters[n // 12 % 12]}{n % 1000:03}{letters[n // 144 % 12]}{letters[n % 12]}77" for n in range(50 * 455)]
    async with street.db.tx() as tx:
        for first in range(0, len(plates), 455):
            sql = "INSERT INTO message (request_number, direction, author, text, at) VALUES ($1, 'in', 'К', $2, $3)"
            await tx.execute(sql, number, " ".join(plates[first : first + 455]), tx.now)
        tx.event("message.in", f"request:{number}")
    other = await street.asks(2, "Другой карбюратор")
    await kept(street)
    assert await numbers(street, "карбюратор") == [other]
    for plate in (plates[0], plates[-1]):
        assert await numbers(street, plate) == [number], plate


ODD = ("", " ", "не и в", "-масло", '"', "''", "\\", "%", "_", "'\"` \\%_", "\x00", "🚗🔧", "&|!():*<->", "а" * 5000, "x " * 2500,
       "№", "#", "-", '-""', "<b>", "\x02\x03", "9" * 400, "́", "ﷺ", "'' | !", "$1", "{0}", "1e999", "www.a.ru/x?y=1&z", "м:*")  # fmt: skip


async def test_odd_lines_break_nothing(world: World) -> None:
    for typed in ODD:
        found = await look(world, typed)
        assert not found, typed
        assert found.cut is (len(typed) > 300), typed[:20]


async def test_texts_of_clients_are_never_interpreted(street: World) -> None:
    said = "<script>alert(1)</script> \x02карданный\x03 {$x} %s вал"
    number = await street.asks(1, said)
    await kept(street)
    [hit] = (await look(street, "карданный")).hits
    assert hit.place
    assert (hit.number, [text for text, match in hit.place.segments if match]) == (number, ["карданный"])
    shown = "".join(text for text, _ in hit.place.segments)
    assert shown == said.replace("\x02", " ").replace("\x03", " ")
