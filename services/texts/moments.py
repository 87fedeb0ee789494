"""Moments as people say them: always the unit's own time, always with weekday and city."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from services.texts.translator import text


def clock_time(at: datetime, zone: str) -> str:
    """`15:10` in the zone."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def moment(language: str, at: datetime, zone: str, city: str, now: datetime | None, *, by: bool = False) -> str:
    """`сегодня, вс, в 15:10 (Москва)`, `завтра, пн, 23 ноября, в 09:10 (Москва)`, `вт, 24 ноября, в 09:10 (Москва)`.

    `by`: not at that moment but until then: `сегодня, вс, до 15:10 (Москва)`. `now` None: for what is read on another day too, in full
    and without "today": `вторник, 24 ноября, в 09:10 (Москва)`.
    """
    local = at.astimezone(ZoneInfo(zone))
    today = now.astimezone(ZoneInfo(zone)).date() if now else None
    key = _RELATIVE.get((local.date() - today).days, "date") if today else "date"
    return text(
        language, f"moment-{key}{'-by' if by else ''}",
        weekday=weekday(language, local, full=now is None), day=_day(language, local, full=now is None),
        time=clock_time(at, zone), city=city,
    )  # fmt: skip


_RELATIVE = {0: "today", 1: "tomorrow"}


def weekday(language: str, day: date, *, full: bool = False) -> str:
    """`вс`, `Sun`; in full `воскресенье`."""
    return str(format_date(day, "EEEE" if full else "EEE", locale=language))


def _day(language: str, local: datetime, *, full: bool = False) -> str:
    if language == "en":
        return str(format_skeleton("MMMMd" if full else "MMMd", local, locale=language))
    return str(format_date(local, "d MMMM", locale=language))


def date_words(language: str, at: datetime, zone: str, now: datetime) -> str:
    """`пн, 23 ноября`; with the year where it is not this one: `23 ноября 2025`."""
    local = at.astimezone(ZoneInfo(zone))
    if local.year == now.astimezone(ZoneInfo(zone)).year:
        return f"{weekday(language, local)}, {_day(language, local)}"
    return f"{_day(language, local)}{',' if language == 'en' else ''} {local.year}"


def short_day(language: str, day: date) -> str:
    """`пн 23.11`, `Mon, Nov 23`: for axes and narrow tables."""
    if language == "en":
        return f"{weekday(language, day)}, {format_date(day, 'MMM d', locale=language)}"
    return f"{weekday(language, day)} {day:%d.%m}"


def duration_minutes(since: datetime, until: datetime) -> int:
    """Whole minutes between two moments, never negative."""
    return max(0, int((until - since).total_seconds() // 60))


def duration_words(language: str, minutes: int) -> str:
    """`12 мин`, `3 ч 5 мин`, `2 д 4 ч`."""
    hours, rest = divmod(minutes, 60)
    days, left = divmod(hours, 24)
    if days:
        return text(language, "console-days-hours", days=days, hours=left)
    if hours:
        return text(language, "console-hours-minutes", hours=hours, minutes=rest)
    return text(language, "console-minutes", minutes=rest)
