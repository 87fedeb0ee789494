"""Working time against a slow and obvious calculation, minute by minute on the station's own clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.units.calendar import Hours

# Summer time begins or ends within the days drawn below in all but the first and the last.
ZONES = ("Europe/Moscow", "Europe/Belgrade", "America/New_York", "America/Santiago", "Asia/Beirut", "Asia/Novosibirsk")
TURNS = (date(2026, 3, 6), date(2026, 3, 27), date(2026, 4, 3), date(2026, 9, 4), date(2026, 10, 23), date(2026, 10, 30))
MINUTE = timedelta(minutes=1)
DAYS = 9

# Whole hours at night: a station that opens within the hour that a clock change skips or repeats has no obvious opening.
moments = st.one_of(st.integers(0, 23).map(lambda h: h * 60), st.integers(5 * 60, 22 * 60))


@st.composite
def spans(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    """Up to three spans of a day, with breaks between them; the last may end at midnight or in the next morning."""
    edges = sorted(draw(st.lists(moments, max_size=6, unique=True)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    if len(edges) % 2:
        pairs.append((edges[-1], draw(st.sampled_from([0, 60, 120]))))
    return tuple((_time(opens), _time(closes)) for opens, closes in pairs)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@st.composite
def stations(draw: st.DrawFn) -> tuple[Hours, datetime]:
    """Hours, and a moment near a change of the clock."""
    turn = draw(st.sampled_from(TURNS))
    week = tuple(draw(spans()) for _ in range(7))
    days = draw(st.dictionaries(st.integers(-1, DAYS).map(lambda n: turn + timedelta(days=n)), spans(), max_size=3))
    start = datetime.combine(turn, time(), UTC) + draw(st.integers(0, 4 * 24 * 60)) * MINUTE
    return Hours(ZoneInfo(draw(st.sampled_from(ZONES))), week, days), start


class Wall:
    """Whether the station is open, asked for each minute anew: what does the clock on the wall show, on which day?"""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.hours.zone)
        now = local.time().replace(second=0, microsecond=0)
        today, yesterday = (self._day(local.date() - timedelta(days=n)) for n in (0, 1))
        return any(o <= now < c if c > o else now >= o for o, c in today) or any(c <= o and now < c for o, c in yesterday)

    def _day(self, day: date) -> tuple[tuple[time, time], ...]:
        return self.hours.days.get(day, self.hours.week[day.weekday()])


@settings(max_examples=40, deadline=None)
@given(stations(), st.integers(0, 900))
def test_like_counting_minutes(station: tuple[Hours, datetime], minutes: int) -> None:
    hours, start = station
    wall = Wall(hours)
    open_at = [wall.is_open(start + n * MINUTE) for n in range(3 * 24 * 60)]
    assert hours.is_open(start) == open_at[0]
    assert _within(hours.next_opening(start), start) == _first_open(open_at)
    assert _within(hours.add_working(start, minutes), start) == _after(open_at, minutes)


def _within(found: datetime | None, start: datetime) -> int | None:
    """As a number of minutes; None beyond the days that were counted."""
    passed = (found - start) // MINUTE if found else None
    return passed if passed is not None and passed < 3 * 24 * 60 else None


def _first_open(open_at: list[bool]) -> int | None:
    return open_at.index(True) if True in open_at else None


def _after(open_at: list[bool], minutes: int) -> int | None:
    """The end of the last working minute needed; the opening itself where none is."""
    if minutes == 0:
        return _first_open(open_at)
    left = minutes
    for place, is_open in enumerate(open_at):
        left -= is_open
        if left == 0:
            return place + 1 if place + 1 < len(open_at) else None
    return None


def _always(spans: list[list[str]], zone: str = "Europe/Moscow", days: dict[str, list[list[str]]] | None = None) -> Hours:
    return Hours.parse(zone, {"week": {str(day): spans for day in range(7)}, "days": days or {}})


def test_a_station_that_never_opens_promises_nothing() -> None:
    never = Hours.parse("Europe/Moscow", {})
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert (never.is_open(now), never.next_opening(now), never.add_working(now, 10)) == (False, None, None)


def test_a_break_and_a_holiday_are_no_working_time() -> None:
    hours = _always([["08:00", "13:00"], ["13:30", "20:00"]], days={"2026-11-24": []})
    assert hours.add_working(datetime(2026, 11, 23, 9, 55, tzinfo=UTC), 10) == datetime(2026, 11, 23, 10, 35, tzinfo=UTC)
    assert hours.add_working(datetime(2026, 11, 23, 16, 55, tzinfo=UTC), 10) == datetime(2026, 11, 25, 5, 5, tzinfo=UTC)


def test_night_shifts_run_over_midnight_and_into_a_holiday() -> None:
    hours = _always([["22:00", "02:00"]], days={"2026-11-24": []})
    assert hours.is_open(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))  # 01:30 on the 24th
    assert not hours.is_open(datetime(2026, 11, 24, 19, 30, tzinfo=UTC))


def test_spans_that_overlap_count_once() -> None:
    hours = _always([["09:00", "14:00"], ["13:00", "18:00"], ["10:00", "11:00"]])
    assert hours.add_working(datetime(2026, 11, 23, 6, tzinfo=UTC), 9 * 60) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    night = _always([["20:00", "03:00"], ["01:00", "04:00"]])
    began = datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert night.add_working(began, 8 * 60) == began + timedelta(hours=8)


@pytest.mark.parametrize(
    ("at", "hours_later"), [("2026-03-28T21:00+00:00", 11), ("2026-10-24T20:00+00:00", 13), ("2026-06-01T20:00+00:00", 12)]
)
def test_the_night_of_the_clock_change_is_an_hour_shorter_or_longer(at: str, hours_later: int) -> None:
    hours = _always([["10:00", "22:00"]], "Europe/Belgrade")
    closing = datetime.fromisoformat(at)
    assert hours.next_opening(closing) == closing + timedelta(hours=hours_later)
