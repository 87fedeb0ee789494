"""The relay: sends what waits in the outbox, in order per chat, within the budget."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from heapq import heappop, heappush

import structlog

from services.outbox import metrics, queries
from services.outbox.budget import Budget
from services.outbox.direct import Send, attempt
from services.outbox.hands import Hands
from services.outbox.line import Line
from services.outbox.models import Parcel
from services.outbox.outcomes import Outcome, RetryAfter, Unknown
from services.outbox.policy import DROPPED, Verdict, decide, in_doubt
from services.outbox.queries import Head, Release
from services.outbox.rates import Grant
from services.outbox.results import Report, Results
from services.storage.batch import Start
from services.storage.database import Database, is_outage
from services.storage.patience import patiently
from services.storage.workers import Worker

log = structlog.get_logger(__name__)

SENDERS = 32
IN_HAND = 96  # lanes held: being sent, waiting for their slot, or being recorded
LEAST_FREE = 24  # lanes worth a claim
CLAIM_ROOM = 16  # slots worth a claim
ANSWERS = 8  # diverted answers per claim when there is no slot for anything else
LOOK_SECONDS = 0.5
MEASURE_SECONDS = 10.0
RANK_ANSWERS, RANK_ALL = 0, 2

Check = Callable[[Parcel], Awaitable[bool]]


class Relay:
    """Takes lanes with the message at their head, asks the budget for all of them at once, and sends.

    `check(parcel)` is asked just before sending: False drops the message (what it tells about has gone by).
    """

    def __init__(
        self, db: Database, worker: Worker, hands: Hands, results: Results, budget: Budget, *,
        send: Send, check: Check | None = None,
    ) -> None:  # fmt: skip
        self._db = db
        self._worker = worker
        self._hands = hands
        self._results = results
        self._budget = budget
        self._send = send
        self._check = check
        self._line = Line(send, budget.now)
        self._ready: asyncio.Queue[Parcel] = asyncio.Queue()
        self._unsent: dict[int, Parcel] = {}  # waiting for their slot or for a free sender
        self._bell = db.wakes.bell("out")
        self._due: list[float] = []  # a heap of moments at which parked lanes may be taken
        self._starved = False
        self._claiming = asyncio.Lock()
        self._stopping = False
        results.on_recorded = self._recorded
        worker.on_lost(self._drop_unsent)

    def start(self, start: Start) -> None:
        """Begin, by a function that runs named work in the background for ever."""
        start("outbox claim", self._claim_loop)
        start("outbox figures", self._measure_loop)
        for number in range(SENDERS):
            start(f"outbox {number}", self._send_loop)

    async def stop(self) -> None:
        """Take nothing more; returns when everything that was taken is in hand, to be sent all the same."""
        self._stopping = True
        async with self._claiming:
            pass

    async def _claim_loop(self) -> None:
        while True:
            async with self._claiming:
                more = await patiently(self._claim, "claim mail")
            if not more:
                await self._bell.wait(self._pause())

    def _pause(self) -> float:
        """Until a parked lane is due or the budget has room; other processes' mail is looked for twice a second."""
        now = self._budget.now()
        while self._due and self._due[0] <= now:
            heappop(self._due)
        pause = self._due[0] - now if self._due else LOOK_SECONDS
        if self._budget.room() < self._wanted():
            pause = min(pause, self._budget.next_room(self._wanted()))
        return min(LOOK_SECONDS, max(0.005, pause))

    def _recorded(self, seconds: float | None) -> None:
        """Results are written; more of their lanes may be taken after so long."""
        if seconds:
            heappush(self._due, self._budget.now() + seconds)
        if seconds is not None or (self._starved and self._free() >= LEAST_FREE):
            self._bell.ring()

    def _free(self) -> int:
        return IN_HAND - self._hands.lanes

    def _wanted(self) -> int:
        """Slots worth a claim: a quarter of a second's."""
        return max(1, min(CLAIM_ROOM, self._budget.slots // 4))

    async def _claim(self) -> bool:
        """Take mail and schedule it; whether there may be more that can be taken now."""
        worker, free = self._worker.no, self._free()
        self._starved = free < LEAST_FREE
        if worker is None or self._stopping or self._starved:
            return False
        room, now = self._budget.room(), self._budget.now()
        full = room < self._wanted()
        limit, rank = (min(free, ANSWERS), RANK_ANSWERS) if full else (min(free, room), RANK_ALL)
        try:
            async with self._db.read() as reader:
                heads = await queries.claim(reader, worker, limit, rank, now)
        except Exception as error:
            if is_outage(error):
                self._worker.renounce()
            raise
        if worker != self._worker.no:
            return False
        await self._schedule(heads)
        self._starved = len(heads) == limit == free
        return len(heads) == limit and not full

    async def _schedule(self, heads: Sequence[Head]) -> None:
        parcels = []
        for head in heads:
            if head.parcel:
                self._hands.take(head.parcel.outbox_id, head.key)
                self._unsent[head.parcel.outbox_id] = head.parcel
                parcels.append(head.parcel)
            else:
                self._results.put(Report(None, release=Release(head.key, head.version, head.wait)))
        pushes = []
        for parcel in parcels:
            if self._expired(parcel):
                self._ready.put_nowait(parcel)  # costs no slot
            elif parcel.mail.kind == "direct":
                self._schedule_answer(parcel)
            else:
                pushes.append(parcel)
        grants = await self._budget.take([parcel.mail.chat_id for parcel in pushes])
        for parcel, grant in zip(pushes, grants, strict=True):
            self._schedule_push(parcel, grant)

    def _schedule_answer(self, parcel: Parcel) -> None:
        if held := self._budget.holds.chat(parcel.mail.chat_id):
            self._give_back(parcel, held)
        else:
            self._budget.debit(parcel.mail.chat_id)
            self._ready.put_nowait(parcel)

    def _schedule_push(self, parcel: Parcel, grant: Grant) -> None:
        if not grant.granted:
            self._give_back(parcel, grant.wait)
            return
        parcel.again_at = self._budget.now() + grant.again
        if grant.wait > 0:
            asyncio.get_running_loop().call_later(grant.wait, self._ready.put_nowait, parcel)
        else:
            self._ready.put_nowait(parcel)

    def _drop_unsent(self) -> None:
        """What has not been sent is somebody else's, or will be claimed anew."""
        for outbox_id in self._unsent:
            self._hands.let_go(outbox_id)
        self._unsent.clear()

    def _give_back(self, parcel: Parcel, seconds: float) -> None:
        self._unsent.pop(parcel.outbox_id, None)
        self._report(parcel, Verdict(None, attempts=-1), None, seconds)

    def _report(self, parcel: Parcel, verdict: Verdict, outcome: Outcome | None, delay: float) -> None:
        lane = parcel.lane or str(parcel.mail.chat_id)
        self._results.put(Report(parcel, verdict, outcome, Release(lane, parcel.version, delay)))

    async def _send_loop(self) -> None:
        while True:
            parcel = await self._ready.get()
            if self._unsent.get(parcel.outbox_id) is parcel:
                del self._unsent[parcel.outbox_id]
                await self._deliver(parcel)

    async def _deliver(self, parcel: Parcel) -> None:
        chat, holds = parcel.mail.chat_id, self._budget.holds
        if self._expired(parcel):
            self._report(parcel, DROPPED, None, 0.0)
            return
        if held := holds.chat(chat) if parcel.mail.kind == "direct" else holds.push(chat):
            self._give_back(parcel, held)
            return
        if self._check and (verdict := await self._ask(parcel)):
            self._report(parcel, verdict, None, 1.0 if verdict.state is None else 0.0)
            return
        doubt = in_doubt(parcel)
        if doubt and (silence := await self._line.silence(chat)):
            self._give_back(parcel, silence)
            return
        outcome = await attempt(self._send, parcel.mail)
        cut_off = doubt and isinstance(outcome, Unknown) and await self._line.silence(chat) > 0
        verdict = decide(parcel, outcome, cut_off=cut_off)
        if isinstance(outcome, RetryAfter):
            await self._budget.refused(chat, outcome.seconds)
        delay = verdict.delay if verdict.state == "retry" else max(0.0, parcel.again_at - self._budget.now())
        self._report(parcel, verdict, outcome, delay)

    def _expired(self, parcel: Parcel) -> bool:
        return self._budget.now() >= parcel.expires_at

    async def _ask(self, parcel: Parcel) -> Verdict | None:
        """None: go on. A check that fails by itself does not keep a message back; one that meets no database waits."""
        try:
            return None if self._check is None or await self._check(parcel) else DROPPED
        except Exception as error:
            if is_outage(error):
                return Verdict(None, attempts=-1)
            log.exception("a check before sending failed", outbox_id=parcel.outbox_id)
            return None

    async def _measure_loop(self) -> None:
        while True:
            began = time.monotonic()
            async with self._db.read() as reader:
                metrics.BACKLOG.set(await queries.backlog(reader))
            await asyncio.sleep(MEASURE_SECONDS + 10 * (time.monotonic() - began))
