"""Lines to the Bot API against servers that say exactly what they are told to, byte for byte."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.telegram.lines import BrokenError, Lines, NotConnectedError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Server:
    """Answers each request with the next of `answers`; `b""` hangs up, a pause is None. Counts its connections."""

    def __init__(self, answers: Sequence[bytes | None]) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.connections = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.partition(b"Content-Length: ")[2].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                answer = self.answers.pop(0)
                if answer is None:
                    await reader.read()
                    return
                writer.write(answer)
                await writer.drain()
                if not answer or (b"Length" not in answer and b"chunked" not in answer):
                    return
            await reader.read()
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def lines_to(*answers: bytes | None) -> AsyncIterator[tuple[Lines, Server]]:
    server = Server(answers)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    lines = Lines(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/prefix", limit=2)
    try:
        yield lines, server
    finally:
        lines.close()
        listening.close()


async def test_one_line_for_calls_in_turn() -> None:
    """A kept connection serves the next call; what is said is plain HTTP."""
    async with lines_to(OK, OK) as (lines, server):
        for _ in range(2):
            answer = await lines.post("/bot1:x/getMe", b'{"a":1}', 5)
            assert (answer.status, answer.body) == (200, b"{}")
        assert server.connections == 1
        head, _, body = server.requests[1].partition(b"\r\n\r\n")
        assert head.split(b"\r\n")[0] == b"POST /prefix/bot1:x/getMe HTTP/1.1"
        assert b"Content-Type: application/json" in head
        assert body == b'{"a":1}'


@pytest.mark.parametrize(
    ("raw", "status", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200, b"{}"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"to\": \"the end\"}", 200, b'{"to": "the end"}'),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 200, b"{}"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>", 502, b"<html>"),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, b"{}"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: other\r\n\r\n{}", 200, b"{}"),
        (b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 204, b""),
    ],
)  # fmt: skip
async def test_ways_to_answer(raw: bytes, status: int, body: bytes) -> None:
    """Every way HTTP/1.1 knows to end a body (RFC 9112 §6); the next call is served whatever it was."""
    async with lines_to(raw, OK) as (lines, _):
        answer = await lines.post("/x", b"{}", 5)
        assert (answer.status, answer.body) == (status, body)
        assert (await lines.post("/x", b"{}", 5)).body == b"{}"


async def test_retry_after() -> None:
    """The header of a 429 comes along, and does not stick to the next answer."""
    async with lines_to(b"HTTP/1.1 429 X\r\nretry-AFTER: 17\r\nContent-Length: 0\r\n\r\n", OK) as (lines, _):
        assert (await lines.post("/x", b"{}", 5)).retry_after == "17"
        assert (await lines.post("/x", b"{}", 5)).retry_after is None


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"SSH-2.0-nonsense Length\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{", None,
        b"HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: x\r\nLength: no\r\n\r\n",
    ],
)  # fmt: skip
async def test_no_answer_is_not_known(raw: bytes | None) -> None:
    """Hung up, nonsense, half an answer, silence: nobody knows, and the next call has a line of its own."""
    async with lines_to(raw, OK) as (lines, server):
        with pytest.raises(BrokenError):
            await lines.post("/x", b"{}", 0.2)
        assert (await lines.post("/x", b"{}", 5)).status == 200
        assert server.connections == 2


@pytest.mark.parametrize(
    "more", [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\no"]
)
async def test_a_word_nobody_asked_for(more: bytes) -> None:
    """A second answer to one call must not become the answer of the next one."""
    async with lines_to(OK + more, OK) as (lines, _):
        assert (await lines.post("/x", b"{}", 5)).body == b"{}"
        assert (await lines.post("/x", b"{}", 5)).body == b"{}"


async def test_nobody_there() -> None:
    """Nothing was sent."""
    with pytest.raises(NotConnectedError):
        await Lines("http://127.0.0.1:9", limit=1).post("/x", b"{}", 5)


async def test_cancelled_in_between() -> None:
    """Whoever gives up leaves no answer behind for others, and gives the place back."""
    async with lines_to(None, OK) as (lines, server):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await lines.post("/x", b"{}", 60)
        assert server.requests
        assert (await lines.post("/x", b"{}", 5)).body == b"{}"


async def test_closed_under_a_call() -> None:
    """The call is finished, its line is not kept."""
    async with lines_to(OK, OK) as (lines, server):
        asyncio.get_running_loop().call_soon(lines.close)
        assert (await lines.post("/x", b"{}", 5)).status == 200
        await lines.post("/x", b"{}", 5)
        assert server.connections == 2


@pytest.mark.parametrize("base", ["ftp://host", "nonsense", "http://"])
def test_not_an_address(base: str) -> None:
    """Said at once."""
    with pytest.raises(ValueError, match="address"):
        Lines(base, limit=1)
