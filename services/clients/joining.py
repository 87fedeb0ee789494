"""What moves along when a chat goes to another card: nothing that a person did or typed here vanishes (A3)."""

from services.garage.joining import join_garages
from services.storage.tx import Tx

# `chat`: somebody may have joined two cards that were born from chats.
_BELONGINGS = (
    "chat", "request", "appointment", "reminder", "repair_order", "parts_order", "consent", "follow_up", "client_ref",
)  # fmt: skip


async def join_cards(tx: Tx, joined: int, target: int) -> None:
    """Everything of the card `joined` becomes the card `target`'s; what is left of it is a pointer."""
    await join_garages(tx, joined, target)
    for table in _BELONGINGS:
        await tx.execute(f"UPDATE {table} SET client_id = $2 WHERE client_id = $1", joined, target)
    await _join_switches(tx, joined, target)
    await tx.execute("UPDATE client SET merged_into = $2 WHERE id = $1 OR merged_into = $1", joined, target)


async def move_doings(tx: Tx, chat_id: int, source: int, target: int) -> None:
    """What was done in this chat goes to the card `target`; the card `source` is a person's of its own and stays.

    Its typed vehicles and its switches come along when no other chat is left that may have made them.
    """
    await tx.execute(
        "WITH moved AS (UPDATE appointment SET client_id = $3 WHERE client_id = $2 AND chat_id = $1 RETURNING public_id) "
        "UPDATE reminder SET client_id = $3 WHERE subject IN (SELECT 'appointment:' || public_id FROM moved)",
        chat_id, source, target,
    )  # fmt: skip
    if not await tx.value("SELECT count(*) FROM chat WHERE client_id = $1 AND chat_id <> $2", source, chat_id):
        await join_garages(tx, source, target, typed_only=True)
        await _join_switches(tx, source, target)


async def _join_switches(tx: Tx, joined: int, target: int) -> None:
    """Where both cards have chosen, the later choice holds."""
    await tx.execute(
        "WITH gone AS (DELETE FROM reminder_switch WHERE client_id = $1 RETURNING kind, enabled, at) "
        "INSERT INTO reminder_switch AS s (client_id, kind, enabled, at) SELECT $2, kind, enabled, at FROM gone "
        "ON CONFLICT (client_id, kind) DO UPDATE SET enabled = excluded.enabled, at = excluded.at WHERE s.at < excluded.at",
        joined, target,
    )  # fmt: skip
