"""The judge of bookings: nobody shares a bay or a technician, nothing that somebody was told of is lost, nothing is there twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from services.texts import LANGUAGES, text
from tests.crash.diary import Diary
from tests.crash.ledger import Card, Journal
from tests.crash.stage import Stage
from tests.crash.timelines import Timeline

RECEPTION = 10  # minutes for which nothing is occupied yet (peers-booking.md §4.1)
OPEN = ("booked", "confirmed")
HEADS = ("fresh", "moved", "thanks", "booked", "confirmed")  # cards that say when the client is expected
WEEKDAYS = {
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
# What each visit's works need, worked out from the works alone: one step per bay and skill, in catalogue order, bays together.
_STEPS = f"""
WITH part AS (
    SELECT a.id AS visit, a.unit_id, a.starts_at, w.bay, w.skill, sum(k.minutes) AS minutes, max(w.setup_minutes) AS setup,
        max(w.cleanup_minutes) AS cleanup, min(w.place) AS place, min(min(w.place)) OVER (PARTITION BY a.id, w.bay) AS bay_place
    FROM appointment a JOIN appointment_work k ON k.appointment_id = a.id
    JOIN (SELECT *, row_number() OVER (ORDER BY position, code) AS place FROM work) w ON w.id = k.work_id
    WHERE a.status IN ('hold', 'booked', 'confirmed') GROUP BY a.id, w.bay, w.skill
), step AS (
    SELECT *, starts_at + interval '{RECEPTION} minutes'
        + (sum(minutes) OVER (PARTITION BY visit ORDER BY bay_place, place) - minutes) * interval '1 minute' AS since FROM part
), need AS (
    SELECT visit, unit_id, 'technician' AS kind, skill AS able, tstzrange(since, since + minutes * interval '1 minute') AS period
    FROM step
    UNION ALL SELECT visit, unit_id, 'bay', bay, tstzrange(since - setup * interval '1 minute',
        since + (minutes + cleanup) * interval '1 minute') FROM step
)
"""
_WITHOUT = (
    _STEPS
    + """
SELECT visit, kind, able, period FROM need WHERE NOT EXISTS (
    SELECT FROM occupation o JOIN resource r ON r.id = o.resource_id
    WHERE o.appointment_id = need.visit AND r.unit_id = need.unit_id AND r.kind = need.kind AND o.period @> need.period
      AND (need.able IS NULL OR need.able = ANY (r.abilities)))
"""
)
# More than there are: counted at the beginning of each need, all that are able and all of the kind.
_CROWDED = (
    _STEPS
    + """
SELECT need.visit, need.kind, need.able, lower(need.period), count(DISTINCT other.visit) AS visits FROM need
JOIN need AS other ON other.unit_id = need.unit_id AND other.kind = need.kind AND other.period @> lower(need.period)
    AND (need.able IS NULL OR other.able = need.able)
GROUP BY 1, 2, 3, 4, need.unit_id
HAVING count(DISTINCT other.visit) > (
    SELECT count(*) FROM resource r WHERE r.unit_id = need.unit_id AND r.kind = need.kind
      AND (need.able IS NULL OR need.able = ANY (r.abilities)))
"""
)
SHARED = """
SELECT r.id, a.public_id, b.public_id FROM occupation o
JOIN occupation p ON p.resource_id = o.resource_id AND p.appointment_id > o.appointment_id
    AND lower(p.period) < upper(o.period) AND lower(o.period) < upper(p.period)
