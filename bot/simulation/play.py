"""A simulated chain at work. Clients write and agents work here; who gets what, by when, and what is missed the services decide."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.simulation.agenda import Agenda
from bot.simulation.agents import Agent, Held, Task
from bot.simulation.clients import MORE_WORDS, Matter
from bot.simulation.furniture import Chain
from bot.simulation.plan import Plan
from bot.simulation.rules import Rules
from bot.simulation.steps import Steps
from services.clients.models import Person
from services.distribution.line import leave_line, serve_line, stand_in_line, still_here
from services.errors import Refused
from services.requests import answers, closing, echoes, intake, promises
from services.requests.handing_over import end_shift
from services.requests.models import Incoming
from services.requests.queue import next_request
from services.staff.accounts import set_shift
from services.storage.database import Database

SIGN_OF_LIFE = timedelta(minutes=5)  # whoever works on an answer for long types something of it
HEARTBEAT_SECONDS = 10.0  # real ones: whoever stands in line gives a sign of life, as the console does
_GIVEN = "SELECT number, agent_id FROM request WHERE agent_id = ANY ($1::integer[]) AND state = 'assigned' ORDER BY number"


class Play:
    """`agenda` is what is going to happen; `run` in `running.py` lets it."""

    def __init__(
        self, db: Database, steps: Steps, *, plan: Plan, rules: Rules, chain: Chain, matters: Sequence[Matter]
    ) -> None:
        self.db, self.steps, self.plan, self.rules, self.chain = db, steps, plan, rules, chain
        self.agenda = Agenda(plan.ends)
        self.agents = {staff.id: Agent(staff, team, shift) for staff, team, shift in chain.staff}
        self.owners: dict[int, Agent] = {}
        self._matters: dict[int, Matter] = {}
        self._alive_at = time.monotonic()
        self._updates = 0
        for matter in matters:
            self.agenda.at(matter.at, partial(self._arrive, matter))
        for agent in self.agents.values():
            self._plan_shifts(agent)

    @property
    def now(self) -> datetime:
        """The simulated moment."""
        return self.db.clock.now()

    def _plan_shifts(self, agent: Agent) -> None:
        since, until = self.plan.begins, self.plan.ends
        for begins, ends in agent.shift.spans(since, until):
            self.agenda.at(max(begins, since), partial(self._come, agent))
            self.agenda.at(ends, partial(self._go, agent, "off"))
        for begins, ends in agent.shift.rests(since, until):
            self.agenda.at(max(begins, since), partial(self._go, agent, "away"))
            self.agenda.at(ends, partial(self._back, agent))

    # ---- Clients

    async def _arrive(self, matter: Matter) -> None:
        client_id = self.chain.client_ids[matter.chat_id]
        async with self.db.tx(actor=f"client:sim{matter.chat_id}") as tx:
            matter.number = await intake.submit(
                tx, client_id=client_id, text=matter.text, request_type=matter.type, source="telegram",
                unit=self.chain.units[matter.unit], language="ru", limits=self.rules.limits, author="Клиент",
            )  # fmt: skip
        self._matters[matter.number] = matter
        await self.serve()

    async def _write(self, matter: Matter) -> None:
        """A further message: it joins what is open, or opens again what was closed, as the product has it."""
        self._updates += 1
        async with self.db.tx(actor=f"client:sim{matter.chat_id}") as tx:
            accepted = await intake.take_message(
                tx, self._person(matter), Incoming(self._updates, MORE_WORDS), self.rules.limits
            )
        if accepted.number is not None and accepted.number != matter.number:  # too long closed: a new matter
            matter.number, matter.answers = accepted.number, 0
            self._matters[matter.number] = matter
        owner = self.owners.get(matter.number)
        if owner is None:
            await self.serve()
            return
        held = owner.hand[matter.number]
        if not held.waits:
            held.waits, held.since = True, self.now
        held.quiet_at = None
        await self.look(owner)

    def _person(self, matter: Matter) -> Person:
        return Person(
            chat_id=matter.chat_id, client_id=self.chain.client_ids[matter.chat_id], client_public_id=f"sim{matter.chat_id}",
            name="Клиент", phone=None, language="ru", language_chosen=True, first_name="Клиент",
            unit_id=self.chain.units[matter.unit].id, source_tag=None, dialogue=None, dialogue_data={}, blocked_at=None,
            created_at=matter.at, service_consent=True,
        )  # fmt: skip

    # ---- Shifts

    async def _come(self, agent: Agent) -> None:
        agent.wish = None
        await self._set_shift(agent, "on")
        await self.look(agent)

    async def _back(self, agent: Agent) -> None:
        if agent.wish == "away":
            agent.wish = None  # they worked through their break
        if agent.staff.shift == "away":
            await self._set_shift(agent, "on")
        await self.look(agent)

    async def _go(self, agent: Agent, where: str) -> None:
        if agent.staff.shift == "off" or (where == "away" and not agent.on):
            return
        agent.wish = "off" if where == "off" else "away"
        await self.look(agent)

    async def _leave(self, agent: Agent) -> None:
        """Go where they wish to; who goes home hands over what is in hand."""
        where, agent.wish, agent.in_line = agent.wish, None, False
        if where != "off":
            await self._set_shift(agent, "away")
            return
        async with self.db.tx(actor=agent.staff.actor) as tx:
            await end_shift(tx, agent.staff, {}, "Моя смена закончилась")
        agent.staff = replace(agent.staff, shift="off")
        for number in list(agent.hand):
            self.drop(number)
        await self.serve()

    async def _set_shift(self, agent: Agent, state: str) -> None:
        async with self.db.tx(actor=agent.staff.actor) as tx:
            await set_shift(tx, agent.staff, state)
        agent.staff = replace(agent.staff, shift=state)

    # ---- Handing out

    async def serve(self) -> None:
        """What has come goes to those in line."""
        waiting = {agent.staff.id: agent for agent in self.agents.values() if agent.in_line}
        if not waiting:
            return
        await self._give_signs_of_life(list(waiting))
        if not await serve_line(self.db, self.rules.limits):
            return
        served = []
        for row in await self.steps.fetch(_GIVEN, list(waiting)):
            agent = waiting[row["agent_id"]]
            if row["number"] not in agent.hand:
                self._take(agent, row["number"])
                served.append(agent)
        for agent in served:
            await self.look(agent)

    async def _give_signs_of_life(self, staff_ids: list[int]) -> None:
        if time.monotonic() - self._alive_at < HEARTBEAT_SECONDS:
            return
        self._alive_at = time.monotonic()
        async with self.db.read() as reader:
            for staff_id in staff_ids:
                await still_here(reader, staff_id)

    def _take(self, agent: Agent, number: int) -> None:
        agent.take(self._matters[number], self.now)
        self.owners[number] = agent

    def drop(self, number: int) -> None:
        """Whoever led this request does so no more."""
        owner = self.owners.pop(number, None)
        if owner is not None:
            del owner.hand[number]

    async def _press_next(self, agent: Agent) -> bool:
        """Next; whoever finds nothing stands in line. Answers whether a broken promise is in the way."""
        try:
            number = await next_request(self.db, agent.staff, self.rules.limits)
        except Refused as refused:
            return refused.code == "promise-overdue"
        if number is not None:
            self._take(agent, number)
            return False
        async with self.db.tx(actor=agent.staff.actor) as tx:
            await stand_in_line(tx, agent.staff)
        agent.in_line = True
        return False

    # ---- Work

    async def look(self, agent: Agent) -> None:
        """What they do now, if they are free for it."""
        if agent.at_work or agent.staff.shift == "off":
            return
        if agent.wish is not None:
            await self._leave(agent)
            return
        if not agent.on:
            return
        task = agent.task(self.now)
        if task is None and not agent.in_line:
            blocked = await self._press_next(agent)
            task = agent.task(self.now, blocked=blocked)
        if task is not None:
            await self._begin(agent, *task)

    async def _begin(self, agent: Agent, held: Held, task: Task) -> None:
        if agent.in_line:
            agent.in_line = False
            async with self.db.tx(actor=agent.staff.actor) as tx:
                await leave_line(tx, agent.staff.id)
        agent.at_work = True
        takes = self._effort(agent, held.matter, task)
        agent.worked += min(takes, self.plan.ends - self.now)
        for sign in range(1, int(takes / SIGN_OF_LIFE) + 1):
            self.agenda.at(self.now + sign * SIGN_OF_LIFE, partial(self._type, agent, held))
        self.agenda.at(self.now + takes, partial(self._finish, agent, held, task))

    def _effort(self, agent: Agent, matter: Matter, task: Task) -> timedelta:
        work = self.plan.work
        mean = work.wrap_up if task == "wrap up" else work.mean(matter.type)
        if task == "answer" and (matter.answers or matter.promised):
            mean *= work.follow_up
        return matter.effort(task, mean / agent.team.speed, work.spread)

    async def _type(self, agent: Agent, held: Held) -> None:
        if agent.at_work and agent.hand.get(held.matter.number) is held:
            async with self.db.tx(actor=agent.staff.actor) as tx:
                await answers.save_draft(tx, agent.staff, held.matter.number, "Добрый день")

    async def _finish(self, agent: Agent, held: Held, task: Task) -> None:
        agent.at_work = False
        if agent.hand.get(held.matter.number) is held:  # it may have been taken away meanwhile
            if task == "wrap up":
                if not held.waits:
                    await self._close(agent, held.matter)
            elif self._promises(held.matter):
                await self._promise(agent, held)
            else:
                await self._answer(agent, held)
        await self.look(agent)

    def _promises(self, matter: Matter) -> bool:
        return not matter.answers and not matter.promised and matter.chance("promises") < self.plan.work.promises

    async def _promise(self, agent: Agent, held: Held) -> None:
        matter, work = held.matter, self.plan.work
        due_at = self.now + timedelta(minutes=work.promise)
        async with self.db.tx(actor=agent.staff.actor) as tx:
            await promises.promise(tx, agent.staff, matter.number, due_at=due_at)
        late = matter.chance("is late") < work.promises_late
        before = timedelta(minutes=2 * work.follow_up * work.mean(matter.type))
        held.promised_at = due_at + matter.wait("late", work.late) if late else max(self.now, due_at - before)
        held.waits, matter.promised = False, True
        self.agenda.at(held.promised_at, partial(self.look, agent))

    async def _answer(self, agent: Agent, held: Held) -> None:
        matter, work, clients = held.matter, self.plan.work, self.plan.clients
        async with self.db.tx(actor=agent.staff.actor) as tx:
            message_id, _ = await answers.answer(tx, agent.staff, matter.number, text="Здравствуйте! Всё проверили.")
        if matter.promised:  # Telegram says that it has arrived: that keeps a promise
            matter.promised, held.promised_at = False, None
            async with self.db.tx() as tx:
                await echoes.delivered(tx, message_id)
        matter.answers += 1
        agent.answers += 1
        held.waits = False
        again = matter.chance("writes again") < clients.writes_again
        if again:
            self.agenda.at(self.now + matter.wait("writes", clients.writes_after), partial(self._write, matter))
        elif matter.chance("closes") < work.closes_at_once:
            await self._close(agent, matter)
            return
        held.quiet_at = self.now + timedelta(minutes=work.silence)
        self.agenda.at(held.quiet_at, partial(self.look, agent))

    async def _close(self, agent: Agent, matter: Matter) -> None:
        outcome = matter.one_of("outcome", tuple(self.plan.work.outcomes.items()))
        async with self.db.tx(actor=agent.staff.actor) as tx:
            await closing.close(tx, agent.staff, matter.number, outcome=outcome, summary="Разобрались")
        self.drop(matter.number)
        clients = self.plan.clients
        if not matter.came_back and matter.chance("comes back") < clients.comes_back:
            matter.came_back = True
            self.agenda.at(self.now + matter.wait("back", clients.comes_back_after), partial(self._write, matter))
