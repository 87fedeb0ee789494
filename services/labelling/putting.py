"""Labels put on requests: tags, a repeat that is none, a contact that was no target."""

from collections.abc import Iterable, Sequence

from services.errors import Refused, invalid
from services.labelling.models import LONGEST_REASON, MOST_TAGS, NON_TARGET_OUTCOMES, Tag, as_tag
from services.labelling.reading import tags_for
from services.requests.locking import lock_request, may_read
from services.requests.messages import clean
from services.requests.models import Request
from services.staff.accounts import staff_by_login
from services.staff.models import Staff
from services.storage.tx import Tx


async def may_tag(tx: Tx, staff: Staff | None, number: int) -> Request:
    """The request, locked, where this person may change its tags: whoever leads it, heads of its unit, quality control, directors and
    admins; None: a system that may change everything. Raises Refused `not-found`, `not-owner`."""
    request = await lock_request(tx, number)
    if staff is None or request.agent_id == staff.id:
        return request
    if not await may_read(tx, staff, request):
        raise Refused("not-found")
    if not staff.reads(request.unit_id):
        raise Refused("not-owner")
    return request


async def set_tags(tx: Tx, staff: Staff | None, number: int, codes: Sequence[str]) -> None:
    """Exactly these tags, by code. Raises Refused `invalid` on `tags` (`unknown`, `too many`) besides what `may_tag` raises.

    A tag that is out of use stays where it is and can be taken off, not put on anew.
    """
    request = await may_tag(tx, staff, number)
    offered = {tag.code: tag for tag in [*await tags_for(tx, request.unit_id), *await _tags_on(tx, number)]}
    if any(code not in offered for code in codes):
        raise invalid("tags", "unknown")
    await _change(tx, staff, request, [offered[code] for code in dict.fromkeys(codes)])


async def add_tag(tx: Tx, staff: Staff, number: int, typed: str) -> None:
    """One more, by its name in either language or its code. Raises Refused `invalid` on `tag`: `required`, `unknown`, `too many`."""
    request = await may_tag(tx, staff, number)
    wanted = _plain(typed)
    if not wanted:
        raise invalid("tag", "required")
    offered = await tags_for(tx, request.unit_id)
    found = next((tag for tag in offered if wanted in {tag.code, *map(_plain, tag.name.values())}), None)
    if found is None:
        raise invalid("tag", "unknown")
    there = await _tags_on(tx, number)
    if found.id not in {tag.id for tag in there}:
        await _change(tx, staff, request, [*there, found], "tag")


async def remove_tag(tx: Tx, staff: Staff, number: int, code: str) -> None:
    """Take one off; one that is not there is off already."""
    request = await may_tag(tx, staff, number)
    await _change(tx, staff, request, [tag for tag in await _tags_on(tx, number) if tag.code != code])


def _plain(typed: str) -> str:
    return " ".join(typed.replace("#", " ").casefold().replace("ё", "е").split())


async def _tags_on(tx: Tx, number: int) -> list[Tag]:
    rows = await tx.rows(
        "SELECT t.id, t.code, t.name, t.unit_id, t.active FROM request_tag rt JOIN tag t ON t.id = rt.tag_id "
        "WHERE rt.request_number = $1 ORDER BY rt.at, t.id",
        number,
    )
    return [as_tag(row) for row in rows]


async def _change(tx: Tx, staff: Staff | None, request: Request, wanted: Iterable[Tag], field: str = "tags") -> None:
    before = {tag.id: tag for tag in await _tags_on(tx, request.number)}
    after = {tag.id: tag for tag in wanted}
    if len(after) > MOST_TAGS:
        raise invalid(field, "too many")
    added, gone = [after[one] for one in after if one not in before], [before[one] for one in before if one not in after]
    if not added and not gone:
        return
    await tx.execute(
        "DELETE FROM request_tag WHERE request_number = $1 AND tag_id = ANY ($2::integer[])",
        request.number,
        [tag.id for tag in gone],
    )
    for tag in added:
        await tx.execute(
            "INSERT INTO request_tag (request_number, tag_id, staff_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            request.number, tag.id, staff.id if staff else None, tx.now,
        )  # fmt: skip
    tx.event(
        "request.tagged", request.subject, unit_id=request.unit_id, tags=[tag.code for tag in after.values()],
        added=[tag.code for tag in added], removed=[tag.code for tag in gone],
    )  # fmt: skip


def may_review(staff: Staff, unit_id: int | None) -> bool:
    """Who judges contacts: heads those of their units, directors, quality control and admins all."""
    return staff.reads(unit_id)


async def _reviewed(tx: Tx, staff: Staff, number: int) -> Request:
    request = await lock_request(tx, number)
    if not await may_read(tx, staff, request):
        raise Refused("not-found")
    if not may_review(staff, request.unit_id):
        raise Refused("forbidden")
    return request


def _reason(typed: str, *, required: bool) -> str:
    said = clean(typed).strip()
    if required and not said:
        raise invalid("reason", "required")
    if len(said) > LONGEST_REASON:
        raise invalid("reason", "too long")
    return said


async def qualify(tx: Tx, staff: Staff, number: int, *, target: bool, reason: str = "") -> None:
    """Whether it was a target contact, against what its outcome says or as it says (G10). On record with the reason.

    What was none does not count against the share of whoever had it (G8). Raises Refused `not-found`, `forbidden`, `invalid`: `reason`.
    """
    request = await _reviewed(tx, staff, number)
    said = _reason(reason, required=False)
    row = await tx.row(
        "SELECT outcome, (SELECT target FROM qualification WHERE request_number = number) AS target FROM request WHERE number = $1",
        number,
    )
    assert row is not None  # noqa: S101 - locked before
    before = row["target"] if row["target"] is not None or row["outcome"] is None else row["outcome"] not in NON_TARGET_OUTCOMES
    if before == target:
        return
    await tx.execute(
        "INSERT INTO qualification (request_number, target, staff_id, at, reason) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (request_number) DO UPDATE SET target = excluded.target, staff_id = excluded.staff_id, at = excluded.at, "
        "reason = excluded.reason",
        number, target, staff.id, tx.now, said,
    )  # fmt: skip
    tx.event("request.qualified", request.subject, unit_id=request.unit_id, target=target, before=before, reason=said)


async def settle_repeat(tx: Tx, staff: Staff, number: int, *, counts: bool, charged: str | None, reason: str) -> None:
    """Somebody has looked at a repeat contact: it is none (`counts` False), or it is charged to somebody else (a login, None: nobody).

    Raises Refused `not-found` (also where it was never marked), `forbidden`, `invalid`: `reason`, `agent` `unknown`.
    """
    request = await _reviewed(tx, staff, number)
    said = _reason(reason, required=True)
    person = await staff_by_login(tx, charged) if charged else None
    if charged and person is None:
        raise invalid("agent", "unknown")
    row = await tx.row(
        "UPDATE repeat_contact SET counts = $2, staff_id = $3, changed_by = $4, changed_at = $5, reason = $6 WHERE request_number = $1 "
        "RETURNING earlier",
        number, counts, person.id if person else None, staff.id, tx.now, said,
    )  # fmt: skip
    if row is None:
        raise Refused("not-found")
    tx.event(
        "request.repeat_settled", request.subject, unit_id=request.unit_id, earlier=row["earlier"], counts=counts,
        charged=person.login if person else None, reason=said,
    )  # fmt: skip
