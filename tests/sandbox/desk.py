"""What the tests of the sandbox drive it with: a bot's hand, a person's hand, a webhook endpoint."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import ClientSession, FormData, web

from sandbox.world import World

Json = dict[str, Any]
TOKEN = "123456:TEST"
BOT = 123456
# The smallest PNG: one grey pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


async def until(condition: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Wait until the condition holds and return its value."""
    async with asyncio.timeout(seconds):
        while not (value := condition()):  # noqa: ASYNC110 - conditions of other programs have no event
            await asyncio.sleep(0.002)
    return value


async def eventually(look: Callable[[], Awaitable[Any]], seconds: float = 20.0) -> Any:
    """What another process brings about, once it is there."""
    async with asyncio.timeout(seconds):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(0.02)


@dataclass
class Desk:
    """One world behind one address."""

    base: str
    world: World
    http: ClientSession

    async def api(self, method: str, **params: Any) -> Any:
        """The result of a Bot API call that must succeed."""
        status, answer = await self.call(method, **params)
        assert status == 200, answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and description of a Bot API call that must be refused."""
        status, answer = await self.call(method, **params)
        assert answer["ok"] is False, answer
        assert answer["error_code"] == status
        return status, answer["description"]

    async def call(self, method: str, **params: Any) -> tuple[int, Json]:
        """Status and body of a Bot API call with a JSON body."""
        async with self.http.post(f"{self.base}/bot{TOKEN}/{method}", json=params) as response:
            return response.status, await response.json()

    async def send_form(self, method: str, form: FormData) -> tuple[int, Json]:
        """Status and body of a Bot API call with a multipart body."""
        async with self.http.post(f"{self.base}/bot{TOKEN}/{method}", data=form) as response:
            return response.status, await response.json()

    async def sim(self, verb: str, path: str, body: Any = None, *, status: int | None = None, **query: Any) -> Any:
        """The answer of the control API, which must be a success unless `status` is given."""
        async with self.http.request(verb, f"{self.base}/sim{path}", json=body, params=query) as response:
            answer = await response.json()
            assert response.status == status if status else response.status < 300, answer
            return answer

    async def person(self, **fields: Any) -> "Hand":
        """A new person who has pressed START."""
        await self.api("getMe")
        person = await self.sim("POST", "/people", {"first_name": "Иван", **fields})
        hand = Hand(self, person["id"])
        await hand.act("start")
        return hand

    async def updates(self) -> list[Json]:
        """What the bot has not taken yet, by the control API."""
        pending: list[Json] = (await self.sim("GET", f"/updates/{BOT}"))["pending"]
        return pending


@dataclass
class Hand:
    """A person's hand on the phone."""

    desk: Desk
    id: int

    async def act(self, what: str, body: Json | None = None, *, status: int | None = None) -> Any:
        """POST to the chat."""
        return await self.desk.sim("POST", f"/chats/{BOT}/{self.id}/{what}", body or {}, status=status)

    async def say(self, text: str, **more: Any) -> Json:
        """A text message."""
        message: Json = await self.act("messages", {"text": text, **more})
        return message

    async def chat(self) -> Json:
        """The whole chat."""
        state: Json = await self.desk.sim("GET", f"/chats/{BOT}/{self.id}")
        return state

    async def send(self, kind: str, *files: tuple[str, bytes], **fields: Any) -> list[Json]:
        """Files, one or an album."""
        form = FormData()
        form.add_field("kind", kind)
        for name, value in fields.items():
            form.add_field(name, str(value))
        for name, data in files:
            form.add_field("file", BytesIO(data), filename=name)
        url = f"{self.desk.base}/sim/chats/{BOT}/{self.id}/media"
        async with self.desk.http.post(url, data=form) as response:
            answer = await response.json()
            assert response.status == 201, answer
            messages: list[Json] = answer["messages"]
            return messages


@dataclass
class Hook:
    """A webhook endpoint that notes what comes and answers what it is told to."""

    url: str = ""
    got: list[Json] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.raw.append(body)
        self.headers.append(request.headers)
        try:
            self.got.append(json.loads(body))
        except ValueError:
            self.got.append({})
        answer = self.answers.pop(0) if self.answers else web.Response()
        await self.gate.wait()
        return answer

    def kinds(self) -> list[str]:
        """Kinds of the updates that came."""
        return [next(name for name in update if name != "update_id") for update in self.got]


async def serve(app: web.Application) -> tuple[web.AppRunner, str]:
    """The application on a free port of this machine."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"
