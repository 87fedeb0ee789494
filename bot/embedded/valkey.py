"""The embedded Valkey, which speaks Redis."""

import signal
import socket
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from bot.embedded import binaries
from bot.embedded.locks import Lock
from bot.embedded.server import CALL_SECONDS, Answer, Server

SETTINGS = {
    "port": "0",  # only the socket
    "unixsocketperm": "700",
    # It holds only what may vanish: nothing is written to disk, and when memory runs out the least used goes instead
    # of every write failing.
    "save": "",
    "appendonly": "no",
    "maxmemory": "256mb",
    "maxmemory-policy": "allkeys-lru",
    "loglevel": "warning",
    "daemonize": "no",
}


class Valkey(Server):
    """Valkey (or Redis) on a socket only, in memory only."""

    name: ClassVar[str] = "Valkey"
    stop_signals = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))

    @property
    def url(self) -> str:
        """Address for redis-py: `unix:///<path of the socket>`."""
        return f"unix://{quote(str(self.socket_path))}"

    @property
    def socket_path(self) -> Path:
        return self.place.sockets / "valkey.sock"

    def answer(self) -> Answer:
        """Connect and say PING."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(CALL_SECONDS)
            try:
                connection.connect(str(self.socket_path))
                connection.sendall(b"PING\r\n")
                return Answer.READY if connection.recv(7) == b"+PONG\r\n" else Answer.BUSY
            except (FileNotFoundError, ConnectionRefusedError):
                return Answer.DOWN
            except (TimeoutError, ConnectionError):
                return Answer.BUSY

    def prepare(self, lock: Lock) -> None:  # noqa: ARG002 (no helper is started that would inherit it)
        self._program = binaries.valkey(self.place.account)
        self.place.own(self.place.home / "valkey")
        self.socket_path.unlink(missing_ok=True)

    def command(self) -> list[str]:
        settings = SETTINGS | {"unixsocket": str(self.socket_path), "dir": str(self.place.home / "valkey")}
        options = [word for key, value in settings.items() for word in (f"--{key}", value)]
        return [str(self._program.path), *options]
