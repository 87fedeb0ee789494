"""Cards that may be the same person's: looked up by what they have in common, never by walking through cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.clients.proofs import phone_by
from services.finding import reach
from services.recognising.signs import Likeness, likeness
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx

SHOWN = 5  # beside a request
LISTED = 50  # for heads
_LOOKED_AT = 20_000  # likeliest pairs: whose they are is asked one by one, which takes time
COMPARED_AT_ONCE = 50
_LOCK = 21  # advisory lock class: one process compares
_HITS = 100  # cards with a mark in common; more share a mark that tells nothing

# $1: a card. Each look is one of an index; a birthday alone is many people's, so a word of the name has to agree.
_COMMON = f"""
WITH mine AS (SELECT * FROM client WHERE id = $1 AND merged_into IS NULL AND erased_at IS NULL), hit AS (
    SELECT o.id, CASE WHEN {phone_by("o")} IS NULL THEN 'typed_phone' ELSE 'phone' END AS sign
        FROM mine m JOIN client o ON o.phone = m.phone_unverified
    UNION SELECT o.id, CASE WHEN {phone_by("m")} IS NULL THEN 'typed_phone' ELSE 'phone' END
        FROM mine m JOIN client o ON o.phone_unverified = m.phone
    UNION SELECT o.id, 'typed_phone' FROM mine m JOIN client o ON o.phone_unverified = m.phone_unverified
    UNION (SELECT v.client_id, 'vin' FROM mine m JOIN vehicle w ON w.client_id = m.id JOIN vehicle v ON v.vin = w.vin
        WHERE w.sold_at IS NULL AND v.sold_at IS NULL AND v.client_id <> m.id LIMIT {_HITS})
    UNION (SELECT v.client_id, 'plate' FROM mine m JOIN vehicle w ON w.client_id = m.id JOIN vehicle v ON v.plate = w.plate
        WHERE w.sold_at IS NULL AND v.sold_at IS NULL AND v.client_id <> m.id
            AND (v.vin IS NULL OR w.vin IS NULL OR v.vin = w.vin) LIMIT {_HITS})
    UNION (SELECT o.id, 'birthday' FROM mine m JOIN client o ON o.birthday = m.birthday
        WHERE string_to_array(translate(lower(o.name), 'ё', 'е'), ' ') && string_to_array(translate(lower(m.name), 'ё', 'е'), ' ')
        LIMIT {_HITS})
)
SELECT o.id, o.public_id, o.name, m.name AS mine, array_agg(hit.sign) AS signs
FROM hit JOIN client o ON o.id = hit.id CROSS JOIN mine m
WHERE o.id <> $1 AND o.merged_into IS NULL AND o.erased_at IS NULL
    AND NOT EXISTS (SELECT FROM not_same n WHERE n.one = least(o.id, $1) AND n.other = greatest(o.id, $1))
GROUP BY o.id, o.public_id, o.name, m.name LIMIT {_HITS}
"""
_LIST = f"""
SELECT l.one, l.other, l.score, l.signs, a.public_id AS one_id, a.name AS one_name, b.public_id AS other_id, b.name AS other_name
FROM (SELECT * FROM likely_duplicate ORDER BY score DESC, found_at DESC, one LIMIT {_LOOKED_AT}) l
JOIN client a ON a.id = l.one JOIN client b ON b.id = l.other
WHERE a.merged_into IS NULL AND b.merged_into IS NULL AND a.erased_at IS NULL AND b.erased_at IS NULL
    AND EXISTS (SELECT FROM client c WHERE c.id = l.one AND {{holds}}) AND EXISTS (SELECT FROM client c WHERE c.id = l.other AND {{holds}})
