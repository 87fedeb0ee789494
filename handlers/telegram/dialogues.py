"""What a person is in the middle of: begun, left, and never lost without a word (telegram.md §8.4).

There is one at a time. `book` is a `Draft`; the others keep in their data what they ask about, the `id` that their Cancel button bears,
and `screen`: Telegram's id of their message, where it came from a press.
"""

import secrets
from typing import Any

from handlers.telegram.asking import DIALOGUE as QUESTIONS
from handlers.telegram.asking import silence
from handlers.telegram.cards import card_of, shown_of
from handlers.telegram.draft import DIALOGUE, Draft
from handlers.telegram.screens import Button, Screen, button
from handlers.telegram.screens.welcome import without_keyboard
from handlers.telegram.talk import say, strip
from services.booking.holds import drop_hold
from services.booking.models import Visit
from services.booking.reading import visit_of
from services.clients import people
from services.clients.models import Person
from services.outbox.about import sent_as
from services.outbox.models import Mail
from services.storage.tx import Tx
from services.texts import text

_ASKED = {"booking": "booking", "repair_status": "status", "order_eta": "status"}


def about(dialogue_id: str) -> str:
    """What the dialogue's messages are marked with on their way out."""
    return f"dialogue:{dialogue_id}"


async def begin(tx: Tx, person: Person, name: str, *, screen: int | None = None, **data: Any) -> str:
    """What the person does next answers this. Returns what had to be dropped for it, in words; empty where nothing had.

    `screen`: the message that asks, where it is one that was pressed.
    """
    dropped = ""
    if person.dialogue == name:  # asked anew
        await retire(tx, person, keep=screen)
    else:
        dropped = await leave(tx, person, keep=screen)
    more = {"screen": screen} if screen is not None else {}
    await people.set_dialogue(tx, person, name, id=secrets.token_urlsafe(6), **more, **data)
    return dropped


def mark(person: Person) -> str | None:
    """`about` of the messages of what the person is in the middle of."""
    known = person.dialogue_data.get("id")
    return about(str(known)) if known else None


def cancel_button(person: Person) -> Button:
    """Cancels what is under way now, and nothing that comes after it."""
    return button(text(person.language, "booking-cancel"), f"d:x:{person.dialogue_data.get('id', '')}")


async def leave(tx: Tx, person: Person, *, keep: int | None = None) -> str:
    """End what is under way: its keyboard goes, a time that was kept is free again. Returns what was dropped, in words.

    `keep`: the message that is about to show something else anyway.
    """
    if person.dialogue is None:
        return ""
    if person.dialogue == "contact":  # its keyboard goes with a message of its own
        await people.set_dialogue(tx, person, None)
        say(tx, person, without_keyboard(person.language, "cancelled", what="contact"))
        return ""
    if person.dialogue == QUESTIONS:  # nothing is lost: the request is open
        await silence(tx, person)
        return ""
    said, draft = await _dropped(tx, person), Draft.of(person)
    if person.dialogue == "move":
        await _card_again(tx, person, keep)
    else:
        await retire(tx, person, keep=keep)
    await people.set_dialogue(tx, person, None)
    if draft is not None:
        await drop_hold(tx, person.chat_id)
    return said


async def retire(tx: Tx, person: Person, *, keep: int | None = None) -> None:
    """Take the keyboard away from the message of what is under way: the talk has gone on below it."""
    live = await _live(tx, person)
    if live is not None and live != keep:
        strip(tx, person, live)


async def _live(tx: Tx, person: Person) -> int | None:
    """Telegram's id of the message that shows what is under way; None where that is not known."""
    if (known := person.dialogue_data.get("screen")) is not None:
        return int(known)
    marked = mark(person)
    return await sent_as(tx, marked) if marked is not None else None


async def _dropped(tx: Tx, person: Person) -> str:
    language, data = person.language, person.dialogue_data
    if person.dialogue == "move":
        visit = await _visit(tx, person)
        when = (await shown_of(tx, person, visit)).when if visit is not None else ""
        return text(language, "visit-move-dropped", when=when) if when else text(language, "cancelled", what="garage")
    if person.dialogue == "question":
        return text(language, "question-answer-dropped")
    if person.dialogue == DIALOGUE:
        return text(language, f"booking-dropped-{_worth(Draft.of(person), tx)}")
    return text(language, "cancelled", what=_ASKED.get(str(data.get("type")), "ask") if person.dialogue == "ask" else "garage")


def _worth(draft: Draft | None, tx: Tx) -> str:
    """What a booking had come to."""
    if draft is not None and draft.held_until is not None and draft.held_until > tx.now:
        return "held"
    return "chosen" if draft is not None and draft.works else "nothing"


async def _visit(tx: Tx, person: Person) -> Visit | None:
    return await visit_of(tx, str(person.dialogue_data.get("visit")), client_id=person.client_id)


async def _card_again(tx: Tx, person: Person, keep: int | None) -> None:
    """The message in which another time was being chosen is the visit's card once more."""
    visit, live = await _visit(tx, person), await _live(tx, person)
    if visit is None or live is None or live == keep:
        return
    screen: Screen = await card_of(tx, person, visit)
    tx.send(Mail(person.chat_id, "editMessageText", {**screen.params(), "message_id": live}, kind="direct"))
