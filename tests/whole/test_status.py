"""/status and questions about the repair and the parts: answered from the recognised phone alone (V3)."""

from datetime import timedelta

import pytest

from tests.harness import Phone
from tests.whole.chain import CITIES, EAST, MOSCOW, NAMES, NORTH, NOVOSIBIRSK, Chain, buttons, said, words_of
from tests.whole.workshop import ESTIMATE, recognised, workshop

pytestmark = pytest.mark.both_ways


async def _outcomes(chain: Chain, phone: Phone) -> list[str]:
    """What each contact of this person led to."""
    async with chain.desk.db.read() as reader:
        rows = await reader.rows(
            "SELECT data ->> 'outcome' AS outcome FROM event WHERE type = 'contact' AND subject = "
            "(SELECT 'client:' || public_id FROM client JOIN chat ON chat.client_id = client.id WHERE chat_id = $1) ORDER BY id",
            phone.person,
        )  # fmt: skip
    return [row["outcome"] for row in rows]


async def test_everything_at_once(chain: Chain) -> None:
    """The repair with its promised time, the parts, and a way into each; in the station's own time."""
    phone, shop = await recognised(chain)
    promised = (await chain.now() + timedelta(days=2)).replace(minute=30, second=0, microsecond=0)
    order = await shop.order("in_work", promised_at=promised.isoformat())
    parts = await shop.parts(
        "in_transit", unit=EAST, expected_at=promised.isoformat(), items=[{"title": "Pads", "quantity": 2}]
    )
    await phone.write("/status")
    told = await phone.hears(chain.t("orders-head"))
    assert "Skoda Octavia" in told["text"]
    assert f"{promised.astimezone(MOSCOW):%H:%M} ({CITIES[NORTH][chain.language]})" in told["text"]
    assert f"{promised.astimezone(NOVOSIBIRSK):%H:%M} ({CITIES[EAST][chain.language]})" in told["text"]
    await phone.press(told, "Skoda Octavia")
    card = await phone.shows(told["message_id"], chain.t("orders-title", ref=order["ref"]))
    assert chain.t("repairs-status-in-work") in card["text"]
    assert NAMES[NORTH][chain.language] in card["text"]
    await phone.press(card, chain.t("orders-all"))
    again = await phone.shows(told["message_id"], chain.t("orders-head"))
    await phone.press(again, parts["ref"])
    card = await phone.shows(told["message_id"], chain.t("orders-parts-title", ref=parts["ref"]))
    assert "Pads × 2" in card["text"]


async def test_an_order_with_its_estimate_and_its_course(chain: Chain) -> None:
    """What waits for a decision, what it costs, what is advised, and how the promised time has moved."""
    phone, shop = await recognised(chain)
    now = await chain.now()
    first, later = now + timedelta(days=1), now + timedelta(days=3)
    await shop.order("received", promised_at=first.isoformat())
    advice = [{"id": "a", "title": "Tyres", "danger": "yellow"}]
    order = await shop.order(
        "approval", promised_at=later.isoformat(), lines=ESTIMATE, recommendations=advice, note="Belt is cracked"
    )
    await phone.start(f"o_{order['id']}")
    card = (await phone.hears(chain.t("orders-title", ref=order["ref"])))["text"]
    price = "18\u00a0701,00" if chain.language == "ru" else "18,701"
    assert price.split(",", maxsplit=1)[0] in card
    assert chain.t("orders-next", status="approval") in card
    assert (
        card.count(chain.t("orders-line", title="Belt", quantity="none", price="", decision="open").split(": ")[1].strip()) == 2
    )
    assert "🟡 Tyres" in card
    assert "Belt is cracked" in card
    steps = card.split(chain.t("orders-course", city=CITIES[NORTH][chain.language]))[1].strip().splitlines()
    assert len(steps) == 2
    assert chain.t("repairs-status-received") in steps[0]
    for moment in (first, later):
        assert f"{moment.astimezone(MOSCOW):%H:%M}" in steps[1]


async def test_a_promise_that_was_not_kept_is_owned_up_to(chain: Chain) -> None:
    phone, shop = await recognised(chain)
    await shop.order("in_work", promised_at=(await chain.now() - timedelta(hours=2)).isoformat())
    await phone.write("/status")
    told = await phone.hears(chain.t("orders-head"))
    assert chain.t("orders-line-late", when="").strip() in told["text"]
    await phone.press(told, "Skoda Octavia")
    card = await phone.shows(told["message_id"], chain.t("orders-car", car="Skoda"))
    assert chain.t("orders-late", when="|").split("|")[1] in card["text"]


async def test_ready_says_where_and_until_when(chain: Chain) -> None:
    phone, shop = await recognised(chain)
    order = await shop.order("ready")
    await phone.start(f"o_{order['id']}")
    card = (await phone.hears(chain.t("orders-title", ref=order["ref"])))["text"]
    assert NAMES[NORTH][chain.language] in card
    assert await chain.open_always() in card


