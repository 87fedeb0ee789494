"""Settings: `settings.toml`, then the environment (contract.md, "Settings").

`load()` is the only way in. Everything a user can get wrong ends as `SettingsError` with one clear line that names the
key and where it was set, and never shows the value (it may be a secret).

A new setting is a field of a section in bot/sections.py and the same key with the same default in `settings.toml`; a
new section is a `Section` there and a field of `Settings`. A test holds the file and the model together.
"""

import os
import tomllib
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import ValidationError, model_validator

from bot.sections import (
    TELEGRAM,
    Booking,
    Clock,
    Database,
    Delivery,
    Http,
    Keep,
    Queue,
    Redis,
    Section,
    Storage,
    Telegram,
)

PREFIX = "PRIYOMKA_"
NAMED_FILE = "PRIYOMKA_SETTINGS"
FILE_NAME = "settings.toml"
CHECKOUT = Path(__file__).resolve().parent.parent
WEBHOOK_PORTS = (443, 80, 88, 8443)  # the only ones Telegram calls (Bot API, setWebhook)


class SettingsError(Exception):
    """A setting is wrong; the text is one line for the person who starts the program."""


class Settings(Section):
    """All settings, immutable. Made by `load()`."""

    telegram: Telegram = Telegram()
    database: Database = Database()
    redis: Redis = Redis()
    storage: Storage = Storage()
    http: Http = Http()
    queue: Queue = Queue()
    booking: Booking = Booking()
    delivery: Delivery = Delivery()
    keep: Keep = Keep()
    clock: Clock = Clock()

    @property
    def sandbox(self) -> bool:
        """Whether the sandbox stands in for Telegram: there is no token."""
        return not self.telegram.token.get_secret_value()

    @property
    def test_bench(self) -> bool:
        """Whether the clock may be shifted: sandbox, or a Bot API server other than Telegram's."""
        return self.sandbox or self.telegram.api_base != TELEGRAM

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that must never reach a log."""
        values = [self.telegram.token.get_secret_value(), self.telegram.webhook_secret.get_secret_value()]
        urls = (self.database.url, self.redis.url, self.telegram.proxy)
        values += [urlsplit(url).password or "" for url in urls]
        return tuple(value for value in values if value)

    @model_validator(mode="after")
    def _webhook_can_work(self) -> Self:
        if self.telegram.mode != "webhook" or self.test_bench:
            return self
        url = urlsplit(self.http.public_url)
        if not self.http.public_url:
            raise ValueError("http.public_url is needed when telegram.mode is webhook")
        if url.scheme != "https":
            raise ValueError("http.public_url must begin with https:// when telegram.mode is webhook")
        if (url.port or 443) not in WEBHOOK_PORTS:
            raise ValueError(f"http.public_url: Telegram calls webhooks only on the ports {WEBHOOK_PORTS}")
        return self

    @model_validator(mode="after")
    def _real_clients_live_in_real_time(self) -> Self:
        if self.clock.shift_seconds and not self.test_bench:
            raise ValueError("clock.shift_seconds is only for the sandbox or another telegram.api_base")
        return self


def load() -> Settings:
    """The settings of this process from its file and its environment.

    Raises:
        SettingsError: one line naming the key, variable or file at fault.
    """
    file, base = _file()
    values = _read_toml(file) if file else {}
    _refuse_unknown_variables()
    origins = {key: str(file) for key in _keys() if _has(values, key)}
    for key in _keys():
        _take_variable(key, values, origins)
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error, origins, file)) from None
    return _with_absolute_data_dir(settings, base)


def _file() -> tuple[Path | None, Path]:
    """The settings file, and the directory that a relative `storage.data_dir` counts from."""
    if named := os.environ.get(NAMED_FILE):
        if not Path(named).is_file():
            raise SettingsError(f"{NAMED_FILE} names {named}, and there is no such file")
        return Path(named), Path.cwd()
    for place in (Path.cwd(), CHECKOUT):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME, place
    return None, Path.cwd()


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from None
    for section, content in values.items():
        if section in Settings.model_fields and not isinstance(content, dict):
            raise SettingsError(f"{file}: {section} must be a section, [{section}]")
    return values


def _keys() -> list[str]:
    """Every `section.key`."""
    sections = {name: field.annotation for name, field in Settings.model_fields.items()}
    return [
        f"{name}.{key}"
        for name, section in sections.items()
        if isinstance(section, type) and issubclass(section, Section)
        for key in section.model_fields
    ]


def _variable(key: str) -> str:
    return PREFIX + key.replace(".", "__").upper()


def _refuse_unknown_variables() -> None:
    known = {NAMED_FILE}
    for key in _keys():
        known |= {_variable(key), _variable(key) + "_FILE"}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name not in known:
            raise SettingsError(f"unknown variable {name} in the environment (settings are named in {FILE_NAME})")


def _take_variable(key: str, values: dict[str, Any], origins: dict[str, str]) -> None:
    """Let the environment's value of `key`, if any, win over the file's; note where it came from."""
    name = _variable(key)
    file = name + "_FILE"
    if name in os.environ and file in os.environ:
        raise SettingsError(f"{name} and {file} are both set; one is enough")
    origin = name if name in os.environ else file
    if origin not in os.environ:
        return
    section, field = key.split(".")
    values.setdefault(section, {})[field] = os.environ[name] if origin == name else _read_secret(file)
    origins[key] = origin


def _read_secret(variable: str) -> str:
    path = os.environ[variable]
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise SettingsError(f"{variable} names {path}, which cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{variable} names {path}, which is not UTF-8 text") from None


def _has(values: dict[str, Any], key: str) -> bool:
    section, field = key.split(".")
    return field in values.get(section, {})


def _explain(error: ValidationError, origins: dict[str, str], file: Path | None) -> str:
    """The first thing wrong, as one line without the value."""
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"][:2])
    if first["type"] == "extra_forbidden":
        return f"unknown setting {key} in {file}"
    message = first["msg"].removeprefix("Value error, ")
    origin = origins.get(key)
    return f"{key}: {message} (from {origin})" if origin else f"{key}: {message}".removeprefix(": ")


def _with_absolute_data_dir(settings: Settings, base: Path) -> Settings:
    data_dir = Path(os.path.abspath(base / settings.storage.data_dir.expanduser()))  # noqa: PTH100 (keeps symlinks)
    storage = settings.storage.model_copy(update={"data_dir": data_dir})
    return settings.model_copy(update={"storage": storage})
