"""Logs: JSON lines on stderr, or readable ones when a person is watching.

One line is one event. Context is bound with `structlog.contextvars.bound_contextvars`, under these names only:
`update_id`, `request_number`, `staff`, `worker`; every line logged inside carries it, whichever module logs.

The finished line is searched for secrets, so that nothing gets past through an exception's text or a library's log:
bot tokens, Authorization and secret-token headers, passwords in addresses, and the values given to `configure()`.
"""

import logging
import re
import sys
from collections.abc import Collection
from typing import TextIO

import structlog
from structlog.types import Processor

HIDDEN = "***"
QUIET = ("asyncio", "aiohttp", "aiogram", "apscheduler", "alembic", "sqlalchemy")
SHORTEST_SECRET = 6  # characters; a shorter one would blot out ordinary words

_COLOUR = r"(?:\x1b\[[0-9;]*m)*"
_QUOTE = rf"""{_COLOUR}\\?["']?{_COLOUR}"""
_PATTERNS = (
    # Telegram's own form of a bot token, also inside addresses: /bot123:abc/getMe
    (re.compile(r"(?:bot)?\d+:[A-Za-z0-9_-]{30,}"), HIDDEN),
    (
        re.compile(
            rf"((?:authorization|x-telegram-bot-api-secret-token){_QUOTE}\s*[:=,]\s*{_QUOTE}(?:\w+\s+)?)[^\s\"'\\,;\x1b]+",
            re.IGNORECASE,
        ),
        rf"\g<1>{HIDDEN}",
    ),
    (re.compile(r"\b(bearer\s+)[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE), rf"\g<1>{HIDDEN}"),
    (re.compile(r"([a-z][a-z0-9+.-]*://[^\s:/@\"']*:)[^\s/@\"']+@"), rf"\g<1>{HIDDEN}@"),
)


class Redactor:
    """Takes secrets out of a text."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        longest_first = sorted((text for text in secrets if len(text) >= SHORTEST_SECRET), key=len, reverse=True)
        self._values = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        if self._values:
            text = self._values.sub(HIDDEN, text)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Structlog's formatter with the redactor behind everything."""

    def __init__(self, redactor: Redactor, processors: list[Processor], foreign: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor(super().format(record))


def configure(*, secrets: Collection[str] = (), stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send structlog and the standard library's logging through one door. May be called again.

    `secrets`: values never to show (`Settings.secrets`). `stream`: stderr when None; JSON unless it is a terminal.
    """
    stream = stream or sys.stderr
    shared = _shared()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Formatter(Redactor(secrets), _rendering(readable=stream.isatty()), shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _shared() -> list[Processor]:
    """What happens to every event, from structlog or from the standard library."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.StackInfoRenderer(),
    ]


def _rendering(*, readable: bool) -> list[Processor]:
    without_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if readable:
        return [without_meta, _console()]
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return [without_meta, structlog.processors.format_exc_info, as_json]


def _console() -> Processor:
    """Readable lines. Plain tracebacks: the pretty ones show the values of variables, which may be people's data."""
    return structlog.dev.ConsoleRenderer(timestamp_key="at", exception_formatter=structlog.dev.plain_traceback)
