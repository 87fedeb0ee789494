"""Sending one piece of mail: the call, and the remedies for refusals that have one (telegram.md §3, §8)."""

import html
import re
from collections.abc import Callable
from typing import Any

import structlog

from bot.telegram.client import Client
from bot.telegram.presses import Presses
from services.outbox.models import Mail
from services.outbox.outcomes import Failed, Outcome, Sent

log = structlog.get_logger(__name__)

FALLBACK = "_fallback"
LATE = "_late"  # of an answer to a press: said in a message where the press has been answered already
Params = dict[str, Any]
Call = tuple[str, Params]
Remedy = Callable[[Call, str], Call | None]

_NO_CHAT = ("answer", "setmy", "deletemy", "getmy")  # methods that are not about a chat
_EDIT_GONE = ("message to edit not found", "message can't be edited", "there is no text in", "there is no caption in")
_DELETE_GONE = ("message to delete not found", "message can't be deleted")
_TOPIC_GONE = ("topic_id_invalid", "thread not found")  # deleted: the answer to the first call may have been lost
_REPLY_GONE = ("message to be replied not found", "quote_text_invalid", "quote")
_NO_PHOTO = ("image_process_failed", "photo_invalid_dimensions", "too big for a photo")
_TAG = re.compile(r"<[^<>]*>")


class Sender:
    """Makes the Bot API call that a piece of mail asks for."""

    def __init__(self, client: Client, presses: Presses | None = None) -> None:
        self._client = client
        self._presses = presses

    async def __call__(self, mail: Mail) -> Outcome:
        """Each remedy is tried once at most. Never raises for what Telegram or the network does."""
        call: Call | None = await self._in_time(mail, (mail.method, _with_chat(mail)))
        outcome: Outcome = Sent()
        remedies: list[Remedy] = [_instead_of_edit, _without_reply, _as_plain_text, _as_document]
        while call:
            outcome = await self._call(*call)
            call = self._remedy(call, outcome, remedies)
        return _forgiven(mail.method, outcome)

    async def _in_time(self, mail: Mail, call: Call) -> Call | None:
        """A press that was answered early needs no second answer; what only the answer would tell becomes a message."""
        method, params = call
        if method != "answerCallbackQuery" or self._presses is None:
            return call
        if not await self._presses.answered(params["callback_query_id"]):
            return call
        return (
            ("sendMessage", {"chat_id": mail.chat_id, "text": params["text"]}) if LATE in params and "text" in params else None
        )

    async def _call(self, method: str, params: Params) -> Outcome:
        given = {key: value for key, value in params.items() if value is not None and not key.startswith("_")}
        try:
            outcome = await self._client.call(method, given)
        except FileNotFoundError:
            return Failed("a file of the message is not there any more")
        if isinstance(outcome, Sent) and (stray := _strayed(given, outcome.result)):
            await self._client.call("deleteMessages", {"chat_id": given["chat_id"], "message_ids": stray})
            return Failed("the topic went elsewhere: message thread not found")
        return outcome

    def _remedy(self, call: Call, outcome: Outcome, remedies: list[Remedy]) -> Call | None:
        if not isinstance(outcome, Failed):
            return None
        for remedy in remedies:
            if found := remedy(call, outcome.description.lower()):
                remedies.remove(remedy)
                log.warning("sending in another form", method=call[0], refusal=outcome.description)
                return found
        return None


def _strayed(given: Params, result: Any) -> list[int]:
    """Messages that are not in the topic they were meant for (tdlib/telegram-bot-api#854): one client's words are not everybody's."""
    thread = given.get("message_thread_id")
    items = result if isinstance(result, list) else [result]
    found = [item for item in items if isinstance(item, dict) and "date" in item]
    return [item["message_id"] for item in found if thread is not None and item.get("message_thread_id") != thread]


def _with_chat(mail: Mail) -> Params:
    if "chat_id" in mail.params or mail.method.lower().startswith(_NO_CHAT):
        return mail.params
    return {"chat_id": mail.chat_id, **mail.params}


def _instead_of_edit(call: Call, refusal: str) -> Call | None:
    """The message to edit is gone: a new one with the same content, where the mail says so."""
    _, params = call
    if FALLBACK not in params or not refusal_is(refusal, _EDIT_GONE):
        return None
    return params[FALLBACK], {key: value for key, value in params.items() if key not in {FALLBACK, "message_id"}}


def _without_reply(call: Call, refusal: str) -> Call | None:
    """What was quoted is gone or was changed: the words matter more than the quote."""
    method, params = call
    if "reply_parameters" not in params or not refusal_is(refusal, _REPLY_GONE):
        return None
    return method, {key: value for key, value in params.items() if key != "reply_parameters"}


def _as_plain_text(call: Call, refusal: str) -> Call | None:
    """Our markup is wrong: better plain than not at all."""
    method, params = call
    if "can't parse entities" not in refusal and "can't parse caption" not in refusal:
        return None
    return method, _plain(params)


def _as_document(call: Call, refusal: str) -> Call | None:
    """What Telegram does not take as a photo goes as a file; of an album all of it, for documents stand with documents only."""
    method, params = call
    if not refusal_is(refusal, _NO_PHOTO):
        return None
    if method == "sendPhoto":
        return "sendDocument", {"document" if key == "photo" else key: value for key, value in params.items()}
    if method == "sendMediaGroup":
        return method, {**params, "media": [{**item, "type": "document"} for item in params["media"]]}
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    tagged = str(value.get("parse_mode", "")).lower() == "html"
    kept = {key: inner for key, inner in value.items() if key not in {"parse_mode", "entities", "caption_entities"}}
    if tagged:
        kept |= {key: _untagged(kept[key]) for key in ("text", "caption") if isinstance(kept.get(key), str)}
    if isinstance(kept.get("media"), list | dict):
        kept["media"] = _plain(kept["media"])
    return kept


def _untagged(text: str) -> str:
    return html.unescape(_TAG.sub("", text)) or text


def _forgiven(method: str, outcome: Outcome) -> Outcome:
    """What cannot and need not be done any more counts as done."""
    if not isinstance(outcome, Failed):
        return outcome
    refusal, name = outcome.description.lower(), method.lower()
    done = (
        "not modified" in refusal
        or "topic_not_modified" in refusal
        or (name.startswith("edit") and refusal_is(refusal, _EDIT_GONE))
        or (name.startswith("delete") and refusal_is(refusal, _DELETE_GONE))
        or (name == "deleteforumtopic" and refusal_is(refusal, _TOPIC_GONE))
        or (name == "answercallbackquery" and "query is too old" in refusal)
    )
    return Sent() if done else outcome


def refusal_is(description: str, kinds: tuple[str, ...]) -> bool:
    """Whether a lower-case description is one of these; Telegram has no codes for them."""
    return any(kind in description for kind in kinds)
