"""After the storm: the database against the ledger (goals I1, I2, I4) and against what the phones have (I5)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.crash.copies import OUTBOX, Copies, compare
from tests.crash.ledger import Ledger, Said
from tests.crash.reminders import Reminders, judge_reminders
from tests.crash.script import Script
from tests.crash.stage import LOGINS, Stage
from tests.crash.timelines import timelines
from tests.crash.visits import Visits, judge_visits
from tests.services.invariants import violations

SHOWN = 5  # problems of a kind that are worth reading

_WORDS = """
SELECT m.id, m.chat_id, m.text, ARRAY(SELECT telegram_id FROM message_telegram t WHERE t.message_id = m.id ORDER BY 1) AS parts,
    ARRAY(SELECT text FROM message_version v WHERE v.message_id = m.id ORDER BY replaced_at) AS versions,
    (SELECT count(*) FROM attachment a JOIN file f ON f.id = a.file_id AND f.state = 'ready' WHERE a.message_id = m.id) AS files
FROM message m WHERE m.direction = 'in' AND m.chat_id = ANY($1::bigint[]) ORDER BY m.id
"""
_ANSWERS = """
SELECT s.login, m.request_number, m.text FROM message m JOIN staff s ON s.id = m.staff_id WHERE m.direction = 'out' ORDER BY m.id
"""
_UPDATES = """
SELECT count(*) AS stored, count(done_at) AS done, count(failed_at) AS dead, count(DISTINCT update_id) AS different,
    coalesce(max(update_id) - min(update_id) + 1, 0) AS given, count(*) FILTER (WHERE lane LIKE 'c%') AS grouped FROM inbox
"""
# An update done after a later one of its lane must have come after it.
_OVERTAKEN = """
SELECT count(*) FILTER (WHERE received_at < next_received) AS wrongly, count(*) AS all FROM (
    SELECT received_at, done_at, lead(received_at) OVER w AS next_received, lead(done_at) OVER w AS next_done
    FROM inbox WINDOW w AS (PARTITION BY lane ORDER BY update_id)
) AS pairs WHERE done_at > next_done
"""
_PERSONS = """
SELECT c.chat_id, (SELECT count(*) FROM consent WHERE client_id = c.client_id) AS consents,
    (SELECT count(*) FROM event e WHERE e.type = 'contact' AND e.subject = 'client:' || cl.public_id
        AND e.data->>'outcome' = 'bot') AS starts
