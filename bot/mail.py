"""Telegram's side of the process: updates in, messages out, files home."""

import asyncio
import functools
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from redis.asyncio import Redis

from bot.backbone import rates_of
from bot.nursery import Nursery
from bot.settings import Settings
from bot.telegram.client import Client
from bot.telegram.front import PATH
from bot.telegram.polling import Poller
from bot.telegram.presses import Presses
from bot.telegram.profile import command_calls
from bot.telegram.sender import Sender
from bot.telegram.webhook import Webhook, register
from services.bot_name import keep_bot_name
from services.clients.people import set_blocked
from services.desk import Desk
from services.files.fetch import Fetcher
from services.groups import connecting
from services.inbox.ingest import Ingest
from services.inbox.models import Update
from services.inbox.runner import Runner
from services.outbox.outbox import Outbox
from services.outbox.outcomes import Sent
from services.outbox.results import Hooks
from services.reminders.standing import stands
from services.requests.echoes import delivered, lock_conversations
from services.secrets_store import kept_secret
from services.storage.tx import Tx, Work
from services.storage.workers import Worker

log = structlog.get_logger(__name__)
FETCH_SECONDS = 1.0
FETCH_PAUSE = 0.1  # seconds: most events are not about files


async def _on_blocked(tx: Tx, chat_id: int) -> None:
    if chat_id < 0:  # telegram.md §1: groups have negative ids
        await connecting.lost(tx, chat_id)
    else:
        await set_blocked(tx, chat_id, blocked=True)


class Mailroom:
    """Inbox, outbox and the wire to the Bot API. `api_base` is where it is; `own_address` this process's address on this machine."""

    def __init__(self, settings: Settings, desk: Desk, redis: Redis, *, token: str, api_base: str, own_address: str) -> None:
        self._settings = settings
        self._desk = desk
        self._public = settings.http.public_url or own_address
        self._bot_id = int(token.partition(":")[0])
        self._client = Client(token, api_base, proxy=settings.telegram.proxy, open_file=self._open_file)
        self._presses = Presses(self._client.call)
        self._worker = Worker(desk.db)
        self._outbox = Outbox(
            desk.db, self._worker, redis, rates_of(settings), Sender(self._client, self._presses),
            hooks=Hooks(before=lock_conversations, on_sent=delivered, on_blocked=_on_blocked, on_migrated=connecting.moved),
            check=lambda parcel: stands(desk.db, parcel.mail),
        )  # fmt: skip
        self._runner: Runner | None = None
        self._ingest: Ingest | None = None
        self._secret = ""
        self._works = False

    async def open(self, nursery: Nursery, *, bot: bool, worker: bool, stack: AsyncExitStack) -> None:
        """Start what the roles need; it stops with the stack: work in hand first, then the worker's session."""
        start = nursery.start
        stack.push_async_callback(self._client.close)
        stack.callback(self._presses.close)
        self._works = bot
        if bot or worker:
            await self._worker.register()
            start("worker", self._worker.run)
            stack.push_async_callback(self._worker.close)
            stack.push_async_callback(nursery.stop, 2.0)
            self._outbox.start(start, relay=worker)
            stack.push_async_callback(_in_time, "outbox", self._outbox.stop)
        if bot:
            self._runner = self._runner_of_handlers()
            self._runner.start(start)
            stack.push_async_callback(_in_time, "inbox", self._runner.stop)
        if worker:
            start("files", self._fetch_files)
        self._ingest = Ingest(self._desk.db, self._bot_id, self._runner)
        self._ingest.start(start)
        async with self._desk.db.tx() as tx:
            self._secret = self._settings.telegram.webhook_secret.get_secret_value() or await kept_secret(tx, "webhook_secret")

    def add_webhook(self, app: web.Application) -> Webhook:
        """The door for Telegram; also while polling, so that nothing is lost when the mode changes."""
        assert self._ingest is not None  # noqa: S101 - open() comes first
        webhook = Webhook(self._ingest, self._secret, self._presses if self._works else None)
        app.router.add_post(PATH, webhook.__call__)
        return webhook

    async def connect(self, nursery: Nursery) -> None:
        """Begin to receive: poll, or tell Telegram where the webhook is; and set the menus."""
        assert self._ingest is not None  # noqa: S101 - open() comes first
        if self._settings.telegram.mode == "polling":
            nursery.start("polling", Poller(self._client, self._ingest, self._worker, self._presses).run)
        else:
            nursery.start("webhook", functools.partial(register, self._client, self._public, self._secret))
        nursery.start("menus", self._set_menus)

    def _runner_of_handlers(self) -> Runner:
        from bot.telegram.dispatch import Dispatch, hopeless  # noqa: PLC0415 - only the bot needs aiogram

        dispatch = Dispatch(self._desk)

        async def handle(tx: Tx, update: Update, work: Work) -> None:
            self._presses.arrived_raw(update.raw)  # another process may have stored it
            await dispatch.handle(tx, update.raw, work)

        return Runner(
            self._desk.db, self._worker, send_answers=self._outbox.answer, hopeless=hopeless, handle=handle,
            on_dead=lambda tx, update: dispatch.on_dead(tx, update.raw, update.inbox_id),
        )  # fmt: skip

    async def _know_itself(self) -> None:
        """Its name, for links: told to nobody but by Telegram."""
        outcome: Any = await self._client.call("getMe", {})
        name = outcome.result.get("username") if isinstance(outcome, Sent) and isinstance(outcome.result, dict) else None
        if isinstance(name, str):
            async with self._desk.db.tx() as tx:
                await keep_bot_name(tx, name)

    async def _set_menus(self) -> None:
        await self._know_itself()
        for method, params in command_calls():
            outcome: Any = await self._client.call(method, params)
            if not isinstance(outcome, Sent):
                log.warning("the bot's menu is not set", outcome=str(outcome))

    async def _fetch_files(self) -> None:
        fetcher = Fetcher(self._desk.db, self._desk.files, self._client.download)
        while True:
            if not await fetcher.fetch_due():
                await self._desk.db.wakes.wait("live", FETCH_SECONDS)
                await asyncio.sleep(FETCH_PAUSE)

    async def _open_file(self, public_id: str) -> tuple[Path, str, str]:
        async with self._desk.db.read() as reader:
            row = await reader.row("SELECT name, mime FROM file WHERE public_id = $1 AND state = 'ready'", public_id)
        path = self._desk.files.path(public_id)
        if row is None or not path.exists():
            raise FileNotFoundError(public_id)
        return path, row["name"], row["mime"]


async def _in_time(what: str, stop: Any) -> None:
    """Finish the work in hand, but not for ever: what is left is taken up by the next process."""
    try:
        async with asyncio.timeout(4.0):
            await stop()
    except TimeoutError:
        log.warning("not everything in hand was finished", what=what)
