"""The copy holds everything a person said and is known by, reads in both languages, and shows nothing of the workshop's own notes."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from services.files import FileStore
from services.privacy.documents import PAUSE, send_copy
from services.texts import LANGUAGES
from tests.services.somebody import CHAT, NAME, PHONE, WORDS, Somebody, recognise, somebody
from tests.services.world import World

_SEEN = (
    NAME,
    PHONE,
    WORDS,
    "А777МР77",
    "XTA210990Y2766389",
    "Ламборджини",
    "88000",
    "RO-1",
    "PO-1",
    "Замена масла",
    "1500.00",
    "CRM-4711",
)
_NOT_THEIRS = ("просил про", "доволен")  # an agent's note and summary


@pytest.fixture
async def known(world: World, tmp_path: Path) -> Somebody:
    """Somebody with a past."""
    return await somebody(world, FileStore(tmp_path))


async def _documents(known: Somebody, language: str = "ru") -> tuple[str, str]:
    """The page and the JSON, as they lie ready to be sent."""
    async with known.world.db.tx() as tx:
        person = await recognise(tx)
        person.language = language
        assert await send_copy(tx, person, known.store)
    rows = [row for row in await known.world.mail(CHAT) if row["method"] == "sendDocument"][-2:]
    page, data = (known.store.path(row["params"]["document"].removeprefix("attach:")).read_text("utf-8") for row in rows)
    return page, data


class _Words(HTMLParser):
    """What a reader sees, and the tags that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.said.append(data)


async def test_both_documents_tell_everything(known: Somebody) -> None:
    page, data = await _documents(known)
    assert [mark for mark in _SEEN if mark not in page] == []
    assert [mark for mark in _SEEN if mark not in data] == []


async def test_what_colleagues_wrote_to_each_other_is_not_in_them(known: Somebody) -> None:
    page, data = await _documents(known)
    assert [mark for mark in _NOT_THEIRS if mark in page + data] == []


async def test_the_data_can_be_read_by_a_program(known: Somebody) -> None:
    _, text = await _documents(known)
    data = json.loads(text)
    assert data["card"]["phone"] == PHONE
    assert [car["mileage"][0]["km"] for car in data["vehicles"]] == [88_000]
    assert [request["messages"][0]["text"] for request in data["requests"]] == [
        f"{WORDS} и точка",
        f"Перезвоните {NAME}, {WORDS}",
    ]
    assert data["requests"][0]["messages"][0]["earlier"] == [f"{WORDS}, я {NAME}"]
    assert data["requests"][0]["messages"][0]["files"] == ["photo.jpg"]
    assert [visit["works"] for visit in data["visits"]] == [[{"ru": "Масло", "en": "Oil"}]]
    assert data["repair_orders"][0]["timeline"][0]["status"] == "in_work"
    assert {consent["kind"] for consent in data["consents"]} == {"service", "advertising"}
    assert len(data["chats"]) == 2
    assert data["technical"]["received"]
    assert data["technical"]["sent"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_whole_and_speaks_the_readers_language(known: Somebody, language: str) -> None:
    page, _ = await _documents(known, language)
    words = _Words()
    words.feed(page)
    assert words.open == []
    said = "\n".join(words.said)
    assert ("Заказ-наряды" in said, "Repair orders" in said) == (language == "ru", language == "en")
    assert ("в работе" in said, "in progress" in said) == (language == "ru", language == "en")
    assert re.search(r"23 (ноября|Nov)|Nov 23", said)
    assert "None" not in said
    assert not re.search(r"\d{4}-\d\d-\d\dT", said)


async def test_what_people_write_is_never_html(known: Somebody) -> None:
    await known.world.says(CHAT, "<script>alert(1)</script> & co")
    page, _ = await _documents(known)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page


async def test_a_second_press_sends_no_second_copy(known: Somebody) -> None:
    await _documents(known)
    async with known.world.db.tx() as tx:
        assert not await send_copy(tx, await recognise(tx), known.store)
    known.world.clock.at += PAUSE
    async with known.world.db.tx() as tx:
        assert await send_copy(tx, await recognise(tx), known.store)
