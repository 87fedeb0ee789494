"""What a soak has to say at its end: a table for people, and a line of JSON."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.crash.checks import Verdict
from tests.crash.diary import Diary
from tests.soak.fleet import Fleet
from tests.soak.forum import Forum
from tests.soak.memory import Memory
from tests.soak.topics import Topics

KILLS = ("kill", "database", "cut", "valkey", "stop", "change")
Json = dict[str, Any]


def figures(minutes: float, seed: int, fleet: Fleet, verdict: Verdict, memory: Memory) -> Json:
    """The line of JSON."""
    script, copies = fleet.script, verdict.copies
    ledger = script.ledger
    return {
        "minutes": minutes, "seed": seed,
        "kills": fleet.killed, "database_restarts": ledger.count("database"), "cut_connections": ledger.count("cut"),
        "valkey_losses": ledger.count("valkey"), "stops": ledger.count("stop"), "seasons": ledger.count("change"),
        "faults": len(ledger.storms) - sum(ledger.count(name) for name in KILLS),
        "updates": ledger.updates, "words": verdict.words, "answers": verdict.answers, "repeated_calls": ledger.repeats,
        "late_updates": verdict.late, "lost": verdict.lost, "doubled_effects": verdict.doubled,
        "messages_sent": copies.arrived, "maybe_twice": copies.maybe_twice, "doubles": len(copies.doubled),
        "most_in_flight_per_chat": max(copies.at_once.values(), default=0), "in_flight_seconds": round(copies.seconds, 3),
        "given_up": copies.given_up, "unexplained_doubles": copies.unexplained,
        "days_of_the_clock": round(script.hours.shift / 86400, 1), **_visits(script.diary, verdict), **_reminders(verdict),
        "rss_start_mib": round(memory.product.at(0), 1), "rss_middle_mib": round(memory.product.at(0.5), 1),
        "rss_mib": round(memory.product.at(1), 1), "rss_bare_mib": round(memory.bare.at(1), 1), "rss_ratio": round(memory.ratio, 2),
        "watched_updates": memory.sent, "ok": not verdict.problems,
    }  # fmt: skip


def _visits(diary: Diary, verdict: Verdict) -> Json:
    """What became of bookings; lists of broken promises as their lengths."""
    visits = verdict.visits
    return {
        "visits": visits.booked.total(), "visits_by_phone": visits.booked["telegram"], "visits_moved": visits.moved,
        "visits_cancelled": visits.cancelled, "visits_confirmed": visits.confirmed, "visits_told": visits.told,
        "double_presses": diary.twice, "slots_refused": diary.refused["slot-taken"], "looks_for_clashes": diary.patrols,
        "visits_broken": {kind: len(lines) for kind, lines in visits.problems.items()},
    }  # fmt: skip


def _reminders(verdict: Verdict) -> Json:
    words = verdict.reminders
    return {
        "reminders_sent": dict(+words.sent), "reminders_skipped": dict(+words.skipped), "reminders_still_planned": words.planned,
        "reminders_arrived": words.arrived, "reminders_maybe_twice": words.marked, "reminders_taken_back": words.taken_back,
        "reminders_broken": {kind: len(lines) for kind, lines in words.problems.items()},
    }  # fmt: skip


def topics(forum: Forum, found: Topics) -> Json:
    """What became of the agents' group; lists of broken promises as their lengths."""
    return {
        "group_led": found.led, "group_topics_made": found.made, "group_topics_dropped": found.dropped,
        "group_topics_orphaned": found.orphans, "group_shown": found.shown, "group_gathered": found.gathered,
        "group_copies": found.copies, "group_given_up": found.given_up, "group_presses": forum.presses,
        "group_words": dict(found.words), "group_broken": {kind: len(lines) for kind, lines in found.problems.items()},
    }  # fmt: skip


def show(found: Json, fleet: Fleet, verdict: Verdict, logs: Iterable[Path]) -> None:
    """Everything, the line of JSON last."""
    print()
    for name, value in found.items():
        print(f"  {name.replace('_', ' '):<26}{value}")
    for count, line in _complaints(logs):
        print(f"  logged {count} times: {line}")
    for problem in verdict.problems:
        print(f"BROKEN: {problem}")
    if verdict.problems:
        print(f"the logs are under {fleet.script.stage.home}")
    print(json.dumps(found))


def _complaints(logs: Iterable[Path]) -> list[tuple[int, str]]:
    """Errors in the products' logs, by what they say."""
    seen: Counter[str] = Counter()
    for path in logs:
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            seen[_complaint(line)] += 1
    del seen[""]
    return [(count, line) for line, count in seen.most_common(15)]


def _complaint(line: str) -> str:
    try:
        entry = json.loads(line)
    except ValueError:
        return line[:160]
    if not isinstance(entry, dict) or entry.get("level") not in {"error", "critical"}:
        return ""
    last = (entry.get("exception") or "").strip().splitlines()[-1:]
    return f"{entry.get('event')} {''.join(last)}"[:200]
