"""A form takes effect once, however often it is sent: the second time it only leads where the first one did."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.keys import desk_of
from services.errors import Refused
from services.staff.forms import begin_form, end_form
from services.storage.tx import Tx


async def once(request: web.Request, act: Callable[[Tx], Awaitable[str]]) -> str:
    """Carry the form of this POST out by `act`, which answers where to go afterwards. Raises what `act` raises, and Refused
    `invalid` where a file of the form could not be taken."""
    desk, staff, form = desk_of(request), staff_of(request), form_of(request)
    if form.errors:
        raise Refused("invalid", errors=[{"field": name, "reason": reason} for name, reason in form.errors.items()])
    digest = form.digest
    async with desk.db.tx(actor=staff.actor) as tx:
        done = await begin_form(tx, staff, digest)
        if done is None:
            done = await act(tx)
            await end_form(tx, staff, digest, done)
    return done


async def carried_out(
    request: web.Request, act: Callable[[Tx], Awaitable[str]], again: Callable[[web.Request, Refused], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:  # fmt: skip
    """Carry the form out and lead on; what is refused is shown `again` with the form. Raises what nobody can mend there."""
    try:
        target = await once(request, act)
    except Refused as refused:
        if refused.code in {"forbidden", "not-found"}:
            raise
        return await again(request, refused)
    raise web.HTTPSeeOther(target)
