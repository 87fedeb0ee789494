"""Opening hours as people type them: `9–20`, `09:00–13:00, 14:00–20:00`, empty for a day off. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from services.errors import Refused

Spans = list[list[str]]
DEFAULT_WEEK: Mapping[int, str] = {**dict.fromkeys(range(6), "09:00–20:00"), 6: ""}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_SPAN = re.compile(r"\s*([01]?\d|2[0-4])(?:[:.]([0-5]\d))?\s*-\s*([01]?\d|2[0-4])(?:[:.]([0-5]\d))?\s*")
_ROUND = re.compile(r"24(/7)?( *ч(аса?)?\.?| *hours?)?|круглосуточно|around the clock|24 ?h", re.IGNORECASE)
_CLOSED = re.compile(r"-?|выходной|закрыто|нет|closed|day off|no", re.IGNORECASE)
_DAY = 24 * 60
_MAX_SPANS = 6
MAX_SPECIAL_DAYS = 400


class HoursError(ValueError):
    """What was typed are no hours; the argument is the reason: `not hours`, `overlap`."""


def read_spans(typed: str) -> Spans:
    """The spans of one day in order, as `unit.hours` stores them; closing at `00:00` is midnight. Raises HoursError."""
    plain = typed.translate(_DASHES).strip()
    if _CLOSED.fullmatch(plain):
        return []
    if _ROUND.fullmatch(plain):
        return [["00:00", "00:00"]]
    spans = sorted(_span(part) for part in re.split(r"[,;\n]| и | and ", plain) if part.strip())
    if not 1 <= len(spans) <= _MAX_SPANS:
        raise HoursError("not hours")
    for (_, ended), (begun, _) in pairwise(spans):
        if begun < ended:
            raise HoursError("overlap")
    if spans[-1][1] > _DAY + spans[0][0]:
        raise HoursError("overlap")
    return [[_clock(opens), _clock(closes)] for opens, closes in spans]


def _span(part: str) -> tuple[int, int]:
    """Minutes since midnight; a closing that is not after the opening is the next day's."""
    match = _SPAN.fullmatch(part)
    if match is None:
        raise HoursError("not hours")
    opens, closes = int(match[1]) * 60 + int(match[2] or 0), int(match[3]) * 60 + int(match[4] or 0)
    if opens >= _DAY or closes > _DAY:
        raise HoursError("not hours")
    return opens, closes if closes > opens else closes + _DAY


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def say_spans(spans: Sequence[Sequence[str]]) -> str:
    """The same as it is typed: `09:00–13:00, 14:00–20:00`."""
    return ", ".join(f"{opens}–{'24:00' if closes == '00:00' else closes}" for opens, closes in spans)


def read_week(typed: Mapping[int, str]) -> dict[str, Spans]:
    """A week from its seven fields (0 is Monday). Raises Refused `invalid` naming every wrong field `hours.<day>`."""
    week: dict[str, Spans] = {}
    errors = []
    for day in range(7):
        try:
            week[str(day)] = read_spans(typed.get(day, ""))
        except HoursError as error:
            errors.append({"field": f"hours.{day}", "reason": str(error)})
    if not errors:
        errors = [{"field": f"hours.{day}", "reason": "overlap next day"} for day in range(7) if _runs_over(week, day)]
    if errors:
        raise Refused("invalid", errors=errors)
    return week


def _runs_over(week: Mapping[str, Spans], day: int) -> bool:
    """Whether a night shift goes on when the next day has begun."""
    today, tomorrow = week[str(day)], week[str((day + 1) % 7)]
    if not today or not tomorrow:
        return False
    opens, closes = (_minutes(text) for text in today[-1])
    return 0 < closes <= opens and _minutes(tomorrow[0][0]) < closes


def _minutes(clock: str) -> int:
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute


def with_days(hours: Mapping[str, Any], since: date, until: date, spans: Spans | None) -> dict[str, Any]:
    """The hours with every date of a span replaced (empty: closed), or with None as on ordinary days again.

    Raises Refused `invalid` on `until`.
    """
    count = (until - since).days + 1
    days = dict(hours.get("days", {}))
    reason = "before since" if count < 1 else "too many days" if count > 92 or len(days) + count > MAX_SPECIAL_DAYS else ""  # noqa: PLR2004
    if reason and spans is not None:
        raise Refused("invalid", errors=[{"field": "until", "reason": reason}])
    for offset in range(max(0, min(count, MAX_SPECIAL_DAYS))):
        key = (since + timedelta(days=offset)).isoformat()
        if spans is None:
            days.pop(key, None)
        else:
            days[key] = spans
    return {**hours, "days": dict(sorted(days.items()))}
