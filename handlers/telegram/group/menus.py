"""The buttons of a card. Each press is checked against the request as it is now: anybody in the group can press an old button."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.telegram.group.scene import Scene, answer, refuse, turn_away
from services.desk import Desk
from services.errors import Refused
from services.groups.card import request_of
from services.groups.keyboards import LATER, presets, targets
from services.groups.models import Group, Topic
from services.groups.reading import last_message, set_menu, set_mode, topic_by_id
from services.groups.showing import redraw
from services.groups.wrapping import client_wrote, close, read_now
from services.requests import answers, promises
from services.requests.deadlines import unit_of
from services.requests.models import OUTCOMES, CallOutcome
from services.scripts.reading import script_of
from services.staff.models import Staff
from services.storage.reader import Row
from services.storage.tx import Tx
from services.texts import text

router = Router(name="group-menus")
_MENUS = frozenset({"promise", "call", "transfer", "close"})
_TARGETS = frozenset({"type", "unit", "agent"})


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press of the owner. `row` is the request; `args` what the button says after its verb."""

    tx: Tx
    desk: Desk
    group: Group
    topic: Topic
    staff: Staff
    row: Row
    args: list[str]
    language: str

    @property
    def arg(self) -> str:
        """The first word after the verb."""
        return self.args[0] if self.args else ""

    @property
    def number(self) -> int:
        """The request's."""
        return self.topic.request_number

    async def menu(self, **menu: Any) -> None:
        """Open a menu, as this person's."""
        await set_menu(self.tx, self.topic, menu | {"by": self.staff.id} if menu else {})


class StaleError(Exception):
    """The button belongs to a menu that is not open any more."""


@router.callback_query(F.data.regexp(r"^g:\d{1,18}:[a-z]{1,12}(:[A-Za-z0-9_.\-]{0,40}){0,2}$"))
async def pressed(press: CallbackQuery, tx: Tx, scene: Scene, desk: Desk) -> None:
    """Only who leads the request does anything with it."""
    if turn_away(tx, scene, press) or scene.group is None or scene.staff is None:
        return
    _, topic_id, verb, *args = (press.data or "").split(":")
    topic = await topic_by_id(tx, int(topic_id))
    if topic is None or topic.chat_id != scene.chat_id or verb not in _VERBS:
        answer(tx, scene, press, text(scene.language, "group-outdated"), alert=True)
        return
    try:
        async with tx.attempt():
            row = await _led(tx, topic, scene.staff)
            note = await _VERBS[verb](Pressed(tx, desk, scene.group, topic, scene.staff, row, args, scene.language))
    except Refused as refused:
        refuse(tx, scene, press, refused)
        if client_wrote(refused):
            await set_menu(tx, topic, await read_now(tx, topic, topic.menu, refused))
    except StaleError:
        answer(tx, scene, press, text(scene.language, "group-outdated"), alert=True)
    else:
        answer(tx, scene, press, note)
    fresh = await topic_by_id(tx, topic.id)
    if fresh is not None:
        await redraw(tx, scene.group, fresh, direct=True)


@router.callback_query()
async def forgotten(press: CallbackQuery, tx: Tx, scene: Scene) -> None:
    """Every press is answered, also of buttons nobody knows."""
    answer(tx, scene, press, text(scene.language, "group-outdated"), alert=True)


async def _led(tx: Tx, topic: Topic, staff: Staff) -> Row:
    row = await request_of(tx, topic)
    if row["state"] == "closed":
        raise Refused("closed")
    if row["agent_id"] != staff.id:
        raise Refused("not-owner")
    return row


async def _menu(press: Pressed) -> str:
    if press.arg not in _MENUS:
        raise StaleError
    now = {"now": press.tx.now.isoformat()} if press.arg == "promise" else {}
    await press.menu(at=press.arg, **now)
    return ""


async def _back(press: Pressed) -> str:
    await press.menu()
    return ""


async def _mode(press: Pressed) -> str:
    await set_mode(press.tx, press.topic, answers=press.arg == "answers")
    return text(press.language, "group-mode-answers" if press.arg == "answers" else "group-mode-notes")


async def _by_call(press: Pressed) -> str:
    if press.topic.menu.get("at") != "promise":
        raise StaleError
    await press.menu(**{**press.topic.menu, "by_call": bool(press.arg)})
    return ""


