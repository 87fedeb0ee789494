"""What an agent says arrives; what the client says then reaches the agent."""

from datetime import datetime, timedelta
from urllib.parse import urljoin

import pytest

from services.texts import shown_phone
from tests.whole.chain import CITIES, EAST, MOSCOW, NAMES, NORTH, Chain, png, said, words_of


@pytest.mark.both_ways
async def test_an_answer_arrives_with_the_agents_first_name(chain: Chain) -> None:
    """Name in bold, surname private; delivery becomes `sent`; the ball is with the client."""
    phone, agent, number = await chain.taken()
    sent = await agent.says(number, "Приезжайте завтра в 10:00 <b>не</b> _позже_ & берите *СТС*")
    assert sent["delivery"] == "queued"
    answer = await phone.hears("Приезжайте")
    assert answer["text"] == "Анна\nПриезжайте завтра в 10:00 <b>не</b> _позже_ & берите *СТС*"
    assert answer["entities"][0] == {"type": "bold", "offset": 0, "length": 4}
    asked = await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "sent", "delivered")
    assert (asked["state"], asked["waiting_since"], asked["agent"]) == ("waiting_client", None, agent.login)


async def test_quotes_both_ways(chain: Chain) -> None:
    """The agent answers to one message, the client to the agent's."""
    phone, number = await chain.asked("Первый вопрос")
    second = await phone.write("Второй вопрос")
    agent = await chain.agent()
    await agent.next()
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 2, "both are there")
    await agent.says(number, "Ответ на второй", reply_to=asked["messages"][1]["id"])
    answer = await phone.hears("Ответ на второй")
    assert answer["reply_to_message"]["message_id"] == second["message_id"]
    await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "sent", "delivered")
    await phone.write("Понятно, а гарантия?", reply_to=answer["message_id"])
    asked = await chain.becomes(
        number, lambda r: len(r["messages"]) == 4 and r["state"] == "assigned", "the client has answered"
    )
    assert asked["messages"][-1]["reply_to"] == asked["messages"][2]["id"]


async def test_a_long_answer_comes_in_parts(chain: Chain) -> None:
    """5,000 characters are more than Telegram takes at once; nothing is lost at the cuts, and it is one message to the agent."""
    phone, agent, number = await chain.taken()
    lines = [f"{place}. Проверили узел, замечаний нет, пробег учтён." for place in range(1, 111)]
    body = "\n".join(lines)
    assert len(body) > 5000
    await agent.says(number, body)
    await phone.hears(lines[-1])
    parts = [line for line in await said(phone) if "Проверили узел" in line]
    assert parts[0].startswith("Анна\n1. ")
    assert "\n".join(parts).removeprefix("Анна\n").split("\n") == lines
    asked = await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "sent", "all parts delivered")
    assert words_of(asked, "out") == [body]


async def test_files_to_the_client(chain: Chain) -> None:
    """Words first, then each file as what it is; without words the first file carries the name."""
    phone, agent, number = await chain.taken()
    picture, paper = await agent.uploads("износ.png", png(7)), await agent.uploads("Смета.pdf", b"%PDF-1.4 estimate")
    await agent.says(number, "Вот смета и фото", attachments=[paper, picture])
    await phone.hears("Вот смета")
    asked = await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "sent", "delivered")
    assert [a["name"] for a in asked["messages"][-1]["attachments"]] == ["Смета.pdf", "износ.png"]
    document, photo = (await phone.chat())["messages"][-2:]
    assert document["document"]["file_name"] == "Смета.pdf"
    assert photo["photo"]
    for message, content in ((document, b"%PDF-1.4 estimate"), (photo, png(7))):
        async with chain.session.get(urljoin(chain.sandbox, message["files"][0]["url"])) as response:
            assert await response.read() == content
    alone = await agent.uploads("акт.pdf", b"%PDF-1.4 act")
    await agent.says(number, attachments=[alone])
    received = await phone.hears("Анна")
    assert received["caption"] == "Анна"
    assert received["document"]["file_name"] == "акт.pdf"


async def test_edits_of_the_client_are_seen_with_the_old_version(chain: Chain) -> None:
    """Text and caption; an edit that changes nothing visible changes nothing here; one of a stranger's message neither."""
    phone, number = await chain.asked("Приеду в 10")
    words = (await phone.chat())["messages"][-2]
    await phone.do("edit", message_id=words["message_id"], text="Приеду в 12")
    asked = await chain.becomes(number, lambda r: r["messages"][0]["edited_at"], "the edit is seen")
    assert words_of(asked) == ["Приеду в 12"]
    assert [version["text"] for version in asked["messages"][0]["versions"]] == ["Приеду в 10"]
    same = {key: words[key] for key in ("message_id", "from", "chat", "date")}
    await chain.post_update({"edited_message": {**same, "text": "Приеду в 12", "edit_date": 2}})
    photo = (await phone.send_files("photo", ("a.png", png(), "image/png"), caption="Вмятина слева"))["messages"][0]
    await chain.becomes(number, lambda r: len(r["messages"]) == 2, "the photo joined")
    await phone.do("edit", message_id=photo["message_id"], text="Вмятина справа")
    asked = await chain.becomes(number, lambda r: r["messages"][1]["edited_at"], "the caption is seen")
    assert len(asked["messages"][0]["versions"]) == 1
    assert len(asked["messages"][1]["attachments"]) == 1


