"""A Telegram message as the queue takes it: whatever it is made of becomes words and files."""

import re

from aiogram.enums import ContentType
from aiogram.types import Message

from services.clients.phones import normal_phone
from services.requests.models import Incoming, IncomingFile
from services.texts import text

_NUMBER_ONLY = re.compile(r"\+?[\d\s()-]{7,20}")
# What a person sent and we cannot show to an agent; everything else without words and files is a service message.
_UNREADABLE = frozenset(
    {
        ContentType.UNKNOWN, ContentType.STORY, ContentType.GAME, ContentType.INVOICE, ContentType.PAID_MEDIA, ContentType.CHECKLIST,
        ContentType.GIVEAWAY, ContentType.LIVE_PHOTO, ContentType.RICH_MESSAGE,
    }
)  # fmt: skip
_MAP = "https://maps.google.com/?q={lat:.6f},{lon:.6f}"


def incoming_of(message: Message, language: str) -> Incoming:
    """Text or caption, files with names and types kept, album, quote."""
    words = [part for part in (message.text or message.caption or "", _card(message, language)) if part]
    return Incoming(
        telegram_id=message.message_id, text="\n".join(words), files=tuple(_files(message)), album=message.media_group_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
    )  # fmt: skip


def _card(message: Message, language: str) -> str:
    if message.contact:
        name = f"{message.contact.first_name} {message.contact.last_name or ''}".strip()
        return text(language, "contact-card", name=name, phone=message.contact.phone_number)
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
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return [IncomingFile("photo", largest.file_id, "photo.jpg", "image/jpeg", largest.file_size)]
    named = (
        ("document", message.document if not message.animation else None, "file", "application/octet-stream"),
        ("voice", message.voice, "voice.ogg", "audio/ogg"),
        ("audio", message.audio, "audio.mp3", "audio/mpeg"),
        ("video", message.video, "video.mp4", "video/mp4"),
        ("animation", message.animation, "animation.mp4", "video/mp4"),
    )
    files = [
        IncomingFile(kind, media.file_id, getattr(media, "file_name", None) or name, media.mime_type or mime, media.file_size)
        for kind, media, name, mime in named
        if media is not None
    ]
    if message.video_note:
        note = message.video_note
        files.append(IncomingFile("video_note", note.file_id, "video_note.mp4", "video/mp4", note.file_size))
    if message.sticker:
        mime = "video/webm" if message.sticker.is_video else "image/webp"
        files.append(IncomingFile("sticker", message.sticker.file_id, "sticker", mime, message.sticker.file_size))
    return files


def is_unreadable(message: Message) -> bool:
    """Whether the person should be told that this reached nobody."""
    return message.content_type in _UNREADABLE


def typed_phone(words: str) -> str | None:
    """The number, when the message is nothing else."""
    return normal_phone(words) if _NUMBER_ONLY.fullmatch(words.strip()) else None
