"""The heads' board: every number against a slow count over all rows, on a day on which everything happens."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from services.board.models import Board, Scope
from services.board.reading import load_board
from services.clock import FixedClock
from services.errors import Refused
from services.requests.board import Filters, search_requests
from services.requests.giving_back import give_back
from services.requests.view import Viewer
from services.storage.database import Database
from services.storage.reader import Reader, Row
from services.watch.journal import Sought, missed_rows
from tests.services.conftest import NOON, OneConnection
from tests.services.invariants import violations
from tests.services.world import World

pytestmark = pytest.mark.slow

DAY = (datetime(2026, 11, 22, 21, tzinfo=UTC), datetime(2026, 11, 23, 21, tzinfo=UTC))  # Monday in Moscow
TYPES = ("claim", "price", "booking", "other")
MINUTE = timedelta(minutes=1)
LOOKS: list[tuple[str, tuple[str, ...], str | None]] = [
    ("director", (), None), ("qa", (), "spb"), ("head", ("msk",), None), ("head", ("msk", "spb"), "spb"), ("admin", (), "nsk"),
]  # fmt: skip


@pytest.fixture(scope="module")
async def busy(pooled: Database) -> AsyncIterator[World]:
    """A day that all may look at; nothing of it remains."""
    async with pooled.pool.acquire() as connection:
        undo = connection.transaction()
        await undo.start()
        yield await _day(World(Database(OneConnection(connection), FixedClock(NOON))))
        assert not await violations(connection)
        await undo.rollback()


async def _day(world: World) -> World:
    """From Sunday's evening to Monday's noon: three stations, five people, fifty clients, by dice that always fall the same."""
    dice = random.Random(7)  # noqa: S311 - for variety
    for code in ("msk", "spb", "nsk"):
        await world.unit(code, leading=code == "msk")
    units = {row["code"]: row["id"] for row in await world.rows("SELECT id, code FROM unit")}
    for login, where in (("anna", ("msk",)), ("boris", ("spb",)), ("vera", ("msk", "spb")), ("gleb", ()), ("dina", ("nsk",))):
        await world.staff(login, units=where, wip_limit=7)
    await world.shift("dina", "off")
    for role, where in {(role, where) for role, where, _ in LOOKS}:
        await world.staff("-".join((role, *where)), role=role, units=where)
    world.clock.advance(hours=-16)
    for chat in range(1, 51):
        unit = dice.choice([*units.values(), None])
        await world.person(chat, **({"unit_id": unit} if unit else {}))
        text = "Отказали тормоза!" if chat % 17 == 0 else "Сколько стоит?"
        await world.asks(chat, text, request_type=dice.choice(TYPES))
        world.clock.advance(minutes=dice.randint(3, 25))
        for login in dice.sample(("anna", "boris", "vera", "gleb"), 2):
            await _works(world, login, dice)
    await _missed(world, dice)
    world.clock.at = max(world.clock.at, NOON)
    return world


async def _works(world: World, login: str, dice: random.Random) -> None:
    try:
        number = await world.next(login)
    except Refused:  # full hands, a promise overdue: they go on with what they have
        number = None
    held = await world.rows(
        "SELECT number FROM request r JOIN staff s ON s.id = r.agent_id WHERE s.login = $1 AND r.state <> 'closed' ORDER BY number",
        login,
    )
    if not held or (number is not None and dice.random() < 0.4):
        return
    number = dice.choice(held)["number"]
    match dice.choice(("answer", "answer", "close", "promise", "return", "nothing")):
        case "answer":
            await world.answer(login, number)
        case "close":
            await world.close(login, number, "answered")
        case "promise":
            await world.promise(login, number, dice.choice((20, 50, 200)))
        case "return":
            staff = await world.known(login)
            with suppress(Refused):  # what is broken is kept, not handed on
                async with world.db.tx(actor=staff.actor) as tx:
                    await give_back(tx, staff, number, reason="не моё")


async def _missed(world: World, dice: random.Random) -> None:
    """As the watcher would write it down."""
    async with world.db.tx() as tx:
        await tx.execute("DELETE FROM missed")
        for row in await tx.rows("SELECT number, unit_id, agent_id, created_at, closed_at FROM request ORDER BY number"):
            if dice.random() < 0.5:
                due = row["created_at"] + timedelta(minutes=dice.randint(5, 90))
                good = due + timedelta(minutes=dice.randint(1, 300)) if row["closed_at"] or dice.random() < 0.6 else None
                await tx.execute(
                    "INSERT INTO missed (request_number, clock, unit_id, staff_id, due_at, at, made_good_at) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    row["number"], dice.choice(("first_answer", "promise", "handoff")), row["unit_id"], row["agent_id"], due,
                    due + MINUTE, good,
                )  # fmt: skip


async def _scope(world: World, role: str, units: Sequence[str], unit: str | None) -> Scope:
    staff = await world.known("-".join((role, *units)))
    unit_id = (await world.one("SELECT id FROM unit WHERE code = $1", unit))["id"] if unit else None
    return Scope(staff, world.clock.at, DAY, unit_id)


async def _board(world: World, scope: Scope) -> Board:
    async with world.db.read() as reader:
        return await load_board(reader, scope, world.limits.wip_limit)


async def _all(world: World, scope: Scope) -> list[Row]:
    """Every request that the person may read there, found without the board's ways."""
    rows = await world.rows(
        "SELECT r.*, array(SELECT staff_id FROM request_agent WHERE request_number = number) AS led FROM request r ORDER BY number"
    )
    return [row for row in rows if scope.staff.reads(row["unit_id"], row["led"]) and scope.unit_id in {None, row["unit_id"]}]