async def _promise(press: Pressed) -> str:
    """A moment of the menu, as it was when it was opened."""
    menu = press.topic.menu
    if menu.get("at") != "promise":
        raise StaleError
    unit = await unit_of(press.tx, press.row["unit_id"])
    due = presets(datetime.fromisoformat(str(menu["now"])), unit.time_zone if unit else "UTC").get(press.arg)
    if due is None:
        raise StaleError
    if menu.get("result"):  # what a closing leads to
        await _ask_summary(press, outcome=menu["outcome"], result=menu["result"], due=due.isoformat())
        return ""
    await promises.promise(press.tx, press.staff, press.number, due_at=due, by_call=bool(menu.get("by_call")))
    await press.menu()
    return text(press.language, "group-promised")


async def _call(press: Pressed) -> str:
    await answers.record_call(press.tx, press.staff, press.number, outcome=cast("CallOutcome", press.arg))
    await press.menu()
    return text(press.language, "group-noted")


async def _outcome(press: Pressed) -> str:
    """Closing: the outcome first, what was found out and done in words then (W3)."""
    if press.arg not in OUTCOMES:
        raise StaleError
    script = await script_of(press.tx, press.row["type"], press.row["unit_id"])
    if any(result.outcome == press.arg for result in script.results):
        await press.menu(at="results", outcome=press.arg)
    else:
        await _ask_summary(press, outcome=press.arg)
    return ""


async def _result(press: Pressed) -> str:
    """What it came to more exactly; some results lead to something that needs a date."""
    outcome = press.topic.menu.get("outcome")
    if press.topic.menu.get("at") != "results":
        raise StaleError
    result = (await script_of(press.tx, press.row["type"], press.row["unit_id"])).result(press.arg)
    if result is not None and result.next in {"recommendation", "promise"}:
        at = "when" if result.next == "recommendation" else "promise"
        await press.menu(at=at, outcome=outcome, result=result.code, now=press.tx.now.isoformat())
    else:
        await _ask_summary(press, outcome=outcome, result=result.code if result else "")
    return ""


async def _when(press: Pressed) -> str:
    menu = press.topic.menu
    if menu.get("at") != "when" or press.arg not in LATER:
        raise StaleError
    due = datetime.fromisoformat(str(menu["now"])) + timedelta(days=LATER[press.arg])
    await _ask_summary(press, outcome=menu["outcome"], result=menu["result"], due=due.isoformat())
    return ""


async def _ask_summary(press: Pressed, **menu: Any) -> None:
    await _ask(press, "summary", **menu)


async def _ask(press: Pressed, ask: str, **menu: Any) -> None:
    """Words are asked for; when the client writes meanwhile, what is written next may be meant for them (`seen`)."""
    await press.menu(ask=ask, seen=await last_message(press.tx, press.number), **menu)


async def _to(press: Pressed) -> str:
    if press.arg not in _TARGETS:
        raise StaleError
    await press.menu(at=press.arg)
    return ""


async def _page(press: Pressed) -> str:
    at = press.topic.menu.get("at")
    if at not in _TARGETS or not press.arg.isdigit():
        raise StaleError
    await press.menu(at=at, page=min(int(press.arg), 99))
    return ""


async def _pick(press: Pressed) -> str:
    """Where it is to go; why is asked in words."""
    what, code = (*press.args, "", "")[:2]
    if what not in _TARGETS:
        raise StaleError
    named = dict(await targets(press.tx, what, press.row, press.group.language, press.tx.now)).get(code)
    if named is None:
        raise StaleError
    await _ask(press, "transfer", what=what, code=code, name=named)
    return ""


async def _return(press: Pressed) -> str:
    await _ask(press, "return")
    return ""


async def _done(press: Pressed) -> str:
    """The visit that the result leads to is booked by now."""
    menu = press.topic.menu
    if menu.get("ask") != "visit" or menu.get("by") != press.staff.id:
        raise StaleError
    fresh, done = await close(press.tx, press.group, press.topic, press.staff, menu)
    await set_menu(press.tx, press.topic, fresh)
    return text(press.language, f"group-done-{done}") if done else ""


_VERBS: dict[str, Callable[[Pressed], Awaitable[str]]] = {
    "menu": _menu, "back": _back, "mode": _mode, "bycall": _by_call, "promise": _promise, "call": _call, "outcome": _outcome, "to": _to,
    "page": _page, "pick": _pick, "return": _return, "result": _result, "when": _when, "done": _done,
}  # fmt: skip
