"""The schedules' look at what falls due, in simulated time; and what agents notice of it.

The product looks every two seconds, day and night. Here one statement a tick asks whether there is anything to find, and ticks at which
nothing can have changed are left out; what is found and what becomes of it is `schedules/requests.py`'s business.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulation.play import Play
from schedules.requests import look_after
from services.watch.watcher import next_due

_STANDS = """
SELECT (SELECT count(*) FROM request WHERE state = 'queued') AS queued, ARRAY(SELECT staff_id FROM agent_line) AS line,
    least((SELECT min(least(remind_at, slip_at, due_at)) FROM promise WHERE state = 'open'),
        (SELECT min(attended_at) FROM request WHERE agent_id IS NOT NULL AND state = 'assigned') + $1,
        (SELECT min(last_agent_at) FROM request WHERE agent_id IS NOT NULL AND state = 'waiting_client') + $2,
        (SELECT min(last_agent_at) FROM request WHERE agent_id IS NULL AND state = 'waiting_client') + $3) AS due_at
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """How many stood in the queue at a moment."""

    at: datetime
    queued: int


class Looking:
    """Looks every `plan.tick` seconds until the end; `samples` is what was seen of the queue."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self.samples: list[Sample] = []
        play.agenda.at(play.plan.begins, self._look)

    async def _look(self) -> None:
        play = self._play
        silence = timedelta(minutes=play.rules.shortest_silence or 10_000_000)
        silent = timedelta(hours=play.rules.limits.client_silence_hours)
        left = timedelta(days=play.rules.limits.silent_days or 10_000)
        stands = await play.steps.fetchrow(_STANDS, silence, silent, left)
        self.samples.append(Sample(play.now, stands["queued"]))
        for agent in [agent for agent in play.agents.values() if agent.in_line and agent.staff.id not in stands["line"]]:
            agent.in_line = False  # the line has sent them away
            await play.look(agent)
        async with play.db.read() as reader:
            due_at = min(filter(None, (stands["due_at"], await next_due(reader))), default=None)
        if due_at is not None and due_at <= play.now:
            await look_after(play.db, play.rules.limits)
            await self._tell_owners()
            await play.serve()
        self._again(due_at, stands["queued"])

    def _again(self, due_at: datetime | None, queued: int) -> None:
        """Look at the next tick, or at the first at which something may be otherwise: until somebody acts or something falls due, every
        look would see what this one has seen."""
        agenda, tick = self._play.agenda, timedelta(seconds=self._play.plan.tick)
        at = self._play.now + tick
        until = min(agenda.next_at, due_at or agenda.ends)
        while at < until:
            self.samples.append(Sample(at, queued))
            at += tick
        agenda.at(at, self._look)

    async def _tell_owners(self) -> None:
        """Whoever has lost a request sees it go."""
        lost, self._play.steps.lost = self._play.steps.lost, []
        for number in lost:
            owner = self._play.owners.get(number)
            self._play.drop(number)
            if owner is not None:
                await self._play.look(owner)
