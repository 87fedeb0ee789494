"""What the console shows beside the conversation: the requests in hand, the queue's length, colleagues, the client's past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.clients.phones import normal_phone
from services.labelling.asked import EVERY_LABEL, LabelFilters, asked_of_labels
from services.requests.models import STATES
from services.requests.view import BY_AGENT, REQUEST_ROWS, Viewer, rows_of
from services.scripts.closings import Behind
from services.staff.models import Staff
from services.storage.reader import Reader, Row

COUNTED = 99  # a queue is counted no further

_HELD = f"""
SELECT q.*, m.text AS last_text, m.direction AS last_direction, m.files AS last_files,
    (SELECT delivery FROM message WHERE request_number = q.number AND direction = 'out' ORDER BY id DESC LIMIT 1) AS last_delivery,
    CASE WHEN q.waiting_since IS NULL THEN 0 ELSE (
        SELECT count(*) FROM message i WHERE i.request_number = q.number AND i.direction = 'in' AND i.id > coalesce(
            (SELECT max(id) FROM message o WHERE o.request_number = q.number AND o.direction = 'out'), 0)) END AS unanswered
FROM ({REQUEST_ROWS} WHERE r.agent_id = $1 AND r.state <> 'closed') q
LEFT JOIN LATERAL (
    SELECT text, direction, (SELECT array_agg(f.kind) FROM attachment a JOIN file f ON f.id = a.file_id WHERE a.message_id = x.id) AS files
    FROM message x WHERE x.request_number = q.number AND x.direction IN ('in', 'out') ORDER BY x.id DESC LIMIT 1) m ON true
ORDER BY q.waiting_since IS NULL, q.queue_key, q.number
"""
# The same conditions as in claim_next: what Next could hand to this person. By class, where there are classes, so that others' backlog is
# not walked through.
_OPEN_TO = """
q.state = 'queued' AND (q.reserved_for IS NULL OR q.reserved_for = $1 OR q.reserved_until <= $2 OR q.alarm = 'danger')
AND (q.returns = 0 OR NOT rests_from(q.number, $1, $2))
"""
_WAITING = f"""
SELECT count(*) FROM (
    (SELECT FROM request q WHERE {_OPEN_TO} AND (SELECT classes FROM staff WHERE id = $1) IS NULL LIMIT $3)
    UNION ALL
    (SELECT FROM unnest((SELECT classes FROM staff WHERE id = $1)) AS c (class) JOIN request q ON q.class = c.class
        WHERE {_OPEN_TO} LIMIT $3)
    LIMIT $3) AS w
"""


async def held_board(reader: Reader, staff_id: int) -> Sequence[Row]:
    """What this person leads now, those in danger and the longest wait first; with the last words and delivery, and how many
    messages are unanswered."""
    return await reader.rows(_HELD, staff_id)


async def waiting_for(reader: Reader, staff: Staff, now: datetime) -> int:
    """How many requests Next could hand to this person; more than `COUNTED` are not counted. A number, never a list (W4)."""
    return int(await reader.value(_WAITING, staff.id, now, COUNTED + 1))


async def team(reader: Reader, now: datetime) -> Sequence[Row]:
    """Who can be given a request: `login, name, shift, withdrawn, held`, those on shift first."""
    return await reader.rows(
        "SELECT login, name, shift, coalesce(withdrawn_until > $1, false) AS withdrawn, "
        "(SELECT count(*) FROM request WHERE agent_id = s.id AND state <> 'closed') AS held "
        "FROM staff s WHERE active AND role <> 'qa' ORDER BY array_position(ARRAY['on', 'away', 'off'], shift), name, login",
        now,
    )


async def earlier_requests(reader: Reader, client_id: int, number: int, viewer: Viewer, limit: int = 20) -> Sequence[Row]:
    """The client's other requests, newest first (P2), `readable` where the viewer may open the conversation."""
    condition, args = viewer.condition(4)
    return await reader.rows(
        f"SELECT r.number, r.type, r.state, r.created_at, r.outcome, r.summary, r.rating, {condition} AS readable "
        "FROM request r WHERE r.client_id = $1 AND r.number <> $2 ORDER BY r.number DESC LIMIT $3",
        client_id, number, limit, *args,
    )  # fmt: skip


