"""Taking people on, changing what they do, new passwords, letting them go. Every change is an event.

Who may do it to whom is in `services/staff/rights.py`. Nobody changes their own role or units, or lets themselves go: then somebody
with the right always remains.
"""

import asyncio
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.editing import MAX_NAME, checked, plain, unchanged, update, within
from services.errors import Refused, invalid
from services.requests.models import TYPES
from services.requests.queue import release_all
from services.staff.accounts import HASHER, add_staff
from services.staff.models import ROLES, Staff
from services.staff.rights import demand, edits_person, roles_to_grant, sees_settings
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import LANGUAGES
from services.units.slugs import slug

_COLUMNS = (
    "id, login, name, role, unit_ids, skills, active, telegram_id, language, wip_limit, must_change_password, shift, languages"
)
_LOGIN = re.compile(r"[a-z0-9._-]{1,32}")
_MAX_TELEGRAM = (1 << 52) - 1  # telegram.md: ids have at most 52 significant bits
_MAX_WIP = 50


@dataclass(frozen=True, slots=True)
class PersonData:
    """A person as they are edited. `units` are codes, none: all; no `skills`: every type, no `languages`: every language.

    `telegram_id` as typed.
    """

    name: str
    role: str
    units: Sequence[str] = ()
    skills: Sequence[str] = ()
    login: str = ""
    telegram_id: str = ""
    wip_limit: str = ""
    languages: Sequence[str] = ()


async def people_to_edit(reader: Reader, staff: Staff) -> list[dict[str, Any]]:
    """Everybody whom this person may change, and themselves; those who have left last."""
    demand(sees_settings(staff))
    rows = await reader.rows(
        f"SELECT {_COLUMNS}, (SELECT count(*) FROM request WHERE agent_id = staff.id AND state <> 'closed') AS held "
        "FROM staff ORDER BY active DESC, array_position($1::text[], role), name, login",
        ["admin", "director", "head", "qa", "agent"],
    )  # fmt: skip
    return [dict(row) for row in rows if _edits(staff, row)]


async def person_to_edit(reader: Reader, staff: Staff, login: str) -> dict[str, Any]:
    """One of them. Raises Refused `not-found`, `forbidden`."""
    demand(sees_settings(staff))
    row = await reader.row(f"SELECT {_COLUMNS} FROM staff WHERE login = $1", login)
    if row is None:
        raise Refused("not-found")
    demand(_edits(staff, row))
    return dict(row)


