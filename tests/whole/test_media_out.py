"""What agents send that is more than words, as it stands on the client's phone; and what they change there afterwards."""

from tests.harness import Phone, until
from tests.whole.chain import Agent, Chain, Json, png


async def _last(phone: Phone, count: int) -> list[Json]:
    messages: list[Json] = (await phone.chat())["messages"]
    return messages[-count:]


async def _delivered(chain: Chain, number: int) -> Json:
    asked = await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "sent", "delivered")
    message: Json = asked["messages"][-1]
    return message


async def _pictures(agent: Agent, count: int) -> list[str]:
    return [await agent.uploads(f"{n}.png", png(n)) for n in range(count)]


async def test_pictures_are_one_album_under_one_caption(chain: Chain) -> None:
    """Up to ten; the name in bold and the words under the first, where Telegram shows them for all."""
    phone, agent, number = await chain.taken()
    await agent.says(number, "Вот износ", attachments=await _pictures(agent, 10))
    await phone.hears("Вот износ")
    album = await _last(phone, 10)
    assert len({message["media_group_id"] for message in album}) == 1
    assert [message.get("caption") for message in album] == ["Анна\nВот износ"] + [None] * 9
    assert album[0]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert len((await _delivered(chain, number))["attachments"]) == 10


async def test_documents_apart_from_pictures(chain: Chain) -> None:
    """As Telegram demands; the words come once, names stay."""
    phone, agent, number = await chain.taken()
    papers = [await agent.uploads(name, b"%PDF-1.4 " + name.encode()) for name in ("Смета № 5.pdf", "Акт.pdf")]
    first, second = await _pictures(agent, 2)
    await agent.says(number, "Фото и бумаги", attachments=[first, papers[0], second, papers[1]])
    await _delivered(chain, number)
    one, two, three, four = await _last(phone, 4)
    assert one["media_group_id"] == two["media_group_id"] != three["media_group_id"] == four["media_group_id"]
    assert [bool(m.get("photo")) for m in (one, two, three, four)] == [True, True, False, False]
    assert [m["document"]["file_name"] for m in (three, four)] == ["Смета № 5.pdf", "Акт.pdf"]
    assert [m["caption"] for m in (one, two, three, four) if "caption" in m] == ["Анна\nФото и бумаги"]


async def test_a_voice_a_moving_picture_and_a_wide_one(chain: Chain) -> None:
    """Each by its content: an ogg is a voice, a gif moves, a picture that no photo can be is a document."""
    phone, agent, number = await chain.taken()
    voice = await agent.uploads("ответ.ogg", b"OggS" + bytes(300))
    gif = await agent.uploads("подсказка.gif", b"GIF89a\x01\x00\x01\x00" + bytes(100))
    wide = bytearray(png())
    wide[16:24] = (9000).to_bytes(4, "big") + (300).to_bytes(4, "big")
    strip = await agent.uploads("схема.png", bytes(wide))
    await agent.says(number, attachments=[voice, gif, strip])
    await _delivered(chain, number)
    messages = await _last(phone, 3)
    assert [next(k for k in ("voice", "animation", "document") if k in m) for m in messages] == [
        "voice",
        "animation",
        "document",
    ]
    assert messages[2]["document"]["file_name"] == "схема.png"


async def test_an_answer_is_corrected_in_the_chat(chain: Chain) -> None:
    """Text and caption; the old words stay on record; somebody else's answer and the client's words cannot be touched."""
    phone, agent, number = await chain.taken()
    await agent.says(number, "Замена 5 200 ₽")
    answer = await phone.hears("Замена")
    text = await _delivered(chain, number)
    edit = f"/requests/{number}/messages/{text['id']}/edit"
    changed = await agent.do("POST", edit, {"text": "Замена 4 200 ₽"}, status=200)
    await phone.shows(answer["message_id"], "Анна\nЗамена 4 200 ₽")
    assert [version["text"] for version in changed["messages"][-1]["versions"]] == ["Замена 5 200 ₽"]
    assert changed["messages"][-1]["edited_at"]
    await _delivered(chain, number)
    await agent.says(number, "До", attachments=await _pictures(agent, 2))
    caption = await _delivered(chain, number)
    picture = await phone.hears("До")
    await agent.do("POST", f"/requests/{number}/messages/{caption['id']}/edit", {"text": "После"}, status=200)

    async def look() -> bool:
        return any(m["message_id"] == picture["message_id"] and m["caption"] == "Анна\nПосле" for m in await _last(phone, 2))

    await until(look, "the caption is changed")
    theirs = (await chain.request(number))["messages"][0]["id"]
    await agent.do("POST", f"/requests/{number}/messages/{theirs}/edit", {"text": "x"}, status=404)
    boris = await chain.agent(name="Борис Ким")
    await boris.do("POST", edit, {"text": "x"}, status=404)
    too_long = await agent.do("POST", edit, {"text": "д" * 5000}, status=422)
    assert too_long["errors"] == [{"field": "text", "reason": "too long to be changed"}]


