"""The relay and direct answers: in order, every result recorded and shown."""

import pytest

from services.inbox import Update
from services.outbox.models import Mail
from services.outbox.outcomes import Blocked, Failed, Migrated, NotSent, Outcome, Sent
from services.outbox.results import Hooks
from services.storage.tx import Tx, Work
from tests.inout.conftest import MakeStation
from tests.inout.letters import a_message, deliveries, delivery, say
from tests.inout.station import Station, until, update


async def test_order_in_a_chat(stations: MakeStation) -> None:
    """Two relays, several chats, many messages: each chat gets its own in the order they were written."""
    one, two = await stations(), await stations()
    for number in range(40):
        await one.send(say(number % 4, str(number)), say(9, str(number)))
    await one.idle()
    told = sorted(one.telegram.calls + two.telegram.calls, key=lambda call: call[0])
    for chat in (0, 1, 2, 3, 9):
        texts = [int(mail.params["text"]) for _, mail in told if mail.chat_id == chat]
        assert texts == [n for n in range(40) if chat in {9, n % 4}]


async def test_delivery_of_a_message_with_parts(station: Station) -> None:
    """Sent when all parts are; replies and reactions find it by any of Telegram's ids."""
    message = await a_message(station)
    album = [{"message_id": 71}, {"message_id": 72}]
    station.telegram.answers[5] = [Sent(album), Sent({"message_id": 73})]
    sent: list[int] = []

    async def on_sent(_tx: Tx, message_id: int) -> None:
        sent.append(message_id)

    station.outbox.results._hooks = Hooks(on_sent=on_sent)  # noqa: SLF001
    await station.send(say(5, "1", message), say(5, "2", message))
    await station.idle()
    assert await delivery(station, message) == "sent"
    assert await deliveries(station) == ["sent"]
    assert sent == [message]
    rows = await station.rows("SELECT chat_id, telegram_id FROM message_telegram WHERE message_id = $1 ORDER BY 2", message)
    assert [tuple(row) for row in rows] == [(5, 71), (5, 72), (5, 73)]


@pytest.mark.parametrize(
    ("outcome", "seen"),
    [(Blocked("Forbidden: bot was blocked by the user"), "blocked"), (Failed("Bad Request: message is too long"), "failed")],
)
async def test_refusal_for_good(station: Station, outcome: Outcome, seen: str) -> None:
    """It is shown, and the next message of the chat is sent all the same."""
    message = await a_message(station)
    station.telegram.answers[5] = [outcome]
    await station.send(say(5, "1", message), say(5, "2"))
    await station.idle()
    assert await station.outbox_states() == [seen, "sent"]
    assert await delivery(station, message) == seen
    assert await deliveries(station) == [seen]


async def test_blocked_chat_is_told_to_the_business(stations: MakeStation) -> None:
    """In the transaction of the result; when that hook is broken, the result is kept all the same."""

    async def on_blocked(tx: Tx, chat_id: int) -> None:
        tx.event("test.blocked", f"chat:{chat_id}")
        if chat_id == 6:
            raise RuntimeError("a bug")

    station = await stations(hooks=Hooks(on_blocked=on_blocked))
    station.telegram.answers |= {5: [Blocked("x")], 6: [Blocked("x")]}
    await station.send(say(5, "1"), say(6, "1"), say(7, "1"))
    await station.idle()
    assert await station.outbox_states() == ["blocked", "blocked", "sent"]
    assert [row["subject"] for row in await station.rows("SELECT subject FROM event WHERE type = 'test.blocked'")] == ["chat:5"]


async def test_migrated_group(stations: MakeStation) -> None:
    """Everything that waits for the group goes to its new id."""
    moved: list[tuple[int, int]] = []

    async def on_migrated(_tx: Tx, old: int, new: int) -> None:
        moved.append((old, new))

    station = await stations(hooks=Hooks(on_migrated=on_migrated))
    station.telegram.answers[-5] = [Migrated(-1005)]
    await station.send(say(-5, "1"), say(-5, "2"))
    await station.idle()
    assert station.telegram.texts(-1005) == ["1", "2"]
    assert moved == [(-5, -1005)]


async def test_answers_keep_their_order(station: Station) -> None:
    """Also when the first of them does not get through at once."""

    async def handle(tx: Tx, one: Update, work: Work) -> None:
        for part in "ab":
            tx.send(Mail(5, "sendMessage", {"text": f"{one.update_id}{part}"}, "direct"))
        tx.send(Mail(5, "sendChatAction", {"text": "typing"}, "direct", ephemeral=True))

    station.handle = handle
    station.telegram.answers[5] = [NotSent("x")]
    await station.store(update(1, 5, "x"), update(2, 5, "x"))
    await until(lambda: station.rows("SELECT FROM outbox WHERE worker IS NULL HAVING count(*) = 4"), "all queued")
    await station.later()
    await station.idle()
    assert [text for text in station.telegram.texts() if text != "typing"] == ["1a", "1a", "1b", "2a", "2b"]


async def test_passing_answer_is_tried_once(station: Station) -> None:
    """ "typing…" is worth nothing a second later."""

    async def handle(tx: Tx, _one: Update, _work: Work) -> None:
        tx.send(Mail(5, "sendChatAction", {"text": "typing"}, "direct", ephemeral=True))

    station.handle = handle
    station.telegram.answers[5] = [NotSent("x")]
    await station.store(update(1, 5))
    await station.idle()
    assert station.telegram.texts() == ["typing"]
    assert await station.outbox_states() == []


async def test_answer_does_not_wait_for_pushes(station: Station) -> None:
    """Mailings wait for their turn behind everything somebody waits for."""
    await station.send(*(say(100 + n, "mailing", kind="bulk") for n in range(300)))
    await station.send(say(7, "push"))
    await station.store(update(1, 5, "answer"))
    await until(lambda: station.telegram.texts(5), "the answer")
    await station.idle()
    texts = station.telegram.texts()
    assert texts.index("answer") < 200
    assert texts.index("push") < 200
