"""The webhook: check the secret, store, answer. Telegram repeats whatever is not answered with 2xx (telegram.md §4)."""

import asyncio
import hmac

import structlog
from aiohttp import web

from bot.telegram.client import ALLOWED_UPDATES, Client
from bot.telegram.front import LARGEST, PATH
from bot.telegram.presses import Presses
from handlers.web.problems import problem
from services.inbox import Ingest
from services.outbox.outcomes import Failed, RetryAfter, Sent
from services.storage.database import is_outage

log = structlog.get_logger(__name__)

MAX_CONNECTIONS = 40
LONGEST_PAUSE = 30.0
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class WebhookRefusedError(Exception):
    """Telegram does not accept this address; the text is its answer."""


class Webhook:
    """Handles `POST /telegram/webhook`. aiohttp wants the bound method: `app.router.add_post(PATH, webhook.__call__)`."""

    def __init__(self, ingest: Ingest, secret: str, presses: Presses | None = None) -> None:
        self._ingest = ingest
        self._presses = presses
        self._secret = secret.encode()

    async def __call__(self, request: web.Request) -> web.Response:
        """200 when stored, 401, 413, or 503 while the database is away."""
        if not self.knows(request.headers.get(_SECRET_HEADER, "").encode("utf-8", "surrogateescape")):
            return problem(request, "unauthorized")
        body = await _read(request)
        if body is None:
            return problem(request, "too-large")
        try:
            await self.take(body)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("an update could not be stored", error=type(error).__name__)
            return problem(request, "unavailable")
        return web.Response(body=b"{}", content_type="application/json")

    def knows(self, given: bytes) -> bool:
        """Whether this is the secret; takes as long for any."""
        return hmac.compare_digest(given, self._secret)

    async def take(self, body: bytes) -> None:
        """Store one delivery. Raises what `Ingest.store` raises."""
        if self._presses:
            self._presses.arrived_raw(body)
        await self._ingest.store(body)


async def register(client: Client, public_url: str, secret: str) -> None:
    """Point Telegram at `{public_url}/telegram/webhook`; nothing that waits there is dropped. Waits for Telegram to be there.

    Raises WebhookRefusedError.
    """
    params = {
        "url": public_url + PATH, "secret_token": secret, "allowed_updates": ALLOWED_UPDATES,
        "max_connections": MAX_CONNECTIONS, "drop_pending_updates": False,
    }  # fmt: skip
    pause = 0.5
    while True:
        match await client.call("setWebhook", params):
            case Sent():
                return
            case RetryAfter(seconds):
                await asyncio.sleep(seconds)
                continue
            case Failed(description):
                raise WebhookRefusedError(description)
            case other:
                log.warning("the webhook is not registered yet", outcome=str(other), again_in=pause)
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, 2 * pause)


async def _read(request: web.Request) -> bytes | None:
    """The body, None when it is over the limit; no more than that is read."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
