"""Two independent client libraries live with the sandbox: polling, webhook, files, refusals."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import telegram
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.filters import CommandStart
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message
from aiogram.types.media_union import MediaUnion
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from tests.sandbox.desk import PNG, TOKEN, Desk, Hand, serve

pytestmark = pytest.mark.usefixtures("aiogram")

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="да", callback_data="yes")]])


async def said_to(hand: Hand, text: str) -> dict[str, Any]:
    """The bot's message with this text, once it is there."""
    async with asyncio.timeout(10):
        while True:
            for message in (await hand.chat())["messages"]:
                if message["out"] and message.get("text") == text:
                    found: dict[str, Any] = message
                    return found
            await asyncio.sleep(0.01)


async def answered(hand: Hand, query_id: str) -> dict[str, Any]:
    """The answer to a press, once it is there."""
    async with asyncio.timeout(10):
        while True:
            state: dict[str, Any] = await hand.desk.sim("GET", f"/chats/123456/{hand.id}/press/{query_id}")
            if state["answered"]:
                return state
            await asyncio.sleep(0.01)


async def talk(hand: Hand) -> None:
    """The conversation that both echo bots must hold."""
    await hand.act("start", {"payload": "u_1"})
    hello = await said_to(hand, "hello u_1")
    pressed = await hand.act("press", {"message_id": hello["message_id"], "row": 0, "column": 0})
    assert (await answered(hand, pressed["callback_query_id"]))["text"] == "pressed yes"
    await said_to(hand, "edited yes")
    for word in ("раз", "два", "<три> & *четыре*"):
        await hand.say(word)
    await said_to(hand, "<три> & *четыре*")
    echoes = [message["text"] for message in (await hand.chat())["messages"] if message["out"]]
    assert echoes == ["edited yes", "раз", "два", "<три> & *четыре*"]


async def ptb_start(update: telegram.Update, context: Any) -> None:
    assert update.message is not None
    buttons = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("да", callback_data="yes")]])
    await update.message.reply_text(f"hello {' '.join(context.args)}", reply_markup=buttons)


async def ptb_press(update: telegram.Update, _context: Any) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer(f"pressed {update.callback_query.data}")
    await update.callback_query.edit_message_text(f"edited {update.callback_query.data}")


async def ptb_echo(update: telegram.Update, _context: Any) -> None:
    assert update.message is not None
    await update.message.reply_text(str(update.message.text))


async def test_python_telegram_bot_polls(desk: Desk) -> None:
    builder = Application.builder().token(TOKEN).base_url(f"{desk.base}/bot").base_file_url(f"{desk.base}/file/bot")
    application = builder.build()
    application.add_handler(CommandHandler("start", ptb_start))
    application.add_handler(CallbackQueryHandler(ptb_press))
    application.add_handler(MessageHandler(filters.TEXT, ptb_echo))
    hand = await desk.person()
    await desk.api("getUpdates", offset=-1)
    await desk.api("getUpdates", offset=2**31 - 1)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0.0, timeout=20)
        await talk(hand)
        await application.updater.stop()
        await application.stop()


async def test_python_telegram_bot_understands_refusals(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # or it warns of its own future
    hand = await desk.person()
    async with telegram.Bot(TOKEN, base_url=f"{desk.base}/bot", base_file_url=f"{desk.base}/file/bot") as bot:
        sent = await bot.send_document(hand.id, b"%PDF", filename="счёт.pdf", caption="<b>Счёт</b>", parse_mode="HTML")
        assert sent.document is not None
        assert sent.document.file_name == "счёт.pdf"
        assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == b"%PDF"
        with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
            await bot.send_message(1, "x")
        with pytest.raises(telegram.error.InvalidToken):
            async with telegram.Bot("1:!", base_url=f"{desk.base}/bot"):
                pass
        await desk.sim("POST", "/faults", {"kind": "429", "retry_after": 3})
        with pytest.raises(telegram.error.RetryAfter):
            await bot.send_message(hand.id, "x")
        await hand.act("block")
        with pytest.raises(telegram.error.Forbidden, match="blocked by the user"):
            await bot.send_message(hand.id, "x")


def echo_dispatcher() -> Dispatcher:
    """An aiogram bot that holds `talk`."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message, command: Any) -> None:
        await message.answer(f"hello {command.args}", reply_markup=YES)

    @dispatcher.callback_query(F.data)
    async def press(query: CallbackQuery) -> None:
        await query.answer(f"pressed {query.data}")
        assert isinstance(query.message, Message)
        await query.message.edit_text(f"edited {query.data}")

    @dispatcher.message(F.text)
    async def echo(message: Message) -> None:
        await message.answer(str(message.text))

    return dispatcher


@asynccontextmanager
async def aiogram_bot(desk: Desk) -> AsyncIterator[Bot]:
    """An aiogram bot that talks to the sandbox."""
    server = TelegramAPIServer.from_base(desk.base)
    bot = Bot(TOKEN, session=AiohttpSession(api=server))
    yield bot
    await bot.session.close()


async def test_aiogram_polls(desk: Desk) -> None:
    hand = await desk.person()
    await desk.api("getUpdates", offset=2**31 - 1)
    async with aiogram_bot(desk) as bot:
        dispatcher = echo_dispatcher()
        async with asyncio.TaskGroup() as group:
            polling = dispatcher.start_polling(bot, handle_signals=False, handle_as_tasks=False, close_bot_session=False)
            group.create_task(polling)
            await talk(hand)
            await dispatcher.stop_polling()


async def test_aiogram_takes_a_webhook(desk: Desk) -> None:
    hand = await desk.person()
    async with aiogram_bot(desk) as bot:
        app = web.Application()
        handler = SimpleRequestHandler(echo_dispatcher(), bot, handle_in_background=False, secret_token="s_1")
        handler.register(app, path="/hook")
        runner, base = await serve(app)
        await bot.set_webhook(f"{base}/hook", secret_token="s_1", drop_pending_updates=True)
        await talk(hand)
        assert (await bot.get_webhook_info()).last_error_message is None
        await bot.delete_webhook()
        await runner.cleanup()


async def test_aiogram_sends_files(desk: Desk) -> None:
    hand = await desk.person()
    async with aiogram_bot(desk) as bot:
        file = BufferedInputFile(PNG, "фото.png")
        media: list[MediaUnion] = [
            InputMediaPhoto(media=file, caption="раз"),
            InputMediaPhoto(media=BufferedInputFile(PNG, "2.png")),
        ]
        album = await bot.send_media_group(hand.id, media)
        assert album[0].media_group_id == album[1].media_group_id
        sent = await bot.send_document(hand.id, file, reply_markup=YES)
        assert sent.document is not None
        assert sent.document.file_name == "фото.png"
        got = await bot.download(sent.document)
        assert got is not None
        assert got.read() == PNG


async def test_aiogram_understands_refusals(desk: Desk) -> None:
    hand = await desk.person()

    async def order(**fault: Any) -> None:
        await desk.sim("POST", "/faults", fault)

    async with aiogram_bot(desk) as bot:
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_message(1, "x")
        await order(kind="429", retry_after=7)
        with pytest.raises(TelegramRetryAfter) as retry:
            await bot.send_message(hand.id, "x")
        assert retry.value.retry_after == 7
        await order(kind="502")
        with pytest.raises(ClientDecodeError):
            await bot.send_message(hand.id, "x")
        await order(kind="timeout_after_commit", seconds=0.01)
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(hand.id, "дошло")
        assert (await hand.chat())["messages"][-1]["text"] == "дошло"
        await hand.act("block")
        with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
            await bot.send_message(hand.id, "x")
