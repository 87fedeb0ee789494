"""Days as people name them, in Russian and English. Pure; `take` removes what it has read from the text."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

Days = tuple[date, ...]
_DAY = timedelta(days=1)
_WEEK = 7
_MONTHS = (
    "янв", "фев", "мар", "апр", "ма[йя]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
)  # fmt: skip
_MONTHS_EN = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(f"{month}[а-я]*" for month in _MONTHS) + "|" + "|".join(f"{month}[a-z]*" for month in _MONTHS_EN)
_WEEKDAYS = (
    r"понедельник[ау]?|пн|mon(?:day)?", r"вторник[ау]?|вт|tue(?:s|sday)?", r"сред[ауы]|ср|wed(?:nesday)?",
    r"четверг[ау]?|чт|thu(?:r|rs|rsday)?", r"пятниц[ауы]|пт|fri(?:day)?", r"суббот[ауы]|сб|sat(?:urday)?", r"воскресень[ея]|вс|sun(?:day)?",
)  # fmt: skip
_THIS = r"эт(?:от|у|о|ой|их)|ближайш[а-я]+|this|(?:the )?coming"
_NEXT = r"следующ[а-я]+|след|(?:the )?next"


def _a(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.:]){pattern}(?![\w:]|\.\d)")


def take(left: str, today: date) -> tuple[str, Days | None]:
    """The text without the days named in it, and what they may be, the nearest first. None: no day was named."""
    found: Days | None = None
    for pattern, meaning in _READERS:
        while (match := pattern.search(left)) is not None:
            meant = meaning(match, today)
            if meant is None:
                break
            left = f"{left[: match.start()]} {left[match.end() :]}"
            found = meant if found is None else _both(found, meant)
    return left, found


def _both(one: Days, other: Days) -> Days:
    """Two names of one day; where they are not ("в среду 26 ноября" of a Thursday), either may be meant."""
    return tuple(day for day in one if day in other) or tuple(sorted({*one, *other}))


def of_month(number: int, today: date) -> date | None:
    """The next day with this number."""
    for offset in range(62):
        day = today + offset * _DAY
        if day.day == number:
            return day
    return None


def _dated(day: int, month: int, today: date, year: int | None = None) -> date | None:
    """The next such date; with a year that one. None where there is none."""
    years: Iterator[int] = iter([year]) if year is not None else iter(range(today.year, today.year + 9))
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or found >= today - _HALF_YEAR:
            return found
    return None


_HALF_YEAR = timedelta(days=182)  # a date without a year that is less long ago than this is of the past, not of next year


def _one(found: date | None) -> Days | None:
    return (found,) if found is not None else None


def _iso(match: re.Match[str], today: date) -> Days | None:
    return _one(_dated(int(match["d"]), int(match["m"]), today, int(match["y"])))


def _dotted(match: re.Match[str], today: date) -> Days | None:
    year = match["y"]
    whole = None if not year else int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004 - `26` of `27.11.26`
    return _one(_dated(int(match["d"]), int(match["m"]), today, whole))


def _slashed(match: re.Match[str], today: date) -> Days | None:
    """Both ways round, where both are dates."""
    one, other = int(match["d"]), int(match["m"])
    both = {_dated(one, other, today), _dated(other, one, today)} - {None}
    return tuple(sorted(day for day in both if day is not None)) or None


def _named(match: re.Match[str], today: date) -> Days | None:
    words, number = match["month"], int(match["d"])
    for place, (ru, en) in enumerate(zip(_MONTHS, _MONTHS_EN, strict=True)):
        if re.match(f"{ru}|{en}", words):
            return _one(_dated(number, place + 1, today, int(match["y"]) if match["y"] else None))
    return None


def _numbered(match: re.Match[str], today: date) -> Days | None:
    return _one(of_month(int(match["d"]), today))


def _after(days: int) -> Callable[[re.Match[str], date], Days | None]:
    return lambda _match, today: (today + days * _DAY,)


def _counted(match: re.Match[str], today: date) -> Days | None:
    number = int(match["n"]) if match["n"] else 1
    return (today + number * (_WEEK if match["weeks"] else 1) * _DAY,)


def _weekday(place: int) -> Callable[[re.Match[str], date], Days | None]:
    """The coming one. Said on that weekday itself, it may be today; "next" may be the coming one or the one after it."""

    def meaning(match: re.Match[str], today: date) -> Days | None:
        ahead = (place - today.weekday()) % _WEEK
        first = today + ahead * _DAY
        if match["this"]:
            return (first,)
        if match["next"]:
            first = first if ahead else first + _WEEK * _DAY
            return (first, first + _WEEK * _DAY)
        return (first, first + _WEEK * _DAY) if not ahead else (first,)

    return meaning


def _weekend(match: re.Match[str], today: date) -> Days | None:
    saturday = today + ((5 - today.weekday()) % _WEEK) * _DAY
    if today.weekday() == 6:  # noqa: PLR2004 - Sunday
        saturday = today - _DAY
    saturday += _WEEK * _DAY if match["next"] else timedelta(0)
    return tuple(day for day in (saturday, saturday + _DAY) if day >= today)


def _week(match: re.Match[str], today: date) -> Days | None:
    monday = today - today.weekday() * _DAY + (_WEEK * _DAY if match["next"] else timedelta(0))
    return tuple(day for day in (monday + n * _DAY for n in range(_WEEK)) if day >= today)


_WHICH = rf"(?:(?:(?P<this>{_THIS})|(?P<next>{_NEXT})) )?"
_WHICH_WEEK = rf"(?:(?P<this>{_THIS})|(?P<next>{_NEXT}))"
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = (
    (_a(r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"), _iso),
    (_a(r"(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)(?:\.(?P<y>20\d\d|\d\d))?\.?"), _dotted),
    (_a(r"(?P<d>[0-3]?\d)/(?P<m>[0-3]?\d)"), _slashed),
    (_a(rf"(?P<d>[0-3]?\d)(?:-?го|st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?: (?P<y>20\d\d))?"), _named),
    (_a(rf"(?P<month>{_MONTH}) (?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?: (?P<y>20\d\d))?"), _named),
    (_a(r"послезавтра|(?:the )?day after tomorrow"), _after(2)),
    (_a(r"завтра|завтрашний|tomorrow|tmrw"), _after(1)),
    (_a(r"сегодня|сегодняшний|today"), _after(0)),
    (_a(r"(?:через|in) (?:(?P<n>\d{1,2}|) ?|a )(?:(?P<weeks>недел[юиь]|weeks?)|дн(?:я|ей)|день|days?)"), _counted),
    (_a(rf"{_WHICH_WEEK} (?:недел[яеюи]|week)"), _week),
    (_a(rf"{_WHICH}(?:выходн[а-я]+|weekend)"), _weekend),
    *((_a(rf"{_WHICH}(?:{names})"), _weekday(place)) for place, names in enumerate(_WEEKDAYS)),
    (_a(r"(?P<d>[0-3]?\d)(?:-?го(?: числа)?| числа|st|nd|rd|th)"), _numbered),
)
