"""A visit in words, for lists and for its own page."""

from dataclasses import dataclass

from handlers.web.console.words import Words, place_of
from services.booking.board import Guest
from services.booking.models import OPEN, Visit
from services.catalog.models import in_language
from services.garage.models import Vehicle, vehicle_title
from services.texts import clock_time, date_words
from services.units import Unit

# What the reception may press in which state, the likeliest first.
_NEXT = {
    "booked": ("arrived", "no_show"), "confirmed": ("arrived", "no_show"), "arrived": ("done",), "no_show": ("arrived",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a line or a page tells. `acts`: statuses that can be set now; `open`: it can be moved and cancelled."""

    id: str
    unit: str
    city: str
    day: str
    since: str
    until: str
    client: str
    phone: str | None
    phone_verified: bool
    phone_unverified: str | None
    telegram: bool
    vehicle: str
    works: str
    takes: str
    status: str
    status_code: str
    comment: str
    request: int | None
    acts: tuple[str, ...]
    open: bool
    cancelled: str


def shown(visit: Visit, unit: Unit | None, vehicle: Vehicle | None, guest: Guest | None, words: Words) -> Shown:
    """Of a visit with what was read about it."""
    place, language = place_of(unit, words.language), words.language
    future = visit.starts_at > words.now
    return Shown(
        id=visit.public_id, unit=place.name, city=place.city, day=date_words(language, visit.starts_at, place.zone, words.now),
        since=clock_time(visit.starts_at, place.zone), until=clock_time(visit.ends_at, place.zone),
        client=(guest.name if guest else "") or words("client-unnamed"), phone=guest.phone if guest else None,
        phone_verified=bool(guest and guest.phone_verified), phone_unverified=guest.phone_unverified if guest else None,
        telegram=bool(guest and guest.telegram),
        vehicle=vehicle_title(vehicle, language) if vehicle else "",
        works=", ".join(in_language(title, language) for _, title, _ in visit.works),
        takes=", ".join(in_language(name, language) for name in guest.takes) if guest else "",
        status=words.label("visit-status", visit.status), status_code=visit.status, comment=visit.comment,
        request=guest.request if guest else None,
        acts=tuple(act for act in _NEXT.get(visit.status, ()) if not (act == "no_show" and future)), open=visit.status in OPEN,
        cancelled=visit.cancelled_by or "",
    )  # fmt: skip
