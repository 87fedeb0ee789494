"""A press is answered within a second, whatever the work behind it waits for (telegram.md §8.1, §8.9)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.harness import Phone, until
from tests.whole.chain import Chain, said


@asynccontextmanager
async def locked(chain: Chain, phone: Phone) -> AsyncIterator[None]:
    """Somebody holds what each change for this person needs first."""
    async with chain.desk.db.tx() as tx:
        await tx.execute("SELECT chat_id FROM chat WHERE chat_id = $1 FOR UPDATE", phone.person)
        yield


@pytest.mark.both_ways
async def test_the_spinner_stops_although_the_work_waits(chain: Chain) -> None:
    """An empty answer goes ahead, "typing…" shows that it goes on, and the screen follows when it can."""
    phone = await chain.newcomer()
    await phone.write("/garage")
    shown = await phone.hears(chain.t("garage-empty"))
    async with locked(chain, phone):
        answered = await phone.press(shown, chain.t("garage-add"))
        assert answered["seconds"] < 1.0
        assert not answered["text"]

        async def typing() -> bool:
            calls = await chain.calls("sendChatAction", phone.person)
            return [call["params"]["action"] for call in calls] == ["typing"]

        await until(typing, "it shows that it is at work")
        assert chain.t("garage-add-prompt") not in await said(phone)
    await phone.shows(shown["message_id"], chain.t("garage-add-prompt"))
    ids = [call["params"]["callback_query_id"] for call in await _answers(chain)]
    assert len(set(ids)) == len(ids)  # and not once more when the work was done


@pytest.mark.both_ways
async def test_what_only_the_answer_would_tell_becomes_a_message(chain: Chain) -> None:
    phone, agent, number = await chain.taken()
    await agent.closes(number)
    question = await phone.hears(f"№ {number}", chain.t("closed-solved", number=str(number), ask="yes").split("№")[0])
    await phone.press(question, "5")
    await phone.shows(question["message_id"], chain.t("rated-thanks", number=str(number), mark="5"))
    async with locked(chain, phone):
        answered = await phone.press_data(question["message_id"], f"r:{number}:0:4")
        assert answered["seconds"] < 1.0
    await phone.hears(chain.t("rated-stale"))


@pytest.mark.both_ways
async def test_what_is_done_in_time_is_answered_with_its_news(chain: Chain) -> None:
    phone = await chain.newcomer()
    await phone.write("/reminders")
    shown = await phone.hears(chain.t("reminder-switches"))
    answered = await phone.press(shown, chain.t("reminder-switch-visits"))
    assert answered["text"] == chain.t("reminder-switched-off", what=chain.t("reminder-switch-visits"))


@pytest.mark.parametrize("odd", [{"message": None}, {"message": 7}, {"from": None}, {"id": 7}, {"id": None}])
async def test_presses_of_any_shape_break_nothing(chain: Chain, odd: dict[str, object]) -> None:
    phone = await chain.client()
    await chain.post_update(
        {"callback_query": {"id": "1", "chat_instance": "1", "data": "m:menu", "from": {"id": phone.person}, **odd}}
    )
    await phone.write("/help")
    await phone.hears(chain.t("help"))


async def _answers(chain: Chain) -> list[dict[str, dict[str, str]]]:
    async with chain.session.get(f"{chain.sandbox}/sim/calls/{chain.bot}?method=answerCallbackQuery") as response:
        calls: list[dict[str, dict[str, str]]] = (await response.json())["calls"]
    return calls
