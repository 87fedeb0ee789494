"""Telling a client what happened to their order: to every chat that lets us in, in its language; at night in the morning (contract)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from services.clients.chats import Chat, open_chats
from services.garage.models import Vehicle, vehicle_title
from services.garage.queries import vehicle_by_id
from services.outbox.models import Mail
from services.reminders.quiet import ORDINARY, URGENT
from services.reminders.rules import Later, Send, Skip
from services.reminders.switches import enabled
from services.repairs import held, sayings
from services.repairs.corrections import Correction, correction
from services.repairs.held import Change
from services.repairs.models import PartsOrder, PartsStatus, RepairOrder, Status, Step
from services.repairs.reading import lines_of, recommendations_of
from services.repairs.sayings import Place
from services.storage.tx import Tx
from services.texts import text
from services.units import Unit, unit_by_id

__all__ = ["Change", "tell", "tell_of_parts", "tell_of_repair"]

SWITCH = "repair_updates"  # the client's switch for what rings no bell
_UNTOLD = frozenset({"closed"})  # papers are no business of the client's
_SILENT = frozenset({"diagnostics", "in_work", "qc"})
_URGENT = frozenset({"ready", "cancelled"})
_PARTS_UNTOLD = frozenset({"issued"})  # they were there
_PARTS_SILENT = frozenset({"ordered", "confirmed", "in_transit"})
_STEPS = "SELECT id, at, status, {promised} AS promised FROM {table} WHERE order_id = $1 ORDER BY id DESC LIMIT 8"
_REPAIR_STEPS = _STEPS.format(promised="promised_at", table="repair_order_step")
_PARTS_STEPS = _STEPS.format(promised="expected_at", table="parts_order_step")
Order = RepairOrder | PartsOrder


@dataclass(frozen=True, slots=True)
class Telling:
    """One piece of news with its sound; `rows` writes it for a reader."""

    order: Order
    step: Step
    unit: Unit
    silent: bool
    rows: Callable[[Place], Sequence[str]]

    def morning(self, now: datetime) -> datetime:
        """Now where it may be told, else when the quiet hours end."""
        window = URGENT if self.step.status in _URGENT else ORDINARY
        return window.next(now, ZoneInfo(self.unit.time_zone))


async def tell_of_repair(tx: Tx, order: RepairOrder, step: Step, change: Change) -> None:
    """Push a step of a repair order, where it deserves it."""
    slip = await correction(tx, order.subject, await tx.rows(_REPAIR_STEPS, order.id))
    if order.status not in _UNTOLD:
        await _tell(tx, order, step, change, slip)


async def tell_of_parts(tx: Tx, order: PartsOrder, step: Step, change: Change) -> None:
    """Push a step of a parts order, where it deserves it."""
    slip = await correction(tx, order.subject, await tx.rows(_PARTS_STEPS, order.id))
    if order.status not in _PARTS_UNTOLD:
        await _tell(tx, order, step, change, slip)


async def _tell(tx: Tx, order: Order, step: Step, change: Change, slip: Correction | None) -> None:
    """Now; or in the morning, and then only the newest step (docs/decisions/0009). What is put right in a message that has arrived
    already rings no bell and waits for nothing."""
    waited = await held.overtaken(tx, order)
    telling, chats = await _prepared(tx, order, step, change, corrects=slip is not None)
    if telling is None:
        return
    waits = telling.morning(tx.now) > tx.now
    left = False
    for chat in chats:
        if slip and not waited and slip.knows(chat.id):
            continue
        if slip and (message_id := slip.message(chat.id)):
            _edit(tx, chat, telling, message_id)
        elif waits:
            left = True
        else:
            _send(tx, chat, telling, silent=telling.silent or (slip is not None and slip.silent(chat.id)))
    if left:
        await held.hold(tx, order, step, telling.morning(tx.now))


async def tell(tx: Tx, order: Order, news: held.News) -> Send | Skip | Later:
    """Tell in the morning what the night has brought, if it is still so."""
    untold = _PARTS_UNTOLD if isinstance(order, PartsOrder) else _UNTOLD
    if order.status not in {news.step.status, *untold}:
        return Skip("newer")
    telling, chats = await _prepared(tx, _as_of(order, news.step), news.step, news.change, corrects=False)
    if telling is None:
        return Skip("no-channel" if not await open_chats(tx, order.client_id) else "switched-off")
    if (morning := telling.morning(tx.now)) > tx.now:
        return Later(morning)
    for chat in chats:
        _send(tx, chat, telling, silent=telling.silent)
    return Send(0.0)


def _as_of(order: Order, step: Step) -> Order:
    """The order at that step: what came after it is nothing to tell (papers that were closed)."""
    if isinstance(order, PartsOrder):
        return replace(order, status=cast("PartsStatus", step.status), expected_at=step.promised_at)
    return replace(order, status=cast("Status", step.status), promised_at=step.promised_at)


async def _prepared(tx: Tx, order: Order, step: Step, change: Change, *, corrects: bool) -> tuple[Telling | None, list[Chat]]:
    """None where nobody is to be told. What rings no bell is left out where the client wishes so, but not what puts a word right."""
    silent = _is_silent(order, change)
    chats = await open_chats(tx, order.client_id)
    if not chats or (silent and not corrects and not await enabled(tx, order.client_id, SWITCH)):
        return None, []
    unit = await unit_by_id(tx, order.unit_id)
    assert unit is not None  # noqa: S101 - a foreign key
    return Telling(order, step, unit, silent, await _writer(tx, order, step, change)), chats


def _is_silent(order: Order, change: Change) -> bool:
    quiet = _PARTS_SILENT if isinstance(order, PartsOrder) else _SILENT
    return change == "note" or (change == "status" and order.status in quiet)


async def _writer(tx: Tx, order: Order, step: Step, change: Change) -> Callable[[Place], Sequence[str]]:
    if isinstance(order, PartsOrder):
        return lambda place: _parts_rows(place, order, step, change)
    vehicle, lines = await _own_vehicle(tx, order), await lines_of(tx, order.id)
    advice = await recommendations_of(tx, order.id) if order.status == "issued" else []
    return lambda place: [
        sayings.repair_heading(place, order, vehicle_title(vehicle, place.language) if vehicle else ""),
        _news(place, order, step, change),
        *([] if change in {"promise", "note"} else sayings.estimate_rows(place, order, lines)),
        *sayings.note_rows(place, step.note),
        *(sayings.collect_rows(place) if order.status == "ready" and change == "status" else []),
        *sayings.advice_rows(place, advice),
    ]


def _news(place: Place, order: RepairOrder, step: Step, change: Change) -> str:
    if change == "promise":
        return sayings.moved_sentence(place, step)
    return place.say("repairs-word") if change == "note" else sayings.status_sentence(place, order)


def _parts_rows(place: Place, order: PartsOrder, step: Step, change: Change) -> list[str]:
    return [
        sayings.parts_heading(place, order),
        sayings.moved_sentence(place, step, parts=True) if change == "promise" else sayings.status_sentence(place, order),
        *(sayings.collect_rows(place) if order.status == "arrived" and change == "status" else []),
    ]


async def _own_vehicle(tx: Tx, order: RepairOrder) -> Vehicle | None:
    """A vehicle that has changed hands since bears its new owner's plate: that is not told to the old one."""
    vehicle = await vehicle_by_id(tx, order.vehicle_id)
    return vehicle if vehicle is not None and vehicle.client_id == order.client_id else None