def as_edited(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows of a person: shifts and requests may change meanwhile."""
    names = ("name", "role", "unit_ids", "skills", "languages", "telegram_id", "wip_limit", "active")
    return {name: row[name] for name in names}


def _edits(staff: Staff, row: Any) -> bool:
    return row["id"] == staff.id or edits_person(staff, row["role"], row["unit_ids"])


async def add_person(tx: Tx, staff: Staff, data: PersonData) -> tuple[str, str]:
    """A new colleague; returns login and one-time password. Raises Refused `forbidden`, `invalid`."""
    demand(sees_settings(staff))
    values = await _checked(tx, staff, data)
    login = values.pop("login") or await _new_login(tx, values["name"])
    password = await add_staff(
        tx, login, name=values["name"], role=values["role"], units=data.units, skills=data.skills, telegram_id=values["telegram_id"],
        languages=values["languages"],
    )  # fmt: skip
    if values["wip_limit"] is not None:
        await tx.execute("UPDATE staff SET wip_limit = $2 WHERE login = $1", login, values["wip_limit"])
    return login, password


async def change_person(tx: Tx, staff: Staff, login: str, data: PersonData, *, seen: str | None = None) -> None:
    """Write what differs. Raises Refused `not-found`, `forbidden`, `invalid`."""
    before = await _locked(tx, staff, login)
    unchanged(as_edited(before), seen)
    values = await _checked(tx, staff, data, before)
    if before["id"] == staff.id and (values["role"] != before["role"] or values["unit_ids"] != list(before["unit_ids"])):
        raise invalid("role", "your own")
    if before["role"] == "admin" and values["role"] != "admin":
        await _another_admin(tx, before["id"], "role")
    if values["role"] == "qa" and await _held(tx, before["id"]):
        raise invalid("role", "leads requests")
    changes = await update(tx, "staff", before["id"], before, values)
    if changes:
        tx.event("staff.changed", f"staff:{login}", unit_id=_unit_of(values["unit_ids"]), changes=changes)


async def reset_password(tx: Tx, staff: Staff, login: str) -> str:
    """A new one-time password; every session of the person ends. Raises Refused `not-found`, `forbidden`."""
    person = await _locked(tx, staff, login)
    demand(person["id"] != staff.id and person["active"])
    password = secrets.token_urlsafe(9)
    hashed = await asyncio.to_thread(HASHER.hash, password)
    await tx.execute("UPDATE staff SET password_hash = $2, must_change_password = true WHERE id = $1", person["id"], hashed)
    await tx.execute("DELETE FROM staff_session WHERE staff_id = $1", person["id"])
    await tx.execute("DELETE FROM sign_in_failure WHERE login = $1", login)
    tx.event("staff.password_reset", f"staff:{login}", unit_id=_unit_of(person["unit_ids"]))
    return password


async def let_go(tx: Tx, staff: Staff, login: str, *, sure: bool = False) -> int:
    """The person works here no longer: sessions end, what they lead goes back to the queue; returns how many requests did.

    Raises Refused `not-found`, `forbidden`, `invalid` on `active`: `yourself`, `last admin`, `leads requests` with their `count` unless
    `sure`.
    """
    person = await _locked(tx, staff, login)
    if person["id"] == staff.id:
        raise invalid("active", "yourself")
    if person["role"] == "admin":
        await _another_admin(tx, person["id"], "active")
    held = await _held(tx, person["id"])
    if held and not sure:
        raise Refused("invalid", errors=[{"field": "active", "reason": "leads requests", "count": held}])
    await tx.execute("UPDATE staff SET active = false, shift = 'off', shift_at = $2 WHERE id = $1", person["id"], tx.now)
    await tx.execute("DELETE FROM staff_session WHERE staff_id = $1", person["id"])
    tx.event("staff.left", f"staff:{login}", unit_id=_unit_of(person["unit_ids"]), requests=held)
    return await release_all(tx, person["id"])


async def take_back(tx: Tx, staff: Staff, login: str) -> None:
    """Somebody who had left works here again, with the old password. Raises Refused `not-found`, `forbidden`."""
    person = await _locked(tx, staff, login)
    if not person["active"]:
        await tx.execute("UPDATE staff SET active = true WHERE id = $1", person["id"])
        tx.event("staff.returned", f"staff:{login}", unit_id=_unit_of(person["unit_ids"]))


async def _locked(tx: Tx, staff: Staff, login: str) -> dict[str, Any]:
    await tx.execute("SELECT FROM staff WHERE login = $1 FOR NO KEY UPDATE", login)
    return await person_to_edit(tx, staff, login)


async def _held(tx: Tx, staff_id: int) -> int:
    return int(await tx.value("SELECT count(*) FROM request WHERE agent_id = $1 AND state <> 'closed'", staff_id))


async def _another_admin(tx: Tx, staff_id: int, field: str) -> None:
    """All admins are locked: two who let each other go at the same time would leave none."""
    admins = await tx.rows("SELECT id FROM staff WHERE active AND role = 'admin' ORDER BY id FOR NO KEY UPDATE")
    if all(row["id"] == staff_id for row in admins):
        raise invalid(field, "last admin")


async def _checked(tx: Tx, staff: Staff, data: PersonData, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The columns; raises Refused `invalid` with every field that is wrong."""
    rows = await tx.rows("SELECT id, code FROM unit WHERE code = ANY ($1::text[]) ORDER BY id", list(data.units))
    own_id = before["id"] if before else None
    taken = await tx.rows("SELECT telegram_id FROM staff WHERE telegram_id IS NOT NULL AND id IS DISTINCT FROM $1", own_id)
    values = checked({
        **({"login": partial(_login, data.login.strip().lower())} if before is None else {}),
        "name": partial(_name, data.name),
        "role": partial(_role, data.role),
        "unit_ids": partial(_unit_ids, data.units, {row["code"]: row["id"] for row in rows}),
        "skills": partial(_skills, data.skills),
        "languages": partial(_languages, data.languages),
        "telegram_id": partial(_telegram_id, data.telegram_id.strip(), {row["telegram_id"] for row in taken}),
        "wip_limit": partial(_wip_limit, data.wip_limit.strip()),
    })  # fmt: skip
    if own_id != staff.id:
        _may_give(staff, values["role"], values["unit_ids"])
    return values


def _may_give(staff: Staff, role: str, unit_ids: list[int]) -> None:
    if role not in roles_to_grant(staff):
        raise invalid("role", "not yours to give")
    if not edits_person(staff, role, unit_ids):
        raise invalid("units", "not yours to give")


def _name(typed: str) -> str:
    name = plain(typed)
    if not name or len(name) > MAX_NAME:
        raise invalid("name", "too long" if name else "required")
    return name


def _login(typed: str) -> str:
    if typed and not _LOGIN.fullmatch(typed):
        raise invalid("login", "bad login")
    return typed


def _role(role: str) -> str:
    if role not in ROLES:
        raise invalid("role", "required")
    return role


def _unit_ids(codes: Sequence[str], known: Mapping[str, int]) -> list[int]:
    if set(codes) - known.keys():
        raise invalid("units", "unknown")
    return sorted(known[code] for code in set(codes))


def _skills(skills: Sequence[str]) -> list[str]:
    if set(skills) - set(TYPES):
        raise invalid("skills", "unknown")
    return sorted(set(skills))


def _languages(languages: Sequence[str]) -> list[str]:
    if set(languages) - set(LANGUAGES):
        raise invalid("languages", "unknown")
    return sorted(set(languages))


def _telegram_id(typed: str, taken: Collection[int]) -> int | None:
    if not typed:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,15}", typed) or int(typed) > _MAX_TELEGRAM:
        raise invalid("telegram_id", "not an id")
    if int(typed) in taken:
        raise invalid("telegram_id", "taken")
    return int(typed)


def _wip_limit(typed: str) -> int | None:
    return within("wip_limit", typed, 1, _MAX_WIP) if typed else None


async def _new_login(tx: Tx, name: str) -> str:
    """`Анна Смирнова` → `anna.smirnova`, with a number where that is taken."""
    words = [slug(word) for word in name.split()[:2]]
    base = ".".join(word for word in words if word)[:28] or "user"
    taken = {row["login"] for row in await tx.rows("SELECT login FROM staff")}
    return next(login for login in (base, *(f"{base}{n}" for n in range(2, 1000))) if login not in taken)


def _unit_of(unit_ids: Sequence[int]) -> int | None:
    """The unit an event about a person belongs to, where it is one."""
    return unit_ids[0] if len(unit_ids) == 1 else None
