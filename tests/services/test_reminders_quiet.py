"""The moments of reminders: a table of the contract's sentences, and the same for any time in any zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reminders import quiet
from services.reminders.planning import notice_due
from tests.services import slow_reminders as slow

MOSCOW, BELGRADE = "Europe/Moscow", "Europe/Belgrade"
ZONES = (
    MOSCOW, BELGRADE, "Asia/Novosibirsk", "Asia/Kamchatka", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
    "Asia/Kathmandu", "Atlantic/Azores", "UTC",
)  # fmt: skip
HOUR = timedelta(hours=1)


def at(words: str, zone: str = MOSCOW) -> datetime:
    """A moment by the clock on the wall."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("visit", "reminded", "zone"),
    [
        ("2026-11-25 12:00", "2026-11-24 12:00", MOSCOW),
        ("2026-11-25 09:00", "2026-11-24 09:00", MOSCOW),
        ("2026-11-25 20:59", "2026-11-24 20:59", MOSCOW),
        # in quiet hours: the next allowed minute
        ("2026-11-25 08:59", "2026-11-24 09:00", MOSCOW),
        ("2026-11-25 03:00", "2026-11-24 09:00", MOSCOW),
        ("2026-11-25 22:30", "2026-11-25 09:00", MOSCOW),
        # exactly twelve hours remain
        ("2026-11-25 21:00", "2026-11-25 09:00", MOSCOW),
        # the night the clocks go back: 24 h before is 21:30, and in the morning only 11.5 h remain
        ("2026-10-25 20:30", "2026-10-24 19:00", BELGRADE),
        ("2026-10-25 19:59", "2026-10-24 20:59", BELGRADE),
        # the night they go forward
        ("2026-03-29 12:00", "2026-03-28 11:00", BELGRADE),
        ("2026-03-29 09:30", "2026-03-28 09:00", BELGRADE),
    ],
)
def test_a_day_before(visit: str, reminded: str, zone: str) -> None:
    due = quiet.day_before(at(visit, zone), at("2026-01-01 12:00"), ZoneInfo(zone))
    assert due == quiet.Due(at(reminded, zone))


@pytest.mark.parametrize(
    ("visit", "reminded"),
    [
        ("2026-11-25 12:00", "10:00"),
        ("2026-11-25 10:00", "08:00"),
        ("2026-11-25 09:59", None),
        ("2026-11-25 22:59", "20:59"),
        ("2026-11-25 23:00", None),
    ],
)
def test_two_hours_before(visit: str, reminded: str | None) -> None:
    due = quiet.hours_before(at(visit), at("2026-11-01 12:00"), ZoneInfo(MOSCOW))
    assert due.why == ("" if reminded else "quiet")
    assert reminded is None or due.at == at(f"2026-11-25 {reminded}")


@pytest.mark.parametrize(
    ("ahead", "day", "hours", "task"),
    [
        (27 * HOUR, "", "", ""),
        (26 * HOUR, "", "", ""),
        (26 * HOUR - timedelta(minutes=1), "booked-late", "", "booked-late"),
        (5 * HOUR, "booked-late", "", "booked-late"),
        (2 * HOUR + timedelta(minutes=1), "booked-late", "", "booked-late"),
        (2 * HOUR, "booked-late", "booked-late", "booked-late"),
        (HOUR, "booked-late", "booked-late", "booked-late"),
    ],
)
def test_who_has_just_decided_is_not_reminded(ahead: timedelta, day: str, hours: str, task: str) -> None:
    """Nor chased for a confirmation that nobody asked for."""
    visit, zone = at("2026-11-25 15:00"), ZoneInfo(MOSCOW)
    moments = (quiet.day_before, quiet.hours_before, quiet.unconfirmed)
    assert [moment(visit, visit - ahead, zone).why for moment in moments] == [day, hours, task]


def test_booked_on_the_evening_of_the_reminder() -> None:
    """19:00 has passed already: the reminder is not made up for."""
    visit = at("2026-10-25 20:30", BELGRADE)
    due = quiet.day_before(visit, at("2026-10-24 19:10", BELGRADE), ZoneInfo(BELGRADE))
    assert due.why == "booked-late"


