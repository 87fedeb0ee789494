"""What a rule refuses, as data. The edges turn a code into a text (Fluent `refused-<code>`) or a problem document (RFC 9457)."""

from typing import Any


class Refused(Exception):
    """A rule said no; nothing was changed.

    `code` is one of the contract's error codes (`wip-limit`, `not-owner`, …); `data` is what the edge may show with it, for
    example `{"missing": ["outcome"]}` or `{"errors": [{"field", "reason"}]}`.
    """

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def invalid(field: str, reason: str) -> Refused:
    """`Refused("invalid")` for one field of a body; `reason` is a stable word such as `unknown`, `past`, `required`."""
    return Refused("invalid", errors=[{"field": field, "reason": reason}])