async def test_an_answer_is_taken_back(chain: Chain) -> None:
    """Every part goes from the chat; here it stays, marked; and the client waits again, as if nothing had been said."""
    phone, agent, number = await chain.taken()
    before = (await chain.request(number))["waiting_since"]
    await agent.says(
        number, "Это вам не сюда", attachments=[*await _pictures(agent, 2), await agent.uploads("a.pdf", b"%PDF-1.4")]
    )
    await phone.hears("Это вам")
    sent = await _delivered(chain, number)
    ids = [message["message_id"] for message in await _last(phone, 3)]
    taken = await agent.do("POST", f"/requests/{number}/messages/{sent['id']}/withdraw", {}, status=200)
    assert taken["messages"][-1]["withdrawn_at"]
    assert (taken["state"], taken["waiting_since"]) == ("assigned", before)

    async def look() -> bool:
        chat = (await phone.chat())["messages"]
        return all(message["deleted"] for message in chat if message["message_id"] in ids)

    await until(look, "all three are deleted")
    again = await agent.do("POST", f"/requests/{number}/messages/{sent['id']}/withdraw", {}, status=200)
    assert again["messages"][-1]["withdrawn_at"] == taken["messages"][-1]["withdrawn_at"]
    problem = await agent.do("POST", f"/requests/{number}/messages/{sent['id']}/edit", {"text": "x"}, status=409)
    assert problem["type"].endswith("/too-late")


async def test_reactions_both_ways(chain: Chain) -> None:
    """The client's is shown at the answer and moves nothing; the agent's is set in the chat, and taken back."""
    phone, agent, number = await chain.taken()
    await agent.says(number, "Готово, приезжайте")
    answer = await phone.hears("Готово")
    await _delivered(chain, number)
    await agent.closes(number)
    await phone.do("reaction", message_id=answer["message_id"], emoji="❤")
    asked = await chain.becomes(
        number, lambda r: any(m["reactions"]["client"] == "❤" for m in r["messages"]), "the reaction is seen"
    )
    assert asked["state"] == "closed"
    await phone.do("reaction", message_id=answer["message_id"], emoji=None)
    await chain.becomes(number, lambda r: not any(m["reactions"]["client"] for m in r["messages"]), "it is taken back")

    other = await phone.write("А завтра можно?")
    await chain.becomes(number, lambda r: r["state"] == "queued", "it is open again")
    await agent.next()
    message = (await chain.becomes(number, lambda r: r["messages"][-1]["text"] == "А завтра можно?", "it joined"))["messages"][
        -1
    ]
    react = f"/requests/{number}/messages/{message['id']}/reaction"
    for emoji, shown in (("👍", ["👍"]), (None, [])):
        await agent.do("POST", react, {"emoji": emoji}, status=200)

        async def look(shown: list[str] = shown) -> bool:
            chat = (await phone.chat())["messages"]
            return any(m["message_id"] == other["message_id"] and m["reactions"].get("bot", []) == shown for m in chat)

        await until(look, f"the client sees {shown}")
    await agent.do("POST", react, {"emoji": "🔨"}, status=422)
    assert (await chain.request(number))["state"] == "assigned"


async def test_a_broken_picture_arrives_as_a_file(chain: Chain) -> None:
    """Alone, and in an album, where the others go the same way: documents stand with documents only."""
    phone, agent, number = await chain.taken()
    broken = await agent.uploads("скан.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    await agent.says(number, "Скан", attachments=[broken])
    await _delivered(chain, number)
    assert (await _last(phone, 1))[0]["document"]["file_name"] == "скан.png"
    await agent.says(number, "Всё вместе", attachments=[*await _pictures(agent, 1), broken])
    await _delivered(chain, number)
    first, second = await _last(phone, 2)
    assert (first["document"]["file_name"], first["caption"]) == ("0.png", "Анна\nВсё вместе")
    assert second["document"]["file_name"] == "скан.png"
