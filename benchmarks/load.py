"""The generator: many persons write to a webhook, and each update counts as done when it is acknowledged and answered."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from benchmarks.stub import Stub

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_REQUEST = (
    b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: %s\r\n"
    b"Content-Length: %d\r\n\r\n%s"
)
# A text message as Telegram delivers it.
_UPDATE = (
    '{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"\\u0410\\u043d\\u043d\\u0430",'
    '"last_name":"\\u0421\\u043c\\u0438\\u0440\\u043d\\u043e\\u0432\\u0430","username":"anna%d","language_code":"ru"},'
    '"chat":{"id":%d,"first_name":"\\u0410\\u043d\\u043d\\u0430","last_name":"\\u0421\\u043c\\u0438\\u0440\\u043d\\u043e\\u0432'
    '\\u0430","username":"anna%d","type":"private"},"date":%d,"text":"\\u043f\\u0440\\u0438\\u0432\\u0435\\u0442"}}'
)
FIRST_PERSON = 5_000_000_000
_MOMENT = 0.001  # seconds between looks at the clock when the rate is fixed


@dataclass(frozen=True, slots=True)
class Target:
    """A bot's webhook. `persons` take turns, from the person `first` on; every `silent`-th of them gets no answer (0: all get one)."""

    url: str
    secret: str
    persons: int
    first: int = FIRST_PERSON
    silent: int = 0


@dataclass(slots=True, eq=False)
class _Way:
    """An update on its way."""

    began: float
    acknowledged: bool = False
    answered: bool = False


@dataclass
class Tally:
    """What was done: moment of completion and seconds it took."""

    done: list[tuple[float, float]] = field(default_factory=list)
    refused: int = 0
    sent: int = 0


class Load:
    """One run against one target. `update_id` goes on from run to run."""

    update_id = 0

    def __init__(self, stub: Stub, target: Target, connections: int) -> None:
        self.tally = Tally()
        self.on_done: Callable[[], None] = lambda: None
        self._target = target
        self._size = connections
        self._free: deque[_Client] = deque()
        self._late: deque[float] = deque()
        self._ways: dict[int, _Way] = {}
        stub.on_message = self._answered

    async def open(self) -> None:
        """Connect."""
        url = urlsplit(self._target.url)
        for _ in range(self._size):
            _, client = await asyncio.get_running_loop().create_connection(_Client, url.hostname or "", url.port or 80)
            self._free.append(client)
        self._clients = list(self._free)

    async def close(self) -> None:
        """Wait for what is on its way, up to 10 s, and disconnect."""
        for _ in range(1000):
            if not self._ways and not self._late:
                break
            await asyncio.sleep(0.01)
        for client in self._clients:
            client.transport.close()

    @property
    def under_way(self) -> int:
        """How many are not done yet."""
        return len(self._ways) + len(self._late)

    def launch(self, due: float) -> None:
        """One update, counted from the moment it was due; it waits when every connection is busy, or everybody waits for an answer."""
        if not self._free or len(self._ways) >= self._target.persons:
            self._late.append(due)
            return
        person = self._person()
        way = self._ways[person] = _Way(due, answered=bool(self._target.silent) and person % self._target.silent == 0)
        client = self._free.popleft()
        client.send(self._request(person), lambda status: self._acknowledged(client, person, way, status))
        self.tally.sent += 1

    def _person(self) -> int:
        """The next one of whom nothing is on its way."""
        while True:
            Load.update_id += 1
            person = self._target.first + Load.update_id % self._target.persons
            if person not in self._ways:
                return person

    def _request(self, person: int) -> bytes:
        number, url = Load.update_id, urlsplit(self._target.url)
        body = (_UPDATE % (number, number, person, person, person, person, int(time.time()))).encode()
        return _REQUEST % (url.path.encode(), url.netloc.encode(), self._target.secret.encode(), len(body), body)

    def _acknowledged(self, client: "_Client", person: int, way: _Way, status: bytes) -> None:
        self._free.append(client)
        if status != b"200":
            self.tally.refused += 1
            self._ways.pop(person, None)
            self.on_done()
        else:
            way.acknowledged = True
            self._check(person, way)
        self._make_good()

    def _make_good(self) -> None:
        if self._late:
            self.launch(self._late.popleft())

    def _answered(self, person: int) -> None:
        if way := self._ways.get(person):
            way.answered = True
            self._check(person, way)
            self._make_good()

    def _check(self, person: int, way: _Way) -> None:
        if way.acknowledged and way.answered:
            del self._ways[person]
            now = time.perf_counter()
            self.tally.done.append((now, now - way.began))
            self.on_done()


class _Client(asyncio.Protocol):
    """A connection that carries one request at a time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self._buffer = b""
        self._then: Callable[[bytes], None] | None = None

    def send(self, request: bytes, then: Callable[[bytes], None]) -> None:
        self._then = then
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        found = _LENGTH.search(self._buffer, 0, end) if end >= 0 else None
        if end < 0 or len(self._buffer) < end + 4 + (int(found[1]) if found else 0):
            return
        status, self._buffer = self._buffer[9:12], b""
        then, self._then = self._then, None
        if then:
            then(status)

    def connection_lost(self, error: Exception | None) -> None:
        if self._then:
            raise ConnectionError("the server hung up on an update") from error


async def closed(load: Load, inflight: int, seconds: float) -> None:
    """So many on their way all the time: the greatest rate."""
    running = True

    def again() -> None:
        if running:
            load.launch(time.perf_counter())

    load.on_done = again
    for _ in range(inflight):
        again()
    await asyncio.sleep(seconds)
    running = False


async def paced(load: Load, rate: float, seconds: float) -> None:
    """So many a second, evenly, whatever becomes of them."""
    began, sent = time.perf_counter(), 0
    while (now := time.perf_counter()) < began + seconds:
        while began + sent / rate <= now:
            load.launch(began + sent / rate)
            sent += 1
        await asyncio.sleep(_MOMENT)
