"""What Telegram tells about the chat itself: edits, reactions, block and unblock."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated, Message, MessageReactionUpdated, ReactionTypeEmoji, ReactionTypeUnion

from handlers.telegram.ask import reply
from handlers.telegram.incoming import incoming_of, typed_phone
from handlers.telegram.screens.welcome import plain
from handlers.telegram.talk import say, settled
from handlers.telegram.wishes import answer, wish_of
from services.clients import people
from services.clients.models import Person
from services.desk import Desk
from services.requests import echoes, intake
from services.requests.edits import take_edit, take_reaction
from services.requests.models import Incoming
from services.requests.words import alarm, only_thanks
from services.staff.accounts import staff_by_telegram
from services.storage.tx import Tx
from services.texts import LANGUAGES, text

router = Router(name="echoes")


@router.edited_message()
async def edited(message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    """The agent sees the new text and the old one; an edit that changed nothing visible changes nothing here.

    A greeting that has become a question is a question. What answered a question of the bot's has done its work: a correction of it
    is neither read again nor a question to a person, unless it tells of danger.
    """
    if message.location:
        return  # a live location moves all the time: the place first sent is what was meant
    incoming = incoming_of(message, person.language)
    if (taken := await take_edit(tx, person, incoming, desk.limits)) is not None:
        shown = incoming if taken.replaced else replace(incoming, files=())
        await reply(tx, person, taken, shown)
    elif not await echoes.is_known(tx, person.chat_id, message.message_id):
        await _unknown(message, tx, person, desk, incoming)


async def _unknown(message: Message, tx: Tx, person: Person, desk: Desk, incoming: Incoming) -> None:
    # A mechanic who mends an answer to a colleague writes of brakes all day.
    if not alarm(incoming.text) or await staff_by_telegram(tx, person.chat_id) is not None:
        correction = await echoes.correction_of_answer(tx, person.chat_id, message.message_id, message.text or "")
        if correction == "changed":
            settled(tx, person)
            say(tx, person, plain(person.language, "media-edit-of-answer"))
        if correction != "none":
            return
    if not (incoming.files or _may_be_news(message.text or "")):
        return
    if (wish := await wish_of(tx, person, desk, message)) is None:
        await reply(tx, person, await intake.take_message(tx, person, incoming, desk.limits), incoming)
    elif person.dialogue is None:  # else what the first wording has begun goes on
        await answer(tx, person, desk, incoming, wish)


@router.message_reaction(F.chat.type == "private")
async def reacted(event: MessageReactionUpdated, tx: Tx, person: Person) -> None:
    """Shown at the message, and no more: a nod needs no answer."""
    await take_reaction(tx, person, event.message_id, "".join(map(_sign, event.new_reaction)) or None)


def _sign(reaction: ReactionTypeUnion) -> str:
    """Custom emoji are pictures that only Telegram has."""
    return reaction.emoji if isinstance(reaction, ReactionTypeEmoji) else "⭐"


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
