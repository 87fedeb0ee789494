"""A day and a time as people type them: "завтра в 10", "в пятницу после обеда", "27.11 14:30", "next Friday at 3pm". Pure.

The whole message must be that: what else it says is for a person. Nothing is invented: what can be read in two ways gives both.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Literal

from services.understanding import clocks, days
from services.understanding.typed import alike

MAX_CHARS = 80  # more than that is a story
Bare = Literal["hour", "day"]
_SIGNS = re.compile(r"[,;!?()«»\"]|\.(?!\d)")
_NUMBER = re.compile(r"\d{1,2}")
_SOON = re.compile(
    r"(?:как можно )?(?:по)?раньше|(?:в )?ближайшее(?: время)?|в любое время|(?:когда|во сколько) угодно|"
    r"(?:as soon as possible|asap|soonest|earliest|any ?time)"
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FILLERS = _set(
    """
    в во на к с по бы мне меня нам нас я мы хочу хотим хотел хотела хотелось можно можете давайте давай пожалуйста плиз запишите запиши
    записаться записать приеду приедем приехать подъеду подъехать смогу сможем могу удобно удобнее лучше то где где-то примерно около
    часов часа час ч время день числа да ок окей хорошо тогда ну а это если свободно есть буду будет подойдет подходит
    on at in the please can could i i'd id i'll we we'd would like want to come book make it for around about ok okay yes let's lets
    maybe be there me us a say then of o'clock suits works best good is fine if possible thanks thank you hi hello that'd that
    """
)


@dataclass(frozen=True, slots=True)
class Wished:
    """What was typed. `days`: one, or those it may mean, the nearest first; empty where no day was named.

    `times`: one time of day, or those it may mean; `since`, `until`: a part of the day. All empty: as soon as there is anything.
    """

    days: tuple[date, ...] = ()
    times: tuple[time, ...] = ()
    since: time | None = None
    until: time | None = None

    def fits(self, at: time) -> bool:
        """Whether a start at this time of day is what was meant."""
        if self.times:
            return at in self.times
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)

    @property
    def exact(self) -> bool:
        """Whether a time was named, and not a part of the day or none."""
        return bool(self.times)

    @property
    def part(self) -> bool:
        """Whether only a part of the day was named."""
        return self.since is not None or self.until is not None


def read_time(words: str, today: date, *, bare: Bare | None = None) -> Wished | None:
    """The day and time, when the message is nothing else; None: for a person.

    `today` is the date it is where the visit will be; `bare` says what a lone number is: the question was about an hour, or a day.
    """
    if len(words) > MAX_CHARS:
        return None
    left = f" {_plain(words)} "
    left, found_days = days.take(left, today)
    left, found_clock = clocks.take(left)
    if found_clock is None:
        return None
    wished = Wished(found_days or (), found_clock.times, found_clock.since, found_clock.until)
    left, soon = _taken(left, _SOON)
    rest = [word for word in left.split() if word not in _FILLERS]
    if not rest:
        return wished if wished != Wished() or soon else None
    return _with_number(wished, rest, today, bare)


def _plain(words: str) -> str:
    return " ".join(_SIGNS.sub(" ", alike(words)).split())


def _taken(left: str, pattern: re.Pattern[str]) -> tuple[str, bool]:
    shorter = pattern.sub(" ", left)
    return shorter, shorter != left


def _with_number(wished: Wished, rest: list[str], today: date, bare: Bare | None) -> Wished | None:
    """One number is left: the answer to what was asked, where that has not been said in another way."""
    if len(rest) != 1 or not _NUMBER.fullmatch(rest[0]):
        return None
    number = int(rest[0])
    if bare == "day" and not wished.days and (meant := days.of_month(number, today)) is not None:
        return replace(wished, days=(meant,))
    if (bare == "hour" or wished.days) and not wished.times and (hours := clocks.hours(number)):
        return replace(wished, times=hours)
    return None
