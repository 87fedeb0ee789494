"""Reading what a call carries: the JSON body, the query, the key. Every deviation is a problem, never a surprise."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import BaseModel, ValidationError

from handlers.web.api.call import JSON, Upload
from services.errors import Refused, invalid

MAX_JSON = 1 << 20  # bytes; the longest text is 20 thousand characters
READ_ERRORS = (web.RequestPayloadError, HttpProcessingError)  # cut off, or not what its encoding says
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(slots=True)
class Received:
    """A body as it came. `digest` stands for its content under an Idempotency-Key; `failure` is told after the key was looked at."""

    digest: bytes
    raw: bytes = b""
    upload: Upload | None = None
    failure: Refused | None = None


async def receive_json(http: web.Request) -> Received:
    """Read at most `MAX_JSON` bytes."""
    raw, failure = bytearray(), None
    try:
        async for chunk in http.content.iter_any():
            raw += chunk
            if len(raw) > MAX_JSON:
                del raw[MAX_JSON:]
                failure = Refused("too-large", limit=MAX_JSON)
                break
    except READ_ERRORS:
        failure = Refused("malformed", detail="the body was cut off or is not encoded as it says")
    return Received(hashlib.sha256(raw).digest(), bytes(raw), failure=failure)


def parse_json(model: type[BaseModel], http: web.Request, raw: bytes) -> BaseModel:
    """The body as its model; an empty body counts as `{}` where nothing is required. Raises Refused `malformed`, `invalid`."""
    if not raw.strip() and not any(field.is_required() for field in model.model_fields.values()):
        return model()
    if http.content_type != JSON and not http.content_type.endswith("+json"):
        raise Refused("malformed", detail=f"the body must be {JSON}")
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _refused(error) from None


def parse_query(model: type[BaseModel], http: web.Request) -> BaseModel:
    """The query string as its model. Raises Refused `invalid`."""
    if doubled := [name for name in set(http.query) if len(http.query.getall(name)) > 1]:
        raise invalid(doubled[0], "given more than once")
    try:
        return model.model_validate(dict(http.query))
    except ValidationError as error:
        raise _refused(error) from None


def parse_key(http: web.Request) -> str | None:
    """The Idempotency-Key: 1 to 255 visible ASCII characters. Raises Refused `invalid`."""
    key = http.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise invalid("Idempotency-Key", "use 1 to 255 visible ASCII characters")
    return key


def _refused(error: ValidationError) -> Refused:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    if details[0]["type"] == "json_invalid":
        return Refused("malformed", detail=details[0]["msg"])
    return Refused("invalid", errors=[_error(detail) for detail in details[:20]])


def _error(detail: Any) -> dict[str, str]:
    reasons = {"missing": "required", "extra_forbidden": "unknown field", "literal_error": "unknown"}
    reason = reasons.get(detail["type"], detail["msg"].removeprefix("Value error, "))
    return {"field": ".".join(str(part) for part in detail["loc"])[:200], "reason": reason}
