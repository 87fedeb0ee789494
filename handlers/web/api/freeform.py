"""Objects whose fields are the caller's own business (`vehicle`, `fields`): bounded, so that they can be stored and shown."""

import json
import math

from pydantic import JsonValue

_DEPTH = 8
_BYTES = 20_000
_DIGITS = 10**30


def bounded(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The value itself. Raises ValueError for what is too large or too deep, or cannot be stored (NUL, infinity)."""
    _check(value, _DEPTH)
    if len(json.dumps(value, ensure_ascii=False).encode()) > _BYTES:
        raise ValueError(f"larger than {_BYTES} bytes")
    return value


def _check(value: JsonValue, depth: int) -> None:
    if depth == 0:
        raise ValueError(f"deeper than {_DEPTH} levels")
    if isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
    elif isinstance(value, str):
        if "\x00" in value:
            raise ValueError("contains NUL")
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("contains a number that is not finite")
    elif isinstance(value, int) and abs(value) > _DIGITS:
        raise ValueError("contains a number that is too large")
