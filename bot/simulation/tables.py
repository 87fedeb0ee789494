"""What a simulation found, as tables in the reader's language: printed as text by `report.py`, put beside the pictures by `pictures.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from bot.simulation.figures import Contact, Figures, Load, Waits
from bot.simulation.plan import Plan
from services.texts import text

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one plan. `name`: of what was changed, empty for the file as it is."""

    name: str
    plan: Plan
    figures: Figures


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, a sentence about it, column names (the first of the names of rows) and rows."""

    title: str
    note: str
    head: Row
    rows: Sequence[Row]


class Words:
    """Texts and numbers in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **args: str | int) -> str:
        return text(self.language, f"simulation-{key}", **args)

    def of_product(self, group: str, word: str) -> str:
        """What the console calls a type or a clock."""
        return text(self.language, f"console-{group}-{word.replace('_', '-')}")

    def number(self, value: float, places: int = 1, *, sign: bool = False) -> str:
        """With the language's decimal sign."""
        plain = f"{value:{'+' if sign else ''},.{places}f}"
        if float(plain.replace(",", "")) == 0:
            plain = plain.replace("-", "+" if sign else "")
        return plain.replace(",", "\u00a0").replace(".", ",") if self.language == "ru" else plain

    def percent(self, share: float) -> str:
        """A share."""
        return f"{self.number(100 * share)}\u00a0%"


def tables(words: Words, runs: Sequence[Run], base: Run | None) -> list[Table]:
    """Everything about the first run, and the others beside `base`."""
    figures, plan = runs[0].figures, runs[0].plan
    found = [_waits(words, figures, plan), _missed(words, figures), _events(words, figures), _load(words, figures)]
    found += [queue_table(words, figures)]
    if base is not None:
        found.append(_compared(words, base, [run for run in runs if run.name]))
    return found


def _waits(words: Words, figures: Figures, plan: Plan) -> Table:
    names = {unit.code: unit.name or unit.code for unit in plan.units}
    head = (words("head-which"), *(words(f"head-{name}") for name in ("contacts", "kept", "p50", "p90", "p99", "unanswered")))
    rows = [
        _wait_row(words, words("all"), figures.waits()),
        *(
            _wait_row(words, words.of_product("type", kind), figures.waits(partial(_is_type, kind)))
            for kind in plan.clients.types
        ),
        *(_wait_row(words, name, figures.waits(partial(is_unit, code))) for code, name in names.items()),
    ]
    return Table(words("waits"), words("waits-note"), head, rows)


def _is_type(kind: str, contact: Contact) -> bool:
    return contact.type == kind


def is_unit(code: str, contact: Contact) -> bool:
    """Whether the contact was this unit's."""
    return contact.unit == code


def _wait_row(words: Words, name: str, waits: Waits) -> Row:
    return (
        name, words.number(waits.contacts, 0), words.percent(waits.kept),
        *(words.number(minutes) for minutes in (waits.p50, waits.p90, waits.p99)), words.number(waits.unanswered, 0),
    )  # fmt: skip


def _missed(words: Words, figures: Figures) -> Table:
    head = (words("head-clock"), *(words(f"head-{name}") for name in ("times", "escalated", "made-good", "made-good-in")))
    rows = [
        (
            words.of_product("clock", one.clock), words.number(one.times, 0), words.number(one.escalated, 0),
            words.number(one.made_good, 0), words.number(one.minutes),
        )
        for one in figures.missed
    ]  # fmt: skip
    return Table(words("missed"), words("missed-note" if rows else "missed-none"), head, rows)


# What is told of the record: the event, or the state at the end.
_EVENTS = (
    "request.lapsed", "request.reopened", "request.handed_over", "promise.made", "promise.overdue", "rush.began", "staff.told",
)  # fmt: skip
_STATES = ("queued", "assigned", "promised", "waiting_client", "unowned", "closed")


def _events(words: Words, figures: Figures) -> Table:
    happened = [(f"event-{name.replace('.', '-').replace('_', '-')}", figures.events.get(name, 0)) for name in _EVENTS]
    stand = [(f"state-{name.replace('_', '-')}", figures.states.get(name, 0)) for name in _STATES]
    rows = [(words(key), words.number(count, 0)) for key, count in (*happened, *stand)]
    return Table(words("events"), "", (words("head-clock"), words("head-times")), rows)


def _load(words: Words, figures: Figures) -> Table:
    names = ("there", "busy", "taken", "answers", "most-held")
    rows = []
    for team, agents in groupby(figures.agents, _team_of):
        loads = list(agents)
        rows.append(_load_row(words, words("team", name=team), team_load(team, loads)))
        rows += [_load_row(words, f"  {load.login}", load) for load in loads]
    return Table(words("load"), words("load-note"), (words("head-agent"), *(words(f"head-{name}") for name in names)), rows)


def _team_of(load: Load) -> str:
    return load.team


def team_load(team: str, loads: Sequence[Load]) -> Load:
    """Of a team together."""
    return Load(
        team, team, sum(load.there for load in loads), sum(load.worked for load in loads), sum(load.taken for load in loads),
        sum(load.answers for load in loads), max((load.most_held for load in loads), default=0),
    )  # fmt: skip


def _load_row(words: Words, name: str, load: Load) -> Row:
    return (
        name, words.number(load.there), words.percent(load.busy), words.number(load.taken, 0), words.number(load.answers, 0),
        words.number(load.most_held, 0),
    )  # fmt: skip


def queue_table(words: Words, figures: Figures) -> Table:
    """The queue by hours of the day."""
    rows = []
    for hour in range(24):
        halves = figures.queue[2 * hour : 2 * hour + 2]
        mean = sum(average for average, _ in halves) / len(halves)
        rows.append((f"{hour:02}:00", words.number(mean), words.number(max(most for _, most in halves), 0)))
    return Table(words("queue"), words("queue-note"), (words("head-hour"), words("head-mean"), words("head-most")), rows)


# What is compared: how it is called, how it is reckoned, how many places it has.
_COMPARED: tuple[tuple[str, Callable[[Figures], float], int], ...] = (
    ("kept", lambda figures: 100 * figures.waits().kept, 1),
    ("p50", lambda figures: figures.waits().p50, 1),
    ("p90", lambda figures: figures.waits().p90, 1),
    ("p99", lambda figures: figures.waits().p99, 1),
    ("missed", lambda figures: sum(one.times for one in figures.missed), 0),
    ("escalated", lambda figures: sum(one.escalated for one in figures.missed), 0),
    ("lapsed", lambda figures: figures.events.get("request.lapsed", 0), 0),
    ("busy", lambda figures: 100 * team_load("", figures.agents).busy, 1),
)


def _compared(words: Words, base: Run, others: Sequence[Run]) -> Table:
    was = [reckon(base.figures) for _, reckon, _ in _COMPARED]
    rows: list[Row] = [(words("as-in-file"), *(words.number(value, _COMPARED[at][2]) for at, value in enumerate(was)))]
    for run in others:
        cells = []
        for (_, reckon, places), before in zip(_COMPARED, was, strict=True):
            value = reckon(run.figures)
            cells.append(f"{words.number(value, places)} ({words.number(value - before, places, sign=True)})")
        rows.append((run.name, *cells))
    note = words("compared-note", days=base.plan.days, contacts=len(base.figures.contacts))
    return Table(words("compared"), note, (words("head-change"), *(words(f"compare-{name}") for name, _, _ in _COMPARED)), rows)
