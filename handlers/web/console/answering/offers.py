"""What a request's page offers to its owner beside words: places, cards, a link to book; and moments to lay it aside until."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.web.console.words import Place, Words, place_of
from services.answers import variable_names
from services.booking.reading import visits_of_client
from services.catalog.models import in_language
from services.presence.here import others_here
from services.repairs.reading import orders_of_client, parts_of_client
from services.repairs.sayings import status_name
from services.requests.mentions import who_may_read
from services.requests.pieces import bookable_works
from services.requests.snoozing import snoozed_of
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.texts import LANGUAGES
from services.units import Unit, all_units

_ORDERS = 6


async def offered(reader: Reader, staff: Staff, row: Row, words: Words) -> dict[str, Any]:
    """For the drawers of the page `row` is shown on; who does not lead the request is offered names for notes alone."""
    people = [(person.login, person.name) for person in await who_may_read(reader, staff, row["number"], row["unit_id"])]
    names = sorted({f"{{{name}}}" for language in LANGUAGES for pair in variable_names(language) for name in pair})
    shown: dict[str, Any] = {
        "gap_names": names,
        "colleagues": people,
        "others": await others_here(reader, staff, row["number"]),
    }
    if row["agent_id"] != staff.id or row["state"] == "closed":
        return shown
    units = await all_units(reader)
    unit = next((unit for unit in units if unit.id == row["unit_id"]), units[0] if units else None)
    return shown | {
        "places": [(one.code, one.named(words.language)["name"]) for one in _first(units, unit) if one.place],
        "cards": await _cards(reader, row, words) if row["chat_id"] is not None else [],
        "offer_unit": unit.code if unit else "", "offer_place": place_of(unit, words.language).name,
        "offer_works": await bookable_works(reader, unit, words.language) if unit else [],
    }  # fmt: skip


async def laying(reader: Reader, staff: Staff, row: Row, words: Words, place: Place) -> dict[str, Any]:
    """For the drawer that lays the request `row` of this person aside: it follows the request's state."""
    laid, due = (await snoozed_of(reader, staff.id)).get(row["number"]), row["promise_due"]
    return {
        "laid_until": words.moment(laid[0], place) if laid else "", "laid_for": laid[1] if laid else "",
        "may_lay": row["state"] in {"waiting_client", "promised"},
        "laters": {name: at for name, at in laters(words.now, place).items() if due is None or at <= due},
    }  # fmt: skip


def _first(units: list[Unit], unit: Unit | None) -> list[Unit]:
    """The request's own station stands first."""
    return sorted(units, key=lambda one: one is not unit)


async def _cards(reader: Reader, row: Row, words: Words) -> list[tuple[str, str]]:
    """What the client can be shown: kind and id, and what it is called here."""
    units = {unit.id: unit for unit in await all_units(reader)}
    found = []
    for visit in await visits_of_client(reader, row["client_id"], now=words.now):
        when = words.moment(visit.starts_at, place_of(units.get(visit.unit_id), words.language))
        works = ", ".join(in_language(title, words.language) for _, title, _ in visit.works)
        found.append((f"a:{visit.public_id}", words("answering-card-visit", when=when, works=works)))
    for order in await orders_of_client(reader, row["client_id"], limit=_ORDERS):
        told = words("answering-card-order", number=order.ref, status=status_name(words.language, order))
        found.append((f"o:{order.public_id}", told))
    for parts in await parts_of_client(reader, row["client_id"], limit=_ORDERS):
        told = words("answering-card-parts", number=parts.ref, status=status_name(words.language, parts))
        found.append((f"o:{parts.public_id}", told))
    return found


def laters(now: datetime, place: Place) -> dict[str, datetime]:
    """Mornings to which things are laid aside most, in the place's own time."""
    local = now.astimezone(ZoneInfo(place.zone))
    ten = local.replace(hour=10, minute=0, second=0, microsecond=0)
    return {"tomorrow": ten + timedelta(days=1), "three": ten + timedelta(days=3), "week": ten + timedelta(days=7)}
