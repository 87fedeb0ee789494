"""/start: getting to know each other, once."""

import pytest

from services.texts import text
from tests.harness import Phone
from tests.whole.chain import Chain, buttons, said

pytestmark = pytest.mark.both_ways


async def _speaks(chain: Chain, phone: Phone) -> None:
    """Choose the language of the test."""
    hello = await phone.hears(text(chain.language, "start-choose-language"))
    await phone.press(hello, text(chain.language, "button-russian" if chain.language == "ru" else "button-english"))
    assert not buttons(await phone.shows(hello["message_id"], chain.t("language-now")))


async def _agrees(chain: Chain, phone: Phone, answer: str = "button-agree") -> None:
    question = await phone.hears(chain.t("consent-service"))
    await phone.press(question, chain.t(answer))
    given = "given" if answer == "button-agree" else "declined"
    assert not buttons(await phone.shows(question["message_id"], chain.t(f"consent-service-{given}")))


async def _consents(chain: Chain, phone: Phone) -> list[tuple[str, bool, str, str]]:
    async with chain.desk.db.read() as reader:
        rows = await reader.rows(
            "SELECT kind, granted, text_version, consent.language FROM consent JOIN chat USING (client_id) WHERE chat_id = $1 AND at <= $2 "
            "ORDER BY id",
            phone.person, await chain.now(),
        )  # fmt: skip
    return [tuple(row) for row in rows]


async def test_a_new_person_is_met(chain: Chain) -> None:
    """Language, consent, contact, advertising, menu: one question a message; the next time only a greeting by name."""
    phone = await chain.newcomer(first_name="Иван", last_name="Петров", phone="+79998880011")
    await phone.start()
    await _speaks(chain, phone)
    await _agrees(chain, phone)
    asked = await phone.hears(chain.t("contact-ask"))
    assert not buttons(asked)
    assert (await phone.chat())["keyboard"]["keyboard"][0][0]["request_contact"] is True
    await phone.do("contact")
    await phone.hears(chain.t("contact-thanks", phone="+79998880011"))
    assert (await phone.chat())["keyboard"] is None
    advertising = await phone.hears(chain.t("consent-advertising"))
    await phone.press(advertising, chain.t("button-advertising-no"))
    await phone.shows(advertising["message_id"], chain.t("consent-advertising-declined"))
    menu = await phone.hears(chain.t("menu-what"))
    assert buttons(menu) == [chain.t(f"button-{what}") for what in ("book", "status", "parts", "ask", "garage", "more")]
    assert await _consents(chain, phone) == [
        ("service", True, "2026-11", chain.language), ("advertising", False, "2026-11", chain.language)
    ]  # fmt: skip
    await phone.start()
    again = await phone.hears(chain.t("start-hello-again", name="Иван"))
    assert buttons(again) == buttons(menu)
    assert (await said(phone))[-1] == again["text"]


async def test_telegrams_language_is_a_hint_and_the_choice_counts(chain: Chain) -> None:
    """Whoever chooses another language is answered in it from then on; so are the standard texts of agents' acts."""
    phone = await chain.newcomer(language_code=chain.language)
    await phone.start("u_north")
    hello = await phone.hears(chain.hello())
    await phone.press(hello, "English" if chain.other == "en" else "Русский")
    await phone.shows(hello["message_id"], text(chain.other, "language-now"))
    await phone.hears(text(chain.other, "consent-service"))
    await phone.write("Стучит подвеска")
    number = await chain.number_told(phone)
    assert (await chain.request(number))["language"] == chain.other
    agent = await chain.agent()
    await agent.next()
    await agent.closes(number)
    await phone.hears(text(chain.other, "closed-solved", number=str(number), ask="yes"))
    await phone.write("/language")
    back = await phone.hears(text(chain.other, "start-choose-language"))
    await phone.press(back, "English" if chain.language == "en" else "Русский")
    await phone.hears(chain.t("consent-service"))


async def test_a_language_nobody_speaks_here(chain: Chain) -> None:
    """German is answered in English, Ukrainian in Russian, none at all in Russian."""
    for tag, spoken in (("de", "en"), ("uk", "ru"), (None, "ru"), ("pt-br", "en")):
        phone = await chain.newcomer(**{"language_code": tag} if tag else {"language_code": ""})
        await phone.start()
        await phone.hears(chain.hello(spoken))


