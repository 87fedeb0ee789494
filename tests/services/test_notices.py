"""What staff are told: seen by those it was meant for, carried to Telegram once, and gone when it is old."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schedules import notices as ticks
from services.desk import Desk
from services.files import FileStore
from services.housekeeping import Keep, clean_up
from services.privacy.erasing import erase
from services.requests.models import Limits
from services.staff.models import Staff
from services.watch.mailing import LINES, letter, mail_notices
from services.watch.notices import URGENT, WHATS, notify
from services.watch.reading import Notice, Unseen, notices_of, see, see_all, see_request, unseen, urgent_unseen
from services.watch.wording import Stations, Teller, stations
from tests.services.watching import gives_back
from tests.services.world import World

PUBLIC = "https://crm.example/"
DUE = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # 15:30 in Moscow, 17:30 in Yekaterinburg
DATA: dict[str, dict[str, Any]] = {
    "nudge": {"minutes": 10}, "lapsed": {"minutes": 21},
    "missed": {"clock": "first_answer", "due_at": DUE.isoformat(), "agent": "Анна Иванова"},
    "escalated": {"clock": "promise", "due_at": DUE.isoformat(), "agent": ""},
    "promise_soon": {"due_at": DUE.isoformat()},
    "promise_slips": {"due_at": DUE.isoformat(), "new_at": (DUE + timedelta(minutes=30)).isoformat()},
    "danger": {}, "withdrawn": {"until": DUE.isoformat(), "by": "Пётр", "why": "отдых"},
    "rush": {"waiting": 12, "unit_id": None}, "rush_over": {"unit_id": None},
    "asked": {"by": "Анна Иванова", "due_at": DUE.isoformat()}, "question_reminded": {"by": "Анна Иванова", "due_at": ""},
    "question_answered": {"by": "Пётр"}, "question_withdrawn": {"by": "Анна Иванова"},
    "question_overdue": {"to": "Пётр", "due_at": DUE.isoformat()}, "many_hands": {"hands": 3, "agent": "Пётр"},
    "mention": {"by": "Анна Иванова", "message": 1}, "woken": {}, "group_gone": {"unit_id": None},
}  # fmt: skip
SAID = {
    "nudge": "Клиент ждёт, а от вас 10 минут ничего нет. Ответьте или верните обращение в очередь.",
    "lapsed": "Обращение ушло от вас в очередь: клиент ждал, а от вас 21 минуту ничего не было.",
    "missed": "Клиент не дождался первого ответа. Срок был сегодня, пн, в 15:30 (Москва). Ведёт: Анна Иванова.",
    "escalated": "Передано вам: исправить не успели. Обещание не сдержано. Срок был сегодня, пн, в 15:30 (Москва). Никто не взял.",
    "promise_soon": "Скоро срок обещания: сегодня, пн, до 15:30 (Москва).",
    "promise_slips": "Не успеваем к обещанному сроку: ответ был обещан сегодня, пн, до 15:30 (Москва). "
    "Клиент знает новый срок: сегодня, пн, до 16:00 (Москва).",
    "danger": "Человек в опасности: ответить нужно сейчас же.",
    "withdrawn": "Вы сняты с потока: новые обращения снова пойдут сегодня, пн, в 15:30 (Москва). Так решили: Пётр. Причина: отдых",
    "rush": "Не успеваем отвечать: 12 обращений в очереди, филиал ещё не выбран.",
    "rush_over": "Очередь снова обычная: филиал ещё не выбран.",
    "asked": "Вопрос вам от коллеги: Анна Иванова. Ответ нужен сегодня, пн, до 15:30 (Москва).",
    "question_reminded": "Вопрос коллеги ждёт ответа: Анна Иванова.",
    "question_answered": "Пришёл ответ на ваш вопрос коллеге: Пётр.",
    "question_withdrawn": "Вопрос снят, отвечать не нужно. Кто спрашивал: Анна Иванова.",
    "question_overdue": "На вопрос коллеге нет ответа: Пётр. Срок был сегодня, пн, в 15:30 (Москва).",
    "many_hands": "Обращение в третьих руках: теперь ведёт Пётр. Проверьте, тому ли оно досталось.",
    "mention": "Вас позвали в заметке: Анна Иванова.",
    "group_gone": "Бота больше нет в группе операторов: филиал ещё не выбран. Работа идёт в консоли. "
    "Вернуть группу: «Настройки», филиал, «Группа в Telegram».",
    "woken": "Отложенное обращение вернулось: пора продолжить.",
}


async def tell(world: World, staff: Staff | list[Staff], what: str, number: int | None = None, **data: Any) -> None:
    """As the watcher does."""
    people = staff if isinstance(staff, list) else [staff]
    async with world.db.tx() as tx:
        await notify(tx, [person.id for person in people], what, number, **(data or DATA[what]))


async def told(world: World, staff: Staff) -> list[Notice]:
    async with world.db.read() as reader:
        return await notices_of(reader, staff)


async def count(world: World, staff: Staff) -> Unseen:
    async with world.db.read() as reader:
        return await unseen(reader, staff.id)


async def phone(world: World, login: str, telegram_id: int | None = 77, **more: Any) -> Staff:
    """Somebody with Telegram."""
    staff = await world.staff(login, **more)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET telegram_id = $2 WHERE id = $1", staff.id, telegram_id)
    return staff


async def tick(world: World, public_url: str = PUBLIC) -> int:
    """How many people got a message."""
    async with world.db.tx() as tx:
        return await mail_notices(tx, public_url)


async def rest(world: World, seconds: int) -> None:
    """So much real time has passed since Telegram was last given something."""
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET notices_mailed_at = notices_mailed_at - make_interval(secs => $1)", float(seconds))


def words(mail: Any) -> list[str]:
    return str(mail["params"]["text"]).split("\n")


# ---- words


@pytest.mark.parametrize("what", WHATS)
async def test_every_kind_has_its_words_in_both_languages(world: World, what: str) -> None:
    agent = await world.staff("anna")
    await tell(world, agent, what)
    async with world.db.read() as reader:
        places = await stations(reader)
    [notice] = await told(world, agent)
    assert Teller("ru", places, world.clock.now())(notice) == SAID[what]
    english = Teller("en", places, world.clock.now())(notice)
    assert "{" not in english
    assert notice.urgent == (what in URGENT)


@pytest.mark.parametrize(
    "clock", ["first_answer", "next_answer", "promise", "resolve", "handoff", "danger", "lease", "question"]
)
def test_every_clock_has_its_words(clock: str) -> None:
    data = {"clock": clock, "due_at": DUE.isoformat(), "agent": ""}
    notice = Notice(1, "missed", 1, True, None, DUE, data, urgent=False, seen=False)
    said = {Teller(language, Stations({}, None), DUE)(notice) for language in ("ru", "en")}
    assert len(said) == 2
    assert all("(UTC)" in one for one in said)


def test_what_a_newer_version_tells_is_not_hidden() -> None:
    notice = Notice(1, "brand_new", None, False, None, DUE, {}, urgent=False, seen=False)
    assert "обновите" in Teller("ru", Stations({}, None), DUE)(notice)


async def test_times_are_those_of_the_requests_unit(world: World) -> None:
    await world.unit("ekb", zone="Asia/Yekaterinburg")
    head = await world.staff("head", role="head")
    number = await world.calls_in("+79120000001", unit="ekb")
    await tell(world, head, "missed", number)
    async with world.db.read() as reader:
        places = await stations(reader)
    [notice] = await told(world, head)
    assert "в 17:30" in Teller("ru", places, world.clock.now())(notice)
    await tell(world, head, "rush", waiting=2, unit_id=notice.unit_id)
    assert "2 обращения в очереди, Станция ekb." in Teller("ru", places, world.clock.now())((await told(world, head))[0])


# ---- reading and seeing


async def test_everybody_reads_and_marks_their_own_only(world: World) -> None:
    anna, oleg = await world.staff("anna"), await world.staff("oleg")
    for what in ("nudge", "missed"):
        await tell(world, [anna, oleg], what)
    first, second = sorted(notice.id for notice in await told(world, anna))
    assert (await count(world, anna)).count == 2
    async with world.db.tx() as tx:
        await see(tx, oleg, first)
        await see_all(tx, oleg, second)
        await see(tx, oleg, 10**17)
    assert [notice.seen for notice in await told(world, anna)] == [False, False]
    async with world.db.tx() as tx:
        await see(tx, anna, first)
    assert [(notice.id, notice.seen) for notice in await told(world, anna)] == [(second, False), (first, True)]
    assert await count(world, anna) == Unseen(1, 0)


async def test_what_comes_after_the_page_was_made_is_new_still(world: World) -> None:
    anna = await world.staff("anna")
    await tell(world, anna, "missed")
    [old] = await told(world, anna)
    await tell(world, anna, "nudge")
    async with world.db.tx() as tx:
        await see_all(tx, anna, old.id)
    newest = (await told(world, anna))[0]
    assert await count(world, anna) == Unseen(1, newest.id)


async def test_opening_a_request_sees_what_is_about_it(world: World) -> None:
    anna = await world.staff("anna")
    first, second = await world.asks(1), await world.asks(2)
    for number in (first, second, first):
        await tell(world, anna, "missed", number)
    async with world.db.tx() as tx:
        await see_request(tx, anna, first)
    assert [notice.number for notice in await told(world, anna) if not notice.seen] == [second]


async def test_the_list_is_paged_and_the_urgent_are_found(world: World) -> None:
    anna = await world.staff("anna")
    for what in ("missed", "nudge", "missed", "danger"):
        await tell(world, anna, what)
    async with world.db.read() as reader:
        newest = await notices_of(reader, anna, limit=2)
        rest_of = await notices_of(reader, anna, before=newest[-1].id, limit=9)
        pressing = await urgent_unseen(reader, anna, world.clock.now(), 1)
    assert [notice.what for notice in (*newest, *rest_of)] == ["danger", "missed", "nudge", "missed"]
    assert [notice.what for notice in pressing] == ["danger"]


async def test_silence_presses_only_who_leads_the_request(world: World) -> None:
    anna, number = await world.staff("anna"), await world.asks(1)

    async def pressing() -> list[int | None]:
        async with world.db.read() as reader:
            return [notice.number for notice in await urgent_unseen(reader, anna, world.clock.now(), 9)]

    assert await world.next("anna") == number
    await tell(world, anna, "nudge", number)
    assert await pressing() == [number]
    await gives_back(world, number)
    assert await pressing() == []


@pytest.mark.parametrize(
    ("role", "units", "reads"),
    [("agent", (), False), ("head", ("msk",), True), ("head", ("ekb",), False), ("qa", (), True), ("director", (), True)],
)
async def test_a_request_is_a_link_for_who_may_read_it(world: World, role: str, units: tuple[str, ...], reads: bool) -> None:
    await world.unit("ekb")
    number = await world.calls_in("+79120000001", unit="msk")
    person = await world.staff("x", role=role, units=units)
    await tell(world, person, "missed", number)
    [notice] = await told(world, person)
    assert (notice.number, notice.readable) == (number, reads)


async def test_who_led_it_may_read_it(world: World) -> None:
    anna, number = await world.staff("anna"), await world.asks(1)
    await world.next("anna")
    await tell(world, anna, "lapsed", number)
    assert [notice.readable for notice in await told(world, anna)] == [True]


async def test_hundreds_are_counted_to_a_hundred(world: World) -> None:
    anna = await world.staff("anna")
    for _ in range(103):
        await tell(world, anna, "missed")
    assert (await count(world, anna)).count == 100


# ---- Telegram


async def test_an_urgent_one_comes_at_once_with_a_link(world: World) -> None:
    anna, number = await phone(world, "anna"), await world.asks(1)
    await world.next("anna")
    await tell(world, anna, "nudge", number)
    assert await tick(world) == 1
    [mail] = await world.mail(77)
    assert words(mail) == [f"№ {number} · {SAID['nudge']}"]
    [link] = mail["params"]["entities"]
    assert link == {
        "type": "text_link",
        "offset": 0,
        "length": len(f"№ {number}"),
        "url": f"https://crm.example/console/requests/{number}",
    }
    assert (mail["kind"], mail["method"]) == ("push", "sendMessage")
    assert await tick(world) == 0
    assert (await count(world, anna)).count == 1  # nobody has opened it in the console


async def test_the_others_are_gathered_into_one_message_a_minute(world: World) -> None:
    head = await phone(world, "head", role="head")
    await tell(world, head, "missed")
    assert await tick(world) == 1
    for what in ("missed", "rush"):
        await tell(world, head, what)
    await rest(world, 50)
    assert await tick(world) == 0
    await rest(world, 20)
    assert await tick(world) == 1
    assert [len(words(mail)) for mail in await world.mail(77)] == [1, 2]


async def test_an_urgent_one_takes_those_that_wait_along_and_stands_first(world: World) -> None:
    head = await phone(world, "head", role="head")
    await tell(world, head, "missed")
    await tick(world)
    await tell(world, head, "rush_over")
    await tell(world, head, "danger")
    assert await tick(world) == 1
    assert words((await world.mail(77))[-1]) == [SAID["danger"], SAID["rush_over"]]


async def test_a_flood_is_one_message_of_ten_lines(world: World) -> None:
    head, number = await phone(world, "head", role="head"), await world.asks(1)
    for _ in range(LINES + 21):
        await tell(world, head, "missed", number)
    assert await tick(world) == 1
    [mail] = await world.mail(77)
    assert words(mail)[LINES:] == ["и ещё 21 уведомление"]
    assert len(words(mail)[0]) < 300
    text = mail["params"]["text"]
    marked = [text[link["offset"] : link["offset"] + link["length"]] for link in mail["params"]["entities"]]
    assert marked == [f"№ {number}"] * LINES + ["и ещё 21 уведомление"]
    assert await tick(world) == 0


async def test_without_an_address_there_are_no_links_and_who_may_not_read_gets_none(world: World) -> None:
    anna, number = await phone(world, "anna"), await world.asks(1)
    await tell(world, anna, "danger", number)
    await tick(world)
    await world.next("anna")
    await tell(world, anna, "danger", number)
    await tick(world, "")
    assert ["entities" in mail["params"] for mail in await world.mail(77)] == [False, False]


async def test_links_stand_where_they_belong_after_any_signs(world: World) -> None:
    who = {"until": DUE.isoformat(), "by": "🙂 Пётр", "why": "ы" * 900}
    notices = [
        Notice(1, "withdrawn", None, False, None, DUE, who, urgent=True, seen=False),
        Notice(2, "danger", 5, True, None, DUE, {}, urgent=True, seen=False),
    ]
    made = letter(notices, Teller("ru", Stations({}, None), DUE), PUBLIC)
    [link] = made["entities"]
    units = made["text"].encode("utf-16-le")
    assert units[link["offset"] * 2 : (link["offset"] + link["length"]) * 2].decode("utf-16-le") == "№ 5"
    assert len(made["text"]) < 4096


async def test_in_the_persons_own_language(world: World) -> None:
    anna = await phone(world, "anna")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET language = 'en' WHERE id = $1", anna.id)
    await tell(world, anna, "danger")
    await tick(world)
    assert words((await world.mail(77))[0]) == ["Somebody is in danger: answer right now."]


@pytest.mark.parametrize("why", ["no telegram", "seen", "old", "left", "blocked"])
async def test_what_cannot_or_need_not_come_does_not_pile_up(world: World, why: str) -> None:
    anna = await phone(world, "anna", None if why == "no telegram" else 77)
    await tell(world, anna, "danger")
    async with world.db.tx() as tx:
        if why == "seen":
            await see_all(tx, anna, 10**17)
        elif why == "left":
            await tx.execute("UPDATE staff SET active = false WHERE id = $1", anna.id)
    if why == "old":
        world.clock.advance(hours=1, minutes=1)
    if why == "blocked":
        await world.person(77)
        await world.blocks(77)
    assert await tick(world) == 0
    assert await world.mail(77) == []
    assert await world.rows("SELECT FROM staff_notice WHERE mailed_at IS NULL") == []
    assert len(await told(world, anna)) == 1  # it is in the console


async def test_what_cannot_be_told_stands_in_nobodys_way(world: World) -> None:
    anna, oleg = await phone(world, "anna"), await phone(world, "oleg", 78)
    await tell(world, anna, "nudge", minutes="x")
    await tell(world, oleg, "nudge")
    await tick(world)
    assert await world.mail(77) == []
    assert len(await world.mail(78)) == 1
    assert await tick(world) == 0


async def test_many_processes_tell_once(street: World) -> None:
    people = [await phone(street, f"a{n}", 100 + n) for n in range(6)]
    for _ in range(3):
        await tell(street, people, "nudge")
    assert sum(await asyncio.gather(*(tick(street) for _ in range(8)))) == 6
    assert [len(words(mail)) for n in range(6) for mail in await street.mail(100 + n)] == [3] * 6


async def _crash(world: World) -> None:
    async with world.db.tx() as tx:
        await mail_notices(tx, "")
        raise RuntimeError


async def test_a_crash_before_the_commit_tells_later(street: World) -> None:
    anna = await phone(street, "anna")
    await tell(street, anna, "nudge")
    with pytest.raises(RuntimeError):
        await _crash(street)
    assert await street.mail(77) == []
    assert await tick(street) == 1
    assert len(await street.mail(77)) == 1


async def test_the_schedule_goes_on_until_nothing_is_due(
    street: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.watch.mailing.PEOPLE", 2)
    people = [await phone(street, f"a{n}", 100 + n) for n in range(5)]
    await tell(street, people, "nudge")
    await ticks.tick(Desk(street.db, street.clock, Limits(), FileStore(tmp_path), public_url=PUBLIC))
    assert [len(await street.mail(100 + n)) for n in range(5)] == [1] * 5


# ---- keeping


async def test_old_ones_go_seen_or_not(street: World, tmp_path: Path) -> None:
    anna = await street.staff("anna")
    await tell(street, anna, "missed")
    await tell(street, anna, "nudge")
    async with street.db.tx() as tx:
        await see(tx, anna, (await told(street, anna))[0].id)
    street.clock.advance(hours=24 * 20)
    await tell(street, anna, "danger")
    assert await clean_up(street.db, FileStore(tmp_path)) == 0
    street.clock.advance(hours=24 * 11)
    assert await clean_up(street.db, FileStore(tmp_path)) == 2
    assert [notice.what for notice in await told(street, anna)] == ["danger"]
    assert await clean_up(street.db, FileStore(tmp_path), Keep(notices=5)) == 1


async def test_a_client_is_forgotten_although_staff_were_told_of_them(world: World) -> None:
    anna, number = await phone(world, "anna"), await world.asks(1)
    await tell(world, anna, "missed", number)
    async with world.db.tx() as tx:
        await tx.execute(
            "INSERT INTO missed (request_number, clock, due_at, at) VALUES ($1, 'promise', $2, $2)", number, tx.now
        )
    async with world.db.tx() as tx:
        await erase(tx, await world.recognise(tx, 1))
    assert (await world.request(number)).state == "closed"
    assert [notice.number for notice in await told(world, anna)] == [number]
    assert await tick(world) == 1
