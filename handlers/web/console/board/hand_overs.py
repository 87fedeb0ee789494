"""On the board: questions to colleagues without an answer, requests in many hands, and where requests go to and fro (V2, P5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.web.console.questions.shown import named
from handlers.web.console.words import Words
from services.board.models import Scope
from services.consulting.models import Question
from services.consulting.reading import open_in
from services.requests.hands import many_hands, to_and_fro
from services.storage.reader import Reader, Row
from services.units import Unit

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Waits:
    """A question without an answer."""

    number: int
    text: str
    whom: str
    asker: str
    unit: str
    due: datetime | None
    late: bool


async def hand_overs(reader: Reader, scope: Scope, units: Sequence[Unit], words: Words) -> dict[str, Any]:
    """For the board's part of it."""
    names = {unit.id: unit.named(words.language)["name"] for unit in units}
    asked = await open_in(reader, *scope.requests(2), SHOWN)
    many = await many_hands(reader, *scope.requests(2))
    fro = await to_and_fro(reader, scope.now, *scope.requests(3))
    return {
        "asked": [_waits(one, names, words) for one in asked], "many_hands": [_named(row, names, words) for row in many],
        "to_and_fro": [_named(row, names, words) for row in fro],
    }  # fmt: skip


def _named(row: Row, names: dict[int, str], words: Words) -> dict[str, Any]:
    unit = names.get(row["unit_id"]) or words("board-no-unit")
    return {**dict(row), "type": words.label("type", row["type"]), "unit": unit}


def _waits(one: Question, names: dict[int, str], words: Words) -> Waits:
    late = one.standing(words.now) == "overdue"
    return Waits(one.number, one.text, named(one, words), one.asker, names.get(one.unit_id or 0, ""), one.due_at, late)
