"""The judge of the group, at rest: one topic for each request that is led, with the whole conversation; nobody's words astray."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.crash.ledger import Journal
from tests.soak.forum import UNIT, Forum, Json, number_in

_LED = """
SELECT r.number, t.thread_id FROM request r JOIN unit u ON u.code = $1
LEFT JOIN group_topic t ON t.request_number = r.number AND NOT t.retired
WHERE r.agent_id IS NOT NULL AND r.state <> 'closed' AND (r.unit_id = u.id OR r.unit_id IS NULL) ORDER BY r.number
"""
_TOPICS = "SELECT request_number, thread_id, made, retired FROM group_topic"
_TALK = """
SELECT m.request_number, m.id, m.text, m.direction, array_agg(g.telegram_id ORDER BY g.telegram_id)
        FILTER (WHERE g.telegram_id IS NOT NULL) AS ids, bool_or(g.staff_id IS NOT NULL) AS own
FROM message m JOIN group_topic t ON t.request_number = m.request_number AND NOT t.retired
LEFT JOIN group_message g ON g.topic_id = t.id AND m.id = ANY (g.messages)
WHERE t.thread_id IS NOT NULL AND m.direction IN ('in', 'out') GROUP BY m.id ORDER BY m.request_number, m.id
"""
_MAIL = """
SELECT method, params->>'name' AS name, state, unknown, attempts, error, telegram_ids FROM outbox WHERE chat_id = $1 ORDER BY id
"""
_WRITTEN = """
SELECT m.text, m.direction, s.login, EXISTS (SELECT FROM event e WHERE e.subject = 'request:' || m.request_number
    AND e.type = 'request.assigned' AND e.data->>'agent' = s.login) AS led
