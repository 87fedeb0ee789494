"""`priyomka simulate` as a person calls it, and what it leaves behind: nothing."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import asyncpg
import pytest

from bot.simulation.scratch import scratch_databases
from services.errors import Refused

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
CHAIN = """
start = 2026-11-23
days = 2
compare_days = 1
[clients]
first_contacts = 25
types = { booking = 3, claim = 1 }
[work]
minutes = 8
[[units]]
code = "north"
name = "Север <1>"
[[teams]]
name = "front"
agents = 1
[[compare]]
name = "ещё один & ещё"
agents = { front = 1 }
"""
_PLAYING = "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'priyomka_sim_%' AND application_name = 'priyomka'"
_OURS = "SELECT count(*) FROM pg_database WHERE datname LIKE 'priyomka_sim_%'"


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """A file of a small chain."""
    file = tmp_path / "chain.toml"
    file.write_text(CHAIN, encoding="utf-8")
    return file


@pytest.fixture
def command(database_url: str, redis_url: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start it on the session's servers."""
    started = []

    def start(*words: object) -> subprocess.Popen[str]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PRIYOMKA_")},
            "PRIYOMKA_DATABASE__URL": database_url, "PRIYOMKA_REDIS__URL": redis_url,
        }  # fmt: skip
        process = subprocess.Popen(  # noqa: S603
            [Path(sys.executable).with_name("priyomka"), "simulate", *map(str, words)], cwd=ROOT, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


async def _ours(url: str, sql: str = _OURS) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(sql))
    finally:
        await connection.close()


class _Page(HTMLParser):
    """Counts what is opened and what it refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.refers: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.refers += [str(value) for name, value in attrs if name in {"src", "href"}]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _written(out: Path) -> str:
    return (out / "simulation.html").read_text(encoding="utf-8")


async def test_a_report_pictures_and_nothing_left_behind(
    command: Callable[..., subprocess.Popen[str]], chain: Path, tmp_path: Path, database_url: str
) -> None:
    out, errors = command(chain, "--out", tmp_path / "out", "--language", "en").communicate()
    assert errors == ""
    headings = [line for line in out.splitlines() if line.isupper()]
    assert headings == [
        "WAITING FOR THE FIRST ANSWER", "MISSED", "WHAT ELSE HAPPENED", "LOAD OF THE AGENTS", "THE QUEUE BY THE HOUR", "WHAT WOULD CHANGE",
    ]  # fmt: skip
    contacts = re.search(r"First contacts: (\d+)", out)
    assert contacts
    assert re.search(rf"^All +{contacts[1]} ", out, re.MULTILINE)
    assert re.search(r"^ещё один & ещё .*\([+-]", out, re.MULTILINE)
    page = _written(tmp_path / "out")
    read = _Page()
    read.feed(page)
    assert (read.seen.count("svg"), read.seen.count("desc"), read.seen.count("table")) == (5, 5, 6)
    assert (read.refers, read.open) == ([], [])
    assert "Север &lt;1&gt;" in page
    assert await _ours(database_url) == 0


@pytest.fixture
def endless(chain: Path) -> Path:
    """A file of a chain that is not played while anybody waits."""
    chain.write_text(CHAIN.replace("first_contacts = 25", "first_contacts = 50000"), encoding="utf-8")
    return chain


async def test_ctrl_c_leaves_nothing_behind(
    command: Callable[..., subprocess.Popen[str]], endless: Path, database_url: str
) -> None:
    process, until = command(endless), time.monotonic() + 60
    while not await _ours(database_url, _PLAYING):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert await _ours(database_url) == 0


@pytest.mark.parametrize(
    ("content", "said"), [("days = 0", "days: Input should be greater"), ("colour = 1", "colour: unknown key")]
)
def test_a_wrong_file_is_a_line_and_usage(
    command: Callable[..., subprocess.Popen[str]], chain: Path, content: str, said: str
) -> None:
    chain.write_text(content + "\n" + CHAIN.replace("days = 2\n", ""), encoding="utf-8")
    process = command(chain)
    out, errors = process.communicate()
    assert (process.returncode, out) == (2, "")
    assert [said in line for line in errors.splitlines()] == [True]


async def test_what_a_killed_one_left_is_dropped_by_the_next_and_what_is_in_use_is_not(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute('CREATE DATABASE "priyomka_sim_1_0"')
    await connection.close()
    async with scratch_databases(database_url, 2) as first, scratch_databases(database_url, 1) as second:
        assert await _ours(database_url) == len({*first, *second}) == 3
    assert await _ours(database_url) == 0


async def test_who_may_make_no_database_is_told_so(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute("CREATE ROLE modest LOGIN")
    try:
        with pytest.raises(Refused) as refused:
            async with scratch_databases(database_url.replace("postgres@", "modest@"), 1):
                pass
        assert "CREATEDB" in refused.value.data["line"]
    finally:
        await connection.execute("DROP ROLE modest")
        await connection.close()
