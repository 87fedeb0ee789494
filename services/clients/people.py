"""Who is writing: a person's chat and card, made at the first contact and kept up to date."""

import functools
import secrets
from typing import Any

from services.clients.models import Person
from services.storage.reader import Reader
from services.storage.tx import OvertakenError, Tx
from services.texts import known_language

_SHOWN = """
chat.*, c.public_id, c.name, c.phone, c.language AS client_language,
    (SELECT granted FROM consent WHERE client_id = c.id AND kind = 'service' ORDER BY id DESC LIMIT 1) AS service_consent
"""
_LOOK = f"SELECT chat.xmin AS version, {_SHOWN} FROM chat JOIN client c ON c.id = chat.client_id WHERE chat.chat_id = $1"
_FIND = f"""
UPDATE chat SET first_name = $2, username = $3, telegram_language = $4
FROM client c WHERE chat.chat_id = $1 AND c.id = chat.client_id
RETURNING {_SHOWN}
"""


def new_public_id() -> str:
    """An opaque id that tells nothing and cannot be guessed."""
    return secrets.token_urlsafe(12)


def _person(row: Any) -> Person:
    return Person(
        chat_id=row["chat_id"], client_id=row["client_id"], client_public_id=row["public_id"], name=row["name"], phone=row["phone"],
        language=row["language"] or known_language(row["telegram_language"]) or row["client_language"],
        language_chosen=row["language"] is not None, first_name=row["first_name"], unit_id=row["unit_id"],
        source_tag=row["source_tag"], dialogue=row["dialogue"], dialogue_data=row["dialogue_data"], blocked_at=row["blocked_at"],
        created_at=row["created_at"], service_consent=row["service_consent"], aside=row["aside_since"] is not None,
    )  # fmt: skip


async def recognise(
    tx: Tx, *, chat_id: int, first_name: str, last_name: str | None, username: str | None, language: str | None
) -> Person:
    """The person of this private chat; a new one gets a card of their own, without a phone (U1).

    Somebody known about whom nothing is new is only looked at. Before the first change their chat is locked: if it is not any more what
    was seen, OvertakenError.
    """
    seen = None if tx.begun else await tx.look().row(_LOOK, chat_id)
    if seen and (seen["first_name"], seen["username"], seen["telegram_language"]) == (first_name, username, language):
        tx.first = functools.partial(_hold, chat_id, seen["version"])
        return _person(seen)
    row = await tx.row(_FIND, chat_id, first_name, username, language)
    if row is None:
        await _welcome(tx, chat_id, f"{first_name} {last_name or ''}".strip(), known_language(language) or "ru")
        row = await tx.row(_FIND, chat_id, first_name, username, language)
        assert row is not None  # noqa: S101 - just made, in this transaction
    return _person(row)


async def person_of(reader: Reader, chat_id: int) -> Person | None:
    """Whose private chat this is; nothing is changed by looking. None where there is none any more."""
    row = await reader.row(_LOOK, chat_id)
    return _person(row) if row else None


async def _hold(chat_id: int, version: int, tx: Tx) -> None:
    if await tx.value("SELECT xmin FROM chat WHERE chat_id = $1 FOR NO KEY UPDATE", chat_id) != version:
        raise OvertakenError


async def _welcome(tx: Tx, chat_id: int, name: str, language: str) -> None:
    public_id = new_public_id()
    await tx.execute(
        "WITH c AS (INSERT INTO client (public_id, name, language, created_at) VALUES ($2, $3, $4, $5) RETURNING id) "
        "INSERT INTO chat (chat_id, client_id, created_at) SELECT $1, id, $5 FROM c",
        chat_id, public_id, name[:200], language, tx.now,
    )  # fmt: skip
    tx.event("client.created", f"client:{public_id}", source="telegram")


async def choose_language(tx: Tx, person: Person, language: str) -> None:
    """The person's own choice wins over Telegram's hint."""
    await tx.execute("UPDATE chat SET language = $2 WHERE chat_id = $1", person.chat_id, language)
    await tx.execute("UPDATE client SET language = $2 WHERE id = $1", person.client_id, language)
    person.language, person.language_chosen = language, True


async def set_dialogue(tx: Tx, person: Person, dialogue: str | None, **data: Any) -> None:
    """What the next free text answers (`ask`, `name`, …); None: nothing in particular."""
    if (dialogue, data) != (person.dialogue, person.dialogue_data):
        await tx.execute("UPDATE chat SET dialogue = $2, dialogue_data = $3 WHERE chat_id = $1", person.chat_id, dialogue, data)
    person.dialogue, person.dialogue_data = dialogue, data


async def came_from(tx: Tx, person: Person, *, unit_id: int | None = None, source_tag: str | None = None) -> None:
    """Remember the link that led here (`u_…`, `s_…`): it steers, it never authorises."""
    await tx.execute(
        "UPDATE chat SET unit_id = coalesce($2, unit_id), source_tag = coalesce($3, source_tag) WHERE chat_id = $1",
        person.chat_id, unit_id, source_tag,
    )  # fmt: skip
    person.unit_id, person.source_tag = unit_id or person.unit_id, source_tag or person.source_tag
    if source_tag:
        await tx.execute("UPDATE client SET source_tag = coalesce(source_tag, $2) WHERE id = $1", person.client_id, source_tag)


async def set_blocked(tx: Tx, chat_id: int, *, blocked: bool) -> None:
    """The person blocked the bot, or let it in again. Nothing happens while an update of theirs is being handled: it knows better,
    and whoever waited for it with requests locked could wait for ever."""
    row = await tx.row(
        "UPDATE chat SET blocked_at = CASE WHEN $2 THEN coalesce(blocked_at, $3) END FROM client c "
        "WHERE chat_id IN (SELECT chat_id FROM chat WHERE chat_id = $1 FOR NO KEY UPDATE SKIP LOCKED) "
        "AND c.id = client_id AND (blocked_at IS NOT NULL) <> $2 RETURNING c.public_id",
        chat_id, blocked, tx.now,
    )  # fmt: skip
    if row is None:
        return
    tx.event("client.blocked" if blocked else "client.unblocked", f"client:{row['public_id']}")
    for request in await tx.rows("SELECT number, unit_id FROM request WHERE chat_id = $1 AND state <> 'closed'", chat_id):
        tx.event("request.reachability", f"request:{request['number']}", unit_id=request["unit_id"], blocked=blocked)


async def give_consent(tx: Tx, person: Person, kind: str, *, granted: bool, version: str) -> None:
    """Store one consent with its text version and time; advertising is never implied by service."""
    await tx.execute(
        "INSERT INTO consent (client_id, kind, granted, text_version, language, source, at) VALUES ($1, $2, $3, $4, $5, 'telegram', $6)",
        person.client_id, kind, granted, version, person.language, tx.now,
    )  # fmt: skip
    tx.event("client.consent", person.subject, kind=kind, granted=granted, version=version)
    if kind == "service":
        person.service_consent = granted


async def was_asked(tx: Tx, person: Person, kind: str) -> bool:
    """Whether this consent has been given or declined before."""
    return bool(await tx.value("SELECT count(*) FROM consent WHERE client_id = $1 AND kind = $2", person.client_id, kind))
