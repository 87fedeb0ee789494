"""Questions among colleagues (P5): a clock of their own, answered once, back in the request; the client's clocks go on."""

import asyncio
from typing import Any

import pytest

from services.consulting import asking
from services.consulting.answering import Written, answer, see_answers
from services.consulting.models import Question
from services.consulting.reading import in_hand, matters_asked_about, put_to, question_by_id
from services.errors import Refused
from services.files.access import readable_file
from services.privacy.erasing import erase
from services.requests.view import Viewer
from services.watch.models import CLOCKS
from tests.services.watching import missed, rules, silent, tick, told
from tests.services.world import World


async def ask(world: World, login: str, number: int, text: str = "Есть ли тормозные диски?", **to: Any) -> int:
    """Put a question; to boris where nobody else is named."""
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        return await asking.ask(tx, staff, number, world.limits, text=text, **(to or {"agent": "boris"}))


async def reply(world: World, login: str, question_id: int, text: str = "Есть, две штуки") -> int:
    """Answer it."""
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        return await answer(tx, staff, question_id, Written(text))


async def does(world: World, login: str, act: Any, question_id: int) -> None:
    """`asking.remind` or `asking.withdraw`."""
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        await act(tx, staff, question_id)


async def known(world: World, question_id: int) -> Question:
    """As it is now."""
    async with world.db.read() as reader:
        found = await question_by_id(reader, question_id)
    assert found
    return found


@pytest.fixture
async def number(world: World) -> int:
    """A request in the hands of anna; boris works beside her, maria heads them."""
    for login in ("anna", "boris"):
        await world.staff(login)
    await world.staff("maria", role="head")
    made = await world.asks(1)
    assert await world.next("anna") == made
    return made


# ---- asked and answered


async def test_the_answer_returns_into_the_request_and_the_owner_hears_of_it(world: World, number: int) -> None:
    asked = await ask(world, "anna", number)
    assert await told(world, "boris") == [("asked", number)]
    world.clock.advance(minutes=5)
    await reply(world, "boris", asked)
    assert await world.texts(number, "note") == ["Есть ли тормозные диски?", "Есть, две штуки"]
    last = (await world.talk(number))[-1]
    assert (last["author"], last["reply_to"]) == ("Boris Иванова", (await known(world, asked)).message_id)
    assert await told(world, "anna") == [("question_answered", number)]
    assert await world.events(number, "question.") == ["question.asked", "question.answered"]
    anna = await world.known("anna")
    async with world.db.tx() as tx:
        assert (await in_hand(tx, anna.id, tx.now))[number]["news"] == 1
        await see_answers(tx, anna, number)
        assert await in_hand(tx, anna.id, tx.now) == {}


async def test_the_clients_clocks_go_on_and_no_place_is_freed(world: World, number: int) -> None:
    before = await world.one("SELECT next_answer_due, waiting_since, state FROM request WHERE number = $1", number)
    asked = await ask(world, "anna", number)
    await reply(world, "boris", asked)
    assert dict(await world.one("SELECT next_answer_due, waiting_since, state FROM request WHERE number = $1", number)) == dict(
        before
    )
    assert await world.texts(number, "system") == [], "the client is told nothing"


async def test_the_clock_runs_in_working_time(world: World, number: int) -> None:
    hours = {"week": {str(day): [["09:00", "12:30"], ["14:00", "20:00"]] for day in range(7)}, "days": {}}
    await world.unit("ekb", hours=hours)
    await world.staff("parts", skills=["parts_selection"])
    asked = await ask(world, "anna", number, skill="parts_selection", unit="ekb")
    due = (await known(world, asked)).due_at
    assert due is not None
    assert (due - world.clock.now()).total_seconds() / 60 == 150, "half an hour till lunch, half an hour after it"


async def test_whoever_knows_is_asked_and_the_first_answer_counts(world: World, number: int) -> None:
    for login in ("petr", "olga"):
        await world.staff(login, skills=["parts_selection"])
    asked = await ask(world, "anna", number, skill="parts_selection")
    assert set((await known(world, asked)).asked) == {"Olga Иванова", "Petr Иванова"}, (
        "not who takes everything: somebody knows"
    )
    await reply(world, "petr", asked)
    with pytest.raises(Refused) as refused:
        await reply(world, "olga", asked)
    assert (refused.value.code, refused.value.data["by"]) == ("closed", "Petr Иванова")


