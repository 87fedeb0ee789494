"""`priyomka run` with a stopwatch: `python -m benchmarks.start_probe FILE`. What took how long goes to FILE as JSON, when it is ready.

The parts are wrapped from outside; those inside others are named `outer > inner`.
"""

import json
import sys
import time
from typing import Any

BEGAN = time.perf_counter()
TOOK: dict[str, float] = {}
_MODULES = ("asyncpg", "aiohttp", "redis.asyncio", "pydantic", "structlog", "typer")


def _import_all() -> None:
    """The heavy ones one by one, in this order: each without what those before it have brought."""
    for name in _MODULES:
        before = time.perf_counter()
        __import__(name)
        TOOK[f"imports > {name}"] = time.perf_counter() - before
    from bot.loading import load_aiogram  # noqa: PLC0415

    before = time.perf_counter()
    load_aiogram()
    TOOK["imports > aiogram"] = time.perf_counter() - before
    before = time.perf_counter()
    for name in ("bot.telegram.dispatch", "bot.app"):
        __import__(name)
    __import__("bot.__main__")
    TOOK["imports > our own and the rest"] = time.perf_counter() - before
    TOOK["imports"] = time.perf_counter() - BEGAN


def _watch(target: str) -> None:
    """Wrap the steps of the composition root."""
    import asyncio  # noqa: PLC0415
    import builtins  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from bot import app, backbone, mail, sandboxed  # noqa: PLC0415
    from bot.embedded import Embedded  # noqa: PLC0415
    from services.storage.database import Database  # noqa: PLC0415

    def timed(name: str, holder: object, attribute: str) -> None:
        original = getattr(holder, attribute)

        def note(before: float) -> None:
            TOOK[name] = TOOK.get(name, 0.0) + time.perf_counter() - before

        async def awaited(*arguments: object, **named: object) -> object:
            before = time.perf_counter()
            result = await original(*arguments, **named)
            note(before)
            return result

        def called(*arguments: object, **named: object) -> object:
            before = time.perf_counter()
            result = original(*arguments, **named)
            note(before)
            return result

        setattr(holder, attribute, awaited if asyncio.iscoroutinefunction(original) else called)

    timed("embedded servers", Embedded, "_enter")
    timed("schema", backbone, "migrate")
    timed("pool", Database, "open")
    timed("parts > mail room", mail.Mailroom, "open")
    timed("parts > web application", app, "web_application")
    timed("parts > sandbox", sandboxed.Sandbox, "make")
    timed("parts > schedules", app, "start_ticks")
    timed("parts", app, "_start")
    printing = builtins.print

    def watched(*words: object, **named: Any) -> None:
        printing(*words, **named)
        if words and str(words[0]).startswith("ready "):
            Path(target).write_text(
                json.dumps({**TOOK, "all, since the interpreter began": time.perf_counter() - BEGAN}), encoding="utf-8"
            )

    builtins.print = watched


if __name__ == "__main__":
    _import_all()
    _watch(sys.argv.pop(1))
    from bot.__main__ import main

    main()
