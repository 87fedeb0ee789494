"""A card as it is compared with another one, and who may join the two."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.clients.proofs import phone_by
from services.errors import Refused
from services.finding import reach
from services.recognising.signs import Likeness
from services.staff.models import Staff
from services.storage.reader import Reader

CHOSEN = ("name", "phone", "tier", "birthday")  # of which one has to stay
_CARD = f"""
SELECT c.id, c.public_id, c.name, c.phone, {phone_by("c")} AS phone_by, c.phone_unverified, c.tier, c.birthday,
    c.language, c.source_tag, c.created_at,
    ARRAY(SELECT ref FROM client_ref WHERE client_id = c.id ORDER BY ref) AS refs,
    ARRAY(SELECT CASE WHEN username IS NULL THEN first_name ELSE first_name || ' @' || username END FROM chat
          WHERE client_id = c.id ORDER BY created_at, chat_id) AS chats,
    (SELECT count(*) FROM appointment WHERE client_id = c.id AND status <> 'hold') AS visits,
    (SELECT count(*) FROM repair_order WHERE client_id = c.id) + (SELECT count(*) FROM parts_order WHERE client_id = c.id) AS orders,
    (SELECT count(*) FROM request WHERE client_id = c.id) AS requests,
    (SELECT count(*) FROM request WHERE client_id = c.id AND state <> 'closed') AS open_requests,
    (SELECT max(at) FROM (SELECT max(greatest(created_at, last_client_at, last_agent_at)) AS at FROM request WHERE client_id = c.id
        UNION ALL SELECT max(starts_at) FROM appointment WHERE client_id = c.id AND starts_at < $2) AS seen) AS last_seen,
    ARRAY(SELECT kind FROM (SELECT DISTINCT ON (kind) kind, granted FROM consent WHERE client_id = c.id ORDER BY kind, id DESC) AS last
          WHERE granted ORDER BY kind) AS consents
FROM client c WHERE c.public_id = $1 AND c.merged_into IS NULL AND c.erased_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Card:
    """A card for the comparison. `chats`: Telegram names; `consents`: what has been agreed to; `last_seen`: the last contact or visit;
    `phone_by`: how the phone was verified, None: not at all."""

    id: int
    public_id: str
    name: str
    phone: str | None
    phone_by: str | None
    phone_unverified: str | None
    tier: str | None
    birthday: date | None
    language: str
    source_tag: str | None
    created_at: datetime
    refs: tuple[str, ...]
    chats: tuple[str, ...]
    visits: int
    orders: int
    requests: int
    open_requests: int
    last_seen: datetime | None
    consents: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The card in events."""
        return f"client:{self.public_id}"

    @property
    def weight(self) -> tuple[bool, bool, bool, int]:
        """Which of two stays: the one that other systems know, else the verified one, else the older one."""
        return bool(self.refs), self.phone_by is not None, self.phone is not None, -self.id


async def card(reader: Reader, public_id: str, now: datetime) -> Card:
    """The card with this very id. Raises Refused `not-found`, also for one that was joined to another, or erased."""
    row = await reader.row(_CARD, public_id, now)
    if row is None:
        raise Refused("not-found")
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Card(**values)


async def cards_to_compare(reader: Reader, staff: Staff, one: str, other: str, now: datetime) -> tuple[Card, Card]:
    """Both, the one that would stay first. Raises Refused `not-found` where this person may not look at one of them: ids can be forged."""
    if one == other:
        raise Refused("not-found")
    cards = await card(reader, one, now), await card(reader, other, now)
    for each in cards:
        if not await reach.meets(reader, staff, each.id):
            raise Refused("not-found")
    if not staff.reads_all and not await leads_one(reader, staff, *cards):
        raise Refused("not-found")
    kept, joined = sorted(cards, key=lambda each: each.weight, reverse=True)
    return kept, joined


async def leads_one(reader: Reader, staff: Staff, one: Card, other: Card) -> bool:
    """Whether they lead an open request of one of the two clients."""
    return await reach.leads_for(reader, staff, one.id) or await reach.leads_for(reader, staff, other.id)


def two_phones(one: Card, other: Card) -> bool:
    """Whether each has a verified phone of its own: as a rule two people."""
    return one.phone_by is not None and other.phone_by is not None and one.phone != other.phone


async def may_merge(reader: Reader, staff: Staff, one: Card, other: Card, alike: Likeness) -> bool:
    """Heads, directors and admins the cards they may look at; whoever leads a request of one of the clients where the signs are strong and
    there are no two verified phones. Quality control only reads (G5)."""
    if staff.role in {"head", "director", "admin"}:
        return True
    if staff.role != "agent" or not alike.strong or two_phones(one, other):
        return False
    return await leads_one(reader, staff, one, other)


def facts(of: Card) -> dict[str, Any]:
    """What a merge may change on a card, as it is written down."""
    return {
        "name": of.name, "phone": of.phone, "phone_unverified": of.phone_unverified, "tier": of.tier,
        "birthday": of.birthday.isoformat() if of.birthday else None, "source_tag": of.source_tag, "language": of.language,
    }  # fmt: skip


def usual_choice(kept: Card, joined: Card) -> Mapping[str, str]:
    """Which card's `CHOSEN` stays where nobody says otherwise: what there is, of two phones the verified one, of two names the
    fuller one."""
    found = {name: "joined" if not getattr(kept, name) and getattr(joined, name) else "kept" for name in CHOSEN}
    if joined.phone_by and not kept.phone_by:
        found["phone"] = "joined"
    if joined.name and len(joined.name.split()) > len(kept.name.split()):
        found["name"] = "joined"
    return found
