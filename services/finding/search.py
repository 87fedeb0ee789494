"""The search itself: a range of an index for each thing that the typed line may stand for, read until enough is found."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.clients.proofs import phone_by
from services.finding import reach
from services.finding.asked import Asked, name_words, read
from services.finding.models import By, Findings, FoundClient, FoundOrder, FoundRequest
from services.finding.slips import near, other_layout
from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.reader import Reader, Row

SHOWN = 8  # of each kind
_LOOKED_AT = 300  # matches of one kind; whoever may see few of so many types one more letter
_LAST = "\U0010ffff"  # sorts after everything that begins with the same letters

# Word for word as the indexes of revision 0003 have them.
_WORD = "split_part(translate(lower(c.name), 'ё', 'е'), ' ', {})"
_FIRST, _SECOND = _WORD.format(1), _WORD.format(2)
_NUMBER = "coalesce(c.phone, c.phone_unverified)"
_PLATE = "translate(v.plate, 'ABEKMHOPCTYX ', 'АВЕКМНОРСТУХ')"
_NOBODYS = "c.merged_into IS NULL AND c.erased_at IS NULL"
_HAS_NUMBER = f"{_NUMBER} IS NOT NULL"

_DETAILS = """
SELECT c.public_id, c.name, coalesce(c.phone, c.phone_unverified) AS phone, {verified} AS verified,
    ARRAY(SELECT ARRAY[concat_ws(' ', nullif(v.make, ''), nullif(v.model, '')), coalesce(v.plate, ''), coalesce(v.vin, '')]
          FROM vehicle v WHERE v.client_id = c.id AND v.sold_at IS NULL ORDER BY v.id LIMIT 4) AS vehicles,
    (SELECT r.number FROM request r WHERE r.client_id = c.id AND r.state <> 'closed' AND {readable}
     ORDER BY r.number DESC LIMIT 1) AS request
FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place) JOIN client c ON c.id = wanted.id ORDER BY wanted.place
"""


async def find(reader: Reader, staff: Staff, typed: str) -> Findings:
    """What the line may stand for, best first, at most `SHOWN` of each kind; nothing for a line of one letter."""
    asked = read(typed)
    hunt = _Hunt(reader, staff)
    await hunt.by_marks(asked)
    taken_for = await hunt.by_name(asked.words, typed) if asked.words else ""
    ids = list(hunt.found)[: SHOWN + 1]
    clients = await _clients(reader, staff, {client: hunt.found[client] for client in ids[:SHOWN]})
    return Findings(
        clients, await _requests(reader, staff, asked), await _orders(reader, staff, asked), len(ids) > SHOWN, taken_for
    )


class _Hunt:
    """Gathers the ids of clients, in the order they are found, with the mark by which."""

    def __init__(self, reader: Reader, staff: Staff) -> None:
        self._reader = reader
        self._staff = staff
        self.found: dict[int, By] = {}

    @property
    def _enough(self) -> bool:
        return len(self.found) > SHOWN

    async def by_marks(self, asked: Asked) -> None:
        """Phone, plate, VIN: whatever the line may be."""
        for begin in asked.phone_begins:
            await self._clients("phone", f"{_NUMBER} ~>=~ $1 AND {_NUMBER} ~<~ $2 AND {_HAS_NUMBER}", begin, begin + _LAST)
        if asked.phone_ends:
            end, turned = asked.phone_ends[::-1], f"reverse({_NUMBER})"
            await self._clients("phone", f"{turned} ~>=~ $1 AND {turned} ~<~ $2 AND {_HAS_NUMBER}", end, end + _LAST)
        if asked.plate:
            await self._vehicles("plate", _PLATE, "plate", asked.plate)
            if asked.plate[0].isdigit():
                await self._vehicles("plate", f"substr({_PLATE}, 2)", "plate", asked.plate)
        if asked.vin:
            await self._vehicles("vin", "v.vin", "vin", asked.vin)
            await self._vehicles("vin", "reverse(v.vin)", "vin", asked.vin[::-1])

    async def by_name(self, words: Sequence[str], typed: str) -> str:
        """As typed; then in the other layout; then with one slip in each word, unless there are digits in it, which are no slips of a
        name. Returns what was looked for instead, if anything."""
        await self._names(words)
        if self.found or any(ch.isdigit() for ch in typed):
            return ""
        turned = name_words(other_layout(typed))
        if turned and turned != tuple(words):
            await self._names(turned)
            if self.found:
                return " ".join(turned)
        await self._near_names(words)
        return await self._named() if self.found else ""

    async def _names(self, words: Sequence[str]) -> None:
        one, two = words[0], words[1] if len(words) > 1 else ""
        rest = f" {words[2]}" if len(words) > 2 else ""  # noqa: PLR2004 - the third word
        for first, second in ((_FIRST, _SECOND), (_SECOND, _FIRST)):
            ranges = f"{first} ~>=~ $1 AND {first} ~<~ $2 AND ($3 = '' OR {second} ~>=~ $3 AND {second} ~<~ $4)"
            third = "AND ($5 = '' OR position($5 IN translate(lower(c.name), 'ё', 'е')) > 0)"
            await self._clients("name", f"{ranges} {third}", one, one + _LAST, two, two + _LAST, rest)

    async def _near_names(self, words: Sequence[str]) -> None:
        one, two = near(words[0]), near(words[1]) if len(words) > 1 else []
        for first, second in ((_FIRST, _SECOND), (_SECOND, _FIRST)):
            same = f"{first} = ANY ($1::text[]) AND ($2::text[] = '{{}}' OR {second} = ANY ($2::text[]))"
            await self._clients("name", same, one, two)

    async def _named(self) -> str:
        """The name that was meant, for those who typed another one."""
        return str(await self._reader.value("SELECT name FROM client WHERE id = $1", next(iter(self.found))))

    async def _clients(self, by: By, where: str, *args: Any) -> None:
        if self._enough:
            return
        allowed, more = reach.condition(self._staff, len(args) + 1)
        sql = _within(f"SELECT c.id FROM client c WHERE {where} AND {_NOBODYS}", allowed)
        self._keep(by, await self._reader.rows(sql, *args, *more))

    async def _vehicles(self, by: By, expression: str, column: str, begin: str) -> None:
        if self._enough:
            return
        allowed, more = reach.condition(self._staff, 3)
        matches = (
            f"SELECT c.id FROM vehicle v JOIN client c ON c.id = v.client_id WHERE {expression} ~>=~ $1 AND {expression} ~<~ $2 "
            f"AND v.{column} IS NOT NULL AND {_NOBODYS}"
        )
        self._keep(by, await self._reader.rows(_within(matches, allowed), begin, begin + _LAST, *more))

    def _keep(self, by: By, rows: Iterable[Row]) -> None:
        for row in rows:
            self.found.setdefault(row["id"], by)


def _within(matches: str, allowed: str) -> str:
    """Of the matches those that may be seen."""
    return f"WITH c AS MATERIALIZED ({matches} LIMIT {_LOOKED_AT}) SELECT c.id FROM c WHERE {allowed} LIMIT {SHOWN + 1}"


async def _clients(reader: Reader, staff: Staff, found: dict[int, By]) -> list[FoundClient]:
    if not found:
        return []
    readable, args = Viewer("staff", staff=staff).condition(2)
    rows = await reader.rows(_DETAILS.format(readable=readable, verified=f"{phone_by('c')} IS NOT NULL"), list(found), *args)
    return [
        FoundClient(
            row["public_id"], row["name"], row["phone"], row["verified"], [tuple(car) for car in row["vehicles"]], row["request"], by
        )
        for row, by in zip(rows, found.values(), strict=True)
    ]  # fmt: skip


async def _requests(reader: Reader, staff: Staff, asked: Asked) -> list[FoundRequest]:
    """The one with this number, where they may read it."""
    if asked.number is None:
        return []
    condition, args = Viewer("staff", staff=staff).condition(2)
    rows = await reader.rows(
        "SELECT r.number, c.name, r.type, r.state, a.name AS agent FROM request r JOIN client c ON c.id = r.client_id "
        f"LEFT JOIN staff a ON a.id = r.agent_id WHERE r.number = $1 AND {condition}",
        asked.number, *args,
    )  # fmt: skip
    return [FoundRequest(row["number"], row["name"], row["type"], row["state"], row["agent"]) for row in rows]


async def _orders(reader: Reader, staff: Staff, asked: Asked) -> list[FoundOrder]:
    """By the beginning or the end of their number, of clients this person may look at."""
    if not asked.ref:
        return []
    allowed, more = reach.condition(staff, 5)
    one = (
        "(SELECT '{kind}' AS kind, o.ref, o.status, c.id, c.public_id, c.name FROM {table} o JOIN client c ON c.id = o.client_id "
        f"WHERE {{expression}} ~>=~ {{since}} AND {{expression}} ~<~ {{until}} AND {_NOBODYS} LIMIT {_LOOKED_AT})"
    )
    parts = [
        one.format(kind=kind, table=f"{kind}_order", expression=expression, since=since, until=until)
        for kind in ("repair", "parts")
        for expression, since, until in (("upper(o.ref)", "$1", "$2"), ("reverse(upper(o.ref))", "$3", "$4"))
    ]
    end = asked.ref[::-1]
    rows = await reader.rows(
        f"WITH c AS MATERIALIZED ({' UNION '.join(parts)}) SELECT * FROM c WHERE {allowed} ORDER BY ref LIMIT {SHOWN}",
        asked.ref, asked.ref + _LAST, end, end + _LAST, *more,
    )  # fmt: skip
    return [FoundOrder(row["kind"], row["ref"], row["status"], row["public_id"], row["name"]) for row in rows]
