"""A lean Bot API client: JSON in and out, and what came of a call as an `Outcome`. Plain calls go over lines of our own (`lines.py`),
uploads, downloads and whatever needs a proxy through an aiohttp session.

The token is in every address, so neither addresses nor the texts of aiohttp's errors are ever passed on.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from bot.telegram.answers import is_fresh, read_answer
from bot.telegram.attachments import OpenFile, build_form, has_files
from bot.telegram.lines import CONNECT_SECONDS, IDLE_SECONDS, BrokenError, Lines, NotConnectedError
from services.files.fetch import TooLargeError
from services.outbox.outcomes import Failed, NotSent, Outcome, Sent, Unknown

CALL_SECONDS = 20.0
UPLOAD_SECONDS = 180.0
CONNECTIONS = 100
CHUNK = 1 << 16
_JSON = {"Content-Type": "application/json"}
_encode = json.JSONEncoder(separators=(",", ":")).encode

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]

# Nothing has reached the Bot API: no connection, no name, no proxy.
_NOT_CONNECTED = (
    aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError,
    ProxyError, ProxyConnectionError, ProxyTimeoutError,
)  # fmt: skip


class DownloadError(Exception):
    """A file could not be fetched; the text says why, without addresses."""


async def _no_files(public_id: str) -> tuple[Path, str, str]:
    raise FileNotFoundError(public_id)


class Client:
    """Calls methods and fetches files. `api_base` has no slash at its end; `proxy`: http://, socks4:// or socks5://."""

    def __init__(self, token: str, api_base: str, *, proxy: str = "", open_file: OpenFile = _no_files) -> None:
        self._calls = f"{api_base}/bot{token}/"
        self._files = f"{api_base}/file/bot{token}/"
        self._proxy = proxy
        self._open_file = open_file
        self._opened: aiohttp.ClientSession | None = None
        self._lines = None if proxy else Lines(api_base, limit=CONNECTIONS)
        self._bot = f"/bot{token}/"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        if self._lines:
            self._lines.close()
        if self._opened:
            await self._opened.close()

    async def call(self, method: str, params: dict[str, Any], *, seconds: float | None = None) -> Outcome:
        """Call a method. Raises FileNotFoundError for an attachment that is not there; all else is an outcome."""
        if not has_files(params):
            body = _encode(params).encode()
            if self._lines:
                return await self._say(self._lines, method, body, seconds or CALL_SECONDS)
            return await self._post(method, body, _JSON, seconds or CALL_SECONDS)
        form, opened = await build_form(params, self._open_file)
        with opened:
            return await self._post(method, form, None, seconds or UPLOAD_SECONDS)

    @asynccontextmanager
    async def download(self, file_id: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """Open a client's file by its Telegram id. Raises TooLargeError (over 20 MB, telegram.md §1) or DownloadError."""
        match await self.call("getFile", {"file_id": file_id}):
            case Sent({"file_path": str(path)}):
                address = self._files + quote(path)
            case Failed(description) if "file is too big" in description:
                raise TooLargeError(file_id)
            case other:
                raise DownloadError(f"getFile: {other}")
        try:
            async with self._session.get(address, timeout=_limits(UPLOAD_SECONDS), **self._way) as response:
                if response.status != 200:  # noqa: PLR2004
                    raise DownloadError(f"HTTP {response.status}")
                yield response.content.iter_chunked(CHUNK)
        except (aiohttp.ClientError, TimeoutError, *_NOT_CONNECTED) as error:
            raise DownloadError(type(error).__name__) from None

    async def _say(self, lines: Lines, method: str, body: bytes, seconds: float) -> Outcome:
        try:
            answer = await lines.post(self._bot + method, body, seconds)
        except NotConnectedError as error:
            return NotSent(str(error))
        except BrokenError as error:
            return Unknown(str(error), is_fresh(method))
        return read_answer(method, answer.status, answer.retry_after, answer.body)

    async def _post(self, method: str, body: Any, headers: dict[str, str] | None, seconds: float) -> Outcome:
        try:
            async with self._session.post(
                self._calls + method, data=body, headers=headers, timeout=_limits(seconds), **self._way
            ) as response:
                raw = await response.read()
                return read_answer(method, response.status, response.headers.get("Retry-After"), raw)
        except _NOT_CONNECTED as error:
            return NotSent(type(error).__name__)
        except (aiohttp.ClientError, OSError) as error:
            return Unknown(type(error).__name__, is_fresh(method))

    @property
    def _way(self) -> dict[str, Any]:
        return {"proxy": self._proxy} if self._proxy.startswith("http") else {}

    @property
    def _session(self) -> aiohttp.ClientSession:
        """Made at the first call: it belongs to the running loop."""
        if self._opened is None:
            kept: dict[str, Any] = {"limit": CONNECTIONS, "keepalive_timeout": IDLE_SECONDS}
            socks = self._proxy.startswith("socks")
            connector = ProxyConnector.from_url(self._proxy, **kept) if socks else aiohttp.TCPConnector(**kept)
            self._opened = aiohttp.ClientSession(connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar())
        return self._opened


def _limits(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
