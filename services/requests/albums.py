"""Albums: Telegram sends their items apart, in any order, some late; here they are one message."""

from dataclasses import dataclass

from services.clients.models import Person
from services.requests.messages import add_telegram_files, clean, know_part, too_large
from services.requests.models import Incoming
from services.storage.tx import Tx

# What the parts say, in their order, each once: forwarded items may repeat a caption.
_WORDS = """
SELECT string_agg(words, E'\\n' ORDER BY telegram_id) FILTER (WHERE words <> '') AS words, bool_and(known) AS known FROM (
    SELECT words, min(telegram_id) AS telegram_id, words IS NOT NULL AS known FROM message_telegram WHERE message_id = $1 GROUP BY words
) AS said
"""


@dataclass(frozen=True, slots=True)
class Joined:
    """The item is part of a message of this request; `words`: what it says that was not there before."""

    number: int
    words: str = ""


async def album_known(tx: Tx, person: Person, incoming: Incoming) -> bool:
    """Whether an item of this album has arrived before."""
    sql = "SELECT count(*) FROM message WHERE chat_id = $1 AND media_group = $2"
    return incoming.album is not None and bool(await tx.value(sql, person.chat_id, incoming.album))


async def size_was_told(tx: Tx, person: Person, incoming: Incoming) -> bool:
    """Whether an earlier item of this album was too large already, and the person knows."""
    if incoming.album is None:
        return False
    found = await tx.value(
        "SELECT count(*) FROM message m JOIN attachment a ON a.message_id = m.id JOIN file f ON f.id = a.file_id "
        "WHERE m.chat_id = $1 AND m.media_group = $2 AND f.state = 'too_large'",
        person.chat_id, incoming.album,
    )  # fmt: skip
    return int(found) > sum(map(too_large, incoming.files))


async def join_album(tx: Tx, person: Person, incoming: Incoming) -> Joined | None:
    """Put a later item to the album's first one; None for the first one, and for what is no album.

    An item that comes twice is there once; one that comes after its own edit is left to `echoes.overtaken`.
    """
    if incoming.album is None:
        return None
    row = await tx.row(
        "SELECT m.id, m.request_number, m.text, r.unit_id FROM message m JOIN request r ON r.number = m.request_number "
        "WHERE m.chat_id = $1 AND m.media_group = $2 FOR UPDATE OF m",
        person.chat_id, incoming.album,
    )  # fmt: skip
    if row is None:
        return None
    if not await know_part(tx, person.chat_id, incoming, row["id"]):
        return None
    await add_telegram_files(tx, row["id"], incoming.files, incoming.telegram_id)
    said = await words_of_parts(tx, row["id"], row["text"], clean(incoming.text))
    if said != row["text"]:
        await tx.execute("UPDATE message SET text = $2 WHERE id = $1", row["id"], said)
    tx.event("message.changed", f"request:{row['request_number']}", unit_id=row["unit_id"], message=row["id"])
    return Joined(int(row["request_number"]), incoming.text if said != row["text"] else "")


async def words_of_parts(tx: Tx, message_id: int, before: str, new: str) -> str:
    """The text of a message whose parts have changed. Where a part's own words are not on record (they are since revision 0003), the
    new ones join what the whole said `before`."""
    row = await tx.row(_WORDS, message_id)
    if row is not None and row["known"]:
        return row["words"] or ""
    return "\n".join(part for part in (before, new) if part) if new not in before else before
