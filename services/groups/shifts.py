"""The end of a shift from the group. What somebody still leads is listed in General; the note for whoever takes it next is written there.

What was listed is kept where it is kept what people were told (`group_told`), so a note takes along only what its writer has seen, and
survives a restart. Nothing else decides: the handing over is that of the console (`requests/handing_over.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.errors import Refused, invalid
from services.groups.models import Group
from services.groups.posting import post, word
from services.requests.handing_over import LONGEST_NOTE, end_shift, goes_back, shift_ends
from services.requests.messages import clean
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import text

_LISTED = 30  # in one line
_TOLD = "shift:"
# In real time, as people talk: what is written in General much later is no answer.
_ASKED = f"""
SELECT what, at > clock_timestamp() - interval '15 minutes' AS fresh FROM group_told
WHERE chat_id = $1 AND user_id = $2 AND what LIKE '{_TOLD}%' ORDER BY at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """`numbers`: the requests that were listed. `fresh`: so lately that the next words in General answer it."""

    numbers: frozenset[int]
    fresh: bool


def data_of(staff: Staff, what: str) -> str:
    """What a button below the question carries: whose shift it is."""
    return f"g:e:{staff.id}:{what}"


async def asked(reader: Reader, group: Group, user_id: int) -> Asked | None:
    """What this account has been asked to hand over, and has not answered."""
    row = await reader.row(_ASKED, group.chat_id, user_id)
    if row is None:
        return None
    digits = row["what"].removeprefix(_TOLD).split(",")
    return Asked(frozenset(int(number) for number in digits if number), row["fresh"])


async def forget(tx: Tx, group: Group, user_id: int) -> None:
    """The question is answered or dropped."""
    sql = f"DELETE FROM group_told WHERE chat_id = $1 AND user_id = $2 AND what LIKE '{_TOLD}%'"
    await tx.execute(sql, group.chat_id, user_id)


async def finish(tx: Tx, group: Group, staff: Staff, user_id: int) -> bool:
    """End the shift of somebody with empty hands; else (False) ask what is to be said about what they hold."""
    if await shift_ends(tx, staff):
        await forget(tx, group, user_id)
        return True
    held = await goes_back(tx, staff.id)
    before = await asked(tx, group, user_id)
    if before is None or not before.fresh or before.numbers != set(held):
        await _ask(tx, group, staff, user_id, held)
    return False


async def hand_over(
    tx: Tx, group: Group, staff: Staff, user_id: int, note: str, *, reply_to: int | None = None, question: int | None = None
) -> None:  # fmt: skip
    """End the shift with this note for everything in hand; empty: without. What has changed since the question is asked about again.

    `reply_to`: the note. `question`: the message with the buttons, when it is known; it has none from then on. Raises Refused `invalid` on
    `note` (`too long`).
    """
    said = clean(note).strip()
    if len(said) > LONGEST_NOTE:
        raise invalid("note", "too long")
    await tx.execute("SELECT FROM staff WHERE id = $1 FOR NO KEY UPDATE", staff.id)  # Next brings nothing meanwhile
    listed, held = await asked(tx, group, user_id), await goes_back(tx, staff.id)
    if set(held) - (listed.numbers if listed else frozenset()) or not await _handed(tx, staff, said, held):
        held = await goes_back(tx, staff.id)
        await _ask(tx, group, staff, user_id, held, changed=True, question=question)
        return
    await forget(tx, group, user_id)
    if not held and staff.shift == "off" and question is None:
        return  # ended at another door: they are only talking
    key = "group-shift-emptied" if not held else "group-shift-handed" if said else "group-shift-handed-bare"
    told = text(group.language, key, who=staff.name, numbers=_numbers(sorted(held)))
    await _tell(tx, group, told, reply_to=reply_to, question=question)


async def _handed(tx: Tx, staff: Staff, note: str, held: Mapping[int, bool]) -> bool:
    """False where that is not what would be handed over by now, or it needs a note."""
    try:
        async with tx.attempt():
            done = await end_shift(tx, staff, {}, note)
            if done.queued + done.silent > len(held):  # given by a head this very moment
                raise invalid("held", "changed")
    except Refused:
        return False
    return True


async def stay(
    tx: Tx, group: Group, staff: Staff, user_id: int, *, question: int | None = None, reply_to: int | None = None
) -> None:
    """The shift goes on."""
    await forget(tx, group, user_id)
    await _tell(tx, group, text(group.language, "group-shift-stays", who=staff.name), reply_to=reply_to, question=question)


async def _ask(
    tx: Tx, group: Group, staff: Staff, user_id: int, held: Mapping[int, bool], *, changed: bool = False, question: int | None = None
) -> None:  # fmt: skip
    await forget(tx, group, user_id)
    await tx.execute(
        "INSERT INTO group_told (chat_id, user_id, what) VALUES ($1, $2, $3)",
        group.chat_id, user_id, _TOLD + ",".join(map(str, sorted(held))),
    )  # fmt: skip
    language = group.language
    back, silent = ([number for number in sorted(held) if held[number] is queues] for queues in (True, False))
    lines = [text(language, "group-shift-changed")] if changed else []
    lines.append(text(language, "group-shift-ask", who=staff.name))
    lines += [text(language, "group-shift-back", numbers=_numbers(back))] if back else []
    lines += [text(language, "group-shift-silent", numbers=_numbers(silent))] if silent else []
    lines.append(text(language, "group-shift-note" if back else "group-shift-note-or-not"))
    choices = ["drop"] if back else ["bare", "drop"]  # where somebody waits, a note is a must
    buttons = [
        [{"text": text(language, f"group-button-shift-{what}"), "callback_data": data_of(staff, what)}] for what in choices
    ]
    await _tell(tx, group, "\n".join(lines), question=question, buttons=buttons)


async def _tell(
    tx: Tx, group: Group, said: str, *, reply_to: int | None = None, question: int | None = None,
    buttons: Sequence[Sequence[dict[str, str]]] = (),
) -> None:  # fmt: skip
    """In the place of the question where that is known and the words were not written there."""
    if question is None:
        await word(tx, group, said, reply_to=reply_to, buttons=buttons)
        return
    params = {"message_id": question, "text": said, "reply_markup": {"inline_keyboard": [list(line) for line in buttons]}}
    await post(tx, group, "word", "editMessageText", params, mail="direct")


def _numbers(numbers: Sequence[int]) -> str:
    listed = ", ".join(f"№ {number}" for number in numbers[:_LISTED])
    return listed + (" …" if len(numbers) > _LISTED else "")
