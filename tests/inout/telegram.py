"""Telegram as the outbox sees it: takes mail, answers as told."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from services.outbox.models import Mail
from services.outbox.outcomes import Outcome, Sent

Answer = Outcome | Callable[[Mail], Awaitable[Outcome]]


@dataclass
class Telegram:
    """`calls` are the calls that came, with their time on the loop's clock; `answers` are used up per chat, then all is well.

    Questions whether anybody is there are not among them; `away` is what these are answered with, if they are not answered well.
    """

    away: Outcome | None = None
    asked: int = 0
    calls: list[tuple[float, Mail]] = field(default_factory=list)
    answers: dict[int, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    ids: Any = field(default_factory=lambda: itertools.count(1000))

    async def __call__(self, mail: Mail) -> Outcome:
        if mail.params == {"action": "typing"}:
            self.asked += 1
            return self.away or Sent(result=True)
        self.calls.append((asyncio.get_running_loop().time(), mail))
        await asyncio.sleep(0)
        if not self.answers[mail.chat_id]:
            return Sent({"message_id": next(self.ids)})
        answer = self.answers[mail.chat_id].pop(0)
        return await answer(mail) if callable(answer) else answer

    def texts(self, chat_id: int | None = None) -> list[str]:
        """What was said, to one chat or to all."""
        return [mail.params["text"] for _, mail in self.calls if chat_id in {None, mail.chat_id}]
