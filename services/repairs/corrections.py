"""Slips of the workshop's hand: a status set and taken back within two minutes rings nobody's phone twice (peers-booking.md §4.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.outbox.about import drop
from services.storage.reader import Row
from services.storage.tx import Tx

WITHIN = timedelta(minutes=2)
_STATE = Mapping[str, Any]
# Mail of the last minutes is among the last rows of the table: no index is kept for what has been sent.
_MAIL = """
SELECT chat_id, about, method, state, worker, telegram_ids[1] AS telegram_id
FROM outbox WHERE id > (SELECT coalesce(max(id), 0) FROM outbox) - 20000 AND about = ANY ($1) AND state IN ('queued', 'retry', 'sent')
ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a chat has seen of the last two minutes. `telegram_id`: the message to correct; `same`: it says what holds again."""

    telegram_id: int | None
    same: bool
    flying: bool  # something is on its way at this very moment: nobody knows yet what they will have seen


class Correction:
    """A step that takes the last one back: what to do in each chat."""

    def __init__(self, told: dict[int, Told], *, known_before: bool) -> None:
        self._told = told
        self._known_before = known_before

    def knows(self, chat_id: int) -> bool:
        """Whether the chat's last word is what holds now, so that nothing need be said."""
        told = self._told.get(chat_id)
        return self._known_before if told is None else told.same and not told.flying

    def message(self, chat_id: int) -> int | None:
        """The message to edit, where there is one."""
        told = self._told.get(chat_id)
        return told.telegram_id if told and not told.flying else None

    def silent(self, chat_id: int) -> bool:
        """Whether a new message should make no sound: one has made it just now."""
        return chat_id in self._told


async def correction(tx: Tx, subject: str, steps: Sequence[Row]) -> Correction | None:
    """Look at the last steps (newest first: id, at, status, promised): None when the newest is no correction.

    Mail about the step taken back that waits is dropped.
    """
    if len(steps) < 3 or not _takes_back(tx, steps):  # noqa: PLR2004 - what was, the slip, and what is again
        return None
    await drop(tx, f"{subject}:{steps[1]['id']}")
    recent = [step for step in steps[1:] if tx.now - step["at"] <= WITHIN]
    rows = await tx.rows(_MAIL, [f"{subject}:{step['id']}" for step in recent])
    meant = {f"{subject}:{step['id']}" for step in recent if _same(step, steps[0])}
    baseline = steps[len(recent) + 1] if len(steps) > len(recent) + 1 else None
    return Correction(_by_chat(rows, meant), known_before=baseline is not None and _same(baseline, steps[0]))


def _takes_back(tx: Tx, steps: Sequence[Row]) -> bool:
    return tx.now - steps[1]["at"] <= WITHIN and _same(steps[0], steps[2]) and not _same(steps[0], steps[1])


def _same(one: _STATE | Row, other: _STATE | Row) -> bool:
    return bool((one["status"], one["promised"]) == (other["status"], other["promised"]))


def _by_chat(rows: Sequence[Row], meant: set[str]) -> dict[int, Told]:
    told: dict[int, Told] = {}
    for row in rows:
        before = told.get(row["chat_id"], Told(None, same=False, flying=False))
        told[row["chat_id"]] = Told(
            row["telegram_id"] if row["method"] == "sendMessage" and row["telegram_id"] else before.telegram_id,
            same=row["about"] in meant, flying=before.flying or row["state"] != "sent",
        )  # fmt: skip
    return told
