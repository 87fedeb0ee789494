"""`priyomka run`: the composition root. The only place that knows all the parts, how they fit and in which order they stop."""

import asyncio
import functools
import gc
import signal
import socket
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
from aiohttp import web
from redis.asyncio import Redis

from bot.backbone import Servers, open_desk, servers
from bot.clockwork import follow, read_shift
from bot.embedded import Embedded
from bot.live import WakeLink
from bot.log import configure
from bot.mail import Mailroom
from bot.nursery import Nursery
from bot.sandboxed import SANDBOX_TOKEN, Sandbox, greeting
from bot.settings import Settings
from bot.telegram.front import Door
from bot.telegram.webhook import Webhook
from bot.ticks import start_ticks
from bot.web import web_application
from services.desk import Desk

log = structlog.get_logger(__name__)
GARBAGE = 20_000  # new objects between two looks for garbage: at Python's 700, a tenth of the time goes to finding none
STOP_SECONDS = 10.0  # SIGTERM finishes the work in hand within this


@dataclass(frozen=True, slots=True)
class Roles:
    """What this process does."""

    bot: bool
    web: bool
    worker: bool

    @classmethod
    def of(cls, role: str) -> "Roles":
        """`all` is everything."""
        return cls(*(role in {"all", name} for name in ("bot", "web", "worker")))


def run_process(settings: Settings, role: str, *, listener: socket.socket | None, embedded: Future[Embedded] | None) -> int:
    """Run until SIGTERM or SIGINT; returns the exit code. `listener` is bound where there is a web role; see `bot/start.py`."""
    configure(secrets=settings.secrets)
    gc.collect()
    gc.freeze()  # what the imports made is never garbage: looking through it costs pauses of 0.1 s
    gc.set_threshold(GARBAGE, 20, 20)
    gc.enable()
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        runner.run(_serve(settings, Roles.of(role), listener, embedded))
    return 0


def _new_loop() -> asyncio.AbstractEventLoop:
    """uvloop where there is one: about a fifth less CPU time per update (`make bench ONLY=S1`)."""
    try:
        import uvloop  # noqa: PLC0415 - there is none for Windows
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _serve(
    settings: Settings, roles: Roles, listener: socket.socket | None, embedded: Future[Embedded] | None
) -> None:  # fmt: skip
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        at = await stack.enter_async_context(servers(settings, embedded))
        if at.embedded and at.embedded.notice:
            print(at.embedded.notice, flush=True)
        desk = await stack.enter_async_context(open_desk(settings, at))
        nursery = Nursery()
        stack.push_async_callback(nursery.stop, 2.0)
        await _start(settings, roles, at, desk=desk, listener=listener, nursery=nursery, stack=stack)
        await stop.wait()
        log.info("stopping")


async def _start(
    settings: Settings, roles: Roles, at: Servers, *, desk: Desk, listener: socket.socket | None, nursery: Nursery, stack: AsyncExitStack
) -> None:  # fmt: skip
    """Bring the parts up; each is put on the stack, so that they stop in reverse: doors first, then work in hand, then servers."""
    if at.embedded:
        nursery.start("embedded servers", at.embedded.keep)
    redis = Redis.from_url(at.redis_url, socket_timeout=2, socket_connect_timeout=2)
    stack.push_async_callback(redis.aclose)
    link = WakeLink(redis, desk.db.wakes)
    nursery.start("nudges out", link.publish)
    nursery.start("nudges in", link.listen)
    if desk.shifted:
        await read_shift(desk)
        nursery.start("clock", functools.partial(follow, desk))
    base = _base(settings, listener)
    sandbox = await Sandbox.make(settings, desk, base) if settings.sandbox else None
    token = SANDBOX_TOKEN if sandbox else settings.telegram.token.get_secret_value()
    api_base = f"{base}/sandbox" if sandbox else settings.telegram.api_base
    mailroom = Mailroom(settings, desk, redis, token=token, api_base=api_base, own_address=base)
    await mailroom.open(nursery, bot=roles.bot, worker=roles.worker, stack=stack)
    if roles.worker:
        start_ticks(desk, stack)
    if listener:
        app = web_application(desk)
        webhook = mailroom.add_webhook(app)
        if sandbox:
            sandbox.mount(app)
        await stack.enter_async_context(_http(app, webhook, listener))
    if roles.bot:
        await mailroom.connect(nursery)
    if sandbox:
        print(await greeting(settings, sandbox, base), flush=True)
    print(f"ready {base}", flush=True)


def _base(settings: Settings, listener: socket.socket | None) -> str:
    """The address of this process for a browser on this machine."""
    host = settings.http.host
    port = listener.getsockname()[1] if listener else settings.http.port
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - shown, not bound
    return f"http://{shown}:{port}"


@asynccontextmanager
async def _http(app: web.Application, webhook: Webhook, listener: socket.socket) -> AsyncIterator[None]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0)
    await runner.setup()
    assert runner.server  # noqa: S101 - set up
    door = Door(runner.server, webhook)
    server = await asyncio.get_running_loop().create_server(door, sock=listener, backlog=1024)
    try:
        yield
    finally:
        async with asyncio.timeout(STOP_SECONDS):
            server.close()
            await door.close(3.0)
            await runner.cleanup()
