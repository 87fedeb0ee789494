"""An agent's own typical answers: nobody else sees or changes them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from services.answers.editing import body_of
from services.editing import checked, spoken
from services.errors import Refused, invalid
from services.staff.models import Staff
from services.staff.rights import demand
from services.storage.reader import Reader
from services.storage.tx import Tx

MOST = 50  # of one person


async def own_answers(reader: Reader, staff: Staff) -> list[dict[str, Any]]:
    """This person's, by title."""
    rows = await reader.rows("SELECT id, title, body FROM typical_answer WHERE staff_id = $1 ORDER BY position, id", staff.id)
    return [dict(row) for row in rows]


async def add_own(tx: Tx, staff: Staff, *, title: Mapping[str, str], body: Mapping[str, str]) -> int:
    """A new one; returns its id. Raises Refused `forbidden` for who answers nobody, `invalid`."""
    demand(staff.takes_requests)
    await tx.execute("SELECT FROM staff WHERE id = $1 FOR NO KEY UPDATE", staff.id)
    if await tx.value("SELECT count(*) FROM typical_answer WHERE staff_id = $1", staff.id) >= MOST:
        raise invalid("title.ru", "too many")
    values = _checked(title, body)
    sql = "INSERT INTO typical_answer (title, body, staff_id) VALUES ($1, $2, $3) RETURNING id"
    answer_id = int(await tx.value(sql, values["title"], values["body"], staff.id))
    tx.event("own_answer.added", staff.actor, answer=answer_id)
    return answer_id


async def change_own(tx: Tx, staff: Staff, answer_id: int, *, title: Mapping[str, str], body: Mapping[str, str]) -> None:
    """New words. Raises Refused `not-found` for anybody else's, `invalid`."""
    values = _checked(title, body)
    sql = "UPDATE typical_answer SET title = $3, body = $4 WHERE id = $1 AND staff_id = $2 RETURNING id"
    if await tx.value(sql, answer_id, staff.id, values["title"], values["body"]) is None:
        raise Refused("not-found")
    tx.event("own_answer.changed", staff.actor, answer=answer_id)


async def remove_own(tx: Tx, staff: Staff, answer_id: int) -> None:
    """Raises Refused `not-found` for anybody else's."""
    if await tx.value("DELETE FROM typical_answer WHERE id = $1 AND staff_id = $2 RETURNING id", answer_id, staff.id) is None:
        raise Refused("not-found")
    tx.event("own_answer.removed", staff.actor, answer=answer_id)


def _checked(title: Mapping[str, str], body: Mapping[str, str]) -> dict[str, Any]:
    return checked({"title": partial(spoken, "title", title), "body": partial(body_of, body)})
