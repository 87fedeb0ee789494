"""Which rows of a conversation are made anew, so that a message costs the same whatever came before it. Pure.

A row has the messages after those of the row before it up to its own `upto`. Only the last one grows; an edit changes its row alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

FAILED = -1  # the part of a row without words: nothing could be made of this request (leaving_out.py)


@dataclass(slots=True)
class Change:
    """What of a request is other than it was. `messages`: ids of changed ones; new ones are always looked for.

    `recorded`: maybe also what was recorded about it. `whole`: maybe everything.
    """

    number: int
    messages: set[int] = field(default_factory=set)
    recorded: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Messages with ids above `after` up to `until` are row `part`; without `until` all that came since, in as many rows as it takes."""

    number: int
    part: int
    after: int
    until: int | None


def whole(number: int) -> Piece:
    """All rows of the request."""
    return Piece(number, 0, 0, None)


def pieces_of(changes: Sequence[Change], known: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """What is to be made; `known`: number, part and upto of all rows of these requests, in order. Each request has one open piece."""
    rows = {number: [row[1:] for row in found] for number, found in groupby(known, itemgetter(0))}
    return [piece for change in changes for piece in _of_one(change, rows)]


def _of_one(change: Change, rows: Mapping[int, Sequence[tuple[int, int]]]) -> list[Piece]:
    parts = rows.get(change.number, ())
    if change.whole or not parts or parts[0][0] == FAILED:
        return [whole(change.number)]
    *before, last = [Piece(change.number, part, after, upto) for (part, upto), after in zip(parts, _ends(parts), strict=True)]
    changed = {next((piece for piece in before if message <= (piece.until or 0)), None) for message in change.messages}
    changed |= set(before[:1]) if change.recorded else set()
    return [*(piece for piece in before if piece in changed), Piece(change.number, last.part, last.after, None)]


def _ends(parts: Sequence[tuple[int, int]]) -> list[int]:
    """Behind which message each row begins."""
    return [0, *(upto for _, upto in parts[:-1])]
