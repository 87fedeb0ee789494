"""A request's way through the API: asked, handed out, answered, promised, passed on, closed."""

from datetime import timedelta

import pytest

from tests.api.shop import NOON, Caller, Shop, new_phone


async def test_a_request_by_phone_has_the_contracts_form(shop: Shop, source: Caller) -> None:
    phone = new_phone()
    reply = await source.post(
        "/requests",
        {
            "source": "site", "phone": phone.replace("+7", "8"), "name": "Ольга", "type": "parts_selection", "text": "Нужны колодки",
            "unit": shop.unit, "vehicle": {"make": "Lada", "year": 2019}, "fields": {"vin": "XTA21099"}, "language": "en",
            "external_ref": "web:17",
        },
    )  # fmt: skip
    made = reply.ok(201)
    due = (NOON + timedelta(minutes=15)).isoformat()
    assert made.pop("number") > 0
    assert made.pop("client") == {
        "id": made["client"]["id"] if "client" in made else reply.json["client"]["id"],
        "ref": None, "name": "Ольга", "phone": phone, "phone_verified_by": None, "phone_unverified": None,
        "telegram": False,
    }  # fmt: skip
    (message,) = made.pop("messages")
    assert message.pop("id")
    assert message == {
        "at": NOON.isoformat(), "direction": "in", "author": "Ольга", "text": "Нужны колодки", "attachments": [], "reply_to": None,
        "edited_at": None, "versions": [], "delivery": None, "withdrawn_at": None, "reactions": {"client": None, "agent": None},
        "forwarded_from": None, "quote": None, "place": None, "contact": None,
    }  # fmt: skip
    assert made == {
        "type": "parts_selection", "state": "queued", "source": "site", "external_ref": "web:17", "language": "en", "unit": shop.unit,
        "agent": None, "urgent": False, "created_at": NOON.isoformat(), "waiting_since": NOON.isoformat(),
        "vehicle": {"make": "Lada", "year": 2019}, "fields": {"vin": "XTA21099"}, "promise": None,
        "deadlines": {"first_answer_at": due, "next_answer_at": due, "resolve_at": None}, "outcome": None, "result": None, "summary": None,
        "rating": None, "reason": None, "qualification": None, "repeat_of": None, "tags": [], "questions": [], "aside": None,
    }  # fmt: skip


async def test_words_without_a_type_are_understood_as_in_telegram(shop: Shop, source: Caller) -> None:
    """The type, and what the words tell for its script; what the caller says itself goes before (P1, P3)."""
    words = "Хочу заказать передние колодки на Солярис 2017, VIN Z94CT41DBHR512345"
    body = {"source": "site", "phone": new_phone(), "text": words, "unit": shop.unit}
    made = (await source.post("/requests", body)).ok(201)
    assert made["type"] == "parts_selection"
    assert made["fields"] == {"parts": words, "vehicle": "Солярис 2017", "vin": "Z94CT41DBHR512345"}
    own = {"fields": {"vin": "XTA21099"}, "vehicle": {"make": "Hyundai"}}
    made = (await source.post("/requests", {**body, **own, "phone": new_phone()})).ok(201)
    assert (made["type"], made["vehicle"]) == ("parts_selection", {"make": "Hyundai"})
    assert made["fields"] == {"parts": words, "vin": "XTA21099"}
    for more, of_type in (({"type": "other"}, "other"), ({"text": "Можно подъехать?"}, "other"), ({"type": "claim"}, "claim")):
        made = (await source.post("/requests", {**body, **more, "phone": new_phone()})).ok(201)
        assert (made["type"], made["fields"]) == (of_type, {})


async def test_each_call_makes_a_new_request_of_one_client(shop: Shop, source: Caller) -> None:
    phone = new_phone()
    first, second = [await shop.ask(source, phone=phone) for _ in range(2)]
    assert first != second
    cards = {(await source.get(f"/requests/{number}")).ok()["client"]["id"] for number in (first, second)}
    assert len(cards) == 1


async def test_next_hands_out_the_longest_wait_and_says_why(shop: Shop, source: Caller, agent: Caller) -> None:
    first = await shop.ask(source)
    shop.clock.advance(minutes=3)
    second = await shop.ask(source)
    shop.clock.advance(minutes=2)
    got = (await agent.post("/requests/next")).ok()
    assert (got["number"], got["state"], got["agent"]) == (first, "assigned", agent.login)
    assert got["reason"] == "Дольше всех в очереди: ждёт 5 мин."
    english = await agent.call("POST", "/requests/next", headers={"Accept-Language": "en-US,en;q=0.9,ru;q=0.1"})
    assert english.ok()["number"] == second
    assert english.json["reason"] == "Longest in the queue: waiting for 2 min."
    assert (await agent.post("/requests/next")).status == 204


async def test_danger_goes_first(shop: Shop, source: Caller, agent: Caller) -> None:
    await shop.ask(source)
    shop.clock.advance(minutes=30)
    urgent = await shop.ask(source, text="Отказали тормоза, стою на обочине")
    got = (await agent.post("/requests/next")).ok()
    assert (got["number"], got["urgent"]) == (urgent, True)
    assert "опасности" in got["reason"]


async def test_an_answer_to_a_chat_is_queued_and_quotes(shop: Shop, agent: Caller) -> None:
    number, chat_id = await shop.chat()
    got = (await agent.post("/requests/next")).ok()
    assert got["number"] == number
    question = got["messages"][0]["id"]
    reply = (await agent.post(f"/requests/{number}/messages", {"text": "В пятницу", "reply_to": question})).ok(201)
    assert reply["delivery"] == "queued"
    shown = (await agent.get(f"/requests/{number}")).ok()
    assert shown["state"] == "waiting_client"
    assert shown["messages"][-1]["id"] == reply["id"]
    assert shown["messages"][-1]["reply_to"] == question
    mail = await shop.value("SELECT params FROM outbox WHERE chat_id = $1 AND message_id = $2", chat_id, int(reply["id"]))
    assert mail["text"].endswith("В пятницу")
    assert mail["reply_parameters"]["message_id"] == 1