async def test_a_greeting_that_becomes_a_question(chain: Chain) -> None:
    """Edited into a question, it reaches a person; a command that Telegram tells about again does not."""
    phone = await chain.client()
    greeting, command = await phone.write("Здравствуйте"), await phone.write("/help")
    await phone.hears(chain.t("greeting-reply"))
    same = {key: command[key] for key in ("message_id", "from", "chat", "date", "text")}
    await chain.post_update({"edited_message": {**same, "edit_date": 2}})
    await phone.do("edit", message_id=greeting["message_id"], text="Здравствуйте, когда готова машина?")
    number = await chain.number_told(phone)
    assert words_of(await chain.request(number)) == ["Здравствуйте, когда готова машина?"]
    await phone.do("edit", message_id=greeting["message_id"], text="Когда готова?")
    asked = await chain.becomes(number, lambda r: r["messages"][0]["edited_at"], "the second edit is one")
    assert words_of(asked) == ["Когда готова?"]


@pytest.mark.both_ways
async def test_a_promise_is_told(chain: Chain) -> None:
    """With the agent's name, the time in the station's zone and the city; kept by a delivered answer (W5)."""
    phone, agent, number = await chain.taken()
    due = (await chain.now() + timedelta(days=2)).replace(minute=30, second=0, microsecond=0)
    await agent.do("POST", f"/requests/{number}/promise", {"due_at": due.isoformat(), "note": "узнать цену"}, status=200)
    local = due.astimezone(MOSCOW)
    told = await phone.hears("Анна", f"№ {number}", local.strftime("%H:%M"), str(local.day), CITIES[NORTH][chain.language])
    assert ("до" if chain.language == "ru" else "by") in told["text"]
    assert "узнать" not in told["text"]
    assert (await chain.request(number))["promise"]["state"] == "open"
    await agent.says(number, "Узнали: 4 200 ₽")
    await phone.hears("4 200 ₽")
    await chain.becomes(number, lambda r: r["promise"]["state"] == "kept", "the promise is kept")


async def test_an_overdue_promise_blocks_next(chain: Chain) -> None:
    """The clock goes past it: no further request for this agent until the promise is kept (W5)."""
    phone, agent, number = await chain.taken()
    await chain.asked("Следующий вопрос")
    due = await chain.now() + timedelta(hours=1)
    await agent.do("POST", f"/requests/{number}/promise", {"due_at": due.isoformat()}, status=200)
    await chain.later(hours=2)
    problem = await agent.do("POST", "/requests/next", status=409)
    assert problem["type"].endswith("/promise-overdue")
    await agent.says(number, "Извините, что так долго")
    await phone.hears("Извините")
    await chain.becomes(number, lambda r: r["promise"]["state"] == "kept", "the promise is kept")
    assert (await agent.next())["number"] != number


async def test_a_transfer_is_told_once_and_nobody_asks_again(chain: Chain) -> None:
    phone, agent, number = await chain.taken()
    boris = await chain.agent(name="Борис Ким")
    await agent.do("POST", f"/requests/{number}/transfer", {"agent": boris.login, "reason": "Гарантия"}, status=200)
    told = await phone.hears("Борис", str(number))
    assert NAMES[NORTH][chain.language] not in told["text"], "a person, and by when"
    assert f"({CITIES[NORTH][chain.language]})" in told["text"]
    taken = await boris.next()
    assert taken["number"] == number
    assert "Гарантия" in words_of(taken, "note")[0]
    assert not any("Гарантия" in line for line in await said(phone))
    await boris.says(number, "Гарантия действует")
    assert (await phone.hears("Гарантия действует"))["text"].startswith("Борис\n")
    await agent.do("POST", f"/requests/{number}/messages", {"text": "И я"}, status=403)
    await boris.do("POST", f"/requests/{number}/transfer", {"unit": EAST, "reason": "Им виднее"}, status=200)
    assert f"({CITIES[EAST][chain.language]})" in (await phone.hears(NAMES[EAST][chain.language], str(number)))["text"]
    clara = await chain.agent(EAST, name="Клара Вольф")
    assert (await clara.next())["unit"] == EAST
    await clara.says(number, f"Это {NAMES[EAST]['ru']}")
    assert (await phone.hears("Это"))["text"].startswith("Клара\n")


async def test_a_client_of_the_site_is_answered_in_the_chat(chain: Chain) -> None:
    """The site's request and the chat are one person by the phone: the answer reaches the chat (R1, A3)."""
    number_of = "+79165550101" if chain.mode == "polling" else "+79165550102"
    phone = await chain.client(phone=number_of)
    await phone.do("contact")
    await phone.hears(shown_phone(number_of))
    source = await chain.system()
    made = await source.do(
        "POST", "/requests", {"source": "site", "phone": number_of, "text": "Нужна диагностика", "unit": NORTH}, status=201
    )
    agent = await chain.agent()
    assert (await agent.next())["number"] == made["number"]
    await agent.says(made["number"], "Здравствуйте, приезжайте")
    await phone.hears("приезжайте")
    await phone.write("Буду к пяти")
    await chain.becomes(made["number"], lambda r: words_of(r) == ["Нужна диагностика", "Буду к пяти"], "the chat joined")


async def test_a_silent_client_comes_back(chain: Chain) -> None:
    """After a day the agent's hands are free; the next word queues the same number again and says so."""
    phone, agent, number = await chain.taken()
    await agent.says(number, "Какая у вас машина?")
    await phone.hears("Какая у вас машина?")
    await chain.becomes(number, lambda r: r["messages"][-1]["delivery"] == "sent", "delivered")
    await chain.later(hours=25)
    await chain.becomes(number, lambda r: r["agent"] is None, "the owner is gone")
    await phone.write("Ауди А4")
    told = await phone.hears(f"№ {number}")
    queued = await chain.request(number)
    assert queued["state"] == "queued"
    due = datetime.fromisoformat(queued["deadlines"]["next_answer_at"]).astimezone(MOSCOW)
    assert due.strftime("%H:%M") in told["text"]
    assert (await agent.next())["number"] == number
