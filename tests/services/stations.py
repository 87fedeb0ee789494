"""Random stations for properties: hours with breaks around clock changes, bays, technicians, works and what is taken already."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from services.booking.slots import Place, Spans, minute
from services.catalog.models import Work
from services.units.calendar import Hours
from tests.services.test_unit_hours import TURNS, ZONES, Wall, spans

BAYS, SKILLS = ("lift", "bay"), ("senior", "electric")
DAYS = 3


@st.composite
def hours(draw: st.DrawFn, zone: str, turn: datetime) -> Hours:
    """A week, and some days that differ."""
    week = tuple(draw(spans()) for _ in range(7))
    days = draw(st.dictionaries(st.integers(-1, DAYS).map(lambda n: (turn + timedelta(days=n)).date()), spans(), max_size=2))
    return Hours(ZoneInfo(zone), week, days)


@st.composite
def works(draw: st.DrawFn) -> list[Work]:
    """One to three works."""
    return [
        Work(
            number, f"w{number}", {"ru": "Работа"}, "other", draw(st.sampled_from([5, 20, 40, 75, 180])), draw(st.sampled_from(BAYS)),
            draw(st.sampled_from([None, None, "senior"])), draw(st.sampled_from([0, 5, 25])), draw(st.sampled_from([0, 10, 30])), True,
            None, None, draw(st.integers(1, 3)), True,
        )
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone, and a midnight near a change of its clock."""
    return draw(st.sampled_from(ZONES)), datetime.combine(draw(st.sampled_from(TURNS)), time(), UTC)


@st.composite
def taken(draw: st.DrawFn, since: int) -> Spans:
    """Intervals apart from each other, some of them touching."""
    starts, ends, at = [], [], since - 60
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 300)), max_size=8)):
        starts.append(at + gap)
        ends.append(at + gap + length)
        at += gap + length
    return starts, ends


@st.composite
def places(draw: st.DrawFn, zone: str, turn: datetime) -> list[Place]:
    """A few bays and technicians, some with hours of their own."""
    kinds = ["bay"] * draw(st.integers(1, 3)) + ["technician"] * draw(st.integers(1, 3))
    return [
        Place(
            number, kind, frozenset(draw(st.sets(st.sampled_from(BAYS if kind == "bay" else SKILLS)))),
            draw(st.one_of(st.none(), st.none(), hours(zone, turn))), draw(st.integers(1, 2)), draw(taken(minute(turn))),
        )
        for number, kind in enumerate(kinds, 1)
    ]  # fmt: skip


def free_minutes(open_hours: Iterable[Hours], busy: Spans, since: int, until: int) -> set[int]:
    """Asked for each minute anew: is everything open, is nobody busy?"""
    walls = [Wall(each) for each in open_hours]
    taken_minutes = {at for start, end in zip(*busy, strict=True) for at in range(start, end)}
    return {
        at for at in range(since, until)
        if at not in taken_minutes and all(wall.is_open(datetime.fromtimestamp(at * 60, UTC)) for wall in walls)
    }  # fmt: skip
