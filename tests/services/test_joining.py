"""Where a client's words end up (contract, "Joining", "Closing", "Unit of a Telegram request"; W1)."""

from datetime import timedelta

import pytest

from services.errors import Refused
from services.requests.intake import TELEGRAM_DOWNLOAD_LIMIT
from services.requests.models import IncomingFile, Limits
from services.requests.placing import choose_unit
from tests.services.world import PHOTO, World

STICKER = IncomingFile("sticker", "tg-sticker", "sticker", "image/webp", 1000)


async def _closed(world: World, chat: int = 1) -> int:
    if not await world.rows("SELECT FROM staff"):
        await world.staff("anna")
    number = await world.asks(chat)
    await world.staff("boss", role="head") if not await world.rows("SELECT FROM staff WHERE login = 'boss'") else None
    await world.override("boss", number, "anna")
    await world.close("anna", number)
    return number


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Спасибо!", "thanks"),
        ("ок 👍", "thanks"),
        ("Добрый день", "greeting"),
        ("Добрый день, стучит подвеска", "opened"),
        ("Помощь", "opened"),
        ("help", "opened"),
        ("спасибо, а когда?", "opened"),
        ("🆘", "opened"),
    ],
)
async def test_thanks_and_greetings_open_nothing_and_are_recorded(world: World, text: str, outcome: str) -> None:
    taken = await world.says(1, text)
    assert taken.outcome == outcome
    contact = await world.one("SELECT data FROM event WHERE type = 'contact'")
    assert contact["data"]["outcome"] == ("request" if outcome == "opened" else outcome)
    assert len(await world.rows("SELECT FROM request")) == (outcome == "opened")


async def test_a_sticker_says_no_more_than_its_emoji(world: World) -> None:
    assert (await world.says(1, "👍", files=(STICKER,))).outcome == "thanks"
    number = await _closed(world)
    assert (await world.says(1, "❤", files=(STICKER,))).outcome == "thanks"
    assert (await world.request(number)).state == "closed"
    assert (await world.says(1, "", files=(PHOTO,))).outcome == "reopened"


@pytest.mark.parametrize("word", ["да", "ок", "+", "Да, спасибо", "хорошо"])
async def test_inside_an_open_request_a_yes_is_an_answer(world: World, word: str) -> None:
    await world.staff("anna")
    number = await world.asks(1)
    await world.next("anna")
    await world.answer("anna", number, "Записать вас на среду?")
    await world.says(1, word)
    assert (await world.request(number)).state == "assigned"


async def test_ask_always_opens_a_new_matter_and_free_text_joins_the_last_active_one(world: World) -> None:
    first = await world.asks(1)
    world.clock.advance(minutes=1)
    second = await world.asks(1)
    assert first != second
    world.clock.advance(minutes=1)
    assert (await world.says(1, "И ещё")).number == second
    await world.staff("anna")
    await world.next("anna")
    world.clock.advance(minutes=1)
    await world.answer("anna", first)
    assert (await world.says(1, "Когда приехать")).number == first


async def test_the_quoted_message_decides(world: World) -> None:
    first = await world.asks(1)
    quoted = world.telegram_id
    await world.asks(1)
    assert (await world.says(1, "Это про первое", reply_to=quoted)).number == first
    last = (await world.talk(first))[-1]
    assert (last["text"], last["reply_to"]) == ("Это про первое", (await world.talk(first))[0]["id"])


async def test_a_quote_from_another_chat_leads_nowhere(world: World) -> None:
    await world.asks(1)
    theirs = world.telegram_id
    assert (await world.says(2, "Чужое", reply_to=theirs)).outcome == "opened"


@pytest.mark.parametrize(("hours", "outcome"), [(0, "reopened"), (71.9, "reopened"), (72, "opened"), (500, "opened")])
@pytest.mark.parametrize("quoting", [False, True])
async def test_a_message_soon_after_closing_reopens(world: World, hours: float, outcome: str, *, quoting: bool) -> None:
    number = await _closed(world)
    quoted = world.telegram_id if quoting else None
    world.clock.advance(hours=hours)
    assert (await world.says(1, "Спасибо!")).outcome == "thanks"
    taken = await world.says(1, "Опять стучит", reply_to=quoted)
    assert (taken.outcome, taken.number == number) == (outcome, outcome == "reopened")
    if outcome == "reopened":
        row = await world.row(number)
        assert (row["reopened"], row["outcome"], row["summary"], row["closed_at"]) == (1, None, None, None)
        assert row["waiting_since"] == world.clock.now()


async def test_quoting_what_was_closed_long_ago_joins_what_is_open(world: World) -> None:
    await _closed(world)
    quoted = world.telegram_id
    world.clock.advance(days=10)
    number = await world.asks(1)
    taken = await world.says(1, "Как в прошлый раз", reply_to=quoted)
    assert (taken.outcome, taken.number) == ("joined", number)
    assert (await world.talk(number))[-1]["reply_to"] is None


