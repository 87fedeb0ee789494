"""Joining two cards by hand, with a trail from which it can be undone (A3)."""

from collections.abc import Mapping
from typing import Any

from services.clients.erasable import close_card
from services.clients.proofs import copy_proofs
from services.editing import fingerprint
from services.errors import Refused, invalid
from services.labelling.returning import UNMARKED
from services.recognising.cards import CHOSEN, Card, cards_to_compare, facts, may_merge
from services.recognising.cars import join_cars
from services.recognising.likely import likeness_of
from services.recognising.moving import move_rows
from services.requests.messages import clean
from services.staff.models import Staff
from services.storage.tx import Tx

LONGEST_REASON = 1000  # characters
SIDES = ("kept", "joined")
_STORE = """
UPDATE client SET name = $2, phone = $3, phone_unverified = $4, tier = $5, birthday = $6::text::date, source_tag = $7, language = $8
WHERE id = $1
"""


async def merge(
    tx: Tx, staff: Staff, one: str, other: str, *, reason: str, chosen: Mapping[str, str], seen: str | None = None
) -> Card:
    """Make one card of two (public ids); answers the one that stays. `chosen`: for each of CHOSEN whose stays, of SIDES.

    `seen`: what the form showed (`seen_as`). Raises Refused `not-found`, `forbidden`, `invalid`: `reason` `required`, a side `unknown`,
    `seen` `changed meanwhile`.
    """
    said = reason_of(reason)
    for name in CHOSEN:
        if chosen.get(name) not in SIDES:
            raise invalid(name, "unknown")
    first = await cards_to_compare(tx, staff, one, other, tx.now)
    await hold(tx, *(each.id for each in first))
    kept, joined = await cards_to_compare(tx, staff, one, other, tx.now)  # as they are now that nobody else changes them
    if seen is not None and seen != seen_as(kept, joined):
        raise invalid("seen", "changed meanwhile")
    alike = await likeness_of(tx, kept.id, joined.id)
    if not await may_merge(tx, staff, kept, joined, alike):
        raise Refused("forbidden")
    after = _after(kept, joined, chosen)
    moved = await _join(tx, kept, joined, after)
    merge_id = await tx.value(
        "INSERT INTO card_merge (kept, joined, staff_id, at, reason, signs, cards, moved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "RETURNING id",
        kept.id, joined.id, staff.id, tx.now, said, list(alike.signs),
        {"kept": facts(kept), "joined": facts(joined), "after": after}, moved,
    )  # fmt: skip
    tx.event("client.merged", kept.subject, merged=joined.public_id, merge=merge_id, by=staff.login, reason=said)
    await tell_requests(tx, kept.id, "joined")
    return kept


def reason_of(typed: str) -> str:
    """Why. Raises Refused `invalid` on `reason`."""
    said = clean(typed).strip()
    if not said:
        raise invalid("reason", "required")
    if len(said) > LONGEST_REASON:
        raise invalid("reason", "too long")
    return said


def seen_as(kept: Card, joined: Card) -> str:
    """What tells whether two cards are still as a form showed them."""
    return fingerprint({"kept": (kept.public_id, facts(kept)), "joined": (joined.public_id, facts(joined))})


async def hold(tx: Tx, *ids: int) -> None:
    """Nobody writes in the chats of these cards, on them or about them until the end: chats first, then whoever writes elsewhere, then the
    cards, as erasing does it."""
    await tx.execute("SELECT FROM chat WHERE client_id = ANY ($1::bigint[]) ORDER BY chat_id FOR NO KEY UPDATE", list(ids))
    for client_id in sorted(ids):
        await close_card(tx, client_id)
    await tx.execute("SELECT FROM client WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE", list(ids))
    await tx.execute("SELECT FROM request WHERE client_id = ANY ($1::bigint[]) ORDER BY number FOR NO KEY UPDATE", list(ids))


def _after(kept: Card, joined: Card, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The card that stays. A verified phone goes before a typed one; the number that does not stay is not lost where there is room."""
    sides = {"kept": facts(kept), "joined": facts(joined)}
    found = sides["kept"] | {name: sides[chosen[name]][name] for name in CHOSEN}
    found["phone"] = found["phone"] or kept.phone or joined.phone
    others = (kept.phone_unverified, joined.phone_unverified, kept.phone, joined.phone)
    found["phone_unverified"] = next((phone for phone in others if phone and phone != found["phone"]), None)
    found["source_tag"] = kept.source_tag or joined.source_tag
    return found


async def _join(tx: Tx, kept: Card, joined: Card, after: Mapping[str, Any]) -> dict[str, Any]:
    cars = await join_cars(tx, joined.id, kept.id)
    moved = await move_rows(tx, joined.id, kept.id)
    await copy_proofs(tx, joined.id, kept.id)
    await tx.execute("UPDATE client SET phone = NULL, merged_into = $2 WHERE id = $1", joined.id, kept.id)
    await store(tx, kept.id, after)
    await tx.execute(
        "DELETE FROM likely_duplicate WHERE one = ANY ($1::bigint[]) OR other = ANY ($1::bigint[])", [kept.id, joined.id]
    )
    await tx.execute("INSERT INTO card_changed (client_id) VALUES ($1)", kept.id)
    await find_repeats(tx, kept.id)
    return {**moved, "cars": cars}


async def store(tx: Tx, client_id: int, card: Mapping[str, Any]) -> None:
    """Write what `facts` tells."""
    names = ("name", "phone", "phone_unverified", "tier", "birthday", "source_tag", "language")
    await tx.execute(_STORE, client_id, *(card[name] for name in names))


async def find_repeats(tx: Tx, client_id: int) -> None:
    """Whether what is open is about the same thing as something that was closed on the other card (V6)."""
    await tx.execute(
        f"SELECT mark_repeat(r) FROM request r WHERE client_id = $1 AND state <> 'closed' AND {UNMARKED}", client_id
    )


async def tell_requests(tx: Tx, client_id: int, what: str) -> None:
    """Whoever has an open request of the client before them sees it at once."""
    for row in await tx.rows(
        "SELECT number, unit_id FROM request WHERE client_id = $1 AND state <> 'closed' ORDER BY number", client_id
    ):
        tx.event("request.card", f"request:{row['number']}", unit_id=row["unit_id"], why=what)
