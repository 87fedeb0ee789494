"""Too much from one chat, and spam: nothing is lost, and no client of ours is ever kept aside."""

import asyncio
from datetime import timedelta

import pytest

from services.errors import Refused
from services.flood.brake import MOST, PERIOD, Brake
from services.flood.restoring import kept_aside, restore, set_aside, waiting_aside
from services.privacy.collecting import collect
from services.privacy.erasing import erase
from services.requests.models import IncomingFile
from services.storage.tx import OvertakenError
from tests.services.world import PHOTO, World


def test_the_brake_holds_who_is_too_fast_and_nobody_else() -> None:
    brake = Brake()
    paces = [brake.pace(1, number, 100.0 + number * 0.1) for number in range(MOST + 5)]
    assert paces == ["calm"] * MOST + ["first"] + ["braked"] * 4
    assert brake.pace(2, 1, 101.0) == "calm"
    assert brake.pace(1, MOST + 4, 103.0) == "braked", "the same message hears the same"
    assert brake.pace(1, 900, 103.0 + PERIOD + 1) == "calm"


def test_a_long_talk_is_no_flood() -> None:
    brake = Brake()
    assert {brake.pace(1, number, number * 4.0) for number in range(500)} == {"calm"}


def test_a_message_that_is_handled_again_counts_once() -> None:
    brake = Brake()
    assert {brake.pace(1, 7, 100.0) for _ in range(100)} == {"calm"}
    paces = [brake.pace(1, 100 + number, 100.0) for number in range(MOST)]
    assert paces[-1] == "first"
    assert brake.pace(1, 100 + MOST - 1, 100.0) == "first"


@pytest.fixture
async def spammer(world: World) -> World:
    """Chat 7 has sent spam twice, each time closed as such."""
    await world.staff("anna", units=["msk"])
    for _ in range(2):
        await _spam(world)
    return world


async def _spam(world: World, chat_id: int = 7, login: str = "anna") -> int:
    number = await world.asks(chat_id, "Купите диплом")
    assert await world.next(login) == number
    await world.close(login, number, "spam")
    return number


async def _numbers(world: World) -> int:
    return int((await world.one("SELECT count(*) AS n FROM request"))["n"])


async def test_once_is_not_enough(world: World) -> None:
    await world.staff("anna")
    await _spam(world)
    assert (await world.says(7, "А диплом?")).outcome == "reopened"


async def test_a_mistake_that_was_put_right_does_not_count(world: World) -> None:
    await world.staff("anna", units=["msk"])
    number = await _spam(world)
    assert (await world.says(7, "Это не спам, сколько стоит замена масла?")).number == number
    assert await world.next("anna") == number
    await world.close("anna", number, "solved")
    await _spam(world)
    assert (await world.says(7, "Алло?")).outcome == "reopened"


async def test_after_two_times_messages_are_kept_and_come_back_with_one_press(spammer: World) -> None:
    world, before = spammer, await _numbers(spammer)
    head = await world.staff("head", role="head", units=["msk"])
    first = await world.says(7, "Диплом недорого", files=(IncomingFile("photo", "tg", "photo.jpg", "image/jpeg", 5),))
    assert (first.outcome, first.first, first.number) == ("aside", True, None)
    again = await world.says(7, "Звоните")
    assert (again.outcome, again.first) == ("aside", False)
    assert await _numbers(world) == before
    async with world.db.read() as reader:
        (row,) = await kept_aside(reader, head)
        assert (row["waiting"], row["said"]) == (2, ["Звоните", "Диплом недорого"])
        assert await waiting_aside(reader, head) == 2
    async with world.db.tx(actor=head.actor) as tx:
        number = await restore(tx, head, 7, world.limits)
    assert number is not None
    assert [(m["text"], len(m["attachments"])) for m in (await world.talk(number))[-2:]] == [
        ("Диплом недорого", 1),
        ("Звоните", 0),
    ]
    assert (await world.request(number)).state == "queued"
    assert (await world.says(7, "Спасибо, что ответили, а цена?")).outcome == "joined"
    async with world.db.read() as reader:
        assert await kept_aside(reader, head) == []
    async with world.db.tx(actor=head.actor) as tx:
        await set_aside(tx, head, 7)
    assert await world.next("anna") == number
    await world.close("anna", number, "not_target")
    assert (await world.says(7, "И ещё")).outcome == "aside"


async def test_trusted_once_it_takes_two_more(spammer: World) -> None:
    world, head = spammer, await spammer.staff("head", role="director")
    await world.says(7, "Диплом")
    world.clock.at += timedelta(minutes=1)
    async with world.db.tx() as tx:
        number = await restore(tx, head, 7, world.limits)
    world.clock.at += timedelta(minutes=1)
    assert await world.next("anna") == number
    await world.close("anna", number, "spam")
    assert (await world.says(7, "Снова")).outcome == "reopened"


