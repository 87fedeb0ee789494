"""Clients' cards, as other systems keep them."""

from datetime import date

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms import ClientForm
from handlers.web.api.phones import phone_of
from handlers.web.api.referring import known_ref, path_ref
from handlers.web.api.rendering import client_shape
from services.clients.linking import client_by_ref, clients_by_phone, list_clients, put_client
from services.errors import Refused, invalid
from services.storage.tx import Tx

_OLDEST = date(1900, 1, 1)


async def store_client(call: Call, tx: Tx, form: ClientForm) -> Answer:
    """PUT /clients/{ref}."""
    ref = path_ref(call)
    if form.birthday and not _OLDEST <= form.birthday <= tx.now.date():
        raise invalid("birthday", "not a date in somebody's life")
    client, created = await put_client(
        tx, ref, name=form.name.strip(), phone=phone_of(form.phone), birthday=form.birthday, tier=form.tier,
        clears={name for name in form.model_fields_set if getattr(form, name) is None}, proof=call.token.proof,
    )  # fmt: skip
    return Answer(201 if created else 200, client_shape(client))


async def show_client(call: Call) -> Answer:
    """GET /clients/{ref}."""
    async with call.desk.db.read() as reader:
        client = await client_by_ref(reader, known_ref(call))
    if client is None:
        raise Refused("not-found")
    return Answer(200, client_shape(client))


async def find_clients(call: Call) -> Answer:
    """GET /clients: who has this phone, or everybody."""
    query = call.query
    async with call.desk.db.read() as reader:
        if query.phone is not None:
            clients, following = await clients_by_phone(reader, phone_of(query.phone)), None
        else:
            clients, following = await list_clients(reader, after=query.after, limit=query.limit)
    return Answer(200, shapes.Clients(items=[client_shape(client) for client in clients], next=following))
