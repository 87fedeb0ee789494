"""What people do in a chat: every act becomes a message or an update for the bot."""

import hashlib
import secrets
from typing import Any

from sandbox.bots import Bot, Press
from sandbox.chats import Chat, Record
from sandbox.entities import Formatted, typed
from sandbox.errors import ControlError
from sandbox.files import StoredFile, Upload, content_of
from sandbox.inbox import LIVES
from sandbox.methods.outgoing import CAPTION_LIMIT, TEXT_LIMIT, bare, with_text
from sandbox.notices import tell_bot
from sandbox.people import Person
from sandbox.world import World

Json = dict[str, Any]


class Acts:
    """The person's side of one chat; private chats and groups say what is allowed there."""

    def __init__(self, world: World, bot: Bot, person: Person, chat: Chat) -> None:
        self.world = world
        self.bot = bot
        self.person = person
        self.chat = chat

    def say(self, text: Any, more: Json | None = None) -> Record:
        """A text message."""
        formatted = _typed(text, TEXT_LIMIT)
        if not formatted.text:
            raise ControlError(400, "text must be non-empty")
        record = self._post({**(more or {}), **with_text(formatted)})
        self._key_used(formatted.text)
        return record

    def send_files(self, kind: str, uploads: list[Upload], caption: Any, more: Json) -> list[Record]:
        """One file, or an album of 2–10: separate messages with one media_group_id, caption on the first."""
        words = with_text(_typed(caption or "", CAPTION_LIMIT), caption=True)
        if len(uploads) > 1:
            if kind not in {"photo", "document", "audio", "video"}:
                raise ControlError(400, f"no albums of kind {kind}")
            more = {**more, "media_group_id": str(10**16 + self.world.ids.take("album"))}
        if kind in {"video_note", "sticker"}:
            words = {}
        self._check_writing()
        records = []
        for upload in uploads:
            stored = self.world.keep_file(self.bot, kind, upload)
            records.append(self._post({**more, **content_of(stored), **words}, (stored,)))
            words = {}
        return records

    def share_location(self, latitude: Any, longitude: Any) -> Record:
        """A point on the map."""
        for value, limit in ((latitude, 90), (longitude, 180)):
            if not isinstance(value, (int, float)) or isinstance(value, bool) or abs(value) > limit:
                raise ControlError(400, "latitude and longitude must be numbers of degrees")
        return self._post({"location": {"latitude": latitude, "longitude": longitude}})

    def share_contact(self, contact: Json, more: Json) -> Record:
        """Some contact of the phone book; user_id only when Telegram knows the number's owner."""
        kept = {name: contact[name] for name in ("phone_number", "first_name", "last_name", "vcard") if contact.get(name)}
        if not all(isinstance(kept.get(name), str) for name in ("phone_number", "first_name")):
            raise ControlError(400, "phone_number and first_name must be non-empty strings")
        if isinstance(contact.get("user_id"), int):
            kept["user_id"] = contact["user_id"]
        return self._post({**more, "contact": kept})

    def edit(self, message_id: Any, text: Any) -> Record:
        """New text (or caption) of an own message."""
        record = self.record(message_id)
        if record.out or record.message["from"]["id"] != self.person.id:
            raise ControlError(409, "only own messages can be edited")
        is_text = "text" in record.message
        if not is_text and not record.files:
            raise ControlError(409, "there is neither text nor caption to edit")
        words = with_text(_typed(text, TEXT_LIMIT if is_text else CAPTION_LIMIT), caption=not is_text)
        if is_text and not words:
            raise ControlError(400, "text must be non-empty")
        self._check_writing()
        dropped = {"text", "entities"} if is_text else {"caption", "caption_entities"}
        kept = {name: value for name, value in record.message.items() if name not in dropped}
        message = {**kept, "edit_date": self.world.clock.stamp(), **words}
        self.world.change(self.chat, record, message)
        tell_bot(self.world, self.chat, record, "edited_message")
        return record

    def press(self, message_id: Any, data: Any) -> Press:
        """A callback button; `data` need not be on the message. On a deleted message the bot sees only its id."""
        record = self.chat.records.get(message_id) if isinstance(message_id, int) else None
        if record is None:
            raise ControlError(404, f"no message {message_id} in this chat")
        if not isinstance(data, str):
            raise ControlError(400, "data must be a string")
        self._check_open()
        life = LIVES["callback_query"]
        press = Press(_query_id(), self.person.id, self.chat.id, self.world.clock.now() + life)
        self.bot.keep(press)
        self.chat.read_by(self.person.id, record)
        gone = {"chat": self.chat.face(), "message_id": record.id, "date": 0}
        self.bot.inbox.add(
            "callback_query",
            {
                "id": press.id,
                "from": self.person.user(),
                "message": gone if record.deleted else record.message,
                "chat_instance": _instance(self.bot.id, self.chat.id),
                "data": data,
            },
        )
        return press

    def press_at(self, message_id: Any, row: Any, column: Any) -> Press:
        """The callback button at a place of the message's keyboard."""
        record = self.record(message_id)
        try:
            button = record.message["reply_markup"]["inline_keyboard"][row][column]
        except (KeyError, IndexError, TypeError):
            raise ControlError(404, "no button there") from None
        if "callback_data" not in button:
            raise ControlError(400, "not a callback button")
        return self.press(message_id, button["callback_data"])

    def react(self, message_id: Any, emoji: Any) -> None:
        """A reaction, or None to take it back. Bots hear of it only when they asked for message_reaction."""
        record = self.record(message_id)
        if emoji is not None and not isinstance(emoji, str):
            raise ControlError(400, "emoji must be a string or null")
        self._check_open()
        old = record.reactions.get(self._reaction_key(), [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        record.reactions[self._reaction_key()] = new
        self.world.saver.record(self.chat, record)
        self.world.tell("reaction", self.chat, person=self.person.id, message_id=record.id, emoji=emoji, out=False)
        update: Json = {"chat": self.chat.face(), "message_id": record.id, "user": self.person.user()}
        update |= {"date": self.world.clock.stamp(), "old_reaction": old, "new_reaction": new}
        if self._hears_reactions() and not record.hidden:
            self.bot.inbox.add("message_reaction", update)

    def record(self, message_id: Any) -> Record:
        """A living message of this chat, or 404."""
        record = self.chat.living(message_id) if isinstance(message_id, int) else None
        if record is None:
            raise ControlError(404, f"no message {message_id} in this chat")
        return record

    def reply(self, message_id: Any, quote: Any = None) -> Json:
        """reply_to_message, and quote when a part of its text was chosen."""
        if message_id is None:
            return {}
        record = self.record(message_id)
        fields: Json = {"reply_to_message": bare(record.message)}
        if quote:
            at = record.text.find(quote) if isinstance(quote, str) else -1
            if at < 0:
                raise ControlError(400, "quote is not a part of the message")
            position = len(record.text[:at].encode("utf-16-le")) // 2
            fields["quote"] = {"text": quote, "position": position, "is_manual": True}
        return fields

    def forward(self, person_id: Any) -> Json:
        """forward_origin and its older companions: the message was another person's first."""
        if person_id is None:
            return {}
        author = self.world.known_person(person_id if isinstance(person_id, int) else 0).user()
        date = self.world.clock.stamp()
        origin = {"type": "user", "sender_user": author, "date": date}
        return {"forward_origin": origin, "forward_from": author, "forward_date": date}

    def delete(self, message_id: Any) -> None:
        """Take a message away for everybody; bots are not told."""
        record = self.record(message_id)
        self._check_deletion(record)
        self.world.remove(self.chat, record)

    def _check_open(self) -> None:
        """ControlError when the person may not act here now."""
        raise NotImplementedError

    def _check_writing(self) -> None:
        """ControlError when the person may not write here now."""
        self._check_open()

    def _check_deletion(self, record: Record) -> None:  # noqa: ARG002 - groups look at the message
        self._check_open()

    def _reaction_key(self) -> str:
        """Whose reactions these are, in Record.reactions."""
        return "person"

    def _hears_reactions(self) -> bool:
        """Whether the bot may be told of reactions here (if it asks for them)."""
        return True

    def _framed(self, content: Json) -> Json:
        """The content with what tells its place in the chat."""
        return content

    def _post(self, content: Json, files: tuple[StoredFile, ...] = ()) -> Record:
        self._check_writing()
        chat, world = self.chat, self.world
        message: Json = {
            "message_id": world.next_message_id(chat),
            "from": self.person.user(),
            "chat": chat.face(),
            "date": world.clock.stamp(),
            **self._framed(content),
        }
        record = Record(message, out=False, files=files)
        if record.text:
            record.versions.append(record.text)
        world.add(chat, record)
        tell_bot(world, chat, record)
        return record

    def _key_used(self, text: str | None) -> None:
        """A keyboard for one time goes after one of its keys was used; `text` None: the contact key."""
        keyboard = self.chat.keyboard
        if not keyboard or not keyboard.get("one_time_keyboard"):
            return
        keys = [key for row in keyboard["keyboard"] for key in row]
        if any(key.get("request_contact") if text is None else key["text"] == text for key in keys):
            self.world.set_keyboard(self.chat, None)


def _typed(text: Any, limit: int) -> Formatted:
    if not isinstance(text, str):
        raise ControlError(400, "text must be a string")
    formatted = typed(text)
    if len(formatted.text) > limit:
        raise ControlError(400, f"text is longer than {limit} characters: a phone would send it in parts")
    return formatted


def _query_id() -> str:
    return str(secrets.randbelow(9 * 10**17) + 10**17)


def _instance(bot: int, chat: int) -> str:
    digest = hashlib.sha256(f"{bot}:{chat}".encode()).digest()
    return str(int.from_bytes(digest[:8], "big", signed=True))
