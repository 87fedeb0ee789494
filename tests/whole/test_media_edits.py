"""What clients change afterwards: one picture of an album, words that become an alarm, an answer the bot has read already."""

from tests.harness import until
from tests.whole.chain import Chain, png, raw_message, said, words_of


async def test_one_item_of_an_album_is_changed(chain: Chain) -> None:
    """Its caption alone, or its picture: the other items stay as they are, the old picture stays on record."""
    phone = await chain.client()
    album = await phone.send_files("photo", ("1.png", png(1), "image/png"), ("2.png", png(2), "image/png"), caption="Слева")
    number = await chain.number_told(phone)
    asked = await chain.becomes(
        number, lambda r: [a["state"] for a in r["messages"][0]["attachments"]] == ["ready"] * 2, "the album is whole"
    )
    first, second = asked["messages"][0]["attachments"]
    other = (await phone.send_files("photo", ("3.png", png(3), "image/png")))["messages"][0]["photo"]
    item = album["messages"][1]
    kept = {key: item[key] for key in ("message_id", "from", "chat", "date", "media_group_id")}
    await chain.post_update({"edited_message": {**kept, "photo": other, "edit_date": 2}})
    asked = await chain.becomes(number, lambda r: r["messages"][0]["attachments"][-1]["id"] != second["id"], "another picture")
    message = asked["messages"][0]
    assert (message["text"], message["attachments"][0]["id"], len(message["attachments"])) == ("Слева", first["id"], 2)
    assert message["edited_at"]
    assert (await chain.admin.downloads(second["id"]))[0] == png(2)
    await phone.do("edit", message_id=album["messages"][0]["message_id"], text="Справа")
    await chain.becomes(
        number, lambda r: words_of(r)[0] == "Справа" and len(r["messages"][0]["attachments"]) == 2, "the caption alone"
    )


async def test_danger_in_an_edit_is_an_alarm(chain: Chain) -> None:
    """As in a new message: the safety line, the top of the queue; also where the request was closed."""
    phone, agent, number = await chain.taken("Стучит подвеска")
    mine = (await phone.chat())["messages"][-2]
    await phone.do("edit", message_id=mine["message_id"], text="Стучит подвеска, отказали тормоза!")
    await phone.hears(chain.t("safety-danger"))
    assert (await chain.request(number))["urgent"]
    await agent.says(number, "Стойте, едем")
    await agent.closes(number)
    await phone.do("edit", message_id=mine["message_id"], text="Стучит подвеска")
    await chain.becomes(number, lambda r: words_of(r)[0] == "Стучит подвеска", "harmless again")
    assert (await chain.request(number))["state"] == "closed"
    await phone.do("edit", message_id=mine["message_id"], text="Стучит подвеска, дым из-под капота")
    again = await chain.becomes(number, lambda r: r["state"] == "queued", "open again")
    assert again["urgent"]


async def test_a_correction_of_what_the_bot_has_read_opens_nothing(chain: Chain) -> None:
    """The person learns that it is to be sent anew; told again without a change, nothing is said."""
    phone = await chain.client()
    await phone.write("/garage")
    await phone.press(await phone.hears(chain.t("garage-empty")), chain.t("garage-add"))
    await phone.hears(chain.t("garage-add-prompt"))
    typed = await phone.write("Лада Веста 2019 а123вс77")
    await phone.hears(chain.t("garage-added", car="").strip(" ."))
    same = {key: typed[key] for key in ("message_id", "from", "chat", "date", "text")}
    await chain.post_update({"edited_message": {**same, "edit_date": 2}})
    await phone.do("edit", message_id=typed["message_id"], text="Лада Веста 2019 а124вс77")
    await phone.hears(chain.t("media-edit-of-answer"))
    assert (await said(phone)).count(chain.t("media-edit-of-answer")) == 1
    assert await chain.requests_of(phone) == []
    await phone.do("edit", message_id=typed["message_id"], text="Отказали тормоза, стою на трассе")
    await phone.hears(chain.t("safety-danger"))
    [number] = await chain.requests_of(phone)
    assert (await chain.request(number))["urgent"]


async def test_an_edit_that_comes_before_its_picture(chain: Chain) -> None:
    """The caption of the edit counts, the picture is there once, and so is the request."""
    lender = await chain.client()
    photo = (await lender.send_files("photo", ("1.png", png(1), "image/png")))["messages"][0]["photo"]
    await chain.number_told(lender)
    phone = await chain.client()
    await chain.post_update({"edited_message": raw_message(phone, 1, photo=photo, caption="Вмятина справа", edit_date=2)})
    number = await chain.number_told(phone)
    await chain.post_update({"message": raw_message(phone, 1, photo=photo, caption="Вмятина слева")})
    asked = await chain.becomes(number, lambda r: r["messages"][0]["versions"], "the first wording is on record")
    assert words_of(asked) == ["Вмятина справа"]
    assert len(asked["messages"][0]["attachments"]) == 1
    assert await chain.requests_of(phone) == [number]


async def test_reactions_to_anything_else_are_harmless(chain: Chain) -> None:
    """A menu of the bot's, a message nobody knows."""
    phone = await chain.newcomer()
    await phone.start()
    hello = await phone.hears(chain.hello())
    await phone.do("reaction", message_id=hello["message_id"], emoji="👎")
    await phone.write("Спасибо")

    async def look() -> bool:
        return chain.t("thanks-reply") in await said(phone)

    await until(look, "the bot goes on")
    assert await chain.requests_of(phone) == []
