"""An agent's words on their way to the client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.clients.people import choose_language
from services.errors import Refused
from services.requests.answers import answer, save_draft
from services.requests.layout import split_text
from services.requests.models import MAX_TEXT
from tests.services.world import World

PHONE = "+79161234567"
anything = st.text(alphabet=st.sampled_from("аб \n😀é🏳‍\t"), max_size=400)


@given(anything, st.integers(min_value=5, max_value=60))
def test_splitting_loses_nothing_but_white_space_at_the_cuts(body: str, limit: int) -> None:
    parts = split_text(body, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(body.split())
    assert parts
    assert all(part.strip() for part in parts) or not body.strip() or len(parts) == 1
    if len(body) <= limit:
        assert parts == [body]


@given(st.lists(st.text(alphabet="абвг", min_size=1, max_size=10), min_size=1, max_size=40))
def test_words_are_not_cut(words: list[str]) -> None:
    assert " ".join(split_text(" ".join(words), 25)).split() == words


def test_a_paragraph_is_the_best_place_to_cut() -> None:
    assert split_text("а" * 60 + "\n\n" + "б б" * 20, 100) == ["а" * 60, "б б" * 20]
    assert split_text("😀" * 4000) == ["😀" * 3500, "😀" * 500]  # Telegram counts code points (telegram.md §1)


@pytest.fixture
async def number(world: World) -> int:
    """A request that anna leads."""
    await world.staff("anna")
    number = await world.asks(1)
    await world.next("anna")
    return number


async def test_the_first_part_carries_the_name_in_bold_and_the_quote(world: World, number: int) -> None:
    asked = (await world.talk(number))[0]["id"]
    await world.answer("anna", number, "Слово " * 1000, reply_to=asked)
    first, second = (m["params"] for m in await world.mail(1))
    assert first["text"].startswith("Anna\nСлово")
    assert first["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert first["reply_parameters"]["message_id"] == world.telegram_id
    assert "reply_parameters" not in second
    assert "entities" not in second
    assert max(len(first["text"]), len(second["text"])) <= 4096


async def test_nothing_in_it_is_markup(world: World, number: int) -> None:
    await world.answer("anna", number, "<b>5 < 6</b> *звёздочки* _и_ [ссылка](http://x)")
    (mail,) = await world.mail(1)
    assert "parse_mode" not in mail["params"]
    assert mail["params"]["text"].endswith("<b>5 < 6</b> *звёздочки* _и_ [ссылка](http://x)")


@pytest.mark.parametrize("text", ["", "  \n", "\x00", "x" * (MAX_TEXT + 1)])
async def test_nothing_and_too_much_are_refused(world: World, number: int, text: str) -> None:
    with pytest.raises(Refused, match="invalid"):
        await world.answer("anna", number, text)
    assert (await world.request(number)).state == "assigned"


async def test_only_a_message_of_this_conversation_can_be_quoted(world: World, number: int) -> None:
    other = await world.asks(2)
    with pytest.raises(Refused, match="invalid"):
        await world.answer("anna", number, reply_to=(await world.talk(other))[0]["id"])
    inside = await world.note("anna", number)
    await world.answer("anna", number, reply_to=inside)
    assert "reply_parameters" not in (await world.mail(1))[0]["params"]


async def test_a_client_with_only_a_phone_is_to_be_called(world: World) -> None:
    await world.staff("anna")
    number = await world.calls_in(PHONE)
    await world.next("anna")
    for text in ("Приезжайте к пяти", "Или к шести"):
        assert (await world.answer("anna", number, text))[1] == "no_channel"
    row = await world.row(number)
    assert (row["call_phone"], row["state"]) == (PHONE, "waiting_client")
    assert len(await world.rows("SELECT FROM call_task")) == 1
    await world.call("anna", number, "reached")
    assert (await world.row(number))["call_phone"] is None


async def test_who_blocked_the_bot_is_to_be_called_where_a_phone_is_known(world: World, number: int) -> None:
    await world.blocks(1)
    assert (await world.answer("anna", number))[1] == "blocked"
    assert not await world.mail(1)
    assert (await world.row(number))["call_phone"] is None
    await world.shares_contact(1, PHONE)
    await world.answer("anna", number)
    assert (await world.row(number))["call_phone"] == PHONE
    await world.blocks(1, blocked=False)
    assert (await world.answer("anna", number))[1] == "queued"


async def test_files_go_after_the_text_each_as_what_it_is(world: World, number: int) -> None:
    anna = await world.known("anna")
    async with world.db.tx() as tx:
        for place, kind in enumerate(("photo", "voice", "document", "video_note")):
            await tx.execute(
                "INSERT INTO file (public_id, kind, name, mime, state, staff_id, created_at) "
                "VALUES ($1, $2, 'x', 'x/x', 'ready', $3, now())",
                f"file{place}", kind, anna.id,
            )  # fmt: skip
    await world.answer("anna", number, "", files=["file2", "file0", "file1", "file3"])
    mail = await world.mail(1)
    assert [m["method"] for m in mail][-4:] == ["sendDocument", "sendPhoto", "sendVoice", "sendVideoNote"]
    assert "Anna" in str(mail[0]["params"])
    assert mail[-3]["params"]["photo"] == "attach:file0"
    assert len((await world.talk(number))[-1]["attachments"]) == 4


async def test_files_of_others_cannot_be_sent(world: World, number: int) -> None:
    boris = await world.staff("boris")
    async with world.db.tx() as tx:
        await tx.execute(
            "INSERT INTO file (public_id, kind, name, mime, state, staff_id, created_at) "
            "VALUES ('theirs', 'photo', 'x', 'x/x', 'ready', $1, now()), ('late', 'photo', 'x', 'x/x', 'pending', $2, now())",
            boris.id, (await world.known("anna")).id,
        )  # fmt: skip
    for file in ("theirs", "late", "nowhere"):
        with pytest.raises(Refused) as refused:
            await world.answer("anna", number, files=[file])
        assert refused.value.data["errors"][0]["field"] == "attachments"
    with pytest.raises(Refused, match="invalid"):
        await world.answer("anna", number, files=["late"] * 11)


async def test_a_draft_is_kept_for_its_author_until_the_answer(world: World, number: int) -> None:
    anna, boris = await world.known("anna"), await world.staff("boris")
    async with world.db.tx() as tx:
        await save_draft(tx, anna, number, "Уже\x00 пишу")
        await save_draft(tx, anna, number, "Уже пишу вам")
        await save_draft(tx, boris, number, "Я не при чём")
    assert [row["text"] for row in await world.rows("SELECT text FROM draft")] == ["Уже пишу вам"]
    async with world.db.tx() as tx:
        await answer(tx, anna, number, text="Написала")
    assert not await world.rows("SELECT FROM draft")


async def test_the_client_is_told_in_the_language_they_use_now(world: World, number: int) -> None:
    async with world.db.tx() as tx:
        await choose_language(tx, await world.recognise(tx, 1), "en")
    await world.close("anna", number)
    assert "is closed" in (await world.texts(number, "system"))[-1]
