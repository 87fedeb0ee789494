"""The sections of the settings: keys, defaults and what values they take (contract.md, "Settings")."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

TELEGRAM = "https://api.telegram.org"
YEAR = 365
CENTURY = 100 * 366 * 86400  # seconds; a shift beyond it leaves the years a date can hold


def _url(*schemes: str) -> AfterValidator:
    """Empty, or an address with one of `schemes`; a trailing slash is dropped."""

    def check(value: str) -> str:
        if not value:
            return value
        try:
            parts = urlsplit(value)
            parts.port  # noqa: B018  (reading it is the check of the port)
        except ValueError:
            raise ValueError("is not an address") from None
        if parts.scheme not in schemes:
            raise ValueError("must begin with " + " or ".join(f"{scheme}://" for scheme in schemes))
        if parts.scheme in ("http", "https") and not parts.hostname:
            raise ValueError("has no host")
        return value.rstrip("/")

    return AfterValidator(check)


def _form(pattern: str, meaning: str) -> AfterValidator:
    """Empty, or a secret of the given form."""

    def check(value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if text and not re.fullmatch(pattern, text):
            raise ValueError(meaning)
        return value

    return AfterValidator(check)


def _no_short_memory(days: int) -> int:
    if 0 < days < YEAR:
        raise ValueError(f"must be 0 (for good) or at least {YEAR}")
    if days < 0:
        raise ValueError("must not be negative")
    return days


Positive = Annotated[int, Field(ge=1)]
Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Token = Annotated[SecretStr, _form(r"[0-9]{1,20}:[A-Za-z0-9_-]+", "is not a bot token (digits:letters)")]
WebhookSecret = Annotated[SecretStr, _form(r"[A-Za-z0-9_-]{1,256}", "must be 1 to 256 characters out of A-Z a-z 0-9 _ -")]


class Section(BaseModel):
    """Base of every section: immutable, no unknown keys, no values in error texts."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Telegram(Section):
    token: Token = SecretStr("")
    api_base: Annotated[str, Field(min_length=1), _url("https", "http")] = TELEGRAM
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: WebhookSecret = SecretStr("")
    proxy: Annotated[str, _url("http", "https", "socks4", "socks5")] = Field(default="", repr=False)


class Database(Section):
    url: Annotated[str, _url("postgresql", "postgres")] = Field(default="", repr=False)


class Redis(Section):
    url: Annotated[str, _url("redis", "rediss", "unix")] = Field(default="", repr=False)


class Storage(Section):
    data_dir: Path = Path("var")
    """Absolute after `load()`."""


class Http(Section):
    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """0: any free port."""
    public_url: Annotated[str, _url("https", "http")] = ""

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


class Queue(Section):
    wip_limit: Positive = 5
    reservation_minutes: Annotated[int, Field(ge=0)] = 15
    client_silence_hours: Positive = 24
    silent_days: Annotated[int, Field(ge=0, le=365)] = 7
    reopen_hours: Annotated[int, Field(ge=0)] = 72
    first_answer_minutes: Positive = 10
    parts_answer_minutes: Positive = 15


class Booking(Section):
    hold_minutes: Positive = 10


class Delivery(Section):
    global_per_second: Rate = 30.0
    chat_per_second: Rate = 1.0
    chat_burst: Positive = 3
    group_per_minute: Rate = 20.0


class Keep(Section):
    inbox_days: Annotated[int, Field(ge=7)] = 14
    """Telegram repeats an update for a day, and update ids start anew after a week of silence (telegram.md §4)."""
    outbox_days: Annotated[int, Field(ge=7)] = 30
    events_days: Annotated[int, AfterValidator(_no_short_memory)] = 0
    notices_days: Annotated[int, Field(ge=1)] = 30


class Clock(Section):
    shift_seconds: Annotated[int, Field(ge=-CENTURY, le=CENTURY)] = 0
