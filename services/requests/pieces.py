"""Answers that are more than words: a place on the map, a card of a visit or an order, a link to book. The rules of answers hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.booking.availability import offered
from services.bot_name import bot_name
from services.catalog.models import in_language
from services.clients.people import new_public_id
from services.errors import Refused, invalid
from services.outbox.models import Mail
from services.requests.answers import answered, note
from services.requests.calls import want_call
from services.requests.locking import lock_own
from services.requests.messages import add_message
from services.requests.models import Request
from services.requests.notices import about_message, language_of, reachable
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import text
from services.units import Unit, unit_by_code

MOST_WORKS = 8  # of one link


@dataclass(frozen=True, slots=True)
class Piece:
    """One Telegram message. `body`: what the conversation keeps of it, and what is told where there is no Telegram.

    `method`, `params`: the Bot API call without the chat; `details`: see `services.requests.messages.add_message`.
    """

    body: str
    method: str
    params: Mapping[str, Any]
    details: Mapping[str, Any] = field(default_factory=dict)


async def send_piece(tx: Tx, staff: Staff, number: int, piece: Piece) -> tuple[int, str]:
    """Send it to the client; returns the message's id and its delivery, as `answers.answer` does, and raises what that raises."""
    return await _give(tx, staff, await lock_own(tx, staff, number), piece)


async def _give(tx: Tx, staff: Staff, request: Request, piece: Piece) -> tuple[int, str]:
    obstacle = await reachable(tx, request.chat_id)
    delivery = obstacle or "queued"
    message_id = await add_message(
        tx, request.number, "out", author=staff.first_name, staff_id=staff.id, text=piece.body, chat_id=request.chat_id,
        delivery=delivery, details={**piece.details, "parts": ["file"]},
    )  # fmt: skip
    if obstacle is None and request.chat_id is not None:
        mail = Mail(request.chat_id, piece.method, dict(piece.params), "mirror", message_id, about=about_message(message_id))
        tx.send(mail)
    else:
        await want_call(tx, request, piece.body)
    await answered(tx, staff, request)
    tx.event("message.out", request.subject, unit_id=request.unit_id, message=message_id, delivery=delivery)
    return message_id, delivery


async def send_place(tx: Tx, staff: Staff, number: int, unit_code: str) -> tuple[int, str]:
    """Where a station is: a pin on the map, with its name and address. Raises Refused `invalid` on `unit` where its point is not set."""
    request = await lock_own(tx, staff, number)
    unit = await _unit(tx, unit_code)
    if unit.place is None:
        raise invalid("unit", "no place")
    named = unit.named(await language_of(tx, request))
    at = {"latitude": unit.place["lat"], "longitude": unit.place["lon"], "title": named["name"]}
    at["address"] = f"{named['city']}, {named['address']}"
    body = f"{at['title']}\n{at['address']}"
    return await _give(tx, staff, request, Piece(body, "sendVenue", at, {"place": at}))


async def _unit(reader: Reader, code: str) -> Unit:
    unit = await unit_by_code(reader, code) if code else None
    if unit is None:
        raise invalid("unit", "unknown")
    return unit


async def bookable_works(reader: Reader, unit: Unit, language: str) -> list[tuple[str, str]]:
    """Code and title of what can be booked there by the client."""
    return [(work.code, in_language(work.title, language)) for work in await offered(reader, unit)]


async def send_booking_link(tx: Tx, staff: Staff, number: int, *, unit_code: str, works: Sequence[str]) -> tuple[int, str]:
    """A button that opens the booking with these works chosen. It says what is to be booked, never by whom.

    Whoever has no Telegram, or has blocked the bot, gets no message: the link stands in a note (delivery `note`), to be passed on by
    other means. Raises Refused `invalid` on `unit` or `works`, and what `lock_own` raises.
    """
    request = await lock_own(tx, staff, number)
    unit = await _unit(tx, unit_code)
    titles = await _titles(tx, request, unit, works)
    public_id = new_public_id()
    await tx.execute(
        "INSERT INTO offer (public_id, request_number, unit_id, works, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        public_id, number, unit.id, list(works), staff.id, tx.now,
    )  # fmt: skip
    tx.event("offer.made", request.subject, unit_id=request.unit_id, offer=public_id, works=list(works))
    language = await language_of(tx, request)
    named = unit.named(language)
    body = text(
        language, "answering-offer", works="\n".join(f"• {title}" for title in titles), unit=named["name"], city=named["city"]
    )
    if await reachable(tx, request.chat_id) is not None:
        name = await bot_name(tx)
        if not name:
            raise Refused("unavailable")
        told = text(staff.language or "ru", "answering-offer-note", link=f"https://t.me/{name}?start=b_{public_id}")
        return await note(tx, staff, number, text=f"{told}\n\n{body}"), "note"
    press = {"text": text(language, "answering-offer-button"), "callback_data": f"k:{public_id}"}
    params = {"text": body, "reply_markup": {"inline_keyboard": [[press]]}}
    return await _give(tx, staff, request, Piece(body, "sendMessage", params, {"offer": public_id}))


async def _titles(tx: Tx, request: Request, unit: Unit, works: Sequence[str]) -> list[str]:
    known = dict(await bookable_works(tx, unit, await language_of(tx, request)))
    if not works:
        raise invalid("works", "required")
    if len(works) > MOST_WORKS or len(set(works)) < len(works):
        raise invalid("works", "too many")
    if any(code not in known for code in works):
        raise invalid("works", "unknown")
    return [known[code] for code in works]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link to book says."""

    unit_id: int
    works: list[str]


async def open_offer(tx: Tx, public_id: str) -> Offer | None:
    """What this link says, and that it was followed; None where there is none."""
    row = await tx.row(
        "UPDATE offer SET opened_at = coalesce(opened_at, $2) WHERE public_id = $1 RETURNING unit_id, works, request_number",
        public_id, tx.now,
    )  # fmt: skip
    return Offer(row["unit_id"], list(row["works"])) if row else None
