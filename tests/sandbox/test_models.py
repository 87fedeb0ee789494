"""Answers and updates of every kind satisfy the models of two independent client libraries.

aiogram's models take unknown fields silently, so the test also looks for fields that aiogram does not know.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import telegram
from aiogram import methods
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter

from sandbox.methods import METHODS
from tests.sandbox.crowd import ALL
from tests.sandbox.desk import BOT, PNG, Desk, Hand
from tests.sandbox.lively import group_lives

pytestmark = pytest.mark.usefixtures("aiogram")

MARKUP = {
    "inline_keyboard": [
        [{"text": "да", "callback_data": "y", "style": "success"}, {"text": "сайт", "url": "https://a.ru/"}],
        [{"text": "скопировать", "copy_text": {"text": "123"}}],
    ]
}
FILES = ("photo", "document", "voice", "audio", "video", "video_note", "sticker", "animation")
# Older companions of forward_origin, which servers still send and this library has dropped; and what it does not know yet.
STRANGE = {"forward_from", "forward_date", "can_send_welcome_messages"}


def strangers(value: Any) -> Iterator[str]:
    """Names of fields that the model does not know, anywhere inside."""
    if isinstance(value, BaseModel):
        yield from (f"{type(value).__name__}.{name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from strangers(getattr(value, name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strangers(item)


def strangers_to_ptb(value: Any) -> Iterator[str]:
    """The same for the other library."""
    if isinstance(value, telegram.TelegramObject):
        yield from (f"{type(value).__name__}.{name}" for name in value.api_kwargs if name not in STRANGE)
        slots = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
        for name in sorted(slots - {"api_kwargs"}):
            if not name.startswith("_"):
                yield from strangers_to_ptb(getattr(value, name, None))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strangers_to_ptb(item)


async def drive(desk: Desk) -> tuple[Hand, Hand]:
    """Let every kind of update and every method happen once."""
    await desk.api("getUpdates", allowed_updates=ALL)
    hand = await desk.person(last_name="Петров", username="petrov", language_code="ru", phone="+79161234567")
    other = await desk.person(first_name="Мария", phone="79990000000")
    await people_act(desk, hand, other)
    await bot_sends(desk, hand)
    await bot_changes(desk, hand, other)
    await bot_sets(desk, hand)
    await group_lives(desk)
    await desk.api("getWebhookInfo")
    await desk.api("logOut")
    await desk.api("close")
    return hand, other


async def people_act(desk: Desk, hand: Hand, other: Hand) -> None:
    """Updates of every kind."""
    said = await hand.say("Пишите a@b.ru, https://a.ru, /help #масло +79161234567")
    await hand.say("вот", reply_to=said["message_id"], quote="Пишите")
    await hand.say("переслал", forward_from=other.id)
    await hand.act("edit", {"message_id": said["message_id"], "text": "иначе"})
    await hand.act("reaction", {"message_id": said["message_id"], "emoji": "👍"})
    await hand.act("location", {"latitude": 55.7, "longitude": 37.6})
    await hand.act("contact")
    await hand.act("contact", {"phone_number": "+7999", "first_name": "Мария", "last_name": "И", "user_id": other.id})
    for kind in FILES:
        await hand.send(kind, (f"{kind}.png", PNG), caption="подпись")
    await hand.send("photo", ("1.png", PNG), ("2.png", PNG), caption="альбом")
    sent = await desk.api("sendMessage", chat_id=hand.id, text="кнопки", reply_markup=MARKUP)
    pressed = await hand.act("press", {"message_id": sent["message_id"], "row": 0, "column": 0})
    await desk.api("answerCallbackQuery", callback_query_id=pressed["callback_query_id"], text="да")
    await desk.api("deleteMessage", chat_id=hand.id, message_id=sent["message_id"])
    await hand.act("press", {"message_id": sent["message_id"], "data": "late"})
    await hand.act("block")
    await hand.act("unblock")


async def bot_sends(desk: Desk, hand: Hand) -> None:
    """Messages of every kind."""
    where = {"chat_id": hand.id}
    chat = await hand.chat()
    ids = {message["files"][0]["kind"]: message["files"][0]["file_id"] for message in chat["messages"] if message["files"]}
    text = '<b>ж</b> <a href="https://a.ru">т</a> <code>x</code> <a href="tg://user?id=7">кто</a> <blockquote>ц</blockquote>'
    reply = {"message_id": chat["messages"][0]["message_id"]}
    await desk.api(
        "sendMessage", **where, text=text, parse_mode="HTML", reply_parameters=reply, reply_markup=MARKUP,
        link_preview_options={"is_disabled": True},
    )  # fmt: skip
    for kind in FILES:
        name = "send" + kind.title().replace("_", "")
        await desk.api(name, **where, **{kind: ids[kind]}, duration=3, caption="подпись")
    await desk.api("sendMediaGroup", **where, media=[{"type": "photo", "media": ids["photo"], "caption": "а"}] * 2)
    await desk.api("getFile", file_id=ids["photo"])
    await desk.api("sendLocation", **where, latitude=1, longitude=2)
    await desk.api("sendVenue", **where, latitude=1, longitude=2, title="т", address="а")
    await desk.api("sendContact", **where, phone_number="+7999", first_name="М")
    await desk.api("sendDice", **where)
    await desk.api("sendChatAction", **where, action="typing")


async def bot_changes(desk: Desk, hand: Hand, other: Hand) -> None:
    """Edits, copies, forwards, pins, reactions, deletions."""
    messages = (await hand.chat())["messages"]
    photo = next(message["files"][0]["file_id"] for message in messages if "photo" in message)
    own = await desk.api("sendMessage", chat_id=hand.id, text="раз")
    at = {"chat_id": hand.id, "message_id": own["message_id"]}
    await desk.api("editMessageText", **at, text="<i>два</i>", parse_mode="HTML")
    await desk.api("editMessageReplyMarkup", **at, reply_markup=MARKUP)
    picture = await desk.api("sendPhoto", chat_id=hand.id, photo=photo)
    there = {"chat_id": hand.id, "message_id": picture["message_id"]}
    await desk.api("editMessageCaption", **there, caption="подпись")
    await desk.api("editMessageMedia", **there, media={"type": "photo", "media": photo, "caption": "иначе"})
    across = {"chat_id": other.id, "from_chat_id": hand.id}
    numbers = [message["message_id"] for message in messages[:2]]
    await desk.api("copyMessage", **across, message_id=picture["message_id"])
    await desk.api("copyMessages", **across, message_ids=numbers)
    await desk.api("forwardMessage", **across, message_id=picture["message_id"])
    await desk.api("forwardMessages", **across, message_ids=numbers)
    await desk.api("setMessageReaction", **at, reaction=[{"type": "emoji", "emoji": "👍"}])
    await desk.api("pinChatMessage", **at)
    await desk.api("getChat", chat_id=hand.id)
    await desk.api("unpinChatMessage", **at)
    await desk.api("unpinAllChatMessages", chat_id=hand.id)
    await desk.api("deleteMessages", chat_id=hand.id, message_ids=[own["message_id"]])


async def bot_sets(desk: Desk, hand: Hand) -> None:
    """What the bot tells about itself and asks about others."""
    await desk.api("setMyCommands", commands=[{"command": "help", "description": "x"}])
    await desk.api("getMyCommands")
    await desk.api("deleteMyCommands")
    for what, field in (("Name", "name"), ("Description", "description"), ("ShortDescription", "short_description")):
        await desk.api(f"setMy{what}", **{field: "Приёмка"})
        await desk.api(f"getMy{what}")
    await desk.api("setChatMenuButton", menu_button={"type": "commands"})
    await desk.api("getChatMenuButton")
    await desk.api("getChatMember", chat_id=hand.id, user_id=hand.id)
    await desk.api("getChatMember", chat_id=hand.id, user_id=BOT)
    await desk.api("getChatMemberCount", chat_id=hand.id)
    await desk.api("getUserProfilePhotos", user_id=hand.id)


async def test_updates_of_every_kind(desk: Desk) -> None:
    await drive(desk)
    updates = await desk.updates()
    kinds = {name for update in updates for name in update} - {"update_id"}
    assert kinds == set(ALL)
    for update in updates:
        model = Update.model_validate(update)
        assert model.event_type in kinds
        assert list(strangers(model)) == [], update
        twin = telegram.Update.de_json(json.loads(json.dumps(update)), None)
        assert list(strangers_to_ptb(twin)) == [], update
        assert twin.effective_user is not None


async def test_answers_of_every_method(desk: Desk) -> None:
    await drive(desk)
    calls = (await desk.sim("GET", f"/calls/{BOT}"))["calls"]
    seen = set()
    for call in calls:
        if call["status"] != 200 or call["method"] == "getUpdates":
            continue
        seen.add(call["method"])
        returned: Any = getattr(methods, call["method"][0].upper() + call["method"][1:]).__returning__
        model = TypeAdapter(returned).validate_python(call["result"])
        assert list(strangers(model)) == [], call
        for item in call["result"] if isinstance(call["result"], list) else [call["result"]]:
            if isinstance(item, dict) and "chat" in item:
                twin = telegram.Message.de_json(json.loads(json.dumps(item)), None)
                assert list(strangers_to_ptb(twin)) == [], item
    untested = {name for name, _ in METHODS.values()} - seen - {"getUpdates", "setWebhook", "deleteWebhook"}
    assert untested == set()


def test_the_search_for_strangers_finds_them() -> None:
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private", "colour": 1}}}
    assert list(strangers(Update.model_validate(update))) == ["Chat.colour"]
    assert list(strangers_to_ptb(telegram.Update.de_json(update, None))) == ["Chat.colour"]
