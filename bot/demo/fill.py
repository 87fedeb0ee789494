"""Filling the demo chain."""

import json
import secrets
from pathlib import Path

from bot.demo.units import CHAIN, STAFF, UNITS
from services.errors import Refused
from services.staff.accounts import add_staff, set_shift, staff_by_login
from services.storage.database import Database
from services.storage.tx import Tx
from services.units.chain import name_chain

LOGINS = "demo-logins.json"  # under storage.data_dir, readable by its owner only


async def fill(db: Database, data_dir: Path) -> dict[str, str]:
    """Make units and staff; returns login → password. Raises Refused `not-empty` where there are units already."""
    async with db.tx() as tx:
        if await tx.value("SELECT count(*) FROM unit"):
            raise Refused("not-empty")
        await _units(tx)
        await name_chain(tx, CHAIN)
        logins = {}
        for login, name, role, units, skills, language in STAFF:
            logins[login] = await add_staff(
                tx,
                login,
                name=name,
                role=role,
                units=units,
                skills=skills,
                language=language,
                password=secrets.token_urlsafe(6),
            )
        await tx.execute("UPDATE staff SET must_change_password = false")
        anna = await staff_by_login(tx, "anna")
        if anna:
            await set_shift(tx, anna, "on")
    _keep(data_dir / LOGINS, logins)
    return logins


async def _units(tx: Tx) -> None:
    for unit in UNITS:
        await tx.execute(
            'INSERT INTO unit (code, name, city, address, phone, time_zone, "leading", hours) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
            *(unit[key] for key in ("code", "name", "city", "address", "phone", "time_zone", "leading", "hours")),
        )
        tx.event("unit.added", f"unit:{unit['code']}")


def _keep(path: Path, logins: dict[str, str]) -> None:
    """Passwords of a demo are shown at each start, so they are kept beside its database."""
    path.touch(mode=0o600)
    path.write_text(json.dumps(logins), encoding="utf-8")


def kept_logins(data_dir: Path) -> dict[str, str]:
    """The demo's logins, empty where there is no demo."""
    path = data_dir / LOGINS
    if not path.exists():
        return {}
    logins: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return logins
