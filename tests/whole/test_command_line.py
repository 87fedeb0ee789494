"""`priyomka` as a newcomer meets it: every command, and what it says when something is wrong."""

import asyncio
import itertools
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from services.storage.migrate import migrate
from tests.crash.nest import ERRORS, OUT, Nest
from tests.harness import ROOT, until
from tests.servers import create_database, drop_database, public_temporary_directory

UNITS_AND_SKILL = ("--unit", "nsk", "--unit", "belgrade", "--skill", "price", "--telegram-id", "77")
COMMAND = Path(sys.executable).parent / "priyomka"
Env = dict[str, str]


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def refused(self, *words: str, code: int = 1) -> None:
        """One clear line on stderr, nothing on stdout, the right exit code."""
        assert (self.code, self.out) == (code, ""), self
        assert self.err.startswith("priyomka: "), self.err
        assert len(self.err.splitlines()) == 1, self.err
        for word in words:
            assert word in self.err, self.err

    def done(self) -> list[str]:
        """The lines on stdout of a success."""
        assert (self.code, self.err) == (0, ""), self
        return self.out.splitlines()


@dataclass(frozen=True)
class Shell:
    """Where commands are given: the product's, in processes of their own, which come loaded from a nest."""

    nest: Nest
    homes: Iterator[Path]
    env: Env

    def having(self, more: Env) -> "Shell":
        """The same with further settings."""
        return replace(self, env={**self.env, **more})

    async def says(self, *arguments: str) -> Said:
        """Run a command to its end."""
        home = next(self.homes)
        code = await (await self.nest.command(home, self.env, *arguments)).gone(60)
        return Said(code, (home / OUT).read_text(), (home / ERRORS).read_text())

    async def done(self, *arguments: str) -> list[str]:
        """The lines of a success."""
        return (await self.says(*arguments)).done()


async def _start(env: Env, *arguments: str) -> asyncio.subprocess.Process:
    """The command as it was installed, with nothing of this machine's own settings."""
    clean = {name: value for name, value in os.environ.items() if not name.upper().startswith("PRIYOMKA_")}
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        str(COMMAND), *arguments, cwd=ROOT, env={**clean, **env}, stdout=pipe, stderr=pipe
    )


async def _said(env: Env, *arguments: str) -> Said:
    """What it leaves behind as it was installed."""
    process = await _start(env, *arguments)
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return Said(process.returncode or 0, out.decode(), err.decode())


