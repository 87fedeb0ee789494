"""A person is only looked at until something is changed; what changed in between is not overlooked."""

import pytest

from services.clients import people
from services.clients.models import Person
from services.storage.database import Database
from services.storage.tx import OvertakenError, Tx
from tests.services.world import World

CHAT = 7_001


async def _met(tx: Tx) -> Person:
    return await people.recognise(tx, chat_id=CHAT, first_name="Иван", last_name=None, username="ivan", language="ru")


@pytest.fixture
async def db(street: World) -> Database:
    """Somebody has been here before."""
    async with street.db.tx() as tx:
        await _met(tx)
    return street.db


async def test_recognising_changes_nothing(db: Database) -> None:
    """The row of a chat whose person is known stays as it was: nothing to write, nothing to vacuum, nobody waits for it."""
    async with db.read() as reader:
        before = await reader.value("SELECT xmin FROM chat WHERE chat_id = $1", CHAT)
    async with db.tx() as tx:
        await _met(tx)
        assert not tx.begun
    async with db.tx() as other, db.tx() as tx:
        await people.set_blocked(other, CHAT, blocked=False)
        await _met(tx)
    async with db.read() as reader:
        assert await reader.value("SELECT xmin FROM chat WHERE chat_id = $1", CHAT) == before


async def test_a_new_name_is_kept(db: Database) -> None:
    """What Telegram says now is stored."""
    async with db.tx() as tx:
        await people.recognise(tx, chat_id=CHAT, first_name="Ваня", last_name=None, username="ivan", language="ru")
    async with db.read() as reader:
        assert await reader.value("SELECT first_name FROM chat WHERE chat_id = $1", CHAT) == "Ваня"


@pytest.mark.parametrize(
    "meanwhile",
    ["UPDATE chat SET language = 'en' WHERE chat_id = $1", "DELETE FROM chat WHERE chat_id = $1"],
    ids=["changed", "erased"],
)
async def test_changed_between_look_and_change(db: Database, meanwhile: str) -> None:
    """The first change finds out, and nothing is done on a ground that is gone."""
    async with db.tx() as tx:
        person = await _met(tx)
        async with db.tx() as other:
            await other.execute(meanwhile, CHAT)
        with pytest.raises(OvertakenError):
            await people.set_dialogue(tx, person, "ask")
    async with db.read() as reader:
        assert await reader.value("SELECT dialogue FROM chat WHERE chat_id = $1", CHAT) is None


async def test_locked_from_the_first_change_on(db: Database) -> None:
    """Whoever else wants to change the chat then waits for the commit."""
    async with db.tx() as tx:
        await people.set_dialogue(tx, await _met(tx), "ask")
        async with db.read() as other:
            assert not await other.rows("SELECT FROM chat WHERE chat_id = $1 FOR NO KEY UPDATE SKIP LOCKED", CHAT)
