"""What a client has switched on and off. What they must know anyway (a visit cancelled, a car ready) has no switch."""

from services.clients.models import Person
from services.storage.reader import Reader
from services.storage.tx import Tx

SWITCHES = {"visits": True, "repair_updates": True}
"""Every kind with its default, in the order in which a client sees them."""


async def switches_of(reader: Reader, client_id: int) -> dict[str, bool]:
    """All kinds with what holds for this client."""
    rows = await reader.rows("SELECT kind, enabled FROM reminder_switch WHERE client_id = $1", client_id)
    chosen = {row["kind"]: row["enabled"] for row in rows}
    return {kind: chosen.get(kind, default) for kind, default in SWITCHES.items()}


async def enabled(reader: Reader, client_id: int, kind: str) -> bool:
    """Whether the client wants this kind."""
    return (await switches_of(reader, client_id))[kind]


async def switch(tx: Tx, person: Person, kind: str, *, on: bool) -> bool:
    """Set a switch; whether that changed anything."""
    if await enabled(tx, person.client_id, kind) == on:
        return False
    await tx.execute(
        "INSERT INTO reminder_switch (client_id, kind, enabled, at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (client_id, kind) DO UPDATE SET enabled = excluded.enabled, at = excluded.at",
        person.client_id, kind, on, tx.now,
    )  # fmt: skip
    tx.event("reminder.switched", person.subject, kind=kind, on=on)
    return True
