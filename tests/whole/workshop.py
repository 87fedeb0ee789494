"""A client whom the workshop's own system knows, with what it reports about their vehicle."""

import itertools
from dataclasses import dataclass

from tests.harness import Phone
from tests.whole.chain import NORTH, Agent, Chain, Json

ESTIMATE = [
    {
        "id": "1",
        "title": "Belt",
        "kind": "work",
        "quantity": 1,
        "price": {"amount": "12500.00", "currency": "RUB"},
        "danger": "red",
    },
    {"id": "2", "title": "Kit", "kind": "part", "quantity": 2, "price": {"amount": "3100.50", "currency": "RUB"}},
]
_numbers = itertools.count(1)


@dataclass
class Workshop:
    """`ref` names the client and, with a prefix, everything of theirs in the other system."""

    chain: Chain
    source: Agent
    ref: str
    number: str
    plate: str
    unit: str = NORTH
    quiet: bool = True

    async def order(self, status: str, mark: str = "wo", **more: object) -> Json:
        """Report the repair order; the API's answer."""
        if not self.quiet:
            await self.chain.by_day()
        body = {"client_ref": self.ref, "vehicle_ref": f"v-{self.ref}", "unit": self.unit, "status": status}
        answer: Json = await self.source.do(
            "PUT", f"/repair-orders/{mark}-{self.ref}", {**body, "notify": not self.quiet, **more}
        )
        return answer

    async def parts(self, status: str, mark: str = "po", **more: object) -> Json:
        """Report the parts order."""
        if not self.quiet:
            await self.chain.by_day()
        body = {"client_ref": self.ref, "unit": self.unit, "status": status, "notify": not self.quiet}
        answer: Json = await self.source.do("PUT", f"/parts-orders/{mark}-{self.ref}", {**body, **more})
        return answer

    async def phone(self, unit: str = NORTH) -> Phone:
        """The client's phone, with the bot started and the number not shared yet."""
        return await self.chain.client(unit, phone=self.number, first_name="Иван")


async def workshop(chain: Chain, unit: str = NORTH) -> Workshop:
    """A new client of the workshop with one vehicle."""
    place = next(_numbers)
    digits = f"{1 if chain.mode == 'polling' else 2}{place:03d}"
    plate = f"К{place % 1000:03d}ОТ{77 if chain.mode == 'polling' else 99}"
    made = Workshop(chain, await chain.system(), f"c{digits}", f"+7999700{digits}", plate, unit)
    await made.source.do("PUT", f"/clients/{made.ref}", {"name": "Иван Петров", "phone": made.number})
    vehicle = {"client_ref": made.ref, "make": "Skoda", "model": "Octavia", "plate": made.plate, "mileage_km": 98000}
    await made.source.do("PUT", f"/vehicles/v-{made.ref}", vehicle)
    return made


async def recognised(chain: Chain, unit: str = NORTH) -> tuple[Phone, Workshop]:
    """The same, with the number shared in the chat."""
    made = await workshop(chain, unit)
    phone = await made.phone(unit)
    await phone.do("contact")
    await phone.hears(chain.t("contact-recognised", name="Иван", phone=made.number))
    return phone, made
