"""API tokens and their scopes (contract, "Scopes")."""

import hashlib
import secrets
from dataclasses import dataclass

from services.errors import invalid
from services.requests.view import Viewer
from services.staff.accounts import staff_by_id, staff_by_login
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Token:
    """Whoever calls. `staff` is set for scope `agent`."""

    id: int
    name: str
    scope: str
    staff: Staff | None

    @property
    def actor(self) -> str:
        """The caller in events."""
        return self.staff.actor if self.staff else f"token:{self.name}"

    @property
    def viewer(self) -> Viewer:
        """What the caller may see of requests."""
        if self.scope == "agent":
            return Viewer("staff", staff=self.staff)
        return Viewer("source", token_id=self.id) if self.scope == "source" else Viewer("all")


def digest(secret: str) -> bytes:
    """Tokens are random and long: a plain hash is enough to store them."""
    return hashlib.sha256(secret.encode()).digest()


async def add_token(tx: Tx, name: str, scope: str) -> str:
    """Make a token of scope `source`, `read`, `admin` or `agent:LOGIN`; returns the secret, which is shown once.

    Raises Refused `invalid` on `scope` or `name`.
    """
    kind, _, login = scope.partition(":")
    if kind not in {"source", "read", "admin", "agent"} or bool(login) != (kind == "agent"):
        raise invalid("scope", "use source, read, admin or agent:LOGIN")
    staff = await staff_by_login(tx, login) if login else None
    if login and staff is None:
        raise invalid("scope", f"no such login: {login}")
    if not name.strip() or await tx.value("SELECT count(*) FROM api_token WHERE name = $1", name):
        raise invalid("name", "empty or taken")
    secret = secrets.token_urlsafe(32)
    await tx.execute(
        "INSERT INTO api_token (name, scope, staff_id, token_hash) VALUES ($1, $2, $3, $4)",
        name, kind, staff.id if staff else None, digest(secret),
    )  # fmt: skip
    tx.event("token.added", f"token:{name}", scope=scope)
    return secret


async def find_token(reader: Reader, secret: str) -> Token | None:
    """The token, when it is known, not revoked, and its person still works here."""
    row = await reader.row(
        "SELECT id, name, scope, staff_id FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL", digest(secret)
    )
    if row is None:
        return None
    staff = await staff_by_id(reader, row["staff_id"]) if row["staff_id"] else None
    if row["scope"] == "agent" and (staff is None or not staff.active):
        return None
    return Token(row["id"], row["name"], row["scope"], staff)
