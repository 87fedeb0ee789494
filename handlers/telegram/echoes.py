"""What Telegram tells about the chat itself: edits, block and unblock."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated, Message

from handlers.telegram.incoming import incoming_of
from services.clients import people
from services.clients.models import Person
from services.requests import echoes
from services.storage.tx import Tx

router = Router(name="echoes")


@router.edited_message()
async def edited(message: Message, tx: Tx, person: Person) -> None:
    """The agent sees the new text and the old one; an edit that changed nothing visible changes nothing here."""
    if message.location:
        return  # a live location moves all the time: the place first sent is what was meant
    await echoes.edited(tx, person.chat_id, message.message_id, incoming_of(message, person.language).text)


@router.my_chat_member(F.chat.type == "private")
async def membership(event: ChatMemberUpdated, tx: Tx, person: Person) -> None:
    """In a private chat this means blocked or let in again (telegram.md §5)."""
    await people.set_blocked(tx, person.chat_id, blocked=event.new_chat_member.status == ChatMemberStatus.KICKED)
