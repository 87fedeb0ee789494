"""The search through conversations: within what the person who looks may read, and nothing of it is told about the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.archive.asked import read
from services.archive.hunting import Hunt
from services.archive.models import EVERYTHING, Found, Hit, Narrowing, Order, Place
from services.archive.places import places
from services.archive.query import Query, build
from services.archive.rights import reach
from services.errors import invalid
from services.finding import find
from services.requests.view import Viewer
from services.storage.reader import Reader, Row

SHOWN = 20
_RANKED, _RANKED_AT_LEAST = 200, 60  # of the newest that match, the best come first; fewer where they are far back
_WEIGHTS = {"": "", "in": "A", "out": "B", "note": "C"}
_TOLD = 4  # letters that a marked form has in common with the word
_MOST_DIGITS = 18  # of a number that a request can have
_HITS = """
SELECT r.number, r.type, r.state, r.outcome, r.unit_id, r.created_at, c.public_id, c.name, a.login, a.name AS agent_name
FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (number, place) JOIN request r ON r.number = wanted.number
JOIN client c ON c.id = r.client_id LEFT JOIN staff a ON a.id = coalesce(r.agent_id, r.closed_by) ORDER BY wanted.place
"""
_RANK = """
SELECT request_number AS number FROM archive WHERE request_number = ANY ($1::bigint[])
GROUP BY request_number ORDER BY max(ts_rank_cd(words, $2::tsquery, 1)) DESC, request_number DESC
"""
_BOUNDS = """
SELECT coalesce(archive_number_at($1), 0) AS low, coalesce(archive_number_at($2), (SELECT max(number) FROM request) + 1, 1) AS high,
    (SELECT CASE WHEN fill_from > 0 THEN (fill_from + 1 - filled_to)::float8 / (fill_from + 1) ELSE 1 END FROM archive_progress) AS filled
"""


async def search(
    reader: Reader, viewer: Viewer, typed: str, narrowing: Narrowing = EVERYTHING, *, order: Order = "newest",
    after: str | None = None, limit: int = SHOWN,
) -> Found:  # fmt: skip
    """A page of requests in which all of it is said. Raises Refused `invalid` (`after`) for a cursor that is none of ours."""
    place = _parse(after, order)
    asked = read(typed)
    query = await build(reader, asked.things, _WEIGHTS[narrowing.who]) if asked.things else Query()
    if viewer.scope == "source" or not query.whole:
        direct = () if after or not asked.things else await _direct(reader, viewer, typed, narrowing, limit)
        return Found(direct=direct, nothing_to_look_for=not direct, cut=asked.cut)
    wish = _Wish(viewer, narrowing, order, place, limit)
    found = await _page(reader, query, wish)
    if not found and not found.unfinished:
        query = await build(reader, asked.things, _WEIGHTS[narrowing.who], forgiving=True)
        found = await _page(reader, query, wish)
    if not found and not found.unfinished and query.some and not after:
        found = await _page(
            reader, replace(query, whole=query.some, seen=None), replace(wish, order="relevance", place=(0, None))
        )
        found = replace(found, next=None, only_some=bool(found))
    known = {hit.number for hit in found.hits}
    direct = [] if after else [hit for hit in await _direct(reader, viewer, typed, narrowing, limit) if hit.number not in known]
    return replace(found, direct=direct, cut=asked.cut)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Who looks through what, in which order, from where on (how many to leave out, below which number), and how many are shown."""

    viewer: Viewer
    narrowing: Narrowing
    order: Order
    place: tuple[int, int | None]
    limit: int


async def _page(reader: Reader, query: Query, wish: _Wish) -> Found:
    bounds = await reader.row(_BOUNDS, wish.narrowing.since, wish.narrowing.until)
    assert bounds is not None  # noqa: S101 - a SELECT without FROM always has a row
    offset, below = wish.place
    newest = wish.order == "newest"
    hunt = Hunt(
        reader, query, reach(wish.viewer, wish.narrowing, 2), min(below or bounds["high"], bounds["high"]), bounds["low"],
        *((wish.limit + 1,) * 2 if newest else (_RANKED, max(_RANKED_AT_LEAST, wish.limit + 1))), wish.narrowing.tag,
    )  # fmt: skip
    numbers = await hunt.run()
    if not newest and numbers:
        numbers = [row["number"] for row in await reader.rows(_RANK, numbers, query.any)][offset:]
    shown = numbers[: wish.limit]
    said = await places(reader, shown, query, wish.narrowing.who) if shown else {}
    hits = await _hits(reader, [number for number in shown if number in said], said)
    following = (str(shown[-1]) if newest else f"r{offset + wish.limit}") if len(numbers) > wish.limit else None
    return Found(
        hits, (), following, _told(query.looked_for, hits), unfinished=hunt.unfinished, filled=_share(bounds)
    )  # fmt: skip


def _told(looked_for: Sequence[tuple[str, str]], hits: Sequence[Hit]) -> list[tuple[str, str]]:
    """Of the words that may have been meant those that are marked in what is shown, where the typed ones are not."""
    marked = (
        " ".join(text for hit in hits if hit.place for text, match in hit.place.segments if match).lower().replace("ё", "е")
    )
    return [
        (typed, meant)
        for typed, meant in looked_for
        if meant[:_TOLD] in marked and typed.lower().replace("ё", "е") not in marked
    ]


def _share(bounds: Row) -> float:
    """Of the requests from before the first round, how many are in; all of them where there was no round yet and nothing to tell."""
    return 1.0 if bounds["filled"] is None else min(float(bounds["filled"]), 1.0)


def _parse(after: str | None, order: Order) -> tuple[int, int | None]:
    """Where the page begins: how many to leave out, and below which number."""
    if after is None:
        return 0, None
    digits = after.removeprefix("r") if order == "relevance" else after
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise invalid("after", "not a cursor")
    return (min(int(digits), _RANKED), None) if order == "relevance" else (0, int(digits))


async def _hits(reader: Reader, numbers: Sequence[int], said: dict[int, tuple[Place, int]]) -> list[Hit]:
    rows = await reader.rows(_HITS, list(numbers)) if numbers else []
    return [
        Hit(
            row["number"], row["type"], row["state"], row["outcome"], row["unit_id"], row["created_at"], (row["public_id"], row["name"]),
            (row["login"], row["agent_name"]) if row["login"] else None, *said.get(row["number"], (None, 0)),
        )
        for row in rows
    ]  # fmt: skip


async def _direct(reader: Reader, viewer: Viewer, typed: str, narrowing: Narrowing, limit: int) -> list[Hit]:
    """The request of this number; requests of the client whose phone, plate, VIN or order this is."""
    line = typed.strip()
    number = line.lstrip("№#Nn ").strip()
    numbers = [int(number)] if number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS else []
    cards: list[str] = []
    if viewer.staff is not None and any(ch.isdigit() for ch in line):
        found = await find(reader, viewer.staff, line)
        cards = [client.public_id for client in found.clients if client.by != "name"]
        cards += [order.client_public_id for order in found.orders]
    if not numbers and not cards:
        return []
    seen = reach(viewer, narrowing, 4)
    rows = await reader.rows(
        "SELECT r.number FROM request r WHERE (r.number = ANY ($1::bigint[]) OR r.client_id IN "
        f"(SELECT id FROM client WHERE public_id = ANY ($2::text[]))) AND {seen.condition} ORDER BY r.number DESC LIMIT $3",
        numbers, cards, limit, *seen.args,
    )  # fmt: skip
    return await _hits(reader, [row["number"] for row in rows], {})
