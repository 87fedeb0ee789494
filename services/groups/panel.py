"""The message in General: how many wait, who is on shift, Next."""

from typing import Any

from services.groups.models import Group
from services.groups.sheets import Sheet, digest
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import text
from services.units import unit_by_id

COUNTED = 99
_WAITING = """
SELECT count(*) FROM (SELECT FROM request WHERE state = 'queued' AND (unit_id = $1 OR unit_id IS NULL) LIMIT $2) AS waiting
"""
_STAFF = """
SELECT s.name, s.shift, coalesce(s.withdrawn_until > $2, false) AS withdrawn,
    (SELECT count(*) FROM request WHERE agent_id = s.id AND state <> 'closed') AS held
FROM staff s WHERE s.active AND s.role <> 'qa' AND s.shift <> 'off' AND (s.unit_ids = '{}' OR $1 = ANY (s.unit_ids))
ORDER BY s.shift DESC, s.name LIMIT 15
"""


async def panel_of(tx: Tx, group: Group) -> tuple[dict[str, Any], str]:
    """The panel's parameters, and their digest."""
    language = group.language
    unit = await unit_by_id(tx, group.unit_id)
    sheet = Sheet().add(text(language, "group-panel-title", unit=unit.named(language)["name"] if unit else ""), "bold")
    waiting = await waiting_in(tx, group.unit_id)
    sheet.add(
        "\n" + text(language, "group-panel-waiting", count=min(waiting, COUNTED), more="yes" if waiting > COUNTED else "no")
    )
    rows = await tx.rows(_STAFF, group.unit_id, tx.now)
    for row in rows:
        state = "withdrawn" if row["withdrawn"] else row["shift"]
        sheet.add("\n" + text(language, "group-panel-person", name=row["name"], state=state, held=row["held"]))
    if not rows:
        sheet.add("\n" + text(language, "group-panel-nobody"))
    buttons = [["next"], ["on", "away", "off"]]
    keyboard = [
        [{"text": text(language, f"group-button-{name}"), "callback_data": f"g:p:{name}"} for name in line] for line in buttons
    ]
    params = {**sheet.params(), "reply_markup": {"inline_keyboard": keyboard}}
    return params, digest(params)


async def panel_anew(tx: Tx, group: Group) -> None:
    """A new panel at the end of General: the old one has gone, or too far up."""
    await tx.execute(
        "UPDATE unit_group SET panel_id = NULL, panel = NULL, panel_at = NULL, panel_due = true WHERE unit_id = $1",
        group.unit_id,
    )


async def waiting_in(reader: Reader, unit_id: int) -> int:
    """How many requests of the unit, or of none yet, are in the queue; counted up to `COUNTED` and one. A number, never a list (W4)."""
    return int(await reader.value(_WAITING, unit_id, COUNTED + 1))
