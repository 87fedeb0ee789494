"""A Bot API of which only the speed is real: raw HTTP/1.1, a fixed answer per method, no checks."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import cast

_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb"chat_id[\"=:\s]+(-?\d+)")  # in a form, in parts of one, or in JSON
_TRUE = b'{"ok":true,"result":true}'
_ME = b'{"ok":true,"result":{"id":424242,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}'
_MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"from":{"id":424242,"is_bot":true,"first_name":"Bench","username":"bench_bot"},'
    b'"chat":{"id":%d,"first_name":"\\u0410\\u043d\\u043d\\u0430","username":"anna","type":"private"},"date":1790000000,'
    b'"text":"\\u041f\\u0440\\u0438\\u0432\\u0435\\u0442"}}'
)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: keep-alive\r\nContent-Length: %d\r\n\r\n%s"


class Stub:
    """What was called. `on_message(chat)` is told of every sendMessage; `arrivals` are their moments. `latency`: seconds per call."""

    def __init__(self) -> None:
        self.messages = 0
        self.arrivals: list[float] = []
        self.on_message: Callable[[int], None] = lambda _: None
        self.latency = 0.0

    async def serve(self) -> int:
        """Listen; returns the port."""
        server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=512)
        return int(server.sockets[0].getsockname()[1])

    def answer(self, method: bytes, body: bytes) -> bytes:
        """The body of the answer."""
        if method != b"sendMessage":
            return _ME if method == b"getMe" else _TRUE
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        self.messages += 1
        self.arrivals.append(time.perf_counter())
        self.on_message(chat)
        return _MESSAGE % (self.messages, chat)


class _Connection(asyncio.Protocol):
    def __init__(self, stub: Stub) -> None:
        self._stub = stub
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while request := self._next():
            if self._stub.latency:  # one call at a time is on a connection
                asyncio.get_running_loop().call_later(self._stub.latency, self._answer, request)
            else:
                self._answer(request)

    def _answer(self, request: tuple[bytes, bytes]) -> None:
        body = self._stub.answer(*request)
        self._transport.write(_HEAD % (len(body), body))

    def _next(self) -> tuple[bytes, bytes] | None:
        """Method and body of a complete request."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head, found = self._buffer[:end], _LENGTH.search(self._buffer, 0, end)
        after = end + 4 + (int(found[1]) if found else 0)
        if len(self._buffer) < after:
            return None
        body, self._buffer = self._buffer[end + 4 : after], self._buffer[after:]
        return head.split(b" ", 2)[1].rpartition(b"/")[2], body
