"""What Telegram tells about the chat itself: edits, block and unblock."""

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated, Message

from handlers.telegram.ask import reply
from handlers.telegram.incoming import incoming_of, typed_phone
from handlers.telegram.wishes import answer, wish_of
from services.clients import people
from services.clients.models import Person
from services.desk import Desk
from services.requests import echoes, intake
from services.requests.words import only_thanks
from services.storage.tx import Tx
from services.texts import LANGUAGES, text

router = Router(name="echoes")


@router.edited_message()
async def edited(message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    """The agent sees the new text and the old one; an edit that changed nothing visible changes nothing here.

    A greeting that has become a question is a question.
    """
    if message.location:
        return  # a live location moves all the time: the place first sent is what was meant
    incoming = incoming_of(message, person.language)
    if await echoes.edited(tx, person.chat_id, message.message_id, incoming.text):
        return
    if not _may_be_news(message.text or "") or await echoes.is_known(tx, person.chat_id, message.message_id):
        return
    if (wish := await wish_of(tx, person, desk, message)) is None:
        await reply(tx, person, await intake.take_message(tx, person, incoming, desk.limits), incoming)
    elif person.dialogue is None:  # else what the first wording has begun goes on
        await answer(tx, person, desk, incoming, wish)


def _may_be_news(words: str) -> bool:
    """Not a command, a number or a key of ours, which Telegram may tell about again for reasons nobody sees (telegram.md §5)."""
    ours = {text(language, "button-contact-skip") for language in LANGUAGES}
    return (
        bool(words)
        and not words.startswith("/")
        and words not in ours
        and not only_thanks(words)
        and typed_phone(words) is None
    )


@router.my_chat_member(F.chat.type == "private")
async def membership(event: ChatMemberUpdated, tx: Tx, person: Person) -> None:
    """In a private chat this means blocked or let in again (telegram.md §5)."""
    await people.set_blocked(tx, person.chat_id, blocked=event.new_chat_member.status == ChatMemberStatus.KICKED)
