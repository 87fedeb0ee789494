"""What the two doors refuse. Texts of the Bot API door: telegram.md §3 (lower-case after the prefix)."""

from typing import Any


class ApiError(Exception):
    """A Bot API refusal: `code` is both `error_code` and the HTTP status."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class ControlError(Exception):
    """A refusal of the control API: 400, 404 or 409 with `{"error": text}`."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def bad_request(text: str) -> ApiError:
    """400 with the prefix of the Bot API."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """403 with the prefix of the Bot API."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """409 with the prefix of the Bot API."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(seconds: int) -> ApiError:
    """429; the same seconds go into `parameters` and, at the door, into the `Retry-After` header."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
