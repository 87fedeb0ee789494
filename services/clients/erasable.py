"""Writing on a card and forgetting its person at the same time: one of the two comes first, and nothing is left behind."""

from services.storage.tx import Tx

_LOCK = 8  # class of advisory locks; taken after a chat, before units, visits, requests and rows of the card


async def keep_card(tx: Tx, client_id: int) -> bool:
    """For doors that are not the person's own chat: whether the card is somebody's, which it stays until the commit.

    False also where it was joined to another one in this very moment: look again whose it is.
    """
    await tx.execute("SELECT pg_advisory_xact_lock_shared($1, hashint8($2))", _LOCK, client_id)
    sql = "SELECT count(*) FROM client WHERE id = $1 AND erased_at IS NULL AND merged_into IS NULL"
    return bool(await tx.value(sql, client_id))


async def close_card(tx: Tx, client_id: int) -> None:
    """Before a person is forgotten: whoever is writing about them finishes first, whoever comes later finds nobody."""
    await tx.execute("SELECT pg_advisory_xact_lock($1, hashint8($2))", _LOCK, client_id)
