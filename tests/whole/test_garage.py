"""/garage: vehicles as people name them, their mileage, and that they are gone."""

import pytest

from tests.harness import Phone
from tests.whole.chain import Chain, Json, buttons, said, words_of
from tests.whole.workshop import recognised


async def _vehicles(chain: Chain, phone: Phone) -> list[Json]:
    """All that hang on this person's card."""
    async with chain.desk.db.read() as reader:
        rows = await reader.rows(
            "SELECT v.*, (SELECT array_agg(km ORDER BY m.id) FROM mileage m WHERE m.vehicle_id = v.id) AS km FROM vehicle v "
            "JOIN chat USING (client_id) WHERE chat_id = $1 ORDER BY v.id",
            phone.person,
        )  # fmt: skip
    return [dict(row) for row in rows]


async def _with_car(chain: Chain, line: str = "Лада Веста 2019 а123вс77") -> tuple[Phone, Json]:
    """A person who has typed a vehicle; its card."""
    phone = await chain.client()
    await phone.write("/garage")
    await phone.press(await phone.hears(chain.t("garage-empty")), chain.t("garage-add"))
    await phone.hears(chain.t("garage-add-prompt"))
    await phone.write(line)
    return phone, await phone.hears(chain.t("garage-added", car="").strip(" ."))


@pytest.mark.parametrize(("line", "stored"), [
    ("Лада Веста 2019 а123вс77", ("Лада", "Веста", 2019, None, "А123ВС77")),
    ("K 456 OT 199", ("", "", None, None, "К456ОТ199")),
    ("XTA219010F0367214", ("", "", None, "XTA219010F0367214", None)),
    ("Toyota Land Cruiser", ("Toyota", "Land Cruiser", None, None, None)),
    ("буханка", ("буханка", "", None, None, None)),
    ("<b>BMW</b> X5 2020", ("<b>BMW</b>", "X5", 2020, None, None)),
])  # fmt: skip
async def test_a_vehicle_in_one_line(chain: Chain, line: str, stored: tuple[object, ...]) -> None:
    """Plate, VIN, make and model, in any mix and alphabet; it is on the list at once, and no request is made of it."""
    phone, card = await _with_car(chain, line)
    [vehicle] = await _vehicles(chain, phone)
    assert tuple(vehicle[name] for name in ("make", "model", "year", "vin", "plate")) == stored
    assert chain.t("garage-no-mileage") in card["text"]
    await phone.write("/garage")
    listed = await phone.hears(chain.t("garage-list"))
    assert len(buttons(listed)) == 3
    assert await chain.requests_of(phone) == []


async def test_a_slip_in_what_was_typed(chain: Chain) -> None:
    """A VIN of the wrong length is no make, an American VIN with a wrong check digit is only doubted; the question stands."""
    phone = await chain.client()
    await phone.write("/garage")
    await phone.press(await phone.hears(chain.t("garage-empty")), chain.t("garage-add"))
    await phone.hears(chain.t("garage-add-prompt"))
    slips = {
        "XTA219010F036721": "garage-vin-wrong",
        "XTA2I9010F0367214": "garage-vin-wrong",
        "Я" * 150: "garage-unclear",
    }
    for wrong, told in slips.items():
        await phone.write(wrong)
        await phone.hears(chain.t(told))
    assert await _vehicles(chain, phone) == []
    await phone.write("1HGCM82633A004353")
    await phone.hears(chain.t("garage-vin-doubt"))
    [vehicle] = await _vehicles(chain, phone)
    assert vehicle["vin"] == "1HGCM82633A004353"


async def test_the_same_vehicle_again_is_completed(chain: Chain) -> None:
    phone, card = await _with_car(chain, "а123вс77")
    await phone.press(card, chain.t("garage-back"))
    listed = await phone.shows(card["message_id"], chain.t("garage-list"))
    await phone.press(listed, chain.t("garage-add"))
    await phone.write("Лада Веста A123BC 77")
    await phone.hears(chain.t("garage-known", car="Лада Веста, А123ВС 77"))
    [vehicle] = await _vehicles(chain, phone)
    assert (vehicle["make"], vehicle["plate"]) == ("Лада", "А123ВС77")


