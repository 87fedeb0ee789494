"""A client's own page: who it is, channels, vehicles, visits, orders, requests (R1, P2)."""

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.one_card.offers import offers
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.visits.card import About, belongings
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from services.clients.linking import client_by_public_id
from services.clients.models import Client
from services.errors import Refused
from services.events import last_cursor
from services.finding import leads_for, meets
from services.recognising.undoing import merges_of
from services.requests.board import earlier_requests
from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.reader import Reader
from services.units import all_units

_REQUESTS = 30


async def page(request: web.Request) -> web.StreamResponse:
    """The card. Who does not lead a request of this client leaves a trace of having looked (goals, "Security")."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.page() as reader:
        cursor = await last_cursor(reader)
        client = await _client(reader, staff, request.match_info["client"])
        card = await belongings(reader, client.id, About(), words)
        requests = await earlier_requests(reader, client.id, 0, Viewer("staff", staff=staff), _REQUESTS)
        units = await all_units(reader)
        leads = await leads_for(reader, staff, client.id)
        same = await offers(reader, staff, client.id, words) if leads or staff.reads_all else {"same": ()}
        merges = await merges_of(reader, staff, client.id, words.now)
        rail = await load_rail(reader, desk, staff, words)
    if not leads:
        async with desk.db.tx(actor=staff.actor) as tx:
            tx.event("client.read", f"client:{client.public_id}")
    return render(
        request, "client.html", cursor=cursor, rail=rail, current=None, client=client, requests=requests,
        place=place_of(units[0] if units else None, words.language), merges=merges, card_id=client.public_id,
        done=_done(request), **same, **card,
    )  # fmt: skip


def _done(request: web.Request) -> str:
    """What has just been done with the card."""
    done = request.query.get("done", "")
    return done if done in {"joined", "different", "parted"} else ""


async def _client(reader: Reader, staff: Staff, public_id: str) -> Client:
    client = await client_by_public_id(reader, public_id)
    if client is None or not await meets(reader, staff, client.id):
        raise Refused("not-found")
    return client
