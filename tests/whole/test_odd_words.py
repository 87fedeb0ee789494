"""Odd words and names, and updates that are not meant for us."""

import asyncio

import pytest

from tests.harness import Phone, until
from tests.whole.chain import Chain, Json, number_in, poll, raw_message, said, words_of

GROUP = {"id": -100777, "type": "supergroup", "title": "Гаражи"}


@pytest.mark.both_ways
@pytest.mark.parametrize(
    "words",
    [
        "<b>Жирный</b> & <script>alert(1)</script>",
        "*звёзды* _подчёркивания_ [ссылка](http://x) `код`",
        "\u202eсправа налево\u202c и مرحبا",
        "Едем 🚗💨👨‍👩‍👧‍👦🏳️‍🌈",
        "{chain} { $name } %s %(x)s {{x}} \\u0000",
        "'; DROP TABLE request; --",
        "строка\nдругая\n\n\n  и третья с отступом",
        "z̸̧a̷l̶g̵o̴",
    ],
)
async def test_words_arrive_as_they_were_written(chain: Chain, words: str) -> None:
    """And come back in an answer unchanged: nothing is markup here."""
    phone, number = await chain.asked(words)
    agent = await chain.agent()
    await agent.next()
    assert words_of(await chain.request(number)) == [words]
    await agent.says(number, words)
    assert (await phone.hears(words))["text"] == f"Анна\n{words}"


async def test_a_nul_in_a_text(chain: Chain) -> None:
    """PostgreSQL stores none; the words around it are not lost."""
    phone = await chain.client()
    await chain.post_update({"message": raw_message(phone, 1, text="до\u0000после")})
    number = await chain.number_told(phone)
    [words] = words_of(await chain.request(number))
    assert words.startswith("до")
    assert words.endswith("после")


async def test_a_long_story(chain: Chain) -> None:
    """5,000 characters: the app sends two messages, both are in one request."""
    story = "а" * 4096 + "б" * 904
    phone = await chain.client()
    await phone.write(story[:4096])
    await phone.write(story[4096:])
    number = await chain.number_told(phone)
    asked = await chain.becomes(number, lambda r: len(r["messages"]) == 2, "both parts")
    assert "".join(words_of(asked)) == story


async def test_strange_names(chain: Chain) -> None:
    """A name of markup, of emoji, of one very long word."""
    for name in ("<b>Иван</b>", "🦄", "Я" * 64, 'O\'Neil "Bob"', "\u202eнавИ"):
        phone = await chain.newcomer(first_name=name)
        await phone.start("u_north")
        hello = await phone.hears(chain.hello())
        await phone.press(hello, "Русский" if chain.language == "ru" else "English")
        await phone.start()
        await phone.hears(chain.t("start-hello-again", name=name.split()[0]))


def _in_a_group(chain: Chain, phone: Phone) -> list[Json]:
    """Written there, pressed there, the bot added there; and a channel."""
    here = {"chat": GROUP}
    bot = {"id": chain.bot, "is_bot": True, "first_name": "Бот"}
    me = raw_message(phone, 0)["from"]
    joined: Json = {"user": bot, "status": "member"}
    membership = {**here, "from": me, "date": 1, "old_chat_member": {**joined, "status": "left"}, "new_chat_member": joined}
    return [
        {"message": raw_message(phone, 1, **here, text="/start")},
        {"message": raw_message(phone, 2, **here, text="Стучит подвеска")},
        {"message": raw_message(phone, 3, **here, new_chat_members=[bot])},
        {
            "callback_query": {
                "id": "77",
                "from": me,
                "chat_instance": "1",
                "data": "m:ask",
                "message": raw_message(phone, 4, **here),
            }
        },
        {"my_chat_member": membership},
        {"channel_post": {"message_id": 5, "date": 1, "chat": {**GROUP, "type": "channel"}, "text": "Новости"}},
    ]


async def test_groups_and_channels_are_not_ours(chain: Chain) -> None:
    """Silence and no request; the person's own chat goes on."""
    phone = await chain.client()
    for update in _in_a_group(chain, phone):
        await chain.post_update(update)
    await phone.write("/help")
    await phone.hears(chain.t("help"))
    assert await chain.requests_of(phone) == []
    assert await chain.calls("sendMessage", -100777) == []


def _idle(chain: Chain, phone: Phone) -> list[Json]:
    """Kinds of the future, reactions, empty ones, our own messages."""
    message = raw_message(phone, 1)
    liked = {"type": "emoji", "emoji": "👍"}
    own = {"id": chain.bot, "is_bot": True, "first_name": "Бот"}
    return [
        {},
        {"teleportation": {"from": message["from"], "chat": message["chat"], "to": "Mars"}},
        {"message_reaction": {"chat": message["chat"], "message_id": 1, "user": message["from"], "date": 1, "old_reaction": [],
                              "new_reaction": [liked]}},
        {"message": raw_message(phone, 2, text="Это сказал бот", **{"from": own})},
        {"poll": poll("?", closed=True)},
        {"message": message},
    ]  # fmt: skip


async def test_nothing_comes_of_updates_that_concern_nobody(chain: Chain) -> None:
    """Taken, ignored, no dead letter."""
    phone = await chain.client()
    dead = await chain.value("SELECT count(*) FROM inbox WHERE failed_at IS NOT NULL")
    for update in _idle(chain, phone):
        await chain.post_update(update)
    await phone.write("/help")
    await phone.hears(chain.t("help"))

    async def idle() -> bool:
        return not await chain.value("SELECT count(*) FROM inbox WHERE done_at IS NULL AND failed_at IS NULL")

    await until(idle, "everything is handled")
    assert await chain.value("SELECT count(*) FROM inbox WHERE failed_at IS NOT NULL") == dead
    assert await chain.requests_of(phone) == []


async def test_one_person_at_a_time_and_many_at_once(chain: Chain) -> None:
    """Twenty people write five lines each at the same moment: everybody's lines are in their own request, in order."""
    phones = await asyncio.gather(*(chain.client() for _ in range(20)))

    async def tell(place: int) -> None:
        for line in range(5):
            await phones[place].write(f"{place}: строка {line}")

    await asyncio.gather(*(tell(place) for place in range(20)))
    for place, phone in enumerate(phones):
        number = number_in((await phone.hears("№"))["text"])
        asked = await chain.becomes(number, lambda r: len(r["messages"]) == 5, "all lines")
        assert words_of(asked) == [f"{place}: строка {line}" for line in range(5)]
        assert len([line for line in await said(phone) if "№" in line]) == 1
