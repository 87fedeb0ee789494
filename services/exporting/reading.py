"""What a document of a conversation holds, and who may have it made."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.errors import Refused
from services.files import FileStore
from services.requests.board import course
from services.requests.view import Viewer, request_messages, request_row
from services.scripts.asked import asked_of
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.units.chain import chain_names

_CHUNK = 1 << 20  # bytes read at once


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file of the conversation. `sha256`: hexadecimal, empty where its bytes are not here (`state` says why)."""

    message: int
    name: str
    mime: str
    size: int | None
    state: str
    sha256: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class Export:
    (
        """A conversation with everything that belongs to it; `notes`: what staff said among themselves is in it.

    `people`: full names of who wrote, by id; `chain`: its name per language.
    """
        ""
    )

    request: Row
    messages: Sequence[Row]
    events: Sequence[Mapping[str, Any]]
    files: Sequence[Exhibit]
    notes: bool
    people: dict[int, str]
    chain: dict[str, str]


def may_export(staff: Staff, row: Row) -> bool:
    """Who leads or led it last; heads of its unit, quality control, directors and admins."""
    return bool(row["agent_id"] == staff.id or staff.reads(row["unit_id"]))


def may_export_notes(staff: Staff) -> bool:
    """What staff said among themselves leaves the house by a head's choice only."""
    return staff.may_override


async def export(tx: Tx, staff: Staff, store: FileStore, number: int, *, notes: bool = False) -> Export:
    """Make it; that it was made is on record. Raises Refused `not-found` where it may not be read, `forbidden` where not taken away."""
    row = await request_row(tx, number, Viewer("staff", staff=staff))
    if row is None:
        raise Refused("not-found")
    if not may_export(staff, row) or (notes and not may_export_notes(staff)):
        raise Refused("forbidden")
    messages = await request_messages(tx, number, notes=notes)
    tx.event("request.exported", f"request:{number}", unit_id=row["unit_id"], notes=notes)
    return Export(
        row,
        messages,
        [*map(dict, await course(tx, number, 1000)), *await asked_of(tx, row)],
        await _exhibits(store, messages),
        notes,
        await _people(tx, messages),
        await chain_names(tx),
    )


async def _people(reader: Reader, messages: Sequence[Row]) -> dict[int, str]:
    ids = sorted({message["staff_id"] for message in messages if message["staff_id"] is not None})
    return {
        row["id"]: row["name"] for row in await reader.rows("SELECT id, name FROM staff WHERE id = ANY ($1::integer[])", ids)
    }


async def _exhibits(store: FileStore, messages: Sequence[Row]) -> list[Exhibit]:
    listed = [
        (message["id"], file, replaced)
        for message in messages
        for files, replaced in ((message["attachments"], False), (message["replaced"], True))
        for file in files
    ]
    return [await _exhibit(store, *one) for one in listed]


async def _exhibit(store: FileStore, message: int, file: dict[str, Any], replaced: bool) -> Exhibit:
    digest = await asyncio.to_thread(_digest, store, file["id"]) if file["state"] == "ready" else ""
    return Exhibit(message, file["name"], file["mime"], file["size"], file["state"], digest, replaced)


def _digest(store: FileStore, public_id: str) -> str:
    found = hashlib.sha256()
    try:
        with store.path(public_id).open("rb") as content:
            while chunk := content.read(_CHUNK):
                found.update(chunk)
    except FileNotFoundError:
        return ""
    return found.hexdigest()
