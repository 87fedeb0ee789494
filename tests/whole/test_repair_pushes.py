"""A car on its way through the workshop, as the phone of its owner shows it."""

from datetime import timedelta

import pytest

from tests.harness import Phone, until
from tests.whole.chain import NORTH, Agent, Chain, Json, buttons, datas, said

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


async def _owner(chain: Chain, number: str) -> tuple[Phone, Agent, Json]:
    """Somebody the workshop knows by the phone that they share; the other system; the body of a report."""
    await chain.by_day()
    source = await chain.system()
    await source.do("PUT", f"/clients/crm:{number[1:]}", {"name": "Ivan", "phone": number})
    vehicle = {"client_ref": f"crm:{number[1:]}", "make": "Lada", "model": "Vesta", "plate": "B-MW 1234"}
    await source.do("PUT", f"/vehicles/v:{number[1:]}", vehicle)
    phone = await chain.client(phone=number)
    await phone.do("contact")
    await phone.hears(chain.t("contact-recognised", name="Ivan"))
    return phone, source, {"client_ref": f"crm:{number[1:]}", "vehicle_ref": f"v:{number[1:]}", "unit": NORTH}


async def _all_sent(chain: Chain, phone: Phone) -> bool:
    return not await chain.value(
        "SELECT count(*) FROM outbox WHERE chat_id = $1 AND state IN ('queued', 'retry')", phone.person
    )


def _number(chain: Chain, last: str) -> str:
    return f"+7999555{'1' if chain.mode == 'polling' else '2'}{last}"


@pytest.mark.both_ways
async def test_each_step_is_shown(chain: Chain) -> None:
    phone, source, body = await _owner(chain, _number(chain, "001"))
    path = f"/repair-orders/wo:{phone.person}"
    promised = (await chain.now() + timedelta(hours=20)).isoformat()
    order = await source.do("PUT", path, {**body, "status": "received", "promised_at": promised}, status=201)
    first = await phone.hears(chain.t("repairs-about", vehicle="Lada Vesta, B MW 1234", ref=order["ref"]))
    assert datas(first) == [f"o:{order['id']}", f"o:{order['id']}:ask"]
    assert buttons(first) == [chain.t("repairs-button-details"), chain.t("repairs-button-ask")]
    await source.do("PUT", path, {**body, "status": "approval", "lines": ESTIMATE})
    asked = await phone.hears("🔴 Belt", "• Kit")
    assert "18" in asked["text"].splitlines()[-1]
    for status in ("in_work", "ready"):
        await source.do("PUT", path, {**body, "status": status})
    await phone.hears(chain.t("repairs-push-ready"))
    told = [words for words in await said(phone) if order["ref"] in words]
    assert len(told) == 4
    await source.do("PUT", path, {**body, "status": "ready"})
    await source.do("PUT", path, {**body, "status": "closed"})
    await source.do("PUT", path, {**body, "status": "warranty"})
    await phone.hears(chain.t("repairs-push-warranty", promised="none").split(".")[0])
    assert len([words for words in await said(phone) if order["ref"] in words]) == 5


async def test_a_slip_is_put_right_in_the_same_message(chain: Chain) -> None:
    phone, source, body = await _owner(chain, _number(chain, "002"))
    path = f"/repair-orders/wo:{phone.person}"
    order = await source.do("PUT", path, {**body, "status": "in_work"}, status=201)
    await phone.hears(order["ref"])
    await source.do("PUT", path, {**body, "status": "ready"})
    wrong = await phone.hears(chain.t("repairs-push-ready"))
    await until(lambda: _all_sent(chain, phone), "the product knows that it has arrived")
    await source.do("PUT", path, {**body, "status": "in_work"})
    await phone.shows(wrong["message_id"], chain.t("repairs-push-in-work", promised="none"))
    assert len([words for words in await said(phone) if order["ref"] in words]) == 2


async def test_parts_are_on_their_way(chain: Chain) -> None:
    phone, source, body = await _owner(chain, _number(chain, "003"))
    del body["vehicle_ref"]
    path = f"/parts-orders/po:{phone.person}"
    order = await source.do("PUT", path, {**body, "status": "in_transit", "items": [{"title": "Pads"}]}, status=201)
    await phone.hears(chain.t("repairs-parts-about", ref=order["ref"], items="Pads"))
    await source.do("PUT", path, {**body, "status": "arrived"})
    await phone.hears(chain.t("repairs-parts-push-arrived"))


async def test_at_night_nothing_is_told_and_in_the_morning_only_the_last(chain: Chain) -> None:
    phone, source, body = await _owner(chain, _number(chain, "004"))
    path = f"/repair-orders/wo:{phone.person}"
    await source.do("PUT", path, {**body, "status": "received", "notify": False}, status=201)
    await _moscow(chain, "22:00")
    count = len(await said(phone))
    for status in ("diagnostics", "in_work", "ready"):
        await source.do("PUT", path, {**body, "status": status})
    await _moscow(chain, "07:30")
    assert await chain.value("SELECT count(*) FROM outbox WHERE chat_id = $1 AND kind = 'push'", phone.person) == 0
    assert len(await said(phone)) == count
    await _moscow(chain, "08:01")
    await phone.hears(chain.t("repairs-push-ready"))
    await until(lambda: _all_sent(chain, phone), "all is sent")
    assert len(await said(phone)) == count + 1


async def test_details_open_in_the_notice(chain: Chain) -> None:
    """However often they are pressed: one card (telegram.md §8.2)."""
    phone, source, body = await _owner(chain, _number(chain, "005"))
    path = f"/repair-orders/wo:{phone.person}"
    order = await source.do("PUT", path, {**body, "status": "received"}, status=201)
    notice = await phone.hears(order["ref"])
    count = len(await said(phone))
    for _ in range(3):
        await phone.press_data(notice["message_id"], f"o:{order['id']}")
        await phone.shows(notice["message_id"], chain.t("orders-title", ref=order["ref"]))
    assert len(await said(phone)) == count


async def _moscow(chain: Chain, clock: str) -> None:
    """The next time it is that late there (UTC+3)."""
    hour, minute = map(int, clock.split(":"))
    now = await chain.now() + timedelta(hours=3)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    await chain.later(seconds=(then - now).total_seconds() % 86400 + 1)
