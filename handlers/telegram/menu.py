"""The main menu, what stands behind "more", and free text that the bot can answer."""

from typing import Any

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.telegram.ask import help_screen, reply
from handlers.telegram.dialogues import begin, leave, mark
from handlers.telegram.incoming import incoming_of
from handlers.telegram.prompts import prompt
from handlers.telegram.screens import places, welcome
from handlers.telegram.screens.menu import more_screen, with_menu
from handlers.telegram.talk import answer_press, is_genuine, pressed_message, redraw, say, settled, strip
from handlers.telegram.wishes import REQUEST_TYPES, answer, to_person, wish_of
from services.clients.models import Person
from services.desk import Desk
from services.requests import echoes, intake
from services.storage.tx import Tx
from services.texts import text
from services.understanding.rules import Wish
from services.units import all_units

router = Router(name="menu")


@router.callback_query(F.data == "m:menu")
async def show_menu(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Back to the menu, in the same message."""
    answer_press(tx, person, press)
    redraw(tx, person, press, welcome.menu(person.language))


@router.callback_query(F.data == "m:more")
async def show_more(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """What is needed less often."""
    answer_press(tx, person, press)
    redraw(tx, person, press, more_screen(person.language))


@router.callback_query(F.data == "m:help")
async def show_help(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """As /help."""
    settled(tx, person)
    answer_press(tx, person, press)
    redraw(tx, person, press, await help_screen(tx, person))


@router.callback_query(F.data == "m:language")
async def show_languages(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """As /language."""
    answer_press(tx, person, press)
    redraw(tx, person, press, welcome.language_choice(person.language))


@router.callback_query(F.data == "m:places")
async def show_places(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """All stations."""
    settled(tx, person)
    answer_press(tx, person, press)
    redraw(tx, person, press, with_menu(person.language, places.places(person.language, await all_units(tx), tx.now)))


async def _wish(message: Message, tx: Tx, person: Person, desk: Desk) -> dict[str, Any] | bool:
    wish = await wish_of(tx, person, desk, message)
    return {"wish": wish} if wish is not None else False


@router.message(F.text, _wish)
async def wished(message: Message, tx: Tx, person: Person, desk: Desk, wish: Wish) -> None:
    """Answered at once, a person beside it."""
    await answer(tx, person, desk, incoming_of(message, person.language), wish)


@router.callback_query(F.data.regexp(r"^m:person:(booking|status|parts|place)$"))
async def person_wanted(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """The words that the bot answered go to a person: they are those that its answer replies to."""
    kind = (press.data or "").rsplit(":", 1)[1]
    asked = _answered(press, person)
    if asked is not None and await echoes.is_known(tx, person.chat_id, asked.message_id):
        answer_press(tx, person, press, text(person.language, "menu-person-known"), alone=True)
        return
    answer_press(tx, person, press)
    if is_genuine(press) and (message_id := pressed_message(press)) is not None:
        strip(tx, person, message_id)
    if asked is None:  # deleted meanwhile, or too old for Telegram to show
        dropped = await begin(tx, person, "ask", type=REQUEST_TYPES[kind])
        say(tx, person, prompt(person, "ask-prompt", dropped), about=mark(person))
        return
    await leave(tx, person)  # a booking that these words began
    incoming = incoming_of(asked, person.language)
    if await intake.has_open(tx, person):
        await reply(tx, person, await intake.take_message(tx, person, incoming, desk.limits), incoming)
    else:
        await to_person(tx, person, desk, incoming, kind)


def _answered(press: CallbackQuery, person: Person) -> Message | None:
    """The person's own message which the pressed one replies to."""
    asked = press.message.reply_to_message if isinstance(press.message, Message) else None
    own = asked is not None and asked.from_user is not None and asked.from_user.id == person.chat_id
    return asked if own and asked is not None and asked.text else None
