"""When a visit can be: pure arithmetic, the one place where it is decided for lists and for bookings alike.

Time is whole minutes since 1970. A set of minutes is a Python integer with a bit per minute of a frame, so that "free for 55 minutes
from here" for every minute of two weeks is a handful of shifts (`erode`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from services.booking.plan import Plan, Step
from services.units.calendar import Hours

_SETTLED = timedelta(
    days=2
)  # spans that overlap are told apart by the day before: begin early enough to be right within the frame

Spans = tuple[Sequence[int], Sequence[int]]
"""Minutes since 1970: where intervals begin, and where they end, in any order; no two overlap."""
Take = tuple[int, int, int]
"""A resource and the minutes since 1970 from and until which it is needed."""


def minute(moment: datetime) -> int:
    """The whole minute a moment lies in."""
    return int(moment.timestamp() // 60)


def minute_after(moment: datetime) -> int:
    """The first whole minute that is not before a moment."""
    return -int(-moment.timestamp() // 60)


def moment(minutes: int) -> datetime:
    """UTC."""
    return datetime.fromtimestamp(minutes * 60, UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A bay or technician in use. `hours` None: whenever the unit is open."""

    id: int
    kind: str
    abilities: frozenset[str]
    hours: Hours | None
    position: int
    busy: Spans = ((), ())

    def serves(self, step: Step) -> bool:
        """Whether it can do this step."""
        wanted = step.bay if self.kind == "bay" else step.skill
        return wanted is None or wanted in self.abilities


@dataclass(frozen=True, slots=True)
class Frame:
    """The minutes that are looked at: starts from `since` until before `until`, and as much around them as the plan reaches."""

    since: int
    until: int
    origin: int
    size: int

    @classmethod
    def around(cls, since: int, until: int, plan: Plan, grid: int) -> "Frame":
        """For starts in these minutes."""
        origin = since + plan.first
        return cls(since, until, origin, max(until - origin, 0) + max(plan.length(grid), plan.last))

    @property
    def end(self) -> int:
        """The first minute after the frame."""
        return self.origin + self.size

    def bits(self, spans: Spans) -> int:
        """The minutes of spans, as bits: the sum of 2**end - 2**start, which no two of them share."""
        starts, ends = bytearray(self.size // 8 + 1), bytearray(self.size // 8 + 1)
        origin, size = self.origin, self.size
        for since, until in zip(*spans, strict=True):
            begin, stop = since - origin, until - origin
            if begin < 0:  # noqa: PLR1730 - two weeks of a station are thousands of rounds: max() would be most of their time
                begin = 0
            if stop > size:  # noqa: PLR1730
                stop = size
            if begin < stop:
                starts[begin >> 3] |= 1 << (begin & 7)
                ends[stop >> 3] |= 1 << (stop & 7)
        return int.from_bytes(ends, "little") - int.from_bytes(starts, "little")


def erode(bits: int, minutes: int) -> int:
    """The minutes from which on `minutes` in a row are set."""
    done = 1
    while done < minutes and bits:
        by = min(done, minutes - done)
        bits &= bits >> by
        done += by
    return bits


def _shifted(bits: int, minutes: int) -> int:
    """Starts of a visit from starts of what happens `minutes` into it."""
    return bits >> minutes if minutes >= 0 else bits << -minutes


def opening(hours: Hours, frame: Frame) -> Spans:
    """Open spans that touch the frame, in order."""
    starts, ends = [], []
    for opens, closes in hours.spans(moment(frame.origin) - _SETTLED):
        if minute(opens) >= frame.end:
            break
        if minute(closes) > frame.origin:
            starts.append(minute_after(opens))
            ends.append(minute(closes))
    return starts, ends


@dataclass
class Search:
    """Free starts of one plan in one unit. `earliest`, `latest`: the minutes a start must lie in, `latest` itself excluded."""

    hours: Hours
    grid: int
    places: Sequence[Place]
    plan: Plan
    frame: Frame
    earliest: int
    latest: int | None = None
    _free: dict[int, int] = field(default_factory=dict)

    @cached_property
    def _spans(self) -> Spans:
        return opening(self.hours, self.frame)

    @cached_property
    def _open(self) -> int:
        return self.frame.bits(self._spans)

    def candidates(self) -> Iterator[int]:
        """Starts on the grid of their opening, within the limits, whoever may be busy."""
        since = max(self.frame.since, self.earliest)
        until = self.frame.until if self.latest is None else min(self.frame.until, self.latest)
        for opens, closes in zip(*self._spans, strict=True):
            skipped = max(0, -(-(since - opens) // self.grid))
            yield from range(opens + skipped * self.grid, min(closes, until), self.grid)

    def starts(self, *, hindered: bool = True) -> list[int]:
        """Every start at which the visit fits into the opening hours and each step has a bay and a technician.

        Not `hindered`: as if nobody had anything to do; tells a time that is taken from one that never was.
        """
        candidates = list(self.candidates())
        if not candidates:
            return []
        fits = self._fits(hindered).to_bytes(self.frame.size // 8 + 1, "little")
        origin = self.frame.origin
        return [start for start in candidates if fits[start - origin >> 3] >> (start - origin & 7) & 1]

    def _fits(self, hindered: bool) -> int:
        """Whoever works on several steps needs no more than each of them does: so the steps can be looked at one by one."""
        fits = erode(self._open, self.plan.length(self.grid))
        for step in self.plan.steps:
            for kind in ("bay", "technician"):
                since, until = _reach(step, kind)
                somebody = 0
                for place in self.places:
                    if place.kind == kind and place.serves(step):
                        somebody |= erode(self._free_of(place) if hindered else self._on_duty(place), until - since)
                fits &= _shifted(somebody, since)
        return fits

    def _free_of(self, place: Place) -> int:
        if place.id not in self._free:
            self._free[place.id] = self._on_duty(place) & ~self.frame.bits(place.busy)
        return self._free[place.id]

    def _on_duty(self, place: Place) -> int:
        return self._open if place.hours is None else self._open & self.frame.bits(opening(place.hours, self.frame))

    def takes(self, start: int) -> list[Take]:
        """Who does it, for a start that is free: bays and technicians already at the vehicle first, then the tightest, then the least
        loaded in the frame (those who can do more are kept for what needs them)."""
        chosen: list[Take] = []
        for kind in ("bay", "technician"):
            last = 0
            for step in self.plan.steps:
                since, until = _reach(step, kind)
                at = start + since - self.frame.origin
                able = [
                    place for place in self.places
                    if place.kind == kind and place.serves(step) and not ~self._free_of(place) >> at & (1 << until - since) - 1
                ]  # fmt: skip
                last = min(able, key=lambda place: (place.id != last, *self._rank(place))).id
                chosen.append((last, start + since, start + until))
        return _joined(chosen)

    def _rank(self, place: Place) -> tuple[int, int, int, int]:
        load = self.frame.size - self._free_of(place).bit_count()
        return len(place.abilities), load, place.position, place.id


def _reach(step: Step, kind: str) -> tuple[int, int]:
    return (step.bay_start, step.bay_end) if kind == "bay" else (step.start, step.end)


def _joined(takes: Sequence[Take]) -> list[Take]:
    """What one resource does without a break, or twice at once (cleaning up after one step, setting up for the next), is one interval."""
    joined: list[Take] = []
    for resource, since, until in sorted(takes):
        if joined and joined[-1][0] == resource and since <= joined[-1][2]:
            joined[-1] = (resource, joined[-1][1], max(until, joined[-1][2]))
        else:
            joined.append((resource, since, until))
    return joined
