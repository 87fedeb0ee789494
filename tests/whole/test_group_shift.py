"""The end of a shift in the agents' group, with requests in hand."""

from collections.abc import AsyncIterator

import pytest

from tests.harness import until
from tests.whole.chain import Chain, Json, png, words_of
from tests.whole.hall import Hall, Seat, connected
from tests.whole.test_group_people import replying_to

LABELS = {"solved": {"ru": "Фото", "en": "Photo"}, "booked": {"ru": "Визит", "en": "Visit"}}


async def ends(hall: Hall, seat: Seat) -> Json:
    """Press End shift with something in hand; the question that follows."""
    t = hall.chain.t
    answered = await hall.press(seat, await hall.panel(), t("group-button-off"))
    assert (answered["text"], answered["show_alert"]) == (t("group-shift-hands-full"), True)
    return await hall.shows(1, t("group-shift-ask", who="Анна Смирнова"), holds=lambda m: m.get("reply_markup"))


async def test_a_shift_ends_with_a_note_that_only_its_owner_can_write(chain: Chain) -> None:
    hall = await connected(chain)
    anna, boris = await hall.seat(), await hall.seat("Борис Ким")
    _, number = await chain.asked()
    _, topic = await hall.next(anna)
    question = await ends(hall, anna)
    assert chain.t("group-shift-back", numbers=f"№ {number}") in question["text"]
    labels = [button["text"] for row in question["reply_markup"]["inline_keyboard"] for button in row]
    assert labels == [chain.t("group-button-shift-drop")], "who waits is not handed over without a word"
    foreign = chain.t("group-shift-foreign", who="Анна Смирнова")
    assert (await hall.press(boris, question, labels[0]))["text"] == foreign
    other = await hall.say(boris.id, "Я за неё", reply_to=question["message_id"])
    await hall.shows(1, foreign, holds=replying_to(other))
    await hall.say(boris.id, "Кто сегодня до вечера?")
    aside = await hall.say(anna.id, "Я до вечера", reply_to=other["message_id"])
    long = await hall.say(anna.id, "а" * 3000, reply_to=question["message_id"])
    await hall.shows(1, chain.t("group-invalid-note-too-long"), holds=replying_to(long))
    mine = await hall.say(anna.id, "Ждёт цену на колодки")
    done = chain.t("group-shift-handed", who="Анна Смирнова", numbers=f"№ {number}")
    await hall.shows(1, done, holds=replying_to(mine))
    request = await chain.request(number)
    assert (request["state"], request["agent"], words_of(request, "note")) == ("queued", None, ["Ждёт цену на колодки"])
    assert words_of(request, "out") == []
    assert await chain.value("SELECT shift FROM staff WHERE login = $1", anna.agent.login) == "off"
    assert aside["message_id"] not in [m.get("reply_to_message", {}).get("message_id") for m in await hall.messages(1)]
    await hall.card(topic, chain.t("group-card-unled", state="queued"))
    assert (await hall.press(anna, question, labels[0]))["text"] == chain.t("group-shift-outdated")
    late = await hall.say(anna.id, "И ещё одно", reply_to=question["message_id"])
    await hall.shows(1, chain.t("group-shift-outdated"), holds=replying_to(late))


