"""Closing, rating, thanks, coming back; blocking and letting in again."""

import pytest

from services.requests.models import OUTCOMES, RATED_OUTCOMES
from tests.harness import until
from tests.whole.chain import Chain, buttons, datas, said, words_of

MARKS = ["1", "2", "3", "4", "5"]


@pytest.mark.both_ways
@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_standard_words_of_each_outcome(chain: Chain, outcome: str) -> None:
    """In the client's language, with marks where a mark makes sense, never with the summary; spam is not written to at all."""
    phone, agent, number = await chain.taken()
    before = len(await said(phone))
    await agent.closes(number, outcome, summary="Тайное резюме")
    closed = await chain.request(number)
    assert (closed["state"], closed["outcome"], closed["summary"]) == ("closed", outcome, "Тайное резюме")
    if outcome == "spam":
        await phone.write("/help")
        await phone.hears("/ask")
        assert len(await said(phone)) == before + 1
        return
    ask = "yes" if outcome in RATED_OUTCOMES else "no"
    farewell = await phone.hears(chain.t(f"closed-{outcome.replace('_', '-')}", number=str(number), ask=ask))
    assert buttons(farewell) == (MARKS if ask == "yes" else [])
    assert not any("Тайное" in line for line in await said(phone))


async def test_own_words_at_the_end(chain: Chain) -> None:
    """They replace the standard text; the marks come in a message of their own."""
    phone, agent, number = await chain.taken()
    await agent.closes(number, "answered", message="Ждём вас в субботу!")
    assert (await phone.hears("Ждём вас"))["text"] == "Анна\nЖдём вас в субботу!"
    assert buttons(await phone.hears(chain.t("closed-rate", number=str(number)))) == MARKS
    assert not any(chain.t("closed-answered", number=str(number), ask="yes") in line for line in await said(phone))


async def test_a_good_mark(chain: Chain) -> None:
    """Recorded once; the row of marks goes; another press changes nothing and is answered."""
    phone, agent, number = await chain.taken()
    await agent.closes(number)
    farewell = await phone.hears(f"№ {number}", "5")
    await phone.press(farewell, "5")
    thanks = await phone.shows(farewell["message_id"], chain.t("rated-thanks", number=str(number), mark="5"))
    assert not buttons(thanks)
    assert (await chain.request(number))["rating"] == 5
    again = await phone.press_data(farewell["message_id"], f"r:{number}:0:1")
    assert again["text"] == chain.t("rated-stale")
    assert ((await chain.request(number))["rating"], (await chain.request(number))["state"]) == (5, "closed")


@pytest.mark.parametrize("mark", ["1", "2"])
async def test_a_low_mark_opens_the_same_number_again(chain: Chain, mark: str) -> None:
    """It comes back to who led it; closed anew, it may be rated anew, and the old row of marks is dead."""
    phone, agent, number = await chain.taken()
    await agent.closes(number)
    farewell = await phone.hears(f"№ {number}", "5")
    await phone.press(farewell, mark)
    head, tail = chain.t("rated-reopened", number=str(number), due="|").split("|")
    told = await phone.hears(head, tail)  # heard: the number may hold a 5, too
    assert ":" in told["text"].removeprefix(head).removesuffix(tail), "by when they hear is told"
    assert told["message_id"] == farewell["message_id"]
    reopened = await chain.request(number)
    assert (reopened["state"], reopened["rating"], reopened["outcome"]) == ("queued", int(mark), None)
    stale = await phone.press_data(farewell["message_id"], datas(farewell)[4])
    assert stale["text"] == chain.t("rated-stale")
    await phone.write("Всё равно стучит")
    await phone.hears(chain.t("rated-reason", number=str(number)))
    assert (await agent.next())["number"] == number
    await chain.becomes(number, lambda r: words_of(r) == ["Стучит подвеска", "Всё равно стучит"], "the words joined")
    await agent.closes(number)
    second = await phone.hears(f"№ {number}", "5")
    assert datas(second)[4] != datas(farewell)[4]
    await phone.press(second, "4")
    await chain.becomes(number, lambda r: r["rating"] == 4, "the second mark counts")


