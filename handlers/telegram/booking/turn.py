"""One press in the booking dialogue: what is known at that moment, and the screen that belongs to each step."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.telegram.draft import Draft
from handlers.telegram.openings import free_days, slots_of_day
from handlers.telegram.screens import Screen
from handlers.telegram.screens import booking as screens
from handlers.telegram.screens.booking import Chosen
from services.booking.availability import available, offered, offers
from services.booking.models import Slot
from services.catalog.models import Work
from services.catalog.queries import all_works
from services.clients.models import Person
from services.desk import Desk
from services.garage.models import Vehicle, vehicle_title
from services.garage.queries import vehicle_of, vehicles_of
from services.requests.placing import unit_for
from services.storage.tx import Tx
from services.texts import text
from services.units import Unit, all_units


@dataclass(slots=True)
class Turn:
    """The person, their draft, and what it stands for; loaded afresh at every press."""

    tx: Tx
    person: Person
    desk: Desk
    draft: Draft
    unit: Unit | None = None
    vehicle: Vehicle | None = None
    works: tuple[Work, ...] = ()

    async def load(self) -> bool:
        """Read what the draft names; what is gone meanwhile is forgotten. False when that leaves the step without its ground."""
        draft = self.draft
        self.unit = next((unit for unit in await all_units(self.tx) if unit.id == draft.unit), None)
        self.vehicle = await vehicle_of(self.tx, draft.car, self.person.client_id) if draft.car else None
        if draft.car and (self.vehicle is None or self.vehicle.sold):
            draft.car, self.vehicle = None, None
        known = {work.code: work for work in await offered(self.tx, self.unit)} if self.unit and draft.works else {}
        self.works = tuple(known[code] for code in draft.works if code in known)
        draft.works = [work.code for work in self.works]
        return self._grounded()

    def _grounded(self) -> bool:
        draft = self.draft
        if draft.step == "unit":
            return True
        if self.unit is None:
            draft.trail, draft.unit = [], None
            draft.turn_to("unit")
        elif draft.step in {"day", "time", "check"} and not self.works:
            draft.return_to("works")
        elif draft.step == "check" and draft.starts_at is None:
            draft.return_to("time")
        else:
            return True
        return False

    @property
    def chosen(self) -> Chosen:
        """What the screens show of it."""
        language, car = self.person.language, self.draft.car
        title = vehicle_title(self.vehicle, language) if self.vehicle else car
        return Chosen(language, self.draft.id, self.unit, title, self.works)

    async def screen(self, note: str = "") -> Screen:
        """The present step, with news above it; remembered as such."""
        drawn = await {
            "unit": self._units, "car": self._cars, "plate": self._plate, "works": self._works, "day": self._days,
            "time": self._times, "check": self._check,
        }[self.draft.step](note)  # fmt: skip
        await self.draft.save(self.tx, self.person)
        return drawn

    async def _units(self, note: str) -> Screen:
        return screens.units(self.chosen, await bookable_units(self.tx, self.person), self.draft.page, note=note)

    async def _cars(self, note: str) -> Screen:
        language = self.person.language
        found = [(car.public_id, vehicle_title(car, language)) for car in await vehicles_of(self.tx, self.person.client_id)]
        return screens.cars(self.chosen, found, self.draft.page, note=note)

    async def _plate(self, note: str) -> Screen:
        return screens.plate(self.chosen, note=note)

    async def _works(self, note: str) -> Screen:
        return screens.works(self.chosen, await self.catalogue(), self.draft.family, self.draft.page, note=note)

    async def catalogue(self) -> list[Work]:
        """What this station does: what can be booked here, and what an adviser books."""
        assert self.unit is not None  # noqa: S101 - see _grounded
        here = {work.code for work in await offered(self.tx, self.unit)}
        return [work for work in await all_works(self.tx) if work.code in here or not work.bookable]

    async def _days(self, note: str) -> Screen:
        assert self.unit is not None  # noqa: S101 - see _grounded
        found, more = await self.days(self.draft.page)
        if not found and not self.draft.page:
            return screens.no_days(self.chosen, self.unit.horizon_days)
        return screens.days(self.chosen, found, self.draft.page, self.tx.now, more=more, note=note)

    async def _times(self, note: str) -> Screen:
        day = self.draft.chosen_day
        slots = await self.slots(day) if day else []
        if day is None or not slots:
            self.draft.return_to("day")
            return await self._days(f"{note} {text(self.person.language, 'booking-taken-day')}".strip())
        return screens.times(self.chosen, day, slots, self.draft.page, note=note)

    async def _check(self, note: str) -> Screen:
        at, until = self.draft.starts_at, self.draft.held_until
        assert at is not None  # noqa: S101 - see _grounded
        return screens.check(self.chosen, at, until or self.tx.now, self.tx.now, note=note)

    async def slots(self, day: date) -> list[Slot]:
        """What is free on a local day of the station; the person's own hold does not count."""
        assert self.unit is not None  # noqa: S101 - see _grounded
        return await slots_of_day(self.free, self.unit, day)

    async def days(self, page: int) -> tuple[list[date], bool]:
        """A page of the days on which something is free, and whether there are more."""
        assert self.unit is not None  # noqa: S101 - see _grounded
        return await free_days(self.free, self.unit, self.tx.now, page)

    async def free(self, since: datetime, until: datetime) -> list[Slot]:
        """What is free between two moments for the works chosen."""
        assert self.unit is not None  # noqa: S101 - see _grounded
        return await available(
            self.tx, self.unit, self.works, since, until, now=self.tx.now, chat_id=self.person.chat_id
        )  # fmt: skip


async def bookable_units(tx: Tx, person: Person) -> list[Unit]:
    """The stations that can be booked in the bot, where this person belongs first."""
    units = await all_units(tx)
    home = await unit_for(tx, person, units)
    works = await offers(tx, units)
    found = [unit for unit in units if works[unit.id]]
    return sorted(found, key=lambda unit: unit.id != home)
