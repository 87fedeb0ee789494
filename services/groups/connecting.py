"""Which group is a unit's: connecting by a code, and what Telegram tells of the groups the bot is in."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.errors import Refused, invalid
from services.groups.marking import from_now_on
from services.groups.models import Group
from services.groups.posting import word
from services.groups.reading import connected_units, group_of_chat, group_of_unit
from services.groups.topics import begin, lock_unit, rebuild
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.texts import LANGUAGES, text
from services.units.editing import unit_to_edit
from services.watch.notices import heads_of, notify

CODE_VALID = timedelta(hours=1)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another
_LENGTH = 8
INSIDE = frozenset({"member", "administrator", "creator"})


@dataclass(frozen=True, slots=True)
class Connection:
    """A unit's group as the settings show it. `lacks`: what Telegram would not let us do there: gone, not_admin, not_forum, no_topics."""

    connected: bool
    title: str
    code: str
    language: str
    answers: bool
    every: bool
    lacks: tuple[str, ...]


async def connection_of(reader: Reader, unit_id: int) -> Connection:
    """How it stands with the group of this unit."""
    row = await reader.row(
        "SELECT g.*, g.code_until > real_now() AS code_stands, b.title, b.status, b.forum, b.topics "
        "FROM unit_group g LEFT JOIN bot_group b ON b.chat_id = g.chat_id WHERE g.unit_id = $1", unit_id,
    )  # fmt: skip
    if row is None:
        return Connection(connected=False, title="", code="", language="ru", answers=True, every=False, lacks=())
    code = row["code"] if row["code"] and row["code_stands"] else ""
    return Connection(
        row["chat_id"] is not None, row["title"] or "", code, row["language"], row["answers"], row["every"], _lacks(row)
    )


def _lacks(row: Row) -> tuple[str, ...]:
    if row["chat_id"] is None:
        return ()
    if row["trouble"] == "gone" or (row["status"] is not None and row["status"] not in INSIDE):
        return ("gone",)
    found = []
    if row["forum"] is False or row["trouble"] == "not_forum":
        found.append("not_forum")
    if row["status"] == "member":
        found.append("not_admin")
    elif (row["status"] == "administrator" and not row["topics"]) or row["trouble"] == "no_topics":
        found.append("no_topics")
    return tuple(found)


async def make_code(tx: Tx, staff: Staff, unit_code: str) -> str:
    """A one-time code for `/connect`, valid for an hour of real time, as sessions are; the one before is none any more.

    Raises Refused `not-found`, `forbidden`.
    """
    unit = await unit_to_edit(tx, staff, unit_code)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    await tx.execute(
        "INSERT INTO unit_group (unit_id, code, code_until, code_by, language) VALUES ($1, $2, real_now() + $3, $4, $5) "
        "ON CONFLICT (unit_id) DO UPDATE SET code = excluded.code, code_until = excluded.code_until, code_by = excluded.code_by",
        unit["id"], code, CODE_VALID, staff.id, staff.language if staff.language in LANGUAGES else "ru",
    )  # fmt: skip
    tx.event("unit.group_code", f"unit:{unit_code}", unit_id=unit["id"])
    return code


async def connect(tx: Tx, chat_id: int, typed: str) -> Group | None:
    """Make the group in which the code was said that of its unit; None for a code that is none (any more).

    Raises Refused `invalid` on `group` (`taken`): it is another unit's.
    """
    code = typed.strip().upper()
    row = await tx.row(
        "SELECT g.unit_id, g.code_by, u.code AS unit, s.login FROM unit_group g JOIN unit u ON u.id = g.unit_id "
        "LEFT JOIN staff s ON s.id = g.code_by "
        "WHERE g.code = $1 AND g.code_until > real_now() FOR NO KEY UPDATE OF g", code,
    )  # fmt: skip
    if row is None:
        return None
    taken = await tx.value("SELECT unit_id FROM unit_group WHERE chat_id = $1", chat_id)
    if taken not in (None, row["unit_id"]):
        raise invalid("group", "taken")
    if taken is None:
        await _leave(tx, row["unit_id"])
    if not await connected_units(tx):  # nobody has read the log of events meanwhile
        await from_now_on(tx)
    await tx.execute(
        "UPDATE unit_group SET chat_id = $2, code = NULL, connected_at = $3, connected_by = $4, trouble = NULL, paused_until = NULL, "
        "panel_due = true WHERE unit_id = $1",
        row["unit_id"], chat_id, tx.now, row["code_by"],
    )  # fmt: skip
    by = f"agent:{row['login']}" if row["login"] else None  # the code is theirs, whoever typed it in the group
    tx.event("unit.group_connected", f"unit:{row['unit']}", unit_id=row["unit_id"], actor=by)
    await begin(tx, row["unit_id"])
    return await group_of_unit(tx, row["unit_id"])


async def disconnect(tx: Tx, staff: Staff, unit_code: str) -> None:
    """The group is nobody's any more; work goes on in the console. Raises Refused `not-found`, `forbidden`."""
    unit = await unit_to_edit(tx, staff, unit_code)
    group = await group_of_unit(tx, unit["id"])
    if group is None:
        return
    await word(tx, group, text(group.language, "group-disconnected"), mail="mirror")
    await _leave(tx, unit["id"])
    tx.event("unit.group_disconnected", f"unit:{unit_code}", unit_id=unit["id"])