JOIN resource r ON r.id = o.resource_id
JOIN appointment a ON a.id = o.appointment_id JOIN appointment b ON b.id = p.appointment_id
"""
_CHATS = "SELECT chat_id, client_id FROM chat"


@dataclass
class Visits:
    """`problems` by kind; the rest are figures."""

    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    booked: Counter[str] = field(default_factory=Counter)
    moved: int = 0
    cancelled: int = 0
    confirmed: int = 0
    told: int = 0


async def judge_visits(stage: Stage, found: Mapping[str, Timeline], diary: Diary, journal: Journal) -> Visits:
    """At rest."""
    made = Visits(
        booked=Counter(line.row["source"] for line in found.values()),
        moved=sum(len(line.versions) - 1 for line in found.values()),
        cancelled=sum(bool(line.cancelled) for line in found.values()),
        confirmed=sum(len(line.confirmed) for line in found.values()),
        told=len(diary.told) + len(journal.cards),
    )
    owners = {row["chat_id"]: row["client_id"] for row in await stage.rows(_CHATS)}
    for kind, lines in (
        ("two visits at one place", [*diary.clashes, *(str(tuple(row)) for row in await stage.rows(SHARED))]),
        ("visits without a place", [str(tuple(row)) for row in await stage.rows(_WITHOUT)]),
        ("more visits at a time than places", [str(tuple(row)) for row in await stage.rows(_CROWDED)]),
        ("visits otherwise than their events tell", _otherwise(found.values())),
        ("bookings by the API lost", _lost_bookings(found, diary)),
        ("bookings by the API twice", _extra_bookings(found, diary)),
        ("visits otherwise than the API told", _untrue(found, diary)),
        ("visits otherwise than the phone was told", _untrue_cards(found, journal.cards, owners)),
        ("visits nobody asked for", _unasked(found, diary, owners)),
        ("moves nobody asked for", _unasked_moves(found, diary)),
        ("two visits of one booking", _twice(journal.cards)),
    ):
        if said := list(lines):
            made.problems[kind] = said
    return made


def _otherwise(found: Iterable[Timeline]) -> Iterable[str]:
    for line in found:
        row, last = line.row, line.versions[-1:]
        cancelled = (row["status"] == "cancelled") == (len(line.cancelled) == 1)
        confirmed = row["status"] != "confirmed" or row["version"] in line.confirmed
        if not (
            last and last[0].starts_at == row["starts_at"] and len(line.versions) == row["version"] and cancelled and confirmed
        ):
            yield f"{line.visit}: {row['status']} at {row['starts_at']} as version {row['version']}, after {line.versions}"


def _lost_bookings(found: Mapping[str, Timeline], diary: Diary) -> Iterable[str]:
    return [f"{one.comment}: {one.visit}" for one in diary.bookings if one.visit and one.visit not in found]


def _extra_bookings(found: Mapping[str, Timeline], diary: Diary) -> Iterable[str]:
    """One visit per acknowledged call; none for a call that was refused."""
    have = Counter(line.row["comment"] for line in found.values() if line.row["source"] == "api")
    wanted = Counter(one.comment for one in diary.bookings if one.visit)
    return [f"{comment}: {count} too many" for comment, count in (have - wanted).items()]


def _untrue(found: Mapping[str, Timeline], diary: Diary) -> Iterable[str]:
    """What the API said of a visit was so, and stayed on record."""
    for told in diary.told:
        line = found.get(told.visit)
        if line is None:
            yield f"lost: {told}"
        elif not (told.version <= len(line.versions) and line.versions[told.version - 1].starts_at == told.starts_at):
            yield f"{told}, but {line.versions}"
        elif told.status == "cancelled" and not line.cancelled:
            yield f"{told}, but it is not cancelled"


def _untrue_cards(found: Mapping[str, Timeline], cards: Iterable[Card], owners: Mapping[int, int]) -> Iterable[str]:
    for card in cards:
        head = _head(card)
        if head is None:
            continue
        for visit in card.visits:
            line = found.get(visit)
            if line is None or line.row["client_id"] != owners.get(card.chat):
                yield f"lost, or another client's: {card}"
            elif not any(says(card.text, version.starts_at, line, head[0]) for version in line.versions):
                yield f"{card}, but {line.versions}"
            elif head[1] == "thanks" and not line.confirmed:
                yield f"{card}, but nobody confirmed"


def _head(card: Card) -> tuple[str, str] | None:
    """Language and kind of a card that says when a client is expected."""
    heads = ((language, kind) for language in LANGUAGES for kind in HEADS)
    return next(
        (head for head in heads if card.text.partition("\n")[0] == text(head[0], f"visit-title-{head[1]}")), None
    )  # fmt: skip


def says(words: str, starts_at: datetime, line: Timeline, language: str) -> bool:
    """Whether a card names this moment: weekday, day, time and city."""
    local = starts_at.astimezone(ZoneInfo(line.zone))
    day, clock, city = re.escape(WEEKDAYS[language][local.weekday()]), f"{local:%H:%M}", re.escape(line.city(language))
    return bool(re.search(rf"(?im)^{day}, .*\b{local.day}\b.*\b{clock} \({city}\)", words))


def _unasked(found: Mapping[str, Timeline], diary: Diary, owners: Mapping[int, int]) -> Iterable[str]:
    """Each visit from the chat comes from a dialogue in which its own client pressed "book"."""
    yes = ((person, data) for person, buttons in diary.pressed.items() for data in buttons if data.endswith(":check:yes"))
    pressed = {(owners.get(person), data.split(":")[1]) for person, data in yes}
    return [
        f"{line.visit} of the dialogue {line.row['draft']}" for line in found.values()
        if line.row["source"] == "telegram" and (line.row["client_id"], line.row["draft"]) not in pressed
    ]  # fmt: skip


def _unasked_moves(found: Mapping[str, Timeline], diary: Diary) -> Iterable[str]:
    """Each move was asked for, at that version and to that time; one of another system was acknowledged."""
    pressed = {data for buttons in diary.pressed.values() for data in buttons}
    acknowledged = {(told.visit, told.version) for told in diary.told if told.what == "moved"}
    for line in found.values():
        for number, version in enumerate(line.versions[1:], 2):
            asked = f"v:{line.visit}:to{version.starts_at.astimezone(ZoneInfo('UTC')):%Y%m%d%H%M}v{number - 1}"
            if not (asked in pressed if version.by == "client" else (line.visit, number) in acknowledged):
                yield f"{line.visit} to {version} as number {number}"


def _twice(cards: Iterable[Card]) -> Iterable[str]:
    """A dialogue is one message and becomes one visit, however often its button is pressed."""
    became: dict[tuple[int, int], set[str]] = defaultdict(set)
    for card in cards:
        head = _head(card)
        if head and head[1] == "fresh":
            became[card.chat, card.message_id].update(card.visits)
    return [f"{message}: {ids}" for message, ids in became.items() if len(ids) > 1]
