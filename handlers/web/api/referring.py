"""Things that a body names: another system's `x_ref`, or our `x_id` (contract, "Form"). An unknown one is 422."""

import re
from typing import TypeVar

from handlers.web.api.call import Call
from services.clients.erasable import keep_card
from services.clients.linking import client_by_public_id, client_by_ref
from services.clients.models import Client
from services.errors import Refused, invalid
from services.garage.models import Vehicle
from services.garage.queries import vehicle_by_public_id, vehicle_by_ref
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units import Unit, unit_by_code

_Found = TypeVar("_Found", Client, Vehicle)
_REF = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_LOOKS = 3  # at whose the name is: a card may be joined to another in this very moment


def path_ref(call: Call) -> str:
    """The ref in the address of a PUT. Raises Refused `invalid`."""
    ref = call.http.match_info["ref"]
    if not _REF.fullmatch(ref):
        raise invalid("ref", "use A-Z a-z 0-9 . _ : - (at most 64)")
    return ref


def known_ref(call: Call) -> str:
    """The ref in the address of a GET. Raises Refused `not-found` for what can be nobody's."""
    ref = call.http.match_info["ref"]
    if not _REF.fullmatch(ref):
        raise Refused("not-found")
    return ref


async def named_client(tx: Tx, ref: str | None, public_id: str | None) -> Client:
    """The client of `client_ref` or `client_id`, not to be erased before the commit; both are fine when they agree.

    Raises Refused `invalid`.
    """
    for _ in range(_LOOKS):
        by_ref = await client_by_ref(tx, ref) if ref is not None else None
        by_id = await client_by_public_id(tx, public_id) if public_id is not None else None
        client = _agreed("client", (ref, by_ref), (public_id, by_id))
        if client is None:
            raise invalid("client_ref", "required")
        if await keep_card(tx, client.id):
            return client
    raise invalid("client_ref" if ref is not None else "client_id", "unknown")


async def named_vehicle(reader: Reader, ref: str | None, public_id: str | None, *, owner: Client) -> Vehicle | None:
    """The vehicle of `vehicle_ref` or `vehicle_id`, None when neither is given.

    Raises Refused `invalid` for an unknown one and for one that is not the owner's.
    """
    vehicle = await any_vehicle(reader, ref, public_id)
    if vehicle is not None and vehicle.client_id != owner.id:
        raise invalid("vehicle_ref" if ref is not None else "vehicle_id", "another client's")
    return vehicle


async def any_vehicle(reader: Reader, ref: str | None, public_id: str | None) -> Vehicle | None:
    """The same, whoever it belongs to."""
    by_ref = await vehicle_by_ref(reader, ref) if ref is not None else None
    by_id = await vehicle_by_public_id(reader, public_id) if public_id is not None else None
    return _agreed("vehicle", (ref, by_ref), (public_id, by_id))


async def named_unit(reader: Reader, code: str) -> Unit:
    """The unit with this code. Raises Refused `invalid`."""
    unit = await unit_by_code(reader, code)
    if unit is None:
        raise invalid("unit", "unknown")
    return unit


def _agreed(kind: str, by_ref: tuple[str | None, _Found | None], by_id: tuple[str | None, _Found | None]) -> _Found | None:
    for name, (given, found) in ((f"{kind}_ref", by_ref), (f"{kind}_id", by_id)):
        if given is not None and found is None:
            raise invalid(name, "unknown")
    one, other = by_ref[1], by_id[1]
    if one is not None and other is not None and one.id != other.id:
        raise invalid(f"{kind}_id", f"not the {kind} of {kind}_ref")
    return one or other
