"""Poison, duplicates, a Telegram that refuses, stalls or forgets to answer: nobody is lost, nobody blocks the others."""

import asyncio
import json
from typing import Any

import pytest

from tests.fleet import Fleet
from tests.harness import Phone, until
from tests.whole.chain import Chain, Json, number_in, raw_message, said, words_of

BEYOND = 2**63  # more than a database's number can hold


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


async def _dead(chain: Chain) -> int:
    return int(await chain.value("SELECT count(*) FROM inbox WHERE failed_at IS NOT NULL AND done_at IS NULL"))


@pytest.mark.both_ways
async def test_a_malformed_message(chain: Chain) -> None:
    """A dead letter, an apology with a number, and what can be read of it in front of an agent; the talk goes on."""
    phone = await chain.client()
    dead = await _dead(chain)
    await chain.post_update({"message": raw_message(phone, 1, text="Стучит подвеска", date="вчера")})
    apology = await phone.hears(chain.t("apology", number="").rstrip(".").rsplit("№", 1)[0])
    number = number_in(apology["text"])
    [words] = words_of(await chain.request(number))
    assert words.startswith("Стучит подвеска")
    assert await _dead(chain) == dead + 1
    await phone.write("Справа спереди")
    await chain.becomes(number, lambda r: words_of(r)[-1] == "Справа спереди", "the next message joined")
    await chain.post_update(
        {"message": raw_message(phone, 2, text="И ещё", entities=[{"type": 7}])}
    )  # what is open takes the next one too
    await phone.hears(f"№ {number}")
    assert await chain.requests_of(phone) == [number]
    assert await _dead(chain) == dead + 2


@pytest.mark.parametrize(
    "spoilt",
    [
        {"text": 17},
        {"photo": "нет"},
        {"chat": {"id": 1}, "text": "без вида чата"},
        {"from": {"id": 1}, "text": "неполный отправитель"},
        {"message_id": "седьмое", "text": "номер словом"},
        {"reply_to_message": [], "text": "кривая цитата"},
        {"location": {"latitude": "север"}},
    ],
    ids=lambda spoilt: next(iter(spoilt)),
)
async def test_poison_reaches_a_person(chain: Chain, spoilt: Json) -> None:
    """Whatever is wrong with it."""
    phone = await chain.client()
    update = raw_message(phone, 3)
    for key, value in spoilt.items():
        update[key] = {**update[key], **value} if isinstance(value, dict) and key in update else value
    if "from" in spoilt:
        update["from"] = {"id": phone.person, "language_code": chain.language}
    if "chat" in spoilt:
        update["chat"] = {"id": phone.person}
    await chain.post_update({"message": update})
    number = await chain.number_told(phone)
    assert (await chain.request(number))["state"] == "queued"


@pytest.mark.both_ways
async def test_half_a_letter(chain: Chain) -> None:
    """JSON can hold half of a surrogate pair, a database cannot: the rest of the words gets through."""
    phone = await chain.client()
    update_id = 1 + int(await chain.value("SELECT max(update_id) FROM inbox"))
    update = {"update_id": update_id, "message": raw_message(phone, 7, text="половина пары \ud83d и слова")}
    await chain.post_update(json.dumps(update), raw=True)
    number = await chain.number_told(phone)
    [words] = words_of(await chain.request(number))
    assert "и слова" in words


@pytest.mark.both_ways
async def test_a_malformed_press_is_answered(chain: Chain) -> None:
    phone = await chain.client()
    hello = (await phone.chat())["messages"][-1]
    me = {"id": phone.person, "is_bot": False, "first_name": "Пётр"}
    bad = {
        "id": "31337",
        "from": me,
        "message": {**{k: hello[k] for k in ("message_id", "chat", "date")}, "text": 5},
        "data": "m:ask",
    }
    await chain.post_update({"callback_query": bad})
    await phone.hears(chain.t("apology-plain"))

    async def answered() -> bool:
        async with chain.session.get(f"{chain.sandbox}/sim/calls/{chain.bot}?method=answerCallbackQuery") as response:
            return any(call["params"].get("callback_query_id") == "31337" for call in (await response.json())["calls"])

    await until(answered, "the press is answered")
    assert await chain.requests_of(phone) == []


