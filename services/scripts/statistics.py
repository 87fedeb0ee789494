"""How a script does: which questions are skipped, which outcomes fail (V7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.requests.models import TYPES
from services.scripts.models import Script
from services.scripts.reading import script_of
from services.storage.reader import Reader, Row

_OPENED = """
SELECT type, CASE WHEN $5 THEN unit_id END AS unit, count(*) AS opened FROM request r
WHERE created_at >= $1 AND created_at < $2 AND ($3::integer[] IS NULL OR unit_id = ANY ($3)) AND ($4::text IS NULL OR type = $4)
GROUP BY 1, 2
"""
_FIELDS = """
SELECT r.type, CASE WHEN $5 THEN r.unit_id END AS unit, f.code, count(*) FILTER (WHERE known) AS known,
    count(*) FILTER (WHERE asked_at IS NOT NULL) AS asked,
    count(*) FILTER (WHERE asked_at IS NOT NULL AND left_as IN ('answered', 'sent')) AS answered,
    count(*) FILTER (WHERE asked_at IS NOT NULL AND left_as IN ('skipped', 'ended')) AS skipped,
    count(*) FILTER (WHERE asked_at IS NOT NULL AND left_as = 'unclear') AS unclear,
    count(*) FILTER (WHERE told_by = 'agent') AS told
FROM request r JOIN script_field f ON f.request_number = r.number
WHERE r.created_at >= $1 AND r.created_at < $2 AND ($3::integer[] IS NULL OR r.unit_id = ANY ($3)) AND ($4::text IS NULL OR r.type = $4)
GROUP BY 1, 2, 3
"""
_RESULTS = """
SELECT type, CASE WHEN $5 THEN unit_id END AS unit, outcome, result, count(*) AS count,
    count(*) FILTER (WHERE outcome IN ('no_answer', 'refused') OR reopened_at IS NOT NULL OR rating <= 2) AS failed,
    count(*) FILTER (WHERE reopened_at IS NOT NULL) AS reopened, count(*) FILTER (WHERE rating <= 2) AS low
FROM wrap_up w
WHERE at >= $1 AND at < $2 AND ($3::integer[] IS NULL OR unit_id = ANY ($3)) AND ($4::text IS NULL OR type = $4)
GROUP BY 1, 2, 3, 4 ORDER BY count DESC, outcome, result
"""
_Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """Of one field, over requests of the script: `known` before anything was asked, `asked` by the bot, of these `answered` (in words or
    as a picture), `skipped` (by the button, or by going on to something else) and `unclear`; `told` later, by an agent."""

    code: str
    known: int = 0
    asked: int = 0
    answered: int = 0
    skipped: int = 0
    unclear: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class ResultFigures:
    """Closings with an outcome (`result` None: without a result of the script). `reopened`: opened again afterwards, for whatever reason;
    `low`: rated 1–2; `failed`: no_answer, refused, reopened or rated 1–2, each closing once."""

    outcome: str
    result: str | None
    count: int = 0
    failed: int = 0
    reopened: int = 0
    low: int = 0


@dataclass(frozen=True, slots=True)
class ScriptFigures:
    """Of one request type in one unit (None: of no unit yet). `opened`: requests that came within the dates; fields in the order of the
    script that holds now, then those that were asked by an earlier one; results by count."""

    type: str
    unit_id: int | None
    opened: int
    closed: int
    failed: int
    fields: Sequence[FieldFigures]
    results: Sequence[ResultFigures]


async def script_figures(
    reader: Reader, since: datetime, until: datetime, *, unit_ids: Sequence[int] | None = None, request_type: str | None = None,
    by_unit: bool = True,
) -> list[ScriptFigures]:  # fmt: skip
    """Figures of requests opened, and of closings made, from `since` up to `until`; `unit_ids` None: all units, and requests of none.

    `by_unit` False: the units together (`unit_id` None). Whoever asks has been checked before.
    """
    args = (since, until, list(unit_ids) if unit_ids is not None else None, request_type, by_unit)
    opened = {_key(row): row["opened"] for row in await reader.rows(_OPENED, *args)}
    fields, results = _grouped(await reader.rows(_FIELDS, *args)), _grouped(await reader.rows(_RESULTS, *args))
    keys = sorted(opened.keys() | fields.keys() | results.keys(), key=_order)
    return [
        _figures(key, opened.get(key, 0), await script_of(reader, *key), fields.get(key, []), results.get(key, []))
        for key in keys
    ]


def _key(row: Row) -> _Key:
    return row["type"], row["unit"]


def _order(key: _Key) -> tuple[int, int]:
    name, unit = key
    return TYPES.index(name) if name in TYPES else len(TYPES), unit or 0


def _grouped(rows: Sequence[Row]) -> dict[_Key, list[Row]]:
    found: dict[_Key, list[Row]] = {}
    for row in rows:
        found.setdefault(_key(row), []).append(row)
    return found


def _figures(key: _Key, opened: int, script: Script, fields: list[Row], results: list[Row]) -> ScriptFigures:
    counts = {row["code"]: FieldFigures(**{name: row[name] for name in FieldFigures.__dataclass_fields__}) for row in fields}
    now = [counts.pop(field.code, FieldFigures(field.code)) for field in script.fields]
    closed = [ResultFigures(**{name: row[name] for name in ResultFigures.__dataclass_fields__}) for row in results]
    return ScriptFigures(
        key[0], key[1], opened, sum(one.count for one in closed), sum(one.failed for one in closed), [*now, *counts.values()], closed
    )  # fmt: skip