async def test_a_question_about_an_order_comes_with_everything_known(chain: Chain) -> None:
    """From the notice: the agent sees order, vehicle and state above the words, and nobody asks again (P1)."""
    phone, shop = await recognised(chain, EAST)
    shop.quiet = False
    order = await shop.order("parts_wait", unit=EAST)
    notice = await phone.hears(order["ref"])
    await phone.press(notice, chain.t("repairs-button-ask"))
    await phone.hears(chain.t("orders-ask-prompt", kind="repair", ref=order["ref"]))
    await phone.write("А можно забрать пока без детали?")
    asked = await chain.request(await chain.number_told(phone))
    assert (asked["type"], asked["unit"]) == ("repair_status", EAST)
    assert (asked["vehicle"]["plate"], asked["fields"]) == (shop.plate, {"repair_order": order["ref"]})
    assert words_of(asked) == ["А можно забрать пока без детали?"]
    [note] = words_of(asked, "system")
    assert order["ref"] in note
    assert "Skoda Octavia" in note
    assert chain.t("repairs-status-parts-wait") in note
    linked = await chain.value(
        "SELECT (o.public_id, v.ref) = ($2, $3) FROM request r JOIN repair_order o ON o.id = r.repair_order_id "
        "JOIN vehicle v ON v.id = r.vehicle_id WHERE number = $1",
        asked["number"], order["id"], f"v-{shop.ref}",
    )  # fmt: skip
    assert linked
    agent = await chain.agent(EAST)
    assert [m["direction"] for m in (await agent.next())["messages"]] == ["system", "in"]
    await phone.write("/start")  # the next words are no longer about it
    await phone.press_data(notice["message_id"], f"o:{order['id']}")
    await phone.shows(notice["message_id"], chain.t("orders-title", ref=order["ref"]))


async def test_a_question_about_parts(chain: Chain) -> None:
    phone, shop = await recognised(chain)
    parts = await shop.parts("delayed")
    await phone.start(f"o_{parts['id']}")
    await phone.press(await phone.hears(chain.t("orders-parts-title", ref=parts["ref"])), chain.t("orders-ask"))
    await phone.hears(chain.t("orders-ask-prompt", kind="parts", ref=parts["ref"]))
    await phone.write("/cancel")
    await phone.hears(chain.t("cancelled", what="status"))
    assert await chain.requests_of(phone) == []
    await phone.press_data((await phone.chat())["messages"][-1]["message_id"], f"o:{parts['id']}:ask")
    await phone.hears(chain.t("orders-ask-prompt", kind="parts", ref=parts["ref"]))
    await phone.write("Когда же?")
    asked = await chain.request(await chain.number_told(phone))
    assert (asked["type"], asked["fields"]) == ("order_eta", {"parts_order": parts["ref"]})


async def test_who_is_not_known_is_asked_for_the_number_and_nothing_else(chain: Chain) -> None:
    """/status, one press on the contact button, the answer."""
    shop = await workshop(chain)
    order = await shop.order("qc")
    phone = await shop.phone()
    await phone.write("/status")
    await phone.hears(chain.t("orders-contact"))
    assert (await phone.chat())["keyboard"]["keyboard"][0][0]["request_contact"] is True
    await phone.do("contact")
    told = await phone.hears(chain.t("orders-head"))
    assert chain.t("repairs-status-qc") in told["text"]
    assert (await phone.chat())["keyboard"] is None
    assert await chain.requests_of(phone) == []
    await phone.press_data(told["message_id"], f"o:{order['id']}:show")
    await phone.shows(told["message_id"], chain.t("orders-title", ref=order["ref"]))


async def test_nothing_is_said_plainly(chain: Chain) -> None:
    phone, shop = await recognised(chain)
    await phone.write("/status")
    told = await phone.hears(chain.t("orders-nothing-known", phone=shop.number))
    assert buttons(told)[:2] == [chain.t("button-book"), chain.t("button-ask")]
    await shop.order("cancelled")
    await chain.later(days=20)
    await phone.write("/status")  # long over
    await phone.hears(chain.t("orders-nothing-known", phone=shop.number))


