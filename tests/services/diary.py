"""A workshop's diary without its bays: visits at any time, with the reminders that follow from them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from services.booking.models import Visit
from services.booking.notices import What, tell
from services.booking.reading import VISIT_ROWS, as_visit
from services.clients.people import new_public_id
from services.reminders import release, unconfirmed
from services.reminders.planning import visit_changed
from services.storage.reader import Row
from services.storage.tx import Tx
from tests.services.world import World


@dataclass
class Diary:
    """Each method is one transaction. Visits are known by the row's id."""

    world: World
    units: dict[str, int] = field(default_factory=dict)

    async def unit_id(self, code: str = "msk") -> int:
        """The station's row."""
        if code not in self.units:
            self.units[code] = (await self.world.one("SELECT id FROM unit WHERE code = $1", code))["id"]
        return self.units[code]

    async def client(self, chat_id: int | None) -> int:
        """The card of a chat's person; None: somebody whom only the workshop knows."""
        if chat_id is not None:
            return (await self.world.person(chat_id)).client_id
        async with self.world.db.tx() as tx:
            return int(
                await tx.value(
                    "INSERT INTO client (public_id, name, created_at) VALUES ($1, 'Без чата', $2) RETURNING id",
                    new_public_id(),
                    tx.now,
                )
            )

    async def book(
        self, chat_id: int | None, starts_at: datetime, *, unit: str = "msk", works: Sequence[str] = (), by: str = "client",
        vehicle: int | None = None,
    ) -> int:  # fmt: skip
        """A visit of an hour."""
        client_id, unit_id = await self.client(chat_id), await self.unit_id(unit)
        async with self.world.db.tx() as tx:
            visit_id = await tx.value(
                "INSERT INTO appointment (public_id, unit_id, client_id, vehicle_id, starts_at, ends_at, status, source, chat_id, "
                "created_at) VALUES ($1, $2, $3, $4, $5, $6, 'booked', 'telegram', $7, $8) RETURNING id",
                new_public_id(), unit_id, client_id, vehicle, starts_at, starts_at + timedelta(hours=1), chat_id, tx.now,
            )  # fmt: skip
            for position, code in enumerate(works):
                await tx.execute(
                    "INSERT INTO appointment_work SELECT $1, $2, id, minutes FROM work WHERE code = $3",
                    visit_id,
                    position,
                    code,
                )
            await self._changed(tx, visit_id, "booked", by)
        return int(visit_id)

    async def move(self, visit_id: int, starts_at: datetime, *, by: str = "client") -> None:
        """To another time."""
        async with self.world.db.tx() as tx:
            await tx.execute(
                "UPDATE appointment SET starts_at = $2, ends_at = $2::timestamptz + interval '1 hour', version = version + 1, "
                "status = 'booked' WHERE id = $1",
                visit_id, starts_at,
            )  # fmt: skip
            await self._changed(tx, visit_id, "moved", by)

    async def cancel(self, visit_id: int, *, by: str = "client") -> None:
        """Not at all."""
        async with self.world.db.tx() as tx:
            await tx.execute(
                "UPDATE appointment SET status = 'cancelled', cancelled_by = $2, cancelled_at = $3 WHERE id = $1",
                visit_id,
                by,
                tx.now,
            )
            await self._changed(tx, visit_id, "cancelled", by)

    async def set_status(self, visit_id: int, status: Literal["confirmed", "arrived", "done", "no_show"]) -> None:
        """What becomes of it."""
        async with self.world.db.tx() as tx:
            await tx.execute("UPDATE appointment SET status = $2 WHERE id = $1", visit_id, status)
            await visit_changed(tx, await self._visit(tx, visit_id))

    async def _changed(self, tx: Tx, visit_id: int, what: What, by: str) -> None:
        visit = await self._visit(tx, visit_id)
        await visit_changed(tx, visit)
        if by != "client":
            await tell(tx, visit, what)

    async def _visit(self, tx: Tx, visit_id: int) -> Visit:
        row = await tx.row(f"{VISIT_ROWS} WHERE a.id = $1", visit_id)
        assert row is not None
        return as_visit(row)

    async def tick(self) -> int:
        """What the schedule does, once; how many rows were settled."""
        settled = 0
        while True:
            async with self.world.db.tx() as tx:
                done = await release.release(tx)
            async with self.world.db.tx() as tx:
                done += await unconfirmed.release(tx, self.world.limits)
            if not done:
                return settled
            settled += done

    async def failed_tick(self) -> int:
        """The same, ended by an outage before its commit; how many rows it had in hand."""
        done = 0
        with suppress(ConnectionError):
            async with self.world.db.tx() as tx:
                done = await release.release(tx) + await unconfirmed.release(tx, self.world.limits)
                raise ConnectionError
        return done

    async def at(self, moment: datetime) -> None:
        """Let it be that time, and look what is due."""
        self.world.clock.at = moment
        await self.tick()

    async def over(self) -> None:
        """What is still to come would have to occupy a bay, and there are none here."""
        async with self.world.db.tx() as tx:
            await tx.execute("UPDATE appointment SET status = 'done' WHERE status <> 'cancelled'")

    async def ledger(self, visit_id: int) -> dict[tuple[str, int], str]:
        """(kind, version) → `planned`, `sent`, or why it was skipped."""
        rows = await self.world.rows(
            "SELECT kind, occurrence, CASE state WHEN 'skipped' THEN why ELSE state END AS became FROM reminder "
            "WHERE subject = (SELECT 'appointment:' || public_id FROM appointment WHERE id = $1)",
            visit_id,
        )
        return {(row["kind"], row["occurrence"]): row["became"] for row in rows}

    async def mail(self, chat_id: int) -> list[Row]:
        """What waits to be sent to a chat."""
        return [row for row in await self.world.mail(chat_id) if row["state"] != "dropped"]

    async def said(self, chat_id: int) -> list[str]:
        """The same, as words."""
        return [row["params"]["text"] for row in await self.mail(chat_id)]

    async def requests(self, visit_id: int) -> list[Row]:
        """Requests about a visit."""
        sql = "SELECT r.*, a.request_number AS kept FROM request AS r JOIN appointment AS a ON a.id = r.appointment_id WHERE a.id = $1"
        return list(await self.world.rows(sql, visit_id))
