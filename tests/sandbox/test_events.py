"""The stream of what changed, and the sandbox mounted under a prefix."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, web

from sandbox.app import create_app
from sandbox.world import World
from tests.sandbox.desk import BOT, PNG, Desk, serve, until


@asynccontextmanager
async def stream(desk: Desk, **query: Any) -> AsyncIterator["asyncio.Queue[dict[str, Any]]"]:
    """Events of the stream as they come."""
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    ready = asyncio.Event()

    async def follow() -> None:
        async with desk.http.get(f"{desk.base}/sim/events", params=query) as response:
            assert response.content_type == "text/event-stream"
            async for line in response.content:
                ready.set()
                if line.startswith(b"data: "):
                    events.put_nowait(json.loads(line[6:]))

    async with asyncio.TaskGroup() as group:
        reader = group.create_task(follow())
        await ready.wait()
        yield events
        reader.cancel()


async def test_everything_that_changes_is_told(desk: Desk) -> None:
    hand = await desk.person()
    async with stream(desk, person=hand.id) as events:
        seen: list[dict[str, Any]] = []
        sent = await desk.api("sendMessage", chat_id=hand.id, text="раз", reply_markup={"keyboard": [["да"]]})
        at = {"chat_id": hand.id, "message_id": sent["message_id"]}
        await desk.api("editMessageText", **at, text="два")
        await desk.api("sendChatAction", chat_id=hand.id, action="typing")
        pressed = await hand.act("press", {"message_id": sent["message_id"], "data": "y"})
        await desk.api("answerCallbackQuery", callback_query_id=pressed["callback_query_id"], text="есть")
        await desk.api("setMessageReaction", **at, reaction=[{"type": "emoji", "emoji": "👍"}])
        await desk.api("deleteMessage", **at)
        await hand.act("block")
        async with asyncio.timeout(5):
            while not seen or seen[-1]["type"] != "chat":
                seen.append(await events.get())
    kinds = [event["type"] for event in seen]
    assert kinds == ["message", "keyboard", "edited", "chat_action", "callback_answer", "reaction", "deleted", "chat"]
    assert seen[2]["message"]["text"] == "два"
    assert seen[4]["text"] == "есть"
    assert {event["bot"] for event in seen} == {BOT}
    assert [event["seq"] for event in seen] == sorted(event["seq"] for event in seen)


async def test_stream_goes_on_after_what_was_seen(desk: Desk) -> None:
    hand, other = await desk.person(), await desk.person(first_name="Мария")
    async with stream(desk, after=0, bot=BOT) as events:
        first = await events.get()
    await other.say("чужое")
    async with stream(desk, after=first["seq"], person=other.id) as events:
        assert [(await events.get())["type"] for _ in range(3)] == ["chat", "message", "message"]
    assert first["person"] == hand.id


async def test_mounted_under_a_prefix() -> None:
    host = web.Application()
    host.add_subapp("/sandbox", create_app(world=World()))
    runner, base = await serve(host)
    async with ClientSession() as http:
        desk = Desk(f"{base}/sandbox", World(), http)
        hand = await desk.person()
        async with stream(desk, after=0) as events:
            assert (await events.get())["type"] == "chat"
        (photo,) = await hand.send("photo", ("a.png", PNG))
        async with http.get(base + photo["files"][0]["url"]) as response:
            assert await response.read() == PNG
        file = await desk.api("getFile", file_id=photo["photo"][-1]["file_id"])
        async with http.get(f"{desk.base}/file/bot123456:TEST/{file['file_path']}") as response:
            assert await response.read() == PNG
        async with http.get(f"{desk.base}/") as response:
            assert response.content_type == "text/html"
    await runner.cleanup()


async def test_shutdown_waits_for_nobody() -> None:
    world = World()
    runner, base = await serve(create_app(world=world))
    async with ClientSession() as http:
        desk = Desk(base, world, http)
        await desk.api("getMe")
        async with stream(desk, after=0), asyncio.TaskGroup() as group, asyncio.timeout(3):
            poll = group.create_task(desk.call("getUpdates", timeout=50))
            await until(lambda: world.bots[BOT].poll == 1)
            await runner.cleanup()
            await asyncio.wait([poll])