def _late(row: Row, now: datetime) -> bool:
    due = row["handoff_due"] or row["next_answer_due"]
    return row["state"] in {"queued", "assigned"} and row["waiting_since"] is not None and due is not None and due < now


def _today(at: datetime | None) -> bool:
    return at is not None and DAY[0] <= at < DAY[1]


@pytest.mark.parametrize(("role", "units", "unit"), LOOKS)
async def test_the_numbers_are_those_of_a_slow_count(busy: World, role: str, units: tuple[str, ...], unit: str | None) -> None:
    scope = await _scope(busy, role, units, unit)
    board, rows, now = await _board(busy, scope), await _all(busy, scope), scope.now
    codes = {row["id"]: row["code"] for row in await busy.rows("SELECT id, code FROM unit")}
    queued = [row for row in rows if row["state"] == "queued"]
    assert queued
    lines = {(line.code, line.type): line for line in board.waiting.lines}
    assert {key: line.count for key, line in lines.items()} == Counter((codes.get(r["unit_id"]), r["type"]) for r in queued)
    for key, line in lines.items():
        here = [row for row in queued if (codes.get(row["unit_id"]), row["type"]) == key]
        assert line.oldest == min(row["waiting_since"] for row in here)
        assert (line.late, line.danger) == (sum(_late(row, now) for row in here), sum(r["alarm"] == "danger" for r in here))
    assert (board.waiting.queued, board.waiting.oldest) == (len(queued), min(row["waiting_since"] for row in queued))
    assert board.waiting.late == sum(_late(row, now) for row in rows)
    assert board.waiting.danger == sum(row["alarm"] == "danger" and row["waiting_since"] is not None for row in rows)
    promised = [row["promise_due"] for row in rows if row["promise_due"] is not None]
    broken = [due for due in promised if due <= now]
    assert (board.promises.broken, board.promises.soon) == (
        len(broken),
        sum(now < due <= now + 60 * MINUTE for due in promised),
    )
    assert [one.broken for one in board.promises.first] == sorted((one.broken for one in board.promises.first), reverse=True)
    assert sorted(broken)[:10] == [one.due for one in board.promises.first if one.broken]


@pytest.mark.parametrize(("role", "units", "unit"), LOOKS)
async def test_so_are_those_of_people(busy: World, role: str, units: tuple[str, ...], unit: str | None) -> None:
    scope = await _scope(busy, role, units, unit)
    board, rows, now = await _board(busy, scope), await _all(busy, scope), scope.now
    open_rows = [row for row in await busy.rows("SELECT agent_id FROM request WHERE state <> 'closed'") if row["agent_id"]]
    returns = await busy.rows("SELECT staff_id, at, request_number FROM request_return")
    missed = await _missed_rows(busy, scope)
    assert board.people
    for person in board.people:
        own = [row for row in rows if row["agent_id"] == person.id]
        held = [row for row in own if row["state"] != "closed"]
        waits = [row["waiting_since"] for row in held if row["waiting_since"]]
        due = [row["promise_due"] for row in held if row["promise_due"]]
        assert (person.held, person.waiting, person.silence) == (len(held), len(waits), min(waits, default=None))
        assert person.elsewhere == sum(row["agent_id"] == person.id for row in open_rows) - len(held)
        assert person.broken == sum(at <= now for at in due)
        assert person.soon == sum(now < at <= now + 60 * MINUTE for at in due)
        assert person.closed == sum(_today(row["closed_at"]) for row in own)
        took = [(row["answered_at"] - row["created_at"]).total_seconds() for row in own if _today(row["answered_at"])]
        assert (person.first_answer or 0) == pytest.approx(sum(took) / len(took) if took else 0)
        gave = {row["request_number"] for row in returns if row["staff_id"] == person.id and row["at"] >= DAY[0]}
        assert person.given_back == len(gave & {row["number"] for row in rows})
        assert person.missed == sum(row["staff_id"] == person.id for row in missed)
    shown = {person.login for person in board.people}
    holding = {row["agent_id"] for row in rows if row["agent_id"] and row["state"] != "closed"}
    assert holding <= {person.id for person in board.people}
    assert "gleb" in shown, "whoever works everywhere works here"
    assert ("dina" in shown) == (role != "head" and unit in {None, "nsk"})


