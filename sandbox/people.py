"""People with Telegram accounts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import ControlError

Json = dict[str, Any]

FIELDS = ("first_name", "last_name", "username", "language_code", "phone")
MAX_ID = 2**52 - 1


@dataclass(slots=True)
class Person:
    """One account. `id` is also the chat_id of the person's private chat with any bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    _user: Json | None = field(default=None, init=False, repr=False, compare=False)
    _chat: Json | None = field(default=None, init=False, repr=False, compare=False)

    def change(self, fields: Json) -> None:
        """Take new values of some of `FIELDS`; messages sent before keep the old ones."""
        for name, value in fields.items():
            setattr(self, name, value)
        self._user = self._chat = None

    def user(self) -> Json:
        """The Bot API's User; shared by messages, never changed in place."""
        if self._user is not None:
            return self._user
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            value = getattr(self, name)
            if value:
                user[name] = value
        self._user = user
        return user

    def chat(self) -> Json:
        """The Bot API's Chat, a private one; shared by messages, never changed in place."""
        if self._chat is not None:
            return self._chat
        chat: Json = {"id": self.id, "first_name": self.first_name}
        if self.last_name:
            chat["last_name"] = self.last_name
        if self.username:
            chat["username"] = self.username
        chat["type"] = "private"
        self._chat = chat
        return chat

    def card(self) -> Json:
        """The control API's Person."""
        return {name: getattr(self, name) for name in ("id", *FIELDS)}


class People:
    """All people of the world, by id."""

    def __init__(self) -> None:
        self._by_id: dict[int, Person] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def get(self, person_id: int) -> Person | None:
        """The person, or None."""
        return self._by_id.get(person_id)

    def add(self, person: Person) -> None:
        """Take a person in, replacing one with the same id."""
        self._by_id[person.id] = person


def checked_fields(body: Json, *, whole: bool) -> Json:
    """The person's fields from a control API body; `whole` demands a first name. 400 on wrong ones."""
    fields: Json = {}
    for name in FIELDS:
        if name not in body:
            continue
        value = body[name]
        if value is not None and not isinstance(value, str):
            raise ControlError(400, f"{name} must be a string")
        fields[name] = value or None
    if (whole or "first_name" in fields) and not (fields.get("first_name") or "").strip():
        raise ControlError(400, "first_name must be non-empty")
    return fields


def checked_id(value: Any) -> int:
    """A user id of at most 52 bits; 400 otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_ID:
        raise ControlError(400, "id must be a positive integer of at most 52 bits")
    return value
