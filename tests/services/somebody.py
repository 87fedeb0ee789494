"""A client about whom there is something in every table, and a look through the whole database for what would name them."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from services.booking import visits
from services.booking.availability import available
from services.booking.models import Visit
from services.catalog.models import Work
from services.catalog.queries import all_works
from services.clients import people
from services.clients.linking import keep_unverified_phone, put_client
from services.clients.models import Person
from services.files import FileStore
from services.garage.editing import add_mileage, add_vehicle, change_vehicle
from services.outbox.models import Mail
from services.repairs.models import Line, Recommendation
from services.repairs.orders import put_order
from services.repairs.parts import put_parts_order
from services.requests.giving_back import give_back
from services.scripts.models import NextStep
from services.storage.tx import Tx
from services.units import Unit, unit_by_code
from tests.services.world import PHOTO, World

CHAT, OTHER_CHAT = 4711, 4712
PHONE = "+79165550199"
NAME = "Феофан"
WORDS = "Секретное слово кашалот"
# Whatever of these is found after an erasure names the person or repeats their words.
MARKS = (
    NAME,
    "Пересветов",
    "feofan_p",
    PHONE,
    PHONE[1:],
    "+79031230099",
    "А777МР",
    "XTA210990Y2766389",
    "кашалот",
    "CRM-4711",
    "Ламборджини",
)


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


@dataclass
class Somebody:
    """What the tests need to know of them."""

    world: World
    store: FileStore
    person: Person
    visit: Visit
    requests: tuple[int, int]

    async def again(self) -> Person:
        """As the next update would find them."""
        async with self.world.db.tx() as tx:
            return await recognise(tx)


async def recognise(tx: Tx, chat_id: int = CHAT) -> Person:
    """The person of the chat."""
    person = await people.recognise(
        tx, chat_id=chat_id, first_name=NAME, last_name="Пересветов", username="feofan_p", language="ru"
    )
    tx.actor = person.subject
    return person


async def somebody(world: World, store: FileStore) -> Somebody:
    """Make them, in the order of a client's life."""
    unit, work = await workshop(world)
    async with world.db.tx() as tx:
        await put_client(tx, "CRM-4711", name=f"{NAME} Пересветов", phone=PHONE, birthday=None, tier="gold")
    person = await _meets(world)
    requests = await _talks(world, store)
    visit = await _has_a_car(world, unit, work, person)
    await _leaves_copies(world, store, requests[0])
    return Somebody(world, store, person, visit, requests)


async def workshop(world: World) -> tuple[Unit, Work]:
    """The station, with one work it can do."""
    async with world.db.tx() as tx:
        await tx.execute(
            "INSERT INTO work (code, title, minutes, bay) VALUES ('oil', $1, 40, 'lift')", {"ru": "Масло", "en": "Oil"}
        )
        for kind, ability in (("bay", ["lift"]), ("technician", [])):
            await tx.execute(
                "INSERT INTO resource (unit_id, kind, name, abilities) SELECT id, $1, $2, $3 FROM unit WHERE code = 'msk'",
                kind, {"ru": kind, "en": kind}, ability,
            )  # fmt: skip
        unit, [work] = await unit_by_code(tx, "msk"), await all_works(tx)
    assert unit
    return unit, work


async def _meets(world: World) -> Person:
    """Two accounts of one person; what they had asked before joins the workshop's card."""
    async with world.db.tx() as tx:
        person = await recognise(tx)
        await people.came_from(tx, person, source_tag="flyer")
        await keep_unverified_phone(tx, person, "+79031230099")
    await world.shares_contact(CHAT, PHONE)
    await world.shares_contact(OTHER_CHAT, PHONE)
    async with world.db.tx() as tx:
        person = await recognise(tx)
        for kind, granted in (("service", True), ("advertising", True), ("advertising", False)):
            await people.give_consent(tx, person, kind, granted=granted, version="2026-11")
        await people.set_dialogue(tx, person, "ask", type=f"other {WORDS}")
    return person


async def _talks(world: World, store: FileStore) -> tuple[int, int]:
    """One conversation with everything in it, closed; and an open one, from the site."""
    await world.staff("anna")
    await world.staff("head", role="head")
    taken = await world.says(CHAT, f"{WORDS}, я {NAME}", files=(PHOTO,))
    number = taken.number or 0
    await world.edits(CHAT, world.telegram_id, f"{WORDS} и точка")
    assert await world.next("anna") == number
    await world.answer("anna", number, f"Здравствуйте, {NAME}! Кашалот?".replace("Кашалот", "кашалот"))
    await world.note("anna", number, f"{NAME} просил про кашалот")
    await world.promise("anna", number)
    await world.call("anna", number)
    await world.says(CHAT, f"ещё {WORDS}")
    async with world.db.tx() as tx:
        await give_back(tx, await world.known("anna"), number, reason=f"{NAME} просит другого, {WORDS}")
    await world.override("head", number, "anna", reason=f"{NAME} ждёт")
    await world.close("anna", number, summary=f"{NAME} доволен, кашалот найден", fields={"vin": "XTA210990Y2766389"},
                      next_step=NextStep("promise", f"Рассказать {NAME}: {WORDS}", world.clock.now() + timedelta(days=1)))  # fmt: skip
    second = await world.calls_in(PHONE, f"Перезвоните {NAME}, {WORDS}")
    async with world.db.tx() as tx:
        await tx.execute(
            "UPDATE request SET vehicle = $2, external_ref = 'CRM-4711-1' WHERE number = $1", second, {"plate": "А777МР77"}
        )
        await tx.execute(
            "INSERT INTO call_task (request_number, phone, note, created_at) VALUES ($1, $2, $3, $4)",
            second,
            PHONE,
            WORDS,
            tx.now,
        )
        await tx.execute(
            "INSERT INTO draft (request_number, staff_id, text, updated_at) SELECT $1, id, $2, $3 FROM staff LIMIT 1",
            second,
            WORDS,
            tx.now,
        )
        photo = await tx.value("UPDATE file SET state = 'ready' RETURNING public_id")
    await store.save(photo, _bytes(WORDS.encode()))
    return number, second


