"""Filling the demo chain."""

import json
import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.demo.answers import ANSWERS
from bot.demo.past import telling
from bot.demo.stories import tell_stories
from bot.demo.units import ADMIN, BAYS, CHAIN, STAFF, TECHNICIANS, UNITS, Account, Place
from services.answers import add_answer
from services.catalog.editing import save_resource
from services.catalog.usual import add_usual_works
from services.errors import Refused
from services.staff.accounts import add_staff, set_shift, staff_by_login
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.tx import Tx
from services.units import unit_by_code
from services.units.chain import name_chain
from services.units.editing import add_unit, set_days

LOGINS = "demo-logins.json"  # under storage.data_dir, readable by its owner only


async def fill_demo(db: Database, data_dir: Path) -> dict[str, str]:
    """The chain with a past: clients, visits, orders, conversations. All or nothing; returns and raises as `fill` does."""
    async with telling(db) as past:
        logins = await fill(past.db, data_dir)
        await tell_stories(past)
    return logins


async def fill(db: Database, data_dir: Path) -> dict[str, str]:
    """Units, bays, technicians, works and staff, before the first client; returns login → password.

    Raises Refused `not-empty` where there are units already.
    """
    async with db.tx(actor="demo") as tx:
        if await tx.value("SELECT count(*) FROM unit"):
            raise Refused("not-empty")
        logins = await _accounts(tx, [ADMIN])
        admin = await staff_by_login(tx, ADMIN[0])
        assert admin is not None  # noqa: S101 - just made
        await _units(tx, admin)
        await name_chain(tx, CHAIN)
        await add_usual_works(tx)
        for answer in ANSWERS:
            await add_answer(tx, admin, answer)
        logins |= await _accounts(tx, STAFF)
        await tx.execute("UPDATE staff SET must_change_password = false")
        anna = await staff_by_login(tx, "anna")
        if anna:
            await set_shift(tx, anna, "on")
    _keep(data_dir / LOGINS, logins)
    return {login: logins[login] for login, *_ in (*STAFF, ADMIN)}


async def _accounts(tx: Tx, accounts: Sequence[Account]) -> dict[str, str]:
    return {
        login: await add_staff(
            tx, login, name=name, role=role, units=units, skills=skills, language=language, password=secrets.token_urlsafe(6)
        )
        for login, name, role, units, skills, language in accounts
    }  # fmt: skip


async def _units(tx: Tx, admin: Staff) -> None:
    new_year = date(tx.now.year + 1, 1, 1)
    for data in UNITS:
        code = await add_unit(tx, admin, data)
        await set_days(tx, admin, code, since=new_year, until=None, spans=[])
        unit = await unit_by_code(tx, code)
        assert unit is not None  # noqa: S101 - just made
        for kind, places in (("bay", BAYS[code]), ("technician", TECHNICIANS[code])):
            for number, place in enumerate(places, 1):
                await _place(tx, unit.id, kind, place, position=10 * number)


async def _place(tx: Tx, unit_id: int, kind: str, place: Place, *, position: int) -> None:
    await save_resource(
        tx, None, unit_id=unit_id, kind=kind, name={"ru": place.ru, "en": place.en}, abilities=place.abilities,
        hours={"week": place.week, "days": {}} if place.week else None, position=position, active=True,
    )  # fmt: skip


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
