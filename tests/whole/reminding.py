"""One station with one client, for whom another system books: what is said of the visit, and when."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.harness import Phone, until
from tests.whole.chain import Agent, Chain, Json, said

MOSCOW = ZoneInfo("Europe/Moscow")
DAY = {"week": {str(day): [["08:00", "21:00"]] for day in range(7)}}
HEADS = ("day-before", "hours-before", "booked", "moved", "cancelled")


class Reception:
    """One station with one client, and another system that books for them."""

    def __init__(self, chain: Chain, code: str, phone: Phone, source: Agent) -> None:
        self.chain, self.code, self.phone, self.source = chain, code, phone, source
        self.visit: Json = {}

    @property
    def starts_at(self) -> datetime:
        """When the client is expected."""
        return datetime.fromisoformat(self.visit["starts_at"])

    @property
    def subject(self) -> str:
        """The visit in the ledger."""
        return f"appointment:{self.visit['id']}"

    async def book(self, days: int = 3, clock: str = "14:00") -> None:
        """By the API, so many days ahead."""
        client = await self.chain.value(
            "SELECT public_id FROM client JOIN chat ON client_id = client.id WHERE chat_id = $1", self.phone.person
        )
        body = {"unit": self.code, "works": ["oil"], "starts_at": await self.local(days, clock), "client_id": client}
        self.visit = await self.source.do("POST", "/appointments", body, status=201)

    async def move(self, days: int, clock: str) -> None:
        """By the API."""
        starts_at = await self.local(days, clock)
        self.visit = await self.source.do("POST", f"/appointments/{self.visit['id']}/move", {"starts_at": starts_at})

    async def cancel(self) -> None:
        """By the API."""
        await self.source.do("POST", f"/appointments/{self.visit['id']}/cancel", {})

    async def local(self, days: int, clock: str) -> str:
        """A time on the station's wall."""
        day = (await self.chain.now()).astimezone(MOSCOW).date() + timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(clock), MOSCOW).isoformat()

    async def let_it_be(self, moment: datetime) -> None:
        """Move the clock there."""
        await self.chain.later(seconds=max(0.0, (moment - await self.chain.now()).total_seconds() + 1))

    async def let_it_be_before(self, **before: float) -> None:
        """Move the clock to so long before the visit."""
        await self.let_it_be(self.starts_at - timedelta(**before))

    async def morning(self, clock: str = "12:00") -> None:
        """The next time it is that late there."""
        now = (await self.chain.now()).astimezone(MOSCOW)
        then = datetime.combine(now.date(), time.fromisoformat(clock), MOSCOW)
        await self.let_it_be(then if then > now else then + timedelta(days=1))

    async def settled(self) -> dict[str, str]:
        """Once everything due is settled and sent: kind and version → what became of it."""
        await until(self._settled, "all that is due is settled")
        async with self.chain.desk.db.read() as reader:
            rows = await reader.rows(
                "SELECT kind || ' ' || occurrence AS name, CASE state WHEN 'skipped' THEN why ELSE state END AS became FROM reminder "
                "WHERE subject = $1", self.subject,
            )  # fmt: skip
        return {row["name"]: row["became"] for row in rows}

    async def _settled(self) -> bool:
        now = await self.chain.now()
        due = "SELECT count(*) FROM reminder WHERE subject = $1 AND state = 'planned' AND due_at <= $2"
        waiting = "SELECT count(*) FROM outbox WHERE chat_id = $1 AND state IN ('queued', 'retry')"
        return not await self.chain.value(due, self.subject, now) and not await self.chain.value(waiting, self.phone.person)

    async def told(self) -> list[str]:
        """Which of the reminders and notices have come, in order."""
        beginnings = {head: self.chain.t(f"reminder-{head}", when="§").split("§")[0] for head in HEADS}
        lines = await said(self.phone)
        return [head for line in lines for head, beginning in beginnings.items() if line.startswith(beginning)]

    async def requests(self) -> list[int]:
        """Numbers of what agents have been asked."""
        return await self.chain.requests_of(self.phone)
