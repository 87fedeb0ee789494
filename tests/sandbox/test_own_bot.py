"""docs/try-your-own-bot.md is run as it stands: its snippets, its tests, and its bot as a process of its own."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.desk import BOT, PNG, TOKEN, Desk, Hand, eventually

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "try-your-own-bot.md"
FILE = re.compile(r"<!-- file: (\S+) -->\n```python\n(.*?)```\n", re.DOTALL)
FILES = dict(FILE.findall(PAGE.read_text(encoding="utf-8")))
# What comes after has aiogram in a quarter of the time; tests/setup/test_loading.py shows that it reads the same.
QUICKLY = "import asyncio, sys\nfrom bot.loading import load_aiogram\nload_aiogram()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The page's files, as a reader would save them."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    """This one's, with the sandbox importable from anywhere."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "BOT_TOKEN": TOKEN, **more}


@asynccontextmanager
async def running(folder: Path, *command: str, **env: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program of the page in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=folder, env=environment(**env), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def output(folder: Path, *command: str, **env: str) -> str:
    """What a program of the page prints; it must succeed."""
    async with running(folder, *command, **env) as process:
        printed, _ = await process.communicate()
        assert process.returncode == 0, printed.decode()
        return printed.decode()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def answers(hand: Hand, count: int) -> list[dict[str, Any]]:
    """The bot's messages, once there are so many."""

    async def look() -> list[dict[str, Any]]:
        found = [message for message in (await hand.chat())["messages"] if message["out"]]
        return found if len(found) >= count else []

    found: list[dict[str, Any]] = await eventually(look)
    return found


async def edited_to(hand: Hand, text: str) -> None:
    """The bot's last message, once it says so."""

    async def look() -> bool:
        return bool((await answers(hand, 1))[-1]["text"] == text)

    await eventually(look)


async def bots(desk: Desk) -> list[dict[str, Any]]:
    """Bots that have called."""
    found: list[dict[str, Any]] = (await desk.sim("GET", "/bots"))["bots"]
    return found


async def talk(desk: Desk) -> None:
    """All the bot can do, by the control API alone."""
    hand = Hand(desk, (await desk.sim("POST", "/people", {"first_name": "Анна"}))["id"])
    await eventually(lambda: bots(desk))
    await hand.act("start")
    (hello,) = await answers(hand, 1)
    assert hello["text"] == "Hello!"
    pressed = await hand.act("press", {"message_id": hello["message_id"], "row": 0, "column": 0})
    await edited_to(hand, "You pressed it")
    assert (await desk.sim("GET", f"/chats/{BOT}/{hand.id}/press/{pressed['callback_query_id']}"))["text"] == "Thank you"
    said = await hand.say("раз")
    assert (await answers(hand, 2))[-1]["text"] == "раз"
    await hand.act("edit", {"message_id": said["message_id"], "text": "два"})
    assert (await answers(hand, 3))[-1]["text"] == "Now it says: два"
    await hand.send("photo", ("a.png", PNG), caption="крыло")
    echo = (await answers(hand, 4))[-1]
    assert (echo["caption"], echo["files"][0]["size"]) == ("крыло", len(PNG))
    reply = await hand.say("да", reply_to=echo["message_id"])
    assert (await answers(hand, 5))[-1]["reply_to_message"]["message_id"] == reply["message_id"]
    await survive(desk, hand)


async def survive(desk: Desk, hand: Hand) -> None:
    """Telegram is busy, then down; nothing is lost."""
    await desk.sim("POST", "/faults", {"kind": "429", "retry_after": 1, "method": "sendMessage"})
    await desk.sim("POST", "/faults", {"kind": "502", "method": "sendMessage", "times": 2})
    await desk.sim("POST", "/faults", {"kind": "502", "method": "getUpdates", "times": 1})
    await hand.say("жива?")
    assert (await answers(hand, 6))[-1]["text"] == "жива?"
    calls = (await desk.sim("GET", f"/calls/{BOT}", method="sendMessage"))["calls"]
    assert [call["status"] for call in calls][-2:] == [429, 200]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_the_bot_of_the_page(desk: Desk, folder: Path, way: str) -> None:
    more = {"BOT_PORT": str(free_port())} if way == "webhook" else {}
    async with running(folder, "echo_bot.py", BOT_API=desk.base, **more):
        await talk(desk)
        (bot,) = await bots(desk)
        assert (bot["webhook"] is not None) is (way == "webhook")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "first", "ask"),
    [
        ("with_aiogram", QUICKLY, "print(asyncio.run(bot.get_me()).id)"),
        ("with_ptb", "import asyncio\n", "print(asyncio.run(application.bot.get_me()).id)"),
    ],
)
async def test_addresses_of_libraries(desk: Desk, folder: Path, name: str, first: str, ask: str) -> None:
    printed = await output(folder, "-c", f"{first}from {name} import *\n{ask}", BOT_API=desk.base)
    assert str(BOT) in printed


@pytest.mark.slow
async def test_a_person_in_ten_lines(desk: Desk, folder: Path) -> None:
    await desk.api("getMe")
    assert "['/start', 'Hi there']" in await output(folder, "a_person.py", BOT_API=desk.base)
    assert [update["message"]["text"] for update in await desk.updates()] == ["/start", "Hi there"]


@pytest.mark.slow
async def test_tests_of_the_page(folder: Path) -> None:
    plain = ("-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto", "--rootdir", str(folder))
    run = f"{QUICKLY}import pytest\nsys.exit(pytest.main(sys.argv[1:]))"
    printed = await output(folder, "-c", run, *plain, "test_echo_bot.py", "test_in_process.py")
    assert "2 passed" in printed


def test_every_snippet_is_a_file_of_this_test() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("```python") == len(FILES)
    assert all(f"`{kind}`" in text for kind in ("429", "502", "slow", "drop", "timeout_after_commit", "webhook_down"))
