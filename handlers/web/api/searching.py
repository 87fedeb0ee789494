"""Finding what was said, for other systems and for agents' own programs."""

from handlers.web.api import shapes_search as shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms_search import SearchQuery
from handlers.web.api.requests import known_unit
from services.archive import Hit, Narrowing, Place, leave_trace, search
from services.errors import invalid
from services.labelling.reading import list_tags
from services.staff.accounts import staff_by_login
from services.storage.reader import Reader
from services.units import all_units


async def search_conversations(call: Call) -> Answer:
    """GET /search. Who looked for what, and what was shown, goes on the audit trail."""
    query: SearchQuery = call.query
    typed = query.q.replace("\x00", " ")
    async with call.desk.db.read() as reader:
        narrowing = await _narrowing(reader, query)
        found = await search(reader, call.viewer, typed, narrowing, order=query.order, after=query.after, limit=query.limit)
        units = {unit.id: unit.code for unit in await all_units(reader)}
    async with call.desk.db.tx(actor=call.token.actor) as tx:
        leave_trace(tx, typed, narrowing, found)
    items = [_shape(hit, units) for hit in (*found.direct, *found.hits)]
    looked_for = [shapes.Replaced(typed=word, instead=instead) for word, instead in found.looked_for]
    return Answer(
        200,
        shapes.Found(
            items=items, next=found.next, looked_for=looked_for, only_some=found.only_some, complete=not found.unfinished
        ),
    )


async def _narrowing(reader: Reader, query: SearchQuery) -> Narrowing:
    """Raises Refused `invalid` where a unit, a person or a tag is not known."""
    unit = await known_unit(reader, query.unit)
    agent = await staff_by_login(reader, query.agent) if query.agent else None
    tag = next((tag for tag in await list_tags(reader) if tag.code == query.tag), None) if query.tag else None
    if query.agent and agent is None:
        raise invalid("agent", "unknown")
    if query.tag and tag is None:
        raise invalid("tag", "unknown")
    return Narrowing(
        unit=unit.id if unit else None, agent=agent.id if agent else None, request_type=query.type or "", state=query.state or "",
        outcome=query.outcome or "", who=query.said or "", files=bool(query.files), since=query.since, until=query.until,
        tag=tag.id if tag else None,
    )  # fmt: skip


def _shape(hit: Hit, units: dict[int, str]) -> shapes.FoundRequest:
    return shapes.FoundRequest(
        number=hit.number, type=hit.type, state=hit.state, outcome=hit.outcome, unit=units.get(hit.unit_id or 0),
        agent=hit.agent[0] if hit.agent else None, created_at=hit.created_at,
        client=shapes.FoundClient(id=hit.client[0], name=hit.client[1]), place=_place(hit.place) if hit.place else None,
        more=hit.more,
    )  # fmt: skip


def _place(place: Place) -> shapes.FoundPlace:
    return shapes.FoundPlace(
        said=place.kind, message=str(place.message) if place.message else None, author=place.author, at=place.at,
        segments=[shapes.Segment(text=text, match=match) for text, match in place.segments],
    )  # fmt: skip
