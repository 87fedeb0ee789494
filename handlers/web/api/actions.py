"""What an agent does with requests. Every rule is in `services.requests`; the person behind the token acts."""

import re

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms import (
    CallForm,
    CloseForm,
    EditForm,
    MessageForm,
    Nothing,
    PromiseForm,
    ReactionForm,
    ReturnForm,
    TransferForm,
)
from handlers.web.api.rendering import request_shape
from services.errors import Refused
from services.requests import amending
from services.requests.answers import answer, note, record_call
from services.requests.closing import close
from services.requests.giving_back import give_back
from services.requests.promises import promise
from services.requests.queue import next_request, transfer
from services.scripts.models import NextStep
from services.storage.tx import Tx

_MESSAGE = re.compile(r"[1-9][0-9]{0,17}")


async def take_next(call: Call, tx: Tx, _form: Nothing) -> Answer:
    """POST /requests/next (W4)."""
    number = await next_request(call.desk.db, call.staff, call.desk.limits, tx)
    return Answer(204) if number is None else await _shown(call, tx, number)


async def write_message(call: Call, tx: Tx, form: MessageForm) -> Answer:
    """POST /requests/{number}/messages."""
    files = form.attachments or ()
    if form.internal:
        message_id = await note(tx, call.staff, call.number, text=form.text or "", files=files)
        return Answer(201, shapes.Sent(id=str(message_id), delivery=None))
    reply_to = int(form.reply_to) if form.reply_to else None
    sent, delivery = await answer(tx, call.staff, call.number, text=form.text or "", files=files, reply_to=reply_to)
    return Answer(201, shapes.Sent.model_validate({"id": str(sent), "delivery": delivery}))


async def edit_message(call: Call, tx: Tx, form: EditForm) -> Answer:
    """POST /requests/{number}/messages/{id}/edit."""
    await amending.edit_answer(tx, call.staff, call.number, _message_id(call), text=form.text)
    return await _shown(call, tx, call.number)


async def withdraw_message(call: Call, tx: Tx, _form: Nothing) -> Answer:
    """POST /requests/{number}/messages/{id}/withdraw."""
    await amending.withdraw(tx, call.staff, call.number, _message_id(call), call.desk.limits)
    return await _shown(call, tx, call.number)


async def react(call: Call, tx: Tx, form: ReactionForm) -> Answer:
    """POST /requests/{number}/messages/{id}/reaction."""
    await amending.react(tx, call.staff, call.number, _message_id(call), form.emoji)
    return await _shown(call, tx, call.number)


def _message_id(call: Call) -> int:
    """The message in the path. Raises Refused `not-found` for what cannot be one."""
    public_id = call.http.match_info["id"]
    if not _MESSAGE.fullmatch(public_id):
        raise Refused("not-found")
    return int(public_id)


async def make_promise(call: Call, tx: Tx, form: PromiseForm) -> Answer:
    """POST /requests/{number}/promise (W5)."""
    await promise(tx, call.staff, call.number, due_at=form.due_at, note=form.note or "", by_call=form.by_call)
    return await _shown(call, tx, call.number)


async def pass_on(call: Call, tx: Tx, form: TransferForm) -> Answer:
    """POST /requests/{number}/transfer."""
    await transfer(
        tx, call.staff, call.number, call.desk.limits, reason=form.reason, request_type=form.type, unit=form.unit, agent=form.agent,
        confirmed=form.confirmed,
    )  # fmt: skip
    return await _shown(call, tx, call.number)


async def hand_back(call: Call, tx: Tx, form: ReturnForm) -> Answer:
    """POST /requests/{number}/return (W4)."""
    await give_back(tx, call.staff, call.number, reason=form.reason)
    return await _shown(call, tx, call.number)


async def close_request(call: Call, tx: Tx, form: CloseForm) -> Answer:
    """POST /requests/{number}/close (W3)."""
    step = NextStep(form.next.kind, form.next.title or "", form.next.due_at) if form.next else None
    await close(
        tx, call.staff, call.number, outcome=form.outcome, summary=form.summary, fields=form.fields, message=form.message,
        result=form.result, next_step=step,
    )  # fmt: skip
    return await _shown(call, tx, call.number)


async def note_call(call: Call, tx: Tx, form: CallForm) -> Answer:
    """POST /requests/{number}/call."""
    await record_call(tx, call.staff, call.number, outcome=form.outcome, note_text=form.note or "")
    return await _shown(call, tx, call.number)


async def _shown(call: Call, tx: Tx, number: int) -> Answer:
    return Answer(200, await request_shape(tx, number, call.viewer, call.language, tx.now))
