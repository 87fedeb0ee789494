"""Log lines: JSON for machines, readable for people, secrets for nobody."""

import io
import json
import logging
from collections.abc import Iterator
from typing import NoReturn

import pytest
import structlog

from bot import log

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def fail(error: Exception) -> NoReturn:
    raise error


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Logging is the process's: give it back as it was."""
    root = logging.getLogger()
    handlers, level, configuration = root.handlers[:], root.level, structlog.get_config()
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configuration)


@pytest.fixture(params=[io.StringIO, Terminal])
def stream(request: pytest.FixtureRequest) -> io.StringIO:
    stream: io.StringIO = request.param()
    log.configure(secrets=["hunter2secret"], stream=stream)
    return stream


def test_a_line_is_json_and_carries_its_context() -> None:
    stream = io.StringIO()
    log.configure(stream=stream)
    with structlog.contextvars.bound_contextvars(update_id=7, worker="lanes"):
        structlog.get_logger("bot.test").info("привет", number=1)
        logging.getLogger("library").warning("from %s", "outside")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["number"], first["level"]) == ("привет", 1, "info")
    assert (second["event"], second["logger"]) == ("from outside", "library")
    assert (first["update_id"], second["worker"]) == (7, "lanes")


def test_an_error_keeps_its_trace_on_one_line() -> None:
    stream = io.StringIO()
    log.configure(stream=stream)
    try:
        fail(ValueError("broken"))
    except ValueError:
        logging.getLogger("asyncio").exception("task failed")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError: broken" in json.loads(line)["exception"]


def test_libraries_are_quiet() -> None:
    stream = io.StringIO()
    log.configure(stream=stream)
    for name in ("aiohttp.access", "apscheduler.scheduler", "asyncio"):
        logging.getLogger(name).info("chatter")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("secret", "fields"),
    [
        (TOKEN, {"token": TOKEN}),
        (TOKEN, {"url": f"https://telegram.example/bot{TOKEN}/getMe"}),
        ("abcdefghijk", {"headers": {"Authorization": "Bearer abcdefghijk"}}),
        ("abcdefghijk", {"headers": "authorization: Bearer abcdefghijk"}),
        ("dXNlcjpwYXNz", {"authorization": "Basic dXNlcjpwYXNz"}),
        ("webhooksecret", {"headers": {"X-Telegram-Bot-Api-Secret-Token": "webhooksecret"}}),
        ("hunter2secret", {"anything": ["…hunter2secret…"]}),
        ("pa%40ss", {"url": "postgresql://user:pa%40ss@db/name"}),
    ],
)
def test_secrets_are_taken_out(secret: str, fields: dict[str, object], stream: io.StringIO) -> None:
    structlog.get_logger("x").info("event", **fields)
    structlog.get_logger("x").info(f"in the text {fields}")
    try:
        fail(RuntimeError(str(fields)))
    except RuntimeError:
        logging.getLogger("aiohttp.client").exception("in the trace of %s", fields)
    assert secret not in stream.getvalue()
    assert stream.getvalue().count(log.HIDDEN) >= 3


def test_ordinary_numbers_stay(stream: io.StringIO) -> None:
    structlog.get_logger("x").info("at 12:30, 7:45", when="2026-11-21T12:30:00+03:00", address="http://h:80/x")
    for text in ("at 12:30, 7:45", "2026-11-21T12:30:00+03:00", "http://h:80/x"):
        assert text in stream.getvalue()
