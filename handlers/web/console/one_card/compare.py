"""Two cards side by side: what differs, what would stay, and the two decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.once import carried_out
from handlers.web.console.one_card.offers import signs_told
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import Place, Words, place_of
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
from services.errors import Refused
from services.events import last_cursor
from services.finding import leads_for
from services.garage.models import vehicle_title
from services.garage.queries import vehicles_of
from services.recognising.cards import CHOSEN, Card, cards_to_compare, may_merge, two_phones, usual_choice
from services.recognising.likely import likeness_of, not_the_same
from services.recognising.merging import merge, seen_as
from services.recognising.undoing import UNDO
from services.storage.reader import Reader
from services.texts import date_words
from services.units import all_units


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison: the same thing on both cards. `choice`: the field of the form that says which stays."""

    label: str
    kept: str
    joined: str
    choice: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.kept != self.joined


async def page(request: web.Request) -> web.StreamResponse:
    """The comparison. Who does not lead a request of these clients leaves a trace of having looked."""
    return await _page(request)


async def _page(request: web.Request, refused: Refused | None = None) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        kept, joined = await cards_to_compare(reader, staff, *_ids(request), words.now)
        alike = await likeness_of(reader, kept.id, joined.id)
        units = await all_units(reader)
        place = place_of(units[0] if units else None, words.language)
        lines = await _lines(reader, kept, joined, words, place)
        allowed = await may_merge(reader, staff, kept, joined, alike)
        unled = [each for each in (kept, joined) if not await leads_for(reader, staff, each.id)]
        rail = await load_rail(reader, desk, staff, words)
    if refused is None:
        async with desk.db.tx(actor=staff.actor) as tx:
            for each in unled:
                tx.event("client.read", each.subject, via="compare")
    typed = form_of(request) if refused else Form()
    return render(
        request, "one_card/compare.html", status=STATUS.get(refused.code, 409) if refused else 200, cursor=cursor, rail=rail, current=None,
        kept=kept, joined=joined, lines=lines, alike=alike, signs=signs_told(alike.signs, words), allowed=allowed,
        two_phones=two_phones(kept, joined), seen=seen_as(kept, joined), days=UNDO.days, place=place,
        chosen={**usual_choice(kept, joined), **{name: typed[name] for name in CHOSEN if typed[name] in {"kept", "joined"}}},
        reason=typed["reason"], mistakes=words.mistakes(refused) if refused else {}, why=words.refusal(refused) if refused else "",
    )  # fmt: skip


def _ids(request: web.Request) -> tuple[str, str]:
    return request.match_info["client"], request.match_info["other"]


async def _lines(reader: Reader, kept: Card, joined: Card, words: Words, place: Place) -> list[Line]:
    told: list[tuple[str, Any]] = [
        ("name", lambda card: card.name),
        ("phone", lambda card: _phone(card, words)),
        ("phone-typed", lambda card: words.phone(card.phone_unverified) if card.phone_unverified else ""),
        ("tier", lambda card: card.tier or ""),
        ("birthday", lambda card: words("card-date", date=card.birthday.strftime("%d.%m.%Y")) if card.birthday else ""),
        ("language", lambda card: words.label("language", card.language)),
        ("chats", lambda card: _joined(card.chats)),
        ("refs", lambda card: _joined(card.refs)),
        ("consents", lambda card: _joined(words.label("consent", kind) for kind in card.consents)),
        ("visits", lambda card: str(card.visits)),
        ("orders", lambda card: str(card.orders)),
        ("requests", lambda card: words("compare-open", count=card.requests, open=card.open_requests)),
        ("last-seen", lambda card: date_words(words.language, card.last_seen, place.zone, words.now) if card.last_seen else ""),
        ("since", lambda card: date_words(words.language, card.created_at, place.zone, words.now)),
    ]  # fmt: skip
    lines = [Line(words(f"compare-{name}"), tell(kept), tell(joined), name if name in CHOSEN else "") for name, tell in told]
    cars = [_joined(vehicle_title(car, words.language) + (f", {car.vin}" if car.vin else "") for car in await vehicles_of(reader, card.id))
            for card in (kept, joined)]  # fmt: skip
    lines.insert(8, Line(words("compare-cars"), *cars))
    return lines


def _phone(card: Card, words: Words) -> str:
    """With whose word it stands on."""
    if not card.phone:
        return ""
    return f"{words.phone(card.phone)}, {words(f'phone-by-{card.phone_by}' if card.phone_by else 'phone-unverified')}"


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)


async def join(request: web.Request) -> web.StreamResponse:
    """Make one card of the two."""
    staff, form = staff_of(request), form_of(request)
    one, other = _ids(request)

    async def act(tx: Any) -> str:
        kept = await merge(
            tx,
            staff,
            one,
            other,
            reason=form["reason"],
            chosen={name: form[name] for name in CHOSEN},
            seen=form.optional("seen"),
        )
        return f"/console/clients/{kept.public_id}?done=joined"

    return await carried_out(request, act, _page)


async def differ(request: web.Request) -> web.StreamResponse:
    """They are two people: not offered again."""
    staff = staff_of(request)
    one, other = _ids(request)

    async def act(tx: Any) -> str:
        cards = await cards_to_compare(tx, staff, one, other, tx.now)
        await not_the_same(tx, staff, cards[0].id, cards[1].id)
        return f"/console/clients/{one}?done=different"

    return await carried_out(request, act, _page)


async def back(request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page."""
    one, other = _ids(request)
    raise web.HTTPSeeOther(f"/console/clients/{one}/compare/{other}")