async def test_forged_marks(chain: Chain) -> None:
    """Another person's closing, a number that is none, a mark out of range: answered, and nothing happens."""
    owner, agent, number = await chain.taken()
    await agent.closes(number)
    farewell = await owner.hears(f"№ {number}", "5")
    stranger = await chain.client()
    hello = (await stranger.chat())["messages"][-1]["message_id"]
    for data, note in (
        (datas(farewell)[0], "rated-stale"), ("r:999999999:0:1", "rated-stale"), (f"r:{number}:0:6", "menu-outdated"),
        (f"r:{number}:0:0", "menu-outdated"), ("r:1:1", "menu-outdated"), (f"r:{'9' * 40}:0:5", "menu-outdated"),
    ):  # fmt: skip
        assert (await stranger.press_data(hello, data))["text"] == chain.t(note)
    assert ((await chain.request(number))["rating"], (await chain.request(number))["state"]) == (None, "closed")


async def test_thanks_after_the_end_reopen_nothing(chain: Chain) -> None:
    phone, agent, number = await chain.taken()
    await agent.closes(number)
    await phone.hears(f"№ {number}", "5")
    for words in ("Спасибо!", "👍", "Спасибо большое за помощь"):
        await phone.write(words)
        await phone.hears(chain.t("thanks-reply"))
    assert (await chain.request(number))["state"] == "closed"
    assert await chain.requests_of(phone) == [number]


@pytest.mark.both_ways
async def test_a_word_after_the_end_reopens(chain: Chain) -> None:
    """Within three days the same number, for who led it; a quote of an old message does it too; `/ask` is a new matter."""
    phone, agent, number = await chain.taken()
    await agent.closes(number, "answered", message="Готово")
    goodbye = await phone.hears("Готово")
    await phone.write("А всё равно стучит")
    await phone.hears(f"№ {number}", "Снова открыли" if chain.language == "ru" else "open again")
    reopened = await chain.request(number)
    assert (reopened["state"], reopened["outcome"]) == ("queued", None)
    assert (await agent.next())["number"] == number
    await agent.closes(number)
    await phone.hears(f"№ {number}", "5")
    await phone.write("/ask Другой вопрос")
    await phone.hears(f"№ {number + 1}")
    await phone.write("И снова про подвеску", reply_to=goodbye["message_id"])
    await chain.becomes(number, lambda r: r["state"] == "queued", "the quote has opened it")


async def test_long_after_the_end_it_is_a_new_matter(chain: Chain) -> None:
    phone, agent, number = await chain.taken()
    await agent.closes(number)
    await phone.hears(f"№ {number}", "5")
    await chain.later(hours=73)
    await phone.write("Снова стучит")
    assert await chain.number_told(phone) == number + 1
    assert (await chain.request(number))["state"] == "closed"


async def test_no_mark_is_asked_while_something_else_is_open(chain: Chain) -> None:
    """P6: no surveys to a client whose problem is open."""
    phone, agent, number = await chain.taken()
    await phone.write("/ask Второй вопрос")
    await chain.number_told(phone)
    await agent.closes(number)
    farewell = await phone.hears(chain.t("closed-solved", number=str(number), ask="no"))
    assert not buttons(farewell)


async def test_blocked_and_let_in_again(chain: Chain) -> None:
    """The agent sees at once that nothing reaches the client; after the client is back, everything works again."""
    phone, agent, number = await chain.taken()
    await phone.do("block")
    await until(lambda: chain.value("SELECT blocked_at FROM chat WHERE chat_id = $1", phone.person), "the block is known")
    assert (await agent.says(number, "Вы здесь?"))["delivery"] == "blocked"
    assert (await chain.request(number))["messages"][-1]["delivery"] == "blocked"
    assert not any("Вы здесь" in line for line in await said(phone))
    await phone.do("unblock")
    await phone.write("Я вернулся")
    await chain.becomes(number, lambda r: words_of(r)[-1] == "Я вернулся", "the words are there")
    assert (await agent.says(number, "Рады видеть"))["delivery"] == "queued"
    await phone.hears("Рады видеть")


async def test_found_out_only_when_sending(chain: Chain) -> None:
    """Nobody told us (the update was lost): the refusal itself tells."""
    phone, agent, number = await chain.taken()
    await chain.fault("403_blocked", chat_id=phone.person, method="sendMessage")
    await agent.says(number, "Вы здесь?")
    await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "blocked", "the refusal is shown")
    assert (await agent.says(number, "Ещё раз"))["delivery"] == "blocked"
    await phone.write("Я тут")  # whoever writes has not blocked us
    await chain.becomes(number, lambda r: words_of(r)[-1] == "Я тут", "the words are there")
    assert (await agent.says(number, "Отлично"))["delivery"] == "queued"
    await phone.hears("Отлично")
