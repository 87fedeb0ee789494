"""Finding a client: every mark in every way of typing it, within what the person who looks may see, and always by an index."""

import itertools
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from services.clients.linking import put_client
from services.clients.proofs import Proof
from services.finding import Findings, find
from services.finding.asked import read
from services.finding.slips import near, other_layout
from services.garage.editing import put_vehicle
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.reader import Reader, Row
from tests.console.reception import Customer, Open, give, hire, unique

_phones = itertools.count(1)


@dataclass
class Card:
    """A client of the unit msk with everything to be found by."""

    id: int
    public_id: str
    name: str
    phone: str
    plate: str
    vin: str
    order: str
    request: int


@pytest.fixture
async def card(db: Database) -> Card:
    """Somebody whose marks nobody else has."""
    mark = f"{next(_phones):04d}"
    name, phone = f"Пётр Ждан{_letters(mark)}ов", f"+7911{mark[::-1]}{mark[1:]}"[:12].ljust(12, "0")
    ref, order, vin = unique("client-"), f"ZN-{unique('00')}-{mark}", f"XTA2109{mark}K1{mark}"
    async with db.tx() as tx:
        client, _ = await put_client(tx, ref, name=name, phone=phone, birthday=None, tier=None, proof=Proof("system"))
        plate = f"М{int(mark) % 999 + 1:03d}ТК77"
        vehicle, _ = await put_vehicle(
            tx,
            unique("car-"),
            client_id=client.id,
            make="Lada",
            model="Vesta",
            year=2019,
            vin=vin,
            plate=plate,
            mileage_km=None,
        )
        unit_id = await tx.value("SELECT id FROM unit WHERE code = 'msk'")
        await tx.execute(
            "INSERT INTO repair_order (public_id, ref, client_id, vehicle_id, unit_id, status, created_at, changed_at) "
            "VALUES ($1, $1, $2, $3, $4, 'in_work', $5, $5)", order, client.id, vehicle.id, unit_id, tx.now,
        )  # fmt: skip
        number = await tx.value(
            "INSERT INTO request (client_id, type, state, source, language, unit_id, created_at, waiting_since, queue_key) "
            "VALUES ($1, 'price', 'queued', 'site', 'ru', $2, $3, $3, $3) RETURNING number", client.id, unit_id, tx.now,
        )  # fmt: skip
    return Card(client.id, client.public_id, name, phone, plate, vin, order, number)


def _letters(digits: str) -> str:
    return "".join("абвгдежзик"[int(ch)] for ch in digits)


async def look(db: Database, staff: Staff, typed: str) -> Findings:
    async with db.read() as reader:
        return await find(reader, staff, typed)


