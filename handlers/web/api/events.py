"""What happened, for other systems."""

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from services.events import list_events as read_events


async def list_events(call: Call) -> Answer:
    """GET /events. An event's id is its cursor, so that a reader at the end of the list goes on from the last one it saw."""
    query = call.query
    async with call.desk.db.read() as reader:
        page = await read_events(reader, call.viewer, after=query.after, limit=query.limit)
    items = [
        shapes.Event(
            id=f"{row['xid']}-{row['id']}", type=row["type"], at=row["at"], actor=row["actor"], subject=row["subject"],
            data=row["data"],
        )
        for row in page.rows
    ]  # fmt: skip
    return Answer(200, shapes.Events(items=items, next=page.next))
