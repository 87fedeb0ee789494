"""Phone numbers: the contact button, cards of the phone book, typed numbers (contract, "The bot": only an own contact links)."""

from aiogram import F, Router
from aiogram.types import Message

from handlers.telegram.ask import reply
from handlers.telegram.incoming import incoming_of, typed_phone
from handlers.telegram.links import go_on
from handlers.telegram.screens import Screen, welcome
from handlers.telegram.scripts import told_otherwise
from handlers.telegram.talk import say
from services.clients import linking, people
from services.clients.models import Person
from services.clients.phones import contact_phone
from services.desk import Desk
from services.flood.aside import let_in
from services.requests import intake
from services.requests.echoes import remember_answered
from services.storage.tx import Tx
from services.texts import LANGUAGES, text

router = Router(name="contacts")


def _own(message: Message) -> bool:
    """Telegram lets anybody send anybody's card: only the sender's own, unforwarded, identifies (telegram.md §5)."""
    return (
        message.contact is not None
        and message.from_user is not None
        and message.contact.user_id == message.from_user.id
        and message.forward_origin is None
    )


@router.message(F.contact, _own)
async def own_contact(message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    """The chat joins the card of this phone (U1). Sent unasked while something is open, it is also an answer to the agent."""
    phone = contact_phone(message.contact.phone_number) if message.contact else None
    unasked = person.dialogue != "contact"
    if phone is None:
        await _after_contact(tx, person, welcome.without_keyboard(person.language, "contact-unusable"))
    else:
        before = person.client_id
        await linking.link_own_contact(tx, person, phone)
        await _after_contact(tx, person, welcome.contact_result(person, recognised=person.client_id != before))
        if person.aside:
            await _heard_after_all(tx, person, desk)
    if unasked and await intake.has_open(tx, person):
        incoming = incoming_of(message, person.language)
        await reply(tx, person, await intake.take_message(tx, person, incoming, desk.limits), incoming)
        await told_otherwise(tx, person, "phone")


async def _asked_in_vain(_message: Message, tx: Tx, person: Person) -> bool:
    return person.dialogue == "contact" and not await intake.has_open(tx, person)


async def _heard_after_all(tx: Tx, person: Person, desk: Desk) -> None:
    """Somebody with a phone is a client: what was kept aside goes where it belongs."""
    for incoming in await let_in(tx, person):
        await reply(tx, person, await intake.take_message(tx, person, incoming, desk.limits), incoming)


@router.message(F.contact, _asked_in_vain)
async def foreign_contact(_message: Message, tx: Tx, person: Person) -> None:
    """Somebody else's card where one's own was asked for."""
    say(tx, person, welcome.plain(person.language, "contact-foreign"))


async def _skips(message: Message, tx: Tx, person: Person) -> bool:
    """The key of the contact keyboard; some apps keep that keyboard for long, and to an agent the same words may be an answer."""
    if message.text not in {text(language, "button-contact-skip") for language in LANGUAGES}:
        return False
    return person.dialogue == "contact" or (person.dialogue is None and not await intake.has_open(tx, person))


@router.message(_skips)
async def skip_contact(_message: Message, tx: Tx, person: Person) -> None:
    """Without a number is fine."""
    await _after_contact(tx, person, welcome.without_keyboard(person.language, "contact-skipped"))


async def _after_contact(tx: Tx, person: Person, screen: Screen) -> None:
    """What the number was asked for comes first; the question about advertising follows only where it was part of /start."""
    asked, wanted = person.dialogue == "contact", person.dialogue_data
    if asked:
        await people.set_dialogue(tx, person, None)
    say(tx, person, screen)
    if asked and wanted and person.phone is not None:
        await go_on(tx, person, wanted)
    elif asked and not wanted and not await people.was_asked(tx, person, "advertising"):
        say(tx, person, welcome.advertising_consent(person.language))


async def _only_a_phone(message: Message, tx: Tx, person: Person) -> bool:
    """Typed out of the blue by somebody whose number is not known; in a conversation, or as a question, it is what they say."""
    if person.phone is not None or person.dialogue in {"ask", "garage"} or typed_phone(message.text or "") is None:
        return False
    return not await intake.has_open(tx, person)


@router.message(F.text, _only_a_phone)
async def phone_typed(message: Message, tx: Tx, person: Person) -> None:
    """Noted for the agents; it proves nothing."""
    await remember_answered(tx, person.chat_id, message.message_id, message.text or "")
    number = typed_phone(message.text or "") or ""
    await linking.keep_unverified_phone(tx, person, number)
    intake.contact(tx, person.subject, "telegram", "bot", tag=person.source_tag)
    if person.dialogue not in {"book", "move"}:  # a booking that is being made goes on
        wanted = person.dialogue_data if person.dialogue == "contact" else {}
        await people.set_dialogue(tx, person, "contact", **wanted)
    say(tx, person, welcome.phone_typed(person.language, number))