@pytest.mark.both_ways
@pytest.mark.parametrize("rubbish", ["это не JSON", '{"update_id":', "[1, 2]", "null", '"x"', "7", "[" * 5000])
async def test_what_is_no_update_at_all(chain: Chain, rubbish: str) -> None:
    """Kept for the operator, and everybody else's updates go on."""
    dead = await _dead(chain)
    await chain.post_update(rubbish)
    await chain.asked()
    if chain.mode == "polling" and not _is_json(rubbish):
        return  # an answer to getUpdates that is no JSON as a whole; the server is asked again

    async def kept() -> bool:
        return await _dead(chain) > dead

    await until(kept, "it is among the dead letters")


@pytest.mark.both_ways
@pytest.mark.parametrize("update_id", [-1, "x", None, 1.5])
async def test_update_ids_that_are_none(chain: Chain, update_id: Any) -> None:
    dead = await _dead(chain)
    phone = await chain.client()
    await chain.post_update({"update_id": update_id, "message": raw_message(phone, 4, text="Кто здесь?")}, raw=True)

    async def kept() -> bool:
        return await _dead(chain) > dead

    await until(kept, "it is among the dead letters")
    await phone.write("/help")
    await phone.hears(chain.t("help"))


@pytest.mark.both_ways
@pytest.mark.slow
async def test_a_failing_handler_holds_nobody_up(chain: Chain) -> None:
    """Three attempts within ten seconds, then the apology; other people are served meanwhile, this one afterwards, in order."""
    phone = await chain.client()
    await chain.post_update({"message": raw_message(phone, 5, text="Яд", message_id=BEYOND)})
    await phone.write("После яда")
    other, _ = await chain.asked("Меня это не касается")
    number = await chain.number_told(phone)
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 2, "both are there")
    assert words_of(asked)[0].startswith("Яд")
    assert words_of(asked)[1] == "После яда"
    assert len(await said(other)) == 2


@pytest.mark.both_ways
async def test_duplicates_count_once(chain: Chain) -> None:
    """The same update twice, at once or later: one request, one receipt."""
    phone = await chain.client()
    await chain.fault("duplicate_update")
    await phone.write("Стучит подвеска")
    number = await chain.number_told(phone)
    update_id = await chain.value("SELECT max(update_id) FROM inbox WHERE lane = $1", f"u{phone.person}")
    for _ in range(3):
        await chain.post_update({"update_id": update_id, "message": raw_message(phone, 6, text="Стучит подвеска")}, raw=True)
    await phone.write("/help")
    await phone.hears(chain.t("help"))
    assert await chain.requests_of(phone) == [number]
    assert words_of(await chain.request(number)) == ["Стучит подвеска"]
    assert len([line for line in await said(phone) if f"№ {number}" in line]) == 1


@pytest.mark.both_ways
async def test_swapped_updates_both_count(chain: Chain) -> None:
    phone, number = await chain.asked()
    await chain.fault("swap_updates")
    await phone.write("первое")
    await phone.write("второе")
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 3, "both are there")
    assert sorted(words_of(asked)[1:]) == ["второе", "первое"]


