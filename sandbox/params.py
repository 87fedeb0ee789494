"""Parameters of a Bot API call, whichever way they came: query, form, JSON or multipart."""

import json
import math
from typing import Any

from sandbox.errors import bad_request
from sandbox.files import Upload

Json = dict[str, Any]
YES = frozenset({"true", "1", "yes"})


class Params:
    """Named values with the Bot API's lenient reading: numbers and booleans may come as text, objects as JSON text."""

    __slots__ = ("files", "values")

    def __init__(self, values: Json, files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def text(self, name: str, default: str = "") -> str:
        """The value as text."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else _as_text(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The value as a whole number; `default` when missing or not a number."""
        value = self.values.get(name)
        if isinstance(value, int):
            return int(value)
        try:
            return int(value) if isinstance(value, str) else default
        except ValueError:
            return default

    def number(self, name: str) -> float | None:
        """The value as a finite number, or None."""
        value = self.values.get(name)
        try:
            number = float(value) if isinstance(value, (str, int, float)) else math.nan
        except (ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None

    def flag(self, name: str) -> bool:
        """The value as a boolean."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else str(value).lower() in YES

    def has(self, name: str) -> bool:
        """Whether a non-empty value came."""
        return self.values.get(name) not in (None, "")

    def data(self, name: str, what: str = "") -> Any:
        """The value as JSON data, None when missing; 400 `can't parse {what} JSON object` on broken text."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None

    def items(self, name: str, what: str = "") -> list[Any]:
        """The value as a JSON array, empty when missing; 400 when it is something else."""
        value = self.data(name, what)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"expected an Array of {what or name}")
        return value

    def journal(self) -> Json:
        """What the journal keeps: values as they came, files as name and size."""
        if not self.files:
            return self.values
        files = {name: {"name": upload.name, "size": len(upload.data)} for name, upload in self.files.items()}
        return {**self.values, **files}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else json.dumps(value, ensure_ascii=False)
