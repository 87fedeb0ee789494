"""The emulator stops answering for a long time: everything arrives afterwards (goals I5, I7)."""

import pytest

from bot.telegram.sender import Sender
from services.outbox import line
from services.outbox.models import Mail
from services.outbox.outcomes import Outcome
from tests.inout.conftest import MakeStation
from tests.inout.letters import a_message, delivery, say
from tests.inout.station import until
from tests.sandbox.desk import Hand

CUT_OFF = {"kind": "drop"}  # before the call is made
ANSWER_LOST = {"kind": "timeout_after_commit", "seconds": 0.01}
TRIES = 20


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked often whether anybody answers."""
    monkeypatch.setattr(line, "SILENT_SECONDS", 0.01)


@pytest.mark.parametrize(("fault", "copies"), [(CUT_OFF, 1), (ANSWER_LOST, 2)])
async def test_nothing_is_given_up(
    stations: MakeStation, send: Sender, person: Hand, fault: dict[str, object], copies: int
) -> None:
    """However often it is tried meanwhile, nobody gets anything more than twice, and everybody everything, in order."""
    calls: list[str] = []

    async def counted(mail: Mail) -> Outcome:
        calls.append(mail.method)
        return await send(mail)

    station, desk = await stations(telegram=counted), person.desk
    message, other = await a_message(station), await desk.person()
    order = await desk.sim("POST", "/faults", {**fault, "times": None})
    await station.send(say(person.id, "первое", message), say(person.id, "второе"), say(other.id, "третье"))

    async def tried() -> bool:
        await station.later()
        return calls.count("sendChatAction") >= TRIES

    await until(tried, "tried often")
    assert await station.outbox_states() == ["retry", "queued", "retry"]
    assert calls.count("sendMessage") == 2
    await desk.sim("DELETE", f"/faults/{order['id']}")

    async def at_rest() -> bool:
        await station.later()
        return await station.is_idle()

    await until(at_rest, "everything done")
    assert await _heard(person) == ["первое"] * copies + ["второе"]
    assert await _heard(other) == ["третье"] * copies
    assert await delivery(station, message) == "maybe_twice"


async def _heard(person: Hand) -> list[str]:
    return [message["text"] for message in (await person.chat())["messages"] if message["out"]]
