"""Two client libraries run a desk in a forum: a topic for each client, words both ways, and what goes wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import telegram
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.types import BufferedInputFile, ChatMemberAdministrator, ChatMemberOwner, InputMediaPhoto, Message
from telegram.ext import Application, MessageHandler, filters

from tests.sandbox.crowd import Crowd, gather
from tests.sandbox.desk import BOT, PNG, TOKEN, Desk, Hand, eventually
from tests.sandbox.test_clients import said_to

pytestmark = pytest.mark.usefixtures("aiogram")


@asynccontextmanager
async def aiogram_bot(desk: Desk) -> AsyncIterator[Bot]:
    """An aiogram bot of this sandbox."""
    async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(desk.base))) as bot:
        yield bot


def ptb_bot(desk: Desk) -> telegram.Bot:
    """The other library's."""
    return telegram.Bot(TOKEN, base_url=f"{desk.base}/bot", base_file_url=f"{desk.base}/file/bot")


async def said_in(crowd: Crowd, topic: int, text: str) -> dict[str, Any]:
    """The bot's message in a topic, once it is there."""

    async def look() -> Any:
        messages = (await crowd.state(topic=topic))["messages"]
        return next((message for message in messages if message["out"] and message.get("text") == text), None)

    found: dict[str, Any] = await eventually(look)
    return found


async def topics_made(crowd: Crowd) -> list[dict[str, Any]]:
    """Topics beside General."""
    topics: list[dict[str, Any]] = (await crowd.state())["topics"]
    return topics[1:]


async def talk(crowd: Crowd) -> None:
    """A client asks in private, an agent answers in the topic."""
    client = crowd.guest
    await client.say("стучит подвеска")
    topic: int = (await eventually(lambda: topics_made(crowd)))[-1]["id"]
    await said_in(crowd, topic, "стучит подвеска")
    await crowd.say(crowd.owner, "Приезжайте завтра", topic=topic)
    await said_to(Hand(crowd.desk, client.id), "Приезжайте завтра")
    await crowd.say(crowd.owner, "это между нами")
    await client.say("спасибо")
    await said_in(crowd, topic, "спасибо")
    told = [message["text"] for message in (await client.chat())["messages"] if message["out"]]
    assert told == ["Приезжайте завтра"]


def desk_of_aiogram(group: int) -> Dispatcher:
    """A topic for each client."""
    dispatcher, threads = Dispatcher(), dict[int, int]()

    @dispatcher.message(F.chat.type == "private", F.text)
    async def ask(message: Message, bot: Bot) -> None:
        if message.chat.id not in threads:
            threads[message.chat.id] = (await bot.create_forum_topic(group, message.chat.full_name)).message_thread_id
        await message.copy_to(group, message_thread_id=threads[message.chat.id])

    @dispatcher.message(F.chat.id == group, F.is_topic_message, F.from_user.is_bot.is_(False), F.text)
    async def answer(message: Message) -> None:
        client = next(client for client, thread in threads.items() if thread == message.message_thread_id)
        await message.copy_to(client)

    return dispatcher


def desk_of_ptb(desk: Desk, group: int) -> Application[Any, Any, Any, Any, Any, Any]:
    """The same in the other library."""
    threads = dict[int, int]()

    async def ask(update: telegram.Update, context: Any) -> None:
        assert update.message is not None
        chat = update.message.chat
        if chat.id not in threads:
            threads[chat.id] = (await context.bot.create_forum_topic(group, chat.effective_name)).message_thread_id
        await update.message.copy(group, message_thread_id=threads[chat.id])

    async def answer(update: telegram.Update, _context: Any) -> None:
        if update.message is not None and update.message.is_topic_message:
            client = next(client for client, thread in threads.items() if thread == update.message.message_thread_id)
            await update.message.copy(client)

    builder = Application.builder().token(TOKEN).base_url(f"{desk.base}/bot").base_file_url(f"{desk.base}/file/bot")
    application = builder.build()
    application.add_handler(MessageHandler(filters.ChatType.PRIVATE & filters.TEXT, ask))
    application.add_handler(MessageHandler(filters.Chat(group) & filters.TEXT, answer))
    return application


