"""The product as whole processes, with people on the other side: for conversations, crashes, soak and benchmarks."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "424242:whole-product-tests"
BOT = 424242
PATIENCE = 5.0  # seconds for which the emulator is asked to keep an answer back until there is something to tell
Value = TypeVar("Value")


async def until(look: Callable[[], Awaitable[Value | None]], what: str, seconds: float = 15) -> Value:
    """The first true answer of `look`, asked again and again, after a while less often; fails with `what` after `seconds`."""
    end, pause = time.monotonic() + seconds, 0.02
    while True:
        if found := await look():
            return found
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        await asyncio.sleep(pause)
        pause = min(pause * 1.2, 0.1)


@dataclass
class Process:
    """A program of ours that says when it is ready."""

    command: list[str]
    env: dict[str, str]
    ready: str
    process: asyncio.subprocess.Process | None = None
    url: str = ""
    log: Path | None = None

    async def start(self) -> None:
        """Start it and wait for its ready line."""
        with (self.log or Path(os.devnull)).open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, cwd=ROOT, env={**os.environ, **self.env}, stdout=asyncio.subprocess.PIPE, stderr=log
            )
        async with asyncio.timeout(60):
            self.url = await self._read_ready()

    async def _read_ready(self) -> str:
        assert self.process
        assert self.process.stdout
        async for line in self.process.stdout:
            if line.decode().startswith(self.ready):
                return line.decode().removeprefix(self.ready).strip()
        raise AssertionError(f"{self.command[-1]} ended before it was ready; see {self.log}")

    async def kill(self) -> None:
        """kill -9."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(15):
            return await self.process.wait()


def sandbox_process(port: int, state: Path | None = None, messages: int | None = None) -> Process:
    """The Bot API emulator alone; the oldest messages above so many are forgotten."""
    command = [sys.executable, "-m", "sandbox", "--port", str(port), *(["--state", str(state)] if state else [])]
    command += ["--messages", str(messages)] if messages else []
    return Process(command, {}, "sandbox ready ")


def product_process(
    data_dir: Path, *, database_url: str, redis_url: str, api_base: str, mode: str = "polling", role: str = "all", port: int = 0,
    env: dict[str, str] | None = None,
) -> Process:  # fmt: skip
    """`priyomka run` against a Bot API server."""
    settings = {
        "PRIYOMKA_TELEGRAM__TOKEN": TOKEN,
        "PRIYOMKA_TELEGRAM__API_BASE": api_base,
        "PRIYOMKA_TELEGRAM__MODE": mode,
        "PRIYOMKA_DATABASE__URL": database_url,
        "PRIYOMKA_REDIS__URL": redis_url,
        "PRIYOMKA_STORAGE__DATA_DIR": str(data_dir),
        "PRIYOMKA_HTTP__PORT": str(port),
        **(env or {}),
    }
    return Process([sys.executable, "-m", "bot", "run", "--role", role], settings, "ready ", log=data_dir / "stderr.log")


@dataclass
class Phone:
    """One person's chat with the bot, by the emulator's control API."""

    session: aiohttp.ClientSession
    sandbox: str
    person: int
    bot: int = BOT
    seen: set[tuple[int, str]] = field(default_factory=set)

    @property
    def _chat(self) -> str:
        return f"{self.sandbox}/sim/chats/{self.bot}/{self.person}"

    async def _post(self, path: str, body: Any) -> Any:
        async with self.session.post(self._chat + path, json=body) as response:
            assert response.status < 300, await response.text()
            return await response.json()

    async def chat(self, **query: float) -> dict[str, Any]:
        """The chat as the person sees it."""
        async with self.session.get(self._chat, params=query) as response:
            chat: dict[str, Any] = await response.json()
            return chat

    async def until(self, look: Callable[[dict[str, Any]], Value | None], what: str, seconds: float = 15) -> Value:
        """The first true answer of `look` to what the chat becomes."""
        end = time.monotonic() + seconds
        chat = await self.chat()
        while not (found := look(chat)):
            left = end - time.monotonic()
            assert left > 0, f"not within {seconds} s: {what}"
            chat = await self.chat(after=chat["seq"], wait=min(left, PATIENCE))
        return found

    async def start(self, payload: str = "") -> Any:
        """Press START."""
        return await self._post("/start", {"payload": payload} if payload else {})

    async def write(self, text: str, **more: Any) -> Any:
        """Send a text."""
        return await self._post("/messages", {"text": text, **more})

    async def do(self, what: str, **body: Any) -> Any:
        """`contact`, `location`, `edit`, `block`, `unblock`, …"""
        return await self._post(f"/{what}", body)

    async def send_files(self, kind: str, *files: tuple[str, bytes, str], caption: str = "") -> Any:
        """Send files (name, content, type); several photos are an album."""
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        if caption:
            form.add_field("caption", caption)
        for name, content, mime in files:
            form.add_field("file", content, filename=name, content_type=mime)
        async with self.session.post(self._chat + "/media", data=form) as response:
            assert response.status == 201, await response.text()
            return await response.json()

    async def hears(self, *words: str, seconds: float = 15) -> dict[str, Any]:
        """The next message of the bot, new or changed since it was heard, that holds all the words; others stay unheard."""

        def look(chat: dict[str, Any]) -> dict[str, Any] | None:
            message: dict[str, Any]
            for message in chat["messages"]:
                text = message.get("text") or message.get("caption") or ""
                heard = (message["message_id"], text) in self.seen
                if message["out"] and not heard and all(word in text for word in words):
                    self.seen.add((message["message_id"], text))
                    return message
            return None

        return await self.until(look, f"the bot says {words}", seconds)

    async def shows(self, message_id: int, *words: str) -> dict[str, Any]:
        """That message once its text holds the words: after an edit."""

        def look(chat: dict[str, Any]) -> dict[str, Any] | None:
            message: dict[str, Any]
            for message in chat["messages"]:
                if message["message_id"] == message_id and all(word in message.get("text", "") for word in words):
                    return message
            return None

        return await self.until(look, f"message {message_id} shows {words}")

    async def press(self, message: dict[str, Any], label: str) -> dict[str, Any]:
        """Press the inline button with this label; returns what the press was answered with."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if label in button["text"])
        return await self.press_data(message["message_id"], data)

    async def press_data(self, message_id: int, data: str) -> dict[str, Any]:
        """Press with any data, forged ones too; waits for the answer."""
        pressed = await self._post("/press", {"message_id": message_id, "data": data})

        async def look() -> dict[str, Any] | None:
            path = f"{self._chat}/press/{pressed['callback_query_id']}"
            async with self.session.get(path, params={"wait": PATIENCE}) as response:
                state: dict[str, Any] = await response.json()
                return state if state["answered"] else None

        return await until(look, "the press is answered")


@dataclass
class Api:
    """The product's HTTP API with one token."""

    session: aiohttp.ClientSession
    url: str
    token: str

    async def call(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> tuple[int, Any]:
        """Status and JSON of `/api/v1<path>`."""
        headers = {"Authorization": f"Bearer {self.token}", **({"Idempotency-Key": key} if key else {})}
        async with self.session.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers) as response:
            content = await response.read()
            return response.status, await response.json(content_type=None) if content else None


@asynccontextmanager
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP session that opens a connection per call: restarted servers leave no dead ones behind."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as made:
        yield made
