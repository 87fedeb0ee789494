"""Who may look through what, asked of the requests themselves; the marks of the rows only make the candidates fewer."""

from dataclasses import dataclass
from typing import Any

from services.archive.models import Narrowing
from services.archive.query import lexeme
from services.requests.view import Viewer

_FILTERS = (
    ("unit", "coalesce(r.unit_id, 0) = {}"),
    ("agent", "r.number IN (SELECT request_number FROM request_agent WHERE staff_id = {})"),
    ("request_type", "r.type = {}"),
    ("state", "r.state = {}"),
    ("outcome", "r.outcome = {}"),
    ("since", "r.created_at >= {}"),
    ("until", "r.created_at < {}"),
    ("tag", "r.number IN (SELECT request_number FROM request_tag WHERE tag_id = {})"),
)
_MARKS = {"unit": "#u", "agent": "#a", "request_type": "#y", "state": "#s", "outcome": "#o"}
_FILES = (
    "EXISTS (SELECT FROM message f JOIN attachment a ON a.message_id = f.id WHERE f.request_number = r.number "
    "AND a.replaced_at IS NULL AND f.withdrawn_at IS NULL{})"
)


@dataclass(frozen=True, slots=True)
class Reach:
    """`condition`: SQL over `r` with parameters from `first`; `marks`: the same as far as rows are marked, as a part of a query."""

    condition: str
    args: list[Any]
    marks: str


def reach(viewer: Viewer, narrowing: Narrowing, first: int) -> Reach:
    """What this person may read (R3), narrowed."""
    condition, args = viewer.condition(first)
    conditions, marks = [condition], _marks_of(viewer)
    for name, sql in _FILTERS:
        value = getattr(narrowing, name)
        if value is not None and value != "":
            args.append(value)
            conditions.append(sql.format(f"${first + len(args) - 1}"))
            if name in _MARKS:
                marks.append(lexeme(f"{_MARKS[name]}{value}"))
    if narrowing.files:
        conditions.append(_FILES.format(f" AND f.direction = '{narrowing.who}'" if narrowing.who else ""))
        marks.append("'#files'")
    return Reach(" AND ".join(conditions), args, " & ".join(marks))


def _marks_of(viewer: Viewer) -> list[str]:
    staff = viewer.staff
    if viewer.scope != "staff" or staff is None or (staff.reads_all and (staff.role != "head" or not staff.unit_ids)):
        return []
    own = [lexeme(f"#a{staff.id}")]
    if staff.reads_all:
        own += [lexeme(f"#u{unit}") for unit in (0, *staff.unit_ids)]
    return ["(" + " | ".join(own) + ")"]