@pytest.mark.parametrize(
    "fault", [{"kind": "429", "retry_after": 1}, {"kind": "502"}, {"kind": "500"}], ids=lambda fault: fault["kind"]
)
async def test_refusals_delay_and_lose_nothing(chain: Chain, fault: Json) -> None:
    """A receipt and an agent's message are refused once; both arrive once, and the order stays."""
    phone, agent, number = await chain.taken()
    newcomer = await chain.client()
    for refused in (phone, newcomer):
        await chain.fault(**fault, method="sendMessage", chat_id=refused.person)
    await agent.says(number, "Первый ответ")
    await agent.says(number, "Второй ответ")
    await newcomer.write("Стучит подвеска")
    await newcomer.hears("№")
    await phone.hears("Второй ответ")
    assert [line for line in await said(phone) if line.startswith("Анна")] == ["Анна\nПервый ответ", "Анна\nВторой ответ"]
    assert len([line for line in await said(newcomer) if "№" in line]) == 1
    await chain.becomes(number, lambda r: [m["delivery"] for m in r["messages"][1:]] == ["sent", "sent"], "delivered")


async def _hurry(chain: Chain, phone: Phone) -> None:
    """As if the wait before the second attempt were over."""
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE outbox SET due_at = now() WHERE chat_id = $1 AND state = 'retry'", phone.person)
        await tx.execute("UPDATE lane SET ready_at = now() WHERE queue = 'out' AND key = $1", str(phone.person))


@pytest.mark.parametrize(("fault", "copies"), [("timeout_after_commit", 2), ("drop", 1)])
async def test_doubles_are_counted(chain: Chain, fault: str, copies: int) -> None:
    """Telegram never answered, and may have done the work: sent once more before all else, and marked as perhaps received twice."""
    phone, agent, number = await chain.taken()
    await chain.fault(fault, method="sendMessage", chat_id=phone.person, seconds=0.1)
    await agent.says(number, "Может прийти дважды")
    await agent.says(number, "Потом это")
    await chain.becomes(number, lambda r: r["messages"][1]["delivery"] == "retry", "nobody knows")
    await _hurry(chain, phone)
    await chain.becomes(number, lambda r: [m["delivery"] for m in r["messages"][1:]] == ["maybe_twice", "sent"], "it is marked")
    lines = [line for line in await said(phone) if line.startswith("Анна")]
    assert lines == ["Анна\nМожет прийти дважды"] * copies + ["Анна\nПотом это"]
    if isinstance(chain.product, Fleet):
        return  # each process has figures of its own
    async with chain.session.get(f"{chain.url}/metrics") as response:
        metrics = await response.text()
    [counted] = [line for line in metrics.splitlines() if line.startswith('priyomka_outbox_total{outcome="maybe_twice"}')]
    assert float(counted.split()[-1]) >= 1


async def test_a_slow_telegram_slows_only_that_chat(chain: Chain) -> None:
    """While one answer is on its way for a second, another person is served in the usual time."""
    slow, quick = await asyncio.gather(chain.client(), chain.client())
    await chain.fault("slow", method="sendMessage", chat_id=slow.person, seconds=1.5)
    await slow.write("Стучит подвеска")
    await quick.write("Стучит подвеска")
    await quick.hears("№", seconds=1.4)
    assert not any("№" in line for line in await said(slow))
    await slow.hears("№")


async def test_presses_survive_a_redraw_that_fails(chain: Chain) -> None:
    """The message to change is gone: the new text comes as a new message."""
    phone = await chain.newcomer()
    await phone.write("/language")
    choice = await phone.hears(chain.t("start-choose-language"))
    await chain.fault("502", method="editMessageText", chat_id=phone.person)
    await phone.press(choice, "English" if chain.language == "en" else "Русский")
    await phone.shows(choice["message_id"], chain.t("language-now"))


@pytest.mark.both_ways
async def test_the_way_in_is_disturbed(chain: Chain) -> None:
    """getUpdates or the webhook fails again and again: what was written meanwhile comes later, once."""
    if chain.mode == "polling":
        for kind in ("502", "429", "500", "drop"):
            await chain.fault(kind, method="getUpdates", **({"retry_after": 1} if kind == "429" else {}))
    else:
        await chain.fault("webhook_down", times=2)
    phone = await chain.client()
    await phone.write("Стучит подвеска")
    number = await chain.number_told(phone)
    assert words_of(await chain.request(number)) == ["Стучит подвеска"]
