"""Edits, deletions, copies and forwards."""

from typing import Any

import pytest

from tests.sandbox.desk import PNG, Desk, Hand

NOT_MODIFIED = (
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message",
)
MARKUP = {"inline_keyboard": [[{"text": "да", "callback_data": "y"}]]}


async def sent(hand: Hand, **more: Any) -> dict[str, Any]:
    """Where a fresh message of the bot stands."""
    message = await hand.desk.api("sendMessage", chat_id=hand.id, text="раз", reply_markup=MARKUP, **more)
    return {"chat_id": hand.id, "message_id": message["message_id"]}


async def test_edit_changes_text_and_drops_the_keyboard(desk: Desk) -> None:
    hand = await desk.person()
    at = await sent(hand)
    edited = await desk.api("editMessageText", **at, text="<b>два</b>", parse_mode="HTML")
    assert edited["text"] == "два"
    assert edited["entities"] == [{"offset": 0, "length": 3, "type": "bold"}]
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    message = (await hand.chat())["messages"][-1]
    assert message["versions"] == ["раз", "два"]


async def test_edit_without_a_change_is_refused(desk: Desk) -> None:
    hand = await desk.person()
    at = await sent(hand)
    assert await desk.refused("editMessageText", **at, text="раз", reply_markup=MARKUP) == NOT_MODIFIED
    assert await desk.refused("editMessageReplyMarkup", **at, reply_markup=MARKUP) == NOT_MODIFIED
    await desk.api("editMessageText", **at, text="раз")
    assert await desk.refused("editMessageReplyMarkup", **at) == NOT_MODIFIED


async def test_edits_of_what_cannot_be_edited(desk: Desk) -> None:
    hand = await desk.person()
    own = await hand.say("моё")
    at = await sent(hand)
    assert await desk.refused("editMessageText", chat_id=hand.id, message_id=9_999, text="x") == (
        400,
        "Bad Request: message to edit not found",
    )
    assert await desk.refused("editMessageText", chat_id=hand.id, message_id=own["message_id"], text="x") == (
        400,
        "Bad Request: message can't be edited",
    )
    assert await desk.refused("editMessageText", chat_id=hand.id, text="x") == (
        400,
        "Bad Request: message identifier is not specified",
    )
    assert await desk.refused("editMessageCaption", **at, caption="x") == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )
    assert await desk.refused("editMessageText", **at, text="x", reply_markup={"keyboard": [["x"]]}) == (
        400,
        "Bad Request: inline keyboard expected",
    )


async def test_caption_and_media_are_edited(desk: Desk) -> None:
    hand = await desk.person()
    (got,) = await hand.send("photo", ("a.png", PNG))
    photo = got["photo"][-1]["file_id"]
    message = await desk.api("sendPhoto", chat_id=hand.id, photo=photo, caption="раз")
    at = {"chat_id": hand.id, "message_id": message["message_id"]}
    assert (await desk.api("editMessageCaption", **at, caption="два"))["caption"] == "два"
    assert await desk.refused("editMessageCaption", **at, caption="два") == NOT_MODIFIED
    assert await desk.refused("editMessageCaption", **at, caption="я" * 1025) == (
        400,
        "Bad Request: message caption is too long",
    )
    assert await desk.refused("editMessageText", **at, text="x") == (
        400,
        "Bad Request: there is no text in the message to edit",
    )
    (other,) = await hand.send("document", ("b.pdf", b"%PDF"))
    media = {"type": "document", "media": other["document"]["file_id"], "caption": "три"}
    edited = await desk.api("editMessageMedia", **at, media=media)
    assert (edited["document"]["file_name"], edited["caption"]) == ("b.pdf", "три")
    assert "photo" not in edited


async def test_deletion(desk: Desk) -> None:
    hand = await desk.person()
    at = await sent(hand)
    own = await hand.say("моё")
    assert await desk.api("deleteMessage", **at) is True
    assert await desk.api("deleteMessage", chat_id=hand.id, message_id=own["message_id"]) is True
    assert await desk.refused("deleteMessage", **at) == (400, "Bad Request: message to delete not found")
    assert await desk.refused("editMessageText", **at, text="x") == (400, "Bad Request: message to edit not found")
    assert [message["deleted"] for message in (await hand.chat())["messages"]] == [False, True, True]
    assert await desk.api("deleteMessages", chat_id=hand.id, message_ids=[1, 2, 777]) is True


async def test_old_messages_stay(desk: Desk) -> None:
    hand = await desk.person()
    at = await sent(hand)
    await desk.sim("POST", "/clock", {"shift_seconds": 49 * 3600})
    assert await desk.refused("deleteMessage", **at) == (400, "Bad Request: message can't be deleted for everyone")


async def test_copies_and_forwards(desk: Desk) -> None:
    hand, other = await desk.person(), await desk.person(first_name="Мария")
    (photo,) = await hand.send("photo", ("a.png", PNG), caption="моя машина")
    where = {"chat_id": other.id, "from_chat_id": hand.id}
    copy = await desk.api("copyMessage", **where, message_id=photo["message_id"])
    assert set(copy) == {"message_id"}
    forwarded = await desk.api("forwardMessage", **where, message_id=photo["message_id"])
    assert forwarded["forward_origin"]["sender_user"]["id"] == hand.id
    await desk.api("copyMessage", **where, message_id=photo["message_id"], caption="машина клиента")
    shown = [message.get("caption") for message in (await other.chat())["messages"]]
    assert shown == [None, "моя машина", "моя машина", "машина клиента"]
    assert await desk.refused("copyMessage", **where, message_id=999) == (400, "Bad Request: message to copy not found")
    assert await desk.refused("forwardMessage", **where, message_id=999) == (
        400,
        "Bad Request: message to forward not found",
    )


async def test_copies_in_bulk_pass_over_what_is_missing(desk: Desk) -> None:
    hand = await desk.person()
    first, second = await hand.say("раз"), await hand.say("два")
    numbers = [first["message_id"], second["message_id"], 999]
    where = {"chat_id": hand.id, "from_chat_id": hand.id}
    assert len(await desk.api("copyMessages", **where, message_ids=numbers)) == 2
    assert len(await desk.api("forwardMessages", **where, message_ids=numbers)) == 2
    assert await desk.refused("copyMessages", **where, message_ids=numbers[::-1]) == (
        400,
        "Bad Request: message identifiers must be in a strictly increasing order",
    )


@pytest.mark.parametrize("method", ["forwardMessage"])
async def test_protected_messages_are_not_forwarded(desk: Desk, method: str) -> None:
    hand = await desk.person()
    at = await sent(hand, protect_content=True)
    assert await desk.refused(method, **at, from_chat_id=hand.id) == (
        400,
        "Bad Request: message has protected content and can't be forwarded",
    )
    assert await desk.api("copyMessage", **at, from_chat_id=hand.id)


async def test_pins_leave_a_service_message_the_bot_hears_of(desk: Desk) -> None:
    hand = await desk.person()
    at = await sent(hand)
    assert await desk.api("pinChatMessage", **at) is True
    update = (await desk.updates())[-1]
    assert update["message"]["pinned_message"]["message_id"] == at["message_id"]
    assert update["message"]["from"]["is_bot"] is True
    assert (await desk.api("getChat", chat_id=hand.id))["pinned_message"]["text"] == "раз"
    assert await desk.api("unpinChatMessage", **at) is True
    assert "pinned_message" not in await desk.api("getChat", chat_id=hand.id)
