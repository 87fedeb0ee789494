"""Being forgotten while somebody writes: whichever comes first, no visit, name or word stays on a card that is nobody's."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from services.booking import visits
from services.clients.erasable import keep_card
from services.clients.linking import card_for_phone, put_client
from services.errors import Refused
from services.privacy.erasing import erase
from tests.services.test_booking_races import NINE
from tests.services.visits_world import DAY, Garage
from tests.services.world import World

pytestmark = pytest.mark.slow

TIMES = 12


@pytest.fixture
async def garage(street: World) -> Garage:
    """One lift, one technician."""
    made = Garage(street.db)
    await made.rules(hours=DAY)
    await made.crew(1)
    await made.work("oil")
    return made


async def _forget(garage: Garage, chat: int) -> None:
    async with garage.db.tx() as tx:
        await erase(tx, await garage.recognise(tx, chat))


async def _book(garage: Garage, client: int, day: int) -> None:
    unit, works = await garage.station(), await garage.works("oil")
    async with garage.db.tx() as tx:
        if not await keep_card(tx, client):
            raise Refused("invalid")
        at = NINE + timedelta(days=day)
        await visits.book(tx, unit=unit, works=works, starts_at=at, client_id=client, source="api", comment="Анна")


async def _outcome(doing: Awaitable[None]) -> str:
    try:
        await doing
    except Refused as refused:
        return refused.code
    return "done"


async def test_a_visit_is_cancelled_with_its_client_or_not_booked(garage: Garage) -> None:
    for n in range(TIMES):
        client = await garage.client(500 + n)
        said = await asyncio.gather(_forget(garage, 500 + n), _outcome(_book(garage, client, n)))
        assert said[1] in {"done", "invalid"}
    left = await garage.rows("SELECT * FROM appointment WHERE status IN ('booked', 'confirmed') OR comment <> ''")
    assert left == []


async def test_a_system_that_tells_of_a_person_makes_a_new_card_or_is_forgotten(garage: Garage) -> None:
    async def told(ref: str, phone: str) -> None:
        async with garage.db.tx() as tx:
            await put_client(tx, ref, name="Анна", phone=phone, birthday=None, tier=None)

    async def calls(phone: str) -> None:
        async with garage.db.tx() as tx:
            await card_for_phone(tx, phone, "Анна", "ru")

    for n in range(TIMES):
        phone = f"+7912000{n:04}"
        await garage.shares_contact(500 + n, phone)
        await told(f"c{n}", phone)
        await asyncio.gather(_forget(garage, 500 + n), told(f"c{n}", phone), told(f"d{n}", phone), calls(phone))
    named = await garage.rows("SELECT * FROM client WHERE erased_at IS NOT NULL AND (name <> '' OR phone IS NOT NULL)")
    assert named == []
    assert await garage.rows("SELECT * FROM client_ref JOIN client c ON c.id = client_id WHERE erased_at IS NOT NULL") == []