async def _ready(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """The address in the ready line, and everything said before it."""
    assert process.stdout
    before = ""
    async with asyncio.timeout(90):
        async for line in process.stdout:
            if line.decode().startswith("ready "):
                return line.decode().split()[1], before
            before += line.decode()
    assert process.stderr
    raise AssertionError((await process.stderr.read()).decode())


async def _stops(process: asyncio.subprocess.Process) -> None:
    """SIGTERM is obeyed within ten seconds, with success."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        await process.communicate()
    assert process.returncode == 0


def _has(place: Path, name: str) -> bool:
    return any(place.rglob(name))


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty one, which the servers' own user may enter too."""
    path = public_temporary_directory()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def nowhere(hen: Nest, data_dir: Path, tmp_path: Path) -> Shell:
    """No settings but a place."""
    homes = (tmp_path / str(number) for number in itertools.count())
    return Shell(hen, homes, {"PRIYOMKA_STORAGE__DATA_DIR": str(data_dir), "PRIYOMKA_HTTP__PORT": "0"})


@pytest.fixture
async def empty(database_url: str, redis_url: str, nowhere: Shell, data_dir: Path) -> AsyncIterator[Shell]:
    """Settings of somebody with servers of their own; the database has nothing in it."""
    name = f"line_{data_dir.name.rpartition('-')[2].lower()}"
    url = await create_database(database_url, name)
    yield nowhere.having({"PRIYOMKA_DATABASE__URL": url, "PRIYOMKA_REDIS__URL": redis_url})
    await drop_database(database_url, name)


@pytest.fixture
async def shell(empty: Shell) -> Shell:
    """The same with the schema in place."""
    await migrate(empty.env["PRIYOMKA_DATABASE__URL"])
    return empty


async def test_first_steps(empty: Shell) -> None:
    """check says what to do, migrate does it, the demo chain comes once, people and programs get their keys."""
    check = await empty.says("check")
    assert check.code == 1
    assert "FAIL  postgresql: " in check.out
    assert "priyomka migrate" in check.out
    first, [second] = (await empty.says("migrate")).done(), (await empty.says("migrate")).done()
    assert "(was: empty)" in first[0]
    assert second == first[0].removesuffix(" (was: empty)")
    demo = (await empty.says("demo-data")).done()
    assert {line.split("\t")[0] for line in demo} >= {"anna", "head", "director", "qa", "admin"}
    again, check, [password], [token], [_] = await asyncio.gather(
        empty.says("demo-data"),
        empty.says("check"),
        empty.done("staff", "add", "vera", "--name", "Вера", "--role", "agent", *UNITS_AND_SKILL),
        empty.done("token", "add", "site", "--scope", "source"),
        empty.done("token", "add", "dms", "--scope", "source", "--vouches"),
    )  # fmt: skip
    again.refused("already has units")
    assert "ok    postgresql: database.url, version 1" in check.out
    assert "ok    redis: version" in check.out
    assert "ok    telegram: no token: the sandbox stands in" in check.out
    assert len(password) >= 8
    assert len(token) >= 30
    (await empty.says("staff", "add", "vera", "--name", "Вера", "--role", "agent")).refused("login: taken")
    (await empty.says("token", "add", "site", "--scope", "source")).refused("name: ")
    await asyncio.gather(empty.done("token", "vouch", "site"), empty.done("token", "vouch", "dms", "--off"))
    assert await empty.done("token", "list") == ["dms\tsource\t-", "site\tsource\tvouches for phones"]


WRONG: list[tuple[tuple[str, ...], Env, int, tuple[str, ...]]] = [
    (("staff", "add", "x", "--name", "Икс", "--role", "boss"), {}, 2, ("--role", "boss", "agent", "director")),
    (("staff", "add", "x", "--role", "agent"), {}, 2, ("--name",)),
    (("staff", "add", "Это не логин", "--name", "Икс", "--role", "agent"), {}, 1, ("login: ",)),
    (("staff", "add", "x", "--name", "Икс", "--role", "agent", "--unit", "moon"), {}, 1, ("unit: ", "moon")),
    (("staff", "add", "x", "--name", "Икс", "--role", "agent", "--skill", "singing"), {}, 1, ("skill: ", "singing")),
    (("token", "add", "x", "--scope", "root"), {}, 1, ("scope: ", "source, read, admin or agent:LOGIN")),
    (("token", "add", "x", "--scope", "agent:nobody"), {}, 1, ("scope: ", "nobody")),
    (("token", "add", "x", "--scope", "agent:"), {}, 1, ("scope: ",)),
    (("token", "add", "x", "--scope", "read", "--vouches"), {}, 1, ("vouches: ", "source and admin")),
    (("token", "vouch", "nobody"), {}, 1, ("the token nobody is not there",)),
    (("dead-letters", "show", "4711"), {}, 1, ("4711",)),
    (("dead-letters", "replay", "4711"), {}, 1, ("4711",)),
    (("dead-letters", "show", "все"), {}, 2, ("ID", "integer")),
    (("fly",), {}, 2, ("fly",)),
    (("run", "--role", "pilot"), {}, 2, ("pilot", "worker")),
    (("run", "--role", "bot"), {}, 1, ("telegram.token",)),
    (("migrate",), {"PRIYOMKA_TELEGRAM__TOKN": "x"}, 2, ("PRIYOMKA_TELEGRAM__TOKN", "settings.toml")),
    (("migrate",), {"PRIYOMKA_SETTINGS": "/nowhere/settings.toml"}, 2, ("/nowhere/settings.toml",)),
    (("run",), {"PRIYOMKA_HTTP__PORT": "99999"}, 2, ("http.port", "PRIYOMKA_HTTP__PORT")),
    (("run",), {"PRIYOMKA_TELEGRAM__TOKEN": "my-secret-token"}, 2, ("telegram.token", "bot token")),
    (("migrate",), {"PRIYOMKA_DATABASE__URL": "postgresql://u:hush@127.0.0.1:1/x"}, 1, ("PostgreSQL",)),
    (
        ("token", "add", "x", "--scope", "read"),
        {"PRIYOMKA_DATABASE__URL": "postgresql://u:hush@127.0.0.1:1/x"},
        1,
        ("PostgreSQL",),
    ),
]


async def test_what_can_be_wrong_is_one_line(shell: Shell) -> None:
    """2 for usage, 1 for the rest; never a traceback, never a secret."""
    places = asyncio.Semaphore(4)

    async def run(arguments: tuple[str, ...], more: Env) -> Said:
        async with places:
            return await shell.having(more).says(*arguments)

    ended = await asyncio.gather(*(run(arguments, more) for arguments, more, _, _ in WRONG))
    for said, (_, _, code, words) in zip(ended, WRONG, strict=True):
        said.refused(*words, code=code)
        assert "hush" not in said.err
        assert "my-secret" not in said.err


async def test_no_arguments_show_what_there_is(data_dir: Path) -> None:
    for arguments in ((), ("--help",), ("staff", "--help")):
        said = await _said({"PRIYOMKA_STORAGE__DATA_DIR": str(data_dir)}, *arguments)
        text = said.out + said.err
        assert "Usage: priyomka" in text
        assert "Traceback" not in text


@pytest.mark.parametrize(("version", "words"), [(None, ("priyomka migrate",)), ("9999", ("9999",))], ids=["too old", "too new"])
async def test_a_schema_that_does_not_fit_stops_everything(empty: Shell, version: str | None, words: tuple[str, ...]) -> None:
    """An update half done, or an older program on a newer database."""
    if version:
        await migrate(empty.env["PRIYOMKA_DATABASE__URL"])
        connection = await asyncpg.connect(empty.env["PRIYOMKA_DATABASE__URL"])
        await connection.execute("UPDATE alembic_version SET version_num = $1", version)
        await connection.close()
    starting = ("run",) if version else ("staff", "add", "x", "--name", "Икс", "--role", "agent")
    for said in await asyncio.gather(empty.says(*starting), empty.says("dead-letters", "list")):
        said.refused(*words)
    if version:
        (await empty.says("migrate")).refused(*words)


@pytest.mark.slow
async def test_everything_from_nothing(nowhere: Shell, data_dir: Path) -> None:
    """No settings but a place: servers of its own, sandbox and demo; a second run is refused, other commands attach."""
    (await _said(nowhere.env, "dead-letters", "list")).done()  # starts the servers for its own time
    process = await _start(nowhere.env, "run")
    address, before = await _ready(process)
    assert f"{address}/console" in before
    assert f"{address}/sandbox/" in before
    assert "anna" in before
    elsewhere = public_temporary_directory()
    taken = {"PRIYOMKA_HTTP__PORT": address.rpartition(":")[2]}
    second, checked, token, other = await asyncio.gather(
        nowhere.having(taken).says("run"),
        nowhere.says("check"),
        nowhere.done("token", "add", "reader", "--scope", "read"),
        nowhere.having({**taken, "PRIYOMKA_STORAGE__DATA_DIR": str(elsewhere)}).says("run"),
    )
    second.refused(str(data_dir))
    assert "ok    postgresql: embedded" in checked.out
    other.refused(f"cannot listen on 127.0.0.1:{taken['PRIYOMKA_HTTP__PORT']}: ", "http.port")
    assert not _has(elsewhere, "PG_VERSION")  # said before anything was set up
    shutil.rmtree(elsewhere)
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}/api/v1/units", headers={"Authorization": f"Bearer {token[0]}"}) as response:
            assert {unit["code"] for unit in (await response.json())["items"]} == {"msk-north", "nsk", "belgrade"}
        await _dead_letters(nowhere, session, f"{address}/sandbox")
    await _stops(process)
    assert not _has(data_dir, "postmaster.pid")


