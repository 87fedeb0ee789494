"""Nudges between processes through Redis. Comfort only: without it everybody still looks by themselves, a little later."""

import asyncio
from typing import cast

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from services.storage.ending import stop_if_cancelled
from services.storage.wakes import Topic, Wakes

CHANNEL = "priyomka:wake"
PAUSE_SECONDS = 0.02  # the first nudge goes at once; those of a busy moment go together
log = structlog.get_logger(__name__)


class WakeLink:
    """Passes nudges on, coalesced: many within a moment become one per topic."""

    def __init__(self, redis: Redis, wakes: Wakes) -> None:
        self._redis = redis
        self._wakes = wakes
        self._pending: set[Topic] = set()
        self._some = asyncio.Event()
        wakes.forward = self._remember

    def _remember(self, topic: Topic) -> None:
        self._pending.add(topic)
        self._some.set()

    async def publish(self) -> None:
        """Loop: tell the other processes."""
        while True:
            await self._some.wait()
            self._some.clear()
            topics, self._pending = self._pending, set()
            try:
                for topic in sorted(topics):
                    await self._redis.publish(CHANNEL, topic)
            except (RedisError, OSError) as error:
                stop_if_cancelled(error)
                log.debug("nudge lost", error=str(error))
                await asyncio.sleep(0.5)
            stop_if_cancelled()
            await asyncio.sleep(PAUSE_SECONDS)

    async def listen(self) -> None:
        """Loop: hear the other processes (and ourselves: a nudge more does no harm)."""
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.subscribe(CHANNEL)
                    async for message in pubsub.listen():
                        stop_if_cancelled()
                        if message["type"] == "message":
                            self._wakes.wake(cast("Topic", message["data"].decode()), forward=False)
            except (RedisError, OSError) as error:
                stop_if_cancelled(error)
                log.debug("not listening for nudges", error=str(error))
                await asyncio.sleep(1)
