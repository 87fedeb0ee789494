"""Closing from the group: what the script still wants to know is asked for, one thing at a time (W3)."""

from datetime import datetime
from typing import Any

from handlers.telegram.group.turn import Turn
from services.errors import Refused
from services.groups.card import request_of
from services.requests import closing
from services.scripts.filling import fill_own
from services.scripts.models import NextStep, Script, spoken_in
from services.scripts.reading import script_of

_FIELD = "fields."
_NOT_TYPED = frozenset({"photo"})


async def close(turn: Turn, menu: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Close, or ask for the first thing that is missing: the menu that is open then, and what was done. Raises Refused as `closing.close`
    does for what cannot be asked for here."""
    script = await _script(turn)
    result = script.result(str(menu.get("result") or ""))
    step = None
    if result is not None and menu.get("due"):
        title = spoken_in(result.label, turn.group.language)
        step = NextStep(result.next, title, datetime.fromisoformat(str(menu["due"])))
    try:
        async with turn.tx.attempt():
            await closing.close(
                turn.tx, turn.staff, turn.topic.request_number, outcome=str(menu["outcome"]), summary=str(menu["summary"]),
                seen=int(menu.get("seen", 0)), result=result.code if result else None, next_step=step,
            )  # fmt: skip
    except Refused as refused:
        code = _first_field(refused, script)
        if code is None:
            raise
        return {**menu, "ask": "field", "code": code, "name": _named(script, code, turn.group.language)}, ""
    return {}, "summary"


def _first_field(refused: Refused, script: Script) -> str | None:
    """The code of the first missing field that can be written in words."""
    missing = [str(name) for name in refused.data.get("missing", ())]
    if not missing or not all(name.startswith(_FIELD) for name in missing):
        return None
    code = missing[0].removeprefix(_FIELD)
    field = script.field(code)
    return code if field is not None and field.kind not in _NOT_TYPED else None


def _named(script: Script, code: str, language: str) -> str:
    """The field, with what there is to choose from."""
    field = script.field(code)
    if field is None:
        return code
    label = spoken_in(field.label, language) or code
    choices = " / ".join(spoken_in(choice.label, language) for choice in field.choices)
    return f"{label} ({choices})" if choices else label


async def fill(turn: Turn, code: str, said: str) -> None:
    """Write down what was asked for; a choice as it is called on the card. Raises Refused as `fill_own` does."""
    field = (await _script(turn)).field(code)
    value = said.strip()
    for choice in field.choices if field else ():
        if value.casefold() in {label.casefold() for label in choice.label.values()}:
            value = choice.code
    await fill_own(turn.tx, turn.staff, turn.topic.request_number, code, value)


async def _script(turn: Turn) -> Script:
    row = await request_of(turn.tx, turn.topic)
    return await script_of(turn.tx, row["type"], row["unit_id"])
