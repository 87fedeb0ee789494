"""The workshop's own system, which books, moves and cancels by the API, for people with and without a phone in this story."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from tests.crash.caller import Caller, refusal
from tests.crash.diary import Booking, Diary
from tests.crash.hours import Hours
from tests.crash.stage import AWAY

UNITS = ("msk-north", "nsk", "belgrade")
DAYS = 3  # ahead
RUSH = 8
SOONEST = 4  # slots: the same that people on their phones are offered first
_CLIENTS = "SELECT k.public_id FROM client k JOIN chat c ON c.client_id = k.id WHERE c.chat_id = ANY ($1::bigint[])"


@dataclass
class Workshop(Caller):
    """`number` tells several apart, `people` have the chats; `pace`: mean seconds between two acts."""

    diary: Diary
    hours: Hours
    number: int
    people: list[int]
    pace: float
    works: list[str] = field(default_factory=list)
    calls: int = 0

    async def live(self, stop: asyncio.Event) -> None:
        """Work until told to stop."""
        status, answer = await self.call("GET", "/works?limit=100")
        self.works = [work["code"] for work in answer["items"] if work["bookable"]] if status == 200 else []
        await self.call("PUT", f"/clients/{self.ref}", {"name": "Без Телеграма", "phone": f"+7999000{self.number:04d}"})
        while not stop.is_set():
            [act] = self.dice.choices([self.book, self.rush, self.move, self.cancel, self.look], [40, 6, 22, 18, 14])
            await act()
            await asyncio.sleep(self.dice.expovariate(1 / self.pace))

    @property
    def ref(self) -> str:
        """Somebody without a chat, who comes often."""
        return f"nobody-{self.number}"

    async def book(self, calls: int = 1) -> None:
        """One of the next free times, which others are after as well."""
        unit, works = self.dice.choice(UNITS), self.dice.sample(self.works, self.dice.choice([1, 1, 2]))
        if starts_at := await self._slot(unit, works):
            body = {"unit": unit, "works": works, "starts_at": starts_at, **await self._client()}
            await asyncio.gather(*(self._book(body) for _ in range(calls)))

    async def rush(self) -> None:
        """More calls for one time than there are places."""
        await self.book(RUSH)

    async def _book(self, body: dict[str, Any]) -> None:
        self.calls += 1
        comment = f"заезд {self.number}-{self.calls:05d}"
        answer = await self._do("booked", "/appointments", {**body, "comment": comment}, "slot-taken", "slot-invalid")
        self.diary.bookings.append(Booking(comment, answer["id"] if answer else ""))

    async def move(self) -> None:
        """Some visit, the client's own booking too, to another day."""
        visit = await self._known()
        starts_at = await self._slot(visit["unit"], visit["works"]) if visit else None
        if visit and starts_at:
            path, body = f"/appointments/{visit['id']}/move", {"starts_at": starts_at}
            await self._do("moved", path, body, "slot-taken", "slot-invalid", "closed")

    async def cancel(self) -> None:
        """Some visit."""
        if visit := await self._known():
            await self._do("cancelled", f"/appointments/{visit['id']}/cancel", {"reason": "не сможем"}, "closed")

    async def look(self) -> None:
        """At some visit."""
        await self._known()

    async def _client(self) -> dict[str, str]:
        """Somebody with a phone, if they have written already."""
        try:
            rows = await self.stage.rows(_CLIENTS, self.people) if self.dice.random() < 0.7 else []
        except AWAY:
            rows = []
        return {"client_id": self.dice.choice(sorted(row[0] for row in rows))} if rows else {"client_ref": self.ref}

    async def _known(self) -> dict[str, Any] | None:
        """A visit that somebody was told of lately, as it is now: it exists."""
        if not self.diary.known:
            return None
        visit = self.dice.choice(list(self.diary.known))
        status, answer = await self.call("GET", f"/appointments/{visit}")
        if status != 200:
            self.surprised(f"visit {visit}", status, answer)
            return None
        self.diary.tell("read", answer)
        return dict(answer)

    async def _slot(self, unit: str, works: list[str]) -> str | None:
        since = self.hours.now() + timedelta(hours=self.dice.choice([0, 0, 26, 30]))
        span = f"from={quote(since.isoformat())}&to={quote((since + timedelta(days=DAYS)).isoformat())}"
        status, answer = await self.call("GET", f"/availability?unit={unit}&works={','.join(works)}&{span}")
        if status != 200:
            self.surprised("availability", status, answer)
            return None
        soonest = answer["slots"][:SOONEST]
        return str(self.dice.choice(soonest)["starts_at"]) if soonest else None

    async def _do(self, what: str, path: str, body: dict[str, Any], *refusals: str) -> dict[str, Any] | None:
        """A call, sometimes made twice at once under the same key: one effect, one answer."""
        key = self.key()
        calls = [self.call("POST", path, body, key) for _ in range(2 if self.dice.random() < 0.15 else 1)]
        answers = await asyncio.gather(*calls)
        status, answer = answers[0]
        if answers[-1] != answers[0]:
            self.surprised(f"{what}, the same call again", *answers[-1])
        if status in {200, 201}:
            self.diary.tell(what, answer)
            return dict(answer)
        code = refusal(answer)
        self.diary.refused[code] += 1
        if code not in refusals:
            self.surprised(what, status, answer)
        return None
