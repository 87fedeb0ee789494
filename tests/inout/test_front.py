"""The port as it is: deliveries the short way, everything else to aiohttp, byte for byte."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.telegram import front
from bot.telegram.front import LARGEST, PATH, Door

SECRET = "a-secret_1"
ELSEWHERE = b"GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass
class Stored:
    """Stands for the webhook behind both ways: what it is given, and by which of them."""

    short: list[bytes] = field(default_factory=list)
    long: list[bytes] = field(default_factory=list)
    away: bool = False
    hold: asyncio.Event | None = None

    def knows(self, given: bytes) -> bool:
        return given == SECRET.encode()

    async def take(self, body: bytes) -> None:
        if self.hold:
            await self.hold.wait()
        if self.away:
            raise ConnectionError
        self.short.append(body)

    async def handle(self, request: web.Request) -> web.Response:
        if request.path != PATH:
            return web.Response(text="elsewhere")
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return web.Response(status=401)
        try:
            self.long.append(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        return web.Response(text="{}")


@dataclass
class Port:
    """A listening port."""

    stored: Stored
    number: int
    door: Door

    @asynccontextmanager
    async def line(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.number)
        try:
            yield reader, writer
        finally:
            writer.close()

    async def ask(self, *pieces: bytes) -> int:
        """The status of the answer to these pieces on a line of their own."""
        async with self.line() as (reader, writer):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            return (await answer(reader))[0]


@pytest.fixture
async def port() -> AsyncIterator[Port]:
    stored = Stored()
    app = web.Application(client_max_size=LARGEST)
    app.router.add_route("*", "/{rest:.*}", stored.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    assert runner.server
    door = Door(runner.server, stored)
    server = await asyncio.get_running_loop().create_server(door, "127.0.0.1", 0)
    yield Port(stored, server.sockets[0].getsockname()[1], door)
    server.close()
    await door.close(1.0)
    await runner.cleanup()


def post(body: bytes, *lines: str, secret: str = SECRET, path: str = PATH, length: bool = True) -> bytes:
    """A delivery."""
    head = [f"POST {path} HTTP/1.1", "Host: x", f"X-Telegram-Bot-Api-Secret-Token: {secret}", *lines]
    if length:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + body


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of the next answer."""
    async with asyncio.timeout(10):
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head.split()[1])
        if status == 100:
            return status, b""
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        return status, await reader.readexactly(length)


def update(number: int) -> bytes:
    return json.dumps({"update_id": number}).encode()


async def test_deliveries_in_turn_over_one_line(port: Port) -> None:
    """Each is answered when it is stored."""
    async with port.line() as (reader, writer):
        for number in range(3):
            writer.write(post(update(number)))
            assert await answer(reader) == (200, b"{}")
    assert port.stored.short == [update(number) for number in range(3)]


@pytest.mark.parametrize("size", [1, 7, 40])
async def test_in_pieces(port: Port, size: int) -> None:
    """However the network cuts it."""
    whole = post(update(1))
    assert await port.ask(*(whole[at : at + size] for at in range(0, len(whole), size))) == 200
    assert port.stored.short + port.stored.long == [update(1)]


async def test_chunked(port: Port) -> None:
    """A proxy may send a body without a length."""
    assert await port.ask(post(b'5\r\n{"upd\r\n8\r\nate": 1}\r\n0\r\n\r\n', "Transfer-Encoding: chunked", length=False)) == 200
    assert port.stored.short == [b'{"update": 1}']


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (post(b"{}", secret="wrong"), 401),
        (post(b"{}", secret=""), 401),
        (post(b"x" * (LARGEST + 1)), 413),
        (post(b"{}", path=f"{PATH}/more"), 200),
        (ELSEWHERE, 200),
        (b"POST /telegram/webhook nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02 a TLS hello", 400),
    ],
    ids=["wrong secret", "no secret", "too large", "longer path", "elsewhere", "no HTTP", "TLS"],
)
async def test_out_of_the_ordinary(port: Port, request_: bytes, status: int) -> None:
    """aiohttp answers, and nothing is stored."""
    assert await port.ask(request_) == status
    assert not port.stored.short
    assert not port.stored.long


async def test_no_memory_for_strangers(port: Port) -> None:
    """Without the secret nobody's body is kept, and nobody's endless head: the refusal does not wait for the rest."""
    begun = post(b"x" * 999, secret="wrong").replace(b"999\r\n", b"999999\r\n")
    assert await port.ask(begun) == 401
    assert await port.ask(post(b"", f"X-Long: {'x' * (1 << 15)}").removesuffix(b"\r\n\r\n")) == 400
    assert not port.stored.short


async def test_secret_behind_the_body(port: Port) -> None:
    """A trailer is no header."""
    body = f"2\r\n{{}}\r\n0\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n".encode()
    assert await port.ask(post(body, "Transfer-Encoding: chunked", secret="", length=False)) == 401
    assert not port.stored.short


