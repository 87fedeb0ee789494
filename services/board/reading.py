"""The whole board, in few questions. Who may see it is asked before: it is for those who read all (R3, G5)."""

from services.board.day import today
from services.board.models import Board, Scope
from services.board.people import people
from services.board.present import about_to_break, promises, waiting
from services.labelling.repeats import over_time
from services.storage.reader import Reader


async def load_board(reader: Reader, scope: Scope, limit: int) -> Board:
    """As it is now. `limit`: how many requests one may have in hand who has no limit of their own."""
    now, day = await waiting(reader, scope), await today(reader, scope)
    return Board(
        waiting=now, people=await people(reader, scope, limit, day), promises=await promises(reader, scope),
        owed=await about_to_break(reader, scope), day=day.told(scope, now.unanswered),
        over_time=await over_time(reader, scope),
    )  # fmt: skip
