"""A colleague is asked and answers in Telegram: the answer goes to the agent, and never becomes a client's question (P5)."""

from services.clients.people import recognise
from services.privacy.erasing import erase
from tests.harness import Phone
from tests.whole.chain import Agent, Chain, png


async def _mechanic(chain: Chain) -> tuple[Agent, Phone]:
    """Somebody of the staff who has started the bot."""
    agent, phone = await chain.agent(name="Борис Ким"), await chain.client()
    async with chain.desk.db.tx() as tx:
        await tx.execute(
            "UPDATE staff SET telegram_id = $2, language = $3 WHERE login = $1", agent.login, phone.person, chain.language
        )
    return agent, phone


async def _asked(chain: Chain, agent: Agent, number: int, colleague: Agent, text: str) -> str:
    body = {"text": text, "agent": colleague.login}
    return str((await agent.do("POST", f"/requests/{number}/questions", body, status=201))["id"])


async def _answer_of(chain: Chain, number: int, text: str) -> None:
    await chain.becomes(number, lambda r: r["questions"][-1]["answer"] == text, "the answer is in the request")


async def test_a_reply_to_the_letter_is_the_answer(chain: Chain) -> None:
    _, agent, number = await chain.taken()
    mechanic, own = await _mechanic(chain)
    await _asked(chain, agent, number, mechanic, "Есть ли сайлентблоки?")
    letter = await own.hears("Есть ли сайлентблоки?", str(number))
    await own.write("Есть, две штуки", reply_to=letter["message_id"])
    await own.hears(chain.t("question-answer-taken", number=str(number)))
    await _answer_of(chain, number, "Есть, две штуки")
    count = "SELECT count(*) FROM request r JOIN chat c ON c.client_id = r.client_id WHERE c.chat_id = $1"
    assert await chain.value(count, own.person) == 0, "it opens nothing"


async def test_a_colleague_who_mends_their_answer_is_no_client_in_danger(chain: Chain) -> None:
    _, agent, number = await chain.taken()
    mechanic, own = await _mechanic(chain)
    await _asked(chain, agent, number, mechanic, "Что с тормозами?")
    mine = await own.write("Тормоза не держат", reply_to=(await own.hears("Что с тормозами?"))["message_id"])
    await own.hears(chain.t("question-answer-taken", number=str(number)))
    await own.do("edit", message_id=mine["message_id"], text="Тормоза не держат совсем, нужен эвакуатор")
    await own.hears(chain.t("media-edit-of-answer"))
    count = "SELECT count(*) FROM request r JOIN chat c ON c.client_id = r.client_id WHERE c.chat_id = $1"
    assert await chain.value(count, own.person) == 0, "it opens nothing"


async def test_the_button_and_the_next_message(chain: Chain) -> None:
    _, agent, number = await chain.taken()
    mechanic, own = await _mechanic(chain)
    await _asked(chain, agent, number, mechanic, "Когда освободится подъёмник?")
    letter = await own.hears("Когда освободится подъёмник?")
    await own.press(letter, chain.t("question-answer-button"))
    await own.hears(chain.t("question-answer-prompt", number=str(number)))
    await own.write("В три часа")
    await own.hears(chain.t("question-answer-taken", number=str(number)))
    await _answer_of(chain, number, "В три часа")


async def test_an_album_is_one_answer_and_opens_nothing(chain: Chain) -> None:
    _, agent, number = await chain.taken()
    mechanic, own = await _mechanic(chain)
    await _asked(chain, agent, number, mechanic, "Пришлите фото колодок")
    await own.press(await own.hears("Пришлите фото колодок"), chain.t("question-answer-button"))
    await own.hears(chain.t("question-answer-prompt", number=str(number)))
    await own.send_files("photo", ("1.png", png(), "image/png"), ("2.png", png(), "image/png"), caption="Левая и правая")
    await own.hears(chain.t("question-answer-taken", number=str(number)))
    both = await chain.becomes(number, lambda r: len(r["messages"][-1]["attachments"]) == 2, "both pictures are in one note")
    assert both["questions"][-1]["answer"] == "Левая и правая"
    assert len([m for m in both["messages"] if m["direction"] == "note"]) == 2
    count = "SELECT count(*) FROM request r JOIN chat c ON c.client_id = r.client_id WHERE c.chat_id = $1"
    assert await chain.value(count, own.person) == 0, "it opens nothing"


async def test_what_a_colleague_wrote_is_forgotten_with_the_client(chain: Chain) -> None:
    client, agent, number = await chain.taken()
    mechanic, own = await _mechanic(chain)
    await _asked(chain, agent, number, mechanic, "Что с мотором Жихоринского?")
    await own.write("Жихоринский опять без масла", reply_to=(await own.hears("Что с мотором Жихоринского?"))["message_id"])
    await _answer_of(chain, number, "Жихоринский опять без масла")
    async with chain.desk.db.tx() as tx:
        await erase(
            tx, await recognise(tx, chat_id=client.person, first_name="Пётр", last_name=None, username=None, language="ru")
        )
    for table, column in (("inbox", "raw"), ("outbox", "params::text"), ("message", "text")):
        assert await chain.value(f"SELECT count(*) FROM {table} WHERE {column} LIKE '%Жихоринск%'") == 0
    told = "SELECT count(*) FROM inbox WHERE lane = $1 AND raw LIKE '%reply_to_message%'"
    assert await chain.value(told, f"u{own.person}") == 0
