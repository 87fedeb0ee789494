"""The heads' board where little happens, and the journal of what was missed."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.board.models import Board, Scope
from services.board.reading import load_board
from services.requests.view import answer_due
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.watch.journal import NOBODY, Sought, missed_rows, missed_totals
from tests.services.conftest import NOON
from tests.services.world import World

pytestmark = pytest.mark.slow

DAY = (datetime(2026, 11, 22, 21, tzinfo=UTC), datetime(2026, 11, 23, 21, tzinfo=UTC))  # Monday in Moscow
MINUTE = timedelta(minutes=1)


class _UndoneError(Exception):
    pass


async def _watched(world: World) -> Scope:
    """What a director sees of everything."""
    return Scope(await world.staff("director", role="director"), world.clock.at, DAY)


async def _board(world: World, scope: Scope) -> Board:
    async with world.db.read() as reader:
        return await load_board(reader, scope, world.limits.wip_limit)


async def _at_noon(world: World, **columns: str) -> int:
    """A request whose clocks are set: minutes from now, by column."""
    number = await world.asks(1000 + len(await world.rows("SELECT FROM request")))
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET next_answer_due = NULL WHERE number = $1", number)
        for name, value in columns.items():
            await tx.execute(f"UPDATE request SET {name} = {value} WHERE number = $1", number)
    return number


async def test_what_is_about_to_break_comes_soonest_first_and_before_what_is_broken(world: World) -> None:
    def at(minutes: int) -> str:
        return f"timestamptz '{(world.clock.at + minutes * MINUTE).isoformat()}'"

    await _at_noon(world, next_answer_due=at(11))
    second = await _at_noon(world, next_answer_due=at(9))
    first = await _at_noon(world, handoff_due=at(3), next_answer_due=at(30), answered_at=at(-60))
    broken = await _at_noon(world, resolve_due=at(-40))
    worse = await _at_noon(world, danger_due=at(-50), next_answer_due=at(5))
    await _at_noon(world, resolve_due=at(4), resolve_paused_at=at(-5))
    scope = await _watched(world)
    owed = (await _board(world, scope)).owed
    assert [(one.number, one.clock, one.broken) for one in owed] == [
        (first, "handoff", False), (second, "first_answer", False), (worse, "danger", True), (broken, "resolve", True),
    ]  # fmt: skip


async def test_after_a_hand_over_the_list_counts_as_the_tile_and_the_request_do(world: World) -> None:
    """What was told at the hand-over stands, not the first time that it has replaced."""
    told = world.clock.at + 3 * MINUTE
    number = await _at_noon(
        world,
        handoff_due=f"timestamptz '{told.isoformat()}'",
        next_answer_due=f"timestamptz '{(world.clock.at - 5 * MINUTE).isoformat()}'",
    )
    board = await _board(world, await _watched(world))
    assert [(one.number, one.clock, one.due, one.broken) for one in board.owed] == [(number, "handoff", told, False)]
    assert board.waiting.late == 0
    assert answer_due(await world.row(number)) == told


async def test_a_danger_counts_until_somebody_has_it_in_hand(world: World) -> None:
    """The board and whoever reads the request see the same clock."""
    await world.staff("anna")
    number = await world.asks(1, "Отказали тормоза")
    scope = await _watched(world)
    for clock, minutes in (("danger", 5), ("first_answer", 10)):
        owed = (await _board(world, scope)).owed
        assert [(one.number, one.clock) for one in owed] == [(number, clock)]
        assert owed[0].due == answer_due(await world.row(number)) == world.clock.at + minutes * MINUTE
        await world.next("anna")


async def test_an_answer_that_is_late_is_among_what_is_broken(world: World) -> None:
    number = await world.asks(1)
    scope = await _watched(world)
    world.clock.advance(minutes=30)
    owed = (await _board(world, Scope(scope.staff, world.clock.at, DAY))).owed
    assert [(one.number, one.clock, one.broken) for one in owed] == [(number, "first_answer", True)]


class Planning(Reader):
    """Notes how each question is answered."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.plans: list[str] = []

    async def rows(self, sql: str, *args: Any) -> Sequence[Row]:
        self.plans.append("\n".join(row[0] for row in await super().rows(f"EXPLAIN {sql}", *args)))
        return await super().rows(sql, *args)


# Months that are over. Triggers would take most of the time, and nothing of it is looked at.
MANY = """
SET LOCAL session_replication_role = replica;
INSERT INTO request (client_id, type, source, language, state, agent_id, outcome, summary, created_at, answered_at, closed_at, unit_id)
SELECT (SELECT min(id) FROM client), 'price', 'telegram', 'ru', 'closed', {staff}, 'answered', '', at, at, at, {unit}
FROM (SELECT timestamptz '2026-11-01' - i * interval '5 minutes' AS at FROM generate_series(40000, 1, -1) i) AS past;
INSERT INTO missed (request_number, clock, unit_id, staff_id, due_at, at, made_good_at)
SELECT number, 'first_answer', unit_id, agent_id, created_at, created_at, created_at FROM request WHERE state = 'closed';
INSERT INTO promise (request_number, due_at, state, made_at, after_message)
SELECT number, created_at, 'kept', created_at, 0 FROM request WHERE state = 'closed';
SET LOCAL session_replication_role = origin;
ANALYZE request, missed, promise;
"""


