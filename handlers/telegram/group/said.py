"""What is written in topics."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import Message, MessageReactionUpdated, ReactionTypeEmoji

from handlers.telegram.group.left_behind import changed, left_behind
from handlers.telegram.group.marks import CARD, KINDS, TAKE_BACK, command_of, meant
from handlers.telegram.group.scene import Scene
from handlers.telegram.group.turn import Turn
from handlers.telegram.group.typed import typed
from handlers.telegram.incoming import incoming_of
from services.desk import Desk
from services.errors import Refused
from services.groups import words
from services.groups.albums import collect
from services.groups.models import Group, Topic
from services.groups.passing import pass_on
from services.groups.posting import word
from services.groups.reading import card_again, topic_left_behind, topic_of_message, topic_of_thread, was_topic
from services.groups.replies import say_refused
from services.outbox.models import Mail
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text

router = Router(name="group-said")


def _in_topic(message: Message, scene: Scene) -> bool:
    """A reply in General carries a thread id too (telegram.md §5)."""
    return scene.group is not None and message.is_topic_message is True and message.message_thread_id is not None


@router.message(_in_topic)
async def in_topic(message: Message, tx: Tx, scene: Scene, desk: Desk) -> None:
    """Somebody writes in a topic: to the client, to colleagues, or to nobody."""
    assert scene.group is not None  # noqa: S101 - see the filter
    topic = await topic_of_thread(tx, scene.group.chat_id, message.message_thread_id or 0)
    if message.from_user is not None and message.from_user.is_bot and message.sender_chat is None:
        return
    if topic is None:
        former = await topic_left_behind(tx, scene.group.chat_id, message.message_thread_id or 0)
        if former is None:
            await _over(message, tx, scene, scene.group)
        else:
            await left_behind(message, tx, scene, scene.group, former)
        return
    if message.sender_chat is not None or scene.staff is None:
        await _nobody(message, tx, scene, scene.group, topic)
        return
    incoming = incoming_of(message, scene.group.language)
    if topic.thread_id == incoming.reply_to:  # how every message of a topic begins (telegram.md §5): no quote
        incoming = replace(incoming, reply_to=None)
    turn = Turn(tx, desk, scene.group, topic, scene.staff, incoming)
    if topic.menu.get("ask") and topic.menu.get("by") == scene.staff.id:
        await typed(turn)
    else:
        await _heard(turn)


async def _nobody(message: Message, tx: Tx, scene: Scene, group: Group, topic: Topic) -> None:
    """Who is none of ours, or does not show who they are, is told once that this reaches nobody."""
    what = "anonymous" if message.sender_chat is not None else "stranger"
    if await words.once(tx, group.chat_id, message.sender_chat.id if message.sender_chat else scene.user_id, what):
        await word(tx, group, text(group.language, f"group-{what}"), topic=topic, reply_to=message.message_id)


async def _over(message: Message, tx: Tx, scene: Scene, group: Group) -> None:
    """Nobody may think that it reaches the client; topics that never were a request's are people's own affair."""
    thread = message.message_thread_id or 0
    if await was_topic(tx, group.chat_id, thread) and await words.once(tx, group.chat_id, scene.user_id, f"over:{thread}"):
        reply = {"message_id": message.message_id, "allow_sending_without_reply": True}
        params = {"text": text(group.language, "group-over"), "message_thread_id": thread, "reply_parameters": reply}
        tx.send(Mail(group.chat_id, "sendMessage", params, kind="direct"))


async def _heard(turn: Turn) -> None:
    command = command_of(turn.incoming.text)
    if command == TAKE_BACK:
        await _take_back(turn)
        return
    if command == CARD:
        await card_again(turn.tx, turn.topic)
        return
    if command is not None and command not in KINDS:  # a slip of the finger must not reach the client
        await turn.reply(text(turn.group.language, "group-unknown-command"))
        return
    answer, body = meant(turn.incoming.text, default=turn.topic.sends_answers(turn.group))
    incoming = replace(turn.incoming, text=body)
    if not (incoming.text.strip() or incoming.files):
        return
    if answer and body == turn.incoming.text and await _choosing(turn):
        return
    if incoming.album is not None:
        await collect(turn.tx, turn.topic, turn.staff, incoming, answer=answer)
        return
    await pass_on(turn.tx, turn.group, turn.topic, turn.staff, incoming, parts=[incoming.telegram_id], answer=answer)


async def _choosing(turn: Turn) -> bool:
    """Whether they have a menu of the card open, and are told so: the words may be the summary or the reason that it leads to. Words
    that are marked as an answer are one."""
    menu = turn.topic.menu
    if not menu.get("at") or menu.get("by") != turn.staff.id or not await words.leads(turn.tx, turn.topic, turn.staff):
        return False
    album = turn.incoming.album
    if album is None or await words.once(turn.tx, turn.group.chat_id, turn.staff.id, f"choosing:{album}"):
        await turn.reply(text(turn.group.language, "group-choose-first"))
    return True


async def _take_back(turn: Turn) -> None:
    quoted = turn.incoming.reply_to
    try:
        async with turn.tx.attempt():
            done = quoted is not None and await words.take_back(turn.tx, turn.topic, turn.staff, quoted, turn.desk.limits)
    except Refused as refused:
        await turn.refuse(refused)
        return
    await turn.reply(text(turn.group.language, "group-taken-back" if done else "group-take-back-how"))


@router.edited_message(_in_topic)
async def edited(message: Message, tx: Tx, scene: Scene) -> None:
    """An agent mends their own words: the client's copy changes too."""
    assert scene.group is not None  # noqa: S101 - see the filter
    if scene.staff is None or message.sender_chat is not None:
        return
    topic = await topic_of_thread(tx, scene.group.chat_id, message.message_thread_id or 0)
    if topic is None:
        if former := await topic_left_behind(tx, scene.group.chat_id, message.message_thread_id or 0):
            await changed(message, tx, scene, scene.group, former)
        return
    written = message.text or message.caption or ""
    answer, body = meant(written, default=topic.sends_answers(scene.group))
    if await _turned(tx, topic, scene.staff, message.message_id, written, answer=answer):
        await word(tx, scene.group, text(scene.group.language, "group-edit-kind"), topic=topic, reply_to=message.message_id)
        return
    try:
        async with tx.attempt():
            await words.mend(tx, topic, scene.staff, message.message_id, body)
    except Refused as refused:
        await say_refused(tx, scene.group, topic, refused, message.message_id)


async def _turned(tx: Tx, topic: Topic, staff: Staff, telegram_id: int, written: str, *, answer: bool) -> bool:
    """Whether the edit's mark makes the words something else than they were: what is for colleagues must not change the client's copy."""
    found = await words.own_message(tx, topic, telegram_id, staff)
    if found is None or written[:1] not in {"!", "/"}:
        return False
    return command_of(written) not in {None, *KINDS} or answer != (found[1] == "out")


@router.message_reaction()
async def reacted(change: MessageReactionUpdated, tx: Tx, scene: Scene) -> None:
    """The owner's reaction to what the client wrote."""
    if scene.group is None or scene.staff is None or change.user is None:
        return
    topic = await topic_of_message(tx, scene.group.chat_id, change.message_id)
    if topic is not None:
        emoji = next((one.emoji for one in change.new_reaction if isinstance(one, ReactionTypeEmoji)), None)
        await words.react(tx, topic, scene.staff, change.message_id, emoji)
