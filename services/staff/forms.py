"""Forms that take effect once, however often they are sent.

A form carries a random key. Its hash together with what was typed is inserted in the transaction of the act: a twin waits for that
transaction and then finds the result. The typed words belong to the hash because a browser may bring an old form back with new
words in it, and these must not be swallowed.
"""

import hashlib
from collections.abc import Iterable
from typing import cast

from services.staff.models import Staff
from services.storage.tx import Tx


def form_digest(key: str, words: Iterable[str]) -> bytes:
    """What makes two submissions the same one."""
    digest = hashlib.sha256(key.encode())
    for word in words:
        digest.update(b"\x00" + word.encode(errors="surrogatepass"))
    return digest.digest()


async def begin_form(tx: Tx, staff: Staff, key: bytes) -> str | None:
    """None: carry the form out and call `end_form`. Otherwise it was carried out, and this is where it led."""
    fresh = await tx.value(
        "INSERT INTO form_key (staff_id, key) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true", staff.id, key
    )
    if fresh:
        return None
    return cast(
        "str", await tx.value("SELECT coalesce(result, '') FROM form_key WHERE staff_id = $1 AND key = $2", staff.id, key)
    )


async def end_form(tx: Tx, staff: Staff, key: bytes, result: str) -> None:
    """Where the form led: a path of the console."""
    await tx.execute("UPDATE form_key SET result = $3 WHERE staff_id = $1 AND key = $2", staff.id, key, result)
