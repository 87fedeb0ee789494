"""Files that go with a call: `"attach:<public id>"` where a file belongs becomes a part of a multipart body."""

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import aiohttp

ATTACH = "attach:"
_FILE_KEYS = frozenset(
    {"photo", "document", "voice", "audio", "video", "video_note", "sticker", "animation", "thumbnail", "cover", "media"}
)

OpenFile = Callable[[str], Awaitable[tuple[Path, str, str]]]
"""Public id → path, name and type of a stored file. Raises FileNotFoundError."""


def has_files(params: dict[str, Any]) -> bool:
    """Whether the call needs a multipart body."""
    return any(True for _ in _mentioned(params))


async def build_form(params: dict[str, Any], open_file: OpenFile) -> tuple[aiohttp.FormData, ExitStack]:
    """The body, and what keeps the files open: enter it for as long as the body is needed."""
    form, opened, parts = aiohttp.FormData(quote_fields=False), ExitStack(), dict[str, str]()
    try:
        for public_id in dict.fromkeys(_mentioned(params)):
            path, name, mime = await open_file(public_id)
            parts[public_id] = f"file{len(parts)}"
            form.add_field(parts[public_id], opened.enter_context(path.open("rb")), filename=_shown(name), content_type=mime)
    except BaseException:
        opened.close()
        raise
    for key, value in params.items():
        field = _replaced(value, parts, key)
        form.add_field(key, field if isinstance(field, str) else json.dumps(field))
    return form, opened


def _shown(name: str) -> str:
    """The name as the person reads it: Telegram takes it as it is, in UTF-8, so nothing may end the header or the quotes around it."""
    return "".join(ch if ch.isprintable() and ch not in '"\\\\' else "_" for ch in name) or "file"


def _public_id(value: str, key: str) -> str | None:
    """A text that merely begins like this is a text."""
    return value.removeprefix(ATTACH) if key in _FILE_KEYS and value.startswith(ATTACH) else None


def _mentioned(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if public_id := _public_id(value, key):
            yield public_id
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _mentioned(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _mentioned(inner)


def _replaced(value: Any, parts: dict[str, str], key: str = "") -> Any:
    if isinstance(value, str):
        public_id = _public_id(value, key)
        return f"attach://{parts[public_id]}" if public_id else value
    if isinstance(value, dict):
        return {name: _replaced(inner, parts, name) for name, inner in value.items()}
    return [_replaced(inner, parts) for inner in value] if isinstance(value, list) else value
