"""Telling a client what happened to their order: to every chat that lets us in, in its language."""

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from services.clients.chats import Chat, open_chats
from services.garage.models import Vehicle, vehicle_title
from services.garage.queries import vehicle_by_id
from services.outbox.models import Mail
from services.reminders.quiet import ORDINARY, URGENT
from services.reminders.switches import enabled
from services.repairs import sayings
from services.repairs.corrections import Correction, correction
from services.repairs.models import PartsOrder, RepairOrder, Step
from services.repairs.reading import lines_of, recommendations_of
from services.repairs.sayings import Place
from services.storage.tx import Tx
from services.texts import text
from services.units import Unit, unit_by_id

Change = Literal["status", "promise", "estimate", "note"]
"""What happened: another status; another promised time; something new to decide about; words only."""

SWITCH = "repair_updates"  # the client's switch for what rings no bell
_UNTOLD = frozenset({"closed"})  # papers are no business of the client's
_SILENT = frozenset({"diagnostics", "in_work", "qc"})
_URGENT = frozenset({"ready", "cancelled"})
_PARTS_UNTOLD = frozenset({"issued"})  # they were there
_PARTS_SILENT = frozenset({"ordered", "confirmed", "in_transit"})
_STEPS = "SELECT id, at, status, {promised} AS promised FROM {table} WHERE order_id = $1 ORDER BY id DESC LIMIT 8"
_REPAIR_STEPS = _STEPS.format(promised="promised_at", table="repair_order_step")
_PARTS_STEPS = _STEPS.format(promised="expected_at", table="parts_order_step")


async def tell_of_repair(tx: Tx, order: RepairOrder, step: Step, change: Change) -> None:
    """Push a step of a repair order, where it deserves it."""
    slip = await correction(tx, order.subject, await tx.rows(_REPAIR_STEPS, order.id))
    if order.status in _UNTOLD:
        return
    silent = change == "note" or (change == "status" and order.status in _SILENT)
    chats, unit = await _audience(tx, order.client_id, order.unit_id, optional=silent and slip is None)
    if not chats or unit is None:
        return
    vehicle, lines = await _own_vehicle(tx, order), await lines_of(tx, order.id)
    advice = await recommendations_of(tx, order.id) if order.status == "issued" else []
    for chat in chats:
        place = Place(chat.language, unit, tx.now)
        rows = [
            sayings.repair_heading(place, order, vehicle_title(vehicle, chat.language) if vehicle else ""),
            _news(place, order, step, change),
            *([] if change in {"promise", "note"} else sayings.estimate_rows(place, order, lines)),
            *sayings.note_rows(place, step.note),
            *(sayings.collect_rows(place) if order.status == "ready" and change == "status" else []),
            *sayings.advice_rows(place, advice),
        ]  # fmt: skip
        _send(tx, chat, order, step, rows, silent=silent or _at_night(order, unit, tx.now), slip=slip)


async def _own_vehicle(tx: Tx, order: RepairOrder) -> Vehicle | None:
    """A vehicle that has changed hands since bears its new owner's plate: that is not told to the old one."""
    vehicle = await vehicle_by_id(tx, order.vehicle_id)
    return vehicle if vehicle is not None and vehicle.client_id == order.client_id else None


async def tell_of_parts(tx: Tx, order: PartsOrder, step: Step, change: Change) -> None:
    """Push a step of a parts order, where it deserves it."""
    slip = await correction(tx, order.subject, await tx.rows(_PARTS_STEPS, order.id))
    if order.status in _PARTS_UNTOLD:
        return
    silent = change == "status" and order.status in _PARTS_SILENT
    chats, unit = await _audience(tx, order.client_id, order.unit_id, optional=silent and slip is None)
    if not chats or unit is None:
        return
    for chat in chats:
        place = Place(chat.language, unit, tx.now)
        rows = [
            sayings.parts_heading(place, order),
            sayings.moved_sentence(place, step, parts=True) if change == "promise" else sayings.status_sentence(place, order),
            *(sayings.collect_rows(place) if order.status == "arrived" and change == "status" else []),
        ]  # fmt: skip
        _send(tx, chat, order, step, rows, silent=silent or _at_night(order, unit, tx.now), slip=slip)


def _news(place: Place, order: RepairOrder, step: Step, change: Change) -> str:
    if change == "promise":
        return sayings.moved_sentence(place, step)
    return place.say("repairs-word") if change == "note" else sayings.status_sentence(place, order)


async def _audience(tx: Tx, client_id: int, unit_id: int, *, optional: bool) -> tuple[list[Chat], Unit | None]:
    """What rings no bell is left out where the client wishes so, but not what puts an earlier word right."""
    chats = await open_chats(tx, client_id)
    if not chats or (optional and not await enabled(tx, client_id, SWITCH)):
        return [], None
    return chats, await unit_by_id(tx, unit_id)


def _at_night(order: RepairOrder | PartsOrder, unit: Unit, now: datetime) -> bool:
    """Somebody at the workshop did it just now, so it is told just now; in quiet hours without a sound."""
    return not (URGENT if order.status in _URGENT else ORDINARY).allows(now, ZoneInfo(unit.time_zone))


def _send(
    tx: Tx, chat: Chat, order: RepairOrder | PartsOrder, step: Step, rows: list[str], *, silent: bool, slip: Correction | None
) -> None:  # fmt: skip
    if slip and slip.knows(chat.id):
        return
    params: dict[str, Any] = {
        "text": "\n".join(rows), "link_preview_options": {"is_disabled": True}, "reply_markup": _keyboard(chat, order),
    }  # fmt: skip
    about = f"{order.subject}:{step.id}"
    if slip and (message_id := slip.message(chat.id)):
        params |= {"message_id": message_id, "_fallback": "sendMessage"}
        tx.send(Mail(chat.id, "editMessageText", params, about=about))
        return
    if silent or (slip and slip.silent(chat.id)):
        params["disable_notification"] = True
    tx.send(Mail(chat.id, "sendMessage", params, about=about))


def _keyboard(chat: Chat, order: RepairOrder | PartsOrder) -> dict[str, Any]:
    buttons = (("repairs-button-details", f"o:{order.public_id}"), ("repairs-button-ask", f"o:{order.public_id}:ask"))
    return {"inline_keyboard": [[{"text": text(chat.language, key), "callback_data": data} for key, data in buttons]]}