async def test_two_answers_at_once(street: World) -> None:
    for login in ("anna", "petr", "olga"):
        await street.staff(login, skills=["parts_selection"] if login != "anna" else [])
    made = await street.asks(1)
    assert await street.next("anna") == made
    asked = await ask(street, "anna", made, skill="parts_selection")
    said = await asyncio.gather(*(reply(street, who, asked, who) for who in ("petr", "olga")), return_exceptions=True)
    assert sorted(type(one).__name__ for one in said) == ["Refused", "int"]
    assert len(await street.texts(made, "note")) == 2, "the question and one answer"


@pytest.mark.parametrize(
    ("text", "to", "field"),
    [
        (" \x00", {"agent": "boris"}, "text"),
        ("я" * 3001, {"agent": "boris"}, "text"),
        ("?", {}, "to"),
        ("?", {"agent": "boris", "skill": "price"}, "to"),
        ("?", {"agent": "nobody"}, "agent"),
        ("?", {"agent": "anna"}, "agent"),
        ("?", {"skill": "nonsense"}, "skill"),
        ("?", {"skill": "price", "unit": "nowhere"}, "unit"),
        ("?", {"agent": "boris", "files": ["nosuch"]}, "attachments"),
    ],
)
async def test_questions_that_make_no_sense(world: World, number: int, text: str, to: dict[str, Any], field: str) -> None:
    staff = await world.known("anna")
    with pytest.raises(Refused) as refused:
        async with world.db.tx() as tx:
            await asking.ask(tx, staff, number, world.limits, text=text, **to)
    assert refused.value.data["errors"][0]["field"] == field
    assert await world.texts(number, "note") == []


async def test_ten_questions_are_enough(world: World, number: int) -> None:
    for _ in range(10):
        await ask(world, "anna", number)
    with pytest.raises(Refused):
        await ask(world, "anna", number)


# ---- who may


# Who they are, besides those of `number`; what answering and taking back come to (None: they may).
_WHO = {
    "anna": (None, "forbidden", None),      # leads it
    "boris": (None, None, "forbidden"),     # was asked
    "petr": ("agent", "not-found", "not-found"),
    "maria": (None, None, None),            # heads the unit
    "egor": ("head", "not-found", "not-found"),  # heads another one
    "kira": ("qa", "not-found", "not-found"),
    "dora": ("director", None, None),
    "adam": ("admin", None, None),
}  # fmt: skip


@pytest.mark.parametrize("who", _WHO)
async def test_who_answers_and_who_takes_back(world: World, number: int, who: str) -> None:
    role, answers, withdraws = _WHO[who]
    if role is not None:
        await world.unit("ekb")
        await world.staff(who, role=role, units=["ekb"] if who == "egor" else ())
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1", number)
    for act, code in ((None, answers), (asking.withdraw, withdraws)):
        asked = await ask(world, "anna", number)
        doing = reply(world, who, asked) if act is None else does(world, who, act, asked)
        if code is None:
            await doing
            assert not (await known(world, asked)).open
        else:
            with pytest.raises(Refused) as refused:
                await doing
            assert refused.value.code == code


@pytest.mark.parametrize("who", ["boris", "maria"])
async def test_only_the_owner_asks(world: World, number: int, who: str) -> None:
    with pytest.raises(Refused) as refused:
        await ask(world, who, number, agent="anna")
    assert refused.value.code == ("not-owner" if who == "maria" else "not-found")


