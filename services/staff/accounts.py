"""Staff accounts: adding people, finding them, shifts."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from argon2 import PasswordHasher

from services.errors import Refused, invalid
from services.requests.models import TYPES
from services.staff.models import ROLES, SHIFTS, Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import LANGUAGES

HASHER = PasswordHasher()  # argon2id with the library's parameters (RFC 9106, low-memory profile)
STAFF_COLUMNS = (
    "id, login, name, role, unit_ids, skills, active, shift, language, must_change_password, wip_limit, languages, "
    "withdrawn_until"
)


def as_staff(row: Any) -> Staff:
    """A row with `STAFF_COLUMNS` as a Staff."""
    return Staff(
        row["id"], row["login"], row["name"], row["role"], tuple(row["unit_ids"]), tuple(row["skills"]), row["active"], row["shift"],
        row["language"], row["must_change_password"], row["wip_limit"], tuple(row["languages"]),
        row["withdrawn_until"],
    )  # fmt: skip


async def staff_by_id(reader: Reader, staff_id: int) -> Staff | None:
    """The person, active or not."""
    row = await reader.row(f"SELECT {STAFF_COLUMNS} FROM staff WHERE id = $1", staff_id)
    return as_staff(row) if row else None


async def staff_by_login(reader: Reader, login: str) -> Staff | None:
    """The person with this login."""
    row = await reader.row(f"SELECT {STAFF_COLUMNS} FROM staff WHERE login = $1", login.strip().lower())
    return as_staff(row) if row else None


async def staff_by_telegram(reader: Reader, telegram_id: int) -> Staff | None:
    """The active member of staff whose Telegram this is."""
    row = await reader.row(f"SELECT {STAFF_COLUMNS} FROM staff WHERE telegram_id = $1 AND active", telegram_id)
    return as_staff(row) if row else None


async def colleagues(reader: Reader) -> list[Staff]:
    """Everybody active, by name."""
    return [as_staff(row) for row in await reader.rows(f"SELECT {STAFF_COLUMNS} FROM staff WHERE active ORDER BY name, login")]


async def add_staff(
    tx: Tx, login: str, *, name: str, role: str, units: Sequence[str] = (), skills: Sequence[str] = (), telegram_id: int | None = None,
    language: str | None = None, password: str | None = None, languages: Sequence[str] = (),
) -> str:  # fmt: skip
    """Make an account; returns its one-time password. No `units`, `skills`, `languages`: all of them.

    Raises Refused `invalid` with the field that is wrong.
    """
    if role not in ROLES:
        raise invalid("role", "unknown")
    if unknown := [s for s in skills if s not in TYPES]:
        raise invalid("skill", f"unknown: {', '.join(unknown)}")
    if unknown := [one for one in languages if one not in LANGUAGES]:
        raise invalid("languages", f"unknown: {', '.join(unknown)}")
    rows = await tx.rows("SELECT id, code FROM unit WHERE code = ANY ($1::text[])", list(units))
    if missing := set(units) - {row["code"] for row in rows}:
        raise invalid("unit", f"unknown: {', '.join(sorted(missing))}")
    await _check_free(tx, login, telegram_id)
    password = password or secrets.token_urlsafe(9)
    await tx.execute(
        "INSERT INTO staff (login, name, role, unit_ids, skills, password_hash, telegram_id, language, languages) "
        "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
        login, name, role, sorted(row["id"] for row in rows), sorted(set(skills)), HASHER.hash(password), telegram_id, language,
        sorted(set(languages)),
    )  # fmt: skip
    tx.event(
        "staff.added", f"staff:{login}", role=role, units=sorted(units), skills=sorted(skills), languages=sorted(languages)
    )
    return password


async def _check_free(tx: Tx, login: str, telegram_id: int | None) -> None:

    if not re.fullmatch(r"[a-z0-9._-]{1,32}", login):
        raise invalid("login", "use a-z 0-9 . _ - (at most 32)")
    if await tx.value("SELECT count(*) FROM staff WHERE login = $1", login):
        raise invalid("login", "taken")
    if telegram_id is not None and await tx.value("SELECT count(*) FROM staff WHERE telegram_id = $1", telegram_id):
        raise invalid("telegram_id", "taken")


async def set_shift(tx: Tx, staff: Staff, state: str) -> None:
    """Begin, interrupt or end the shift; it persists. What was reserved for somebody who leaves is everybody's again."""
    if state not in SHIFTS:
        raise invalid("state", "unknown")
    if not staff.active:
        raise Refused("forbidden")
    await tx.execute("UPDATE staff SET shift = $2, shift_at = $3 WHERE id = $1", staff.id, state, tx.now)
    if state != "on":
        await tx.execute("DELETE FROM agent_line WHERE staff_id = $1", staff.id)
    if state == "off":
        await free_reserved(tx, staff.id)
    tx.event("staff.shift", f"staff:{staff.login}", state=state)


async def free_reserved(tx: Tx, staff_id: int) -> None:
    """What was kept for this person is everybody's again."""
    await tx.execute(
        "UPDATE request SET reserved_for = NULL, reserved_until = NULL WHERE state = 'queued' AND reserved_for = $1", staff_id
    )


async def set_language(tx: Tx, staff: Staff, language: str) -> None:
    """The console's language for this person. Raises Refused `invalid`."""
    if language not in LANGUAGES:
        raise invalid("language", "unknown")
    await tx.execute("UPDATE staff SET language = $2 WHERE id = $1", staff.id, language)
