"""`make soak [MINUTES=10] [SEED=1]`: everything breaks at random, and afterwards every promise is checked (goals I1–I5, I7, S9).

The same seed gives the same people, agents and storms; what meets what is up to the machine.
"""

import asyncio
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.embedded import Embedded
from bot.nursery import Nursery
from tests.crash.checks import Verdict, verify
from tests.crash.nest import nest
from tests.crash.script import Script
from tests.crash.stage import AWAY, Stage, found_chain, open_sessions
from tests.harness import sandbox_process
from tests.servers import create_database, public_temporary_directory
from tests.soak import report
from tests.soak.fleet import FORMATIONS, Fleet
from tests.soak.forum import FIRST, SEATS, Forum, found_forum
from tests.soak.memory import Memory, everything_done, watched
from tests.soak.seats import Seat
from tests.soak.storms import Storms
from tests.soak.topics import Topics, judge_topics

PROGRESS, DAY = 10.0, 86400.0
SEASON = (20.0, 40.0)  # seconds with the same products
# Pauses between kills. A dead worker's lanes are free after two seconds: the longer ones let somebody get that far.
KILLS = ((0.0, 1.0), (1.0, 3.0), (3.0, 6.0))
KILLS_OF_SOME = ((0.0, 1.5),)  # where others go on
STORMS = ((0.5, 3.0),)  # and between other storms
STOP_SHARE = 0.1  # products that are stopped in order instead
CALM = (8.0, 15.0)  # seconds without anything, now and then
CALM_SHARE = 0.3
LONG, GROWTH, TWICE = 10.0, 1.1, 2.0  # minutes; memory
MESSAGES = 5_000_000  # in an hour more are sent than the emulator would keep, and people press on old ones
REST = 180.0  # for the last repetitions, whose pauses are real here
LOOK = 1.0
# More than these, and agents take no more, or people write no more, until half of it is done.
UNSHOWN = {"topics behind": 100}
CROWDED = {"updates not fetched": 2000, "updates not done": 2000, **UNSHOWN}


@dataclass
class Soak:
    """One run."""

    minutes: float
    seed: int
    fleet: Fleet
    storms: Storms
    memory: Memory
    dice: random.Random
    forum: Forum

    @property
    def script(self) -> Script:
        """Who is busy."""
        return self.fleet.script

    async def run(self) -> None:
        """Seasons and storms for so many minutes; the products of the last season are left to settle what remains."""
        self._began = time.monotonic()
        end = self._began + self.minutes * 60
        self._shown = 0.0
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as aside:
            aside.create_task(self.memory.live(stop))
            aside.create_task(self._make_room(stop))
            async with self.script.running():
                while time.monotonic() < end:
                    await self._season(min(end, time.monotonic() + self.dice.uniform(*SEASON)))
            stop.set()

    async def _make_room(self, stop: asyncio.Event) -> None:
        """Products that are killed every two seconds fall behind people who never wait: what is tried are the kills, not the queue."""
        ledger = self.script.ledger
        while not stop.is_set():
            with suppress(*AWAY):
                left = await self.script.stage.everything_left()
                for room, limits in ((ledger.room, CROWDED), (ledger.shown, UNSHOWN)):
                    if any(left.get(what, 0) > most for what, most in limits.items()):
                        room.clear()
                    elif all(left.get(what, 0) <= most / 2 for what, most in limits.items()):
                        room.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK)
        ledger.room.set()
        ledger.shown.set()

    async def _season(self, end: float) -> None:
        """Products are killed and everything else breaks side by side; some seasons begin with a calm."""
        formation, mode = self.dice.choice(list(FORMATIONS)), self.dice.choice(["polling", "webhook"])
        await self.fleet.change(formation, mode, self.dice)
        if self.dice.random() < CALM_SHARE:
            await self._until(min(end, time.monotonic() + self.dice.uniform(*CALM)))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._until(end))
            kills = KILLS if len(self.fleet.roles) == 1 else KILLS_OF_SOME
            for pauses, act in ((kills, self._kill), (STORMS, self.storms.strike)):
                group.create_task(self._repeat(end, pauses, act))

    async def _kill(self) -> None:
        await (self.fleet.stop if self.dice.random() < STOP_SHARE else self.fleet.kill)(self.dice)

    async def _repeat(self, end: float, pauses: Sequence[tuple[float, float]], act: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(*self.dice.choice(pauses)))
            if time.monotonic() > end:
                return
            with suppress(*AWAY):
                await act()

    async def _until(self, end: float) -> None:
        while time.monotonic() < end:
            self._progress()
            await asyncio.sleep(0.5)

    def _progress(self) -> None:
        seconds = time.monotonic() - self._began
        if seconds < self._shown:
            return
        self._shown = seconds + PROGRESS
        ledger, rss = self.script.ledger, self.memory.product.samples[-1:]
        print(
            f"{seconds:5.0f} s  {self.fleet.formation:<6} {self.script.stage.mode:<8} updates {ledger.updates:>6}  "
            f"answers {len(ledger.answers):>5}  visits {len(self.script.diary.told):>5}  day {self.script.hours.shift / DAY:>5.1f}  "
            f"messages {len(self.script.journal.sent):>6}  kills {self.fleet.killed:>4}  "
            f"storms {len(ledger.storms):>4}  rss {rss[0][1] if rss else 0:.0f} MiB",
            flush=True,
        )


