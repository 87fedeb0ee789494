"""Scripts, for programs that fill in what they know and close with a result."""

from handlers.web.api.call import Answer, Call
from handlers.web.api.requests import known_unit
from handlers.web.api.shapes_scripts import Script as Shape
from handlers.web.api.shapes_scripts import Scripts
from services.requests.models import TYPES
from services.scripts.models import Script
from services.scripts.reading import scripts_of
from services.storage.paging import parse_cursor


async def list_scripts(call: Call) -> Answer:
    """GET /scripts."""
    _, last = parse_cursor(call.query.after)
    async with call.desk.db.read() as reader:
        unit = await known_unit(reader, call.query.unit)
        found = await scripts_of(reader, unit.id if unit else None)
    wanted = [name for place, name in enumerate(TYPES, 1) if place > last and call.query.type in {None, name}]
    page = wanted[: call.query.limit]
    following = f"0-{TYPES.index(page[-1]) + 1}" if len(wanted) > len(page) else None
    return Answer(200, Scripts(items=[_shape(found[name], unit.code if unit else None) for name in page], next=following))


def _shape(script: Script, unit: str | None) -> Shape:
    own_unit = unit if script.unit_id is not None else None
    return Shape.model_validate({"type": script.type, "unit": own_unit, "own": script.own, **script.as_json()})
