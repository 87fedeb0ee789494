"""The typical answers that suit a request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.answers.variables import fill, has_variables, values_for
from services.catalog.models import in_language
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

USES_COUNTED = timedelta(days=90)  # how often an answer is used is told for this long
# The person's own first, then those of the request's own type, then those of its unit.
_SUITABLE = """
SELECT id, title, body, staff_id IS NOT NULL AS own FROM typical_answer
WHERE active AND (type IS NULL OR type = $1) AND (unit_id IS NULL OR unit_id = $2) AND (staff_id IS NULL OR staff_id = $3)
ORDER BY staff_id IS NULL, type IS NULL, unit_id IS NULL, position, id LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer to choose: the title for the agent, the body in the client's language with what is known put in.

    `holes`: what is not known, as it stands in the body in braces; `own`: the agent's, not the chain's.
    """

    id: int
    title: str
    body: str
    holes: tuple[str, ...] = ()
    own: bool = False


async def answers_for(reader: Reader, row: Row, staff: Staff, *, language: str, now: datetime) -> list[Offered]:
    """What suits the request `row`; titles in the agent's `language`, bodies in the client's."""
    rows = await reader.rows(_SUITABLE, row["type"], row["unit_id"], staff.id)
    spoken = str(row["language"])
    bodies = {answer["id"]: in_language(answer["body"], spoken) for answer in rows}
    values = await values_for(reader, row, staff, now, spoken) if any(map(has_variables, bodies.values())) else {}
    return [_offered(answer, bodies[answer["id"]], values, language) for answer in rows]


def _offered(row: Row, body: str, values: dict[str, str], language: str) -> Offered:
    filled = fill(body, values)
    return Offered(row["id"], in_language(row["title"], language), filled.words, filled.holes, row["own"])


async def one_answer(reader: Reader, answer_id: int, row: Row, staff: Staff, now: datetime) -> str | None:
    """The words of one answer that is in use, filled for the request `row`; None for what is not offered there to this person."""
    offered = await answers_for(reader, row, staff, language=str(row["language"]), now=now)
    return next((answer.body for answer in offered if answer.id == answer_id), None)


async def count_use(tx: Tx, staff: Staff, number: int, answer_id: int) -> None:
    """An answer that began with this typical one has been given. One that is gone meanwhile counts no more."""
    await tx.execute(
        "INSERT INTO answer_use (answer_id, staff_id, request_number, at) SELECT id, $2, $3, $4 FROM typical_answer WHERE id = $1 "
        "AND (staff_id IS NULL OR staff_id = $2)",
        answer_id, staff.id, number, tx.now,
    )  # fmt: skip


async def uses(reader: Reader, now: datetime) -> dict[int, int]:
    """How often each was given lately, by id."""
    rows = await reader.rows(
        "SELECT answer_id, count(*) AS given FROM answer_use WHERE at >= $1 GROUP BY 1", now - USES_COUNTED
    )
    return {row["answer_id"]: row["given"] for row in rows}
