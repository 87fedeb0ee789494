"""Days and times as clients type them in the booking dialogue."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.understanding.times import Wished, read_time

SUNDAY = date(2026, 11, 22)
TOMORROW, FRIDAY, NEXT_FRIDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 12, 4)
NOON = time(12)


def on(*days: date, at: str = "", since: str = "", until: str = "") -> Wished:
    """What should have been understood."""
    times = tuple(time.fromisoformat(clock) for clock in at.split())
    return Wished(days, times, time.fromisoformat(since) if since else None, time.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("завтра в 10", on(TOMORROW, at="10:00")),
        ("Завтра, в 10 утра", on(TOMORROW, at="10:00")),
        ("в пятницу после обеда", on(FRIDAY, since="12:00", until="18:00")),
        ("27.11 14:30", on(FRIDAY, at="14:30")),
        ("27.11.2026, 14.30", on(FRIDAY, at="14:30")),
        ("27 ноября в 15:00", on(FRIDAY, at="15:00")),
        ("27-го", on(FRIDAY)),
        ("на 27 число", None),
        ("27 числа к 9", on(FRIDAY, at="09:00")),
        ("послезавтра утром", on(date(2026, 11, 24), until="12:00")),
        ("можно завтра?", on(TOMORROW)),
        ("Запишите меня, пожалуйста, на завтра на 10", on(TOMORROW, at="10:00")),
        ("через 3 дня", on(date(2026, 11, 25))),
        ("через неделю в 12", on(date(2026, 11, 29), at="12:00")),
        ("в понедельник с 10 до 12", on(TOMORROW, since="10:00", until="12:00")),
        ("завтра с 3 до 5", on(TOMORROW, since="15:00", until="17:00")),
        ("в 3", on(at="15:00 03:00")),
        ("в 3 часа дня", on(at="15:00")),
        ("завтра полвторого", on(TOMORROW, at="13:30 01:30")),
        ("завтра в десять", on(TOMORROW, at="10:00")),
        ("завтра в полдень", on(TOMORROW, at="12:00")),
        ("завтра после 15", on(TOMORROW, since="15:00")),
        ("завтра до обеда", on(TOMORROW, until="13:00")),
        ("вечером", on(since="17:00")),
        ("в следующую пятницу", on(FRIDAY, NEXT_FRIDAY)),
        ("в эту пятницу", on(FRIDAY)),
        ("в воскресенье", on(SUNDAY, date(2026, 11, 29))),
        ("в среду 26 ноября", on(date(2026, 11, 25), date(2026, 11, 26))),
        ("на выходных", on(SUNDAY)),
        ("21.11", on(date(2026, 11, 21))),
        ("1 марта", on(date(2027, 3, 1))),
        ("29 февраля", on(date(2028, 2, 29))),
        ("2026-12-01 10:00", on(date(2026, 12, 1), at="10:00")),
        ("пораньше", on()),
        ("tomorrow at 10am", on(TOMORROW, at="10:00")),
        ("Tomorrow morning, please", on(TOMORROW, until="12:00")),
        ("next Friday", on(FRIDAY, NEXT_FRIDAY)),
        ("this Friday at 3pm", on(FRIDAY, at="15:00")),
        ("on Friday at 3", on(FRIDAY, at="15:00 03:00")),
        ("Nov 27 at 3:30 pm", on(FRIDAY, at="15:30")),
        ("the 27th", on(FRIDAY)),
        ("27/11", on(FRIDAY)),
        ("11/27", on(FRIDAY)),
        ("3/4", on(date(2027, 3, 4), date(2027, 4, 3))),
        ("the day after tomorrow after 3pm", on(date(2026, 11, 24), since="15:00")),
        ("in 2 weeks", on(date(2026, 12, 6))),
        ("friday afternoon", on(FRIDAY, since="12:00", until="18:00")),
        ("between 10 and 12 tomorrow", on(TOMORROW, since="10:00", until="12:00")),
        ("asap", on()),
    ],
)  # fmt: skip
def test_what_is_understood(said: str, meant: Wished | None) -> None:
    assert read_time(said, SUNDAY) == meant


@pytest.mark.parametrize(
    "said",
    ["завтра в 10 или в 11", "не завтра", "завтра стучало", "а можно завтра с братом?", "32.13", "завтра в 25", "в 10, но не в пятницу",
     "сколько стоит завтра", "10", "А123ВС77", "", "позвоните завтра", "I was there yesterday", "tomorrow if it rains",
     "отмените завтра", "кроме пятницы", "завтра " * 20],
)  # fmt: skip
def test_what_is_left_to_a_person(said: str) -> None:
    assert read_time(said, SUNDAY) is None


def test_a_number_alone_is_what_was_asked_for() -> None:
    assert read_time("27", SUNDAY, bare="day") == on(FRIDAY)
    assert read_time("10", SUNDAY, bare="hour") == on(at="10:00")
    assert read_time("3", SUNDAY, bare="hour") == on(at="15:00 03:00")
    assert read_time("45", SUNDAY, bare="hour") is None
    assert read_time("завтра 10", SUNDAY, bare="day") == on(TOMORROW, at="10:00")


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 180), st.times(), st.sampled_from(range(4)))
def test_any_date_and_time_as_it_is_written(today: date, ahead: int, at: time, form: int) -> None:
    """In each way of writing a date, whatever today is."""
    day, at = today + timedelta(days=ahead), at.replace(hour=max(8, at.hour), second=0, microsecond=0, tzinfo=None)
    said = (
        f"{day:%d.%m} {at:%H:%M}",
        f"{day:%d.%m.%Y} в {at:%H:%M}",
        f"{day:%Y-%m-%d} {at:%H:%M}",
        f"{day.day} {_MONTHS[day.month - 1]} в {at:%H:%M}",
    )
    assert read_time(said[form], today) == Wished((day,), (at,))


_MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря")


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"]),
)
def test_a_weekday_is_one_of_the_coming_days(today: date, name: str) -> None:
    found = read_time(f"в {name}", today)
    assert found
    assert all(day >= today for day in found.days)
    assert found.days[0] - today < timedelta(days=7)
    assert len(found.days) == (2 if found.days[0] == today else 1)


@given(st.text(max_size=100))
def test_nothing_breaks_it(said: str) -> None:
    found = read_time(said, SUNDAY, bare="day")
    assert found is None or all(abs((day - SUNDAY).days) < 9 * 366 or day.year >= 2000 for day in found.days)
