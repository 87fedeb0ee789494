"""A conversation as one HTML file: nothing from elsewhere in it, every text escaped, made to be printed and kept."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web

from handlers.web.console.attached import extras
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.timeline import days
from handlers.web.console.words import Place, Words, place_of
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.exporting.reading import Exhibit, Export, export
from services.requests.deadlines import unit_of
from services.storage.reader import Row

_STYLE = (Path(__file__).parent / "document.css").read_text(encoding="utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# The page's one style sheet stands in it, so that the file is whole wherever it is opened; nothing else may be loaded or run.
_POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Said:
    """One line. `kind`: in, out, note, system or course; `earlier`: what it said before, and until when."""

    at: datetime
    kind: str
    number: int
    when: str
    who: str
    text: str
    earlier: list[tuple[str, str]]
    about: list[str]


async def page(request: web.Request) -> web.StreamResponse:
    """The document: in the page, or with `?download` as a file; `?notes` puts in what staff said among themselves."""
    desk, staff, words, number = desk_of(request), staff_of(request), words_of(request), number_in(request)
    notes = "notes" in request.query
    async with desk.db.tx(actor=staff.actor) as tx:
        made = await export(tx, staff, desk.files, number, notes=notes)
        unit = await unit_of(tx, made.request["unit_id"])
    place = place_of(unit, words.language)
    response = render(
        request, "answering/document.html", style=_STYLE, row=made.request, place=place, notes=notes,
        chain=in_language(made.chain, words.language) if made.chain else "", unit_name=place.name if made.request["unit_id"] else "",
        lines=sorted((*_messages(made, words, place), *_course(made, words, place)), key=lambda line: line.at),
        files=[_file(file, words) for file in made.files], now=_exact(words.now, place), made_by=staff.name,
        opened=_exact(made.request["created_at"], place),
        closed=_exact(made.request["closed_at"], place) if made.request["closed_at"] else "",
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = _POLICY
    if "download" in request.query:
        response.headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="request-{number}.html"'
    return response


def _exact(at: datetime, place: Place) -> str:
    """`24.11.2026 12:00:05 UTC+03:00`: to the second, with the zone, the same in every language."""
    local = at.astimezone(ZoneInfo(place.zone))
    zone = local.strftime("%z")
    return f"{local:%d.%m.%Y %H:%M:%S} UTC{zone[:3]}:{zone[3:]}"


def _messages(made: Export, words: Words, place: Place) -> Iterator[Said]:
    for row in made.messages:
        earlier = [(_exact(datetime.fromisoformat(old["at"]), place), old["text"]) for old in row["versions"]]
        yield Said(
            row["at"], row["direction"], row["id"], _exact(row["at"], place), _author(row, made, words), row["text"], earlier,
            list(_about(row, words, place)),
        )  # fmt: skip


def _author(row: Row, made: Export, words: Words) -> str:
    if row["direction"] == "system":
        return words("bot")
    if row["direction"] == "in":
        return row["author"] or words("client")
    return made.people.get(row["staff_id"] or 0) or row["author"]


def _about(row: Row, words: Words, place: Place) -> Iterator[str]:
    """Whatever belongs to the message besides its words."""
    if row["delivery"] and row["direction"] != "in":
        yield words(f"delivery-{row['delivery'].replace('_', '-')}")
    if row["edited_at"]:
        yield words("answering-doc-edited", at=_exact(row["edited_at"], place))
    if row["withdrawn_at"]:
        yield words("answering-doc-withdrawn", at=_exact(row["withdrawn_at"], place))
    if row["reply_to"]:
        yield words("answering-doc-reply", number=str(row["reply_to"]))
    more = extras(row["details"], words)
    if more.forwarded:
        yield words("media-forwarded", name=more.forwarded)
    if more.spot:
        yield f"{more.spot.named} {more.spot.coordinates}".strip()
    if row["client_reaction"]:
        yield f"{words('media-reaction-client')} {row['client_reaction']}"
    if row["agent_reaction"]:
        yield f"{words('media-reaction-ours')} {row['agent_reaction']}"


def _course(made: Export, words: Words, place: Place) -> Iterator[Said]:
    """What happened between the messages, in the console's own words. Reasons that staff wrote for each other stay out with the notes."""
    events: list[Any] = [dict(row) for row in made.events]
    if not made.notes:
        events = [
            event | {"data": {name: value for name, value in event["data"].items() if name != "reason"}} for event in events
        ]
    for day in days((), events, words, place):
        for entry in day.entries:
            yield Said(entry.at, "course", 0, _exact(entry.at, place), "", entry.text, [], [])


def _file(file: Exhibit, words: Words) -> dict[str, object]:
    return {
        "message": file.message, "name": file.name, "mime": file.mime, "size": file.size if file.size is not None else "",
        "sha256": file.sha256 or words.label("answering-doc-file", file.state), "replaced": file.replaced,
    }  # fmt: skip
