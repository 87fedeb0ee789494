"""What a question may be made of: files of every kind, albums, places, and what nobody can read."""

import pytest

from tests.whole.chain import Chain, png, poll, raw_message, said, words_of

pytestmark = pytest.mark.both_ways

FILES = [
    ("photo", "a.png", png(), "image/png"),
    ("voice", "voice.ogg", b"OggS" + bytes(200), "audio/ogg"),
    ("video_note", "note.mp4", bytes(4) + b"ftypmp42" + bytes(200), "video/mp4"),
    ("document", "Заказ-наряд № 7.pdf", b"%PDF-1.4\n" + bytes(100), "application/pdf"),
    ("video", "knock.mp4", bytes(4) + b"ftypisom" + bytes(300), "video/mp4"),
    ("audio", "engine.mp3", b"ID3" + bytes(300), "audio/mpeg"),
    ("animation", "wheel.gif", b"GIF89a" + bytes(300), "image/gif"),
]


async def test_files_of_every_kind_become_part_of_the_request(chain: Chain) -> None:
    """The first opens it, the others join; the agent downloads what the client sent, byte for byte (P2)."""
    phone = await chain.client()
    for kind, name, content, mime in FILES:
        await phone.send_files(kind, (name, content, mime), caption="" if kind == "video_note" else f"Вот {kind}")
    number = await chain.number_told(phone)
    agent = await chain.agent()
    assert (await agent.next())["number"] == number
    asked = await chain.becomes(
        number, lambda r: len(r["messages"]) == len(FILES) and all(a["state"] == "ready" for m in r["messages"] for a in m["attachments"]),
        "all files are here",
    )  # fmt: skip
    for (kind, name, content, _), message in zip(FILES, asked["messages"], strict=True):
        [attachment] = message["attachments"]
        assert attachment["kind"] == kind
        assert message["text"] == ("" if kind == "video_note" else f"Вот {kind}")
        assert (await agent.downloads(attachment["id"]))[0] == content
        if kind == "document":
            assert attachment["name"] == name
    assert len([line for line in await said(phone) if "№" in line]) == 1


async def test_what_is_neither_text_nor_file(chain: Chain) -> None:
    """Places, contacts, stickers, dice, polls: the agent reads them."""
    phone, number = await chain.asked("Заглох вот здесь")
    await phone.do("location", latitude=55.751, longitude=37.618)
    await phone.send_files("sticker", ("s.webp", b"RIFF\x10\0\0\0WEBPVP8X" + bytes(30), "image/webp"))
    place = {"latitude": 55.7, "longitude": 37.6}
    venue = {"location": place, "title": "Шиномонтаж", "address": "МКАД, 41 км"}
    await chain.post_update({"message": raw_message(phone, 1, venue=venue, location=place)})
    await chain.post_update({"message": raw_message(phone, 2, dice={"emoji": "🎲", "value": 3})})
    await chain.post_update({"message": raw_message(phone, 3, poll=poll("Менять или чинить?"))})
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 6, "everything has arrived")
    texts = words_of(asked)
    assert texts[1].endswith("maps.google.com/?q=55.751000,37.618000")
    assert asked["messages"][2]["attachments"][0]["kind"] == "sticker"
    assert "Шиномонтаж, МКАД, 41 км" in texts[3]
    assert texts[4:] == ["🎲", "Менять или чинить?"]


async def test_what_cannot_be_read_is_said_so(chain: Chain) -> None:
    """A story, or a kind of message of the future: the person learns that it reached nobody. A pin reaches nobody silently."""
    phone = await chain.client()
    pinned = raw_message(phone, 0, text="x")
    await chain.post_update({"message": raw_message(phone, 1, pinned_message=pinned)})
    await chain.post_update({"message": raw_message(phone, 2, story={"chat": pinned["chat"], "id": 1})})
    await phone.hears(chain.t("unreadable"))
    await chain.post_update({"message": raw_message(phone, 3, thought={"about": "the gearbox"})})
    await phone.hears(chain.t("unreadable"))
    assert (await said(phone)).count(chain.t("unreadable")) == 2
    assert await chain.requests_of(phone) == []


@pytest.mark.parametrize("count", [2, 10])
async def test_an_album_is_one_message(chain: Chain, count: int) -> None:
    """Telegram sends its items apart; the agent sees one message with all of them, the client one receipt."""
    phone = await chain.client()
    await phone.send_files("photo", *[(f"{n}.png", png(n), "image/png") for n in range(count)], caption="Вот вмятина")
    number = await chain.number_told(phone)
    asked = await chain.becomes(number, lambda r: len(r["messages"][0]["attachments"]) == count, "the album is whole")
    assert words_of(asked) == ["Вот вмятина"]
    assert len([line for line in await said(phone) if "№" in line]) == 1


async def test_a_straggler_of_an_album(chain: Chain) -> None:
    """An item may come much later, even after another message, and may bring the caption."""
    phone = await chain.client()
    album = await phone.send_files("photo", ("1.png", png(1), "image/png"), ("2.png", png(2), "image/png"))
    number = await chain.number_told(phone)
    await phone.write("И вот ещё что")
    last = album["messages"][1]
    late = {key: last[key] for key in ("from", "chat", "date", "media_group_id", "photo")}
    await chain.post_update({"message": {**late, "message_id": last["message_id"] + 500_000, "caption": "Дым из-под капота!"}})
    asked = await chain.becomes(number, lambda r: len(r["messages"][0]["attachments"]) == 3, "the straggler is in")
    assert words_of(asked) == ["Дым из-под капота!", "И вот ещё что"]
    await phone.hears(chain.t("safety-danger"))
    assert (await chain.request(number))["urgent"]


async def test_an_album_after_ask_is_one_new_request(chain: Chain) -> None:
    phone, first = await chain.asked()
    await phone.write("/ask")
    await phone.hears(chain.t("ask-prompt"))
    await phone.send_files("document", ("a.pdf", b"%PDF-1", "application/pdf"), ("b.pdf", b"%PDF-2", "application/pdf"))
    second = await chain.number_told(phone)
    await chain.becomes(second, lambda r: len(r["messages"][0]["attachments"]) == 2, "both are there")
    assert await chain.requests_of(phone) == [first, second]


async def test_a_file_that_telegram_does_not_hand_out(chain: Chain) -> None:
    """Over 20 MB: the person is told, the agent sees that there was one."""
    phone = await chain.client()
    film = {
        "file_id": "film",
        "file_unique_id": "film",
        "file_name": "всё.mp4",
        "mime_type": "video/mp4",
        "file_size": 21 << 20,
    }
    await chain.post_update({"message": raw_message(phone, 1, document=film)})
    await phone.hears(chain.t("file-too-large"))
    number = await chain.number_told(phone)
    [attachment] = (await chain.request(number))["messages"][0]["attachments"]
    assert (attachment["state"], attachment["name"]) == ("too_large", "всё.mp4")
