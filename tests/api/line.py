"""A line to PostgreSQL that can be cut and mended: for outages that hurt nobody else's tests."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

_SOCKET = ".s.PGSQL.5432"


@dataclass
class Line:
    """A socket that passes everything on to the server's own."""

    url: str
    near: Path
    far: Path
    server: asyncio.Server | None = None
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def mend(self) -> None:
        """Let connections through (again)."""
        self.server = await asyncio.start_unix_server(self._connected, self.near)

    async def cut(self) -> None:
        """Drop every connection and refuse new ones."""
        assert self.server
        self.server.close()
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()
        self.near.unlink(missing_ok=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self.far)
        self.writers += [writer, far_writer]
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()


@contextlib.asynccontextmanager
async def line_to(url: str) -> AsyncIterator[Line]:
    """A line to the database with this address, which names the directory of a socket."""
    parts = urlsplit(url)
    with tempfile.TemporaryDirectory() as place:
        near = urlunsplit(parts._replace(query=f"host={place}"))
        line = Line(near, Path(place, _SOCKET), Path(parse_qs(parts.query)["host"][0], _SOCKET))
        await line.mend()
        yield line
        await line.cut()