async def test_those_asked_see_the_car_and_the_file_and_not_the_client(world: World, number: int) -> None:
    async with world.db.tx() as tx:
        await tx.execute(
            "UPDATE request SET vehicle = $2 WHERE number = $1", number, {"make": "Lada", "model": "Vesta", "plate": "А1"}
        )
        for name in ("shown", "other"):
            await tx.execute(
                "INSERT INTO file (public_id, kind, name, mime, size, state, staff_id, created_at) "
                "VALUES ($1, 'photo', 'a.jpg', 'image/jpeg', 1, 'ready', (SELECT id FROM staff WHERE login = 'anna'), $2)", name, tx.now,
            )  # fmt: skip
    await ask(world, "anna", number, agent="boris", files=["shown"])
    boris = await world.known("boris")
    async with world.db.read() as reader:
        matter = (await matters_asked_about(reader, "ru", number))[number]
        assert (matter.car, matter.plate) == ("Lada Vesta", "А1")
        assert await readable_file(reader, "shown", Viewer("staff", staff=boris))
        assert not await readable_file(reader, "other", Viewer("staff", staff=boris))
        assert [one.number for one in await put_to(reader, boris)] == [number]
        assert await world.rows("SELECT FROM request_agent WHERE staff_id = $1", boris.id) == []


# ---- clocks


async def test_an_overdue_question_goes_to_the_heads_and_the_director(world: World, number: int) -> None:
    await world.staff("dora", role="director")
    await rules(world, lease_minutes=0, director_minutes=30)
    asked = await ask(world, "anna", number)
    await tick(world, minutes=61)
    assert ("missed", number) in await told(world, "maria")
    assert ("question_overdue", number) in await told(world, "anna")
    row = next(row for row in await missed(world, number) if row["clock"] == "question")
    assert row["login"] == "boris", "who was asked is late, not who asked"
    await tick(world, minutes=31)
    assert ("escalated", number) in await told(world, "dora")
    assert len([one for one in await told(world, "maria") if one == ("missed", number)]) == 2, (
        "the answer itself and the question, once"
    )
    await reply(world, "boris", asked)
    assert all(row["made_good_at"] for row in await missed(world, number) if row["clock"] == "question")
    assert await world.events(number, "question.") == ["question.asked", "question.overdue", "question.answered"]


async def test_while_a_colleague_has_time_the_request_stays_with_its_owner(world: World, number: int) -> None:
    asked = await ask(world, "anna", number)
    await silent(world, number, 45)
    await tick(world, minutes=45)
    assert (await world.row(number))["agent"] == "anna"
    await tick(world, minutes=16)
    assert (await known(world, asked)).overdue_at is not None
    assert (await world.row(number))["agent"] == "anna", "told just now that it is overdue"
    await silent(world, number, 21)
    await tick(world)
    assert (await world.row(number))["agent"] is None
    assert (await known(world, asked)).open, "it goes along"


async def test_an_answer_gives_the_owner_time_to_look(world: World, number: int) -> None:
    asked = await ask(world, "anna", number)
    await silent(world, number, 45)
    await reply(world, "boris", asked)
    await tick(world)
    assert (await world.row(number))["agent"] == "anna"


async def test_reminding_is_not_pestering(world: World, number: int) -> None:
    asked = await ask(world, "anna", number)
    with pytest.raises(Refused) as refused:
        await does(world, "anna", asking.remind, asked)
    assert refused.value.data["errors"][0]["field"] == "question"
    world.clock.advance(minutes=11)
    await does(world, "anna", asking.remind, asked)
    assert await told(world, "boris") == [("asked", number), ("question_reminded", number)]
    await does(world, "anna", asking.withdraw, asked)
    with pytest.raises(Refused) as refused:
        await does(world, "anna", asking.remind, asked)
    assert refused.value.code == "closed"
    async with world.db.read() as reader:
        assert await in_hand(reader, (await world.known("anna")).id, world.clock.now()) == {}, "nothing is waited for any more"


# ---- the request goes on without it


async def test_a_question_follows_the_request(world: World, number: int) -> None:
    await world.staff("clara")
    asked = await ask(world, "anna", number)
    await world.transfer("anna", number, agent="clara")
    assert await world.next("clara") == number
    await reply(world, "boris", asked)
    assert await told(world, "clara") == [("question_answered", number)]
    assert await told(world, "anna") == []


