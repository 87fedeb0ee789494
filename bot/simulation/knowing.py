"""What need not be asked: tables that stand still, and tables in which nothing is.

A statement that names none but tables that never change while a chain is played has the same answer for the same arguments. In a table in
which nothing is, and into which nothing puts anything, nothing is changed or deleted, and nothing is found whatever the arguments are.
Which tables are empty the database says; the first statement that would put something there ends it.
"""

import itertools
import re
from collections.abc import Iterable
from typing import Any, Literal

Answer = Literal["asked", "by arguments", "always the same", "nothing"]
STILL = frozenset({"unit", "chat", "client", "policy", "watch_policy"})
_TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)")
_FILLED = re.compile(r"\bINTO\s+([a-z_]+)")
_CHANGED = re.compile(r"\s*(?:UPDATE|DELETE FROM)\s+([a-z_]+)")
# What is selected depends on no argument and on no clock; whether there is something, on nothing at all.
_FOUND = re.compile(r"\s*SELECT\b(?P<columns>[^$]*?)\bFROM\s+(?P<table>[a-z_]+)(?P<rest>.*)", re.DOTALL)
_EXISTS = re.compile(r"\s*SELECT\s+EXISTS\s*\(\s*SELECT\s+FROM\b(?P<rest>.*)", re.DOTALL)
_OTHER = re.compile(r"\b(?:SELECT|now|real_now|clock_timestamp)\b")
_MORE = re.compile(r"\b(?:UNION|RIGHT|FULL|HAVING)\b")
# Nobody else is connected, so nobody else holds a lock.
_LOCK = re.compile(r"\s*SELECT pg_try_advisory_xact_lock\(\$1, (?:\$2|\d+)\)\s*")
_NAMES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
_BODIES = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')"


class Known:
    """Says of a statement how its answer is come by. `still`: further tables that never change; `empty`: those in which nothing is."""

    def __init__(self, still: frozenset[str] = frozenset(), empty: Iterable[str] = ()) -> None:
        self._still = STILL | still
        self._empty = set(empty)

    def fill(self, sql: str) -> bool:
        """Whether this statement is the first to put something into a table that was empty; it is not from now on."""
        filled = self._empty.intersection(_FILLED.findall(sql))
        self._empty -= filled
        return bool(filled)

    def answer(self, sql: str) -> Answer:
        """How its answer is come by."""
        if (changed := _CHANGED.match(sql)) is not None:
            return "nothing" if changed[1] in self._empty else "asked"
        if self._finds_nothing(sql):
            return "always the same"
        tables = _TABLES.findall(sql)
        stands = tables and sql.lstrip().startswith("SELECT") and self._still.issuperset(tables)
        return "by arguments" if stands or _LOCK.fullmatch(sql) else "asked"

    def _finds_nothing(self, sql: str) -> bool:
        """Whether it looks into an empty table, and into others only for what it finds there."""
        if (exists := _EXISTS.fullmatch(sql)) is not None:
            alone = _closed_by_its_end(exists["rest"]) and not (_OTHER.search(exists["rest"]) or _MORE.search(sql))
            return alone and self._empty.issuperset(_TABLES.findall(sql))
        found = _FOUND.fullmatch(sql)
        if found is None or found["table"] not in self._empty or found["columns"].count("(") != found["columns"].count(")"):
            return False
        return not (_OTHER.search(found["columns"]) or _MORE.search(found["rest"]))


def _closed_by_its_end(rest: str) -> bool:
    """Whether the bracket that was open before is closed by the last one, so that nothing stands beside it."""
    depths = list(itertools.accumulate({"(": 1, ")": -1}.get(letter, 0) for letter in rest.strip()))
    return bool(depths) and depths[-1] == -1 and -1 not in depths[:-1]


def reads(sql: str, table: str) -> bool:
    """Whether a statement names this table."""
    return table in _TABLES.findall(sql)


async def empty_tables(connection: Any) -> list[str]:
    """Tables in which nothing is and into which no function puts anything."""
    names = [row["relname"] for row in await connection.fetch(_NAMES)]
    sql = " UNION ALL ".join(f"SELECT '{name}' AS name WHERE NOT EXISTS (SELECT FROM \"{name}\")" for name in names)
    empty = {row["name"] for row in await connection.fetch(sql)}
    for row in await connection.fetch(_BODIES):
        empty.difference_update(_FILLED.findall(row[0]))
    return sorted(empty)
