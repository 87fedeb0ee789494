"""Other cards that may be the same client's, as they are offered beside a request and on a card."""

from dataclasses import dataclass
from typing import Any

from handlers.web.console.words import Words
from services.recognising.likely import Likely, likely_for
from services.staff.models import Staff
from services.storage.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class Offer:
    """Another card; `signs` in words: what speaks for it."""

    public_id: str
    name: str
    signs: str


async def offers(reader: Reader, staff: Staff, client_id: int, words: Words) -> dict[str, Any]:
    """For a page: `same`, the best first."""
    return {"same": [_offer(one, words) for one in await likely_for(reader, staff, client_id)]}


async def offers_beside(reader: Reader, staff: Staff, row: Row, words: Words) -> dict[str, Any]:
    """Beside a request: for whoever leads it, and for those who read all."""
    return (
        await offers(reader, staff, row["client_id"], words) if staff.reads_all or row["agent_id"] == staff.id else {"same": []}
    )


def _offer(one: Likely, words: Words) -> Offer:
    return Offer(one.public_id, one.name or words("client-unnamed"), signs_told(one.likeness.signs, words))


def signs_told(signs: tuple[str, ...] | list[str], words: Words) -> str:
    """`тот же VIN; телефон указан клиентом, не подтверждён`."""
    return "; ".join(words.label("sign", sign.replace("_", "-")) for sign in signs)
