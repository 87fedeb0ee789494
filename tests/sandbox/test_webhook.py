"""Webhook deliveries: settings, secret, order, retries, switching, replies in the answer."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from sandbox.delivery import pause
from tests.sandbox.desk import BOT, Desk, Hook, until


def texts(hook: Hook) -> list[str]:
    """Texts of the messages that came."""
    return [update["message"]["text"] for update in hook.got]


async def test_settings_are_described(desk: Desk, hook: Hook) -> None:
    await desk.api("getMe")
    set_once = {"ok": True, "result": True, "description": "Webhook was set"}
    assert await desk.call("setWebhook", url=hook.url, max_connections=7, secret_token="s_1-A") == (200, set_once)
    again = await desk.call("setWebhook", url=hook.url, max_connections=7, secret_token="s_1-A")
    assert again[1]["description"] == "Webhook is already set"
    info = await desk.api("getWebhookInfo")
    assert (info["url"], info["max_connections"], info["pending_update_count"]) == (hook.url, 7, 0)
    assert "allowed_updates" not in info
    await desk.api("setWebhook", url=hook.url, allowed_updates=["message"])
    assert (await desk.api("getWebhookInfo"))["allowed_updates"] == ["message"]
    assert (await desk.sim("GET", "/bots"))["bots"][0]["webhook"] == hook.url
    assert (await desk.call("deleteWebhook"))[1]["description"] == "Webhook was deleted"
    assert (await desk.call("deleteWebhook"))[1]["description"] == "Webhook is already deleted"
    assert (await desk.api("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"url": "http://a.ru/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://a.ru:99/x"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://10.0.0.1/x"}, "bad webhook: IP address 10.0.0.1 is reserved"),
        ({"url": "nonsense"}, "invalid webhook URL specified"),
        ({"url": "https://a.ru/x", "secret_token": "с"}, "secret token contains unallowed characters"),
        ({"url": "https://a.ru/x", "secret_token": "s" * 257}, "secret token is too long"),
    ],
)
async def test_settings_that_are_refused(desk: Desk, settings: dict[str, str], words: str) -> None:
    assert await desk.refused("setWebhook", **settings) == (400, f"Bad Request: {words}")


async def test_update_is_pushed_with_the_secret(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    await desk.api("setWebhook", url=hook.url, secret_token="s_1-A")
    await hand.say("привет")
    await until(lambda: len(hook.got) == 2)
    assert texts(hook) == ["/start", "привет"]
    assert hook.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s_1-A"
    assert hook.headers[0]["Content-Type"] == "application/json"
    await until(lambda: not desk.world.bots[BOT].inbox)
    assert (await desk.sim("GET", f"/updates/{BOT}"))["delivered"] == 2


async def test_failures_are_retried_in_order(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    hook.answers = [web.Response(status=500), web.Response(status=302), web.Response(status=204)]
    await hand.say("второе")
    await desk.api("setWebhook", url=hook.url)
    await until(lambda: len(hook.got) == 4)
    assert texts(hook) == ["/start", "/start", "/start", "второе"]
    info = await desk.api("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"
    assert info["last_error_date"] > 0


async def test_one_person_is_in_order_and_does_not_hold_up_others(desk: Desk, hook: Hook) -> None:
    first, second = await desk.person(), await desk.person(first_name="Мария")
    hook.gate.clear()
    await desk.api("setWebhook", url=hook.url)
    await first.say("ещё")
    await until(lambda: len(hook.got) == 2)
    assert {update["message"]["from"]["id"] for update in hook.got} == {first.id, second.id}
    hook.gate.set()
    await until(lambda: len(hook.got) == 3)
    assert hook.got[2]["message"]["text"] == "ещё"


async def test_press_overtakes_a_message_that_is_stuck(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x")
    hook.gate.clear()
    await desk.api("setWebhook", url=hook.url)
    await hand.act("press", {"message_id": sent["message_id"], "data": "y"})
    await hand.act("block")
    await until(lambda: len(hook.got) == 3)
    assert hook.kinds() == ["message", "callback_query", "my_chat_member"]


async def test_connections_are_limited(desk: Desk, hook: Hook) -> None:
    hands = [await desk.person() for _ in range(3)]
    hook.gate.clear()
    await desk.api("setWebhook", url=hook.url, max_connections=1)
    await until(lambda: hook.got)
    await desk.api("getMe")
    assert len(hook.got) == 1
    hook.gate.set()
    await until(lambda: len(hook.got) == len(hands))


async def test_switching_to_polling_and_back_loses_nothing(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    await desk.sim("POST", "/faults", {"kind": "webhook_down", "times": None})
    await desk.api("setWebhook", url=hook.url)
    await hand.say("раз")
    await desk.api("deleteWebhook")
    assert [update["message"]["text"] for update in await desk.api("getUpdates")] == ["/start", "раз"]
    await desk.sim("DELETE", "/faults")
    await desk.api("setWebhook", url=hook.url)
    await until(lambda: len(hook.got) == 2)
    assert texts(hook) == ["/start", "раз"]


async def test_pending_updates_are_dropped_on_demand(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    await desk.api("setWebhook", url=hook.url, drop_pending_updates=True)
    await hand.say("раз")
    await until(lambda: hook.got)
    assert texts(hook) == ["раз"]


@pytest.mark.parametrize("form", ["json", "form"])
async def test_reply_in_the_answer_is_carried_out(desk: Desk, hook: Hook, form: str) -> None:
    hand = await desk.person()
    reply: dict[str, Any] = {"method": "sendMessage", "chat_id": hand.id, "text": "ответ & всё"}
    hook.answers = [
        web.json_response(reply)
        if form == "json"
        else web.Response(
            text=f"method=sendMessage&chat_id={hand.id}&text=%D0%BE%D1%82%D0%B2%D0%B5%D1%82+%26+%D0%B2%D1%81%D1%91",
            content_type="application/x-www-form-urlencoded",
        ),
        web.json_response({"method": "deleteWebhook"}),
    ]
    await desk.api("setWebhook", url=hook.url)
    await hand.say("раз")
    await hand.say("два")
    await until(lambda: len(hook.got) == 3)
    assert "ответ & всё" in [message["text"] for message in (await hand.chat())["messages"]]
    assert (await desk.api("getWebhookInfo"))["url"] == hook.url


async def test_connections_are_kept(desk: Desk) -> None:
    peers: set[Any] = set()

    async def take(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hand = await desk.person()
    for word in ("раз", "два", "три"):
        await hand.say(word)
    await desk.api("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
    await until(lambda: not desk.world.bots[BOT].inbox)
    assert len(peers) == 1
    await runner.cleanup()


def test_pauses_between_tries() -> None:
    assert [pause(failures, None) for failures in (1, 2, 3, 4)] == [0.0, 2.0, 4.0, 8.0]
    assert 60.0 <= pause(30, None) <= 120.0
    assert pause(1, "17") == 17.0
    assert pause(1, "999999") == 3600.0


async def test_expired_press_is_not_pushed(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x")
    await desk.sim("POST", "/faults", {"kind": "webhook_down", "times": None})
    await desk.api("setWebhook", url=hook.url)
    await hand.act("press", {"message_id": sent["message_id"], "data": "y"})
    await desk.sim("POST", "/clock", {"shift_seconds": 151})
    await until(lambda: len(desk.world.bots[BOT].inbox) == 1)
    await desk.sim("DELETE", "/faults")
    await until(lambda: not desk.world.bots[BOT].inbox)
    assert hook.kinds() == ["message"]


async def test_text_that_is_not_json_is_pushed_as_it_is(desk: Desk, hook: Hook) -> None:
    await desk.api("setWebhook", url=hook.url)
    await asyncio.gather(*(desk.http.post(f"{desk.base}/sim/updates/{BOT}", data=data) for data in (b"\xff{broken", b"[1, 2]")))
    await until(lambda: len(hook.raw) == 2)
    assert set(hook.raw) == {b"\xff{broken", b"[1, 2]"}
