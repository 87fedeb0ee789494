"""Rows as the contract's forms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.web.api import shapes
from handlers.web.api.questions import question_shapes
from services.clients.models import Client
from services.errors import Refused
from services.labelling.reading import Brief, briefs_of
from services.requests.reasons import reason_text
from services.requests.snoozing import aside_among
from services.requests.view import Viewer, request_messages, request_row
from services.storage.reader import Reader, Row


def client_shape(client: Client) -> shapes.Client:
    """A card."""
    return shapes.Client(
        id=client.public_id, ref=client.ref, name=client.name, phone=client.phone,
        phone_verified_by=client.phone_by, phone_unverified=client.phone_unverified,
        telegram=client.telegram, language=client.language, tier=client.tier, birthday=client.birthday,
    )  # fmt: skip


async def request_shape(reader: Reader, number: int, viewer: Viewer, language: str, now: datetime) -> shapes.Request:
    """One request with its conversation. Raises Refused `not-found` where the viewer may not see it."""
    row = await request_row(reader, number, viewer)
    if row is None:
        raise Refused("not-found")
    brief = (await _briefs(reader, [number], viewer))[number]
    shown = _request(row, await request_messages(reader, number, notes=viewer.reads_notes), brief, language, now)
    shown.questions = (await question_shapes(reader, [number], viewer, now))[number]
    shown.aside = (await _asides(reader, [number], viewer)).get(number)
    return shown


async def request_shapes(
    reader: Reader, rows: Sequence[Row], viewer: Viewer, language: str, now: datetime
) -> list[shapes.Request]:
    """Several, with one look at all their messages."""
    talk: dict[int, list[Row]] = {row["number"]: [] for row in rows}
    for message in await request_messages(reader, *talk, notes=viewer.reads_notes):
        talk[message["request_number"]].append(message)
    briefs = await _briefs(reader, list(talk), viewer)
    shown = [_request(row, talk[row["number"]], briefs[row["number"]], language, now) for row in rows]
    questions = await question_shapes(reader, list(talk), viewer, now)
    asides = await _asides(reader, list(talk), viewer)
    for one in shown:
        one.questions = questions[one.number]
        one.aside = asides.get(one.number)
    return shown


async def _briefs(reader: Reader, numbers: Sequence[int], viewer: Viewer) -> dict[int, Brief]:
    """Labels are staff's words, as notes are."""
    return await briefs_of(reader, numbers) if viewer.reads_notes else dict.fromkeys(numbers, Brief())


async def _asides(reader: Reader, numbers: Sequence[int], viewer: Viewer) -> dict[int, shapes.Aside]:
    """What was laid aside, and what for, are staff's words too."""
    if not viewer.reads_notes:
        return {}
    found = await aside_among(reader, numbers)
    return {number: shapes.Aside(until=until, reason=reason) for number, (until, reason) in found.items()}


def _request(row: Row, messages: Sequence[Row], brief: Brief, language: str, now: datetime) -> shapes.Request:
    return shapes.Request(
        number=row["number"], type=row["type"], state=row["state"], source=row["source"], external_ref=row["external_ref"],
        language=row["language"], unit=row["unit"], agent=row["agent"], urgent=row["urgent"], created_at=row["created_at"],
        waiting_since=row["waiting_since"], client=_request_client(row), vehicle=row["vehicle"], fields=row["fields"],
        messages=[_message(message) for message in messages], promise=_promise(row, now), deadlines=_deadlines(row),
        outcome=row["outcome"], result=row["result"], summary=row["summary"], rating=row["rating"],
        reason=reason_text(row["reason"], language) if row["agent"] else None, tags=list(brief.tags), repeat_of=brief.repeat_of,
        qualification=None if brief.target is None else "target" if brief.target else "non_target", questions=[], aside=None,
    )  # fmt: skip


def _request_client(row: Row) -> shapes.RequestClient:
    return shapes.RequestClient(
        id=row["client_public_id"], ref=row["client_ref"], name=row["client_name"], phone=row["client_phone"],
        phone_verified_by=row["client_phone_by"], phone_unverified=row["client_phone_unverified"], telegram=row["client_telegram"],
    )  # fmt: skip


def _promise(row: Row, now: datetime) -> shapes.Promise | None:
    """The tick that marks overdue promises may be a moment late; what is told is right at once."""
    if row["promise_state"] is None:
        return None
    overdue = row["promise_state"] == "open" and row["promise_due_at"] <= now
    state: Any = "overdue" if overdue else row["promise_state"]
    return shapes.Promise(due_at=row["promise_due_at"], note=row["promise_note"], state=state, by_call=row["promise_by_call"])


def _deadlines(row: Row) -> shapes.Deadlines:
    return shapes.Deadlines(
        first_answer_at=row["first_answer_due"], next_answer_at=row["next_answer_due"], resolve_at=row["resolve_due"]
    )


def _message(row: Row) -> shapes.Message:
    details = row["details"]
    return shapes.Message(
        id=str(row["id"]), at=row["at"], direction=row["direction"], author=row["author"], text=row["text"],
        attachments=row["attachments"], reply_to=_text(row["reply_to"]), edited_at=row["edited_at"], versions=row["versions"],
        delivery=row["delivery"], withdrawn_at=row["withdrawn_at"],
        reactions=shapes.Reactions(client=row["client_reaction"], agent=row["agent_reaction"]),
        forwarded_from=details.get("forwarded"), quote=details.get("quote"), place=details.get("place"), contact=details.get("contact"),
    )  # fmt: skip


def _text(row_id: int | None) -> str | None:
    return None if row_id is None else str(row_id)
