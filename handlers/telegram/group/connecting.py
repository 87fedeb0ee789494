"""`/connect CODE`: the group becomes that of a unit."""

from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from handlers.telegram.group.scene import Scene
from services.errors import Refused
from services.groups import connecting
from services.groups.posting import word
from services.outbox.models import Mail
from services.storage.tx import Tx
from services.texts import text
from services.units import unit_by_id

router = Router(name="group-connecting")


@router.message(Command("connect", ignore_mention=True))
async def connect(message: Message, command: CommandObject, tx: Tx, scene: Scene) -> None:
    """Whoever has the code of the settings may say it: it is ours alone, whichever bot the command names."""
    await connecting.told_of(tx, message.chat.id, title=message.chat.title or "", forum=bool(message.chat.is_forum))
    try:
        async with tx.attempt():
            group = await connecting.connect(tx, message.chat.id, command.args or "")
    except Refused:
        _say(tx, message, text(scene.language, "group-connect-taken"))
        return
    if group is None:
        _say(tx, message, text(scene.language, "group-connect-wrong"))
        return
    unit = await unit_by_id(tx, group.unit_id)
    named = unit.named(group.language)["name"] if unit else ""
    lacks = (await connecting.connection_of(tx, group.unit_id)).lacks
    said = [text(group.language, "group-connected", unit=named)]
    said += [text(group.language, f"group-lacks-{what.replace('_', '-')}") for what in lacks]
    await word(tx, group, "\n".join(said))


def _say(tx: Tx, message: Message, said: str) -> None:
    """In a group that is nobody's yet."""
    params: dict[str, Any] = {"text": said}
    if message.is_topic_message and message.message_thread_id:
        params["message_thread_id"] = message.message_thread_id
    tx.send(Mail(message.chat.id, "sendMessage", params, kind="direct"))
