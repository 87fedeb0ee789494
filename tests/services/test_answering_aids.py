"""What helps to answer: typical answers with variables, places and links, names in notes, laying aside, who else is here."""

from datetime import timedelta
from typing import Any

import pytest

from services.answers import (
    AnswerData,
    add_answer,
    add_own,
    answers_for,
    change_own,
    count_use,
    one_answer,
    own_answers,
    remove_own,
    uses,
)
from services.answers.variables import fill, holes
from services.errors import Refused
from services.presence.here import be_here, others_here, types
from services.requests import pieces, snoozing
from services.requests.mentions import mentioned
from services.requests.queue import release_silent
from services.staff.models import Staff
from tests.services.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
async def number(world: World) -> int:
    """A request that anna leads."""
    await world.staff("anna", units=["msk"])
    number = await world.asks(1)
    await world.next("anna")
    return number


async def offered(world: World, login: str, number: int) -> dict[str, Any]:
    """What is offered there, by title."""
    row = await world.row(number)
    async with world.db.read() as reader:
        found = await answers_for(reader, row, await world.known(login), language="ru", now=world.clock.now())
    return {answer.title: answer for answer in found}


async def add(world: World, body: str, title: str = "Адрес", **more: Any) -> int:
    """One of the chain's."""
    head = (
        await world.staff("boss", role="director")
        if not await world.rows("SELECT FROM staff WHERE login = 'boss'")
        else await world.known("boss")
    )
    async with world.db.tx(actor=head.actor) as tx:
        return await add_answer(tx, head, AnswerData({"ru": title}, {"ru": body}, **more))


async def test_variables_become_what_is_known_and_the_rest_stays_visible(world: World, number: int) -> None:
    await add(world, "{имя клиента}, ждём вас: {address}. {Agent}, № {номер обращения}. Запись: {время записи}")
    answer = (await offered(world, "anna", number))["Адрес"]
    assert answer.body == f"Клиент1, ждём вас: Станция msk. Anna, № {number}. Запись: {{время записи}}"
    assert answer.holes == ("{время записи}",)


async def test_words_of_clients_are_put_in_and_never_interpreted(world: World, number: int) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE client SET name = '{address} <b>{agent}</b>'")
    await add(world, "Здравствуйте, {client}!")
    answer = (await offered(world, "anna", number))["Адрес"]
    assert answer.body == "Здравствуйте, {address} <b>{agent}</b>!"
    assert not answer.holes


def test_only_known_braces_are_gaps() -> None:
    assert holes("{client} {что-то своё} {гос номер} {Имя  клиента}") == ("{client}", "{Имя  клиента}")
    assert fill("{client}{client}", {}).holes == ("{client}",)


@pytest.mark.parametrize("body", ["{имя}", "{client.phone}", "{0}", "{__class__}"])
async def test_unknown_variables_are_refused_at_saving(world: World, body: str) -> None:
    with pytest.raises(Refused, match="invalid") as refused:
        await add(world, f"Здравствуйте, {body}")
    assert refused.value.data["errors"] == [{"field": "body.ru", "reason": "unknown variable", "name": body[1:-1]}]


async def test_own_answers_are_ones_own(world: World, number: int) -> None:
    anna, boris = await world.known("anna"), await world.staff("boris")
    qa = await world.staff("kate", role="qa")
    async with world.db.tx(actor=anna.actor) as tx:
        mine = await add_own(tx, anna, title={"ru": "Моё"}, body={"ru": "Привет, {client}"})
    assert (await offered(world, "anna", number))["Моё"].own
    assert "Моё" not in await offered(world, "boris", number)
    async with world.db.read() as reader:
        assert await own_answers(reader, boris) == []
        assert await one_answer(reader, mine, await world.row(number), boris, world.clock.now()) is None
    for act in (remove_own, lambda tx, who, which: change_own(tx, who, which, title={"ru": "x"}, body={"ru": "x"})):
        with pytest.raises(Refused, match="not-found"):
            async with world.db.tx() as tx:
                await act(tx, boris, mine)
    with pytest.raises(Refused, match="forbidden"):
        async with world.db.tx() as tx:
            await add_own(tx, qa, title={"ru": "x"}, body={"ru": "x"})
    async with world.db.tx() as tx:
        await remove_own(tx, anna, mine)
    assert "Моё" not in await offered(world, "anna", number)


