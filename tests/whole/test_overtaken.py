"""A reminder is on its way to Telegram while its visit changes, and nobody hears whether it got through: it is not sent once more."""

import pytest

from tests.harness import until
from tests.whole.chain import Chain
from tests.whole.dialogue import owner, station
from tests.whole.reminding import DAY, Reception

HUNG = 3.0  # seconds until the call is cut off: the visit changes meanwhile
_MAIL = "SELECT array_agg(state || ' ' || unknown ORDER BY id) FROM outbox WHERE about = $1"
_HURRY = "UPDATE outbox SET due_at = now() WHERE about = $1 AND state = 'retry' AND worker IS NULL"
_HURRY_LANE = "UPDATE lane SET ready_at = now() WHERE queue = 'out' AND key = $1 AND worker IS NULL"


@pytest.fixture
async def reception(chain: Chain) -> Reception:
    """At noon, with a visit in three days."""
    code = await station(chain, hours=DAY, crews=2)
    made = Reception(chain, code, await owner(chain, code, "А123ВС77"), await chain.system())
    await made.morning()
    await made.book()
    await made.settled()
    return made


async def _hang(reception: Reception) -> None:
    """The next message to the client comes, but the answer to the call does not; now it is under way."""
    chain, sandbox = reception.chain, reception.chain.sandbox
    await chain.fault("timeout_after_commit", method="sendMessage", chat_id=reception.phone.person, seconds=HUNG)
    await reception.let_it_be_before(hours=24)

    async def under_way() -> bool:
        async with chain.session.get(f"{sandbox}/sim/faults") as response:
            orders = (await response.json())["faults"]
        return not any(order["times"] for order in orders if order["bot"] == chain.bot)

    await until(under_way, "the reminder is being sent")


async def _goes_on(reception: Reception, about: str) -> str:
    """Until it was cut off, and somebody has looked at it once more."""
    db, person = reception.chain.desk.db, str(reception.phone.person)

    async def done() -> str:
        async with db.tx() as tx:
            await tx.execute(_HURRY, about)
            await tx.execute(_HURRY_LANE, person)
            states = await tx.value(_MAIL, about) or []
        return "" if any(state.startswith(("queued", "retry")) for state in states) else ",".join(states)

    return await until(done, "the reminder is settled", HUNG + 15)


async def test_a_visit_that_was_moved(reception: Reception) -> None:
    await _hang(reception)
    await reception.move(4, "15:00")
    assert await _goes_on(reception, f"{reception.subject}:1") == "sent 0,dropped 1"
    await reception.settled()
    assert await reception.told() == ["booked", "day-before", "moved"]


async def test_a_visit_that_was_cancelled(reception: Reception) -> None:
    """Its cancellation, which is told of the same version, is not taken for a reminder."""
    await _hang(reception)
    await reception.cancel()
    await _goes_on(reception, f"{reception.subject}:1")
    await reception.settled()
    assert await reception.told() == ["booked", "day-before", "cancelled"]


async def test_a_visit_that_stands(reception: Reception) -> None:
    """It is tried again."""
    await _hang(reception)
    assert await _goes_on(reception, f"{reception.subject}:1") == "sent 0,sent 1"
    assert await reception.told() == ["booked", "day-before", "day-before"]