@pytest.mark.parametrize("units", [(), ("msk",)])
async def test_what_is_over_is_not_read_again(world: World, units: tuple[str, ...]) -> None:
    unit = (await world.one("SELECT id FROM unit"))["id"]
    anna, head = await world.staff("anna"), await world.staff("head", role="head", units=units)
    for chat in range(1, 9):
        await world.asks(chat)
    await world.next("anna")
    reader = None
    with suppress(_UndoneError):
        async with world.db.tx() as tx:
            await tx.execute(MANY.format(staff=anna.id, unit=unit))
            reader = Planning(tx.connection)
            await load_board(reader, Scope(head, tx.now, DAY), 5)
            await load_board(reader, Scope(head, tx.now, DAY, unit), 5)
            await missed_rows(reader, head, Sought(span=DAY))
            await missed_totals(reader, head, Sought(span=DAY))
            raise _UndoneError
    assert reader
    assert len(reader.plans) > 15
    assert [plan for plan in reader.plans if re.search(r"Seq Scan on (?:request|missed|promise)\b", plan)] == []


async def test_an_empty_chain_has_an_empty_board(world: World) -> None:
    board = await _board(world, await _watched(world))
    assert (board.waiting.queued, board.waiting.oldest, board.people, board.owed) == (0, None, [], [])
    assert (board.day.share, board.day.p50, board.day.mended, len(board.day.hours)) == (None, None, None, 13)


async def test_somebody_withdrawn_is_shown_so_until_it_ends(world: World) -> None:
    anna = await world.staff("anna", wip_limit=3)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET withdrawn_until = $2 WHERE id = $1", anna.id, tx.now + MINUTE)
    scope = await _watched(world)
    [person] = (await _board(world, scope)).people
    assert (person.limit, person.withdrawn_until) == (3, scope.now + MINUTE)
    [person] = (await _board(world, Scope(scope.staff, scope.now + MINUTE, DAY))).people
    assert person.withdrawn_until is None


async def _journal(world: World, staff: Staff, **chosen: Any) -> list[int]:
    async with world.db.read() as reader:
        return [row["number"] for row in await missed_rows(reader, staff, Sought(**chosen))]


async def test_the_journal(world: World) -> None:
    spb = await world.unit("spb")
    anna, head = await world.staff("anna"), await world.staff("head", role="head", units=("spb",))
    director = await world.staff("director", role="director")
    await world.person(2, unit_id=spb)
    here, there = await world.asks(1), await world.asks(2)
    async with world.db.tx() as tx:
        for number, clock, who, late, took in (
            (here, "first_answer", None, 300, 20), (there, "promise", anna.id, 200, 40), (there, "first_answer", None, 100, None),
        ):  # fmt: skip
            due = tx.now - late * MINUTE
            await tx.execute(
                "INSERT INTO missed (request_number, clock, unit_id, staff_id, due_at, at, made_good_at) "
                "SELECT $1, $2, unit_id, $3, $4, $4, $5 "
                "FROM request WHERE number = $1", number, clock, who, due, due + took * MINUTE if took else None,
            )  # fmt: skip
    assert await _journal(world, director) == [there, there, here]
    assert await _journal(world, director, state="open") == [there]
    assert await _journal(world, director, state="good") == [there, here]
    assert await _journal(world, director, who="anna") == [there]
    assert await _journal(world, director, who=NOBODY) == [there, here]
    assert await _journal(world, director, clock="first_answer", unit="spb") == [there]
    assert await _journal(world, director, span=(NOON - 250 * MINUTE, NOON)) == [there, there]
    async with world.db.tx() as tx:
        await tx.execute("UPDATE missed SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE request_number = $1", here)
    assert await _journal(world, head) == [there, there], "a head reads what was missed in the own units"
    async with world.db.read() as reader:
        whole, first, kept = await missed_totals(reader, director, Sought())
        assert (whole.clock, whole.missed, whole.open, whole.p50) == ("", 3, 1, 30 * 60)
        assert (first.clock, first.missed, first.open, first.p50, first.p90) == ("first_answer", 2, 1, 20 * 60, 20 * 60)
        assert (kept.clock, kept.p50) == ("promise", 40 * 60)
        page = await missed_rows(reader, director, Sought(), 2)
        rest = await missed_rows(reader, director, Sought(before=page[-1]["id"]), 2)
        assert [row["number"] for row in rest] == [here]