ORDER BY l.score DESC, l.found_at DESC, l.one, l.other LIMIT $1
"""


@dataclass(frozen=True, slots=True)
class Likely:
    """Another card that may be the same person's."""

    id: int
    public_id: str
    name: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards that may be one person's, for the heads' list: ids and names."""

    one: tuple[str, str]
    other: tuple[str, str]
    signs: Sequence[str]


async def likely_same(reader: Reader, client_id: int) -> list[Likely]:
    """Of all cards, best first; check who may look at them before they are shown (`likely_for`)."""
    rows = await reader.rows(_COMMON, client_id)
    found = [Likely(row["id"], row["public_id"], row["name"], likeness(row["signs"], row["mine"], row["name"])) for row in rows]
    return sorted((one for one in found if one.likeness.likely), key=lambda one: (-one.likeness.score, one.id))


async def likely_for(reader: Reader, staff: Staff, client_id: int) -> list[Likely]:
    """Those that this person may look at, the best few."""
    found = await likely_same(reader, client_id)
    shown: list[Likely] = []
    for one in found[: 2 * SHOWN]:
        if len(shown) < SHOWN and await reach.meets(reader, staff, one.id):
            shown.append(one)
    return shown


async def likeness_of(reader: Reader, client_id: int, other_id: int) -> Likeness:
    """Of these two, also where there is hardly any."""
    row = await reader.row(
        "SELECT a.name, b.name AS other FROM client a, client b WHERE a.id = $1 AND b.id = $2", client_id, other_id
    )
    assert row is not None  # noqa: S101 - both were read before
    common = next((found.likeness for found in await likely_same(reader, client_id) if found.id == other_id), None)
    return common or likeness((), row["name"], row["other"])


async def likely_pairs(reader: Reader, staff: Staff, limit: int = LISTED) -> list[Pair]:
    """Pairs among the cards that this person may look at, the likeliest first."""
    holds, args = reach.condition(staff, 2)
    rows = await reader.rows(_LIST.format(holds=holds), limit, *args)
    return [Pair((row["one_id"], row["one_name"]), (row["other_id"], row["other_name"]), row["signs"]) for row in rows]


async def compare_changed(tx: Tx, limit: int = COMPARED_AT_ONCE) -> int:
    """Compare cards that have changed with all others, and remember what is likely; returns how many changes were looked at."""
    if not await tx.value("SELECT pg_try_advisory_xact_lock($1, 0)", _LOCK):
        return 0
    rows = await tx.rows(
        "DELETE FROM card_changed WHERE id IN (SELECT id FROM card_changed ORDER BY id LIMIT $1) RETURNING client_id", limit
    )
    for client_id in sorted({row["client_id"] for row in rows}):
        await remember_likely(tx, client_id, tx.now)
    return len(rows)


async def remember_likely(tx: Tx, client_id: int, at: datetime) -> None:
    """What is likely about this card now takes the place of what was."""
    found = await likely_same(tx, client_id)
    await tx.execute(
        "DELETE FROM likely_duplicate WHERE (one = $1 OR other = $1) AND one + other - $1 <> ALL ($2::bigint[])",
        client_id, [one.id for one in found],
    )  # fmt: skip
    for one in found:
        await tx.execute(
            "INSERT INTO likely_duplicate AS l (one, other, score, signs, found_at) VALUES ($1, $2, $3, $4, $5) "
            "ON CONFLICT (one, other) DO UPDATE SET score = excluded.score, signs = excluded.signs",
            min(client_id, one.id), max(client_id, one.id), one.likeness.score, list(one.likeness.signs), at,
        )  # fmt: skip


async def not_the_same(tx: Tx, staff: Staff, client_id: int, other_id: int) -> None:
    """Somebody says that these are two people; said twice is said once."""
    pair = min(client_id, other_id), max(client_id, other_id)
    added = await tx.value(
        "INSERT INTO not_same (one, other, staff_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1",
        *pair, staff.id, tx.now,
    )  # fmt: skip
    await tx.execute("DELETE FROM likely_duplicate WHERE one = $1 AND other = $2", *pair)
    if added:
        names = await tx.rows("SELECT public_id FROM client WHERE id = ANY ($1::bigint[]) ORDER BY id", list(pair))
        tx.event("client.not_same", f"client:{names[0]['public_id']}", other=names[1]["public_id"])
