"""The live view: what happened to requests the viewer may read, as server-sent events, within a second.

An event only says which request changed; the page fetches the parts concerned, so nothing can be lost or doubled on the screen.
"""

import asyncio
import json
from collections.abc import Iterator

import structlog
from aiohttp import hdrs, web

from handlers.web.console.keys import SESSION, TAIL
from handlers.web.console.tail import QUEUE, Happening, Key, Tail, happenings, key_of
from handlers.web.keys import desk_of
from services.distribution.line import still_here
from services.errors import Refused
from services.events import last_cursor, list_events
from services.requests.view import Viewer
from services.staff.models import Staff
from services.staff.sessions import still_valid
from services.storage.database import is_outage
from services.storage.reader import Reader
from services.watch.reading import Unseen, unseen

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 15.0
HINT_SECONDS = 2.0
CATCH_UP_PAGES = 5
_NOTICES = "notices"


async def live(request: web.Request) -> web.StreamResponse:
    """The stream. It ends with the session, with the process, and when the database is away: browsers come back by themselves."""
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"})
    try:
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        await _Stream(request, response).run()
    except Exception as error:
        if is_outage(error):  # a connection that is gone counts as one: OSError
            log.debug("live view ended", error=type(error).__name__)
        else:
            log.exception("a live view failed")
    return response


class _Stream:
    """One connection."""

    def __init__(self, request: web.Request, response: web.StreamResponse) -> None:
        self._request = request
        self._response = response
        self._session = request[SESSION]
        self._db = desk_of(request).db
        self._tail: Tail = request.app[TAIL]
        self._position: Key = (0, 0)
        self._wrote_at = self._hinted_at = float("-inf")
        self._hints: set[str] = set()
        self._unseen: Unseen | None = None  # as it was told last

    async def run(self) -> None:
        await self._tail.refresh()
        await self._begin()
        nudged = False
        while not self._tail.closing and not self._gone():
            fresh = self._tail.after(self._position)
            if fresh is None:
                await self._catch_up()
            elif not await self._tell(fresh):
                return
            nudged = await self._tail.wait(nudged=nudged)

    def _gone(self) -> bool:
        transport = self._request.transport
        return transport is None or transport.is_closing()

    async def _begin(self) -> None:
        asked = self._request.headers.get("Last-Event-ID") or self._request.query.get("after", "")
        try:
            self._position = key_of(asked) if asked else self._tail.cursor
        except Refused:
            self._position = self._tail.cursor
            asked = ""
        if not asked:
            await self._write(f"id: {self._cursor}\nevent: reset\ndata: {{}}\n\n")

    @property
    def _cursor(self) -> str:
        return f"{self._position[0]}-{self._position[1]}"

    async def _catch_up(self) -> None:
        """Read the log itself up to where the shared tail can take over; after too long an absence: begin anew."""
        for _ in range(CATCH_UP_PAGES):
            async with self._db.read() as reader:
                page = await list_events(reader, Viewer("all"), after=self._cursor, limit=200)
                missed = await happenings(reader, page.rows)
            if not await self._tell(missed):
                return
            if page.rows:
                self._position = (int(page.rows[-1]["xid"]), page.rows[-1]["id"])
            if page.next is None:
                self._position = max(self._position, self._tail.cursor)
                return
        async with self._db.read() as reader:
            self._position = key_of(await last_cursor(reader))
        await self._write(f"id: {self._cursor}\nevent: reset\ndata: {{}}\n\n")

    async def _tell(self, fresh: list[Happening]) -> bool:
        """Changes of readable requests one by one; that the queue or the visits have changed, now and then. False when the session
        is over."""
        now = asyncio.get_running_loop().time()
        staff = self._session.staff
        lines = [_line(happening, staff) for happening in fresh if happening.seen_by(staff)]
        self._hints |= {hint for happening in fresh for hint in _hints(happening, staff)}
        if fresh:
            self._position = fresh[-1].key
        hints: set[str] = set()
        if self._hints and now - self._hinted_at >= HINT_SECONDS:
            hints, self._hints, self._hinted_at = self._hints, set(), now
        if not lines and not hints and now - self._wrote_at < HEARTBEAT_SECONDS:
            return True
        async with self._db.read() as reader:
            session = await still_valid(reader, self._session)
            if session is not None:
                await still_here(reader, session.staff.id)
                if _NOTICES in hints and not await self._told_something(reader):
                    hints.discard(_NOTICES)
        lines += [f"event: {hint}\ndata: {{}}\n\n" for hint in sorted(hints)]
        if session is None:
            await self._write("event: over\ndata: {}\n\n")
            return False
        self._session = session  # what they may read may have changed
        await self._write("".join(lines) or f"id: {self._cursor}\n\n")
        return True

    async def _told_something(self, reader: Reader) -> bool:
        """Whether this person has something new; it may have been others who were told."""
        before, self._unseen = self._unseen, await unseen(reader, self._session.staff.id)
        return self._unseen != before

    async def _write(self, text: str) -> None:
        self._wrote_at = asyncio.get_running_loop().time()
        await self._response.write(text.encode())


def _line(happening: Happening, staff: Staff) -> str:
    """`own`: done by whoever looks, here or in another tab; `to_me`: the request has just been given to them."""
    data = json.dumps({
        "number": happening.number, "type": happening.type, "own": happening.actor == staff.actor,
        "to_me": happening.given_to == staff.login,
    })  # fmt: skip
    return f"id: {happening.cursor}\nevent: request\ndata: {data}\n\n"


def _hints(happening: Happening, staff: Staff) -> Iterator[str]:
    if happening.type in QUEUE and happening.subject.startswith(("request:", f"staff:{staff.login}")):
        yield "queue"
    if happening.type == "staff.told":
        yield _NOTICES
    if happening.subject.startswith("appointment:") and staff.works_in(happening.unit_id):
        yield "visits"
