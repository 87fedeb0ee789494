"""Agents of the demo chain at work: what came in, who took it, what became of it."""

from collections.abc import Mapping
from datetime import timedelta

from bot.demo.past import Past
from bot.demo.talks import Talk
from services.requests import answers, closing, intake, promises
from services.requests.models import Limits
from services.requests.queue import next_request
from services.staff.accounts import set_shift, staff_by_login
from services.staff.models import Staff
from services.storage.reader import Reader
from services.units import Unit

LIMITS = Limits()
_PROMISED = 180  # working minutes: "I will tell you by …"


class Talking:
    """One conversation after another; each agent is on shift from their first one on, until everybody goes home."""

    def __init__(self, past: Past, units: Mapping[str, Unit], clients: Mapping[str, int]) -> None:
        self._past = past
        self._units = units
        self._clients = clients
        self._busy: set[str] = set()

    async def hold(self, talk: Talk) -> None:
        """From the client's words to what became of them, a few minutes each."""
        async with self._past.tx() as tx:
            number = await intake.submit(
                tx, client_id=self._clients[talk.customer.ref], text=talk.words, request_type=talk.type, source=talk.source,
                unit=self._units[talk.customer.unit], language=talk.customer.language, limits=LIMITS, author=talk.customer.name,
            )  # fmt: skip
        await self._take(talk, number)
        if talk.answer:
            await self._answer(talk, number)
        if talk.call:
            await self._call(talk, number)
        if talk.ending == "promised":
            await self._promise(talk, number)
        elif talk.ending == "closed":
            await self._close(talk, number)

    async def _take(self, talk: Talk, number: int) -> None:
        self._pass(4)
        async with self._past.tx(f"agent:{talk.agent}") as tx:
            staff = await _staff(tx, talk.agent)
            if staff.shift != "on":
                await set_shift(tx, staff, "on")
                self._busy.add(talk.agent)
            claimed = await next_request(self._past.db, staff, LIMITS, tx)
        if claimed != number:
            raise RuntimeError(f"the demo's queue was to be empty but for {number}: {claimed}")

    async def _answer(self, talk: Talk, number: int) -> None:
        self._pass(3)
        async with self._past.tx(f"agent:{talk.agent}") as tx:
            await answers.answer(tx, await _staff(tx, talk.agent), number, text=talk.answer)

    async def _call(self, talk: Talk, number: int) -> None:
        self._pass(2)
        async with self._past.tx(f"agent:{talk.agent}") as tx:
            await answers.record_call(tx, await _staff(tx, talk.agent), number, outcome=talk.call or "reached")

    async def _promise(self, talk: Talk, number: int) -> None:
        """Kept by nobody yet: due some working hours from now on, so that the promise is alive when the demo begins."""
        unit = self._units[talk.customer.unit]
        due_at = unit.hours.add_working(self._past.now, _PROMISED) or self._past.now + timedelta(days=1)
        async with self._past.tx(f"agent:{talk.agent}") as tx:
            await promises.promise(tx, await _staff(tx, talk.agent), number, due_at=due_at)

    async def _close(self, talk: Talk, number: int) -> None:
        self._pass(2)
        async with self._past.tx(f"agent:{talk.agent}") as tx:
            await closing.close(tx, await _staff(tx, talk.agent), number, outcome=talk.outcome, summary=talk.summary)

    async def go_home(self) -> None:
        """Everybody's shift ends; Anna's begins: she is the one to sign in as."""
        for login in sorted(self._busy | {"anna"}):
            async with self._past.tx(f"agent:{login}") as tx:
                await set_shift(tx, await _staff(tx, login), "on" if login == "anna" else "off")

    def _pass(self, minutes: int) -> None:
        self._past.clock.at = min(self._past.clock.at + timedelta(minutes=minutes), self._past.now)


async def _staff(reader: Reader, login: str) -> Staff:
    staff = await staff_by_login(reader, login)
    assert staff is not None  # noqa: S101 - made with the chain
    return staff
