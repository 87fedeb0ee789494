"""Moments as people say them: always the unit's own time, with weekday and city."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from services.texts.translator import text


def clock_time(at: datetime, zone: str) -> str:
    """`15:10` in the zone."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment(language: str, at: datetime, zone: str, city: str, now: datetime, *, by: bool = False) -> str:
    """`сегодня в 15:10 (Москва)`, `завтра, вс, 22 ноября, в 09:10 (Москва)`, `пн, 23 ноября, в 09:10 (Москва)`.

    `by`: not at that moment but until then: `сегодня до 15:10 (Москва)`.
    """
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    key = {today: "moment-today", today + timedelta(days=1): "moment-tomorrow"}.get(local.date(), "moment-date")
    return text(
        language, f"{key}{'-by' if by else ''}", weekday=format_date(local, "EEE", locale=language), day=_day(language, local),
        time=clock_time(at, zone), city=city,
    )  # fmt: skip


def _day(language: str, local: datetime) -> str:
    return (
        format_skeleton("MMMd", local, locale=language) if language == "en" else format_date(local, "d MMMM", locale=language)
    )


def date_words(language: str, at: datetime, zone: str, now: datetime) -> str:
    """`пн, 23 ноября`; with the year where it is not this one: `23 ноября 2025`."""
    local = at.astimezone(ZoneInfo(zone))
    if local.year == now.astimezone(ZoneInfo(zone)).year:
        return f"{format_date(local, 'EEE', locale=language)}, {_day(language, local)}"
    return f"{_day(language, local)}{',' if language == 'en' else ''} {local.year}"


def duration_minutes(since: datetime, until: datetime) -> int:
    """Whole minutes between two moments, never negative."""
    return max(0, int((until - since).total_seconds() // 60))
