"""`priyomka run` from the command to the composition root.

Most of a start is importing the program and waiting for PostgreSQL: so the servers are brought up in a thread while this one imports.
"""

import gc
import importlib
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext

from bot.embedded import Embedded, EmbeddedError, claim_run
from bot.loading import load_aiogram
from bot.settings import Settings


def start(settings: Settings, role: str) -> int:
    """Run until SIGTERM or SIGINT; returns the exit code. Raises EmbeddedError with a clear line when it cannot begin."""
    if settings.sandbox and (role != "all" or not settings.http.loopback):
        raise EmbeddedError(
            "the sandbox has no passwords and lives in one process: set telegram.token, or use --role all on a loopback http.host"
        )
    signal.signal(signal.SIGTERM, _end)  # until the event loop listens to it: the servers are not to be left behind
    gc.disable()  # until all is loaded: imports leave no garbage, and looking for it takes half a second
    if not settings.storage.data_dir.exists():
        print("starting for the first time: the database is made, which takes some seconds", flush=True)
    with claim_run(settings.storage.data_dir), _listener(settings, role) as listener, _attaching(settings) as embedded:
        if role in {"all", "bot"}:
            load_aiogram()
            importlib.import_module("bot.telegram.dispatch")
        from bot.app import run_process  # noqa: PLC0415 - while the servers start

        return run_process(settings, role, listener=listener, embedded=embedded)


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


@contextmanager
def _attaching(settings: Settings) -> Iterator[Future[Embedded] | None]:
    """The embedded servers, being attached to; None when none are wanted. Left at the end, however it came to it."""
    want_database, want_redis = not settings.database.url, not settings.redis.url
    if not want_database and not want_redis:
        yield None
        return
    with ThreadPoolExecutor(1, "embedded") as thread:
        future = thread.submit(Embedded.attach, settings.storage.data_dir, want_database=want_database, want_redis=want_redis)
        try:
            yield future
        finally:
            if not future.exception():
                future.result().close()


def _listener(settings: Settings, role: str) -> AbstractContextManager[socket.socket | None]:
    """Bound before anything is started: a taken address is said at once. Raises EmbeddedError with a clear line when it is taken."""
    if role not in {"all", "web"}:
        return nullcontext()
    http = settings.http
    family = socket.AF_INET6 if ":" in http.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((http.host, http.port))
    except OSError as error:
        listener.close()
        raise EmbeddedError(
            f"cannot listen on {http.host}:{http.port}: {error.strerror}; set http.port to a free one"
        ) from None
    return listener
