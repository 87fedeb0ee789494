"""A stranger reaches nobody's visit, order or vehicle: by link, button, id, typed phone or forwarded contact."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from tests.harness import Phone
from tests.whole.chain import Chain, Json, said
from tests.whole.dialogue import booked, owner, station, visits
from tests.whole.workshop import ESTIMATE, Workshop, recognised

VIN = "XTA219010F0367214"
ROWS = """
SELECT jsonb_build_array(
    (SELECT jsonb_agg(to_jsonb(v) ORDER BY v.id) FROM vehicle v WHERE client_id = $1),
    (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.id) FROM mileage m JOIN vehicle v ON v.id = m.vehicle_id WHERE client_id = $1),
    (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.id) FROM appointment a WHERE client_id = $1),
    (SELECT jsonb_agg(to_jsonb(o) ORDER BY o.id) FROM repair_order o WHERE client_id = $1),
    (SELECT jsonb_agg(to_jsonb(o) ORDER BY o.id) FROM parts_order o WHERE client_id = $1),
    (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.number) FROM request r WHERE client_id = $1),
    (SELECT jsonb_agg(to_jsonb(s)) FROM reminder_switch s WHERE client_id = $1),
    (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.id) FROM consent c WHERE client_id = $1),
    (SELECT to_jsonb(c) FROM client c WHERE id = $1)
)::text
"""


@dataclass
class Victim:
    """Somebody with a visit, a repair order, a parts order, a vehicle and a question; `secrets`: words of theirs alone."""

    chain: Chain
    phone: Phone
    shop: Workshop
    client: int
    ids: dict[str, str]
    number: int
    secrets: tuple[str, ...]

    async def rows(self) -> str:
        """Everything stored about them, to compare."""
        return str(await self.chain.value(ROWS, self.client))


@pytest.fixture
async def victim(chain: Chain) -> Victim:
    """Made once per test, for each way in."""
    code = await station(chain, crews=2)
    phone, shop = await recognised(chain, code)
    shop.unit = code
    vehicle = {
        "client_ref": shop.ref,
        "make": "Skoda",
        "model": "Octavia",
        "plate": shop.plate,
        "vin": VIN,
        "mileage_km": 98765,
    }
    await shop.source.do("PUT", f"/vehicles/v-{shop.ref}", vehicle)
    order = await shop.order("approval", lines=ESTIMATE, note="Secretly cracked")
    parts = await shop.parts("delayed", items=[{"title": "Hush-hush pads"}])
    await booked(chain, phone)
    await phone.write("Тайный вопрос про подвеску")
    number = await chain.number_told(phone)
    [visit] = await visits(chain, phone)
    client = await chain.value("SELECT client_id FROM chat WHERE chat_id = $1", phone.person)
    own = await chain.value("SELECT public_id FROM vehicle WHERE client_id = $1", client)
    ids = {"order": order["id"], "parts": parts["id"], "visit": visit["public_id"], "vehicle": own, "draft": visit["draft"]}
    secrets = (
        shop.plate, shop.plate.replace("ОТ", " ОТ"), order["ref"], parts["ref"], "Octavia", "Secretly", "Hush-hush", "Тайный", VIN,
        "98765", "98\u00a0765", "98,765", "Петров", "12\u00a0500", "12,500",
    )  # fmt: skip
    return Victim(chain, phone, shop, client, ids, number, secrets)


def _links(victim: Victim) -> list[str]:
    ids = victim.ids
    return [f"{kind}_{ids[name]}" for name in ("order", "parts", "visit", "vehicle") for kind in "oa"]


def _presses(victim: Victim) -> list[str]:
    """Every button of theirs, and some that nobody has shown."""
    ids = victim.ids
    orders = [f"o:{ids[name]}{verb}" for name in ("order", "parts", "visit", "vehicle") for verb in ("", ":ask", ":show")]
    garage = [f"g:{verb}:{ids['vehicle']}" for verb in ("car", "km", "edit", "sell", "sold", "unsell")]
    stamp, day = "202612011000", "day20261201"
    verbs = (
        "",
        ":confirm",
        ":cancel",
        ":drop1",
        ":keep",
        ":move",
        ":page1",
        f":{day}",
        f":at{stamp}",
        f":to{stamp}v1",
        ":ics",
        ":ask",
    )
    visits_ = [f"v:{ids['visit']}{verb}" for verb in verbs]
    drafts = [f"b:{ids['draft']}:{step}" for step in ("check:yes", "check:x", "check:back", "works:go", "time:none")]
    requests = [f"u:{victim.number}:1", f"u:{victim.number}:0", f"r:{victim.number}:0:5", f"r:{victim.number}:1:1"]
    return [*orders, *garage, f"g:sure:{ids['vehicle']}:1", *visits_, *drafts, *requests]


async def _unknown(victim: Victim) -> Phone:
    """Nobody knows anything about them."""
    return await victim.chain.client()


async def _another_client(victim: Victim) -> Phone:
    """Somebody with a card, a vehicle and a visit of their own."""
    code = await station(victim.chain, name="Другая")
    phone = await owner(victim.chain, code, "А111АА11")
    await phone.do("contact")
    await phone.hears(victim.chain.t("contact-thanks", phone="|").split("|")[0])
    await booked(victim.chain, phone)
    return phone


async def _with_the_typed_phone(victim: Victim) -> Phone:
    """Knows the number and types it."""
    phone = await victim.chain.client()
    await phone.write(victim.shop.number)
    await phone.hears(victim.chain.t("phone-typed", phone=victim.shop.number))
    return phone


async def _with_the_contact(victim: Victim) -> Phone:
    """Has the card of the phone book: passed on, sent, without an owner, under one's own name."""
    phone = await victim.chain.client()
    card = {"phone_number": victim.shop.number, "first_name": "Иван"}
    await phone.write("/status")
    await phone.hears(victim.chain.t("orders-contact"))
    for more in (
        {"user_id": victim.phone.person}, {}, {"user_id": phone.person, "forward_from": victim.phone.person},
        {"user_id": victim.phone.person, "forward_from": victim.phone.person},
    ):  # fmt: skip
        await phone.do("contact", **card, **more)
        await phone.hears(victim.chain.t("contact-foreign"))
    return phone