@pytest.mark.both_ways
async def test_mileage(chain: Chain) -> None:
    """A plausible reading is taken; one that cannot well be is asked about, and only a button makes it so."""
    phone, card = await _with_car(chain)
    first, less = ("98,500", "9,850") if chain.language == "en" else ("98\u00a0500", "9\u00a0850")
    await phone.press(card, chain.t("garage-km"))
    await phone.hears(chain.t("garage-km-prompt"))
    await phone.write("98 500 км")
    card = await phone.hears(chain.t("garage-km-noted", km=first))
    await phone.press(card, chain.t("garage-km"))
    await phone.write("не знаю")
    await phone.hears(chain.t("garage-km-unclear"))
    await phone.write("9850")
    doubt = await phone.hears(chain.t("garage-km-less", before=first, km=less))
    await phone.press(doubt, chain.t("garage-km-again"))
    await phone.write("985000")
    doubt = await phone.hears(chain.t("garage-km-fast", before="|", km="|").split("|")[0])
    [vehicle] = await _vehicles(chain, phone)
    assert vehicle["km"] == [98500]
    for _ in range(2):
        await phone.press_data(doubt["message_id"], f"g:sure:{vehicle['public_id']}:985000")
    await phone.shows(doubt["message_id"], chain.t("garage-mileage", km="|", date="").split("|")[0])
    [vehicle] = await _vehicles(chain, phone)
    assert vehicle["km"] == [98500, 985000]
    await phone.press_data(doubt["message_id"], f"g:sure:{vehicle['public_id']}:9999999")  # forged: nobody has driven that far
    assert (await _vehicles(chain, phone))[0]["km"] == [98500, 985000]


async def test_sold_and_back(chain: Chain) -> None:
    phone, card = await _with_car(chain)
    await phone.press(card, chain.t("garage-sell"))
    check = await phone.shows(card["message_id"], chain.t("garage-sell-check"))
    await phone.press(check, chain.t("garage-to-car"))
    await phone.shows(card["message_id"], chain.t("garage-no-mileage"))
    await phone.press(card, chain.t("garage-sell"))
    await phone.press(await phone.shows(card["message_id"], chain.t("garage-sell-check")), chain.t("garage-sell-yes"))
    gone = await phone.shows(card["message_id"], chain.t("garage-empty"))
    assert (await _vehicles(chain, phone))[0]["sold_at"]
    await phone.press(gone, chain.t("garage-unsell"))
    await phone.shows(card["message_id"], chain.t("garage-no-mileage"))
    assert not (await _vehicles(chain, phone))[0]["sold_at"]


async def test_a_slip_is_corrected(chain: Chain) -> None:
    phone, card = await _with_car(chain)
    for words, name, value in (("м777мм 77", "plate", "М777ММ77"), ("2020", "year", 2020), ("Kia Rio", "model", "Rio")):
        await phone.press(card, chain.t("garage-edit"))
        await phone.hears(chain.t("garage-edit-prompt"))
        await phone.write(words)
        card = await phone.hears(chain.t("garage-changed", car="").strip(" ."))
        assert (await _vehicles(chain, phone))[0][name] == value
    [vehicle] = await _vehicles(chain, phone)
    assert (vehicle["make"], vehicle["model"], vehicle["year"], vehicle["plate"]) == ("Kia", "Rio", 2020, "М777ММ77")


async def test_what_the_service_knows_is_not_edited_here(chain: Chain) -> None:
    phone, shop = await recognised(chain)
    await phone.write("/garage")
    listed = await phone.hears(chain.t("garage-list"))
    await phone.press(listed, "Skoda Octavia")
    card = await phone.shows(listed["message_id"], chain.t("garage-from-service"))
    assert chain.t("garage-edit") not in buttons(card)
    [vehicle] = await _vehicles(chain, phone)
    await phone.press_data(card["message_id"], f"g:edit:{vehicle['public_id']}")
    await phone.write("Kia Rio 2020")  # not an answer to anything, so it reaches a person
    await chain.number_told(phone)
    [vehicle] = await _vehicles(chain, phone)
    assert (vehicle["make"], vehicle["plate"]) == ("Skoda", shop.plate)