async def test_what_is_sent_is_counted_and_nobody_elses(world: World, number: int) -> None:
    shared = await add(world, "Ждём")
    anna, boris = await world.known("anna"), await world.staff("boris")
    async with world.db.tx() as tx:
        own = await add_own(tx, anna, title={"ru": "Моё"}, body={"ru": "Да"})
        for who, which in ((anna, shared), (boris, shared), (boris, own), (anna, 999_999)):
            await count_use(tx, who, number, which)
        assert await uses(tx, tx.now) == {shared: 2}
    world.clock.at += timedelta(days=91)
    async with world.db.read() as reader:
        assert await uses(reader, world.clock.now()) == {}


# ---- places, links


async def send(world: World, login: str, act: Any, *args: Any, **more: Any) -> tuple[int, str]:
    """As from the console."""
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        return await act(tx, staff, *args, **more)


async def test_a_place_goes_out_as_an_answer(world: World, number: int) -> None:
    with pytest.raises(Refused, match="invalid"):
        await send(world, "anna", pieces.send_place, number, "msk")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE unit SET place = $1", {"lat": 55.7, "lon": 37.6})
    assert (await send(world, "anna", pieces.send_place, number, "msk"))[1] == "queued"
    (mail,) = await world.mail(1)
    assert (mail["method"], mail["kind"]) == ("sendVenue", "mirror")
    assert mail["params"] == {"latitude": 55.7, "longitude": 37.6, "title": "Станция msk", "address": "Москва, Станция msk"}
    assert (await world.request(number)).state == "waiting_client"
    await world.staff("boris")
    for unit, login, code in (("нет", "anna", "invalid"), ("msk", "boris", "not-found")):
        with pytest.raises(Refused, match=code):
            await send(world, login, pieces.send_place, number, unit)


async def test_a_booking_link_for_who_has_no_telegram_is_a_note(world: World) -> None:
    await world.staff("anna")
    number = await world.calls_in("+79161112233", unit="msk")
    await world.next("anna")
    async with world.db.tx() as tx:
        await tx.execute(
            "INSERT INTO work (code, title, family, minutes, bay, bookable) VALUES ('oil', $1, 'maintenance', 40, 'lift', true)",
            {"ru": "Масло"},
        )
        for kind, abilities in (("bay", ["lift"]), ("technician", [])):
            await tx.execute(
                "INSERT INTO resource (unit_id, kind, name, abilities) SELECT id, $1, $2, $3 FROM unit",
                kind,
                {"ru": "1"},
                abilities,
            )
    with pytest.raises(Refused, match="unavailable"):
        await send(world, "anna", pieces.send_booking_link, number, unit_code="msk", works=["oil"])
    async with world.db.tx() as tx:
        await tx.execute("INSERT INTO setting (key, value) VALUES ('bot_name', '\"auto_bot\"')")
    for works in ([], ["none"], ["oil", "oil"]):
        with pytest.raises(Refused, match="invalid"):
            await send(world, "anna", pieces.send_booking_link, number, unit_code="msk", works=works)
    assert (await send(world, "anna", pieces.send_booking_link, number, unit_code="msk", works=["oil"]))[1] == "note"
    (told,) = await world.texts(number, "note")
    assert "https://t.me/auto_bot?start=b_" in told
    assert "• Масло" in told
    async with world.db.tx() as tx:
        found = await pieces.open_offer(tx, told.split("start=b_")[1].split()[0])
        assert found is not None
        assert found.works == ["oil"]
        assert await pieces.open_offer(tx, "nobody-knows-it") is None


# ---- names in notes


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("@boris посмотри", ["boris"]), ("(@Boris, @anna.k)", ["boris", "anna.k"]), ("мейл a@boris.ru и t.me/@x", []), ("@", []),
        ("@boris.", ["boris"]), ("@борис", []), ("@boris@anna", []),
    ],
)  # fmt: skip
def test_who_is_named(body: str, names: list[str]) -> None:
    assert mentioned(body) == names