STRANGERS: list[Callable[[Victim], Awaitable[Phone]]] = [_unknown, _another_client, _with_the_typed_phone, _with_the_contact]


async def _nothing_learnt(phone: Phone, victim: Victim, *toasts: str) -> None:
    """Neither in the chat nor in the notes that pop up."""
    everything = "\n".join([*await said(phone), *toasts, str((await phone.chat())["messages"])])
    own = str([m for m in (await phone.chat())["messages"] if not m["out"]])
    assert [secret for secret in victim.secrets if secret in everything and secret not in own] == []


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_no_button_and_no_link_leads_there(victim: Victim, stranger: Callable[[Victim], Awaitable[Phone]]) -> None:
    """Nothing is shown, nothing changes, and nothing tells that these ids exist."""
    before = await victim.rows()
    phone = await stranger(victim)
    place = (await phone.chat())["messages"][-1]["message_id"]
    toasts = []
    for data in _presses(victim):
        pressed = await phone.press_data(place, data)
        toasts.append(str(pressed.get("text") or ""))
    for link in _links(victim):
        await phone.start(link)
    await phone.write("/help")
    await phone.hears(victim.chain.t("help"))
    await _nothing_learnt(phone, victim, *toasts)
    assert await victim.rows() == before


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_no_words_lead_there(victim: Victim, stranger: Callable[[Victim], Awaitable[Phone]]) -> None:
    """Naming the plate or the order's number, after a press on their question's button too: the request that follows is about nothing."""
    before = await victim.rows()
    phone = await stranger(victim)
    place = (await phone.chat())["messages"][-1]["message_id"]
    numbers = []
    for data, words in (
        (f"o:{victim.ids['order']}:ask", "Какая сумма вышла?"), (f"v:{victim.ids['visit']}:ask", "На который час?"),
        (f"g:km:{victim.ids['vehicle']}", "123"), (f"g:edit:{victim.ids['vehicle']}", "Kia Rio"),
        ("m:status", f"готова машина {victim.shop.plate}?"), ("m:person:status", f"заказ wo-{victim.shop.ref} когда?"),
    ):  # fmt: skip
        await phone.press_data(place, data)
        await phone.write(words)
    await phone.write("/help")
    await phone.hears(victim.chain.t("help"))
    numbers = await victim.chain.requests_of(phone)
    for number in numbers:
        asked: Json = await victim.chain.request(number)
        assert (asked["vehicle"], asked["fields"]) == (None, {})
        row = "SELECT coalesce(vehicle_id, appointment_id, repair_order_id, parts_order_id) FROM request WHERE number = $1"
        assert await victim.chain.value(row, number) is None
    assert victim.number not in numbers
    await _nothing_learnt(phone, victim)
    assert await victim.rows() == before


async def test_an_id_that_exists_looks_like_one_that_does_not(victim: Victim) -> None:
    phone = await _unknown(victim)
    place = (await phone.chat())["messages"][-1]["message_id"]
    answers = []
    for public_id in (victim.ids["order"], "A" * 16):
        count = len((await phone.chat())["messages"])
        pressed = await phone.press_data(place, f"o:{public_id}")
        await phone.start(f"o_{public_id}")
        await phone.hears(victim.chain.t("orders-link-contact"))
        told = [m.get("text") for m in (await phone.chat())["messages"][count:] if m["out"]]
        answers.append((pressed.get("text"), told))
    assert answers[0] == answers[1]


async def test_a_link_opens_for_its_owner_once_known(victim: Victim) -> None:
    """It navigates: after the owner's own number, and in a chat that is known, at once."""
    await victim.phone.start(f"o_{victim.ids['order']}")
    await victim.phone.hears(victim.chain.t("orders-title", ref=f"wo-{victim.shop.ref}"))
    await victim.phone.start(f"a_{victim.ids['visit']}")
    await victim.phone.hears(victim.chain.t("visit-title-booked"))
    shown = "\n".join(await said(victim.phone))
    assert [secret for secret in victim.secrets[2:7] if secret not in shown] == [
        "po-" + victim.shop.ref,
        "Hush-hush",
    ]  # they are to be seen
    second = await victim.shop.phone()  # their other account, with the same number
    await second.start(f"o_{victim.ids['parts']}")
    await second.hears(victim.chain.t("orders-link-contact"))
    await second.do("contact")
    await second.hears(victim.chain.t("orders-parts-title", ref=f"po-{victim.shop.ref}"))
