"""Where the stations are, when they are open, and how to call them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from babel.dates import format_date

from handlers.telegram.screens import Button, Screen, button
from handlers.telegram.screens.days import route_link
from services.texts import date_words, text, weekday
from services.units import Unit

_SHOWN = 8  # stations in one message (telegram.md §1: 4096 characters)
_AHEAD = 14  # days in which a holiday is worth telling
_MONDAY = date(2024, 1, 1)
Spans = tuple[tuple[time, time], ...]


def places(language: str, units: Sequence[Unit], now: datetime, *, more: bool = False) -> Screen:
    """One station in full, or several; `more`: there are others, behind a button."""
    if not units:
        return Screen(text(language, "place-none"), ((button(text(language, "button-ask"), "m:ask"),),))
    shown = units[:_SHOWN]
    rows = [(_route(language, unit, alone=len(shown) == 1),) for unit in shown]
    if more or len(units) > _SHOWN:
        rows.append((button(text(language, "place-all"), "m:places"),))
    return Screen("\n\n".join(_place(language, unit, now) for unit in shown), tuple(rows))


def _route(language: str, unit: Unit, *, alone: bool) -> Button:
    name = unit.named(language)["name"]
    label = text(language, "place-route") if alone else text(language, "place-route-to", name=name)[:60]
    return {"text": label, "url": route_link(language, unit)}


def _place(language: str, unit: Unit, now: datetime) -> str:
    named = unit.named(language)
    lines = [
        text(language, "place-head", name=named["name"], city=named["city"]),
        text(language, "place-address", address=named["address"]),
        today(language, unit, now), *_week(language, unit), *_special(language, unit, now),
    ]  # fmt: skip
    if unit.phone:
        lines.append(text(language, "place-phone", phone=unit.phone))
    return "\n".join(lines)


def today(language: str, unit: Unit, now: datetime) -> str:
    """`Сегодня, вс, 09:00–20:00, сейчас открыто`."""
    day = now.astimezone(unit.hours.zone).date()
    spans, is_open = _spans(unit, day), unit.hours.is_open(now)
    return text(
        language, "place-today", open="yes" if is_open else "later" if spans else "no", hours=_hours(language, spans),
        weekday=weekday(language, day),
    )  # fmt: skip


def _spans(unit: Unit, day: date) -> Spans:
    return unit.hours.days.get(day, unit.hours.week[day.weekday()])


def _hours(language: str, spans: Spans) -> str:
    said = [f"{opens:%H:%M}–{'24:00' if closes == time() else f'{closes:%H:%M}'}" for opens, closes in spans]
    return ", ".join(said) or text(language, "place-day-off")


def _week(language: str, unit: Unit) -> list[str]:
    """Days with the same hours together: `пн–пт: 09:00–20:00`."""
    lines = []
    for spans, run in groupby(range(7), key=lambda weekday: unit.hours.week[weekday]):
        days = list(run)
        first, last = _weekday(language, days[0]), _weekday(language, days[-1])
        lines.append(
            text(language, "place-week", days=first if len(days) == 1 else f"{first}–{last}", hours=_hours(language, spans))
        )
    return lines


def _weekday(language: str, weekday: int) -> str:
    return str(format_date(_MONDAY + timedelta(days=weekday), "EEE", locale=language))


def _special(language: str, unit: Unit, now: datetime) -> list[str]:
    """Holidays and other exceptional days soon."""
    local = now.astimezone(unit.hours.zone)
    lines = []
    for day in sorted(unit.hours.days):
        if timedelta(0) <= day - local.date() <= timedelta(days=_AHEAD):
            said = date_words(language, datetime.combine(day, time(12), unit.hours.zone), unit.time_zone, now)
            lines.append(text(language, "place-special", date=said, hours=_hours(language, unit.hours.days[day])))
    return lines
