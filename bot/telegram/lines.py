"""Lines to the Bot API: HTTP/1.1 connections that are kept, each with one call at a time.

A general HTTP client takes a quarter of the time that a whole update costs; what a call of the Bot API needs of it is this: one POST with
JSON, one answer with a length. Proxies, uploads and downloads go the general way (`client.py`).
"""

import asyncio
import socket
import ssl
from collections import deque
from dataclasses import dataclass
from typing import cast

import httptools
from aiohappyeyeballs import start_connection
from yarl import URL

IDLE_SECONDS = 15.0  # less than servers keep a connection: one that ends under a call leaves us in the dark
CONNECT_SECONDS = 10.0
NEXT_ADDRESS_SECONDS = 0.25  # RFC 8305: a network that swallows IPv6 costs no more than this
LARGEST = 1 << 26
_CONTINUE = 200


class NotConnectedError(Exception):
    """Nothing has reached the other side."""


class BrokenError(Exception):
    """The connection ended, or the time was over, after the call had left: nobody knows whether it was made."""


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int = 0
    retry_after: str | None = None
    body: bytes = b""


class Line(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[Answer] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer = Answer()
        self._body: list[bytes] = []
        self._size = 0
        self._has_end = False  # a length or chunks: else the body ends with the connection

    @property
    def usable(self) -> bool:
        """Whether a call may be made."""
        return self._transport is not None and not self._transport.is_closing()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    async def call(self, request: bytes, seconds: float) -> Answer:
        """Send and wait for the answer. Raises BrokenError."""
        assert self._transport is not None  # noqa: S101 - `usable` was asked
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        end = loop.call_later(seconds, self._failed, "TimeoutError")
        self._transport.write(request)
        try:
            return await self._waiter
        except asyncio.CancelledError:
            self.close()
            raise
        finally:
            end.cancel()
            self._waiter = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """By the event loop."""
        self._transport = cast("asyncio.Transport", transport)  # of a stream; uvloop's says nothing about its kind

    def connection_lost(self, exc: Exception | None) -> None:
        """By the event loop."""
        if self._answer.status and not self._has_end and exc is None:
            self.on_message_complete()
        self._transport = None
        self._failed(type(exc).__name__ if exc else "hung up")

    def data_received(self, data: bytes) -> None:
        """By the event loop. What nobody waits for ends the line."""
        if self._waiter is None:
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._failed(type(error).__name__)

    def on_message_begin(self) -> None:
        """By the parser. A second answer to one call would be taken for the answer to the next one."""
        if self._waiter is None or self._waiter.done():
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        """By the parser."""
        match name.lower():
            case b"retry-after":
                self._answer.retry_after = value.decode("ascii", "replace")
            case b"content-length":
                self._has_end = True
            case b"transfer-encoding":
                self._has_end = b"chunked" in value.lower()

    def on_headers_complete(self) -> None:
        """By the parser."""
        self._answer.status = self._parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        """By the parser."""
        self._size += len(body)
        self._body.append(body)
        if self._size > LARGEST:
            self._failed("too large")

    def on_message_complete(self) -> None:
        """By the parser; also for "100 Continue", which is not the answer yet."""
        answer, self._answer = self._answer, Answer()
        if answer.status < _CONTINUE:
            return
        answer.body = b"".join(self._body)
        self._body, self._size = [], 0
        if not (self._has_end and self._parser.should_keep_alive()) and self._transport is not None:
            self._transport.close()
        self._has_end = False
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(answer)

    def _failed(self, why: str) -> None:
        self.close()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(BrokenError(why))


class Lines:
    """Up to `limit` lines to the host of `base`, an http or https address without a slash at its end."""

    def __init__(self, base: str, *, limit: int) -> None:
        url = URL(base)
        if not url.host or url.port is None or url.scheme not in {"http", "https"}:
            raise ValueError("an http or https address with a host is needed")
        self._host, self._port = url.host, url.port
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._path = url.raw_path.rstrip("/")
        shown = f"[{url.host}]" if ":" in url.host else url.raw_host
        self._head = f"Host: {shown}{'' if url.is_default_port() else f':{url.port}'}\r\nContent-Type: application/json\r\n"
        self._idle: deque[Line] = deque()
        self._free = asyncio.Semaphore(limit)
        self._closed = False

    async def post(self, path: str, body: bytes, seconds: float) -> Answer:
        """POST JSON to `base` + `path` (ASCII); the answer may take `seconds`. Raises NotConnectedError or BrokenError."""
        head = f"POST {self._path}{path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n\r\n"
        async with self._free:
            line = self._kept() or await self._opened()
            answer = await line.call(head.encode("ascii") + body, seconds)
            if self._closed:
                line.close()
            elif line.usable:
                line.idle_since = asyncio.get_running_loop().time()
                self._idle.append(line)
            return answer

    def close(self) -> None:
        """Hang up every line that nobody uses; the others end with their call."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> Line | None:
        """The line used last; older ones end when their time is over."""
        oldest = asyncio.get_running_loop().time() - IDLE_SECONDS
        while self._idle and (self._idle[0].idle_since < oldest or not self._idle[0].usable):
            self._idle.popleft().close()
        while self._idle:
            line = self._idle.pop()
            if line.usable:
                return line
        return None

    async def _opened(self) -> Line:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                places = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
                found = await start_connection(places, happy_eyeballs_delay=NEXT_ADDRESS_SECONDS)
                name = self._host if self._tls else None
                _, line = await loop.create_connection(Line, sock=found, ssl=self._tls, server_hostname=name)
                return line
        except (OSError, TimeoutError, ValueError) as error:
            raise NotConnectedError(type(error).__name__) from None
