"""Who takes part in the console's tests: colleagues, their browsers, clients."""

import io
import itertools
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient

from services.clients.people import recognise
from services.requests.intake import take_message
from services.requests.models import Incoming, Limits
from services.staff.accounts import add_staff, staff_by_login
from services.staff.models import Staff
from services.storage.database import Database

# Noon in Moscow on a working Tuesday.
NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
HOURS = {"week": {str(day): [["09:00", "21:00"]] for day in range(7)}}
_numbers = itertools.count(1)


def unique(prefix: str) -> str:
    """A name nobody else in this session has."""
    return f"{prefix}{next(_numbers)}"


async def hire(
    db: Database, role: str = "agent", *, units: tuple[str, ...] = (), password: str = PASSWORD, **columns: Any
) -> Staff:
    """A new colleague who has already chosen a password."""
    login = unique(role)
    async with db.tx() as tx:
        await add_staff(tx, login, name=f"{login.title()} Петрова", role=role, units=units, password=password, language="ru")
        await tx.execute(
            "UPDATE staff SET must_change_password = $2, shift = $3 WHERE login = $1",
            login, columns.get("must_change_password", False), columns.get("shift", "on"),
        )  # fmt: skip
        staff = await staff_by_login(tx, login)
    assert staff
    return staff


@dataclass
class Browser:
    """Somebody at the console, without scripts: follows links, fills in forms as they stand on the page."""

    client: TestClient[Any, Any]
    staff: Staff | None = None
    page: str = ""
    status: int = 0
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **kwargs: Any) -> str:
        """Open a page, following redirects."""
        async with self.client.get(path, **kwargs) as response:
            return await self._read(response)

    async def _read(self, response: ClientResponse) -> str:
        self.status, self.path, self.headers = response.status, response.url.raw_path_qs, dict(response.headers)
        self.page = await response.text(errors="replace") if response.content_type.startswith("text") else ""
        return self.page

    def form(self, action: str) -> dict[str, str]:
        """The hidden fields and filled areas of the form with this action on the page."""
        found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', self.page, re.DOTALL)
        assert found, f"no form {action} on {self.path}"
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[0])
        areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', found[0], re.DOTALL)
        return dict(hidden) | dict(areas)

    async def submit(self, action: str, files: Any = None, headers: dict[str, str] | None = None, **fields: str) -> str:
        """Send the form of the page with these fields, following redirects."""
        data: Any = self.form(action) | fields
        return await self.post(action, data, headers=headers, files=files)

    async def post(self, path: str, data: dict[str, str], *, headers: dict[str, str] | None = None, files: Any = None) -> str:
        """Send exactly this."""
        body: Any = data
        if files is not None:
            body = FormData(quote_fields=False)
            for name, value in data.items():
                body.add_field(name, value)
            for filename, content in files:
                body.add_field("files", io.BytesIO(content), filename=filename, content_type="application/octet-stream")
        async with self.client.post(path, data=body, headers=headers) as response:
            return await self._read(response)


Open = Callable[..., Awaitable[Browser]]


@dataclass
class Customer:
    """A person in Telegram."""

    db: Database
    chat_id: int
    name: str = "Анна"
    said: int = 0

    async def writes(self, text: str, **incoming: Any) -> int:
        """A message to the bot; returns the request's number."""
        self.said += 1
        async with self.db.tx() as tx:
            person = await recognise(
                tx, chat_id=self.chat_id, first_name=self.name, last_name=None, username=None, language="ru"
            )
            accepted = await take_message(tx, person, Incoming(self.chat_id * 1000 + self.said, text, **incoming), Limits())
        assert accepted.number
        return accepted.number


async def give(db: Database, number: int, staff: Staff) -> None:
    """Put a request into somebody's hands, as Next would."""
    async with db.tx() as tx:
        await tx.execute(
            "UPDATE request SET state = 'assigned', agent_id = $2, preferred_agent_id = $2, assigned_at = $3, "
            "reason = '{\"code\": \"oldest\", \"waited_seconds\": 60}' WHERE number = $1",
            number, staff.id, tx.now,
        )  # fmt: skip
        tx.event("request.assigned", f"request:{number}", agent=staff.login)


def static_root() -> Path:
    """Where style sheets and scripts are."""
    return Path(__file__).parents[2] / "handlers/web/static"