def _edit(tx: Tx, chat: Chat, telling: Telling, message_id: int) -> None:
    params = {**_params(tx, chat, telling), "message_id": message_id, "_fallback": "sendMessage"}
    tx.send(Mail(chat.id, "editMessageText", params, about=_about(telling)))


def _send(tx: Tx, chat: Chat, telling: Telling, *, silent: bool) -> None:
    params = {**_params(tx, chat, telling), **({"disable_notification": True} if silent else {})}
    tx.send(Mail(chat.id, "sendMessage", params, about=_about(telling)))


def _about(telling: Telling) -> str:
    return f"{telling.order.subject}:{telling.step.id}"


def _params(tx: Tx, chat: Chat, telling: Telling) -> dict[str, Any]:
    rows = telling.rows(Place(chat.language, telling.unit, tx.now))
    return {
        "text": "\n".join(rows), "link_preview_options": {"is_disabled": True}, "reply_markup": _keyboard(chat, telling.order),
    }  # fmt: skip


def _keyboard(chat: Chat, order: Order) -> dict[str, Any]:
    buttons = (("repairs-button-details", f"o:{order.public_id}"), ("repairs-button-ask", f"o:{order.public_id}:ask"))
    return {"inline_keyboard": [[{"text": text(chat.language, key), "callback_data": data} for key, data in buttons]]}
