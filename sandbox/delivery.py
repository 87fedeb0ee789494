"""Pushing updates to a webhook: ordered per queue, retried, any 2xx is success (telegram.md §4)."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from sandbox.bots import Bot, Webhook
from sandbox.faults import Faults
from sandbox.inbox import Parcel, Queue
from sandbox.tasks import Tasks

Json = dict[str, Any]
Execute = Callable[[Bot, str, Json], Awaitable[object]]

SUCCESS = range(200, 300)
IDLE_SECONDS = 60.0
RETRY_AFTER_LIMIT = 3_600.0
FLOOR_SECONDS = 0.01  # with retry_scale 0 a dead webhook must not eat the processor
ANSWER_LIMIT = 1 << 20
IGNORED_IN_ANSWER = ("deletewebhook", "setwebhook", "close", "logout")


def pause(failures: int, retry_after: str | None) -> float:
    """Seconds before the next try: 0, 2, 4, 8…, at most a random 60–120; the answer's Retry-After wins."""
    if retry_after is not None and retry_after.isdigit():
        return min(float(retry_after), RETRY_AFTER_LIMIT)
    if failures <= 1:
        return 0.0
    return min(2.0 ** min(failures - 1, 7), random.uniform(60.0, 120.0))  # noqa: S311 - jitter, not a secret


class Courier:
    """Deliveries of one bot to one webhook. Made when the webhook is set, stopped when it changes."""

    def __init__(self, bot: Bot, webhook: Webhook, faults: Faults, execute: Execute, retry_scale: float) -> None:
        self._bot = bot
        self._inbox = bot.inbox
        self._webhook = webhook
        self._faults = faults
        self._execute = execute
        self._scale = retry_scale
        self._tasks = Tasks()
        self._queues: dict[Queue, deque[Parcel]] = {}
        self._slots = asyncio.Semaphore(webhook.max_connections)
        self._headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate"}
        if webhook.secret:
            self._headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ssl=False),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=10.0, sock_read=IDLE_SECONDS),
            skip_auto_headers=("User-Agent",),
        )
        self._inbox.on_parcel = self._offer
        for parcel in list(self._inbox):
            self._offer(parcel)

    async def stop(self) -> None:
        """Drop what is in flight (it stays pending) and close the connections."""
        self._inbox.on_parcel = None
        await self._tasks.close()
        await self._session.close()

    def _offer(self, parcel: Parcel) -> None:
        queue = self._queues.get(parcel.queue)
        if queue is not None:
            queue.append(parcel)
            return
        self._queues[parcel.queue] = deque((parcel,))
        self._tasks.start(self._drain(parcel.queue), f"webhook {self._bot.id} {parcel.queue}")

    async def _drain(self, key: Queue) -> None:
        queue = self._queues[key]
        while queue:
            parcel = queue[0]
            await self._push(parcel)
            queue.popleft()
        del self._queues[key]

    async def _push(self, parcel: Parcel) -> None:
        failures = 0
        while self._inbox.alive(parcel):
            async with self._slots:
                retry_after = await self._try(parcel)
            if retry_after is None:
                failures = 0
                if self._inbox.done(parcel):
                    return
                continue
            failures += 1
            wanted = pause(failures, retry_after or None)
            await asyncio.sleep(max(wanted * self._scale, FLOOR_SECONDS) if wanted else 0.0)

    async def _try(self, parcel: Parcel) -> str | None:
        """None on success, else the answer's Retry-After or an empty text."""
        if self._faults and self._faults.take(("webhook_down",), self._bot.id):
            return self._failed("Connection refused")
        try:
            async with self._session.post(
                self._webhook.url, data=parcel.body, headers=self._headers, allow_redirects=False
            ) as answer:
                body = await answer.content.read(ANSWER_LIMIT)
        except TimeoutError:
            return self._failed("Read timeout expired")
        except aiohttp.ClientConnectionError:
            return self._failed("Connection refused")
        except aiohttp.ClientError as error:
            return self._failed(str(error))
        if answer.status not in SUCCESS:
            self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
            return answer.headers.get("Retry-After", "")
        if body:
            await self._obey(answer.content_type, body)
        return None

    def _failed(self, why: str) -> str:
        self._webhook.last_error = why
        self._webhook.last_error_at = int(self._inbox.now())
        return ""

    async def _obey(self, content_type: str, body: bytes) -> None:
        """Reply in webhook: the answer's body may name a method; nobody learns how it went."""
        params = _call_in(content_type, body)
        method = str(params.pop("method", ""))
        if method and method.lower() not in IGNORED_IN_ANSWER and not method.lower().startswith("get"):
            await self._execute(self._bot, method, params)


def _call_in(content_type: str, body: bytes) -> Json:
    try:
        if content_type == "application/json":
            parsed = json.loads(body)
            return parsed if isinstance(parsed, dict) else {}
        if content_type == "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode()))
    except ValueError:
        pass
    return {}
