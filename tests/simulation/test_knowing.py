"""What a played chain need not ask its database: never an answer that the database would not have given."""

import asyncpg
import pytest

from bot.simulation.knowing import Answer, Known, empty_tables
from tests.servers import drop_database, new_chain

_QUESTIONS = "SELECT FROM question q WHERE q.request_number = r.number"
_SEEN: dict[str, Answer] = {
    "SELECT name FROM unit WHERE id = $1": "by arguments",
    "SELECT u.name FROM unit u JOIN request r ON r.unit_id = u.id": "asked",
    "UPDATE unit SET name = $1": "asked",
    "SELECT claim_next($1, $2, $3)": "asked",
    "SELECT pg_try_advisory_xact_lock($1, 0)": "by arguments",
    "UPDATE question SET seen_at = $2 WHERE request_number = $1": "nothing",
    "DELETE FROM question WHERE id = $1 RETURNING id": "nothing",
    "DELETE FROM draft WHERE staff_id = $1": "asked",
    f"UPDATE request r SET state = $1 WHERE EXISTS ({_QUESTIONS})": "asked",
    "INSERT INTO question (id) VALUES ($1)": "asked",
    "WITH q AS (DELETE FROM question RETURNING id) INSERT INTO draft SELECT id FROM q": "asked",
    "SELECT id FROM question WHERE request_number = $1": "always the same",
    "SELECT count(*) FROM question WHERE request_number = $1": "always the same",
    "SELECT EXISTS (SELECT FROM question WHERE request_number = $1)": "always the same",
    "SELECT q.id FROM question q JOIN request r ON r.number = q.request_number WHERE r.number = $1": "always the same",
    "SELECT r.number FROM request r JOIN question q ON r.number = q.request_number WHERE r.number = $1": "asked",
    "SELECT r.number FROM question q RIGHT JOIN request r ON r.number = q.request_number": "asked",
    "SELECT r.number FROM question q FULL JOIN request r ON r.number = q.request_number": "asked",
    "SELECT id FROM question UNION SELECT number FROM request": "asked",
    "SELECT coalesce(max(id), $1) FROM question": "asked",
    "SELECT now(), count(*) FROM question": "asked",
    "SELECT count(*) FROM question HAVING count(*) >= $1": "asked",
    "SELECT coalesce((SELECT id FROM question WHERE id = $1), $2)": "asked",
    "SELECT EXISTS (SELECT FROM question) OR EXISTS (SELECT FROM request)": "asked",
    "SELECT EXISTS (SELECT FROM question) OR $1": "asked",
    "SELECT extract(epoch FROM question) FROM request": "asked",
}


@pytest.mark.parametrize(("sql", "answer"), _SEEN.items())
def test_only_what_cannot_be_otherwise_is_not_asked(sql: str, answer: Answer) -> None:
    assert Known(empty=["question"]).answer(sql) == answer


def test_a_table_is_empty_until_something_is_put_into_it() -> None:
    known = Known(empty=["question", "follow_up"])
    assert not known.fill("UPDATE question SET seen_at = $1")
    assert known.fill("WITH a AS (INSERT INTO question (id) VALUES ($1)) SELECT FROM request")
    assert (known.answer("DELETE FROM question"), known.answer("DELETE FROM follow_up")) == ("asked", "nothing")


@pytest.mark.slow
async def test_what_the_schemas_functions_fill_counts_as_filled(database_url: str) -> None:
    url = await new_chain(database_url, "knowing")
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("INSERT INTO setting (key, value) VALUES ('a', '1')")
        empty = set(await empty_tables(connection))
    finally:
        await connection.close()
        await drop_database(database_url, "knowing")
    assert {"question", "follow_up", "outbox"} <= empty
    assert empty.isdisjoint({"setting", "event", "request_agent", "policy"})  # claim_next writes the second and the third
