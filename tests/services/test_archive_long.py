"""Long conversations: only what has changed is made again, and what is found is the same as if all of it had been."""

from typing import Any

import pytest

from services.archive import Narrowing
from services.archive.making import PART
from services.archive.pieces import Change, Piece, pieces_of
from services.clients.people import recognise
from services.privacy.erasing import erase
from services.requests.amending import edit_answer, withdraw
from services.requests.models import IncomingFile
from tests.services.test_archive import kept, look, numbers
from tests.services.two_cards import PHONE, Cards
from tests.services.world import World

pytestmark = pytest.mark.slow

ROWS = 4
# Every row with its words, without the marks by which searches are narrowed.
_ROWS = """
SELECT part, upto, ts_delete(words, ARRAY(SELECT word FROM unnest(tsvector_to_array(words)) AS word WHERE word LIKE '#%'))::text AS words
FROM archive WHERE request_number = $1 ORDER BY part
"""


async def _long(world: World, rows: int = ROWS) -> tuple[int, list[int]]:
    """A request that anna leads, with so many rows and ten messages more; its number, and the ids of hers in it."""
    anna = await world.staff("anna")
    number = await world.asks(1, "Начало про коленвал")
    assert await world.next("anna") == number
    async with world.db.tx(actor=anna.actor) as tx:
        ids = await tx.rows(
            "INSERT INTO message (request_number, direction, author, staff_id, chat_id, delivery, text, at) "
            "SELECT $1, 'out', 'A', $2, 1, 'sent', 'реплика' || n, $3 FROM generate_series(1, $4::integer) AS n RETURNING id",
            number, anna.id, tx.now, rows * PART - 40,
        )  # fmt: skip
        await tx.execute(
            "INSERT INTO message_telegram (chat_id, telegram_id, message_id) SELECT 1, 1000000 + id, id FROM unnest($1::bigint[]) AS id",
            [row["id"] for row in ids],
        )
        tx.event("message.out", f"request:{number}", message=ids[-1]["id"])
    await kept(world)
    return number, [row["id"] for row in ids]


async def _rows(world: World, number: int) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await world.rows(_ROWS, number)]


async def _as_if_made_anew(world: World, number: int) -> None:
    """What was made bit by bit is what is made at once."""
    await kept(world)
    before = await _rows(world, number)
    async with world.db.tx() as tx:
        await tx.execute("DELETE FROM archive")
        tx.event("message.in", f"request:{number}")
    await kept(world)
    assert await _rows(world, number) == before


async def test_new_messages_edits_and_those_taken_back(street: World) -> None:
    number, ids = await _long(street)
    assert [row[0] for row in await _rows(street, number)] == list(range(ROWS))
    anna = await street.known("anna")
    for place in range(PART):  # beyond the end of the last row
        await street.says(1, f"добавка{place}")
        if place % 10 == 0:
            await kept(street)
            assert await numbers(street, f"добавка{place}") == [number]
    await _as_if_made_anew(street, number)
    async with street.db.tx(actor=anna.actor) as tx:
        await edit_answer(tx, anna, number, ids[60], text="Радиатор вместо реплики")
        await withdraw(tx, anna, number, ids[130], street.limits)
        await withdraw(tx, anna, number, ids[-1], street.limits)
    await kept(street)
    assert await numbers(street, "радиатор") == [number]
    for gone in ("реплика61", "реплика131", f"реплика{len(ids)}"):
        assert await street.rows("SELECT FROM archive WHERE words @@ to_tsquery('russian', $1)", gone) == [], gone
    assert await numbers(street, '"реплика130"') == await numbers(street, '"реплика132"') == [number]
    await _as_if_made_anew(street, number)
    await street.close("anna", number, summary="Поставили интеркулер")
    await kept(street)
    [hit] = (await look(street, "интеркулер")).hits
    assert hit.place
    assert hit.place.kind == "summary"
    await _as_if_made_anew(street, number)


