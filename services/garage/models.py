"""A vehicle as the rest of the product sees it."""

from dataclasses import dataclass
from datetime import datetime

from services.garage.plates import shown_plate
from services.texts import text


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A client's vehicle. `plate` and `vin` are in normal form; `mileage_km` is the reading that counts now, taken at `mileage_at`."""

    id: int
    public_id: str
    ref: str | None
    client_id: int
    make: str
    model: str
    year: int | None
    vin: str | None
    plate: str | None
    sold: bool
    mileage_km: int | None
    mileage_at: datetime | None

    @property
    def subject(self) -> str:
        """The vehicle's name in events."""
        return f"vehicle:{self.public_id}"


def vehicle_title(vehicle: Vehicle, language: str) -> str:
    """`Lada Vesta, А123ВС 77`; the end of the VIN where there is no plate; never empty."""
    name = " ".join(part for part in (vehicle.make, vehicle.model) if part)
    if vehicle.plate:
        mark = shown_plate(vehicle.plate)
    else:
        mark = text(language, "garage-vin-end", end=vehicle.vin[-6:]) if vehicle.vin and not name else ""
    return ", ".join(part for part in (name, mark) if part) or text(language, "garage-vehicle-unnamed")
