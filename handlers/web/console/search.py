"""The search: a client by phone, plate, VIN or name, a request or an order by its number. As one types, or on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.events import last_cursor
from services.finding import Findings, FoundClient, find
from services.garage.plates import shown_plate
from services.storage.reader import Reader

_SHOWN_DIGITS = (
    4  # of a phone: enough to tell namesakes apart; the whole number is on the card, and who opened that is on record
)
_CARS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A client in the list. `about`: whatever tells them from others."""

    address: str
    name: str
    about: Sequence[str]
    request: int | None


async def page(request: web.Request) -> web.StreamResponse:
    """With the left side; also for browsers without scripts."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        found = await _found(reader, request, words)
        rail = await load_rail(reader, desk, staff, words)
    return render(request, "search.html", cursor=cursor, rail=rail, current=None, **found)


async def part(request: web.Request) -> web.StreamResponse:
    """What was found, alone."""
    async with desk_of(request).db.read() as reader:
        found = await _found(reader, request, words_of(request))
    return render(request, "parts/found.html", **found)


async def _found(reader: Reader, request: web.Request, words: Words) -> dict[str, Any]:
    typed = request.query.get("q", "")[:200]
    found = await find(reader, staff_of(request), typed) if typed.strip() else Findings()
    return {"q": typed.strip(), "found": found, "people": [_line(client, words) for client in found.clients]}


def _line(client: FoundClient, words: Words) -> Line:
    cars = [", ".join(filter(None, (name, shown_plate(plate) if plate else ""))) for name, plate, _ in client.vehicles]
    about = [_phone(client.phone)] if client.phone else []
    about += [car for car in cars if car][:_CARS]
    if client.by == "vin":
        about += [f"VIN {vin}" for _, _, vin in client.vehicles if vin][:1]
    return Line(f"/console/clients/{client.public_id}", client.name or words("client-unnamed"), about, client.request)


def _phone(number: str) -> str:
    end = number[-_SHOWN_DIGITS:]
    return f"…{end[:2]}-{end[2:]}"
