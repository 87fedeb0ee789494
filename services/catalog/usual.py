"""What a car service usually does: 27 works to begin with (peers-booking.md §4.1); the maker's schedule wins over the intervals.

Where the source gives a range, its lower end stands here: it is better to remind early than late. "By wear" is decided with an adviser,
so clients do not book it by themselves.
"""

from dataclasses import dataclass

from services.catalog.editing import save_work
from services.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Usual:
    """A work; minutes are for a passenger car."""

    code: str
    ru: str
    en: str
    family: str
    minutes: int
    bay: str
    km: int | None = None
    months: int | None = None
    skill: str | None = None
    by_wear: bool = False


WORKS = (
    Usual("to_base", "Плановое ТО", "Scheduled maintenance", "maintenance", 120, "lift", 10_000, 12),
    Usual("oil", "Замена масла и масляного фильтра", "Engine oil and filter change", "maintenance", 40, "lift", 7_500, 12),
    Usual("air_filter", "Замена воздушного фильтра", "Air filter replacement", "maintenance", 20, "bay", 20_000, 24),
    Usual("cabin_filter", "Замена салонного фильтра", "Cabin filter replacement", "maintenance", 20, "bay", 15_000, 12),
    Usual("fuel_filter", "Замена топливного фильтра", "Fuel filter replacement", "maintenance", 45, "lift", 60_000, 48),
    Usual("plugs", "Замена свечей зажигания", "Spark plug replacement", "maintenance", 45, "bay", 30_000),
    Usual("brake_fluid", "Замена тормозной жидкости", "Brake fluid change", "fluids", 60, "lift", 30_000, 24),
    Usual("coolant", "Замена антифриза", "Coolant change", "fluids", 90, "lift", 45_000, 36),
    Usual("pads_front", "Замена передних колодок", "Front brake pads", "brakes", 60, "lift", 30_000, by_wear=True),
    Usual("pads_rear", "Замена задних колодок", "Rear brake pads", "brakes", 75, "lift", 40_000, by_wear=True),
    Usual("discs_front", "Замена передних дисков и колодок", "Front brake discs and pads", "brakes", 105, "lift", 80_000, by_wear=True),
    Usual("timing_belt", "Замена ремня ГРМ с роликами", "Timing belt kit", "engine", 240, "lift", 60_000, 60, skill="senior"),
    Usual("drive_belt", "Замена приводного ремня", "Accessory belt replacement", "engine", 60, "lift", 60_000),
    Usual("atf", "Замена масла в АКПП или вариаторе", "Automatic gearbox or CVT fluid", "fluids", 120, "lift", 40_000, 48),
    Usual("mtf", "Замена масла в МКПП", "Manual gearbox oil", "fluids", 60, "lift", 60_000, 60),
    Usual("diff_oil", "Замена масла в редукторе и раздатке", "Axle and transfer case oil", "fluids", 60, "lift", 45_000, 36),
    Usual("suspension_diag", "Диагностика подвески", "Suspension check", "diagnostics", 40, "lift", 10_000, 6),
    Usual("comp_diag", "Компьютерная диагностика", "Computer diagnostics", "diagnostics", 40, "bay", skill="diagnostician"),
    Usual("alignment", "Сход-развал", "Wheel alignment", "tyres", 60, "alignment", 15_000, 12),
    Usual("tyre_swap", "Сезонный шиномонтаж, R13–R17", "Seasonal tyre change, R13–R17", "tyres", 50, "tyre", None, 6),
    Usual("wheel_swap", "Замена колёс в сборе", "Swap of mounted wheels", "tyres", 25, "tyre", None, 6),
    Usual("balance", "Балансировка четырёх колёс", "Balancing of four wheels", "tyres", 30, "tyre", 10_000, 6),
    Usual("ac_service", "Заправка кондиционера", "Air conditioning recharge", "other", 60, "ac", None, 24),
    Usual("battery", "Проверка или замена аккумулятора", "Battery test or replacement", "other", 30, "bay", None, 12),
    Usual("shock_front", "Замена передних амортизаторов", "Front shock absorbers", "suspension", 180, "lift", 80_000, by_wear=True),
    Usual("clutch", "Замена сцепления", "Clutch replacement", "engine", 360, "lift", skill="senior", by_wear=True),
    Usual("precheck", "Осмотр перед поездкой или покупкой", "Pre-trip or pre-purchase check", "diagnostics", 60, "lift"),
)  # fmt: skip


async def add_usual_works(tx: Tx) -> int:
    """Add those whose code the catalogue does not have yet; returns how many."""
    known = {row["code"] for row in await tx.rows("SELECT code FROM work")}
    missing = [(place, usual) for place, usual in enumerate(WORKS, 1) if usual.code not in known]
    for place, usual in missing:
        await save_work(
            tx, code=usual.code, title={"ru": usual.ru, "en": usual.en}, family=usual.family, minutes=usual.minutes, bay=usual.bay,
            skill=usual.skill, setup_minutes=5, cleanup_minutes=10, bookable=not usual.by_wear, interval_km=usual.km,
            interval_months=usual.months, position=10 * place, active=True,
        )  # fmt: skip
    return len(missing)
