"""What people at a screen are shown of a request's script, and how they fill it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import Any

from services.errors import invalid
from services.garage.models import Vehicle
from services.garage.queries import vehicles_of
from services.requests.locking import lock_own
from services.scripts.asked import other_fields
from services.scripts.filling import choose_vehicle, fill_field, hold_card
from services.scripts.known import known_of
from services.scripts.models import Field, Known, Script
from services.scripts.reading import script_of
from services.scripts.values import field_of
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Sheet:
    """A request's script with what is known of it. `asking`: the field that the bot asks for now; `garage`: the client's vehicles, where a
    field is one of them; `others`: fields of other scripts, of which something was told before the request changed its type."""

    script: Script
    known: dict[str, Known]
    asking: Field | None
    garage: tuple[Vehicle, ...]
    others: Mapping[str, Field] = dataclass_field(default_factory=dict)


async def sheet_of(reader: Reader, row: Row, now: datetime) -> Sheet:
    """Of a request's row (services/requests/view.py). Check visibility before."""
    script = await script_of(reader, row["type"], row["unit_id"])
    others = await other_fields(reader, script, row["unit_id"], set(row["fields"]))
    if not script.fields:
        return Sheet(script, {}, None, (), others)
    known = await known_of(reader, row["number"], script, now=now)
    code = await reader.value("SELECT code FROM asking WHERE request_number = $1", row["number"])
    chooses = any(field.kind == "vehicle" for field in script.fields)
    garage = tuple(await vehicles_of(reader, row["client_id"])) if chooses else ()
    return Sheet(script, known, script.field(code) if code else None, garage, others)


async def fill_in(tx: Tx, staff: Staff, number: int, code: str, *, value: str = "", vehicle: str = "") -> Any:
    """What the agent who leads the request found out; `vehicle`: the public id of one of the client's, in the place of words.

    Raises what `lock_own` and `fill` raise, and Refused `invalid` for a vehicle that is not the client's.
    """
    await hold_card(tx, number)
    request = await lock_own(tx, staff, number)
    script = await script_of(tx, request.type, request.unit_id)
    field = field_of(script.fields, code)
    if field.kind != "vehicle" or not vehicle:
        return await fill_field(tx, request, field, value, by="agent")
    found = next((one for one in await vehicles_of(tx, request.client_id) if one.public_id == vehicle), None)
    if found is None:
        raise invalid(f"fields.{code}", "unknown")
    return await choose_vehicle(tx, request, found, code=code, by="agent")
