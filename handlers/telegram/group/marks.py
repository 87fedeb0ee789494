"""How people mark what they write in a topic: for the client, for colleagues, or a command."""

import re

KINDS = {"note": False, "n": False, "answer": True, "a": True}
TAKE_BACK, CARD = "undo", "card"
_COMMAND = re.compile(r"/([a-z]{1,32})(?:@[A-Za-z0-9_]+)?(?:\s+|$)(.*)", re.DOTALL | re.IGNORECASE)


def command_of(said: str) -> str | None:
    """The name of the command; empty where there is none of that form (`/note:`, `/заметка`)."""
    if not said.startswith("/"):
        return None
    found = _COMMAND.match(said)
    return found[1].lower() if found is not None else ""


def meant(said: str, *, default: bool) -> tuple[bool, str]:
    """Whether it is for the client, and the words without the mark."""
    if said.startswith("!"):
        return not default, said[1:].lstrip()
    found = _COMMAND.match(said)
    kind = KINDS.get(found[1].lower()) if found is not None else None
    return (kind, found[2]) if found is not None and kind is not None else (default, said)
