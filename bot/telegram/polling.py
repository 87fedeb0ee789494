"""Fetching updates: the offset moves on only after the batch is stored, so Telegram keeps what we do not have yet."""

import asyncio
import json
from typing import Any

import structlog

from bot.telegram.client import ALLOWED_UPDATES, Client
from bot.telegram.presses import Presses
from services.inbox import Ingest
from services.outbox.outcomes import Failed, Outcome, RetryAfter, Sent
from services.storage.patience import patiently
from services.storage.workers import POLLING, Worker

log = structlog.get_logger(__name__)

POLL_SECONDS = 50  # Telegram's own limit
ANSWER_SECONDS = POLL_SECONDS + 15.0
LIMIT = 100
CONFLICT_PAUSE = 5.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
LEADER_PAUSE = 1.0


class Poller:
    """Polls while this process holds the right to: Telegram allows one poller, any number of processes may run."""

    def __init__(self, client: Client, ingest: Ingest, worker: Worker, presses: Presses | None = None) -> None:
        self._client = client
        self._ingest = ingest
        self._presses = presses
        self._worker = worker
        self._offset: int | None = None
        self._pause = 0.0
        self._broken: set[str] = set()

    async def run(self) -> None:
        """Poll for ever."""
        while True:
            no = await self._worker.number()
            if await self._worker.try_lock(POLLING) and no == self._worker.no:
                await self._lead(no)
            await asyncio.sleep(LEADER_PAUSE)

    async def _lead(self, no: int) -> None:
        """Until the session that holds the right is lost."""
        log.info("polling begins")
        self._offset = None
        ready = False
        while no == self._worker.no:
            if not ready:
                ready = await self._succeeded(await self._client.call("deleteWebhook", {"drop_pending_updates": False}))
            else:
                await self._poll()

    async def _poll(self) -> None:
        params: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": LIMIT, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            params["offset"] = self._offset
        outcome = await self._client.call("getUpdates", params, seconds=ANSWER_SECONDS)
        if await self._succeeded(outcome) and isinstance(outcome, Sent) and isinstance(outcome.result, list) and outcome.result:
            await self._take(outcome.result)

    async def _take(self, updates: list[Any]) -> None:
        if self._presses:
            self._presses.arrived_all(updates)
        batch = [(_json_text(update), update) for update in updates]
        ids = [
            update["update_id"] for update in updates if isinstance(update, dict) and isinstance(update.get("update_id"), int)
        ]
        if not ids:
            batch = await self._not_seen(batch)
        if batch:
            await patiently(lambda: self._ingest.store_all(batch), "store updates")
        if ids:
            self._offset = max(ids) + 1

    async def _not_seen(self, batch: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Nothing in it can be confirmed, so it comes again and again: store it once."""
        new = [item for item in batch if item[0] not in self._broken]
        self._broken.update(raw for raw, _ in new)
        if not new:
            await asyncio.sleep(CONFLICT_PAUSE)
        return new

    async def _succeeded(self, outcome: Outcome) -> bool:
        """Whether it did; waits if not."""
        match outcome:
            case Sent():
                self._pause = 0.0
                return True
            case RetryAfter(seconds):
                await asyncio.sleep(seconds)
            case Failed(description) if description.startswith("Conflict"):
                log.warning("somebody else fetches this bot's updates: only one program may", answer=description)
                await asyncio.sleep(CONFLICT_PAUSE)
            case _:
                self._pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, 2 * self._pause))
                log.warning("no updates from Telegram", outcome=str(outcome), again_in=self._pause)
                await asyncio.sleep(self._pause)
        return False


def _json_text(update: Any) -> str:
    """As compact as it came; half of a surrogate pair has no UTF-8 and stays an escape."""
    text = json.dumps(update, ensure_ascii=False)
    return text if text.isascii() or _has_utf8(text) else json.dumps(update)


def _has_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
