"""What clients send that is more than words, as the agent gets it: albums in any order, forwarded ones, places, cards, stickers."""

import aiohttp
import pytest

from tests.harness import Phone
from tests.whole.chain import Chain, Json, png, raw_message, said, words_of

pytestmark = pytest.mark.both_ways


async def _pictures(chain: Chain, count: int) -> list[Json]:
    """`photo` of messages whose files the emulator has, made by somebody else."""
    phone = await chain.client()
    sent = await phone.send_files("photo", *[(f"{n}.png", png(n), "image/png") for n in range(count)])
    await chain.number_told(phone)
    return [message["photo"] for message in sent["messages"]]


async def _item(chain: Chain, phone: Phone, place: int, group: str, **content: object) -> None:
    await chain.post_update({"message": raw_message(phone, place, media_group_id=group, **content)})


async def _forward(chain: Chain, phone: Phone, author: int, *names: str) -> None:
    form = aiohttp.FormData()
    form.add_field("kind", "photo")
    form.add_field("caption", "Прислал сосед")
    form.add_field("forward_from", str(author))
    for place, name in enumerate(names):
        form.add_field("file", png(place), filename=name, content_type="image/png")
    async with chain.session.post(f"{chain.sandbox}/sim/chats/{chain.bot}/{phone.person}/media", data=form) as response:
        assert response.status == 201, await response.text()


def _receipts(lines: list[str]) -> int:
    return len([line for line in lines if "№" in line])


async def test_an_album_out_of_order_and_twice(chain: Chain) -> None:
    """One request, one receipt, one message with the pictures in the order they were sent."""
    first, second, third = await _pictures(chain, 3)
    phone, group = await chain.client(), f"mixed{chain.mode}"
    await _item(chain, phone, 3, group, photo=third)
    await _item(chain, phone, 1, group, photo=first, caption="Скол на капоте")
    await _item(chain, phone, 1, group, photo=first, caption="Скол на капоте")  # the same message in another update
    await _item(chain, phone, 2, group, photo=second)
    number = await chain.number_told(phone)
    asked = await chain.becomes(number, lambda r: len(r["messages"][0]["attachments"]) == 3, "the album is whole")
    asked = await chain.becomes(
        number, lambda r: all(a["state"] == "ready" for a in r["messages"][0]["attachments"]), "it is here"
    )
    assert words_of(asked) == ["Скол на капоте"]
    content = [(await chain.admin.downloads(file["id"]))[0] for file in asked["messages"][0]["attachments"]]
    assert content == [png(0), png(1), png(2)]
    assert await chain.requests_of(phone) == [number]
    assert _receipts(await said(phone)) == 1


async def test_a_command_in_an_albums_late_caption_opens_no_second_request(chain: Chain) -> None:
    first, second = await _pictures(chain, 2)
    phone, group = await chain.client(), f"ask{chain.mode}"
    await _item(chain, phone, 1, group, photo=first)
    number = await chain.number_told(phone)
    await _item(chain, phone, 2, group, photo=second, caption="/ask Что это?")
    await chain.becomes(number, lambda r: len(r["messages"][0]["attachments"]) == 2, "the second is in")
    assert await chain.requests_of(phone) == [number]


async def test_a_forwarded_album_names_its_author(chain: Chain) -> None:
    """Still one message; who wrote it first is told."""
    phone, author = await chain.client(), await chain.newcomer(first_name="Олег")
    await _forward(chain, phone, author.person, "1.png", "2.png", "3.png")
    number = await chain.number_told(phone)
    asked = await chain.becomes(number, lambda r: len(r["messages"][0]["attachments"]) == 3, "the album is whole")
    [message] = asked["messages"]
    assert (message["forwarded_from"], message["text"]) == ("Олег", "Прислал сосед")


async def test_places_and_cards_are_told_apart_from_words(chain: Chain) -> None:
    phone, number = await chain.asked("Заглох вот здесь")
    await phone.do("location", latitude=55.751, longitude=37.618)
    await phone.do("contact", phone_number="+79035550102", first_name="Сергей")
    place = {"latitude": 55.7, "longitude": 37.6}
    venue = {"location": place, "title": "Шиномонтаж", "address": "МКАД, 41 км"}
    await chain.post_update({"message": raw_message(phone, 1, venue=venue, location=place)})
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 4, "everything has arrived")
    _, spot, card, shop = asked["messages"]
    assert spot["place"] == {"latitude": 55.751, "longitude": 37.618, "title": None, "address": None}
    assert card["contact"] == {"name": "Сергей", "phone": "+79035550102", "own": False}
    assert (shop["place"]["title"], shop["place"]["address"]) == ("Шиномонтаж", "МКАД, 41 км")


async def test_stickers_of_all_three_sorts(chain: Chain) -> None:
    """A still one and a film as they are; of one that no browser can show, its still picture."""
    phone, number = await chain.asked()
    still = (await phone.send_files("sticker", ("s.webp", b"RIFF\x10\0\0\0WEBPVP8X" + bytes(30), "image/webp")))["messages"][0]
    picture = (await phone.send_files("photo", ("t.png", png(5), "image/png")))["messages"][0]["photo"][-1]
    sticker = {**still["sticker"], "thumbnail": picture}
    await chain.post_update({"message": raw_message(phone, 1, sticker={**sticker, "is_animated": True})})
    await chain.post_update({"message": raw_message(phone, 2, sticker={**sticker, "is_video": True})})
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 5, "all have arrived")
    asked = await chain.becomes(
        number, lambda r: asked and r["messages"][3]["attachments"][0]["state"] == "ready", "the still is here"
    )
    animated, film = (message["attachments"][0] for message in asked["messages"][3:])
    assert (animated["kind"], (await chain.admin.downloads(animated["id"]))[0]) == ("sticker", png(5))
    assert (film["kind"], film["name"]) == ("sticker", "sticker.webm")


async def test_the_size_is_explained_once_for_an_album(chain: Chain) -> None:
    """Two films over 20 MB: one explanation; the agent sees both names."""
    phone, group = await chain.client(), f"films{chain.mode}"
    for place in (1, 2):
        film = {"file_id": f"f{place}", "file_unique_id": f"f{place}", "file_name": f"{place}.mp4", "mime_type": "video/mp4",
                "file_size": 21 << 20, "width": 640, "height": 480, "duration": 60}  # fmt: skip
        await _item(chain, phone, place, group, video=film)
    number = await chain.number_told(phone)
    asked = await chain.becomes(number, lambda r: len(r["messages"][0]["attachments"]) == 2, "both are shown")
    files = asked["messages"][0]["attachments"]
    assert [(f["name"], f["state"]) for f in files] == [("1.mp4", "too_large"), ("2.mp4", "too_large")]
    assert (await said(phone)).count(chain.t("file-too-large")) == 1


async def test_a_marked_part_of_an_answer_is_the_quote(chain: Chain) -> None:
    phone, agent, number = await chain.taken()
    await agent.says(number, "Диагностика 1 500 ₽, замена 4 200 ₽")
    answer = await phone.hears("Диагностика")
    await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "sent", "delivered")
    await phone.write("Это вместе с деталью?", reply_to=answer["message_id"], quote="замена 4 200 ₽")
    asked = await chain.becomes(number, lambda r: r["messages"][-1]["quote"], "the quote is there")
    assert asked["messages"][-1]["quote"] == "замена 4 200 ₽"
    assert asked["messages"][-1]["reply_to"] == asked["messages"][-2]["id"]