async def test_a_list_that_changed_is_shown_again_and_cancel_keeps_the_shift(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, first = await chain.asked()
    await hall.next(anna)
    await anna.agent.says(first, "Когда вам удобно?")
    question = await ends(hall, anna)
    assert chain.t("group-shift-silent", numbers=f"№ {first}") in question["text"]
    await client.write("Завтра!")
    await chain.becomes(first, lambda r: r["state"] == "assigned", "waits for the agent again")
    await hall.press(anna, question, chain.t("group-button-shift-bare"))
    again = await hall.shows(1, chain.t("group-shift-changed"), chain.t("group-shift-back", numbers=f"№ {first}"))
    assert again["message_id"] == question["message_id"], "in its place"
    photo = await hall.act(anna.id, "messages", {"text": "/note Всё", "reply_to": again["message_id"]})
    await hall.shows(1, chain.t("group-shift-words"), holds=replying_to(photo))
    await hall.press(anna, again, chain.t("group-button-shift-drop"))
    await hall.shows(1, chain.t("group-shift-stays", who="Анна Смирнова"))
    await hall.say(anna.id, "Остаюсь, коллеги")
    await hall.say(anna.id, "/panel")

    async def two_panels() -> bool | None:
        found = [m for m in await hall.messages(1) if chain.t("group-button-next") in str(m.get("reply_markup"))]
        return len(found) > 1 or None

    await until(two_panels, "the panel is shown anew, after what was said before")
    request = await chain.request(first)
    assert (request["agent"], words_of(request, "note")) == (anna.agent.login, [])
    assert await chain.value("SELECT shift FROM staff WHERE login = $1", anna.agent.login) == "on"


def needs_photo() -> Json:
    """A script whose one result wants a photo, and another one a visit."""
    both = LABELS["solved"]
    results = [
        {"code": "seen", "outcome": "solved", "label": both, "next": "none", "requires": ["photo"]},
        {"code": "visit", "outcome": "booked", "label": LABELS["booked"], "next": "visit", "requires": []},
    ]
    return {"asks": False, "fields": [{"code": "photo", "kind": "photo", "label": both}], "results": results}


@pytest.fixture
async def script(chain: Chain) -> AsyncIterator[None]:
    """The product goes on after the test: its script does not."""
    async with chain.desk.db.tx() as tx:
        await tx.execute("INSERT INTO script (type, body, changed_at) VALUES ('claim', $1, now())", needs_photo())
    yield
    async with chain.desk.db.tx() as tx:
        await tx.execute("DELETE FROM script WHERE type = 'claim'")


async def closing(chain: Chain, hall: Hall, anna: Seat, number: int, outcome: str) -> int:
    """The card asks for the summary of this outcome's result."""
    result = LABELS[outcome][chain.language]
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE request SET type = 'claim' WHERE number = $1", number)
    _, topic = await hall.next(anna)
    await hall.on_card(anna, topic, "group-button-close", f"console-outcome-{outcome}")

    async def offered() -> Json | None:
        card = await hall.card(topic)
        return card if result in str(card.get("reply_markup")) else None

    await hall.press(anna, await until(offered, "results are offered"), result)
    await hall.card(topic, chain.t("group-ask-summary", who="Анна Смирнова", outcome=chain.t(f"console-outcome-{outcome}")))
    return topic


@pytest.mark.usefixtures("script")
async def test_a_required_photo_is_taken_in_the_topic_and_stays_there(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    _, number = await chain.asked()
    label = LABELS["solved"][chain.language]
    topic = await closing(chain, hall, anna, number, "solved")
    await hall.say(anna.id, "Скол на диске", topic)
    await hall.card(topic, chain.t("group-ask-photo", who="Анна Смирнова", target=label))
    words = await hall.say(anna.id, "Вот же оно", topic)
    await hall.shows(topic, chain.t("group-invalid-photo-not-a-picture"), holds=replying_to(words))
    await hall.send(anna.id, topic, "voice", ("a.ogg", b"OggS" + bytes(40), "audio/ogg"))
    await hall.send(anna.id, topic, "photo", ("a.png", png(1), "image/png"), ("b.png", png(2), "image/png"))
    request = await chain.becomes(number, lambda r: r["state"] == "closed", "is closed")
    assert (request["summary"], request["fields"]["photo"], words_of(request, "out")) == ("Скол на диске", 2, [])
    kept = [m for m in request["messages"] if m["direction"] == "note"]
    assert [len(m["attachments"]) for m in kept] == [2]
    assert all(m["direction"] in {"in", "note", "system"} for m in request["messages"])


@pytest.mark.usefixtures("script")
async def test_a_result_that_is_a_visit_waits_for_its_booking(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    _, number = await chain.asked()
    topic = await closing(chain, hall, anna, number, "booked")
    await hall.say(anna.id, "Записываю на осмотр", topic)
    told = await hall.shows(topic, chain.t("group-visit-first", number=str(number)))
    closes = chain.t("group-button-closing")
    assert (await hall.press(anna, told, closes))["text"] == chain.t("group-missing-visit")
    assert (await chain.request(number))["state"] == "assigned"
    async with chain.desk.db.tx() as tx:
        await tx.execute(
            "INSERT INTO appointment (public_id, unit_id, client_id, status, starts_at, ends_at, created_at, source, request_number) "
            "SELECT 'bookedmeanwhile1', unit_id, client_id, 'booked', now() + interval '1 day', now() + interval '25 hours', now(), "
            "'api', number FROM request WHERE number = $1", number,
        )  # fmt: skip
    card = await hall.card(topic, chain.t("group-ask-visit", who="Анна Смирнова"))
    assert (await hall.press(anna, card, closes))["text"] == chain.t("group-done-summary")
    request = await chain.becomes(number, lambda r: r["state"] == "closed", "is closed")
    assert (request["outcome"], request["summary"]) == ("booked", "Записываю на осмотр")
