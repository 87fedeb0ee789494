"""Files: uploads, file ids, albums, downloads, limits."""

import json
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData

from tests.sandbox.desk import BOT, PNG, TOKEN, Desk

METHODS = {
    "document": "sendDocument",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video": "sendVideo",
    "video_note": "sendVideoNote",
    "animation": "sendAnimation",
    "sticker": "sendSticker",
    "photo": "sendPhoto",
}


def upload(chat_id: int, field: str, name: str, data: bytes, **more: str) -> FormData:
    """A multipart body with one file."""
    form = FormData(quote_fields=False)
    form.add_field("chat_id", str(chat_id))
    for key, value in more.items():
        form.add_field(key, value)
    form.add_field(field, BytesIO(data), filename=name)
    return form


def id_in(message: dict[str, Any], kind: str) -> str:
    """file_id of the message's file."""
    content = message[kind][-1] if kind == "photo" else message[kind]
    file_id: str = content["file_id"]
    return file_id


@pytest.mark.parametrize("kind", METHODS)
async def test_file_goes_up_comes_down_and_is_sent_again(desk: Desk, kind: str) -> None:
    hand = await desk.person()
    status, answer = await desk.send_form(METHODS[kind], upload(hand.id, kind, "имя.png", PNG))
    assert status == 200, answer
    file_id = id_in(answer["result"], kind)
    again = await desk.api(METHODS[kind], chat_id=hand.id, **{kind: file_id})
    assert id_in(again, kind) == file_id
    file = await desk.api("getFile", file_id=file_id)
    assert file["file_size"] == len(PNG)
    async with desk.http.get(f"{desk.base}/file/bot{TOKEN}/{file['file_path']}") as response:
        assert await response.read() == PNG


@pytest.mark.parametrize("kind", METHODS)
async def test_people_send_every_kind(desk: Desk, kind: str) -> None:
    hand = await desk.person()
    (message,) = await hand.send(kind, ("отчёт.pdf", PNG))
    assert (await desk.updates())[-1]["message"][kind] == message[kind]
    (file,) = message["files"]
    assert (file["kind"], file["name"], file["size"]) == (kind, "отчёт.pdf", len(PNG))
    async with desk.http.get(desk.base + file["url"]) as response:
        assert await response.read() == PNG


async def test_attached_file_and_caption(desk: Desk) -> None:
    hand = await desk.person()
    form = upload(hand.id, "part1", "счёт.pdf", b"%PDF", document="attach://part1", caption="<b>Счёт</b>", parse_mode="HTML")
    _, answer = await desk.send_form("sendDocument", form)
    message = answer["result"]
    assert message["document"]["file_name"] == "счёт.pdf"
    assert message["document"]["mime_type"] == "application/pdf"
    assert (message["caption"], message["caption_entities"][0]["type"]) == ("Счёт", "bold")


async def test_photo_has_rising_sizes(desk: Desk) -> None:
    hand = await desk.person()
    big = PNG[:16] + (4000).to_bytes(4, "big") + (3000).to_bytes(4, "big") + PNG[24:]
    (message,) = await hand.send("photo", ("a.png", big))
    sizes = [(size["width"], size["height"]) for size in message["photo"]]
    assert sizes == [(90, 68), (320, 240), (800, 600), (4000, 3000)]
    smallest = await desk.api("getFile", file_id=message["photo"][0]["file_id"])
    assert smallest["file_unique_id"] == message["photo"][0]["file_unique_id"]


async def test_files_that_are_refused(desk: Desk) -> None:
    hand = await desk.person()
    (photo,) = await hand.send("photo", ("a.png", PNG))
    refusals = {
        "": "there is no document in the request",
        "nonsense": "wrong file identifier/HTTP URL specified",
        "https://a.ru/x.pdf": "failed to get HTTP URL content",
        "ftp://a.ru/x.pdf": "wrong HTTP URL specified",
        "attach://nothing": "there is no document in the request",
        id_in(photo, "photo"): "can't use file of type Photo as Document",
    }
    for document, words in refusals.items():
        refused = await desk.refused("sendDocument", chat_id=hand.id, document=document)
        assert refused == (400, f"Bad Request: {words}")
    for data, words in ((b"", "file must be non-empty"), (b"text", "IMAGE_PROCESS_FAILED")):
        _, answer = await desk.send_form("sendPhoto", upload(hand.id, "photo", "a.jpg", data))
        assert answer["description"] == f"Bad Request: {words}"
    assert await desk.refused("getFile", file_id="nonsense") == (400, "Bad Request: invalid file_id")