FROM chat c JOIN client cl ON cl.id = c.client_id
"""
# Two hand-outs in a row without a return between them (a silent client's request is let go, too) would be one request given to two agents.
# (Ids are drawn under the request's lock.)
_TWICE_GIVEN = """
SELECT subject FROM (
    SELECT subject, type, lag(type) OVER (PARTITION BY subject ORDER BY id) AS before FROM event
    WHERE type IN ('request.assigned', 'request.transferred', 'request.given_back', 'request.queued', 'request.reopened',
        'request.released')
) AS steps WHERE type = 'request.assigned' AND before = 'request.assigned'
"""


@dataclass
class Verdict:
    """`problems`: promises that were broken; the rest are figures."""

    problems: list[str] = field(default_factory=list)
    updates: int = 0
    words: int = 0
    answers: int = 0
    lost: int = 0
    doubled: int = 0
    late: int = 0
    copies: Copies = field(default_factory=Copies)
    visits: Visits = field(default_factory=Visits)
    reminders: Reminders = field(default_factory=Reminders)

    def add(self, kind: str, found: Sequence[object]) -> None:
        """Broken so often."""
        if found:
            self.problems.append(f"{kind} ({len(found)}): {'; '.join(map(str, found[:SHOWN]))}")


async def verify(script: Script, *, seconds: float = 60, hurry: bool = True) -> Verdict:
    """Wait for rest (see `Stage.settle`), then look at everything that was promised."""
    await script.stage.settle(seconds, hurry=hurry)
    await script.journal.read()
    verdict = Verdict(updates=script.ledger.updates)
    verdict.add("the API answered otherwise than a worker expects", script.ledger.surprises)
    await _updates(verdict, script.stage, script.ledger)
    await _words(verdict, script.stage, script.ledger)
    await _answers(verdict, script.stage, script.ledger)
    await _persons(verdict, script.stage, script.ledger)
    verdict.add("given to two agents at once", [row[0] for row in await script.stage.rows(_TWICE_GIVEN)])
    async with script.stage.connected() as connection:
        verdict.add("broken rules of the queue", list((await violations(connection)).items()))
    verdict.copies = compare(await script.stage.rows(OUTBOX), script.journal, script.ledger.storms)
    verdict.lost += verdict.copies.lost
    verdict.add("messages on the phones", verdict.copies.problems)
    await _visits(verdict, script)
    return verdict


async def _visits(verdict: Verdict, script: Script) -> None:
    found = await timelines(script.stage)
    verdict.visits = await judge_visits(script.stage, found, script.diary, script.journal)
    verdict.reminders = await judge_reminders(script.stage, found, script.hours, script.journal)
    for kind, lines in [*verdict.visits.problems.items(), *verdict.reminders.problems.items()]:
        verdict.add(kind, lines)


async def _updates(verdict: Verdict, stage: Stage, ledger: Ledger) -> None:
    [row] = await stage.rows(_UPDATES)
    grouped = row["grouped"]  # much comes from groups by itself, and is not counted beforehand
    given = ledger.updates + grouped
    wanted = {"stored": given, "done": given, "dead": 0, "different": given, "given": given, "grouped": grouped}
    verdict.add("updates in the inbox", [f"{dict(row)} instead of {wanted}"] if dict(row) != wanted else [])
    verdict.lost += max(0, given - row["done"])
    [order] = await stage.rows(_OVERTAKEN)
    verdict.late = order["all"]
    verdict.add("updates done before earlier ones of the same person", [order["wrongly"]] if order["wrongly"] else [])


async def _words(verdict: Verdict, stage: Stage, ledger: Ledger) -> None:
    """Each message of each person once, in order, with its edits and files."""
    stored: dict[int, list[Any]] = defaultdict(list)
    for row in await stage.rows(_WORDS, list(ledger.said)):
        stored[row["chat_id"]].append(row)
    for person, said in ledger.said.items():
        rows = stored[person]
        verdict.words += len(said)
        have, wanted = [list(row["parts"]) for row in rows], [one.telegram_ids for one in said]
        _count(verdict, f"words of {person}", Counter(map(tuple, have)), Counter(map(tuple, wanted)))
        if have != wanted and sorted(have) == sorted(wanted) and not ledger.count("swap_updates"):
            verdict.add(f"words of {person} in another order", [have])
        by_parts = {tuple(row["parts"]): row for row in rows}
        wrong = [
            f"{one} is {dict(row)}" for one in said if (row := by_parts.get(tuple(one.telegram_ids))) and not _is(one, row)
        ]
        verdict.add(f"changed words of {person}", wrong)


def _is(said: Said, row: Any) -> bool:
    texts = [*row["versions"], row["text"]]
    return row["files"] == said.files and (not said.text or texts == [said.text, *said.edits])


async def _answers(verdict: Verdict, stage: Stage, ledger: Ledger) -> None:
    """Each acknowledged answer once, and those of an agent in a request in order. Those from a group nobody acknowledges."""
    rows = [(row["login"], row["request_number"], row["text"]) for row in await stage.rows(_ANSWERS) if row["login"] in LOGINS]
    wanted = [(one.login, one.request, one.text) for one in ledger.answers]
    verdict.answers = len(wanted)
    _count(verdict, "answers", Counter(rows), Counter(wanted))
    talks: dict[tuple[str, int], list[str]] = defaultdict(list)
    for login, request, text in rows:
        talks[login, request].append(text)
    verdict.add("answers in another order", [talk for talk, texts in talks.items() if texts != sorted(texts)])


async def _persons(verdict: Verdict, stage: Stage, ledger: Ledger) -> None:
    """Presses and commands took effect once each."""
    rows = {row["chat_id"]: row for row in await stage.rows(_PERSONS)}
    for person, starts in ledger.starts.items():
        have, wanted = (rows[person]["starts"], rows[person]["consents"]), (starts, ledger.consents[person])
        _count(verdict, f"/start and consents of {person}", Counter(dict(enumerate(have))), Counter(dict(enumerate(wanted))))


def _count(verdict: Verdict, what: str, have: Counter[Any], wanted: Counter[Any]) -> None:
    missing, extra = wanted - have, have - wanted
    verdict.lost += missing.total()
    verdict.doubled += extra.total()
    verdict.add(f"{what}: missing", list(missing.items()))
    verdict.add(f"{what}: too many", list(extra.items()))
