"""Reading orders with their lines and timelines."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from services.repairs.models import FINAL, PARTS_FINAL, Line, PartsOrder, Recommendation, RepairOrder, Step
from services.storage.reader import Reader

_REPAIR = """
SELECT o.id, o.public_id, o.ref, o.client_id, o.vehicle_id, o.unit_id, u.code AS unit_code, o.status, o.promised_at, o.note, o.version,
    o.created_at, o.changed_at
FROM repair_order o JOIN unit u ON u.id = o.unit_id
"""
_PARTS = """
SELECT o.id, o.public_id, o.ref, o.client_id, o.unit_id, u.code AS unit_code, o.status, o.expected_at, o.items, o.version,
    o.created_at, o.changed_at
FROM parts_order o JOIN unit u ON u.id = o.unit_id
"""


def _repair(row: Any) -> RepairOrder:
    return RepairOrder(*row.values())


def _parts(row: Any) -> PartsOrder:
    return PartsOrder(*row.values())


async def orders_of_client(reader: Reader, client_id: int, *, open_only: bool = False, limit: int = 20) -> list[RepairOrder]:
    """The client's repair orders: those still open first, then the newest."""
    rows = await reader.rows(
        f"{_REPAIR} WHERE o.client_id = $1 AND NOT ($2 AND o.status = ANY ($3)) ORDER BY o.status = ANY ($3), o.id DESC LIMIT $4",
        client_id, open_only, list(FINAL), limit,
    )  # fmt: skip
    return [_repair(row) for row in rows]


async def parts_of_client(reader: Reader, client_id: int, *, open_only: bool = False, limit: int = 20) -> list[PartsOrder]:
    """The client's parts orders: those still open first, then the newest."""
    rows = await reader.rows(
        f"{_PARTS} WHERE o.client_id = $1 AND NOT ($2 AND o.status = ANY ($3)) ORDER BY o.status = ANY ($3), o.id DESC LIMIT $4",
        client_id, open_only, list(PARTS_FINAL), limit,
    )  # fmt: skip
    return [_parts(row) for row in rows]


async def order_of(reader: Reader, public_id: str, client_id: int) -> RepairOrder | None:
    """The client's own repair order; None for anybody else's."""
    row = await reader.row(f"{_REPAIR} WHERE o.public_id = $1 AND o.client_id = $2", public_id, client_id)
    return _repair(row) if row else None


async def parts_order_of(reader: Reader, public_id: str, client_id: int) -> PartsOrder | None:
    """The client's own parts order; None for anybody else's."""
    row = await reader.row(f"{_PARTS} WHERE o.public_id = $1 AND o.client_id = $2", public_id, client_id)
    return _parts(row) if row else None


async def any_order_of(reader: Reader, public_id: str, client_id: int) -> RepairOrder | PartsOrder | None:
    """What the id in a link or on a button (`o_<id>`, `o:<id>`) stands for, when it is this client's."""
    return await order_of(reader, public_id, client_id) or await parts_order_of(reader, public_id, client_id)


async def order_by_ref(reader: Reader, ref: str) -> RepairOrder | None:
    """The repair order another system calls `ref`."""
    row = await reader.row(f"{_REPAIR} WHERE o.ref = $1", ref)
    return _repair(row) if row else None


async def parts_order_by_ref(reader: Reader, ref: str) -> PartsOrder | None:
    """The parts order another system calls `ref`."""
    row = await reader.row(f"{_PARTS} WHERE o.ref = $1", ref)
    return _parts(row) if row else None


async def order_by_id(reader: Reader, order_id: int) -> RepairOrder | None:
    """The repair order of a row (`request.repair_order_id`)."""
    row = await reader.row(f"{_REPAIR} WHERE o.id = $1", order_id)
    return _repair(row) if row else None


async def parts_order_by_id(reader: Reader, order_id: int) -> PartsOrder | None:
    """The parts order of a row (`request.parts_order_id`)."""
    row = await reader.row(f"{_PARTS} WHERE o.id = $1", order_id)
    return _parts(row) if row else None


async def order_by_public_id(reader: Reader, public_id: str) -> RepairOrder | None:
    """The repair order with this id, whoever's it is."""
    row = await reader.row(f"{_REPAIR} WHERE o.public_id = $1", public_id)
    return _repair(row) if row else None


async def parts_order_by_public_id(reader: Reader, public_id: str) -> PartsOrder | None:
    """The parts order with this id, whoever's it is."""
    row = await reader.row(f"{_PARTS} WHERE o.public_id = $1", public_id)
    return _parts(row) if row else None


async def lines_of(reader: Reader, order_id: int) -> list[Line]:
    """Works and parts of a repair order, as the other system orders them."""
    rows = await reader.rows(
        "SELECT line, title, kind, quantity, price, currency, minutes, danger, decision FROM repair_order_line "
        "WHERE order_id = $1 ORDER BY position",
        order_id,
    )  # fmt: skip
    return [Line(*row.values()) for row in rows]


async def recommendations_of(reader: Reader, order_id: int) -> list[Recommendation]:
    """What was advised in a repair order and not done."""
    rows = await reader.rows(
        "SELECT item, title, danger, due_at FROM recommendation WHERE order_id = $1 ORDER BY position", order_id
    )
    return [Recommendation(*row.values()) for row in rows]


async def timeline(reader: Reader, order_id: int) -> list[Step]:
    """What happened to a repair order, oldest first."""
    rows = await reader.rows(
        "SELECT id, at, status, promised_at, promised_before, note FROM repair_order_step WHERE order_id = $1 ORDER BY id",
        order_id,
    )
    return [Step(*row.values()) for row in rows]


async def parts_timeline(reader: Reader, order_id: int) -> list[Step]:
    """What happened to a parts order, oldest first; `promised_at` is when it is expected."""
    rows = await reader.rows(
        "SELECT id, at, status, expected_at, expected_before FROM parts_order_step WHERE order_id = $1 ORDER BY id", order_id
    )
    return [Step(*row.values()) for row in rows]


def total(lines: Sequence[Line]) -> tuple[Decimal, str] | None:
    """What all lines cost that were not declined, with the currency; None without lines or with several currencies."""
    counted = [line for line in lines if line.decision != "declined"]
    currencies = {line.currency for line in counted}
    if len(currencies) != 1:
        return None
    return sum((line.total for line in counted), Decimal()), currencies.pop()
