"""Signing in to the console: throttled, equally slow for unknown logins, and kept as hashed random secrets.

Sessions and throttling run on real time (contract, "Clock").
"""

import asyncio
import hashlib
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from argon2.exceptions import InvalidHashError, VerificationError

from services.errors import Refused, invalid
from services.staff.accounts import HASHER, STAFF_COLUMNS, as_staff, staff_by_id
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.reader import Reader
from services.storage.tx import Tx

IDLE_HOURS = 12
LOGIN_FAILURES, ADDRESS_FAILURES, WINDOW_MINUTES = 5, 20, 15
MIN_PASSWORD, MAX_PASSWORD = 10, 1000  # characters
_LOCK = 5  # advisory lock class of sign-ins
# A hash takes 64 MiB: two at a time, and the threads of others stay free.
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in. `csrf` goes into every form of this session; `stale`: that they are there was last written a minute ago."""

    token_hash: bytes
    csrf: str
    staff: Staff
    stale: bool = False


def _digest(secret: str) -> bytes:
    """Secrets of sessions are random and long: a plain hash is enough to store them."""
    return hashlib.sha256(secret.encode()).digest()


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        HASHER.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


async def password_matches(password_hash: str | None, password: str) -> bool:
    """Takes the same time whether there is such a person (None: there is not) or not."""
    known = len(password) <= MAX_PASSWORD
    matches = await asyncio.get_running_loop().run_in_executor(_hashing, _matches, password_hash, password[:MAX_PASSWORD])
    return matches and known


async def sign_in(db: Database, login: str, password: str, *, address: str, old_secret: str | None = None) -> tuple[Staff, str]:
    """The person and the secret of their new session; the session of `old_secret` ends.

    Raises Refused `rate-limited` with `minutes` to wait, or `unauthorized`, which does not tell what was wrong.
    """
    login = login.strip().lower()
    login = login if re.fullmatch(r"[a-z0-9._-]{1,32}", login) else "?"  # people type passwords there: never stored
    async with db.tx() as tx:
        await _admit(tx, login, address)
    async with db.read() as reader:
        row = await reader.row(f"SELECT {STAFF_COLUMNS}, password_hash FROM staff WHERE login = $1", login)
    if not await password_matches(row["password_hash"] if row else None, password) or row is None or not row["active"]:
        raise Refused("unauthorized")
    staff = as_staff(row)
    async with db.tx(actor=staff.actor) as tx:
        await tx.execute("DELETE FROM sign_in_failure WHERE login = $1 AND address = $2", login, address)
        if old_secret:
            await tx.execute("DELETE FROM staff_session WHERE token_hash = $1", _digest(old_secret))
        tx.event("staff.signed_in", f"staff:{staff.login}", address=address)
        return staff, await open_session(tx, staff)


async def _admit(tx: Tx, login: str, address: str) -> None:
    """Count the attempt as a failure before it is tried, so that a burst of parallel guesses gets no further than a slow one."""
    await tx.execute("SELECT pg_advisory_xact_lock($1, hashtext('login ' || $2))", _LOCK, login)
    await tx.execute("SELECT pg_advisory_xact_lock($1, hashtext('address ' || $2))", _LOCK, address)
    wait = await tx.value(
        "SELECT max(ceil(extract(epoch FROM at + make_interval(mins => $3) - clock_timestamp()) / 60)::integer) FROM ("
        "(SELECT at FROM sign_in_failure WHERE login = $1 ORDER BY at DESC OFFSET $4 LIMIT 1) UNION ALL "
        "(SELECT at FROM sign_in_failure WHERE address = $2 ORDER BY at DESC OFFSET $5 LIMIT 1)) AS f",
        login, address, WINDOW_MINUTES, LOGIN_FAILURES - 1, ADDRESS_FAILURES - 1,
    )  # fmt: skip
    if wait is not None and wait > 0:
        raise Refused("rate-limited", minutes=int(wait))
    await tx.execute("INSERT INTO sign_in_failure (login, address) VALUES ($1, $2)", login, address)


async def open_session(tx: Tx, staff: Staff) -> str:
    """A new session; returns its secret, which is stored nowhere. What has lapsed is cleared away on the occasion."""
    secret = secrets.token_urlsafe(32)
    await tx.execute(
        "INSERT INTO staff_session (token_hash, staff_id, csrf) VALUES ($1, $2, $3)",
        _digest(secret), staff.id, secrets.token_urlsafe(24),
    )  # fmt: skip
    await tx.execute("DELETE FROM staff_session WHERE seen_at < clock_timestamp() - make_interval(hours => $1)", IDLE_HOURS)
    await tx.execute("DELETE FROM sign_in_failure WHERE at < clock_timestamp() - interval '1 day'")
    await tx.execute("DELETE FROM form_key WHERE created_at < clock_timestamp() - interval '2 days'")
    return secret


async def find_session(reader: Reader, secret: str) -> Session | None:
    """The session, when it is known, not idle for too long, and its person still works here."""
    return await _session(reader, _digest(secret))


async def still_valid(reader: Reader, session: Session) -> Session | None:
    """The session as it is now; None when it has ended."""
    return await _session(reader, session.token_hash)


async def _session(reader: Reader, token_hash: bytes) -> Session | None:
    row = await reader.row(
        "SELECT s.csrf, s.seen_at < clock_timestamp() - interval '1 minute' AS stale, "
        f"{', '.join('p.' + name for name in STAFF_COLUMNS.split(', '))} FROM staff_session s JOIN staff p ON p.id = s.staff_id "
        "WHERE s.token_hash = $1 AND p.active AND s.seen_at > clock_timestamp() - make_interval(hours => $2)",
        token_hash, IDLE_HOURS,
    )  # fmt: skip
    return Session(token_hash, row["csrf"], as_staff(row), row["stale"]) if row else None


async def touch(reader: Reader, session: Session) -> None:
    """The person did something: the idle time begins anew. Written once a minute."""
    if session.stale:
        await reader.value(
            "UPDATE staff_session SET seen_at = clock_timestamp() WHERE token_hash = $1 RETURNING 1", session.token_hash
        )


async def sign_out(tx: Tx, session: Session) -> None:
    """End this session."""
    await tx.execute("DELETE FROM staff_session WHERE token_hash = $1", session.token_hash)
    tx.event("staff.signed_out", f"staff:{session.staff.login}")


async def change_password(db: Database, session: Session, *, old: str, new: str) -> str:
    """Set a new password; every session of the person ends. Returns the secret of a new one.

    Raises Refused `invalid` on `old` (`wrong`) or `new` (`too short`, `too long`, `same`, `is the login`).
    """
    staff = session.staff
    _check_new(staff, old, new)
    async with db.read() as reader:
        stored = await reader.value("SELECT password_hash FROM staff WHERE id = $1", staff.id)
    if not await password_matches(stored, old):
        raise invalid("old", "wrong")
    password_hash = await asyncio.get_running_loop().run_in_executor(_hashing, HASHER.hash, new)
    async with db.tx(actor=staff.actor) as tx:
        await tx.execute(
            "UPDATE staff SET password_hash = $2, must_change_password = false WHERE id = $1", staff.id, password_hash
        )
        await tx.execute("DELETE FROM staff_session WHERE staff_id = $1", staff.id)
        tx.event("staff.password_changed", f"staff:{staff.login}")
        return await open_session(tx, await staff_by_id(tx, staff.id) or staff)


def _check_new(staff: Staff, old: str, new: str) -> None:
    reasons = (
        ("too short", len(new) < MIN_PASSWORD),
        ("too long", len(new) > MAX_PASSWORD),
        ("same", new == old),
        ("is the login", new.lower() == staff.login),
    )
    if reason := next((reason for reason, wrong in reasons if wrong), None):
        raise invalid("new", reason)
