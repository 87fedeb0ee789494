"""Where in a conversation it was said: the messages as they are now, never what the rows remember."""

import re
from collections.abc import Sequence
from typing import Any

from services.archive.making import FILES, RECORDED
from services.archive.models import Place, Segment, Who
from services.archive.query import Query
from services.storage.reader import Reader, Row

_LOOKED_AT = 200  # last messages of a conversation; further back only where nothing is found in these
_BEFORE, _AFTER = 60, 160  # characters shown around the first mark
_BEGIN, _END = "\x02", "\x03"
_MARKED = (
    "ts_headline('pg_catalog.russian', archive_plain({}), $2::tsquery, U&'HighlightAll=true, StartSel=\\0002, StopSel=\\0003')"
)
_FAR = "EXISTS (SELECT FROM message l WHERE l.request_number = number AND l.id > ranked.id ORDER BY l.id OFFSET 140 LIMIT 1)"
_MESSAGES = f"""
SELECT number, id, direction, author, at, said, more, {_FAR} AS far, {_MARKED.format("said")} AS marked FROM (
    SELECT n.number, m.id, m.direction, m.author, m.at, m.said, count(*) OVER request - 1 AS more,
        row_number() OVER (request ORDER BY ts_rank(m.words, $2::tsquery) DESC, m.id DESC) AS place
    FROM unnest($1::bigint[]) AS n (number) CROSS JOIN LATERAL (
        SELECT m.*, archive_vector(m.said) AS words FROM (
            SELECT m.id, m.direction, m.author, m.at,
                translate(m.text || CASE WHEN files <> '' THEN E'\\n' || files ELSE '' END, U&'\\0002\\0003', '  ') AS said
            FROM (SELECT m.*, {FILES} AS files FROM message m
                WHERE m.request_number = n.number AND m.direction <> 'system' AND m.withdrawn_at IS NULL
                    AND ($3 = '' OR m.direction = $3) ORDER BY m.id DESC LIMIT $4) AS m
        ) AS m OFFSET 0
    ) AS m WHERE m.words @@ $2::tsquery WINDOW request AS (PARTITION BY n.number)
) AS ranked WHERE place = 1
"""
_RECORDED = f"""
SELECT number, said, at, {_MARKED.format("said")} AS marked FROM (
    SELECT r.number, coalesce(r.closed_at, r.created_at) AS at, translate({RECORDED}, U&'\\0002\\0003', '  ') AS said
    FROM request r WHERE r.number = ANY ($1::bigint[])
) AS recorded WHERE archive_vector(said) @@ $2::tsquery
"""


async def places(reader: Reader, numbers: Sequence[int], query: Query, who: Who) -> dict[int, tuple[Place, int]]:
    """By request its best place and how many further messages match; nothing for those where it is not said any more."""
    found: dict[int, tuple[Place, int]] = {}
    for most in (_LOOKED_AT, 1_000_000):
        missing = [number for number in numbers if number not in found]
        if missing:
            rows = await reader.rows(_MESSAGES, missing, query.any, who, most)
            found |= {row["number"]: (_place(row, query.patterns), row["more"]) for row in rows}
    missing = [number for number in numbers if number not in found]
    if missing and not who:
        for row in await reader.rows(_RECORDED, missing, query.any):
            segments = _segments(row["said"], row["marked"], query.patterns)
            found[row["number"]] = Place("summary", None, "", row["at"], segments), 0
    return found


def _place(row: Row, patterns: Sequence[str]) -> Place:
    segments = _segments(row["said"], row["marked"], patterns)
    return Place(row["direction"], row["id"], row["author"], row["at"], segments, row["far"])


def _segments(said: str, marked: str, patterns: Sequence[str]) -> list[Segment]:
    """A piece around the first mark. `marked` is letter for letter the same text, with the marks in it; else nothing is marked."""
    spans = _spans(marked) if len(re.sub(f"[{_BEGIN}{_END}]", "", marked)) == len(said) else []
    spans += [found.span() for pattern in patterns for found in re.finditer(pattern, said, re.IGNORECASE)]
    spans.sort()
    start = _word_begin(said, spans[0][0] - _BEFORE) if spans else 0
    end = start + _BEFORE + _AFTER
    pieces: list[Segment] = [("…", False)] if start else []
    at = start
    for begin, until in spans:
        if begin >= end or until <= at:
            continue
        pieces += [(said[at : max(begin, at)], False), (said[max(begin, at) : until], True)]
        at = until
    pieces.append((said[at : max(end, at)], False))
    if len(said) > max(end, at):
        pieces.append(("…", False))
    return _joined(pieces)


def _spans(marked: str) -> list[tuple[int, int]]:
    """Places of the marked words in the text without marks."""
    spans, at, begin = [], 0, 0
    for ch in marked:
        if ch == _BEGIN:
            begin = at
        elif ch == _END:
            spans.append((begin, at))
        else:
            at += 1
    return spans


def _word_begin(said: str, at: int) -> int:
    """The beginning of the first whole word from here."""
    if at <= 0:
        return 0
    blank = said.find(" ", at, at + _BEFORE)
    return blank + 1 if blank >= 0 else at


def _joined(pieces: Sequence[Segment]) -> list[Segment]:
    """Without empty ones, and words that are marked one after the other as one mark."""
    joined: list[Any] = []
    for text, marked in pieces:
        if not text:
            continue
        if joined and joined[-1][1] == marked:
            joined[-1] = (joined[-1][0] + text, marked)
        elif marked and len(joined) > 1 and joined[-2][1] and joined[-1][0].isspace():
            joined[-2:] = [(joined[-2][0] + joined[-1][0] + text, True)]
        else:
            joined.append((text, marked))
    return joined
