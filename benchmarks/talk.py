"""Conversations to search through."""

import random
from pathlib import Path
from typing import Any

import asyncpg

from services.archive.making import make_rows
from services.archive.pieces import Change
from services.clock import ShiftedClock
from services.storage.database import Database

TALK = 8  # messages of a request
WORDS = 40_000
_BATCH = 500  # requests of one transaction
_FREQUENT = [
    "здравствуйте", "машина", "масло", "тормоза", "колодки", "замена", "стучит", "когда", "можно", "приехать", "сколько",
    "стоит", "запись", "двигатель", "подвеска", "амортизатор", "фильтр", "завтра", "утром", "колесо", "резина", "диски",
    "ремень", "сцепление", "коробка", "передача", "аккумулятор", "свеча", "радиатор", "антифриз", "кондиционер", "стекло",
    "фара", "бампер", "дверь", "порог", "кузов", "краска", "гарантия", "счет", "оплата", "заказ", "запчасть", "деталь",
    "поставка", "срок", "мастер", "приемка", "диагностика", "ошибка", "датчик", "лампа", "проводка", "генератор", "стартер",
    "насос", "форсунка", "турбина", "глушитель", "катализатор", "рычаг", "сайлентблок", "шаровая", "ступица", "подшипник",
]  # fmt: skip
_SYLLABLES = [a + b for a in "бвгджзклмнпрст" for b in "аеиоуя"]


async def make_talk(url: str, messages: int) -> list[str]:
    """Fill a new chain and make all of it findable; returns the words, the most frequent first."""
    dice = random.Random(11)  # noqa: S311 - the same conversations each time
    tail = {"".join(dice.choices(_SYLLABLES, k=dice.choice((2, 3, 3, 4)))) + dice.choice("йьмт") for _ in range(WORDS * 2)}
    words = [*_FREQUENT, *sorted(tail - set(_FREQUENT), key=lambda word: (hash_of(word), word))][:WORDS]
    connection: Any = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE pool (rank integer PRIMARY KEY, word text)")
    await connection.copy_records_to_table("pool", records=list(enumerate(words, 1)))
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for name, value in (("requests", messages // TALK), ("talk", TALK), ("words", len(words))):
        script = script.replace(f":{name}", str(value))
    await connection.execute(script)
    await connection.execute("ANALYZE")
    await _make_findable(connection, url, messages)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    return words


async def _make_findable(connection: Any, url: str, messages: int) -> None:
    """As in the background, at once: the index is made at the end, and the words are counted from how the talk was made."""
    await connection.execute("DROP INDEX archive_words")
    db = await Database.open(url, ShiftedClock(), size=2)
    last = await connection.fetchval("SELECT max(number) FROM request")
    for first in range(1, last + 1, _BATCH):
        async with db.tx() as tx:
            await make_rows(tx, [Change(number, whole=True) for number in range(first, min(first + _BATCH, last + 1))])
    await db.close()
    await connection.execute("SET maintenance_work_mem = '512MB'; CREATE INDEX archive_words ON archive USING gin (words)")
    await connection.execute(
        "INSERT INTO archive_word (word, stem, seen) SELECT word, stem, greatest(1, $1 * 12.0 / (rank * ln($2))) FROM pool, "
        "LATERAL (SELECT (ts_lexize('russian_stem', word))[1] AS stem) AS stems WHERE stem IS NOT NULL ON CONFLICT DO NOTHING",
        messages, WORDS,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO archive_progress (xid, event_id, fill_from, filled_to) VALUES (pg_current_xact_id(), 0, $1, 0)", last
    )


def hash_of(word: str) -> int:
    """An order of words that has nothing to do with the alphabet, and is the same each time."""
    return sum(ord(ch) * 31**at for at, ch in enumerate(word)) % 100_003
