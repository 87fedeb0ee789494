"""Linking a chat to the card of its phone, and cards that come from other systems. One phone, one card (A3)."""

from collections.abc import Collection
from datetime import date
from typing import Any

import asyncpg

from services.clients.erasable import keep_card
from services.clients.joining import join_cards, move_doings
from services.clients.models import Client, Person
from services.clients.people import new_public_id
from services.clients.proofs import OWN_CONTACT, Proof, free_phone, phone_by, prove_phone
from services.errors import Refused, invalid
from services.storage.paging import HORIZON, cursor_of, parse_cursor
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

_VIEW = f"""
SELECT c.id, c.public_id, c.name, c.phone, {phone_by("c")} AS phone_by, c.phone_unverified, c.language, c.tier, c.birthday::text,
    (SELECT min(ref) FROM client_ref WHERE client_id = c.id) AS ref,
    EXISTS (SELECT FROM chat WHERE client_id = c.id) AS telegram,
    EXISTS (SELECT FROM chat WHERE client_id = c.id AND blocked_at IS NOT NULL) AS blocked
FROM client c
"""


def _client(row: Any, ref: str | None = None) -> Client:
    return Client(
        row["id"], row["public_id"], ref or row["ref"], row["name"], row["phone"], row["phone_by"], row["phone_unverified"],
        row["language"], row["tier"], row["birthday"], row["telegram"], row["blocked"],
    )  # fmt: skip


async def client_by_id(reader: Reader, client_id: int) -> Client:
    """The card."""
    return _client(await reader.row(_VIEW + "WHERE c.id = $1", client_id))


async def client_by_ref(reader: Reader, ref: str) -> Client | None:
    """The card another system calls `ref`."""
    row = await reader.row(_VIEW + "WHERE c.id = (SELECT client_id FROM client_ref WHERE ref = $1)", ref)
    return _client(row, ref) if row else None


async def client_by_public_id(reader: Reader, public_id: str) -> Client | None:
    """The card with this id; the id of a card that was joined to another leads to that one. An erased one is nobody's."""
    sql = "WHERE c.id = (SELECT coalesce(merged_into, id) FROM client WHERE public_id = $1) AND c.erased_at IS NULL"
    row = await reader.row(_VIEW + sql, public_id)
    return _client(row) if row else None


async def clients_by_phone(reader: Reader, phone: str) -> list[Client]:
    """Cards with this phone, whoever vouches for it: none or one. One that was merely typed beside is not looked for."""
    return [_client(row) for row in await reader.rows(_VIEW + "WHERE c.phone = $1", phone)]


async def list_clients(reader: Reader, *, after: str | None = None, limit: int = 50) -> tuple[list[Client], str | None]:
    """All cards in the order they were made, and the cursor of the next page; cards joined to others are left out."""
    xid, client_id = parse_cursor(after)
    page = (
        "SELECT c.* FROM client c WHERE (c.xid, c.id) > ($1::text::xid8, $2::bigint) "
        f"AND c.xid < {HORIZON} AND c.merged_into IS NULL ORDER BY c.xid, c.id LIMIT $3"
    )
    view = _VIEW.replace("c.id,", "c.id, c.xid,", 1).replace("FROM client c\n", f"FROM ({page}) c\n")
    rows = await reader.rows(view + "ORDER BY c.xid, c.id", xid, client_id, limit)
    return [_client(row) for row in rows], cursor_of(rows, "id", limit)


async def card_for_phone(tx: Tx, phone: str, name: str, language: str, proof: Proof | None = None) -> int:
    """The card with this phone, made when there is none. `proof`: of who brings the number, where their word is one."""
    client_id = await _card_for_phone(tx, phone, name, language)
    if proof is not None:
        await prove_phone(tx, client_id, phone, proof)
    return client_id


async def _card_for_phone(tx: Tx, phone: str, name: str, language: str) -> int:
    sql = "SELECT id, name FROM client WHERE phone = $1 AND merged_into IS NULL AND erased_at IS NULL"
    found = await tx.row(sql, phone)
    while found is not None and not await keep_card(tx, found["id"]):  # in this very moment the phone has gone from there
        found = await tx.row(sql, phone)
    if found is not None:
        if name and not found["name"]:
            await tx.execute("UPDATE client SET name = $2 WHERE id = $1", found["id"], name[:200])
        return int(found["id"])
    public_id = new_public_id()
    client_id = await tx.value(
        "INSERT INTO client (public_id, name, phone, language, created_at) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (phone) DO UPDATE SET phone = excluded.phone RETURNING id",
        public_id, name[:200], phone, language, tx.now,
    )  # fmt: skip
    tx.event("client.created", f"client:{public_id}", source="phone")
    return int(client_id)


