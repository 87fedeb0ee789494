"""Which requests stand behind a number of the scripts' figures: conditions over `r`, for lists of requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_LEFT = {
    "known": "f.known", "asked": "f.asked_at IS NOT NULL", "told": "f.told_by = 'agent'",
    "answered": "f.asked_at IS NOT NULL AND f.left_as IN ('answered', 'sent')",
    "skipped": "f.asked_at IS NOT NULL AND f.left_as IN ('skipped', 'ended')",
    "unclear": "f.asked_at IS NOT NULL AND f.left_as = 'unclear'",
}  # fmt: skip
_FAILED = {
    "": "", "reopened": " AND w.reopened_at IS NOT NULL", "low": " AND w.rating <= 2",
    "failed": " AND (w.outcome IN ('no_answer', 'refused') OR w.reopened_at IS NOT NULL OR w.rating <= 2)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """`field`, `left`: a script's field and how it was left (a name of FieldFigures). `closed`: closings in this span of time, of `kind` of
    request, with `outcome` and `result` (empty: without a result of the script, None: any); `only`: `failed`, `reopened` or `low` ones."""

    field: str = ""
    left: str = ""
    closed: tuple[datetime, datetime] | None = None
    kind: str = ""
    outcome: str = ""
    result: str | None = None
    only: str = ""

    def asked(self) -> Iterator[tuple[Any, ...]]:
        """The conditions, each with its values."""
        if self.field and self.left in _LEFT:
            yield (
                f"EXISTS (SELECT FROM script_field f WHERE f.request_number = r.number AND f.code = {{}} AND {_LEFT[self.left]})",
                self.field,
            )
        if self.closed:
            values: list[Any] = [*self.closed]
            conditions = "w.at >= {} AND w.at < {}" + _FAILED.get(self.only, "")
            for column, value in (("type", self.kind), ("outcome", self.outcome), ("result", self.result)):
                if value:
                    conditions += f" AND w.{column} = {{}}"
                    values.append(value)
            if self.result == "":
                conditions += " AND w.result IS NULL"
            yield f"r.number IN (SELECT w.request_number FROM wrap_up w WHERE {conditions})", *values
