"""Works, bays and technicians: what there is, who changed it, what clients may book."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from services.booking.availability import offered
from services.booking.calendar_file import calendar_file
from services.catalog import editing, queries
from services.catalog.usual import WORKS, add_usual_works
from services.errors import Refused
from tests.services.visits_world import DAY, Garage
from tests.services.world import World

NINE = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # Tuesday, 09:00 in Moscow


@pytest.fixture
def garage(world: World) -> Garage:
    """A station with nothing in it."""
    return Garage(world.db)


async def test_the_usual_works_are_added_once_and_nothing_is_overwritten(garage: Garage) -> None:
    await garage.work("oil", 35)
    async with garage.db.tx() as tx:
        assert (await add_usual_works(tx), await add_usual_works(tx)) == (26, 0)
        works = {work.code: work for work in await queries.all_works(tx)}
    assert len(works) == len(WORKS) == 27
    assert works["oil"].minutes == 35
    assert not works["clutch"].bookable
    assert {work.named(language) for work in works.values() for language in ("ru", "en")}.isdisjoint({""})


async def test_clients_are_offered_what_the_station_can_do(garage: Garage) -> None:
    async with garage.db.tx() as tx:
        await add_usual_works(tx)
    unit = await garage.station()

    async def codes() -> set[str]:
        async with garage.db.read() as reader:
            return {work.code for work in await offered(reader, unit)}

    assert await codes() == set()
    await garage.resource("bay", "lift")
    assert await codes() == set(), "nobody to do it"
    await garage.resource("technician")
    assert {"oil", "to_base"} <= await codes()
    assert not {"timing_belt", "pads_front", "alignment", "battery"} & await codes()
    await garage.resource("technician", "senior")
    assert "timing_belt" in await codes()


async def test_a_change_says_what_was_changed_from_what(garage: Garage) -> None:
    await garage.work("oil", 40)
    await garage.work("oil", 40)
    await garage.work("oil", 50, active=False)
    rows = await garage.rows("SELECT type, data FROM event WHERE subject = 'work:oil' ORDER BY id")
    assert [row["type"] for row in rows] == ["work.added", "work.changed"]
    assert rows[1]["data"]["changes"] == {"minutes": [40, 50], "active": [True, False]}
    with pytest.raises(Refused):
        await garage.works("oil")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("code", "Масло"),
        ("title", {"ru": " "}),
        ("family", "food"),
        ("minutes", 0),
        ("bay", ""),
        ("setup_minutes", 999),
        ("interval_km", 0),
    ],
)
async def test_what_cannot_be_a_work(garage: Garage, field: str, wrong: Any) -> None:
    values: dict[str, Any] = {
        "code": "x", "title": {"ru": "Работа"}, "family": "other", "minutes": 40, "bay": "lift", "skill": None, "setup_minutes": 5,
        "cleanup_minutes": 10, "bookable": True, "interval_km": None, "interval_months": None, "position": 1, "active": True,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        async with garage.db.tx() as tx:
            await editing.save_work(tx, **values | {field: wrong})
    assert refused.value.data["errors"][0]["field"].startswith(field)


async def test_codes_that_are_wrong(garage: Garage) -> None:
    await garage.work("oil")
    for codes in ((), ("nothing",), ("oil", "oil")):
        with pytest.raises(Refused):
            await garage.works(*codes)


async def test_a_technician_with_hours_of_their_own(garage: Garage) -> None:
    await garage.rules(hours=DAY)
    await garage.work("oil")
    await garage.resource("bay", "lift")
    evening = {"week": {"1": [["14:00", "18:00"]]}, "days": {}}
    person = await garage.resource("technician", hours=evening)
    slots = await garage.free("oil", since=NINE, days=2)
    assert [slot.starts_at for slot in slots] == [NINE + timedelta(minutes=300 + 30 * n) for n in range(7)]
    async with garage.db.tx() as tx:
        await editing.save_resource(
            tx, person.id, unit_id=person.unit_id, kind="technician", name=person.name, abilities=[], hours=None, position=1, active=False
        )  # fmt: skip
    assert await garage.free("oil", since=NINE, days=2) == []
    assert await garage.events(f"resource:{person.id}") == ["resource.added", "resource.changed"]


async def test_a_block_ends_where_it_is_lifted(garage: Garage) -> None:
    await garage.crew()
    await garage.work("oil")
    lift = (await garage.rows("SELECT id FROM resource WHERE kind = 'bay'"))[0]["id"]
    async with garage.db.tx() as tx:
        block = await editing.block(tx, lift, NINE, NINE + timedelta(days=1), "ремонт подъёмника", None)
    assert await garage.free("oil", since=NINE, days=0.9) == []
    async with garage.db.tx() as tx:
        await editing.unblock(tx, block)
        with pytest.raises(Refused):
            await editing.unblock(tx, block)
    assert await garage.free("oil", since=NINE, days=0.9) != []


async def test_the_calendar_file_says_when_and_where(garage: Garage) -> None:
    await garage.unit("bg", zone="Europe/Belgrade")
    await garage.crew(unit="bg")
    await garage.work("oil")
    visit = await garage.books(await garage.client(1), NINE, "oil", unit="bg")
    unit = await garage.station("bg")
    files = [calendar_file(visit, unit, "ru", now=NINE, car="Lada, А123ВС 77")]
    moved = await garage.moves(visit, NINE + timedelta(hours=1))
    files.append(calendar_file(moved, unit, "en", now=NINE))
    first, second = (next(iter(Calendar.from_ical(file).walk("VEVENT"))) for file in files)
    assert first["DTSTART"].dt == visit.starts_at
    assert first["DTSTART"].params["TZID"] == "Europe/Belgrade"
    assert str(first["LOCATION"]) == "Станция bg, Москва, Станция bg"
    assert "А123ВС 77" in str(first["DESCRIPTION"])
    assert (second["UID"], second["DTSTART"].dt) == (first["UID"], moved.starts_at)
    assert second["SEQUENCE"] > first["SEQUENCE"]
