"""A client mends the message that filled a field: the field follows, while the request is open and no agent has changed it since."""

from services.errors import Refused
from services.requests.locking import lock_request
from services.requests.models import Request
from services.requests.words import gratitude
from services.scripts.filling import fill_field, mark_in
from services.scripts.models import STORIES, Field
from services.scripts.reading import script_of
from services.storage.tx import Tx

_FROM = """
UPDATE script_field SET message_id = $3 WHERE request_number = $1 AND code = $2 AND told_by = 'client'
"""
_SENT = "SELECT message_id FROM message_telegram WHERE chat_id = $1 AND telegram_id = $2"
_HOLDS = """
SELECT f.request_number FROM message_telegram t JOIN script_field f ON f.message_id = t.message_id
WHERE t.chat_id = $1 AND t.telegram_id = $2 AND f.told_by = 'client' LIMIT 1
"""
_FOLLOWS = "SELECT code FROM script_field WHERE message_id = $1 AND told_by = 'client' ORDER BY code"


async def filled_from(tx: Tx, request: Request, code: str, telegram_id: int) -> None:
    """The field has just been filled from this message of the client's."""
    message_id = await tx.value(_SENT, request.chat_id, telegram_id)
    await tx.execute(_FROM, request.number, code, message_id)


async def filled_from_opening(tx: Tx, request: Request) -> None:
    """Whatever the client has told so far stood in the words the request was opened with."""
    await tx.execute(
        "UPDATE script_field SET message_id = (SELECT min(id) FROM message WHERE request_number = $1 AND direction = 'in') "
        "WHERE request_number = $1 AND told_by = 'client'",
        request.number,
    )


async def hold_fields_of(tx: Tx, chat_id: int, telegram_id: int) -> None:
    """Before this message is changed: a request with fields filled from it is locked before the message is, as everywhere."""
    number = await tx.look().value(_HOLDS, chat_id, telegram_id)
    if number is not None:
        await lock_request(tx, number)


async def follow_edit(tx: Tx, number: int, message_id: int, words: str) -> None:
    """The message says this now. Where it is no answer to the question any more, what was told before stays."""
    if not await tx.look().rows(_FOLLOWS, message_id):
        return
    request = await lock_request(tx, number)
    if request.state == "closed" or gratitude(words):
        return
    script = await script_of(tx, request.type, request.unit_id)
    for row in await tx.rows(_FOLLOWS, message_id):
        field = script.field(row["code"])
        if field is not None and await _follows(tx, request, field, words):
            await tx.execute(_FROM, number, field.code, message_id)


async def _follows(tx: Tx, request: Request, field: Field, words: str) -> bool:
    told = mark_in(words, field, tx.now.year) or words
    if not told.strip() or ("?" in words and field.kind not in STORIES):
        return False
    try:
        async with tx.attempt():
            await fill_field(tx, request, field, told, by="client")
    except Refused:
        return False
    return True
