"""Style sheets and scripts: served under a name that changes with their content, so that browsers may keep them for ever."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"


@dataclass(frozen=True, slots=True)
class Assets:
    """The version in the address of static files, and whether the front-end files of others were fetched at set-up."""

    version: str
    htmx: bool

    @classmethod
    def read(cls) -> "Assets":
        """Look at the files as they are now."""
        digest = hashlib.sha256()
        for path in sorted(p for p in STATIC.rglob("*") if p.is_file()):
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\x00" + path.read_bytes())
        return cls(digest.hexdigest()[:12], (STATIC / "vendor" / "htmx.min.js").is_file())

    def url(self, name: str) -> str:
        """The address of a file."""
        return f"/console/static/{self.version}/{name}"
