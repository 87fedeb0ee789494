"""From the things that were named to PostgreSQL's query, and what to look for instead where nobody ever wrote a word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.archive.asked import Thing
from services.finding.slips import near, other_layout
from services.storage.reader import Reader

_COMPLETED = 20  # words that begin with what was typed
_SHORTEST = 3  # letters
_LAST = "\U0010ffff"
_FLEETING = re.compile(r"(\w*[бвгджзклмнпрстфхцчшщ])[ео]([нцкрл])")
_HIDDEN = re.compile(r"(\w+[бвгджзклмнпрстфхцчшщ])ь?([нцкрл])")
_LEXEME = re.compile(r"'((?:[^']|'')+)'")
# Of each thing its query, and in how many messages the rarest of its stems was seen; null where a number is among them.
_READ = """
SELECT q.query::text AS query, numnode(q.query) AS size,
    (SELECT min(coalesce((SELECT sum(seen) FROM archive_word WHERE stem = s.stem), CASE WHEN s.stem ~ '[0-9]' THEN NULL ELSE 0 END))
     FROM unnest(tsvector_to_array(archive_vector(t.text))) AS s (stem)) AS seen
FROM unnest($1::text[]) WITH ORDINALITY AS t (text, place),
    LATERAL phraseto_tsquery('pg_catalog.russian', archive_plain(t.text)) AS q (query)
ORDER BY t.place
"""
_BEGUN = "SELECT word, stem, seen FROM archive_word WHERE word ~>=~ $1 AND word ~<~ $2 ORDER BY seen DESC LIMIT $3"
_ONE_OF = "SELECT word, stem, seen FROM archive_word WHERE word = ANY ($1::text[]) ORDER BY seen DESC LIMIT 1"
_NEAREST = """
SELECT word, stem, seen FROM archive_word
WHERE word % $1 AND word <> $1 AND similarity(word, $1) > 0.35 AND abs(length(word) - length($1)) < 4
ORDER BY similarity(word, $1) DESC, seen DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Query:
    """`whole`: what a conversation must match; `any`: what a place in it may match; both empty where there is nothing to look for.

    `seen`: messages that have the rarest word, None where that is not known. `patterns` find what is marked by its form. `looked_for`: what
    was typed and what may have been meant. `some`: what a conversation with only some of it must match; empty where that is the same.
    """

    whole: str = ""
    any: str = ""
    seen: int | None = None
    looked_for: Sequence[tuple[str, str]] = ()
    patterns: Sequence[str] = ()
    some: str = ""


def lexeme(word: str) -> str:
    """A word as part of a query, whatever is in it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def weighted(query: str, weight: str) -> str:
    """The query with each word of this weight only."""
    return _LEXEME.sub(lambda found: f"{found[0]}:{weight}", query) if weight else query


async def build(reader: Reader, things: Sequence[Thing], weight: str = "", *, forgiving: bool = False) -> Query:
    """Words that only bind others (`не`, `the`) say nothing and are left out.

    `forgiving`: each word may also be another that begins so, or the one that was meant. This is decided without asking whether anybody
    wrote the word itself: that would tell people what is said where they may not look.
    """
    rows = await reader.rows(_READ, [thing.text for thing in things])
    wanted: list[str] = []
    excluded: list[str] = []
    looked_for: list[tuple[str, str]] = []
    seen: list[int] = []
    for thing, row in zip(things, rows, strict=True):
        query, count = row["query"], row["seen"]
        if thing.mark:
            query, count = (f"({query} | {lexeme(thing.mark)})" if row["size"] else lexeme(thing.mark)), None
        elif not row["size"]:
            continue
        elif row["size"] == 1:
            query = await _with_fleeting(reader, query)
            if forgiving and not thing.excluded and not thing.phrase:
                others = await _others(reader, thing.text.lower().replace("ё", "е"))
                query = " | ".join([query, *sorted({lexeme(other.stem) for other in others})])
                count = None if count is None else count + sum(other.seen for other in others)
                looked_for += [(thing.text, other.word) for other in others if other.meant]
        (excluded if thing.excluded else wanted).append(query)
        if not thing.excluded and count is not None:
            seen.append(int(count))
    if not wanted:
        return Query()
    none = [f"!({weighted(q, weight)})" for q in excluded]
    patterns = [thing.pattern for thing in things if thing.pattern and not thing.excluded]
    return Query(
        " & ".join([*(f"({weighted(q, weight)})" for q in wanted), *none]),
        " | ".join(f"({q})" for q in wanted), min(seen, default=None), looked_for, patterns,
        " & ".join([f"({weighted(' | '.join(f'({q})' for q in wanted), weight)})", *none]) if len(wanted) > 1 else "",
    )  # fmt: skip


async def _with_fleeting(reader: Reader, query: str) -> str:
    """With the other stem of a Russian word whose vowel comes and goes: `ремень` and `ремня`, `палец` and `пальца`."""
    stem = query.strip("'")
    others = []
    if gone := _FLEETING.fullmatch(stem):
        others = [f"{gone[1]}{soft}{gone[2]}" for soft in ("", "ь")]
    elif hidden := _HIDDEN.fullmatch(stem):
        others = [f"{hidden[1]}{vowel}{hidden[2]}" for vowel in "ео"]
    if others:
        known = await reader.rows("SELECT DISTINCT stem FROM archive_word WHERE stem = ANY ($1::text[])", others)
        return " | ".join([query, *(lexeme(row["stem"]) for row in known)])
    return query


@dataclass(frozen=True, slots=True)
class _Other:
    """A word that somebody wrote; `meant`: it does not begin as what was typed."""

    word: str
    stem: str
    seen: int
    meant: bool


async def _others(reader: Reader, word: str) -> list[_Other]:
    """Those that begin so, and the one that may have been meant: by the other layout, or with a slip."""
    words = word.isalpha() and len(word) >= _SHORTEST
    begun = await reader.rows(_BEGUN, word, word + _LAST, _COMPLETED) if words else []
    meant = await reader.row(_ONE_OF, [other_layout(word)])
    if meant is None and words:
        meant = await reader.row(_ONE_OF, [other for other in near(word) if other != word])
    if meant is None and words:
        meant = await reader.row(_NEAREST, word)
    others = [_Other(row["word"], row["stem"], row["seen"], meant=False) for row in begun]
    return [*others, _Other(meant["word"], meant["stem"], meant["seen"], meant=True)] if meant else others
