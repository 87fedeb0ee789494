"""What there is to compare after each step: a request as the product has it, and as the slow calculation says."""

from datetime import datetime
from typing import Any

from services.storage.reader import Row
from tests.services.queue_model import Asked, Queue
from tests.services.world import World

_STATE = """
SELECT r.*, s.login AS owner, k.login AS kept, (SELECT min(least(due_at, broken_at)) FROM promise p WHERE p.request_number = r.number
    AND p.state <> 'kept') AS promised, EXISTS (SELECT FROM promise p WHERE p.request_number = r.number AND p.state = 'overdue') AS overdue,
    EXISTS (SELECT FROM call_task WHERE request_number = r.number AND done_at IS NULL) AS call,
    (SELECT count(*) FROM message WHERE request_number = r.number AND direction = 'in') AS words,
    (SELECT count(*) FROM message WHERE request_number = r.number AND direction = 'out') AS answers,
    ARRAY(SELECT clock || CASE WHEN made_good_at IS NULL THEN '' ELSE '+' END || extract(epoch FROM at - $1)::int / 60 FROM missed m
        WHERE m.request_number = r.number) AS missed
FROM request r LEFT JOIN staff s ON s.id = r.agent_id LEFT JOIN staff k ON k.id = r.reserved_for
"""
_PEOPLE = "SELECT login, shift, withdrawn_until > $1 AS withdrawn FROM staff WHERE role = 'agent'"
_LEFT = """
SELECT (SELECT count(*) FROM message) AS messages, (SELECT count(*) FROM outbox) AS mail, (SELECT count(*) FROM request) AS requests
"""


async def differences(world: World, model: Queue, began: datetime) -> list[dict[str, Any]]:
    """Where what is differs from what should be: the number or the login, and pairs of both."""
    shown: dict[Any, Any] = {row["number"]: _shown(row, began) for row in await world.rows(_STATE, began)}
    counted: dict[Any, Any] = {number: _counted(one, model) for number, one in model.asked.items()}
    for row in await world.rows(_PEOPLE, world.clock.now()):
        shown[row["login"]] = {"shift": row["shift"], "withdrawn": bool(row["withdrawn"])}
    for login, one in model.people.items():
        counted[login] = {"shift": one.shift, "withdrawn": one.withdrawn > model.now}
    return [
        {"which": which, **_pairs(shown.get(which, {}), counted.get(which, {}))}
        for which in {**shown, **counted}
        if shown.get(which) != counted.get(which)
    ]


def _pairs(shown: dict[str, Any], counted: dict[str, Any]) -> dict[str, Any]:
    return {name: (shown.get(name), counted.get(name)) for name in {**shown, **counted} if shown.get(name) != counted.get(name)}


async def left_behind(world: World) -> Row:
    """What an act that is refused must not add to."""
    return await world.one(_LEFT)


def _minute(at: datetime | None, began: datetime) -> int | None:
    return None if at is None else round((at - began).total_seconds() / 60)


def _shown(row: Row, began: datetime) -> dict[str, Any]:
    def minute(name: str) -> int | None:
        return _minute(row[name], began)

    runs = row["resolve_due"] is not None and row["resolve_paused_at"] is None
    return {
        "type": row["type"], "state": row["state"], "owner": row["owner"] if row["state"] != "closed" else None,
        "waiting": minute("waiting_since"), "next": minute("next_answer_due"), "handoff": minute("handoff_due"),
        "danger": minute("danger_due"), "settles": minute("resolve_due") if runs else None, "returns": row["returns"],
        "promised": minute("promised"), "overdue": row["overdue"], "kept": (row["kept"], minute("reserved_until")) if row["kept"] else None,
        "quiet": row["silent_days"] is not None, "call": row["call"], "words": row["words"], "answers": row["answers"],
        "missed": sorted(row["missed"]),
    }  # fmt: skip


def _counted(one: Asked, model: Queue) -> dict[str, Any]:
    runs = one.settles and one.state != "closed" and not one.paused
    due = one.settled_late if one.settled_late is not None else model.after(one.unit, 240 - one.spent)
    return {
        "type": one.type, "state": one.state, "owner": one.owner if one.state != "closed" else None,
        "waiting": one.waiting, "next": one.next_due, "handoff": one.handoff_due, "danger": one.danger_due,
        "settles": due if runs else None, "returns": one.returns, "promised": one.promise.counts if one.promise else None,
        "overdue": bool(one.promise and one.promise.overdue), "kept": one.reserved, "call": one.call,
        "quiet": one.quiet, "words": one.words, "answers": one.answers,
        "missed": sorted(f"{miss.clock}{'+' if miss.good else ''}{miss.noticed}" for miss in one.missed),
    }  # fmt: skip
