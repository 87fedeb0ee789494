"""Products for tests: one process, or two of each role on one database behind a balancer, as `docs/operations.md`, "More machines"."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from tests.balancer import Balancer
from tests.crash.nest import Hatched, Nest
from tests.harness import product_process

ROLES = {"web1": "web", "web2": "web", "bot1": "bot", "bot2": "bot", "worker1": "worker", "worker2": "worker"}


@dataclass(frozen=True)
class Place:
    """What a product stands on; its files are under `home`."""

    home: Path
    database_url: str
    redis_url: str
    api_base: str
    mode: str
    env: dict[str, str]

    def settings(self, home: Path, **more: str) -> dict[str, str]:
        """Of one process, as its environment."""
        return product_process(
            home, database_url=self.database_url, redis_url=self.redis_url, api_base=self.api_base, mode=self.mode,
            env={**self.env, **more},
        ).env  # fmt: skip


@dataclass
class Alone:
    """All in one process. The same manners as `harness.Process`, but it comes from a nest: it starts ten times as fast."""

    nest: Nest
    place: Place
    port: int = 0
    process: Hatched | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self.process
        return self.process.url

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        env = self.place.settings(self.place.home, PRIYOMKA_HTTP__PORT=str(self.port))
        self.process = await self.nest.hatch(self.place.home, env, "all")
        await self.process.ready()

    async def restart(self) -> None:
        """An orderly end and a new beginning at the same address, so that everybody finds it."""
        self.port = int(self.url.rpartition(":")[2])
        assert await self.stop() == 0
        await self.start()

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process
        return await self.process.stop()


@dataclass
class Fleet:
    """Two processes of each role. Each process has a directory under the place's; the clients' files are shared."""

    nest: Nest
    place: Place
    balancer: Balancer = field(default_factory=Balancer)
    processes: dict[str, Hatched] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Of both web processes."""
        return self.balancer.url

    async def start(self) -> None:
        """Start all and wait until they are ready."""
        (self.place.home / "files").mkdir(exist_ok=True)
        if not self.balancer.server:
            await self.balancer.open()
        await asyncio.gather(*map(self.run, ROLES))

    async def run(self, name: str) -> None:
        """Start one, or start it again."""
        home = self.place.home / name
        if not home.exists():
            home.mkdir(mode=0o755)
            (home / "files").symlink_to(self.place.home / "files")
        env = self.place.settings(home, PRIYOMKA_HTTP__PUBLIC_URL=self.url)
        self.processes[name] = await self.nest.hatch(home, env, ROLES[name])
        await self.processes[name].ready()
        if ROLES[name] == "web":
            self.balancer.backends[name] = self.processes[name].url

    async def restart(self) -> None:
        """All end in order and begin again at the same address."""
        assert await self._end() == 0
        await self.start()

    async def kill(self, name: str) -> None:
        """kill -9 of one."""
        await self.processes[name].kill()

    async def stop(self) -> int:
        """SIGTERM to all; the worst exit code."""
        code = await self._end()
        await self.balancer.close()
        return code

    async def _end(self) -> int:
        codes = await asyncio.gather(*(process.stop() for process in self.processes.values()))
        return max(codes, key=abs)