_IN_HAND = {"assigned", "promised"}  # states that only a request with an owner has
NO_UNIT = "!none"  # in the place of a unit's code: requests of no unit yet
SOON = timedelta(hours=1)
# What heads count and look through, over `r`. Those who wait for an answer are in the queue or in somebody's hands: each has its index.
IN_WORK = "(r.state = 'queued' OR (r.agent_id IS NOT NULL AND r.state <> 'closed'))"
WAITING = f"{IN_WORK} AND r.waiting_since IS NOT NULL AND r.silent_days IS NULL"
# Where an answer at a time is promised, the promise counts; after a hand-over, what was told then (`view.answer_due`).
LATE = "r.state IN ('queued', 'assigned') AND coalesce(r.handoff_due, r.next_answer_due) < {0}"
# Found among those who wait, before anything is put in order: where hardly anybody is late, the newest first would be looked for among all
# requests there ever were.
_THE_LATE = f"r.number = ANY (ARRAY(SELECT r.number FROM request r WHERE {WAITING} AND {LATE}))"
PROMISED = "r.number IN (SELECT request_number FROM promise WHERE state <> 'kept')"
BROKEN = "r.promise_due <= {0}"
DUE_SOON = "r.promise_due > {0} AND r.promise_due <= {1}"
NAMESAKES = 1000
# The expressions of the indexes client_words and client_words_turned.
_WORD = "split_part(translate(lower(c.name), 'ё', 'е'), ' ', {})"
_NAMED = "r.client_id IN (SELECT id FROM ({}) AS namesakes LIMIT {})".format(
    " UNION ALL ".join(
        f"(SELECT c.id FROM client c WHERE {_WORD.format(place)} ~>=~ split_part({{0}}, ' ', 1) "
        f"AND {_WORD.format(place)} ~<~ (split_part({{0}}, ' ', 1) || chr(1114111)) "
        f"AND position({{0}} IN translate(lower(c.name), 'ё', 'е')) > 0 AND c.merged_into IS NULL LIMIT {NAMESAKES})"
        for place in (1, 2)
    ),
    NAMESAKES,
)


Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a head looks for. `state` may be `open`: everything that is not closed. `words`: a number, a phone or a client's name.

    `unit` may be NO_UNIT. `waiting`: the client waits for an answer; `late`: for longer than was promised. `promise`: `overdue`, or `soon`:
    within the hour. Spans of time, each from the first moment and before the second: it `came`, it was `closed`, it was given `back`
    (by `gave`, a login). `behind`: a number of the scripts' figures. `now` is needed for `late` and `promise`.
    """

    state: str = "open"
    unit: str = ""
    request_type: str = ""
    agent: str = ""
    words: str = ""
    before: int | None = None
    waiting: bool = False
    late: bool = False
    promise: str = ""
    alarm: str = ""
    came: Span | None = None
    closed: Span | None = None
    back: Span | None = None
    gave: str = ""
    behind: Behind | None = None
    now: datetime | None = None
    labels: LabelFilters = EVERY_LABEL

    @property
    def states(self) -> list[str]:
        """The states meant."""
        return [s for s in STATES if self.state in {s, "all"} or (self.state == "open" and s != "closed")]


async def search_requests(reader: Reader, viewer: Viewer, filters: Filters, limit: int = 50) -> Sequence[Row]:
    """Requests a head may read, newest first, from below `filters.before`.

    A name is looked for by the beginning of its first or second word, among so many clients of that name (`NAMESAKES`).
    """
    condition, args = viewer.condition(3)
    chosen = ["r.state = ANY ($1::text[])", condition]
    args = [filters.states, limit, *args]
    if set(filters.states) <= _IN_HAND:  # few: found by their index, not among all the others
        chosen.append("r.agent_id IS NOT NULL AND r.state <> 'closed'")
    for sql, *values in _asked(filters):
        chosen.append(sql.format(*(f"${len(args) + place}" for place in range(1, len(values) + 1))))
        args += values
    page = f"SELECT r.* FROM request r WHERE {' AND '.join(chosen)} ORDER BY r.number DESC LIMIT $2"
    return await reader.rows(f"{rows_of(page)} ORDER BY r.number DESC", *args)


def _asked(filters: Filters) -> Iterator[tuple[Any, ...]]:
    """The conditions that are wanted, each with its values."""
    if filters.unit == NO_UNIT:
        yield ("r.unit_id IS NULL",)
    elif filters.unit:
        yield "r.unit_id = (SELECT id FROM unit WHERE code = {})", filters.unit
    if filters.request_type:
        yield "r.type = {}", filters.request_type
    if filters.agent:
        yield BY_AGENT, filters.agent
    if filters.before is not None:
        yield "r.number < {}", filters.before
    if words := filters.words.strip().replace("\x00", "")[:100]:
        yield _meant(words)
    yield from _asked_of_clocks(filters)
    yield from asked_of_labels(filters.labels)


def _asked_of_clocks(filters: Filters) -> Iterator[tuple[Any, ...]]:
    if filters.waiting:
        yield (WAITING,)
    if filters.late:
        yield _THE_LATE, filters.now
    if filters.promise == "overdue":
        yield f"{PROMISED} AND {BROKEN}", filters.now
    elif filters.promise == "soon" and filters.now is not None:
        yield f"{PROMISED} AND {DUE_SOON}", filters.now, filters.now + SOON
    yield from filters.behind.asked() if filters.behind else ()
    if filters.alarm:
        yield "r.alarm = {}", filters.alarm
    if filters.came and filters.labels.of_repeats:  # when the client came back, though to the same request
        yield "r.number IN (SELECT request_number FROM repeat_contact WHERE at >= {} AND at < {})", *filters.came
    elif filters.came:
        yield "r.created_at >= {} AND r.created_at < {}", *filters.came
    if filters.closed:
        yield "r.closed_at >= {} AND r.closed_at < {}", *filters.closed
    if filters.gave:
        given = (
            "SELECT request_number FROM request_return WHERE NOT lapsed AND staff_id = (SELECT id FROM staff WHERE login = {})"
        )
        when = " AND at >= {} AND at < {}" if filters.back else ""
        yield f"r.number IN ({given}{when})", filters.gave, *(filters.back or ())


def _meant(words: str) -> tuple[str, Any]:
    digits = words.removeprefix("№").strip()
    if phone := normal_phone(words):
        return "r.client_id IN (SELECT id FROM client WHERE phone = {})", phone
    if digits.isascii() and digits.isdigit() and len(digits) < 19:  # noqa: PLR2004 - fits a bigint
        return "r.number = {}", int(digits)
    return _NAMED, words.lower().replace("ё", "е")


async def audience(reader: Reader, numbers: Sequence[int]) -> dict[int, tuple[int | None, frozenset[int]]]:
    """Who a request concerns: its unit and everybody who ever led it, for `Staff.reads`."""
    rows = await reader.rows(
        "SELECT r.number, r.unit_id, ARRAY(SELECT staff_id FROM request_agent WHERE request_number = r.number) AS led "
        "FROM request r WHERE r.number = ANY ($1::bigint[])",
        list(numbers),
    )
    return {row["number"]: (row["unit_id"], frozenset(row["led"])) for row in rows}


_TOLD = (
    "request.assigned", "request.overridden", "request.transferred", "request.given_back", "request.handed_over", "request.closed",
    "request.reopened", "request.released", "request.lapsed", "request.missed", "request.escalated", "request.made_good", "promise.slips",
    "request.alarm", "request.unit", "request.rated", "request.reachability", "promise.made", "promise.kept", "promise.overdue",
    "call.wanted", "request.visit", "request.snoozed", "request.woken", "request.repeat", "request.repeat_settled",
    "request.tagged", "request.qualified", "request.card", "request.phone_verified", "question.withdrawn", "question.reminded",
    "request.many_hands",
)  # fmt: skip


async def course(reader: Reader, number: int, limit: int = 200) -> Sequence[Row]:
    """What happened to the request beside its messages: `id, at, type, data, who`, oldest first; `unit`: the names of the one chosen."""
    return await reader.rows(
        "SELECT * FROM (SELECT e.id, e.at, e.type, e.data, e.actor, coalesce(s.name, '') AS who, coalesce(g.name, '') AS agent, "
        "u.name AS unit FROM event e LEFT JOIN staff s ON e.actor = 'agent:' || s.login LEFT JOIN staff g ON g.login = e.data ->> 'agent' "
        "LEFT JOIN unit u ON u.id = e.unit_id AND e.type = 'request.unit' "
        "WHERE e.subject = $1 AND (e.type = ANY ($2::text[]) OR e.type = 'request.queued' AND e.data ->> 'why' = 'client silent' "
        "OR e.type = 'request.opened' AND e.data ? 'due_at') "
        "ORDER BY e.id DESC LIMIT $3) AS told ORDER BY id",
        f"request:{number}", list(_TOLD), limit,
    )  # fmt: skip
