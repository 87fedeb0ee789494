"""What is stored, and whose lane it joins: anything that may come through the door."""

import pytest

from services.errors import Refused
from services.inbox import Update, dead
from services.storage.tx import Tx, Work
from tests.inout.station import Station, update


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"<html>", "not JSON: JSONDecodeError"),
        (b"\xff\xfe", "not JSON: JSONDecodeError"),
        (b"[" * 100_000, "not JSON: RecursionError"),
        (b"[1]", "not an object"),
        (b'{"update_id": "1"}', "no update_id"),
        (b'{"update_id": true}', "no update_id"),
        (b'{"update_id": 99999999999999999999}', "no update_id"),
        (b'{"message": "a\x00b"}', "not JSON: JSONDecodeError"),
    ],
)
async def test_what_is_no_update_is_kept(station: Station, raw: bytes, error: str) -> None:
    """It is accepted, or Telegram would bring it again for a day, and stands in the list; it cannot be replayed."""
    await station.store(raw)
    async with station.db.read() as reader:
        [letter] = await dead.list_dead(reader)
    assert letter["error"] == error
    async with station.db.tx() as tx:
        with pytest.raises(Refused):
            await dead.replay(tx, letter["id"])


async def test_nul_characters(station: Station) -> None:
    """PostgreSQL cannot store them; an escaped backslash before u0000 is something else."""
    await station.store(update(1, 7, "a\x00\x00b"), update(2, 7, r"a\u0000b"), update(3, 7, "\\\x00"))
    await station.idle()
    assert station.telegram.texts() == ["a\ufffd\ufffdb", r"a\u0000b", "\\\ufffd"]


@pytest.mark.parametrize(
    ("content", "lane"),
    [
        ({"message": {"chat": {"id": 5, "type": "private"}, "from": {"id": 5}}}, "u5"),
        ({"edited_message": {"chat": {"id": 5, "type": "private"}}}, "u5"),
        ({"message": {"chat": {"id": -100, "type": "supergroup"}, "from": {"id": 5}}}, "c-100:0"),
        (
            {"message": {"chat": {"id": -100, "type": "supergroup"}, "message_thread_id": 9, "is_topic_message": True}},
            "c-100:9",
        ),
        ({"message": {"chat": {"id": -100, "type": "supergroup"}, "message_thread_id": 9}}, "c-100:0"),
        ({"callback_query": {"from": {"id": 5}, "message": {"chat": {"id": 5, "type": "private"}}}}, "u5"),
        ({"callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, "u5"),
        ({"callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -7, "type": "group"}}}}, "c-7:0"),
        ({"my_chat_member": {"chat": {"id": 5, "type": "private"}, "from": {"id": 5}}}, "u5"),
        ({"my_chat_member": {"chat": {"id": -7, "type": "group"}, "from": {"id": 5}}}, "c-7:0"),
        ({"message_reaction": {"chat": {"id": 5, "type": "private"}, "user": {"id": 5}}}, "u5"),
        ({"inline_query": {"from": {"id": 5}}}, "u5"),
        ({"poll_answer": {"user": {"id": 5}}}, "u5"),
        ({"poll": {"id": "5"}}, "?"),
        ({}, "?"),
        ({"message": "nonsense"}, "?"),
        ({"message": {"chat": {"id": "5", "type": "private"}, "from": {"id": 10**30}}}, "?"),
    ],
)
async def test_whose_lane(station: Station, content: dict[str, object], lane: str) -> None:
    """Private chats by person, groups by topic."""
    seen = []

    async def handle(_tx: Tx, _one: Update, work: Work) -> None:
        seen.append((work.lane, work.chat_id))

    station.handle = handle
    await station.ingest.store_all([("{}", {"update_id": 1, **content})])
    await station.idle()
    assert seen == [(lane, int(lane[1:]) if lane.startswith("u") else None)]
