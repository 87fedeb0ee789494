"""The state file: what comes back after a stop and after kill -9; and the command itself."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox.app import create_app
from sandbox.cli import main
from sandbox.cli import serve as serve_alone
from sandbox.store import StateFile
from sandbox.world import World
from tests.sandbox.desk import PNG, Desk, Hand, Hook, serve, until


@asynccontextmanager
async def kept(path: Path) -> AsyncIterator[Desk]:
    """A sandbox over a state file."""
    world = World(store=StateFile(path), retry_scale=0.0)
    runner, base = await serve(create_app(world=world))
    async with ClientSession() as http:
        yield Desk(base, world, http)
    await runner.cleanup()


async def test_everything_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.db"
    async with kept(path) as desk:
        hand = await desk.person(phone="+7916")
        (photo,) = await hand.send("photo", ("a.png", PNG), caption="было")
        await hand.act("edit", {"message_id": photo["message_id"], "text": "стало"})
        sent = await desk.api("sendMessage", chat_id=hand.id, text="x", reply_markup={"keyboard": [["да"]]})
        await desk.api("setMyCommands", commands=[{"command": "help", "description": "x"}])
        await desk.sim("POST", "/clock", {"shift_seconds": 60})
        before = await hand.chat()
        pending = await desk.updates()
        file_id = photo["photo"][-1]["file_id"]
    async with kept(path) as desk:
        hand = Hand(desk, hand.id)
        assert await hand.chat() | {"seq": before["seq"]} == before  # events begin anew
        assert await desk.updates() == pending
        assert (await desk.sim("GET", "/clock"))["shift_seconds"] == 60
        assert (await desk.api("getFile", file_id=file_id))["file_size"] == len(PNG)
        assert (await desk.sim("GET", "/people"))["people"][0]["phone"] == "+7916"
        assert (await hand.say("дальше"))["message_id"] > sent["message_id"]
        updates = await desk.updates()
        assert updates[-1]["update_id"] > pending[-1]["update_id"]
        await desk.api("getUpdates", offset=updates[-1]["update_id"])
    async with kept(path) as desk:
        assert await desk.updates() == updates[-1:]


async def test_webhook_goes_on_after_a_restart(tmp_path: Path, hook: Hook) -> None:
    path = tmp_path / "state.db"
    async with kept(path) as desk:
        await desk.person()
        hook.gate.clear()
        await desk.api("setWebhook", url=hook.url, secret_token="s")
        await until(lambda: hook.got)
    hook.gate.set()
    hook.got.clear()
    async with kept(path):
        await until(lambda: hook.got)
    assert hook.headers[-1]["X-Telegram-Bot-Api-Secret-Token"] == "s"


async def alone(path: Path) -> tuple[asyncio.subprocess.Process, str]:
    """The sandbox in a process of its own, and its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", "--state", str(path), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert line.startswith("sandbox ready http://127.0.0.1:")
    return process, line.split()[-1]


async def test_ids_never_go_back_after_kill(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    messages: list[int] = []
    updates: list[int] = []
    people: list[int] = []
    async with ClientSession() as http:
        for stop in (signal.SIGKILL, signal.SIGTERM):
            process, base = await alone(path)
            desk = Desk(base, World(), http)
            hand = await desk.person()
            people.append(hand.id)
            messages.append((await hand.say("x"))["message_id"])
            updates += [update["update_id"] for update in await desk.updates() if update["update_id"] not in updates]
            process.send_signal(stop)
            await process.wait()
    assert people == sorted(set(people))
    assert messages == sorted(set(messages))
    assert updates == sorted(set(updates))
    assert process.returncode == 0


async def test_only_this_machine_may_come_in(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="not a loopback host"):
        await serve_alone("192.0.2.1", 0, None)


def test_wrong_host_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "192.0.2.1"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "loopback" in error


async def test_old_messages_are_forgotten_first() -> None:
    world = World(messages_kept=3)
    runner, base = await serve(create_app(world=world))
    async with ClientSession() as http:
        desk = Desk(base, world, http)
        hand = await desk.person()
        for word in ("раз", "два", "три"):
            await hand.say(word)
        assert [message["text"] for message in (await hand.chat())["messages"]] == ["раз", "два", "три"]
        assert await desk.refused("editMessageText", chat_id=hand.id, message_id=1, text="x") == (
            400,
            "Bad Request: message to edit not found",
        )
    await runner.cleanup()
