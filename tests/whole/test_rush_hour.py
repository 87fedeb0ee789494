"""A rush hour over three doors, on two processes of each role: everything is given once, to one at a time, and nothing is lost.

Half of 32 agents work by the API, half by the console's forms; clients write to the bot, a program passes requests on. RACE_REQUESTS says
how many (2000 takes minutes); what is asked of the end does not depend on it.
"""

import asyncio
import itertools
import logging
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import asyncpg
import pytest

from services.staff.accounts import add_staff
from services.tokens import add_token
from tests.console.reception import Browser
from tests.crash.copies import OUTBOX, compare
from tests.crash.ledger import Storm
from tests.crash.people import Owner
from tests.fleet import ROLES, Fleet
from tests.harness import Api, until
from tests.services.invariants import violations
from tests.whole.chain import EAST, NORTH, Chain
from tests.whole.products import Ground, chain_of
from tests.whole.rush import ByApi, ByConsole, Door, Rush
from tests.whole.rush_people import Colleague, Site, asks, come_back

REQUESTS = int(os.environ.get("RACE_REQUESTS", "60"))
AGENTS = 32
LIMITS = (5, 5, 3, 1)  # the chain's own is 5
PASSWORD = "correct horse battery"
MOST_OWNERS, SITES = 60, 3
GRACE = 5.0  # seconds in which the others notice that somebody is back, or away
log = logging.getLogger(__name__)
Meanwhile = Callable[[Rush], Awaitable[None]]

_STEPS = """
SELECT type, split_part(subject, ':', 2)::bigint AS number, coalesce(data ->> 'agent', '') AS agent, split_part(actor, ':', 2) AS actor
FROM event WHERE type = ANY ($1::text[]) ORDER BY id
"""
_GIVEN = "request.assigned"
_LEAVES = ("request.closed", "request.given_back", "request.transferred")
# None of this is part of the hour: whoever lost a request so would not know.
_UNWANTED = ("request.lapsed", "request.released", "request.handed_over", "request.overridden")
_CAME = """
SELECT r.number, r.created_at, o.unit_id, o.data ->> 'type' AS type, r.language, given.id
FROM event o JOIN request r ON o.subject = 'request:' || r.number
JOIN (SELECT subject, min(id) AS id FROM event WHERE type = 'request.assigned' GROUP BY subject) given ON given.subject = o.subject
WHERE o.type = 'request.opened' AND o.data ->> 'alarm' IS NULL
  AND NOT EXISTS (SELECT FROM event a WHERE a.subject = o.subject AND a.type = 'request.alarm')
"""
_OPEN = "SELECT number, state FROM request WHERE state <> 'closed' OR outcome IS NULL OR coalesce(summary, '') = ''"
_HEARD = """
SELECT m.chat_id, t.telegram_id, m.text FROM message m LEFT JOIN message_telegram t ON t.message_id = m.id WHERE m.direction = 'in'
"""
_SAID = "SELECT s.login, m.request_number, m.text FROM message m JOIN staff s ON s.id = m.staff_id WHERE m.direction = 'out'"


@asynccontextmanager
async def _sessions() -> AsyncIterator[Callable[..., aiohttp.ClientSession]]:
    """Makes sessions with kept connections, as browsers and programs have them."""
    made: list[aiohttp.ClientSession] = []

    def make(**options: Any) -> aiohttp.ClientSession:
        made.append(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), **options))
        return made[-1]

    try:
        yield make
    finally:
        for session in made:
            await session.close()


