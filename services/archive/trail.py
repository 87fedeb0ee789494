"""Who looked for what, on the audit trail (goals, "Security")."""

from typing import Any

from services.archive.asked import read
from services.archive.models import Found, Narrowing
from services.storage.tx import Tx

_MOST = 40  # requests of a page


def leave_trace(tx: Tx, typed: str, narrowing: Narrowing, found: Found) -> None:
    """Record the search: what kind of things were looked for, how it was narrowed, and which conversations were shown.

    Not the words: people are looked for by their phones and names, and what is recorded stays when they have themselves erased.
    """
    things = read(typed).things
    if not things:
        return
    kinds = ["mark" if thing.mark else "phrase" if thing.phrase else "word" for thing in things]
    narrowed: dict[str, Any] = {name: getattr(narrowing, name) for name in narrowing.__dataclass_fields__}
    tx.event(
        "archive.searched", tx.actor, things={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        narrowed={name: value for name, value in narrowed.items() if value not in (None, "", False)},
        shown=[hit.number for hit in (*found.direct, *found.hits)][:_MOST],
    )  # fmt: skip
