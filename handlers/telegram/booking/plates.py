"""A vehicle typed in the booking dialogue. What is no vehicle is a message like any other and reaches a person."""

import re

from aiogram import F, Router
from aiogram.types import Message

from handlers.telegram.booking.turn import Turn
from handlers.telegram.dialogues import mark, retire
from handlers.telegram.draft import Draft
from handlers.telegram.talk import say
from services.clients.models import Person
from services.desk import Desk
from services.errors import Refused
from services.garage.editing import add_vehicle
from services.garage.models import vehicle_title
from services.garage.typed import Typed, read_vehicle
from services.requests.echoes import remember_answered
from services.storage.tx import Tx
from services.texts import text

router = Router(name="booking-plates")
_MANY_WORDS = 5  # a make, a model, a generation, a year; more is a sentence
_SENTENCE = re.compile(r"[?!]|\.\s")


async def _a_vehicle(message: Message, tx: Tx, person: Person) -> bool | dict[str, Typed]:
    """While the dialogue asks for it: a plate, a VIN, or a few words that may be make and model."""
    draft, words = Draft.of(person), message.text or ""
    if draft is None or draft.step != "plate" or words.startswith("/") or _SENTENCE.search(words):
        return False
    typed = read_vehicle(words, latest=tx.now.year + 1)
    if typed is None or (not typed.plate and not typed.vin and len(words.split()) > _MANY_WORDS):
        return False
    return {"typed": typed}


@router.message(F.text, _a_vehicle)
async def vehicle_typed(message: Message, tx: Tx, person: Person, desk: Desk, typed: Typed) -> None:
    """It joins the garage, and the dialogue goes on below."""
    await remember_answered(tx, person.chat_id, message.message_id, message.text or "")
    draft = Draft.of(person)
    assert draft is not None  # noqa: S101 - see the filter
    await retire(tx, person)
    draft.screen = None
    turn = Turn(tx, person, desk, draft)
    try:
        vehicle = await add_vehicle(
            tx, person.client_id, make=typed.make, model=typed.model, year=typed.year, vin=typed.vin, plate=typed.plate, source="telegram"
        )  # fmt: skip
    except Refused:
        await turn.load()
        unclear = await turn.screen(text(person.language, "booking-plate-unclear"))
        say(tx, person, unclear, about=mark(person))
        return
    draft.car = vehicle.public_id
    draft.go("works")
    await turn.load()
    shown = await turn.screen(text(person.language, "booking-car-known", car=vehicle_title(vehicle, person.language)))
    say(tx, person, shown, about=mark(person))
