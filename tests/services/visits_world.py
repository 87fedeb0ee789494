"""Bays, technicians, works and visits around the people of `world.py`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from services.booking import availability, reading, visits
from services.booking.models import Slot, Visit
from services.catalog import editing, queries
from services.catalog.models import Resource, Work
from services.units import Unit, unit_by_code
from tests.services.world import World

DAY = {"week": {str(day): [["09:00", "18:00"]] for day in range(7)}, "days": {}}


class Garage(World):
    """A world whose stations book."""

    async def work(self, code: str, minutes: int = 40, bay: str = "lift", skill: str | None = None, **more: Any) -> Work:
        """A work; with reception before and cleaning after, 40 minutes fill an hour."""
        values = {
            "setup_minutes": 5,
            "cleanup_minutes": 10,
            "bookable": True,
            "position": 100,
            "active": True,
            "family": "other",
            **more,
        }
        async with self.db.tx() as tx:
            return await editing.save_work(
                tx, code=code, title={"ru": f"Работа {code}", "en": f"Work {code}"}, minutes=minutes, bay=bay, skill=skill,
                interval_km=None, interval_months=None, **values,
            )  # fmt: skip

    async def resource(self, kind: str, *abilities: str, unit: str = "msk", hours: Any = None, position: int = 100) -> Resource:
        """A bay or technician."""
        async with self.db.tx() as tx:
            station = await unit_by_code(tx, unit)
            assert station
            return await editing.save_resource(
                tx, None, unit_id=station.id, kind=kind, name={"ru": f"{kind} {'+'.join(abilities)}"}, abilities=abilities, hours=hours,
                position=position, active=True,
            )  # fmt: skip

    async def crew(self, count: int = 1, *, unit: str = "msk", bay: str = "lift", skills: Sequence[str] = ()) -> None:
        """So many bays, and as many technicians."""
        for _ in range(count):
            await self.resource("bay", bay, unit=unit)
            await self.resource("technician", *skills, unit=unit)

    async def station(self, code: str = "msk") -> Unit:
        """The unit as it is now."""
        async with self.db.read() as reader:
            found = await unit_by_code(reader, code)
        assert found
        return found

    async def rules(self, code: str = "msk", **rules: Any) -> None:
        """Change columns of a unit."""
        for name, value in rules.items():
            await self.rows(f"UPDATE unit SET {name} = $2 WHERE code = $1", code, value)

    async def works(self, *codes: str) -> list[Work]:
        """By their codes."""
        async with self.db.read() as reader:
            return await queries.works_by_codes(reader, codes)

    async def free(
        self, *codes: str, unit: str = "msk", since: datetime | None = None, days: float = 1, **asker: Any
    ) -> list[Slot]:  # fmt: skip
        """What is listed from `since` (now) for so many days."""
        since = since or self.clock.now()
        async with self.db.read() as reader:
            return await availability.available(
                reader, await self.station(unit), await self.works(*codes), since, since + timedelta(days=days), now=self.clock.now(),
                **asker,
            )  # fmt: skip

    async def client(self, chat_id: int) -> int:
        """The card of a chat."""
        return (await self.person(chat_id)).client_id

    async def books(self, client: int, at: datetime, *codes: str, unit: str = "msk", source: str = "api", **more: Any) -> Visit:
        """At once, through the API unless told otherwise."""
        station, works = await self.station(unit), await self.works(*codes)
        async with self.db.tx() as tx:
            return await visits.book(tx, unit=station, works=works, starts_at=at, client_id=client, source=source, **more)

    async def holds(
        self, chat_id: int, at: datetime, *codes: str, draft: str = "d1", unit: str = "msk", minutes: int = 10
    ) -> Visit:
        """The client looks at a slot."""
        station, works, client = await self.station(unit), await self.works(*codes), await self.client(chat_id)
        async with self.db.tx() as tx:
            return await visits.hold(
                tx, unit=station, works=works, starts_at=at, client_id=client, vehicle_id=None, chat_id=chat_id, draft=draft,
                minutes=minutes,
            )  # fmt: skip

    async def says_yes(self, chat_id: int, draft: str = "d1") -> Visit:
        """The client confirms."""
        async with self.db.tx() as tx:
            person = await self.recognise(tx, chat_id)
            return await visits.book_held(tx, draft, person.client_id)

    async def moves(self, visit: Visit, at: datetime, by: visits.By = "unit", seen: int | None = None) -> Visit:
        """To another time."""
        async with self.db.tx() as tx:
            return await visits.move(tx, visit, at, by=by, seen=seen)

    async def cancels(
        self, visit: Visit, by: visits.By = "unit", reason: str | None = None, seen: int | None = None
    ) -> Visit:  # fmt: skip
        """Not coming."""
        async with self.db.tx() as tx:
            return await visits.cancel(tx, visit, by=by, reason=reason, seen=seen)

    async def becomes(self, visit: Visit, status: Any) -> Visit:
        """What the reception sees."""
        async with self.db.tx() as tx:
            return await visits.set_status(tx, visit, status)

    async def ticks(self) -> int:
        """The schedule of holds."""
        async with self.db.tx() as tx:
            return await visits.release_holds(tx)

    async def blocks(self, resource: Resource, since: datetime, until: datetime) -> int:
        """Out of order for a while."""
        async with self.db.tx() as tx:
            return await editing.block(tx, resource.id, since, until, "ремонт", None)

    async def visit(self, public_id: str, client_id: int | None = None) -> Visit | None:
        """As it is now."""
        async with self.db.read() as reader:
            return await reading.visit_of(reader, public_id, client_id=client_id)

    async def taken(self, visit: Visit) -> list[tuple[int, int, int]]:
        """What it occupies: resource, minutes after its start from and until."""
        rows = await self.rows(
            "SELECT resource_id, lower(period) AS since, upper(period) AS until FROM occupation WHERE appointment_id = $1 ORDER BY 1, 2",
            visit.id,
        )

        def after(moment: datetime) -> int:
            return int((moment - visit.starts_at).total_seconds() // 60)

        return [(row["resource_id"], after(row["since"]), after(row["until"])) for row in rows]
