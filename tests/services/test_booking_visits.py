"""Holding, booking, moving and cancelling, as clients, agents and other systems do."""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schedules import booking
from services.desk import Desk
from services.errors import Refused
from services.files import FileStore
from services.requests.models import Limits
from tests.services.visits_world import DAY, Garage
from tests.services.world import World

NINE = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # Tuesday, 09:00 in Moscow
HOUR = timedelta(hours=1)


@pytest.fixture
async def garage(world: World) -> Garage:
    """One lift, one technician, a work of an hour."""
    made = Garage(world.db)
    await made.rules(hours=DAY)
    await made.crew()
    await made.work("oil")
    return made


async def refused(code: str, doing: Awaitable[object]) -> None:
    """It is refused, with this code."""
    with pytest.raises(Refused) as said:
        await doing
    assert said.value.code == code


async def test_a_day_is_listed(garage: Garage) -> None:
    slots = await garage.free("oil", since=NINE)
    assert [slot.starts_at for slot in slots] == [NINE + n * HOUR / 2 for n in range(17)]
    assert slots[0].ends_at == NINE + HOUR


async def test_what_is_taken_is_not_listed_and_a_second_client_is_told_so(garage: Garage) -> None:
    first, second = await garage.client(1), await garage.client(2)
    visit = await garage.books(first, NINE + HOUR, "oil")
    assert (visit.status, visit.starts_at, visit.ends_at) == ("booked", NINE + HOUR, NINE + 2 * HOUR)
    assert [slot.starts_at for slot in await garage.free("oil", since=NINE)][:2] == [NINE, NINE + 2 * HOUR]
    await refused("slot-taken", garage.books(second, NINE + HOUR, "oil"))
    await refused("slot-taken", garage.books(second, NINE + HOUR / 2, "oil"))
    assert (await garage.books(second, NINE + 2 * HOUR, "oil")).status == "booked"


@pytest.mark.parametrize(
    "at", [
        NINE + timedelta(minutes=15), NINE - HOUR, NINE + 9 * HOUR, NINE + timedelta(seconds=1), NINE - timedelta(days=2),
        NINE + timedelta(days=61), NINE + timedelta(hours=8, minutes=30),
    ],
    ids=["off the grid", "closed", "closing", "seconds", "past", "beyond the horizon", "would not be done in time"],
)  # fmt: skip
async def test_a_time_that_never_was_one(garage: Garage, at: datetime) -> None:
    await refused("slot-invalid", garage.books(await garage.client(1), at, "oil"))
    await refused("slot-invalid", garage.holds(1, at, "oil"))


async def test_lead_time_holds_for_clients_and_not_for_staff(garage: Garage) -> None:
    soon = garage.clock.now() + HOUR / 2  # 12:30; an hour's notice is asked for
    client = await garage.client(1)
    assert soon not in [slot.starts_at for slot in await garage.free("oil")]
    await refused("slot-invalid", garage.books(client, soon, "oil"))
    assert soon in [slot.starts_at for slot in await garage.free("oil", staff=True)]
    assert (await garage.books(client, soon, "oil", source="console", staff=True)).status == "booked"
    await refused("slot-invalid", garage.books(client, garage.clock.now() - HOUR, "oil", source="console", staff=True))


async def test_works_by_wear_are_for_staff_to_book(garage: Garage) -> None:
    await garage.work("pads", bookable=False)
    client = await garage.client(1)
    await refused("invalid", garage.free("pads", since=NINE))
    await refused("invalid", garage.books(client, NINE, "pads"))
    visit = await garage.books(client, NINE, "pads", source="console", staff=True)
    assert (await garage.moves(visit, NINE + HOUR, by="client")).starts_at == NINE + HOUR


async def test_a_hold_keeps_the_slot_for_its_owner_only(garage: Garage) -> None:
    held = await garage.holds(1, NINE, "oil")
    assert (held.status, held.expires_at) == ("hold", garage.clock.now() + timedelta(minutes=10))
    assert NINE in [slot.starts_at for slot in await garage.free("oil", since=NINE, chat_id=1)]
    assert NINE not in [slot.starts_at for slot in await garage.free("oil", since=NINE)]
    await refused("slot-taken", garage.holds(2, NINE, "oil", draft="d2"))
    assert await garage.visit(held.public_id) is None
    visit = await garage.says_yes(1)
    assert (visit.status, visit.public_id) == ("booked", held.public_id)
    assert (await garage.says_yes(1)).id == visit.id
    assert await garage.events(visit.subject) == ["visit.held", "visit.booked"]


