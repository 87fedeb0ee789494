"""Faults that a test orders."""

import time
from typing import Any

import aiohttp
import pytest

from tests.sandbox.desk import BOT, TOKEN, Desk, Hook, until


async def order(desk: Desk, **fault: Any) -> int:
    """Order a fault and return its id."""
    made: int = (await desk.sim("POST", "/faults", fault, status=201))["id"]
    return made


async def test_too_many_requests_in_body_and_header(desk: Desk) -> None:
    hand = await desk.person()
    await order(desk, kind="429", retry_after=17, method="SendMessage", chat_id=hand.id)
    await desk.api("sendMessage", chat_id=(await desk.person()).id, text="другому можно")
    url = f"{desk.base}/bot{TOKEN}/sendMessage"
    async with desk.http.post(url, json={"chat_id": hand.id, "text": "x"}) as response:
        assert response.status == 429
        assert response.headers["Retry-After"] == "17"
        assert await response.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 17",
            "parameters": {"retry_after": 17},
        }
    assert await desk.api("sendMessage", chat_id=hand.id, text="x"), "once is once"
    assert len((await hand.chat())["messages"]) == 2


async def test_gateway_answers_in_html(desk: Desk) -> None:
    await order(desk, kind="502", times=2)
    for _ in range(2):
        async with desk.http.post(f"{desk.base}/bot{TOKEN}/getMe") as response:
            assert response.status == 502
            assert response.content_type == "text/html"
    assert await desk.api("getMe")


async def test_server_error_and_block(desk: Desk) -> None:
    hand = await desk.person()
    await order(desk, kind="500", bot=BOT)
    assert await desk.refused("sendMessage", chat_id=hand.id, text="x") == (500, "Internal Server Error")
    await order(desk, kind="403_blocked")
    await desk.api("getMe")
    assert await desk.refused("sendMessage", chat_id=hand.id, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )


@pytest.mark.parametrize(("kind", "messages"), [("drop", 1), ("timeout_after_commit", 2)])
async def test_connection_is_cut_before_or_after_the_work(desk: Desk, kind: str, messages: int) -> None:
    hand = await desk.person()
    await order(desk, kind=kind, method="sendMessage", seconds=0.01)
    with pytest.raises(aiohttp.ClientError):
        await desk.call("sendMessage", chat_id=hand.id, text="x")
    assert len((await hand.chat())["messages"]) == messages


async def test_slow_call(desk: Desk) -> None:
    await order(desk, kind="slow", seconds=0.1)
    began = time.monotonic()
    await desk.api("getMe")
    assert time.monotonic() - began >= 0.1


async def test_orders_are_listed_and_taken_back(desk: Desk) -> None:
    first = await order(desk, kind="502", times=None)
    second = await order(desk, kind="slow", seconds=0.5, bot=BOT)
    listed = (await desk.sim("GET", "/faults"))["faults"]
    assert [(fault["id"], fault["kind"], fault["times"]) for fault in listed] == [(first, "502", None), (second, "slow", 1)]
    await desk.sim("DELETE", f"/faults/{first}")
    await desk.sim("DELETE", f"/faults/{first}", status=404)
    await desk.sim("DELETE", "/faults")
    assert (await desk.sim("GET", "/faults"))["faults"] == []
    for wrong in ({"kind": "earthquake"}, {"kind": "slow", "seconds": "x"}, {"kind": "502", "times": 0}):
        await desk.sim("POST", "/faults", wrong, status=400)


async def test_update_comes_twice_to_a_webhook(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    await desk.api("setWebhook", url=hook.url, drop_pending_updates=True)
    await order(desk, kind="duplicate_update")
    await hand.say("раз")
    await hand.say("два")
    await until(lambda: len(hook.got) == 3)
    assert [update["message"]["text"] for update in hook.got] == ["раз", "раз", "два"]
    assert hook.got[0]["update_id"] == hook.got[1]["update_id"]


async def test_update_comes_twice_to_a_poller(desk: Desk) -> None:
    hand = await desk.person()
    await order(desk, kind="duplicate_update")
    await hand.say("раз")
    got = await desk.api("getUpdates")
    last = got[-1]["update_id"]
    assert await desk.api("getUpdates", offset=last + 1) == got[-1:]
    assert await desk.api("getUpdates", offset=last + 1) == []


async def test_updates_change_places(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x")
    await order(desk, kind="swap_updates")
    await hand.say("раз")
    await hand.act("press", {"message_id": sent["message_id"], "data": "y"})
    await hand.say("два")
    await desk.api("setWebhook", url=hook.url)
    await until(lambda: len(hook.got) == 4)
    first, second = (next(i for i, u in enumerate(hook.got) if kind in u) for kind in ("callback_query", "message"))
    assert hook.got[first]["update_id"] > hook.got[second]["update_id"]
    places = [update.get("message", {}).get("text", "press") for update in hook.got]
    assert places.index("press") < places.index("раз")


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_a_poller_that_confirms_what_it_got_misses_none_that_changed_places(desk: Desk, limit: int) -> None:
    """Wherever its page ends: the offset behind the later of the two would confirm the other one unseen."""
    hand = await desk.person()
    offset = (await desk.api("getUpdates"))[-1]["update_id"] + 1
    await order(desk, kind="swap_updates", times=2)
    said = ["раз", "два", "три", "четыре", "пять"]
    for word in said:
        await hand.say(word)
    heard = []
    while got := await desk.api("getUpdates", offset=offset, limit=limit):
        heard += [update["message"]["text"] for update in got]
        offset = max(update["update_id"] for update in got) + 1
    assert sorted(heard) == sorted(said)
    assert (heard == said) == (limit == 1)


async def test_swap_waits_for_a_second_update_only_so_long(desk: Desk) -> None:
    hand = await desk.person()
    last = (await desk.api("getUpdates"))[-1]["update_id"]
    await order(desk, kind="swap_updates")
    await hand.say("один")
    assert len(await desk.updates()) == 2
    (update,) = await desk.api("getUpdates", offset=last + 1, timeout=5)
    assert update["message"]["text"] == "один"


async def test_webhook_that_is_down(desk: Desk, hook: Hook) -> None:
    await desk.person()
    await order(desk, kind="webhook_down", times=3)
    await desk.api("setWebhook", url=hook.url)
    await until(lambda: hook.got)
    assert (await desk.sim("GET", "/faults"))["faults"] == []
    assert (await desk.api("getWebhookInfo"))["last_error_message"] == "Connection refused"
