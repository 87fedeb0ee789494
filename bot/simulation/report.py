"""The plain report: what a simulation found, as text for a terminal."""

import textwrap
from collections.abc import Sequence

from bot.simulation.tables import Row, Run, Table, Words, tables
from services.texts import date_words

WIDTH = 110
_BAR = 40  # characters of the longest bar


def report(language: str, file: str, runs: Sequence[Run], base: Run | None) -> str:
    """All of it; the first run is the file as it stands."""
    words = Words(language)
    parts = [summary(words, file, runs[0])]
    parts += [_text(table, bars=table.title == words("queue")) for table in tables(words, runs, base)]
    return "\n\n".join(parts) + "\n"


def summary(words: Words, file: str, run: Run) -> str:
    """What was played, in a sentence or two."""
    plan, figures = run.plan, run.figures
    day = date_words(words.language, plan.begins, plan.zone, plan.begins)
    return words(
        "summary", file=file, days=plan.days, since=day, contacts=len(figures.contacts), agents=len(figures.agents),
        units=len(plan.units), kept=words.percent(figures.waits().kept),
    )  # fmt: skip


def _text(table: Table, *, bars: bool) -> str:
    lines = [table.title.upper(), *textwrap.wrap(table.note, WIDTH)]
    if table.rows:
        grid = [table.head, *table.rows]
        widths = [max(len(row[at]) for row in grid) for at in range(len(table.head))]
        drawn = _bars(table.rows) if bars else [""] * len(table.rows)
        lines += [_line(row, widths) + bar for row, bar in zip(grid, ["", *drawn], strict=True)]
    return "\n".join(line.rstrip() for line in lines)


def _line(row: Row, widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((first, *others))


def _bars(rows: Sequence[Row]) -> list[str]:
    means = [float(row[1].replace("\u00a0", "").replace(",", ".")) for row in rows]
    top = max(means) or 1.0
    return [f"  {'█' * round(_BAR * mean / top)}" for mean in means]
