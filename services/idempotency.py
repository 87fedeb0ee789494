"""Answers kept under the caller's Idempotency-Key (contract, "Idempotency-Key").

The key's row, the effect and the answer are one transaction:

- `begin` inserts the row, uncommitted. A concurrent twin waits on it (a unique index makes it wait), at most `WAIT_SECONDS`.
- The effect runs under a savepoint (`Tx.attempt`), so that a refusal undoes the effect and is stored all the same.
- `finish` writes the answer into the row. The commit makes effect, events, mail and answer visible together.

A crash before the commit leaves nothing behind: no row, no effect, and the caller's next try does the work. A crash after it,
before the caller has read the answer, leaves both: the next try is answered from the row. There is no third case, hence no lease
and nothing to clear up after a dead process. Waits and ages run on real time, not on the shifted clock.
"""

from dataclasses import dataclass

import asyncpg

from services.errors import Refused
from services.storage.tx import Tx

WAIT_SECONDS = 5.0
_KEEP = "interval '7 days'"
_UNSTORED = frozenset({401, 429})  # and everything from 500 on; `idempotency-busy` never gets as far as `finish`

_BEGIN = f"""
INSERT INTO idempotency AS i (token_id, method, path, key, body_hash) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (token_id, method, path, key) DO UPDATE
SET body_hash = excluded.body_hash, status = NULL, content_type = NULL, body = NULL, created_at = clock_timestamp()
WHERE i.created_at < clock_timestamp() - {_KEEP}
RETURNING true
"""
_MATCH = "token_id = $1 AND method = $2 AND path = $3 AND key = $4"


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a key is unique."""

    token_id: int
    method: str
    path: str
    key: str

    @property
    def columns(self) -> tuple[int, str, str, str]:
        """The primary key of the row."""
        return self.token_id, self.method, self.path, self.key


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it was given the first time."""

    status: int
    content_type: str
    body: bytes


async def begin(tx: Tx, scope: Scope, digest: bytes) -> Stored | None:
    """Take the key, or return the first call's answer. `digest` stands for the body.

    Raises Refused `idempotency-mismatch` for another body under the same key, `idempotency-busy` when the first call is still at
    work after `WAIT_SECONDS`; the transaction cannot be used any more then.
    """
    await tx.value("SELECT set_config('lock_timeout', $1, true)", f"{WAIT_SECONDS * 1000:.0f}ms")
    try:
        taken = await tx.value(_BEGIN, *scope.columns, digest)
    except asyncpg.LockNotAvailableError:
        raise Refused("idempotency-busy") from None
    if taken:
        await tx.execute("SET LOCAL lock_timeout TO DEFAULT")
        return None
    row = await tx.row(f"SELECT * FROM idempotency WHERE {_MATCH}", *scope.columns)
    assert row is not None  # noqa: S101 - the conflict has just locked it
    if row["body_hash"] != digest:
        raise Refused("idempotency-mismatch")
    return Stored(row["status"], row["content_type"], row["body"])


async def finish(tx: Tx, scope: Scope, answer: Stored) -> None:
    """Store the answer with the effect; an answer that must not be stored frees the key."""
    if answer.status >= 500 or answer.status in _UNSTORED:  # noqa: PLR2004 - the contract's border
        await tx.execute(f"DELETE FROM idempotency WHERE {_MATCH}", *scope.columns)
        return
    await tx.execute(
        f"UPDATE idempotency SET status = $5, content_type = $6, body = $7 WHERE {_MATCH}",
        *scope.columns, answer.status, answer.content_type, answer.body,
    )  # fmt: skip
