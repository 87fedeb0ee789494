"""The panel in General, and Next. The shift: `shifts.py`."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.telegram.group.scene import Scene, answer, refuse, turn_away
from services.desk import Desk
from services.errors import Refused
from services.groups.panel import panel_anew
from services.groups.topics import group_for, show_in
from services.requests.queue import next_request
from services.storage.tx import Tx
from services.texts import text

router = Router(name="group-panel")


@router.message(Command("panel", ignore_mention=True))
async def panel_again(_message: Message, tx: Tx, scene: Scene) -> None:
    """Show it anew, at the end."""
    if scene.group is not None and scene.staff is not None:
        await panel_anew(tx, scene.group)


@router.callback_query(F.data == "g:p:next")
async def take_next(press: CallbackQuery, tx: Tx, scene: Scene, desk: Desk) -> None:
    """The same as in the console (W4): the system hands out, and says why not."""
    if turn_away(tx, scene, press) or scene.group is None or scene.staff is None:
        return
    try:
        async with tx.attempt():
            number = await next_request(desk.db, scene.staff, desk.limits, tx)
            if number is not None:
                place = await group_for(tx, scene.group.unit_id, number)
                await show_in(tx, place, number, led_by=scene.staff.id)
    except Refused as refused:
        refuse(tx, scene, press, refused)
        return
    if number is None:
        answer(tx, scene, press, text(scene.language, "refused-nothing-waiting"), alert=True)
        return
    here = place == scene.group.unit_id
    answer(tx, scene, press, text(scene.language, "group-next-taken" if here else "group-next-elsewhere", number=str(number)))
