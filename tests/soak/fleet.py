"""The products of a season: which there are, and who starts them again."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from tests.crash.script import Script

ALONE = {"all": "all"}
ROLES = {"web": "web", "bot1": "bot", "bot2": "bot", "worker1": "worker", "worker2": "worker"}
CROWD = {"all": "all", "bot2": "bot", "worker2": "worker"}
FORMATIONS = {"alone": ALONE, "roles": ROLES, "crowd": CROWD}
START_SECONDS = 60.0


@dataclass
class Fleet:
    """`formation` runs with updates coming by `script.stage.mode`."""

    script: Script
    formation: str = ""
    killed: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def roles(self) -> dict[str, str]:
        """Name → role."""
        return FORMATIONS.get(self.formation, {})

    async def change(self, formation: str, mode: str, dice: random.Random) -> None:
        """Another season: everything ends, in order or by kill -9, and other products begin."""
        orderly = dice.random() < 0.5
        async with self.script.broken("change"):
            await asyncio.gather(
                *(self._stop(name) if orderly else self.script.stage.products[name].kill() for name in self.roles)
            )
            self.script.stage.products.clear()
            self.formation, self.script.stage.mode = formation, mode
            await asyncio.gather(*(self.start(name) for name in self.roles))

    async def start(self, name: str) -> None:
        """Start it, again and again while its servers are away, as a supervisor does."""
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                await self.script.stage.run(name, self.roles[name])
            except AssertionError:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(0.3)
            else:
                return

    async def kill(self, dice: random.Random) -> None:
        """kill -9 of one of them, seldom of all."""
        self._look()
        names = list(self.roles) if dice.random() < 0.15 else [dice.choice(list(self.roles))]
        async with self.script.broken("kill"):
            await asyncio.gather(*(self._kill(name) for name in names))
            await asyncio.sleep(dice.choice([0.0, 0.0, 0.5, 3.0]))
            await asyncio.gather(*(self.start(name) for name in names))

    async def stop(self, dice: random.Random) -> None:
        """An orderly end of one, and a new beginning."""
        self._look()
        name = dice.choice(list(self.roles))
        async with self.script.broken("stop"):
            await self._stop(name)
            await self.start(name)

    async def _kill(self, name: str) -> None:
        await self.script.stage.products[name].kill()
        self.killed += 1

    async def _stop(self, name: str) -> None:
        product, began = self.script.stage.products[name], time.monotonic()
        code = await product.stop()
        took = time.monotonic() - began
        if code != 0 or took > 10:
            self.problems.append(f"{name} ended with {code} after {took:.1f} s")

    def _look(self) -> None:
        """Nobody ends by himself."""
        for name, product in self.script.stage.products.items():
            if product.code is not None and product.code != -9:
                self.problems.append(f"{name} ended by itself with {product.code}; see {product.home}")
                product.ended = -9  # said once
