"""getUpdates: offsets, limits, waiting, conflicts, allowed kinds."""

import asyncio
from typing import Any

from tests.sandbox.desk import BOT, Desk, Hook, until

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: list[dict[str, Any]]) -> list[str]:
    """Texts of message updates."""
    return [update["message"]["text"] for update in updates]


async def test_offset_confirms(desk: Desk) -> None:
    hand = await desk.person()
    for word in ("раз", "два", "три"):
        await hand.say(word)
    got = await desk.api("getUpdates")
    assert texts(got) == ["/start", "раз", "два", "три"]
    assert [update["update_id"] for update in got] == list(range(got[0]["update_id"], got[0]["update_id"] + 4))
    assert texts(await desk.api("getUpdates", limit=2)) == ["/start", "раз"]
    assert texts(await desk.api("getUpdates", offset=got[2]["update_id"])) == ["два", "три"]
    assert texts(await desk.api("getUpdates")) == ["два", "три"]
    assert await desk.api("getUpdates", offset=got[-1]["update_id"] + 1) == []
    assert (await desk.sim("GET", f"/updates/{BOT}")) == {"pending": [], "delivered": 4}


async def test_negative_offset_forgets_all_but_the_last(desk: Desk) -> None:
    hand = await desk.person()
    await hand.say("раз")
    await hand.say("два")
    assert texts(await desk.api("getUpdates", offset=-1)) == ["два"]
    assert texts(await desk.api("getUpdates")) == ["два"]


async def test_poll_waits_for_what_comes(desk: Desk) -> None:
    hand = await desk.person()
    last = (await desk.api("getUpdates"))[-1]["update_id"]
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(desk.api("getUpdates", offset=last + 1, timeout=30))
        await until(lambda: desk.world.bots[BOT].poll == 2)
        await hand.say("наконец")
    assert texts(poll.result()) == ["наконец"]


async def test_newer_poll_ends_the_older(desk: Desk) -> None:
    hand = await desk.person()
    last = (await desk.api("getUpdates"))[-1]["update_id"]
    async with asyncio.TaskGroup() as group:
        older = group.create_task(desk.call("getUpdates", offset=last + 1, timeout=30))
        await until(lambda: desk.world.bots[BOT].poll == 2)
        newer = group.create_task(desk.call("getUpdates", offset=last + 1, timeout=30))
        await asyncio.wait([older])
        await hand.say("раз")
    status, answer = older.result()
    assert (status, answer["description"]) == (409, OTHER)
    assert texts(newer.result()[1]["result"]) == ["раз"]


async def test_webhook_ends_the_poll_and_forbids_another(desk: Desk, hook: Hook) -> None:
    await desk.person()
    last = (await desk.api("getUpdates"))[-1]["update_id"]
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(desk.refused("getUpdates", offset=last + 1, timeout=30))
        await until(lambda: desk.world.bots[BOT].poll == 2)
        await desk.api("setWebhook", url=hook.url)
    assert poll.result() == (409, "Conflict: terminated by setWebhook request")
    assert await desk.refused("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )


async def test_allowed_updates_hold_until_changed(desk: Desk) -> None:
    hand = await desk.person()
    message = await hand.say("раз")
    await hand.act("reaction", {"message_id": message["message_id"], "emoji": "👍"})
    assert len(await desk.updates()) == 2, "reactions come only when asked for"
    await desk.api("getUpdates", allowed_updates=["message_reaction"])
    assert len(await desk.updates()) == 2, "what is queued stays"
    await hand.say("два")
    await hand.act("reaction", {"message_id": message["message_id"], "emoji": "🔥"})
    reaction = (await desk.updates())[-1]["message_reaction"]
    assert reaction["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert reaction["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]
    await desk.api("getUpdates")
    await hand.say("три")
    assert len(await desk.updates()) == 3, "omitted keeps what was"
    await desk.api("getUpdates", allowed_updates=[])
    await hand.say("четыре")
    assert (await desk.updates())[-1]["message"]["text"] == "четыре"


async def test_presses_expire_before_messages(desk: Desk) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x")
    await hand.act("press", {"message_id": sent["message_id"], "data": "y"})
    await desk.sim("POST", "/clock", {"shift_seconds": 151})
    assert texts(await desk.api("getUpdates")) == ["/start"]
    await desk.sim("POST", "/clock", {"shift_seconds": 25 * 3600})
    assert await desk.api("getUpdates") == []


async def test_raw_updates_come_as_they_are(desk: Desk) -> None:
    await desk.api("getMe")
    sender = {"id": 7, "is_bot": False, "first_name": "Из ниоткуда"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": sender}
    update = {"update_id": 5, "message": message}
    await desk.sim("POST", f"/updates/{BOT}", update, status=202)
    await desk.sim("POST", f"/updates/{BOT}", {"strange_kind": {"a": 1}}, status=202)
    await desk.sim("POST", f"/updates/{BOT}", {"message": None}, status=202, raw="1")
    first, second, third = await desk.api("getUpdates")
    assert first == update
    assert second["update_id"] > 5
    assert second["strange_kind"] == {"a": 1}
    assert third == {"message": None}
    assert len(await desk.api("getUpdates", offset=second["update_id"] + 1)) == 0
    assert (await desk.api("sendMessage", chat_id=7, text="x"))["chat"]["first_name"] == "Из ниоткуда"


async def test_broken_update_spoils_one_poll_only(desk: Desk) -> None:
    hand = await desk.person()
    async with desk.http.post(f"{desk.base}/sim/updates/{BOT}", data=b"{broken") as response:
        assert response.status == 202
    async with desk.http.post(f"{desk.base}/bot123456:TEST/getUpdates") as response:
        assert "{broken" in await response.text()
    await hand.say("дальше")
    assert texts(await desk.api("getUpdates")) == ["/start", "дальше"]


async def test_far_offset_clears_a_long_queue(desk: Desk) -> None:
    hand = await desk.person()
    world = desk.world
    for number in range(3_000):
        world.bots[BOT].inbox.add("message", {"n": number, "chat": {"id": hand.id}})
    assert len(world.bots[BOT].inbox) == 3_001
    assert await desk.api("getUpdates", offset=2**31 - 1) == []
    assert len(world.bots[BOT].inbox) == 0
