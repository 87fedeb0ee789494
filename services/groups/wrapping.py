"""Closing from the group: what the script still wants to know is asked for, one thing at a time (W3). Nothing of it reaches the client."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.errors import Refused, invalid
from services.groups.card import request_of
from services.groups.keyboards import data_of
from services.groups.models import Group, Topic
from services.groups.posting import word
from services.groups.reading import last_message, set_menu, topic_by_id
from services.groups.replies import say_refused
from services.groups.words import hear, leads
from services.outbox.models import Kind
from services.requests import closing
from services.requests.models import Incoming
from services.scripts.filling import fill_own
from services.scripts.models import NextStep, Script, spoken_in
from services.scripts.reading import script_of
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text

Menu = dict[str, Any]
OVER = frozenset({"closed", "not-owner"})  # there is nothing left to ask about
_FIELD, _VISIT = "fields.", "next.visit"
_SHOWN = frozenset(
    {"photo", "video", "document"}
)  # what counts as a picture of something, as with clients (`scripts/known.py`)


async def go_on(
    tx: Tx, group: Group, topic: Topic, staff: Staff, menu: Menu, *, reply_to: int | None, mail: Kind = "direct", console: str = ""
) -> None:  # fmt: skip
    """Close with what is known by now, else ask for the next thing, or say why it cannot be; the question stays then. `console`: the
    console's public address; empty where nobody knows it."""
    try:
        async with tx.attempt():
            fresh, done = await close(tx, group, topic, staff, menu)
    except Refused as refused:
        await say_refused(tx, group, topic, refused, reply_to, mail=mail)
        await set_menu(tx, topic, {} if refused.code in OVER else await read_now(tx, topic, menu, refused))
        return
    await set_menu(tx, topic, fresh)
    if done:
        await word(tx, group, text(group.language, f"group-done-{done}"), topic=topic, reply_to=reply_to, mail=mail)
    elif fresh["ask"] == "visit":
        await _say_where(tx, group, topic, reply_to, mail=mail, console=console)


async def close(tx: Tx, group: Group, topic: Topic, staff: Staff, menu: Menu) -> tuple[Menu, str]:
    """Close, or find the first thing that is missing: the menu that is open then, and what was done. Raises Refused as `closing.close`
    does for what cannot be asked for here, and where the visit that was asked for is still not there."""
    script = await _script(tx, topic)
    result = script.result(str(menu.get("result") or ""))
    step = None
    if result is not None and menu.get("due"):
        title = spoken_in(result.label, group.language)
        step = NextStep(result.next, title, datetime.fromisoformat(str(menu["due"])))
    try:
        async with tx.attempt():
            await closing.close(
                tx, staff, topic.request_number, outcome=str(menu["outcome"]), summary=str(menu["summary"]),
                seen=int(menu.get("seen", 0)), result=result.code if result else None, next_step=step,
            )  # fmt: skip
    except Refused as refused:
        asked = _to_ask(refused, script, group.language)
        if asked is None or asked["ask"] == menu["ask"] == "visit":
            raise
        return menu | asked, ""
    return {}, "summary"


def _to_ask(refused: Refused, script: Script, language: str) -> Menu | None:
    """The first thing that is missing and can be asked for in the group; None where something else stands in the way."""
    missing = [str(name) for name in refused.data.get("missing", ())]
    if not missing or not all(name.startswith(_FIELD) or name == _VISIT for name in missing):
        return None
    if missing[0] == _VISIT:
        return {"ask": "visit"}
    code = missing[0].removeprefix(_FIELD)
    field = script.field(code)
    if field is None:
        return None
    return {"ask": "photo" if field.kind == "photo" else "field", "code": code, "name": _named(script, code, language)}


def _named(script: Script, code: str, language: str) -> str:
    """The field, with what there is to choose from."""
    field = script.field(code)
    if field is None:
        return code
    label = spoken_in(field.label, language) or code
    choices = " / ".join(spoken_in(choice.label, language) for choice in field.choices)
    return f"{label} ({choices})" if choices else label


def client_wrote(refused: Refused) -> bool:
    """Whether it was refused for what the client has written meanwhile."""
    return any(error["field"] == "seen" for error in refused.data.get("errors", ()))


async def read_now(tx: Tx, topic: Topic, menu: Menu, refused: Refused) -> Menu:
    """The menu, once they have been told what the client wrote meanwhile."""
    return menu | {"seen": await last_message(tx, topic.request_number)} if client_wrote(refused) else menu


async def fill(tx: Tx, topic: Topic, staff: Staff, code: str, said: str) -> None:
    """Write down what was asked for; a choice as it is called on the card. Raises Refused as `fill_own` does."""
    field = (await _script(tx, topic)).field(code)
    value = said.strip()
    for choice in field.choices if field else ():
        if value.casefold() in {label.casefold() for label in choice.label.values()}:
            value = choice.code
    await fill_own(tx, staff, topic.request_number, code, value)


async def take_files(
    tx: Tx, group: Group, topic: Topic, staff: Staff, incoming: Incoming, *, parts: Sequence[int], mail: Kind = "direct",
    console: str = "",
) -> None:  # fmt: skip
    """Files for the photo that the card has asked for: kept as a note, counted in the field, and the closing goes on. When something else
    has come meanwhile (the question dropped, the request closed or somebody else's) they stay a note."""
    fresh, reply_to = await topic_by_id(tx, topic.id) or topic, parts[0] if parts else None
    asked = fresh.menu.get("ask") == "photo" and fresh.menu.get("by") == staff.id and await leads(tx, fresh, staff)
    try:
        async with tx.attempt():
            if asked and not all(file.kind in _SHOWN for file in incoming.files):
                raise invalid("photo", "not a picture")
            await hear(tx, group, fresh, staff, incoming, parts=parts, answer=False, owner=asked)
            if asked:
                await fill_own(tx, staff, fresh.request_number, str(fresh.menu["code"]), str(len(incoming.files)))
    except Refused as refused:
        await say_refused(tx, group, fresh, refused, reply_to, mail=mail)
        return
    if asked:
        await go_on(tx, group, fresh, staff, known_by_now(fresh.menu), reply_to=reply_to, mail=mail, console=console)


def known_by_now(menu: Menu) -> Menu:
    """The menu after a field is filled: when the closing fails for something else, the summary is written again, not the field."""
    return {name: value for name, value in menu.items() if name not in {"code", "name"}} | {"ask": "summary"}


async def _say_where(tx: Tx, group: Group, topic: Topic, reply_to: int | None, *, mail: Kind, console: str) -> None:
    """How to book. Telegram takes only public addresses below a button."""
    rows = [[{"text": text(group.language, "group-button-closing"), "callback_data": data_of(topic.id, "done")}]]
    if console.startswith("https://"):
        address = f"{console.rstrip('/')}/console/requests/{topic.request_number}/visit"
        rows.insert(0, [{"text": text(group.language, "group-button-book"), "url": address}])
    said = text(group.language, "group-visit-first", number=str(topic.request_number))
    await word(tx, group, said, topic=topic, reply_to=reply_to, mail=mail, buttons=rows)


async def _script(tx: Tx, topic: Topic) -> Script:
    row = await request_of(tx, topic)
    return await script_of(tx, row["type"], row["unit_id"])