async def test_who_is_named_is_told_and_gets_no_right(world: World, number: int) -> None:
    await world.staff("head", role="head", units=["msk"])
    await world.staff("boris", units=["msk"])
    await world.note("anna", number, "@head и @nobody, посмотрите. @anna")
    told = await world.rows(
        "SELECT s.login, n.what, n.data FROM staff_notice n JOIN staff s ON s.id = n.staff_id WHERE n.what = 'mention'"
    )
    assert [(row["login"], row["data"]["by"]) for row in told] == [("head", "Anna Иванова")]
    with pytest.raises(Refused, match="not-owner"):
        await world.answer("head", number)
    with pytest.raises(Refused, match="invalid") as refused:
        await world.note("anna", number, "@boris, глянь")
    assert refused.value.data["errors"][0] == {"field": "text", "reason": "may not read", "name": "Boris Иванова"}
    assert len(await world.texts(number, "note")) == 1


# ---- laying aside


async def lay(world: World, number: int, hours: float = 48, login: str = "anna", **more: Any) -> None:
    """Aside for so many hours."""
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        await snoozing.snooze(tx, staff, number, until=tx.now + timedelta(hours=hours), **more)


async def laid(world: World, login: str = "anna") -> list[int]:
    """What is aside."""
    async with world.db.read() as reader:
        return sorted(await snoozing.snoozed_of(reader, (await world.known(login)).id))


async def wake_due(world: World) -> int:
    """The tick."""
    async with world.db.tx() as tx:
        return await snoozing.wake_due(tx, world.limits)


@pytest.fixture
async def answered(world: World, number: int) -> int:
    """The ball is with the client."""
    await world.answer("anna", number)
    world.clock.at += HOUR
    return number


async def test_aside_it_counts_waits_and_comes_back_with_a_word(world: World, answered: int) -> None:
    await lay(world, answered, reason="ждём запчасть")
    assert await laid(world) == [answered]
    assert (await world.request(answered)).agent_id == (await world.known("anna")).id
    world.clock.at += timedelta(hours=30)
    async with world.db.tx() as tx:
        assert await release_silent(tx, world.limits) == 0, "a silent client does not take it away"
    assert await wake_due(world) == 0
    world.clock.at += timedelta(hours=18)
    assert await wake_due(world) == 1
    assert await laid(world) == []
    assert [row["what"] for row in await world.rows("SELECT what FROM staff_notice")] == ["woken"]
    assert await wake_due(world) == 0


async def test_not_past_what_was_promised_to_the_client(world: World, answered: int) -> None:
    await world.promise("anna", answered, 24 * 60)
    with pytest.raises(Refused, match="invalid") as refused:
        await lay(world, answered, hours=25)
    assert refused.value.data["errors"] == [{"field": "aside_until", "reason": "after the promise"}]
    await lay(world, answered, hours=23)
    assert await laid(world) == [answered]
    await world.promise("anna", answered, 60)
    assert await laid(world) == [], "what is promised now comes before"


async def test_the_client_brings_it_back_at_once(world: World, answered: int) -> None:
    await lay(world, answered)
    world.clock.at += HOUR
    await world.says(1, "Ну что там?")
    assert await laid(world) == []
    await world.answer("anna", answered)
    assert await laid(world) == [], "it does not go aside again by itself"
    world.clock.at += timedelta(hours=72)
    await wake_due(world)
    assert not await world.rows("SELECT FROM staff_notice WHERE what = 'woken'")


async def test_when_it_may_not_be_laid_aside(world: World, number: int) -> None:
    with pytest.raises(Refused, match="client-waits"):
        await lay(world, number)
    await world.answer("anna", number)
    for hours, reason in ((0, "past"), (-1, "past"), (14 * 24 + 1, "too far")):
        with pytest.raises(Refused) as refused:
            await lay(world, number, hours)
        assert refused.value.data["errors"] == [{"field": "aside_until", "reason": reason}]
    with pytest.raises(Refused, match="invalid"):
        await lay(world, number, reason="д" * 201)
    await world.staff("boris")
    await world.staff("head", role="head")
    for login, code in (("boris", "not-found"), ("head", "not-owner")):
        with pytest.raises(Refused, match=code):
            await lay(world, number, login=login)
    await lay(world, number, 14 * 24)
    await world.close("anna", number)
    with pytest.raises(Refused, match="closed"):
        await lay(world, number)
    assert await laid(world) == []


