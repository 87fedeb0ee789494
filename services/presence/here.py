"""Pages say now and then that they are open; silence of a few seconds means that they are gone."""

from dataclasses import dataclass
from typing import Any, Literal

from services.outbox.models import Mail
from services.requests.locking import as_request
from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx

Typing = Literal["answer", "note"]
OPEN_SECONDS = 20  # a page that has said nothing for so long is closed
TYPING_SECONDS = 6  # who has touched no key for so long does not type any more
TELL_SECONDS = 4.5  # Telegram shows "typing…" for five seconds (S sendChatAction); more often would only cost the budget
_OTHERS = """
SELECT s.name, s.login, p.typing, p.typing_at > clock_timestamp() - $3 * interval '1 second' AS types FROM presence p
JOIN staff s ON s.id = p.staff_id
WHERE p.request_number = $1 AND p.staff_id <> $2 AND p.seen_at > clock_timestamp() - $4 * interval '1 second' AND s.active
ORDER BY s.name
"""
_HERE = """
INSERT INTO presence AS p (request_number, staff_id, typing, typing_at)
VALUES ($1, $2, $3, CASE WHEN $3::text IS NOT NULL THEN clock_timestamp() END)
ON CONFLICT (request_number, staff_id) DO UPDATE SET seen_at = clock_timestamp(), typing = coalesce(excluded.typing, p.typing),
    typing_at = coalesce(excluded.typing_at, p.typing_at)
"""
# One answer for all tabs and processes: who finds the last sign old enough has the turn.
_TURN = """
UPDATE presence SET told_at = clock_timestamp() WHERE request_number = $1 AND staff_id = $2
AND coalesce(told_at < clock_timestamp() - $3 * interval '1 second', true) RETURNING true
"""


@dataclass(frozen=True, slots=True)
class Other:
    """A colleague who has the same request open. `typing`: what they write at this moment, empty: nothing."""

    name: str
    typing: Typing | Literal[""]


async def be_here(tx: Tx, staff: Staff, number: int) -> None:
    """This person has the page open. Check that they may read it before."""
    await tx.execute(_HERE, number, staff.id, None)


async def others_here(reader: Reader, staff: Staff, number: int) -> list[Other]:
    """Everybody else; another tab of the same person is nobody else."""
    rows = await reader.rows(_OTHERS, number, staff.id, TYPING_SECONDS, OPEN_SECONDS)
    return [Other(row["name"], row["typing"] if row["types"] else "") for row in rows]


async def types(tx: Tx, staff: Staff, number: int, what: Typing) -> bool:
    """They touched a key. The client sees "typing…" while the owner writes an answer, never for a note, never for anybody else.

    Answers whether the client's chat was told now. Nothing happens where the request may not be read.
    """
    row = await _readable(tx, staff, number)
    if row is None:
        return False
    await tx.execute(_HERE, number, staff.id, what)
    request = as_request(row)
    if what != "answer" or request.agent_id != staff.id or request.state == "closed" or request.chat_id is None:
        return False
    blocked = await tx.value("SELECT blocked_at IS NOT NULL FROM chat WHERE chat_id = $1", request.chat_id)
    if blocked or not await tx.value(_TURN, number, staff.id, TELL_SECONDS):
        return False
    # Last in every line, and worth nothing after a few seconds: it never delays an answer.
    mail = Mail(request.chat_id, "sendChatAction", {"action": "typing"}, kind="bulk", valid_for=TELL_SECONDS)
    tx.send(mail)
    return True


async def _readable(reader: Reader, staff: Staff, number: int) -> Any:
    condition, args = Viewer("staff", staff=staff).condition(2)
    return await reader.row(f"SELECT r.* FROM request r WHERE r.number = $1 AND {condition}", number, *args)
