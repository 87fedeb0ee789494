"""A visit in the chat: its card, confirming, moving, cancelling, the calendar file, a question about it. Only ever the person's own."""

from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.telegram import moves
from handlers.telegram.cards import Look, shown_of
from handlers.telegram.dialogues import begin, mark
from handlers.telegram.prompts import asking
from handlers.telegram.screens import visits as screens
from handlers.telegram.start import outdated
from handlers.telegram.talk import answer_press, busy, say
from handlers.telegram.visit_file import send_calendar
from services.booking import visits
from services.booking.reading import visit_of
from services.clients import people
from services.clients.models import Person
from services.desk import Desk
from services.errors import Refused
from services.storage.tx import Tx
from services.texts import text

router = Router(name="visits")
Verb = Callable[[Look], Awaitable[None]]


@router.callback_query(F.data.regexp(r"^v:[A-Za-z0-9_-]{16}(:[a-z]{2,8}[0-9pv]{0,24})?$"))
async def pressed(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """Anybody's id may come: only the person's own visit is ever looked at."""
    _, public_id, *rest = (press.data or "").split(":")
    visit = await visit_of(tx, public_id, client_id=person.client_id)
    verb, value = _split(rest[0] if rest else "")
    if visit is None or verb not in _VERBS:
        return outdated(press, tx, person)
    await _VERBS[verb](Look(press, tx, person, desk, await shown_of(tx, person, visit), value))
    return None


def _split(action: str) -> tuple[str, str]:
    """`day20261126p1` → `day`, `20261126p1`."""
    digits = next((place for place, ch in enumerate(action) if ch.isdigit()), len(action))
    return action[:digits], action[digits:]


async def _card(look: Look) -> None:
    await look.card()


async def _keep(look: Look) -> None:
    if look.person.dialogue == "move":
        await people.set_dialogue(look.tx, look.person, None)
    await look.card(note="visit-kept-note" if look.is_open else "")


async def _confirm(look: Look) -> None:
    """Also from a reminder, also twice: the same thanks. A button from before a move agrees to a time that is no longer meant."""
    if look.value and look.value != str(look.visit.version):
        await look.changed()
        return
    try:
        visit = await visits.confirm(look.tx, look.visit, seen=look.visit.version)
    except Refused:
        await look.changed()
        return
    await look.card(visit, title="thanks" if look.is_open else "")


async def _cancel(look: Look) -> None:
    """Asked once; after the cut-off a person takes it over."""
    if await _may_cancel(look):
        await look.show(screens.cancel_check(look.shown))


async def _may_cancel(look: Look) -> bool:
    if not look.is_open:
        await look.changed()
    elif not visits.can_change(look.visit, look.unit, look.tx.now):
        await look.to_person("cancel", text(look.person.language, "visit-late", what="cancel"))
    else:
        return True
    return False


async def _drop(look: Look) -> None:
    """The question may be old: from before a move, or from before the cut-off."""
    if look.visit.status == "cancelled":
        await look.card()
    elif look.value != str(look.visit.version):
        await look.changed()
    elif await _may_cancel(look):
        try:
            visit = await visits.cancel(look.tx, look.visit, by="client", seen=look.visit.version)
        except Refused:
            await look.changed()
        else:
            await look.card(visit, note="visit-cancelled-note")


async def _file(look: Look) -> None:
    """The visit for the person's own calendar, as a document."""
    answer_press(look.tx, look.person, look.press)
    busy(look.tx, look.person, "upload_document")
    await send_calendar(look.tx, look.person, look.desk, look.shown)


async def _ask(look: Look) -> None:
    """What is written next is about this visit: nobody has to describe it (P1)."""
    dropped = await begin(look.tx, look.person, "ask", type="other", appointment=look.visit.public_id)
    answer_press(look.tx, look.person, look.press)
    question = asking(look.person, text(look.person.language, "visit-ask-prompt", when=look.shown.when), dropped)
    say(look.tx, look.person, question, about=mark(look.person))


_VERBS: dict[str, Verb] = {
    "": _card, "keep": _keep, "confirm": _confirm, "cancel": _cancel, "drop": _drop, "ics": _file, "ask": _ask,
    "move": moves.begin, "page": moves.page, "day": moves.day, "at": moves.at, "to": moves.to,
}  # fmt: skip