async def test_rows_that_are_not_made_again_are_found_by_what_the_request_is_now(street: World) -> None:
    await street.unit("spb")
    units = {row["code"]: row["id"] for row in await street.rows("SELECT id, code FROM unit")}
    number, _ = await _long(street)
    old = "коленвал"
    assert await numbers(street, old, Narrowing(files=True)) == []
    await street.says(1, files=[IncomingFile("photo", "p", "photo.jpg", "image/jpeg", 10)])
    await street.transfer("anna", number, unit="spb")
    berta = await street.staff("berta", units=["spb"])
    assert await street.next("berta") == number
    await street.says(1, "Ау")
    await kept(street)
    for narrowing, found in (
        (Narrowing(files=True), True), (Narrowing(unit=units["spb"]), True), (Narrowing(unit=units["msk"]), False),
        (Narrowing(agent=berta.id), True), (Narrowing(state="assigned"), True), (Narrowing(state="queued"), False),
    ):  # fmt: skip
        assert bool(await numbers(street, old, narrowing)) is found, narrowing
    await street.close("berta", number, "answered")
    await kept(street)
    for narrowing, found in (
        (Narrowing(outcome="answered"), True), (Narrowing(state="closed"), True), (Narrowing(state="assigned"), False),
        (Narrowing(outcome="solved"), False), (Narrowing(agent=berta.id, files=True, outcome="answered"), True),
    ):  # fmt: skip
        assert bool(await numbers(street, old, narrowing)) is found, narrowing


async def test_messages_between_others_that_grow_out_of_their_row(street: World) -> None:
    """All plates: what a row may hold at most is then less than what 50 messages can have."""
    number, ids = await _long(street, 3)
    letters = "АВЕКМНОРСТУХ"
    plates = [f"{letters[n // 12 % 12]}{n % 1000:03}{letters[n // 144 % 12]}{letters[n % 12]}77" for n in range(49 * 455)]
    async with street.db.tx() as tx:
        for place in range(49):
            text = " ".join(plates[place * 455 : (place + 1) * 455])
            await tx.execute("UPDATE message SET text = $2 WHERE id = $1", ids[50 + place], text)
            tx.event("message.changed", f"request:{number}", message=ids[50 + place])
    await kept(street)
    for said in (plates[0], plates[-1], "реплика1", "реплика105"):
        assert await numbers(street, said) == [number], said
    await _as_if_made_anew(street, number)


async def test_erasing_and_joining_cards(street: World) -> None:
    """A long conversation goes as a whole with its person, also from the card that it came to."""
    boss = await street.staff("boss", role="director")
    number, _ = await _long(street)
    cards = Cards(street)
    joined = await cards.chat(1, PHONE)
    await cards.merge(boss, await cards.known(), joined)
    await street.says(1, "И радиатор")
    await kept(street)
    assert await numbers(street, "радиатор") == await numbers(street, "коленвал") == [number]
    await _as_if_made_anew(street, number)
    await street.says(1, "И ремень")  # on its way into the rows while they are forgotten
    async with street.db.tx() as tx:
        await erase(tx, await recognise(tx, chat_id=1, first_name="К", last_name=None, username=None, language="ru"))
    assert await street.rows("SELECT FROM archive") == []
    await kept(street)
    assert await street.rows("SELECT FROM archive") == []
    assert await numbers(street, "коленвал") == []


KNOWN = [(5, 0, 100), (5, 1, 200), (5, 3, 300), (6, 0, 50), (7, -1, 0), (7, 0, 50), (7, 1, 70)]
_TAIL = Piece(5, 3, 200, None)


@pytest.mark.parametrize(("change", "pieces"), [
    (Change(5), [_TAIL]),
    (Change(5, {250, 301, 999}), [_TAIL]),
    (Change(5, {100}), [Piece(5, 0, 0, 100), _TAIL]),
    (Change(5, {101, 150, 200}), [Piece(5, 1, 100, 200), _TAIL]),
    (Change(5, {1, 150}, recorded=True), [Piece(5, 0, 0, 100), Piece(5, 1, 100, 200), _TAIL]),
    (Change(5, {150}, recorded=True), [Piece(5, 0, 0, 100), Piece(5, 1, 100, 200), _TAIL]),
    (Change(5, {150}, whole=True), [Piece(5, 0, 0, None)]),
    (Change(6, {40}, recorded=True), [Piece(6, 0, 0, None)]),
    (Change(7, {40}), [Piece(7, 0, 0, None)]),
    (Change(8, {40}), [Piece(8, 0, 0, None)]),
], ids=repr)  # fmt: skip
def test_only_what_has_changed_is_made(change: Change, pieces: list[Piece]) -> None:
    assert pieces_of([change], [row for row in KNOWN if row[0] == change.number]) == pieces
