"""Times of day as people name them, in Russian and English. Pure; `take` removes what it has read from the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

NOON = 12
_DOUBTFUL = range(1, 8)  # hours that a workshop may mean in the afternoon: "в 3"
_WORDS = {
    name: number
    for number, names in enumerate(
        ("час one", "два two", "три three", "четыре four", "пять five", "шесть six", "семь seven", "восемь eight", "девять nine",
         "десять ten", "одиннадцать eleven", "двенадцать twelve"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_HALVES = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат")
_HOUR = rf"(?P<h>[01]?\d|2[0-4])(?:[:.-](?P<min>[0-5]\d))?(?!\d)|(?P<word>{'|'.join(_WORDS)})"
_HALF = r"(?: ?(?P<half>утра|дня|вечера|a\.?m\.?|p\.?m\.?|in the (?:morning|afternoon|evening)))"
_HOURS = r"(?: ?(?:час(?:ов|а)?|ч\.?|o'clock))?"


@dataclass(frozen=True, slots=True)
class Clock:
    """Times of day: `times` are exact, `since` and `until` a part of the day."""

    times: tuple[time, ...] = ()
    since: time | None = None
    until: time | None = None


def hours(hour: int, minute: int = 0, half: str | None = None, *, plain: bool = True) -> tuple[time, ...]:
    """What an hour may mean, the likelier first; empty: no such hour. `plain`: written without a leading zero."""
    if half:
        late = half[:1] in {"p", "д", "в"} or half.endswith(("afternoon", "evening"))
        hour = hour % NOON + NOON if late and hour <= NOON else (0 if not late and hour == NOON else hour)
    if not 0 <= hour < 24:  # noqa: PLR2004
        return ()
    if not half and plain and hour in _DOUBTFUL:
        return time(hour + NOON, minute), time(hour, minute)
    return (time(hour, minute),)


def take(left: str) -> tuple[str, Clock | None]:
    """The text without the times named in it. None: what was named is no one time."""
    found = Clock()
    for pattern, meaning in _READERS:
        if (match := pattern.search(left)) is None:
            continue
        meant = meaning(match)
        if meant is None:
            continue
        if (joined := _joined(found, meant)) is None:
            return left, None
        found, left = joined, f"{left[: match.start()]} {left[match.end() :]}"
    return left, found


def _joined(one: Clock, other: Clock) -> Clock | None:
    """A time and the part of the day it is in: "утром в 7"; two times are none."""
    if one == Clock():
        return other
    if one.times and other.times:
        return None
    times = one.times or other.times
    since, until = one.since or other.since, one.until or other.until
    if not times:
        return Clock((), since, until)
    meant = tuple(at for at in times if (since is None or at >= since) and (until is None or at < until))
    return Clock(meant) if meant else None


def _said(match: re.Match[str], prefix: str = "", half: str | None = None) -> tuple[time, ...]:
    word = match[f"{prefix}word"]
    minute = int(match[f"{prefix}min"] or 0)
    return hours(
        _WORDS[word] if word else int(match[f"{prefix}h"]), minute, half or match.groupdict().get(f"{prefix}half"),
        plain=not (match[f"{prefix}h"] or "").startswith("0"),
    )  # fmt: skip


def _between(match: re.Match[str]) -> Clock | None:
    first, last = _said(match, "a"), _said(match, "b")
    if not first or not last:
        return None
    # "с 10 до 2": the second is the later one, whatever half of the day that takes
    pairs = [(since, until) for since in reversed(first) for until in reversed(last) if since < until]
    daytime = [pair for pair in pairs if pair[0].hour >= 8] or pairs  # noqa: PLR2004 - "с 3 до 5" is the afternoon
    return Clock((), *daytime[0]) if daytime else None


def _edge(match: re.Match[str]) -> Clock | None:
    times = _said(match)
    if not times:
        return None
    return Clock((), None, times[0]) if match["before"] else Clock((), times[0], None)


def _exact(match: re.Match[str]) -> Clock | None:
    times = _said(match)
    return Clock(times) if times else None


def _half_past(match: re.Match[str]) -> Clock | None:
    """`полвторого`: half past one."""
    return Clock(hours(_HALVES.index(match["next"]) or NOON, 30))


def _part(since: int | None, until: int | None) -> Callable[[re.Match[str]], Clock | None]:
    return lambda _match: Clock((), None if since is None else time(since), None if until is None else time(until))


def _renamed(pattern: str, prefix: str) -> str:
    return re.sub(r"\?P<(\w+)>", rf"?P<{prefix}\1>", pattern)


def _a(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.:]){pattern}(?![\w:])")


_ONE = rf"(?:{_HOUR}){_HOURS}{_HALF}?"
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Clock | None]], ...] = (
    (_a(rf"(?:с|между|from|between) {_renamed(_ONE, 'a')} (?:до|и|to|and|till|until) {_renamed(_ONE, 'b')}"), _between),
    (_a(r"(?:после обеда|во второй половине дня|(?:in the )?afternoon|after lunch)"), _part(NOON, 18)),
    (_a(r"(?:до обеда|в первой половине дня|before (?:lunch|noon))"), _part(None, 13)),
    (_a(rf"(?:(?P<before>до|не позже|раньше|before|by|until)|после|не раньше|с|after|from|не ранее) {_ONE}"), _edge),
    (_a(r"(?:в )?(?:полдень|noon|midday)"), lambda _match: Clock((time(NOON),))),
    (_a(rf"(?:в )?пол(?:овин[аеу] )?(?P<next>{'|'.join(_HALVES)})(?:ого|ьего)"), _half_past),
    (_a(rf"(?:в|к|на|at|around|около) {_ONE}"), _exact),
    (_a(rf"(?P<h>[01]?\d|2[0-4])[:.-](?P<min>[0-5]\d)(?P<word>){_HALF}?"), _exact),
    (_a(rf"(?P<h>[01]?\d)(?P<min>)(?P<word>){_HOURS}{_HALF}"), _exact),
    (_a(r"(?P<h>[01]?\d|2[0-4])(?P<min>)(?P<word>)(?P<half>) ?(?:час(?:ов|а)|ч|o'clock)"), _exact),
    (_a(r"(?:с утра|утром|утра|(?:in the )?morning)"), _part(None, NOON)),
    (_a(r"(?:днем|in the day|daytime)"), _part(NOON, 17)),
    (_a(r"(?:вечером|вечера|под вечер|(?:in the )?evening|tonight)"), _part(17, None)),
)
