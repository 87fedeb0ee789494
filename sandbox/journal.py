"""The journal of Bot API calls, for `GET /sim/calls/{bot}`."""

from collections import deque
from itertools import islice
from typing import Any

Json = dict[str, Any]
KEPT = 20_000


class Journal:
    """The newest `KEPT` calls of one bot, with rising `seq`."""

    def __init__(self) -> None:
        self._calls: deque[tuple[int, float, str, Json, int, Any]] = deque(maxlen=KEPT)
        self.seq = 0

    def write(self, at: float, method: str, params: Json, status: int, result: Any) -> None:
        """Note one call: `at` in seconds since the epoch (shifted), `result` or the refusal's description."""
        self.seq += 1
        self._calls.append((self.seq, at, method, params, status, result))

    def after(self, seq: int, method: str | None) -> list[Json]:
        """The kept calls newer than `seq`, all or of one method (any case)."""
        skip = max(0, len(self._calls) - (self.seq - seq))
        wanted = method.lower() if method else None
        return [
            {"seq": number, "at": at, "method": name, "params": params, "status": status, "result": result}
            for number, at, name, params, status, result in islice(self._calls, skip, None)
            if wanted is None or name.lower() == wanted
        ]
