"""Who comes back is counted though the type does not tell, and though it is to the same request (V6)."""

from datetime import timedelta

import pytest

from services.board.day import today
from services.board.models import Scope
from services.labelling import editing, putting
from services.labelling.asked import LabelFilters
from services.labelling.models import Labels
from services.labelling.reading import labels_of
from services.labelling.repeats import repeats_by_day
from services.requests import intake
from services.requests.board import Filters, search_requests
from services.requests.locking import lock_request
from services.requests.models import About
from services.requests.view import Viewer
from services.scripts.defaults import default_script
from services.scripts.filling import fill_field
from services.staff.models import Staff
from tests.services.two_cards import Cards
from tests.services.world import World


async def _boss(world: World) -> Staff:
    return await world.staff("boss", role="director")


async def _labels(world: World, number: int) -> Labels:
    async with world.db.read() as reader:
        return await labels_of(reader, number)


async def _closed(world: World, request_type: str = "claim", outcome: str = "solved") -> int:
    """A request of the first client's that Anna has closed."""
    number = await world.asks(1, request_type=request_type)
    await world.override("boss", number, "anna")
    await world.close("anna", number, outcome=outcome)
    return number


@pytest.mark.parametrize(
    ("first", "words", "days", "repeat"),
    [
        ("parts_selection", "Снова нужны передние колодки, прошлые не подошли", 6, True),  # the type is guessed, and the same
        ("parts_selection", "Прошлые не подошли, что делать?", 6, True),
        ("parts_selection", "Прошлые не подошли, что делать?", 15, False),
        ("parts_selection", "Во сколько вы закрываетесь?", 6, False),
        ("price", "Still the same problem", 3.5, True),
    ],
)
async def test_who_says_to_be_back_is_back(world: World, *, first: str, words: str, days: float, repeat: bool) -> None:
    """Also where nobody could tell the type from the words (V6)."""
    await _boss(world)
    await world.staff("anna")
    earlier = await _closed(world, request_type=first)
    world.clock.advance(minutes=days * 24 * 60)
    number = await world.asks(1, words)
    found = (await _labels(world, number)).repeat
    assert (found.earlier, found.charged_login) == (earlier, "anna") if repeat and found else (found is not None) == repeat
    assert await world.events(number, "request.repeat") == ["request.repeat"] * repeat
    assert (await _labels(world, await world.asks(2, words))).repeat is None


async def test_the_same_vehicle_is_the_same_matter_where_the_type_is_unknown(world: World) -> None:
    await _boss(world)
    await world.staff("anna")
    earlier = await _closed(world, request_type="parts_selection")
    vehicles = await world.rows(
        "INSERT INTO vehicle (public_id, client_id, make, source, created_at) SELECT ref, client_id, 'Lada', 'api', now() "
        "FROM request, unnest(ARRAY['v-1', 'v-2']) ref WHERE number = $1 RETURNING id", earlier
    )  # fmt: skip
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET vehicle_id = $2 WHERE number = $1", earlier, vehicles[0]["id"])
    for vehicle, repeated in ((vehicles[1], False), (vehicles[0], True)):
        async with world.db.tx() as tx:
            taken = await intake.open_request(
                tx, await world.recognise(tx, 1), world.incoming("Есть вопрос"), world.limits, about=About(vehicle_id=vehicle["id"])
            )  # fmt: skip
        assert taken.number is not None
        assert ((await _labels(world, taken.number)).repeat is not None) == repeated


async def test_a_request_opened_again_is_a_repeat_of_its_own_handling(world: World) -> None:
    """Charged to who had closed it, in the figures and in the list behind them; what is open again is not closed (V6, W7)."""
    boss = await _boss(world)
    await world.staff("anna")
    first = await _closed(world)
    day = (world.clock.now() - timedelta(days=1), world.clock.now() + timedelta(days=1))
    scope = Scope(boss, world.clock.now(), day)

    async def figures() -> tuple[int, int, list[int]]:
        async with world.db.read() as reader:
            found, closed = await repeats_by_day(reader, scope, "Europe/Moscow"), (await today(reader, scope)).closed_by()
            wanted = Filters(state="all", came=day, labels=LabelFilters(repeat=True, blamed="anna"), now=scope.now)
            listed = await search_requests(reader, Viewer("staff", staff=boss), wanted)
        assert {one.login: one.count for one in found.people} == ({"anna": found.count} if found.count else {})
        return found.count, sum(closed.values()), [row["number"] for row in listed]

    assert await figures() == (0, 1, [])
    assert (await world.says(1, "Опять то же")).outcome == "reopened"
    found = await _labels(world, first)
    assert found.repeat
    assert (found.repeat.earlier, found.repeat.charged_login, found.later) == (first, "anna", [])
    assert found.repeat.closed_at is not None
    assert await figures() == (1, 0, [first])
    await world.override("boss", first, "anna")
    await world.transfer("anna", first, request_type="price")  # of whatever type: it is the same request
    assert await figures() == (1, 0, [first])
    await world.override("boss", first, "anna")
    await world.close("anna", first)
    assert await figures() == (1, 1, [first])
    async with world.db.tx(actor=boss.actor) as tx:
        await putting.settle_repeat(tx, boss, first, counts=False, charged=None, reason="Другой вопрос")
    assert (await figures())[0] == 0
    assert await world.events(first, "request.repeat") == ["request.repeat", "request.repeat_settled"]


async def test_marks_outlive_a_vehicle_found_out_and_cards_joined(world: World) -> None:
    boss = await _boss(world)
    await world.staff("anna")
    opened = await _closed(world)
    await world.says(1, "Опять то же")
    async with world.db.tx() as tx:
        request = await lock_request(tx, opened)
        await fill_field(tx, request, default_script("claim").fields[0], "Лада Веста А123ВС77", by="client")
    assert (await world.one("SELECT vehicle_id FROM request WHERE number = $1", opened))["vehicle_id"]
    assert (await _labels(world, opened)).repeat
    said = await world.asks(1, "Прошлые не подошли")
    assert (await _labels(world, said)).repeat is None, "nothing was closed since"
    await world.override("boss", opened, "anna")
    await world.close("anna", opened)
    said = await world.asks(1, "Прошлые не подошли")
    kept, joined = [(await world.person(chat)).client_public_id for chat in (1, 2)]
    for number in (opened, said):
        assert (await _labels(world, number)).repeat
    await Cards(world).merge(boss, kept, joined)
    for number in (opened, said):
        assert (await _labels(world, number)).repeat


@pytest.mark.parametrize(("outcome", "days"), [("no_answer", None), ("spam", None), ("solved", "1")])
async def test_not_everything_opened_again_is_a_repeat(world: World, *, outcome: str, days: str | None) -> None:
    """What was not handled, or is older than the days that count."""
    boss = await _boss(world)
    await world.staff("anna")
    await _closed(world, outcome=outcome)
    if days is not None:
        async with world.db.tx() as tx:
            await editing.set_repeat_days(tx, boss, None, days)
        world.clock.advance(minutes=2 * 24 * 60)
    assert (await world.says(1, "Опять то же")).outcome == "reopened"
    assert await world.rows("SELECT FROM repeat_contact") == []
