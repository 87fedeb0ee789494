"""Tags of requests."""

from handlers.web.api import shapes_labels
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms import TagsForm
from handlers.web.api.rendering import request_shape
from services.catalog.models import in_language
from services.labelling.putting import set_tags
from services.labelling.reading import list_tags as all_tags
from services.storage.tx import Tx
from services.units import all_units


async def list_tags(call: Call) -> Answer:
    """GET /tags: all of them, those out of use last."""
    async with call.desk.db.read() as reader:
        units = {unit.id: unit.code for unit in await all_units(reader)}
        tags = await all_tags(reader)
    shown = [
        shapes_labels.Tag(
            code=tag.code, name=in_language(tag.name, call.language), unit=units.get(tag.unit_id) if tag.unit_id else None,
            active=tag.active,
        )
        for tag in tags
    ]  # fmt: skip
    return Answer(200, shapes_labels.Tags(items=shown, next=None))


async def put_tags(call: Call, tx: Tx, form: TagsForm) -> Answer:
    """PUT /requests/{number}/tags."""
    staff = None if call.token.scope == "admin" else call.staff
    await set_tags(tx, staff, call.number, form.tags)
    return Answer(200, await request_shape(tx, call.number, call.viewer, call.language, tx.now))
