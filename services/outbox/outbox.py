"""Everything that goes out, put together."""

from redis.asyncio import Redis

from services.outbox.budget import Budget
from services.outbox.direct import Direct, Send
from services.outbox.hands import Hands
from services.outbox.rates import Rates
from services.outbox.relay import Check, Relay
from services.outbox.results import NO_HOOKS, Hooks, Results
from services.storage.batch import Start
from services.storage.database import Database
from services.storage.workers import Worker


class Outbox:
    """`send` makes one Bot API call (`bot.telegram.sender.Sender`); `answer` is what the inbox's runner sends its answers with."""

    def __init__(
        self, db: Database, worker: Worker, redis: Redis, rates: Rates, send: Send, *,
        hooks: Hooks = NO_HOOKS, check: Check | None = None,
    ) -> None:  # fmt: skip
        self.hands = Hands()
        worker.in_hand = lambda: self.hands.view
        self.budget = Budget(redis, worker, rates)
        self.results = Results(db, worker, self.hands, hooks)
        self.answer = Direct(send, self.budget, self.hands, self.results)
        self.relay = Relay(db, worker, self.hands, self.results, self.budget, send=send, check=check)

    def start(self, start: Start, *, relay: bool = True) -> None:
        """Begin, by a function that runs named work in the background for ever. Without `relay` only answers are sent."""
        self.budget.start(start, pushes=relay)
        self.results.start(start)
        if relay:
            self.relay.start(start)

    async def stop(self) -> None:
        """Finish what is in hand. The background work may be cancelled afterwards."""
        await self.relay.stop()
        await self.hands.empty()
        await self.results.drained()
