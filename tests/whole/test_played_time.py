"""The sandbox of `priyomka run`: the demo's people are known by their contact, and the page's buttons move business time."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandboxed import SANDBOX_TOKEN
from services.clock import ShiftedClock
from services.storage.database import Database
from services.texts import LANGUAGES, text
from services.tokens import add_token
from tests.harness import Api, Phone, Process, product_process, until
from tests.servers import new_chain, public_temporary_directory

Json = dict[str, Any]
IVAN, JOHN = 1001, 1003


@pytest.fixture(scope="module")
async def process(database_url: str, redis_url: str) -> AsyncIterator[Process]:
    """The product without a token, on a database of its own."""
    url, home = await new_chain(database_url, "played_time"), public_temporary_directory()
    made = product_process(
        home, database_url=url, redis_url=f"{redis_url}?db=9", api_base="https://api.telegram.org",
        env={"PRIYOMKA_TELEGRAM__TOKEN": ""},
    )  # fmt: skip
    await made.start()
    yield made
    assert await made.stop() == 0
    await asyncio.to_thread(shutil.rmtree, home)


@pytest.fixture(scope="module")
async def admin(process: Process, http: aiohttp.ClientSession) -> Api:
    """Somebody who may look at the clock."""
    db = await Database.open(process.env["PRIYOMKA_DATABASE__URL"], ShiftedClock(), size=1)
    async with db.tx() as tx:
        token = await add_token(tx, "admin", "admin")
    await db.close()
    return Api(http, process.url, token)


async def _panel(http: aiohttp.ClientSession, process: Process) -> Json:
    async with http.get(f"{process.url}/sandbox/sim/host") as response:
        panel: Json = (await response.json())["panel"]
        return panel


async def _act(http: aiohttp.ClientSession, process: Process, name: str) -> Json:
    async with http.post(f"{process.url}/sandbox/sim/host/{name}") as response:
        assert response.status == 200, await response.text()
        panel: Json = (await response.json())["panel"]
        return panel


def _phone(http: aiohttp.ClientSession, process: Process, person: int) -> Phone:
    return Phone(http, f"{process.url}/sandbox", person, int(SANDBOX_TOKEN.partition(":")[0]))


@pytest.mark.parametrize(("person", "name"), [(IVAN, "Иван"), (JOHN, "John")])
async def test_the_workshop_knows_the_people_on_the_phones(
    process: Process, http: aiohttp.ClientSession, person: int, name: str
) -> None:
    """But only once they have shared their contact."""
    phone = _phone(http, process, person)
    language = "en" if person == JOHN else "ru"
    await phone.start()
    await phone.hears(text(language, "start-choose-language"))
    await phone.write("/privacy")
    assert text(language, "privacy-count-vehicles", count=1) not in (await phone.hears(text(language, "privacy-title")))["text"]
    await phone.do("contact")
    await phone.hears(name)
    await phone.write("/privacy")
    told = (await phone.hears(text(language, "privacy-title")))["text"]
    assert text(language, "privacy-count-vehicles", count=1) in told
    assert text(language, "privacy-count-visits", count=3 if person == IVAN else 2) in told


async def test_buttons_move_time_for_everybody(process: Process, http: aiohttp.ClientSession, admin: Api) -> None:
    before = await _panel(http, process)
    assert before["title"] == {language: text(language, "sandbox-time") for language in LANGUAGES}
    assert [act["name"] for act in before["acts"]] == ["hour", "day", "days", "reminder"]
    _, clock = await admin.call("GET", "/clock")
    after = await _act(http, process, "hour")
    assert after["status"] != before["status"]
    _, moved = await admin.call("GET", "/clock")
    assert moved["shift_seconds"] - clock["shift_seconds"] == pytest.approx(3600, abs=1)
    await _act(http, process, "days")
    _, moved = await admin.call("GET", "/clock")
    assert moved["shift_seconds"] - clock["shift_seconds"] == pytest.approx(3600 + 5 * 86400, abs=1)


async def test_messages_are_dated_in_the_time_that_is_played(process: Process, http: aiohttp.ClientSession, admin: Api) -> None:
    await _act(http, process, "day")
    _, clock = await admin.call("GET", "/clock")
    phone = _phone(http, process, 1002)
    await phone.start()
    message = await phone.hears(text("ru", "start-choose-language"))
    shown = datetime.fromtimestamp(message["date"]).astimezone()
    assert abs(shown - datetime.now().astimezone() - timedelta(seconds=clock["shift_seconds"])) < timedelta(seconds=60)


async def test_the_next_reminder_comes(process: Process, http: aiohttp.ClientSession, admin: Api) -> None:
    """Step by step to the reminder of a visit of Ivan's, once he is known."""
    phone = _phone(http, process, IVAN)
    await phone.start()
    await phone.do("contact")

    async def reminded() -> bool:
        said = [message.get("text", "") for message in (await phone.chat())["messages"] if message["out"]]
        return any("Lada Vesta" in words or "Сход-развал" in words for words in said)

    for _ in range(60):
        if await reminded() or "reminder" not in [act["name"] for act in (await _panel(http, process))["acts"]]:
            break
        await _act(http, process, "reminder")
        await _settled(http, process)
    await until(reminded, "the reminder of Ivan's visit")


async def _settled(http: aiohttp.ClientSession, process: Process) -> None:
    """What was due has been looked at: the next one is not the same."""

    async def moved_on() -> bool:
        db = await Database.open(process.env["PRIYOMKA_DATABASE__URL"], ShiftedClock(), size=1)
        async with db.read() as reader:
            shift = await reader.value("SELECT value::float8 FROM setting WHERE key = 'clock_shift'")
            due = await reader.value(
                "SELECT count(*) FROM reminder WHERE state = 'planned' AND due_at <= now() + make_interval(secs => $1)", shift
            )
        await db.close()
        return not due

    await until(moved_on, "the schedule has looked")
