"""The embedded servers are shared between processes and outlive any of them."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio

from bot.embedded import Embedded, EmbeddedError, claim_run
from bot.nursery import Nursery
from tests.setup.conftest import Attach, Holder, ask

STARTED = "SELECT pg_postmaster_start_time()"
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as another user")


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "postgres/postmaster.pid").read_text().split()[0])


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def eventually_ask(url: str | None, sql: str) -> object:
    async with asyncio.timeout(20):
        while True:
            with suppress(OSError, asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError):
                return await ask(url, sql)
            await asyncio.sleep(0.01)


async def eventually_ping(url: str) -> None:
    async with asyncio.timeout(20), redis.asyncio.from_url(url) as client:
        while True:
            with suppress(redis.ConnectionError):
                await client.ping()
                return
            await asyncio.sleep(0.01)


async def test_first_starts_last_stops(data_dir: Path, attach: Attach) -> None:
    first = await attach(data_dir)
    second = await attach(data_dir)
    assert second.database_url == first.database_url
    assert await ask(first.database_url, "SELECT lower('ЁЖ') || current_database()") == "ёжpriyomka"
    assert first.redis_url
    async with redis.asyncio.from_url(first.redis_url) as client:
        assert await client.ping()
    await asyncio.to_thread(first.close)
    assert await ask(second.database_url, "SELECT 1") == 1
    await asyncio.to_thread(second.close)
    with pytest.raises(OSError, match=r"refused|No such file"):
        await ask(second.database_url, "SELECT 1")


async def test_data_survive_a_restart(data_dir: Path, attach: Attach) -> None:
    first = await attach(data_dir)
    await ask(first.database_url, "CREATE TABLE kept AS SELECT 7 AS number")
    await asyncio.to_thread(first.close)
    second = await attach(data_dir)
    assert await ask(second.database_url, "SELECT number FROM kept") == 7


async def test_only_what_is_wanted_is_started(data_dir: Path, attach: Attach) -> None:
    embedded = await attach(data_dir, database=False)
    assert embedded.database_url is None
    assert not (data_dir / "postgres").exists()
    nothing = await attach(data_dir, database=False, redis=False)
    assert (nothing.database_url, nothing.redis_url, nothing.notice) == (None, None, None)


def test_second_run_is_refused(data_dir: Path) -> None:
    with claim_run(data_dir), pytest.raises(EmbeddedError, match="already running"):
        claim_run(data_dir)
    claim_run(data_dir).close()


async def test_kill_of_a_holder_leaves_the_servers(data_dir: Path, attach: Attach, holder: Holder) -> None:
    process = holder(data_dir)
    assert process.stdout
    url = process.stdout.readline().strip()
    started = await ask(url, STARTED)
    with pytest.raises(EmbeddedError, match="already running"):
        claim_run(data_dir)
    process.kill()
    process.wait()
    claim_run(data_dir).close()
    embedded = await attach(data_dir)
    assert await ask(url, STARTED) == started
    pid = postmaster(data_dir)
    await asyncio.to_thread(embedded.close)
    with pytest.raises(OSError, match=r"refused|No such file"):
        await ask(url, "SELECT 1")
    assert not (data_dir / "postgres/postmaster.pid").exists(), f"{pid} was not shut down cleanly"


async def test_servers_are_out_of_reach_of_ctrl_c(data_dir: Path, attach: Attach) -> None:
    await attach(data_dir, redis=False)
    assert os.getpgid(postmaster(data_dir)) != os.getpgrp()


async def test_a_killed_server_is_started_again(data_dir: Path, attach: Attach) -> None:
    embedded = await attach(data_dir)
    assert embedded.redis_url
    await ask(embedded.database_url, "CREATE TABLE kept AS SELECT 7 AS number")
    async with redis.asyncio.from_url(embedded.redis_url) as client:
        valkey = (await client.info())["process_id"]
    nursery = Nursery()
    nursery.start("keep", lambda: embedded.keep(0.01))
    os.kill(postmaster(data_dir), signal.SIGKILL)
    os.kill(valkey, signal.SIGKILL)
    assert await eventually_ask(embedded.database_url, "SELECT number FROM kept") == 7
    await eventually_ping(embedded.redis_url)
    await nursery.stop()


async def test_traces_of_a_killed_server_do_not_hinder(data_dir: Path, attach: Attach, holder: Holder) -> None:
    """Its parent is killed too, so nobody may have reaped it; its number in postmaster.pid then looks alive."""
    process = holder(data_dir)
    assert process.stdout
    process.stdout.readline()
    pid = postmaster(data_dir)
    process.kill()
    os.kill(pid, signal.SIGKILL)
    process.wait()
    # The worst case: the number now belongs to a living process of the same user.
    lines = (data_dir / "postgres/postmaster.pid").read_text().splitlines()
    embedded = await attach(data_dir)
    alive = postmaster(data_dir)
    await asyncio.to_thread(embedded.close)
    (data_dir / "postgres/postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    again = await attach(data_dir)
    assert await ask(again.database_url, "SELECT 1") == 1
    assert postmaster(data_dir) not in (pid, alive)


async def test_variables_of_the_environment_do_not_reach_the_servers(
    data_dir: Path, attach: Attach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nonexistent")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PRIYOMKA_TELEGRAM__TOKEN", "1:secret")
    embedded = await attach(data_dir, redis=False)
    assert await ask(embedded.database_url, "SELECT 1") == 1
    assert b"secret" not in environment(postmaster(data_dir))


async def test_another_version_is_named(data_dir: Path, attach: Attach) -> None:
    cluster = data_dir / "postgres"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match=r"made by PostgreSQL 9 and here is PostgreSQL 1\d"):
        await attach(data_dir)


async def test_a_data_directory_that_cannot_be_made(data_dir: Path, attach: Attach) -> None:
    (data_dir / "file").touch()
    with pytest.raises(EmbeddedError, match="Not a directory"):
        await attach(data_dir / "file/var")
    with pytest.raises(EmbeddedError, match="Not a directory"):
        claim_run(data_dir / "file/var")


@as_root
def test_an_ordinary_user(data_dir: Path, holder: Holder) -> None:
    """The process becomes nobody; the servers then belong to nobody as well."""
    own = data_dir / "own"
    own.mkdir()
    os.chown(own, NOBODY, NOBODY)
    process = holder(own, NOBODY)
    assert process.stdout
    assert process.stdout.readline().startswith("postgresql://")
    assert Path(f"/proc/{postmaster(own)}").stat().st_uid == NOBODY


@as_root
def test_an_ordinary_user_without_rights(data_dir: Path, holder: Holder) -> None:
    process = holder(data_dir, NOBODY)
    assert process.stdout
    assert process.stdout.readline() == f"error: {data_dir}/run.lock cannot be opened: Permission denied\n"


def test_closing_twice(data_dir: Path) -> None:
    embedded = Embedded.attach(data_dir, want_database=False, want_redis=True)
    embedded.close()
    embedded.close()
