"""A client's word becomes part of a request: a new one, the open one, or a closed one that opens again (contract, "Joining")."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from services.clients.models import Person
from services.errors import invalid
from services.flood.aside import keep_aside, let_in, may_come_in
from services.labelling.returning import mark_returning
from services.requests import words
from services.requests.albums import album_known, join_album
from services.requests.deadlines import Clocks, clocks_of
from services.requests.echoes import overtaken
from services.requests.locking import lock_request
from services.requests.messages import TELEGRAM_DOWNLOAD_LIMIT, add_incoming, add_message
from services.requests.models import TYPES, About, Accepted, Incoming, Limits, Request
from services.requests.placing import add_about, choose_unit, unit_for
from services.requests.reserving import reserve_for_leader, reserve_for_previous
from services.requests.waiting import client_waits, reopen
from services.storage.reader import Row
from services.storage.tx import Tx
from services.understanding.matters import matter_of
from services.units import Unit, all_units
from services.watch.paging import page_duty

__all__ = [
    "TELEGRAM_DOWNLOAD_LIMIT", "About", "album_known", "choose_unit", "client_waits", "contact", "has_open", "open_request", "reopen",
    "reserve_for_previous", "submit", "take_message", "would_join",
]  # fmt: skip

_OPEN = """
SELECT number FROM request
WHERE client_id = $1 AND (chat_id = $2 OR chat_id IS NULL) AND state <> 'closed'
ORDER BY greatest(last_client_at, last_agent_at, created_at) DESC, number DESC LIMIT 1
"""
_CLOSED = """
SELECT number FROM request
WHERE client_id = $1 AND chat_id = $2 AND state = 'closed' AND closed_at > $3 ORDER BY closed_at DESC LIMIT 1
"""
_OPEN_OR_CLOSED = f"SELECT coalesce(({_OPEN}), ({_CLOSED}))"  # the second is asked only when the first finds nothing


async def take_message(tx: Tx, person: Person, incoming: Incoming, limits: Limits) -> Accepted:
    """Free text, a photo, a voice, a place: whatever the client sent outside a dialogue.

    Thanks and greetings are recorded and change nothing (W1). Everything else reaches a person.
    """
    if joined := await _album(tx, person, incoming, limits) or await _overtaken(tx, person, incoming):
        return joined
    quoted = await _quoted(tx, person, incoming)
    number = await _meant(tx, person, quoted, limits)
    request = await lock_request(tx, number) if number is not None else None
    if (request is None or request.state == "closed") and _only_words(incoming) and words.only_thanks(incoming.text):
        return _settled(tx, person, "greeting" if words.only_greeting(incoming.text) else "thanks")
    if person.aside and (request is None or request.state == "closed"):
        return await _aside(tx, person, incoming, limits) or await take_message(tx, person, incoming, limits)
    if request is None:
        return await open_request(tx, person, incoming, limits)
    if request.state == "closed":
        return await _reopen(tx, request, person, incoming, quoted=quoted, limits=limits)
    return await _join(tx, request, person, incoming, quoted=quoted, limits=limits)


async def open_request(
    tx: Tx, person: Person, incoming: Incoming | None, limits: Limits, *, request_type: str = "other", about: About | None = None
) -> Accepted:  # fmt: skip
    """A new matter is a new request (W1): `/ask`, or free text when nothing is open.

    `about` tells the agent what it concerns; `incoming` is None where a button was pressed and nothing was said. Of type `other`, the
    words may say what it is (P3).
    """
    if incoming is not None and (known := await _album(tx, person, incoming, limits) or await _overtaken(tx, person, incoming)):
        return known
    if person.aside and incoming is not None and (aside := await _aside(tx, person, incoming, limits)):
        return aside
    if request_type == "other" and incoming is not None:
        request_type = matter_of(incoming.text) or "other"
    alarm = words.alarm(incoming.text) if incoming else None
    units = await all_units(tx)
    unit_id = about.unit_id if about and about.unit_id else await unit_for(tx, person, units)
    unit = next((u for u in units if u.id == unit_id), None) or next(iter(units), None)
    clocks = await clocks_of(tx, unit_id, limits, unit)
    due = clocks.first_answer(tx.now, request_type)
    number = await _insert(
        tx, clocks, client_id=person.client_id, chat_id=person.chat_id, source="telegram", source_tag=person.source_tag,
        request_type=request_type, language=person.language, unit_id=unit_id, alarm=alarm,
    )  # fmt: skip
    await reserve_for_leader(tx, number, limits)
    if about is not None:
        await add_about(tx, number, about)
    if incoming is not None:
        await add_incoming(tx, number, person, incoming)
        if request_type == "other":
            await mark_returning(tx, number, incoming.text)
    tx.event(
        "request.opened", f"request:{number}", unit_id=unit_id, type=request_type, alarm=alarm, source="telegram",
        **({"due_at": due.isoformat()} if due else {}),
    )  # fmt: skip
    contact(tx, person.subject, "telegram", "request", number, tag=person.source_tag)
    return Accepted(
        "opened", number, unit_id, unit_known=unit_id is not None or not units, due_at=due,
        open_now=unit is not None and unit.hours.is_open(tx.now), alarm=alarm, request_type=request_type, rush=clocks.rush,
    )  # fmt: skip


async def _aside(tx: Tx, person: Person, incoming: Incoming, limits: Limits) -> Accepted | None:
    """Spam came from this chat twice: the message is kept aside. Who turns out to be a client of ours is let in, with all that was kept."""
    if not await may_come_in(tx, person, incoming):
        return Accepted("aside", first=await keep_aside(tx, person, incoming))
    for kept in await let_in(tx, person):
        await take_message(tx, person, kept, limits)
    return None


async def _overtaken(tx: Tx, person: Person, incoming: Incoming) -> Accepted | None:
    number = await overtaken(tx, person.chat_id, incoming.telegram_id, incoming.text)
    return Accepted("joined", number) if number is not None else None


async def _insert(
    tx: Tx, clocks: Clocks, *, client_id: int, chat_id: int | None, source: str, request_type: str, language: str, unit_id: int | None,
    alarm: str | None, source_tag: str | None = None, token_id: int | None = None, external_ref: str | None = None,
) -> int:  # fmt: skip
    number = int(
        await tx.value(
            "INSERT INTO request (client_id, chat_id, type, state, source, source_tag, token_id, external_ref, language, unit_id, urgent, "
            "alarm, created_at, waiting_since, last_client_at, first_answer_due, next_answer_due, resolve_due, danger_due) "
            "VALUES ($1, $2, $3, 'queued', $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12, $13, $13, $14, $15) RETURNING number",
            client_id, chat_id, request_type, source, source_tag, token_id, external_ref, language, unit_id, alarm is not None,
            alarm, tx.now, clocks.first_answer(tx.now, request_type), clocks.resolution(tx.now, request_type),
            clocks.danger(tx.now) if alarm == "danger" else None,
        )
    )  # fmt: skip
    if alarm == "danger":
        await page_duty(tx, number, unit_id, clocks.watch)
    return number


def contact(tx: Tx, subject: str, source: str, outcome: str, number: int | None = None, *, tag: str | None = None) -> None:
    """Every contact is recorded with its source (`tag`: that of an `s_` link) and what it led to (W1)."""
    tx.event("contact", subject, source=source, outcome=outcome, request=number, tag=tag)


def _settled(tx: Tx, person: Person, outcome: Literal["thanks", "greeting"]) -> Accepted:
    contact(tx, person.subject, "telegram", outcome, tag=person.source_tag)
    return Accepted(outcome)


def _only_words(incoming: Incoming) -> bool:
    """A sticker says no more than its emoji."""
    return all(file.kind == "sticker" for file in incoming.files)


async def has_open(tx: Tx, person: Person) -> bool:
    """Whether something of this person's is open here: then free text is for a human, not for the bot."""
    return await tx.value(_OPEN, person.client_id, person.chat_id) is not None


