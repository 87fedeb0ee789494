"""Closing with the outcome recorded (W3), and what the client thinks of it."""

from collections.abc import Mapping
from typing import Any

from services.consulting.asking import withdraw_all
from services.errors import Refused, invalid
from services.flood.aside import after_spam, hold_chat
from services.requests.intake import reopen
from services.requests.locking import lock_own, lock_request
from services.requests.messages import add_message, clean
from services.requests.models import MAX_TEXT, RATED_OUTCOMES, Limits, Request
from services.requests.notices import language_of, reachable, send_words, tell_client
from services.requests.promises import keep_promise
from services.scripts.asking import hush
from services.scripts.filling import fill_field, hold_card
from services.scripts.following import follow_up_of
from services.scripts.models import NextStep, Result, Script, spoken_in
from services.scripts.reading import script_of
from services.scripts.wrap_up import check_next, missing_fields, missing_next, rated, remember, settled_as, step_of
from services.staff.models import Staff
from services.storage.tx import Tx
from services.watch.missing import make_good
from services.watch.models import CLOCKS

_SILENT_OUTCOMES = frozenset({"spam"})


async def close(
    tx: Tx, staff: Staff, number: int, *, outcome: str | None, summary: str | None, fields: Mapping[str, Any] | None = None,
    message: str | None = None, seen: int | None = None, result: str | None = None, next_step: NextStep | None = None,
) -> None:  # fmt: skip
    """Close: full information is recorded, and the client gets `message`, that of the script's `result`, or the outcome's standard text,
    and may rate.

    `seen` is the last message the agent saw: when the client has written since, nothing is closed over their head. `result` may say the
    outcome by itself. `next_step` None: what the result leads to.

    Raises Refused `wrap-up-incomplete` with `missing` (`missing_to_close`), `invalid` for an unknown outcome or result, a field or a next
    step that cannot be, or a newer message (`seen`), and what `lock_own` raises.
    """
    if outcome == "spam" or (result and not outcome):
        await hold_chat(tx, number)  # before the request, as whoever handles the chat's updates does
    if fields:
        await hold_card(tx, number)
    request = await lock_own(tx, staff, number)
    if seen is not None and await wrote_since(tx, number, seen):
        raise invalid("seen", "the client has written since")
    script = await script_of(tx, request.type, request.unit_id)
    outcome, known = settled_as(script, outcome, result)
    step = step_of(known, next_step)
    check_next(tx, step)
    loose = await _filled(tx, request, script, fields or {})
    missing = [
        *(name for name, value in (("outcome", outcome), ("summary", summary)) if not (value or "").strip()),
        *await missing_fields(tx, number, script, outcome, known), *await missing_next(tx, number, step),
    ]  # fmt: skip
    if missing or outcome is None or summary is None:
        raise Refused("wrap-up-incomplete", missing=missing)
    await hush(tx, request)
    await keep_promise(tx, request, by="closing")
    await tx.execute(
        "UPDATE request SET state = 'closed', outcome = $2, summary = $3, fields = fields || $4, closed_at = $5, closed_by = $6, "
        "waiting_since = NULL, next_answer_due = NULL, handoff_due = NULL, danger_due = NULL, resolve_due = NULL, "
        "resolve_paused_at = NULL, rating = NULL, last_agent_at = $5 WHERE number = $1",
        number, outcome, clean(summary).strip()[:MAX_TEXT], loose, tx.now, staff.id,
    )  # fmt: skip
    await withdraw_all(tx, number, staff.id)
    await make_good(tx, number, staff.id, CLOCKS)
    await tx.execute("DELETE FROM draft WHERE request_number = $1", number)
    await tx.execute(
        "UPDATE call_task SET done_at = $2, done_by = $3 WHERE request_number = $1 AND done_at IS NULL",
        number,
        tx.now,
        staff.id,
    )
    await remember(tx, staff, request, outcome=outcome, result=known, step=step)
    more = {"result": known.code} if known else {}
    tx.event("request.closed", request.subject, unit_id=request.unit_id, outcome=outcome, agent=staff.login, **more)
    if outcome == "spam":
        await after_spam(tx, request)
    await _farewell(
        tx, staff, request, outcome, clean(message or "").strip()[:MAX_TEXT] or await _of_result(tx, request, known)
    )
    await follow_up_of(tx, staff, request, step)


async def _filled(tx: Tx, request: Request, script: Script, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of the script go their way; what the script does not know is answered, and kept as it is."""
    for field in script.fields:
        if field.code in fields:
            await fill_field(tx, request, field, fields[field.code], by="agent")
    return {code: value for code, value in fields.items() if script.field(code) is None}


async def _of_result(tx: Tx, request: Request, result: Result | None) -> str:
    """What the script says to the client where the agent says nothing."""
    return spoken_in(result.message, await language_of(tx, request)) if result is not None and result.message else ""


async def wrote_since(tx: Tx, number: int, seen: int) -> bool:
    """Whether the client has written after this message."""
    sql = "SELECT count(*) FROM message WHERE request_number = $1 AND id > $2 AND direction = 'in'"
    return bool(await tx.value(sql, number, seen))


async def _farewell(tx: Tx, staff: Staff, request: Request, outcome: str, own: str) -> None:
    if outcome in _SILENT_OUTCOMES and not own:
        return
    obstacle = await reachable(tx, request.chat_id)
    if own:
        message_id = await add_message(
            tx, request.number, "out", author=staff.first_name, staff_id=staff.id, text=own, chat_id=request.chat_id,
            delivery=obstacle or "queued",
        )  # fmt: skip
        if obstacle is None and request.chat_id is not None:
            await send_words(tx, request.chat_id, message_id, author=staff.first_name, body=own, reply_to=None)
    keyboard = await _rating_keyboard(tx, request, outcome)
    if not own:
        key, ask = f"closed-{outcome.replace('_', '-')}", "yes" if keyboard else "no"
        await tell_client(tx, request, key, keyboard=keyboard, ask=ask)
    elif keyboard:
        await tell_client(tx, request, "closed-rate", keyboard=keyboard)


async def _rating_keyboard(tx: Tx, request: Request, outcome: str) -> list[list[dict[str, str]]] | None:
    """One to five; not where something else of the client's is still open (P6)."""
    if outcome not in RATED_OUTCOMES:
        return None
    sql = "SELECT count(*) FROM request WHERE client_id = $1 AND state <> 'closed' AND number <> $2"
    if await tx.value(sql, request.client_id, request.number):
        return None
    return [[{"text": str(mark), "callback_data": f"r:{request.number}:{request.reopened}:{mark}"} for mark in range(1, 6)]]


async def rate(tx: Tx, chat_id: int, number: int, *, round_: int, mark: int, limits: Limits) -> str:
    """The client's mark for this closing. Answers `thanks`, `reopened` (1–2) or `stale` (not theirs, rated, or open again)."""
    try:
        request = await lock_request(tx, number)
    except Refused:
        return "stale"
    if request.chat_id != chat_id or request.state != "closed" or request.reopened != round_ or request.rating is not None:
        return "stale"
    await tx.execute("UPDATE request SET rating = $2 WHERE number = $1", number, mark)
    await rated(tx, request, mark)
    tx.event("request.rated", request.subject, unit_id=request.unit_id, rating=mark)
    if mark > 2:  # noqa: PLR2004 - contract: a rating of 1–2 reopens
        return "thanks"
    await reopen(tx, request, limits, why="low rating")
    return "reopened"