@pytest.mark.parametrize("words", ["Дым из-под капота, горим!", "Подам в суд, пишу в Роспотребнадзор"])
async def test_danger_and_the_law_are_never_kept_aside(spammer: World, words: str) -> None:
    await spammer.says(7, "Диплом")
    taken = await spammer.says(7, words)
    assert taken.outcome in {"opened", "reopened", "joined"}
    assert taken.alarm is not None
    assert taken.number is not None
    assert "Диплом" in await spammer.texts(taken.number, "in"), "what was kept comes along"


async def test_a_client_of_ours_is_never_kept_aside(spammer: World) -> None:
    """By a phone, a vehicle, a visit or an order; whatever agents have clicked."""
    world = spammer
    await world.says(7, "Диплом")
    await world.shares_contact(7, "+79161112233")
    number = (await world.says(7, "Я ваш клиент")).number
    assert await world.next("anna") == number
    await world.close("anna", number or 0)
    await world.shares_contact(8, "+79161112234")
    for _ in range(3):
        await _spam(world, 8)
    number = (await world.says(8, "Когда готово?")).number
    assert await world.next("anna") == number
    await world.close("anna", number or 0)
    person = await world.person(9)
    async with world.db.tx() as tx:
        await tx.execute(
            "INSERT INTO vehicle (public_id, client_id, plate, source, created_at) VALUES ('v-nine-nine', $1, 'А123ВС77', 'telegram', $2)",
            person.client_id, tx.now,
        )  # fmt: skip
    for _ in range(2):
        await _spam(world, 9)
    assert (await world.says(9, "Когда готово?")).outcome == "reopened"


async def test_what_is_open_goes_on(spammer: World) -> None:
    """A matter that somebody leads is no place to keep words from."""
    world, head = spammer, await spammer.staff("head", role="director")
    await world.says(7, "Диплом")
    async with world.db.tx() as tx:
        number = await restore(tx, head, 7, world.limits)
        await set_aside(tx, head, 7)
    taken = await world.says(7, "Ещё слово")
    assert (taken.outcome, taken.number) == ("joined", number)


async def test_who_sees_and_restores(spammer: World) -> None:
    world = spammer
    await world.unit("ekb")
    await world.says(7, "Диплом")
    mine, other = await world.staff("mine", role="head", units=["msk"]), await world.staff("other", role="head", units=["ekb"])
    qa, agent, admin = await world.staff("qa", role="qa"), await world.known("anna"), await world.staff("admin", role="admin")
    async with world.db.read() as reader:
        assert [len(await kept_aside(reader, who)) for who in (mine, other, qa, admin)] == [1, 0, 1, 1]
        assert await waiting_aside(reader, agent) == 0
        with pytest.raises(Refused, match="forbidden"):
            await kept_aside(reader, agent)
    for who, code in ((agent, "forbidden"), (qa, "forbidden"), (other, "not-found")):
        with pytest.raises(Refused, match=code):
            async with world.db.tx() as tx:
                await restore(tx, who, 7, world.limits)
    await world.says(70, "Здравствуйте, когда открыто?")
    for chat in (70, 12345):
        with pytest.raises(Refused, match="not-found"):
            async with world.db.tx() as tx:
                await restore(tx, mine, chat, world.limits)
    with pytest.raises(Refused, match="not-found"):
        async with world.db.tx() as tx:
            await set_aside(tx, mine, 70)


async def test_erasing_leaves_nothing_of_it_and_the_copy_tells(spammer: World) -> None:
    world = spammer
    await world.says(7, "Диплом, звоните мне", files=(PHOTO,))
    person = await world.person(7)
    async with world.db.tx() as tx:
        assert [row["text"] for row in (await collect(tx, person.client_id))["kept_aside"]] == ["Диплом, звоните мне"]
        await erase(tx, person)
    assert await world.rows("SELECT FROM aside_message") == []
    assert not await world.rows("SELECT FROM event WHERE data::text LIKE '%Диплом%'")


async def test_two_heads_at_once_put_it_back_once(street: World) -> None:
    """And the client writes meanwhile."""
    await street.staff("anna")
    for _ in range(2):
        await _spam(street)
    heads = [await street.staff(f"head{n}", role="director") for n in range(3)]
    for words in ("раз", "два", "три"):
        assert (await street.says(7, words)).outcome == "aside"

    async def one(head: object) -> int | None:
        async with street.db.tx() as tx:
            return await restore(tx, head, 7, street.limits)  # type: ignore[arg-type]

    async def writes() -> None:
        try:
            await street.says(7, "четыре")
        except OvertakenError:  # the lane does it again
            await writes()

    numbers = await asyncio.gather(*map(one, heads), writes())
    assert len([n for n in numbers[:3] if n]) <= 1
    rows = await street.rows(
        "SELECT text FROM message WHERE direction = 'in' AND text = ANY ($1::text[])", ["раз", "два", "три", "четыре"]
    )
    kept = await street.rows("SELECT content ->> 'text' AS text FROM aside_message")
    assert sorted([*(row["text"] for row in rows), *(row["text"] for row in kept)]) == ["два", "раз", "три", "четыре"]