async def would_join(tx: Tx, person: Person, incoming: Incoming, limits: Limits) -> bool:
    """Whether these words belong to something that is open, or was closed not long ago: then the bot does not answer them."""
    return await _meant(tx, person, await _quoted(tx, person, incoming), limits) is not None


async def _album(tx: Tx, person: Person, incoming: Incoming, limits: Limits) -> Accepted | None:
    """Items of an album come as separate updates: the later ones join the first one's message, also when they straggle."""
    joined = await join_album(tx, person, incoming)
    if joined is None:
        return None
    return Accepted("album", joined.number, alarm=await _late_alarm(tx, joined.number, joined.words, limits))


async def _late_alarm(tx: Tx, number: int, caption: str, limits: Limits) -> str | None:
    """The caption may come with any item of an album, also with the last."""
    if (alarm := words.alarm(caption)) is None:
        return None
    request = await lock_request(tx, number)
    return (await client_waits(tx, request, alarm, limits)).alarm if request.state != "closed" else None


async def _quoted(tx: Tx, person: Person, incoming: Incoming) -> Row | None:
    if incoming.reply_to is None:
        return None
    return await tx.row(
        "SELECT m.id, m.request_number, r.state, r.closed_at FROM message_telegram t JOIN message m ON m.id = t.message_id "
        "JOIN request r ON r.number = m.request_number WHERE t.chat_id = $1 AND t.telegram_id = $2",
        person.chat_id, incoming.reply_to,
    )  # fmt: skip


