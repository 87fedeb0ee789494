"""Another time for a visit: day, time, "move it?". The buttons carry all there is, so that an old one can be told from a fresh one."""

import re
from datetime import date, datetime

from handlers.telegram import dialogues
from handlers.telegram.cards import Look
from handlers.telegram.openings import Free, free_days, slots_of_day
from handlers.telegram.screens import booking as parsing
from handlers.telegram.screens import visits as screens
from handlers.telegram.screens.days import local_day
from handlers.telegram.talk import pressed_message
from services.booking import visits
from services.booking.availability import available
from services.booking.models import Slot
from services.booking.reading import works_of_visit
from services.clients import people
from services.errors import Refused
from services.texts import text

_DAY = re.compile(r"(?P<day>\d{8})(?:p(?P<page>\d{1,2}))?")
_TO = re.compile(r"(?P<at>\d{12})v(?P<version>\d{1,9})")


async def _allowed(look: Look) -> bool:
    """Whether the client may move it; else they see why, and a person has it in hand."""
    language = look.person.language
    if not look.is_open:
        await look.changed()
    elif not visits.can_change(look.visit, look.unit, look.tx.now):
        await look.to_person("move", text(language, "visit-late", what="move"))
    elif look.visit.moves >= look.unit.moves_limit:
        await look.to_person("move", text(language, "visit-moves-over"))
    else:
        return True
    return False


async def _free(look: Look) -> Free:
    works = await works_of_visit(look.tx, look.visit)

    async def free(since: datetime, until: datetime) -> list[Slot]:
        return await available(look.tx, look.unit, works, since, until, now=look.tx.now, moving=look.visit.id)

    return free


async def begin(look: Look) -> None:
    """The days, from the next one."""
    if await _allowed(look):
        dropped = await dialogues.begin(
            look.tx, look.person, "move", screen=pressed_message(look.press), visit=look.visit.public_id
        )
        await _show_days(look, 0, said=dropped)


async def page(look: Look) -> None:
    """Further days."""
    if await _allowed(look):
        await _show_days(look, int(look.value or 0) % 100)


async def _show_days(look: Look, number: int, *, said: str = "") -> None:
    found, more = await free_days(await _free(look), look.unit, look.tx.now, number)
    if not found and not number:
        await look.to_person("move", text(look.person.language, "visit-no-days"))
        return
    await look.show(screens.move_days(look.shown, found, number, look.tx.now, more=more, note=said))


async def day(look: Look) -> None:
    """The times of a day."""
    if not await _allowed(look):
        return
    match = _DAY.fullmatch(look.value)
    chosen = parsing.parse_day(match["day"]) if match else None
    if match is None or chosen is None:
        await _show_days(look, 0)
    else:
        await _show_times(look, chosen, int(match["page"] or 0))


async def _show_times(look: Look, chosen: date, number: int, *, note: str = "") -> None:
    slots = await slots_of_day(await _free(look), look.unit, chosen)
    said = text(look.person.language, note) if note else ""
    if not slots:
        await _show_days(look, 0, said=f"{said} {text(look.person.language, 'booking-taken-day')}".strip())
        return
    await look.show(screens.move_times(look.shown, chosen, slots, number, note=said))


async def at(look: Look) -> None:
    """Old and new side by side."""
    starts_at = parsing.parse_stamp(look.value)
    if starts_at is None or starts_at == look.visit.starts_at:
        await look.card()
    elif await _allowed(look):
        await look.show(screens.move_check(look.shown, starts_at))


async def to(look: Look) -> None:
    """It moves. A second press, or one from before another move, shows how things are."""
    match = _TO.fullmatch(look.value)
    starts_at = parsing.parse_stamp(match["at"]) if match else None
    if match is None or starts_at is None or int(match["version"]) != look.visit.version:
        same = starts_at == look.visit.starts_at
        await look.card(note="" if same else "visit-changed-note")
        return
    if not await _allowed(look):
        return
    try:
        visit = await visits.move(look.tx, look.visit, starts_at, by="client", seen=look.visit.version)
    except Refused as refused:
        await _refused(look, refused, starts_at)
        return
    await people.set_dialogue(look.tx, look.person, None)
    await look.card(visit, title="moved")


async def _refused(look: Look, refused: Refused, starts_at: datetime) -> None:
    if refused.code in {"slot-taken", "slot-invalid"}:
        await _show_times(look, local_day(starts_at, look.unit), 0, note="booking-taken")
    elif refused.code == "too-late":
        await look.to_person("move", text(look.person.language, "visit-late", what="move"))
    else:
        await look.changed()
