"""The client's vehicles: the list, one of them, and what is asked about it."""

from collections.abc import Sequence
from datetime import datetime

from handlers.telegram.screens import Button, Rows, Screen, button
from services.garage.models import Vehicle, vehicle_title
from services.garage.plates import shown_plate
from services.garage.vins import normal_vin
from services.texts import date_words, text

_LABEL = 60  # characters on a button


def listed(language: str, vehicles: Sequence[Vehicle], *, note: str = "", extra: Rows = ()) -> Screen:
    """All vehicles the client has now; `note` says what has just happened, `extra` is what can be done about it."""
    rows = [(button(vehicle_title(vehicle, language)[:_LABEL], f"g:car:{vehicle.public_id}"),) for vehicle in vehicles]
    said = text(language, "garage-list" if vehicles else "garage-empty")
    return Screen(
        "\n\n".join(part for part in (note, said) if part),
        (*rows, *extra, (button(text(language, "garage-add"), "g:add"),), (button(text(language, "button-menu"), "m:menu"),)),
    )


def card(language: str, vehicle: Vehicle, zone: str, now: datetime, *, note: str = "") -> Screen:
    """One vehicle with what is known of it. What the service's own system says is not changed here."""
    lines = [vehicle_title(vehicle, language), *_facts(language, vehicle, zone, now)]
    if vehicle.ref is not None:
        lines.append(text(language, "garage-from-service"))
    said = "\n".join(lines)
    return Screen("\n\n".join(part for part in (note, said) if part), _rows(language, vehicle))


def _facts(language: str, vehicle: Vehicle, zone: str, now: datetime) -> list[str]:
    said = [text(language, "garage-sold-mark")] if vehicle.sold else []
    if vehicle.plate and vehicle.make:  # else the plate is the title
        said.append(text(language, "garage-plate", plate=shown_plate(vehicle.plate)))
    if vehicle.vin:
        said.append(text(language, "garage-vin", vin=vehicle.vin))
        if (vin := normal_vin(vehicle.vin)) is not None and vin.warning:
            said.append(text(language, "garage-vin-doubt"))
    if vehicle.year:
        said.append(text(language, "garage-year", year=str(vehicle.year)))
    if vehicle.mileage_km is None or vehicle.mileage_at is None:
        return [*said, text(language, "garage-no-mileage")]
    date = date_words(language, vehicle.mileage_at, zone, now)
    return [*said, text(language, "garage-mileage", km=kilometres(language, vehicle.mileage_km), date=date)]


def kilometres(language: str, km: int) -> str:
    """`98 500`, `98,500`."""
    return f"{km:,}".replace(",", "," if language == "en" else "\u00a0")


def _rows(language: str, vehicle: Vehicle) -> Rows:
    def own(key: str, verb: str) -> Button:
        return button(text(language, key), f"g:{verb}:{vehicle.public_id}")

    back = (button(text(language, "garage-back"), "g:list"),)
    if vehicle.sold:
        return ((own("garage-unsell", "unsell"),), back)
    edit = () if vehicle.ref is not None else (own("garage-edit", "edit"),)
    return (
        (own("garage-book", "book"),),
        (own("garage-km", "km"), *edit),
        (own("garage-sell", "sell"),),
        back,
    )


def sell_check(language: str, vehicle: Vehicle) -> Screen:
    """Asked once."""
    return Screen(
        f"{vehicle_title(vehicle, language)}\n\n{text(language, 'garage-sell-check')}",
        (
            (button(text(language, "garage-sell-yes"), f"g:sold:{vehicle.public_id}"),),
            (button(text(language, "garage-to-car"), f"g:car:{vehicle.public_id}"),),
        ),
    )


def sold(language: str, vehicle: Vehicle, left: Sequence[Vehicle]) -> Screen:
    """The list without it, and a way back."""
    note = text(language, "garage-sold", car=vehicle_title(vehicle, language))
    undo = ((button(text(language, "garage-unsell"), f"g:unsell:{vehicle.public_id}"),),)
    return listed(language, left, note=note, extra=undo)


def km_doubt(language: str, vehicle: Vehicle, km: int, reason: str) -> Screen:
    """A reading that cannot well be: written only when the client says so."""
    key = "garage-km-less" if reason == "less-than-before" else "garage-km-fast"
    now, before = kilometres(language, km), kilometres(language, vehicle.mileage_km or 0)
    return Screen(
        text(language, key, before=before, km=now),
        (
            (button(text(language, "garage-km-sure", km=now), f"g:sure:{vehicle.public_id}:{km}"),),
            (button(text(language, "garage-km-again"), f"g:km:{vehicle.public_id}"),),
        ),
    )