async def test_aiogram_runs_a_desk(desk: Desk) -> None:
    crowd = await gather(desk)
    async with aiogram_bot(desk) as bot, asyncio.TaskGroup() as tasks:
        dispatcher = desk_of_aiogram(crowd.id)
        tasks.create_task(dispatcher.start_polling(bot, handle_signals=False, handle_as_tasks=False, close_bot_session=False))
        await talk(crowd)
        await dispatcher.stop_polling()


async def test_python_telegram_bot_runs_a_desk(desk: Desk) -> None:
    crowd = await gather(desk)
    application = desk_of_ptb(desk, crowd.id)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0.0, timeout=20)
        await talk(crowd)
        await application.updater.stop()
        await application.stop()


async def test_aiogram_understands_refusals(desk: Desk) -> None:
    crowd = await gather(desk, forum=False, messages_per_minute=2)
    async with aiogram_bot(desk) as bot:
        await bot.send_message(crowd.id, "раз")
        await bot.send_message(crowd.id, "два")
        with pytest.raises(TelegramRetryAfter) as busy:
            await bot.send_message(crowd.id, "три")
        assert 50 < busy.value.retry_after <= 61
        new = (await desk.sim("PATCH", f"/groups/{crowd.id}", {"forum": True, "messages_per_minute": None}))["id"]
        with pytest.raises(TelegramMigrateToChat) as moved:
            await bot.send_message(crowd.id, "x")
        assert moved.value.migrate_to_chat_id == new
        with pytest.raises(TelegramBadRequest, match="message thread not found"):
            await bot.send_message(new, "x", message_thread_id=1)
        await desk.sim("POST", f"/groups/{new}/{crowd.owner.id}/remove", {"user": BOT})
        with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
            await bot.send_message(new, "x")


async def test_python_telegram_bot_understands_refusals(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    crowd = await gather(desk, forum=False, messages_per_minute=1)
    async with ptb_bot(desk) as bot:
        await bot.send_message(crowd.id, "раз")
        with pytest.raises(telegram.error.RetryAfter):
            await bot.send_message(crowd.id, "два")
        new = (await desk.sim("PATCH", f"/groups/{crowd.id}", {"forum": True, "messages_per_minute": None}))["id"]
        with pytest.raises(telegram.error.ChatMigrated) as moved:
            await bot.send_message(crowd.id, "x")
        assert moved.value.new_chat_id == new
        with pytest.raises(telegram.error.BadRequest, match="rights to create a topic"):
            await bot.create_forum_topic(new, "x")
        assert await bot.leave_chat(new) is True
        with pytest.raises(telegram.error.Forbidden, match="not a member of the supergroup chat"):
            await bot.send_message(new, "x")


async def test_both_libraries_see_the_same_group(desk: Desk) -> None:
    crowd = await gather(desk)
    async with aiogram_bot(desk) as bot, ptb_bot(desk) as twin:
        topic = await bot.create_forum_topic(crowd.id, "Иван", icon_color=7322096)
        album = await bot.send_media_group(
            crowd.id, [InputMediaPhoto(media=BufferedInputFile(PNG, f"{n}.png")) for n in range(2)],
            message_thread_id=topic.message_thread_id,
        )  # fmt: skip
        assert {message.message_thread_id for message in album} == {topic.message_thread_id}
        chat, same = await bot.get_chat(crowd.id), await twin.get_chat(crowd.id)
        assert (chat.is_forum, chat.title) == (same.is_forum, same.title) == (True, "Приёмка")
        owner, me = await bot.get_chat_administrators(crowd.id)
        assert isinstance(owner, ChatMemberOwner)
        assert isinstance(me, ChatMemberAdministrator)
        assert me.can_manage_topics is True
        twins = await twin.get_chat_administrators(crowd.id)
        assert [type(member).__name__ for member in twins] == ["ChatMemberOwner", "ChatMemberAdministrator"]
        assert await twin.close_forum_topic(crowd.id, topic.message_thread_id) is True
        with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
            await bot.close_forum_topic(crowd.id, topic.message_thread_id)
        assert len(await twin.get_forum_topic_icon_stickers()) == len(await bot.get_forum_topic_icon_stickers())
