"""Handing a person everything that is stored about them: two files in their chat, one for people and one for programs."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from services.clients.models import Person
from services.files import FileStore, new_public_id
from services.outbox.models import Mail
from services.privacy.collecting import collect
from services.privacy.readable import Page
from services.storage.tx import Tx
from services.texts import text
from services.units import leading_unit

PAUSE = timedelta(minutes=10)  # between two copies: a finger that presses twice wants one


async def send_copy(tx: Tx, person: Person, store: FileStore) -> bool:
    """Make the documents and send them to the chat; False where a copy has been made a moment ago.

    The files go from the server within two days (`services.housekeeping`: files that are part of no conversation), or with the person.
    """
    sql = "SELECT count(*) FROM event WHERE subject = $1 AND type = 'client.exported' AND at > $2"
    if await tx.value(sql, person.subject, tx.now - PAUSE):
        return False
    data = await collect(tx, person.client_id)
    unit = await leading_unit(tx)
    zone, city = (unit.time_zone, str(unit.named(person.language)["city"])) if unit else ("UTC", "UTC")
    page = Page(person.language, zone, city, tx.now).render(data)
    stem = text(person.language, "privacy-file-name")
    readable = text(person.language, "privacy-copy-readable")
    await _send(tx, person, store, page.encode(), name=f"{stem}.html", mime="text/html", caption=readable)
    machine = text(person.language, "privacy-copy-data")
    await _send(tx, person, store, _json(data, tx), name=f"{stem}.json", mime="application/json", caption=machine)
    tx.event("client.exported", person.subject)
    return True


def _json(data: dict[str, Any], tx: Tx) -> bytes:
    return json.dumps({"made_at": tx.now, **data}, ensure_ascii=False, indent=2, default=_said).encode()


def _said(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


async def _send(tx: Tx, person: Person, store: FileStore, content: bytes, *, name: str, mime: str, caption: str) -> None:
    public_id = new_public_id()
    size = await store.save(public_id, _once(content))
    await tx.execute(
        "INSERT INTO file (public_id, kind, name, mime, size, state, created_at) VALUES ($1, 'document', $2, $3, $4, 'ready', $5)",
        public_id, name, mime, size, tx.now,
    )  # fmt: skip
    params = {"document": f"attach:{public_id}", "caption": caption}
    tx.send(Mail(person.chat_id, "sendDocument", params, kind="direct"))


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
