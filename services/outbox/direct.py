"""Direct answers: sent by the process that handled the update, right after its commit."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from services.outbox.budget import Budget
from services.outbox.hands import Hands
from services.outbox.models import Mail, Parcel, StoredMail
from services.outbox.outcomes import Failed, NotSent, Outcome, RetryAfter, Sent
from services.outbox.policy import Verdict, decide
from services.outbox.results import Report, Results
from services.storage.database import is_outage

log = structlog.get_logger(__name__)

Send = Callable[[Mail], Awaitable[Outcome]]
LONGEST_DIVERSION = 5.0  # after an attempt that did not get through: then the next answer finds out for itself
DRAIN_SECONDS = 1.0  # for the relay to send what has queued up
_HAND_OVER = Verdict(None)


async def attempt(send: Send, mail: Mail) -> Outcome:
    """Send; an error of our own is final for this message and for no other."""
    try:
        return await send(mail)
    except Exception as error:
        if is_outage(error):
            return NotSent(type(error).__name__)
        log.exception("a message cannot be sent", method=mail.method)
        return Failed(f"our own error: {type(error).__name__}")


class Direct:
    """Sends answers in order. Our budget never delays them; while Telegram refuses a chat they queue up in its lane."""

    def __init__(self, send: Send, budget: Budget, hands: Hands, results: Results) -> None:
        self._send = send
        self._budget = budget
        self._hands = hands
        self._results = results
        self._diverted: dict[int, float] = {}

    async def __call__(self, answers: Sequence[StoredMail]) -> None:
        """Send the answers of one update; returns when each is sent or given to the relay. Never raises."""
        for answer in answers:
            if answer.outbox_id:
                self._hands.take(answer.outbox_id, None)
        for answer in answers:
            if answer.outbox_id:
                await self._answer(Parcel(answer.outbox_id, answer.mail, answer.attempts, answer.unknown))
            else:
                await self._try(answer.mail)

    async def _try(self, mail: Mail) -> None:
        """An answer that is worth nothing later."""
        outcome = await attempt(self._send, mail)
        if isinstance(outcome, RetryAfter):
            await self._budget.refused(mail.chat_id, outcome.seconds)
        if not isinstance(outcome, Sent):
            log.debug("a passing answer was not sent", method=mail.method, outcome=str(outcome))

    async def _answer(self, parcel: Parcel) -> None:
        chat = parcel.mail.chat_id
        if self._is_diverted(chat):
            self._results.put(Report(parcel, _HAND_OVER))
            return
        self._budget.debit(chat)
        outcome = await attempt(self._send, parcel.mail)
        verdict = decide(parcel, outcome)
        if isinstance(outcome, RetryAfter):
            self._divert(chat, outcome.seconds)
            await self._budget.refused(chat, outcome.seconds)
        elif isinstance(outcome, NotSent):
            self._divert(chat, min(verdict.delay, LONGEST_DIVERSION))
        self._results.put(Report(parcel, _counted(verdict), outcome))

    def _is_diverted(self, chat: int) -> bool:
        """Later answers stay behind an earlier one that waits in the lane."""
        return bool(self._budget.holds.chat(chat)) or self._diverted.get(chat, 0.0) > self._budget.now()

    def _divert(self, chat: int, seconds: float) -> None:
        now = self._budget.now()
        self._diverted = {known: until for known, until in self._diverted.items() if until > now}
        self._diverted[chat] = now + seconds + DRAIN_SECONDS


def _counted(verdict: Verdict) -> Verdict:
    """The claim counts the relay's attempts; nobody has counted this one."""
    return Verdict(verdict.state, verdict.delay, verdict.unknown, 1, verdict.error, verdict.telegram_ids)
