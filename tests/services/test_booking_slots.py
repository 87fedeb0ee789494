"""When a visit can be, against a slow and obvious calculation, minute by minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.booking.plan import RECEPTION, Plan, Step, plan
from services.booking.slots import Frame, Place, Search, erode, minute
from services.catalog.models import Work
from services.units.calendar import Hours
from tests.services.stations import DAYS, free_minutes, hours, moments, places, works

pytestmark = pytest.mark.slow

GRIDS = (5, 15, 30, 60, 50)


def work(code: str, minutes: int, bay: str, skill: str | None = None, **more: Any) -> Work:
    """One of the catalogue."""
    made = Work(1, code, {}, "other", minutes, bay, skill, 5, 10, True, None, None, 1, True)
    return replace(made, **more)


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """A station, a plan, two days."""
    zone, turn = draw(moments())
    needed, grid, since = plan(draw(works())), draw(st.sampled_from(GRIDS)), minute(turn) + draw(st.integers(0, 600))
    until = since + draw(st.integers(1, (DAYS - 1) * 1440))
    frame = Frame.around(since, until, needed, grid)
    return Search(draw(hours(zone, turn)), grid, draw(places(zone, turn)), needed, frame, since + draw(st.integers(0, 300)))


class Slow:
    """The same question, asked minute by minute."""

    def __init__(self, search: Search) -> None:
        self.search = search
        frame = search.frame
        self.open = free_minutes([search.hours], ((), ()), frame.origin, frame.end)
        self.free = {
            place.id: free_minutes([search.hours, *([place.hours] if place.hours else [])], place.busy, frame.origin, frame.end)
            for place in search.places
        }
        began = datetime.fromtimestamp(frame.since * 60, UTC) - timedelta(days=10)
        self.openings = [(minute(opens), minute(closes)) for opens, closes in _until(search.hours, began, frame.end)]

    def starts(self) -> list[int]:
        search = self.search
        first = max(search.frame.since, search.earliest)
        return [at for at in range(first, search.frame.until) if self._on_grid(at) and self._fits(at)]

    def _on_grid(self, at: int) -> bool:
        return any(opens <= at < closes and (at - opens) % self.search.grid == 0 for opens, closes in self.openings)

    def _fits(self, at: int) -> bool:
        search = self.search
        length = search.plan.length(search.grid)
        return set(range(at, at + length)) <= self.open and all(
            any(
                place.kind == kind and place.serves(step) and set(range(at + since, at + until)) <= self.free[place.id]
                for place in search.places
            )
            for step in search.plan.steps
            for kind, since, until in (("bay", step.bay_start, step.bay_end), ("technician", step.start, step.end))
        )


def _until(open_hours: Hours, since: datetime, end: int) -> list[tuple[datetime, datetime]]:
    found = []
    for span in open_hours.spans(since):
        if minute(span[0]) >= end:
            break
        found.append(span)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(searches())
def test_like_asking_for_each_minute(search: Search) -> None:
    assert search.starts() == Slow(search).starts()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(searches(), st.randoms())
def test_whoever_is_chosen_can_do_it_and_is_free(search: Search, random: Any) -> None:
    found = search.starts()
    known = {place.id: place for place in search.places}
    for start in random.sample(found, min(len(found), 10)):
        takes = search.takes(start)
        for resource, since, until in takes:
            assert all(until <= begin or end <= since for begin, end in zip(*known[resource].busy, strict=True))
            assert all(
                other == (resource, since, until) or other[0] != resource or other[1] > until or other[2] < since
                for other in takes
            )
        for step in search.plan.steps:
            for kind, since, until in (("bay", step.bay_start, step.bay_end), ("technician", step.start, step.end)):
                assert [
                    1 for resource, begin, end in takes
                    if known[resource].kind == kind and known[resource].serves(step) and begin <= start + since and start + until <= end
                ]  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(searches())
def test_one_start_is_answered_as_the_list_does(search: Search) -> None:
    listed = search.starts()
    frame = search.frame
    for start in [*listed[:5], *listed[-5:], *range(frame.since, frame.until, 97)]:
        around = Frame.around(start - 360, start + 360, search.plan, search.grid)
        alone = replace(search, frame=Frame(start, start + 1, around.origin, around.size), _free={})
        assert alone.starts() == ([start] if start in listed else [])


@given(st.integers(0, 2**200), st.integers(1, 60))
def test_so_many_in_a_row(bits: int, minutes: int) -> None:
    shown = f"{bits:b}"[::-1]
    wanted = [at for at in range(len(shown)) if shown[at : at + minutes] == "1" * minutes]
    assert [at for at in range(len(shown)) if erode(bits, minutes) >> at & 1] == wanted


def test_works_of_one_bay_and_skill_are_one_step() -> None:
    needed = plan([work("c", 60, "alignment", position=3), work("b", 240, "lift", "senior", position=2), work("a", 40, "lift"),
                   work("d", 20, "lift", position=4, cleanup_minutes=30)])  # fmt: skip
    assert needed == Plan((
        Step("lift", None, RECEPTION, 60, 5, 30), Step("lift", "senior", 70, 240, 5, 10), Step("alignment", None, 310, 60, 5, 10),
    ))  # fmt: skip
    assert (needed.minutes, needed.length(30), needed.first, needed.last) == (370, 390, 0, 380)


def _chosen(needed: list[Work], *able: Place) -> list[int]:
    day = Hours.parse("Europe/Moscow", {"week": {"0": [["09:00", "18:00"]]}})
    monday = minute(datetime(2026, 11, 23, 6, tzinfo=UTC))
    frame = Frame.around(monday, monday + 1, plan(needed), 30)
    search = Search(day, 30, able, plan(needed), frame, monday)
    return [resource for resource, _, _ in search.takes(monday)]


def _place(number: int, kind: str, *abilities: str, position: int = 1, busy: Any = ((), ())) -> Place:
    return Place(number, kind, frozenset(abilities), None, position, busy)


def test_seniors_are_kept_for_what_needs_them() -> None:
    assert _chosen(
        [work("a", 40, "lift")], _place(1, "bay", "lift"), _place(2, "technician", "senior"), _place(3, "technician")
    ) == [1, 3]


def test_the_vehicle_stays_where_it_is_when_that_will_do() -> None:
    needed = [work("a", 40, "lift"), work("b", 20, "bay", position=2)]
    found = _chosen(
        needed, _place(1, "bay", "bay"), _place(2, "bay", "lift", "bay"), _place(3, "technician"), _place(4, "technician")
    )
    assert found == [2, 3]


def test_who_has_less_to_do_is_chosen_first() -> None:
    later = minute(datetime(2026, 11, 23, 7, tzinfo=UTC))
    busy = _place(2, "technician", busy=([later - 20], [later]))
    assert _chosen([work("a", 20, "lift", cleanup_minutes=60)], _place(1, "bay", "lift"), busy, _place(3, "technician")) == [
        1,
        3,
    ]