@pytest.mark.parametrize(
    ("what", "done", "visit", "told"),
    [
        ("visit_moved", "2026-11-24 20:59", "2026-11-26 12:00", "2026-11-24 20:59"),
        ("visit_moved", "2026-11-24 21:00", "2026-11-26 12:00", "2026-11-25 09:00"),
        ("visit_booked", "2026-11-24 08:30", "2026-11-26 12:00", "2026-11-24 09:00"),
        ("visit_cancelled", "2026-11-24 08:30", "2026-11-26 12:00", "2026-11-24 08:30"),
        ("visit_cancelled", "2026-11-24 23:00", "2026-11-26 12:00", "2026-11-25 08:00"),
        ("visit_cancelled", "2026-11-24 23:00", "2026-11-25 10:00", "2026-11-25 08:00"),
        ("visit_cancelled", "2026-11-24 23:00", "2026-11-25 08:30", "2026-11-25 08:00"),
        ("visit_moved", "2026-11-24 23:00", "2026-11-25 09:30", "2026-11-25 09:00"),
        # the visit would have begun
        ("visit_cancelled", "2026-11-24 23:00", "2026-11-25 08:00", "2026-11-24 23:00"),
        ("visit_moved", "2026-11-24 23:00", "2026-11-25 08:30", "2026-11-24 23:00"),
    ],
)
def test_what_somebody_else_did(what: str, done: str, visit: str, told: str) -> None:
    assert notice_due(what, at(visit), at(done), ZoneInfo(MOSCOW)).at == at(told)


minutes = st.integers(0, 4 * 366 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
ahead = st.integers(1, 60 * 24 * 60).map(lambda n: timedelta(minutes=n))


@given(minutes, ahead, st.sampled_from(ZONES).map(ZoneInfo))
def test_any_visit_in_any_zone(starts_at: datetime, before: timedelta, zone: ZoneInfo) -> None:
    """As reckoned minute by minute; what is planned is never in quiet hours, never in the past, and before the visit."""
    booked_at = starts_at - before
    day, hours = quiet.day_before(starts_at, booked_at, zone), quiet.hours_before(starts_at, booked_at, zone)
    assert (None if day.why else day.at) == slow.day_before_due(starts_at, booked_at, zone)
    assert (None if hours.why else hours.at) == slow.hours_before_due(starts_at, booked_at, zone)
    for due, opens in ((day, 9), (hours, 8)):
        assert due.why or (booked_at < due.at < starts_at and not slow.is_quiet(due.at, zone, opens))


# Around every change of the clocks of a year, where a day has 23 or 25 hours.
CHANGES = [
    moment
    for zone in ZONES
    for moment in (datetime(2026, 1, 1, tzinfo=UTC) + HOUR * n for n in range(400 * 24))
    if moment.astimezone(ZoneInfo(zone)).utcoffset() != (moment + HOUR).astimezone(ZoneInfo(zone)).utcoffset()
]


@given(st.sampled_from(CHANGES), st.integers(-48 * 60, 48 * 60), st.sampled_from(ZONES).map(ZoneInfo))
def test_around_the_change_of_clocks(change: datetime, minute: int, zone: ZoneInfo) -> None:
    starts_at = change + timedelta(minutes=minute)
    booked_at = starts_at - timedelta(days=10)
    day = quiet.day_before(starts_at, booked_at, zone)
    assert day.at == slow.day_before_due(starts_at, booked_at, zone)
    assert timedelta(hours=12) <= starts_at - day.at < timedelta(hours=36)


@given(minutes, st.sampled_from(ZONES).map(ZoneInfo), st.sampled_from([quiet.ORDINARY, quiet.URGENT]))
def test_windows(moment: datetime, zone: ZoneInfo, window: quiet.Window) -> None:
    """The next allowed moment is the first one, and the window's end is where it stops being allowed."""
    following = window.next(moment, zone)
    assert following == slow.next_loud(moment, zone, window.opens.hour)
    end = window.end(following, zone)
    assert not window.allows(end, zone)
    assert window.allows(end - timedelta(seconds=1), zone)
    assert end - following <= timedelta(hours=14)
