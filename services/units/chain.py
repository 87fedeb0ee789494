"""The chain's own name, as clients read it."""

from typing import Any

from services.storage.reader import Reader
from services.storage.tx import Tx

_KEY = "chain_name"


async def chain_name(reader: Reader, language: str) -> str | None:
    """The name in a language, Russian where that is missing; None while nobody has set one."""
    names: dict[str, Any] | None = await reader.value("SELECT value FROM setting WHERE key = $1", _KEY)
    return (names.get(language) or names.get("ru")) if names else None


async def chain_names(reader: Reader) -> dict[str, str]:
    """The name per language; empty while nobody has set one."""
    return dict(await reader.value("SELECT value FROM setting WHERE key = $1", _KEY) or {})


async def name_chain(tx: Tx, names: dict[str, str]) -> None:
    """Set the name per language."""
    before = await chain_names(tx)
    await tx.execute(
        "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", _KEY, names
    )
    if names != before:
        tx.event("chain.named", "chain", changes={"name": [before or None, names]})
