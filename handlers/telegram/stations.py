"""The station a person would call."""

from services.clients.models import Person
from services.requests.placing import unit_for
from services.storage.tx import Tx
from services.units import Unit, all_units, leading_unit


async def station_to_call(tx: Tx, person: Person) -> Unit | None:
    """Their own where it has a telephone, else the leading one; None while there is none to call."""
    units = await all_units(tx)
    own = await unit_for(tx, person, units)
    mine = next((unit for unit in units if unit.id == own and unit.phone), None)
    found = mine or await leading_unit(tx)
    return found if found is not None and found.phone else None
