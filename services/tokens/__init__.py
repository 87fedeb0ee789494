"""API tokens and their scopes (contract, "Scopes")."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from services.clients.proofs import Proof
from services.errors import Refused, invalid
from services.requests.view import Viewer
from services.staff.accounts import staff_by_id, staff_by_login
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

BRINGING = ("source", "admin")  # scopes that may write clients and hand in requests


@dataclass(frozen=True, slots=True)
class Token:
    """Whoever calls. `staff` is set for scope `agent`. `vouches`: a phone that it brings is verified by that (decision 18)."""

    id: int
    name: str
    scope: str
    staff: Staff | None
    vouches: bool = False

    @property
    def proof(self) -> Proof | None:
        """Its word for a phone, where that is one."""
        return Proof("system", token_id=self.id) if self.vouches else None

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


async def add_token(tx: Tx, name: str, scope: str, *, vouches: bool = False) -> str:
    """Make a token of scope `source`, `read`, `admin` or `agent:LOGIN`; returns the secret, which is shown once.

    `vouches`: for a system whose phones people have taken at a desk, not for a site's form. Raises Refused `invalid` on `scope`, `name` or
    `vouches` (a token that brings no clients).
    """
    kind, _, login = scope.partition(":")
    if kind not in {"source", "read", "admin", "agent"} or bool(login) != (kind == "agent"):
        raise invalid("scope", "use source, read, admin or agent:LOGIN")
    staff = await staff_by_login(tx, login) if login else None
    if login and staff is None:
        raise invalid("scope", f"no such login: {login}")
    if not name.strip() or await tx.value("SELECT count(*) FROM api_token WHERE name = $1", name):
        raise invalid("name", "empty or taken")
    if vouches and kind not in BRINGING:
        raise invalid("vouches", "only source and admin bring clients")
    secret = secrets.token_urlsafe(32)
    await tx.execute(
        "INSERT INTO api_token (name, scope, staff_id, token_hash, vouches) VALUES ($1, $2, $3, $4, $5)",
        name, kind, staff.id if staff else None, digest(secret), vouches,
    )  # fmt: skip
    tx.event("token.added", f"token:{name}", scope=scope, vouches=vouches)
    return secret


async def let_vouch(tx: Tx, name: str, *, vouches: bool) -> None:
    """Whether phones that this token brings are verified by that, from now on; what was verified stays so.

    Raises Refused `not-found`, or `invalid` on `vouches` for a token that brings no clients.
    """
    token = await tx.row("SELECT id, scope, vouches FROM api_token WHERE name = $1 AND revoked_at IS NULL FOR UPDATE", name)
    if token is None:
        raise Refused("not-found")
    if vouches and token["scope"] not in BRINGING:
        raise invalid("vouches", "only source and admin bring clients")
    if token["vouches"] != vouches:
        await tx.execute("UPDATE api_token SET vouches = $2 WHERE id = $1", token["id"], vouches)
        tx.event("token.vouches", f"token:{name}", vouches=vouches)


async def list_tokens(reader: Reader) -> Sequence[Row]:
    """Those in force: `name, scope` (with the login of `agent`), `vouches, created_at`."""
    return await reader.rows(
        "SELECT t.name, t.scope || coalesce(':' || s.login, '') AS scope, t.vouches, t.created_at FROM api_token t "
        "LEFT JOIN staff s ON s.id = t.staff_id WHERE t.revoked_at IS NULL ORDER BY t.name"
    )


async def find_token(reader: Reader, secret: str) -> Token | None:
    """The token, when it is known, not revoked, and its person still works here."""
    row = await reader.row(
        "SELECT id, name, scope, staff_id, vouches FROM api_token WHERE token_hash = $1 AND revoked_at IS NULL", digest(secret)
    )
    if row is None:
        return None
    staff = await staff_by_id(reader, row["staff_id"]) if row["staff_id"] else None
    if row["scope"] == "agent" and (staff is None or not staff.active):
        return None
    return Token(row["id"], row["name"], row["scope"], staff, row["vouches"])