async def test_who_wants_nothing_stored_is_not_asked_for_more(chain: Chain) -> None:
    phone = await chain.newcomer()
    await phone.start("u_north")
    await _speaks(chain, phone)
    await _agrees(chain, phone, "button-not-now")
    await phone.hears(chain.t("menu-what"))
    assert chain.t("contact-ask") not in await said(phone)
    assert await _consents(chain, phone) == [("service", False, "2026-11", chain.language)]
    await phone.write("Стучит подвеска")  # and is served all the same
    await chain.number_told(phone)


async def test_without_a_number(chain: Chain) -> None:
    phone = await chain.newcomer()
    await phone.start()
    await _speaks(chain, phone)
    await _agrees(chain, phone)
    await phone.hears(chain.t("contact-ask"))
    await phone.write(chain.t("button-contact-skip"))
    await phone.hears(chain.t("contact-skipped"))
    assert (await phone.chat())["keyboard"] is None
    advertising = await phone.hears(chain.t("consent-advertising"))
    await phone.press(advertising, chain.t("button-advertising-yes"))
    await phone.hears(chain.t("menu-what"))
    assert [consent[:2] for consent in await _consents(chain, phone)] == [("service", True), ("advertising", True)]
    assert await chain.requests_of(phone) == []
    await phone.write(chain.t("button-contact-skip"))  # some apps keep the keyboard for long
    await phone.hears(chain.t("contact-skipped"))
    assert await chain.requests_of(phone) == []


async def test_a_question_instead_of_an_answer_is_a_question(chain: Chain) -> None:
    """In the midst of /start: the words go to a person, and the keyboard goes away."""
    phone = await chain.newcomer()
    await phone.start("u_north")
    await _speaks(chain, phone)
    await _agrees(chain, phone)
    await phone.hears(chain.t("contact-ask"))
    await phone.write("Сколько стоит замена масла?")
    await chain.number_told(phone)
    assert (await phone.chat())["keyboard"] is None


async def test_links(chain: Chain) -> None:
    """`u_` chooses the station, `s_` is remembered on contact, card and request, junk just opens the bot."""
    phone = await chain.newcomer()
    await phone.start("s_flyer-2026")
    await phone.hears(chain.hello())
    await phone.start("u_east")
    await phone.hears(chain.hello())
    await phone.write("Есть ли зимняя резина?")
    number = await chain.number_told(phone)
    assert (await chain.request(number))["unit"] == "east"
    assert await chain.value("SELECT source_tag FROM request WHERE number = $1", number) == "flyer-2026"
    tags = await chain.value(
        "SELECT array_agg(data ->> 'tag') FROM event WHERE type = 'contact' AND subject = (SELECT 'client:' || public_id FROM client "
        "JOIN chat ON chat.client_id = client.id WHERE chat_id = $1)",
        phone.person,
    )
    assert tags == ["flyer-2026"] * 3
    stranger = await chain.newcomer()
    for junk in ("u_nowhere", "u_", "s_", "x", "o_1", "a_2", "_", "u_north_", "A" * 64):
        await stranger.start(junk)
        await stranger.hears(chain.hello())
    await stranger.write("Стучит")
    assert (await chain.request(await chain.number_told(stranger)))["unit"] is None


async def test_own_contact_finds_the_card(chain: Chain) -> None:
    """Known to the workshop's system: recognised at once, by its name; what was asked before stays with the person (U1, P1)."""
    number_of = "+79161110077" if chain.mode == "polling" else "+79161110078"
    phone, number = await chain.asked("Когда будет готово?", phone=number_of)
    source = await chain.system()
    card = await source.do("PUT", f"/clients/crm-{chain.mode}", {"name": "Семён Дежнёв", "phone": number_of}, status=201)
    assert not card["telegram"]
    await phone.do("contact")
    await phone.hears(chain.t("contact-recognised", name="Семён", phone=number_of))
    client = (await chain.request(number))["client"]
    assert (client["ref"], client["name"], client["phone"], client["telegram"]) == (
        f"crm-{chain.mode}",
        "Семён Дежнёв",
        number_of,
        True,
    )
    await phone.start()
    await phone.hears(chain.t("start-hello-again", name="Семён"))