async def test_quoting_a_closed_matter_reopens_it_beside_an_open_one(world: World) -> None:
    number = await _closed(world)
    quoted = world.telegram_id
    await world.asks(1)
    assert (await world.says(1, "Так и не починили", reply_to=quoted)).number == number


async def test_the_limits_are_settings(world: World) -> None:
    world.limits = Limits(reopen_hours=1, client_silence_hours=2, reservation_minutes=1)
    number = await _closed(world)
    world.clock.advance(minutes=59)
    assert (await world.says(1, "Ещё")).outcome == "reopened"
    world.clock.advance(minutes=1)
    assert await world.next("anna") == number
    await world.answer("anna", number)
    world.clock.advance(hours=2)
    assert (await world.tick())[1] == 1


async def test_an_album_is_one_message_whenever_its_items_come(world: World) -> None:
    taken = await world.says(1, "", files=(PHOTO,), album="a1")
    assert (await world.says(1, "Вот тут", files=(PHOTO,), album="a1")).outcome == "album"
    assert taken.number
    await world.staff("anna")
    await world.next("anna")
    await world.close("anna", taken.number)
    late = await world.says(1, "", files=(PHOTO,), album="a1")
    assert (late.outcome, late.number) == ("album", taken.number)
    message = (await world.talk(taken.number))[0]
    assert (message["text"], len(message["attachments"])) == ("Вот тут", 3)
    assert (await world.says(2, "Другой чат", files=(PHOTO,), album="a1")).outcome == "opened"


async def test_an_alarm_in_an_albums_last_caption_is_heard(world: World) -> None:
    taken = await world.says(1, "", files=(PHOTO,), album="a1")
    assert (await world.says(1, "Тормоза отказали", files=(PHOTO,), album="a1")).alarm == "danger"
    assert taken.number
    assert (await world.row(taken.number))["alarm"] == "danger"


async def test_a_file_telegram_does_not_hand_out_is_marked(world: World) -> None:
    big = IncomingFile("video", "tg-video", "a\x00b.mp4", "video/mp4", TELEGRAM_DOWNLOAD_LIMIT + 1)
    taken = await world.says(1, "видео", files=(big, PHOTO))
    assert taken.number
    files = (await world.talk(taken.number))[0]["attachments"]
    assert [(file["state"], file["name"]) for file in files] == [("too_large", "ab.mp4"), ("pending", "photo.jpg")]


async def test_an_edit_shows_the_new_text_and_keeps_the_old_ones(world: World) -> None:
    number = await world.asks(1, "Стучит слева")
    sent = world.telegram_id
    assert await world.edits(1, sent, "Стучит справа")
    assert not await world.edits(1, sent, "Стучит справа")
    assert await world.edits(1, sent, "Гремит\x00 справа")
    assert not await world.edits(2, sent, "Чужое")
    assert not await world.edits(1, 999_999, "Неизвестное")
    message = (await world.talk(number))[0]
    assert (message["text"], [old["text"] for old in message["versions"]]) == (
        "Гремит справа",
        ["Стучит слева", "Стучит справа"],
    )
    assert message["edited_at"] is not None
    assert await world.events(number, "message.changed") == ["message.changed"] * 2


@pytest.mark.parametrize(
    "hostile", ["'; DROP TABLE request; --", "<b>жирный</b> {$name}", "x" * 4096, "\x00\x00стучит", "😀" * 2000]
)
async def test_words_are_only_words(world: World, hostile: str) -> None:
    number = await world.asks(1, hostile)
    assert await world.texts(number, "in") == [hostile.replace("\x00", "")]


