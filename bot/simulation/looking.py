"""The schedules' look at what falls due, in simulated time; and what agents notice of it.

The product looks every two seconds, day and night. Here one statement a tick asks whether there is anything to find; what is found and
what becomes of it is `schedules/requests.py`'s business.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.simulation.play import Play
from schedules.requests import look_after
from services.watch.watcher import anything_due

_STANDS = """
SELECT (SELECT count(*) FROM request WHERE state = 'queued') AS queued, ARRAY(SELECT staff_id FROM agent_line) AS line,
    EXISTS (SELECT FROM promise WHERE state = 'open' AND least(remind_at, slip_at, due_at) <= $1)
    OR EXISTS (SELECT FROM request WHERE agent_id IS NOT NULL AND state = 'assigned' AND attended_at <= $2)
    OR EXISTS (SELECT FROM request WHERE agent_id IS NOT NULL AND state = 'waiting_client' AND last_agent_at <= $3) AS due
"""
_LOST = """
SELECT id, substr(subject, 9)::bigint AS number FROM event
WHERE id > $1 AND type IN ('request.lapsed', 'request.released') ORDER BY id
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
        self._last_event = 0
        self.samples: list[Sample] = []
        play.agenda.at(play.plan.begins, self._look)

    async def _look(self) -> None:
        play = self._play
        play.agenda.at(play.now + timedelta(seconds=play.plan.tick), self._look)
        silence = timedelta(minutes=play.rules.shortest_silence or 10_000_000)
        silent = timedelta(hours=play.rules.limits.client_silence_hours)
        stands = await play.steps.fetchrow(_STANDS, play.now, play.now - silence, play.now - silent)
        self.samples.append(Sample(play.now, stands["queued"]))
        for agent in [agent for agent in play.agents.values() if agent.in_line and agent.staff.id not in stands["line"]]:
            agent.in_line = False  # the line has sent them away
            await play.look(agent)
        async with play.db.read() as reader:
            due = stands["due"] or await anything_due(reader, play.now)
        if due:
            await look_after(play.db, play.rules.limits)
            await self._tell_owners()
            await play.serve()

    async def _tell_owners(self) -> None:
        """Whoever has lost a request sees it go."""
        for row in await self._play.steps.fetch(_LOST, self._last_event):
            self._last_event = row["id"]
            owner = self._play.owners.get(row["number"])
            self._play.drop(row["number"])
            if owner is not None:
                await self._play.look(owner)
