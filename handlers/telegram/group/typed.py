"""Words that a card's menu has asked for: the summary, what is still to be known, or a reason. They never reach the client."""

from typing import Any

from handlers.telegram.group.turn import Turn
from services.errors import Refused, invalid
from services.groups.albums import collect
from services.groups.reading import set_menu
from services.groups.words import once
from services.groups.wrapping import OVER, client_wrote, fill, go_on, known_by_now, take_files
from services.requests import giving_back, queue
from services.requests.closing import wrote_since
from services.texts import text

_FIELDS = {"type": "request_type", "unit": "unit", "agent": "agent"}
_MOVES = frozenset({"transfer", "return"})
_STUCK = OVER | {"promise-overdue"}


async def typed(turn: Turn) -> None:
    """Do what was asked about; a refusal says why, and the question stays."""
    ask = turn.topic.menu["ask"]
    if ask == "photo" and not turn.incoming.text.startswith("/"):
        await _photo(turn)
    elif turn.incoming.files or turn.incoming.text.startswith(
        "/"
    ):  # words under a file are for the card too, not for the client
        album = turn.incoming.album
        if album is None or await once(turn.tx, turn.group.chat_id, turn.staff.id, f"asked:{album}"):
            await turn.reply(text(turn.group.language, "group-asked-first"))
    elif ask in _MOVES:
        await _move(turn)
    else:
        await _wrap_up(turn)


async def _photo(turn: Turn) -> None:
    """The files of an album come one by one."""
    tx, topic, staff, incoming = turn.tx, turn.topic, turn.staff, turn.incoming
    if not incoming.files:
        await turn.reply(text(turn.group.language, "group-invalid-photo-not-a-picture"))
    elif incoming.album is not None:
        await collect(tx, topic, staff, incoming, answer=False, asked=True)
    else:
        address = turn.desk.public_url
        await take_files(tx, turn.group, topic, staff, incoming, parts=[incoming.telegram_id], console=address)


async def _wrap_up(turn: Turn) -> None:
    """The summary is asked for until it is given or dropped: written once more, it must not reach the client."""
    menu: dict[str, Any] = turn.topic.menu
    if menu["ask"] == "field":
        try:
            async with turn.tx.attempt():
                await fill(turn.tx, turn.topic, turn.staff, str(menu["code"]), turn.incoming.text)
        except Refused as refused:
            await turn.refuse(refused)
            if refused.code in OVER:
                await set_menu(turn.tx, turn.topic, {})
            return
        menu = known_by_now(menu)
    else:
        menu = menu | {"summary": turn.incoming.text}
    said, console = turn.incoming.telegram_id, turn.desk.public_url
    await go_on(turn.tx, turn.group, turn.topic, turn.staff, menu, reply_to=said, console=console)


async def _move(turn: Turn) -> None:
    """A reason; when the client has written since it was asked for, what was written may be meant for them."""
    menu = turn.topic.menu
    try:
        async with turn.tx.attempt():
            await _moved(turn)
    except Refused as refused:
        await turn.refuse(refused)
        if refused.code in _STUCK or client_wrote(refused):
            await set_menu(turn.tx, turn.topic, {})
        return
    await set_menu(turn.tx, turn.topic, {})
    await turn.reply(text(turn.group.language, f"group-done-{menu['ask']}"))


async def _moved(turn: Turn) -> None:
    menu: dict[str, Any] = turn.topic.menu
    tx, staff, number, said = turn.tx, turn.staff, turn.topic.request_number, turn.incoming.text
    if await wrote_since(tx, number, int(menu.get("seen", 0))):
        raise invalid("seen", "asked before")
    if menu["ask"] == "transfer":
        target: dict[str, Any] = {_FIELDS[str(menu["what"])]: str(menu["code"])}
        await queue.transfer(tx, staff, number, turn.desk.limits, reason=said, **target)
    else:
        await giving_back.give_back(tx, staff, number, reason=said)
