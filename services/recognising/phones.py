"""A phone that the client typed, verified by whoever leads the request: they have called it."""

import asyncpg

from services.clients.erasable import keep_card
from services.errors import Refused, invalid
from services.recognising.merging import reason_of
from services.requests.locking import lock_own
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx


async def verify_phone(tx: Tx, staff: Staff, number: int, *, reason: str) -> None:
    """The typed phone of the request's client is theirs, says this person. On record with the reason.

    Raises Refused `phone-taken` (another card has it: the two are to be compared), `invalid` on `reason` or `phone` (nothing was typed, or
    another one is verified), besides what `lock_own` raises.
    """
    client_id = await tx.value("SELECT client_id FROM request WHERE number = $1", number)
    await keep_card(tx, client_id or 0)  # before the request's row
    request = await lock_own(tx, staff, number)
    said = reason_of(reason)
    row = await tx.row(
        "SELECT public_id, phone, phone_unverified FROM client WHERE id = $1 FOR NO KEY UPDATE", request.client_id
    )
    if row is None or not row["phone_unverified"] or row["phone"] is not None:
        raise invalid("phone", "nothing to verify")
    if await holder_of(tx, row["phone_unverified"]) is not None:
        raise Refused("phone-taken")
    try:
        async with tx.attempt():
            await tx.execute(
                "UPDATE client SET phone = phone_unverified, phone_unverified = NULL WHERE id = $1", request.client_id
            )
    except asyncpg.UniqueViolationError:  # in this very moment
        raise Refused("phone-taken") from None
    tx.event("client.phone_verified", f"client:{row['public_id']}", request=number, by=staff.login, reason=said)
    tx.event("request.phone_verified", request.subject, unit_id=request.unit_id, reason=said)


async def holder_of(reader: Reader, phone: str | None) -> str | None:
    """Public id of the card that has this phone verified."""
    found: str | None = await reader.value("SELECT public_id FROM client WHERE phone = $1", phone)
    return found
