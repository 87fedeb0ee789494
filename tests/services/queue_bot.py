"""The bot's door in process: an update is stored, read from its lane and handled in the transaction that marks it done."""

import itertools
import json
from typing import Any

from services.desk import Desk
from services.inbox import queries
from services.inbox.parsing import parse, person_of
from services.storage.tx import Work

_BOT, _WORKER = 4242, 1
# What is in our hands is sent before the next update comes.
_ALL_SENT = """
UPDATE outbox SET state = 'sent', telegram_ids = ARRAY[1000 + id], finished_at = clock_timestamp()
WHERE worker = $1 AND state IN ('queued', 'retry')
"""
# What says of itself what it is about, and the same where there is danger.
_WORDS = {
    "other": ("Стучит справа", "Отказали тормоза"),
    "claim": ("Верните мне деньги, поцарапали дверь", "Верните мне деньги: отказали тормоза"),
    "parts_selection": ("Нужны колодки", "Нужны колодки: отказали тормоза"),
}


def words_about(kind: str, *, danger: bool) -> str:
    """What a client of this kind says."""
    return _WORDS[kind][danger]


class TelegramDoor:
    """What Telegram brings."""

    def __init__(self, desk: Desk) -> None:
        from bot.telegram.dispatch import Dispatch  # noqa: PLC0415 - aiogram takes seconds, and this module is read by every worker

        self._desk = desk
        self._dispatch = Dispatch(desk)
        self._ids = itertools.count(1)

    async def come(self, chat: int, unit: str) -> None:
        """By the link of a station."""
        await self.arrives(self.message(chat, f"/start u_{unit}"))

    async def ask(self, chat: int, kind: str, *, danger: bool, way: str) -> None:
        """Something new: `words` alone, a `command` with words, a `button` before them."""
        words = words_about(kind, danger=danger)
        if way == "button":
            await self.arrives(self.press(chat, "m:parts" if kind == "parts_selection" else "m:ask"))
        await self.arrives(self.message(chat, f"/ask {words}" if way == "command" else words))

    def message(self, chat: int, text: str) -> bytes:
        """Words."""
        update = next(self._ids)
        command = {"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}
        more = {"entities": [command]} if text.startswith("/") else {}
        return _update(update, message={**_written(update, chat), "from": _sender(chat), "text": text, **more})

    def press(self, chat: int, data: str) -> bytes:
        """A button under a message of ours."""
        update = next(self._ids)
        press = {
            "id": str(update),
            "from": _sender(chat),
            "chat_instance": "1",
            "message": _written(update, chat),
            "data": data,
        }
        return _update(update, callback_query=press)

    async def arrives(self, raw: bytes, *, again: bool = False) -> None:
        """Stored, and handled; what was stored before and died is handled too. Raises what the database raises while it is away."""
        arrival = parse(raw)
        for _ in range(1 + again):
            async with self._desk.db.read() as reader:
                await queries.store(reader, _BOT, _WORKER, [arrival])
            await self._work_off(arrival.lane)

    async def _work_off(self, lane: str) -> None:
        async with self._desk.db.read() as reader:
            await reader.connection.execute(_ALL_SENT, _WORKER)
            [held] = await queries.read(reader, _WORKER, [lane])
        for update in held.updates:
            work = Work(update.inbox_id, lane, _WORKER, person_of(lane))
            async with self._desk.db.tx(work) as tx:
                await self._dispatch.handle(tx, update.raw, work)


def _update(update: int, **content: Any) -> bytes:
    return json.dumps({"update_id": update, **content}).encode()


def _sender(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": f"Клиент{chat}", "language_code": "ru"}


def _written(message: int, chat: int) -> dict[str, Any]:
    return {"message_id": message, "date": 1, "chat": {"id": chat, "type": "private", "first_name": f"Клиент{chat}"}}
