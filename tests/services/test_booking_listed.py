"""Whatever is listed can be booked, whatever is not cannot: on the database, over random stations, clock changes and other visits."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.booking import visits
from services.booking.availability import available
from services.booking.models import Slot, Visit
from services.catalog.models import Work
from services.errors import Refused
from services.storage.tx import Tx
from services.units import Hours, Unit
from tests.services.invariants import violations
from tests.services.stations import DAYS, hours, moments, places, works
from tests.services.visits_world import Garage
from tests.services.world import World

pytestmark = pytest.mark.slow

_NUMBERS = count(1)


def stored(open_hours: Hours) -> dict[str, Any]:
    """As the database keeps them."""

    def said(spans: Any) -> list[list[str]]:
        return [[opens.isoformat("minutes"), closes.isoformat("minutes")] for opens, closes in spans]

    week = {str(day): said(spans) for day, spans in enumerate(open_hours.week)}
    return {"week": week, "days": {day.isoformat(): said(spans) for day, spans in open_hours.days.items()}}


@st.composite
def scenes(draw: st.DrawFn) -> dict[str, Any]:
    """A station, its people and bays, several wishes."""
    zone, turn = draw(moments())
    return {
        "zone": zone, "turn": turn, "hours": stored(draw(hours(zone, turn))), "places": draw(places(zone, turn)),
        "wishes": draw(st.lists(works(), min_size=2, max_size=3)), "grid": draw(st.sampled_from([15, 30, 60])),
        "lead": draw(st.sampled_from([0, 60, 600])), "horizon": draw(st.sampled_from([1, 2, 60])),
    }  # fmt: skip


class Scene:
    """The station in the database."""

    def __init__(self, garage: Garage, unit: Unit, wishes: list[list[Work]], client: int) -> None:
        self.garage, self.unit, self.wishes, self.client = garage, unit, wishes, client
        self.now = garage.clock.now()

    @classmethod
    async def made(cls, garage: Garage, scene: dict[str, Any]) -> "Scene":
        number = next(_NUMBERS)
        code = f"s{number}"
        garage.clock.at = scene["turn"]
        await garage.unit(code, zone=scene["zone"], hours=scene["hours"])
        await garage.rules(code, grid_minutes=scene["grid"], lead_minutes=scene["lead"], horizon_days=scene["horizon"])
        for place in scene["places"]:
            own = stored(place.hours) if place.hours else None
            resource = await garage.resource(place.kind, *place.abilities, unit=code, hours=own, position=place.position)
            for since, until in zip(*place.busy, strict=True):
                await garage.blocks(resource, *(datetime.fromtimestamp(at * 60, UTC) for at in (since, until)))
        wishes = []
        for place_no, wish in enumerate(scene["wishes"]):
            codes = [f"{code}-{place_no}-{work.code}" for work in wish]
            for work, name in zip(wish, codes, strict=True):
                await garage.work(
                    name, work.minutes, work.bay, work.skill, setup_minutes=work.setup_minutes, cleanup_minutes=work.cleanup_minutes,
                    position=work.position,
                )  # fmt: skip
            wishes.append(await garage.works(*codes))
        return cls(garage, await garage.station(code), wishes, await garage.client(number))

    async def listed(self, wish: list[Work], moving: int | None = None) -> list[Slot]:
        async with self.garage.db.read() as reader:
            return await available(
                reader, self.unit, wish, self.now, self.now + timedelta(days=DAYS), now=self.now, moving=moving
            )  # fmt: skip

    async def book(self, tx: Tx, wish: list[Work], at: datetime) -> Visit:
        return await visits.book(tx, unit=self.unit, works=wish, starts_at=at, client_id=self.client, source="api")

    async def tried(self, wish: list[Work], at: datetime) -> str:
        """`booked`, or why not; nothing of it remains."""
        undo = self.garage.db.pool.connection.transaction()
        await undo.start()
        try:
            async with self.garage.db.tx() as tx:
                await self.book(tx, wish, at)
        except Refused as refused:
            return refused.code
        finally:
            await undo.rollback()
        return "booked"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(scenes(), st.randoms())
async def test_listed_means_bookable(world: World, scene: dict[str, Any], random: Any) -> None:
    made = await Scene.made(Garage(world.db), scene)
    booked: list[tuple[Visit, list[Work]]] = []
    for _ in range(3):
        for wish in made.wishes:
            slots = await made.listed(wish)
            times = [slot.starts_at for slot in slots]
            for slot in random.sample(slots, min(len(slots), 4)):
                assert await made.tried(wish, slot.starts_at) == "booked"
            for at in (made.now + timedelta(minutes=random.randrange(DAYS * 1440)) for _ in range(3)):
                assert await made.tried(wish, at) in ({"booked"} if at in times else {"slot-taken", "slot-invalid"})
            if slots:
                slot = random.choice(slots)
                async with world.db.tx() as tx:
                    visit = await made.book(tx, wish, slot.starts_at)
                assert (visit.starts_at, visit.ends_at) == (slot.starts_at, slot.ends_at)
                booked.append((visit, wish))
    await _moved_about(made, booked, random)
    assert not await violations(world.db.pool.connection)


async def _moved_about(made: Scene, booked: list[tuple[Visit, list[Work]]], random: Any) -> None:
    """To any time listed for it."""
    for visit, wish in booked:
        slots = await made.listed(wish, moving=visit.id)
        assert visit.starts_at in [slot.starts_at for slot in slots]
        to = random.choice(slots).starts_at
        assert (await made.garage.moves(visit, to, by="source")).starts_at == to
