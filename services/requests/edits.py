"""What a client's edits and reactions mean for the queue."""

from dataclasses import replace

from services.clients.models import Person
from services.requests import echoes, words
from services.requests.intake import client_waits, contact, reopen
from services.requests.locking import lock_request
from services.requests.models import Accepted, Incoming, Limits
from services.scripts.correcting import follow_edit, hold_fields_of
from services.storage.tx import Tx

_DISPLEASED = frozenset("👎😡🤬💩😢😭🤮💔😱🤯🤨😐🥱🖕😨🤡")


async def take_edit(tx: Tx, person: Person, incoming: Incoming, limits: Limits) -> Accepted | None:
    """The client has changed a message of a conversation; None when it is none, or nothing has changed.

    An edit starts nothing anew, but words of danger that it adds raise the alarm as in a new message, also in a closed request. A field
    of the script that the message had filled follows it.
    """
    await hold_fields_of(tx, person.chat_id, incoming.telegram_id)
    edit = await echoes.edited(tx, person.chat_id, incoming.telegram_id, incoming.text, incoming.files)
    if edit is None:
        return None
    if edit.after != edit.before:
        await follow_edit(tx, edit.number, edit.message_id, edit.after)
    alarm = words.alarm(edit.after)
    if alarm is None or alarm == words.alarm(edit.before):
        return Accepted("edited", edit.number, replaced=edit.replaced)
    request = await lock_request(tx, edit.number)
    if request.state == "closed":
        await reopen(tx, request, limits, why="client wrote")
        contact(tx, person.subject, "telegram", "reopened", edit.number, tag=person.source_tag)
        request = await lock_request(tx, edit.number)
    return replace(await client_waits(tx, request, alarm, limits), replaced=edit.replaced)


async def take_reaction(tx: Tx, person: Person, telegram_id: int, emoji: str | None) -> bool:
    """The client's reaction to a message of a conversation; None: taken back. False when it is no part of one.

    It is a nod, not a message: it opens, reopens and restarts nothing (W1).
    """
    row = await tx.row(
        "SELECT m.id, m.request_number, m.direction, r.unit_id FROM message_telegram t JOIN message m ON m.id = t.message_id "
        "JOIN request r ON r.number = m.request_number WHERE t.chat_id = $1 AND t.telegram_id = $2",
        person.chat_id, telegram_id,
    )  # fmt: skip
    if row is None:
        return False
    await tx.execute("UPDATE message SET client_reaction = $2 WHERE id = $1", row["id"], emoji)
    number = int(row["request_number"])
    tx.event("message.reaction", f"request:{number}", unit_id=row["unit_id"], message=row["id"], emoji=emoji)
    if emoji and row["direction"] != "in":
        outcome = "reaction" if _DISPLEASED.intersection(emoji) else "thanks"
        contact(tx, person.subject, "telegram", outcome, number, tag=person.source_tag)
    return True