async def _meant(tx: Tx, person: Person, quoted: Row | None, limits: Limits) -> int | None:
    """The request these words belong to: the quoted one, else the last active open one, else one closed not long ago."""
    since = tx.now - timedelta(hours=limits.reopen_hours)
    if quoted is not None and (quoted["state"] != "closed" or quoted["closed_at"] > since):
        return int(quoted["request_number"])
    if quoted is None:
        found = await tx.look().value(_OPEN_OR_CLOSED, person.client_id, person.chat_id, since)
    else:
        found = await tx.look().value(_OPEN, person.client_id, person.chat_id)
    return int(found) if found is not None else None


async def _join(
    tx: Tx, request: Request, person: Person, incoming: Incoming, *, quoted: Row | None, limits: Limits
) -> Accepted:  # fmt: skip
    nod = _only_words(incoming) and words.gratitude(incoming.text)
    await add_incoming(tx, request.number, person, incoming, reply_to=_quote_in(request, quoted))
    tx.event("message.in", request.subject, unit_id=request.unit_id)
    contact(tx, person.subject, "telegram", "thanks" if nod else "joined", request.number, tag=person.source_tag)
    if request.chat_id is None:
        await tx.execute("UPDATE request SET chat_id = $2 WHERE number = $1", request.number, person.chat_id)
    if nod:
        return Accepted("joined", request.number, request.unit_id)
    return await client_waits(tx, request, words.alarm(incoming.text), limits)


def _quote_in(request: Request, quoted: Row | None) -> int | None:
    return quoted["id"] if quoted is not None and quoted["request_number"] == request.number else None


async def _reopen(
    tx: Tx, request: Request, person: Person, incoming: Incoming, *, quoted: Row | None, limits: Limits
) -> Accepted:  # fmt: skip
    await add_incoming(tx, request.number, person, incoming, reply_to=_quote_in(request, quoted))
    contact(tx, person.subject, "telegram", "reopened", request.number, tag=person.source_tag)
    await reopen(tx, request, limits, why="client wrote")
    accepted = await client_waits(tx, await lock_request(tx, request.number), words.alarm(incoming.text), limits)
    return replace(accepted, outcome="reopened")


async def submit(
    tx: Tx, *, client_id: int, text: str, request_type: str | None, source: str, unit: Unit | None, language: str, limits: Limits,
    author: str, token_id: int | None = None, external_ref: str | None = None, vehicle: dict[str, object] | None = None,
    fields: dict[str, object] | None = None, said: Literal["in", "system"] = "in",
) -> int:  # fmt: skip
    """A request from phone, site or another system: always a new one, in the same queue (R5). Returns its number.

    `said`: whether the words are the client's or our own, which alarm nobody. `request_type` None: what the words say it is (P3).
    """
    if request_type is None:
        request_type = matter_of(text) or "other"
    if request_type not in TYPES:
        raise invalid("type", "unknown")
    alarm = words.alarm(text) if said == "in" else None
    unit_id = unit.id if unit else None
    sql = "SELECT chat_id FROM chat WHERE client_id = $1 ORDER BY blocked_at IS NOT NULL, created_at DESC LIMIT 1"
    chat_id = await tx.value(sql, client_id)
    number = await _insert(
        tx, await clocks_of(tx, unit_id, limits, unit), client_id=client_id, chat_id=chat_id, source=source, request_type=request_type,
        language=language, unit_id=unit_id, alarm=alarm, token_id=token_id, external_ref=external_ref,
    )  # fmt: skip
    await tx.execute("UPDATE request SET vehicle = $2, fields = $3 WHERE number = $1", number, vehicle, fields or {})
    await reserve_for_leader(tx, number, limits)
    await add_message(tx, number, said, author=author, text=text)
    if request_type == "other" and said == "in":
        await mark_returning(tx, number, text)
    subject = await tx.value("SELECT 'client:' || public_id FROM client WHERE id = $1", client_id)
    tx.event("request.opened", f"request:{number}", unit_id=unit_id, type=request_type, alarm=alarm, source=source)
    contact(tx, subject, source, "request", number)
    return number
