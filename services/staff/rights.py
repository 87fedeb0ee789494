"""Who may see and change what in the settings. Pure; every door asks here.

Agents have no settings. A head changes what belongs to their units, and people there who are not above a head; a head of no
particular unit, directors and admins change everything. Quality control reads the audit trail.
"""

from collections.abc import Collection

from services.errors import Refused
from services.staff.models import ROLES, Staff

_OF_ALL = frozenset({"director", "qa", "admin"})  # these roles see every unit: no head of a few may grant them


def sees_settings(staff: Staff) -> bool:
    """Whether there are settings for this person at all."""
    return staff.role in {"head", "director", "admin"}


def sees_audit(staff: Staff) -> bool:
    """Whether they may read who changed what."""
    return sees_settings(staff) or staff.role == "qa"


def edits_chain(staff: Staff) -> bool:
    """Whether they change what all units share: the chain's name, works, new units."""
    return staff.role in {"director", "admin"} or (staff.role == "head" and not staff.unit_ids)


def edits_unit(staff: Staff, unit_id: int | None) -> bool:
    """Whether they change what belongs to this unit; None: what belongs to every unit."""
    return edits_chain(staff) or (sees_settings(staff) and unit_id in staff.unit_ids)


def roles_to_grant(staff: Staff) -> tuple[str, ...]:
    """Roles this person may give, none above their own."""
    if staff.role in {"director", "admin"}:
        return ROLES
    if edits_chain(staff):
        return ("agent", "head", "qa")
    return ("agent", "head") if sees_settings(staff) else ()


def edits_person(staff: Staff, role: str, unit_ids: Collection[int]) -> bool:
    """Whether they may have somebody with this role in these units (empty: all) among their people."""
    if role not in roles_to_grant(staff):
        return False
    return edits_chain(staff) or (bool(unit_ids) and role not in _OF_ALL and set(unit_ids) <= set(staff.unit_ids))


def withdraws(staff: Staff, role: str, unit_ids: Collection[int]) -> bool:
    """Whether they withdraw somebody with this role in these units (empty: all) from what comes in (G7): directors and admins anybody
    who takes requests, heads the agents and heads who work in one of their units, themselves among them."""
    if role == "qa" or not sees_settings(staff):
        return False
    if staff.role != "head":
        return True
    return role in {"agent", "head"} and (not staff.unit_ids or bool(set(unit_ids) & set(staff.unit_ids)))


def changes_visits(staff: Staff, unit_id: int) -> bool:
    """Whether they move, cancel and tick off visits of this unit: everybody who works there. Quality control only reads."""
    return staff.takes_requests and staff.works_in(unit_id)


def demand(allowed: bool) -> None:
    """Raises Refused `forbidden` unless allowed."""
    if not allowed:
        raise Refused("forbidden")
