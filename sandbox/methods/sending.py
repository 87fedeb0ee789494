"""Messages without files: text, places, contacts, dice, chat actions."""

import random
from typing import Any

from sandbox.errors import bad_request
from sandbox.groups.group import Group
from sandbox.markup import read_markup
from sandbox.methods.base import Call, method, writable
from sandbox.methods.outgoing import place, post, read_text, reply_fields, thread_of, with_text

Json = dict[str, Any]

ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
     "choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)  # fmt: skip
DEGREES = {"latitude": 90, "longitude": 180}
DICE = {"🎲": 6, "🎯": 6, "🏀": 5, "⚽": 5, "🎳": 6, "🎰": 64}


@method("sendMessage")
def send_message(call: Call) -> Any:
    """Text up to 4096 code points."""
    chat = writable(call)
    content = with_text(read_text(call.params))
    preview = call.params.data("link_preview_options", "link preview options")
    if isinstance(preview, dict) and preview:
        content["link_preview_options"] = preview
    elif call.params.values.get("disable_web_page_preview") and call.params.flag("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return place(call, chat, {**reply_fields(call, chat), **content}, (), read_markup(call.params)).message


def read_place(call: Call) -> Json:
    """Latitude and longitude of a call."""
    spot = {name: call.params.number(name) for name in DEGREES}
    if any(value is None or abs(value) > DEGREES[name] for name, value in spot.items()):
        raise bad_request("wrong latitude or longitude specified" if spot["latitude"] else "latitude is empty")
    return spot


@method("sendLocation")
def send_location(call: Call) -> Any:
    """A point on the map."""
    chat = writable(call)
    return post(call, chat, {"location": read_place(call)}).message


@method("sendVenue")
def send_venue(call: Call) -> Any:
    """A point with a title and an address."""
    chat = writable(call)
    spot = read_place(call)
    if not call.params.has("title") or not call.params.has("address"):
        raise bad_request("venue title must be non-empty")
    venue = {"location": spot, "title": call.params.text("title"), "address": call.params.text("address")}
    return post(call, chat, {"venue": venue, "location": spot}).message


@method("sendContact")
def send_contact(call: Call) -> Any:
    """A phone number with a name."""
    chat = writable(call)
    contact = {name: call.params.text(name) for name in ("phone_number", "first_name", "last_name", "vcard")}
    if not contact["phone_number"] or not contact["first_name"]:
        raise bad_request("contact phone number and first name must be non-empty")
    return post(call, chat, {"contact": {name: value for name, value in contact.items() if value}}).message


@method("sendDice")
def send_dice(call: Call) -> Any:
    """A random value of an animated emoji."""
    chat = writable(call)
    emoji = call.params.text("emoji", "🎲")
    if emoji not in DICE:
        raise bad_request("wrong dice emoji specified")
    value = random.randint(1, DICE[emoji])  # noqa: S311 - a game, not a secret
    return post(call, chat, {"dice": {"emoji": emoji, "value": value}}).message


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """Shown for five seconds or until a message comes."""
    chat = writable(call)
    action = call.params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.show_action(action)
    topic: Json = {}
    if isinstance(chat, Group):
        chat.action_topic = topic["topic"] = chat.topic_for_action(thread_of(call))
    elif thread_of(call):
        raise bad_request("message thread not found")
    call.world.tell("chat_action", chat, chat_action=action, **topic)
    return True
