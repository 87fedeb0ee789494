"""A slip in an answer to the bot is mended by editing the message, as people do."""

from tests.whole.chain import Chain, words_of

VIN, OTHER = "XTA210990Y2766389", "XTA210990Y2766380"


async def test_an_edited_answer_changes_what_it_filled(chain: Chain) -> None:
    phone = await chain.client()
    await phone.write("запчасти" if chain.language == "ru" else "find parts")
    await phone.hears(chain.t("parts-prompt", minutes=15))
    parts = await phone.write("Колодки передние")
    await phone.press(await phone.hears(chain.t("script-ask-parts-selection-vehicle")), chain.t("script-skip"))
    await phone.hears(chain.t("script-ask-vin"))
    vin = await phone.write(VIN)
    await phone.hears(chain.t("script-ask-phone"))
    [number] = await chain.requests_of(phone)
    await phone.do("edit", message_id=vin["message_id"], text=OTHER)
    await phone.do("edit", message_id=parts["message_id"], text="Колодки задние")
    asked = await chain.becomes(number, lambda r: r["fields"] == {"parts": "Колодки задние", "vin": OTHER}, "the fields follow")
    assert words_of(asked) == ["Колодки задние", OTHER]
    assert [message["versions"][0]["text"] for message in asked["messages"] if message["versions"]] == ["Колодки передние", VIN]
    await phone.do("edit", message_id=vin["message_id"], text=VIN[:-1])
    asked = await chain.becomes(number, lambda r: words_of(r)[1] == VIN[:-1], "the words are seen")
    assert asked["fields"]["vin"] == OTHER, "what is no VIN changes nothing"