@pytest.mark.parametrize(("words", "shown"), [
    ("Здравствуйте, что с моей машиной?", "repair"), ("Is my car ready?", "repair"), ("Где мой заказ?", "parts"),
    ("when will my parts arrive", "parts"),
])  # fmt: skip
async def test_a_plain_question_is_answered_at_once(chain: Chain, words: str, shown: str) -> None:
    """As a reply, with a person one press away who then reads the same words; once, however often it is pressed."""
    phone, shop = await recognised(chain)
    repair, parts = await shop.order("in_work"), await shop.parts("ordered")
    await phone.write(words)
    title = chain.t("orders-title", ref=repair["ref"]) if shown == "repair" else chain.t("orders-parts-title", ref=parts["ref"])
    answer = await phone.hears(title)
    assert answer["reply_to_message"]["text"] == words
    assert await chain.requests_of(phone) == []
    assert (await _outcomes(chain, phone))[-1] == "bot"
    assert buttons(answer)[-1] == chain.t("button-person")
    await phone.press(answer, chain.t("button-person"))
    asked = await chain.request(await chain.number_told(phone))
    assert (asked["type"], words_of(asked)) == ("repair_status" if shown == "repair" else "order_eta", [words])
    again = await phone.press_data(answer["message_id"], f"m:person:{'status' if shown == 'repair' else 'parts'}")
    assert again["text"] == chain.t("menu-person-known")
    assert await chain.requests_of(phone) == [asked["number"]]


async def test_what_the_bot_cannot_answer_goes_to_a_person_at_once(chain: Chain) -> None:
    """Another order is named, or nothing here answers it (W1)."""
    phone, shop = await recognised(chain)
    order = await shop.order("in_work")
    await phone.write(f"заказ-наряд {order['ref'].removeprefix('wo-c')} на каком этапе")
    await phone.hears(chain.t("orders-title", ref=order["ref"]))
    await phone.write("заказ 9988776 когда?")
    asked = await chain.request(await chain.number_told(phone))
    assert (asked["type"], words_of(asked)) == ("order_eta", ["заказ 9988776 когда?"])


async def test_an_unknown_asks_in_words(chain: Chain) -> None:
    """The question is with a person at once; the number, shared, shows the answer without waiting."""
    shop = await workshop(chain)
    await shop.order("ready")
    phone = await shop.phone()
    await phone.write("Когда можно забрать машину?")
    number = await chain.number_told(phone)
    await phone.hears(chain.t("orders-contact-also"))
    await phone.do("contact")
    told = await phone.hears(chain.t("orders-head"))
    assert chain.t("repairs-status-ready") in told["text"]
    assert words_of(await chain.request(number)) == ["Когда можно забрать машину?"]


async def test_in_a_talk_with_a_person_the_bot_keeps_silent(chain: Chain) -> None:
    """While a request is open, and while its end is fresh, plain questions belong to it; buttons and commands go on working."""
    phone, shop = await recognised(chain)
    order = await shop.order("in_work")
    await phone.write("Стучит подвеска")
    number = await chain.number_told(phone)
    for words in ("Что с машиной?", "адрес", "хочу записаться"):
        await phone.write(words)
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 4, "all three joined")
    assert words_of(asked)[1:] == ["Что с машиной?", "адрес", "хочу записаться"]
    assert not any(order["ref"] in line for line in await said(phone))
    await phone.write("/status")
    told = await phone.hears(chain.t("orders-head"))
    await phone.press(told, "Skoda Octavia")
    await phone.shows(told["message_id"], order["ref"])
    agent = await chain.agent()
    await agent.next()
    await agent.closes(number)
    await phone.write("Что с машиной?")
    await chain.becomes(number, lambda r: r["state"] != "closed", "it is open again")
    assert await chain.requests_of(phone) == [number]


@pytest.mark.parametrize("words", [
    "Машина готова, но поцарапана дверь", "Что с машиной, вы обещали ещё вчера", "что с машиной, тормоза отказали",
])  # fmt: skip
async def test_trouble_is_never_answered_by_the_bot(chain: Chain, words: str) -> None:
    phone, shop = await recognised(chain)
    await shop.order("in_work")
    await phone.write(words)
    asked = await chain.request(await chain.number_told(phone))
    assert words_of(asked) == [words]


async def test_a_vehicle_that_was_passed_on_takes_nothing_along(chain: Chain) -> None:
    """The workshop says that it is another client's now: the former owner sees the order without the new owner's plate."""
    phone, shop = await recognised(chain)
    await shop.order("issued")
    heir = await workshop(chain)
    body = {"client_ref": heir.ref, "make": "Skoda", "model": "Octavia", "plate": "М555ММ99"}
    await shop.source.do("PUT", f"/vehicles/v-{shop.ref}", body)
    await phone.write("/status")
    told = await phone.hears(chain.t("orders-head"))
    assert chain.t("orders-a-car") in told["text"]
    assert "555" not in told["text"]


async def test_a_question_goes_to_where_the_vehicle_is(chain: Chain) -> None:
    """Before the link that led here, and while the order is open (contract, "Unit of a Telegram request")."""
    phone, shop = await recognised(chain, NORTH)
    await shop.order("in_work", unit=EAST)
    await phone.write("/ask Стучит подвеска")
    assert (await chain.request(await chain.number_told(phone)))["unit"] == EAST
    await shop.order("issued", unit=EAST)
    await phone.write("/ask Стучит подвеска")
    assert (await chain.request(await chain.number_told(phone)))["unit"] == NORTH
