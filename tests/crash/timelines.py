"""What became of each visit, as its events tell it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.crash.stage import Stage

_VISITS = """
SELECT a.public_id, a.client_id, a.starts_at, a.status, a.version, a.source, a.comment, a.draft, u.time_zone, u.city, u.code AS unit,
    (SELECT count(*) FROM chat WHERE client_id = a.client_id) AS chats
FROM appointment a JOIN unit u ON u.id = a.unit_id WHERE a.status <> 'hold'
"""
_STEPS = """
SELECT substr(subject, 13) AS visit, type, at, data FROM event
WHERE type IN ('visit.booked', 'visit.moved', 'visit.cancelled', 'visit.confirmed') AND subject LIKE 'appointment:%' ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Version:
    """A time the visit had; `decided_at` in business time, `by`: client or source."""

    starts_at: datetime
    decided_at: datetime
    by: str


@dataclass
class Timeline:
    """A visit as it stands in its table (`row`), and how it came there. `versions` begin with the first booking, version 1."""

    row: Any
    versions: list[Version] = field(default_factory=list)
    confirmed: set[int] = field(default_factory=set)
    cancelled: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def visit(self) -> str:
        """Its id outside."""
        return str(self.row["public_id"])

    @property
    def zone(self) -> str:
        """Of its station."""
        return str(self.row["time_zone"])

    @property
    def has_chat(self) -> bool:
        """Whether its client talks to the bot."""
        return bool(self.row["chats"])

    def city(self, language: str) -> str:
        """Of its station."""
        return str(json.loads(self.row["city"])[language])

    def ended(self, version: int) -> datetime | None:
        """When this version was over: moved on or cancelled."""
        if version < len(self.versions):
            return self.versions[version].decided_at
        return self.cancelled[0][0] if self.cancelled else None

    def step(self, row: Any) -> None:
        """One event more."""
        data = json.loads(row["data"])
        if row["type"] == "visit.confirmed":
            self.confirmed.add(len(self.versions))
        elif row["type"] == "visit.cancelled":
            self.cancelled.append((row["at"], data["by"]))
        else:
            by = data["by"] if "by" in data else "client" if data["source"] == "telegram" else "source"
            self.versions.append(Version(datetime.fromisoformat(data["starts_at"]), row["at"], by))


async def timelines(stage: Stage) -> dict[str, Timeline]:
    """By id, those of holds left out."""
    found = {row["public_id"]: Timeline(row) for row in await stage.rows(_VISITS)}
    for row in await stage.rows(_STEPS):
        if row["visit"] in found:
            found[row["visit"]].step(row)
    return found