async def _dead_letters(shell: Shell, session: aiohttp.ClientSession, sandbox: str) -> None:
    """Seen, looked at, replayed: what is still broken comes back to the list."""
    assert await shell.done("dead-letters", "list") == ["no dead letters"]
    person = {"id": 1001, "is_bot": False, "first_name": "Иван"}
    update = {
        "message": {
            "message_id": 900,
            "date": "вчера",
            "chat": {"id": 1001, "type": "private"},
            "from": person,
            "text": "Стучит подвеска",
        }
    }
    async with session.post(f"{sandbox}/sim/updates/700000001", json=update) as response:
        assert response.status == 202
    async with session.post(f"{sandbox}/sim/updates/700000001", data="[1]") as response:
        assert response.status == 202

    async def listed() -> list[str] | None:
        lines = await shell.done("dead-letters", "list")
        return lines if len(lines) == 2 else None

    lines = await until(listed, "both are listed", 30)
    broken = next(line for line in lines if "update -" not in line)
    rubbish = next(line for line in lines if "update -" in line)
    letter = broken.split("\t")[0]
    shown, refused = await asyncio.gather(
        shell.done("dead-letters", "show", letter), shell.says("dead-letters", "replay", rubbish.split("\t")[0])
    )
    replayed = await shell.done("dead-letters", "replay", letter)
    assert any(line.startswith("raw: ") and "Стучит подвеска" in line for line in shown)
    assert any(line.startswith("error: ") for line in shown)
    assert "again" in replayed[0]
    refused.refused("not an update")
    await until(listed, "what is still broken is listed again", 30)
