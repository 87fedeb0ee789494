"""The first page of the settings, which leads a new chain through setting up; and the chain's name."""

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.settings.frame import (
    HOME,
    Fields,
    editor_of_chain,
    reader_of_settings,
    saving,
    spoken_fields,
    spoken_in,
)
from handlers.web.console.settings.frame import (
    page as settings_page,
)
from handlers.web.keys import desk_of
from services.editing import spoken
from services.setting_up import Progress, progress
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain
from services.storage.tx import Tx
from services.units import chain


async def page(request: web.Request) -> web.StreamResponse:
    """What there is, and what is still to be done."""
    reader_of_settings(request)
    async with desk_of(request).db.read() as reader:
        state = await progress(reader)
    return settings_page(request, "overview", "overview", state=state, steps=_steps(state))


def _steps(state: Progress) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is done, in the order one does them."""
    bare = state.bare[0] if state.bare else ""
    return [
        ("chain", f"{HOME}/chain", state.named),
        ("units", f"{HOME}/units" if state.units else f"{HOME}/new-unit", bool(state.units)),
        ("resources", f"{HOME}/units/{bare}/resources" if bare else f"{HOME}/units", bool(state.units) and not bare),
        ("works", f"{HOME}/works", bool(state.bookable)),
        ("staff", f"{HOME}/staff" if state.agents else f"{HOME}/new-person", bool(state.agents)),
    ]


async def chain_page(request: web.Request) -> web.StreamResponse:
    """The chain's name."""
    return await _chain(request)


async def _chain(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    editor_of_chain(request)
    async with desk_of(request).db.read() as reader:
        names = await chain.chain_names(reader)
    return settings_page(
        request, "chain", "chain", wrong, forms={"main": Fields(spoken_fields("name", names))}, named=bool(names)
    )


async def _name(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    demand(edits_chain(staff))
    first = not await chain.chain_names(tx)
    await chain.name_chain(tx, spoken("name", spoken_in(form, "name")))
    return f"{HOME}?done=saved" if first else f"{HOME}/chain?done=saved"


name_chain = saving(_name, _chain)
