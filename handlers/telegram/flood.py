"""A chat that writes too fast: everything reaches its request, but not everything is answered (services/flood/brake.py)."""

from typing import Any

from aiogram import F, Router
from aiogram.types import Message

from handlers.telegram.ask import reply
from handlers.telegram.incoming import incoming_of
from handlers.telegram.screens import welcome
from handlers.telegram.talk import say
from services.clients.models import Person
from services.desk import Desk
from services.flood.brake import Brake
from services.requests.intake import take_message
from services.requests.models import Incoming
from services.storage.tx import Tx

router = Router(name="flood")
_brake = Brake()  # of this process: no more than a count of the last minute
_TOLD = frozenset({"opened", "reopened", "requeued"})


def _too_fast(message: Message, person: Person) -> dict[str, Any] | bool:
    """By Telegram's own time: what has piled up here during an outage was not written fast.

    A contact identifies, and a command works in any state (contract, "The bot"): both go their usual way, and are counted.
    """
    pace = _brake.pace(person.chat_id, message.message_id, message.date.timestamp())
    if pace == "calm" or message.contact is not None or (message.text or "").startswith("/"):
        return False
    return {"first": pace == "first"}


@router.message(F.chat.type == "private", _too_fast)
async def too_fast(message: Message, tx: Tx, person: Person, desk: Desk, first: bool) -> None:
    """Into the request; only what is new to the person, or urgent, is said. That not everything is answered is said once."""
    incoming = incoming_of(message, person.language)
    if incoming.text or incoming.files:
        await _take(tx, person, desk, incoming)
    if first:
        say(tx, person, welcome.plain(person.language, "answering-slow-down"))


async def _take(tx: Tx, person: Person, desk: Desk, incoming: Incoming) -> None:
    taken = await take_message(tx, person, incoming, desk.limits)
    if taken.alarm is not None or taken.outcome in _TOLD:
        await reply(tx, person, taken, incoming)
