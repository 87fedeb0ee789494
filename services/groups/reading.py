"""Finding groups and topics."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.groups.models import GROUP_COLUMNS, TOPIC_COLUMNS, Group, Topic, as_group, as_topic
from services.staff.accounts import STAFF_COLUMNS, as_staff
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx

_GROUP = f"SELECT {GROUP_COLUMNS} FROM unit_group WHERE chat_id IS NOT NULL AND"
_TOPIC = f"SELECT {TOPIC_COLUMNS} FROM group_topic WHERE NOT retired AND"


async def group_of_chat(reader: Reader, chat_id: int) -> Group | None:
    """The connected group with this id."""
    row = await reader.row(f"{_GROUP} chat_id = $1", chat_id)
    return as_group(row) if row else None


async def group_of_unit(reader: Reader, unit_id: int) -> Group | None:
    """The connected group of this unit."""
    row = await reader.row(f"{_GROUP} unit_id = $1", unit_id)
    return as_group(row) if row else None


async def connected_units(reader: Reader) -> Sequence[int]:
    """Units that have a group."""
    return [row["unit_id"] for row in await reader.rows("SELECT unit_id FROM unit_group WHERE chat_id IS NOT NULL ORDER BY 1")]


async def topic_of_thread(reader: Reader, chat_id: int, thread_id: int) -> Topic | None:
    """The topic with this id of Telegram's."""
    row = await reader.row(f"{_TOPIC} chat_id = $1 AND thread_id = $2", chat_id, thread_id)
    return as_topic(row) if row else None


async def topic_left_behind(reader: Reader, chat_id: int, thread_id: int) -> Topic | None:
    """The topic that this thread was before, or by mistake; `retired` where the request is not shown in this group any more."""
    row = await reader.row(
        f"SELECT {TOPIC_COLUMNS} FROM group_topic WHERE chat_id = $1 "
        "AND id IN (SELECT topic_id FROM group_former_thread WHERE thread_id = $2) ORDER BY retired LIMIT 1", chat_id, thread_id,
    )  # fmt: skip
    return as_topic(row) if row else None


async def last_message(reader: Reader, number: int) -> int:
    """The newest message of the conversation; 0 where there is none."""
    return int(await reader.value("SELECT max(id) FROM message WHERE request_number = $1", number) or 0)


async def was_topic(reader: Reader, chat_id: int, thread_id: int) -> bool:
    """Whether a request was shown there once, and is not any more."""
    sql = "SELECT EXISTS (SELECT FROM group_topic WHERE retired AND chat_id = $1 AND thread_id = $2)"
    return bool(await reader.value(sql, chat_id, thread_id))


async def topic_by_id(reader: Reader, topic_id: int, *, retired: bool = False) -> Topic | None:
    """The topic, unless the request is shown elsewhere by now. `retired`: even then."""
    row = await reader.row(f"SELECT {TOPIC_COLUMNS} FROM group_topic WHERE id = $1 AND (NOT retired OR $2)", topic_id, retired)
    return as_topic(row) if row else None


async def topic_of_request(reader: Reader, number: int) -> Topic | None:
    """Where this request is shown."""
    row = await reader.row(f"{_TOPIC} request_number = $1", number)
    return as_topic(row) if row else None


async def staff_of_account(reader: Reader, telegram_id: int) -> Staff | None:
    """The active member of staff with this Telegram account; None for everybody else, and for who has left."""
    row = await reader.row(f"SELECT {STAFF_COLUMNS} FROM staff WHERE telegram_id = $1 AND active", telegram_id)
    return as_staff(row) if row else None


async def set_menu(tx: Tx, topic: Topic, menu: Mapping[str, Any]) -> Topic:
    """Open another menu on the card; empty: none. The topic as it is now."""
    row = await tx.row(
        f"UPDATE group_topic SET menu = $2, card_due = true WHERE id = $1 RETURNING {TOPIC_COLUMNS}", topic.id, dict(menu)
    )
    assert row is not None  # noqa: S101 - read a moment ago
    return as_topic(row)


async def set_mode(tx: Tx, topic: Topic, *, answers: bool) -> Topic:
    """What the owner's unmarked words are in this topic. The topic as it is now."""
    row = await tx.row(
        f"UPDATE group_topic SET answers = $2, card_due = true WHERE id = $1 RETURNING {TOPIC_COLUMNS}", topic.id, answers
    )
    assert row is not None  # noqa: S101 - read a moment ago
    return as_topic(row)


async def topic_of_message(reader: Reader, chat_id: int, telegram_id: int) -> Topic | None:
    """The topic in which this message shows one of a conversation."""
    row = await reader.row(
        f"{_TOPIC} id = (SELECT topic_id FROM group_message WHERE chat_id = $1 AND telegram_id = $2)", chat_id, telegram_id
    )
    return as_topic(row) if row else None


async def card_again(tx: Tx, topic: Topic) -> None:
    """A new card at the end of the topic: the old one is too far up."""
    await tx.execute("UPDATE group_topic SET card_id = NULL, card = NULL, talk_due = true WHERE id = $1", topic.id)
