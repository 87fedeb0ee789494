"""Words that a card's menu has asked for: the summary, what is still to be known, or a reason. They never reach the client."""

from typing import Any

from handlers.telegram.group.turn import Turn
from handlers.telegram.group.wrapping import close, fill
from services.errors import Refused, invalid
from services.groups.reading import last_message, set_menu
from services.groups.words import once
from services.requests import giving_back, queue
from services.requests.closing import wrote_since
from services.texts import text

_FIELDS = {"type": "request_type", "unit": "unit", "agent": "agent"}
_MOVES = frozenset({"transfer", "return"})
_OVER = frozenset({"closed", "not-owner"})  # there is nothing left to ask about
_STUCK = _OVER | {"promise-overdue"}


async def typed(turn: Turn) -> None:
    """Do what was asked about; a refusal says why, and the question stays."""
    if turn.incoming.files or turn.incoming.text.startswith("/"):  # words under a file are for the card too, not for the client
        album = turn.incoming.album
        if album is None or await once(turn.tx, turn.group.chat_id, turn.staff.id, f"asked:{album}"):
            await turn.reply(text(turn.group.language, "group-asked-first"))
        return
    try:
        async with turn.tx.attempt():
            menu, done = await _do(turn)
    except Refused as refused:
        await turn.refuse(refused)
        await _after(turn, refused)
        return
    await set_menu(turn.tx, turn.topic, menu)
    if done:
        await turn.reply(text(turn.group.language, f"group-done-{done}"))


async def _after(turn: Turn, refused: Refused) -> None:
    """Whether the question stays. A summary is asked for until it is given or dropped: written once more, it must not reach the client."""
    menu = turn.topic.menu
    if refused.code in (_STUCK if menu["ask"] in _MOVES else _OVER) or (menu["ask"] in _MOVES and _client_wrote(refused)):
        await set_menu(turn.tx, turn.topic, {})
    elif _client_wrote(refused):
        await set_menu(turn.tx, turn.topic, menu | {"seen": await last_message(turn.tx, turn.topic.request_number)})


def _client_wrote(refused: Refused) -> bool:
    return any(error["field"] == "seen" for error in refused.data.get("errors", ()))


async def _do(turn: Turn) -> tuple[dict[str, Any], str]:
    """The menu that is open then, and what was done; nothing where something else has to be asked first."""
    menu: dict[str, Any] = turn.topic.menu
    tx, staff, number, said = turn.tx, turn.staff, turn.topic.request_number, turn.incoming.text
    if menu["ask"] in _MOVES and await wrote_since(tx, number, int(menu.get("seen", 0))):
        raise invalid("seen", "asked before")
    match menu["ask"]:
        case "summary":
            return await close(turn, menu | {"summary": said})
        case "field":
            await fill(turn, str(menu["code"]), said)
            return await close(turn, menu)
        case "transfer":
            target: dict[str, Any] = {_FIELDS[str(menu["what"])]: str(menu["code"])}
            await queue.transfer(tx, staff, number, turn.desk.limits, reason=said, **target)
        case _:
            await giving_back.give_back(tx, staff, number, reason=said)
    return {}, str(menu["ask"])
