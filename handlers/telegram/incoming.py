"""A Telegram message as the queue takes it: whatever it is made of becomes words, files and details."""

import re
from typing import Any

from aiogram.enums import ContentType
from aiogram.types import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    PhotoSize,
    Sticker,
)

from services.clients.phones import normal_phone
from services.requests.models import Incoming, IncomingFile
from services.texts import text

_NUMBER_ONLY = re.compile(r"\+?[\d\s()-]{7,20}")
# What a person sent and we cannot show to an agent; everything else without words and files is a service message.
_UNREADABLE = frozenset(
    {
        ContentType.UNKNOWN, ContentType.STORY, ContentType.GAME, ContentType.INVOICE, ContentType.PAID_MEDIA, ContentType.CHECKLIST,
        ContentType.GIVEAWAY, ContentType.RICH_MESSAGE,
    }
)  # fmt: skip
_MAP = "https://maps.google.com/?q={lat:.6f},{lon:.6f}"


def incoming_of(message: Message, language: str) -> Incoming:
    """Text or caption, files with names and types kept, album, quote; what else there is among the details."""
    words = [part for part in (message.text or message.caption or "", _card(message, language)) if part]
    return Incoming(
        telegram_id=message.message_id, text="\n".join(words), files=tuple(_files(message)), album=message.media_group_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None, details=_details(message),
    )  # fmt: skip


def _details(message: Message) -> dict[str, Any]:
    """What is neither words nor files (`services.requests.messages.add_message` lists it)."""
    found = {
        "forwarded": _author(message), "quote": message.quote.text if message.quote and message.quote.is_manual else None,
        "place": _place(message), "contact": _contact(message),
        "dice": {"emoji": message.dice.emoji, "value": message.dice.value} if message.dice else None,
        "poll": {"question": message.poll.question, "options": [option.text for option in message.poll.options]} if message.poll else None,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _author(message: Message) -> str | None:
    """Who wrote it first; people may hide their account behind a name (MessageOriginHiddenUser)."""
    match message.forward_origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.title or chat.username
    return None


def _place(message: Message) -> dict[str, Any] | None:
    if message.location is None:
        return None
    at: dict[str, Any] = {"latitude": message.location.latitude, "longitude": message.location.longitude}
    return at | ({"title": message.venue.title, "address": message.venue.address} if message.venue else {})


def _contact(message: Message) -> dict[str, Any] | None:
    if message.contact is None:
        return None
    own = message.forward_origin is None and message.from_user is not None and message.contact.user_id == message.from_user.id
    return {"name": _name(message), "phone": message.contact.phone_number, "own": own}


def _name(message: Message) -> str:
    return f"{message.contact.first_name} {message.contact.last_name or ''}".strip() if message.contact else ""


def _card(message: Message, language: str) -> str:
    if message.contact:
        return text(language, "contact-card", name=_name(message), phone=message.contact.phone_number)
    if message.location:
        place = _MAP.format(lat=message.location.latitude, lon=message.location.longitude)
        title = f"{message.venue.title}, {message.venue.address} " if message.venue else ""
        return text(language, "location-card", link=title + place)
    if message.sticker:
        return message.sticker.emoji or ""
    if message.dice:
        return message.dice.emoji
    return message.poll.question if message.poll else ""


def _files(message: Message) -> list[IncomingFile]:
    photo = message.photo or (message.live_photo.photo if message.live_photo else None)
    if photo:
        return [_photo(photo)]
    if message.sticker:
        return [_sticker(message.sticker)]
    named = (
        ("document", message.document if not message.animation else None, "file", "application/octet-stream"),
        ("voice", message.voice, "voice.ogg", "audio/ogg"),
        ("audio", message.audio, "audio.mp3", "audio/mpeg"),
        ("video", message.video, "video.mp4", "video/mp4"),
        ("video_note", message.video_note, "video_note.mp4", "video/mp4"),
        ("animation", message.animation, "animation.mp4", "video/mp4"),
    )
    return [
        IncomingFile(
            kind, media.file_id, getattr(media, "file_name", None) or name, getattr(media, "mime_type", None) or mime,
            media.file_size, media.file_unique_id,
        )
        for kind, media, name, mime in named
        if media is not None
    ]  # fmt: skip


def _photo(sizes: list[PhotoSize]) -> IncomingFile:
    largest = max(sizes, key=lambda size: size.width * size.height)
    return IncomingFile("photo", largest.file_id, "photo.jpg", "image/jpeg", largest.file_size, largest.file_unique_id)


def _sticker(sticker: Sticker) -> IncomingFile:
    """No browser shows the animated ones (gzipped Lottie): their still picture, where there is one."""
    if sticker.is_animated and sticker.thumbnail:
        still = sticker.thumbnail
        return IncomingFile("sticker", still.file_id, "sticker.webp", "image/webp", still.file_size, sticker.file_unique_id)
    name, mime = ("sticker.webm", "video/webm") if sticker.is_video else ("sticker.webp", "image/webp")
    if sticker.is_animated:
        name, mime = "sticker.tgs", "application/x-tgsticker"
    return IncomingFile("sticker", sticker.file_id, name, mime, sticker.file_size, sticker.file_unique_id)


def is_unreadable(message: Message) -> bool:
    """Whether the person should be told that this reached nobody."""
    return message.content_type in _UNREADABLE


def typed_phone(words: str) -> str | None:
    """The number, when the message is nothing else."""
    return normal_phone(words) if _NUMBER_ONLY.fullmatch(words.strip()) else None