async def _leave(tx: Tx, unit_id: int) -> None:
    """Its topics stay in Telegram as they are, and are nobody's."""
    await lock_unit(tx, unit_id)
    await tx.execute("DELETE FROM group_post WHERE unit_id = $1", unit_id)
    await tx.execute(
        "DELETE FROM group_album a USING group_topic t WHERE t.id = a.topic_id AND t.unit_id = $1 AND NOT t.retired", unit_id
    )
    await tx.execute("UPDATE group_topic SET retired = true WHERE unit_id = $1 AND NOT retired", unit_id)
    await tx.execute(
        "UPDATE unit_group SET chat_id = NULL, panel_id = NULL, panel = NULL, panel_at = NULL, trouble = NULL, paused_until = NULL "
        "WHERE unit_id = $1",
        unit_id,
    )


async def change(tx: Tx, staff: Staff, unit_code: str, *, answers: bool, every: bool, language: str) -> None:
    """How the group works. Raises Refused `not-found`, `forbidden`, `invalid`."""
    unit = await unit_to_edit(tx, staff, unit_code)
    if language not in LANGUAGES:
        raise invalid("language", "unknown")
    before = await tx.row("SELECT answers, every, language FROM unit_group WHERE unit_id = $1 FOR NO KEY UPDATE", unit["id"])
    if before is None:
        raise Refused("not-found")
    after = {"answers": answers, "every": every, "language": language}
    changes = {f"group_{name}": [before[name], value] for name, value in after.items() if before[name] != value}
    if not changes:
        return
    await tx.execute(
        "UPDATE unit_group SET answers = $2, every = $3, language = $4, panel_due = true WHERE unit_id = $1",
        unit["id"], answers, every, language,
    )  # fmt: skip
    await tx.execute("UPDATE group_topic SET card_due = true WHERE unit_id = $1 AND NOT retired", unit["id"])
    tx.event("unit.group_changed", f"unit:{unit_code}", unit_id=unit["id"], changes=changes)
    await begin(tx, unit["id"])


async def build_anew(tx: Tx, staff: Staff, unit_code: str) -> None:
    """Make all topics of open requests anew. Raises Refused `not-found`, `forbidden`."""
    unit = await unit_to_edit(tx, staff, unit_code)
    group = await group_of_unit(tx, unit["id"])
    if group is None:
        raise Refused("not-found")
    await rebuild(tx, group)
    tx.event("unit.group_rebuilt", f"unit:{unit_code}", unit_id=unit["id"])


async def told_of(tx: Tx, chat_id: int, **known: Any) -> None:
    """What an update says of a group: any of title, forum, status, topics, deletes."""
    names = list(known)
    columns = ", ".join(names)
    marks = ", ".join(f"${place}" for place in range(2, len(names) + 2))
    await tx.execute(
        f"INSERT INTO bot_group (chat_id, {columns}) VALUES ($1, {marks}) ON CONFLICT (chat_id) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in names)
        + f" WHERE ({', '.join(f'bot_group.{name}' for name in names)}) IS DISTINCT FROM ({', '.join(f'excluded.{n}' for n in names)})",
        chat_id, *known.values(),
    )  # fmt: skip


async def membership(tx: Tx, chat_id: int, *, status: str) -> None:
    """The bot's place in the group has changed: what could not be done is tried again, and heads hear that it is gone."""
    group = await group_of_chat(tx, chat_id)
    if group is None:
        return
    if status not in INSIDE:
        await lost(tx, chat_id)
        return
    await tx.execute(
        "UPDATE unit_group SET trouble = NULL, paused_until = NULL, panel_due = true WHERE unit_id = $1", group.unit_id
    )


async def lost(tx: Tx, chat_id: int) -> None:
    """The bot is not in the group any more: its heads are told once, the console goes on."""
    unit_id = await tx.value(
        "UPDATE unit_group SET trouble = 'gone', paused_until = clock_timestamp() + interval '10 minutes' "
        "WHERE chat_id = $1 AND trouble IS DISTINCT FROM 'gone' RETURNING unit_id", chat_id,
    )  # fmt: skip
    if unit_id is not None:
        await notify(tx, await heads_of(tx, unit_id), "group_gone", unit_id=unit_id)


async def moved(tx: Tx, old: int, new: int) -> None:
    """The group has another id: only a basic group gets one, and that has had no topics. Where that has become another unit's already
    it stays that one's."""
    left = await tx.value("SELECT unit_id FROM unit_group WHERE chat_id = $1 FOR NO KEY UPDATE", old)
    if left is not None and await group_of_chat(tx, new) is not None:
        await _leave(tx, left)
    await tx.execute(
        "UPDATE unit_group SET chat_id = $2, panel_id = NULL, panel = NULL, panel_at = NULL, panel_due = true, trouble = NULL, "
        "paused_until = NULL WHERE chat_id = $1",
        old, new,
    )  # fmt: skip
    await tx.execute("UPDATE group_topic SET chat_id = $2 WHERE chat_id = $1", old, new)
    await tx.execute("DELETE FROM bot_group WHERE chat_id = $1", old)
