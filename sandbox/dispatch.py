"""One Bot API call from parameters to answer, whichever door it came through."""

import json
from dataclasses import dataclass
from types import CoroutineType
from typing import Any

from sandbox.bots import Bot
from sandbox.errors import ApiError
from sandbox.methods import METHODS, Call, Described, Raw
from sandbox.params import Params
from sandbox.world import World

Json = dict[str, Any]
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status and JSON text; `retry_after` seconds go into a header too."""

    status: int
    body: bytes
    retry_after: int | None = None


def refusal(error: ApiError) -> Answer:
    """The Bot API's error object."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Answer(error.code, _encode(body), (error.parameters or {}).get("retry_after"))


async def execute(world: World, bot: Bot, name: str, params: Params) -> Answer:
    """Do the work and note it in the journal."""
    _, work = METHODS.get(name.lower(), (name, _unknown))
    try:
        result = work(Call(world, bot, params))
        if isinstance(result, CoroutineType):
            result = await result
    except ApiError as error:
        note_refusal(world, bot, name, params, error)
        return refusal(error)
    body, note = _granted(result)
    bot.journal.write(world.clock.now(), _title(name), params.journal(), 200, note)
    return Answer(200, body)


def note_refusal(world: World, bot: Bot, name: str, params: Params, error: ApiError) -> None:
    """Write a refused call into the journal."""
    bot.journal.write(world.clock.now(), _title(name), params.journal(), error.code, error.description)


def _title(name: str) -> str:
    """The documented spelling of a method's name."""
    return METHODS[name.lower()][0] if name.lower() in METHODS else name


def _unknown(_call: Call) -> None:
    raise ApiError(404, "Not Found: method not found")


def _granted(result: Any) -> tuple[bytes, Any]:
    if isinstance(result, Raw):
        return b'{"ok":true,"result":' + result.body + b"}", result.note
    if isinstance(result, Described):
        body = {"ok": True, "result": result.result, "description": result.description}
        return _encode(body), result.result
    return _encode({"ok": True, "result": result}), result


def _encode(body: Json) -> bytes:
    return _encoder(body).encode(errors="replace")
