"""Who does something in a group, and what they are told."""

from dataclasses import dataclass
from typing import Any

from aiogram.types import CallbackQuery

from services.errors import Refused
from services.groups.models import Group
from services.groups.replies import refusal
from services.outbox.models import Mail
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text

_LONGEST_ALERT = 200  # characters (telegram.md §1)


@dataclass(frozen=True, slots=True)
class Scene:
    """The group an update came from (None: no unit's), and the member of staff behind it (None: nobody of ours, or not of this unit)."""

    chat_id: int
    user_id: int
    group: Group | None
    staff: Staff | None

    @property
    def language(self) -> str:
        """What this person reads."""
        if self.staff is not None and self.staff.language:
            return self.staff.language
        return self.group.language if self.group else "ru"


def works_here(staff: Staff, group: Group) -> bool:
    """Whether they belong to the group's unit; directors, quality control and admins belong everywhere."""
    return staff.works_in(group.unit_id) or staff.role in {"director", "qa", "admin"}


def answer(tx: Tx, scene: Scene, press: CallbackQuery, note: str = "", *, alert: bool = False) -> None:
    """Stop the button's spinner: with a note, or with one that has to be closed."""
    params: dict[str, Any] = {"callback_query_id": press.id}
    if note:
        params |= {"text": note[:_LONGEST_ALERT], "show_alert": alert}
    tx.send(Mail(scene.chat_id, "answerCallbackQuery", params, kind="direct", ephemeral=True))


def refuse(tx: Tx, scene: Scene, press: CallbackQuery, refused: Refused) -> None:
    """Why not."""
    answer(tx, scene, press, refusal(refused, scene.language), alert=True)


def turn_away(tx: Tx, scene: Scene, press: CallbackQuery) -> bool:
    """Buttons are for the people of the unit; True where this is none of them."""
    if scene.group is not None and scene.staff is not None:
        return False
    key = "group-not-connected" if scene.group is None else "group-stranger-press"
    answer(tx, scene, press, text(scene.language, key), alert=True)
    return True
