"""Rules that the chain has, and a unit may have for itself: whose page it is, and the list of both."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from handlers.web.console.words import Words
from services.catalog.models import in_language
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain
from services.storage.reader import Reader
from services.units.editing import unit_to_edit


async def unit_of_page(reader: Reader, request: web.Request, staff: Staff) -> dict[str, Any] | None:
    """The unit of the page; None: the chain. Raises Refused `not-found`, `forbidden`."""
    code = request.match_info.get("code")
    if code is None:
        demand(edits_chain(staff))
        return None
    return await unit_to_edit(reader, staff, code)


def path_of(request: web.Request, root: str) -> str:
    """The page's address; `root` is that of the section."""
    code = request.match_info.get("code")
    return f"{root}/units/{code}" if code else f"{root}/chain"


def listed(units: Sequence[Mapping[str, Any]], own: Mapping[int, str], words: Words) -> list[dict[str, Any]]:
    """Units for the list, the closed ones only if they have rules; `own`: the rules in a few words by the unit's id."""
    return [
        {"code": unit["code"], "title": in_language(unit["name"], words.language), "active": unit["active"], "rules": own.get(unit["id"])}
        for unit in units if unit["active"] or unit["id"] in own
    ]  # fmt: skip
