"""The shift, from the panel in General: its end is a talk of two messages where somebody still leads requests."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.telegram.group.scene import Scene, answer, turn_away
from services.errors import Refused
from services.groups import shifts
from services.groups.models import Group
from services.groups.posting import word
from services.groups.replies import refusal
from services.staff.accounts import set_shift, staff_by_id
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text

router = Router(name="group-shifts")


@router.callback_query(F.data.in_({"g:p:on", "g:p:away", "g:p:off"}))
async def shift(press: CallbackQuery, tx: Tx, scene: Scene) -> None:
    """On, away, off. Who still leads something is asked what to tell those who take it next."""
    if turn_away(tx, scene, press) or scene.group is None or scene.staff is None:
        return
    state = (press.data or "").rpartition(":")[2]
    if state == "off":
        ended = await shifts.finish(tx, scene.group, scene.staff, scene.user_id)
        said = text(scene.language, "group-shift-off" if ended else "group-shift-hands-full")
        answer(tx, scene, press, said, alert=not ended)
        return
    await shifts.forget(tx, scene.group, scene.user_id)
    await set_shift(tx, scene.staff, state)
    answer(tx, scene, press, text(scene.language, f"group-shift-{state}"))


@router.callback_query(F.data.regexp(r"^g:e:\d{1,9}:(bare|drop)$"))
async def chosen(press: CallbackQuery, tx: Tx, scene: Scene) -> None:
    """A button below the question: for whom it asks, and only while it stands."""
    if turn_away(tx, scene, press) or scene.group is None or scene.staff is None:
        return
    _, _, whose, what = (press.data or "").split(":")
    if int(whose) != scene.staff.id:
        answer(tx, scene, press, text(scene.language, "group-shift-foreign", who=await _name(tx, int(whose))), alert=True)
        return
    if await shifts.asked(tx, scene.group, scene.user_id) is None:
        answer(tx, scene, press, text(scene.language, "group-shift-outdated"), alert=True)
        return
    question = press.message.message_id if press.message is not None else None
    if what == "drop":
        await shifts.stay(tx, scene.group, scene.staff, scene.user_id, question=question)
    else:
        await shifts.hand_over(tx, scene.group, scene.staff, scene.user_id, "", question=question)
    answer(tx, scene, press)


def _by_staff(message: Message, scene: Scene) -> bool:
    """In General, as themselves; what is said in topics is heard before."""
    return scene.group is not None and scene.staff is not None and message.sender_chat is None and not message.is_topic_message


@router.message(_by_staff)
async def in_general(message: Message, tx: Tx, scene: Scene) -> None:
    """General is for talking among colleagues, but for the note that somebody was asked for: their next words, or a reply."""
    assert scene.group is not None  # noqa: S101 - see the filter
    assert scene.staff is not None  # noqa: S101 - see the filter
    whose, asked = _question(message.reply_to_message), await shifts.asked(tx, scene.group, scene.user_id)
    if whose is None and (asked is None or not asked.fresh or message.reply_to_message is not None or not message.text):
        return
    if whose not in {None, scene.staff.id}:
        await _reply(
            tx, scene.group, message, text(scene.group.language, "group-shift-foreign", who=await _name(tx, whose or 0))
        )
    elif asked is None:
        await _reply(tx, scene.group, message, text(scene.group.language, "group-shift-outdated"))
    elif not message.text or message.text.startswith("/"):
        await _reply(tx, scene.group, message, text(scene.group.language, "group-shift-words"))
    else:
        await _noted(tx, scene.group, scene.staff, message, message.text)


async def _noted(tx: Tx, group: Group, staff: Staff, message: Message, said: str) -> None:
    user_id = message.from_user.id if message.from_user is not None else 0
    if said.strip(" .!").casefold() == text(group.language, "group-shift-drop-word").casefold():
        await shifts.stay(tx, group, staff, user_id, reply_to=message.message_id)
        return
    try:
        async with tx.attempt():
            await shifts.hand_over(tx, group, staff, user_id, said, reply_to=message.message_id)
    except Refused as refused:
        await _reply(tx, group, message, refusal(refused, group.language))


async def _reply(tx: Tx, group: Group, message: Message, said: str) -> None:
    await word(tx, group, said, reply_to=message.message_id)


async def _name(tx: Tx, staff_id: int) -> str:
    staff: Staff | None = await staff_by_id(tx, staff_id)
    return staff.name if staff is not None else "none"


def _question(message: Message | None) -> int | None:
    """Whose shift the quoted message of the bot's asks about; None for any other message."""
    if message is None or message.from_user is None or not message.from_user.is_bot:
        return None
    markup = message.reply_markup
    buttons = [button for row in markup.inline_keyboard for button in row] if isinstance(markup, InlineKeyboardMarkup) else []
    found = next((button.callback_data for button in buttons if (button.callback_data or "").startswith("g:e:")), None)
    whose = found.split(":")[2] if found else ""
    return int(whose) if whose.isdecimal() else None


@router.message()
async def elsewhere(_message: Message) -> None:
    """Of nobody's concern."""
