"""Units."""

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from services.storage.paging import parse_cursor
from services.units import Unit, all_units


async def list_units(call: Call) -> Answer:
    """GET /units, in the order they were made."""
    _, last = parse_cursor(call.query.after)
    async with call.desk.db.read() as reader:
        units = sorted((unit for unit in await all_units(reader) if unit.id > last), key=lambda unit: unit.id)
    page = units[: call.query.limit]
    following = f"0-{page[-1].id}" if len(units) > len(page) else None
    return Answer(200, shapes.Units(items=[_unit(unit, call.language) for unit in page], next=following))


def _unit(unit: Unit, language: str) -> shapes.Unit:
    return shapes.Unit(
        code=unit.code, **unit.named(language), time_zone=unit.time_zone, phone=unit.phone, leading=unit.leading
    )  # fmt: skip
