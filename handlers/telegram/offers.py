"""A link to book that an agent has sent: the dialogue opens with the works chosen. The link says what, never who."""

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.telegram.booking.begin import choose_unit, opening
from handlers.telegram.booking.turn import Turn, bookable_units
from handlers.telegram.dialogues import mark
from handlers.telegram.draft import Draft
from handlers.telegram.screens import Screen
from handlers.telegram.start import outdated
from handlers.telegram.talk import answer_press, say
from services.clients.models import Person
from services.desk import Desk
from services.requests.pieces import Offer, open_offer
from services.storage.tx import Tx

router = Router(name="offers")
_ID = "[A-Za-z0-9_-]{8,40}"


@router.callback_query(F.data.regexp(rf"^k:{_ID}$"))
async def pressed(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """The message with the button stays: the dialogue begins below it."""
    offer = await open_offer(tx, (press.data or "")[2:])
    if offer is None:
        return outdated(press, tx, person)
    answer_press(tx, person, press)
    say(tx, person, await _begin(tx, person, desk, offer), about=mark(person))
    return None


@router.message(CommandStart(deep_link=True, ignore_mention=True, magic=F.args.regexp(rf"^b_{_ID}$")))
async def followed(_message: Message, command: CommandObject, tx: Tx, person: Person, desk: Desk) -> None:
    """By whom it was sent on does not matter; one that nobody knows opens the booking all the same."""
    offer = await open_offer(tx, (command.args or "")[2:])
    screen = await (_begin(tx, person, desk, offer) if offer else opening(tx, person, desk))
    say(tx, person, screen, about=mark(person))


async def _begin(tx: Tx, person: Person, desk: Desk, offer: Offer) -> Screen:
    """Past what is known: station and works. The vehicle is asked for where there is not exactly one."""
    fresh = await opening(tx, person, desk)
    draft = Draft.of(person)
    units = {unit.id for unit in await bookable_units(tx, person)}
    if draft is None or offer.unit_id not in units:
        return fresh  # that station takes no bookings any more
    turn = Turn(tx, person, desk, Draft.new())
    await choose_unit(turn, offer.unit_id, asked=False)
    turn.draft.works = list(offer.works)
    await turn.load()
    if turn.draft.step == "works" and turn.works:
        turn.draft.go("day")
    return await turn.screen()