async def test_another_look_gives_up_the_earlier_one(garage: Garage) -> None:
    await garage.holds(1, NINE, "oil")
    second = await garage.holds(1, NINE + HOUR / 2, "oil")
    assert (await garage.holds(2, NINE + 2 * HOUR, "oil", draft="d2")).status == "hold"
    assert (await garage.says_yes(1)).id == second.id
    assert (await garage.holds(1, NINE + 4 * HOUR, "oil")).id == second.id, "the dialogue has booked already"


async def test_an_expired_hold_is_in_nobodys_way(garage: Garage) -> None:
    await garage.holds(1, NINE, "oil")
    garage.clock.advance(minutes=11)
    assert NINE in [slot.starts_at for slot in await garage.free("oil", since=NINE)]
    assert (await garage.holds(2, NINE, "oil", draft="d2")).status == "hold"
    await refused("slot-taken", garage.says_yes(1))


async def test_an_expired_hold_still_counts_while_nobody_wants_its_place(garage: Garage) -> None:
    await garage.holds(1, NINE, "oil")
    garage.clock.advance(minutes=30)
    assert (await garage.says_yes(1)).status == "booked"
    assert await garage.ticks() == 0


async def test_the_tick_gives_back_what_nobody_decided_on(garage: Garage, tmp_path: Path) -> None:
    held = await garage.holds(1, NINE, "oil")
    garage.clock.advance(minutes=11)
    await booking.tick(Desk(garage.db, garage.clock, Limits(), FileStore(tmp_path)))
    assert await garage.ticks() == 0
    await refused("slot-taken", garage.says_yes(1))
    assert await garage.events(held.subject) == ["visit.held", "visit.released"]


async def test_a_visit_moves_and_its_old_place_is_free(garage: Garage) -> None:
    client = await garage.client(1)
    visit = await garage.books(client, NINE, "oil")
    moved = await garage.moves(visit, NINE + HOUR / 2)
    assert (moved.starts_at, moved.version, moved.moves) == (NINE + HOUR / 2, 2, 0)
    assert (await garage.moves(visit, NINE + HOUR / 2)).version == 2, "it is there already"
    assert NINE not in [slot.starts_at for slot in await garage.free("oil", since=NINE)]
    assert NINE in [slot.starts_at for slot in await garage.free("oil", since=NINE, moving=visit.id)]
    await garage.moves(visit, NINE + 4 * HOUR, by="source")
    assert [slot.starts_at for slot in await garage.free("oil", since=NINE)][:2] == [NINE, NINE + HOUR / 2]
    assert await garage.events(visit.subject) == ["visit.booked", "visit.moved", "visit.moved"]


async def test_a_refused_move_changes_nothing(garage: Garage) -> None:
    first, second = await garage.client(1), await garage.client(2)
    visit, _ = await garage.books(first, NINE, "oil"), await garage.books(second, NINE + HOUR, "oil")
    before = await garage.taken(visit)
    await refused("slot-taken", garage.moves(visit, NINE + HOUR))
    await refused("slot-invalid", garage.moves(visit, NINE + timedelta(minutes=5)))
    assert await garage.taken(visit) == before


async def test_the_client_moves_and_cancels_until_the_cut_off(garage: Garage) -> None:
    visit = await garage.books(await garage.client(1), NINE, "oil")
    garage.clock.at = NINE - timedelta(hours=2)
    visit = await garage.moves(visit, NINE + HOUR, by="client")
    assert visit.moves == 1
    garage.clock.at = NINE - timedelta(minutes=59)
    await refused("too-late", garage.moves(visit, NINE + 4 * HOUR, by="client"))
    await refused("too-late", garage.cancels(visit, by="client"))
    assert (await garage.cancels(visit, by="unit")).cancelled_by == "unit"


async def test_a_slip_of_the_finger_is_mended_after_the_cut_off_too(garage: Garage) -> None:
    garage.clock.at = NINE - timedelta(minutes=70)
    one, other = await garage.client(1), await garage.client(2)
    visit, kept = await garage.books(one, NINE, "oil"), await garage.books(other, NINE + HOUR, "oil")
    garage.clock.at += timedelta(minutes=15)
    assert (await garage.cancels(visit, by="client")).status == "cancelled"
    garage.clock.at += timedelta(minutes=6)
    await refused("too-late", garage.cancels(kept, by="client"))


