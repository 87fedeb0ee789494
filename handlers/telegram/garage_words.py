"""What is typed for the garage: a vehicle in one line, or a reading of the odometer. Anything else is for a person."""

import re
from typing import Any

from aiogram import F, Router
from aiogram.types import Message

from handlers.telegram.dialogues import retire
from handlers.telegram.garage import DIALOGUE, card_of
from handlers.telegram.screens import Screen, welcome
from handlers.telegram.screens import garage as screens
from handlers.telegram.talk import say, settled
from services.clients import people
from services.clients.models import Person
from services.errors import Refused
from services.garage.editing import MOST, add_mileage, add_vehicle, change_vehicle
from services.garage.models import Vehicle, vehicle_title
from services.garage.queries import vehicle_of, vehicles_of
from services.garage.typed import Typed, read_vehicle
from services.requests import intake
from services.requests.echoes import remember_answered
from services.requests.words import alarm, only_thanks
from services.storage.tx import Tx
from services.texts import text
from services.understanding.odometer import read_kilometres
from services.understanding.rules import understand

router = Router(name="garage-words")
_MOST_WORDS = 6  # in a vehicle's description
_LIKE_A_VIN = re.compile(r"(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]{13,20}")
_PROBLEMS = {"vin": "garage-vin-wrong", "year": "garage-year-wrong", "plate": "garage-plate-wrong", "make": "garage-name-long",
             "model": "garage-name-long"}  # fmt: skip


async def _answers(message: Message, tx: Tx, person: Person) -> dict[str, Any] | bool:
    """Whether these words answer what the garage has asked. In a talk with an agent only what is unmistakable does."""
    words = (message.text or "").strip()
    if person.dialogue != DIALOGUE or words.startswith("/") or message.forward_origin or alarm(words) or understand(words):
        return False
    talking = await intake.has_open(tx, person)
    if person.dialogue_data.get("asks") == "km":
        km = read_kilometres(words)
        return {"said": km} if km is not None or not (talking or _is_said_to_somebody(words)) else False
    typed = read_vehicle(words, latest=tx.now.year + 1)
    if typed is not None and (typed.vin or typed.plate or typed.year):
        return {"said": typed}
    return False if talking or _is_said_to_somebody(words) else {"said": typed}


def _is_said_to_somebody(words: str) -> bool:
    return "?" in words or len(words.split()) > _MOST_WORDS or only_thanks(words)


@router.message(F.text, _answers)
async def answered(message: Message, tx: Tx, person: Person, said: Typed | int | None) -> None:
    """A vehicle for the list, the corrections of one, or its mileage. What cannot be read is asked for again."""
    settled(tx, person)
    await remember_answered(tx, person.chat_id, message.message_id, message.text or "")
    vehicle = await vehicle_of(tx, str(person.dialogue_data.get("vehicle", "")), person.client_id)
    asks = person.dialogue_data.get("asks")
    if asks == "add" and not isinstance(said, int):
        await _add(tx, person, message.text or "", said)
    elif vehicle is None:  # not theirs any more
        await _over(tx, person)
        say(tx, person, welcome.plain(person.language, "garage-gone"))
    elif asks == "km":
        await _take_km(tx, person, vehicle, said if isinstance(said, int) else None)
    elif not isinstance(said, int):
        await _change(tx, person, vehicle, message.text or "", said)


async def _add(tx: Tx, person: Person, words: str, typed: Typed | None) -> None:
    if (problem := _unreadable(words, typed)) or typed is None:
        say(tx, person, welcome.plain(person.language, problem))
        return
    before = {vehicle.id for vehicle in await vehicles_of(tx, person.client_id)}
    try:
        vehicle = await add_vehicle(
            tx, person.client_id, make=typed.make, model=typed.model, year=typed.year, vin=typed.vin, plate=typed.plate,
            source="telegram",
        )  # fmt: skip
    except Refused as refused:
        await _refused(tx, person, refused)
        return
    await _done(tx, person, vehicle, "garage-known" if vehicle.id in before else "garage-added")


async def _change(tx: Tx, person: Person, vehicle: Vehicle, words: str, typed: Typed | None) -> None:
    """What was typed replaces what was there; the rest stays."""
    year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", words)
    if year is None and ((problem := _unreadable(words, typed)) or typed is None):
        say(tx, person, welcome.plain(person.language, problem))
        return
    given: dict[str, Any] = {"year": int(year[1])} if year else _given(typed)
    try:
        vehicle = await change_vehicle(tx, vehicle, **given)
    except Refused as refused:
        await _refused(tx, person, refused)
        return
    await _done(tx, person, vehicle, "garage-changed")


def _given(typed: Typed | None) -> dict[str, Any]:
    """Make and model come together: a new make without a model takes the old model away."""
    if typed is None:
        return {}
    named = {"make": typed.make, "model": typed.model} if typed.make else {}
    marks = {name: getattr(typed, name) for name in ("year", "vin", "plate") if getattr(typed, name)}
    return {**named, **marks}


def _unreadable(words: str, typed: Typed | None) -> str:
    """The text to answer with when this is no vehicle."""
    if typed is not None and typed.vin is None and typed.plate is None and any(_LIKE_A_VIN.fullmatch(w) for w in words.split()):
        return "garage-vin-wrong"
    return "" if typed is not None else "garage-unclear"


async def _refused(tx: Tx, person: Person, refused: Refused) -> None:
    """The rule's reason in words; the question stands."""
    error = refused.data.get("errors", [{}])[0]
    if error.get("reason") == "too-many":
        await _over(tx, person)
        say(tx, person, Screen(text(person.language, "garage-full", count=MOST)))
    else:
        say(tx, person, welcome.plain(person.language, _PROBLEMS.get(str(error.get("field")), "garage-unclear")))


async def _done(tx: Tx, person: Person, vehicle: Vehicle, key: str) -> None:
    await _over(tx, person)
    note = text(person.language, key, car=vehicle_title(vehicle, person.language))
    say(tx, person, await card_of(tx, person, vehicle, note=note))


async def _over(tx: Tx, person: Person) -> None:
    """Answered: the question's way back goes."""
    await retire(tx, person)
    await people.set_dialogue(tx, person, None)


async def _take_km(tx: Tx, person: Person, vehicle: Vehicle, km: int | None) -> None:
    """A reading; one that cannot well be is asked about, and the dialogue waits for the button or a better figure."""
    if km is None:
        say(tx, person, welcome.plain(person.language, "garage-km-unclear"))
        return
    try:
        vehicle = await add_mileage(tx, vehicle, km, source="telegram")
    except Refused as refused:
        reason = refused.data["errors"][0]["reason"]
        out = welcome.plain(person.language, "garage-km-range")
        say(tx, person, out if reason == "out-of-range" else screens.km_doubt(person.language, vehicle, km, reason))
        return
    await _over(tx, person)
    note = text(person.language, "garage-km-noted", km=screens.kilometres(person.language, km))
    say(tx, person, await card_of(tx, person, vehicle, note=note))
