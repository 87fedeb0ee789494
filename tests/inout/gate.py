"""A way to a server that can be cut: what an outage, or the death of a process, looks like from either side."""

import asyncio
from contextlib import suppress
from pathlib import Path


class Gate:
    """Listens on a Unix socket and passes everything on to another one, as long as it is open."""

    def __init__(self, own: Path, target: Path) -> None:
        self._own = own
        self._target = target
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[object]] = set()

    async def open(self) -> None:
        """Let everybody through."""
        self._server = await asyncio.start_unix_server(self._pass, self._own)

    async def cut(self) -> None:
        """Break every connection and refuse new ones."""
        if self._server:
            self._server.close()
        self._own.unlink(missing_ok=True)
        while self._passing:
            for way in list(self._ways):
                way.transport.abort()
            await asyncio.wait(self._passing, timeout=0.01)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(self._target)
        except OSError:
            writer.transport.abort()
            return
        self._ways |= {writer, far_writer}
        with suppress(OSError):
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        self._ways -= {writer, far_writer}


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(1 << 16):
            sink.write(data)
            await sink.drain()
    finally:
        sink.transport.abort()
