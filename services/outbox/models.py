"""A message on its way out, as data."""

import math
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["direct", "push", "mirror", "bulk"]
"""`direct`: the answer to what a person just did. `push`, `mirror`: somebody waits for it. `bulk`: reminders and mailings, last."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One Bot API call to make for a chat.

    `params` are the method's parameters as JSON without `chat_id` where the chat is the addressee (the sender adds it); a value
    `"attach:<file public id>"` stands for a stored file. `message_id` names the conversation's message that this call delivers
    (a part of). `ephemeral` mail (answers to presses, "typing…") is sent right after the commit and is not stored: after a crash
    the person simply presses again.

    `about` says what it tells of (`appointment:12:3`), so that it can be dropped when that has gone by: see `about.py`. `valid_for`:
    seconds of real time from the commit (in a `Parcel`: from when it was taken) after which it is dropped instead of sent; None: never.
    """

    chat_id: int
    method: str
    params: dict[str, Any]
    kind: Kind = "push"
    message_id: int | None = None
    ephemeral: bool = False
    about: str | None = None
    valid_for: float | None = None


@dataclass(frozen=True, slots=True)
class StoredMail:
    """Mail with its row: `outbox_id` is 0 for ephemeral mail; `unknown` counts attempts that may have arrived unnoticed."""

    outbox_id: int
    mail: Mail
    attempts: int = 1
    unknown: int = 0


@dataclass(slots=True)
class Parcel:
    """Mail in hand. `attempts` counts this one too, `age` is in seconds since it was written, `error` is that of the last attempt.

    `lane`, `version`: the chat's lane that is held for it, None for a direct answer. `again_at`: when the chat may get its next
    message, `expires_at`: from when on this one is not worth sending any more; both on the event loop's clock.
    """

    outbox_id: int
    mail: Mail
    attempts: int = 1
    unknown: int = 0
    age: float = 0.0
    error: str | None = None
    lane: str | None = None
    version: int = 0
    again_at: float = 0.0
    expires_at: float = math.inf