def ways(card: Card) -> dict[str, str]:
    """What people type."""
    digits, plate, first, last = card.phone[2:], card.plate, *card.name.split()
    latin = plate.translate(str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX"))
    english = last.lower().translate(str.maketrans("ждабвгезиков", ";lf,dutpbrjd"))
    return {
        "whole": card.phone, "8…": f"8 ({digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}", "without 8": digits,
        "beginning": f"8 {digits[:3]} {digits[3:8]}", "+7 beginning": f"+7 {digits[:8]}",
        "last seven": f"{digits[3:6]}-{digits[6:8]}-{digits[8:]}", "plate": plate,
        "plate in Latin": f"{latin[0]} {latin[1:4]} {latin[4:6]} 77 rus".lower(), "plate begun": plate[:5].lower(),
        "digits of the plate first": plate[1:6], "VIN": card.vin.lower(), "end of the VIN": card.vin[-8:],
        "VIN with blanks": f"{card.vin[:9]} {card.vin[9:]}", "name": card.name, "e for ё": card.name.replace("ё", "е").upper(),
        "surname begun": last[:-1], "surname first": f"{last} {first[:2]}",
        "swapped letters": f"{last[:-3]}{last[-2]}{last[-3]}{last[-1]}", "a letter missing": f"{last[:2]}{last[3:]} {first}",
        "a letter too many": f"{last[:4]}о{last[4:]}", "other layout": english,
    }  # fmt: skip


async def test_by_every_mark_in_every_way(db: Database, card: Card) -> None:
    boss = await hire(db, "director")
    for way, typed in ways(card).items():
        found = await look(db, boss, typed)
        assert card.public_id in [client.public_id for client in found.clients], (way, typed)
    one = (await look(db, boss, card.phone)).clients[0]
    assert (one.name, one.phone, one.verified, one.request) == (card.name, card.phone, True, card.request)
    assert tuple(one.vehicles[0]) == ("Lada Vesta", card.plate, card.vin)
    for typed in (card.order, card.order.lower(), card.order[:-2], card.order[-7:]):
        assert card.order in [order.ref for order in (await look(db, boss, typed)).orders], typed
    for typed in (str(card.request), f"№ {card.request}", f"#{card.request}", f"№{card.request}"):
        assert [r.number for r in (await look(db, boss, typed)).requests] == [card.request]


async def test_what_was_meant_is_told(db: Database, card: Card) -> None:
    boss = await hire(db, "director")
    assert (await look(db, boss, card.name)).taken_for == ""
    slipped = ways(card)["swapped letters"]
    assert (await look(db, boss, slipped)).taken_for == card.name
    assert (await look(db, boss, ways(card)["other layout"])).taken_for == card.name.split()[1].lower()


ODD = (
    "", " ", "?", "я", "%", "_", "\\", "'; DROP TABLE client; --", "\x00\x00", "9" * 500, "№", "+", "а" * 500, "🚗", "%%%", "12",
)  # fmt: skip


@pytest.mark.parametrize("typed", ODD)
async def test_odd_words_find_nothing_and_break_nothing(db: Database, card: Card, typed: str) -> None:
    found = await look(db, await hire(db, "director"), typed)
    assert card.public_id not in [client.public_id for client in found.clients]


# Who they are: role, units, whether they led the request before; and whether they may see a client of the unit msk.
PEOPLE = {
    "same unit": ("agent", ("msk",), False, True), "another unit": ("agent", ("ekb",), False, False),
    "both": ("agent", ("msk", "ekb"), False, True), "all units": ("agent", (), False, True),
    "led it once": ("agent", ("ekb",), True, True), "their head": ("head", ("msk",), False, True),
    "another head": ("head", ("ekb",), False, False), "director": ("director", (), False, True), "qa": ("qa", (), False, True),
    "qa of a unit": ("qa", ("ekb",), False, True), "admin": ("admin", (), False, True),
}  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
async def test_only_what_they_may_see(open_browser: Open, db: Database, card: Card, who: str) -> None:
    role, units, led, sees = PEOPLE[who]
    person = await hire(db, role, units=units)
    if led:
        await give(db, card.request, person)
        await give(db, card.request, await hire(db))
    reads = led or (role != "agent" and sees)
    for typed in (card.phone, card.plate, card.vin, card.name, card.phone[-7:], ways(card)["swapped letters"]):
        found = await look(db, person, typed)
        assert [client.public_id for client in found.clients] == ([card.public_id] if sees else []), typed
        assert [client.request for client in found.clients] == ([card.request if reads else None] if sees else [])
    assert bool((await look(db, person, card.order)).orders) is sees
    assert bool((await look(db, person, str(card.request))).requests) is reads
    browser = await open_browser(person)
    await browser.get(f"/console/search/found?q={card.phone[1:]}")
    assert (card.name in browser.page) is sees
    assert card.phone not in browser.page, "the whole number is on the card, where looking leaves a trace"
    await browser.get(f"/console/clients/{card.public_id}")
    assert browser.status == (200 if sees else 404)
    assert (card.vin in browser.page) is sees
    assert (f'href="/console/requests/{card.request}"' in browser.page) is (reads and sees)
    assert await _looks(db, card, person) == int(sees)


async def _looks(db: Database, card: Card, person: Staff) -> int:
    async with db.read() as reader:
        sql = "SELECT count(*) FROM event WHERE type = 'client.read' AND subject = $1 AND actor = $2"
        return int(await reader.value(sql, f"client:{card.public_id}", person.actor))


async def test_who_leads_the_matter_looks_without_a_trace(open_browser: Open, db: Database, card: Card) -> None:
    agent = await hire(db, units=("msk",))
    await give(db, card.request, agent)
    browser = await open_browser(agent)
    await browser.get(f"/console/clients/{card.public_id}")
    assert browser.status == 200
    assert await _looks(db, card, agent) == 0


async def test_a_client_of_no_unit_is_everybodys(db: Database) -> None:
    nobodys = Customer(db, 910_000_000 + int(unique("")), name="Евлампий Безстанционный")
    await nobodys.writes("Куда мне?")
    for units in (("msk",), ("ekb",)):
        found = await look(db, await hire(db, units=units), "безстанц")
        assert [client.name for client in found.clients] == ["Евлампий Безстанционный"]


async def test_cards_that_are_gone_are_not_found(db: Database, card: Card) -> None:
    boss = await hire(db, "director")
    async with db.tx() as tx:
        await tx.execute("UPDATE client SET erased_at = $2 WHERE id = $1", card.id, tx.now)
    for typed in (card.phone, card.plate, card.name, card.order):
        found = await look(db, boss, typed)
        assert card.public_id not in [client.public_id for client in found.clients]
        assert not found.orders


async def test_the_page_works_without_scripts(open_browser: Open, db: Database, card: Card) -> None:
    browser = await open_browser(await hire(db, "director"))
    await browser.get("/console/search", params={"q": card.name})
    assert f'href="/console/clients/{card.public_id}"' in browser.page
    await browser.get("/console/search", params={"q": "<b>нет такого</b>"})
    assert "ничего не нашлось" in browser.page
    assert "<b>нет" not in browser.page
    await browser.get("/console/clients/нет")
    assert browser.status == 404


class Planning(Reader):
    """Notes how each question would be answered when nothing is read from beginning to end."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.plans: list[str] = []

    async def rows(self, sql: str, *args: Any) -> Sequence[Row]:
        plan = await super().rows(f"EXPLAIN {sql}", *args)
        self.plans.append("\n".join(row[0] for row in plan))
        return await super().rows(sql, *args)


INDEXES = (
    "client_words", "client_words_turned", "client_phone_begin", "client_phone_end", "vehicle_plate_begin", "vehicle_plate_digits",
    "vehicle_vin_begin", "vehicle_vin_end", "repair_order_begin", "repair_order_end", "parts_order_begin", "parts_order_end",
)  # fmt: skip


MANY = """
INSERT INTO client (public_id, name, phone, created_at) SELECT 'many' || i, 'Имя' || i || ' Род' || i, '+7800' || 1000000 + i, now()
FROM generate_series(1, 20000) i;
INSERT INTO vehicle (public_id, client_id, plate, vin, source, created_at)
SELECT 'many' || id, id, 'Х' || id || 'ХХ', 'X' || 1000000000 + id, 'api', now() FROM client WHERE public_id LIKE 'many%';
INSERT INTO repair_order (public_id, ref, client_id, unit_id, status, created_at, changed_at)
SELECT 'many' || id, 'many' || id, id, (SELECT min(id) FROM unit), 'closed', now(), now() FROM client WHERE public_id LIKE 'many%';
INSERT INTO parts_order (public_id, ref, client_id, unit_id, status, created_at, changed_at)
SELECT 'many' || id, 'many' || id, id, (SELECT min(id) FROM unit), 'issued', now(), now() FROM client WHERE public_id LIKE 'many%';
ANALYZE client, vehicle, repair_order, parts_order;
SET LOCAL plan_cache_mode = force_generic_plan;
"""


class _UndoneError(Exception):
    pass


async def plans_among_many(db: Database, agent: Staff, lines: Sequence[str]) -> list[str]:
    """How every question of these searches is answered among twenty thousand clients, who are gone afterwards."""
    reader = None
    with suppress(_UndoneError):
        async with db.tx() as tx:
            await tx.execute(MANY)
            reader = Planning(tx.connection)
            for typed in lines:
                await find(reader, agent, typed)
            raise _UndoneError
    assert reader
    return reader.plans


@pytest.mark.parametrize("units", [(), ("msk",)])
async def test_every_question_goes_by_an_index(db: Database, card: Card, units: tuple[str, ...]) -> None:
    lines = (*ways(card).values(), card.order, "Небывалов Нетович")
    plans = await plans_among_many(db, await hire(db, units=units), lines)
    assert {name for name in INDEXES if any(re.search(rf"\b{name}\b", plan) for plan in plans)} == set(INDEXES)
    assert [plan for plan in plans if re.search(r"Seq Scan on (?:client|vehicle|repair_order|parts_order)\b", plan)] == []


def test_what_a_line_may_stand_for() -> None:
    assert read("№ 12").number == 12
    assert read("+7 911 23").phone_begins == ("+791123",)
    assert set(read("8 911 2").phone_begins) == {"+89112", "+789112", "+79112"}
    assert read("345-67-89").phone_ends == "3456789"
    assert read("8 (911) 234-56-78").phone_begins == ("+79112345678",)
    assert read("a 123 bc 77 RUS").plate == "А123ВС77"
    assert read("b mw 1234").plate == "ВМW1234"
    assert read("хта210990у2765432").vin == "XTA210990Y2765432"
    assert read("Саня 777").words == ("саня", "777")
    assert read("8-912").words == ()
    assert read("  ПЁТР   Семё ").words == ("петр", "семе")
    assert read("123").phone_ends == "", "three digits are too few of a phone"


def test_slips() -> None:
    assert {"дмитрий", "дмтирий", "дмитри", "дмитрийй"} <= set(near("дмитрий"))
    assert near("ли") == ["ли"]
    assert other_layout("bdfyjd") == "иванов"
    assert other_layout("Ыьшер") == "smith"
