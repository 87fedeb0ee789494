"""A link to book with the works chosen, and a client who writes very fast: held over Telegram."""

from services.requests.pieces import send_booking_link
from services.staff.accounts import staff_by_login
from tests.fleet import Fleet
from tests.harness import until
from tests.whole.chain import Chain, said
from tests.whole.dialogue import OIL, Dialogue, only_visit, owner, station


async def test_a_booking_link_opens_the_booking_with_the_works_chosen(chain: Chain) -> None:
    """One press from the agent's offer to the days; the works stay as agreed."""
    code = await station(chain)
    phone = await owner(chain, code, "А123ВС77")
    await phone.write("Хочу поменять масло")
    number = await chain.number_told(phone)
    agent = await chain.agent(code)
    assert (await agent.next())["number"] == number
    async with chain.desk.db.tx() as tx:
        staff = await staff_by_login(tx, agent.login)
        assert staff
        await send_booking_link(tx, staff, number, unit_code=code, works=["oil"])
    offer = await phone.hears(f"• {OIL[chain.language]}")
    known = {message["message_id"] for message in (await phone.chat())["messages"]}
    await phone.press(offer, chain.t("answering-offer-button"))

    async def look() -> dict[str, object] | None:
        messages = (await phone.chat())["messages"]
        return next((m for m in messages if m["out"] and m["message_id"] not in known), None)

    dialogue = Dialogue(chain, phone, await until(look, "the booking opens"))
    assert chain.t("booking-ask-day") in dialogue.text
    await dialogue.to("booked")
    assert (await only_visit(chain, phone))["works"] == ["oil"]


async def test_a_link_that_nobody_made_opens_the_booking_all_the_same(chain: Chain) -> None:
    """It says what, never who: there is nothing to steal in it."""
    phone = await owner(chain, await station(chain), "А123ВС77")
    await phone.start("b_nobody-made-this")
    await phone.hears(chain.t("booking-ask-works"))


async def test_a_flood_reaches_its_request_whole_and_is_not_answered_one_by_one(chain: Chain) -> None:
    """Forty messages: one receipt, one word about the pace, everything in the request; danger is answered whatever the pace.

    Of two bot processes each counts what it sees.
    """
    bots = 2 if isinstance(chain.product, Fleet) else 1
    phone, number = await chain.asked("Здравствуйте, у меня вопрос")
    before = len(await said(phone))
    for count in range(40 * bots):
        await phone.write(f"Сообщение {count}")
    await chain.becomes(
        number,
        lambda request: sum(m["direction"] == "in" for m in request["messages"]) == 40 * bots + 1,
        "all of it is there",
    )
    heard = (await said(phone))[before:]
    assert set(heard) == {chain.t("answering-slow-down")}
    assert len(heard) <= bots
    await phone.write("Помогите, машина горит!")
    await chain.becomes(number, lambda request: request["urgent"], "it is urgent")
    assert await chain.requests_of(phone) == [number]
