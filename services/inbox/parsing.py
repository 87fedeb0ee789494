"""Reading just enough of an update to store it: its id, and whose lane it belongs to."""

import json
import re
from typing import Any, TypeGuard

from services.inbox.models import BROKEN_LANE, UNKNOWN_LANE, Arrival

_LARGEST = 2**63 - 1
# PostgreSQL's text cannot hold NUL. An escaped backslash before "u0000" is not an escape of NUL.
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_REPLACEMENT = "\ufffd"


def parse(raw: bytes | str) -> Arrival:
    """What came, ready to be stored; never raises. NUL characters become U+FFFD."""
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
    try:
        update = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _broken(text, f"not JSON: {type(error).__name__}")
    return describe(text, update)


def describe(raw: str, update: Any) -> Arrival:
    """The same for an update that is read already: `raw` is its JSON text."""
    if not isinstance(update, dict):
        return _broken(raw, "not an object")
    update_id = update.get("update_id")
    if not _is_id(update_id) or update_id < 0:
        return _broken(raw, "no update_id")
    if "\\u0000" in raw:
        raw = _ESCAPED_NUL.sub(r"\1\\ufffd", raw)
    return Arrival(raw, update_id, _lane(update))


def broken_again(arrival: Arrival, error: str) -> Arrival:
    """For what the database would not take although it looked like an update: kept as a dead letter, in plain ASCII."""
    return _broken(ascii(arrival.raw), error)


def _broken(raw: str, error: str) -> Arrival:
    text = raw.replace("\x00", _REPLACEMENT).encode("utf-8", "replace").decode()
    return Arrival(text, None, BROKEN_LANE, error)


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and -_LARGEST <= value <= _LARGEST


def _lane(update: dict[str, Any]) -> str:
    """`u<person>` for everything in private and everything a person does, `c<chat>:<topic or 0>` in groups.

    A press and a message of one person reach us through separate queues of Telegram (telegram.md §4); here they share a lane.
    """
    content = next((value for key, value in update.items() if key != "update_id" and isinstance(value, dict)), {})
    message = content.get("message")
    place = message if isinstance(message, dict) else content
    chat = place.get("chat")
    if isinstance(chat, dict) and _is_id(chat.get("id")):
        return f"u{chat['id']}" if chat.get("type") == "private" else f"c{chat['id']}:{_topic(place)}"
    person = content.get("from", content.get("user"))
    if isinstance(person, dict) and _is_id(person.get("id")):
        return f"u{person['id']}"
    return UNKNOWN_LANE


def _topic(message: dict[str, Any]) -> int:
    """A reply in the General topic carries a thread id too; only `is_topic_message` tells (telegram.md §5)."""
    topic = message.get("message_thread_id")
    return topic if message.get("is_topic_message") is True and _is_id(topic) else 0


def person_of(lane: str) -> int | None:
    """The private chat that a lane belongs to, None for groups and the rest. A private chat's id is the person's."""
    return int(lane[1:]) if lane[:1] == "u" else None
