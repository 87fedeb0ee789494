"""What Telegram tells of a group by itself: the bot's place in it, topics closed by hand, another id."""

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import ChatMemberAdministrator, ChatMemberUpdated, Message

from handlers.telegram.group.scene import Scene
from services.groups import connecting, hands
from services.storage.tx import Tx

router = Router(name="group-happenings")
# Messages that people wrote; everything else only says that something happened.
_WRITTEN = frozenset({
    ContentType.TEXT, ContentType.PHOTO, ContentType.LIVE_PHOTO, ContentType.DOCUMENT, ContentType.ANIMATION, ContentType.AUDIO,
    ContentType.VOICE, ContentType.VIDEO, ContentType.VIDEO_NOTE, ContentType.STICKER, ContentType.CONTACT, ContentType.LOCATION,
    ContentType.VENUE, ContentType.DICE, ContentType.POLL,
})  # fmt: skip


@router.my_chat_member()
async def membership(change: ChatMemberUpdated, tx: Tx) -> None:
    """Added, promoted, removed."""
    now = change.new_chat_member
    admin = now if isinstance(now, ChatMemberAdministrator) else None
    await connecting.told_of(
        tx, change.chat.id, title=change.chat.title or "", status=str(now.status), forum=bool(change.chat.is_forum),
        topics=bool(admin and admin.can_manage_topics), deletes=bool(admin and admin.can_delete_messages),
    )  # fmt: skip
    await connecting.membership(tx, change.chat.id, status=str(now.status))


@router.message(F.migrate_to_chat_id)
async def migrated(message: Message, tx: Tx) -> None:
    """The old group says where it has gone."""
    assert message.migrate_to_chat_id is not None  # noqa: S101 - see the filter
    await connecting.moved(tx, message.chat.id, message.migrate_to_chat_id)


@router.message(F.migrate_from_chat_id)
async def came(message: Message, tx: Tx) -> None:
    """The new one says where it came from."""
    assert message.migrate_from_chat_id is not None  # noqa: S101 - see the filter
    await connecting.moved(tx, message.migrate_from_chat_id, message.chat.id)


@router.message(F.new_chat_title)
async def renamed(message: Message, tx: Tx) -> None:
    """The settings show its name."""
    await connecting.told_of(tx, message.chat.id, title=message.new_chat_title or "")


@router.message(F.forum_topic_created)
async def topic_made(message: Message, tx: Tx, scene: Scene) -> None:
    """Our own topics come back to us: one whose making was never answered is found so."""
    if scene.group is not None and message.from_user is not None and message.from_user.is_bot and message.forum_topic_created:
        await hands.found_topic(
            tx, scene.group, message.message_thread_id or message.message_id, message.forum_topic_created.name
        )


@router.message(F.forum_topic_closed)
async def topic_closed(message: Message, tx: Tx, scene: Scene) -> None:
    """By hand: the request is not closed by that, so the topic opens again and says how to."""
    if scene.group is not None and message.message_thread_id is not None and not _ours(message):
        await hands.topic_closed(tx, scene.group, message.message_thread_id)


@router.message(F.forum_topic_reopened)
async def topic_reopened(message: Message, tx: Tx, scene: Scene) -> None:
    """By hand: of a closed request it is closed again."""
    if scene.group is not None and message.message_thread_id is not None and not _ours(message):
        await hands.topic_reopened(tx, scene.group, message.message_thread_id)


@router.message(~F.content_type.in_(_WRITTEN))
async def service(_message: Message) -> None:
    """Pins, people who come and go, and whatever Telegram thinks of next: nobody said anything."""


def _ours(message: Message) -> bool:
    return message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
