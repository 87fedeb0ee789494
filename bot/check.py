"""`priyomka check`: what is wrong, and how to mend it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import aiohttp
import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.backbone import Servers, servers
from bot.embedded import EmbeddedError
from bot.settings import Settings, SettingsError, load
from services.storage.migrate import SchemaError, require_newest

Line = tuple[bool, str, str]
Subject = TypeVar("Subject")
VENDOR = Path(__file__).resolve().parent.parent / "handlers" / "web" / "static" / "vendor"
_LOW_DISK = 1 << 30


async def check_everything(say: Callable[[str], None]) -> int:
    """Print a line per dependency and setting; returns the exit code: 0 when all is well."""
    try:
        settings = load()
    except SettingsError as error:
        say(f"FAIL  settings: {error}")
        return 1
    lines: list[Line] = [(True, "settings", "read"), _data_dir(settings), _front_end(), _address(settings)]
    lines += await _servers(settings)
    lines.append(await _guarded("telegram", _telegram, settings))
    for ok, what, detail in lines:
        say(f"{'ok  ' if ok else 'FAIL'}  {what}: {detail}")
    return 0 if all(ok for ok, _, _ in lines) else 1


def _data_dir(settings: Settings) -> Line:
    path = settings.storage.data_dir
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".check"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return (
            False,
            "storage.data_dir",
            f"{path} cannot be written ({error.strerror}): set storage.data_dir to a directory of yours",
        )
    free = shutil.disk_usage(path).free
    if free < _LOW_DISK:
        return False, "storage.data_dir", f"{path} has {free >> 20} MiB left: free some space, at least 1 GiB"
    return True, "storage.data_dir", f"{path}, {free >> 30} GiB free"


def _front_end() -> Line:
    if (VENDOR / "htmx.min.js").exists():
        return True, "front-end files", "in place"
    return False, "front-end files", "missing, the console works without them but refreshes less: run `make setup`"


def _address(settings: Settings) -> Line:
    http = settings.http
    if settings.sandbox and not http.loopback:
        return (
            False,
            "http.host",
            f"{http.host} is not a loopback address, and the sandbox has no passwords: set telegram.token or http.host",
        )
    if settings.telegram.mode == "webhook" and not http.public_url:
        return False, "http.public_url", "needed in webhook mode: the https address under which Telegram reaches this server"
    return True, "http", f"{http.host}:{http.port}" + (f", public {http.public_url}" if http.public_url else "")


async def _servers(settings: Settings) -> list[Line]:
    try:
        async with servers(settings) as at:
            return [await _guarded("postgresql", _postgres, at), await _guarded("redis", _redis, at)]
    except EmbeddedError as error:
        return [(False, "embedded servers", str(error))]


async def _guarded(what: str, probe: Callable[[Subject], Awaitable[Line]], subject: Subject) -> Line:
    try:
        async with asyncio.timeout(10):
            return await probe(subject)
    except TimeoutError:
        return False, what, "no answer within 10 s"


async def _postgres(at: Servers) -> Line:
    where = "embedded" if at.own_database else "database.url"
    try:
        connection = await asyncpg.connect(at.database_url)
        version = await connection.fetchval("SHOW server_version")
        await connection.close()
        if not at.own_database:
            await require_newest(at.database_url)
    except SchemaError as error:
        return False, "postgresql", str(error)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return (
            False,
            "postgresql",
            f"{where}: {str(error).splitlines()[0]}: check that the server runs and database.url is right",
        )
    return True, "postgresql", f"{where}, version {version}"


async def _redis(at: Servers) -> Line:
    client = Redis.from_url(at.redis_url, socket_timeout=3, socket_connect_timeout=3)
    try:
        info = await client.info("server")
    except (RedisError, OSError) as error:
        return False, "redis", f"{error}: nothing is lost without it, but pushes are slow: check redis.url"
    finally:
        await client.aclose()
    return True, "redis", f"version {info.get('valkey_version') or info.get('redis_version')}"


async def _telegram(settings: Settings) -> Line:
    if settings.sandbox:
        return True, "telegram", "no token: the sandbox stands in"
    url = f"{settings.telegram.api_base}/bot{settings.telegram.token.get_secret_value()}/getMe"
    try:
        async with aiohttp.ClientSession() as session, session.get(url, timeout=aiohttp.ClientTimeout(8)) as response:
            body = await response.json(content_type=None)
    except (aiohttp.ClientError, ValueError, OSError) as error:
        return (
            False,
            "telegram",
            f"{settings.telegram.api_base} cannot be reached ({type(error).__name__}): check network or telegram.proxy",
        )
    if response.status in {401, 404}:  # telegram.md §3: revoked or malformed
        return False, "telegram", "the token is refused: take the present one from @BotFather"
    return True, "telegram", f"@{body['result']['username']}, {settings.telegram.mode}"
