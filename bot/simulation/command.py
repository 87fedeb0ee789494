"""`priyomka simulate`: from the command line's words to a report."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.backbone import servers
from bot.settings import Settings
from bot.simulation.pictures import page
from bot.simulation.reading import read_plan
from bot.simulation.report import report
from bot.simulation.runs import all_runs, new_loop
from bot.simulation.tables import Words
from services.errors import Refused

PICTURES = "simulation.html"


def simulate(
    settings: Settings, say: Callable[..., Any], file: Path, *, language: str, out: Path | None, compare: bool
) -> None:
    """Play the file and say what came of it. Raises SettingsError for a file that is wrong, Refused where nothing can be played."""
    plan = read_plan(file)
    if out is not None:
        _make(out)

    async def go() -> None:
        async with servers(settings) as at:
            runs, base = await all_runs(at.database_url, plan, compare=compare)
        say(report(language, file.name, runs, base), nl=False)
        if out is not None:
            path = out / PICTURES
            path.write_text(page(language, file.name, runs, base), encoding="utf-8")
            say("\n" + Words(language)("written", path=str(path)))

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(go())


def _make(out: Path) -> None:
    """Before anything is played: half a minute's work is not lost for a wrong path."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / PICTURES).touch()
    except OSError as error:
        raise Refused("forbidden", line=f"--out {out} cannot be written: {error.strerror}") from None
