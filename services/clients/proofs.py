"""Whose word a card's phone stands on: the client's own contact, a member of staff, or a system that vouches (decision 18).

A proof is of one number on one card: as soon as another number stands there, it counts no more.
"""

from dataclasses import dataclass

from services.clients.models import How
from services.storage.tx import Tx

# What somebody has shown for themselves outweighs what others have said; nothing else is written over.
_PROVE = """
INSERT INTO phone_proof AS p (client_id, phone, how, staff_id, token_id, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (client_id, phone) DO UPDATE
SET how = excluded.how, staff_id = excluded.staff_id, token_id = excluded.token_id, at = excluded.at
WHERE excluded.how = 'contact' AND p.how <> 'contact'
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """Somebody's word for a phone."""

    how: How
    staff_id: int | None = None
    token_id: int | None = None


OWN_CONTACT = Proof("contact")


def phone_by(card: str) -> str:
    """SQL over a row of `client` with this name: how its phone was verified; null: nobody has said that it is theirs."""
    return f"(SELECT p.how FROM phone_proof p WHERE p.client_id = {card}.id AND p.phone = {card}.phone)"


async def prove_phone(tx: Tx, client_id: int, phone: str, proof: Proof) -> None:
    """This phone of the card is the client's, on this word."""
    await tx.execute(_PROVE, client_id, phone, proof.how, proof.staff_id, proof.token_id, tx.now)


async def copy_proofs(tx: Tx, joined: int, kept: int) -> None:
    """For two cards that become one: what is known of the numbers of `joined` is known on `kept`."""
    await tx.execute(
        "INSERT INTO phone_proof (client_id, phone, how, staff_id, token_id, at) "
        "SELECT $2, phone, how, staff_id, token_id, at FROM phone_proof WHERE client_id = $1 ON CONFLICT DO NOTHING",
        joined, kept,
    )  # fmt: skip


async def part_proofs(tx: Tx, joined: int, kept: int) -> None:
    """What `copy_proofs` had brought goes again; what was proved anew meanwhile stays."""
    await tx.execute(
        "DELETE FROM phone_proof k USING phone_proof j WHERE k.client_id = $2 AND j.client_id = $1 "
        "AND (k.phone, k.how) = (j.phone, j.how) AND k.at IS NOT DISTINCT FROM j.at",
        joined, kept,
    )  # fmt: skip


async def free_phone(tx: Tx, phone: str) -> str | None:
    """For somebody who proves that this number is theirs: takes it from a card that has it on nobody's word, though somebody's chat is
    there already; it stays beside that card's name as one that was typed. Returns that card's public id.

    A card that has no chat yet is theirs: a site has made it for whoever would come. So is one that another system knows by its number.
    """
    public_id: str | None = await tx.value(
        "UPDATE client c SET phone = NULL, phone_unverified = coalesce(phone_unverified, phone) "
        f"WHERE phone = $1 AND {phone_by('c')} IS NULL AND merged_into IS NULL AND EXISTS (SELECT FROM chat WHERE client_id = c.id) "
        "AND NOT EXISTS (SELECT FROM client_ref WHERE client_id = c.id) RETURNING public_id",
        phone,
    )
    if public_id is not None:
        tx.event("client.phone_freed", f"client:{public_id}")
    return public_id
