"""What is written in a topic that is being deleted: made twice, made anew, or deleted by hand at that very moment.

In Telegram it goes with the topic, but it was said: the request has it all the same.
"""

from dataclasses import replace

from aiogram.types import Message

from handlers.telegram.group.marks import CARD, KINDS, TAKE_BACK, command_of, meant
from handlers.telegram.group.scene import Scene
from handlers.telegram.incoming import incoming_of
from services.errors import Refused
from services.groups import words
from services.groups.models import Group, Topic
from services.groups.posting import word
from services.groups.replies import say_heard
from services.requests.models import Incoming
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text


async def left_behind(message: Message, tx: Tx, scene: Scene, group: Group, topic: Topic) -> None:
    """An answer is one, if the client can get it like that; else it is kept as a note, and the topic that is there says so. Items of an
    album come one by one here."""
    if message.sender_chat is not None or scene.staff is None:
        return
    incoming = replace(incoming_of(message, group.language), reply_to=None, album=None)
    if command_of(incoming.text) in {TAKE_BACK, CARD}:
        return
    if topic.retired:
        if await words.once(tx, group.chat_id, scene.user_id, f"over:{message.message_thread_id}"):
            await word(tx, group, text(group.language, "group-over-deleted", who=scene.staff.name, topic=topic.name))
        return
    answer, body = _meant(incoming.text, group, topic, scene.staff)
    incoming = replace(incoming, text=body)
    if incoming.text.strip() or incoming.files:
        await _keep(tx, group, topic, scene.staff, incoming, answer=answer)


def _meant(said: str, group: Group, topic: Topic, staff: Staff) -> tuple[bool, str]:
    """As in any topic; what may have been for the card's menu, or is no command that we know, is nothing for the client."""
    if command_of(said) not in {None, *KINDS}:
        return False, said
    answer, body = meant(said, default=topic.sends_answers(group))
    asked = topic.menu.get("by") == staff.id and bool(topic.menu.get("ask") or topic.menu.get("at"))
    return answer and not asked, body


async def _keep(tx: Tx, group: Group, topic: Topic, staff: Staff, incoming: Incoming, *, answer: bool) -> None:
    owner = await words.leads(tx, topic, staff)
    if answer and owner and not await _answered(tx, group, topic, staff, incoming):
        await words.hear(tx, group, topic, staff, incoming, parts=(), answer=False, owner=owner)
        await word(tx, group, text(group.language, "group-left-behind", who=staff.name), topic=topic)
    elif not (answer and owner):
        heard = await words.hear(tx, group, topic, staff, incoming, parts=(), answer=answer, owner=owner)
        await say_heard(tx, group, topic, heard, None)


async def _answered(tx: Tx, group: Group, topic: Topic, staff: Staff, incoming: Incoming) -> bool:
    """Whether it could go out as it stands."""
    if await words.held(tx, topic, staff, incoming.text):
        return False
    try:
        async with tx.attempt():
            heard = await words.hear(tx, group, topic, staff, incoming, parts=(), answer=True, owner=True)
    except Refused:
        return False
    await say_heard(tx, group, topic, heard, None)
    return True