async def test_packed(port: Port) -> None:
    """aiohttp unpacks: what is acknowledged must not be kept as a dead letter."""
    assert await port.ask(post(gzip.compress(update(1)), "Content-Encoding: gzip")) == 200
    assert port.stored.long == [update(1)]


async def test_a_proxy_shares_its_line(port: Port) -> None:
    """Deliveries and other requests may come over one connection."""
    async with port.line() as (reader, writer):
        for request, body in [
            (post(update(1)), b"{}"),
            (ELSEWHERE, b"elsewhere"),
            (post(update(2)), b"{}"),
            (ELSEWHERE, b"elsewhere"),
        ]:
            writer.write(request)
            assert await answer(reader) == (200, body)
    assert port.stored.short == [update(1)]
    assert port.stored.long == [update(2)]


async def test_two_at_once(port: Port) -> None:
    """Sent without waiting for the answer to the first: both are stored once, both answered, in order."""
    async with port.line() as (reader, writer):
        writer.write(post(update(1)) + post(update(2)) + ELSEWHERE)
        assert [(await answer(reader))[1] for _ in range(3)] == [b"{}", b"{}", b"elsewhere"]
    assert port.stored.short + port.stored.long == [update(1), update(2)]


async def test_a_second_one_while_the_first_is_stored(port: Port) -> None:
    """It waits for its turn and is not lost."""
    port.stored.hold = asyncio.Event()
    async with port.line() as (reader, writer):
        writer.write(post(update(1)))
        await writer.drain()
        await _until(lambda: _working(port))
        writer.write(post(update(2)))
        await writer.drain()
        port.stored.hold.set()
        assert [(await answer(reader))[0] for _ in range(2)] == [200, 200]
    assert sorted(port.stored.short + port.stored.long) == [update(1), update(2)]


async def test_not_stored_is_not_promised(port: Port) -> None:
    """What cannot be stored goes to the handler that knows what to say, with all its bytes."""
    port.stored.away = True
    assert await port.ask(post(update(1))) == 200
    assert port.stored.long == [update(1)]


async def test_ended_on_demand(port: Port) -> None:
    """`Connection: close` is obeyed."""
    async with port.line() as (reader, writer):
        writer.write(post(update(1), "Connection: close"))
        assert (await answer(reader))[0] == 200
        assert await reader.read() == b""


async def test_asked_before_the_body_is_sent(port: Port) -> None:
    """`Expect: 100-continue` (RFC 9110 §10.1.1)."""
    whole = post(update(1), "Expect: 100-continue")
    head, _, body = whole.partition(b"\r\n\r\n")
    async with port.line() as (reader, writer):
        writer.write(head + b"\r\n\r\n")
        assert (await answer(reader))[0] == 100
        writer.write(body)
        assert (await answer(reader))[0] == 200


async def test_hung_up_before_the_answer(port: Port) -> None:
    """What came whole is stored; Telegram will send it again and it will be known."""
    port.stored.hold = asyncio.Event()
    async with port.line() as (_, writer):
        writer.write(post(update(1)))
        await writer.drain()
        await _until(lambda: _working(port))
    port.stored.hold.set()
    await _until(lambda: port.stored.short == [update(1)])


async def test_stopped_while_storing(port: Port) -> None:
    """No promise, but an end."""
    port.stored.hold = asyncio.Event()
    async with port.line() as (reader, writer):
        writer.write(post(update(1)))
        await writer.drain()
        await _until(lambda: _working(port))
        for line in port.door._open:  # noqa: SLF001 - as a future that is cancelled under it
            assert line.work
            line.work.cancel()
        async with asyncio.timeout(5):
            assert await reader.read() == b""


async def test_closing_waits_for_the_answer(port: Port) -> None:
    """A stop ends idle lines at once and the others after their answer."""
    port.stored.hold = asyncio.Event()
    async with port.line() as (idle, _), port.line() as (reader, writer):
        writer.write(post(update(1)))
        await writer.drain()
        await _until(lambda: _working(port))
        asyncio.get_running_loop().call_later(0.05, port.stored.hold.set)
        await port.door.close(5.0)
        assert (await answer(reader))[0] == 200
        assert await reader.read() == b""
        assert await idle.read() == b""


async def test_silence_ends(port: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without a word is not kept for ever."""
    monkeypatch.setattr(front, "QUIET_SECONDS", 0.05)
    async with port.line() as (reader, _):
        async with asyncio.timeout(5):
            assert await reader.read() == b""


def _working(port: Port) -> bool:
    return any(line.work for line in port.door._open)  # noqa: SLF001 - nobody else needs to know


async def _until(look: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not look():  # noqa: ASYNC110 - whatever is looked at rings no bell
            await asyncio.sleep(0.001)