async def test_a_foreign_number_is_not_taken_for_a_russian_one(chain: Chain) -> None:
    """Telegram's contacts are international, with or without a plus."""
    given = "4512345678" if chain.mode == "polling" else "4587654321"
    phone = await chain.newcomer(phone=f"+{given}")
    await phone.start()
    await phone.hears(chain.hello())
    await phone.do("contact", phone_number=given, first_name="Ole", user_id=phone.person)
    await phone.hears(chain.t("contact-thanks", phone=f"+{given}"))


async def test_a_number_that_is_none(chain: Chain) -> None:
    """An anonymous account (+888) has no number that could be called; nothing breaks."""
    phone = await chain.newcomer(phone="+88801234567")
    await phone.start()
    await _speaks(chain, phone)
    await _agrees(chain, phone)
    await phone.hears(chain.t("contact-ask"))
    await phone.do("contact")
    await phone.hears(chain.t("contact-unusable"))
    await phone.hears(chain.t("consent-advertising"))


async def test_other_peoples_contacts_identify_nobody(chain: Chain) -> None:
    """Foreign, forwarded, without an owner: asked for one's own, they are refused; otherwise they are part of what one says."""
    owner = await chain.newcomer(phone="+79167770055")
    phone = await chain.newcomer()
    await phone.start("u_north")
    await _speaks(chain, phone)
    await _agrees(chain, phone)
    await phone.hears(chain.t("contact-ask"))
    for card in (
        {"phone_number": "+79167770055", "first_name": "Чужой", "user_id": owner.person},
        {"phone_number": "+79167770055", "first_name": "Чужой"},
        {"phone_number": "+79167770055", "first_name": "Я", "user_id": phone.person, "forward_from": owner.person},
    ):
        await phone.do("contact", **card)
        await phone.hears(chain.t("contact-foreign"))
    assert (
        await chain.value("SELECT phone FROM client JOIN chat ON client.id = client_id WHERE chat_id = $1", phone.person)
        is None
    )
    await phone.write("Позвоните мужу, он за рулём")
    number = await chain.number_told(phone)
    await phone.do("contact", phone_number="+79167770055", first_name="Муж", user_id=owner.person)
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 2, "the contact is there")
    assert asked["messages"][1]["text"] == chain.t("contact-card", name="Муж", phone="+79167770055")
    assert asked["client"]["phone"] is None


async def test_own_contact_in_a_conversation_is_also_an_answer(chain: Chain) -> None:
    """The agent asked for the number: it comes as a message, and onto the card."""
    phone, agent, number = await chain.taken()
    await agent.says(number, "Пришлите, пожалуйста, ваш номер")
    await phone.hears("ваш номер")
    await phone.do("contact")
    asked = await chain.becomes(number, lambda r: r["state"] == "assigned", "the client has answered")
    assert asked["client"]["phone"] in asked["messages"][-1]["text"]
    assert asked["client"]["phone_verified_by"] == "contact"


async def test_a_typed_number_proves_nothing(chain: Chain) -> None:
    """Agents see it; it opens no card."""
    owner = "+79161230011" if chain.mode == "polling" else "+79161230012"
    source = await chain.system()
    await source.do("PUT", f"/clients/owner-{chain.mode}", {"name": "Владелец", "phone": owner}, status=201)
    phone = await chain.client()
    await phone.write(f"8 ({owner[2:5]}) {owner[5:8]}-{owner[8:10]}-{owner[10:]}")
    await phone.hears(chain.t("phone-typed", phone=owner))
    assert (await phone.chat())["keyboard"]["keyboard"][0][0]["request_contact"] is True
    assert await chain.requests_of(phone) == []
    await phone.write("Стучит подвеска")
    client = (await chain.request(await chain.number_told(phone)))["client"]
    assert (client["phone"], client["phone_unverified"], client["name"]) == (None, owner, "Пётр")


async def test_a_number_is_part_of_the_question(chain: Chain) -> None:
    """After /ask, in a conversation, or from somebody whose number is known: it is what they say, and it gets a number."""
    phone = await chain.client()
    await phone.write("/ask")
    await phone.hears(chain.t("ask-prompt"))
    await phone.write("+7 916 555-44-33")
    number = await chain.number_told(phone)
    assert (await chain.request(number))["messages"][0]["text"] == "+7 916 555-44-33"
    assert (await chain.request(number))["client"]["phone_unverified"] == "+79165554433"
    known = await chain.client()
    await known.do("contact")
    await known.hears(chain.t("contact-thanks", phone="").split("+")[0].strip(" .")[:10])
    await known.write("89165554433")
    await chain.number_told(known)
