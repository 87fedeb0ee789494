"""Days and times as people read them: always the station's own, always with the weekday."""

from datetime import date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date

from services.texts import moment, text, weekday
from services.units import Unit

_DAY = {"ru": "d MMMM", "en": "MMMM d"}
_SHORT = {"ru": "EEE, d MMM", "en": "EEE, MMM d"}


def local_day(at: datetime, unit: Unit) -> date:
    """The date it is at the station."""
    return at.astimezone(ZoneInfo(unit.time_zone)).date()


def day_words(language: str, day: date) -> str:
    """`четверг, 26 ноября`."""
    pattern = f"EEEE, {_DAY.get(language, _DAY['ru'])}"
    return str(format_date(day, pattern, locale=language))


def day_label(language: str, day: date, today: date) -> str:
    """On a button: `Сегодня, сб 21`, `Чт, 26 нояб.`."""
    if day - today in {timedelta(0), timedelta(days=1)}:
        key = "booking-today" if day == today else "booking-tomorrow"
        return text(language, key, weekday=weekday(language, day), day=str(day.day))
    label = str(format_date(day, _SHORT.get(language, _SHORT["ru"]), locale=language))
    return label[:1].upper() + label[1:]


def when(language: str, at: datetime, unit: Unit) -> str:
    """`четверг, 26 ноября, в 10:30 (Москва)`: for what is read on another day too."""
    return moment(language, at, unit.time_zone, unit.named(language)["city"], None)


def duration(language: str, minutes: int) -> str:
    """`1 ч 40 мин`."""
    return text(language, "booking-duration", hours=minutes // 60, minutes=minutes % 60)


def place(language: str, unit: Unit) -> str:
    """`Север: Москва, Дмитровское шоссе, 71`."""
    named = unit.named(language)
    return text(language, "visit-place", unit=named["name"], city=named["city"], address=named["address"])


def route_link(language: str, unit: Unit) -> str:
    """A map that leads there: by coordinates where they are known, else by the address."""
    named, spot = unit.named(language), unit.place
    target = f"{spot['lat']:.6f},{spot['lon']:.6f}" if spot else f"{named['city']}, {named['address']}"
    if language == "ru":
        return f"https://yandex.ru/maps/?rtext=~{quote(target)}&rtt=auto"
    return f"https://www.google.com/maps/dir/?api=1&destination={quote(target)}"