async def test_closing_takes_questions_back_with_a_word(world: World, number: int) -> None:
    asked = await ask(world, "anna", number)
    await tick(world, minutes=61)
    await world.close("anna", number)
    assert (await known(world, asked)).state == "withdrawn"
    assert ("question_withdrawn", number) in await told(world, "boris")
    assert all(row["made_good_at"] for row in await missed(world, number))
    with pytest.raises(Refused) as refused:
        await reply(world, "boris", asked)
    assert (refused.value.code, refused.value.data["state"]) == ("closed", "withdrawn")


async def test_a_silent_client_does_not_free_a_request_while_a_colleague_has_time(world: World, number: int) -> None:
    await world.answer("anna", number, "Уточню")
    await tick(world, hours=23, minutes=30)
    asked = await ask(world, "anna", number)
    await tick(world, minutes=45)
    assert (await world.row(number))["agent"] == "anna"
    await reply(world, "boris", asked)
    anna = await world.known("anna")
    async with world.db.tx() as tx:
        await see_answers(tx, anna, number)
    await tick(world)
    assert ((await world.row(number))["agent"], (await world.row(number))["state"]) == (None, "waiting_client")


@pytest.mark.parametrize("answered", [True, False], ids=["an answer nobody has seen", "a colleague who is late"])
async def test_after_a_day_somebody_else_takes_up_what_a_colleague_was_asked(
    world: World, number: int, answered: bool
) -> None:  # fmt: skip
    """The client waits for us, not we for them: it does not lie with an owner who has forgotten it, nor without one."""
    await world.answer("anna", number, "Уточню")
    asked = await ask(world, "anna", number)
    if answered:
        await reply(world, "boris", asked)
    await tick(world, hours=25)
    row = await world.row(number)
    assert (row["agent"], row["state"], row["waiting_since"]) == (None, "queued", world.db.clock.now())
    assert await world.next("boris") == number


async def test_what_colleagues_were_asked_is_forgotten_with_the_client(world: World, number: int) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET telegram_id = 77 WHERE login = 'boris'")
    asked = await ask(world, "anna", number, "Пётр спрашивает про диски")
    await reply(world, "boris", await ask(world, "anna", number, "И колодки для Петра"), "Петру скажите: да")
    person = await world.person(1)
    async with world.db.tx() as tx:
        await erase(tx, person)
    assert (await known(world, asked)).state == "withdrawn"
    assert "Петр" not in str(await world.talk(number))
    assert all("Пётр" not in str(mail["params"]) and "Петр" not in str(mail["params"]) for mail in await world.mail(77))


# ---- Telegram


async def test_the_letter_has_the_car_and_not_the_phone(world: World, number: int) -> None:
    await world.shares_contact(1, "+79161234567")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET telegram_id = 77 WHERE login = 'boris'")
        await tx.execute("UPDATE request SET vehicle = $2 WHERE number = $1", number, {"make": "Lada", "plate": "А123ВС77"})
    asked = await ask(world, "anna", number)
    [mail] = await world.mail(77)
    assert mail["params"]["text"].split("\n") == [
        f"Вопрос коллеги: Anna Иванова, обращение № {number}", "", "Есть ли тормозные диски?", "", "Автомобиль: Lada, А123ВС77", "",
        "Ответ нужен сегодня, пн, до 13:00 (Москва).",
        "Чтобы ответить, напишите ответом на это сообщение или нажмите кнопку. Клиент ваш ответ не увидит.",
    ]  # fmt: skip
    assert "Клиент1" not in str(mail["params"])
    assert "916" not in str(mail["params"])
    [notice] = await world.rows("SELECT * FROM staff_notice WHERE what = 'asked'")
    assert notice["mailed_at"], "not told twice"
    async with world.db.tx() as tx:
        await tx.execute("UPDATE outbox SET state = 'sent', telegram_ids = '{501}' WHERE id = $1", mail["id"])
    await reply(world, "maria", asked)
    edit = (await world.mail(77))[-1]
    assert (edit["method"], edit["params"]["message_id"]) == ("editMessageText", 501)
    assert edit["params"]["text"].endswith("✓ Ответ дан: Maria Иванова")


async def test_the_clock_is_one_of_the_watch() -> None:
    assert "question" in CLOCKS
