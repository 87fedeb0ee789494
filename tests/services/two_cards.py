"""Two cards of one person, as they come about: one from a chat, one from the workshop's system; and who decides about them."""

from random import Random
from typing import Any

from services.clients import people
from services.clients.linking import put_client
from services.clients.proofs import Proof
from services.garage import editing
from services.recognising.cards import CHOSEN, Card, card
from services.recognising.likely import Likely, likely_same
from services.recognising.merging import merge
from services.recognising.undoing import Parted, unmerge
from services.staff.models import Staff
from services.storage.reader import Row
from tests.services.world import World

PHONE, OTHER = "+79161234567", "+79031112233"
VIN, PLATE = "XTAGFL110KY123456", "А123ВС77"
_TABLES = (
    "client", "chat", "client_ref", "consent", "request", "appointment", "reminder", "reminder_switch", "repair_order", "parts_order",
    "vehicle", "mileage", "repeat_contact", "request_tag", "phone_proof",
)  # fmt: skip
VOUCHED = Proof("system")
KEPT = dict.fromkeys(CHOSEN, "kept")


class Cards:
    """Acts on cards, each in one transaction; ids of cards are public ones."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def known(self, ref: str = "crm-1", phone: str = PHONE, name: str = "Иван Петров", **more: Any) -> str:
        """A card of the workshop's system, which vouches for the phone unless `proof` says otherwise."""
        async with self.world.db.tx() as tx:
            client, _ = await put_client(
                tx, ref, name=name, phone=phone, birthday=more.get("birthday"), tier=more.get("tier"), proof=more.get("proof", VOUCHED)
            )  # fmt: skip
        return client.public_id

    async def chat(self, chat_id: int, phone: str | None = None, name: str | None = None) -> str:
        """Somebody who has written to the bot, and typed a phone."""
        person = await self.world.person(chat_id)
        async with self.world.db.tx() as tx:
            await tx.execute(
                "UPDATE client SET phone_unverified = $2, name = coalesce($3, name) WHERE id = $1",
                person.client_id,
                phone,
                name,
            )
        return person.client_public_id

    async def car(self, public_id: str, **given: Any) -> str:
        """A vehicle as its owner typed it, or (`ref`) as the workshop's system has it."""
        client_id = (await self.row(public_id))["id"]
        async with self.world.db.tx() as tx:
            if ref := given.pop("ref", None):
                vehicle, _ = await editing.put_vehicle(
                    tx, ref, client_id=client_id, **{"make": "Lada", "model": "Vesta", **given}
                )
            else:
                vehicle = await editing.add_vehicle(tx, client_id, source="telegram", **given)
        return vehicle.public_id

    async def row(self, public_id: str) -> Row:
        """The card's row."""
        return await self.world.one("SELECT * FROM client WHERE public_id = $1", public_id)

    async def card(self, public_id: str) -> Card:
        """As it is compared."""
        async with self.world.db.read() as reader:
            return await card(reader, public_id, self.world.clock.now())

    async def likely(self, public_id: str) -> list[Likely]:
        """What is offered, whoever looks."""
        client_id = (await self.row(public_id))["id"]
        async with self.world.db.read() as reader:
            return await likely_same(reader, client_id)

    async def merge(self, who: Staff, one: str, other: str, reason: str = "Позвонили: один человек", **more: Any) -> Card:
        """Join them."""
        async with self.world.db.tx(actor=who.actor) as tx:
            return await merge(tx, who, one, other, reason=reason, chosen=more.pop("chosen", KEPT), **more)

    async def undo(self, who: Staff, merge_id: int | None = None, reason: str = "Ошиблись") -> Parted:
        """Take them apart, the last merge unless told which."""
        if merge_id is None:
            merge_id = (await self.world.one("SELECT max(id) AS id FROM card_merge"))["id"]
        async with self.world.db.tx(actor=who.actor) as tx:
            return await unmerge(tx, who, merge_id, reason=reason)

    async def snapshot(self) -> dict[str, list[Any]]:
        """Everything that hangs on cards."""
        return {
            table: sorted(
                (row["all"] for row in await self.world.rows(f"SELECT to_jsonb(t) - 'xid' AS all FROM {table} t")), key=str
            )
            for table in _TABLES
        }


async def some_world(cards: Cards, seed: int) -> tuple[str, str]:
    """Two cards with a past drawn by the seed; who was there before, and who has just written."""
    draw, world = Random(seed), cards.world  # noqa: S311 - a test draws its cases
    await world.staff("anna")
    kept = await cards.known(tier="gold" if draw.random() < 0.5 else None)
    joined = await cards.chat(1, draw.choice((PHONE, OTHER, None)), draw.choice(("Ваня", "Иван Петров", "")))
    if draw.random() < 0.4:
        await world.shares_contact(1, OTHER)
        joined = (await world.person(1)).client_public_id
    if draw.random() < 0.5:
        await world.shares_contact(2, PHONE)
    for side, chat_id in ((joined, 1), (kept, 2)):
        await _past(cards, draw, side, chat_id)
    await _garage(cards, draw, kept, joined)
    return kept, joined


async def _past(cards: Cards, draw: Random, side: str, chat_id: int) -> None:
    world = cards.world
    has_chat = bool(await world.rows("SELECT FROM chat WHERE chat_id = $1", chat_id))
    for _ in range(draw.randint(0, 3)):
        if has_chat:
            number = await world.asks(chat_id, request_type=draw.choice(("claim", "repair_status", "price")))
        else:
            number = await world.calls_in(PHONE, request_type=draw.choice(("claim", "price")))
        if draw.random() < 0.6:
            while (await world.next("anna")) not in {number, None}:
                pass
            if (await world.request(number)).state == "assigned":
                await world.close("anna", number)
        world.clock.advance(hours=5)
    if has_chat:
        async with world.db.tx() as tx:
            person = await world.recognise(tx, chat_id)
            await people.give_consent(tx, person, "service", granted=draw.random() < 0.5, version="2026-11")
    row = await cards.row(side)
    async with world.db.tx() as tx:
        for kind in draw.sample(("service", "visit", "offer"), draw.randint(0, 3)):
            await tx.execute(
                "INSERT INTO reminder_switch VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                row["id"],
                kind,
                draw.random() < 0.5,
                tx.now,
            )


async def _garage(cards: Cards, draw: Random, kept: str, joined: str) -> None:
    if draw.random() < 0.7:
        await cards.car(kept, ref="v-1", vin=VIN, plate=draw.choice((PLATE, None)), mileage_km=50_000)
    elif draw.random() < 0.5:
        await cards.car(kept, make="Lada", plate=PLATE)
    if draw.random() < 0.8:
        vehicle = await cards.car(joined, make=draw.choice(("Lada", "")), vin=VIN, plate=draw.choice((PLATE, None)))
        async with cards.world.db.tx() as tx:
            await tx.execute(
                "UPDATE request SET vehicle_id = (SELECT id FROM vehicle WHERE public_id = $1) WHERE client_id = "
                "(SELECT id FROM client WHERE public_id = $2)",
                vehicle, joined,
            )  # fmt: skip
    if draw.random() < 0.4:
        await cards.car(joined, ref="v-2", vin="WVWZZZ1KZ6W000001")
