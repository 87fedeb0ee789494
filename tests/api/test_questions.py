"""Questions among colleagues over the API (P5): asked by the owner, answered once by who was asked, told as events."""

import asyncio
from typing import Any

import pytest

from services.clients.people import recognise
from services.privacy.erasing import erase
from tests.api.shop import Caller, Shop


async def _asked(agent: Caller, number: int, to: Caller, **more: Any) -> dict[str, Any]:
    body = {"text": "Есть ли диски?", "agent": to.login, **more}
    return (await agent.post(f"/requests/{number}/questions", body)).ok(201)


async def test_a_question_from_asking_to_its_answer(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague = await shop.agent()
    number = await shop.taken(agent, source)
    file = (await agent.upload(b"GIF89a")).ok(201)
    asked = await _asked(agent, number, colleague, attachments=[file["id"]])
    assert (asked["state"], asked["answer"], asked["request"]) == ("open", None, number)
    [mine] = (await colleague.get("/questions")).ok()["items"]
    assert mine["id"] == asked["id"]
    assert [one["id"] for one in mine["attachments"]] == [file["id"]]
    assert (await colleague.get(f"/files/{file['id']}")).status == 200
    (await colleague.get(f"/requests/{number}")).refused(404, "not-found")
    answered = (await colleague.post(f"/questions/{asked['id']}/answer", {"text": "Две штуки"})).ok()
    assert (answered["state"], answered["answer"]) == ("answered", "Две штуки")
    seen = (await agent.get(f"/requests/{number}")).ok()
    assert [one["answer"] for one in seen["questions"]] == ["Две штуки"]
    assert [m["text"] for m in seen["messages"] if m["direction"] == "note"] == ["Есть ли диски?", "Две штуки"]
    assert (await source.get(f"/requests/{number}")).ok()["questions"] == []
    told = [event["type"] for event in (await agent.get("/events?limit=200")).ok()["items"]]
    assert [one for one in told if one.startswith("question.")] == ["question.asked", "question.answered"]
    assert (await colleague.get("/questions")).ok()["items"] == []


async def test_of_two_answers_at_once_one_wins_and_the_other_is_told(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague, head = await shop.agent(), await shop.agent(role="head")
    number = await shop.taken(agent, source)
    asked = await _asked(agent, number, colleague)
    replies = await asyncio.gather(*(one.post(f"/questions/{asked['id']}/answer", {"text": "Да"}) for one in (colleague, head)))
    assert sorted(reply.status for reply in replies) == [200, 409]
    assert next(reply for reply in replies if reply.status == 409).code == "closed"


async def test_the_same_key_asks_and_answers_once(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague = await shop.agent()
    number = await shop.taken(agent, source)
    body = {"text": "Есть?", "agent": colleague.login}
    twice = [await agent.post(f"/requests/{number}/questions", body, key="one") for _ in range(2)]
    assert twice[0].json == twice[1].json
    path = f"/questions/{twice[0].json['id']}/answer"
    said = [await colleague.post(path, {"text": "Да"}, key="two") for _ in range(2)]
    assert said[0].json == said[1].json
    assert len((await agent.get(f"/requests/{number}")).ok()["questions"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        {}, {"text": "?"}, {"text": " ", "skill": "price"}, {"text": "я" * 3001, "skill": "price"}, {"text": "?", "skill": "love"},
        {"text": "?", "skill": "price", "agent": "nobody"}, {"text": "?", "agent": "nobody"}, {"text": "?", "agent": "НЕТ"},
        {"text": "?", "skill": "price", "unit": "nowhere"}, {"text": "?", "skill": "price", "attachments": ["none"]},
        {"text": "?", "skill": "price", "more": 1},
    ],
)  # fmt: skip
async def test_questions_that_make_no_sense(shop: Shop, source: Caller, agent: Caller, body: dict[str, Any]) -> None:
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/questions", body)).refused(422, "invalid")


async def test_others_neither_ask_nor_answer_nor_take_back(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague, stranger, control = await shop.agent(), await shop.agent(), await shop.agent(role="qa")
    number = await shop.taken(agent, source)
    asked = await _asked(agent, number, colleague)
    path = f"/questions/{asked['id']}"
    for other in (stranger, control):
        (await other.post(f"{path}/answer", {"text": "Да"})).refused(404, "not-found")
        (await other.post(f"{path}/withdraw")).refused(404, "not-found")
    (await agent.post(f"{path}/answer", {"text": "Да"})).refused(403, "forbidden")
    (await colleague.post(f"{path}/remind")).refused(403, "forbidden")
    (await colleague.post(f"/requests/{number}/questions", {"text": "?", "agent": agent.login})).refused(404, "not-found")
    (await colleague.post("/questions/999999999/answer", {"text": "Да"})).refused(404, "not-found")
    (await colleague.post(f"{path}/answer", {})).refused(422, "invalid")
    (await agent.post(f"{path}/remind")).refused(422, "invalid")
    assert (await agent.post(f"{path}/withdraw")).ok()["state"] == "withdrawn"
    (await colleague.post(f"{path}/answer", {"text": "Да"})).refused(409, "closed")


async def test_a_way_back_is_asked_about_where_the_caller_wants_it(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague = await shop.agent()
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/transfer", {"agent": colleague.login, "reason": "вам"})).ok()
    assert (await colleague.post("/requests/next")).ok()["number"] == number
    back = {"agent": agent.login, "reason": "нет, вам", "confirmed": False}
    refused = (await colleague.post(f"/requests/{number}/transfer", back)).refused(422, "invalid")
    assert refused["errors"] == [{"field": "confirmed", "reason": "goes back"}]
    (await colleague.post(f"/requests/{number}/transfer", back | {"confirmed": True})).ok()


async def test_answers_kept_for_repetition_are_forgotten_with_the_client(shop: Shop, agent: Caller) -> None:
    colleague = await shop.agent()
    number, chat = await shop.chat()
    assert (await agent.post("/requests/next")).ok()["number"] == number
    asked = await _asked(agent, number, colleague)
    path, body = f"/questions/{asked['id']}/answer", {"text": "Для Анны Петровой"}
    (await colleague.post(path, body, key="once")).ok()
    async with shop.desk.db.tx() as tx:
        await erase(tx, await recognise(tx, chat_id=chat, first_name="Анна", last_name=None, username=None, language="ru"))
    (await colleague.post(path, body, key="once")).refused(404, "not-found")