async def test_what_was_typed_before_the_number_was_known_comes_along(chain: Chain) -> None:
    phone, _ = await _with_car(chain, "Opel Astra о001оо77")
    shop = await chain.system()
    number = f"+7999711{1 if chain.mode == 'polling' else 2:04d}"
    await shop.do("PUT", f"/clients/along-{chain.mode}", {"name": "Пётр", "phone": number})
    await phone.do("contact", phone_number=number, first_name="Пётр", user_id=phone.person)
    await phone.hears(chain.t("contact-recognised", name="Пётр", phone=number))
    await phone.write("/garage")
    assert "Opel Astra" in buttons(await phone.hears(chain.t("garage-list")))[0]


async def test_a_question_in_the_midst_of_it_reaches_a_person(chain: Chain) -> None:
    """Trouble, a question, a story: nothing of it becomes a vehicle, and the bot stops asking."""
    for words in ("А сколько стоит замена масла?", "Отказали тормоза", "я хотел бы узнать про гарантию на двигатель и коробку"):
        phone = await chain.client()
        await phone.write("/garage")
        await phone.press(await phone.hears(chain.t("garage-empty")), chain.t("garage-add"))
        await phone.write(words)
        number = await chain.number_told(phone)
        assert words_of(await chain.request(number)) == [words]
        await phone.write("/cancel")  # where nobody is in danger, the bot has begun to ask what is missing
        stopped = chain.t("script-stopped", number=str(number))
        await phone.hears(chain.t("cancelled", what="open") if words == "Отказали тормоза" else stopped)
        assert await _vehicles(chain, phone) == []


@pytest.mark.both_ways
async def test_a_wish_in_the_midst_of_it_is_granted(chain: Chain) -> None:
    """An address is told and the question stands; nobody has to leave it first."""
    phone, card = await _with_car(chain)
    await phone.press(card, chain.t("garage-km"))
    await phone.write("а какой у вас адрес?")
    await phone.hears(chain.t("place-address", address="").strip())
    await phone.write("98500")
    await phone.hears(chain.t("garage-km-noted", km="98,500" if chain.language == "en" else "98\u00a0500"))
    assert await chain.requests_of(phone) == []


async def test_in_a_talk_with_an_agent_only_the_unmistakable_is_a_vehicle(chain: Chain) -> None:
    """The button works while a request is open; "yes, tomorrow" after it is still for the agent."""
    phone, agent, number = await chain.taken()
    await agent.says(number, "Приедете завтра?")
    await phone.write("/garage")
    listed = await phone.hears(chain.t("garage-empty"))
    await phone.press(listed, chain.t("garage-add"))
    await phone.write("Да приеду")
    asked = await chain.becomes(number, lambda r: r["messages"][-1]["direction"] == "in" and len(r["messages"]) == 3, "joined")
    assert words_of(asked)[-1] == "Да приеду"
    await phone.press(listed, chain.t("garage-add"))
    await phone.write("Лада Гранта х001хх77")
    await phone.hears(chain.t("garage-added", car="").strip(" ."))
    assert [v["plate"] for v in await _vehicles(chain, phone)] == ["Х001ХХ77"]
    assert len((await chain.request(number))["messages"]) == 3


async def test_cancel_and_other_commands_end_it(chain: Chain) -> None:
    phone, card = await _with_car(chain)
    await phone.press(card, chain.t("garage-km"))
    await phone.write("/cancel")
    await phone.hears(chain.t("cancelled", what="garage"))
    await phone.press(card, chain.t("garage-km"))
    await phone.write("/start")
    await phone.write("98500 нормально для этой машины?")
    await chain.number_told(phone)
    assert (await _vehicles(chain, phone))[0]["km"] is None


async def test_nobody_fills_the_list_for_ever(chain: Chain) -> None:
    phone, card = await _with_car(chain, "а100аа77")
    for number in range(101, 120):
        await phone.press_data(card["message_id"], "g:add")
        await phone.write(f"а{number}аа77")
        await phone.hears(f"А{number}АА 77")
    await phone.press_data(card["message_id"], "g:add")
    await phone.write("а200аа77")
    await phone.hears(chain.t("garage-full", count=20))
    assert len(await _vehicles(chain, phone)) == 20
    assert "200" not in " ".join(await said(phone))[-200:]