FROM message m JOIN staff s ON s.id = m.staff_id WHERE s.login = ANY ($1::text[])
"""
# Messages in topics that belong to no request any more: that this reaches nobody is said once a day to each person in each topic.
_OVER = """
SELECT (said->>'message_id')::bigint AS id FROM (
    SELECT raw::jsonb->'message' AS said FROM inbox WHERE lane LIKE 'c%' AND raw::text LIKE '%message_thread_id%'
) AS updates JOIN group_told t ON t.user_id = (said->'from'->>'id')::bigint AND t.what = 'over:' || (said->>'message_thread_id')
WHERE t.chat_id = $1
"""
_SUMMARIES = "SELECT summary FROM request WHERE summary IS NOT NULL"


@dataclass
class Topics:
    """`problems` by kind; the rest are figures. `orphans`: topics that were made, and nobody knows of (a lost answer, never heard of)."""

    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    led: int = 0
    made: int = 0
    dropped: int = 0
    orphans: int = 0
    shown: int = 0
    gathered: int = 0
    copies: int = 0
    given_up: int = 0
    words: Counter[str] = field(default_factory=Counter)


async def judge_topics(forum: Forum, journal: Journal) -> Topics:
    """At rest."""
    stage, state = forum.stage, await forum.state()
    found = Topics(made=sum(map(len, forum.made.values())), dropped=len(forum.dropped))
    led = await stage.rows(_LED, UNIT)
    found.led = len(led)
    mail = await stage.rows(_MAIL, forum.id)
    known = await stage.rows(_TOPICS)
    talk = await stage.rows(_TALK)
    for kind, lines in (
        ("requests without a topic", _without(led, state)),
        ("topics twice", _twice(found, mail, known, state)),
        ("conversations not shown", _unshown(found, talk, state)),
        ("copies in the group", _copies(found, forum, mail, journal)),
        ("calls about the group given up", _given_up(found, mail)),
        ("words in topics", await _astray(found, forum)),
        ("an idle group", _idle(found, forum)),
        ("words of others with a client", _leaked(forum, journal)),
    ):
        if said := list(lines):
            found.problems[kind] = said
    return found


def _idle(found: Topics, forum: Forum) -> Iterable[str]:
    """Topics were made, clients were answered and requests closed from there."""
    done = {
        "presses": forum.presses, "topics": found.made, "answers": found.words["answer:out"],
        "notes": found.words["note:note"], "summaries": found.words["summary:summary"],
    }  # fmt: skip
    return [f"no {what}" for what, count in done.items() if not count]


def _without(led: Sequence[Any], state: Json) -> Iterable[str]:
    open_ones = {topic["id"] for topic in state["topics"] if not topic["closed"]}
    return [f"{row['number']}: {row['thread_id']}" for row in led if row["thread_id"] not in open_ones]


def _twice(found: Topics, mail: Sequence[Any], known: Sequence[Any], state: Json) -> Iterable[str]:
    """A topic that nobody knows of is explained by a call of that name that was repeated."""
    threads = {row["thread_id"] for row in known}
    lost: Counter[int] = Counter()
    for row in mail:
        if row["method"] == "createForumTopic":
            lost[number_in(row["name"])] += row["attempts"] - 1
    for topic in state["topics"]:
        if topic["id"] != 1 and topic["id"] not in threads:
            number = number_in(topic["name"])
            found.orphans += 1
            lost[number] -= 1
            if lost[number] < 0:
                yield f"{topic['name']}: {topic['id']}"


def _unshown(found: Topics, talk: Sequence[Any], state: Json) -> Iterable[str]:
    """Each message stands there in the words it has now; what the bot shows stands in order."""
    there = {m["message_id"]: m.get("text") or m.get("caption") or "" for m in state["messages"] if not m["deleted"]}
    last: Counter[int] = Counter()
    posts: set[int] = set()
    for row in talk:
        number, ids = row["request_number"], row["ids"] or []
        found.shown += 1
        if not ids or not any(row["text"] in there.get(one, "") for one in ids):
            yield f"{number}: {row['direction']} {row['text']!r} is {[there.get(one) for one in ids]}"
        elif not row["own"]:
            posts.update(ids)
            if ids[0] < last[number]:
                yield f"{number}: {row['text']!r} is out of order"
            last[number] = max(last[number], ids[0])
    found.gathered = found.shown - len(posts)


def _copies(found: Topics, forum: Forum, mail: Sequence[Any], journal: Journal) -> Iterable[str]:
    """Messages that nobody recorded: no more than there are calls without an answer."""
    recorded = {one for row in mail for one in row["telegram_ids"] or ()}
    sent = {one.message_id for one in journal.sent if one.key[0] == forum.id}
    found.copies = len(sent - recorded)
    unknown = sum(row["unknown"] for row in mail if row["method"] != "createForumTopic")
    return [f"{found.copies} copies, {unknown} calls without an answer"] if found.copies > unknown else []


def _given_up(found: Topics, mail: Sequence[Any]) -> Iterable[str]:
    """What was in doubt twice was made anew (else it is not shown, see there); Telegram refuses nothing here."""
    for row in mail:
        if row["state"] in {"failed", "blocked"}:
            found.given_up += 1
            if not row["unknown"]:
                yield f"{row['method']}: {row['error']}"


async def _astray(found: Topics, forum: Forum) -> Iterable[str]:
    """What was written became one answer, one note, one summary, or was answered with why not. See `checks.py` for what clients got."""
    written = defaultdict(list)
    for row in await forum.stage.rows(_WRITTEN, sorted({one.who for one in forum.typed})):
        written[row["text"]].append(row)
    summaries = {row["summary"] for row in await forum.stage.rows(_SUMMARIES)}
    bad, told = [], forum.replied | {row["id"] for row in await forum.stage.rows(_OVER, forum.id)}
    for one in forum.typed:
        rows = written[one.text]
        became = rows[0]["direction"] if rows else "summary" if one.text in summaries else "refused"
        found.words[f"{one.how}:{became}"] += 1
        allowed = {"stranger": {"refused"}, "note": {"note", "refused"}}.get(one.how, {"out", "note", "summary", "refused"})
        lost = became == "refused" and one.how != "stranger" and one.message_id not in told
        if len(rows) > 1 or became not in allowed or lost or (became == "out" and not rows[0]["led"]):
            bad.append(f"{one}: {[tuple(row) for row in rows] or became}")
    return bad


def _leaked(forum: Forum, journal: Journal) -> Iterable[str]:
    """Notes, summaries and strangers' words never reach a phone."""
    private = "\n".join(one.key[2] for one in journal.sent if one.key[0] > 0)
    return [str(one) for one in forum.typed if one.how in {"note", "stranger"} and one.text in private]
