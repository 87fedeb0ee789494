"""Presses answered in time: an empty answer goes ahead of slow work, once, and never instead of the real one."""

import asyncio
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.client import Client
from bot.telegram.presses import Presses
from bot.telegram.sender import Sender
from services.outbox.models import Mail
from services.outbox.outcomes import NotSent, Outcome, Sent
from tests.harness import until

SOON = 0.02  # seconds of patience in these tests


class Wire:
    """A Bot API that notes what it is asked, and takes its time."""

    def __init__(self, outcome: Outcome | None = None, seconds: float = 0.0) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._outcome = outcome or Sent()
        self._seconds = seconds

    async def call(self, method: str, params: dict[str, Any], *, seconds: float | None = None) -> Outcome:
        """As the client does."""
        del seconds
        self.calls.append((method, params))
        await asyncio.sleep(self._seconds)
        return self._outcome

    def of(self, method: str) -> list[dict[str, Any]]:
        """The calls of a method."""
        return [params for name, params in self.calls if name == method]


def press(query: Any = "7", **more: Any) -> dict[str, Any]:
    """An update with a press."""
    return {"update_id": 1, "callback_query": {"id": query, "from": {"id": 5}, "message": {"chat": {"id": 5}}, **more}}


def answer(text: str = "", *, alone: bool = False) -> Mail:
    """What the work brings in the end."""
    params = {"callback_query_id": "7", **({"text": text} if text else {}), **({"_late": True} if alone else {})}
    return Mail(5, "answerCallbackQuery", params, kind="direct", ephemeral=True)


def _sender(wire: Wire, presses: Presses) -> Sender:
    return Sender(cast("Client", wire), presses)


async def _asked(wire: Wire, method: str) -> bool:
    return bool(wire.of(method))


async def test_quick_work_is_answered_by_itself() -> None:
    wire = Wire()
    presses = Presses(wire.call, patience=60)
    presses.arrived(press())
    await _sender(wire, presses)(answer("Готово"))
    assert wire.calls == [("answerCallbackQuery", {"callback_query_id": "7", "text": "Готово"})]
    presses.close()


@pytest.mark.parametrize(("alone", "said"), [(False, []), (True, ["Готово"])])
async def test_slow_work_finds_its_press_answered(*, alone: bool, said: list[str]) -> None:
    wire = Wire()
    presses = Presses(wire.call, patience=SOON)
    presses.arrived(press())
    presses.arrived(press())  # again, when its handling begins
    await until(lambda: _asked(wire, "sendChatAction"), "the press is answered, and work is shown")
    await _sender(wire, presses)(answer("Готово", alone=alone))
    assert wire.of("answerCallbackQuery") == [{"callback_query_id": "7"}]
    assert [params["text"] for params in wire.of("sendMessage")] == said
    presses.close()


async def test_delivered_again_after_its_answer() -> None:
    """Telegram repeats what it saw no answer to: there is nothing left to wait for, so nothing is shown."""
    wire = Wire()
    presses = Presses(wire.call, patience=0.0)
    presses.arrived(press())
    await _sender(wire, presses)(answer("Готово"))
    presses.arrived(press())
    await asyncio.sleep(SOON)
    assert [name for name, _ in wire.calls] == ["answerCallbackQuery"]
    presses.close()


async def test_work_that_ends_while_the_early_answer_is_on_its_way() -> None:
    """Neither is cut off by the other."""
    wire = Wire(seconds=0.1)
    presses = Presses(wire.call, patience=SOON)
    presses.arrived(press())
    await until(lambda: _asked(wire, "answerCallbackQuery"), "it is on its way")
    await _sender(wire, presses)(answer())
    assert len(wire.of("answerCallbackQuery")) == 1
    presses.close()


async def test_an_early_answer_that_did_not_arrive_replaces_nothing() -> None:
    wire = Wire(NotSent("gone"), seconds=0.05)
    presses = Presses(wire.call, patience=SOON)
    presses.arrived(press())
    await until(lambda: _asked(wire, "answerCallbackQuery"), "it is on its way")
    await _sender(wire, presses)(answer("Готово"))
    assert wire.of("answerCallbackQuery") == [{"callback_query_id": "7"}, {"callback_query_id": "7", "text": "Готово"}]
    presses.close()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "from", "message", "chat"]), inner, max_size=4)
    ),
)


@given(_JSON)
@settings(deadline=None)
def test_updates_of_any_shape_are_survived(odd: Any) -> None:
    """What comes in is not to be trusted."""

    async def take() -> None:
        presses = Presses(Wire().call, patience=60)
        presses.arrived(odd)
        presses.arrived({"callback_query": odd})
        presses.arrived_raw('{"callback_query": ')
        presses.close()

    asyncio.run(take())
