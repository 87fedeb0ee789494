"""Visits of the demo chain. Days and hours are those of the station, counted from today."""

from dataclasses import dataclass
from typing import Literal

from bot.demo.clients import ANDREY, DMITRY, ELENA, IVAN, JOHN, MARIA, MARKO, OLGA, PAVEL, SERGEY, Car, Customer

Outcome = Literal["done", "no_show", "cancelled", "confirmed", "booked"]


@dataclass(frozen=True, slots=True)
class Coming:
    """A visit: booked `ahead` days before. `day`, `hour`: when it is wanted; the next free time is taken."""

    customer: Customer
    car: Car
    works: tuple[str, ...]
    day: int
    hour: int
    outcome: Outcome = "done"
    ahead: int = 4
    comment: str = ""


VISITS = (
    Coming(IVAN, IVAN.cars[0], ("oil", "cabin_filter"), -190, 10, ahead=6),
    Coming(IVAN, IVAN.cars[0], ("tyre_swap",), -35, 12),
    Coming(IVAN, IVAN.cars[0], ("alignment",), 9, 11, "booked", 1),
    Coming(MARIA, MARIA.cars[0], ("to_base",), -170, 9),
    Coming(MARIA, MARIA.cars[1], ("comp_diag",), -40, 15),
    Coming(MARIA, MARIA.cars[1], ("tyre_swap", "balance"), 3, 12, "booked", 2, "Зимние колёса привезу с собой"),
    Coming(JOHN, JOHN.cars[0], ("oil", "air_filter"), -120, 9),
    Coming(JOHN, JOHN.cars[0], ("brake_fluid",), 6, 10, "booked", 3),
    Coming(OLGA, OLGA.cars[0], ("oil",), -300, 14),
    Coming(OLGA, OLGA.cars[0], ("suspension_diag", "alignment"), 1, 16, "confirmed", 5),
    Coming(SERGEY, SERGEY.cars[0], ("coolant",), -330, 11),
    Coming(SERGEY, SERGEY.cars[0], ("battery",), -20, 10, "no_show"),
    Coming(DMITRY, DMITRY.cars[0], ("atf",), -280, 9),
    Coming(ELENA, ELENA.cars[0], ("suspension_diag",), -200, 17),
    Coming(ELENA, ELENA.cars[0], ("oil", "plugs"), 2, 10, "booked", 3),
    Coming(ANDREY, ANDREY.cars[0], ("to_base",), -240, 10),
    Coming(ANDREY, ANDREY.cars[0], ("precheck",), -12, 13, "cancelled"),
    Coming(PAVEL, PAVEL.cars[0], ("diff_oil", "mtf"), -150, 9),
    Coming(PAVEL, PAVEL.cars[0], ("wheel_swap",), 5, 9, "booked", 1, "Приеду с прицепом"),
    Coming(MARKO, MARKO.cars[0], ("precheck",), -220, 12),
    Coming(MARKO, MARKO.cars[0], ("ac_service",), 4, 14, "booked", 6),
)