async def test_blocked_and_phone_clients_are_told_apart(shop: Shop, source: Caller, agent: Caller) -> None:
    blocked, _ = await shop.chat(blocked=True)
    assert (await agent.post("/requests/next")).ok()["number"] == blocked
    assert (await agent.post(f"/requests/{blocked}/messages", {"text": "Ау"})).ok()["delivery"] == "blocked"
    phone = await shop.taken(agent, source)
    assert (await agent.post(f"/requests/{phone}/messages", {"text": "Ау"})).ok()["delivery"] == "no_channel"


async def test_a_note_is_for_colleagues(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    assert (await agent.post(f"/requests/{number}/messages", {"text": "Перезвонить мужу", "internal": True})).ok()[
        "delivery"
    ] is None
    last = (await agent.get(f"/requests/{number}")).ok()["messages"][-1]
    assert (last["direction"], last["text"]) == ("note", "Перезвонить мужу")


async def test_a_promise_is_made_moved_broken_and_kept(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    due = NOON + timedelta(hours=1)
    made = (await agent.post(f"/requests/{number}/promise", {"due_at": "2026-11-20T16:00:00+03:00", "note": "цена"})).ok()
    assert made["state"] == "promised"
    assert made["promise"] == {"due_at": due.isoformat(), "note": "цена", "state": "open", "by_call": False}
    shop.clock.advance(hours=1)
    assert (await agent.get(f"/requests/{number}")).ok()["promise"]["state"] == "overdue"
    (await agent.post("/requests/next")).refused(409, "promise-overdue")
    later = (NOON + timedelta(hours=3)).isoformat()
    (await agent.post(f"/requests/{number}/promise", {"due_at": later})).ok()
    (await agent.post("/requests/next")).refused(409, "promise-overdue")
    kept = (await agent.post(f"/requests/{number}/call", {"outcome": "reached", "note": "договорились"})).ok()
    assert (kept["promise"]["state"], kept["state"]) == ("kept", "waiting_client")
    assert (await agent.post("/requests/next")).status == 204


async def test_a_transferred_request_waits_for_the_named_person(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague, third = await shop.agent(), await shop.agent()
    number = await shop.taken(agent, source)
    passed = (
        await agent.post(f"/requests/{number}/transfer", {"agent": colleague.login, "type": "claim", "reason": "претензия"})
    ).ok()
    assert (passed["state"], passed["agent"], passed["type"], passed["reason"]) == ("queued", None, "claim", None)
    assert (await third.post("/requests/next")).status == 204
    got = (await colleague.post("/requests/next")).ok()
    assert got["number"] == number
    assert "передали вам" in got["reason"]
    (await agent.post(f"/requests/{number}/messages", {"text": "ещё я"})).refused(403, "not-owner")


async def test_closing_records_and_frees(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    closed = (
        await agent.post(
            f"/requests/{number}/close", {"outcome": "solved", "summary": "Заменили стойку", "fields": {"vin": "XTA"}, "message": "Готово"}
        )
    ).ok()  # fmt: skip
    assert (closed["state"], closed["outcome"], closed["summary"], closed["fields"]) == (
        "closed",
        "solved",
        "Заменили стойку",
        {"vin": "XTA"},
    )
    (await agent.post(f"/requests/{number}/close", {"outcome": "solved", "summary": "ещё раз"})).refused(409, "closed")


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_titles_come_in_the_callers_language(shop: Shop, agent: Caller, language: str) -> None:
    problem = (await agent.get("/requests/999999999", headers={"Accept-Language": language})).refused(404, "not-found")
    assert problem["title"] == {"ru": "Не найдено", "en": "Not found"}[language]


async def test_filters(shop: Shop, source: Caller, reader: Caller, agent: Caller) -> None:
    number = await shop.ask(source, type="claim")
    held = await shop.ask(source, type="price")
    await agent.post("/requests/next")

    async def numbers(query: str) -> set[int]:
        return {item["number"] for item in (await reader.get(f"/requests?unit={shop.unit}&{query}")).ok()["items"]}

    assert await numbers("limit=200") == {number, held}
    assert await numbers("type=price") == {held}
    assert await numbers("state=queued") == {held}
    assert await numbers(f"agent={agent.login}") == {number}
    assert await numbers(f"agent={agent.login}&state=queued") == set()


async def test_units_in_both_languages(shop: Shop, reader: Caller) -> None:
    named = {"ru": "Север", "en": "North"}
    before = await shop.value("SELECT id - 1 FROM unit WHERE code = $1", shop.unit)  # the tests' database has hundreds
    for language, name in named.items():
        page = (await reader.get(f"/units?after=0-{before}&limit=1", headers={"Accept-Language": language})).ok()
        assert [(unit["code"], unit["name"], unit["time_zone"]) for unit in page["items"]] == [
            (shop.unit, name, "Europe/Moscow")
        ]


async def test_shift(shop: Shop, agent: Caller) -> None:
    assert (await agent.get("/agents/me/shift")).ok() == {"state": "on"}
    assert (await agent.put("/agents/me/shift", {"state": "away"})).ok(200) == {"state": "away"}
    (await agent.post("/requests/next")).refused(409, "off-shift")
    assert (await agent.get("/agents/me/shift")).ok() == {"state": "away"}