async def put_client(
    tx: Tx, ref: str, *, name: str, phone: str, birthday: date | None, tier: str | None, clears: Collection[str] = (),
    proof: Proof | None = None,
) -> tuple[Client, bool]:  # fmt: skip
    """Create or change the card `ref`; returns it and whether the ref is new. Same phone, other ref: both lead to one card.

    A birthday or tier of None is left as it is, since several systems share one card, unless `clears` names it. `proof`: the system
    vouches for the phone; another number on nobody's word is not verified. Raises Refused `phone-taken` when a known card would take the
    phone of another one.
    """
    await tx.execute("SELECT pg_advisory_xact_lock(3, hashtext($1))", ref)
    sql = "SELECT coalesce(c.merged_into, c.id) FROM client_ref r JOIN client c ON c.id = r.client_id WHERE r.ref = $1"
    client_id = await tx.value(sql, ref)
    while client_id is not None and not await keep_card(tx, client_id):  # the ref has gone, or leads to another card now
        client_id = await tx.value(sql, ref)
    created = client_id is None
    if created:
        client_id = await card_for_phone(tx, phone, name, "ru")
        await tx.execute("INSERT INTO client_ref (ref, client_id) VALUES ($1, $2)", ref, client_id)
    elif await tx.value("SELECT count(*) FROM client WHERE phone = $1 AND id <> $2", phone, client_id):
        raise Refused("phone-taken")
    try:
        changed = await tx.row(
            "UPDATE client c SET name = n.name, phone = n.phone, birthday = n.birthday, tier = n.tier "
            "FROM (SELECT $2::text AS name, $3::text AS phone, CASE WHEN $6 THEN $4 ELSE coalesce($4, birthday) END AS birthday, "
            "CASE WHEN $7 THEN $5 ELSE coalesce($5, tier) END AS tier FROM client WHERE id = $1) n WHERE c.id = $1 "
            "AND (c.name, c.phone, c.birthday, c.tier) IS DISTINCT FROM (n.name, n.phone, n.birthday, n.tier) RETURNING c.public_id",
            client_id, name, phone, birthday, tier, "birthday" in clears, "tier" in clears,
        )  # fmt: skip
    except asyncpg.UniqueViolationError:  # another card took the number in this very moment
        raise Refused("phone-taken") from None
    if proof is not None:
        await prove_phone(tx, client_id, phone, proof)
    if changed:
        tx.event("client.changed", f"client:{changed['public_id']}", ref=ref)
    return _client(await tx.row(_VIEW + "WHERE c.id = $1", client_id), ref), created


async def link_own_contact(tx: Tx, person: Person, phone: str) -> None:
    """The person shared their own contact: their chat joins the card of that phone, or their card gets the phone, verified by that.

    What they had asked before moves along; the empty card remains as a pointer, so that old links lead on. A number that another person's
    card has on nobody's word becomes this person's (`free_phone`).
    """
    if person.phone == phone:
        await prove_phone(tx, person.client_id, phone, OWN_CONTACT)
        return
    await free_phone(tx, phone)
    other = await _card_of(tx, phone)
    if other is None:
        try:
            async with tx.attempt():
                await tx.execute("UPDATE client SET phone = $2, phone_unverified = NULL WHERE id = $1", person.client_id, phone)
        except asyncpg.UniqueViolationError:  # another card took the number in this very moment
            other = await _card_of(tx, phone)
    if other is not None and other["id"] != person.client_id:
        await _move_to(tx, person, other["id"])
        tx.event("client.merged", f"client:{other['public_id']}", merged=person.client_public_id)
        person.client_id, person.client_public_id = other["id"], other["public_id"]
        if not other["name"]:
            await tx.execute("UPDATE client SET name = $2 WHERE id = $1", other["id"], person.name)
        person.name = other["name"] or person.name
    person.phone = phone
    await prove_phone(tx, person.client_id, phone, OWN_CONTACT)
    tx.event("client.recognised", person.subject, by="own contact")


async def _card_of(tx: Tx, phone: str) -> Row | None:
    return await tx.row("SELECT id, public_id, name FROM client WHERE phone = $1 FOR NO KEY UPDATE", phone)


async def _move_to(tx: Tx, person: Person, target: int) -> None:
    await tx.execute("UPDATE chat SET client_id = $2 WHERE chat_id = $1", person.chat_id, target)
    await tx.execute("UPDATE request SET client_id = $2 WHERE chat_id = $1", person.chat_id, target)
    await tx.execute("UPDATE request SET chat_id = $2 WHERE client_id = $1 AND chat_id IS NULL", target, person.chat_id)
    if person.phone is None:  # their card was born from this chat alone
        await join_cards(tx, person.client_id, target)
    else:
        await move_doings(tx, person.chat_id, person.client_id, target)


async def keep_unverified_phone(tx: Tx, person: Person, phone: str) -> None:
    """A typed number: agents see it, it opens, reveals and merges nothing."""
    if person.phone is None:
        await tx.execute("UPDATE client SET phone_unverified = $2 WHERE id = $1", person.client_id, phone)


def require_phone(value: str, normal: str | None) -> str:
    """The normal form, or Refused `invalid` on `phone`."""
    if not value or normal is None:
        raise invalid("phone", "not a phone number")
    return normal
