"""What may stand in braces in a typical answer, and what each becomes for one request.

Only the words of staff are looked through: what a client wrote is put in as it is and never interpreted.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from services.booking.reading import visits_of_client
from services.catalog.models import in_language
from services.errors import Refused
from services.garage.models import vehicle_title
from services.garage.plates import shown_plate
from services.garage.queries import vehicle_by_id, vehicles_of
from services.repairs.models import PartsOrder, RepairOrder
from services.repairs.reading import (
    order_by_id,
    orders_of_client,
    parts_of_client,
    parts_order_by_id,
)
from services.repairs.sayings import status_name
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.texts import LANGUAGES, moment, text
from services.units import Unit, unit_by_id

VARIABLES = (
    "client", "agent", "number", "unit", "city", "address", "phone", "vehicle", "plate", "visit_time", "visit_works",
    "order_number", "order_status", "order_due", "promise_time",
)  # fmt: skip
_BRACES = re.compile(r"\{([^{}\n]{1,40})\}")
_WORDS = re.compile(r"\s*[^\W\d]+(?:[\s-]+[^\W\d]+)*\s*")  # letters: as a variable is named


@dataclass(frozen=True, slots=True)
class Filled:
    """An answer ready to be read. `holes`: the braces that nothing is known for, as they stand in the words."""

    words: str
    holes: tuple[str, ...]


def variable_names(language: str) -> list[tuple[str, str]]:
    """Code and name of each, as it is offered to who writes an answer."""
    return [(code, text(language, f"answering-var-{code.replace('_', '-')}")) for code in VARIABLES]


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """By every name that is understood: the code, and its word in each language."""
    named = {name: code for language in LANGUAGES for code, name in variable_names(language)}
    return {_plain(name): code for name, code in (named | {code: code for code in VARIABLES}).items()}


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").lower().replace("ё", "е").split())


def check_variables(field: str, body: str) -> None:
    """Raises Refused `invalid` on `field` for the first one that there is not: it would reach a client as it stands."""
    for name in _BRACES.findall(body):
        if _plain(name) not in _codes():
            raise Refused("invalid", errors=[{"field": field, "reason": "unknown variable", "name": name}])


def unknown_braces(body: str, before: str = "") -> tuple[str, ...]:
    """Words in braces, as they stand in an answer about to be sent, that are no variable: mistyped ones would reach the client. Those
    of `before`, which the client has read, were meant."""
    return _braces(name for name in _new(body, before) if _WORDS.fullmatch(name) and _plain(name) not in _codes())


def check_braces(body: str, meant: str = "", *, before: str = "") -> None:
    """Whether these words may go to a client as they stand: no variable is left unfilled in them, and words in braces that are none are
    meant. `meant`: those that somebody said yes to, one after another as they stand; so are those of `before`, which the client has read.

    Raises Refused `invalid`: `text` `gaps`, or `braces` `no variable`; either names them.
    """
    if gaps := holes(body, before):
        raise Refused("invalid", errors=[{"field": "text", "reason": "gaps", "gaps": ", ".join(gaps)}])
    if (braces := ", ".join(unknown_braces(body, before))) and meant != braces:
        raise Refused("invalid", errors=[{"field": "braces", "reason": "no variable", "braces": braces}])


def has_variables(body: str) -> bool:
    """Whether anything has to be looked up for it."""
    return bool(_BRACES.search(body))


def holes(body: str, before: str = "") -> tuple[str, ...]:
    """Known variables that still stand in words which are about to be sent, and did not in `before`."""
    return _braces(name for name in _new(body, before) if _plain(name) in _codes())


def _new(body: str, before: str) -> list[str]:
    return [name for name in _BRACES.findall(body) if f"{{{name}}}" not in before]


def _braces(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, as they stand."""
    return tuple(dict.fromkeys(f"{{{name}}}" for name in names))


