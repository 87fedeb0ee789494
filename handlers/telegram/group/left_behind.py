"""What is written in a topic that is not there any more: made twice, made anew, or deleted by hand at that very moment."""

from dataclasses import replace

from aiogram.types import Message

from handlers.telegram.group.marks import CARD, KINDS, TAKE_BACK, command_of, meant
from handlers.telegram.group.scene import Scene
from handlers.telegram.incoming import incoming_of
from services.groups import words
from services.groups.albums import collect
from services.groups.models import Group, Topic
from services.groups.passing import keep
from services.groups.posting import word
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text


async def left_behind(message: Message, tx: Tx, scene: Scene, group: Group, topic: Topic) -> None:
    """It is kept (`keep`), if the request is still shown in this group."""
    if message.sender_chat is not None or scene.staff is None:
        return
    thread, staff = message.message_thread_id, scene.staff
    incoming = replace(incoming_of(message, group.language), reply_to=None)
    command = command_of(incoming.text)
    if topic.retired:
        if await words.once(
            tx, group.chat_id, scene.user_id, f"over:{thread}"
        ):  # in General: no name, which could not be forgotten there
            await word(tx, group, text(group.language, "group-over-deleted", who=staff.name, number=str(topic.request_number)))
    elif command == TAKE_BACK:
        await changed(message, tx, scene, group, topic)
    elif command != CARD:
        answer, unsent, body = _meant(incoming.text, group, topic, staff)
        incoming = replace(incoming, text=body)
        if incoming.album is not None:
            await collect(tx, topic, staff, incoming, answer=answer, unsent=unsent, thread=thread)
        elif incoming.text.strip() or incoming.files:
            await keep(tx, group, topic, staff, incoming, answer=answer, unsent=unsent)


async def changed(message: Message, tx: Tx, scene: Scene, group: Group, topic: Topic) -> None:
    """They want to correct or to take back what they wrote there: it cannot be found from there any more."""
    if scene.staff is not None and await words.once(tx, group.chat_id, scene.user_id, f"gone:{message.message_thread_id}"):
        await word(tx, group, text(group.language, "group-left-behind-change", who=scene.staff.name), topic=topic)


def _meant(said: str, group: Group, topic: Topic, staff: Staff) -> tuple[bool, bool, str]:
    """Whether it is for the client, whether they may believe so though it is not sent, and the words. What may have been for the card's
    menu, or is no command that we know, is nothing for the client."""
    default = topic.sends_answers(group)
    if command_of(said) not in {None, *KINDS}:
        return False, default, said
    answer, body = meant(said, default=default)
    menu = topic.menu
    asked = menu.get("by") == staff.id and bool(menu.get("ask") or (menu.get("at") and body == said))
    return answer and not asked, answer and asked, body
