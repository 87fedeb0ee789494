"""The day as pictures: bars and a line as SVG that stretches with the page; the words around them are the page's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.web.console.words import Place, Words
from services.board.models import Hour

HEIGHT, STEP, _BAR, _GAP = 100, 30, 7, 2
_KINDS = ("came", "answered", "missed")
_LEAST_HOURS = 8
_LABELS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `kind` says which of the three, and how it is drawn."""

    kind: str
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Pictures:
    """The hours that are shown, in words, and what is drawn of them. `top`, `top_waiting`: what the full height stands for."""

    hours: Sequence[tuple[str, Hour]]
    labels: Sequence[str]
    width: int
    bars: Sequence[Bar]
    top: int
    line: str
    top_waiting: int
    summary: str
    summary_waiting: str


def draw(hours: Sequence[Hour], words: Words, place: Place) -> Pictures | None:
    """Pictures of the day from its first hour in which something happened; None where nothing has."""
    busy = [at for at, hour in enumerate(hours) if hour.came or hour.answered or hour.missed]
    if not busy:
        return None
    shown = hours[max(0, min(busy[0], len(hours) - _LEAST_HOURS)) :]
    named = [(words.time(hour.since, place), hour) for hour in shown]
    top = max(max(getattr(hour, kind) for kind in _KINDS) for hour in shown)
    top_waiting = max(1, *(hour.unanswered for hour in shown))
    most_at, most = max(named, key=lambda pair: pair[1].came)
    worst_at, worst = max(named, key=lambda pair: pair[1].unanswered)
    every = -(-len(shown) // _LABELS)
    return Pictures(
        hours=named, labels=[name if at % every == 0 else "" for at, (name, _) in enumerate(named)], width=STEP * len(shown),
        bars=[_bar(kind, at, place_in, getattr(hour, kind), top) for at, hour in enumerate(shown) for place_in, kind in enumerate(_KINDS)],
        top=top, line=_line([hour.unanswered for hour in shown], top_waiting), top_waiting=top_waiting,
        summary=words(
            "board-picture-summary", came=sum(hour.came for hour in shown), answered=sum(hour.answered for hour in shown),
            missed=sum(hour.missed for hour in shown), most=most.came, at=most_at,
        ),
        summary_waiting=words("board-picture-waiting-summary", now=shown[-1].unanswered, most=worst.unanswered, at=worst_at),
    )  # fmt: skip


def _bar(kind: str, at: int, place_in: int, count: int, top: int) -> Bar:
    height = round(HEIGHT * count / top, 1)
    return Bar(kind, at * STEP + _GAP + place_in * (_BAR + _GAP), round(HEIGHT - height, 1), height)


def _line(counts: Sequence[int], top: int) -> str:
    """A step for each hour."""
    steps = (f"V{round(HEIGHT - HEIGHT * count / top, 1)}H{(at + 1) * STEP}" for at, count in enumerate(counts))
    return f"M0 {HEIGHT}{''.join(steps)}"
