"""Reading where there is much: pages that are chosen first, logs that are looked through piece by piece, searches by indexes."""

from typing import Any

import pytest

from services import events
from services.clients.linking import list_clients
from services.events import last_cursor, list_events
from services.requests.board import Filters, search_requests
from services.requests.view import Viewer, list_requests
from tests.horizon import told
from tests.services.world import World


async def test_a_reader_of_few_events_looks_through_the_log_piece_by_piece(
    street: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages may be empty and go on all the same; together they hold everything that is theirs, once and in order."""
    monkeypatch.setattr(events, "LOOKED_THROUGH", 4)
    anna = await street.staff("anna")
    first = await street.asks(1)
    await street.next("anna")
    for chat in range(2, 12):
        await street.asks(chat)
    second = await street.asks(12)
    async with street.db.tx() as tx:
        await tx.execute("UPDATE request SET queue_key = queue_key - interval '1 day', waiting_since = waiting_since - interval '1 day' "
                         "WHERE number = $1", second)  # fmt: skip
    assert await street.next("anna") == second
    await told(street.db)
    viewer, seen, after, empty = Viewer("staff", staff=anna), [], None, 0
    async with street.db.read() as reader:
        while True:
            page = await list_events(reader, viewer, after=after, limit=3)
            seen += [(row["xid"], row["id"], row["subject"]) for row in page.rows]
            empty += not page.rows
            if page.next is None:
                break
            after = page.next
        whole = await list_events(reader, Viewer("all"), limit=200)
    own = {f"request:{first}", f"request:{second}"}
    assert seen == [(row["xid"], row["id"], row["subject"]) for row in whole.rows if row["subject"] in own]
    assert {subject for *_, subject in seen} == own
    assert empty


async def test_the_last_event_is_the_last_by_number_not_by_letter(street: World) -> None:
    async with street.db.tx() as tx:
        for xid in ("99", "100", "98"):
            await tx.execute(
                "INSERT INTO event (xid, type, at, actor, subject) VALUES ($1::text::xid8, 'test', $2, 'system', 'x')",
                xid,
                tx.now,
            )
    async with street.db.read() as reader:
        assert (await last_cursor(reader)).startswith("100-")


async def test_pages_of_requests_and_clients_bring_what_belongs_to_them(street: World) -> None:
    numbers = [await street.asks(chat) for chat in range(1, 8)]
    await street.shares_contact(3, "+79160000003")
    await told(street.db)
    found, cards, after = [], [], None
    async with street.db.read() as reader:
        while True:
            page = await list_requests(reader, Viewer("all"), after=after, limit=3)
            found += [(row["number"], row["client_name"], row["client_telegram"], row["client_phone"]) for row in page.rows]
            if page.next is None:
                break
            after = page.next
        after = None
        while True:
            clients, after = await list_clients(reader, after=after, limit=2)
            cards += [(client.name, client.telegram, client.phone) for client in clients]
            if after is None:
                break
    assert sorted(number for number, *_ in found) == numbers
    assert all(name.startswith("Клиент") and telegram for _, name, telegram, _ in found)
    assert [number for number, *_, phone in found if phone == "+79160000003"] == [numbers[2]]
    assert sorted(cards) == sorted((name, telegram, phone) for _, name, telegram, phone in found)


@pytest.mark.parametrize(
    ("filters", "chats"),
    [
        ({}, [4, 3, 2, 1]),
        ({"state": "all"}, [5, 4, 3, 2, 1]),
        ({"state": "closed"}, [5]),
        ({"state": "assigned"}, [1]),
        ({"state": "promised"}, [2]),
        ({"state": "queued"}, [4, 3]),
        ({"agent": "anna", "state": "all"}, [5, 2, 1]),
        ({"agent": "nobody"}, []),
        ({"unit": "msk"}, []),
        ({"unit": "nsk", "state": "all"}, [5]),
        ({"request_type": "price"}, [3]),
        ({"words": "семён"}, [3]),
        ({"words": "СЕМЕН"}, [3]),
        ({"words": "Петро"}, [3]),
        ({"words": "петрович"}, [3]),
        ({"words": "семён петрович"}, [3]),
        ({"words": "семён иванович"}, []),
        ({"words": "трович"}, []),
        ({"words": "%"}, []),
        ({"words": "+7 916 000-00-04"}, [4]),
        ({"words": "89160000004"}, [4]),
        ({"words": "№ {0}"}, [1]),
        ({"words": "{1}"}, [2]),
        ({"words": "99999999"}, []),
    ],
)
async def test_a_head_finds_requests(world: World, filters: dict[str, Any], chats: list[int]) -> None:
    nsk = await world.unit("nsk")
    await world.staff("anna")
    director = await world.staff("director", role="director")
    await world.person(5, unit_id=nsk)
    numbers: dict[int, int] = {}
    for chat in (1, 2, 5, 3, 4):
        numbers[chat] = await world.asks(chat, request_type="price" if chat == 3 else "other")
        world.clock.advance(minutes=1)
    for _ in range(3):
        await world.next("anna")
    await world.promise("anna", numbers[2])
    await world.close("anna", numbers[5])
    await world.shares_contact(4, "+79160000004")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE client SET name = 'Семён Петрович' FROM chat WHERE chat.client_id = client.id AND chat_id = 3")
    wanted: dict[str, Any] = {name: value.format(numbers[1], numbers[2]) for name, value in filters.items()}
    async with world.db.read() as reader:
        rows = await search_requests(reader, Viewer("staff", staff=director), Filters(**wanted))
    assert [row["number"] for row in rows] == sorted((numbers[chat] for chat in chats), reverse=True)
