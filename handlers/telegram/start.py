"""/start, language, consents: getting to know each other without standing in the way of a question."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.telegram.dialogues import leave
from handlers.telegram.screens import welcome
from handlers.telegram.talk import answer_press, is_genuine, pressed_message, redraw, say, strip
from services.clients import people
from services.clients.models import Person
from services.requests.intake import contact
from services.storage.tx import Tx
from services.texts import LANGUAGES, text
from services.units import unit_by_code
from services.units.chain import chain_name

router = Router(name="start")


@router.message(CommandStart(ignore_mention=True))
async def start(_message: Message, command: CommandObject, tx: Tx, person: Person) -> None:
    """Works in any state."""
    await _follow_link(tx, person, command.args or "")
    await greet(tx, person, await leave(tx, person))


async def greet(tx: Tx, person: Person, dropped: str = "") -> None:
    """A new person is welcomed, a known one greeted by name. `dropped`: what has ended with it."""
    contact(tx, person.subject, "telegram", "bot", tag=person.source_tag)
    known = person.language_chosen or person.service_consent is not None or person.phone is not None
    chain = await chain_name(tx, person.language)
    hello = welcome.hello_again(person) if known else welcome.first_hello(person.language, chain)
    say(tx, person, replace(hello, text=f"{dropped}\n\n{hello.text}") if dropped else hello)


async def _follow_link(tx: Tx, person: Person, payload: str) -> None:
    """`u_<unit>` and `s_<source tag>` steer what follows; orders and visits: `links`; anything else just opens the bot."""
    kind, _, value = payload.partition("_")
    if kind == "u" and (unit := await unit_by_code(tx, value)):
        await people.came_from(tx, person, unit_id=unit.id)
    elif kind == "s" and value:
        await people.came_from(tx, person, source_tag=value)


@router.message(Command("language", ignore_mention=True))
async def language(_message: Message, tx: Tx, person: Person) -> None:
    """Choose again."""
    say(tx, person, welcome.language_choice(person.language))


@router.callback_query(F.data.startswith("l:"))
async def chosen_language(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The choice is kept; the first time it leads on to the consent."""
    chosen = (press.data or "")[2:]
    if chosen not in LANGUAGES:
        return outdated(press, tx, person)
    await people.choose_language(tx, person, chosen)
    answer_press(tx, person, press)
    if person.service_consent is not None:
        redraw(tx, person, press, welcome.menu(chosen, said=text(chosen, "language-now")))
        return None
    redraw(tx, person, press, welcome.plain(chosen, "language-now"))
    say(tx, person, welcome.service_consent(chosen))
    return None


@router.callback_query(F.data.in_({"c:s:1", "c:s:0", "c:a:1", "c:a:0"}))
async def consent(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Each consent by itself, with version and time; an old button changes the mind, visibly."""
    _, kind_letter, granted = (press.data or "").split(":")
    kind = {"s": "service", "a": "advertising"}[kind_letter]
    first = person.service_consent is None
    await people.give_consent(tx, person, kind, granted=granted == "1", version=welcome.CONSENT_VERSION)
    answer_press(tx, person, press)
    redraw(tx, person, press, welcome.consent_result(person.language, kind, granted=granted == "1"))
    if kind == "advertising":
        say(tx, person, welcome.menu(person.language))
    elif first:
        await _after_service_consent(tx, person)


async def _after_service_consent(tx: Tx, person: Person) -> None:
    """Whoever wants nothing stored is not asked for more."""
    if person.dialogue is not None and person.dialogue != "contact":
        return  # in the middle of something: that comes first
    if not person.service_consent:
        say(tx, person, welcome.menu(person.language))
    elif person.phone is None:
        await people.set_dialogue(tx, person, "contact")
        say(tx, person, welcome.ask_contact(person.language))
    else:
        say(tx, person, welcome.advertising_consent(person.language))


def outdated(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """An old or forged button never acts: it says so and brings a fresh menu. An old one goes."""
    answer_press(tx, person, press, text(person.language, "menu-outdated"))
    if is_genuine(press) and (message_id := pressed_message(press)) is not None:
        strip(tx, person, message_id)
    say(tx, person, welcome.menu(person.language))
