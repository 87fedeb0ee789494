"""Polling and webhook against the emulator."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from typing import Any

import pytest
import structlog
from aiohttp import ClientSession

from bot.telegram.client import Client
from bot.telegram.polling import Poller
from bot.telegram.webhook import LARGEST, PATH, Webhook, WebhookRefusedError, register
from services.storage.database import Database
from tests.inout.conftest import MakeStation
from tests.inout.gate import Gate
from tests.inout.served import served
from tests.inout.station import Station, until, update
from tests.sandbox.desk import BOT, Desk, Hand

SECRET = "a-secret_1"


@pytest.fixture
async def poller(client: Client, station: Station) -> Poller:
    """A poller at work."""
    made = Poller(client, station.ingest, station.worker)
    station.nursery.start("polling", made.run)
    return made


async def test_polling(poller: Poller, station: Station, person: Hand, desk: Desk) -> None:
    """A webhook that is in the way goes, what waits does not; faults of delivery do no harm."""
    for kind in ("502", "drop"):
        await desk.sim("POST", "/faults", {"kind": kind, "method": "getUpdates"})
    await desk.sim("POST", "/faults", {"kind": "duplicate_update"})
    for words in ("раз", "два", "три"):
        await person.say(words)
    await until(lambda: len(station.telegram.calls) == 4, "answers to START and three messages")
    assert station.telegram.texts() == ["/start", "раз", "два", "три"]
    await until(desk_has_nothing(desk), "all confirmed")


def desk_has_nothing(desk: Desk) -> Callable[[], Awaitable[bool]]:
    """Whether every update was taken."""

    async def look() -> bool:
        return not await desk.updates()

    return look


async def test_polling_waits_for_the_database(
    client: Client, desk: Desk, database_gate: tuple[Gate, Database], stations: MakeStation
) -> None:
    """While it is away nothing is confirmed; then it goes on."""
    gate, database = database_gate
    station = await stations(db=database)
    station.nursery.start("polling", Poller(client, station.ingest, station.worker).run)
    person = await desk.person()
    await until(lambda: station.telegram.calls, "the answer to START")
    await gate.cut()
    await person.say("слышно?")
    await asyncio.sleep(0.05)
    assert len(await desk.updates()) == 1
    await gate.open()
    await until(lambda: "слышно?" in station.telegram.texts(), "the answer")
    await until(desk_has_nothing(desk), "confirmed")


async def test_one_poller_at_a_time(client: Client, desk: Desk, stations: MakeStation) -> None:
    """Telegram allows one; the second process takes over when the first one goes."""
    first, second = await stations(), await stations()
    person = await desk.person()
    first.nursery.start("polling", Poller(client, first.ingest, first.worker).run)
    await until(lambda: first.telegram.calls, "the answer to START")
    second.nursery.start("polling", Poller(client, second.ingest, second.worker).run)
    await first.idle()  # it is written down that START was answered: nobody answers it again
    await first.die()
    await person.say("эй")
    await until(lambda: second.telegram.texts() == ["эй"], "the second one")


async def test_broken_updates_while_polling(poller: Poller, station: Station, desk: Desk, person: Hand) -> None:
    """They are kept as dead letters and stop nobody."""
    async with desk.http.post(f"{desk.base}/sim/updates/{BOT}?raw=1", data=b'{"message": 5}'):
        pass
    await person.say("дальше")
    await until(lambda: "дальше" in station.telegram.texts(), "the answer")
    [row] = await station.rows("SELECT error FROM inbox WHERE failed_at IS NOT NULL")
    assert row["error"] == "no update_id"


@pytest.fixture
async def hook(station: Station) -> AsyncIterator[str]:
    """The webhook's address, without its path."""
    async with served(Webhook(station.ingest, SECRET).__call__) as base:
        yield base


async def post(base: str, body: Any, secret: str | None = SECRET) -> tuple[int, str, str | None]:
    """Status, body and Retry-After."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    async with ClientSession() as http, http.post(base + PATH, data=body, headers=headers) as response:
        return response.status, await response.text(), response.headers.get("Retry-After")


async def test_webhook(hook: str, station: Station) -> None:
    """200 when it is stored, whatever it is."""
    assert await post(hook, update(1, 5, "да")) == (200, "{}", None)
    assert await post(hook, update(1, 5, "да")) == (200, "{}", None)
    assert await post(hook, b"<html>") == (200, "{}", None)
    await station.idle()
    assert station.telegram.texts() == ["да"]


@pytest.mark.parametrize("secret", [None, "", "wrong", "a-secret_", "секрет"])
async def test_webhook_without_its_secret(hook: str, station: Station, secret: str | None) -> None:
    """Nothing is stored."""
    status, body, _ = await post(hook, update(1, 5), None if secret is None else secret)
    assert (status, json.loads(body)["type"]) == (401, "/problems/unauthorized")
    assert not await station.rows("SELECT FROM inbox")


async def test_webhook_takes_no_more_than_a_mebibyte(hook: str) -> None:
    """Announced or not."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * (LARGEST // 16)

    assert (await post(hook, BytesIO(b"x" * (LARGEST + 1))))[0] == 413
    assert (await post(hook, endless()))[0] == 413
    assert (await post(hook, BytesIO(b"x" * LARGEST)))[0] == 200


async def test_webhook_without_database(database_gate: tuple[Gate, Database], stations: MakeStation) -> None:
    """Telegram is asked to come again."""
    gate, database = database_gate
    station = await stations(db=database)
    async with served(Webhook(station.ingest, SECRET).__call__) as base:
        await gate.cut()
        status, _, retry_after = await post(base, update(1, 5, "да"))
        assert (status, retry_after is not None) == (503, True)
        await gate.open()
        await until(lambda: station.worker.no, "the database")
        assert (await post(base, update(1, 5, "да")))[0] == 200
    await station.idle()
    assert station.telegram.texts() == ["да"]


async def test_registration(client: Client, desk: Desk, hook: str, station: Station, person: Hand) -> None:
    """What waited while nobody listened is delivered, with the secret; a wrong address is one clear error."""
    await person.say("ждал")
    await register(client, hook, SECRET)
    await until(lambda: station.telegram.texts() == ["/start", "ждал"], "delivered")
    info = await desk.api("getWebhookInfo")
    assert "message_reaction" in info["allowed_updates"]
    with pytest.raises(WebhookRefusedError):
        await register(client, "ftp://nowhere", SECRET)


async def test_logs_name_the_update(station: Station) -> None:
    """Whatever a handler logs carries the update's id."""
    seen: list[Any] = []

    async def handle(*_: Any) -> None:
        seen.append(structlog.contextvars.get_contextvars().get("update_id"))

    station.handle = handle
    await station.store(update(41, 5))
    await station.idle()
    assert seen == [41]
