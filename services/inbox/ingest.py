"""Storing updates: whoever gets an answer from here may tell Telegram that the update has arrived."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from services.inbox import metrics, queries
from services.inbox.models import Arrival, Lane, Update
from services.inbox.parsing import broken_again, describe, parse
from services.inbox.runner import Runner
from services.storage.batch import Batcher, Start
from services.storage.database import Database, is_outage

log = structlog.get_logger(__name__)

STORE_SECONDS = 15.0  # Telegram waits 60 s (telegram.md §4)


class Ingest:
    """The inbox's door. With a `runner` this process handles what it stores, else others do."""

    def __init__(self, db: Database, bot_id: int, runner: Runner | None = None) -> None:
        self._db = db
        self._bot_id = bot_id
        self._runner = runner
        self._storing: Batcher[Arrival, None] = Batcher("inbox", self._flush)

    def start(self, start: Start) -> None:
        """Begin, by a function that runs named work in the background for ever."""
        start("inbox store", self._storing.run)

    async def store(self, raw: bytes | str) -> None:
        """Store one update as it came; returns after the commit. What is not an update is kept as a dead letter.

        Raises what `services.storage.database.OUTAGES` names while the database is away: then nothing is promised.
        """
        arrival = parse(raw)
        try:
            await self._add(arrival)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("an update could not be stored as it is")
            await self._add(broken_again(arrival, f"cannot be stored: {type(error).__name__}"))

    async def store_all(self, updates: Sequence[tuple[str, Any]]) -> None:
        """Store a batch of updates that are read already, each with its JSON text, in one statement. Raises as `store`."""
        arrivals = [describe(raw, update) for raw, update in updates]
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await self._flush(arrivals)
        except Exception as error:
            if is_outage(error):
                raise
            for raw, _ in updates:
                await self.store(raw)

    async def _add(self, arrival: Arrival) -> None:
        async with asyncio.timeout(STORE_SECONDS):
            await self._storing.add(arrival)

    async def _flush(self, arrivals: Sequence[Arrival]) -> list[None]:
        worker = self._runner.taker() if self._runner else None
        try:
            async with self._db.read() as reader:
                rows = await queries.store(reader, self._bot_id, worker, arrivals)
        except BaseException:
            if self._runner and worker is not None:
                self._runner.doubt()
            raise
        metrics.RECEIVED.inc(len(arrivals))
        metrics.DUPLICATE.inc(len(arrivals) - len(rows))
        self._hand_over(worker, arrivals, rows)
        return [None] * len(arrivals)

    def _hand_over(self, worker: int | None, arrivals: Sequence[Arrival], rows: Sequence[Any]) -> None:
        """To the runner what is its own; a nudge to the others for what is free."""
        raws = {arrival.update_id: arrival.raw for arrival in arrivals}
        taken: dict[str, Lane] = {}
        for row in rows:
            if row["key"] is None:
                metrics.DEAD.inc()
                log.error("something arrived that is not an update", inbox_id=row["id"])
            elif row["worker"] is None:
                self._db.wakes.wake("in")
            elif row["worker"] == worker:
                lane = taken.setdefault(row["key"], Lane(row["key"], row["version"]))
                lane.updates.append(Update(row["id"], row["update_id"], raws[row["update_id"]]))
        if self._runner and worker is not None:
            self._runner.arrived(worker, list(taken.values()))
