"""Questions that are answered in words: with a way out under each (telegram.md §8.4)."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.telegram.dialogues import cancel_button, leave
from handlers.telegram.screens import Button, Screen, welcome
from handlers.telegram.talk import answer_press, pressed_message, redraw
from services.clients.models import Person
from services.storage.tx import Tx
from services.texts import text

router = Router(name="prompts")


def prompt(person: Person, key: str, dropped: str = "", *, back: Button | None = None, **args: str | int) -> Screen:
    """The question of the dialogue that has just begun; `dropped`: what ended for it; `back`: instead of Cancel."""
    return asking(person, text(person.language, key, **args), dropped, back=back)


def asking(person: Person, words: str, dropped: str = "", *, back: Button | None = None) -> Screen:
    """As `prompt`, with the question in words."""
    return Screen("\n\n".join(part for part in (dropped, words) if part), ((back or cancel_button(person),),))


@router.callback_query(F.data.regexp(r"^d:x:[A-Za-z0-9_-]{0,16}$"))
async def cancel(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """What this button was shown for is over; anything begun since goes on."""
    answer_press(tx, person, press)
    mine = (press.data or "").rsplit(":", 1)[1] == person.dialogue_data.get("id")
    said = await leave(tx, person, keep=pressed_message(press)) if mine else ""
    redraw(tx, person, press, welcome.menu(person.language, said=said))
