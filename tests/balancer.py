"""What stands in front of several web processes: each connection goes to the next one that lives."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 1 << 16


@dataclass
class Balancer:
    """`backends`: addresses of web processes by name, to be changed at any time."""

    backends: dict[str, str] = field(default_factory=dict)
    server: asyncio.Server | None = None
    turn: int = 0
    passing: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self.server
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def open(self) -> None:
        """Listen on a free port."""
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def close(self) -> None:
        """Hang up on everybody."""
        assert self.server
        self.server.close()
        for writer in list(self.passing):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back = await self._connect()
        if back is None:
            writer.close()
            return
        self.passing |= {writer, back[1]}
        with suppress(OSError):
            await asyncio.gather(_pass(reader, back[1]), _pass(back[0], writer))
        for one in (writer, back[1]):
            one.close()
            self.passing.discard(one)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        self.turn += 1
        urls = list(self.backends.values())
        for number in range(len(urls)):
            where = urlsplit(urls[(self.turn + number) % len(urls)])
            with suppress(OSError):
                return await asyncio.open_connection(where.hostname, where.port)
        return None


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until one side ends; then the other is told."""
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    finally:
        with suppress(OSError, RuntimeError):
            writer.write_eof()