async def _missed_rows(world: World, scope: Scope) -> list[Row]:
    return [
        row for row in await world.rows("SELECT * FROM missed")
        if _today(row["at"]) and scope.unit_id in {None, row["unit_id"]}
        and (scope.staff.role != "head" or scope.staff.works_in(row["unit_id"]))
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "units", "unit"), LOOKS)
async def test_and_those_of_the_day(busy: World, role: str, units: tuple[str, ...], unit: str | None) -> None:
    scope = await _scope(busy, role, units, unit)
    day, rows, now = (await _board(busy, scope)).day, await _all(busy, scope), scope.now
    came = [row for row in rows if _today(row["created_at"])]
    answered = [row for row in rows if _today(row["answered_at"])]
    assert (day.came, day.answered, day.closed) == (len(came), len(answered), sum(_today(row["closed_at"]) for row in rows))
    in_time = [row for row in came if row["answered_at"] and row["answered_at"] <= row["first_answer_due"]]
    pending = [row for row in came if not row["answered_at"] and (row["first_answer_due"] >= now or row["state"] == "closed")]
    assert (day.in_time, day.too_late) == (len(in_time), len(came) - len(in_time) - len(pending))
    took = [(row["answered_at"] - row["created_at"]).total_seconds() for row in answered]
    assert (day.p50 or 0) == pytest.approx(median(took) if took else 0)
    assert (day.p90 or 0) <= max(took, default=0)
    missed = await _missed_rows(busy, scope)
    good = [(row["made_good_at"] - row["due_at"]).total_seconds() for row in missed if row["made_good_at"]]
    assert (day.missed, day.made_good) == (len(missed), len(good))
    assert (day.mended or 0) == pytest.approx(median(good) if good else 0)
    for hour in day.hours:
        until = min(hour.since + 60 * MINUTE, now)

        def within(at: datetime | None, since: datetime = hour.since) -> bool:
            return at is not None and since <= at < since + 60 * MINUTE

        assert (hour.came, hour.answered) == (
            sum(within(row["created_at"]) for row in rows),
            sum(within(row["answered_at"]) for row in rows),
        )
        assert hour.missed == sum(within(row["at"]) for row in missed)
        assert hour.unanswered == sum(
            (row["created_at"] < until and not any(row[end] and row[end] < until for end in ("answered_at", "closed_at")))
            or (until == now and row["created_at"] == now)
            for row in rows
        )
    assert [hour.since for hour in day.hours] == [DAY[0] + at * 60 * MINUTE for at in range(len(day.hours))]


@pytest.mark.parametrize(("role", "units", "unit"), LOOKS[:3])
async def test_every_number_is_as_long_as_its_list(busy: World, role: str, units: tuple[str, ...], unit: str | None) -> None:
    scope = await _scope(busy, role, units, unit)
    board, viewer = await _board(busy, scope), Viewer("staff", staff=scope.staff)

    async def length(reader: Reader, **chosen: Any) -> int:
        filters = Filters(**{"unit": unit or "", "now": scope.now} | chosen)
        return len(await search_requests(reader, viewer, filters, 1000))

    async with busy.db.read() as reader:
        for line in board.waiting.lines:
            here: dict[str, Any] = {"state": "queued", "unit": line.code or "!none", "request_type": line.type}
            assert await length(reader, **here) == line.count
            assert await length(reader, **here, late=True) == line.late
            assert await length(reader, **here, alarm="danger") == line.danger
        assert await length(reader, late=True) == board.waiting.late
        assert await length(reader, alarm="danger", waiting=True) == board.waiting.danger
        assert await length(reader, promise="overdue") == board.promises.broken
        assert await length(reader, promise="soon") == board.promises.soon
        assert await length(reader, state="all", came=DAY) == board.day.came
        assert await length(reader, state="closed", closed=DAY) == board.day.closed
        for person in board.people:
            assert await length(reader, agent=person.login) == person.held
            assert await length(reader, agent=person.login, waiting=True) == person.waiting
            assert await length(reader, agent=person.login, promise="overdue") == person.broken
            assert await length(reader, agent=person.login, state="closed", closed=DAY) == person.closed
            sought = Sought(unit=unit or "", who=person.login, span=DAY)
            assert len(await missed_rows(reader, scope.staff, sought, 1000)) == person.missed
        for state, count in (("all", board.day.missed), ("good", board.day.made_good)):
            found = await missed_rows(reader, scope.staff, Sought(unit=unit or "", state=state, span=DAY), 1000)
            assert len(found) == count
