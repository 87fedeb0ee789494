"""What an answer of the Bot API means (telegram.md §2, §3)."""

import json
from typing import Any

from services.outbox.outcomes import Blocked, Failed, Migrated, NotSent, Outcome, RetryAfter, Sent, Unknown

_REFUSED_FOR = 5.0  # seconds, when a 429 does not say
_FRESH = ("send", "copy", "forward", "createforumtopic")
_PASSING = ("sendchataction", "sendmessagedraft")


def is_fresh(method: str) -> bool:
    """Whether calling it twice can make two messages."""
    name = method.lower()
    return name.startswith(_FRESH) and name not in _PASSING


def read_answer(method: str, status: int, retry_after: str | None, body: bytes) -> Outcome:
    """`status` and `retry_after` are the HTTP answer's, `body` as it came."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or "ok" not in answer:
        return _not_the_api(method, status, retry_after)
    if answer["ok"] is True:
        return Sent(answer.get("result"))
    return _refusal(method, answer)


def _not_the_api(method: str, status: int, retry_after: str | None) -> Outcome:
    """The front end speaks, in HTML.

    502 and 503 mean that it found nobody to pass the call to: a plain repetition, or an hour of them would use up the one
    repetition that an unknown result allows. After a 504, or an answer that claims success, the call may have been made.
    """
    error = f"HTTP {status} without JSON"
    if status == 429:  # noqa: PLR2004
        return RetryAfter(float(retry_after) if retry_after and retry_after.isdigit() else _REFUSED_FOR)
    if status == 504 or status < 400:  # noqa: PLR2004
        return Unknown(error, is_fresh(method))
    if status == 413:  # noqa: PLR2004
        return Failed(error)
    return NotSent(error)


def _refusal(method: str, answer: dict[str, Any]) -> Outcome:
    code, description = answer.get("error_code"), str(answer.get("description", ""))
    parameters = answer.get("parameters") or {}
    if "migrate_to_chat_id" in parameters:
        return Migrated(int(parameters["migrate_to_chat_id"]))
    if code == 429 or "retry_after" in parameters:  # noqa: PLR2004
        return RetryAfter(float(parameters.get("retry_after", _REFUSED_FOR)))
    if code == 403 or "chat not found" in description:  # noqa: PLR2004
        return Blocked(description)
    if code == 504:  # noqa: PLR2004
        return Unknown(description, is_fresh(method))
    if _is_ours_or_theirs(code, description):
        return NotSent(description)
    return Failed(description)


def _is_ours_or_theirs(code: object, description: str) -> bool:
    """The token is revoked or the address wrong, or the server is being restarted: no message is to blame for that."""
    if code == 404:  # noqa: PLR2004
        return "method not found" not in description
    return code == 401 or (isinstance(code, int) and code >= 500)  # noqa: PLR2004
