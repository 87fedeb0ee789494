"""Presses in the booking dialogue. A button of an earlier step or dialogue never acts: what holds now is shown in its place."""

import re
from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.telegram.booking.begin import choose_unit
from handlers.telegram.booking.settle import choose_time, confirm, hold, to_person
from handlers.telegram.booking.turn import Turn, bookable_units
from handlers.telegram.cards import card_of
from handlers.telegram.dialogues import leave
from handlers.telegram.draft import Draft
from handlers.telegram.screens import Screen, welcome
from handlers.telegram.screens import booking as screens
from handlers.telegram.start import outdated
from handlers.telegram.talk import answer_press, pressed_message, redraw, strip
from services.booking.reading import held_visit
from services.catalog.models import FAMILIES
from services.clients.models import Person
from services.desk import Desk
from services.garage.queries import vehicle_of
from services.storage.tx import Tx
from services.texts import text

router = Router(name="booking-presses")
_PAGE = re.compile(r"p(\d{1,3})")
Answer = Callable[[Turn, str], Awaitable[Screen | None]]


@router.callback_query(F.data.regexp(r"^b:[A-Za-z0-9_-]{12}:[a-z]{3,5}:[!-~]{1,40}$"))
async def press(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """The screen that follows takes the place of the pressed one."""
    _, draft_id, step, value = (press.data or "").split(":", 3)
    draft = Draft.of(person)
    if draft is None or draft.id != draft_id:
        await _of_another_dialogue(press, tx, person, desk, draft_id)
        return
    _moves_to(tx, person, draft, pressed_message(press))
    turn = Turn(tx, person, desk, draft)
    sound = await turn.load()
    screen = await _answer(turn, step, value) if sound and draft.step == step else None
    answer_press(tx, person, press, "" if sound else text(person.language, "booking-changed"))
    redraw(tx, person, press, screen or await turn.screen())


async def _of_another_dialogue(press: CallbackQuery, tx: Tx, person: Person, desk: Desk, draft_id: str) -> None:
    """The visit it led to, else what is being booked now, else the menu."""
    visit, draft = await held_visit(tx, draft_id, person.client_id), Draft.of(person)
    if visit is not None and visit.status != "hold":
        answer_press(tx, person, press)
        redraw(tx, person, press, await card_of(tx, person, visit))
    elif draft is not None:
        _moves_to(tx, person, draft, pressed_message(press))
        turn = Turn(tx, person, desk, draft)
        await turn.load()
        answer_press(tx, person, press, text(person.language, "booking-over"))
        redraw(tx, person, press, await turn.screen())
    else:
        outdated(press, tx, person)


def _moves_to(tx: Tx, person: Person, draft: Draft, message_id: int | None) -> None:
    """The dialogue goes on in the pressed message; another one that showed it is of the past."""
    if draft.screen is not None and draft.screen != message_id:
        strip(tx, person, draft.screen)
    draft.screen = message_id


async def _answer(turn: Turn, step: str, value: str) -> Screen | None:
    """What follows; None: the present step once more."""
    if value == "x":
        return await _out(turn)
    if value == "back":
        return await _back(turn)
    if page := _PAGE.fullmatch(value):
        turn.draft.page = int(page[1])
        return None
    return await _STEPS[step](turn, value)


async def _back(turn: Turn) -> Screen | None:
    if turn.draft.family:
        turn.draft.turn_to("works")
    elif not turn.draft.back():
        return await _out(turn)
    await turn.load()
    return None


async def _out(turn: Turn) -> Screen:
    """Nothing is booked, and the time that was kept is free again."""
    said = await leave(turn.tx, turn.person, keep=turn.draft.screen)
    return welcome.menu(turn.person.language, said=said)


async def _unit(turn: Turn, value: str) -> Screen | None:
    if value in {str(unit.id) for unit in await bookable_units(turn.tx, turn.person)}:
        await choose_unit(turn, int(value))
    return None


async def _car(turn: Turn, value: str) -> Screen | None:
    draft = turn.draft
    if value == "new":
        draft.go("plate")
    elif value == "later":
        draft.car = ""
        draft.go("works")
    elif (vehicle := await vehicle_of(turn.tx, value, turn.person.client_id)) is not None and not vehicle.sold:
        draft.car = vehicle.public_id
        draft.go("works")
    await turn.load()
    return None


async def _plate(turn: Turn, value: str) -> Screen | None:
    if value == "later":
        turn.draft.car = ""
        turn.draft.go("works")
        await turn.load()
    return None


async def _works(turn: Turn, value: str) -> Screen | None:
    draft, sign, code = turn.draft, value[0], value[1:]
    if value == "none":
        return await to_person(turn, "works")
    if value == "go" and draft.works:
        draft.go("day")
    elif value == "all":
        draft.turn_to("works")
    elif value.startswith("f.") and value[2:] in FAMILIES:
        draft.family, draft.page = value[2:], 0
    elif sign == "-" and code in draft.works:
        draft.works.remove(code)
    elif sign in "+?!":
        return await _work(turn, sign, code)
    await turn.load()
    return None


async def _work(turn: Turn, sign: str, code: str) -> Screen | None:
    """One work is added; or, where an adviser books it, explained and passed on."""
    work = next((work for work in await turn.catalogue() if work.code == code), None)
    if work is None:
        return None
    if sign != "+":
        if work.bookable:
            return None
        return await to_person(turn, "adviser", work=work) if sign == "!" else screens.by_adviser(turn.chosen, work)
    if work.bookable and code not in turn.draft.works and len(turn.draft.works) < screens.WORKS_SHOWN:
        turn.draft.works.append(code)
        await turn.load()
    return None


async def _day(turn: Turn, value: str) -> Screen | None:
    if value in {"none", "full"}:
        return await to_person(turn, "days" if value == "none" else "full")
    if value.startswith("at"):  # one of the times offered for what was typed
        return await choose_time(turn, starts_at) if (starts_at := screens.parse_stamp(value[2:])) else None
    if (day := screens.parse_day(value)) is not None:
        turn.draft.day = day.isoformat()
        turn.draft.go("time")
    return None


async def _time(turn: Turn, value: str) -> Screen | None:
    if value in {"none", "limit"}:
        return await to_person(turn, "times" if value == "none" else "limit")
    starts_at = screens.parse_stamp(value)
    return await hold(turn, starts_at) if starts_at else None


async def _check(turn: Turn, value: str) -> Screen | None:
    return await confirm(turn) if value == "yes" else None


_STEPS: dict[str, Answer] = {
    "unit": _unit, "car": _car, "plate": _plate, "works": _works, "day": _day, "time": _time, "check": _check,
}  # fmt: skip
