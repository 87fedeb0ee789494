"""Requests from outside, and reading them."""

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms import RequestForm
from handlers.web.api.phones import phone_of
from handlers.web.api.rendering import request_shape, request_shapes
from services.clients.linking import card_for_phone, client_by_id
from services.errors import Refused, invalid
from services.looks import request_looked_at
from services.requests import view
from services.requests.intake import submit
from services.requests.locking import lock_request
from services.scripts.filling import hold_card, take_words
from services.scripts.reading import script_of
from services.staff.accounts import staff_by_login
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import known_language
from services.units import Unit, unit_by_code


async def open_request(call: Call, tx: Tx, form: RequestForm) -> Answer:
    """POST /requests (R5): always a new one, in the same queue. Without a `type` the words tell what they can, as in Telegram."""
    phone = phone_of(form.phone)
    unit = await known_unit(tx, form.unit)
    asked = known_language(form.language)
    card = await card_for_phone(tx, phone, (form.name or "").strip(), asked or "ru", call.token.proof)
    client = await client_by_id(tx, card)
    number = await submit(
        tx, client_id=client.id, text=form.text, request_type=form.type, source=form.source.strip(), unit=unit,
        language=asked or client.language, limits=call.desk.limits, author=(form.name or "").strip() or client.name or phone,
        token_id=call.token.id, external_ref=form.external_ref, vehicle=dict(form.vehicle) if form.vehicle else None,
        fields=dict(form.fields or {}),
    )  # fmt: skip
    if form.type is None:
        await _read_words(tx, number, form.text)
    return Answer(201, await request_shape(tx, number, call.viewer, call.language, tx.now))


async def _read_words(tx: Tx, number: int, words: str) -> None:
    """What they tell for the script's fields is known; what came in fields stays, and nobody is asked (P1)."""
    await hold_card(tx, number)
    request = await lock_request(tx, number)
    await take_words(tx, request, await script_of(tx, request.type, request.unit_id), words)


async def list_requests(call: Call) -> Answer:
    """GET /requests."""
    query, viewer = call.query, call.viewer
    if query.state == "queued" and viewer.staff is not None and not viewer.staff.reads_all:
        raise Refused("forbidden")  # W4: agents do not choose
    async with call.desk.db.read() as reader:
        await known_unit(reader, query.unit)
        if query.agent is not None and await staff_by_login(reader, query.agent) is None:
            raise invalid("agent", "unknown")
        if query.tag is not None and not viewer.reads_notes:
            raise Refused("forbidden")  # what staff call it is not for its source
        page = await view.list_requests(
            reader, viewer, state=query.state, request_type=query.type, unit=query.unit, agent=query.agent, tag=query.tag,
            after=query.after, limit=query.limit,
        )  # fmt: skip
        items = await request_shapes(reader, page.rows, viewer, call.language, call.desk.clock.now())
    return Answer(200, shapes.Requests(items=items, next=page.next))


async def show_request(call: Call) -> Answer:
    """GET /requests/{number}."""
    async with call.desk.db.tx(actor=call.token.actor) as tx:
        shape = await request_shape(tx.look(), call.number, call.viewer, call.language, call.desk.clock.now())
        row = await view.request_row(tx.look(), call.number, call.viewer) if call.token.staff else None
        if call.token.staff is not None and row is not None:
            request_looked_at(tx, call.token.staff, row, via="api")
    return Answer(200, shape)


async def known_unit(reader: Reader, code: str | None) -> Unit | None:
    """The unit named in a body or a filter. Raises Refused `invalid` for an unknown one."""
    if code is None:
        return None
    unit = await unit_by_code(reader, code)
    if unit is None:
        raise invalid("unit", "unknown")
    return unit
