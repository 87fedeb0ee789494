"""Settings come from settings.toml and the environment, and every mistake is one line that names its place."""

import os
import tomllib
from pathlib import Path

import pytest

from bot.settings import CHECKOUT, Settings, SettingsError, load

TOKEN = "123456:" + "a" * 35


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever this machine sets does not count; the current directory is empty."""
    for name in [name for name in os.environ if name.upper().startswith("PRIYOMKA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def written(directory: Path, text: str) -> Path:
    file = directory / "some.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_file_and_the_model_agree() -> None:
    """Every key, with its default, and nothing else; each explained by a comment above it or above its group."""
    text = (CHECKOUT / "settings.toml").read_text(encoding="utf-8")
    defaults = Settings().model_dump(mode="json")
    assert tomllib.loads(text) == defaults
    for section in defaults:
        assert f"[{section}]\n#" in text


def test_defaults() -> None:
    settings = load()
    assert settings.sandbox
    assert settings.test_bench
    assert settings.http.loopback
    assert settings.storage.data_dir == CHECKOUT / "var"
    assert settings.secrets == ()


def test_the_current_directory_goes_before_the_checkout(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[queue]\nwip_limit = 9\n")
    settings = load()
    assert settings.queue.wip_limit == 9
    assert settings.queue.reopen_hours == 72
    assert settings.storage.data_dir == tmp_path / "var"


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, '[http]\nport = 1\nhost = "::1"\n[storage]\ndata_dir = "/srv/data"\n')
    monkeypatch.setenv("PRIYOMKA_SETTINGS", str(file))
    monkeypatch.setenv("PRIYOMKA_HTTP__PORT", "2")
    monkeypatch.setenv("PRIYOMKA_DELIVERY__CHAT_PER_SECOND", "0.5")
    settings = load()
    assert (settings.http.port, settings.http.host) == (2, "::1")
    assert settings.delivery.chat_per_second == 0.5
    assert settings.storage.data_dir == Path("/srv/data")


def test_secrets_from_files_stay_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    monkeypatch.setenv("PRIYOMKA_TELEGRAM__TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("PRIYOMKA_DATABASE__URL", "postgresql://user:open-sesame@db/priyomka")
    settings = load()
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert not settings.sandbox
    assert not settings.test_bench
    assert settings.secrets == (TOKEN, "open-sesame")
    assert TOKEN not in repr(settings)
    assert "open-sesame" not in repr(settings)


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"PRIYOMKA_TELEGRAM__TOKN": "x"}, "unknown variable PRIYOMKA_TELEGRAM__TOKN"),
        ({"PRIYOMKA_TELEGRAM": "{}"}, "unknown variable PRIYOMKA_TELEGRAM"),
        ({"priyomka_http__port": "1"}, "unknown variable priyomka_http__port"),
        ({"PRIYOMKA_SETTINGS": "/nonexistent.toml"}, "PRIYOMKA_SETTINGS names /nonexistent.toml"),
        ({"PRIYOMKA_TELEGRAM__TOKEN_FILE": "/nonexistent"}, "TOKEN_FILE names /nonexistent"),
        (
            {"PRIYOMKA_TELEGRAM__TOKEN_FILE": "/x", "PRIYOMKA_TELEGRAM__TOKEN": TOKEN},
            "TOKEN and PRIYOMKA_TELEGRAM__TOKEN_FILE are both set",
        ),
        ({"PRIYOMKA_TELEGRAM__TOKEN": "sesame"}, "telegram.token: is not a bot token"),
        ({"PRIYOMKA_TELEGRAM__MODE": "sesame"}, "telegram.mode: Input should be 'polling' or 'webhook'"),
        ({"PRIYOMKA_TELEGRAM__WEBHOOK_SECRET": "sesame!"}, "telegram.webhook_secret: must be 1 to 256"),
        ({"PRIYOMKA_TELEGRAM__API_BASE": ""}, "telegram.api_base: "),
        ({"PRIYOMKA_TELEGRAM__PROXY": "sesame:1"}, "telegram.proxy: must begin with http://"),
        ({"PRIYOMKA_DATABASE__URL": "mysql://u:sesame@h/d"}, "database.url: must begin with postgresql://"),
        ({"PRIYOMKA_REDIS__URL": "redis//sesame"}, "redis.url: must begin with redis://"),
        ({"PRIYOMKA_HTTP__PORT": "sesame"}, "http.port: Input should be a valid integer"),
        ({"PRIYOMKA_HTTP__PORT": "65536"}, "http.port: Input should be less than"),
        ({"PRIYOMKA_HTTP__PUBLIC_URL": "https://"}, "http.public_url: has no host"),
        ({"PRIYOMKA_HTTP__PUBLIC_URL": "https://x:sesame"}, "http.public_url: is not an address"),
        ({"PRIYOMKA_QUEUE__WIP_LIMIT": "0"}, "queue.wip_limit: Input should be greater than"),
        ({"PRIYOMKA_BOOKING__HOLD_MINUTES": "0"}, "booking.hold_minutes: "),
        ({"PRIYOMKA_DELIVERY__GLOBAL_PER_SECOND": "0"}, "delivery.global_per_second: "),
        ({"PRIYOMKA_DELIVERY__GROUP_PER_MINUTE": "inf"}, "delivery.group_per_minute: "),
        ({"PRIYOMKA_CLOCK__SHIFT_SECONDS": "1.5"}, "clock.shift_seconds: "),
    ],
)
def test_bad_variables(variables: dict[str, str], complaint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    line = str(caught.value)
    assert complaint in line
    assert "\n" not in line
    assert "sesame" not in line
    assert next(iter(variables)) in line


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[telegram]\ntokn = 'x'\n", "unknown setting telegram.tokn in "),
        ("[teleram]\ntoken = 'x'\n", "unknown setting teleram in "),
        ("telegram = 1\n", "telegram must be a section, [telegram]"),
        ("[telegram\n", "is not valid TOML"),
        ("[http]\nport = 'sesame'\n", "http.port: "),
    ],
)
def test_bad_files(text: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, text)
    monkeypatch.setenv("PRIYOMKA_SETTINGS", str(file))
    with pytest.raises(SettingsError) as caught:
        load()
    line = str(caught.value)
    assert complaint in line
    assert str(file) in line
    assert "sesame" not in line


@pytest.mark.parametrize(
    ("public_url", "complaint"),
    [
        ("", "http.public_url is needed when telegram.mode is webhook"),
        ("http://desk.example.org", "http.public_url must begin with https://"),
        ("https://desk.example.org:8080", "only on the ports"),
    ],
)
def test_webhooks_need_a_public_address(public_url: str, complaint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIYOMKA_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("PRIYOMKA_TELEGRAM__MODE", "webhook")
    monkeypatch.setenv("PRIYOMKA_HTTP__PUBLIC_URL", public_url)
    with pytest.raises(SettingsError, match=complaint):
        load()


def test_plain_http_with_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIYOMKA_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("PRIYOMKA_TELEGRAM__MODE", "webhook")
    monkeypatch.setenv("PRIYOMKA_TELEGRAM__API_BASE", "http://127.0.0.1:8081/")
    monkeypatch.setenv("PRIYOMKA_HTTP__PUBLIC_URL", "http://127.0.0.1:8080/")
    settings = load()
    assert settings.http.public_url == "http://127.0.0.1:8080"
    assert settings.telegram.api_base == "http://127.0.0.1:8081"
    assert settings.test_bench
    assert not settings.sandbox


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIYOMKA_HTTP__HOST", host)
    assert load().http.loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.5", "desk.example.org"])  # noqa: S104 (that it is open is the point)
def test_open_to_others(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIYOMKA_HTTP__HOST", host)
    assert not load().http.loopback
