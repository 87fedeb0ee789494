"""/privacy: what is stored about me, consents, a copy, and being forgotten."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.telegram.screens import Screen, privacy, welcome
from handlers.telegram.talk import answer_press, busy, redraw, say
from services.clients import people
from services.clients.models import Person
from services.desk import Desk
from services.privacy.documents import send_copy
from services.privacy.erasing import erase, was_erased
from services.privacy.overview import overview
from services.requests.intake import contact
from services.storage.tx import Tx
from services.texts import text
from services.units import leading_unit

router = Router(name="privacy")
CONFIRM_SECONDS = 15 * 60  # how long "yes, erase" may be pressed: later it is a finger on an old message
_KINDS = {"s": "service", "a": "advertising"}


@router.message(Command("privacy", ignore_mention=True))
async def show(_message: Message, tx: Tx, person: Person) -> None:
    """What there is about this person."""
    contact(tx, person.subject, "telegram", "bot", tag=person.source_tag)
    say(tx, person, await _home(tx, person))


@router.callback_query(F.data == "p:home")
async def back(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The same, as it is now."""
    answer_press(tx, person, press)
    redraw(tx, person, press, await _home(tx, person))


@router.callback_query(F.data.regexp(r"^p:[sa]:[01]$"))
async def consent(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Give or withdraw one consent; what it was and when stays on record."""
    _, letter, granted = (press.data or "").split(":")
    kind = _KINDS[letter]
    await people.give_consent(tx, person, kind, granted=granted == "1", version=welcome.CONSENT_VERSION)
    answer_press(tx, person, press)
    news = privacy.changed(person.language, kind, granted=granted == "1")
    redraw(tx, person, press, await _home(tx, person, news=news))


@router.callback_query(F.data == "p:copy")
async def copy(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """Two documents: one to read, one for programs."""
    sent = await send_copy(tx, person, desk.files)
    if sent:
        busy(tx, person, "upload_document")
    answer_press(
        tx, person, press, text(person.language, "privacy-copy-coming" if sent else "privacy-copy-again"), alone=not sent
    )


@router.callback_query(F.data == "p:erase")
async def ask_to_erase(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The first press: what would go, and what has to stay."""
    answer_press(tx, person, press)
    await _ask(press, tx, person)


@router.callback_query(F.data.regexp(r"^p:erase:\d{1,12}:[A-Za-z0-9_-]{16}$"))
async def confirm(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The second press, on a button made for this card a short while ago; any other asks once more."""
    asked_at, card = (press.data or "").split(":")[2:]
    answer_press(tx, person, press)
    if await was_erased(tx, card):  # a finger that presses twice
        redraw(tx, person, press, privacy.erased(person.language))
        return
    if card != person.client_public_id or not 0 <= tx.now.timestamp() - int(asked_at) <= CONFIRM_SECONDS:
        await _ask(press, tx, person, news=text(person.language, "privacy-erase-stale"))
        return
    await erase(tx, person)
    redraw(tx, person, press, privacy.erased(person.language))


async def _ask(press: CallbackQuery, tx: Tx, person: Person, *, news: str = "") -> None:
    carried = f"p:erase:{int(tx.now.timestamp())}:{person.client_public_id}"
    redraw(tx, person, press, privacy.ask_to_erase(person.language, await overview(tx, person), carried, news=news))


async def _home(tx: Tx, person: Person, *, news: str = "") -> Screen:
    unit = await leading_unit(tx)
    return privacy.home(person.language, await overview(tx, person), unit.time_zone if unit else "UTC", tx.now, news=news)
