"""Reading works and resources. There are few of them and they change rarely, but they are read fresh: an edit holds at once."""

from collections.abc import Sequence

from services.catalog.models import Resource, Work
from services.errors import invalid
from services.storage.reader import Reader, Row

_WORK = (
    "id, code, title, family, minutes, bay, skill, setup_minutes, cleanup_minutes, bookable, interval_km, interval_months, "
    "position, active"
)
_RESOURCE = "id, unit_id, kind, name, abilities, hours, position, active"


def as_work(row: Row) -> Work:
    """A row of `work`."""
    return Work(
        row["id"], row["code"], row["title"], row["family"], row["minutes"], row["bay"], row["skill"], row["setup_minutes"],
        row["cleanup_minutes"], row["bookable"], row["interval_km"], row["interval_months"], row["position"], row["active"],
    )  # fmt: skip


def as_resource(row: Row) -> Resource:
    """A row of `resource`."""
    return Resource(
        row["id"], row["unit_id"], row["kind"], row["name"], frozenset(row["abilities"]), row["hours"], row["position"], row["active"]
    )  # fmt: skip


async def all_works(reader: Reader, *, active: bool = True) -> list[Work]:
    """The catalogue by position and code; `active=False`: what is no longer offered too."""
    rows = await reader.rows(f"SELECT {_WORK} FROM work WHERE active OR NOT $1 ORDER BY position, code", active)
    return [as_work(row) for row in rows]


async def works_by_codes(reader: Reader, codes: Sequence[str]) -> list[Work]:
    """Active works in the order of the codes. Raises Refused `invalid` on `works` for none, unknown and repeated ones."""
    if not codes:
        raise invalid("works", "required")
    rows = await reader.rows(f"SELECT {_WORK} FROM work WHERE code = ANY ($1::text[]) AND active", list(codes))
    known = {row["code"]: as_work(row) for row in rows}
    if len(known) < len(set(codes)):
        raise invalid("works", "unknown")
    if len(set(codes)) < len(codes):
        raise invalid("works", "repeated")
    return [known[code] for code in codes]


async def work_by_code(reader: Reader, code: str) -> Work | None:
    """The work with this code, active or not."""
    row = await reader.row(f"SELECT {_WORK} FROM work WHERE code = $1", code)
    return as_work(row) if row else None


async def unit_resources(reader: Reader, unit_id: int, *, active: bool = True) -> list[Resource]:
    """Bays, then technicians of a unit, by position; `active=False`: those out of use too."""
    rows = await reader.rows(
        f"SELECT {_RESOURCE} FROM resource WHERE unit_id = $1 AND (active OR NOT $2) ORDER BY kind, position, id",
        unit_id,
        active,
    )
    return [as_resource(row) for row in rows]


async def resource_by_id(reader: Reader, resource_id: int) -> Resource | None:
    """The resource with this id, active or not."""
    row = await reader.row(f"SELECT {_RESOURCE} FROM resource WHERE id = $1", resource_id)
    return as_resource(row) if row else None