async def soak(minutes: float, seed: int) -> int:
    """Exit code 0 when every promise was held."""
    home = public_temporary_directory()
    async with _stage(home) as (stage, embedded_dir, watched_url), watched(stage, watched_url) as memory:
        script = Script(
            stage, seed, people=16, visitors=8, systems=2, person_pace=0.4, agent_pace=0.15, visit_pace=0.2, hour_pace=0.7
        )  # fmt: skip
        forum = await found_forum(stage)
        for person in range(FIRST, FIRST + len(SEATS)):  # what they are told privately arrives only then
            await (await script.phone(person)).start()
            script.ledger.updates += 1
        script.journal.readers.append(forum.note)
        script.others += [
            Seat(forum, person, login, name, random.Random(f"{seed} {login}"), pace=0.3)  # noqa: S311 - as the others
            for person, (login, name) in enumerate(SEATS.items(), FIRST)
        ]
        dice = random.Random(seed)  # noqa: S311 - to be repeatable is what it is for
        fleet = Fleet(script)
        run = Soak(minutes, seed, fleet, Storms(script, embedded_dir, dice, forum.id), memory, dice, forum)
        await run.run()
        print("settling", flush=True)
        verdict, topics = await _judge(run, watched_url)
        await stage.end()
        logs = [path for path in home.rglob("stderr.log") if path.is_file()]
        report.show(report.figures(minutes, seed, fleet, verdict, memory) | report.topics(forum, topics), fleet, verdict, logs)
    if not verdict.problems:
        shutil.rmtree(home, ignore_errors=True)
    return 1 if verdict.problems else 0


async def _drained(stage: Stage) -> None:
    """Until everything is done, however much an hour of kills has left: only that it becomes less is asked of each `REST`."""
    before: int | None = None
    while left := await stage.everything_left():
        total = sum(left.values())
        assert before is None or total < before, f"{left} is not done, and {REST:.0f} s ago it was {before} in all"
        print(f"settling: {left}", flush=True)
        before = total
        with suppress(AssertionError):
            await stage.settle(REST, hurry=False)
            return


async def _judge(run: Soak, watched_url: str) -> tuple[Verdict, Topics]:
    try:
        await _drained(run.script.stage)
        verdict = await verify(run.script, seconds=REST, hurry=False)
        done = await everything_done(run.memory, watched_url)
        topics = await judge_topics(run.forum, run.script.journal)
    except AssertionError as stuck:
        return Verdict(problems=[str(stuck)]), Topics()
    verdict.add("updates of the watched product", [f"{done} of {run.memory.sent}"] if done != run.memory.sent else [])
    verdict.add("products", run.fleet.problems)
    verdict.add("memory", _greed(run))
    for kind, lines in topics.problems.items():
        verdict.add(kind, lines)
    return verdict, topics


def _greed(run: Soak) -> list[str]:
    """Goals S9: at most twice a bare bot, and no growth in the second half of a long run."""
    middle, end = run.memory.product.at(0.5), run.memory.product.at(1)
    grows = [f"{middle:.0f} MiB in the middle, {end:.0f} at the end"] if run.minutes >= LONG and end > middle * GROWTH else []
    return grows + ([f"{run.memory.ratio:.2f} times a bare bot"] if run.memory.ratio > TWICE else [])


@asynccontextmanager
async def _stage(home: Path) -> AsyncIterator[tuple[Stage, Path, str]]:
    """Servers with a supervisor, an emulator, and a chain; where the servers are; a second database."""
    servers = home / "servers"
    servers.mkdir()
    embedded = await asyncio.to_thread(Embedded.attach, servers, want_database=True, want_redis=True)
    supervisor, telegram = Nursery(), sandbox_process(0, messages=MESSAGES)
    await telegram.start()
    try:
        async with nest() as hen, open_sessions() as sessions:
            assert embedded.database_url
            assert embedded.redis_url
            other = await create_database(embedded.database_url, "watched")
            await found_chain(other, home)
            tokens = await found_chain(embedded.database_url, home)
            stage = Stage(home, hen, telegram.url, embedded.database_url, embedded.redis_url, tokens, sessions)
            stage.fix_port()
            supervisor.start("keep", embedded.keep)
            yield stage, servers, other
    finally:
        await supervisor.stop()
        await telegram.stop()
        await asyncio.to_thread(embedded.close)


async def main() -> int:
    """From the environment; SIGTERM ends everything that was started, like Ctrl-C."""
    task = asyncio.current_task()
    assert task
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await soak(float(os.environ.get("MINUTES") or 10), int(os.environ.get("SEED") or 1))


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit("ended before its time")