async def _has_a_car(world: World, unit: Unit, work: Work, person: Person) -> Visit:
    async with world.db.tx() as tx:
        car = await add_vehicle(
            tx,
            person.client_id,
            make="Ламборджини",
            model="Диабло",
            plate="А777МР77",
            vin="XTA210990Y2766389",
            source="telegram",
        )
        await change_vehicle(tx, car, year=1999)
        await add_mileage(tx, car, 88_000, source="telegram")
        slot = (await available(tx, unit, [work], tx.now, tx.now + timedelta(days=2), now=tx.now))[40]
        visit = await visits.book(
            tx, unit=unit, works=[work], starts_at=slot.starts_at, client_id=person.client_id, vehicle_id=car.id, comment=WORDS,
            source="telegram", chat_id=CHAT,
        )  # fmt: skip
        line = Line("1", "Замена масла", "work", Decimal(1), Decimal("1500.00"), "RUB")
        await put_order(
            tx, "RO-1", client_id=person.client_id, vehicle_id=car.id, unit_id=unit.id, status="in_work", note=f"{NAME}: {WORDS}",
            promised_at=tx.now + timedelta(hours=5), lines=[line], recommendations=[Recommendation("1", "Колодки", "yellow")],
        )  # fmt: skip
        items = [{"title": "Фильтр", "quantity": 1, "comment": f"для {NAME}, XTA210990Y2766389"}]
        await put_parts_order(tx, "PO-1", client_id=person.client_id, unit_id=unit.id, status="ordered", items=items)
        await tx.execute("INSERT INTO reminder_switch VALUES ($1, 'visits', true, $2)", person.client_id, tx.now)
    return visit


async def _leaves_copies(world: World, store: FileStore, number: int) -> None:
    """What the doors keep: updates, mail, answers of the API, a document made for them."""
    raw = json.dumps({"message": {"text": WORDS, "from": {"first_name": NAME, "username": "feofan_p"}}})
    async with world.db.tx() as tx:
        for update_id, lane, failed in ((1, f"u{CHAT}", False), (2, f"u{OTHER_CHAT}", False), (3, f"u{CHAT}", True)):
            await tx.execute(
                "INSERT INTO inbox (bot_id, update_id, lane, raw, done_at, failed_at, error) VALUES (1, $1, $2, $3, "
                "CASE WHEN $4 THEN NULL ELSE now() END, CASE WHEN $4 THEN now() END, $5)",
                update_id, lane, raw, failed, f"bad: {NAME}",
            )  # fmt: skip
        public_id = await tx.value("SELECT public_id FROM client WHERE phone = $1", PHONE)
        token = await tx.value(
            "INSERT INTO api_token (name, scope, token_hash) VALUES ('site', 'source', 'x') ON CONFLICT DO NOTHING RETURNING id"
        )
        answers = (
            ("/api/v1/requests", {"client": {"id": public_id, "phone": PHONE}}),
            (f"/api/v1/requests/{number}/close", {"summary": WORDS}),
        )
        for place, (path, body) in enumerate(answers):
            await tx.execute(
                "INSERT INTO idempotency (token_id, method, path, key, body_hash, status, content_type, body) "
                "VALUES ($1, 'POST', $2, $3, 'x', 201, 'application/json', $4)",
                token, path, str(place), json.dumps(body, ensure_ascii=False).encode(),
            )  # fmt: skip
        await tx.execute(
            "INSERT INTO file (public_id, kind, name, mime, state, created_at) "
            "VALUES ('made-for-them', 'document', $1, 'text/plain', 'ready', $2)",
            f"{NAME}.txt", tx.now,
        )  # fmt: skip
        tx.send(Mail(CHAT, "sendDocument", {"document": "attach:made-for-them", "caption": WORDS}))
        tx.send(Mail(CHAT, "sendMessage", {"text": f"{NAME}, {WORDS}"}, message_id=None))
    await store.save("made-for-them", _bytes(WORDS.encode()))


async def leaks(world: World, store: FileStore) -> list[str]:
    """`table: mark` for every mark still found in a row, in any table, or in a file on the disk."""
    found = [
        f"{table}: {mark} in {row[:300]}" for table, row in await _everything(world) for mark in MARKS if _spells(row, mark)
    ]
    files = [path for path in store.root.rglob("*") if path.is_file()]
    return found + [
        f"file {path.name}" for path in files if any(_spells(path.read_text("utf-8", "replace"), mark) for mark in MARKS)
    ]


async def _everything(world: World) -> list[tuple[str, str]]:
    tables = await world.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    columns = "replace(t::text, '\"\"', '\"')"
    rows: list[tuple[str, str]] = []
    for table in (row["tablename"] for row in tables):
        rows += [(table, row["said"]) for row in await world.rows(f"SELECT {columns} AS said FROM {table} t")]
    answers: Any = await world.rows("SELECT convert_from(body, 'UTF8') AS said FROM idempotency WHERE body IS NOT NULL")
    return [*rows, *(("idempotency", row["said"]) for row in answers)]


def _spells(row: str, mark: str) -> bool:
    """In plain letters, in another case, or as JSON escapes."""
    escaped = json.dumps(mark)[1:-1]
    return mark.lower() in row.lower() or escaped.lower() in row.replace("\\\\", "\\").lower()