async def test_limits_of_size(desk: Desk) -> None:
    hand = await desk.person()
    (message,) = await hand.send("video", ("a.mp4", bytes((20 << 20) + 1)))
    refused = await desk.refused("getFile", file_id=id_in(message, "video"))
    assert refused == (400, "Bad Request: file is too big")
    big_photo = upload(hand.id, "photo", "a.png", PNG + bytes(10 << 20))
    _, answer = await desk.send_form("sendPhoto", big_photo)
    assert "too big for a photo" in answer["description"]
    status, answer = await desk.send_form("sendDocument", upload(hand.id, "document", "a.bin", bytes((50 << 20) + 1)))
    assert (status, answer["description"]) == (413, "Request Entity Too Large")


async def test_files_of_another_bot_are_strangers(desk: Desk) -> None:
    hand = await desk.person()
    (message,) = await hand.send("document", ("a.txt", b"secret"))
    file = await desk.api("getFile", file_id=id_in(message, "document"))
    async with desk.http.get(f"{desk.base}/file/bot77:OTHER/{file['file_path']}") as response:
        assert response.status == 404
    async with desk.http.post(f"{desk.base}/bot77:OTHER/getFile", json={"file_id": file["file_id"]}) as response:
        assert response.status == 400


async def test_album_is_separate_messages_of_one_group(desk: Desk) -> None:
    hand = await desk.person()
    photos = await hand.send("photo", ("1.png", PNG), ("2.png", PNG), caption="повреждения")
    assert len({message["media_group_id"] for message in photos}) == 1
    assert [message.get("caption") for message in photos] == ["повреждения", None]
    updates = [update["message"]["message_id"] for update in await desk.updates()][-2:]
    assert updates == [message["message_id"] for message in photos]
    media = [{"type": "photo", "media": id_in(message, "photo")} for message in photos]
    album = await desk.api("sendMediaGroup", chat_id=hand.id, media=media)
    assert len({message["media_group_id"] for message in album}) == 1


async def test_album_of_uploads(desk: Desk) -> None:
    hand = await desk.person()
    media = [{"type": "photo", "media": "attach://a", "caption": "*раз*", "parse_mode": "MarkdownV2"}]
    media.append({"type": "photo", "media": "attach://b"})
    form = upload(hand.id, "a", "a.png", PNG, media=json.dumps(media))
    form.add_field("b", PNG, filename="b.png")
    _, answer = await desk.send_form("sendMediaGroup", form)
    assert [message.get("caption") for message in answer["result"]] == ["раз", None]


async def test_albums_that_are_refused(desk: Desk) -> None:
    hand = await desk.person()
    (photo,) = await hand.send("photo", ("1.png", PNG))
    (document,) = await hand.send("document", ("1.pdf", PNG))
    one = {"type": "photo", "media": id_in(photo, "photo")}
    paper = {"type": "document", "media": id_in(document, "document")}
    bad = {"type": "photo", "media": "nonsense"}
    for media, words in (
        ([one, paper], "document can't be mixed with other media types"),
        ([one] * 11, "too many messages to send as an album"),
        (
            [one, bad],
            'failed to send message #2 with the error message "wrong file identifier/HTTP URL specified"',
        ),
    ):
        refused = await desk.refused("sendMediaGroup", chat_id=hand.id, media=media)
        assert refused == (400, f"Bad Request: {words}")
    status, _ = await desk.refused("sendMediaGroup", chat_id=hand.id, media=[one])
    assert status == 400


async def test_page_never_runs_what_people_send(desk: Desk) -> None:
    hand = await desk.person()
    (message,) = await hand.send("document", ("x.html", b"<script>alert(1)</script>"))
    async with desk.http.get(desk.base + message["files"][0]["url"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
    assert (await desk.sim("GET", f"/files/{BOT}/nowhere", status=404))["error"]
