"""Client tiers (P4) as other systems name them: what may be given a weight, and who has rules of their own."""

from services.storage.reader import Reader

_LONGEST = 64  # characters of a tier that can be given a weight
_IN_USE = """
SELECT lower(tier) AS tier FROM client WHERE tier IS NOT NULL AND length(lower(tier)) BETWEEN 1 AND $1
GROUP BY lower(tier) ORDER BY count(*) DESC, 1 LIMIT $2
"""


async def tiers_in_use(reader: Reader, limit: int) -> list[str]:
    """Tiers that clients have, in small letters, the most frequent first."""
    return [row["tier"] for row in await reader.rows(_IN_USE, _LONGEST, limit)]


async def units_with_rules(reader: Reader) -> set[int]:
    """Ids of the units that do not go by the chain's rules."""
    return {row["unit_id"] for row in await reader.rows("SELECT unit_id FROM policy WHERE unit_id IS NOT NULL")}
