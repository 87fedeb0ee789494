"""Where the servers live: their directories, their sockets and who owns them."""

import hashlib
import os
import pwd
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.embedded.account import Account, system_account
from bot.embedded.errors import EmbeddedError

STATE = Path("/var/lib/priyomka")
SHORT = Path("/tmp")  # noqa: S108 (the same for every process, unlike $TMPDIR; ownership is checked below)
SOCKET_PATH_LIMIT = 103 if sys.platform == "darwin" else 107  # bytes, sockaddr_un.sun_path without its final NUL
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """Where one data directory's servers live."""

    home: Path
    """Holds `postgres/`, `valkey/`, `log/` and `run/`; the data directory, unless the servers' user cannot get there."""
    account: Account | None
    """Who the servers run as; None: the user of this process."""

    @property
    def sockets(self) -> Path:
        """The directory of the sockets: below `home`, or where that path is too long, a short one."""
        path = self.home / "run"
        if len(os.fsencode(path / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return path
        return SHORT / f"priyomka-{digest(self.home)}"

    @property
    def logs(self) -> Path:
        return self.home / "log"

    def make(self) -> None:
        """Make the directories that are missing; one process at a time may."""
        self.own(self.logs)
        self.own(self.sockets)
        if self.sockets.parent == SHORT and not self._ours(self.sockets):
            raise EmbeddedError(f"{self.sockets} belongs to somebody else; choose a shorter storage.data_dir")

    def own(self, path: Path) -> None:
        """Make a directory for the servers' user alone. An existing one is left as it is."""
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            return
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def leave(self) -> None:
        """Remove the short directory of the sockets, once it is empty."""
        path = self.sockets
        if path.parent == SHORT and path.exists() and self._ours(path) and not any(path.iterdir()):
            path.rmdir()

    def _ours(self, path: Path) -> bool:
        """Whether nobody else put the directory there: under the temporary one everybody could."""
        found = path.lstat()
        uid = self.account.uid if self.account else os.geteuid()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077


def choose(data_dir: Path) -> Place:
    """The place of a data directory's servers, the same for every process."""
    if os.geteuid() != 0:
        return Place(data_dir, None)
    elsewhere = STATE / digest(data_dir)
    for home in (data_dir, elsewhere):
        account = _owner(home / "postgres")
        if account and account.reaches(home):
            return Place(home, account)
    account = system_account()
    if account.reaches(data_dir):
        return Place(data_dir, account)
    public_directory(elsewhere)
    if not account.reaches(elsewhere):
        raise EmbeddedError(f"the user {account.name}, whom the servers run as, reaches neither {data_dir} nor {elsewhere}")
    return Place(elsewhere, account)


def public_directory(path: Path) -> None:
    """Make a directory that everybody may enter, whatever the umask. Existing ones are left as they are."""
    if not path.exists():
        public_directory(path.parent)
        path.mkdir(exist_ok=True)
        path.chmod(0o755)


def digest(path: Path) -> str:
    """A short name for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _owner(path: Path) -> Account | None:
    """Who owns an existing cluster: they go on running it. Root and unknown users cannot."""
    try:
        uid = path.stat().st_uid
        return Account.of(pwd.getpwuid(uid)) if uid else None
    except (OSError, KeyError):
        return None
