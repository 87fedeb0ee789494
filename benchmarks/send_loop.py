"""The anchor of S8: aiogram's `send_message` in a bare loop. `API_BASE TOKEN CONCURRENCY COUNT`; so many at each SIGUSR1."""

import asyncio
import signal
import sys
from collections.abc import Iterator

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from benchmarks.load import FIRST_PERSON

PERSONS = 1000
TEXT = "Ваш заказ готов, приезжайте сегодня до 20:00."


async def main(api_base: str, token: str, concurrency: int, count: int) -> None:
    """Send whenever told to, until SIGTERM."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_base)))
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, told.set)
    print("ready", flush=True)
    while True:
        await told.wait()
        told.clear()
        numbers = iter(range(count))
        await asyncio.gather(*(_send(bot, numbers) for _ in range(concurrency)))


async def _send(bot: Bot, numbers: Iterator[int]) -> None:
    for number in numbers:
        await bot.send_message(FIRST_PERSON + number % PERSONS, TEXT)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