class TestUnit:
    """Link, last visit, the only unit, one question."""

    async def test_the_only_one_is_not_asked_for(self, world: World) -> None:
        taken = await world.says(1, "Стучит")
        assert taken.unit_known
        assert taken.number
        assert (await world.row(taken.number))["unit"] == "msk"

    async def test_of_several_the_link_then_the_last_one_else_one_question(self, world: World) -> None:
        nsk = await world.unit("nsk")
        taken = await world.says(1, "Стучит")
        assert not taken.unit_known
        assert taken.number
        async with world.db.tx() as tx:
            person = await world.recognise(tx, 1)
            assert await choose_unit(tx, person, taken.number, nsk, world.limits)
            assert not await choose_unit(tx, person, taken.number, nsk, world.limits)
        assert (await world.row(await world.asks(1)))["unit"] == "nsk"  # like the last one
        msk = (await world.one("SELECT id FROM unit WHERE code = 'msk'"))["id"]
        await world.person(1, unit_id=msk)
        assert (await world.row(await world.asks(1)))["unit"] == "msk"  # the link wins

    async def test_an_open_visit_or_order_wins_and_one_gone_by_does_not(self, world: World) -> None:
        """A visit nobody has ticked off is over when its time is; parts on order are an order, too."""
        nsk, ekb = await world.unit("nsk"), await world.unit("ekb")
        await world.person(1, unit_id=nsk)
        client, now = (await world.person(1)).client_id, world.clock.now()
        for name, days in (("gone", -3), ("coming", 3)):
            at = now + timedelta(days=days)
            await world.rows(
                "INSERT INTO appointment (public_id, unit_id, client_id, starts_at, ends_at, status, source, created_at) "
                "VALUES ($1, $2, $3, $4, $5, 'booked', 'api', $6)",
                name, ekb, client, at, at + timedelta(hours=1), now,
            )  # fmt: skip
            assert (await world.row(await world.asks(1)))["unit"] == ("nsk" if name == "gone" else "ekb")
        await world.rows("UPDATE appointment SET status = 'cancelled'")
        assert (await world.row(await world.asks(1)))["unit"] == "nsk"
        await world.rows(
            "INSERT INTO parts_order (public_id, ref, client_id, unit_id, status, created_at, changed_at) "
            "VALUES ('p', 'p', $1, $2, 'ordered', $3, $3)",
            client, ekb, now,
        )  # fmt: skip
        assert (await world.row(await world.asks(1)))["unit"] == "ekb"

    async def test_a_station_that_was_closed_down_is_not_assumed(self, world: World) -> None:
        nsk = await world.unit("nsk")
        await world.unit("ekb")
        await world.person(1, unit_id=nsk)
        await world.asks(1)
        async with world.db.tx() as tx:
            await tx.execute("UPDATE unit SET active = false WHERE id = $1", nsk)
        assert (await world.row(await world.asks(1)))["unit"] is None

    async def test_nobody_answers_for_somebody_else(self, world: World) -> None:
        nsk = await world.unit("nsk")
        number = await world.asks(1)
        async with world.db.tx() as tx:
            assert not await choose_unit(tx, await world.recognise(tx, 2), number, nsk, world.limits)
            assert not await choose_unit(tx, await world.recognise(tx, 2), 10**15, nsk, world.limits)
        assert (await world.row(number))["unit"] is None

    async def test_the_source_of_the_link_is_kept_with_request_and_card(self, world: World) -> None:
        await world.person(1, source_tag="flyer")
        await world.person(1, source_tag="vk")
        row = await world.row(await world.asks(1))
        assert row["source_tag"] == "vk"
        assert (await world.one("SELECT source_tag FROM client"))["source_tag"] == "flyer"


class TestDeadline:
    """The receipt's promise is in the station's working time (G3)."""

    async def test_parts_have_their_own(self, world: World) -> None:
        for request_type, minutes in (("other", 10), ("parts_selection", 15)):
            row = await world.row(await world.asks(1, request_type=request_type))
            assert (row["first_answer_due"] - world.clock.now()).total_seconds() == minutes * 60

    async def test_outside_working_time_it_is_opening_and_that(self, world: World) -> None:
        day = {str(day): [["08:00", "20:00"]] for day in range(7)}
        vvo = await world.unit("vvo", zone="Asia/Vladivostok", hours={"week": day, "days": {"2026-11-24": []}})
        await world.person(1, unit_id=vvo)  # 19:00 there
        world.clock.advance(minutes=55)
        taken = await world.says(1, "Стучит")
        assert taken.open_now
        assert taken.due_at
        assert taken.due_at.isoformat() == "2026-11-24T22:05:00+00:00"  # 25 November 08:05 there: five minutes were left today
        world.clock.advance(minutes=5)
        assert not (await world.says(1, "Ау")).open_now


async def test_a_request_from_the_site_is_always_new_and_becomes_part_of_the_chat(world: World) -> None:
    first, second = await world.calls_in("+79161234567"), await world.calls_in("+79161234567")
    assert first != second
    row = await world.row(first)
    assert (row["state"], row["source"], row["client_telegram"], row["chat_id"]) == ("queued", "site", False, None)
    await world.shares_contact(7, "+79161234567")
    taken = await world.says(7, "Это я с сайта")
    assert taken.outcome == "joined"
    assert taken.number == second
    assert (await world.row(first))["chat_id"] == 7
    assert (await world.row(await world.calls_in("+79161234567")))["chat_id"] == 7


async def test_a_request_from_outside_goes_to_the_chat_that_can_be_reached(world: World) -> None:
    await world.shares_contact(7, "+79161234567")
    world.clock.advance(days=1)
    await world.shares_contact(8, "+79161234567")
    await world.blocks(8)
    assert (await world.row(await world.calls_in("+79161234567")))["chat_id"] == 7


async def test_an_unknown_type_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="invalid"):
        await world.calls_in("+79161234567", request_type="magic")
