"""Closing from the group where a photo or a visit is wanted first."""

from typing import Any

import pytest

from services.groups.albums import collect
from services.groups.models import Group, Topic
from services.groups.reading import group_of_unit, set_menu, topic_of_request
from services.groups.wrapping import go_on, take_files
from services.requests.models import Incoming, IncomingFile
from tests.services.group_world import CHAT, Shown
from tests.services.test_groups import taken
from tests.services.world import World

pytestmark = pytest.mark.slow

SCRIPT = {
    "asks": False,
    "fields": [
        {"code": "photo", "kind": "photo", "label": {"ru": "Фото диска"}}, {"code": "km", "kind": "mileage", "label": {"ru": "Пробег"}},
    ],
    "results": [
        {"code": "seen", "outcome": "solved", "label": {"ru": "Осмотр"}, "next": "none", "requires": ["photo"]},
        {"code": "visit", "outcome": "booked", "label": {"ru": "Визит"}, "next": "visit", "requires": ["km"]},
    ],
}  # fmt: skip
PHOTO: dict[str, Any] = {
    "ask": "photo",
    "code": "photo",
    "outcome": "solved",
    "result": "seen",
    "summary": "Скол",
    "seen": 9**9,
}
VISIT: dict[str, Any] = {"ask": "summary", "outcome": "booked", "result": "visit", "summary": "Записываю", "seen": 9**9}


@pytest.fixture
async def shown(street: World) -> Shown:
    """Anna leads request 1 in the group; scripts go with the test."""
    await street.staff("anna", units=["msk"])
    unit = int((await street.one("SELECT id FROM unit WHERE code = 'msk'"))["id"])
    async with street.db.tx() as tx:
        await tx.execute("INSERT INTO script (type, body, changed_at) VALUES ('other', $1, now())", SCRIPT)
    return (await taken(street, unit))[0]


async def place(world: World, shown: Shown, number: int = 1) -> tuple[Group, Topic]:
    async with world.db.read() as reader:
        group, topic = await group_of_unit(reader, shown.unit), await topic_of_request(reader, number)
    assert group
    assert topic
    return group, topic


async def menu(world: World, shown: Shown, **fields: Any) -> None:
    _, topic = await place(world, shown)
    async with world.db.tx() as tx:
        await set_menu(tx, topic, fields | {"by": (await world.known("anna")).id} if fields else {})


def photo(telegram_id: int, *, kind: str = "photo", album: str | None = None) -> Incoming:
    return Incoming(telegram_id, "", (IncomingFile(kind, f"f{telegram_id}", "a.jpg", "image/jpeg", 10),), album=album)


async def sends(world: World, shown: Shown, incoming: Incoming) -> None:
    staff = await world.known("anna")
    group, topic = await place(world, shown)
    async with world.db.tx(actor=staff.actor) as tx:
        await take_files(tx, group, topic, staff, incoming, parts=[incoming.telegram_id])


async def told(world: World) -> str:
    """The newest line of the bot's."""
    sql = "SELECT params FROM outbox WHERE chat_id = $1 AND method = 'sendMessage' ORDER BY id DESC LIMIT 1"
    return str((await world.one(sql, CHAT))["params"]["text"])


async def test_a_photo_fills_the_field_and_closes(street: World, shown: Shown) -> None:
    await menu(street, shown, **PHOTO)
    await sends(street, shown, photo(50, kind="voice"))
    assert (await street.row(1))["state"] == "assigned"
    assert await street.texts(1, "note") == []
    await sends(street, shown, photo(51, kind="document"))
    row = await street.row(1)
    assert (row["state"], row["summary"], row["fields"]["photo"]) == ("closed", "Скол", 1)
    assert await street.texts(1, "out") == []


@pytest.mark.parametrize("meanwhile", ["cancel", "closed", "transferred"])
async def test_an_album_that_comes_too_late_stays_a_note(street: World, shown: Shown, meanwhile: str) -> None:
    await menu(street, shown, **PHOTO)
    group, topic = await place(street, shown)
    async with street.db.tx() as tx:
        for at in (61, 62):
            await collect(tx, topic, await street.known("anna"), photo(at, album="a"), answer=False, asked=True)
        await tx.execute("UPDATE group_album SET due_at = clock_timestamp() - interval '1 second'")
    if meanwhile == "cancel":
        await menu(street, shown)
    elif meanwhile == "closed":
        await street.close("anna", 1, "answered")
    else:
        await street.staff("boris", units=["msk"])
        await street.transfer("anna", 1, agent="boris")
    before = await street.texts(1, "out")
    await shown.settle()
    row = await street.row(1)
    assert "photo" not in row["fields"]
    assert row["state"] == {"cancel": "assigned", "closed": "closed", "transferred": "queued"}[meanwhile]
    assert await street.texts(1, "out") == before
    assert len(await street.texts(1, "note")) >= 1
    del group


@pytest.mark.parametrize(("console", "address"), [
    ("https://desk.example.org/", "https://desk.example.org/console/requests/1/visit"), ("http://127.0.0.1:8080", None), ("", None),
])  # fmt: skip
async def test_where_to_book_is_a_button_where_the_console_is_public(
    street: World, shown: Shown, console: str, address: str | None
) -> None:
    staff = await street.known("anna")
    group, topic = await place(street, shown)
    async with street.db.tx(actor=staff.actor) as tx:
        await tx.execute("UPDATE request SET fields = fields || '{\"km\": 50000}' WHERE number = 1")
        await go_on(tx, group, topic, staff, VISIT | {"by": staff.id}, reply_to=70, console=console)
    await shown.settle()
    found = [m for m in shown.messages.values() if "клиента нужно записать. Откройте" in m.get("text", "")]
    buttons = [button for message in found for row in message["reply_markup"]["inline_keyboard"] for button in row]
    assert [button["url"] for button in buttons if "url" in button] == ([address] if address else [])
    assert [button["text"] for button in buttons if "callback_data" in button] == ["✓ Готово, закрыть"]
    assert shown.buttons(1) == ["✓ Готово, закрыть", "← Отмена"]


async def test_fields_are_asked_before_the_visit_and_words_of_the_client_stop_the_closing(street: World, shown: Shown) -> None:
    staff = await street.known("anna")
    group, topic = await place(street, shown)
    async with street.db.tx(actor=staff.actor) as tx:
        await go_on(tx, group, topic, staff, VISIT | {"by": staff.id}, reply_to=70)
    _, topic = await place(street, shown)
    assert (topic.menu["ask"], topic.menu["code"]) == ("field", "km")
    await menu(street, shown, **(PHOTO | {"seen": 1}))
    await street.says(1, "А ещё скрипит")
    await sends(street, shown, photo(80))
    _, topic = await place(street, shown)
    assert "обращение не закрыто" in await told(street)
    assert (await street.row(1))["fields"]["photo"] == 1, "what was sent is not asked for again"
    assert topic.menu["ask"] == "summary"
    async with street.db.tx(actor=staff.actor) as tx:
        await go_on(tx, group, topic, staff, topic.menu | {"summary": "Скол и скрип"}, reply_to=81)
    assert (await street.row(1))["summary"] == "Скол и скрип"
