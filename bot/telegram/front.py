"""The short way in: Telegram's deliveries are read off the connection and stored; everything else on the port is aiohttp's.

The HTTP server costs a tenth of the time that a whole update takes, and all that a delivery needs of it is: a secret, a length, a body,
"200". A connection begins here, and as long as it brings nothing but well-formed deliveries it stays. Whatever is out of the ordinary
(another path, a wrong secret, an update that cannot be stored, two requests at once, bytes that are no HTTP) goes to aiohttp with every
byte that has come, so there is one place that knows how to refuse.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol, cast

import httptools
import structlog

log = structlog.get_logger(__name__)

PATH = "/telegram/webhook"
LARGEST = 1 << 20
QUIET_SECONDS = 75.0  # as long as Telegram or a proxy may keep a line without a word
_BEGINNING = f"POST {PATH} ".encode()
_SECRET = b"x-telegram-bot-api-secret-token"
_HEAD = 1 << 14
_STORED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"

MakeProtocol = Callable[[], asyncio.BaseProtocol]


class Deliveries(Protocol):
    """What knows the secret and stores: `Webhook`."""

    def knows(self, given: bytes) -> bool:
        """Whether this is the secret."""
        ...

    async def take(self, body: bytes) -> None:
        """Store an update; raises when that is not possible now."""
        ...


class Door:
    """Makes the connections of one listening port, and ends them. `others` is aiohttp's server."""

    def __init__(self, others: MakeProtocol, deliveries: Deliveries) -> None:
        self.others = others
        self.deliveries = deliveries
        self._open: set[Front] = set()

    def __call__(self) -> "Front":
        """A new connection, by the event loop."""
        front = Front(self)
        self._open.add(front)
        return front

    def left(self, front: "Front") -> None:
        """It ended, or is aiohttp's from now on."""
        self._open.discard(front)

    async def close(self, seconds: float) -> None:
        """End the connections: idle ones now, the others after their answer."""
        if working := [front.work for front in list(self._open) if front.end() and front.work]:
            await asyncio.wait(working, timeout=seconds)


class Front(asyncio.Protocol):
    """One connection."""

    def __init__(self, door: Door) -> None:
        self.work: asyncio.Task[None] | None = None
        self._door = door
        self._transport: asyncio.Transport | None = None
        self._ending = False
        self._later = b""
        self._heard_at = 0.0
        self._watch: asyncio.TimerHandle | None = None
        self._new()

    def _new(self) -> None:
        """Ready for the next request."""
        self._raw = bytearray()
        self._body = bytearray()
        self._parser: httptools.HttpRequestParser | None = None
        self._secret = b""
        self._plain = True  # no coding but chunks
        self._headed = False
        self._welcome = False
        self._requests = 0
        self._complete = False
        self._go_on = False
        self._stays = True

    def end(self) -> bool:
        """No more requests; whether there is one to wait for."""
        self._ending = True
        if self.work is None and self._transport is not None:
            self._transport.close()
        return self.work is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """By the event loop."""
        self._transport = cast("asyncio.Transport", transport)
        self._heard_at = asyncio.get_running_loop().time()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """By the event loop. An update that has come whole is stored all the same."""
        del exc
        self._transport = None
        self._leave()

    def data_received(self, data: bytes) -> None:
        """By the event loop."""
        self._heard_at = asyncio.get_running_loop().time()
        if self.work is not None:  # reading is paused; what was under way already waits for its turn
            self._later += data
            return
        self._raw += data
        if not self._is_ours():
            self._hand_over()
            return
        if self._parser is None:
            if len(self._raw) < len(_BEGINNING):
                return
            self._parser, data = httptools.HttpRequestParser(self), bytes(self._raw)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._hand_over()
            return
        self._judge()

    def _is_ours(self) -> bool:
        """As far as can be told: the beginning fits, and it is not too much."""
        return self._raw.startswith(_BEGINNING[: len(self._raw)]) and len(self._raw) <= LARGEST + _HEAD

    def _judge(self) -> None:
        if self._requests > 1 or len(self._body) > LARGEST or not self._fits():
            self._hand_over()
        elif self._complete:
            assert self._transport is not None  # noqa: S101 - data have just come from it
            self._transport.pause_reading()
            self.work = asyncio.get_running_loop().create_task(self._store())
        elif self._headed and self._go_on and self._transport is not None:
            self._go_on = False
            self._transport.write(_GO_ON)

    def _fits(self) -> bool:
        """Whether this is, or may still become, a delivery: no body is kept here for whoever does not know the secret."""
        return self._welcome if self._headed else len(self._raw) <= _HEAD

    async def _store(self) -> None:
        try:
            await self._door.deliveries.take(bytes(self._body))
        except asyncio.CancelledError:  # what stores is being stopped: nothing is promised, and nobody waits for ever
            self.work = None
            if self._transport is not None:
                self._transport.close()
            raise
        except Exception as error:  # noqa: BLE001 - aiohttp's handler tries once more and knows what to say
            log.debug("an update goes the long way", error=type(error).__name__)
            self.work = None
            self._hand_over()
        else:
            self._stored()

    def _stored(self) -> None:
        self.work = None
        if self._transport is None:
            return
        self._transport.write(_STORED)
        if self._ending or not self._stays:
            self._transport.close()
        else:
            self._new()
            self._transport.resume_reading()
            if self._later:
                later, self._later = self._later, b""
                self.data_received(later)

    def _hand_over(self) -> None:
        """From here on aiohttp talks, beginning with the request that is under way."""
        transport, self._transport = self._transport, None
        self._leave()
        if transport is None:
            return
        protocol = cast("asyncio.Protocol", self._door.others())
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        transport.resume_reading()
        protocol.data_received(bytes(self._raw) + self._later)

    def _look(self) -> None:
        """Hang up on who has been silent for long; looked at now and then, which is cheaper than a timer for every word."""
        if self._transport is None:
            return
        loop = asyncio.get_running_loop()
        if self.work is None and loop.time() - self._heard_at >= QUIET_SECONDS:
            self._transport.close()
        else:
            self._watch = loop.call_later(QUIET_SECONDS, self._look)

    def _leave(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self._door.left(self)

    def on_message_begin(self) -> None:
        """By the parser."""
        self._requests += 1

    def on_header(self, name: bytes, value: bytes) -> None:
        """By the parser."""
        lower = name.lower()
        if self._headed:  # behind the body: nothing there counts
            return
        if lower == _SECRET:
            self._secret = value
        elif lower == b"expect":
            self._go_on = True
        elif lower == b"content-encoding" or (lower == b"transfer-encoding" and value.lower() != b"chunked"):
            self._plain = False

    def on_headers_complete(self) -> None:
        """By the parser."""
        if not self._headed:
            self._headed = True
            self._welcome = self._plain and self._door.deliveries.knows(self._secret)

    def on_body(self, body: bytes) -> None:
        """By the parser."""
        if self._requests == 1:
            self._body += body

    def on_message_complete(self) -> None:
        """By the parser."""
        self._complete = True
        self._stays = self._parser is not None and self._parser.should_keep_alive()
