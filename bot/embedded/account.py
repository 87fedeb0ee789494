"""The system user that the servers run as when the command was started by root.

PostgreSQL refuses to run as root, and a server that needs no power should have none.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

NAME = "priyomka"
FALLBACK = "nobody"


@dataclass(frozen=True)
class Account:
    """A user that processes are started as."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, entry: pwd.struct_passwd) -> Self:
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def reaches(self, place: Path) -> bool:
        """Whether this user may enter the directory; asked of the kernel, so all kinds of permissions count."""
        command = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(place)]
        with start(command, self, output=subprocess.DEVNULL) as process:
            return process.wait() == 0


def system_account() -> Account:
    """The user `priyomka`, made if need be, else `nobody`."""
    try:
        return Account.of(pwd.getpwnam(NAME))
    except KeyError:
        _make_user()
    try:
        return Account.of(pwd.getpwnam(NAME))
    except KeyError:
        return Account.of(pwd.getpwnam(FALLBACK))


def _make_user() -> None:
    """Try to add the user; systems without useradd or with a read-only /etc go on without it."""
    tool = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if tool is None:
        return
    nologin = shutil.which("nologin", path="/usr/sbin:/sbin") or "/bin/false"
    command = [tool, "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", nologin, NAME]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (fixed words)


def start(
    command: Sequence[str], account: Account | None, *, output: int | IO[str], keep: Sequence[int] = ()
) -> subprocess.Popen[str]:
    """Start a program as `account` (None: as this user), without this process's environment or terminal.

    The environment holds secrets and PG… variables that would lead the servers astray; an own session keeps Ctrl-C in
    the terminal away from them, so that the application stops first. Descriptors in `keep` are inherited.
    """
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if library_path := os.environ.get("LD_LIBRARY_PATH"):
        environment["LD_LIBRARY_PATH"] = library_path
    return subprocess.Popen(  # noqa: S603 (every word of the command is ours)
        command,
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        umask=0o077,
        pass_fds=keep,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
