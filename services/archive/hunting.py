"""Which requests match: the newest first, as few rows as will do.

A word that many wrote is found among the newest rows, looked at one by one; a rare one by its whole list in the index; any other by
the parts of its list that belong to some thousands of requests in a row, further and further back. So neither a word in every second
conversation nor a page far back costs more than about the rows that are shown.
"""

import asyncio
from dataclasses import dataclass, field

from services.archive.query import Query
from services.archive.rights import Reach
from services.storage.reader import Reader

LONGEST = 3.0  # seconds; a search that takes longer shows what it has
_LOOKED_AT, _ONE_BY_ONE = 600, 1500  # rows, at first and further back
_FREQUENT = 0.02  # share of requests from which this pays
_RARE = 1500  # messages up to which the whole list is read at once
_BATCH = 200  # candidates whose rights are asked at once
_ERA, _AGE = 12, 16  # bits of a number: the marks #i and #j
_MOST_ERAS = 512  # looked through at once
_LEAP = 8
_FAR_BACK = 1 << 15  # requests after which `enough` will do

_IF_SEEN = "SELECT r.number FROM request r WHERE r.number = ANY ($1::bigint[]) AND {condition} ORDER BY r.number DESC"
_BY_ONE = """
SELECT request_number AS number, words @@ $1::tsquery AS matches FROM (
    SELECT request_number, words FROM archive WHERE request_number < $2 ORDER BY request_number DESC LIMIT $3 OFFSET 0) AS newest
"""
_BY_TAG = """
SELECT DISTINCT t.request_number AS number FROM request_tag t JOIN archive a ON a.request_number = t.request_number
WHERE t.tag_id = $4 AND t.request_number < $2 AND a.words @@ $1::tsquery ORDER BY t.request_number DESC LIMIT $3
"""
# OFFSET 0: the list in the index is read, whatever the planner thinks of walking through numbers.
_BY_LIST = """
SELECT DISTINCT request_number AS number FROM (SELECT request_number FROM archive WHERE words @@ $1::tsquery OFFSET 0) AS listed
WHERE request_number < $2 ORDER BY request_number DESC LIMIT $3
"""


@dataclass
class Hunt:
    """`found`: numbers that match and may be seen, newest first. `unfinished`: time was up. `enough`: what will do instead of `wanted`
    where it has to be looked for far back."""

    reader: Reader
    query: Query
    reach: Reach
    below: int
    least: int
    wanted: int
    enough: int
    tag: int | None = None  # of few requests: those are looked at one by one
    found: list[int] = field(default_factory=list)
    unfinished: bool = False

    def __post_init__(self) -> None:
        self._there = self.below

    @property
    def _over(self) -> bool:
        return len(self.found) >= self._target or self.below <= self.least

    @property
    def _target(self) -> int:
        return self.enough if self._passed > _FAR_BACK else self.wanted

    @property
    def _passed(self) -> int:
        return self._there - self.below

    async def run(self) -> list[int]:
        """Look until there is enough, or nothing more, or the time is up."""
        try:
            async with asyncio.timeout(LONGEST):
                await self._look()
        except TimeoutError:
            self.unfinished = True
        return self.found[: self.wanted]

    async def _look(self) -> None:
        words = " & ".join(part for part in (self.query.whole, self.reach.marks) if part)
        seen = self.query.seen
        if seen is not None and seen <= _RARE:
            await self._by_list(words, self.least)
            return
        if self.tag is not None:
            await self._by_list(words, self.least, _BY_TAG, self.tag)
            return
        if seen is None or seen >= _FREQUENT * self._there:
            await self._by_one(words, _LOOKED_AT)
        while not self._over:
            far = self._expected()
            if far <= _ONE_BY_ONE:
                await self._by_one(words, far)
                continue
            eras = min(max(far >> _ERA, 1), _MOST_ERAS)
            low = max((self.below - 1 >> _ERA) - eras + 1, 0) << _ERA
            await self._by_list(f"{words} & ({_eras(low, self.below - 1)})", max(low, self.least))

    def _expected(self) -> int:
        """How many rows further there should be enough, going by how many it took until here; at most so many times as far again."""
        passed = self._passed
        if not self.found:
            return max(passed * _LEAP, 1 << _ERA + 2)
        return min((self._target - len(self.found)) * passed * 3 // (2 * len(self.found)) + 100, (passed + _LOOKED_AT) * _LEAP)

    async def _by_one(self, words: str, count: int) -> None:
        rows = await self.reader.rows(_BY_ONE, words, self.below, count)
        await self._keep([row["number"] for row in rows if row["matches"]])
        self.below = rows[-1]["number"] if len(rows) == count else self.least

    async def _by_list(self, words: str, low: int, sql: str = _BY_LIST, *args: int) -> None:
        """Everything from `low` up that is listed."""
        while self.below > low and len(self.found) < self._target:
            rows = await self.reader.rows(sql, words, self.below, _BATCH, *args)
            numbers = [row["number"] for row in rows if row["number"] >= low]
            self.below = numbers[-1] if len(numbers) == _BATCH else low
            await self._keep(numbers)

    async def _keep(self, numbers: list[int]) -> None:
        fresh = [number for number in dict.fromkeys(numbers) if number >= self.least and number not in self.found]
        if fresh:
            sql = _IF_SEEN.format(condition=self.reach.condition)
            rows = await self.reader.rows(sql, fresh, *self.reach.args)
            self.found += [row["number"] for row in rows]


def _eras(low: int, high: int) -> str:
    """The marks of all requests from one number to another; more may have them."""
    few = (high >> _ERA) - (low >> _ERA) < 1 << (_AGE - _ERA)
    mark, bits = ("#i", _ERA) if few else ("#j", _AGE)
    return " | ".join(f"'{mark}{part}'" for part in range(low >> bits, (high >> bits) + 1))