def fill(body: str, values: dict[str, str]) -> Filled:
    """Each brace replaced by its value, once: a value is never looked through again."""
    missing: list[str] = []

    def put(match: re.Match[str]) -> str:
        value = values.get(_codes().get(_plain(match[1]), ""), "")
        if not value:
            missing.append(match[0])
        return value or match[0]

    words = _BRACES.sub(put, body)
    return Filled(words, tuple(dict.fromkeys(missing)))


async def values_for(reader: Reader, row: Row, staff: Staff, now: datetime, language: str) -> dict[str, str]:
    """What is known for the request `row` (`services.requests.view.request_row`), in the client's language; unknown ones are left out."""
    unit = await unit_by_id(reader, row["unit_id"]) if row["unit_id"] is not None else None
    look = _Look(reader, row, unit, now, language)
    named = unit.named(language) if unit else {}
    known = {
        "client": row["client_name"], "agent": staff.first_name, "number": str(row["number"]), "unit": named.get("name", ""),
        "city": named.get("city", ""), "address": named.get("address", ""), "phone": unit.phone if unit else "",
    }  # fmt: skip
    parts: Sequence[Callable[[], Awaitable[dict[str, str]]]] = (look.vehicle, look.visit, look.order, look.promise)
    for part in parts:
        known |= await part()
    return {code: value for code, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class _Look:
    """What the request is about, else what is the client's only or next."""

    reader: Reader
    row: Row
    unit: Unit | None
    now: datetime
    language: str

    def _moment(self, at: datetime | None, unit: Unit | None, *, by: bool = False) -> str:
        place = unit or self.unit
        if at is None or place is None:
            return ""
        return moment(self.language, at, place.time_zone, place.named(self.language)["city"], self.now, by=by)

    async def vehicle(self) -> dict[str, str]:
        """The request's own, else the only one."""
        own = await vehicle_by_id(self.reader, self.row["vehicle_id"])
        cars = [own] if own else await vehicles_of(self.reader, self.row["client_id"])
        if len(cars) != 1:
            return {}
        car = cars[0]
        name = " ".join(part for part in (car.make, car.model) if part)
        return {"vehicle": name or vehicle_title(car, self.language), "plate": shown_plate(car.plate) if car.plate else ""}

    async def visit(self) -> dict[str, str]:
        """The request's own, else the next one."""
        coming = await visits_of_client(self.reader, self.row["client_id"], now=self.now)
        visit = next((one for one in coming if one.id == self.row["appointment_id"]), coming[0] if coming else None)
        if visit is None:
            return {}
        works = ", ".join(in_language(title, self.language) for _, title, _ in visit.works)
        return {"visit_time": self._moment(visit.starts_at, await unit_by_id(self.reader, visit.unit_id)), "visit_works": works}

    async def order(self) -> dict[str, str]:
        """The request's own, else the only one that is open."""
        order = await self._order()
        if order is None:
            return {}
        due = order.expected_at if isinstance(order, PartsOrder) else order.promised_at
        unit = await unit_by_id(self.reader, order.unit_id)
        told = self._moment(due, unit, by=True) if order.open and due and due > self.now else ""
        return {"order_number": order.ref, "order_status": status_name(self.language, order), "order_due": told}

    async def _order(self) -> RepairOrder | PartsOrder | None:
        if self.row["repair_order_id"] is not None:
            return await order_by_id(self.reader, self.row["repair_order_id"])
        if self.row["parts_order_id"] is not None:
            return await parts_order_by_id(self.reader, self.row["parts_order_id"])
        client_id = self.row["client_id"]
        found: list[RepairOrder | PartsOrder] = [*await orders_of_client(self.reader, client_id, open_only=True, limit=2)]
        found += await parts_of_client(self.reader, client_id, open_only=True, limit=2)
        return found[0] if len(found) == 1 else None

    async def promise(self) -> dict[str, str]:
        """What was promised and stands."""
        standing = self.row["promise_state"] == "open" and self.row["promise_due_at"] > self.now
        return {"promise_time": self._moment(self.row["promise_due_at"], None, by=True)} if standing else {}
