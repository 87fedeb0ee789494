"""Two processes of each role on one database are one product, whichever of them dies in the middle of a talk.

`make fleet` holds every other conversation of this directory with them too.
"""

from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest

from tests.fleet import Fleet
from tests.harness import until
from tests.whole import test_one_slot
from tests.whole.chain import Agent, Chain, Json, png, said, words_of
from tests.whole.products import Ground, chain_of

pytestmark = pytest.mark.both_ways

_MARKED = "SELECT count(*) FROM outbox WHERE chat_id = $1 AND unknown > 0"


@pytest.fixture(scope="module")
async def polling(ground: Ground) -> AsyncIterator[Chain]:
    """Instead of the single one; six processes are not kept longer than they are needed."""
    async with chain_of(ground, "polling", "fleet", 5, Fleet) as made:
        yield made


@pytest.fixture(scope="module")
async def webhook(ground: Ground) -> AsyncIterator[Chain]:
    """Instead of the single one."""
    async with chain_of(ground, "webhook", "fleet", 6, Fleet) as made:
        yield made


def _pictures(request: Json) -> list[Json]:
    return [attachment for message in request["messages"] for attachment in message["attachments"]]


async def test_a_conversation(chain: Chain) -> None:
    """From the first word to the mark, with a file that one process stores and another hands out."""
    phone, agent, number = await chain.taken()
    await phone.send_files("photo", ("скол.png", png(), "image/png"), caption="Вот здесь")
    seen = await chain.becomes(
        number, lambda r: all(a["state"] == "ready" for a in _pictures(r)) and _pictures(r), "it is here"
    )
    for _ in range(2):  # one process each
        assert (await agent.downloads(_pictures(seen)[0]["id"]))[0] == png()
    await agent.says(number, "Приезжайте, посмотрим")
    await phone.hears("Приезжайте, посмотрим")
    await agent.closes(number)
    farewell = await phone.hears(f"№ {number}", "5")
    await phone.press(farewell, "5")
    await phone.shows(farewell["message_id"], chain.t("rated-thanks", number=str(number), mark="5"))
    assert (await chain.request(number))["rating"] == 5


async def test_a_race_for_one_time(chain: Chain) -> None:
    """The same as with one process."""
    await test_one_slot.test_as_many_win_as_there_are_crews(chain)


async def _says(agent: Agent, number: int, word: str) -> None:
    """Like a careful caller: a call that the dying process has cut off is made again under its key, for one answer to the client."""

    async def answered() -> bool:
        body = {"text": f"Ответ {word}"}
        with suppress(aiohttp.ClientConnectionError):
            status, answer = await agent.call("POST", f"/requests/{number}/messages", body, key=f"answer-{number}-{word}")
            assert status == 201, (status, answer)
            return True
        return False

    await until(answered, f"answer {word} is taken")


@pytest.mark.parametrize("role", ["bot", "worker", "web"])
async def test_either_may_die(chain: Chain, role: str) -> None:
    """kill -9 of one and, when it is back, of the other: each word is there once and in order, and so is each answer.

    A second copy only of what was just being sent, and marked (goals I5).
    """
    fleet = chain.product
    assert isinstance(fleet, Fleet)
    phone, agent, number = await chain.taken("Слово 0")
    for part, name in enumerate((f"{role}1", f"{role}2")):
        for word in range(3):
            await phone.write(f"Слово {part}-{word}")
            if word == 1:
                await fleet.kill(name)
            await _says(agent, number, f"{part}-{word}")
        for word in range(3):
            await phone.hears(f"Ответ {part}-{word}")
        await fleet.run(name)
    wanted = ["Слово 0", *(f"Слово {part}-{word}" for part in range(2) for word in range(3))]
    seen = await chain.becomes(number, lambda r: len(words_of(r)) == len(wanted), "every word is there")
    assert words_of(seen) == wanted
    heard = [text.rpartition("Ответ ")[2] for text in await said(phone) if "Ответ" in text]
    assert list(dict.fromkeys(heard)) == [f"{part}-{word}" for part in range(2) for word in range(3)]
    assert len(heard) - 6 <= await chain.value(_MARKED, phone.person)