async def _hire(rush: Rush, make: Callable[..., aiohttp.ClientSession]) -> list[Colleague]:
    """Every second one at the console, of these some at the API too; half are of one station, some have limits of their own."""
    chain, programs = rush.chain, make()
    logins = [f"agent{number:02d}" for number in range(AGENTS)]
    team = []
    for number, login in enumerate(logins):
        units, limit = ((), (NORTH,), (), (EAST,))[number // 2 % 4], LIMITS[number // 8]
        async with chain.desk.db.tx() as tx:
            await add_staff(tx, login, name=f"Агент{number} Смирнов", role="agent", units=units, password=PASSWORD)
            await tx.execute(
                "UPDATE staff SET shift = 'on', must_change_password = false, wip_limit = nullif($2, 5) WHERE login = $1", login, limit
            )  # fmt: skip
            secret = await add_token(tx, login, f"agent:{login}")
        doors: list[Door] = [ByApi(rush, Api(programs, chain.url, secret))]
        if number % 2:
            console = ByConsole(rush, Browser(make(base_url=chain.url, cookie_jar=aiohttp.CookieJar(unsafe=True))), login)
            await console.sign_in(PASSWORD)
            doors = [console, *doors[: number % 8 == 1]]
        team.append(Colleague(rush, doors, login, limit, [other for other in logins if other != login]))
    return team


async def _owners(rush: Rush, count: int, session: aiohttp.ClientSession) -> dict[int, Owner]:
    """Clients of both stations who have met the bot."""
    phones = await asyncio.gather(*(rush.chain.client((NORTH, EAST)[number % 2]) for number in range(count)))
    for phone in phones:
        phone.session = session
    return {phone.person: Owner(phone, rush.ledger, rush.journal, rush.dice, 0) for phone in phones}


async def _hour(chain: Chain, seed: int, meanwhile: Meanwhile | None = None) -> tuple[Rush, list[Colleague]]:
    """Everybody at once, until nothing is left; what came overnight waits already."""
    token = (await chain.system()).token
    rush = Rush(chain, random.Random(seed))  # noqa: S311 - dice, not secrets
    async with _sessions() as make:
        team, arrived = await _hire(rush, make), asyncio.Event()
        owners = await _owners(rush, min(MOST_OWNERS, REQUESTS // 6), make())
        programs = make()
        sites = [Site(rush, ByApi(rush, Api(programs, chain.url, token))) for _ in range(SITES)]
        night, by_site = REQUESTS // 3, REQUESTS // 2
        await _pass_on(sites, night)
        began = time.monotonic()
        async with asyncio.timeout(60 + REQUESTS), asyncio.TaskGroup() as busy:
            for colleague in team:
                busy.create_task(colleague.work())
            busy.create_task(come_back(rush, owners, arrived))
            if meanwhile:
                busy.create_task(meanwhile(rush))
            async with asyncio.TaskGroup() as arrivals:
                arrivals.create_task(_pass_on(sites, by_site - night))
                for place, owner in enumerate(owners.values()):
                    arrivals.create_task(asks(rush, owner, len(range(place, REQUESTS - by_site, len(owners)))))
            arrived.set()
    took, repeats = time.monotonic() - began, rush.ledger.repeats
    log.info("%.1f s, %d repeated, %d cut off or 503, %s", took, repeats, len(rush.cuts), dict(rush.acts))
    return rush, team


async def _pass_on(sites: Sequence[Site], count: int) -> None:
    await asyncio.gather(*(site.passes_on(len(range(place, count, len(sites)))) for place, site in enumerate(sites)))


async def _judge(rush: Rush, team: Sequence[Colleague]) -> dict[str, list[Any]]:
    """What was promised and does not hold."""
    fleet = rush.chain.product
    assert isinstance(fleet, Fleet)
    connection = await asyncpg.connect(fleet.place.database_url)
    try:
        steps = await connection.fetch(_STEPS, [_GIVEN, *_LEAVES, *_UNWANTED])
        found = {
            "taken from somebody": [dict(step) for step in steps if step["type"] in _UNWANTED],
            "two at one request, or too many in one hand": _hands(steps, {one.login: one.limit for one in team}),
            "given, and not seen": _unseen(steps, team),
            "two know to have had it at once": _overlaps(team),
            "still open": await connection.fetch(_OPEN),
            "overtaken": _overtaken(await connection.fetch(_CAME)),
            "words": _words(rush, await connection.fetch(_HEARD)),
            "answers": _differ(
                Counter(tuple(row) for row in await connection.fetch(_SAID)),
                Counter((one.login, one.request, one.text) for one in rush.ledger.answers),
            ),
            "on the phones": compare(await connection.fetch(OUTBOX), rush.journal, rush.ledger.storms).problems,
            "rules of the queue": list((await violations(connection)).items()),
            "answered otherwise than expected": rush.ledger.surprises,
            "cut off, and nobody had died": [cut for cut in rush.cuts if not _excused(cut, rush.ledger.storms)],
            "logs": _complaints(fleet),
        }
        if await connection.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"):
            found["deadlocks"] = [True]
    finally:
        await connection.close()
    return {what: list(problems)[:5] for what, problems in found.items() if problems}


def _hands(steps: Sequence[Any], limits: dict[str, int]) -> list[str]:
    """Ids of events rise with what happens to a request, under its lock, and with what an agent is given, under theirs."""
    owner: dict[int, str] = {}
    wrong = []
    for step in steps:
        number = step["number"]
        if step["type"] != _GIVEN:
            had = owner.pop(number, None)
            wrong += [f"{number}: {step['type']} by {step['actor']}, led by {had}"] if had != step["actor"] else []
            continue
        if number in owner:
            wrong.append(f"{number} given to {step['agent']}, led by {owner[number]}")
        owner[number] = step["agent"]
        if (held := Counter(owner.values())[step["agent"]]) > limits[step["agent"]]:
            wrong.append(f"{step['agent']} holds {held}")
    return wrong


def _unseen(steps: Sequence[Any], team: Sequence[Colleague]) -> list[str]:
    """Each agent knows of all that they were given: nothing was taken by a call that was made again."""
    given: dict[str, list[int]] = defaultdict(list)
    for step in steps:
        if step["type"] == _GIVEN:
            given[step["agent"]].append(step["number"])
    return [
        f"{one.login}: {given[one.login]}, saw {one.taken}" for one in team if sorted(given[one.login]) != sorted(one.taken)
    ]


def _overlaps(team: Sequence[Colleague]) -> list[str]:
    spans = sorted((number, began, ended, one.login) for one in team for number, began, ended in one.spans)
    return [
        f"{first} {second}" for first, second in itertools.pairwise(spans) if first[0] == second[0] and second[1] < first[2]
    ]


def _overtaken(rows: Sequence[Any]) -> list[str]:
    """By how many that came later to the same place each was overtaken; as many as there are agents may pass it at once."""
    same: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["id"]):
        same[row["unit_id"], row["type"], row["language"]].append(row)
    passed = {
        row["number"]: sum(other["created_at"] > row["created_at"] for other in line[:place])
        for line in same.values()
        for place, row in enumerate(line)
    }
    log.info("overtaken by at most %d", max(passed.values(), default=0))
    return [f"{number} by {by}" for number, by in passed.items() if by > AGENTS]


def _words(rush: Rush, rows: Sequence[Any]) -> list[Any]:
    """Each word of each client, by chat and by site, is there once."""
    have = Counter((row["chat_id"], row["telegram_id"], row["text"]) for row in rows)
    said = Counter((person, one.telegram_ids[0], one.text) for person, all_said in rush.ledger.said.items() for one in all_said)
    return _differ(have, said + Counter((None, None, text) for text in rush.passed_on))


def _differ(have: Counter[Any], wanted: Counter[Any]) -> list[Any]:
    return [*(("missing", one) for one in wanted - have), *(("too many", one) for one in have - wanted)]


def _excused(cut: Any, storms: Sequence[Storm]) -> bool:
    return cut.status in {0, 503} and any(storm.begin - 1 <= cut.at <= storm.end + GRACE for storm in storms)


def _complaints(fleet: Fleet) -> list[str]:
    """Errors, and deadlocks whatever they were taken for. Whoever hangs up in the middle of a form is no error of ours."""
    logs = [fleet.place.home / name / "stderr.log" for name in ROLES]
    lines = [f"{path.parent.name}: {line}" for path in logs for line in path.read_text().splitlines()]
    log.info("logs: %s", Counter(line.partition('"level": "')[2].partition('"')[0] for line in lines))
    grave = [
        line for line in lines if '"level": "error"' in line or '"level": "critical"' in line or "deadlock" in line.lower()
    ]
    return [line[:600] for line in grave]


@pytest.fixture
async def product(ground: Ground, request: pytest.FixtureRequest) -> AsyncIterator[Chain]:
    """A fleet of this test's own."""
    mode, number = request.param
    async with chain_of(ground, mode, f"rush_{number}", number, Fleet) as made:
        yield made


async def _one_after_another(rush: Rush) -> None:
    """Each process is killed when a further share of the work has been done, and comes back when more has."""
    fleet = rush.chain.product
    assert isinstance(fleet, Fleet)
    part = REQUESTS // (2 * len(ROLES) + 2)
    for place, name in enumerate(ROLES):
        await until(_done(rush, part * (2 * place + 1)), "work goes on", 60 + REQUESTS)
        began = time.time()
        await fleet.kill(name)
        await until(_done(rush, part * (2 * place + 2)), f"work goes on without {name}", 60 + REQUESTS)
        await fleet.run(name)
        rush.ledger.storms.append(Storm(name, began, time.time()))


def _done(rush: Rush, closed: int) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return rush.acts["close"] >= closed

    return look


@pytest.mark.both_ways  # it is drawn among its own two: the first
@pytest.mark.one_look
@pytest.mark.parametrize(
    ("product", "meanwhile"), [(("polling", 8), _one_after_another), (("webhook", 7), None)], indirect=["product"],
    ids=["each dies", "nobody dies"],
)  # fmt: skip
async def test_a_rush_hour(product: Chain, meanwhile: Meanwhile | None) -> None:
    """Some lose patience; kill -9 of each process in turn, in the middle of it."""
    rush, team = await _hour(product, 2 if meanwhile else 1, meanwhile)
    assert not await _judge(rush, team)
    assert len(rush.ledger.storms) == (len(ROLES) if meanwhile else 0)
    assert sum(bool(one.taken) for one in team) > AGENTS * 3 // 4
    assert rush.acts["refused"]
    assert rush.ledger.repeats