async def test_moves_of_one_visit_are_counted(garage: Garage) -> None:
    await garage.rules(moves_limit=1)
    visit = await garage.books(await garage.client(1), NINE, "oil")
    visit = await garage.moves(visit, NINE + HOUR, by="unit")
    visit = await garage.moves(visit, NINE + 2 * HOUR, by="client")
    await refused("too-late", garage.moves(visit, NINE + 3 * HOUR, by="client"))
    assert (await garage.moves(visit, NINE + 3 * HOUR, by="source")).version == 4


async def test_a_client_has_a_few_open_visits_at_most(garage: Garage) -> None:
    await garage.rules(visits_limit=1)
    await garage.holds(1, NINE, "oil")
    await garage.says_yes(1)
    await refused("invalid", garage.holds(1, NINE + HOUR, "oil", draft="d2"))
    assert (await garage.books(await garage.client(1), NINE + HOUR, "oil", source="api")).status == "booked"


async def test_cancelled_means_free_again(garage: Garage) -> None:
    visit = await garage.books(await garage.client(1), NINE, "oil")
    cancelled = await garage.cancels(visit, by="client", reason="заболел")
    assert (cancelled.status, cancelled.cancelled_by, cancelled.cancel_reason) == ("cancelled", "client", "заболел")
    assert (await garage.cancels(visit)).cancelled_by == "client", "already"
    assert await garage.taken(visit) == []
    await refused("closed", garage.moves(visit, NINE + HOUR))
    await refused("closed", garage.becomes(visit, "arrived"))


async def test_the_reception_sees_it_through(garage: Garage) -> None:
    client = await garage.client(1)
    visit, missed = await garage.books(client, NINE, "oil"), await garage.books(client, NINE + HOUR, "oil")
    await refused("invalid", garage.becomes(missed, "no_show"))
    garage.clock.at = NINE + HOUR + timedelta(minutes=20)
    assert (await garage.becomes(visit, "arrived")).status == "arrived"
    assert await garage.taken(visit) != []
    assert (await garage.becomes(visit, "done")).status == "done"
    assert (await garage.becomes(missed, "no_show")).status == "no_show"
    assert await garage.taken(visit) + await garage.taken(missed) == []
    assert (await garage.becomes(missed, "arrived")).status == "arrived", "late, but here"
    await refused("closed", garage.cancels(visit))


async def test_a_visit_keeps_the_number_of_its_request(garage: Garage) -> None:
    number = await garage.asks(1, "Запишите на масло")
    visit = await garage.books(await garage.client(1), NINE, "oil", source="console", staff=True, request_number=number)
    found = await garage.visit(visit.public_id)
    assert found is not None
    assert found.request_number == number
    assert "request.visit" in await garage.events(number)


async def test_every_contact_is_recorded_with_the_link_it_came_by(garage: Garage) -> None:
    await garage.person(1, source_tag="avito")
    await garage.holds(1, NINE, "oil")
    visit = await garage.says_yes(1)
    await garage.cancels(visit, by="client")
    rows = await garage.rows("SELECT data FROM event WHERE type = 'contact' ORDER BY id")
    said = [(row["data"]["source"], row["data"]["outcome"], row["data"]["tag"]) for row in rows]
    assert said == [("telegram", "booked", "avito"), ("telegram", "cancelled", "avito")]
    assert (await garage.one("SELECT source_tag FROM appointment"))["source_tag"] == "avito"


async def test_what_is_out_of_order_is_not_given_away(garage: Garage) -> None:
    lift = await garage.resource("bay", "lift")
    for resource in await garage.rows("SELECT id FROM resource WHERE kind = 'bay' AND id <> $1", lift.id):
        await garage.rows("UPDATE resource SET active = false WHERE id = $1", resource["id"])
    visit = await garage.books(await garage.client(1), NINE + 3 * HOUR, "oil")
    await refused("slot-taken", garage.blocks(lift, NINE, NINE + 4 * HOUR))
    await garage.blocks(lift, NINE, NINE + 2 * HOUR + timedelta(minutes=5, seconds=30))
    assert (await garage.free("oil", since=NINE))[0].starts_at == NINE + 4 * HOUR
    await refused("slot-taken", garage.books(visit.client_id, NINE + 2 * HOUR, "oil"))
