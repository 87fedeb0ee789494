"""Cards of visits, for every conversation that shows one: the booking's end, the status, links, reminders."""

from dataclasses import dataclass

from aiogram.types import CallbackQuery

from handlers.telegram.asking import begin_questions, silence
from handlers.telegram.screens import Screen, conversation
from handlers.telegram.screens import visits as screens
from handlers.telegram.screens.visits import Shown
from handlers.telegram.talk import answer_press, redraw
from services.booking.models import OPEN, Visit
from services.booking.reading import visit_of
from services.clients import people
from services.clients.models import Person
from services.desk import Desk
from services.garage.models import vehicle_title
from services.garage.queries import vehicle_by_id
from services.requests.models import About
from services.requests.once import raise_once
from services.storage.tx import Tx
from services.texts import text
from services.units import Unit, all_units, unit_by_id


async def shown_of(tx: Tx, person: Person, visit: Visit) -> Shown:
    """The visit with its station and vehicle."""
    unit = await unit_by_id(tx, visit.unit_id)
    assert unit is not None  # noqa: S101 - a foreign key
    vehicle = await vehicle_by_id(tx, visit.vehicle_id)
    car = vehicle_title(vehicle, person.language) if vehicle and vehicle.client_id == person.client_id else ""
    return Shown(person.language, visit, unit, car)


async def card_of(tx: Tx, person: Person, visit: Visit, *, title: str = "") -> Screen:
    """The card of a visit; `title` names news to stand above it: `fresh`, `moved`, `thanks`."""
    return screens.card(await shown_of(tx, person, visit), title=title, now=tx.now)


async def card_by_id(tx: Tx, person: Person, public_id: str) -> Screen | None:
    """The card of the person's own visit, for links and other screens; None for anybody else's, and for what was never booked."""
    visit = await visit_of(tx, public_id, client_id=person.client_id)
    return await card_of(tx, person, visit) if visit is not None else None


async def passed_on(tx: Tx, person: Person, desk: Desk, lead: str, *, request_type: str, about: About, known: str) -> Screen:
    """A dead end becomes a request, once; the person reads its receipt and may add to it in words. `known`: said when it is not new."""
    taken, fresh = await raise_once(tx, person, desk.limits, request_type=request_type, about=about)
    if person.dialogue == "script":
        await silence(tx, person)
    elif person.dialogue is not None:
        await people.set_dialogue(tx, person, None)
    if not fresh:
        return Screen(text(person.language, known, number=str(taken.number)))
    unit = await unit_by_id(tx, taken.unit_id) if taken.unit_id is not None else None
    receipt = conversation.accepted(person.language, taken, unit, await all_units(tx), tx.now)
    await begin_questions(tx, person, taken)
    said = [lead, receipt.text if receipt else "", text(person.language, "booking-request-more")]
    return Screen("\n\n".join(part for part in said if part), receipt.buttons if receipt else ())


@dataclass(frozen=True, slots=True)
class Look:
    """One press on a button of a visit: who, which visit, and what the button says."""

    press: CallbackQuery
    tx: Tx
    person: Person
    desk: Desk
    shown: Shown
    value: str

    @property
    def visit(self) -> Visit:
        """As it was when the press came."""
        return self.shown.visit

    @property
    def unit(self) -> Unit:
        """Where it is."""
        return self.shown.unit

    @property
    def is_open(self) -> bool:
        """Whether there is still something to change."""
        return self.visit.status in OPEN and self.visit.ends_at > self.tx.now

    async def show(self, screen: Screen, note: str = "") -> None:
        """Answer the press and put a screen in its place."""
        answer_press(self.tx, self.person, self.press, text(self.person.language, note) if note else "")
        redraw(self.tx, self.person, self.press, screen)

    async def card(self, visit: Visit | None = None, *, title: str = "", note: str = "") -> None:
        """The card as it is now."""
        await self.show(await card_of(self.tx, self.person, visit or self.visit, title=title), note)

    async def changed(self) -> None:
        """Somebody else was at it: how it is now."""
        visit = await visit_of(self.tx, self.visit.public_id, client_id=self.person.client_id)
        await self.card(visit, note="visit-changed-note")

    async def to_person(self, what: str, lead: str) -> None:
        """Too late for the bot: a request of type `reschedule`, once, with the visit's context."""
        about = About(
            unit_id=self.visit.unit_id, vehicle_id=self.visit.vehicle_id, appointment_id=self.visit.id,
            note=screens.request_note(self.shown, what),
        )  # fmt: skip
        screen = await passed_on(
            self.tx, self.person, self.desk, lead, request_type="reschedule", about=about, known="visit-late-known"
        )
        await self.show(screen)
