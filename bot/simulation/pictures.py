"""The report as one page with pictures: no files beside it, no scripts, light and dark."""

from collections.abc import Sequence
from functools import partial
from html import escape

from bot.simulation.drawing import HEIGHT, columns, curve, framed, rows
from bot.simulation.figures import Figures, percentile
from bot.simulation.report import summary
from bot.simulation.tables import Run, Table, Words, is_unit, tables

_POINTS = 200  # of a curve
_FARTHEST = 99  # percent of clients that the curve shows: one who waited for hours would flatten all others
_STYLE = """
:root{color-scheme:light dark;--bar:#2f6fb0;--line:#b3261e;--rule:#d5d9de;--ground:#fff;--ink:#1c2024;--quiet:#59616a;--track:#eef0f3}
@media (prefers-color-scheme:dark){:root{--bar:#6aa5e0;--line:#ff8a80;--rule:#3a4048;--ground:#15181c;--ink:#e8eaed;--quiet:#a3abb4;
--track:#22272d}}
body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
h1,p{overflow-wrap:anywhere}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}figure{margin:0}svg{width:100%;min-width:36rem;height:auto}
figcaption,.note{color:var(--quiet)}text{fill:var(--ink);font-size:13px}.bar{fill:var(--bar)}.track{fill:var(--track)}
.line{fill:none;stroke:var(--line);stroke-width:2}.grid{stroke:var(--rule)}.mark{stroke:var(--quiet);stroke-dasharray:4 4}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .8rem .2rem 0;text-align:right;white-space:nowrap;border-bottom:1px solid var(--rule)}
th:first-child{text-align:left;font-weight:400;white-space:pre}thead th{font-weight:600}
summary h2{display:inline}summary{cursor:pointer;padding:.6rem 0}:focus-visible{outline:2px solid var(--bar);outline-offset:2px}
"""


def page(language: str, file: str, runs: Sequence[Run], base: Run | None) -> str:
    """A whole HTML document; the first run is the file as it stands."""
    words = Words(language)
    title = escape(words("title", file=file))
    drawn = "".join(f"<h2>{escape(name)}</h2>{picture}" for name, picture in _pictures(words, runs, base))
    told = "".join(_table(table) for table in tables(words, runs, base))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>{escape(summary(words, file, runs[0]))}</p>{drawn}{told}</main></body></html>\n"
    )


def _pictures(words: Words, runs: Sequence[Run], base: Run | None) -> list[tuple[str, str]]:
    run = runs[0]
    drawn = {"waits": _waits(words, run), "queue": _queue(words, run.figures), "units": _units(words, run)}
    if run.figures.agents:
        drawn["load"] = _load(words, run.figures)
    if base is not None:
        drawn["compared"] = _compared(words, [base, *runs[1:]])
    return [
        (words(f"picture-{name}"), framed(name, words(f"picture-{name}"), said, body, height))
        for name, (said, body, height) in drawn.items()
    ]


Drawn = tuple[str, str, int]  # what it says, the picture, its height


def _waits(words: Words, run: Run) -> Drawn:
    figures = run.figures
    minutes = sorted(one.answered for one in figures.contacts if one.answered is not None)
    far = percentile(minutes, _FARTHEST)
    shown = [one for one in minutes if one <= far]
    every = max(1, len(shown) // _POINTS)
    points = [(0.0, 0.0), *((one, (at + 1) / len(figures.contacts)) for at, one in enumerate(shown) if at % every == 0)]
    waits = figures.waits()
    said = words("picture-waits-text", p50=words.number(waits.p50), p90=words.number(waits.p90), kept=words.percent(waits.kept))
    promised = run.plan.watch.get("first_minutes") or run.plan.queue.first_answer_minutes
    return said, curve(points, [float(promised)], words("axis-minutes")), HEIGHT


def _queue(words: Words, figures: Figures) -> Drawn:
    means, most = ([half[at] for half in figures.queue] for at in (0, 1))
    worst = max(range(len(most)), key=most.__getitem__)
    said = words("picture-queue-text", at=f"{worst // 2:02}:{worst % 2 * 30:02}", most=words.number(most[worst], 0))
    labels = [f"{at // 2:02}" if at % 4 == 0 else "" for at in range(len(means))]
    return said, columns(means, most, labels), HEIGHT


def _load(words: Words, figures: Figures) -> Drawn:
    named = [(load.login, load.busy, words.percent(load.busy)) for load in figures.agents]
    who, _, shown = max(named, key=_share)
    return (words("picture-load-text", who=who, busy=shown), *rows(named))


def _units(words: Words, run: Run) -> Drawn:
    waits = [(unit.name or unit.code, run.figures.waits(partial(is_unit, unit.code))) for unit in run.plan.units]
    named = [(name, one.kept, words.percent(one.kept)) for name, one in waits]
    who, _, shown = min(named, key=_share)
    return (words("picture-units-text", who=who, kept=shown), *rows(named))


def _compared(words: Words, runs: Sequence[Run]) -> Drawn:
    shares = [(run.name or words("as-in-file"), run.figures.waits().kept) for run in runs]
    named = [(name, share, words.percent(share)) for name, share in shares]
    who, _, shown = max(named, key=_share)
    return (words("picture-compared-text", who=who, kept=shown), *rows(named))


def _share(named: tuple[str, float, str]) -> float:
    return named[1]


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in table.rows
    )
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    shown = (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(table.title)}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    return f"<details open><summary><h2>{escape(table.title)}</h2></summary>{note}{shown if table.rows else ''}</details>"
