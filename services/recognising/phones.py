"""A phone that the client typed or a site sent, verified by whoever leads the request: they have called it."""

import asyncpg

from services.clients.erasable import keep_card
from services.clients.proofs import Proof, free_phone, phone_by, prove_phone
from services.errors import Refused, invalid
from services.recognising.merging import reason_of
from services.requests.locking import lock_own
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx

_PHONES = f"SELECT c.public_id, c.phone, c.phone_unverified, {phone_by('c')} AS phone_by FROM client c"


async def verify_phone(tx: Tx, staff: Staff, number: int, *, reason: str, phone: str = "") -> None:
    """The phone of the request's client is theirs, says this person: one that they typed, or that stands on nobody's word. On record with
    the reason. `phone`: which of the two, as a form showed it; empty: the one on the card before the typed one.

    Raises Refused `phone-taken` (another card has it: the two are to be compared), `invalid` on `reason` or `phone` (there is nothing to
    verify, or not that any more), besides what `lock_own` raises.
    """
    client_id = await tx.value("SELECT client_id FROM request WHERE number = $1", number)
    await keep_card(tx, client_id or 0)  # before the request's row
    request = await lock_own(tx, staff, number)
    said = reason_of(reason)
    row = await tx.row(f"{_PHONES} WHERE c.id = $1 FOR NO KEY UPDATE OF c", request.client_id)
    open_ones = [row["phone"], row["phone_unverified"]] if row is not None and row["phone_by"] is None else []
    meant = next((one for one in open_ones if one and one == (phone or one)), None)
    if row is None or meant is None:
        raise invalid("phone", "nothing to verify")
    if meant != row["phone"]:
        await _take(tx, request.client_id, meant)
    await prove_phone(tx, request.client_id, meant, Proof("staff", staff_id=staff.id))
    tx.event("client.phone_verified", f"client:{row['public_id']}", request=number, by=staff.login, reason=said)
    tx.event("request.phone_verified", request.subject, unit_id=request.unit_id, reason=said)


async def _take(tx: Tx, client_id: int, phone: str) -> None:
    """The typed number becomes the card's; one that stood there on nobody's word takes its place."""
    holder = await holder_of(tx, phone)
    if holder is not None and await free_phone(tx, phone) is None:
        raise Refused("phone-taken")
    try:
        async with tx.attempt():
            await tx.execute("UPDATE client SET phone = $2, phone_unverified = phone WHERE id = $1", client_id, phone)
    except asyncpg.UniqueViolationError:  # in this very moment
        raise Refused("phone-taken") from None


async def holder_of(reader: Reader, phone: str | None) -> str | None:
    """Public id of the card that has this phone as its own, on whose word ever."""
    found: str | None = await reader.value("SELECT public_id FROM client WHERE phone = $1", phone)
    return found