async def test_a_promise_instead_of_an_answer_is_enough(world: World, number: int) -> None:
    await world.promise("anna", number, 60)
    await lay(world, number, hours=0.9)
    assert await laid(world) == [number]
    world.clock.at += HOUR / 2
    await world.says(1, "Поскорее, пожалуйста")
    assert await laid(world) == []


async def test_what_nobody_leads_any_more_goes_to_the_queue_in_time(world: World, answered: int) -> None:
    await lay(world, answered, 4)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET agent_id = NULL, preferred_agent_id = agent_id WHERE number = $1", answered)
    world.clock.at += timedelta(hours=5)
    assert await wake_due(world) == 1
    request = await world.request(answered)
    assert (request.state, request.waiting_since) == ("queued", world.clock.at)
    assert await world.next("anna") == answered


async def test_a_new_owner_begins_anew(world: World, answered: int) -> None:
    await lay(world, answered)
    await world.staff("boris", units=["msk"])
    await world.staff("head", role="head")
    world.clock.at += HOUR
    await world.override("head", answered, "boris")
    assert await laid(world, "boris") == []
    assert await laid(world) == []


# ---- who else is here


async def at(world: World, login: str, number: int) -> list[tuple[str, str]]:
    """What this person's page says."""
    staff = await world.known(login)
    async with world.db.tx() as tx:
        await be_here(tx, staff, number)
        return [(other.name.split()[0], other.typing) for other in await others_here(tx, staff, number)]


async def type_as(world: World, login: str, number: int, what: Any = "answer") -> bool:
    """A key."""
    staff = await world.known(login)
    async with world.db.tx() as tx:
        return await types(tx, staff, number, what)


async def typings(world: World, chat_id: int = 1) -> int:
    """How often the client's chat was told."""
    return sum(mail["method"] == "sendChatAction" for mail in await world.mail(chat_id))


async def test_others_are_seen_and_what_they_write(world: World, number: int) -> None:
    await world.staff("head", role="head", units=["msk"])
    assert await at(world, "anna", number) == []
    assert await at(world, "head", number) == [("Anna", "")]
    assert await at(world, "anna", number) == [("Head", "")], "two tabs of one person are one person"
    await type_as(world, "head", number, "note")
    assert await at(world, "anna", number) == [("Head", "note")]
    async with world.db.tx() as tx:
        await tx.execute("UPDATE presence SET typing_at = typing_at - interval '7 seconds'")
    assert await at(world, "anna", number) == [("Head", "")]
    async with world.db.tx() as tx:
        await tx.execute("UPDATE presence SET seen_at = seen_at - interval '21 seconds'")
    assert await at(world, "anna", number) == []


async def test_the_client_sees_the_owner_typing_and_nobody_else(world: World, number: int) -> None:
    head: Staff = await world.staff("head", role="head", units=["msk"])
    await world.staff("boris")
    assert not await type_as(world, "anna", number, "note")
    assert not await type_as(world, head.login, number)
    assert not await type_as(world, "boris", number)
    assert await world.rows("SELECT FROM presence WHERE staff_id = (SELECT id FROM staff WHERE login = 'boris')") == []
    assert await type_as(world, "anna", number)
    assert not await type_as(world, "anna", number), "five seconds are not over"
    assert await typings(world) == 1
    (mail,) = await world.mail(1)
    assert (mail["kind"], mail["valid_until"] is not None) == ("bulk", True)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE presence SET told_at = told_at - interval '5 seconds'")
    assert await type_as(world, "anna", number)
    await world.blocks(1)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE presence SET told_at = told_at - interval '5 seconds'")
    assert not await type_as(world, "anna", number)
    await world.blocks(1, blocked=False)
    await world.close("anna", number)
    assert not await type_as(world, "anna", number)
    assert await typings(world) == 2
