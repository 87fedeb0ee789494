"""Clients and their chats."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

How = Literal["contact", "staff", "system"]  # whose word a phone stands on


@dataclass(slots=True)
class Person:
    """Somebody in a private chat with the bot, with the card they belong to."""

    chat_id: int
    client_id: int
    client_public_id: str
    name: str
    phone: str | None
    language: str
    language_chosen: bool
    first_name: str
    unit_id: int | None
    source_tag: str | None
    dialogue: str | None
    dialogue_data: dict[str, Any]
    blocked_at: datetime | None
    created_at: datetime
    service_consent: bool | None  # None: not asked yet
    aside: bool = False  # spam came from here twice: what would open a matter is kept aside (services/flood)

    @property
    def subject(self) -> str:
        """The person's card in events."""
        return f"client:{self.client_public_id}"


@dataclass(frozen=True, slots=True)
class Client:
    """A client's card as the API shows it. `phone_by`: how the phone was verified, of `proofs.How`; None: nobody has said it is theirs."""

    id: int
    public_id: str
    ref: str | None
    name: str
    phone: str | None
    phone_by: How | None
    phone_unverified: str | None
    language: str
    tier: str | None
    birthday: str | None
    telegram: bool
    blocked: bool
