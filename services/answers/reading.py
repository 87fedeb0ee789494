"""The typical answers that suit a request."""

from dataclasses import dataclass

from services.catalog.models import in_language
from services.storage.reader import Reader, Row

# Those of the request's own type first, then those of its unit.
_SUITABLE = """
SELECT id, title, body FROM typical_answer
WHERE active AND (type IS NULL OR type = $1) AND (unit_id IS NULL OR unit_id = $2)
ORDER BY type IS NULL, unit_id IS NULL, position, id LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer to choose: the title for the agent, the body in the client's language."""

    id: int
    title: str
    body: str


async def answers_for(
    reader: Reader, *, request_type: str, unit_id: int | None, language: str, client_language: str
) -> list[Offered]:
    """What suits a request of this type and unit; the title in the agent's `language`, the body in the client's."""
    rows = await reader.rows(_SUITABLE, request_type, unit_id)
    return [_offered(row, language, client_language) for row in rows]


async def one_answer(reader: Reader, answer_id: int, client_language: str) -> str | None:
    """The words of one answer that is in use."""
    row = await reader.row("SELECT body FROM typical_answer WHERE id = $1 AND active", answer_id)
    return in_language(row["body"], client_language) if row else None


def _offered(row: Row, language: str, client_language: str) -> Offered:
    return Offered(row["id"], in_language(row["title"], language), in_language(row["body"], client_language))
