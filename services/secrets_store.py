"""Secrets the product makes for itself at its first start."""

import secrets

from services.storage.tx import Tx


async def kept_secret(tx: Tx, key: str) -> str:
    """The secret stored under `key`, made when there is none: 43 characters out of A-Z a-z 0-9 _ -."""
    await tx.execute(
        "INSERT INTO setting (key, value) VALUES ($1, to_jsonb($2::text)) ON CONFLICT (key) DO NOTHING",
        key,
        secrets.token_urlsafe(32),
    )
    return str(await tx.value("SELECT value FROM setting WHERE key = $1", key))
